"""Which language the finished text is in: langdetect's method and profiles, the same answer in every process."""

from __future__ import annotations

from .model import Language


def detect(text: str) -> Language:
    """The language of a finished text; `und`, with the reason, when there is too little of it to tell."""
    return Language("und", 0.0, "placeholder")

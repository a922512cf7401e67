"""News text made fit for analysis: damage mended, boilerplate out, one person one key, every change on record.

    >>> from cleaner import clean
    >>> record = clean(html, url="https://example.org/news/1")
    >>> record.title, record.text, record.names, record.changes

The promised names are the ones in `__all__`; they are loaded when first used, so that importing costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from . import names
    from .decoding import decode
    from .edits import undo
    from .encoding import Repaired, repair
    from .errors import CleanerError, ConfigError, DocumentError, JobError
    from .model import Change, Mention, Record, Reject, Source
    from .pipeline import clean, clean_many
    from .recipe import Recipe

_HOMES = {
    "clean": "pipeline", "clean_many": "pipeline", "Recipe": "recipe", "decode": "decoding", "undo": "edits",
    "repair": "encoding", "Repaired": "encoding",
    "Source": "model", "Record": "model", "Reject": "model", "Change": "model", "Mention": "model",
    "CleanerError": "errors", "ConfigError": "errors", "DocumentError": "errors", "JobError": "errors",
}  # fmt: skip

__all__ = [
    "Change", "CleanerError", "ConfigError", "DocumentError", "JobError", "Mention", "Recipe", "Record", "Reject",
    "Repaired", "Source", "clean", "clean_many", "decode", "names", "repair", "undo",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "names":
        return import_module(".names", __name__)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])

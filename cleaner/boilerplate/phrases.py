"""Exact lines that stand on the pages of many papers and never in an article: menu entries, buttons, form fields.

The list was made by `benchmarks/train_lines.py` from lines seen at three or more unrelated outlets and nowhere inside
an article. A line is looked up by its letters and digits alone, so case, punctuation and spacing do not matter; every
number counts as the same. One word alone is too little to go by: such an entry only seconds other evidence.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ._reading import keys

__all__ = ["built_in", "key", "keys"]


def key(plain: str) -> str:
    """How a line is looked up; empty when nothing of it is a letter, or when it is longer than any on the list."""
    return keys([plain])[0]


@cache
def built_in() -> frozenset[str]:
    """The keys of the lines on the list."""
    return frozenset((Path(__file__).parent / "phrases.txt").read_text("utf-8").split("\n")) - {""}

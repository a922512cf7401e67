"""Exact lines that stand on the pages of many papers and never in an article: menu entries, buttons, form fields.

The list was made by `benchmarks/train_lines.py` from lines seen at three or more unrelated outlets and nowhere inside
an article. A line is looked up by its letters and digits alone, so case, punctuation and spacing do not matter; every
number counts as the same. One word alone is too little to go by: such an entry only seconds other evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_APART = re.compile(r"[\W_]+")
_APART_IN_LINES = re.compile(r"(?:[^\w\n]|_)+")
_NUMBER = re.compile(r"\d+")
#: Longer lines are never listed.
LONGEST = 90


def key(plain: str) -> str:
    """How a line is looked up; empty when nothing of it is a letter."""
    if len(plain) > LONGEST:
        return ""
    return _lettered(_NUMBER.sub("0", _APART.sub(" ", plain).strip()))


def keys(lines: Sequence[str]) -> list[str]:
    """The keys of lines without line breaks, made all at once."""
    joined = "\n".join([line if len(line) <= LONGEST else "" for line in lines])
    return [_lettered(x.strip()) for x in _NUMBER.sub("0", _APART_IN_LINES.sub(" ", joined)).split("\n")]


def _lettered(text: str) -> str:
    return text if text[:1].isalpha() or any(c.isalpha() for c in text) else ""


@cache
def built_in() -> frozenset[str]:
    """The keys of the lines on the list."""
    return frozenset((Path(__file__).parent / "phrases.txt").read_text("utf-8").split("\n")) - {""}

"""The lines of a document, one after the other, as the judge reads them.

A block of plain text may be a paragraph or a heap of buttons, so what is judged is the line inside the block. Rules
and models see a plain form of it: lower case, straight apostrophes, ordinary spaces, and just as many characters, so a
place found in the one is a place in the other.
"""

from __future__ import annotations

import re

from msgspec import Struct

from ..model import Document
from ._reading import is_sentence, plain

__all__ = ["PROTECTED", "Passage", "passages", "plain"]

#: Kinds of block that no general rule touches: they have fields and policies of their own.
PROTECTED = frozenset({"title", "byline", "date", "caption", "table", "code"})

_LINE = re.compile(r"[^\n]+")
#: A hard-wrapped paragraph is one passage, not several: this many lines, most of them this wide, none a label.
_WRAPPED_LINES, _WRAPPED_WIDTH = 3, 45


class Passage(Struct, frozen=True, gc=False):
    """One line: where it stands in its block, how it reads, whether general rules may touch it; its plain form, which
    is as long, and whether that is a sentence."""

    block: int
    start: int
    end: int
    shown: str
    open: bool
    plain: str
    prose: bool


def passages(document: Document) -> list[Passage]:
    """Every line that holds more than white space, in reading order."""
    lines: list[tuple[int, int, int, str, bool]] = []  # passages before their plain form is known
    for block in document.blocks:
        text, free = block.text, block.kind not in PROTECTED
        if not text or text.isspace():
            continue
        if "\n" not in text:
            lines.append((block.id, 0, len(text), text, free))
        elif _is_wrapped(text):
            lines.append((block.id, 0, len(text), text.replace("\n", " "), free))
        else:
            found = ((m.start(), m.end(), m[0]) for m in _LINE.finditer(text))
            lines += [(block.id, start, end, line, free) for start, end, line in found if not line.isspace()]
    forms = plain("\n".join([line[3] for line in lines])).split("\n")  # all at once: most lines are short
    return [Passage(*line, form, is_sentence(form)) for line, form in zip(lines, forms, strict=False)]


def _is_wrapped(text: str) -> bool:
    """Whether the lines are one paragraph set to a width: long alike, and most break off in mid-sentence."""
    if "\n\n" in text:
        return False
    *lines, last = text.split("\n")
    if len(lines) + 1 < _WRAPPED_LINES or len(last) > 100:
        return False
    widths = [len(line) for line in lines]
    broken = sum(not line.rstrip().endswith((".", "!", "?", ":", "”", '"')) for line in lines)
    return min(widths) >= _WRAPPED_WIDTH and max(widths) <= 100 and broken * 3 >= len(lines) * 2

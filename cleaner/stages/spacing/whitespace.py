"""Finds white space and invisible signs that nobody meant: runs of spaces, no-break spaces, stray controls, wraps.

What a writing system needs stays: the joiners of Persian, Indic scripts and emoji, the word breaks of Thai and Khmer,
the direction marks of a paragraph that has Hebrew or Arabic in it. Damage that repair could not resolve stays too: the
C1 controls are not white space, they are letters that were lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from ...model import Block, Document, Edit
from ...patterns import regex
from ._whitespace import Signs

#: What a line end inside a block is: see `Spacing`.
Layout = Literal["kept", "wrapped", "broken"]


def _signs(ranges: str) -> str:
    """The characters themselves for ranges of them, as `a-z`."""
    return re.sub("(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), ranges, flags=re.DOTALL)


_JOINERS: Final = "\u200c\u200d"
_DIRECTIONS: Final = _signs("\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069")
_CONTROLS: Final = _signs("\x00-\x08\x0e-\x1b\x7f")
_SEPARATORS: Final = _signs("\x1c-\x1f")
_ZERO_WIDTH: Final = _signs("\u180e\u200b\u2060-\u2064\ufeff\ufffc") + _JOINERS
_NEWLINES: Final = "\n\r\x0b\x0c\u2028\u2029"
_WIDE: Final = _signs("\xa0\u1680\u2000-\u200a\u202f\u205f\u3000")
_SPACES: Final = "\t" + _SEPARATORS + _WIDE + _NEWLINES
_SHOW_NOTHING: Final = _SPACES + _CONTROLS + "\xad" + _ZERO_WIDTH
_BOTH_WAYS: Final = Signs(_SHOW_NOTHING)
_ONE_WAY: Final = Signs(_SHOW_NOTHING + _DIRECTIONS)

_RIGHT_TO_LEFT = regex(r"[\u0590-\u08ff\ufb1d-\ufefc]")
_QUOTED_WRAP = regex(r"(?:> ?)+(?=\w)")
#: The first of these that a run holds gives the rule its name.
_NAMED: Final = (
    ("soft-hyphen", frozenset("\xad")),
    ("control", frozenset(_CONTROLS + _SEPARATORS)),
    ("zero-width", frozenset(_ZERO_WIDTH)),
    ("direction", frozenset(_DIRECTIONS)),
    ("nbsp", frozenset(_WIDE)),
)
_NEWLINE: Final = frozenset(_NEWLINES)
_ANY_SPACE: Final = frozenset(" " + _SPACES)
#: After a hyphen at a line end, these begin a word of their own: `Vor- und Nachteile`.
_SUSPENDED: Final = frozenset(
    "and or to und oder bis sowie bzw et ou y o u e i en of och og ve lub oraz и или".split()  # noqa: SIM905
)
_WORD = regex(r"[^\W\d_]+")
_LAST_PART = regex(r"[^\W\d_]+\Z")


class Words:
    """The words of a document, gathered when a hyphen at a line end asks whether it parted one of them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._words: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._words is None:
            self._words = frozenset(w.lower() for b in self._document.blocks for w in _WORD.findall(b.text))
        return word.lower() in self._words


def runs(texts: list[str]) -> list[Sequence[tuple[int, int]]]:
    """Of each text the runs that may have to be normalised, which most texts have none of."""
    return _ONE_WAY.runs(texts)


def whitespace(block: Block, found: Sequence[tuple[int, int]], layout: Layout, words: Words) -> list[Edit]:
    """The edits that normalise the block's white space, in reading order; `found` are its `runs`."""
    text = block.text
    if _RIGHT_TO_LEFT.search(text):
        found = _BOTH_WAYS.runs([text])[0]
    edits: list[Edit] = []
    for start, end in found:
        if layout == "kept" and start > 0 and end < len(text):
            put, rule = _kept(text[start:end])
        else:
            start, end, put, rule = _normal(text, start, end, layout, words)
        if text[start:end] != put:
            edits.append(Edit(block.id, start, end, put, rule))
    return edits


def _kept(run: str) -> tuple[str, str]:
    """A run inside a table or a program: every sign for itself, and as many spaces as there were."""
    put = "".join(c if c in " \t\n" else "\n" if c in "\r\u2028" else " " if c.isspace() else "" for c in run)
    return put.replace("\n\n", "\n") if "\r\n" in run else put, _name(run)


def _normal(text: str, start: int, end: int, layout: Layout, words: Words) -> tuple[int, int, str, str]:
    """What a run of white space in running text becomes; its ends may move to take a hyphen or a `>` along."""
    run = text[start:end]
    if start == 0 or end == len(text):
        return start, end, "", _name(run)
    if not _NEWLINE.isdisjoint(run):
        return _line_end(text, start, end, layout, words)
    if not _ANY_SPACE.isdisjoint(run):
        return start, end, " ", _name(run)
    if _is_needed(run, text[start - 1], text[end]):
        return start, end, run, "zero-width"
    return start, end, "", _name(run)


def _name(run: str) -> str:
    return next((name for name, signs in _NAMED if not signs.isdisjoint(run)), "space-run")


def _is_needed(run: str, before: str, after: str) -> bool:
    """Whether signs without width do their work here: shape letters and emoji, or part words written without spaces."""
    if run.strip("\u200c\u200d"):
        return run == "\u200b" and all("\u0e00" <= c <= "\u109f" or "\u1780" <= c <= "\u19ff" for c in (before, after))
    return any("\u0600" <= c <= "\u1dff" or c >= "\u2190" for c in (before, after))


def _line_end(text: str, start: int, end: int, layout: Layout, words: Words) -> tuple[int, int, str, str]:
    if layout == "broken":
        return start, end, "\n\n", "line-break"
    if "\xad" in text[start:end]:
        return start, end, "", "soft-hyphen"
    quoted = _QUOTED_WRAP.match(text, end)
    if quoted and text.startswith(">"):
        end = quoted.end()
    before, after = text[start - 1], text[end : end + 1]
    if before in "-\u2010" and after.islower():
        return _hyphen(text, start, end, words)
    return start, end, "" if _is_ideograph(before) and _is_ideograph(after) else " ", "hard-wrap"


def _is_ideograph(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or "\uff00" <= sign <= "\uffef"


def _hyphen(text: str, start: int, end: int, words: Words) -> tuple[int, int, str, str]:
    """A hyphen at a line end goes only when the whole word stands elsewhere in the document; else it stays."""
    head = _LAST_PART.search(text, max(0, start - 41), start - 1)
    tail = _WORD.match(text, end)
    if head is None or tail is None or tail[0] in _SUSPENDED:
        return start, end, " ", "hard-wrap"
    if head[0] + tail[0] in words:
        return start - 1, end, "", "hyphenation"
    return start, end, "", "hard-wrap"

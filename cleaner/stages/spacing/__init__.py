"""Spacing: white space and paragraph breaks as the author meant them.

Copying, saving and converting leave marks that nobody wrote: line ends at the width of a screen, spaces that must not
break, signs that show nothing, two sentences without anything between them. All are put right here, after the repair of
damaged letters (which needs to see them) and before anything is judged by its lines. The "By" of an author line and a
date line that has been read are taken out here too, and a headline that stands there twice: they are marks of layout.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Final

from msgspec import Struct

from ...byline import byline
from ...model import Block, BlockKind, Document, Edit, Flag
from .breaks import Break, breaks, may_break
from .whitespace import Layout, Words, runs, whitespace

#: Kinds whose text runs on in sentences; in a headline or a caption a missing space is no lost paragraph.
_RUNNING: Final[frozenset[BlockKind]] = frozenset({"paragraph", "quote", "item"})
_LAID_OUT: Final[frozenset[BlockKind]] = frozenset({"table", "code"})

#: What each rule finds, for people.
RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "control": "control characters, which show nothing",
        "direction": "marks of writing direction in a text that is written in one direction only",
        "glued-label": "a button's label with text right before or behind it: it becomes a line of its own",
        "hard-wrap": "the line end of a narrow page inside a paragraph: it becomes a space",
        "head.byline": "the word before the author's name, and the date behind it",
        "head.date": "a date line, once it has been read into the record's date",
        "head.repeated-title": "the headline a second time, with or without the outlet's name",
        "hyphenation": "a hyphen at a line end, in a word that stands whole elsewhere in the document",
        "line-break": "a line break of a web page inside a paragraph: it becomes a paragraph's end",
        "lost-break": "a sentence right behind another's full stop: a paragraph's end was lost there",
        "nbsp": "no-break, thin and wide spaces: they become plain ones",
        "soft-hyphen": "hyphens that show only where a line happens to end",
        "space-run": "several spaces or tabs in a row, and spaces at the ends of a paragraph",
        "zero-width": "signs without width where no letter needs them",
    }
)


class Spacing(Struct, frozen=True):
    """Says the edits that bring back lost breaks and normalise runs of white space and invisible characters."""

    name: ClassVar[str] = "spacing"

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        words, title = Words(document), _title(document)
        texts = [block.text for block in document.blocks]
        for block, text, found, may in zip(document.blocks, texts, runs(texts), may_break(texts), strict=True):
            if block.kind == "date" and document.date is not None:
                yield Edit(block.id, 0, len(text), "", "head.date", f"read as {document.date}")
                continue
            if block.kind == "title" and block.id != title:
                yield Edit(block.id, 0, len(text), "", "head.repeated-title")
                continue
            if block.kind == "byline":
                yield from _byline(block)
            spaced = whitespace(block, found, _layout(document, block), words) if found else []
            yield from spaced
            if block.kind not in _RUNNING:
                continue
            after = _once(text, spaced) if spaced else text
            if may_break([after])[0] if spaced else may:
                yield from _unspaced(block, spaced, breaks(after))


def _layout(document: Document, block: Block) -> Layout:
    """What a line end inside this block is: the width of a screen, a break the author made, or part of a table."""
    if block.kind in _LAID_OUT:
        return "kept"
    if document.media_type == "text/plain" or block.kind not in _RUNNING:
        return "wrapped"
    return "broken"


def _title(document: Document) -> int | None:
    """The block that gives the headline: of several the shortest, which has no outlet's name behind it."""
    titles = [b for b in document.blocks if b.kind == "title" and b.text]
    return min(titles, key=lambda b: (len(b.text), b.id)).id if titles else None


def _byline(block: Block) -> Iterator[Edit]:
    shown = block.text.strip()
    parts = byline(shown)
    if parts:
        start = block.text.index(shown)
        yield Edit(block.id, 0, start + parts.end("prefix"), "", "head.byline")
        if parts["tail"]:
            yield Edit(block.id, start + parts.start("tail"), len(block.text), "", "head.byline")


def _once(text: str, spaced: Sequence[Edit]) -> str:
    """The text once `spaced` is done."""
    done = [0, *(edit.end for edit in spaced)]
    pieces = [text[at : edit.start] + edit.put for at, edit in zip(done, spaced, strict=False)]
    return "".join(pieces) + text[done[-1] :]


def _unspaced(block: Block, spaced: Sequence[Edit], found: Iterable[Break]) -> Iterator[Edit]:
    """The breaks that were found in the text once `spaced` is done, told in the block's own positions."""
    places, shifts = [0], [0]
    for edit in spaced:
        places.append(edit.start - shifts[-1] + len(edit.put))
        shifts.append(edit.end - places[-1])
    for one in found:
        shift = shifts[bisect_right(places, one.start) - 1]
        yield Edit(block.id, one.start + shift, one.end + shift, "\n\n", one.rule)

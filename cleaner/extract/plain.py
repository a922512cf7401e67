"""Plain text becomes blocks: paragraphs, the headline where there is one, byline, date line and captions.

A text file has no markup to say which line is the headline; only its place and its shape do. Body text must never be
lifted out, so a line is taken for the head only where nothing that reads like an article stands before it and the
article follows. What the site put before the headline may be recognised as such only later (the strip stage does it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..byline import byline
from ..errors import DocumentError
from ..model import Block, BlockKind, Document, Page
from .captions import is_caption
from .datelines import dateline
from .headline import find_headline, is_prose, repeats
from .lines import UNSEEN, Paragraph, paragraphs


def read_plain(page: Page) -> Document:
    """The paragraphs of a text; gaps and texts, one after the other, are the text, character for character.

    Raises DocumentError `no-text` for a text that shows nothing.
    """
    text = page.markup
    found = paragraphs(text)
    if not found:
        raise DocumentError("extract", "no-text")
    kinds, day = _kinds([text[p.start : p.end].strip(UNSEEN) for p in found], found)
    blocks: list[Block] = []
    done = 0
    for p, kind in zip(found, kinds, strict=True):
        blocks.append(Block(len(blocks), text[p.start : p.end], kind, gap=text[done : p.start]))
        done = p.end
    if done < len(text):
        blocks.append(Block(len(blocks), "", gap=text[done:]))
    return Document(
        page.id, page.source, tuple(blocks), "plain", "text/plain", page.encoding, page.why, date=day, url=page.url
    )  # fmt: skip


_NEAR: Final = (
    12  # lines below the headline at most in which byline and date stand: buttons and captions are among them
)
_FEW_LINES: Final = 6  # in a text without a headline, the byline and the date stand among so many lines


def _kinds(texts: Sequence[str], found: Sequence[Paragraph]) -> tuple[list[BlockKind], str | None]:
    """The kind of every paragraph, and the date that the head tells."""
    kinds: list[BlockKind] = ["table" if p.table else "paragraph" for p in found]
    title, start = find_headline(texts, found)
    if title is not None:
        for i in range(start):
            if i == title or repeats(texts[i], texts[title]):
                kinds[i] = "title"
    day: str | None = None
    for i in _head_lines(texts, title, start):
        if "byline" not in kinds and (author := byline(texts[i])):
            kinds[i] = "byline"
            day = day or dateline(author["tail"])
        elif kinds[i] == "paragraph" and (told := dateline(texts[i])):
            kinds[i], day = "date", day or told
    for i, text in enumerate(texts):
        if kinds[i] == "paragraph" and is_caption(text):
            kinds[i] = "caption"
    return kinds, day


def _head_lines(texts: Sequence[str], title: int | None, start: int) -> Iterator[int]:
    """Where a byline and a date may stand: before the article, or, under a headline, also after its first sentence."""
    if title is None:
        if not any(is_prose(t) for t in texts[:start]):
            yield from range(min(start, _FEW_LINES))
        return
    yield from range(title + 1, min(start, title + 1 + _NEAR))
    yield from range(max(0, title - 2), title)
    yield from range(start + 1, min(start + 3, len(texts)))

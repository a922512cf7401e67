"""Asks trafilatura, a well-kept extractor, what our own reading of a page could not tell: its article, or its date.

It is slower than our own chooser, and has limits of depth and size of its own, so it is asked about pages that are
small enough for it, when our own chooser is unsure or when the recipe says so; its reader of dates (htmldate) when we
see no day of publication ourselves, on about one page in eight. Its memory of earlier pages (the duplicate filter)
stays off, and "today" is no bound: the same page must give the same answer every time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from ..model import BlockKind
from .chooser import Chosen
from .tree import collapse

#: Characters of markup, and tags, beyond which trafilatura is not asked.
MOST_MARKUP, MOST_TAGS = 3_000_000, 30_000


def ask_trafilatura(markup: str) -> list[Chosen] | None:
    """The article in reading order; None when there is none, or the page is too big."""
    if _too_big(markup):
        return None
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(markup, include_comments=False, deduplicate=False)
    body = getattr(found, "body", None)
    return list(_blocks(body)) if body is not None else None


def ask_date(markup: str, url: str | None) -> str | None:
    """The day of publication, ISO 8601, from what stands near the top of the page or in its address.

    Only marked places are searched (`extensive_search=False`): the first number in a footer is no date.
    """
    if _too_big(markup):
        return None
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    day: str | None = find_date(markup, extensive_search=False, original_date=True, url=url, max_date="2100-01-01")
    return day


def _too_big(markup: str) -> bool:
    return len(markup) > MOST_MARKUP or markup.count("<") > MOST_TAGS


_KINDS: dict[str, BlockKind] = {
    "head": "heading", "p": "paragraph", "item": "item", "quote": "quote", "row": "table", "code": "code",
    "ab": "heading",
}  # fmt: skip
_INLINE = frozenset({"hi", "ref", "del", "graphic", "lb"})


def _blocks(body: Any) -> Iterator[Chosen]:
    """Walk the tree without recursion: a block's own text first, then the blocks inside it, in reading order."""
    pieces: list[str] = []
    kinds: list[BlockKind] = ["paragraph"]
    queue: list[tuple[str, Any]] = [("open", body)]
    while queue:
        step, element = queue.pop()
        if step == "tail":
            pieces.append(element.tail or "")
            continue
        if step == "text":
            pieces.append(element)
            continue
        if step == "close":
            if _says(text := collapse("".join(pieces))):
                yield Chosen(kinds[-1], text, 0.0)
            pieces = []
            kinds.pop()
            continue
        tag = element.tag
        inside = kinds[-1] == "table" or tag in _INLINE or (tag == "code" and len(kinds) > 2)
        if tag == "lb":
            pieces.append("\n")
        elif tag == "cell" and pieces:
            pieces.append(" | ")
        if not inside or tag == "row":
            if _says(text := collapse("".join(pieces))):
                yield Chosen(kinds[-1], text, 0.0)
            pieces = []
            own = _KINDS.get(tag, "paragraph") if isinstance(tag, str) else "paragraph"
            kinds.append(kinds[-1] if own == "paragraph" and kinds[-1] in ("quote", "item") else own)
            queue.append(("close", element))
        pieces.append(element.text or "")
        for child in reversed(element):
            queue += [("tail", child), ("open", child)]


def _says(text: str) -> bool:
    return any(c.isalnum() for c in text)

"""Asks trafilatura, a well-kept extractor, what our own reading of a page could not tell: its article, or its date.

It is slower than our own chooser, and has limits of depth and size of its own, so it is asked about pages that are
small enough for it, when our own chooser is unsure or when the recipe says so. Its reader of dates (htmldate) is asked
when we see no day of publication ourselves, on about one page in eight, and only about the lines that hold a number
like a date: what it finds in scripts and comments of such pages is mostly the day when they were saved. Its memory of
earlier pages (the duplicate filter) stays off, and "today" is no bound: the same page must give the same answer every
time.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import Any

from ..model import BlockKind
from .chooser import Chosen
from .tree import Run, Tree, collapse, path

#: Characters of markup, and tags, beyond which trafilatura is not asked.
MOST_MARKUP, MOST_TAGS = 3_000_000, 30_000


def ask_trafilatura(markup: str, tree: Tree) -> list[Chosen] | None:
    """The article in reading order; None when there is none, or the page is too much for it."""
    if not tree.tame or len(markup) > MOST_MARKUP or markup.count("<") > MOST_TAGS:
        return None
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(markup, include_comments=False, deduplicate=False)
    body = getattr(found, "body", None)
    return list(_blocks(body)) if body is not None else None


def ask_date(tree: Tree) -> str | None:
    """The day of publication, ISO 8601, from the page's short lines and what their boxes are called.

    Only marked places are searched (`extensive_search=False`): the first number in a footer is no date.
    """
    dated = (run for run in tree.runs if len(run.text) <= _LONGEST_LINE and _DAY.search(run.text))
    lines = [f'<p class="{escape(_names(tree, run))}">{escape(run.text)}</p>' for run in islice(dated, _MOST_LINES)]
    if not lines:
        return None
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    page = f"<html><body>{''.join(lines)}</body></html>"
    day: str | None = find_date(page, extensive_search=False, original_date=True, max_date="2100-01-01")
    return day


_LONGEST_LINE, _MOST_LINES = 240, 100
#: A year alone is no day.
_DAY = re.compile(r"(?:19|20)\d\d(?:\D+\d|\d{4})|\d\D+(?:19|20)\d\d|\d[./-]\d{1,2}[./-]\d\d")


def _names(tree: Tree, run: Run) -> str:
    """What a run's inline tag, its box and the box around that are called."""
    return " ".join([run.inline, *(tree.names[box] for box in islice(path(tree.parents, run.box), 2))])


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

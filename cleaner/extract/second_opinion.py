"""Asks trafilatura, a well-kept extractor, what our own reading of a page could not tell: its article, or its date.

It is slower than our own chooser, and has limits of depth and size of its own, so it is asked about pages that are
small enough for it, when our own chooser is unsure or when the recipe says so. Its reader of dates (htmldate) is asked
when we see no day of publication ourselves, on about one page in eight, and only about the lines that hold a number
like a date: what it finds in scripts and comments of such pages is mostly the day when they were saved. Where no line
has what it goes by, as on more than half of these pages, it is not even loaded, which takes long. Its memory of
earlier pages (the duplicate filter) stays off, and "today" is no bound: the same page must give the same answer every
time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice
from typing import Any

from ..model import BlockKind
from ..patterns import regex
from .chooser import Chosen
from .tree import Run, Tree, collapse, path

#: Characters of markup, and tags, beyond which trafilatura is not asked.
MOST_MARKUP, MOST_TAGS = 3_000_000, 30_000


def ask_trafilatura(markup: str, tree: Tree) -> list[Chosen] | None:
    """The article in reading order; None when there is none, or the page is too much for it."""
    if not tree.tame or len(markup) > MOST_MARKUP or markup.count("<") > MOST_TAGS:
        return None
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(markup, include_comments=False, deduplicate=False)
    body = getattr(found, "body", None)
    return list(_blocks(body)) if body is not None else None


def ask_date(tree: Tree) -> str | None:
    """The day of publication, ISO 8601, from the page's short lines and what their boxes are called.

    Only marked places are searched (`extensive_search=False`): the first number in a footer is no date.
    """
    dated = (run for run in tree.runs if len(run[0]) <= _LONGEST_LINE and _DIGIT.search(run[0]) and _DAY.search(run[0]))
    lines = [(_names(tree, run), run.text) for run in islice(dated, _MOST_LINES)]
    return _find_date(lines) if any(_may_tell(names, text) for names, text in lines) else None


def _may_tell(names: str, text: str) -> bool:
    """Whether htmldate can find a day in such a line: if in no line, it need not be loaded."""
    return bool(_MARKED.search(names) or _SAID.search(text) or _SAID.search(names))


def _find_date(lines: Sequence[tuple[str, str]]) -> str | None:
    """What htmldate finds in lines, each with what its boxes are called."""
    import logging

    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    body = "".join([f'<p class="{escape(names)}">{escape(text)}</p>' for names, text in lines])
    page = f"<html><body>{body}</body></html>"
    day: str | None = find_date(page, extensive_search=False, original_date=True, max_date="2100-01-01")
    return day


_LONGEST_LINE, _MOST_LINES = 240, 100
_DIGIT = regex(r"\d")  # most lines have none, which is soon told
#: A year alone is no day.
_DAY = regex(r"(?:19|20)\d\d(?:\D+\d|\d{4})|\d\D+(?:19|20)\d\d|\d[./-]\d{1,2}[./-]\d\d")
#: What htmldate goes by: a box that is called such, or a day that is written so or comes after such a word.
_MARKED = regex(
    "[Dd]ate|[Dd]atum|[Mm]eta|time|publish|footer|info|post_detail|block-content|byline|subline|posted|submitted|"
    "created-post|publication|author|autor|field-content|fa-clock-o|fa-calendar|fecha|parution"
)
_SAID = regex(
    r"(?:199\d|20[0-3]\d)-[01]?\d-[0-3]?\d|\d[./]\d{1,2}[./]\d\d+ {0,9}(?:['’][dt]|tarihinde)"
    r'|(?:date[^0-9"]{0,20}|modified|published|posted|on|datum|stand|veröffentlicht am|lan?ma|len?me|tarihi)'
    r"[ :]{0,30}\d{1,4}[./]\d{1,2}[./]\d\d",
    re.I,
)


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

"""Plain text becomes blocks: paragraphs, the headline where there is one, byline, date line and captions."""

from __future__ import annotations

import re

from ..model import Block, Document, Page

_BLANK = re.compile(r"\s*\n\s*\n\s*|\s+\Z|\A\s+")


def read_plain(page: Page) -> Document:
    """The paragraphs of a text; what stood between them is kept in the gaps, so nothing of the input is lost."""
    blocks: list[Block] = []
    at, gap = 0, ""
    for blank in _BLANK.finditer(page.markup):
        if blank.start() > at:
            blocks.append(Block(len(blocks), page.markup[at : blank.start()], gap=gap))
            gap = ""
        gap, at = gap + blank[0], blank.end()
    blocks.append(Block(len(blocks), page.markup[at:], gap=gap))
    return Document(page.id, page.source, tuple(blocks), "plain", "text/plain", url=page.url)

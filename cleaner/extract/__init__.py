"""A page becomes a document: its blocks in reading order, which of them are the article, and the head.

HTML and plain text have a reader each; both give the same kind of document, and it says which extractor chose.
"""

from __future__ import annotations

from typing import Literal

from ..model import Document, Page

#: Who chooses which blocks of an HTML page are the article: our own model (with trafilatura where it finds next to
#: nothing), or trafilatura.
Extractor = Literal["blocks", "trafilatura"]


def extract(page: Page, extractor: Extractor = "blocks") -> Document:
    """The blocks and the head of a page. Raises DocumentError (`no-text`, `too-deep`)."""
    # Each reader brings patterns and a model of its own: not for a start-up that may only print help.
    if page.media_type == "text/plain":
        from .plain import read_plain

        return read_plain(page)
    from .html import read_html

    return read_html(page, extractor)

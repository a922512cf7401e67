"""A page becomes a document: its blocks in reading order, which of them are the article, and the head.

HTML and plain text have a reader each; both give the same kind of document, and it says which extractor chose.
"""

from __future__ import annotations

from typing import Literal

from ..model import Document, Page
from .html import read_html
from .plain import read_plain

#: Who chooses which blocks of an HTML page are the article.
Extractor = Literal["trafilatura"]


def extract(page: Page, extractor: Extractor = "trafilatura") -> Document:
    """The blocks and the head of a page. Raises DocumentError (`no-text`, `too-deep`)."""
    return read_html(page, extractor) if page.media_type == "text/html" else read_plain(page)

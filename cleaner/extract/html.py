"""HTML becomes blocks: what a reader would see of the article, paragraph by paragraph."""

from __future__ import annotations

from ..errors import DocumentError
from ..model import Block, Document, Page


def read_html(page: Page, extractor: str) -> Document:
    """The article of a web page. Raises DocumentError `no-text` or `too-deep`."""
    import trafilatura

    text = trafilatura.extract(page.markup, include_comments=False)
    if not text:
        raise DocumentError("extract", "no-text")
    blocks = tuple(Block(i, line) for i, line in enumerate(text.split("\n")))
    return Document(page.id, page.source, blocks, "trafilatura", "text/html", url=page.url)

"""HTML becomes blocks: what a reader would see of the article, paragraph by paragraph, with its head first.

The page is parsed and walked once (`tree`), asked about itself (`head`), and a chooser says which of its runs of text
are the article. The headline and the byline come first, as blocks, so that they are mended like the rest; where the
body repeats the headline it is left out, because the record has it already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import DocumentError
from ..model import Block, BlockKind, Document, Page
from .head import Head, read_head, words
from .second_opinion import ask_trafilatura
from .tree import Tree, read_tree, tame

Chosen = tuple[BlockKind, str, float]


def read_html(page: Page, extractor: str) -> Document:
    """The article of a web page. Raises DocumentError `no-text`."""
    markup = tame(page.markup)
    tree = read_tree(markup)
    head = read_head(tree, page.url)
    chosen = ask_trafilatura(markup)
    who = "trafilatura"
    if not chosen:
        chosen, who = list(_everything(tree)), "everything"
    if not chosen:
        raise DocumentError("extract", "no-text")
    return _document(page, head, [*_without_headline(chosen, head), *_captions(tree, chosen)], who)


def _document(page: Page, head: Head, chosen: Iterable[Chosen], who: str) -> Document:
    first: list[Chosen] = []
    if head.title:
        first.append(("title", head.title, 0.0))
    if head.byline:
        first.append(("byline", head.byline, 0.0))
    blocks = tuple(Block(i, text, kind, links) for i, (kind, text, links) in enumerate([*first, *chosen]))
    return Document(
        page.id, page.source, blocks, who, "text/html", page.encoding, page.why,
        date=head.date, site=head.site, url=head.url, language=head.language,
    )  # fmt: skip


_KINDS: dict[str, BlockKind] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "item", "dt": "item", "dd": "item", "td": "table", "th": "table", "pre": "code", "figcaption": "caption",
    "caption": "caption",
}  # fmt: skip
_ASIDE = frozenset({"nav", "footer", "aside", "header", "menu", "form", "dialog"})


def _kinds(tree: Tree) -> list[BlockKind]:
    """The kind of text in each box: its own tag's, or that of the box around it."""
    kinds: list[BlockKind] = []
    for tag, parent in zip(tree.tags, tree.parents, strict=True):
        around: BlockKind = kinds[parent] if parent >= 0 else "paragraph"
        own: BlockKind = "quote" if tag == "blockquote" else _KINDS.get(tag, "paragraph")
        kinds.append(around if own == "paragraph" and around != "heading" else own)
    return kinds


def _everything(tree: Tree) -> Iterator[Chosen]:
    """All text that does not stand in navigation; when that is nothing, all text."""
    kinds = _kinds(tree)
    aside: list[bool] = []
    for tag, parent in zip(tree.tags, tree.parents, strict=True):
        aside.append(tag in _ASIDE or (parent >= 0 and aside[parent]))
    body = [r for r in tree.runs if r.box < 0 or not aside[r.box]] or tree.runs
    for run in body:
        kind = kinds[run.box] if run.box >= 0 else "paragraph"
        yield kind, run.text, min(1.0, run.linked / len(run.text))


def _captions(tree: Tree, chosen: Iterable[Chosen]) -> Iterator[Chosen]:
    """Captions of the page's figures that the chooser has not given already."""
    have = {text for _, text, _ in chosen}
    kinds = _kinds(tree)
    for run in tree.runs:
        if run.box >= 0 and kinds[run.box] == "caption" and run.text not in have:
            have.add(run.text)
            yield "caption", run.text, min(1.0, run.linked / len(run.text))


#: The headline is repeated at the top, not in the middle: so many blocks of the body are looked at.
_TOP = 6


def _without_headline(chosen: list[Chosen], head: Head) -> Iterator[Chosen]:
    title = words(head.title) if head.title else None
    for place, block in enumerate(chosen):
        if title and place < _TOP and words(block[1]) == title:
            continue
        yield block

"""HTML becomes blocks: what a reader would see of the article, paragraph by paragraph, with its head first.

The page is parsed and walked once (`tree`), asked about itself (`head`), and a chooser says which of its runs of text
are the article. The headline and the byline come first, as blocks, so that they are mended like the rest; where the
body repeats the headline it is left out, because the record has it already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import DocumentError
from ..model import Block, Document, Page
from ._kinds import kind_of_run
from .chooser import SHORT, TOP, Chosen, built_in, choose, judge
from .head import Head, read_head, repeats_head
from .second_opinion import ask_date, ask_trafilatura
from .tree import Tree, read_tree
from .visible_date import visible_date


def read_html(page: Page, extractor: str) -> Document:
    """The article of a web page; `extractor` is "blocks" or "trafilatura". Raises DocumentError `no-text`."""
    tree = read_tree(page.markup)
    head = read_head(tree, page.url)
    if any(any(map(str.isalnum, run.text)) for run in tree.runs):
        by = _by_blocks if extractor == "blocks" else _by_trafilatura
        chosen, who = by(page.markup, tree, head)
    elif head.article:  # a script draws the page
        chosen, who = _as_told(head), "json-ld"
    else:
        raise DocumentError("extract", "no-text")
    date = head.date or visible_date(tree, head.title) or ask_date(tree)
    first = [Chosen("title", head.title, 0.0)] if head.title else []
    first += [Chosen("byline", head.byline, 0.0)] if head.byline else []
    blocks = tuple(Block(i, c.text, c.kind, c.links) for i, c in enumerate([*first, *chosen]))
    return Document(
        page.id, page.source, blocks, who, "text/html", page.encoding, page.why,
        date=date, site=head.site, url=head.url, language=head.language,
    )  # fmt: skip


def _by_blocks(markup: str, tree: Tree, head: Head) -> tuple[list[Chosen], str]:
    """Our own choice; where that is next to nothing, the body in JSON-LD, or trafilatura's when it is clearly more."""
    scores = judge(tree, head, built_in())
    chosen, sure = choose(tree, head, scores)
    if sure:
        return chosen, "blocks"
    told = _as_told(head)
    if _size(told) > _CLEARLY * max(_size(chosen), SHORT):
        return told, "json-ld"
    if max(scores, default=0.0) < DOUBT:
        second = _without_head(ask_trafilatura(markup, tree) or (), head)
        if _size(second) > _CLEARLY * _size(chosen):
            return second, "blocks+trafilatura"
    return (chosen, "blocks") if chosen else (_everything(tree), "everything")


def _as_told(head: Head) -> list[Chosen]:
    """The article as JSON-LD has it."""
    return [Chosen("paragraph", text, 0.0) for text in head.article]


_CLEARLY = 1.5
#: Where nothing short is judged better than this either, the chooser has not understood the page.
DOUBT = 0.5


def _by_trafilatura(markup: str, tree: Tree, head: Head) -> tuple[list[Chosen], str]:
    chosen = _without_head(ask_trafilatura(markup, tree) or (), head)
    if not chosen:
        return _everything(tree), "everything"
    return [*chosen, *_captions(tree, {c.text for c in chosen})], "trafilatura"


def _size(chosen: Iterable[Chosen]) -> int:
    return sum(len(c.text) for c in chosen if c.kind != "caption")


_ASIDE = frozenset({"nav", "footer", "aside", "header", "menu", "form", "dialog"})


def _stands_aside(tree: Tree) -> list[bool]:
    """For each box, whether it is or stands in navigation and the like."""
    aside: list[bool] = []
    for tag, parent in zip(tree.tags, tree.parents, strict=True):
        aside.append(tag in _ASIDE or (parent >= 0 and aside[parent]))
    return aside


def _everything(tree: Tree) -> list[Chosen]:
    """All text that does not stand in navigation; when that is nothing, all text."""
    aside = _stands_aside(tree)
    wanted = [i for i, r in enumerate(tree.runs) if r.box < 0 or not aside[r.box]] or range(len(tree.runs))
    return [_chosen(tree, i) for i in wanted]


def _captions(tree: Tree, known: set[str]) -> Iterator[Chosen]:
    """Captions of the page's figures that the chooser has not given."""
    aside = _stands_aside(tree)
    for i, run in enumerate(tree.runs):
        if run.box >= 0 and not aside[run.box] and run.text not in known and kind_of_run(tree, i) == "caption":
            known.add(run.text)
            yield _chosen(tree, i)


def _chosen(tree: Tree, index: int) -> Chosen:
    run = tree.runs[index]
    return Chosen(kind_of_run(tree, index), run.text, min(1.0, run.linked / len(run.text)))


def _without_head(blocks: Iterable[Chosen], head: Head) -> list[Chosen]:
    return [b for i, b in enumerate(blocks) if i >= TOP or not repeats_head(b.text, head)]

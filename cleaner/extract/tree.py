"""Reads the markup of a web page once, and keeps what a reader would see: runs of text, and the boxes they stand in.

A page is tags around text. One pass over the markup (`_walk`, compiled) gives the runs (a run is what stands between
two block-level tags), the boxes (block-level elements, each knowing the box around it), and what the page says of
itself in `<meta>`, `<time>` and JSON-LD. Everything later (the head, the choice of blocks) works on these flat lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ._walk import is_collapsed, walk


class Run(NamedTuple):
    """A run of text: its box, how many of its characters are links, how many links, names of its first inline tag."""

    text: str
    box: int
    linked: int
    links: int
    inline: str


class Tree(NamedTuple):
    """What one walk over a page brings home.

    The boxes are parallel lists: tag, box around it, class and id words, whether it is hidden, and its runs at any
    depth, which follow each other: the number of its first and of the one after its last. Boxes without text are none.
    `metas` are names, in small letters, and what is said under them, of the page's canonical address too.
    `tame` is False for a page that other parsers cannot bear: hundreds of levels, thousands of attributes.
    """

    runs: list[Run]
    tags: list[str]
    parents: list[int]
    names: list[str]
    hidden: list[bool]
    starts: list[int]
    ends: list[int]
    times: list[dict[str, str | None]]
    authors: list[str]
    metas: list[tuple[str, str]]
    json_ld: list[str]
    title: str
    language: str | None
    tame: bool


def collapse(text: str) -> str:
    """One line, single spaces. NBSP and C1 controls stay: they may be half of a damaged letter."""
    if is_collapsed(text):
        return text
    if text.isascii():
        return " ".join(text.split())
    return b" ".join(text.encode("utf-8", "surrogatepass").split()).decode("utf-8", "surrogatepass")


def read_tree(markup: str) -> Tree:
    """Read a page. Never raises; time and memory are linear in the markup.

    Menus and the page's footer are passed by; where little is left without them, they are read too. A page that a
    script draws may hold its text for readers without scripts: it is read where there is little else.
    """
    fields, seen, passed = walk(markup, Run, True)
    if seen < LITTLE and passed:
        fields, seen, _ = walk(markup, Run, False)
    if seen < LITTLE and "<noscript" in markup.lower():
        unscripted, more, _ = walk(markup, Run, False, scripted=False)
        fields = unscripted if more >= LITTLE else fields
    tree = Tree(*fields)
    return tree._replace(authors=list(map(collapse, tree.authors)), title=collapse(tree.title))


#: A page with less text than this is read again, everywhere.
LITTLE = 600


def path(parents: list[int], box: int) -> Iterator[int]:
    """A box and the boxes around it, from the inside out."""
    while box >= 0:
        yield box
        box = parents[box]

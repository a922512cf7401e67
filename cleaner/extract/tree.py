"""Reads the markup of a web page once, and keeps what a reader would see: runs of text, and the boxes they stand in.

A page is tags around text. One walk over the parsed tree gives the runs (a run is what stands between two block-level
tags), the boxes (block-level elements, each knowing the box around it), and what the page says of itself in `<meta>`,
`<time>` and JSON-LD. Everything later (the head, the choice of blocks) works on these flat lists, so the cost of a
page is one parse and one walk. Parsing is lexbor's (through selectolax): the HTML standard's own algorithm, in C.

That algorithm is super-linear in three places: attributes of one tag, depth, and formatting tags that are never
closed. `tame` looks for them first, in linear time, and takes the offending tags away; their text stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from selectolax.lexbor import LexborHTMLParser, LexborNode


def named(tags: str) -> frozenset[str]:
    """The tags of a line of text."""
    return frozenset(tags.split())


BLOCK = named(
    "address article aside blockquote body center caption dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
#: Never seen as text by a reader.
UNSEEN = named(
    "applet audio button canvas datalist embed frame frameset iframe img input link map math meta noscript "
    "object option optgroup select script source style svg template textarea track video wbr"
)
#: Their attributes say nothing that is used; not asking for them is a third of the cost of a walk.
PLAIN = named("b i em strong u s sup sub small big tt code q abbr br hr")


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
    metas: list[dict[str, str | None]]
    json_ld: list[str]
    title: str
    language: str | None


def collapse(text: str) -> str:
    """One line, single spaces. NBSP and C1 controls stay: they may be half of a damaged letter."""
    if text.isascii():
        return " ".join(text.split())
    return b" ".join(text.encode("utf-8", "surrogatepass").split()).decode("utf-8", "surrogatepass")


#: Inline boxes that open only under the mouse or are read aloud only: cards with a person's other stories, hints.
_FLOATS = re.compile(
    r"tool-?tip|rollover-\w+-block|hover-?card|popover|\bsr-only|screen-?reader|visually-?hidden|element-invisible",
    re.I,
)


@lru_cache(maxsize=10_000)
def _floats(names: str | None) -> bool:
    return names is not None and _FLOATS.search(names) is not None


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def read_tree(markup: str | bytes) -> Tree:
    """Parse and walk a page. Never raises; time and memory are linear in markup that `tame` has seen.

    Menus and the page's footer are passed by; where little is left without them, they are read too.
    """
    parser = LexborHTMLParser(_as_bytes(markup) if isinstance(markup, str) else markup)
    tree = _bare(parser)
    _walk(parser, _kinds(True), tree)
    if sum([len(run.text) for run in tree.runs]) < LITTLE:
        tree = _bare(parser)
        _walk(parser, _kinds(False), tree)
    return tree


#: A page with less text than this is walked again, everywhere.
LITTLE = 600


def _walk(parser: LexborHTMLParser, kind_of: Mapping[int, int], tree: Tree) -> None:
    """The one walk. Long, because a call a node would double its cost; read it as three cases: text, open, close."""
    runs, tags, parents, ends = tree.runs, tree.tags, tree.parents, tree.ends
    by_author = parser.css_first(_AUTHOR) is not None
    pieces: list[str] = []
    linked = links = in_link = breaks = 0
    inline: LexborNode | None = None
    box = -1
    textless: list[LexborNode] = []  # of the open boxes those without text so far: the innermost ones
    stack: list[LexborNode] = []  # what is open, and its kind
    kinds: list[int] = []
    node: LexborNode | None = parser.root
    while node is not None:
        kind = kind_of.get(node.tag_id, _OTHER)
        child: LexborNode | None = None
        if kind == _TEXT:
            text = node.text_content or ""
            if not text.isspace():
                pieces.append(text)
                breaks = 0
                if in_link:
                    linked += len(text)
            elif pieces:
                pieces.append(text)
        elif kind == _BOX:
            if pieces:
                box = _end_run(pieces, box, linked, links, inline, textless, tree)
            linked = links = breaks = 0
            inline = None
            child = node.first_child
            if child is not None:
                textless.append(node)
        elif kind == _LINK:
            links += 1
            if by_author:
                _note_author(node, tree)
            if inline is None and not pieces:
                inline = node
            child = node.first_child
            if child is not None:
                in_link += 1
        elif kind == _PLAIN:
            child = node.first_child
        elif kind >= _OTHER:
            child = node.first_child
            attributes = node.attributes
            if attributes:
                if kind == _TIME:
                    tree.times.append(attributes)
                elif by_author:
                    _note_author(node, tree)
                if child is not None:
                    if _is_hidden(attributes) or _floats(attributes.get("class")):
                        child = None
                    elif inline is None and not pieces:
                        inline = node
        elif kind == _BREAK:
            breaks += 1
            if breaks == 2:  # two line breaks are how a careless page ends a paragraph
                if pieces:
                    box = _end_run(pieces, box, linked, links, inline, textless, tree)
                linked = links = 0
                inline = None
            elif pieces:
                pieces.append("\n")
        elif kind != _SILENT:
            if pieces:
                box = _end_run(pieces, box, linked, links, inline, textless, tree)
            linked = links = breaks = 0
            inline = None
            if kind == _FOOTER and _holds_text(textless, tags, parents, box):
                child = node.first_child
                if child is not None:
                    textless.append(node)
                    kind = _BOX
        if child is not None:
            stack.append(node)
            kinds.append(kind)
            node = child
            continue
        node = node.next
        while node is None and stack:
            kind = kinds.pop()
            if kind == _BOX:
                if pieces:
                    box = _end_run(pieces, box, linked, links, inline, textless, tree)
                linked = links = breaks = 0
                inline = None
                if textless:
                    textless.pop()
                else:
                    ends[box] = len(runs)
                    box = parents[box]
            elif kind == _LINK:
                in_link -= 1
            node = stack.pop().next
    if pieces:
        _end_run(pieces, box, linked, links, inline, textless, tree)


def _end_run(
    pieces: list[str], box: int, linked: int, links: int, inline: LexborNode | None, textless: list[LexborNode],
    tree: Tree,
) -> int:  # fmt: skip
    """Note a run, and the boxes around it if this is their first; the box it stands in.

    What an element says of itself costs more than the way to it, so it is asked here: most boxes hold no text.
    """
    text = collapse("".join(pieces))
    pieces.clear()
    if not text:
        return box
    runs, tags, parents, names, hidden, starts, ends = tree[:7]
    if textless:
        for opened in textless:
            attributes = opened.attributes
            parents.append(box)
            box = len(tags)
            tags.append(opened.tag or "")
            names.append(_named(attributes) if attributes else " ")
            starts.append(len(runs))
            ends.append(0)
            hidden.append(("style" in attributes or "hidden" in attributes) and _is_hidden(attributes))
        textless.clear()
    around = _named(inline.attributes) if inline is not None else ""
    runs.append(Run(text, box, min(linked, len(text)), links, around))
    return box


_TEXT, _BOX, _LINK, _PLAIN, _BREAK, _SILENT, _MENU, _FOOTER, _OTHER, _TIME = range(10)


@cache
def _kinds(passing_by: bool) -> Mapping[int, int]:
    """What a tag means to the walk, by lexbor's number of the tag, which is quicker to have than its name."""
    parser = LexborHTMLParser("<p>.<!-- -->")
    named = dict.fromkeys(UNSEEN, _SILENT) | dict.fromkeys(BLOCK, _BOX) | dict.fromkeys(PLAIN, _PLAIN)
    named |= {"head": _SILENT, "a": _LINK, "br": _BREAK, "time": _TIME}
    if passing_by:
        named |= {"nav": _MENU, "menu": _MENU, "dialog": _MENU, "footer": _FOOTER}
    kinds = {parser.create_node(tag).tag_id: kind for tag, kind in named.items()}
    _, text, comment = (node.tag_id for node in parser.css("p")[0].traverse(include_text=True))
    return kinds | {text: _TEXT, comment: _SILENT}


def _named(attributes: Mapping[str, str | None]) -> str:
    """Class and id words."""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"


def _holds_text(opened: Iterable[LexborNode], tags: list[str], parents: list[int], box: int) -> bool:
    """Whether an article or the like is open around a place."""
    return any(node.tag in _HOLDING for node in opened) or any(tags[at] in _HOLDING for at in path(parents, box))


_HOLDING = frozenset({"article", "main", "blockquote", "figure"})


def path(parents: list[int], box: int) -> Iterator[int]:
    """A box and the boxes around it, from the inside out."""
    while box >= 0:
        yield box
        box = parents[box]


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _HIDDEN.search(style) is not None)


JSON_LD = "application/ld+json"
_ASIDES = f'meta,script[type="{JSON_LD}"],link[rel="canonical"]'


def _bare(parser: LexborHTMLParser) -> Tree:
    """A tree with what no reader sees but a program may want; lexbor finds that faster than a walk comes across it."""
    metas: list[dict[str, str | None]] = []
    json_ld: list[str] = []
    for node in parser.css(_ASIDES):
        if node.tag == "script":
            json_ld.append(node.text() or "")
        elif node.tag == "link":
            metas.append({"property": "canonical", "content": node.attributes.get("href")})
        else:
            metas.append(node.attributes)
    head, root = parser.head, parser.root
    title = head.css_first("title") if head is not None else None
    attributes = root.attributes if root is not None else {}
    language = attributes.get("lang") or attributes.get("xml:lang")
    heading = collapse(title.text()) if title is not None else ""
    return Tree([], [], [], [], [], [], [], [], [], metas, json_ld, heading, language)


_AUTHOR = '[rel="author"],[itemprop="author"]'
_MOST_AUTHORS = 20


def _note_author(node: LexborNode, tree: Tree) -> None:
    attributes = node.attributes
    if "author" in (attributes.get("rel"), attributes.get("itemprop")) and len(tree.authors) < _MOST_AUTHORS:
        tree.authors.append(collapse(node.text()))


#: Open formatting tags are opened again in every paragraph that follows: this many may be open at the end of the page.
MOST_FORMATS = 100
MOST_DEPTH = 512
MOST_ATTRIBUTES = 2_000
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>?")
_FORMATS = named("a b big code em font i nobr s small strike strong tt u")
_UNNESTED = named(
    "p li dt dd option tr td th tbody thead tfoot area base br col hr img input link meta param source track wbr "
    "embed html head body"
)


def tame(markup: str) -> bytes:
    """The markup, as UTF-8, without what would make the parser's time grow faster than the page; text is never taken.

    A tag with thousands of attributes loses them; a page nested hundreds deep, or with a hundred formatting tags left
    open, loses every tag that is not a paragraph's.
    """
    if _has_long_stretch(markup):
        markup = _WHOLE_TAG.sub(_with_few_attributes, markup)
    page = _as_bytes(markup)
    seen = np.frombuffer(page, dtype=np.uint8)
    tags = np.flatnonzero(seen[:-1] == _LESS_THAN)
    left_open = len(tags) - 2 * np.count_nonzero(seen[tags + 1] == _SLASH)
    if len(tags) > 10_000 or (left_open > 600 and left_open - sum(map(page.count, _ALONE)) > 300):
        return _as_bytes(_flat(markup)) if _too_deep(markup) else page
    return page


def _as_bytes(markup: str) -> bytes:
    try:
        return markup.encode()
    except UnicodeEncodeError:  # lone surrogates: no byte form
        return _SURROGATES.sub("\ufffd", markup).encode()


_LESS_THAN, _SLASH = b"</"
_SURROGATES = re.compile(f"[{chr(0xD800)}-{chr(0xDFFF)}]")
_ROOMY = 60_000
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_ALONE = (b"<!--", b"<br", b"<img", b"<meta", b"<link", b"<input", b"<hr", b"<path", b"<source")


def _has_long_stretch(markup: str) -> bool:
    """Whether so much stands between two angle brackets that it may be a tag of thousands of attributes."""
    step = _ROOMY // 2  # a stretch of `_ROOMY` characters covers a whole step
    return any(
        markup.find("<", at, at + step) < 0 and markup.find(">", at, at + step) < 0
        for at in range(0, len(markup) - step, step)
    )


def _with_few_attributes(tag: re.Match[str]) -> str:
    if len(tag[0]) < _ROOMY or len(tag[0].split(None, MOST_ATTRIBUTES)) < MOST_ATTRIBUTES:
        return tag[0]
    name = _TAG.match(tag[0])
    return name[0] if name is not None else tag[0]


def _too_deep(markup: str) -> bool:
    depth: dict[str, int] = {}
    total = formats = 0
    for tag in _TAG.finditer(markup):
        closing, name = tag.groups()
        name = name.lower()
        if name in _UNNESTED:
            continue
        open_now = depth.get(name, 0)
        if not closing:
            depth[name] = open_now + 1
            total += 1
            if name in _FORMATS:
                formats += 1
                if formats > MOST_FORMATS:
                    return True
            if total > MOST_DEPTH:
                return True
        elif open_now:
            depth[name] = open_now - 1
            total -= 1
            if name in _FORMATS:
                formats -= 1
    return False


def _flat(markup: str) -> str:
    def mark(tag: re.Match[str]) -> str:
        name = _TAG.match(tag[0])
        return tag[0] if name is not None and name[2].lower() in _KEPT_FLAT else " <p>"

    return _ANY_TAG.sub(mark, markup)


_KEPT_FLAT = named("script style title meta p h1 h2 h3 li head body html")

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
from collections.abc import Iterator
from typing import NamedTuple

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
    "-comment applet audio button canvas datalist embed frame frameset iframe img input link map math meta noscript "
    "object option optgroup select script source style svg template textarea track video wbr"
)
#: Their attributes say nothing that is used; not asking for them is a third of the cost of a walk.
PLAIN = named("b i em strong u s sup sub small big tt code q abbr br hr")


class Run(NamedTuple):
    """A run of text: its box, how many of its characters are links and how many bold, the inline tag around it."""

    text: str
    box: int
    linked: int
    links: int
    inline: str
    image: bool


class Tree(NamedTuple):
    """What one walk over a page brings home. `boxes` are parallel lists: tag, box around it, class and id words."""

    runs: list[Run]
    tags: list[str]
    parents: list[int]
    names: list[str]
    hidden: list[bool]
    metas: list[dict[str, str | None]]
    json_ld: list[str]
    times: list[tuple[dict[str, str | None], int]]
    authors: list[str]
    title: str
    language: str | None


def collapse(text: str) -> str:
    """One line, single spaces. NBSP and C1 controls stay: they may be half of a damaged letter."""
    return " ".join(text.split()) if text.isascii() else _BLANKS.sub(" ", text).strip(" ")


_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
#: Inline boxes that open only under the mouse or are read aloud only: cards with a person's other stories, hints.
_FLOATS = re.compile(
    r"tool-?tip|rollover-\w+-block|hover-?card|popover|\bsr-only|screen-?reader|visually-?hidden|element-invisible",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def read_tree(markup: str) -> Tree:
    """Parse and walk a page. Never raises; time and memory are linear in markup that `tame` has seen.

    Menus and the page's footer are not walked, which saves a third of the time; where little is left without them,
    they are.
    """
    try:
        parser = LexborHTMLParser(markup)
    except UnicodeEncodeError:  # lone surrogates: no byte form
        parser = LexborHTMLParser(_SURROGATES.sub("\ufffd", markup))
    tree = _walk(parser, _PASSED_BY)
    return tree if sum(len(r.text) for r in tree.runs) >= LITTLE else _walk(parser, frozenset())


#: Tags that are passed by; a footer only where it is the page's own.
_PASSED_BY = frozenset({"nav", "menu", "dialog", "footer"})
_HOLDS_TEXT = frozenset({"article", "main", "blockquote", "figure"})
#: A page with less text than this is walked again, everywhere.
LITTLE = 600
_SURROGATES = re.compile("[\ud800-\udfff]")


def _walk(parser: LexborHTMLParser, passed_by: frozenset[str]) -> Tree:
    """The one walk. Long, because a call a node would double its cost; read it as three cases: text, open, close."""
    tree = Tree([], [], [], [], [], [], [], [], [], *_head(parser))
    runs, tags, parents, names, hidden = tree.runs, tree.tags, tree.parents, tree.names, tree.hidden
    pieces: list[str] = []
    linked = links = in_link = breaks = 0
    inline, image, box = "", False, -1
    starts: list[int] = []  # how many runs there were when each open box opened
    stack: list[tuple[LexborNode, int]] = []  # what is open: the node, and what closing it must do

    def flush() -> None:
        nonlocal pieces, linked, links, inline, image, breaks
        if pieces:
            text = collapse("".join(pieces))
            if text:
                runs.append(Run(text, box, min(linked, len(text)), links, inline, image))
                image = False
            pieces = []
        linked = links = breaks = 0
        inline = ""

    node: LexborNode | None = parser.root
    while node is not None:
        tag = node.tag
        closing = _NOTHING
        enter = True
        if tag == "-text":
            enter = False
            text = node.text_content or ""
            if not text.isspace():
                pieces.append(text)
                breaks = 0
                if in_link:
                    linked += len(text)
            elif pieces:
                pieces.append(text)
        elif tag in passed_by and (tag != "footer" or not any(tags[at] in _HOLDS_TEXT for at in _path(parents, box))):
            flush()
            enter = False
        elif tag in BLOCK:
            flush()
            attributes = node.attributes
            parents.append(box)
            starts.append(len(runs))
            box = len(tags)
            tags.append(tag or "")
            names.append(f"{attributes.get('class') or ''} {attributes.get('id') or ''}" if attributes else " ")
            hidden.append(("style" in attributes or "hidden" in attributes) and _is_hidden(attributes))
            closing = _BOX
        elif tag in UNSEEN:
            enter = False
            if tag == "meta":
                tree.metas.append(node.attributes)
            elif tag == "img":
                image = True
            elif tag == "script" and node.attributes.get("type") == JSON_LD:
                tree.json_ld.append(node.text() or "")
        elif tag == "a":
            in_link += 1
            links += 1
            closing = _LINK
            attributes = node.attributes
            if _names_author(attributes) and len(tree.authors) < _MOST_AUTHORS:
                tree.authors.append(collapse(node.text()))
            if not inline and not pieces:
                inline = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        elif tag == "br":
            enter = False
            breaks += 1
            if breaks == 2:  # two line breaks are how a careless page ends a paragraph
                flush()
                breaks = 2
            elif pieces:
                pieces.append("\n")
        elif tag == "head":
            enter = False
            _read_head(node, tree)
        elif tag not in PLAIN:
            attributes = node.attributes
            if attributes:
                if tag == "time":
                    tree.times.append((attributes, len(runs)))
                elif _names_author(attributes) and len(tree.authors) < _MOST_AUTHORS:
                    tree.authors.append(collapse(node.text()))
                if _is_hidden(attributes) or _FLOATS.search(attributes.get("class") or ""):
                    enter = False
                elif not inline and not pieces:
                    inline = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if enter and (child := node.first_child) is not None:
            stack.append((node, closing))
            node = child
            continue
        after = node
        while True:
            if closing == _BOX:
                flush()
                around = parents[box]
                if starts.pop() == len(runs):  # no text in it: forget it (what stood inside is forgotten already)
                    tags.pop(), parents.pop(), names.pop(), hidden.pop()
                box = around
            elif closing == _LINK:
                in_link -= 1
            node = after.next
            if node is not None or not stack:
                break
            after, closing = stack.pop()
    flush()
    return tree


_NOTHING, _BOX, _LINK = range(3)


def _path(parents: list[int], box: int) -> Iterator[int]:
    """A box and the boxes around it, from the inside out."""
    while box >= 0:
        yield box
        box = parents[box]


_MOST_AUTHORS = 20


def _names_author(attributes: dict[str, str | None]) -> bool:
    return attributes.get("rel") == "author" or attributes.get("itemprop") == "author"


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _HIDDEN.search(style) is not None)


def _head(parser: LexborHTMLParser) -> tuple[str, str | None]:
    """Title element and language attribute."""
    head, root = parser.head, parser.root
    title = head.css_first("title") if head is not None else None
    attributes = root.attributes if root is not None else {}
    return collapse(title.text()) if title is not None else "", attributes.get("lang") or attributes.get("xml:lang")


def _read_head(head: LexborNode, tree: Tree) -> None:
    for node in head.css("meta, script, link"):
        attributes = node.attributes
        if node.tag == "meta":
            tree.metas.append(attributes)
        elif node.tag == "script" and attributes.get("type") == JSON_LD:
            tree.json_ld.append(node.text() or "")
        elif node.tag == "link" and attributes.get("rel") == "canonical":
            tree.metas.append({"property": "canonical", "content": attributes.get("href")})


JSON_LD = "application/ld+json"
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


def tame(markup: str) -> str:
    """The markup without what would make the parser's time grow faster than the page; text is never taken.

    A tag with thousands of attributes loses them; a page nested hundreds deep, or with a hundred formatting tags left
    open, loses every tag that is not a paragraph's.
    """
    if _has_long_stretch(markup):
        markup = _WHOLE_TAG.sub(_with_few_attributes, markup)
    opened = markup.count("<")
    left_open = opened - 2 * markup.count("</")
    if opened > 10_000 or (left_open > 600 and left_open - sum(map(markup.count, _ALONE)) > 300):
        return _flat(markup) if _too_deep(markup) else markup
    return markup


_ROOMY = 60_000
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_ALONE = ("<!--", "<br", "<img", "<meta", "<link", "<input", "<hr", "<path", "<source")


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
        name = tag[2].lower()
        if name in _UNNESTED:
            continue
        is_format = name in _FORMATS
        if not tag[1]:
            depth[name] = depth.get(name, 0) + 1
            total += 1
            formats += is_format
        elif depth.get(name, 0):
            depth[name] -= 1
            total -= 1
            formats -= is_format
        if total > MOST_DEPTH or formats > MOST_FORMATS:
            return True
    return False


def _flat(markup: str) -> str:
    def mark(tag: re.Match[str]) -> str:
        name = _TAG.match(tag[0])
        return tag[0] if name is not None and name[2].lower() in _KEPT_FLAT else " <p>"

    return _ANY_TAG.sub(mark, markup)


_KEPT_FLAT = named("script style title meta p h1 h2 h3 li head body html")

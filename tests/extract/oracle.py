"""What a reader sees of a page, told the long way: from the nodes that lexbor makes, the standard's parser in C."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.extract.tags import BLOCK, UNSEEN
from cleaner.extract.tree import collapse

#: A run of text, and the tags of the boxes around it, the outermost first.
Seen = tuple[str, list[str]]


def seen(markup: str) -> list[Seen]:
    """The runs of a page without menus, and without inline boxes that hide or float."""
    runs: list[Seen] = []
    pieces: list[str] = []
    boxes: list[str] = []
    breaks = 0

    def end() -> None:
        nonlocal breaks
        if text := collapse("".join(pieces)):
            runs.append((text, list(boxes)))
        pieces.clear()
        breaks = 0

    def walk(node: LexborNode) -> None:
        nonlocal breaks
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if pieces or not text.isspace():
                pieces.append(text)
            if not text.isspace():
                breaks = 0
        elif tag == "br":
            if breaks:
                end()
                breaks = 2
            elif pieces:
                pieces.append("\n")
                breaks = 1
            else:
                breaks = 1
        elif tag not in UNSEEN and tag not in ("head", "-comment"):
            if tag in BLOCK:
                end()
                boxes.append(tag)
            for child in node.iter(include_text=True):
                walk(child)
            if tag in BLOCK:
                end()
                boxes.pop()

    root = LexborHTMLParser(markup).root
    if root is not None:
        walk(root)
    return runs

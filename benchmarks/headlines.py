"""How often the headline of a plain text is found: pages whose headline is known, written out as text in five ways.

usage: python benchmarks/headlines.py BENCH

The headline is the one that the page's markup tells; pages whose text does not show it are left out. Each is written
as the article's blocks below the headline, the same without it, the whole page line by line, the whole page with the
window's title above, and the page below the headline and a blank line.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.errors import DocumentError
from cleaner.extract.html import read_html
from cleaner.extract.plain import read_plain
from cleaner.extract.tags import BLOCK
from cleaner.model import Page

SETS: Final = ("aeb", "fundus", "traf", "daniel")
UNSEEN: Final = ["script", "style", "noscript", "template", "head"]


def folded(line: str) -> str:
    return " ".join(line.split()).casefold()


def title_of(blocks: Iterator[tuple[str, str]]) -> str:
    return next((text for kind, text in blocks if kind == "title"), "")


def lines_of(markup: str) -> list[str]:
    """The page as a browser's "select all" gives it, block by block."""
    parser = LexborHTMLParser(markup)
    parser.strip_tags(UNSEEN)
    lines = [""]
    for node in parser.root.traverse(include_text=True) if parser.root is not None else ():
        if node.tag in BLOCK or node.tag == "br":
            lines.append("")
        elif node.tag == "-text":
            lines[-1] += node.text_content or ""
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def texts(row: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """A way of writing the page, the headline, the text."""
    page = Page("", "", row["html"], "utf-8", "declared", "text/html", row.get("url"))
    try:
        blocks = [(b.kind, b.text) for b in read_html(page, "blocks").blocks]
    except DocumentError:
        return
    title, lines = title_of(iter(blocks)), lines_of(row["html"])
    if not title or folded(title) not in map(folded, lines):
        return
    article = [text for _, text in blocks if folded(text) != folded(title)]
    if not article:
        return
    yield "headline, article", title, "\n\n".join([title, *article])
    yield "article alone", "", "\n\n".join(article)
    yield "page", title, "\n".join(lines)
    yield "window title, page", title, "\n".join([f"{title} - {row['domain']}", *lines])
    rest = [line for line in lines if folded(line) != folded(title)]
    yield "headline, rest of the page", title, f"{title}\n\n" + "\n".join(rest)


def main(bench: Path) -> None:
    told: dict[str, Counter[str]] = {}
    for name in SETS:
        with lzma.open(bench / "html" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                for way, title, text in texts(row):
                    document = read_plain(Page("", "", text, "utf-8", "declared", "text/plain"))
                    found = folded(title_of((b.kind, b.text) for b in document.blocks))
                    right = found == folded(title) or (way.startswith("window") and found.startswith(folded(title)))
                    told.setdefault(way, Counter())["right" if right else "wrong" if found else "none"] += 1
    for way, counts in told.items():
        print(f"{way:28}", *(f"{what} {counts[what]:5}" for what in ("right", "none", "wrong")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

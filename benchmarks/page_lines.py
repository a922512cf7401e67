"""Turns saved pages with a known article into lines of text that say whether they are article or boilerplate.

The line model and the list of chrome phrases learn from these. Two views of each page are made: `dump`, the whole
page as a browser would copy it, and `nearly`, what a lenient extractor leaves, mostly article. A line is content when
its words stand in the gold text in a row, boilerplate when few of its four-word runs do, and unlabelled in between;
captions, headlines and datelines are policies of their own and stay unlabelled.

usage: python benchmarks/page_lines.py BENCH OUT.jsonl.gz
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html

WORD = re.compile(r"\w+")
SETS = ("aeb", "fundus", "moz", "wcxb_dev", "daniel")
_BREAKING = """
    address article aside blockquote body br button caption dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html label legend li main nav ol option p pre section select summary table tbody td
    tfoot th thead tr ul
"""
BREAKING = frozenset(_BREAKING.split())
_UNSEEN = "script style noscript template svg head iframe textarea canvas object math"
UNSEEN = frozenset(_UNSEEN.split())
POLICY = frozenset({"figcaption", "figure", "h1", "time", "caption"})


def dump(markup: str) -> list[tuple[str, bool]]:
    """The page's lines as a browser would copy them; the flag says whether the line is a caption, headline or date."""
    try:
        root = lxml.html.fromstring(markup)
    except (lxml.etree.ParserError, ValueError):
        return []
    lines: list[tuple[str, bool]] = []
    pieces: list[str] = []

    def end(policy: bool) -> None:
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            lines.append((text, policy))

    stack: list[tuple[Any, bool, bool]] = [(root, False, False)]
    while stack:
        node, leaving, policy = stack.pop()
        if leaving:
            if node.tag in BREAKING:
                end(policy)
            if node.tail and node is not root:
                pieces.append(node.tail)
            continue
        tag = node.tag
        if not isinstance(tag, str) or tag in UNSEEN:
            if node.tail:
                pieces.append(node.tail)
            continue
        inside = policy or tag in POLICY
        if tag in BREAKING:
            end(policy)
        if node.text:
            pieces.append(node.text)
        stack.append((node, True, inside))
        stack += [(child, False, inside) for child in reversed(node)]
    end(False)
    return lines


def label(text: str, gold: str, gold_lines: frozenset[str], grams: frozenset[tuple[str, ...]]) -> str:
    """`content`, `boilerplate` or `ignore` for one line, by what of it stands in the gold text."""
    words = WORD.findall(text.lower())
    if not words:
        return "ignore"
    flat = " ".join(words)
    if flat in gold_lines:
        return "content"
    inside = f" {flat} " in gold
    if len(words) < 5:
        return "ignore" if inside and len(words) > 1 else "boilerplate"
    if inside:
        return "content"
    runs = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
    share = sum(run in grams for run in runs) / len(runs)
    return "content" if share > 0.7 else "boilerplate" if share < 0.15 else "ignore"


def labelled(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Both views of one page, with every line labelled."""
    import trafilatura

    gold_words = WORD.findall(page["gold_text"].lower())
    if len(gold_words) < 60:
        return
    gold = f" {' '.join(gold_words)} "
    gold_lines = frozenset(" ".join(WORD.findall(x.lower())) for x in page["gold_text"].split("\n"))
    grams = frozenset(zip(*(gold_words[i:] for i in range(4)), strict=False))
    lenient = trafilatura.extract(page["html"], include_comments=False, favor_recall=True) or ""
    for variant, lines in (
        ("dump", dump(page["html"])),
        ("nearly", [(x, False) for x in lenient.split("\n") if x.strip()]),
    ):
        rows = [{"text": t, "label": "ignore" if policy else label(t, gold, gold_lines, grams)} for t, policy in lines]
        found = sum(len(r["text"]) for r in rows if r["label"] == "content")
        # a page whose article does not come back in its own lines teaches the wrong thing
        if found > 0.6 * len(page["gold_text"]):
            yield {"domain": page["domain"], "src": page["set"], "id": page["id"], "variant": variant, "lines": rows}


def main() -> None:
    bench, out = Path(sys.argv[1]), Path(sys.argv[2])
    with gzip.open(out, "wt", encoding="utf-8") as f:
        for name in SETS:
            with lzma.open(bench / "html" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as pages:
                for page in map(json.loads, pages):
                    if page.get("type", "article") == "article" and page.get("gold_text"):
                        for row in labelled(page):
                            f.write(json.dumps(row, ensure_ascii=False) + "\n")
            print(name, flush=True)


if __name__ == "__main__":
    main()

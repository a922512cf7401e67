"""Turns saved pages with a known article into lines of text that say whether they are article or boilerplate.

The line model and the list of chrome phrases learn from these. Two views of each page are made: `dump`, the whole
page as a browser would copy it, and `nearly`, what a lenient extractor leaves, mostly article. A line is content when
its words stand in the gold text in a row, boilerplate when few of its four-word runs do, and unlabelled in between;
captions, headlines and datelines are policies of their own and stay unlabelled.

Pages of which only snippets of the article are known lend their outlets too: trafilatura reads them twice, for
precision and for recall. Where both readings agree about a line, that is its label, if the first holds no unwanted
snippet and the second every wanted one; other pages are passed over.

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
from typing import Any, NamedTuple

import lxml.html

WORD = re.compile(r"\w+")
GOLD_SETS = ("aeb", "fundus", "moz", "wcxb_dev", "daniel")
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


class Article(NamedTuple):
    """An article as its words: in a row, line by line, and every run of four."""

    words: str
    lines: frozenset[str]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> Article:
        found = WORD.findall(text.lower())
        runs = frozenset(zip(*(found[i:] for i in range(4)), strict=False))
        return cls(f" {' '.join(found)} ", frozenset(map(flat, text.split("\n"))), runs)


def flat(text: str) -> str:
    """The words alone, in lower case."""
    return " ".join(WORD.findall(text.lower()))


def label(text: str, article: Article) -> str:
    """`content`, `boilerplate` or `ignore` for one line, by what of it stands in the article."""
    words = WORD.findall(text.lower())
    if not words:
        return "ignore"
    here = " ".join(words)
    if here in article.lines:
        return "content"
    inside = f" {here} " in article.words
    if len(words) < 5:
        return "ignore" if inside and len(words) > 1 else "boilerplate"
    if inside:
        return "content"
    runs = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
    share = sum(run in article.runs for run in runs) / len(runs)
    return "content" if share > 0.7 else "boilerplate" if share < 0.15 else "ignore"


def row(page: dict[str, Any], variant: str, lines: list[dict[str, str]], size: int) -> Iterator[dict[str, Any]]:
    """The view, unless the article does not come back in its own lines: that would teach the wrong thing."""
    if sum(len(x["text"]) for x in lines if x["label"] == "content") > 0.6 * size:
        yield {"domain": page["domain"], "src": page["set"], "id": page["id"], "variant": variant, "lines": lines}


def labelled(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Both views of one page, with every line labelled."""
    import trafilatura

    text = page["gold_text"]
    if len(WORD.findall(text)) < 60:
        return
    gold = Article.of(text)
    lenient = trafilatura.extract(page["html"], include_comments=False, favor_recall=True) or ""
    for variant, lines in (
        ("dump", dump(page["html"])),
        ("nearly", [(x, False) for x in lenient.split("\n") if x.strip()]),
    ):
        marked = [{"text": t, "label": "ignore" if policy else label(t, gold)} for t, policy in lines]
        yield from row(page, variant, marked, len(text))


def vouched(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The dump of a page of which snippets are known, with the lines labelled about which two readings agree."""
    import trafilatura

    text = trafilatura.extract(page["html"], include_comments=False, favor_precision=True) or ""
    if len(WORD.findall(text)) < 100:
        return
    strict = Article.of(text)
    lenient = Article.of(trafilatura.extract(page["html"], include_comments=False, favor_recall=True) or "")
    wanted = [w for x in page["with"] if (w := flat(x))]
    unwanted = [w for x in [*page["without"], *(page.get("comments") or ())] if (w := flat(x))]
    if not all(w in lenient.words for w in wanted) or any(w in strict.words for w in unwanted):
        return

    def told(text: str, policy: bool) -> str:
        here = flat(text)
        if policy:
            return "ignore"
        if any(w in here for w in wanted):
            return "content"
        if any(w in here for w in unwanted):
            return "boilerplate"
        found = label(text, strict)
        return found if found == label(text, lenient) else "ignore"

    yield from row(page, "dump", [{"text": t, "label": told(t, p)} for t, p in dump(page["html"])], len(text))


def main() -> None:
    bench, out = Path(sys.argv[1]), Path(sys.argv[2])
    with gzip.open(out, "wt", encoding="utf-8") as f:
        for name in (*GOLD_SETS, "traf"):
            with lzma.open(bench / "html" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as pages:
                for page in map(json.loads, pages):
                    if page.get("type", "article") != "article":
                        continue
                    for found in vouched(page) if name == "traf" else labelled(page):
                        f.write(json.dumps(found, ensure_ascii=False) + "\n")
            print(name, flush=True)


if __name__ == "__main__":
    main()

"""How well it works in a language of which it knows no word: every letter of the pages is put into another alphabet.

usage: PYTHONPATH=benchmarks python benchmarks/other_letters.py BENCH

Pages of AEB and fundus (tags and attributes stay) against their known texts, then the line sets, as they are and with
their Latin letters replaced, one by one. The models have learned from these pages, but not from a word of these.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from statistics import mean
from string import ascii_lowercase

from strip_by_folds import kept

from cleaner import Record, clean
from cleaner.stages import Strip

WORD = re.compile(r"\w+")
#: What is no text of a page: scripts, styles, comments, tags, references.
MARKUP = re.compile(
    r"(<script\b.*?</script\s*>|<style\b.*?</style\s*>|<!--.*?-->|<[^>]*>|&[#\w]+;)", re.DOTALL | re.IGNORECASE
)


def letters(small: int, capital: int) -> Mapping[int, str]:
    """Of each Latin letter the one that stands as far behind `small`, or `capital`."""
    table = {ord(c): chr(small + n) for n, c in enumerate(ascii_lowercase)}
    return table | {ord(c.upper()): chr(capital + n) for n, c in enumerate(ascii_lowercase)}


ALPHABETS: Mapping[str, Mapping[int, str]] = {
    "as it is": {},
    "Armenian, with capitals": letters(0x561, 0x531),
    "Georgian": letters(0x10D0, 0x10D0),
    "Devanagari": letters(0x915, 0x915),
}


def shared(a: Counter[str], b: Counter[str]) -> float:
    """F1 of two bags of words."""
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def pages(bench: Path, table: Mapping[int, str]) -> None:
    """Token F1 of extraction."""
    found = []
    for name in ("aeb", "fundus"):
        with lzma.open(bench / "html" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as f:
            for row in map(json.loads, f):
                markup = "".join(p if i % 2 else p.translate(table) for i, p in enumerate(MARKUP.split(row["html"])))
                out = clean(markup, media_type="text/html")
                got = out.text if isinstance(out, Record) else ""
                found.append(
                    shared(Counter(WORD.findall(row["gold_text"].translate(table))), Counter(WORD.findall(got)))
                )
    print(f"  {len(found)} pages: token F1 {mean(found):.3f}")


def lines(bench: Path, table: Mapping[int, str]) -> None:
    """Line F1 of the strip stage and the share of the articles' characters that it takes."""
    counts: dict[str, Counter[str]] = {}
    with gzip.open(bench / "plain" / "lines.jsonl.gz", "rt", encoding="utf-8") as f:
        for row in map(json.loads, f):
            n = counts.setdefault(row["variant"], Counter())
            left, _ = kept(Strip(), [x["text"].translate(table) for x in row["lines"]])
            for x, keep in zip(row["lines"], left, strict=True):
                if x["label"] != "ignore":
                    bad = x["label"] == "boilerplate"
                    n["fn" if bad and keep else "tp" if bad else "tn" if keep else "fp"] += 1
                    n["body"] += len(x["text"]) * (not bad)
                    n["eaten"] += len(x["text"]) * (not bad and not keep)
    for variant, n in counts.items():
        f1 = 2 * n["tp"] / max(1, 2 * n["tp"] + n["fp"] + n["fn"])
        print(f"  {variant:12} line F1 {f1:.3f}, eaten {100 * n['eaten'] / n['body']:.2f}%")


def main() -> None:
    bench = Path(sys.argv[1])
    for name, table in ALPHABETS.items():
        print(name)
        pages(bench, table)
        lines(bench, table)


if __name__ == "__main__":
    main()

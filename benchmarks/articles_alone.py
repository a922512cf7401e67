"""What is taken of texts that hold nothing but themselves: known articles of saved pages, and prose of many languages.

    python benchmarks/articles_alone.py BENCH [--show 10]      BENCH holds html/* and encoding/clean: packed .jsonl

Near zero is right, not zero: the known texts hold copyright notes, "read also" and bits of script. So the rules that
took most are named, and --show prints what each took. The prose (advice, manuals, encyclopaedias, declarations) is of
no outlet at all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner import clean
from cleaner.model import Record

#: A shorter text is no article but a stub.
SHORTEST = 400


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a packed .jsonl."""
    with (gzip.open if path.suffix == ".gz" else lzma.open)(path, "rb") as f:
        yield from map(json.loads, f)


def sets(bench: Path) -> Iterator[tuple[str, list[str]]]:
    """The texts, set by set."""
    for path in sorted((bench / "html").glob("*.jsonl.xz")):
        articles = [r.get("gold_text") or "" for r in rows(path) if r.get("type", "article") == "article"]
        yield path.name.partition(".")[0], articles
    kinds: dict[str, list[str]] = defaultdict(list)
    for row in rows(bench / "encoding" / "clean.jsonl.gz"):
        kinds[row["kind"]].append(row["text"])
    yield from ((kind, texts) for kind, texts in sorted(kinds.items()) if "prose" in kind or "languages" in kind)


def main() -> None:
    """The share of characters taken, set by set, then by rule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--show", type=int, default=0, help="so many things that each rule took")
    told = parser.parse_args()
    by_rule: Counter[str] = Counter()
    taken: dict[str, list[str]] = defaultdict(list)
    for name, texts in sets(told.bench):
        long = [text for text in texts if len(text) >= SHORTEST]
        eaten = 0
        for text in long:
            record = clean(text, media_type="text/plain")
            assert isinstance(record, Record), record
            for change in record.changes:
                if change.stage == "strip":
                    eaten += len(change.before)
                    by_rule[change.rule] += len(change.before)
                    taken[change.rule].append(" / ".join(change.before.split("\n")))
        if size := sum(map(len, long)):
            print(f"{name:24} {len(long):5} texts  {size:9,} characters  {eaten / size:.3%} taken")
    for rule, size in by_rule.most_common(12):
        print(f"  {rule:32} {size:7,} characters in {len(taken[rule])} places")
        for text in taken[rule][: told.show]:
            print(f"      {text[:100]}")


if __name__ == "__main__":
    main()

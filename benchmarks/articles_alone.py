"""What is taken of articles that hold nothing but themselves: the known texts of saved pages, cleaned as plain text.

    python benchmarks/articles_alone.py BENCH [--show 10]      BENCH holds html/*: packed .jsonl with gold_text

Near zero is right, not zero: the known texts hold copyright notes, "read also" and bits of script. So the rules that
took most are named, and --show prints what each took.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter, defaultdict
from pathlib import Path

from cleaner import clean
from cleaner.model import Record

#: A shorter text is no article but a stub.
SHORTEST = 400


def main() -> None:
    """The share of characters taken, set by set, then by rule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--show", type=int, default=0, help="so many things that each rule took")
    told = parser.parse_args()
    by_rule: Counter[str] = Counter()
    taken: dict[str, list[str]] = defaultdict(list)
    for path in sorted((told.bench / "html").glob("*.jsonl.xz")):
        size = eaten = articles = 0
        with lzma.open(path, "rb") as f:
            rows = [row for row in map(json.loads, f) if row.get("type", "article") == "article"]
        for text in (row.get("gold_text") or "" for row in rows):
            if len(text) < SHORTEST:
                continue
            record = clean(text, media_type="text/plain")
            assert isinstance(record, Record), record
            articles, size = articles + 1, size + len(text)
            for change in record.changes:
                if change.stage == "strip":
                    eaten += len(change.before)
                    by_rule[change.rule] += len(change.before)
                    taken[change.rule].append(" / ".join(change.before.split("\n")))
        if size:
            name = path.name.partition(".")[0]
            print(f"{name:10} {articles:5} articles  {size:9,} characters  {eaten / size:.3%} taken")
    for rule, size in by_rule.most_common(12):
        print(f"  {rule:32} {size:7,} characters in {len(taken[rule])} places")
        for text in taken[rule][: told.show]:
            print(f"      {text[:100]}")


if __name__ == "__main__":
    main()

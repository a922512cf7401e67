"""How much of lossy damage is mended, and how rightly, where the table of neighbouring words has not seen the page.

    python benchmarks/lossy_by_folds.py BENCH [--per-channel 12] [--folds 3]      BENCH holds encoding/damage, html/*

`neighbours.bin` is made from the clean texts of the same sets that damage is measured on. Here the texts are dealt into
folds, and what is damaged of one is mended with a table made from the others, without any page that holds the text.
`exact`: whole texts restored; `characters`: damaged characters restored, on the mean of the texts; `right`: repairs of
which every character stands in the original so, of all repairs that were made.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from hashlib import md5
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from cleaner import repair
from cleaner.encoding import build_neighbours, neighbours

#: Kinds of damage that lose something, by the sign with which their names begin.
LOSSY = "5678"
#: A text is looked for in pages by its first paragraphs of more than so many characters.
TELLING, PARAGRAPHS = 60, 3


class Mended(NamedTuple):
    """One damaged text after the repair."""

    exact: bool
    characters: float
    right: int
    repairs: int


def same(text: str, other: str) -> bytearray:
    """1 for each character of `text` that stands in `other` too, by Levenshtein alignment."""
    marks = bytearray(len(text))
    for step in Levenshtein.opcodes(text, other):
        if step.tag == "equal":
            marks[step.src_start : step.src_end] = b"\1" * (step.src_end - step.src_start)
    return marks


def mended(damaged: str, clean: str) -> Mended:
    """What the repair makes of a text."""
    done = repair(damaged)
    was, now, out = same(clean, damaged), same(clean, done.text), same(done.text, clean)
    lost = [i for i, intact in enumerate(was) if not intact]
    right, shift = 0, 0
    for change in done.changes:
        start = change.start + shift
        right += all(out[start : start + len(change.after)])
        shift += len(change.after) - (change.end - change.start)
    return Mended(done.text == clean, sum(now[i] for i in lost) / max(1, len(lost)), right, len(done.changes))


def paragraphs(text: str) -> list[str]:
    """By what a text is found again in a page."""
    return [p for p in text.split("\n") if len(p) > TELLING][:PARAGRAPHS] or [text]


def main() -> None:
    """A line for each kind of damage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--per-channel", type=int, default=12)
    parser.add_argument("--folds", type=int, default=3)
    told = parser.parse_args()
    met: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    with gzip.open(told.bench / "encoding" / "damage.jsonl.gz", "rb") as f:
        for row in map(json.loads, f):
            met[row["channel"]] += 1
            if met[row["channel"]] <= told.per_channel and row["kind"][0] in LOSSY:
                rows.append(row)
    clean = {row["clean"]: int(md5(row["clean"].encode()).hexdigest(), 16) % told.folds for row in rows}
    sought = {text: paragraphs(text) for text in clean}
    pages = [
        (language, page, {clean[t] for t in clean if t == page or any(p in page for p in sought[t])})
        for language, page in build_neighbours.texts(told.bench)
    ]
    found: dict[str, list[Mended]] = defaultdict(list)
    for fold in range(told.folds):
        table = neighbours.Pairs(build_neighbours.table((lang, page) for lang, page, held in pages if fold not in held))
        neighbours.pairs = lambda table=table: table  # type: ignore[assignment]
        for row in rows:
            if clean[row["clean"]] == fold:
                found[row["kind"]].append(mended(row["damaged"], row["clean"]))
    for kind, texts in sorted(found.items()):
        exact = 100 * sum(t.exact for t in texts) / len(texts)
        characters = 100 * sum(t.characters for t in texts) / len(texts)
        right = 100 * sum(t.right for t in texts) / sum(t.repairs for t in texts)
        print(f"{kind:24s} n={len(texts):4d}  exact {exact:5.1f}  characters {characters:5.1f}  right {right:5.1f}")


if __name__ == "__main__":
    main()

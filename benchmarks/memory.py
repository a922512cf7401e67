"""What the memory of a corpus takes and eats beside the other witnesses: outlets of which several pages are known.

usage: python benchmarks/memory.py PAGES [FOLDS] [--show N] [--least 3]

PAGES is the file of `page_lines.py`; FOLDS the folder that `train_lines.py --save-folds` filled: with it each outlet is
judged by a model, a list and a second look made without it. Every outlet with so many pages is learned as
`cleaner run --learn` does, all of its pages at once, and each page is then judged without the memory and with it.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from train_lines import fold_of

from cleaner.boilerplate import lines, phrases, review
from cleaner.boilerplate.judge import MEMORY
from cleaner.boilerplate.memory import Memory, learn
from cleaner.edits import apply
from cleaner.model import Block, Document, Edit
from cleaner.stages import Strip

FOLDS = 5


def document(page: dict[str, Any]) -> Document:
    """The page's lines as blocks of a plain text."""
    blocks = tuple(Block(i, x["text"]) for i, x in enumerate(page["lines"]))
    return Document(page["id"], page["domain"] + "/page.txt", blocks, "plain", "text/plain")


def kept(stage: Strip, page: dict[str, Any]) -> tuple[list[bool], dict[int, str]]:
    """Which lines keep half of their length, and by which rule others went."""
    before = document(page)
    after, changes = apply(before, (e for e in stage(before) if isinstance(e, Edit)), "strip")
    left = [len(b.text) * 2 >= len(x["text"]) for b, x in zip(after.blocks, page["lines"], strict=True)]
    return left, {c.block: c.rule for c in changes}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("pages", type=Path)
    ap.add_argument("folds", type=Path, nargs="?")
    ap.add_argument("--show", type=int, default=0)
    ap.add_argument("--least", type=int, default=3, help="pages of an outlet")
    a = ap.parse_args()
    if a.folds:
        models = {int(p.stem): lines.load(p.read_bytes()) for p in a.folds.glob("*.model")}
        lists = {int(p.stem): frozenset(p.read_text("utf-8").split("\n")) - {""} for p in a.folds.glob("*.txt")}
        seconds = {int(p.stem): review.load(p.read_text("utf-8")) for p in a.folds.glob("*.json")}
    outlets: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(a.pages, "rt", encoding="utf-8") as f:
        for row in map(json.loads, f):
            outlets[row["variant"], row["domain"]].append(row)
    for variant in sorted({v for v, _ in outlets}):
        counts: dict[str, Counter[str]] = {"without": Counter(), "with": Counter()}
        mine = {d: pages for (v, d), pages in outlets.items() if v == variant and len(pages) >= a.least}
        shown: list[str] = []
        for outlet, pages in mine.items():
            if a.folds:
                fold = fold_of(outlet, FOLDS)
                lines.built_in = lambda fold=fold: models[fold]  # type: ignore[assignment,misc]
                phrases.built_in = lambda fold=fold: lists[fold]  # type: ignore[assignment,misc]
                review.built_in = lambda fold=fold: seconds[fold]  # type: ignore[assignment,misc]
            memory: Memory = learn(map(document, pages)).pruned()
            for name, stage in (("without", Strip()), ("with", Strip(memory=memory))):
                n = counts[name]
                for page in pages:
                    left, by = kept(stage, page)
                    for i, (x, keep) in enumerate(zip(page["lines"], left, strict=True)):
                        if x["label"] not in ("content", "boilerplate"):
                            continue
                        bad = x["label"] == "boilerplate"
                        n["fn" if bad and keep else "tp" if bad else "tn" if keep else "fp"] += 1
                        n["body"] += len(x["text"]) * (not bad)
                        n["eaten"] += len(x["text"]) * (not bad and not keep)
                        if by.get(i) == MEMORY:
                            n["by memory"] += 1
                            n["eaten by memory"] += len(x["text"]) * (not bad)
                            if not bad:
                                shown.append(f"{outlet} | {x['text'][:140]}")
        print(f"{variant}: {len(mine)} outlets, {sum(map(len, mine.values()))} pages")
        for name, n in counts.items():
            p, r = n["tp"] / max(1, n["tp"] + n["fp"]), n["tp"] / max(1, n["tp"] + n["fn"])
            print(
                f"  {name:8} line P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}  eaten "
                f"{100 * n['eaten'] / max(1, n['body']):.2f}%  lines by memory {n['by memory']:,}, eaten by it "
                f"{100 * n['eaten by memory'] / max(1, n['body']):.2f}%"
            )
        for line in shown[: a.show]:
            print("   ", line)


if __name__ == "__main__":
    main()

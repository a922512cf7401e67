"""What the strip stage takes and eats on outlets that its model and its list of phrases have never seen.

usage: python benchmarks/strip_by_folds.py BENCH FOLDS [--show N] [--appetite balanced]

FOLDS is the folder that `train_lines.py --save-folds` filled: for each fold of outlets, a model, a list and a second
look at pages made without them. Each text is judged with those of its own outlet's fold; appeals too, by their own
outlet. The rules are the same for all. Measures are those of the line sets: F1 of lines, share of article characters
eaten.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from train_lines import fold_of

from cleaner.boilerplate import lines, phrases, review
from cleaner.edits import apply
from cleaner.model import Block, Document, Edit
from cleaner.stages import Strip

#: As many as `train_lines.py` deals; outlets of a fold without a model are passed over.
FOLDS = 5


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def kept(stage: Strip, texts: list[str]) -> tuple[list[bool], dict[int, str]]:
    """Which of the lines, each a block, keep at least half their length, and by which rule others went."""
    doc = Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain")
    after, changes = apply(doc, (e for e in stage(doc) if isinstance(e, Edit)), "strip")
    by = {c.block: c.rule for c in changes}
    return [len(b.text) * 2 >= len(t) for b, t in zip(after.blocks, texts, strict=True)], by


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("bench", type=Path)
    ap.add_argument("folds", type=Path)
    ap.add_argument("--appetite", default="balanced")
    ap.add_argument("--show", type=int, default=0)
    a = ap.parse_args()
    models = {int(p.stem): lines.load(p.read_bytes()) for p in sorted(a.folds.glob("*.model"))}
    lists = {int(p.stem): frozenset(p.read_text("utf-8").split("\n")) - {""} for p in sorted(a.folds.glob("*.txt"))}
    seconds = {int(p.stem): review.load(p.read_text("utf-8")) for p in sorted(a.folds.glob("*.json"))}
    stage = Strip(appetite=a.appetite)

    def judge(outlet: str, texts: list[str]) -> tuple[list[bool], dict[int, str]]:
        fold = fold_of(outlet, FOLDS)
        lines.built_in = lambda: models[fold]  # type: ignore[assignment]
        phrases.built_in = lambda: lists[fold]  # type: ignore[assignment]
        review.built_in = lambda: seconds[fold]  # type: ignore[assignment]
        return kept(stage, texts)

    docs = rows(a.bench / "plain/lines.jsonl.gz")
    for variant in ("dump", "traf_recall", "readability"):
        n: Counter[str] = Counter()
        eaten_by: Counter[str] = Counter()
        shown: list[str] = []
        for d in docs:
            if d["variant"] != variant or fold_of(d["domain"], FOLDS) not in models:
                continue
            texts = [x["text"] for x in d["lines"]]
            left, by = judge(d["domain"], texts)
            for i, (x, keep) in enumerate(zip(d["lines"], left, strict=True)):
                if x["label"] == "ignore":
                    continue
                bad = x["label"] == "boilerplate"
                n["fn" if bad and keep else "tp" if bad else "tn" if keep else "fp"] += 1
                n["body"] += len(x["text"]) * (not bad)
                n["eaten"] += len(x["text"]) * (not bad and not keep)
                if not bad and not keep:
                    eaten_by[by[i]] += len(x["text"])
                if bad == keep:
                    shown.append(f"    {x['label'][:7]} {d['domain']} {by.get(i, '-')} | {x['text'][:140]}")
        p, r = n["tp"] / max(1, n["tp"] + n["fp"]), n["tp"] / max(1, n["tp"] + n["fn"])
        print(f"{variant:12s} P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}  eaten {n['eaten'] / n['body']:.4f}"
              f"  by {dict(eaten_by.most_common(6))}", flush=True)  # fmt: skip
        for s in random.Random(1).sample(shown, min(a.show, len(shown))):
            print(s)
    pool: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for d in docs:
        body = [x["text"] for x in d["lines"] if x["label"] == "content"]
        if d["variant"] == "dump" and 6 <= len(body) <= 80 and sum(map(len, body)) > 1500:
            pool[d["lang"]].append((d["domain"], body))
    rng = random.Random(4242)
    hit: Counter[str] = Counter()
    total: Counter[str] = Counter()
    missed: list[str] = []
    for x in rows(a.bench / "plain/appeals.jsonl.gz"):
        _, body = rng.choice(pool.get(x["lang"]) or pool["en"])
        if fold_of(x["outlet"], FOLDS) not in models:
            continue
        block, u = [t for t in x["text"].split("\n") if t.strip()], rng.random()
        at = len(body) if u < 0.6 else 0 if u < 0.75 else rng.randrange(1, len(body))
        left, _ = judge(x["outlet"], body[:at] + block + body[at:])
        gone = sum(len(t) for t, k in zip(block, left[at : at + len(block)], strict=True) if not k)
        total[x["kind"]] += 1
        if gone >= 0.9 * sum(map(len, block)):
            hit[x["kind"]] += 1
        else:
            told = (("" if k else "✗") + t[:70] for t, k in zip(block, left[at : at + len(block)], strict=True))
            missed.append(f"    {x['kind']} {x['lang']} | " + " / ".join(told)[:330])
    print(
        f"appeals {sum(hit.values()) / sum(total.values()):.3f} ",
        {k: f"{hit[k] / total[k]:.2f}" for k in sorted(total)},
    )
    for s in random.Random(1).sample(missed, min(a.show * 2, len(missed))):
        print(s)
    wrong = []
    misses = rows(a.bench / "plain/nearmiss.jsonl.gz")
    for x in misses:
        outlet, body = rng.choice(pool.get(x["lang"]) or pool["en"])
        at = rng.randrange(1, len(body))
        if fold_of(outlet, FOLDS) not in models:
            continue
        left, by = judge(outlet, [*body[:at], x["text"], *body[at:]])
        if not left[at]:
            wrong.append(f"    {by[at]} | {x['text'][:150]}")
    print(f"near misses taken {len(wrong) / len(misses):.3f}", *wrong, sep="\n")


if __name__ == "__main__":
    main()

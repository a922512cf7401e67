"""Learns the weights of `finding` from articles whose persons were marked by hand; run by us, never by a user.

    python -m cleaner.names.train_finder MARKED.jsonl… [--folds N]

A row is `{"text", "gold": [[start, end], …], "ignore": […], "group"}`; rows of one group (one article in several
variants) stay together when folds are made. With `--folds` it prints F1 by cross-validation and writes nothing.
An averaged structured perceptron (Collins 2002); the order of the rows is fixed, so same input, same bytes.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from . import finding
from ._finding import Found, Weights, best_tags
from .finding import MODEL, Learned, pack, unpacked
from .lexicon import load
from .repeats import BEGIN, INSIDE, NONE

EPOCHS = 20
FOLDS = 5
SEED = 20261122


class Example(NamedTuple):
    found: Found
    joined: bytes
    said: list[list[str]]
    tags: list[int]
    weight: int


def example(row: dict[str, Any]) -> Example:
    """The row's tokens with the tags its marks give them."""
    found = Found(row["text"], load())
    marks = sorted(map(tuple, row["gold"]))
    joined, tags = found.joined, [NONE] * len(found)
    for start, end in marks:
        inside = [i for i, (first, last) in enumerate(found.places()) if start <= first and last <= end + 1]
        for n, i in enumerate(inside):
            tags[i] = BEGIN if n == 0 or not joined[i] else INSIDE
    return Example(found, joined, found.traits(), tags, row.get("weight", 1))


def train(rows: Iterable[dict[str, Any]]) -> tuple[Learned, Learned]:
    """The weights of both readings; the second learns from what the first says of documents it has not learned from."""
    rows = list(rows)
    groups = sorted({str(row["group"]) for row in rows})
    examples = [example(row) for row in rows]
    seconds: list[Example] = []
    for part in range(FOLDS):
        held = set(groups[part::FOLDS])
        first = learn([e for e, row in zip(examples, rows, strict=True) if str(row["group"]) not in held])
        for e, row in zip(examples, rows, strict=True):
            if str(row["group"]) in held:
                more = e.found.second_thoughts(bytes(read(e, first)))
                seconds.append(e._replace(said=[a + b for a, b in zip(e.said, more, strict=True)]))
    return learn(examples), learn(seconds)


def read(e: Example, learned: Learned) -> list[int]:
    """The tags that these weights give."""
    steps = [learned.get(f"t{tag}", _ZERO) for tag in range(3)]
    return list(best_tags(e.joined, [_sum(said, learned) for said in e.said], steps))


def _sum(said: Sequence[str], learned: Learned) -> tuple[float, float, float]:
    """What the traits weigh together, for none, begin and inside."""
    none = begin = inside = 0.0
    for trait in said:
        if weight := learned.get(trait):
            none += weight[0]
            begin += weight[1]
            inside += weight[2]
    return none, begin, inside


_ZERO = (0.0, 0.0, 0.0)


def learn(examples: Iterable[Example]) -> Learned:
    """The averaged weights of one reading."""
    examples = [e for e in examples for _ in range(e.weight)]
    counts = Counter(trait for e in examples for said in e.said for trait in set(said))
    keep = {trait for trait, n in counts.items() if n >= 4}
    examples = [e._replace(said=[[s for s in said if s in keep] for said in e.said]) for e in examples]
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    total: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    order, clock, rng = list(range(len(examples))), 1.0, random.Random(SEED)

    def nudge(trait: str, tag: int, by: float) -> None:
        weights[trait][tag] += by
        total[trait][tag] += by * clock

    for _ in range(EPOCHS):
        rng.shuffle(order)
        for at in order:
            e = examples[at]
            got = read(e, weights)
            if got != e.tags:
                for i, (mine, gold) in enumerate(zip(got, e.tags, strict=True)):
                    if mine != gold:
                        for trait in e.said[i]:
                            nudge(trait, gold, 1.0)
                            nudge(trait, mine, -1.0)
                    if i and e.joined[i] and (mine, got[i - 1]) != (gold, e.tags[i - 1]):
                        nudge(f"t{e.tags[i - 1]}", gold, 1.0)
                        nudge(f"t{got[i - 1]}", mine, -1.0)
            clock += 1
    averaged = {t: tuple(round(w - total[t][i] / clock, 2) for i, w in enumerate(ws)) for t, ws in weights.items()}
    return {t: w for t, w in sorted(averaged.items()) if max(map(abs, w)) >= 0.05}


def score(rows: Iterable[dict[str, Any]], weights: Weights) -> tuple[int, int, int]:
    """Exact spans: right, extra, missed."""
    right = extra = missed = 0
    for row in rows:
        gold = set(map(tuple, row["gold"]))
        found = {(s.start, s.end) for s in finding.find(row["text"], weights)}
        mine = found - set(map(tuple, row.get("ignore", ())))
        right, extra, missed = right + len(mine & gold), extra + len(mine - gold), missed + len(gold - mine)
    return right, extra, missed


def main(args: Sequence[str]) -> None:
    folds = int(args[args.index("--folds") + 1]) if "--folds" in args else 0
    paths = [a for i, a in enumerate(args) if a != "--folds" and (not i or args[i - 1] != "--folds")]
    rows = [json.loads(line) for path in paths for line in Path(path).read_text("utf-8").splitlines()]
    if not folds:
        learned = train(rows)
        MODEL.write_bytes(pack(*learned))
        print(*map(len, learned), "traits,", MODEL.stat().st_size, "bytes")
        return
    groups = sorted({str(r["group"]) for r in rows})
    random.Random(SEED).shuffle(groups)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for fold in range(folds):
        held = set(groups[fold::folds])
        weights = unpacked(pack(*train(r for r in rows if r["group"] not in held)))
        for row in rows:
            if row["group"] in held:
                for i, n in enumerate(score([row], weights)):
                    sums[row.get("set", "")][i] += n
    for name, (right, extra, missed) in sorted(sums.items()):
        f1 = 2 * right / (2 * right + extra + missed)
        print(f"{name} P {right / (right + extra):.3f} R {right / (right + missed):.3f} F1 {f1:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])

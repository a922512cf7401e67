"""Trains the chooser of article text (cleaner/extract/blocks.json) from pages with their gold text.

usage: python benchmarks/train_blocks.py BENCH_FOLDER [-o cleaner/extract/blocks.json] [--scores scores.pkl]

BENCH_FOLDER/html holds one `<set>.jsonl.xz` a set, rows with `html`, `url`, `domain`, and `gold_text` or the snippets
`with` and `without`. Needs catboost and scikit-learn besides cleaner; takes about five minutes on two
cores. Same input, same bytes.

A run's label is the share of its words that stand in the gold text, in order; with snippets, only runs that hold one
are labelled. Domains are dealt into five folds by their hash; word weights, and the first forest's judgements that the
second forest learns from, always come from the four folds that do not hold the page. `--scores` keeps the scores of
each page by the forests that have never seen its domain: the figures in docs/extraction.md are made from them.
"""

from __future__ import annotations

import argparse
import json
import lzma
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import md5
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from catboost import CatBoostRegressor
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from cleaner.extract.chooser import ModelData
from cleaner.extract.evidence import PLACES, Lexicon, in_context, inside, measure, name_words, opening
from cleaner.extract.forest import Forest, ForestData
from cleaner.extract.head import Head, read_head
from cleaner.extract.tree import Run, Tree, read_tree

FOLDS = 5
#: How much a page of each set weighs; the sets with whole gold texts of news pages weigh most.
SETS = {"aeb": 4.0, "traf": 4.0, "fundus": 3.0, "moz": 1.2, "wcxb_dev": 0.8, "daniel": 0.5}
#: Trees, questions a tree, learning rate, share of the evidence each level may look at.
FIRST, SECOND = (250, 6, 0.1, 0.3), (250, 5, 0.08, 0.5)
LEAF = 1e-4  # what a leaf of 1 is worth
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


class Example(NamedTuple):
    """A page, the label of each run (None: unknown), its weight, and the fold of its domain."""

    set: str
    id: str
    domain: str
    tree: Tree
    head: Head
    labels: list[float | None]
    weight: float
    fold: int


def read(bench: Path) -> Iterator[Example]:
    for name, weight in SETS.items():
        with lzma.open(bench / "html" / f"{name}.jsonl.xz", "rb") as lines:
            for row in map(json.loads, lines):
                tree = read_tree(row["html"])
                if not tree.runs:
                    continue
                gold = row.get("gold_text")
                labels = by_gold(tree.runs, gold) if gold else by_snippets(tree.runs, row["with"], row["without"])
                own = weight * (0.6 if row.get("type", "article") != "article" else 1.0)
                fold = int(md5(row["domain"].encode()).hexdigest(), 16) % FOLDS
                yield Example(name, row["id"], row["domain"], tree, read_head(tree, row.get("url")), labels, own, fold)


# ---- labels


def by_gold(runs: list[Run], gold: str) -> list[float | None]:
    """The share of each run's words that stand in the gold text; of short runs, only what stands there unbroken."""
    words = [w.lower() for w in _WORD.findall(gold)]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(words) - 2):
        places[tuple(words[i : i + 3])].append(i)
    lines = {" ".join(line.split()).lower() for line in gold.split("\n")}
    joined = f" {' '.join(words)} "
    found = [_share(run, words, places, lines, joined) for run in runs]
    labels = list(found)
    for i, label in enumerate(found):
        if label == _PERHAPS:  # one or two words of the text: as the runs beside it
            near = [found[j] for j in (i - 2, i - 1, i + 1, i + 2) if 0 <= j < len(found)]
            known = [v for v in near if v is not None and v != _PERHAPS]
            labels[i] = 1.0 if len(known) > 1 and sum(v > 0.7 for v in known) >= len(known) - 1 else 0.0
    _once(runs, labels, joined)
    return labels


_PERHAPS = -1.0


def _share(
    run: Run, gold: list[str], places: dict[tuple[str, ...], list[int]], lines: set[str], joined: str
) -> float | None:
    words = [w.lower() for w in _WORD.findall(run.text)]
    if not words:
        return None
    if len(words) < 3:
        return 1.0 if run.text.lower() in lines else (_PERHAPS if f" {' '.join(words)} " in joined else 0.0)
    hit = [False] * len(words)
    longest = 0
    for i in range(len(words) - 2):
        starts = places.get(tuple(words[i : i + 3]), ())
        if starts:
            hit[i : i + 3] = [True] * 3
        if len(words) <= 40:
            for start in starts[:20]:
                k = 3
                while i + k < len(words) and start + k < len(gold) and gold[start + k] == words[i + k]:
                    k += 1
                longest = max(longest, k)
    share = sum(hit) / len(words)
    if len(words) > 40:
        return max(0.0, min(1.0, (share - 0.3) / 0.65))
    unbroken = longest / len(words)
    return share if unbroken >= 0.9 else min(share, max(0.0, (unbroken - 0.4) / 0.6) * 0.9)


def _once(runs: list[Run], labels: list[float | None], joined: str) -> None:
    """Where a text comes more often than in the gold text, those with the most article text around them stay."""
    same: dict[str, list[int]] = defaultdict(list)
    for i, run in enumerate(runs):
        if (labels[i] or 0) > 0.5:
            same[run.text.lower()].append(i)
    full = list(labels)

    def around(i: int) -> float:
        return sum((full[j] or 0) * len(runs[j].text) for j in range(max(0, i - 4), min(len(runs), i + 5)) if j != i)

    for text, places in same.items():
        wanted = joined.count(f" {' '.join(_WORD.findall(text))} ")
        if 0 < wanted < len(places):
            for i in sorted(places, key=lambda i: (-around(i), i))[wanted:]:
                labels[i] = 0.0


def by_snippets(runs: list[Run], wanted: Iterable[str], unwanted: Iterable[str]) -> list[float | None]:
    wanted, unwanted = ([" ".join(s.split()) for s in snippets] for snippets in (wanted, unwanted))
    texts = [" ".join(r.text.split()) for r in runs]
    return [
        1.0 if any(s in t for s in wanted) else 0.0 if any(s in t for s in unwanted) else None for t in texts
    ]  # fmt: skip


# ---- words


class Kind(NamedTuple):
    """A kind of words: those that each run of a page carries, on how many domains they must come, how freely their
    weights may grow, and the least weight kept.
    """

    of_page: Callable[[Tree], Iterator[Mapping[str, float]]]
    fewest: int
    strength: float
    least: int


class Words(NamedTuple):
    """Which words every run of the examples carries, one row a run, and what is to be told from them."""

    known: list[str]
    counts: csr_matrix
    example: Any
    labels: Any
    weights: Any


def words_of(examples: list[Example], kind: Kind) -> Words:
    """The words that come on pages of enough domains; runs weigh by the square root of their length."""
    pages = [list(kind.of_page(e.tree)) for e in examples]
    domains: dict[str, set[str]] = defaultdict(set)
    for e, page in zip(examples, pages, strict=True):
        for word in {word for run in page for word in run}:
            domains[word].add(e.domain)
    known = sorted(word for word, where in domains.items() if len(where) >= kind.fewest and len(word) < 30)
    column = {word: i for i, word in enumerate(known)}
    runs = [[(column[w], c) for w, c in run.items() if w in column] for page in pages for run in page]
    counts = csr_matrix(
        (
            np.array([float(c) for run in runs for _, c in run]),
            np.array([w for run in runs for w, _ in run], dtype=np.int32),
            np.cumsum([0, *map(len, runs)]),
        ),
        shape=(len(runs), len(known)),
    )
    labels = np.array([np.nan if v is None else v for e in examples for v in e.labels])
    weights = []
    for e in examples:
        sizes = np.sqrt(np.minimum([len(r.text) for r in e.tree.runs], 1000))
        told = np.array([v is not None for v in e.labels])
        weights.append(e.weight * sizes * min(int(told.sum()), 60) / max(float(sizes[told].sum()), 1.0))
    example = np.repeat(np.arange(len(examples)), [len(e.tree.runs) for e in examples])
    return Words(known, counts, example, labels, np.concatenate(weights))


def openings(tree: Tree) -> Iterator[Mapping[str, float]]:
    for run in tree.runs:
        words = opening(run.text)
        yield Counter([*words, *map(" ".join, zip(("^", *words), words, strict=False))])


def names_around(tree: Tree) -> Iterator[Mapping[str, float]]:
    """Tags and names of the boxes that a run stands in, as `PLACES` tells them apart."""
    own = [[f"<{tag}", *name_words(names)] for tag, names in zip(tree.tags, tree.names, strict=True)]
    own_, around, above, inline = PLACES
    for run in tree.runs:
        found = Counter(inline + word for word in name_words(run.inline))
        box, place = run.box, own_
        while box >= 0:
            found.update(place + word for word in own[box])
            box, place = tree.parents[box], around if place == own_ else above
        yield found


def insides(tree: Tree) -> Iterator[Mapping[str, float]]:
    """The words anywhere in a run; of a long one each says less, as in the evidence."""
    for run in tree.runs:
        words = inside(run.text)
        yield dict.fromkeys(words, max(4, len(words)) ** -0.5)


#: As a lexicon takes them.
KINDS = Kind(names_around, 6, 0.01, 3), Kind(openings, 8, 0.05, 3), Kind(insides, 10, 0.3, 6)


def weigh(words: Words, kind: Kind, learn_from: Any) -> dict[str, int]:
    """The weight of each word, in hundredths, in a logistic regression from words to whether a run is article text."""
    rows = learn_from[words.example] & ~np.isnan(words.labels)
    weights = words.weights[rows]
    model = LogisticRegression(C=kind.strength, max_iter=100, tol=1e-3)
    model.fit(words.counts[rows], words.labels[rows] > 0.5, sample_weight=weights / weights.mean())
    told = zip(words.known, model.coef_[0].tolist(), strict=True)
    return {word: weight for word, value in told if abs(weight := round(100 * value)) >= kind.least}


def learn_lexicon(words: list[Words], learn_from: Any) -> list[dict[str, int]]:
    return [weigh(known, kind, learn_from) for known, kind in zip(words, KINDS, strict=True)]


# ---- forests


class Rows(NamedTuple):
    """What a page gives to learn from: which runs, their labels, their weights."""

    keep: Any
    labels: Any
    weights: Any


def rows_of(example: Example, random: np.random.Generator) -> Rows:
    labels = np.array([np.nan if v is None else v for v in example.labels])
    known = ~np.isnan(labels)
    sizes = np.array([len(r.text) for r in example.tree.runs])
    weights = np.sqrt(np.minimum(sizes, 1000)) + 3.0
    if known.any():
        weights *= example.weight * min(int(known.sum()), 60) / 60 / weights[known].sum()
    drawn = (labels > 0.05) | (random.random(len(labels)) < 0.5)  # half of what is plainly outside says as much
    return Rows(known & drawn, labels, np.where(labels > 0.05, weights, 2 * weights))


def fit(matrices: list[Any], rows: list[Rows], shape: tuple[int, int, float, float]) -> ForestData:
    trees, levels, rate, share = shape
    model = CatBoostRegressor(
        loss_function="RMSE", iterations=trees, depth=levels, learning_rate=rate, rsm=share, random_seed=1,
        thread_count=2, border_count=48, l2_leaf_reg=3, bootstrap_type="Bernoulli", subsample=0.6, verbose=0,
        allow_writing_files=False,
    )  # fmt: skip
    model.fit(
        np.concatenate([m[:, r.keep] for m, r in zip(matrices, rows, strict=True)], axis=1).T,
        np.concatenate([r.labels[r.keep] for r in rows]),
        sample_weight=np.concatenate([r.weights[r.keep] for r in rows]) * 1000,
    )
    return exported(model, levels)


def exported(model: CatBoostRegressor, levels: int) -> ForestData:
    path = Path("forest.tmp.json")
    model.save_model(str(path), format="json")
    told = json.loads(path.read_text())
    path.unlink()
    features: list[list[int]] = [[] for _ in range(levels)]
    borders: list[list[float]] = [[] for _ in range(levels)]
    leaves = []
    scale, (bias,) = told["scale_and_bias"]
    for tree in told["oblivious_trees"]:
        splits, values = tree["splits"], tree["leaf_values"]
        values = values * (1 << levels - len(splits))  # a shallow tree: more questions, same answers
        for level in range(levels):
            split = splits[level] if level < len(splits) else splits[0]
            features[level].append(split["float_feature_index"])
            borders[level].append(float(np.float32(split["border"])))
        leaves.append([round(v * scale / LEAF) for v in values])
    return ForestData(features, borders, leaves, LEAF, round(bias, 6))


# ---- all of it


def train(examples: list[Example], about: str) -> tuple[ModelData, list[Any]]:
    random = np.random.default_rng(1)
    rows = [rows_of(e, random) for e in examples]
    seen: list[Any] = [None] * len(examples)
    words = [words_of(examples, kind) for kind in KINDS]
    folds = np.array([e.fold for e in examples])
    for fold in range(FOLDS):
        lexicon = Lexicon(*learn_lexicon(words, folds != fold))
        for i, e in enumerate(examples):
            if e.fold == fold:
                seen[i] = measure(e.tree, e.head, lexicon)
    matrices = [np.asarray(evidence.columns) for evidence in seen]
    first = _by_others(examples, matrices, rows, FIRST)
    context = [np.asarray(in_context(evidence, f)) for evidence, f in zip(seen, first, strict=True)]
    second = _by_others(examples, context, rows, SECOND)
    scores = [(np.asarray(a) + np.asarray(b)) / 2 for a, b in zip(first, second, strict=True)]
    of_names, of_words, of_insides = learn_lexicon(words, folds >= 0)
    forests = fit(matrices, rows, FIRST), fit(context, rows, SECOND)
    return ModelData(about, of_names, of_words, of_insides, *forests), scores


def _by_others(examples: list[Example], matrices: list[Any], rows: list[Rows], shape: Any) -> list[Any]:
    """Each page judged by a forest that has not seen its domain."""
    scores: list[Any] = [None] * len(examples)
    for fold in range(FOLDS):
        known = [i for i, e in enumerate(examples) if e.fold != fold]
        forest = Forest(fit([matrices[i] for i in known], [rows[i] for i in known], shape))
        for i, e in enumerate(examples):
            if e.fold == fold:
                scores[i] = forest.judge(memoryview(matrices[i]))
        print(f"fold {fold} done", flush=True)
    return scores


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("bench", type=Path)
    ap.add_argument("-o", "--output", type=Path, default=Path("cleaner/extract/blocks.json"))
    ap.add_argument("--scores", type=Path)
    a = ap.parse_args()
    examples = list(read(a.bench))
    about = "what web page text is article text; made by benchmarks/train_blocks.py"
    data, scores = train(examples, about)
    a.output.write_bytes(msgspec.json.encode(data, order="deterministic") + b"\n")
    if a.scores:
        kept = {(e.set, e.id): s for e, s in zip(examples, scores, strict=True)}
        a.scores.write_bytes(pickle.dumps(kept))


if __name__ == "__main__":
    main()

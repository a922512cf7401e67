"""Trains the line model and lists the chrome phrases, from labelled lines of real pages.

usage: python benchmarks/train_lines.py BENCH PAGES.jsonl.gz [--folds 5] [--write]

PAGES comes from `page_lines.py`. Outlets are dealt into folds by a hash of their domain; a fold is judged by a model
that saw none of its outlets, its appeals or its phrases, and figures are over all folds. `--write` then trains on
everything and writes `lines.model`, `phrases.txt` and `review.json` beside the code that reads them. Same inputs, same
seed, same number of threads, same bytes (one: a library of matrices adds up otherwise with two).

Pages copied whole are looked at twice (`cleaner/boilerplate/review.py`): the second look learns from what the folds'
models say of the pages they have not seen, and is itself judged, fold by fold, by one that learned from the others.

Beside these pages it learns from appeals and articles of our own (`own_lines.py`), which belong to no fold.

The network (see `cleaner/boilerplate/lines.py`) is small enough to be trained by plain matrix products: Adam, the
binary cross-entropy weighted so that a long article line counts more than a short one, and weights that are the average
over the last steps: one step's chance does not stay in them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import own_lines
import scipy.sparse
import train_review
from train_review import Floats

from cleaner.boilerplate import review
from cleaner.boilerplate._network import BLOCK, EDGE, FAR, NEAR, ROOM_FOR_WEIGHTS, company
from cleaner.boilerplate._reading import SHAPES, Vocabulary, is_sentence, shapes, words
from cleaner.boilerplate.lines import MOST_LINES, load
from cleaner.boilerplate.passages import plain
from cleaner.boilerplate.phrases import key

SEED = 7
DIMENSIONS, LINE, COMPANY, HIDDEN = 16, 32, 24, 48
EPOCHS, BATCH, RATE = 6, 2500, 2e-3
#: Which share of real pages and articles is read without a word of theirs, each time anew: of other languages no word
#: is known. Not those into which appeals were set: without words, they would teach that what ends an article goes.
BLIND = 0.15
HERE = Path(__file__).parent.parent / "cleaner" / "boilerplate"
WORDS_KEPT = 28_000
#: As how many outlets a text of our own counts there: a few dozen of them stand for a whole language.
OWN_COUNTS = 2
#: How much of what came before an average of weights keeps at each step, and after which share of the steps it starts.
KEPT, STARTS = 0.997, 0.3
#: What lines of each source count for; those of "traf" bear the labels of two readings, those of "daniel" few outlets,
#: those of "own" are of our making and come back often.
SOURCES = {"bench": 2.0, "pages": 1.0, "traf": 1.0, "daniel": 0.5, "own": 0.4}
#: How often the second look learns from a page once more, with other scores: their logits times a number between those,
#: and all shifted by a normal number of that spread; and what that counts for.
AGAIN, SCALE, SHIFT, LESS = 2, (0.5, 1.2), 0.7, 0.5


class Network(NamedTuple):
    """The weights: vectors of words, the layer of the line, two layers of its company, the output."""

    vectors: Floats  # words x dimensions
    line_weights: Floats
    line_bias: Floats
    near_weights: Floats
    near_bias: Floats
    far_weights: Floats
    far_bias: Floats
    out_weights: Floats
    out_bias: Floats


def dump(vocabulary: Sequence[str], network: Network) -> bytes:
    """The model as bytes, in the form that the top of `lines.py` describes."""
    scale = np.maximum(np.abs(network.vectors).max(0), 1e-6) / 127
    arrays: dict[str, Any] = {
        "scale": scale.astype("<f4"),
        "vectors": np.round(network.vectors / scale).astype("i1"),
        **{name: getattr(network, name).astype("<f4") for name in Network._fields[1:]},
    }
    head = {name: [a.dtype.str, list(a.shape)] for name, a in arrays.items()}
    text = json.dumps(head) + "\n" + "\n".join(vocabulary) + "\n\n"
    return text.encode() + b"".join(a.tobytes() for a in arrays.values())


class Doc(NamedTuple):
    domain: str  # "" when all lines are our own
    variant: str
    source: str
    lines: list[str]
    labels: list[int]  # 1 boilerplate, 0 content, -1 unlabelled


def rows(path: Path) -> Iterable[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as f:
        yield from map(json.loads, f)


def fold_of(domain: str, folds: int) -> int:
    return blake2b(outlet(domain).encode()).digest()[0] % folds


def outlet(domain: str) -> str:
    return ".".join(domain.split(".")[-2:])


def read(bench: Path, pages: Path) -> list[Doc]:
    """All labelled documents, articles with a real appeal of another outlet set into them, and those of our own."""
    names = {"boilerplate": 1, "content": 0, "ignore": -1}
    docs = [
        Doc(
            r["domain"],
            r["variant"],
            r["src"] if r["src"] in SOURCES else source,
            [x["text"] for x in kept],
            [names[x["label"]] for x in kept],
        )
        for source, path in (("bench", bench / "plain/lines.jsonl.gz"), ("pages", pages))
        for r in rows(path)
        if (kept := [x for x in r["lines"] if x["text"].strip()])
    ]
    rng = random.Random(SEED)
    by_fold: dict[int, list[list[str]]] = defaultdict(list)
    for d in docs:
        body = [t for t, y in zip(d.lines, d.labels, strict=True) if y == 0]
        if 5 <= len(body) <= 80:
            by_fold[fold_of(d.domain, 5)].append(body)
    for a in rows(bench / "plain/appeals.jsonl.gz"):
        block = [t for t in a["text"].split("\n") if t.strip()]
        for _ in range(6):
            body, u = rng.choice(by_fold[fold_of(a["outlet"], 5)]), rng.random()
            at = len(body) if u < 0.5 else 0 if u < 0.7 else rng.randrange(1, len(body))
            docs.append(Doc(a["outlet"], "appeal", "bench", body[:at] + block + body[at:],
                            [0] * at + [1] * len(block) + [0] * (len(body) - at)))  # fmt: skip
    return docs + own(bench)


def own(bench: Path) -> list[Doc]:
    """Appeals and articles that were written to learn from, some of them set into real articles."""
    names = {"boilerplate": 1, "content": 0, "ignore": -1}
    bodies: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    pages: dict[str, list[own_lines.Text]] = defaultdict(list)
    for r in rows(bench / "plain/lines.jsonl.gz"):
        kept = [(x["text"], names[x["label"]]) for x in r["lines"] if x["text"].strip()]
        body = [x for x, label in kept if label == 0]
        if r["variant"] == "dump" and 5 <= len(body) <= 80:
            bodies[r["lang"]].append((r["domain"], body))
            pages[r["lang"]].append(own_lines.Text(r["domain"], [x for x, _ in kept], [y for _, y in kept]))
    written = own_lines.pieces()
    return [
        Doc(x.domain, variant, "own", x.lines, x.labels)
        for variant, found in (
            ("appeal", own_lines.composed(written, bodies)),
            ("dump", own_lines.pages(written, pages)),
        )
        for x in found
    ]


def phrases(docs: Iterable[Doc]) -> dict[str, set[str]]:
    """Short lines that are boilerplate wherever they stand → the outlets they were seen in."""
    seen: dict[str, set[str]] = defaultdict(set)
    content: set[str] = set()
    for d in docs:
        for text, label in zip(d.lines, d.labels, strict=True) if d.source != "own" else ():
            if len(text) <= 90 and (k := key(plain(text))):
                if label == 1:
                    seen[k].add(outlet(d.domain))
                elif label == 0:
                    content.add(k)
    return {k: v for k, v in seen.items() if len(v) >= 3 and k not in content}


class Data(NamedTuple):
    """The documents as arrays, one after the other."""

    bags: Any  # sparse: rows x words, each row scaled
    shape: Floats
    label: Floats
    weight: Floats
    bounds: list[tuple[int, int]]
    blind: list[bool]  # whether a document may be read without its words


@cache
def held(text: str) -> frozenset[str]:
    """The words and pairs of a line; every fold asks again."""
    return frozenset(map(sys.intern, words(plain(text))))


def vocabulary(docs: Sequence[Doc]) -> list[str]:
    """Words and pairs seen in the lines of the most outlets; each text that we wrote counts as several outlets."""
    outlets: dict[str, set[str]] = defaultdict(set)
    for d in docs:
        for text in set(d.lines) if d.source != "own" else ():
            for w in held(text):
                outlets[w].add(d.domain)
    seen = Counter({w: len(v) for w, v in outlets.items()})
    for piece in own_lines.pieces():
        texts = "\n".join(piece.lines).replace("{paper}", "").split("\n")
        seen.update(dict.fromkeys({w for x in texts for w in words(plain(x))}, OWN_COUNTS))
    ranked = sorted((-n, w) for w, n in seen.items() if n >= 4)
    return sorted(w for _, w in ranked[:WORDS_KEPT])


def arrays(docs: Sequence[Doc], vocab: Vocabulary, known_phrases: dict[str, set[str]]) -> Data:
    size = sum(len(d.lines) for d in docs)
    shape, label = np.zeros((size, SHAPES), np.float32), np.zeros(size, np.float32)
    weight = np.zeros(size, np.float32)
    columns, counts, bounds, at = [], [], [], 0
    for d in docs:
        bounds.append((at, at + len(d.lines)))
        forms = [plain(t) for t in d.lines]
        own = outlet(d.domain)
        read = vocab.read(forms)
        rows, begins = read.known()
        columns.append(np.asarray(rows))
        counts.append(np.diff(np.asarray(begins)))
        marks = [float(len(known_phrases.get(key(f), set()) - {own}) >= 2) for f in forms]
        shape[at : at + len(forms)] = np.reshape(shapes(d.lines, read, marks), (-1, SHAPES))
        for i, (text, y) in enumerate(zip(d.lines, d.labels, strict=True)):
            label[at + i] = max(y, 0)
            weight[at + i] = 0 if y < 0 else weigh(d, y, len(text))
        at += len(forms)
    count = np.concatenate(counts)
    values = np.repeat(1 / np.sqrt(np.maximum(count, 1)), count).astype(np.float32)
    pointer = np.concatenate(([0], np.cumsum(count)))
    bags = scipy.sparse.csr_matrix((values, np.concatenate(columns), pointer), (size, len(vocab)))
    blind = [d.variant != "appeal" and d.source != "own" for d in docs]
    return Data(bags, shape, label, weight, bounds, blind)


def weigh(doc: Doc, label: int, size: int) -> float:
    """What a mistake on this line costs: article text by its length, boilerplate more where it is rare."""
    base = SOURCES[doc.source]
    if label == 0:
        return base * min(1 + size / 40, 8) * (1.0 if doc.variant == "dump" else 1.5)
    return base * (3.0 if doc.variant in ("appeal",) else 1.5 if doc.variant != "dump" else 1.0)


def train(data: Data, size: int, seed: int = SEED, epochs: int = EPOCHS) -> Network:
    rng = np.random.default_rng(seed)
    wide = 2 * NEAR + 4  # what `company` says of places, beside the vectors
    shown = 2 * NEAR + 6  # of whom it shows vectors: the line, its neighbours, five averages

    def init(a: int, b: int) -> Floats:
        drawn: Floats = rng.standard_normal((a, b)) * np.sqrt(2 / a)
        return drawn.astype(np.float32)

    p = {
        "vectors": (rng.standard_normal((size, DIMENSIONS)) * 0.1).astype(np.float32),
        "line_weights": init(DIMENSIONS + SHAPES, LINE), "line_bias": np.zeros(LINE, np.float32),
        "near_weights": init(LINE * shown + wide, COMPANY), "near_bias": np.zeros(COMPANY, np.float32),
        "far_weights": init(COMPANY * shown + wide, HIDDEN), "far_bias": np.zeros(HIDDEN, np.float32),
        "out_weights": init(HIDDEN, 1), "out_bias": np.zeros(1, np.float32),
    }  # fmt: skip
    m = {k: np.zeros_like(v) for k, v in p.items()}
    v = {k: np.zeros_like(x) for k, x in p.items()}
    step, average = 0, {}
    order = np.arange(len(data.bounds))
    sizes = np.array([b - a for a, b in data.bounds])
    batches_per_epoch = max(1, int(sizes.sum() / BATCH))
    total = batches_per_epoch * epochs
    for _ in range(epochs):
        rng.shuffle(order)
        cuts = np.flatnonzero(np.diff(np.cumsum(sizes[order]) // BATCH)) + 1
        for group in np.split(order, cuts):
            if len(group) == 0:
                continue
            step += 1
            grads = gradients(p, data, group, rng)
            rate = RATE * min(1.0, step / 50) * max(0.02, 1 - step / total)
            for k, g in grads.items():
                m[k] += 0.1 * (g - m[k])
                v[k] += 0.001 * (g * g - v[k])
                p[k] -= rate * (m[k] / (1 - 0.9**step)) / (np.sqrt(v[k] / (1 - 0.999**step)) + 1e-8)
                if k != "vectors" and not k.endswith("bias"):
                    p[k] *= 1 - rate * 0.01
            if step == int(total * STARTS):
                average = {k: x.astype(np.float64) for k, x in p.items()}
            for k in average:
                average[k] += (1 - KEPT) * (p[k] - average[k])
    return Network(**{k: exact(x) if k.endswith("_weights") else x for k, x in (average or p).items()})


def exact(weights: Floats) -> Floats:
    """The weights of a layer, smaller where those of an output are more than the package adds up exactly."""
    blocks = [weights[a : a + BLOCK] for a in range(0, len(weights), BLOCK)]
    return np.vstack([x * np.minimum(1, 0.99 * ROOM_FOR_WEIGHTS / np.abs(x).sum(0)) for x in blocks])


class Batch(NamedTuple):
    """Documents one after the other, and for each line of them, as numbers of lines: where its document begins and
    ends, where the stretches before and after it do, and its neighbours, one past the last where there is none."""

    begin: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    beside: npt.NDArray[np.int64]  # lines x (2 * NEAR + 1)
    places: Floats  # what `company` says of the place: of neighbours and of the line
    shares: list[Floats]  # what each line before, after, above, below and of all counts in the averages

    @classmethod
    def of(cls, sizes: Sequence[int]) -> Batch:
        edges = np.cumsum([0, *sizes])
        begin, end = (np.repeat(x, sizes) for x in (edges[:-1], edges[1:]))
        at = np.arange(edges[-1])
        beside = at[:, None] + np.arange(-NEAR, NEAR + 1)
        beside[(beside < begin[:, None]) | (beside >= end[:, None])] = len(at)
        low, high = np.maximum(at - FAR, begin), np.minimum(at + 1 + FAR, end)
        before, after = np.maximum(at - low, 1), np.maximum(high - at - 1, 1)
        counts = before, after, at - begin + EDGE, end - 1 - at + EDGE, end - begin
        shares = [(1 / n)[:, None] for n in counts]
        return cls(begin, end, low, high, beside, np.vstack([places(n) for n in sizes]), shares)


@cache
def places(n: int) -> Floats:
    """What `company` says of a document of so many lines but for their vectors."""
    found = np.empty((n, 4 * NEAR + 10))
    company(np.zeros((n, 1)), found)
    return found[:, [*range(2 * NEAR + 1, 4 * NEAR + 1), *range(4 * NEAR + 6, found.shape[1])]]


def together(vectors: Floats, batch: Batch) -> Floats:
    """`company` of each document of a batch."""
    n, d = vectors.shape
    near, at = (2 * NEAR + 1) * d, np.arange(n)
    padded = np.vstack((vectors, np.zeros((1, d), vectors.dtype)))
    sums = summed(vectors)
    spans = (
        (batch.low, at), (at + 1, batch.high), (batch.begin, at), (at + 1, batch.end), (batch.begin, batch.end),
    )  # fmt: skip
    averages = [(sums[b] - sums[a]) * share for (a, b), share in zip(spans, batch.shares, strict=True)]
    edges, rest = batch.places[:, : 2 * NEAR], batch.places[:, 2 * NEAR :]
    seen: Floats = np.hstack((padded[batch.beside].reshape(n, near), edges, *averages, rest)).astype(np.float32)
    return seen


def together_gradient(g: Floats, batch: Batch, d: int) -> Floats:
    """The transpose of `together`."""
    n = len(g)
    at, wide = np.arange(n), 2 * NEAR + 1
    padded = np.vstack((g[:, : wide * d], np.zeros((1, wide * d), g.dtype))).reshape(n + 1, wide, d)
    out: Floats = padded[batch.beside[:, ::-1], np.arange(wide)].sum(1)
    first = wide * d + 2 * NEAR
    spans = (
        (at + 1, batch.high), (batch.low, at), (at + 1, batch.end), (batch.begin, at), (batch.begin, batch.end),
    )  # fmt: skip
    for i, ((a, b), share) in enumerate(zip(spans, batch.shares, strict=True)):
        sums = summed(g[:, first + i * d : first + (i + 1) * d] * share)
        out += sums[b] - sums[a]
    return out


def summed(rows: Floats) -> Floats:
    """The sum of all rows before each, and of all."""
    return np.vstack((np.zeros((1, rows.shape[1])), np.cumsum(rows, 0, dtype=np.float64)))


def gradients(p: dict[str, Floats], data: Data, group: npt.NDArray[np.int64], rng: Any) -> dict[str, Floats]:
    bounds = [data.bounds[i] for i in group]
    sizes = [b - a for a, b in bounds]
    pick = np.concatenate([np.arange(a, b) for a, b in bounds])
    bags, shape = data.bags[pick], data.shape[pick]
    kept_words = bags.copy()
    drop = rng.random(len(kept_words.data)) < 0.4  # words of other outlets will be missing, so some are missing here
    unread = np.repeat([data.blind[i] and rng.random() < BLIND for i in group], sizes)
    drop |= np.repeat(unread, np.diff(bags.indptr))
    kept_words.data = np.where(drop, 0, kept_words.data / 0.6).astype(np.float32)
    means = kept_words @ p["vectors"]
    first = np.hstack((means, shape))
    line = np.maximum(first @ p["line_weights"] + p["line_bias"], 0)
    batch = Batch.of(sizes)
    near_in = together(line, batch)
    near = np.maximum(near_in @ p["near_weights"] + p["near_bias"], 0)
    far_in = together(near, batch)
    far = np.maximum(far_in @ p["far_weights"] + p["far_bias"], 0)
    logit = (far @ p["out_weights"] + p["out_bias"])[:, 0]
    w = data.weight[pick]
    delta = ((1 / (1 + np.exp(-np.clip(logit, -30, 30)))) - data.label[pick]) * w / max(w.sum(), 1)
    delta = delta[:, None].astype(np.float32)
    g: dict[str, Floats] = {"out_weights": far.T @ delta, "out_bias": delta.sum(0)}
    df = (delta @ p["out_weights"].T) * (far > 0)
    g["far_weights"], g["far_bias"] = far_in.T @ df, df.sum(0)
    back = df @ p["far_weights"].T
    dn = together_gradient(back, batch, COMPANY) * (near > 0)
    g["near_weights"], g["near_bias"] = near_in.T @ dn, dn.sum(0)
    back = dn @ p["near_weights"].T
    dl = together_gradient(back, batch, LINE) * (line > 0)
    g["line_weights"], g["line_bias"] = first.T @ dl, dl.sum(0)
    g["vectors"] = kept_words.T @ (dl @ p["line_weights"].T)[:, :DIMENSIONS] + 3e-6 * p["vectors"]
    return g


def marks_for(doc: Doc, known: dict[str, set[str]]) -> list[float]:
    return [float(key(plain(t)) in known) for t in doc.lines]


def report(judged: Sequence[tuple[Doc, list[float]]]) -> None:
    for variant in ("dump", "traf_recall", "readability", "appeal", "nearly"):
        here = [(d, s) for d, s in judged if d.variant == variant and (d.source == "bench" or variant == "nearly")]
        for bar in (0.5, 0.8, 0.9, 0.95, 0.98):
            n: Counter[str] = Counter()
            for d, s in here:
                for text, y, x in zip(d.lines, d.labels, s, strict=True):
                    if y >= 0:
                        n[("tp" if x >= bar else "fn") if y else ("fp" if x >= bar else "tn")] += 1
                        n["body"] += len(text) * (y == 0)
                        n["eaten"] += len(text) * (y == 0 and x >= bar)
            if n["tp"]:
                pr, re_ = n["tp"] / (n["tp"] + n["fp"]), n["tp"] / (n["tp"] + n["fn"])
                print(f"{variant:12s} bar {bar:.2f} P {pr:.3f} R {re_:.3f} F1 {2 * pr * re_ / (pr + re_):.3f}"
                      f"  eaten {n['eaten'] / max(1, n['body']):.4f}", flush=True)  # fmt: skip


def fit(docs: Sequence[Doc], epochs: int) -> tuple[list[str], Network, dict[str, set[str]]]:
    known = phrases(docs)
    vocab = vocabulary(docs)
    data = arrays(docs, Vocabulary(vocab), known)
    return vocab, train(data, len(vocab), epochs=epochs), known


def as_others_might(scores: Sequence[float], rng: np.random.Generator) -> list[float]:
    """The scores of a page as a model that knows its outlet or its language less, or better, might have given them."""
    likely = np.clip(np.array(scores), 1e-4, 1 - 1e-4)
    logits = np.log(likely / (1 - likely)) * rng.uniform(*SCALE) + rng.normal(0, SHIFT)
    found: list[float] = (1 / (1 + np.exp(-logits))).tolist()
    return found


def looked_at(doc: Doc, scores: Sequence[float], marks: Sequence[float], counts: float) -> train_review.Seen:
    """What the second look learns from a page that counts for so much: the lines of which the label is known."""
    forms = [plain(t) for t in doc.lines]
    known = [i for i, y in enumerate(doc.labels) if y >= 0]
    views = [
        review.view(scores[a:b], forms[a:b], [is_sentence(x) for x in forms[a:b]], marks[a:b])
        for a in range(0, len(forms), MOST_LINES)
        for b in (a + MOST_LINES,)
    ]
    weights = [weigh(doc, doc.labels[i], len(doc.lines[i])) * counts for i in known]
    return train_review.Seen(
        np.vstack(views)[known].astype(np.float32),
        np.array(doc.labels, np.float32)[known],
        np.array(weights, np.float32),
    )


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("bench", type=Path)
    ap.add_argument("pages", type=Path)
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--epochs", type=int, default=EPOCHS)
    ap.add_argument("--save-folds", type=Path)
    ap.add_argument("--show", type=float, default=0, help="print the lines judged more wrongly than this")
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    docs = read(a.bench, a.pages)
    pages = Counter(outlet(d.domain) for d in docs if d.variant == "dump" and d.source != "own")
    judged, looks, rng = [], [], np.random.default_rng(SEED)
    for fold in range(a.folds):
        others = [d for d in docs if not d.domain or fold_of(d.domain, a.folds) != fold]
        vocab, network, known = fit(others, a.epochs)
        packed = dump(vocab, network)
        model = load(packed)
        if a.save_folds:
            a.save_folds.mkdir(exist_ok=True)
            (a.save_folds / f"{fold}.model").write_bytes(packed)
            (a.save_folds / f"{fold}.txt").write_text("".join(f"{k}\n" for k in sorted(known)), "utf-8")
        looked = []
        for d in docs:
            if d.domain and d.source != "own" and fold_of(d.domain, a.folds) == fold:
                marks = marks_for(d, known)
                scores = model.scores(d.lines, [plain(t) for t in d.lines], marks)
                judged += [(d, scores)]
                if d.variant == "dump":
                    counts = pages[outlet(d.domain)] ** -0.5
                    looked.append(looked_at(d, scores, marks, counts))
                    looked += [looked_at(d, as_others_might(scores, rng), marks, counts * LESS) for _ in range(AGAIN)]
        looks.append(train_review.Seen.joined(looked))
        print("fold", fold, len(others), len(packed), len(known), flush=True)
    report(judged)
    for d, scores in judged if a.show else ():
        for text, y, x in zip(d.lines, d.labels, scores, strict=True):
            if y >= 0 and abs(x - y) > a.show and d.source == "bench":
                print(f"{'article' if y == 0 else 'boilerplate'} {d.variant[:5]} {d.domain} {x:.3f} | {text[:150]}")
    for fold in range(a.folds) if a.save_folds else ():
        second = train_review.train(train_review.Seen.joined(looks[:fold] + looks[fold + 1 :]))
        (a.save_folds / f"{fold}.json").write_text(review.dump(second), "utf-8")
    if a.write:
        vocab, network, known = fit(docs, a.epochs)
        (HERE / "lines.model").write_bytes(dump(vocab, network))
        (HERE / "phrases.txt").write_text("".join(f"{k}\n" for k in sorted(known)), "utf-8")
        (HERE / "review.json").write_text(review.dump(train_review.train(train_review.Seen.joined(looks))), "utf-8")


if __name__ == "__main__":
    main()

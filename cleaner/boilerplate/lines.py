"""How likely each line of a page is boilerplate, by its words, its shape and the company it keeps.

A small network reads a document as a column of lines: each becomes a short vector (the mean of its words' vectors, and
its shape: length, case, digits, punctuation), which is then seen together with the four lines above and below, the
averages of the stretch before and after it, of all before and all after it, and of the whole document; and what comes
of that, once more. A line is also told by what of it comes back elsewhere: a menu shares its rare words with nobody, an
item of the article's own list with its paragraphs. The network was
trained by `benchmarks/train_lines.py` on lines of real pages and gives a probability, not a verdict; what is done with
it is the judge's business.

The weights are in `lines.model`: one line of JSON that names the arrays and their shapes, the words, one a line, and
the arrays as little-endian numbers in that order. A word's vector is stored in bytes, with one scale for each column.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain, compress, pairwise, repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
#: How many lines above and below a line is judged with, and how long a stretch is averaged.
NEAR, FAR = 4, 16
#: Words of a line that are looked up, alone and in pairs; the rest of a long line adds nothing.
MOST_WORDS, MOST_PAIRED = 28, 16
SHAPES = 38
#: Averages of all before and all after a line count as if so many empty lines stood at the edges of the document.
EDGE = 8
#: Lines of a document that are judged together.
MOST_LINES = 4000
_ONE_CORE = 200_000  # multiplications

_WORD, _NUMBER = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")
_UPPER, _LOWER, _DIGIT, _SPACE, _STOP, _COMMA, _COLON, _QUOTE, _BAR, _OTHER, _LETTER, _MONEY = range(12)
_ENDS = frozenset(".!?…。！？")
_CLOSING = "\"”»’')"
_BULLETS = frozenset("-–—•*▪·")


def _classes() -> npt.NDArray[np.uint8]:
    """The class of every character of the basic plane."""
    table = np.full(0x10000, _OTHER, np.uint8)
    for code in range(0x10000):
        c = chr(code)
        if c.isalpha():
            table[code] = _UPPER if c.isupper() else _LOWER if c.islower() else _LETTER
        elif c.isdigit():
            table[code] = _DIGIT
        elif c.isspace():
            table[code] = _SPACE
    for chars, kind in (
        (".!?…。！？", _STOP),
        (",;、，", _COMMA),
        (":：", _COLON),
        ("\"“”„«»‘’'", _QUOTE),
        ("|›»·•/>", _BAR),
        ("$€£%₩", _MONEY),
    ):
        for c in chars:
            table[ord(c)] = kind
    return table


_TABLE = cache(_classes)


class Reading(NamedTuple):
    """The words of lines, one after the other, as numbers: their rows in a vocabulary, -1 for a word without one."""

    words: list[list[str]]  # of each line
    rows: npt.NDArray[np.int64]
    line: npt.NDArray[np.int64]  # the line that each stands in
    pair_rows: npt.NDArray[np.int64]
    pair_line: npt.NDArray[np.int64]

    def known(self) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
        """The rows of known words, and the lines that they stand in; then those of pairs."""
        return [
            (rows[held], line[held])
            for rows, line in ((self.rows, self.line), (self.pair_rows, self.pair_line))
            for held in [rows >= 0]
        ]

    def held(self) -> npt.NDArray[np.int64]:
        """How many words and pairs of each line are known."""
        found: npt.NDArray[np.int64] = sum(
            (np.bincount(line, minlength=len(self.words)) for _, line in self.known()), np.zeros(1, np.int64)
        )
        return found


class Vocabulary:
    """Words, and pairs of words with a space between them, each with its row."""

    def __init__(self, entries: Sequence[str]) -> None:
        self.row = {w: i for i, w in enumerate(entries)}
        self._pairs = {(a, b): i for w, i in self.row.items() for a, space, b in [w.partition(" ")] if space}

    def read(self, plain: Sequence[str]) -> Reading:
        """Look up the words of each line, and each pair of neighbours."""
        found = [_WORD.findall(p[:400])[:MOST_WORDS] for p in plain]
        sizes = np.fromiter(map(len, found), np.int64, len(found))
        rows = np.fromiter(map(self.row.get, chain.from_iterable(found), repeat(-1)), np.int64, int(sizes.sum()))
        pairs = chain.from_iterable(pairwise(x[:MOST_PAIRED]) for x in found)
        paired = np.clip(sizes, 1, MOST_PAIRED) - 1
        pair_rows = np.fromiter(map(self._pairs.get, pairs, repeat(-1)), np.int64, int(paired.sum()))
        at = np.arange(len(found))
        return Reading(found, rows, np.repeat(at, sizes), pair_rows, np.repeat(at, paired))


def shapes(lines: Sequence[str], read: Reading, marks: Sequence[float]) -> Floats:
    """How each line looks: `SHAPES` numbers a line. `marks`: what rules say of it."""
    n = len(lines)
    out = np.zeros((n, SHAPES), np.float32)
    sizes = np.fromiter(map(len, lines), np.int64, n)
    codes = np.frombuffer("".join(lines).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _TABLE()[np.minimum(codes, 0xFFFF)]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    counts = np.stack([np.add.reduceat(kinds == k, starts, dtype=np.int32) for k in range(12)], axis=1).astype(
        np.float32
    )
    letters = counts[:, _UPPER] + counts[:, _LOWER] + counts[:, _LETTER]
    words = counts[:, _SPACE] + 1
    size = sizes.astype(np.float32)
    starts_word = np.zeros(len(kinds), bool)
    starts_word[1:] = (kinds[1:] == _UPPER) & (kinds[:-1] == _SPACE)
    starts_word[starts] = kinds[starts] == _UPPER
    capital = np.add.reduceat(starts_word, starts, dtype=np.int32)
    last = kinds[starts + sizes - 1]
    out[:, 0] = np.log1p(size) / 6
    out[:, 1] = np.log1p(words) / 4
    out[:, 2] = np.minimum(letters / words, 20) / 10
    out[:, 3] = counts[:, _UPPER] / np.maximum(letters, 1)
    out[:, 4] = counts[:, _DIGIT] / size
    out[:, 5] = (counts[:, _OTHER] + counts[:, _BAR] + counts[:, _MONEY]) / size
    out[:, 6] = np.minimum(counts[:, _STOP], 6) / 3
    out[:, 7] = np.minimum(counts[:, _COMMA], 6) / 3
    out[:, 8] = counts[:, _COLON] > 0
    out[:, 9] = np.minimum(counts[:, _QUOTE], 4) / 2
    out[:, 10] = counts[:, _BAR] > 0
    out[:, 11] = capital / words
    out[:, 12] = [_ends(x) for x in lines]
    out[:, 13] = last == _COLON
    out[:, 14] = last == _QUOTE
    out[:, 15] = kinds[starts] == _LOWER
    out[:, 16] = kinds[starts] == _QUOTE
    out[:, 17] = (kinds[starts] != _UPPER) & (kinds[starts] != _LOWER) & (kinds[starts] != _LETTER) & (out[:, 16] == 0)
    out[:, 18] = read.held() / np.minimum(words, MOST_WORDS)
    out[:, 19] = ["@" in x or "://" in x or "www." in x for x in lines]
    out[:, 20] = size < 25
    out[:, 21] = size > 120
    out[:, 22] = _repeated(lines)
    out[:, 23] = marks
    out[:, 24] = letters == 0
    out[:, 25] = (words >= 7) & (out[:, 12] > 0)
    out[:, 26:31] = _shared(read, (size > 120) & (out[:, 12] > 0))
    out[:, 31:35] = _alike(lines, read.words, counts[:, _DIGIT] > 0)
    out[:, 35] = kinds[starts] == _DIGIT
    out[:, 36] = [x[0] in _BULLETS for x in lines]
    out[:, 37] = counts[:, _MONEY] > 0
    return out


def _shared(read: Reading, prose: npt.NDArray[np.bool_]) -> Floats:
    """Of the words of each line that the vocabulary does not hold, names mostly: whether there are any; the share that
    other paragraphs hold, and whether any is; the share that other lines hold; and how many there are."""
    n, unknown = len(read.words), read.rows < 0
    codes: dict[str, int] = {}
    code = np.fromiter(
        (codes.setdefault(w, len(codes)) for w in compress(chain.from_iterable(read.words), unknown.tolist())),
        np.int64, int(unknown.sum()),
    )  # fmt: skip
    line = read.line[unknown]
    once = np.unique(code * n + line)
    in_prose = prose[once % n]
    holders = [np.bincount((once // n)[x], minlength=len(codes)) for x in (in_prose, ~in_prose)]
    told = np.bincount(line[holders[0][code] > prose[line]], minlength=n)
    elsewhere = np.bincount(line[holders[1][code] > ~prose[line]], minlength=n)
    many = np.bincount(line, minlength=n)
    some = np.maximum(many, 1)
    return np.stack((many > 0, told / some, told > 0, elsewhere / some, np.minimum(many, 6) / 6), axis=1)


def _alike(lines: Sequence[str], words: Sequence[Sequence[str]], numbered: npt.NDArray[np.bool_]) -> Floats:
    """How many lines begin and end with the same word as each, or are the same but for their numbers; and whether one
    right beside it begins so."""
    firsts, lasts = [x[0] if x else "" for x in words], [x[-1] if x else "" for x in words]
    masked = [_NUMBER.sub("0", x) if number else x for x, number in zip(lines, numbered.tolist(), strict=True)]
    out = np.zeros((len(lines), 4), np.float32)
    filled = np.array([bool(x) for x in firsts])
    for column, keys in enumerate((firsts, lasts, masked)):
        seen = Counter(keys)
        others = np.fromiter(map(seen.__getitem__, keys), np.int64, len(keys)) - 1
        out[:, column] = np.minimum(np.log1p(others), 3) / 3 * (filled if column < 2 else 1)
    same = np.array([a == b != "" for a, b in pairwise(firsts)], bool)
    out[1:, 3] = same
    out[:-1, 3] = np.maximum(out[:-1, 3], same)
    return out


def _ends(line: str) -> bool:
    """Whether the line ends as a sentence does, closing quotes aside."""
    return line[-1] in _ENDS or (not line[-1].isalnum() and line.rstrip().rstrip(_CLOSING)[-1:] in _ENDS)


def _repeated(lines: Sequence[str]) -> list[bool]:
    seen = Counter(lines)
    return [seen[line] > 1 for line in lines]


def words(plain: str) -> list[str]:
    """The words of a line that are looked up, and each pair of neighbours."""
    single = _WORD.findall(plain[:400])[:MOST_WORDS]
    return single + [f"{a} {b}" for a, b in pairwise(single[:MOST_PAIRED])]


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

    def line_vectors(self, means: Floats, shape: Floats) -> Floats:
        """One vector a line, of its own text alone."""
        return layer(fixed(np.hstack((means, shape))), self.line_weights, self.line_bias)

    def logits(self, vectors: Floats) -> Floats:
        """One number a line, above zero for boilerplate, given the lines of one document in order."""
        near = layer(_fixed_company(vectors), self.near_weights, self.near_bias)
        far = layer(_fixed_company(near), self.far_weights, self.far_bias)
        result: Floats = (far @ self.out_weights + self.out_bias)[:, 0]
        return result


def fixed(numbers: Floats) -> Floats:
    """Rounded to multiples of 1/4096.

    Products of two such numbers, and sums of those, are exact in 64 bits, so a score is the same to the last digit
    whatever order a machine or a number of threads adds in.
    """
    result: Floats = np.rint(numbers * 4096.0) / 4096.0
    return result


def layer(inputs: Floats, weights: Floats, bias: Floats) -> Floats:
    """One layer, its negative outputs cut off; its inputs are fixed already.

    A few rows at a time: below its size for threads, a matrix product stays on the core it was called on.
    """
    rows = max(1, _ONE_CORE // weights.size)
    parts = [inputs[i : i + rows] @ weights for i in range(0, len(inputs), rows)]
    return fixed(np.maximum(np.concatenate(parts) + bias, 0))


def company(vectors: Floats) -> Floats:
    """Each line's vector beside those of its neighbours, and averages: close before and after, all before and after,
    and overall."""
    n, d = vectors.shape
    padded = np.zeros((n + 2 * NEAR, d), vectors.dtype)
    padded[NEAR : NEAR + n] = vectors
    inside = np.zeros((n + 2 * NEAR, 1), vectors.dtype)
    inside[NEAR : NEAR + n] = 1
    near = [padded[i : i + n] for i in range(2 * NEAR + 1)]
    edge = [inside[i : i + n] for i in range(2 * NEAR + 1) if i != NEAR]
    sums = np.vstack((np.zeros((1, d)), np.cumsum(vectors, 0, dtype=np.float64)))
    at = np.arange(n)
    low, high = np.maximum(at - FAR, 0), np.minimum(at + 1 + FAR, n)
    before = (sums[at] - sums[low]) / np.maximum(at - low, 1)[:, None]
    after = (sums[high] - sums[at + 1]) / np.maximum(high - at - 1, 1)[:, None]
    above = sums[:n] / (at + EDGE)[:, None]
    below = (sums[n] - sums[1:]) / (n - 1 - at + EDGE)[:, None]
    whole = np.broadcast_to(sums[n] / n, (n, d))
    size = np.full(n, np.log1p(n) / 7)
    place = np.stack((at / max(n - 1, 1), np.minimum(at, 40) / 40, np.minimum(n - 1 - at, 40) / 40, size), axis=1)
    averages = (x.astype(vectors.dtype) for x in (before, after, above, below, whole, place))
    return np.hstack((*near, *edge, *averages))


def _fixed_company(vectors: Floats) -> Floats:
    """`company` of vectors that are fixed already: only averages and places need to be."""
    found, exact = company(vectors), (2 * NEAR + 1) * vectors.shape[1] + 2 * NEAR
    found[:, exact:] = fixed(found[:, exact:])
    return found


class LineModel:
    """The network with its words, ready to judge documents."""

    def __init__(self, vocabulary: Vocabulary, network: Network) -> None:
        self.vocabulary = vocabulary
        self.network = network
        self._weight = np.abs(network.vectors).sum(1).tolist()

    def scores(self, shown: Sequence[str], plain: Sequence[str], marks: Sequence[float]) -> list[float]:
        """The probability, 0 to 1, that each line is boilerplate. No line may be empty.

        A very long document is judged a stretch at a time, so that memory does not grow with it.
        """
        found: list[float] = []
        for a in range(0, len(shown), MOST_LINES):
            b = a + MOST_LINES
            found += self._scores(shown[a:b], plain[a:b], marks[a:b])
        return found

    def _scores(self, shown: Sequence[str], plain: Sequence[str], marks: Sequence[float]) -> list[float]:
        read = self.vocabulary.read(plain)
        means = np.zeros((len(plain), self.network.vectors.shape[1]))
        for rows, line in read.known():
            if len(rows):
                starts = np.flatnonzero(np.diff(line, prepend=-1))
                means[line[starts]] += np.add.reduceat(self.network.vectors[rows], starts, axis=0)
        means /= np.sqrt(np.maximum(read.held(), 1))[:, None]
        logits = self.network.logits(self.network.line_vectors(means, shapes(shown, read, marks)))
        result: list[float] = np.round(1 / (1 + np.exp(-np.clip(logits, -30, 30))), 4).tolist()
        return result

    def strongest(self, plain: str, most: int = 3) -> list[str]:
        """The words of a line whose vectors are longest: what the score leans on, for people."""
        known = [(self._weight[i], w) for w in words(plain[:200]) if (i := self.vocabulary.row.get(w)) is not None]
        return [w for _, w in sorted(known, key=lambda x: (-x[0], x[1]))[:most]]


def dump(vocabulary: Sequence[str], network: Network) -> bytes:
    """The model as bytes, in the form that the top of this module describes."""
    scale = np.maximum(np.abs(network.vectors).max(0), 1e-6) / 127
    arrays: dict[str, npt.NDArray[Any]] = {
        "scale": scale.astype("<f4"),
        "vectors": np.round(network.vectors / scale).astype("i1"),
        **{name: getattr(network, name).astype("<f4") for name in Network._fields[1:]},
    }
    head = {name: [a.dtype.str, list(a.shape)] for name, a in arrays.items()}
    text = json.dumps(head) + "\n" + "\n".join(vocabulary) + "\n\n"
    return text.encode() + b"".join(a.tobytes() for a in arrays.values())


def load(data: bytes) -> LineModel:
    """The model from bytes that `dump` made."""
    head, _, rest = data.partition(b"\n")
    text, _, numbers = rest.partition(b"\n\n")
    arrays, at = {}, 0
    for name, (kind, shape) in json.loads(head).items():
        size = int(np.prod(shape))
        arrays[name] = np.frombuffer(numbers, kind, size, at).reshape(shape).astype(np.float64)
        at += size * np.dtype(kind).itemsize
    arrays["vectors"] = arrays["vectors"] * arrays.pop("scale")
    return LineModel(Vocabulary(text.decode().split("\n")), Network(**{name: fixed(a) for name, a in arrays.items()}))


@cache
def built_in() -> LineModel:
    """The model that comes with the house."""
    return load((Path(__file__).parent / "lines.model").read_bytes())

"""How likely each line of a page is boilerplate, by its words, its shape and the company it keeps.

A small network reads a document as a column of lines: each becomes a short vector (the mean of its words' vectors, and
its shape: length, case, digits, punctuation), which is then seen together with the four lines above and below, the
averages of the stretch before and after it, and of the whole document; and what comes of that, once more. It was
trained by `benchmarks/train_lines.py` on lines of real pages and gives a probability, not a verdict; what is done with
it is the judge's business.

The weights are in `lines.model`: one line of JSON that names the arrays and their shapes, the words, one a line, and
the arrays as little-endian numbers in that order. A word's vector is stored in bytes, with one scale for each column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
#: How many lines above and below a line is judged with, and how long a stretch is averaged.
NEAR, FAR = 4, 16
#: Words of a line that are looked up, alone and in pairs; the rest of a long line adds nothing.
MOST_WORDS, MOST_PAIRED = 28, 16
SHAPES = 26
#: Lines of a document that are judged together.
MOST_LINES = 4000
_ONE_CORE = 200_000  # multiplications

_WORD = re.compile(r"[^\W\d_]+")
_UPPER, _LOWER, _DIGIT, _SPACE, _STOP, _COMMA, _COLON, _QUOTE, _BAR, _OTHER, _LETTER = range(11)
_ENDS = frozenset(".!?…。！？")
_CLOSING = "\"”»’')"


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
    ):
        for c in chars:
            table[ord(c)] = kind
    return table


_TABLE = cache(_classes)


def shapes(lines: Sequence[str], known: Sequence[int] | npt.NDArray[np.int64], marks: Sequence[float]) -> Floats:
    """How each line looks: `SHAPES` numbers a line. `known`: words in the vocabulary; `marks`: what rules say of it."""
    n = len(lines)
    out = np.zeros((n, SHAPES), np.float32)
    sizes = np.fromiter(map(len, lines), np.int64, n)
    codes = np.frombuffer("".join(lines).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _TABLE()[np.minimum(codes, 0xFFFF)]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    counts = np.stack([np.add.reduceat(kinds == k, starts, dtype=np.int32) for k in range(11)], axis=1).astype(
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
    out[:, 5] = (counts[:, _OTHER] + counts[:, _BAR]) / size
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
    out[:, 18] = np.asarray(known, np.float32) / np.minimum(words, MOST_WORDS)
    out[:, 19] = ["@" in x or "://" in x or "www." in x for x in lines]
    out[:, 20] = size < 25
    out[:, 21] = size > 120
    out[:, 22] = _repeated(lines)
    out[:, 23] = marks
    out[:, 24] = letters == 0
    out[:, 25] = (words >= 7) & (out[:, 12] > 0)
    return out


def _ends(line: str) -> bool:
    """Whether the line ends as a sentence does, closing quotes aside."""
    return line.rstrip().rstrip(_CLOSING)[-1:] in _ENDS


def _repeated(lines: Sequence[str]) -> list[bool]:
    seen: dict[str, int] = {}
    for line in lines:
        seen[line] = seen.get(line, 0) + 1
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
        return layer(np.hstack((means, shape)), self.line_weights, self.line_bias)

    def logits(self, vectors: Floats) -> Floats:
        """One number a line, above zero for boilerplate, given the lines of one document in order."""
        near = layer(company(vectors), self.near_weights, self.near_bias)
        far = layer(company(near), self.far_weights, self.far_bias)
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
    """One layer, its negative outputs cut off.

    A few rows at a time: below its size for threads, a matrix product stays on the core it was called on.
    """
    inputs = fixed(inputs)
    rows = max(1, _ONE_CORE // weights.size)
    parts = [inputs[i : i + rows] @ weights for i in range(0, len(inputs), rows)]
    return fixed(np.maximum(np.concatenate(parts) + bias, 0))


def company(vectors: Floats) -> Floats:
    """Each line's vector beside those of its neighbours, and the averages before, after and overall."""
    n, d = vectors.shape
    padded = np.zeros((n + 2 * NEAR, d))
    padded[NEAR : NEAR + n] = vectors
    inside = np.zeros((n + 2 * NEAR, 1))
    inside[NEAR : NEAR + n] = 1
    near = [padded[i : i + n] for i in range(2 * NEAR + 1)]
    edge = [inside[i : i + n] for i in range(2 * NEAR + 1) if i != NEAR]
    sums = np.vstack((np.zeros((1, d)), np.cumsum(vectors, 0, dtype=np.float64)))
    at = np.arange(n)
    low, high = np.maximum(at - FAR, 0), np.minimum(at + 1 + FAR, n)
    before = (sums[at] - sums[low]) / np.maximum(at - low, 1)[:, None]
    after = (sums[high] - sums[at + 1]) / np.maximum(high - at - 1, 1)[:, None]
    whole = np.broadcast_to(sums[n] / n, (n, d))
    place = np.stack((at / max(n - 1, 1), np.minimum(at, 40) / 40, np.minimum(n - 1 - at, 40) / 40), axis=1)
    size = np.full((n, 1), np.log1p(n) / 7)
    return np.hstack((*near, *edge, before, after, whole, place, size))


class _Known(dict[str, int]):
    """Words to their rows; -1 for a word that is not known."""

    def __missing__(self, word: str) -> int:
        return -1


class LineModel:
    """The network with its words, ready to judge documents."""

    def __init__(self, vocabulary: Mapping[str, int], network: Network) -> None:
        self.vocabulary = _Known(vocabulary)
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
        per_line = [words(p) for p in plain]
        flat = np.fromiter(map(self.vocabulary.__getitem__, chain.from_iterable(per_line)), np.int64)
        line = np.repeat(np.arange(len(plain)), [len(x) for x in per_line])[flat >= 0]
        flat = flat[flat >= 0]
        known = np.bincount(line, minlength=len(plain))
        means = np.zeros((len(plain), self.network.vectors.shape[1]))
        filled = np.flatnonzero(known)
        if len(filled):
            starts = np.concatenate(([0], np.cumsum(known[filled])[:-1]))
            sums = np.add.reduceat(self.network.vectors[flat], starts, axis=0)
            means[filled] = sums / np.sqrt(known[filled])[:, None]
        logits = self.network.logits(self.network.line_vectors(means, shapes(shown, known, marks)))
        result: list[float] = np.round(1 / (1 + np.exp(-np.clip(logits, -30, 30))), 4).tolist()
        return result

    def strongest(self, plain: str, most: int = 3) -> list[str]:
        """The words of a line whose vectors are longest: what the score leans on, for people."""
        known = [(self._weight[i], w) for w in words(plain[:200]) if (i := self.vocabulary[w]) >= 0]
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
    words_of = {w: i for i, w in enumerate(text.decode().split("\n"))}
    return LineModel(words_of, Network(**{name: fixed(a) for name, a in arrays.items()}))


@cache
def built_in() -> LineModel:
    """The model that comes with the house."""
    return load((Path(__file__).parent / "lines.model").read_bytes())

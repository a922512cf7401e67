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
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
#: How many lines above and below a line is judged with, and how long a stretch is averaged.
NEAR, FAR = 4, 16
#: Words of a line that are looked up; the rest of a long line adds nothing.
MOST_WORDS = 40
SHAPES = 26

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


def shapes(lines: Sequence[str], known: Sequence[int], marks: Sequence[float]) -> Floats:
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
    single = _WORD.findall(plain[:600])[:MOST_WORDS]
    return single + [f"{a} {b}" for a, b in pairwise(single)]


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
        result: Floats = np.maximum(np.hstack((means, shape)) @ self.line_weights + self.line_bias, 0)
        return result

    def logits(self, vectors: Floats) -> Floats:
        """One number a line, above zero for boilerplate, given the lines of one document in order."""
        near = np.maximum(company(vectors) @ self.near_weights + self.near_bias, 0)
        far = np.maximum(company(near) @ self.far_weights + self.far_bias, 0)
        result: Floats = (far @ self.out_weights + self.out_bias)[:, 0]
        return result


def company(vectors: Floats) -> Floats:
    """Each line's vector beside those of its neighbours, and the averages before, after and overall."""
    n, d = vectors.shape
    padded = np.zeros((n + 2 * NEAR, d), np.float32)
    padded[NEAR : NEAR + n] = vectors
    inside = np.zeros((n + 2 * NEAR, 1), np.float32)
    inside[NEAR : NEAR + n] = 1
    near = [padded[i : i + n] for i in range(2 * NEAR + 1)]
    edge = [inside[i : i + n] for i in range(2 * NEAR + 1) if i != NEAR]
    sums = np.vstack((np.zeros((1, d), np.float32), np.cumsum(vectors, 0, dtype=np.float64).astype(np.float32)))
    at = np.arange(n)
    low, high = np.maximum(at - FAR, 0), np.minimum(at + 1 + FAR, n)
    before = (sums[at] - sums[low]) / np.maximum(at - low, 1)[:, None]
    after = (sums[high] - sums[at + 1]) / np.maximum(high - at - 1, 1)[:, None]
    whole = np.broadcast_to(sums[n] / n, (n, d))
    place = np.stack((at / max(n - 1, 1), np.minimum(at, 40) / 40, np.minimum(n - 1 - at, 40) / 40), axis=1)
    size = np.full((n, 1), np.log1p(n) / 7)
    return np.hstack((*near, *edge, before, after, whole, place, size)).astype(np.float32)


class LineModel:
    """The network with its words, ready to judge documents."""

    def __init__(self, vocabulary: Mapping[str, int], network: Network) -> None:
        self.vocabulary = vocabulary
        self.network = network

    def scores(self, shown: Sequence[str], plain: Sequence[str], marks: Sequence[float]) -> list[float]:
        """The probability, 0 to 1, that each line is boilerplate. No line may be empty."""
        if not shown:
            return []
        look = self.vocabulary.get
        ids = [[i for w in words(p) if (i := look(w)) is not None] for p in plain]
        known = [len(x) for x in ids]
        means = np.zeros((len(ids), self.network.vectors.shape[1]), np.float32)
        filled = np.flatnonzero(known)
        if len(filled):
            flat = np.fromiter((i for x in ids for i in x), np.int64)
            counts = np.asarray(known)[filled]
            starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
            sums = np.add.reduceat(self.network.vectors[flat], starts, axis=0)
            means[filled] = sums / np.sqrt(counts)[:, None].astype(np.float32)
        logits = self.network.logits(self.network.line_vectors(means, shapes(shown, known, marks)))
        result: list[float] = (1 / (1 + np.exp(-np.clip(logits, -30, 30).astype(np.float64)))).tolist()
        return result

    def strongest(self, plain: str, most: int = 3) -> list[str]:
        """The words of a line whose vectors are longest: what the score leans on, for people."""
        known = [(float(np.abs(self.network.vectors[i]).sum()), w) for w in words(plain)
                 if (i := self.vocabulary.get(w)) is not None]  # fmt: skip
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
        arrays[name] = np.frombuffer(numbers, kind, size, at).reshape(shape).astype(np.float32)
        at += size * np.dtype(kind).itemsize
    scale = arrays.pop("scale")
    arrays["vectors"] = arrays["vectors"] * scale
    return LineModel({w: i for i, w in enumerate(text.decode().split("\n"))}, Network(**arrays))


@cache
def built_in() -> LineModel:
    """The model that comes with the house."""
    return load((Path(__file__).parent / "lines.model").read_bytes())

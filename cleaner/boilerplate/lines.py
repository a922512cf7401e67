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
from functools import cache, cached_property
from itertools import chain, compress, count, pairwise, repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Integers = npt.NDArray[np.int64]
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
_UPPER, _LOWER, _DIGIT, _SPACE, _STOP, _COMMA, _COLON, _QUOTE, _BAR, _OTHER, _LETTER, _MONEY = range(1, 13)
_NAMED = {
    c: kind
    for chars, kind in (
        (".!?…。！？", _STOP),
        (",;、，", _COMMA),
        (":：", _COLON),
        ("\"“”„«»‘’'", _QUOTE),
        ("|›»·•/>", _BAR),
        ("$€£%₩", _MONEY),
    )
    for c in chars
}
#: A character's class is in the low bits; this one says that it may stand in a word.
_CLASS, _OF_WORDS = 15, 16
_ENDS = frozenset(".!?…。！？")
_CLOSING = "\"”»’')"
_BULLETS = frozenset("-–—•*▪·")


def _class(c: str) -> int:
    """The class of a character, and whether it may stand in a word; beyond the basic plane none has a class."""
    kind = _OTHER
    if c <= "\uffff":
        if c.isalpha():
            kind = _UPPER if c.isupper() else _LOWER if c.islower() else _LETTER
        elif c.isdigit():
            kind = _DIGIT
        elif c.isspace():
            kind = _SPACE
        kind = _NAMED.get(c, kind)
    return kind | _OF_WORDS * (c.isalnum() and not c.isdecimal())


#: What `_class` said of the characters met so far; 0 for the others.
_TABLE = np.zeros(0x110000, np.uint8)


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _classes(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """The class of each character."""
    found: npt.NDArray[np.uint8] = _TABLE[codes]
    if not found.all():
        for code in set(codes[found == 0].tolist()):
            _TABLE[code] = _class(chr(code))
        found = _TABLE[codes]
    return found


def words_of(plain: Sequence[str]) -> list[list[str]]:
    """The words of each line that are looked up: runs of letters, found by blanking all other characters at once."""
    heads = [p if len(p) <= 400 else p[:400] for p in plain]
    codes = _codes("\n".join(heads))
    letters = np.where(_classes(codes) >= _OF_WORDS, codes, np.uint32(0x20))
    letters[np.cumsum([len(x) + 1 for x in heads[:-1]], dtype=np.int64) - 1] = 0x0A
    blanked = letters.tobytes().decode("utf-32-le").split("\n")
    return [x.split(None, MOST_WORDS)[:MOST_WORDS] for x in blanked]


class Reading:
    """The words of lines, one after the other, as numbers: their rows in a vocabulary, -1 for a word without one.

    `words` of each line, `rows` of all and the `line` that each stands in; the same of pairs.
    """

    def __init__(
        self, words: list[list[str]], rows: Integers, line: Integers, pair_rows: Integers, pair_line: Integers
    ) -> None:
        self.words, self.rows, self.line, self.pair_rows, self.pair_line = words, rows, line, pair_rows, pair_line

    @cached_property
    def _known(self) -> list[tuple[Integers, Integers]]:
        found = []
        for rows, line in ((self.rows, self.line), (self.pair_rows, self.pair_line)):
            held = np.flatnonzero(rows >= 0)
            found.append((rows[held], line[held]))
        return found

    @cached_property
    def _held(self) -> list[Integers]:
        return [np.bincount(line, minlength=len(self.words)) for _, line in self._known]

    def known(self) -> list[tuple[Integers, Integers]]:
        """The rows of known words, and the lines that they stand in; then those of pairs."""
        return self._known

    def held(self) -> Integers:
        """How many words and pairs of each line are known."""
        words, pairs = self._held
        return words + pairs

    def sums(self, vectors: Floats) -> Floats:
        """The sum of the known vectors of each line."""
        result = np.zeros((len(self.words), vectors.shape[1]))
        for (rows, _), held in zip(self._known, self._held, strict=True):
            if len(rows):
                some = np.flatnonzero(held)
                starts = (np.cumsum(held) - held)[some]
                result[some] += np.add.reduceat(vectors[rows], starts, axis=0)
        return result


class Vocabulary:
    """Words, and pairs of words with a space between them, each with its row."""

    def __init__(self, entries: Sequence[str]) -> None:
        self.row = {w: i for i, w in enumerate(entries)}
        #: Every word that is an entry or part of one, with its number; and the row of each, -1 for a mere part.
        self._number: dict[str, int] = {}
        pairs = []
        for row, entry in enumerate(entries):
            first, space, second = entry.partition(" ")
            a = self._number.setdefault(first, len(self._number))
            if space:
                pairs.append((a, self._number.setdefault(second, len(self._number)), row))
        self._row = np.full(len(self._number) + 1, -1, np.int64)  # the last is for words that have no number
        for word, number in self._number.items():
            self._row[number] = self.row.get(word, -1)
        codes = np.array([a * len(self._number) + b for a, b, _ in pairs] or [-1], np.int64)
        order = np.argsort(codes)
        self._pairs, self._pair_row = codes[order], np.array([row for *_, row in pairs] or [-1], np.int64)[order]

    def read(self, plain: Sequence[str]) -> Reading:
        """Look up the words of each line, and each pair of neighbours."""
        found = words_of(plain)
        sizes = np.fromiter(map(len, found), np.int64, len(found))
        total = int(sizes.sum())
        numbers = np.fromiter(map(self._number.get, chain.from_iterable(found), repeat(-1)), np.int64, total)
        at = np.arange(len(found))
        line = np.repeat(at, sizes)
        place = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        first = np.flatnonzero(place < np.minimum(sizes, MOST_PAIRED)[line] - 1)
        return Reading(found, self._row[numbers], line, self._paired(numbers, first), line[first])

    def _paired(self, numbers: Integers, first: Integers) -> Integers:
        """The rows of the pairs that begin at `first`."""
        a, b = numbers[first], numbers[first + 1]
        result = np.full(len(first), -1, np.int64)
        maybe = np.flatnonzero((a >= 0) & (b >= 0))
        wanted = a[maybe] * len(self._number) + b[maybe]
        found = np.minimum(np.searchsorted(self._pairs, wanted), len(self._pairs) - 1)
        result[maybe] = np.where(self._pairs[found] == wanted, self._pair_row[found], -1)
        return result


def shapes(lines: Sequence[str], read: Reading, marks: Sequence[float]) -> Floats:
    """How each line looks: `SHAPES` numbers a line. `marks`: what rules say of it."""
    n = len(lines)
    table = np.zeros((SHAPES, n), np.float32)
    sizes = np.fromiter(map(len, lines), np.int64, n)
    kinds = _classes(_codes("".join(lines))) & _CLASS
    starts = np.cumsum(sizes) - sizes
    line = np.repeat(np.arange(n), sizes)
    counts = np.bincount(line * 16 + kinds, minlength=16 * n).reshape(n, 16).T.astype(np.float32)
    letters = counts[_UPPER] + counts[_LOWER] + counts[_LETTER]
    words = counts[_SPACE] + 1
    size = sizes.astype(np.float32)
    starts_word = np.zeros(len(kinds), bool)
    starts_word[1:] = (kinds[1:] == _UPPER) & (kinds[:-1] == _SPACE)
    first, last = kinds[starts], kinds[starts + sizes - 1]
    starts_word[starts] = first == _UPPER
    capital = np.bincount(line[starts_word], minlength=n)
    ends = np.fromiter(map(_ends, lines), bool, n)
    table[0] = np.log1p(size) / 6
    table[1] = np.log1p(words) / 4
    table[2] = np.minimum(letters / words, 20) / 10
    table[3] = counts[_UPPER] / np.maximum(letters, 1)
    table[4] = counts[_DIGIT] / size
    table[5] = (counts[_OTHER] + counts[_BAR] + counts[_MONEY]) / size
    table[6] = np.minimum(counts[_STOP], 6) / 3
    table[7] = np.minimum(counts[_COMMA], 6) / 3
    table[8] = counts[_COLON] > 0
    table[9] = np.minimum(counts[_QUOTE], 4) / 2
    table[10] = counts[_BAR] > 0
    table[11] = capital / words
    table[12] = ends
    table[13] = last == _COLON
    table[14] = last == _QUOTE
    table[15] = first == _LOWER
    table[16] = first == _QUOTE
    table[17] = (first != _UPPER) & (first != _LOWER) & (first != _LETTER) & (first != _QUOTE)
    table[18] = read.held() / np.minimum(words, MOST_WORDS)
    table[19] = ["@" in x or "://" in x or "www." in x for x in lines]
    table[20] = size < 25
    table[21] = size > 120
    table[22] = _repeated(lines)
    table[23] = marks
    table[24] = letters == 0
    table[25] = (words >= 7) & ends
    table[26:31] = _shared(read, (size > 120) & ends)
    table[31:35] = _alike(lines, read.words, counts[_DIGIT] > 0)
    table[35] = first == _DIGIT
    table[36] = [x[0] in _BULLETS for x in lines]
    table[37] = counts[_MONEY] > 0
    return table.T


def _shared(read: Reading, prose: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[Any], ...]:
    """Of the words of each line that the vocabulary does not hold, names mostly: whether there are any; the share that
    other paragraphs hold, and whether any is; the share that other lines hold; and how many there are."""
    n, unknown = len(read.words), read.rows < 0
    line = read.line[unknown]
    codes: dict[str, int] = {}
    each = compress(chain.from_iterable(read.words), unknown.tolist())
    code = np.fromiter(map(codes.setdefault, each, count()), np.int64, len(line))
    once = np.unique(code * n + line)
    in_prose, word = prose[once % n], once // n
    holders = [np.bincount(word[x], minlength=len(line)) for x in (in_prose, ~in_prose)]
    at = prose[line]
    told = np.bincount(line[holders[0][code] > at], minlength=n)
    elsewhere = np.bincount(line[holders[1][code] > ~at], minlength=n)
    many = np.bincount(line, minlength=n)
    some = np.maximum(many, 1)
    return many > 0, told / some, told > 0, elsewhere / some, np.minimum(many, 6) / 6


def _alike(lines: Sequence[str], words: Sequence[Sequence[str]], numbered: npt.NDArray[np.bool_]) -> Floats:
    """How many lines begin and end with the same word as each, or are the same but for their numbers; and whether one
    right beside it begins so."""
    firsts, lasts = [x[0] if x else "" for x in words], [x[-1] if x else "" for x in words]
    masked = list(lines)
    for i in np.flatnonzero(numbered).tolist():
        masked[i] = _NUMBER.sub("0", masked[i])
    others = np.array([_others(keys) for keys in (firsts, lasts, masked)])
    beside = np.zeros(len(lines), bool)
    same = np.array([a == b != "" for a, b in pairwise(firsts)], bool)
    beside[1:] = same
    beside[:-1] |= same
    out = np.zeros((4, len(lines)))
    out[:3] = np.minimum(np.log1p(others), 3) / 3
    out[:2] *= np.fromiter(map(bool, firsts), bool, len(lines))
    out[3] = beside
    return out


def _others(keys: Sequence[str]) -> list[int]:
    """How many others are the same as each."""
    seen = Counter(keys)
    return [seen[x] - 1 for x in keys] if len(seen) < len(keys) else [0] * len(keys)


def _ends(line: str) -> bool:
    """Whether the line ends as a sentence does, closing quotes aside."""
    return line[-1] in _ENDS or (not line[-1].isalnum() and line.rstrip().rstrip(_CLOSING)[-1:] in _ENDS)


def _repeated(lines: Sequence[str]) -> list[bool]:
    return [n > 0 for n in _others(lines)]


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
    result: Floats = np.empty((len(inputs), weights.shape[1]), np.result_type(inputs, weights))
    for i in range(0, len(inputs), rows):
        np.matmul(inputs[i : i + rows], weights, out=result[i : i + rows])
    result += bias
    return _fix(np.maximum(result, 0, out=result))


def _fix(numbers: Floats) -> Floats:
    """`fixed`, of numbers that nobody else holds."""
    numbers *= 4096.0
    np.rint(numbers, out=numbers)
    numbers /= 4096.0
    return numbers


class _Frame(NamedTuple):
    """What the company of a line owes to nothing but its place among the lines of a document."""

    low: Integers  # where the stretches before and after it begin and end
    high: Integers
    before: Integers  # their sizes, and those of all before and all after, as columns
    after: Integers
    above: Integers
    below: Integers
    edges: Floats
    places: Floats


def _frame(n: int) -> _Frame:
    at = np.arange(n)
    low, high = np.maximum(at - FAR, 0), np.minimum(at + 1 + FAR, n)
    inside = np.zeros(n + 2 * NEAR)
    inside[NEAR : NEAR + n] = 1
    edges = np.stack([inside[i : i + n] for i in range(2 * NEAR + 1) if i != NEAR], axis=1)
    size = np.full(n, np.log1p(n) / 7)
    places = np.stack((at / max(n - 1, 1), np.minimum(at, 40) / 40, np.minimum(n - 1 - at, 40) / 40, size), axis=1)
    before, after = np.maximum(at - low, 1), np.maximum(high - at - 1, 1)
    above, below = at + EDGE, n - 1 - at + EDGE
    return _Frame(low, high, before[:, None], after[:, None], above[:, None], below[:, None], edges, places)


_short_frame = cache(_frame)
#: Frames of documents up to this long are kept.
_SHORT = 128


def company(vectors: Floats) -> Floats:
    """Each line's vector beside those of its neighbours, and averages: close before and after, all before and after,
    and overall."""
    n, d = vectors.shape
    frame = _short_frame(n) if n <= _SHORT else _frame(n)
    padded = np.zeros((n + 2 * NEAR, d), vectors.dtype)
    padded[NEAR : NEAR + n] = vectors
    near = (2 * NEAR + 1) * d
    found: Floats = np.empty((n, near + 2 * NEAR + 5 * d + frame.places.shape[1]), vectors.dtype)
    found[:, :near] = np.ndarray((n, near), padded.dtype, padded, 0, padded.strides)  # rows that overlap
    found[:, near : near + 2 * NEAR] = frame.edges
    sums = np.zeros((n + 1, d))
    np.cumsum(vectors, 0, np.float64, sums[1:])
    averages = found[:, near + 2 * NEAR :]
    averages[:, :d] = (sums[:n] - sums[frame.low]) / frame.before
    averages[:, d : 2 * d] = (sums[frame.high] - sums[1:]) / frame.after
    averages[:, 2 * d : 3 * d] = sums[:n] / frame.above
    averages[:, 3 * d : 4 * d] = (sums[n] - sums[1:]) / frame.below
    averages[:, 4 * d : 5 * d] = sums[n] / n
    averages[:, 5 * d :] = frame.places
    return found


def _fixed_company(vectors: Floats) -> Floats:
    """`company` of vectors that are fixed already: only averages and places need to be."""
    found, exact = company(vectors), (2 * NEAR + 1) * vectors.shape[1] + 2 * NEAR
    _fix(found[:, exact:])
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
        means = read.sums(self.network.vectors) / np.sqrt(np.maximum(read.held(), 1))[:, None]
        logits = self.network.logits(self.network.line_vectors(means, shapes(shown, read, marks)))
        result: list[float] = np.round(1 / (1 + np.exp(-np.clip(logits, -30, 30))), 4).tolist()
        return result

    def strongest(self, plain: str, most: int = 3) -> list[str]:
        """The words of a line whose vectors are longest: what the score leans on, for people."""
        row = self.vocabulary.row
        known = [(-self._weight[row[w]], w) for w in words(plain[:200]) if w in row]
        return [w for _, w in sorted(known)[:most]]


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

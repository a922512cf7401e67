"""Looks at the lines of a whole page once more, knowing how likely all of them seemed at first.

The line model is surest where it was taught: of an outlet it has never seen it mistakes a list inside the article for
a menu, and its scores show it, as they waver there. So a second, tiny network reads the scores themselves: those of the
stretch before and after a line, of the run of lines of one opinion that it stands in, of the lines made like it
elsewhere on the page, and how near and how many the article's plain paragraphs are. It was trained on scores that
models gave to outlets they had not seen (stacked generalization, Wolpert 1992), so it knows how far to trust them.

Only pages copied whole are read twice: elsewhere there is too little around a line. The weights are in `review.json`,
numbers in multiples of 1/4096.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ._reading import outer_words
from .lines import MOST_LINES

Floats = npt.NDArray[np.floating[Any]]
Integers = npt.NDArray[np.int64]

#: Numbers told of each line.
VIEW = 35
#: How long the stretches before and after a line are; how far away a paragraph is still told.
STRETCHES, FARTHEST = np.array([[4], [8], [16], [32]]), 40
#: A sentence less likely to be boilerplate than this is a plain paragraph of the article.
PLAIN = 0.2
_NUMBER = re.compile(r"\d+")


def fixed(numbers: Floats) -> Floats:
    """Rounded to multiples of 1/4096, so that sums of their products are exact in any order."""
    result: Floats = np.rint(numbers * 4096.0) / 4096.0
    return result


def view(scores: Sequence[float], plain: list[str], prose: Sequence[bool], marks: Sequence[float]) -> Floats:
    """What the scores of a page tell of each line, `VIEW` numbers each; the first is its own score as a logit.

    `prose`: whether each line is a sentence; `marks`: what lists of phrases say of it.
    """
    n = len(scores)
    likely = np.clip(np.array(scores), 1e-5, 1 - 1e-5)
    logit = np.log(likely / (1 - likely))
    size, sentence = np.fromiter(map(len, plain), np.int64, n), np.array(prose, bool)
    at, place = np.arange(n), np.full(n, np.log1p(n))
    kept = (1 - likely) * size
    above, all_kept = np.cumsum(kept) - kept, kept.sum()
    own = [logit, np.log1p(size), np.array(marks), at / max(n - 1, 1), np.minimum(n - 1 - at, FARTHEST), place]
    whole = [above / max(all_kept, 1), np.full(n, likely.mean()), np.full(n, np.log1p(all_kept))]
    found = np.vstack([
        *own, *whole, *_sentences(sentence), *_stretches(likely), *_paragraphs(sentence & (likely < PLAIN)),
        *_run(likely, logit), *_alike(plain, logit),
    ])  # fmt: skip
    result: Floats = found.T
    return result


def _sentences(sentence: npt.NDArray[np.bool_]) -> list[Floats]:
    """Whether it is a sentence, and each of the two lines above and below."""
    padded = np.zeros(len(sentence) + 4)
    padded[2:-2] = sentence
    return [padded[i : i + len(sentence)] for i in range(5)]


def _stretches(likely: Floats) -> list[Floats]:
    """Averages of the scores of the stretches before and after each line."""
    n = len(likely)
    at, sums = np.arange(n), np.concatenate(([0.0], np.cumsum(likely)))
    low, high = np.maximum(at - STRETCHES, 0), np.minimum(at + 1 + STRETCHES, n)
    before = (sums[at] - sums[low]) / np.maximum(at - low, 1)
    after = (sums[high] - sums[at + 1]) / np.maximum(high - at - 1, 1)
    return [*before, *after]


def _paragraphs(text: npt.NDArray[np.bool_]) -> list[Floats]:
    """How near the next plain paragraph above and below is, and how many there are."""
    n = len(text)
    told: list[Floats] = []
    for way in (1, -1):
        here = text[::way]
        last = np.maximum.accumulate(np.where(here, np.arange(n), -FARTHEST))
        distance = np.full(n, FARTHEST)
        distance[1:] = np.minimum(np.arange(1, n) - last[:-1], FARTHEST)
        many: Integers = np.cumsum(here) - here
        told += [np.log1p(distance)[::way], np.log1p(many)[::way]]
    return told


def _run(likely: Floats, logit: Floats) -> list[Floats]:
    """Of the lines of one opinion in a row: how many they are, negative for article; their average; the least sure."""
    doubted = likely > 0.5
    starts = np.concatenate(([0], np.flatnonzero(doubted[1:] != doubted[:-1]) + 1))
    lengths = np.diff(starts, append=len(likely))
    sign = np.where(doubted[starts], 1.0, -1.0)
    each = (
        sign * np.log1p(lengths),
        np.add.reduceat(likely, starts) / lengths,
        sign * np.minimum.reduceat(np.abs(logit), starts),
    )
    return [np.repeat(x, lengths) for x in each]


def _alike(plain: list[str], logit: Floats) -> list[Floats]:
    """How many other lines are the same but for their numbers, begin with the same word and end with it, and what the
    average score of each kind is."""
    masked = [_NUMBER.sub("0", x) for x in plain]
    found = outer_words(plain)
    told: list[Floats] = []
    for keys in (masked, [first for first, _ in found], [last for _, last in found]):
        met: dict[str, int] = {}
        code: Integers = np.fromiter(map(met.setdefault, keys, count()), np.int64, len(keys))
        many = np.bincount(code, minlength=len(keys))
        sums = np.bincount(code, logit, minlength=len(keys))
        told += [np.log1p(many[code] - 1), sums[code] / many[code]]
    return told


class Review(NamedTuple):
    """The weights: a layer over the view of a line, and its output, to which the line's own score is added."""

    weights: Floats  # VIEW x units
    bias: Floats
    out_weights: Floats  # units
    out_bias: float
    trust: float  # in the score itself

    def scores(
        self, scores: Sequence[float], plain: list[str], prose: Sequence[bool], marks: Sequence[float]
    ) -> list[float]:
        """The probability that each line of a page is boilerplate, at second sight."""
        found: list[float] = []
        for a in range(0, len(scores), MOST_LINES):
            b = a + MOST_LINES
            seen = fixed(view(scores[a:b], plain[a:b], prose[a:b], marks[a:b]))
            hidden = fixed(np.maximum(seen @ self.weights + self.bias, 0))
            logits = hidden @ self.out_weights + self.out_bias + self.trust * seen[:, 0]
            found += np.round(1 / (1 + np.exp(-np.clip(logits, -30, 30))), 4).tolist()
        return found


def dump(review: Review) -> str:
    """The weights as text, a line an array."""
    arrays = {name: fixed(np.asarray(getattr(review, name))).tolist() for name in Review._fields}
    return "{\n" + ",\n".join(f'"{name}": {json.dumps(a)}' for name, a in arrays.items()) + "\n}\n"


def load(text: str) -> Review:
    """The weights from text that `dump` made."""
    arrays = json.loads(text)
    weights, bias, out_weights = (np.array(arrays[name]) for name in Review._fields[:3])
    return Review(weights, bias, out_weights, arrays["out_bias"], arrays["trust"])


@cache
def built_in() -> Review:
    """The review that comes with the house."""
    return load((Path(__file__).parent / "review.json").read_text("utf-8"))

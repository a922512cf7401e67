"""Weighs evidence with many small questions, each answered by yes or no, and adds up what the answers have meant.

The model is gradient-boosted oblivious trees (Prokhorenkova et al. 2018): every tree asks the same few questions of
every row, so a whole page is judged in one short loop, without a learning library. Leaves are whole
numbers, so the sum is the same on every machine.

A model file is JSON: `features` and `borders`, one list a level with one entry a tree (question: is the row's feature
greater than the border?), `leaves`, one list a tree with 2**levels entries (the answer to the first question is the
lowest bit), `scale` (what a leaf of 1 is worth) and `bias`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from ._forest import totals


class ForestData(Struct, frozen=True):
    """A forest as its file holds it."""

    features: list[list[int]]
    borders: list[list[float]]
    leaves: list[list[int]]
    scale: float
    bias: float


class Forest(NamedTuple):
    """A forest ready to judge. Many trees ask the same, so each question is asked once, of all rows."""

    features: NDArray[np.int64]  # of each question
    borders: NDArray[np.float32]
    asked: NDArray[np.int64]  # which question, a level and a tree
    leaves: NDArray[np.int32]
    scale: float
    bias: float

    @classmethod
    def of(cls, data: ForestData) -> Forest:
        """At most eight levels: a leaf's number is one byte."""
        asked = [list(zip(*level, strict=True)) for level in zip(data.features, data.borders, strict=True)]
        questions = sorted({question for level in asked for question in level})
        number = {question: i for i, question in enumerate(questions)}
        return cls(
            np.array([feature for feature, _ in questions], dtype=np.int64),
            np.array([[border] for _, border in questions], dtype=np.float32),
            np.array([[number[question] for question in level] for level in asked], dtype=np.int64),
            np.array(data.leaves, dtype=np.int32).ravel(),
            data.scale,
            data.bias,
        )

    def judge(self, columns: NDArray[np.float32]) -> NDArray[np.float64]:
        """A score a row, about 0 to 1; `columns` holds one row of the array a feature, one column a run."""
        answers = (columns.take(self.features, axis=0) > self.borders).view(np.uint8)
        total = totals(answers, self.asked, self.leaves)
        score: NDArray[np.float64] = total * np.float64(self.scale) + self.bias
        return score

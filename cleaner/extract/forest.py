"""Weighs evidence with many small questions, each answered by yes or no, and adds up what the answers have meant.

The model is gradient-boosted oblivious trees (Prokhorenkova et al. 2018): every tree asks the same few questions of
every row, so a whole page is judged in one short loop, without a learning library. Leaves are whole
numbers, so the sum is the same on every machine.

A model file is JSON: `features` and `borders`, one list a level with one entry a tree (question: is the row's feature
greater than the border?), `leaves`, one list a tree with 2**levels entries (the answer to the first question is the
lowest bit), `scale` (what a leaf of 1 is worth) and `bias`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from ._forest import totals


class ForestData(Struct, frozen=True):
    """A forest as its file holds it."""

    features: list[list[int]]
    borders: list[list[float]]
    leaves: list[list[int]]
    scale: float
    bias: float


class Forest(NamedTuple):
    """A forest ready to judge: the lists of its file as matrices."""

    features: memoryview  # int32
    borders: memoryview  # float32
    leaves: memoryview  # int32
    scale: float
    bias: float

    @classmethod
    def of(cls, data: ForestData) -> Forest:
        features, leaves = _matrix("i", data.features), _matrix("i", data.leaves)
        return cls(features, _matrix("f", data.borders), leaves, data.scale, data.bias)

    def judge(self, columns: memoryview) -> array[float]:
        """A score a run, about 0 to 1; `columns`: float32, one row a feature, one column a run."""
        scale, bias = self.scale, self.bias
        found = totals(columns, self.features, self.borders, self.leaves)
        return array("d", [total * scale + bias for total in found])


def _matrix(kind: Literal["i", "f"], rows: Sequence[Sequence[float]]) -> Any:
    values = memoryview(array(kind, chain.from_iterable(rows))).cast("B")
    return values.cast(kind, (len(rows), len(rows[0])))

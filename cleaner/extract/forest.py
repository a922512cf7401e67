"""Weighs evidence with many small questions, each answered by yes or no, and adds up what the answers have meant.

The model is gradient-boosted oblivious trees (Prokhorenkova et al. 2018): every tree asks the same few questions of
every row, so a whole page is judged in one short loop (`_forest`, compiled), without a learning library. Leaves are
whole numbers, so the sum is the same on every machine.

A model file is JSON: `features` and `borders`, one list a level with one entry a tree (question: is the row's feature
greater than the border?), `leaves`, one list a tree with 2**levels entries (the answer to the first question is the
lowest bit), `scale` (what a leaf of 1 is worth) and `bias`.
"""

from __future__ import annotations

from msgspec import Struct

from ._forest import Forest, mean

__all__ = ["Forest", "mean"]


class ForestData(Struct, frozen=True):
    """A forest as its file holds it."""

    features: list[list[int]]
    borders: list[list[float]]
    leaves: list[list[int]]
    scale: float
    bias: float

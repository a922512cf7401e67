"""Which words stand side by side: `teisę į` and not `teisė į`, `máy tính` and not `máy tinh`.

A damaged word that can have been several is told by the words beside it. The table holds no text, only a number for
each pair of words that the program which makes it (see `build_neighbours`) has met, and how often.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from . import _neighbours
from ._neighbours import Edge, Pairs, leading, number_of, trailing
from .lexicon import Lexicon

__all__ = ["Edge", "Pairs", "beside", "leading", "number_of", "pairs", "trailing"]


@cache
def pairs() -> Pairs:
    """The table that is shipped."""
    return Pairs(Path(__file__).with_name("neighbours.bin").read_bytes())


def beside(words: Lexicon, edges: Sequence[Edge]) -> list[list[float]]:
    """What each reading of each of a row of stretches costs in the best of company, left and right."""
    return _neighbours.beside(words.rarity, words.language, pairs(), list(edges))

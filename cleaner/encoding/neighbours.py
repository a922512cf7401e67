"""Which words stand side by side: `teisę į` and not `teisė į`, `máy tính` and not `máy tinh`.

A damaged word that can have been several is told by the words beside it. The table holds no text, only a number for
each pair of words that the program which makes it (see `build_neighbours`) has met, and how often.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import log10
from zlib import crc32

from ._neighbours import cheapest, leading, trailing
from .lexicon import Lexicon

#: How many meetings of a word weigh as much as what is known of its neighbour alone.
_PRIOR = 10.0
#: The most that a neighbour makes a word likelier or less likely, in decibels.
_MOST, _LEAST = 25.0, -1.0


class Pairs:
    """The numbers of pairs, in order, and how often each was met."""

    def __init__(self, octets: bytes) -> None:
        size = len(octets) // 5
        self.numbers = array("I")
        self.numbers.frombytes(octets[: 4 * size])
        if sys.byteorder == "big":
            self.numbers.byteswap()
        self.counts = octets[4 * size :]

    def count(self, language: str, first: str, second: str) -> int:
        """How often two words were met side by side; "" for any word."""
        number = number_of(language, first, second)
        at = bisect_left(self.numbers, number)
        return self.counts[at] if at < len(self.numbers) and self.numbers[at] == number else 0


def number_of(language: str, first: str, second: str) -> int:
    """The number of a pair of words."""
    return crc32(f"{language} {first} {second}".encode())


@cache
def pairs() -> Pairs:
    """The table that is shipped."""
    return Pairs(files(__package__).joinpath("neighbours.bin").read_bytes())


@lru_cache(maxsize=1 << 16)
def gain(language: str, first: str, second: str, rarity: float) -> float:
    """By how many decibels `second`, which costs `rarity` by itself, is likelier behind `first`."""
    table = pairs()
    after = table.count(language, first, "")
    if not after:
        return 0.0
    alone = 10 ** (-rarity / 10)
    both = table.count(language, first, second)
    found = 10 * log10((both + _PRIOR * alone) / ((after + _PRIOR) * alone))
    return max(_LEAST, min(_MOST, found))


class Edge:
    """The words at both ends of each reading of a stretch, and what each reading costs by itself."""

    def __init__(self, readings: Sequence[tuple[str, float]]) -> None:
        self.costs = [cost for _, cost in readings]
        self.first = [leading(text) for text, _ in readings]
        self.last = [trailing(text) for text, _ in readings]


def beside(words: Lexicon, edges: Sequence[Edge]) -> list[list[float]]:
    """What each reading of each of a row of stretches costs in the best of company, left and right."""
    return cheapest([edge.costs for edge in edges], [_linked(words, a, b) for a, b in pairwise(edges)])


def _linked(words: Lexicon, left: Edge, right: Edge) -> list[list[float]]:
    """By how much each reading of the right stretch is likelier behind each of the left one."""
    costs = {word: words.cost(word) for word in set(right.first) if word}
    rows = {
        word: [gain(words.language, word, b, costs[b]) if word and b else 0.0 for b in right.first]
        for word in set(left.last)
    }
    return [rows[word] for word in left.last]

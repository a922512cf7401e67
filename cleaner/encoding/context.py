"""What a damaged place most likely was, judged by what stands around it.

Letters are judged by the words they make, signs by the room they stand in: an opening quote follows a space, a closing
one a letter; a dash has spaces on both sides, an apostrophe has letters. Each reading has a cost in decibels, and
what is said of a place is the cheapest reading and by how much it beats the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import inf, prod

from msgspec import Struct

from ._context import Prices, Signs, is_elided, margins_of, opened_by, seen_quotes
from .alphabets import LETTERS, letters_of
from .lexicon import Lexicon, lexicon

__all__ = ["Judge", "Quotes", "is_elided", "judge", "margins_of", "opened_by", "sign_cost", "sign_costs"]

#: A piece of a damaged word: text that is sure, or the strings it may have been.
Piece = str | Sequence[str]

_MOST = 100  # readings that are compared whole
_USUAL = 6  # readings that usually are
_UNLISTED = 6.0  # what a letter outside ASCII costs a word that no list knows, in decibels
_READ = 1 << 12  # readings it remembers: a text is read again until nothing changes, and words come again

#: A reading is taken when it beats the next by so many decibels.
ENOUGH = 6.0
#: The same for letters whose place is certainly damaged: what words cost is known better than what signs do.
LETTERS_ENOUGH = 4.0

#: A place where a sentence begins, seen from it. A question mark is no sign: it may be damage.
SENTENCE_END = re.compile(r"[.!…:][\"”’»)]?\s+$|\n\s*$")


@cache
def signs_of(language: str) -> Signs:
    """The prices of signs in a language."""
    return Signs(language)


def sign_cost(sign: str, before: str, after: str, language: str) -> float:
    """Decibels of meeting `sign` between what stands before and after it ("" at either end of the text)."""
    return signs_of(language).costs(sign, before, after, None, inf)[0]


def sign_costs(signs: str, before: str, after: str, language: str, opened: str, most: float) -> list[float]:
    """The same of each of these signs, and what it costs more because a quote is open ("“", "„", …) or none is ("").

    A sign that costs `most` by itself does not stand there at all: it costs infinitely much.
    """
    return signs_of(language).costs(signs, before, after, opened, most)


class Quotes:
    """Remembers, from left to right and from line to line, which quote is open."""

    def __init__(self) -> None:
        self.open = ""
        self._at = 0
        self._last = ""

    def see(self, text: str, until: int) -> None:
        """Read on in `text`; a new line begins with no quote open."""
        passed = text[self._at : until]
        if "\n" in passed:
            self.open, self._last, passed = "", "", passed.rsplit("\n", 1)[1]
        self.take(passed, max(self._at, until))

    def take(self, passed: str, at: int) -> None:
        """What stands up to `at` in the text, as it was read."""
        self.open = seen_quotes(passed, self.open, self._last)
        self._last, self._at = passed[-1:] or self._last, at


class Reading(Struct, frozen=True):
    """One way to read a damaged stretch: a string for each piece, its cost, and by how much each string is the best."""

    chosen: tuple[str, ...]
    cost: float
    margins: tuple[float, ...]


#: Two readings that count as one where a dash is certain: which it was is the author's habit, and either serves.
DASHES = frozenset("–—")


class Judge:
    """Prices readings in one language."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.own = letters_of(words.language)
        unlisted = _UNLISTED if LETTERS[words.language][0] < "\u0370" else 0.0
        self.prices = Prices(words.rarity, "".join(self.own), words.language, unlisted)
        self._read: dict[tuple[tuple[Piece, ...], str, str, str | None], Reading] = {}

    def cost(self, reading: str, left: str = "", right: str = "", opened: str | None = None) -> float:
        """Decibels of a stretch of text between two characters, after an `opened` quote (None: nobody knows)."""
        return self.prices.price(reading, left, right, opened)

    def best(self, pieces: Sequence[Piece], left: str = "", right: str = "", opened: str | None = None) -> Reading:
        """The likeliest string for each piece, what it costs, and by how many decibels it beats the next."""
        key = (tuple(p if isinstance(p, str) else tuple(p) for p in pieces), left, right, opened)
        if (reading := self._read.get(key)) is None:
            if len(self._read) >= _READ:
                self._read.clear()
            ranked = self.prices.ranked(*key)
            cost, chosen = ranked[0]
            reading = self._read[key] = Reading(chosen, cost, margins_of(ranked, inf, DASHES))
        return reading

    def least(self, pieces: Sequence[Piece], left: str = "", right: str = "") -> float:
        """About what the likeliest reading costs, found quickly."""
        return self.prices.least(tuple(pieces), left, right)

    @staticmethod
    def effort(pieces: Sequence[Piece]) -> int:
        """How many readings `best` would price: one on the way counts twice, one of a long stretch several times."""
        sizes = [1 if isinstance(p, str) else len(p) for p in pieces]
        whole = prod(sizes)
        readings = whole if whole <= _MOST else _USUAL * sum(size for size in sizes if size > 1)
        return readings * (1 + sum(len(p) for p in pieces if isinstance(p, str)) // 60)


@cache
def judge(language: str) -> Judge:
    """The judge of `language`: one for all texts, because words come again."""
    return Judge(lexicon(language))

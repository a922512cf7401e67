"""What a damaged place most likely was, judged by what stands around it.

Letters are judged by the words they make, signs by the room they stand in: an opening quote follows a space, a closing
one a letter; a dash has spaces on both sides, an apostrophe has letters. Each reading has a cost in decibels, and
what is said of a place is the cheapest reading and by how much it beats the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import inf

from ..patterns import regex
from ._context import Prices, Quotes, Signs, is_elided, opened_by
from .alphabets import LETTERS, letters_of
from .lexicon import Lexicon, lexicon

__all__ = ["Judge", "Quotes", "is_elided", "judge", "opened_by", "sign_cost", "sign_costs"]

#: A piece of a damaged word: text that is sure, or the strings it may have been.
Piece = str | Sequence[str]

_UNLISTED = 6.0  # what a letter outside ASCII costs a word that no list knows, in decibels

#: A reading is taken when it beats the next by so many decibels.
ENOUGH = 6.0
#: The same for letters whose place is certainly damaged: what words cost is known better than what signs do.
LETTERS_ENOUGH = 4.0

#: A place where a sentence begins, seen from it. A question mark is no sign: it may be damage.
SENTENCE_END = regex(r"[.!…:][\"”’»)]?\s+$|\n\s*$")


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


#: Two readings that count as one where a dash is certain: which it was is the author's habit, and either serves.
DASHES = frozenset("–—")


class Judge:
    """Prices readings in one language."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.own = letters_of(words.language)
        unlisted = _UNLISTED if LETTERS[words.language][0] < "\u0370" else 0.0
        self.prices = Prices(words.rarity, "".join(self.own), words.language, unlisted)

    def cost(self, reading: str, left: str = "", right: str = "", opened: str | None = None) -> float:
        """Decibels of a stretch of text between two characters, after an `opened` quote (None: nobody knows)."""
        return self.prices.price(reading, left, right, opened)

    def least(self, pieces: Sequence[Piece], left: str = "", right: str = "") -> float:
        """About what the likeliest reading costs, found quickly."""
        return self.prices.least(tuple(pieces), left, right)


@cache
def judge(language: str) -> Judge:
    """The judge of `language`: one for all texts, because words come again."""
    return Judge(lexicon(language))

"""Which words a language has, how rare each is, and which language a damaged text is most likely in.

The lists come from `words.zip` (see `build_words`), one language at a time and only when damage asks for it. A cost is
in decibels: ten times rarer costs ten more. Words outside the list are priced by their letter trigrams, which are
counted from the same list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from ._first_words import FirstWords
from ._lexicon import Words
from .alphabets import LETTERS

#: A word: letters only, so that what stands between letters is always a sign.
WORD = re.compile(r"[^\W\d_]+")
#: What stands for a letter that damage may have destroyed in a pattern of a word.
HOLE = "\0"


def _member(name: str) -> bytes:
    import zipfile  # late: hardly a text needs it

    with zipfile.ZipFile(Path(__file__).with_name("words.zip")) as table:
        return table.read(name)


class Lexicon:
    """The words of one language. Use `lexicon(language)`, which makes each only once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.rarity = Words(_member(f"{language}.txt").decode(), _member(f"{language}.rarity"))

    def matching(self, pattern: str) -> list[str]:
        """The words in which a letter outside ASCII stands for each hole of `pattern`."""
        if LETTERS[self.language][0] > "\u036f" and 2 * pattern.count(HOLE) > len(pattern) + 1:
            return []  # too little is left where all letters are outside ASCII
        return self.rarity.matching(pattern)

    def cost(self, word: str) -> float:
        """Decibels of a word, whatever its case."""
        return self.rarity.cost(word.replace("İ", "i").lower())

    def spelling(self, word: str) -> float:
        """Decibels of a word that is not in the list."""
        return self.rarity.spelling(word)


@cache
def lexicon(language: str) -> Lexicon:
    """The words of `language`, one of the twenty of `alphabets.LETTERS`."""
    return Lexicon(language)


#: So many words tell the language, and stand in so many characters nearly always.
_FIRST_WORDS, _FIRST_CHARACTERS = 240, 2000
_LANGUAGES = tuple(LETTERS)


@cache
def _function_words() -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Word → the languages in which it is among the most frequent, by their number, and its weight there."""
    index: dict[str, tuple[tuple[int, int], ...]] = {}
    for line in Path(__file__).with_name("function-words.txt").read_text("utf-8").split("\n"):
        language, rarity, *words = line.split(" ")
        meant = (_LANGUAGES.index(language), 45 - int(rarity))
        for word in words:
            index[word] = (*index.get(word, ()), meant)
    return index


@cache
def _tally() -> FirstWords:
    return FirstWords(_function_words(), len(_LANGUAGES))


def function_words(language: str) -> frozenset[str]:
    """The most frequent words of a language."""
    number = _LANGUAGES.index(language)
    return frozenset(word for word, meant in _function_words().items() if any(number == n for n, _ in meant))


def guess_in(text: str, size: int, *, apart: bool = False) -> str | None:
    """The language whose function words the first `size` characters of a text hold most of; None when too few tell.

    Of the words there the first 240 count; `apart`: of what stands between blanks.
    """
    number = _tally().guess(text, size, _FIRST_WORDS, apart)
    return _LANGUAGES[number] if number >= 0 else None


def first_words(text: str, size: int) -> list[str]:
    """The words in the first `size` characters of a text, of which hardly any caller needs more than the first."""
    if size > _FIRST_CHARACTERS < len(text):
        words = WORD.findall(text, 0, _FIRST_CHARACTERS)
        if len(words) > _FIRST_WORDS:  # the last one may be cut
            return words
    return WORD.findall(text, 0, size)


def likely_languages(text: str) -> list[str]:
    """The three languages whose function words a text holds most of, fewer when fewer are there at all."""
    weights = zip(_tally().weigh(text, _FIRST_WORDS), _LANGUAGES, strict=True)
    return [language for _, language in sorted((-weight, language) for weight, language in weights if weight)[:3]]


@lru_cache(maxsize=16)
def language_of(text: str) -> str | None:
    """The language of a text, by the words in its beginning that damage left alone."""
    return guess_in(text, 4000)

"""Which words a language has, how rare each is, and which language a damaged text is most likely in.

The lists come from `words.zip` (see `build_words`), one language at a time and only when damage asks for it. A cost is
in decibels: ten times rarer costs ten more. Words outside the list are priced by their letter trigrams, which are
counted from the same list.
"""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from math import inf, log10

from ._first_words import FirstWords
from .alphabets import LETTERS

#: A word: letters only, so that what stands between letters is always a sign.
WORD = re.compile(r"[^\W\d_]+")
#: What stands for a letter that damage may have destroyed in the index of word shapes.
HOLE = "\0"
#: Cost of meeting any word that no list knows, before its spelling is priced.
UNKNOWN = 62.0
#: How many patterns of damaged words are remembered with the words that fit.
_REMEMBERED = 5_000
#: Capitals whose small letter is two, or depends on what stands beside it.
_UNUSUAL = frozenset("İΣ")
_HOLES = re.compile(r"[^\x00-\x7f]")


def _member(name: str) -> list[str]:
    with files(__package__).joinpath("words.zip").open("rb") as f, zipfile.ZipFile(f) as table:
        return table.read(name).decode().split("\n")


@cache
def _table(language: str) -> dict[str, int]:
    words: dict[str, int] = {}
    for line in _member(f"{language}.txt"):
        rarity, *row = line.split(" ")
        words.update(dict.fromkeys(row, int(rarity)))
    return words


#: What stands on either side of an English apostrophe; the list has such words whole.
_CLITICS = ("s", "t", "d", "m", "re", "ve", "ll")
_NEGATED = (
    "ain", "aren", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "mustn", "needn", "shouldn",
    "wasn", "weren", "won", "wouldn",
)  # fmt: skip
_CONTRACTED = dict.fromkeys(_CLITICS, 8) | dict.fromkeys(_NEGATED, 33)


class Lexicon:
    """The words of one language. Use `lexicon(language)`, which makes each only once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.rarity = _table(language) | (_CONTRACTED if language == "en" else {})
        self._spelling: dict[str, float] = {}
        self._opening: dict[str, float] = {}
        self._followed: dict[str, dict[str, float]] = {}
        self._matching: dict[str, list[str]] = {}
        self._steps: dict[str, float] = {}

    @cached_property
    def by_shape(self) -> dict[str, str]:
        """Words by their shape: every letter outside ASCII replaced by a hole; those of one shape with blanks between.

        (Lists would be thirty thousand small values for the garbage collector to visit.)
        """
        words = [word for word in self.rarity if not word.isascii()]
        shaped = "\n".join(words).encode("ascii", "replace").decode().replace("?", HOLE)
        shapes: dict[str, str] = {}
        for shape, word in zip(shaped.split("\n"), words, strict=True):
            shapes[shape] = f"{shapes[shape]} {word}" if shape in shapes else word
        return shapes

    def matching(self, pattern: str) -> list[str]:
        """The words in which a letter outside ASCII stands for each hole of `pattern`."""
        if LETTERS[self.language][0] > "\u036f":  # shapes say nothing where all letters are outside ASCII
            if 2 * pattern.count(HOLE) > len(pattern) + 1:
                return []
            if pattern not in self._matching:
                if len(self._matching) > _REMEMBERED:
                    self._matching.clear()
                self._matching[pattern] = self._grown("", pattern)
            return self._matching[pattern]
        shape = _HOLES.sub(HOLE, pattern)
        words = self.by_shape.get(shape, "").split()
        if shape.count(HOLE) == pattern.count(HOLE):
            return words
        return [w for w in words if all(c in (HOLE, w[i]) for i, c in enumerate(pattern))]

    def _grown(self, opening: str, pattern: str) -> list[str]:
        """The same by trying letter after letter, as long as a word begins so."""
        at = bisect_left(self._sorted, opening)
        if at == len(self._sorted) or not self._sorted[at].startswith(opening):
            return []
        if len(opening) == len(pattern):
            return [opening] if self._sorted[at] == opening else []
        letter = pattern[len(opening)]
        tried = LETTERS[self.language] if letter == HOLE else letter
        return [word for c in tried for word in self._grown(opening + c, pattern)]

    @cached_property
    def _trigrams(self) -> _Trigrams:
        return _Trigrams(self.rarity)

    def cost(self, word: str) -> float:
        """Decibels of a word, whatever its case."""
        word = word.replace("İ", "i").lower()
        known = self.rarity.get(word)
        return float(known) if known is not None else self.spelling(word)

    def spelling(self, word: str) -> float:
        """Decibels of a word that is not in the list."""
        return max(UNKNOWN, UNKNOWN + self._letters(f"^{word}$") - 8 * len(word))

    def opening(self, word: str) -> float:
        """The least that a word with these first letters costs, in decibels."""
        if (price := self._opening.get(word)) is None:
            start = bisect_left(self._sorted, word)
            end = bisect_left(self._sorted, word + "\U0010ffff", start)
            listed = min((self.rarity[w] for w in self._sorted[start:end]), default=None)
            unlisted = max(UNKNOWN, UNKNOWN + self._letters(f"^{word}") - 8 * len(word)) if listed is None else 0.0
            if len(self._opening) > 200_000:
                self._opening.clear()
            price = self._opening[word] = float(listed) if listed is not None else unlisted
        return price

    def openings(self, word: str, letters: Sequence[str]) -> list[float]:
        """`opening` of the word, in lower case, with each of these letters behind it."""
        if not _UNUSUAL.isdisjoint(word) or not _UNUSUAL.isdisjoint(letters):
            return [self.opening((word + letter).lower()) for letter in letters]
        word = word.lower()
        listed = self._listed(word)
        spelled, tail, less = self._letters(f"^{word}"), f"^{word}"[-2:], 8 * (len(word) + 1)
        steps = self._steps
        prices: list[float] = []
        for letter in map(str.lower, letters):
            if (rarity := listed.get(letter)) is not None:
                prices.append(rarity)
                continue
            three = tail + letter
            if len(three) < 3:
                step = 0.0
            elif (step := steps.get(three, inf)) == inf:
                step = self._step(three)
            prices.append(max(UNKNOWN, UNKNOWN + (spelled - step) - less))
        return prices

    def _listed(self, opening: str) -> dict[str, float]:
        """What follows these first letters in listed words, and the rarity of the commonest of these."""
        found = self._followed.get(opening)
        if found is None:
            size, order = len(opening), self._sorted
            start = bisect_left(order, opening)
            found = {}
            for word in order[start : bisect_left(order, opening + "\U0010ffff", start)]:
                if len(word) > size:
                    letter, rarity = word[size], float(self.rarity[word])
                    if rarity < found.get(letter, inf):
                        found[letter] = rarity
            if len(self._followed) > 50_000:
                self._followed.clear()
            self._followed[opening] = found
        return found

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.rarity)

    def _letters(self, padded: str) -> float:
        if (price := self._spelling.get(padded)) is None:
            steps = self._steps
            price = 0.0
            for i in range(len(padded) - 2):
                three = padded[i : i + 3]
                if (step := steps.get(three)) is None:
                    step = self._step(three)
                price -= step
            if len(self._spelling) > 50_000:
                self._spelling.clear()
            self._spelling[padded] = price
        return price

    def _step(self, three: str) -> float:
        """How likely the third letter is behind the first two, in decibels."""
        if len(self._steps) > 100_000:
            self._steps.clear()
        threes, twos = self._trigrams.counts(three)
        self._steps[three] = step = 10 * log10((threes + 0.05) / (twos + 2.0))
        return step


class _Trigrams:
    """How often three letters, and the first two of them, meet in a list of words, rarer words counting less."""

    def __init__(self, rarity: Mapping[str, int]) -> None:
        import numpy as np

        by_weight: dict[int, list[str]] = defaultdict(list)
        for word, rare in rarity.items():
            by_weight[max(1, 9 - rare // 10)].append(word)
        rows = [f"^{'$^'.join(words)}$" for words in by_weight.values()]  # (no word goes on in the next)
        weights = np.repeat([*by_weight], [len(row) for row in rows])
        codes = np.frombuffer("".join(rows).encode("utf-32-le"), "<u4")
        letters = sorted(set("".join(rows)))
        self._number = {letter: number for number, letter in enumerate(letters)}
        self._size = size = len(letters)
        numbers = np.zeros(ord(letters[-1]) + 1, np.int64)
        numbers[[*map(ord, letters)]] = range(size)
        letter = numbers[codes]
        pair = letter[:-1] * size + letter[1:]
        self._twos = np.bincount(pair, weights[:-1], size**2).astype("i4")
        self._threes = np.bincount(pair[:-1] * size + letter[2:], weights[:-2], size**3).astype("i4")

    def counts(self, three: str) -> tuple[int, int]:
        """How often the three meet, and the first two."""
        a, b, c = map(self._number.get, three)
        if a is None or b is None:
            return 0, 0
        pair = a * self._size + b
        return 0 if c is None else int(self._threes[pair * self._size + c]), int(self._twos[pair])


@cache
def lexicon(language: str) -> Lexicon:
    """The words of `language`, one of the twenty of `alphabets.LETTERS`."""
    return Lexicon(language)


#: So many words tell the language, and stand in so many characters nearly always.
_FIRST_WORDS, _FIRST_CHARACTERS = 240, 2000
_LANGUAGES = tuple(LETTERS)


@cache
def _function_words() -> Mapping[str, list[tuple[int, int]]]:
    """Word → the languages in which it is among the most frequent, by their number, and its weight there."""
    index: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for line in _member("function-words.txt"):
        language, rarity, *words = line.split(" ")
        meant = (_LANGUAGES.index(language), 45 - int(rarity))
        for word in words:
            index[word].append(meant)
    return index


@cache
def _tally() -> FirstWords:
    return FirstWords(_function_words(), len(_LANGUAGES))


def function_words(language: str) -> frozenset[str]:
    """The most frequent words of a language."""
    number = _LANGUAGES.index(language)
    return frozenset(word for word, meant in _function_words().items() if any(number == n for n, _ in meant))


def guess_language(words: Sequence[str]) -> str | None:
    """The language whose function words `words` (the first 240) holds most of; None when too few tell."""
    number = _tally().guess_of(list(words[:_FIRST_WORDS]))
    return _LANGUAGES[number] if number >= 0 else None


def guess_in(text: str, size: int, *, apart: bool = False) -> str | None:
    """The same of the words in the first `size` characters of a text; `apart`: of what stands between blanks."""
    number = _tally().guess(text, size, _FIRST_WORDS, apart)
    return _LANGUAGES[number] if number >= 0 else None


def first_words(text: str, size: int) -> list[str]:
    """The words in the first `size` characters of a text, of which hardly any caller needs more than the first."""
    if size > _FIRST_CHARACTERS < len(text):
        words = WORD.findall(text, 0, _FIRST_CHARACTERS)
        if len(words) > _FIRST_WORDS:  # the last one may be cut
            return words
    return WORD.findall(text, 0, size)


def likely_languages(words: Sequence[str]) -> list[str]:
    """The three languages whose function words `words` holds most of, fewer when fewer are there at all."""
    weights = zip(_tally().weights_of(list(words[:_FIRST_WORDS])), _LANGUAGES, strict=True)
    return [language for _, language in sorted((-weight, language) for weight, language in weights if weight)[:3]]


@lru_cache(maxsize=16)
def language_of(text: str) -> str | None:
    """The language of a text, by the words in its beginning that damage left alone."""
    return guess_in(text, 4000)

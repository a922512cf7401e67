"""Undoes the case of a name: where a Pole writes `Andrzejem Dudą`, the person is Andrzej Duda.

Half of Europe's languages decline names, so that one person stands in a text in five or six forms. The endings are data
(`endings.toml`); what is done with them is here. An ending alone proves nothing: `Petra Pavla` is Petr Pavel's, or a
woman's name. So all words of a name must agree in language, gender and case, and then either the nominative itself
stands somewhere (`nominatives` says what to look for), or the given name, known only once its ending is off, vouches
for the rest (`certain`). Otherwise the name stays as it is written.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import rtoml
from msgspec import Struct

from ..patterns import regex
from .folding import fold, name_key
from .lexicon import PARTICLES, Kind, load
from .transliteration import GIVEN

FILE = Path(__file__).with_name("endings.toml")

#: Bounds on what one surface can cost: words, letters of a word, ways to read what was read so far.
_MOST_WORDS = 6
_LONGEST = 40
_MOST_WAYS = 64
#: The shortest stem that a name keeps when its ending is off.
_STEM = 2


class Reading(Struct, frozen=True, gc=False):
    """A word in the nominative, and in which languages, genders and cases (bits) it would be written as it is."""

    word: str
    agrees: int
    strong: bool  # whether the ending can hardly be a nominative's


Puts = tuple[tuple[str, int], ...]


class Ending(NamedTuple):
    """What a nominative may have in this ending's place, with bits of agreement, by the kind of letter before it."""

    puts: tuple[Puts, ...] = ((), (), ())
    strong: bool = False


class Table(NamedTuple):
    """The endings as written; what is only the end of one stands there too, and gives nothing."""

    endings: Mapping[str, Ending]
    longest: int
    men: int
    women: int
    letters: tuple[tuple[frozenset[str], frozenset[str], int], ...]
    of_men: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]


#: The bit of the languages that decline the last word only.
LAST = 1


@cache
def table() -> Table:
    """The endings as shipped."""
    data = rtoml.load(FILE)
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    genders = {"m": 0, "f": 0}
    letters: list[tuple[frozenset[str], frozenset[str], int]] = []
    bit = LAST
    for language, rows in data["declined"].items():
        bits = {(gender, case): (bit := bit << 1) for gender in "mf" for case in range(5)}
        for (gender, _), b in bits.items():
            genders[gender] |= b
        own, telling = data["letters"][language], data["telling"].get(language, "")
        letters.append((frozenset(own), frozenset(telling), sum(bits.values())))
        for gender, nominative, *cases in map(str.split, rows.strip().splitlines()):
            for case, ending in ((n, e) for n, endings in enumerate(cases) for e in endings.split("/")):
                found[ending][nominative.strip("-")] |= bits[gender, case]
    for rows in data["last"].values():
        for nominative, *endings in map(str.split, rows.strip().splitlines()):
            for ending in endings:
                found[ending][nominative.strip("-")] |= LAST
    strong, *words = (frozenset(data[name].split()) for name in ("strong", "of_men", "prepositions", "conjunctions"))
    turned = dict.fromkeys((ending[n:] for ending in found for n in range(len(ending))), Ending())
    turned |= {ending: _ending(sorted(put.items()), strong=ending in strong) for ending, put in found.items()}
    return Table(turned, max(map(len, turned)), genders["m"], genders["f"], tuple(letters), *words)


def _ending(puts: Sequence[tuple[str, int]], *, strong: bool) -> Ending:
    """The nominatives' endings, by what stands before them: where one cannot follow, only the last word has it."""
    after = (
        tuple((put, bits) for put, agrees in puts if (bits := agrees if _can_follow(put, letter) else agrees & LAST))
        for letter in _KINDS
    )
    return Ending(tuple(after), strong)


def plain(surface: str) -> str:
    """A surface as the tables read it: composed, in lower case, `ё` as the `е` that is mostly printed for it."""
    return unicodedata.normalize("NFC", surface).replace("İ", "i").lower().replace("ё", "е")


@lru_cache(maxsize=1 << 14)
def readings(word: str) -> tuple[Reading, ...]:
    """What a word (as `plain` gives it) may be a case of; never the word as it stands."""
    if len(word) > _LONGEST:
        return ()
    t = table()
    found: list[Reading] = []
    for n in range(1, min(t.longest, len(word) - _STEM) + 1):
        if (ending := t.endings.get(word[-n:])) is None:
            break
        stem = word[:-n]
        puts = ending.puts[_kind(stem[-1])]
        if puts and n == 1 and load().get(fold(word)) & _PERSON:  # of Paul Martin and Paul Martini neither is the other
            puts = tuple((put, bits & ~LAST) for put, bits in puts)
        found += [Reading(stem + put, bits, ending.strong) for put, bits in puts if bits and stem + put != word]
    return tuple(found)


def _kind(letter: str) -> int:
    """Which of `_KINDS` a letter is like."""
    return 0 if letter in _VOWELS else 1 if letter in _HARD else 2


#: A vowel, a letter after which nothing soft stands, another.
_KINDS = "aкb"


def _can_follow(put: str, letter: str) -> bool:
    """Whether a nominative may end so after this letter: a vowel or nothing after a consonant, `й` after a vowel."""
    if put[:1] in ("й", "j"):
        return letter in _VOWELS
    if letter in _VOWELS:
        return bool(put) and put[0] not in _VOWELS and put[0] != "ь"
    return put[:1] not in _SOFT or letter not in _HARD


#: As numbers, which are quicker asked for than an enumeration's members.
_FIRST, _LAST, _TITLE = map(int, (Kind.FIRST, Kind.LAST, Kind.TITLE))
_PERSON = _FIRST | _LAST
_SOFT = ("ь", "й", "я")
_HARD = frozenset("ћчжшщцкгхй")
_VOWELS = frozenset("aeiouyąęáéíóúýůěàèìòùäöüőűаеиоуыэюяіїєėįųūāēī")
_OPEN_A = frozenset("aáąаяā")
_PART = regex(r"[^\s-]+-?")
_NOT_LETTERS = regex(r"[^\w]|_")


def _unchanged(word: str, *, first: bool) -> int:
    """In what a word may stand unchanged through all cases: a foreign name in a vowel, a woman's in a consonant."""
    t = table()
    last = word[-1:]
    if last in _OPEN_A:
        return LAST
    if last in _VOWELS or (last == "х" and not first):
        return LAST | t.men | t.women
    return LAST if first else LAST | t.women


class Nominative(Struct, frozen=True, gc=False):
    """A full name in the nominative, word by word, and how its words were read."""

    words: tuple[str, ...]
    agrees: int
    strong: bool
    strong_surname: bool

    @property
    def is_told(self) -> bool:
        """Whether more than the last word was declined."""
        return bool(self.agrees & ~LAST)


@lru_cache(maxsize=1 << 13)
def nominatives(surface: str) -> tuple[Nominative, ...]:
    """The full names that may be meant by a full name in some case, all of whose words agree."""
    lower = plain(surface)
    parts = _PART.findall(lower)
    if not 1 < len(parts) <= _MOST_WORDS:
        return ()
    written = tuple(_NOT_LETTERS.sub("", part) for part in parts)
    read = [readings(word) if len(word) > 2 and word not in PARTICLES else () for word in written]
    if not any(read):
        return ()
    # Words so far, what these agree in, whether an ending is strong, whether the surname's is.
    ways: list[tuple[tuple[str, ...], int, bool, bool]] = [
        ((), _languages("" if lower.isascii() else lower), False, False)
    ]
    for at, (part, word, declined) in enumerate(zip(parts, written, read, strict=True)):
        last = at + 1 == len(parts)
        fixed = len(word) < 2 or word in PARTICLES or (part.endswith("-") and not last)
        forms = [(word, -1 if fixed else _unchanged(word, first=at == 0), False)]
        forms += [(r.word, r.agrees if last else r.agrees & ~LAST, r.strong) for r in declined]
        ways = [
            ((*words, form), both, strong or by_this, last and by_this)
            for words, agrees, strong, _ in ways
            for form, mask, by_this in forms
            if (both := agrees & mask)
        ][:_MOST_WAYS]
    if any(strong_surname for *_, strong_surname in ways):
        ways = [way for way in ways if way[0][-1] != written[-1]]
    return tuple(Nominative(*way) for way in ways if way[0] != written)


@lru_cache(maxsize=1 << 10)
def _languages(lower: str) -> int:
    """The languages that have all the letters of a name; what is ASCII says nothing of them."""
    rare = {c for c in lower if c.isalpha() and not c.isascii()}
    return LAST | sum(bits for own, telling, bits in table().letters if rare <= own and (not telling or rare & telling))


@lru_cache(maxsize=1 << 14)
def nominatives_of_word(word: str) -> frozenset[str]:
    """The keys of the words that a single word may be a case of: for `Tuska` that of Tusk, and of Tusek, Tusko …"""
    return frozenset(name_key(r.word) for r in readings(plain(word)))


@lru_cache(maxsize=1 << 13)
def surnames_of(word: str) -> frozenset[str]:
    """As `nominatives_of_word`, for a word that no document explains; none if it may be a name as it stands."""
    lower = plain(word)
    if load().get(fold(lower)) & _LAST or lower.endswith(_OF_WOMEN):
        return frozenset()
    return frozenset(name_key(r.word) for r in readings(lower) if r.agrees & ~LAST)


@lru_cache(maxsize=1 << 13)
def certain(surface: str, *, oblique: bool = False) -> str | None:
    """The full name in the nominative, if the words themselves leave no doubt; None if they do.

    The given name must become one by losing its ending. If as written it is one too (`Евгения`), the surname's ending
    must be one that no nominative has, or the place of the name must say so (`oblique`).
    """
    ways = [w for w in nominatives(surface) if _is_given(w)]
    if not ways or len({fold(" ".join(w.words[:-1])) for w in ways}) > 1:
        return None
    if not (oblique or all(w.strong_surname for w in ways)) and may_be_nominative(surface):
        return None
    (rank, name), *others = sorted({(_rank(w), name_key(" ".join(w.words))) for w in ways})
    if others and others[0][0] == rank:
        return None
    weak = not any(w.strong for w in ways)
    return None if weak and ((surface.isascii() and rank[0]) or _may_be_another(surface, ways)) else name


def _may_be_another(surface: str, ways: Sequence[Nominative]) -> bool:
    """Whether, in Latin letters, a weak ending may be the name's own: the surname is a woman's, or unchanged."""
    last = _NOT_LETTERS.sub("", _PART.findall(plain(surface))[-1])
    return last < "а" and (last.endswith(_OF_WOMEN) or any(w.words[-1] == last for w in ways))


def may_be_nominative(surface: str) -> bool:
    """Whether the given name, as it stands, is one that people bear."""
    word = _NOT_LETTERS.sub("", _PART.findall(plain(surface))[0])
    if word[-1:] in _OBLIQUE:
        return False
    return _is_known(word) and not (word[-1:] in ("а", "я") and fold(word) in table().of_men)


def may_be_a_woman(surface: str) -> bool:
    """Whether the name, taken for a man's in some case, may as well be a woman's as it stands: `Александра Иванова`."""
    if not may_be_nominative(surface):
        return False
    word = _NOT_LETTERS.sub("", _PART.findall(plain(surface))[-1])
    known = load().get(fold(word)) & _LAST
    return bool(known) or (not word.isascii() and word[-1] in "ая") or word.endswith(_OF_WOMEN) or not readings(word)


#: How Slavic surnames of women end in Latin letters.
_OF_WOMEN = ("ova", "eva", "ina", "yna", "ska", "cka", "ова", "ева", "єва", "ина", "іна", "їна", "ына")


@lru_cache(maxsize=1 << 12)
def is_oblique(before: str) -> bool:
    """Whether the word before a name says that the name is in no nominative: a preposition, a title in another case."""
    word = plain(before)
    t = table()
    return word in t.prepositions or any(r.agrees & t.men and load().get(fold(r.word)) & _TITLE for r in readings(word))


def may_be_subject(before: str) -> bool:
    """Whether after this word a name may well be in the nominative: nothing, a conjunction, a woman's title."""
    word = plain(before)
    return not word or not before[:1].islower() or word in table().conjunctions or word[-1] in _OPEN_A


def _is_known(word: str) -> bool:
    folded = fold(word)
    return bool(load().get(folded) & _FIRST) or folded in GIVEN


def _is_given(way: Nominative) -> bool:
    """Whether the words make a name of a known given name, in the gender that they agree in."""
    t = table()
    first, last = way.words[0], way.words[-1]
    if not way.is_told:  # Hungarian: the given name comes last
        return way.strong_surname and _is_known(last) and bool(load().get(fold(first)) & _LAST)
    return _is_known(first) and not (first[-1:] in ("а", "я") and fold(first) in t.of_men)


def _rank(way: Nominative) -> tuple[bool, bool, bool, int]:
    """Of several nominatives the likelier comes first: a known surname, one that can be spoken, the shorter."""
    last = fold(way.words[-1])
    unknown = not load().get(last) & _PERSON
    return unknown, bool(_UNLIKELY.search(last)), way.words[-1][-1] in "oeiuyоеуи", len(last)


#: Letters in which no given name of these languages ends in the nominative.
_OBLIQUE = frozenset("ąęųįů")
#: How hardly a nominative ends: a vowel fell out of it (`Blažek`, `Blažka`).
_UNLIKELY = regex(r"[bcdfghjkmptvwz][kclnr]$|[bcdfghjkmnpstvwz]l$|enk$|s?[kt]s?koy$")

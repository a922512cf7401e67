"""Spells names as asked: kept, in plain letters, or with the diacritics that the corpus itself attests.

Only names are touched, word by word, and only where a form seen somewhere stands behind the change. `restore` turns
`Cavusoglu` into `Çavuşoğlu` when this very person is written so elsewhere and that form may be spelled without its
diacritics; it never turns Dmitri into Dmitry. That is another spelling, not a lost accent, and has its own option.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from ..model import Mention
from ..patterns import regex
from .folding import fold, name_key, spellings
from .inflection import plain, readings
from .linking import is_sound
from .transliteration import even

_WORD = regex(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")


class Respelling(NamedTuple):
    """In the text from `start` to `end`, write `put`; `rule` is `fold`, `restore` or `unify`."""

    start: int
    end: int
    put: str
    rule: str


def folded(mention: Mention) -> Iterator[Respelling]:
    """The mention in plain letters."""
    plain = fold(mention.surface)
    if plain != mention.surface:
        yield Respelling(mention.start, mention.end, plain, "fold")


def restored(mention: Mention, forms: Mapping[str, int]) -> Iterator[Respelling]:
    """The mention's ASCII words with the diacritics of a form of the same person, where one form alone licenses it.

    `forms` are the person's attested forms with how often each was seen.
    """
    if mention.link == "prior" or (mention.link == "none" and mention.kind != "full"):
        return  # who it is, nobody knows for certain
    for match in _WORD.finditer(mention.surface):
        word = match[0]
        if word.isascii() and len(word) > 1 and (put := _licensed(word, forms, mention.canonical)) and put != word:
            yield Respelling(mention.start + match.start(), mention.start + match.end(), put, "restore")


def unified(mention: Mention) -> Iterator[Respelling]:
    """A given name in another transliteration, written as in the canonical form: Dmitri as Dmitry."""
    words = list(_WORD.finditer(mention.surface))
    theirs = _WORD.findall(mention.canonical)
    if (
        mention.kind != "full"
        or len(words) != len(theirs)
        or even(mention.name_key) != even(name_key(mention.canonical))
    ):
        return
    for match, put in zip(words, theirs, strict=True):
        here, there = name_key(match[0]), name_key(put)
        if here != there and _latin(put) == _latin(match[0]):
            yield Respelling(mention.start + match.start(), mention.start + match.end(), put, "unify")


def _licensed(word: str, forms: Mapping[str, int], canonical: str) -> str | None:
    """The attested word with diacritics that this ASCII word is a spelling of; None when there is none, or a tie.

    A word of the canonical form in another case (`Dudą`, of Duda) licenses nothing: its diacritics are the ending's.
    """
    found: Counter[str] = Counter()
    nominative = {*plain(canonical).split()}
    capitals = word.isupper()
    for form, seen in forms.items():
        for attested in _attested(form):
            if attested.isupper() and not capitals:
                continue
            if word.lower() in _lower_spellings(attested) and not _is_case_of(attested, nominative):
                found[_as_capitals(attested, word) if capitals else attested] += seen
    best = found.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def _is_case_of(attested: str, nominative: AbstractSet[str]) -> bool:
    return any(reading.word in nominative for reading in readings(plain(attested)))


@lru_cache(maxsize=1 << 14)
def _attested(form: str) -> tuple[str, ...]:
    words = _WORD.findall(unicodedata.normalize("NFC", form)) if is_sound(form) else []
    return tuple(w for w in words if not w.isascii() and _latin(w) and len(w) > 1)


@lru_cache(maxsize=1 << 14)
def _lower_spellings(attested: str) -> frozenset[str]:
    return frozenset(s.lower() for s in spellings(attested))


def _as_capitals(attested: str, word: str) -> str:
    """The attested word in capitals; a plain I stays one, for only a Turk knows which I it is."""
    upper = "".join("I" if c in "iıİI" and c != "İ" else c.upper() for c in attested)
    return upper if len(upper) == len(word) or not attested.isupper() else attested


@lru_cache(maxsize=1 << 14)
def _latin(word: str) -> bool:
    return all(ord(c) < 0x370 or 0x1E00 <= ord(c) < 0x1F00 for c in word)

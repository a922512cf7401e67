"""Which letters each of the twenty languages is written with, and which signs any of them may use.

A letter that a language does not use is the first hint that a text was read with the wrong table; a sign that no
text uses is never offered as what was lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from . import _alphabets

#: Lower-case letters outside ASCII that belong to the language or are common in its loan words and names.
LETTERS = MappingProxyType(
    {
        "cs": "áčďéěíňóřšťúůýž",
        "da": "æøåéüöä",
        "de": "äöüßéàèêáçñ",
        "el": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        "en": "éèêëïöüçñáàäóôøåæ",
        "es": "áéíóúüñçàè",
        "fr": "àâæçéèêëîïôœùûüÿñ",
        "hr": "čćđšž",
        "hu": "áéíóöőúüű",
        "it": "àèéìîòóùâçü",
        "lt": "ąčęėįšųūž",
        "nl": "éëïèöüóêáàâçíñäîôúû",
        "pl": "ąćęłńóśźżéüö",
        "pt": "áâãàçéêíóôõúüñè",
        "ro": "ăâîșțşţéöü",
        "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
        "sv": "åäöéàüèæø",
        "tr": "çğıöşüâîû",
        "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    }
)


@cache
def letters_of(language: str) -> frozenset[str]:
    """The letters outside ASCII of a language, capitals too."""
    return frozenset(LETTERS[language] + LETTERS[language].upper() + ("İ" if language == "tr" else ""))


#: Signs that news text uses; what damage stood for is sought among these and the letters.
SIGNS = "‘’‚“”„‹›«»–—…•·€£¥¢§©®™°±²³¹¼½¾×÷µ¿¡ªº†‡‰№′″−→←↑↓≤≥≠≈∞√¬¶´¨¸¯ˆ˜‐‑―\xa0\xad\u200b\u2009\u202f\u200d\u2013"


@lru_cache(maxsize=4)  # asked by one pass after the other
def runs(text: str) -> frozenset[str]:
    """The different stretches of two characters outside ASCII or more that a text holds."""
    return frozenset(_alphabets.runs(text))


def stretches(text: str) -> list[tuple[int, int]]:
    """Where each stretch of characters outside ASCII begins and ends."""
    return _alphabets.outside(text)


@lru_cache(maxsize=4)
def held(text: str) -> frozenset[str]:
    """Which characters outside ASCII a text holds; most passes have nothing to do for most texts, and this tells."""
    return frozenset(_alphabets.held(text))


class Tally(NamedTuple):
    """How often each character outside ASCII occurs in a text, and which of them somewhere stand between letters."""

    times: Mapping[str, int]
    within: AbstractSet[str]

    @property
    def all(self) -> int:
        """How many characters outside ASCII there are."""
        return sum(self.times.values())


@lru_cache(maxsize=4)
def tally(text: str) -> Tally:
    """What characters outside ASCII a text holds, counted."""
    return Tally(*_alphabets.tally(text))

"""Knows how an author line is written: `By Jane Doe`, `Von Max Muster | 3. Mai 2019`, `Автор: Анна Котова`.

The reader of plain text needs it to find the line, the spacing stage to take the "By" off it; so it stands here, below
both. A byline is the whole line and holds nothing but names: whatever else has a verb or a full stop is a sentence.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

#: Words before the name. The bare ones are prepositions, so the rest of the line must be a name of two words or more.
_BARE: Final = ("By", "BY", "Von", "VON", "Par", "PAR", "Por", "POR", "Di", "DI", "Door", "Av", "Af", "Autor",
                "Autorka", "Written by", "Reported by", "Text by", "Story by", "Text von", "Texte par",
                "Testo di")  # fmt: skip
_LABELS: Final = ("Author", "Authors", "Reporter", "Text", "Autor", "Autorin", "Autoren", "Auteur", "Auteurs", "Autore",
                  "Autora", "Tekst", "Tekst i zdjęcia", "Автор", "Авторы", "Автори", "Текст", "Yazan", "Haber",
                  "Redakteur", "Redaktion", "Redaktor", "Verfasst von", "By", "Von", "Par", "Por", "Di")  # fmt: skip
_PARTICLE = r"(?:de|del|della|di|da|dos|das|du|des|la|le|van|von|der|den|ten|ter|zu|zur|bin|ibn|al|el|af|av)"
_WORD = r"(?:[^\W\d_a-zа-яёіїєґ]['’.\w-]*|(?:d|l|o|al|el)['’-][^\W\d_]['’\w-]*)"
_NAME = rf"{_WORD}(?:[ \t\xa0]+(?:{_PARTICLE}[ \t\xa0]+){{0,3}}{_WORD}){{0,4}}"
_AND = r"(?:,[ \t]*|[ \t]+(?:and|und|et|y|e|i|en|ve|a|и|та|with|mit|avec|con)[ \t]+|[ \t]*[&/][ \t]*)"
_NAMES = rf"{_NAME}(?:{_AND}{_NAME}){{0,5}}(?:,?[ \t](?:in|aus|à|en|w)[ \t]{_NAME})?"
_TAIL = r"(?:[ \t\xa0]*[|•·,–—-][ \t\xa0]*[^\n]*\d[^\n]*)?"

#: The whole line: `prefix` goes, `names` stay, `tail` (a separator and something with digits: a date) goes.
_BYLINE: Final = (
    rf"(?P<prefix>(?:{'|'.join(_LABELS)})[ \t\xa0]*:[ \t\xa0]*|(?:{'|'.join(_BARE)})[ \t\xa0]+(?=\S+[ \t\xa0]+\S))"
    rf"(?P<names>{_NAMES})(?P<tail>{_TAIL})"
)
#: Longer lines are not looked at.
LONGEST: Final = 160


def byline(line: str) -> re.Match[str] | None:
    """The parts of an author line; None when the line is anything else."""
    if len(line) > LONGEST or line.endswith(".") or not line.startswith(_BEGINNINGS):
        return None
    return _pattern().fullmatch(line)


_BEGINNINGS: Final = (*_BARE, *_LABELS)


@cache
def _pattern() -> re.Pattern[str]:  # most texts need none, and it takes as long as a page to make
    return re.compile(_BYLINE)

"""Texts that were misread from end to end and lost nothing: written back with the same table, they are UTF-8 again.

That every character outside ASCII falls into place is the evidence, so no words are needed: it holds for any script
and language, and for a headline as for a page. Where two tables make two texts of one, the words decide.
"""

from __future__ import annotations

from codecs import charmap_build, charmap_encode
from collections.abc import Callable
from functools import cache
from math import inf
from typing import NamedTuple

from ..patterns import regex
from .alphabets import LETTERS, held, letters_of, runs, stretches
from .channels import ALPHABET, MISREAD, read_as
from .context import judge
from .lexicon import guess_in
from .lossless import looks_bad
from .plausible import CLEARLY
from .prose import addresses
from .spans import Put

#: More misreadings on top of each other are not met.
_DEEPEST = 4
#: The characters of the twenty languages.
_USUAL = frozenset(ALPHABET)


class Table(NamedTuple):
    """A codec in which UTF-8 is misread, the characters that it makes of bytes, and the way back to these."""

    name: str
    characters: frozenset[str]
    encode: Callable[[str], bytes]


@cache
def _tables() -> tuple[Table, ...]:
    return tuple(map(_table, MISREAD))


def _table(codec: str) -> Table:
    read = "".join(read_as(codec, None))
    way_back = charmap_build(read)
    return Table(
        codec.replace("-", ""), frozenset(read[128:]), lambda text: charmap_encode(text, "strict", way_back)[0]
    )


def mend(text: str) -> list[Put]:
    """Every run of characters outside ASCII read again, as often as it was misread; nothing if any of them resists."""
    steps: list[str] = []
    now = text
    while len(steps) < _DEEPEST and (step := (_undone_around_marks if "\ufffd" in now else _undone)(now)) is not None:
        steps.append(step[0])
        now = step[1]
    if not steps:
        return []
    family, closed = f"mojibake.{'-'.join(reversed(steps))}", addresses(text)
    pairs = zip(stretches(text), stretches(now), strict=True)  # for what is outside ASCII stays so
    return [Put(*span, now[start:end], family, inf) for span, (start, end) in pairs if span[0] not in closed]


def _undone(text: str) -> tuple[str, str] | None:
    """The table in which all of a text was misread, and what it was; None if there is none, or two as good."""
    characters, any_run = held(text), next(iter(runs(text)), "")
    found: dict[str, str] = {}
    for table in _tables() if any_run else ():  # a lone character is no UTF-8 in any
        if not characters <= table.characters or _read(any_run, table) is None:
            continue  # (mostly one run says no for all)
        if (read := _read(text, table)) is not None:
            found.setdefault(read, table.name)
    proven = [read for read in found if _mends_a_word(text, read)] or (list(found) if found and looks_bad(text) else [])
    read = _likeliest(proven)
    return None if read is None or held(read) == _NOTHING_NEW else (found[read], read)


def _likeliest(readings: list[str]) -> str | None:
    """The one that is text rather than the others; None if two are as good."""
    strange = [len(held(read) - _USUAL) for read in readings]
    usual = [read for read, found in zip(readings, strange, strict=True) if found == min(strange)]
    ranked = sorted((_cost(read), read) for read in usual) if len(usual) > 1 else [(0.0, read) for read in usual]
    return ranked[0][1] if ranked and all(cost - ranked[0][0] > CLEARLY for cost, _ in ranked[1:]) else None


def _cost(text: str) -> float:
    """Decibels of the words outside ASCII, in the text's language or else in the one that suits them best."""
    letters = {c for c in held(text) if c.isalpha()}
    told = guess_in(text, _GLANCE)
    able = [told] if told else [language for language in LETTERS if letters <= letters_of(language)]
    words = [word for word in text[:_GLANCE].split() if not word.isascii()]
    return min(sum(judge(language).cost(word, " ", " ") for word in words) for language in able or ["en"])


#: So many characters tell the language, and one reading from another.
_GLANCE = 2000
#: A text that holds `ï¿½` and nothing else may speak of it.
_NOTHING_NEW = frozenset("\ufffd")
#: Greek, Cyrillic, mathematics, parts of boxes: what does not stand in a word of Latin letters.
_STRANGER = regex("[\u0370-\u052f\u2200-\u259f]")
_BOXES = regex("[\u2500-\u259f]+")
_LATIN = regex("[^\\W\\d_\u0250-\u1dff\u1f00-\U0010ffff]+")
_FOREIGN, _ABROAD = "\u024f", "\u1e00"  # where there are no such letters between


def _mends_a_word(text: str, read: str) -> bool:
    """Whether what cannot stand in a word becomes Latin letters: one such place proves all the others."""
    for (start, end), (first, last) in zip(stretches(text), stretches(read), strict=True):
        if _FOREIGN < read[first] < _ABROAD or not _LATIN.fullmatch(read, first, last):
            continue
        if _is_misspelt(text[start - 1 : start], text[start:end], text[end : end + 1]):
            return True
    return False


def _is_misspelt(before: str, run: str, behind: str) -> bool:
    """Whether a run cannot stand between two characters in a word: `mГјssen`, `sprĂĄket`, `JĹŞS`."""
    if before.islower() and run[0].isupper():
        return True
    if not (before.isalpha() or behind.isalpha()):
        return False
    if _LATIN.fullmatch(run):
        return run[0].isupper() and not _share_a_language(*run[:2])
    return _STRANGER.search(run) is not None and not _BOXES.fullmatch(run)  # lines may be drawn through letters


@cache
def _share_a_language(first: str, second: str) -> bool:
    """Whether any language is written with both letters."""
    return any(letters_of(language).issuperset((first, second)) for language in LETTERS)


#: Half a character of two bytes or three, where \x1a stands for the bytes that a U+FFFD had been.
_HALF = regex(rb"[\xc3-\xdf]\x1a|[\xe0-\xef](?:\x1a[\x80-\xbf]|[\x80-\xbf]\x1a)")
_MARK = "\ufffd".encode()


def _undone_around_marks(text: str) -> tuple[str, str] | None:
    """The same of a text that lost bytes to U+FFFD: half a letter becomes one.

    Not in Latin, Greek and Cyrillic, where what is left of a letter helps to tell the word.
    """
    if "\x1a" in text or not looks_bad(text):
        return None
    characters = held(text) - {"\ufffd"}
    for table in _tables():
        if not characters <= table.characters:
            continue
        octets = _HALF.sub(_MARK, table.encode(text.replace("\ufffd", "\x1a")))
        try:
            read = octets.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if "\x1a" not in read and any(map(str.isalpha, held(read))) and min(filter(str.isalpha, held(read))) > _KNOWN:
            return table.name, read
    return None


#: The last letter of the scripts in which the twenty languages are written.
_KNOWN = "\u052f"


def _read(text: str, table: Table) -> str | None:
    try:
        return table.encode(text).decode("utf-8")
    except UnicodeError:
        return None

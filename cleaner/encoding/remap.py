"""One table of 256 characters taken for another: `Çavuþoðlu`, `nale¿y`, `Ïðèâåò`.

No byte is lost, but none is odd by itself either: the hard sign is a language that does not own the letters it is
written with, and words that all become known words under one and the same exchange of tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, permutations, product
from math import inf

from msgspec import Struct

from ..patterns import regex
from . import _alphabets, _remap
from ._remap import Table
from .alphabets import LETTERS, SIGNS, held, letters_of, tally
from .context import Judge, judge, sign_cost
from .lexicon import WORD, guess_in, language_of, lexicon
from .prose import addresses
from .spans import Put

#: Tables that are taken for one another, by the part of the world they are used in.
_TABLES = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1257",
    "iso8859-2",
    "mac-roman",
    "cp437",
    "cp850",
    "koi8-r",
    "cp866",
)
_SAMPLED = 80
#: In so many characters is told in what language a text is that was exchanged.
_TELLING = 3000
#: From blank to blank; a no-break space may be a letter here. What has no blank for longer is cut.
_WIDEST = 200
_CHUNK = regex(rf"[^ \t\r\n]{{1,{_WIDEST}}}")
_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))
_SURE_SIGNS = frozenset("‘’“”„«»–—…\xa0")
_DOUBTFUL = frozenset(SIGNS) - _SURE_SIGNS
_UNLIKELY = 25.0
_MOST_SIGNS = 5


@cache
def _upper_half(table: str) -> str:
    return bytes(range(128, 256)).decode(table, "replace")


@cache
def _shown(table: str) -> str:
    """The same with controls for what the table does not define, as they are shown."""
    return "".join([chr(byte) if c == "\ufffd" else c for byte, c in enumerate(_upper_half(table), 128)])


def _changes(true: str, taken: str) -> list[tuple[str, str]]:
    """What shows for each byte of the table `true` that reads otherwise in `taken`, and what it was."""
    both = zip(_shown(taken), _upper_half(true), strict=True)
    return [(seen, was) for seen, was in both if was != seen and was != "\ufffd"]


@cache
def exchange(true: str, taken: str) -> Table:
    """What to put for each character when bytes of the table `true` were read as `taken`."""
    return Table({ord(seen): was for seen, was in _changes(true, taken)})


@cache
def _pairs() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Every two tables, and the characters that change when one is taken for the other."""
    pairs = permutations(_TABLES, 2)
    return tuple([(true, taken, frozenset([seen for seen, _ in _changes(true, taken)])) for true, taken in pairs])


@cache
def exchanged() -> frozenset[str]:
    """Every character outside ASCII that one of the tables has."""
    return frozenset().union(*(changed for _, _, changed in _pairs()))


class Exchange(Struct, frozen=True):
    """Which table was taken for which, in what language the words then are, and what share of the odd ones."""

    true: str
    taken: str
    language: str
    gain: float
    known: float
    sweeping: bool  # hardly a word was spared


@lru_cache(maxsize=2)  # asked twice in each round, mostly of the same text
def choose(text: str) -> Exchange | None:
    """The exchange of tables that turns the text into words, if one does."""
    odd = odd_in(text, language_of(text)) if held(text) else frozenset()
    if not odd or not (able := _able(odd)):
        return None
    chunks = _alphabets.stretches(text, "".join(odd), _WIDEST, _SAMPLED)
    found = tally(" ".join(chunks)).times
    outside, times = "".join(found), list(found.values())
    foreign = sum(count for c, count in tally(text).times.items() if c.isalpha())
    spared = language_of(text) if foreign < 0.4 * (foreign + _plain_letters(text)) else None
    best: Exchange | None = None
    tried: set[str] = set()
    for true, taken in able:
        table = exchange(true, taken)
        read = _remap.promising(outside, times, table, _GOOD)
        if read is None or read in tried:
            continue
        if spared is not None:
            tried.add(read)  # many tables differ only in what the text does not hold
        language = spared or guess_in(_remap.exchanged(text[:_TELLING], table), _TELLING)
        if language is None:
            continue
        gain, known = _gain(chunks, table, language)
        if gain >= 40 and (best is None or gain > best.gain):
            best = Exchange(true, taken, language, gain, known, spared is None)
    if best is not None and language_of(text) is None and (_stands(chunks, odd) or _breaks(chunks, best)):
        return None
    return best


def _stands(chunks: Sequence[str], odd: frozenset[str]) -> bool:
    """Whether the words are listed as they stand, in a language that owns their letters: asked of a few words alone."""
    found = [word.lower() for chunk in chunks for word in WORD.findall(chunk) if not word.isascii()]
    able = (language for language in LETTERS if odd <= letters_of(language) | frozenset(SIGNS))
    return bool(found) and any(all(word in lexicon(language).rarity for word in found) for language in able)


def _breaks(chunks: Sequence[str], made: Exchange) -> bool:
    """Whether one word in four is broken by signs, or comes to hold letters of two scripts, that did not before."""
    table = exchange(made.true, made.taken)
    broken = sum(bool(_BROKEN.search(chunk.translate(table))) and not _BROKEN.search(chunk) for chunk in chunks)
    return 4 * broken >= len(chunks)


#: A sign within a word that is no apostrophe, a Latin letter beside a Cyrillic or Greek one.
_BROKEN = regex(r"(?<=[^\W\d_])[–—˜“”„«»…](?=[^\W\d_])|[A-Za-z](?=[\u0370-\u052f])|[\u0370-\u052f](?=[A-Za-z])")


def concerns(text: str, language: str | None) -> bool:
    """Whether the text can be mixed up, if that is its language: asked of texts that need not be damaged at all."""
    found = held(text)
    foreign = found - _own(language)
    if not foreign and found.isdisjoint(_DOUBTFUL):
        return False
    if len((foreign | (found & _DOUBTFUL)) & exchanged()) < 0.8 * len(foreign):
        return False  # whatever is odd, no exchange is able
    odd = odd_in(text, language)
    return bool(odd and _able(odd)) and choose(text) is not None


@lru_cache(maxsize=1 << 10)  # clean texts of a corpus hold the same few foreign letters
def _able(odd: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The exchanges that change nearly all of these characters."""
    return tuple((true, taken) for true, taken, changed in _pairs() if len(odd & changed) >= 0.8 * len(odd))


def _plain_letters(text: str) -> int:
    octets = text.encode("utf-8", "surrogatepass")
    return len(octets) - len(octets.translate(None, _LETTERS))


def _chunks(text: str) -> Iterator[re.Match[str]]:
    """Stretches without a blank that hold something outside ASCII."""
    return (match for match in _CHUNK.finditer(text) if not match.group().isascii())


def mend(text: str) -> list[Put]:
    """What the right table has in each place, word by word where that reads better."""
    chosen = choose(text)
    return list(_exchanged(text, chosen)) if chosen else []


def mend_sure(text: str) -> list[Put]:
    """The same, when most odd words become known ones: then nothing else need be thought of."""
    chosen = choose(text)
    return list(_exchanged(text, chosen)) if chosen and chosen.known >= 0.6 and chosen.language != "en" else []


def odd_in(text: str, language: str | None) -> frozenset[str]:
    """Characters that the language has no use for; none when they are too few to mean anything."""
    found = tally(text)
    odd = (found.times.keys() - _own(language)) | (found.within & _DOUBTFUL)
    count = sum([found.times[c] for c in odd])
    return frozenset(odd) if count >= 2 and count >= 0.04 * found.all else frozenset()


@cache
def _own(language: str | None) -> frozenset[str]:
    return frozenset(SIGNS) if language is None else letters_of(language) | frozenset(SIGNS)


#: Such a share of the characters must become letters, or signs that any text may hold.
_GOOD = 0.7
#: Such a share of the odd words must become known ones.
_LISTED = 0.4


def _gain(chunks: list[str], table: Table, language: str) -> tuple[float, float]:
    """Decibels won by the exchange over the odd words, and the share of them that it makes known words."""
    found = _remap.listed(chunks, table, lexicon(language).rarity, _LISTED)
    if found is None:  # most exchanges are out of the question early
        return -inf, 0.0
    price = judge(language).cost
    gain, better, worse, known = 0.0, 0, 0, 0
    for chunk, (changed, sure, quoted) in zip(chunks, found, strict=True):
        won = price(chunk, " ", " ") - price(changed, " ", " ")
        gain += won
        worse += won < -6
        if won > 6:
            better += 1
            known += sure or (won > 40 and quoted)
    if known < 2 or known < _LISTED * len(chunks) or better <= 4 * worse:
        return -inf, 0.0
    return gain, known / len(chunks)


def _readings(chunk: str, table: Mapping[int, str]) -> set[str]:
    """A chunk as it stands, and exchanged, with each sign that may be what it seems exchanged or kept."""
    choices = [(table[ord(c)], c) if ord(c) in table and c in _SURE_SIGNS else (table.get(ord(c), c),) for c in chunk]
    if sum(len(choice) > 1 for choice in choices) > _MOST_SIGNS:
        return {chunk, chunk.translate(table)}
    return {chunk, *map("".join, product(*choices))}


def _exchanged(text: str, found: Exchange) -> Iterator[Put]:
    table, judged_in = exchange(found.true, found.taken), judge(found.language)
    family = f"mixed-up.{found.true.replace('-', '')}-{found.taken.replace('-', '')}"
    stay = _UNLIKELY if found.sweeping else 0.0
    chosen: dict[str, tuple[str, float]] = {}
    closed = addresses(text)
    for match in _chunks(text):
        chunk, start = match.group(), match.start()
        if start in closed:
            continue
        if chunk not in chosen:
            chosen[chunk] = _remap.better(chunk, table, judged_in.prices, stay) or _best(chunk, table, judged_in, stay)
        reading, margin = chosen[chunk]
        for i, new in _remap.changes(chunk, reading) if reading != chunk else ():
            yield Put(start + i, start + i + 1, new, family, margin)


def _best(chunk: str, table: Mapping[int, str], judged_in: Judge, stay: float) -> tuple[str, float]:
    """The likeliest of the readings of a chunk that holds a sign which may be what it seems, and by how much it is."""
    readings = _readings(chunk, table)
    ranked = sorted((judged_in.cost(r, " ", " ") + (stay if r == chunk else 0.0), r) for r in readings)
    return ranked[0][1], ranked[1][0] - ranked[0][0] if len(ranked) > 1 else 0.0


_C1 = regex("[\x80-\x9f]")
_CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))


def mend_controls(text: str) -> list[Put]:
    """C1 control characters that are windows-1252 signs under their old numbers, where such signs have room."""
    if _CONTROLS.isdisjoint(held(text)):
        return []
    puts: list[Put] = []
    price = 0.0
    read = text.translate(_controls("cp1252"))  # for one may stand beside another
    for match in _C1.finditer(text):
        start, end = match.span()
        sign = read[start]
        if sign == "\ufffd":
            price += 60
            continue
        puts.append(Put(start, end, sign, "mojibake.c1", inf))
        price += 20 if sign.isalpha() else sign_cost(sign, read[max(0, start - 12) : start], read[end : end + 12], "en")
    return puts if puts and price < _ROOM * len(puts) else []


def mend_letters_of_controls(text: str) -> list[Put]:
    """C1 control characters that are letters of a Macintosh or of DOS: the words in which they stand become known."""
    language = None if _CONTROLS.isdisjoint(held(text)) else language_of(text)
    if language is None:
        return []
    words, signs = judge(language), text.translate(_controls("cp1252"))
    damaged = [match.span() for match in islice(_C1_WORD.finditer(text), _C1_WORDS)]
    stay = sum(words.cost(signs[start:end], " ", " ") for start, end in damaged)
    for codec in ("mac-roman", "cp850") if damaged else ():
        read = text.translate(_controls(codec))
        known = [read[start:end].lower() in words.words.rarity for start, end in damaged]
        better = stay - sum(words.cost(read[start:end], " ", " ") for start, end in damaged)
        if 2 * sum(known) >= len(known) and better > _BETTER:
            name = f"mojibake.c1-{codec.replace('-', '')}"
            return [Put(*match.span(), read[match.start()], name, inf) for match in _C1.finditer(text)]
    return []


#: A word with such a character between its letters, and how many are looked at.
_C1_WORD, _C1_WORDS = regex(r"[^\W\d_]+(?:[\x80-\x9f]+[^\W\d_]+)+"), 40
#: How much better they must read, in decibels.
_BETTER = 15.0


@cache
def _controls(codec: str) -> Mapping[int, str]:
    """What each C1 control is in a codec."""
    return {byte: bytes([byte]).decode(codec, "replace") for byte in range(0x80, 0xA0)}


#: Mean cost of a sign, in decibels, up to which the places are taken for places of signs.
_ROOM = 30.0

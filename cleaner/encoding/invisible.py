"""Characters nobody sees, and forms nobody types: soft hyphens, zero width, stray controls, ligatures, loose accents.

They come last, because until the letters are mended they are evidence: the `í` of a misread page is an `Ã` and a soft
hyphen. Emoji, Persian, and the scripts of India need their joiners; those stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from math import inf

from ..patterns import regex
from ._invisible import alternate
from .alphabets import held
from .lexicon import language_of, lexicon
from .prose import addresses, is_code
from .spans import Put

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u052f"
#: Invisible between letters of scripts that need no joiners, or anywhere for those that carry no meaning.
_HIDDEN = regex(f"\u00ad|[\u200b\u2060\ufeff]+|(?<=[{_LATIN}])[\u200c\u200d]+(?=[{_LATIN}])")
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_CONTROLS = regex(r"[\x00-\x08\x0b\x0e-\x1b\x1c-\x1f\x7f]+")
_CONTROL_BYTES = bytes(c for c in range(128) if _CONTROLS.match(chr(c)))
#: One that stands alone between quotes is an example of itself.
_LIGATURES = regex(r"[\ufb00-\ufb06](?:(?<![\"'`“‘].)|(?![\"'`”’]))")
_LOOSE = regex("[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff][\u0300-\u036f]+")
_COMBINING = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303", "¨": "\u0308",
    "¸": "\u0327",
    "˚": "\u030a", "ˇ": "\u030c", "˘": "\u0306", "˛": "\u0328", "˝": "\u030b",
}  # fmt: skip
_ACCENTS = frozenset(_COMBINING)
_PLAIN_ACCENTS = frozenset("`^~")
_WIDE = regex("[\uff01-\uff5e]")


def _between(first: str, last: str) -> frozenset[str]:
    return frozenset(map(chr, range(ord(first), ord(last) + 1)))


#: By which characters it is told that something of the kind is there at all.
_LIGATURE_SIGNS, _LOOSE_SIGNS, _WIDE_SIGNS = (
    _between("\ufb00", "\ufb06"), _between("\u0300", "\u036f"), _between("\uff01", "\uff5e"),
)  # fmt: skip
_CYRILLIC = _between("а", "ј") | _between("А", "Я")
_SIGNS = frozenset().union(_UNSEEN, _LIGATURE_SIGNS, _LOOSE_SIGNS, _ACCENTS, _WIDE_SIGNS, _CYRILLIC)
_MARKS = ("ï»¿", "п»ї", "я╗┐", "\ufeff")
_MARK = regex(f"(?m)^(?:{'|'.join(_MARKS)})+")
_SPACED_OUT = regex(r"(?m)^ ?(?:[^\n] ){10,}[^\n]?$")
_BLANKS = 10
_TWINS = str.maketrans("аеорсухіјѕАВЕКМНОРСТХІЅЈ", "aeopcyxijsABEKMHOPCTXISJ")
#: A letter of ASCII beside one outside: what every mixed word holds, and few texts.
_BORDER = regex(r"[A-Za-z](?:(?<=[^\W\x00-\x7f].)|(?=[^\W\x00-\x7f]))")
#: Anchored where a word begins, so that no letter is looked at again from the next.
_MIXED = regex(r"(?<![^\W\d_])(?=[^\W\d_]*?[a-zA-Z])(?=[^\W\d_]*?[\u0400-\u04ff])[^\W\d_]{2,}")
#: No word is longer; only hostile text has letters without end.
_LONGEST = 80


def may_hold(text: str) -> bool:
    """Whether a text may hold anything of the kind but for what is a sure sign of damage by itself.

    Such are controls, and hard spaces in the place of all others.
    """
    strange = held(text)
    return (
        not _SIGNS.isdisjoint(strange)
        or any(strange.issuperset(mark) for mark in _MARKS)
        or alternate(text, _BLANKS)
        or any(_spacing(frozenset(accent)).search(text) for accent in _PLAIN_ACCENTS if accent in text)
    )


def mend(text: str) -> list[Put]:
    """What is to be taken out or put in its usual form."""
    return _apart(sorted(_found(text), key=lambda p: (p.start, -p.end)))


def _found(text: str) -> Iterator[Put]:
    octets = text.encode("utf-8", "surrogatepass")
    for match in _CONTROLS.finditer(text) if len(octets.translate(None, _CONTROL_BYTES)) < len(octets) else ():
        yield Put(*match.span(), "", "invisible.control", inf)
    strange = held(text)
    if any(mark in text for mark in _MARKS if strange.issuperset(mark)):
        for match in _MARK.finditer(text):
            yield Put(*match.span(), "", "invisible.byte-order-mark", inf)
    if not _UNSEEN.isdisjoint(strange):
        yield from _hidden(text)
    if not _LIGATURE_SIGNS.isdisjoint(strange):
        for match in _LIGATURES.finditer(text):
            yield Put(*match.span(), unicodedata.normalize("NFKC", match.group()), "form.ligature", inf)
    if not _LOOSE_SIGNS.isdisjoint(strange):
        yield from _loose_accents(text)
    if accents := (_ACCENTS & strange) | {c for c in _PLAIN_ACCENTS if c in text}:
        yield from _spacing_accents(text, accents)
    if not _WIDE_SIGNS.isdisjoint(strange):
        yield from _wide(text)
    if not _CYRILLIC.isdisjoint(strange):
        yield from _twins(text)
    yield from _spaced_out(text)
    if "\xa0" in strange:
        yield from _hard_spaces(text)


def _hidden(text: str) -> Iterator[Put]:
    """What has no width and no meaning."""
    for match in _HIDDEN.finditer(text):
        name = "invisible.soft-hyphen" if match.group() == "\xad" else "invisible.zero-width"
        yield Put(*match.span(), "", name, inf)


def _loose_accents(text: str) -> Iterator[Put]:
    """A letter and its accent as one character."""
    for match in _LOOSE.finditer(text):
        whole = unicodedata.normalize("NFC", match.group())
        if whole != match.group():
            yield Put(*match.span(), whole, "form.loose-accent", inf)


def mend_utf16(text: str) -> list[Put]:
    """UTF-16 read byte by byte, told by its NULs: each pair of characters was one. Mended line by line."""
    if text.count("\0") < 0.2 * len(text) or len(text) < 8:
        return []
    at = 2 if text.startswith(("ÿþ", "þÿ")) else 0
    low_first = text.startswith("ÿþ") or text[at + 1 :: 2].count("\0") > text[at::2].count("\0")
    try:
        octets = text[at:].encode("latin-1")
    except UnicodeEncodeError:
        return []
    read = octets.decode("utf-16-le" if low_first else "utf-16-be", "replace")
    puts: list[Put] = []
    start, place = 0, at
    for line in read.splitlines(keepends=True):
        bare = line.rstrip("\n")
        end = place + 2 * len(bare.encode("utf-16-le")) // 2
        if text[start:end] != bare:
            puts.append(Put(start, end, bare, "mojibake.utf16", inf))
        place = end + 2 * (len(line) - len(bare))
        start = place - (1 if low_first and line != bare else 0)
    return puts


@cache
def _spacing(accents: frozenset[str]) -> re.Pattern[str]:
    """One of these behind a letter; with a single one it is found very quickly."""
    return re.compile(f"[{re.escape(''.join(sorted(accents)))}](?<=[A-Za-z\u0131].)")


def _spacing_accents(text: str, accents: frozenset[str]) -> Iterator[Put]:
    matches = list(_spacing(accents).finditer(text))
    if not matches:
        return
    language = language_of(text)
    if language is None or is_code(text):
        return
    words = lexicon(language)
    for match in matches:
        start, end = match.start() - 1, match.end()
        whole = unicodedata.normalize("NFC", text[start].replace("ı", "i") + _COMBINING[match.group()])
        if len(whole) != 1:
            continue
        head, tail = _letters_before(text, start), _letters_after(text, end)
        made = (tail and head) or (head + whole + tail).lower() in words.rarity
        if made and start not in addresses(text):  # `a`; asked last, for it reads all of the text
            yield Put(start, end, whole, "form.spacing-accent", inf)


def _letters_before(text: str, at: int) -> str:
    start = at
    while start and at - start < _LONGEST and text[start - 1].isalpha():
        start -= 1
    return text[start:at]


def _letters_after(text: str, at: int) -> str:
    end = at
    while end < len(text) and end - at < _LONGEST and text[end].isalpha():
        end += 1
    return text[at:end]


def _wide(text: str) -> Iterator[Put]:
    """Latin letters at the width of Chinese ones, in a text that has no Chinese, Japanese or Korean."""
    matches = list(_WIDE.finditer(text))
    if len(matches) < 10 or any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in text):
        return
    for match in matches:
        yield Put(*match.span(), chr(ord(match.group()) - 0xFEE0), "form.full-width", inf)


def _twins(text: str) -> Iterator[Put]:
    """Cyrillic letters that look Latin, inside a Latin word."""
    matches = list(_MIXED.finditer(text)) if _BORDER.search(text) else []
    for match in matches if len(matches) > 1 else ():
        word = match.group()
        plain = word.translate(_TWINS)
        if plain.isascii() and sum("\u0400" <= c <= "\u04ff" for c in word) < 0.5 * len(word) + 0.6:
            for i, (c, p) in enumerate(zip(word, plain, strict=True)):
                if c != p:
                    yield Put(match.start() + i, match.start() + i + 1, p, "form.look-alike", inf)


def _spaced_out(text: str) -> Iterator[Put]:
    """A blank after every letter, three between words: the NULs of UTF-16 printed as blanks."""
    if not alternate(text, _BLANKS):
        return
    for match in _SPACED_OUT.finditer(text):
        line = match.group()
        first = next((at for at in (1, 0) if not line[at::2].strip(" ")), None)
        if first is None or len(line[1 - first :: 2].split()) < 3:
            continue
        for at in range(match.start() + first, match.end(), 2):
            yield Put(at, at + 1, "", "invisible.utf16-blank", inf)


def _hard_spaces(text: str) -> Iterator[Put]:
    """Every space is a no-break space: a page builder's habit, not the author's."""
    hard = text.count("\xa0")
    if hard < 8 or hard < 20 * text.count(" "):
        return
    for match in re.finditer("\xa0", text):
        yield Put(*match.span(), " ", "form.no-break-space", inf)


def _apart(puts: list[Put]) -> list[Put]:
    kept: list[Put] = []
    for put in puts:
        if not kept or put.start >= kept[-1].end:
            kept.append(put)
    return kept

"""Whether a text shows any sign of damage at all, asked of every text and therefore quick.

Nearly all text is clean, and most of it is told so by which characters it holds. Only a text that holds a suspicious
one is looked at more closely, and only by the passes concerned. The answer errs on the side of looking.
"""

from __future__ import annotations

import re

from . import dropped
from .alphabets import letters_of
from .lexicon import WORD, first_words, guess_language
from .mojibake import sights

_ASCII = bytes(range(128))
#: The capital of Turkish that `upper` does not give.
_CAPITAL_I = frozenset("İ")
_PRINTABLE = bytes([9, 10, 12, 13, *range(32, 127)])
_ORDINARY = frozenset("‘’‚“”„‹›«»–—…•€£§©®™°½×\xa0")
_ESCAPES = (
    re.compile(r"&(?:#|[A-Za-z]{2,30};|amp;)"), re.compile(r"#x?[0-9A-Fa-f]{2,6};"),
    re.compile(r"=[0-9A-F]{2}|=[ \t]*\r?\n"),
    re.compile(r"\\[ux][0-9A-Fa-f]{2}"), re.compile(r"%[89A-Fa-fu][0-9A-Fa-f]"), re.compile(r"<U\+"),
)  # fmt: skip
_ESCAPE_SIGNS = (b"&", b"#", b"=", b"\\", b"%", b"<U+")
_UNSLASHED = (b"u20", b"u0", b"u1e", b"ud83")
#: All digits the same.
_DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
_ACCENTS = re.compile(r"[`^~´¨](?<=[A-Za-z].)[A-Za-z\s]")


def damaged(text: str) -> bool:
    """Whether `text` may be damaged; False only when no pass of the repair could find anything to do."""
    octets = text.encode("utf-8", "surrogatepass")
    outside = octets.translate(None, _PRINTABLE)
    if outside:
        high = outside.translate(None, _ASCII)
        if len(high) < len(outside) or _foreign(text, frozenset(high.decode("utf-8", "surrogatepass"))):
            return True
    return _plain(text, octets) or (not outside and b" the " not in octets and dropped.may_have(text))


def _plain(text: str, octets: bytes) -> bool:
    """Signs of damage in plain ASCII; `octets` are the text in UTF-8, in which short words are found soonest."""
    if b"?" in octets and _misplaced(text):
        return True
    for sign, pattern in zip(_ESCAPE_SIGNS, _ESCAPES, strict=True):
        if sign in octets and pattern.search(text):
            return True
    coded = b"u0" in octets.translate(_DIGITS) or b"ud83" in octets  # sooner seen than each code by itself
    if coded and any(code in octets for code in _UNSLASHED):
        return True
    if (b"`" in octets or b"^" in octets or b"~" in octets) and _ACCENTS.search(text):
        return True
    return octets.count(b" ") > 0.4 * len(text)


def _misplaced(text: str) -> bool:
    """A question mark between letters, before a word, or alone before a small letter."""
    at = text.find("?")
    while at >= 0:
        end = at + 1
        while text[end : end + 1] == "?":
            end += 1
        before, after = text[max(0, at - 1) : at], text[end : end + 1]
        if after.isalpha() and (before.isspace() or not before or (before.isalpha() and not after.isupper())):
            return True
        if after == " " == before and text[end + 1 : end + 2].islower():
            return True
        at = text.find("?", end)
    return False


def _foreign(text: str, held: frozenset[str]) -> bool:
    """Signs of damage among the characters outside ASCII, which are `held`."""
    strange = held - _ORDINARY
    if strange:
        language = guess_language(WORD.findall(text, 0, 700)) or guess_language(first_words(text, 6000))
        if language is None or not strange <= letters_of(language) | _CAPITAL_I:
            return True
    if "\xa0" in held and text.count("\xa0") > 7 and text.count(" ") < text.count("\xa0"):
        return True
    return next(sights(text, held), None) is not None

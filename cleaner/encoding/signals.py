"""Whether a text shows any sign of damage at all, asked of every text and therefore quick.

Nearly all text is clean, and most of it is told so by which characters it holds. What stands between plain ASCII
comes again and again (a quote, `é`, a word in Cyrillic), so which of it says nothing is remembered, and only the rest
is looked at; of the few texts that hold a letter or sign foreign to their language, each pass says whether it has work.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from unicodedata import category

from .alphabets import BESIDE, held, letters_of, stretches
from .lexicon import WORD, first_words, guess_language
from .mojibake import pairs_in, remains, tells

_ASCII, _HIGH = bytes(range(128)), bytes(range(128, 256))
#: The capital of Turkish that `upper` does not give.
_CAPITAL_I = frozenset("İ")
_ORDINARY = frozenset("‘’‚“”„‹›«»–—…•€£§©®™°½×\xa0")
#: What of ASCII escapes, lost characters and loose accents are made of; the rest of it says nothing.
_TELLING = b"?&#=\\%<`^~"
_QUIET = bytes({9, 10, 12, 13, *range(32, 127)}.difference(_TELLING))
_SIGNS = (
    (b"&", re.compile(r"&(?:#|[A-Za-z]{2,30};|amp;)")),
    (b"#", re.compile(r"#x?[0-9A-Fa-f]{2,6};")),
    (b"=", re.compile(r"=(?:[0-9A-F]{2}|[ \t]*\r?\n)")),
    (b"\\", re.compile(r"\\[ux][0-9A-Fa-f]{2}")),
    (b"%", re.compile(r"%[89A-Fa-fu][0-9A-Fa-f]")),
    (b"<", re.compile(r"<U\+")),
    *((accent, re.compile(rf"\{accent.decode()}(?<=[A-Za-z].)[A-Za-z\s]")) for accent in (b"`", b"^", b"~")),
)
_UNSLASHED = re.compile("u(?:20|0|1e|d83)")
#: By language, the stretches outside ASCII that it may hold and that say nothing; "" for those that any may hold.
_SILENT: defaultdict[str, set[bytes]] = defaultdict(set)
_MOST_SILENT = 1 << 14
#: In a shorter text nothing proves that letters vanished.
_LONG = 200
#: In so many characters the language is nearly always told.
_GLANCE = 700


def damaged(text: str) -> bool:
    """Whether `text` may be damaged; False only when no pass of the repair could find anything to do."""
    octets = text.encode("utf-8", "surrogatepass")
    telling = octets.translate(None, _QUIET)
    plain = telling.translate(None, _HIGH)
    if plain.translate(None, _TELLING):  # a control character
        return True
    outside = len(plain) < len(telling)
    if outside and _foreign(text, octets, telling):
        return True
    if _plain(text, octets, plain):
        return True
    return not outside and len(text) >= _LONG and b" the " not in octets and _may_have_dropped(text)


def _may_have_dropped(text: str) -> bool:
    from .dropped import may_have

    return may_have(text)


def _plain(text: str, octets: bytes, telling: bytes) -> bool:
    """Signs of damage in plain ASCII, which holds these `telling` characters."""
    if telling:
        if b"?" in telling and _misplaced(text):
            return True
        if any(sign in telling and pattern.search(text) for sign, pattern in _SIGNS):
            return True
    return _UNSLASHED.search(text) is not None or octets.count(b" ") > 0.4 * len(text)


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


def _foreign(text: str, octets: bytes, telling: bytes) -> bool:
    """Signs of damage among the characters outside ASCII."""
    found = stretches(octets) - _SILENT[""]
    if found:
        language = _language(text)
        heard = _heard(found - _SILENT[language or ""], language)
        there = frozenset("".join(heard))
        if any(map(pairs_in, heard)) or next(remains(text, there), None) is not None:
            return True
        if not _may_hold(there, language) and _concerns(text, language):
            return True
    return b"\xc2\xa0" in telling and text.count("\xa0") > 7 and text.count(" ") < text.count("\xa0")


def holds_foreign(text: str) -> bool:
    """Whether a text holds a letter or sign that neither its language nor all languages have."""
    strange = held(text) - _ORDINARY
    return bool(strange) and not strange <= _allowed(_language(text))


def _heard(found: Iterable[bytes], language: str | None) -> list[str]:
    """The stretches that may say something about a text of this language; the others are remembered."""
    heard = []
    for stretch in found:
        run = stretch.decode("utf-8", "surrogatepass")
        if not _may_hold(run, language) or tells(run):
            heard.append(run)
            continue
        silent = _SILENT["" if _may_hold(run, None) else language or ""]
        if len(silent) > _MOST_SILENT:
            silent.clear()
        silent.add(stretch)
    return heard


def _may_hold(characters: Iterable[str], language: str | None) -> bool:
    """Whether a text of this language may hold all of these without suspicion."""
    return all(c in _allowed(language) or _is_idle(c) for c in characters)


@cache
def _allowed(language: str | None) -> frozenset[str]:
    own = letters_of(language) | _CAPITAL_I if language else frozenset()
    return own | _ORDINARY | frozenset(BESIDE)


@lru_cache(maxsize=1 << 12)
def _is_idle(character: str) -> bool:
    """Whether this is a sign with which no table of bytes and no pass has anything to do: an arrow, a smiling face."""
    from .remap import exchanged

    beyond = "\u2000" < character < "\ufe10" or character > "\uffff"
    return beyond and (category(character)[0] in "SP" or character == "\ufe0f") and character not in exchanged()


def _language(text: str) -> str | None:
    return (
        guess_language(text[:_GLANCE].split())
        or guess_language(WORD.findall(text, 0, _GLANCE))
        or guess_language(first_words(text, 6000))
    )


def _concerns(text: str, language: str | None) -> bool:
    """Whether a pass has something to do in a text that holds what the language does not own."""
    from . import escapes, invisible, lossless, lost, remap

    return bool(
        remap.concerns(text, language)
        or lossless.looks_bad(text)
        or remap.mend_controls(text)
        or invisible.mend(text)
        or escapes.mend(text)
        or lost.style_of(text)
    )

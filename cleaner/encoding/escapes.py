"""Characters that were written as codes and never turned back: `&rsquo;`, `=E2=80=99`, `\\\\u2019`, `%C3%A9`.

A code is turned back when the text is prose and the outcome fits where it stands; in code, in addresses and in texts
that speak of such codes it is what was meant. One kind of code is judged by all its places together.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import inf

from msgspec import Struct

from ..patterns import regex
from .context import sign_cost
from .lexicon import language_of, lexicon
from .prose import addresses, is_code
from .spans import Put, make


class Kind(Struct, frozen=True):
    """One way of writing characters as codes: a word that must occur, the pattern, and the way back."""

    name: str
    needs: str
    pattern: re.Pattern[str]
    decode: Callable[[str], str]


def _entity(code: str) -> str:
    for _ in range(4):
        plain = html.unescape(code)
        if plain == code:
            break
        code = plain
    return code


def _units(code: str) -> str:
    """UTF-16 units in hexadecimal, four digits each, whatever stands between them."""
    units = re.findall(r"[uU]\+?([0-9A-Fa-f]{4,6})", code)
    wide = b"".join(chr(int(u, 16)).encode("utf-16-le", "surrogatepass") for u in units if int(u, 16) <= 0x10FFFF)
    return wide.decode("utf-16-le", "ignore")


def _octets(code: str) -> str:
    """Bytes in hexadecimal: UTF-8, or else windows-1252; a soft line break is nothing."""
    octets = bytes(int(pair, 16) for pair in re.findall(r"(?:=|%|\\x)([0-9A-Fa-f]{2})", code))
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


def _chain(code: str) -> re.Pattern[str]:
    """One code or several in a row, beginning with a literal, so that it is found quickly."""
    return regex(f"{code}(?:{code})*")


KINDS = (
    Kind("escape.html", "&", regex(
        r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"), _entity),
    Kind("escape.html", ";", regex(r"#(?:(?<![&\w]#)|(?<=[^\W\d_]#))(?:\d{3,6}|x[0-9A-Fa-f]{2,5});"),
         lambda code: _entity("&" + code)),
    Kind("escape.quoted-printable", "=", _chain(r"=(?:[0-9A-F]{2}|[ \t]*\r?\n)"), _octets),
    Kind("escape.unicode", "\\u", _chain(r"\\u[0-9A-Fa-f]{4}"), _units),
    Kind("escape.unicode", "%u", _chain(r"%u(?:1[Ff][0-9A-Fa-f]{3}|[0-9A-Fa-f]{4})"), _units),
    Kind("escape.unicode", "<U+", _chain(r"<U\+[0-9A-Fa-f]{4,6}>"), _units),
    Kind("escape.unicode", "u", _chain(
        r"u(?:00[a-fA-F][0-9a-fA-F]|0[1-5][0-9a-fA-F]{2}|1e[0-9a-fA-F]{2}|20[0-4][0-9a-fA-F]|2122|2192|"
        r"d83[0-9a-f]ud[c-f][0-9a-f]{2})"
    ), _units),
    Kind("escape.bytes", "\\x", _chain(r"\\x[0-9A-Fa-f]{2}"), _octets),
    Kind("escape.percent", "%", _chain(r"%[0-9A-Fa-f]{2}"), _octets),
)  # fmt: skip

#: The least that one of them looks like, behind a sign that is soon sought; without any of these there is nothing.
_QUICK = tuple(
    (sign, regex(pattern))
    for sign, pattern in (
        ("&", r"&#?[A-Za-z0-9]{1,31};"), ("#", r"#\d{3,4};"), ("=", r"=(?:[0-9A-F]{2}|[ \t]*\r?\n)"),
        ("\\", r"\\[ux][0-9A-Fa-f]{2}"), ("%", r"%(?:u[0-9A-Fa-f]{4}|[89A-Fa-f][0-9A-Fa-f])"), ("<", r"<U\+"),
    )
)  # fmt: skip
_UNSLASHED = regex(r"u(?:[012][0-9a-fA-F]{3}|d83)")


def mend(text: str) -> list[Put]:
    """The codes of `text` to be turned back."""
    if not any(sign in text and pattern.search(text) for sign, pattern in _QUICK) and not _UNSLASHED.search(text):
        return []
    puts: list[Put] = []
    for kind in KINDS:
        found = _find(text, kind) if kind.needs in text else []
        if not found:  # mostly so: addresses need not be sought
            continue
        closed = addresses(text)
        found = [put for put in found if put.start not in closed]
        if found and _credible(text, found, kind):
            puts += found
    return _apart(puts)


def _find(text: str, kind: Kind) -> list[Put]:
    """Codes of one kind and the characters they stand for."""
    found: list[Put] = []
    for match in kind.pattern.finditer(text):
        code = match.group()
        put = _decoded(kind.decode, code) if len(code) <= _SHORT else kind.decode(code)
        if put != code and "\ufffd" not in put:
            found.append(Put(*match.span(), put, kind.name, inf))
    return found


#: Of so many characters is what is written as a single code.
_SHORT = 24


@lru_cache(maxsize=1 << 10)  # a text holds the same few codes again and again
def _decoded(decode: Callable[[str], str], code: str) -> str:
    return decode(code)


def _credible(text: str, found: Sequence[Put], kind: Kind) -> bool:
    """Whether these codes were meant as characters: enough of them fit where they stand, in a text that is prose."""
    stretches = _joined(found, _JUDGED)
    decoded = make(text, found)
    language = language_of(decoded)
    fits = [_fit(text, stretches, at, kind, language) for at in range(len(stretches))]
    fitting = sum(fit > 0 for fit in fits)
    if not (max(fits) > 1 or fitting >= 2) or fitting < 0.5 * len(fits):
        return False
    if not any(put.after for put in stretches) and not fitting == len(fits) >= _BREAKS:
        return False
    return not is_code(decoded)


_JUDGED = 60


def _joined(found: Sequence[Put], most: int) -> list[Put]:
    """The first codes, those that follow one another without a gap as one, at most so many."""
    chains: list[list[Put]] = []
    for put in found:
        if chains and chains[-1][-1].end == put.start:
            chains[-1].append(put)
        elif len(chains) == most:
            break
        else:
            chains.append([put])
    return [_chained(chain) if len(chain) > 1 else chain[0] for chain in chains]


def _chained(chain: Sequence[Put]) -> Put:
    first, last = chain[0], chain[-1]
    return Put(first.start, last.end, "".join([put.after for put in chain]), first.channel, first.margin)


def _fit(text: str, found: Sequence[Put], at: int, kind: Kind, language: str | None) -> int:
    """0: does not fit where it stands; 1: fits; 2: can be nothing else, letters close on both sides."""
    f = found[at]
    left = found[at - 1].after if at and found[at - 1].end == f.start else text[max(0, f.start - 30) : f.start]
    right = text[f.end : f.end + 30]
    quoted = _QUOTED.search(left) if text[f.start] == "\\" else None
    if quoted and right.lstrip(_LETTERS_IN_CODE).startswith(quoted.group(1)):
        return 0  # quoted in a program
    if not f.after:  # a soft break stands at the end of a full line; a short one ends a setting, `key =`
        return int(f.start - text.rfind("\n", 0, f.start) > _FULL)
    if f.after.isascii():
        return int(f.end - f.start > 6 and text[f.start] == "&")
    if f.after.isalpha():
        word = f"{_letters_before(left)}{f.after}{_letters_after(right)}"
        if left[-1:].isalpha() and right[:1].isalpha() and len(word) > 3:
            return 2
        known = language is not None and word.lower() in lexicon(language).rarity
        return int(known or ((left[-1:].isalpha() or right[:1].isalpha()) and len(word) > 3))
    if len(f.after) > 1 and f.after[0] in _LEADS and not f.after[1].isalnum():
        return 2
    if any("\x80" <= c <= "\x9f" or ord(c) > 0x2FFF for c in f.after):
        return 1
    if f.after == "’" and left[-1:].isalpha() and right[:1].isalpha():
        return 2
    price = sign_cost(f.after[0], left, f.after[1:] + right, language or "en")
    several = kind.decode is _octets and f.end - f.start >= 6 * len(f.after)
    return int(price < (35 if several else 26)) + several


#: Mail breaks its lines at 76 characters or a few before; so many such breaks prove themselves where nothing else does.
_FULL, _BREAKS = 50, 3
_QUOTED = regex(r"""(['"])\w*$""")
_LETTERS_IN_CODE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#: What the first byte of a UTF-8 character is taken for.
_LEADS = frozenset("ÂÃÄÅÆÐÑÎÏâáãð")


def _letters_before(text: str) -> str:
    at = len(text)
    while at and text[at - 1].isalpha():
        at -= 1
    return text[at:]


def _letters_after(text: str) -> str:
    at = 0
    while at < len(text) and text[at].isalpha():
        at += 1
    return text[:at]


def _apart(puts: list[Put]) -> list[Put]:
    """In order, and none inside another: the earlier and longer stay."""
    kept: list[Put] = []
    for put in sorted(puts, key=lambda p: (p.start, -p.end)):
        if not kept or put.start >= kept[-1].end:
            kept.append(put)
    return kept

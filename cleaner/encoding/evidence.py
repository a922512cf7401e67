"""Signs that a text was misread: pairs of characters that hardly ever stand side by side, and what is left of them.

Nearly every text is asked for such signs, and hardly one holds any; where a channel of damage is found, what its
pieces prove is weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache, partial
from pathlib import Path

from ..patterns import regex
from ._pieces import Piece, Pieces
from .alphabets import runs, stretches

#: A longer run of characters outside ASCII is not remembered.
_WIDEST = 60


@cache
def pairs() -> Mapping[str, frozenset[str]]:
    """First character → second: pairs with which the pieces of some channel begin, and which text hardly ever has.

    Nearly every text asks for them, so they are in a file that `build_pairs` makes from the channels.
    """
    rows = Path(__file__).with_name("pairs.txt").read_text("utf-8").split("\n")
    return {row[0]: frozenset(row[1:]) for row in rows if row}


@cache
def seconds() -> frozenset[str]:
    return frozenset().union(*pairs().values())


def pairs_in(run: str) -> tuple[str, ...]:
    """The odd pairs of a run, from left to right."""
    return _pairs_in_word(run) if len(run) <= _WIDEST else _odd_pairs(run)


@lru_cache(maxsize=1 << 14)  # runs are mostly words of another script, or a quote and a letter
def _pairs_in_word(run: str) -> tuple[str, ...]:
    return _odd_pairs(run)


def _odd_pairs(run: str) -> tuple[str, ...]:
    leads, ends = pairs(), seconds()
    found: list[str] = []
    at, last = 0, len(run) - 1
    while at < last:
        if run[at] not in leads or run[at + 1] not in ends:
            at += 1
            continue
        if run[at + 1] in leads[run[at]]:
            found.append(run[at : at + 2])
        at += 2
    return tuple(found)


@lru_cache(maxsize=256)
def _with_only(pattern: str, needs: str, there: frozenset[str]) -> re.Pattern[str]:
    """A pattern with no more of `needs` in its first class than what is there: a single one is sought very quickly."""
    return re.compile(pattern.replace(f"[{needs}]", f"[{''.join(sorted(there))}]", 1))


#: What is left where the second byte was lost: the characters without which it need not be looked for, in what company
#: they must stand at the least, and the pattern. Plain strings and a literal at the beginning are found quickly.
_LOSSY = tuple(
    (frozenset(needs), company, partial(_with_only, pattern, needs))
    for needs, company, pattern in (
        ("ÂÃÄÅÆÈÎÏÐÑá", ("{}?",), r"[ÂÃÄÅÆÈÎÏÐÑá]\?(?=[^\W\d_A-Z]|\?)"),
        ("âГв", ("{}?",), r"[âГв]\?(?=\?|€)"),
        ("ÂÃÄÅÈ", ("{}",), r"[ÂÃÄÅÈ](?<=[a-z].)(?: |(?=[a-z]))"),
        ("€©¤", ("?{}",), r"\?[€©¤]"),
        ("€", ("{}",), r"[€](?:(?<!\?.)[™œ˜]|(?<=[^\W\d_.,].)(?=[\s\w.,])|(?<=\s.)(?=[^\W\d_]))"),
        ("ÇÄÅÑªº½¼¬¥ƒ", ("?{}",), r"\?[ÇÄÅÑªº½¼¬¥ƒ]"),
        ("€", ("a{}", "A{}"), r"[aA][€]"),
        ("©¡³¼¶¤§±¥¦¸®¹º»½¾«°", ("A{}",), r"A[©¡³¼¶¤§±¥¦¸®¹º»½¾«°]"),
        ("ƒ‚‡…„™›", ("A{}", "E{}"), r"[AE](?:ƒ|[‚‡…„™›](?=[a-zA-Z]))"),
        ("¶¤¦¬©‡", ("{}",), r"[¶¤¦¬©‡](?<=[a-z].)(?=[a-z])"),
        ("«»", ("Â{}",), r"Â[«»]"),
        ("¨©²¹", ("?{}",), r"\?[¨©²¹](?=[\s\w])"),
        ("â", ("{}",), r"â(?:(?=  )|(?<=[a-z].)(?=[st]\b)|(?<=\s.)(?=[A-Z ])|(?<=[a-z.,].)(?=\s))"),
    )
)

#: Each of the characters with its company around it; all of them.
_AROUND = tuple(
    (needs, {c: [place.format(c) for place in company] for c in needs}, pattern) for needs, company, pattern in _LOSSY
)
_LEFT = frozenset().union(*(needs for needs, _, _ in _LOSSY))


#: Two capitals behind a small letter (`DavutoÄŸlu`): nobody spells so, though both are letters. Nor does a quote open
#: within a word in capitals (`AÃ‘OS`).
_CAPITALS = regex("[ÃÄÅ](?:(?<=[a-zà-öø-ÿ].)[ŸŠŒŽ]|(?<=[A-Z].)[‘“](?=[A-Z]))")
_CAPITAL_SECONDS = frozenset("ŸŠŒŽ‘“")


def company(character: str) -> Iterator[str]:
    """The company in which a character may be what is left of two (`Ä{}`: behind a letter such as Ä)."""
    for needs, places, _ in _LOSSY:
        if character in needs:
            yield from places
    if character in _CAPITAL_SECONDS:
        yield "Ä{}"


def sights(text: str, held: AbstractSet[str]) -> Iterator[str]:
    """Signs that text may have been misread; `held` is the set of its characters outside ASCII."""
    if not held.isdisjoint(pairs()) and any(map(pairs_in, runs(text))):
        for start, end in stretches(text):
            yield from pairs_in(text[start:end])
    yield from remains(text, held)


def remains(text: str, held: AbstractSet[str]) -> Iterator[str]:
    """The signs but for pairs: what is left where the second byte was lost or is a letter."""
    if not _CAPITAL_SECONDS.isdisjoint(held):
        yield from (m.group() for m in _CAPITALS.finditer(text))
    for needs, around, pattern in _AROUND if not held.isdisjoint(_LEFT) else ():
        there = needs & held
        if any(place in text for c in there for place in around[c]):
            yield from (m.group() for m in pattern(there).finditer(text))


#: Signs that rightly follow a letter, so that with it they prove nothing.
NATURAL = frozenset("’”“‘…–—®™°»«·\xa0ªº²³¹")


def proves(text: str, pieces: Pieces) -> bool:
    """Whether pieces together are a hard sign of damage: such as text does not hold by itself."""
    weight = 0.0
    for p in pieces:
        weight += _weight(text, p)
        if weight >= 1:
            return True
    return False


#: Signs that do not stand between letters.
_OUTSIDE = frozenset("¶¤¦¬‡©€")


def _weight(text: str, p: Piece) -> float:
    piece = text[p.start : p.end]
    odd = sum(not c.isascii() and c != "\ufffd" for c in piece)
    before, after = text[p.start - 1 : p.start], text[p.end : p.end + 1]
    if _CAPITALS.match(text, p.start) or (len(piece) == 2 and piece[0] == "€" and before.isalpha() and odd == 2):
        return 1.0
    if _ends_a_word(text, p):
        return 1.0
    if len(piece) == 1:
        return _weight_alone(piece, before, after)
    if not odd or (piece.isalpha() and odd < 3):
        return 0.0
    if odd >= 3 or (odd == 2 and len(piece) > 2):
        return 1.0
    if piece in ("Â«", "Â»", "Â\xa0") and not before.isalpha():
        return 0.5
    if odd == 1 or piece[-1] in NATURAL:
        return 0.5 if len(piece) > 2 or (piece[0] == "?" and piece[1] in _OUTSIDE) else 0.2
    if before.isalpha() or after.isalpha() or "\x80" <= piece[-1] <= "\x9f":
        return 1.0
    return 0.0 if any("\u2500" <= c <= "\u257f" for c in piece) else 0.4


def _ends_a_word(text: str, p: Piece) -> bool:
    """Whether this is a capital behind a small letter, and a blank or a mark behind it: `voilÃ le`, `pakÄ\ufffd`."""
    behind = text[p.start + 1 : p.start + 2]
    if not text[p.start - 1 : p.start].islower() or text[p.start].isascii() or not text[p.start].isupper():
        return False
    return behind == "\ufffd" or (text[p.start] in "ÃГ" and behind.isspace())


def _weight_alone(sign: str, before: str, after: str) -> float:
    """What a single sign proves: one between letters, a currency before a word or behind a sentence."""
    if sign not in _OUTSIDE:
        return 0.0
    if before.isalpha() and after.isalpha():
        return 0.5
    if sign != "€":
        return 0.0
    return (
        0.5 if (not before.strip() and after.isalpha()) or (before in (".", ",", "!") and not after.isalnum()) else 0.0
    )

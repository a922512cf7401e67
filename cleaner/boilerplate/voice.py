"""Hears who speaks in a sentence: the outlet to its reader, or the article about somebody who does.

The same words stand in an appeal and in a report about it. What differs is the voice: an appeal says "we", "you", "this
site", or bids the reader do something; a report tells of others, and sets their words between quotation marks. The
words that give the outlet's voice away are in `voice.toml`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, get_args

import rtoml

from ..patterns import regex
from ._cues import Words
from .cues import ANY, WHOLE

#: The end of a quotation is looked for so far; one that is never closed is none.
_REACH = 400
_PAIRS = ("“”", "„“”", "«»", "»«", "‹›", "›‹", '""')
_QUOTATION = regex("|".join(f"{p[0]}[^{p}]{{1,{_REACH}}}[{p[1:]}]" for p in _PAIRS))
#: "Sie" and "Ihr" inside a sentence: in lower case they would be "they" and "her".
_POLITE = regex(r"[\wäöüß,] (?:Sie|Ihre?[nmrs]?|Ihnen)\b")

#: A bidding opens a sentence, or stands after a colon or a dash; a few signs may stand between.
_OPENING, _STOPS, _BETWEEN = frozenset(".!?…:–-"), frozenset(".!?…"), 4

Kind = Literal["ours", "yours", "bids"]
_KINDS: tuple[Kind, ...] = get_args(Kind)


def unquoted(shown: str) -> str:
    """`shown` with blanks for every quotation; just as long."""
    return _QUOTATION.sub(lambda m: " " * len(m[0]), shown)


@cache
def _listed(kind: Kind) -> tuple[str, ...]:
    """The words of a kind; one that ends in `=` is whole, the others may be the beginning of one."""
    return tuple(rtoml.load(Path(__file__).with_name("voice.toml"))[kind])


@cache
def _words() -> Words:
    """The words of all kinds, ready to be looked for at once."""
    return Words([
        (word.rstrip("="), number, WHOLE, WHOLE if word.endswith("=") else ANY)
        for number, kind in enumerate(_KINDS) for word in _listed(kind)
    ])  # fmt: skip


def _holds(plain: str, *kinds: Kind) -> bool:
    """Whether a word of one of these kinds stands in the text."""
    held = {_KINDS[number] for number in _words().held([plain]).get(0, ())}
    return any(kind in held and (kind != "bids" or _bids(plain)) for kind in kinds)


def _bids(plain: str) -> bool:
    """Whether a word that bids stands where a bidding may."""
    for listed in _listed("bids"):
        word, whole = listed.rstrip("="), listed.endswith("=")
        at = plain.find(word)
        while at >= 0:
            if _bids_at(plain, at) and not (whole and _goes_on(plain, at + len(word))):
                return True
            at = plain.find(word, at + 1)
    return False


def _goes_on(plain: str, end: int) -> bool:
    """Whether a word goes on here."""
    return plain[end : end + 1].isalnum() or plain.startswith("_", end)


def _bids_at(plain: str, at: int) -> bool:
    """Whether a bidding may begin here."""
    for i in range(at, max(-1, at - _BETWEEN - 1), -1):
        if i == 0 or plain[i - 1] in _OPENING:
            return True
        if plain[i - 1] in _STOPS or _goes_on(plain, i - 1):
            return False
    return False


def addresses(shown: str, plain: str) -> bool:
    """Whether the text, given without its quotations in both its forms, speaks as the outlet or to the reader."""
    return names_us_or_you(shown, plain) or _holds(plain, "bids")


def names_us_or_you(shown: str, plain: str) -> bool:
    """Whether the text names the outlet or the reader, and does not only bid: such a verb may be an infinitive."""
    return _holds(plain, "ours", "yours") or _POLITE.search(shown) is not None


def is_ours(plain: str) -> bool:
    """Whether the text speaks as the outlet or bids something: an article gives advice to "you" too."""
    return _holds(plain, "ours", "bids")

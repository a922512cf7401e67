"""Hears who speaks in a sentence: the outlet to its reader, or the article about somebody who does.

The same words stand in an appeal and in a report about it. What differs is the voice: an appeal says "we", "you", "this
site", or bids the reader do something; a report tells of others, and sets their words between quotation marks. The
words that give the outlet's voice away are in `voice.toml`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import rtoml

from ..patterns import regex

#: The end of a quotation is looked for so far; one that is never closed is none.
_REACH = 400
_PAIRS = ("“”", "„“”", "«»", "»«", "‹›", "›‹", '""')
_QUOTATION = regex("|".join(f"{p[0]}[^{p}]{{1,{_REACH}}}[{p[1:]}]" for p in _PAIRS))
#: "Sie" and "Ihr" inside a sentence: in lower case they would be "they" and "her".
_POLITE = regex(r"[\wäöüß,] (?:Sie|Ihre?[nmrs]?|Ihnen)\b")

#: A bidding opens a sentence, or stands after a colon or a dash; a few signs may stand between.
_OPENING, _STOPS, _BETWEEN = frozenset(".!?…:–-"), frozenset(".!?…"), 4

Kind = Literal["ours", "yours", "bids"]


def unquoted(shown: str) -> str:
    """`shown` with blanks for every quotation; just as long."""
    return _QUOTATION.sub(lambda m: " " * len(m[0]), shown)


@cache
def _words(kind: Kind) -> tuple[tuple[str, bool], ...]:
    """The words of a kind, and whether each is a whole word or the beginning of one."""
    listed: list[str] = rtoml.load(Path(__file__).with_name("voice.toml"))[kind]
    return tuple((word.rstrip("="), word.endswith("=")) for word in listed)


def _holds(plain: str, kind: Kind) -> bool:
    """Whether one of these words stands in the text. A pattern of them all would take long to make, for few texts."""
    begins = _bids_at if kind == "bids" else _is_apart
    for word, whole in _words(kind):
        at = plain.find(word)
        while at >= 0:
            if begins(plain, at) and not (whole and _goes_on(plain, at + len(word))):
                return True
            at = plain.find(word, at + 1)
    return False


def _goes_on(plain: str, end: int) -> bool:
    """Whether a word goes on here."""
    return plain[end : end + 1].isalnum() or plain.startswith("_", end)


def _is_apart(plain: str, at: int) -> bool:
    """Whether a word may begin here."""
    return not (at and _goes_on(plain, at - 1))


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
    return _holds(plain, "ours") or _holds(plain, "yours") or _POLITE.search(shown) is not None


def is_ours(plain: str) -> bool:
    """Whether the text speaks as the outlet or bids something: an article gives advice to "you" too."""
    return _holds(plain, "ours") or _holds(plain, "bids")

"""Hears who speaks in a sentence: the outlet to its reader, or the article about somebody who does.

The same words stand in an appeal and in a report about it. What differs is the voice: an appeal says "we", "you", "this
site", or bids the reader do something; a report tells of others, and sets their words between quotation marks. The
words that give the outlet's voice away are in `voice.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from ..patterns import regex
from ..tables import read

#: The end of a quotation is looked for so far; one that is never closed is none.
_REACH = 400
_PAIRS = ("“”", "„“”", "«»", "»«", "‹›", "›‹", '""')
_QUOTATION = regex("|".join(f"{p[0]}[^{p}]{{1,{_REACH}}}[{p[1:]}]" for p in _PAIRS))
#: "Sie" and "Ihr" inside a sentence: in lower case they would be "they" and "her".
_POLITE = regex(r"[\wäöüß,] (?:Sie|Ihre?[nmrs]?|Ihnen)\b")

#: A bidding opens a sentence, or stands after a colon or a dash.
_BIDDEN = r"(?:^|[.!?…:–-])[^\w.!?…]{{0,4}}(?:{})"


def unquoted(shown: str) -> str:
    """`shown` with blanks for every quotation; just as long."""
    return _QUOTATION.sub(lambda m: " " * len(m[0]), shown)


@cache
def _pattern(kind: Literal["ours", "yours", "bids"]) -> re.Pattern[str]:
    """What finds the words of a kind; few texts need more than one, and each takes long to make."""
    listed: list[str] = read(Path(__file__).with_name("voice.toml"))[kind]
    words = "|".join(re.escape(w.rstrip("=")) + r"\b" * w.endswith("=") for w in listed)
    return re.compile(_BIDDEN.format(words) if kind == "bids" else rf"\b(?:{words})")


def addresses(shown: str, plain: str) -> bool:
    """Whether the text, given without its quotations in both its forms, speaks as the outlet or to the reader."""
    return names_us_or_you(shown, plain) or _bids(plain)


def names_us_or_you(shown: str, plain: str) -> bool:
    """Whether the text names the outlet or the reader, and does not only bid: such a verb may be an infinitive."""
    return bool(_pattern("ours").search(plain) or _pattern("yours").search(plain) or _POLITE.search(shown))


def is_ours(plain: str) -> bool:
    """Whether the text speaks as the outlet or bids something: an article gives advice to "you" too."""
    return bool(_pattern("ours").search(plain)) or _bids(plain)


def _bids(plain: str) -> bool:
    return _pattern("bids").search(plain) is not None

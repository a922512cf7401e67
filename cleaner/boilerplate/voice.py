"""Hears who speaks in a sentence: the outlet to its reader, or the article about somebody who does.

The same words stand in an appeal and in a report about it. What differs is the voice: an appeal says "we", "you", "this
site", or bids the reader do something; a report tells of others, and sets their words between quotation marks. The
words that give the outlet's voice away are in `voice.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ..tables import read

#: The end of a quotation is looked for so far; one that is never closed is none.
_REACH = 400
_PAIRS = ("“”", "„“”", "«»", "»«", "‹›", "›‹", '""')
_QUOTATION = re.compile("|".join(f"{p[0]}[^{p}]{{1,{_REACH}}}[{p[1:]}]" for p in _PAIRS))
#: "Sie" and "Ihr" inside a sentence: in lower case they would be "they" and "her".
_POLITE = re.compile(r"[\wäöüß,] (?:Sie|Ihre?[nmrs]?|Ihnen)\b")

#: A bidding opens a sentence, or stands after a colon or a dash.
_BIDDEN = r"(?:^|[.!?…:–-])[^\w.!?…]{{0,4}}(?:{})"


def unquoted(shown: str) -> str:
    """`shown` with blanks for every quotation; just as long."""
    return _QUOTATION.sub(lambda m: " " * len(m[0]), shown)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table: dict[str, list[str]] = read(Path(__file__).parent / "voice.toml")
    ours, yours, bids = (
        "|".join(re.escape(w.rstrip("=")) + r"\b" * w.endswith("=") for w in table[kind])
        for kind in ("ours", "yours", "bids")
    )
    return re.compile(rf"\b(?:{ours})"), re.compile(rf"\b(?:{yours})"), re.compile(_BIDDEN.format(bids))


def addresses(shown: str, plain: str) -> bool:
    """Whether the text, given without its quotations in both its forms, speaks as the outlet or to the reader."""
    _, _, bids = _patterns()
    return names_us_or_you(shown, plain) or bool(bids.search(plain))


def names_us_or_you(shown: str, plain: str) -> bool:
    """Whether the text names the outlet or the reader, and does not only bid: such a verb may be an infinitive."""
    ours, yours, _ = _patterns()
    return bool(ours.search(plain) or yours.search(plain) or _POLITE.search(shown))


def is_ours(plain: str) -> bool:
    """Whether the text speaks as the outlet or bids something: an article gives advice to "you" too."""
    ours, _, bids = _patterns()
    return bool(ours.search(plain) or bids.search(plain))

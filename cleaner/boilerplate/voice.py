"""Hears who speaks in a sentence: the outlet to its reader, or the article about somebody who does.

The same words stand in an appeal and in a report about it. What differs is the voice: an appeal says "we", "you", "this
site", or bids the reader do something; a report tells of others, and sets their words between quotation marks. The
words that give the outlet's voice away are in `voice.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

#: The end of a quotation is looked for so far; one that is never closed is none.
_REACH = 400
_PAIRS = ("“”", "„“”", "«»", "»«", "‹›", "›‹", '""')
_QUOTATION = re.compile("|".join(f"{p[0]}[^{p}]{{1,{_REACH}}}[{p[1:]}]" for p in _PAIRS))
#: "Sie" and "Ihr" inside a sentence: in lower case they would be "they" and "her".
_POLITE = re.compile(r"[\wäöüß,] (?:Sie|Ihre?[nmrs]?|Ihnen)\b")


def unquoted(shown: str) -> str:
    """`shown` with blanks for every quotation; just as long."""
    return _QUOTATION.sub(lambda m: " " * len(m[0]), shown)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "voice.toml").read_text("utf-8"))
    speaks, bids = ("|".join(re.escape(w.rstrip("=")) + r"\b" * w.endswith("=") for w in table[k]) for k in table)
    return re.compile(rf"\b(?:{speaks})"), re.compile(rf"(?:^|[.!?…:–-])[^\w.!?…]{{0,4}}(?:{bids})")


def addresses(shown: str, plain: str) -> bool:
    """Whether the text, given without its quotations in both its forms, speaks as the outlet or to the reader."""
    speaks, bids = _patterns()
    return bool(speaks.search(plain) or bids.search(plain) or _POLITE.search(shown))

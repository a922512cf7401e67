"""Tells an appeal to the reader by what it does, not by its wording: it asks, from us to you, about the paper or money.

A single word never tells; sentences *about* donations hold the same words. But who asks, of whom and what for are
families of words, the same in every language, and a stretch of text that draws on five of them is hardly ever anything
else. The families are in `cues.toml`. Two neighbouring sentences are read together: an appeal says in the next what it
leaves out in the first, while a paragraph that happens to hold all the words holds them far apart.

All families are looked for in one pass (`_cues`), so a line costs time in proportion to its length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

import rtoml

from ..patterns import regex
from ._cues import Cues

#: A line shorter or longer than this is no appeal that these cues can tell.
SHORTEST, LONGEST = 25, 1500
#: A line up to this long is read whole; of a longer one two sentences at a time, or one when they are longer than that.
AT_ONCE, TOGETHER = 250, 350
#: The families that make up an appeal when enough of them stand together; the others serve rules.
APPEAL = ("ask", "we", "you", "here", "paper", "freedom", "money", "members", "free", "often")

_SENTENCE_END = regex(r"(?<=[.!?…。！？])[\"”»']?\s+(?=\S)")


class Families:
    """Families of words made ready to be looked for, all at once."""

    def __init__(self, table: dict[str, dict[str, list[str]]]) -> None:
        self.names = tuple(table)
        self.cues = {name: tuple(set().union(*by.values())) for name, by in table.items()}
        self._cues = Cues(self.cues.values())

    def mask(self, plain: str) -> int:
        """Which families the text draws on, as bits in the order of `names`."""
        return self._cues.mask(plain)

    def bits(self, names: Sequence[str]) -> int:
        """The mask that holds exactly these families."""
        return sum(1 << self.names.index(n) for n in set(names))


def core(cue: str) -> str:
    """The letters of a cue, without the signs for its edges."""
    return cue.strip("*=")


#: What a word may ask of the character before it or after it: nothing, no letter or digit, one of those, none of them
#: and no low line either, or that there be no character before it at all.
ANY, APART, JOINED, WHOLE, FIRST = 0, 1, 2, 3, 4


def edges(cue: str) -> tuple[int, int]:
    """What a cue asks of the characters around its letters."""
    if cue.startswith("*"):
        return JOINED, APART
    return APART if cue[0].isalnum() else ANY, APART if cue.endswith("=") else ANY


#: Of families that stand together these are looked for first: the rarer, the earlier.
_RARE = ("here", "free", "freedom", "members", "often", "mail", "machine", "form", "money", "paper", "ask", "you", "we")


def rarest(names: Sequence[str]) -> str:
    """The family of `names` that the fewest lines hold: one that serves rules alone, if there is one."""
    return min(names, key=lambda n: (n in _RARE, _RARE.index(n) if n in _RARE else 0))


@cache
def built_in() -> Families:
    """The families that come with the house."""
    return Families(rtoml.load(Path(__file__).parent / "cues.toml"))


def stretches(plain: str) -> Iterator[tuple[int, int]]:
    """Where the pieces begin and end that are read at once: a short line, or any two neighbouring sentences."""
    if len(plain) <= AT_ONCE:
        yield 0, len(plain)
        return
    ends = [0, *(m.end() for m in _SENTENCE_END.finditer(plain)), len(plain)]
    for i in range(len(ends) - 1):
        two = ends[min(i + 2, len(ends) - 1)]
        yield ends[i], two if two - ends[i] <= TOGETHER else ends[i + 1]


@lru_cache(maxsize=1)
def _appeal() -> tuple[int, int, int, int]:
    known = built_in()
    spoken, stakes = ["we", "you"], [name for name in APPEAL if name not in ("ask", "we", "paper", "freedom")]
    return known.bits(APPEAL), known.bits(["ask"]), known.bits(spoken), known.bits(stakes)


def may_appeal(mask: int) -> bool:
    """Whether a text with these families asks something, from us or of you, and for more than a free press."""
    _, ask, spoken, stakes = _appeal()
    return bool(mask & ask and mask & spoken and mask & stakes)


def families(plain: str) -> tuple[str, ...]:
    """Which families of an appeal one stretch of the line draws on, the richest; none unless it asks somebody."""
    if not SHORTEST <= len(plain) <= LONGEST:
        return ()
    known = built_in()
    if not may_appeal(known.mask(plain)):
        return ()
    all_of_them = _appeal()[0]
    masks = [m & all_of_them for a, b in stretches(plain) if may_appeal(m := known.mask(plain[a:b]))]
    return _named(max(masks, key=int.bit_count, default=0))


@lru_cache(maxsize=1 << 10)
def _named(mask: int) -> tuple[str, ...]:
    """The families of an appeal in a mask."""
    return tuple(name for name in APPEAL if mask & built_in().bits([name]))


@lru_cache(maxsize=1)
def _outlet() -> int:
    return built_in().bits(("we", "here", "paper", "members", "no-ties", "alone"))


def concerns_the_outlet(plain: str) -> bool:
    """Whether the text holds any word of an outlet about itself or its texts; mere advice, even on mail, has none."""
    return bool(built_in().mask(plain) & _outlet())

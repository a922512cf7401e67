"""Encoding damage: what is known about it, and `repair`, which mends it in a text or in all the blocks of a document.

One channel of damage is chosen for the whole text, places are mended one by one, and what context cannot decide is
listed, never guessed. Nothing is touched without at least one hard sign of damage. See docs/encoding.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from .spans import make


class Repair(Struct, frozen=True, gc=False):
    """One place mended: `text[start:end]` was `before`, is now `after`; by which channel, by what margin (decibels)."""

    start: int
    end: int
    before: str
    after: str
    channel: str
    margin: float


class Open(Struct, frozen=True, gc=False):
    """One place that is damaged and was left alone: `text[start:end]`; `kind` says what is missing."""

    start: int
    end: int
    kind: str


class Repaired(Struct, frozen=True):
    """A mended text and what was mended; `unresolved` is the damage that context could not decide."""

    text: str
    changes: tuple[Repair, ...] = ()
    unresolved: tuple[Open, ...] = ()


def repair(text: str) -> Repaired:
    """Mend encoding damage in `text`.

    Any string may come in; `changes` are in order and apart, and made in `text` they give the result. Mending the
    result again changes nothing.
    """
    from .signals import damaged

    if not damaged(text):
        return Repaired(text)
    from .mending import mend

    return mend(text)


def repair_all(texts: Sequence[str]) -> list[Repaired]:
    """Mend texts that share one history of damage, such as the blocks of a page: one channel for them all."""
    whole = repair(_PART.join(texts))
    if not (whole.changes or whole.unresolved):
        return [Repaired(text) for text in texts]
    starts = [0, *accumulate(len(text) + len(_PART) for text in texts)]
    changes: list[list[Repair]] = [[] for _ in texts]
    unresolved: list[list[Open]] = [[] for _ in texts]
    for change in whole.changes:
        at = bisect_right(starts, change.start) - 1
        if change.end <= starts[at] + len(texts[at]):
            shifted = (change.start - starts[at], change.end - starts[at])
            changes[at].append(Repair(*shifted, change.before, change.after, change.channel, change.margin))
    for place in whole.unresolved:
        at = bisect_right(starts, place.start) - 1
        if place.end <= starts[at] + len(texts[at]):
            unresolved[at].append(Open(place.start - starts[at], place.end - starts[at], place.kind))
    return [
        Repaired(make(text, made), tuple(made), tuple(left))
        for text, made, left in zip(texts, changes, unresolved, strict=True)
    ]


#: What stands between texts that are mended together.
_PART = "\n\n"

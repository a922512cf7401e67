"""Replacements in a text as values: to be made, and to be laid over one another.

Each pass of the repair speaks about the text that the pass before it left. What the caller wants to know is where in
the text that came in something changed; `lay_over` carries later replacements back to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Protocol

from msgspec import Struct


class Put(Struct, frozen=True, gc=False):
    """Put `after` in the place of `text[start:end]`; `channel` is the damage undone, `margin` how sure, in decibels."""

    start: int
    end: int
    after: str
    channel: str
    margin: float


class Change(Protocol):
    """What `make` needs to know: a `Put`, or the `Repair` that is told to the world."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def after(self) -> str: ...


def make(text: str, puts: Iterable[Change]) -> str:
    """The text with `puts`, which are in order and apart, made."""
    pieces, done = [], 0
    for put in puts:
        pieces += [text[done : put.start], put.after]
        done = put.end
    return "".join(pieces) + text[done:] if pieces else text


class Moved:
    """Where a place of a text is found after replacements were made in it, and where it was before."""

    def __init__(self, puts: Sequence[Put]) -> None:
        self._old = [put.start for put in puts]
        self._ends = [put.end for put in puts]
        self._sizes = [len(put.after) for put in puts]
        grown = (size - (end - start) for start, end, size in zip(self._old, self._ends, self._sizes, strict=True))
        self._shifts = list(accumulate(grown, initial=0))
        self._new = [start + shift for start, shift in zip(self._old, self._shifts, strict=False)]

    def to(self, place: int) -> int:
        """The place in the new text; inside a replacement, its end."""
        at = bisect_left(self._old, place)
        if at and place < self._ends[at - 1]:
            return self._new[at - 1] + self._sizes[at - 1]
        return place + self._shifts[at]

    def back(self, place: int) -> int:
        """The place in the old text; inside a replacement, its start."""
        at = bisect_left(self._new, place)
        if at and place < self._new[at - 1] + self._sizes[at - 1]:
            return self._old[at - 1]
        return place - self._shifts[at]

    def back_from_behind(self, place: int) -> int:
        """The same of a place where something ends; inside a replacement, its end."""
        at = bisect_left(self._new, place)
        if at and place < self._new[at - 1] + self._sizes[at - 1]:
            return self._ends[at - 1]
        return place - self._shifts[at]


def lay_over(text: str, first: Sequence[Put], second: Sequence[Put]) -> list[Put]:
    """One list of replacements in `text` that does what `first`, and then `second` on its outcome, do.

    Where both touch the same place they become one, under the channel of the first and the smaller margin.
    """
    if not first or not second:
        return list(first or second)
    between = make(text, first)
    shift, laid = 0, []  # every replacement as (start, end) in the text between, and its own
    for put in first:
        start = put.start + shift
        laid.append((start, start + len(put.after), 0, put))
        shift += len(put.after) - (put.end - put.start)
    laid += [(put.start, put.end, 1, put) for put in second]
    laid.sort(key=lambda row: row[:3])
    joined: list[Put] = []
    at = shift = 0  # `shift` leads from the text between back to `text`
    while at < len(laid):
        start, end = laid[at][:2]
        stop = at + 1
        while stop < len(laid) and laid[stop][0] < end:
            end = max(end, laid[stop][1])
            stop += 1
        if stop == at + 1 and not laid[at][2]:  # most of the first are left alone by the second
            put = laid[at][3]
            shift += put.end - put.start - len(put.after)
            if text[put.start : put.end] != put.after:
                joined.append(put)
            at = stop
            continue
        group = [row[3] for row in laid[at:stop]]
        early = [row[3] for row in laid[at:stop] if not row[2]]
        late = [Put(p.start - start, p.end - start, *_told(p)) for _, _, second_pass, p in laid[at:stop] if second_pass]
        origin = start + shift
        shift += sum(p.end - p.start - len(p.after) for p in early)
        after = make(between[start:end], late)
        if text[origin : end + shift] != after:
            joined.append(Put(origin, end + shift, after, group[0].channel, min(p.margin for p in group)))
        at = stop
    return joined


def _told(put: Put) -> tuple[str, str, float]:
    return put.after, put.channel, put.margin

"""What is known about encoding damage, and `repair`, which mends it in a text."""

from __future__ import annotations

from msgspec import Struct


class Repair(Struct, frozen=True):
    """One place mended: `text[start:end]` was `before`, is now `after`; by which channel, by what margin."""

    start: int
    end: int
    before: str
    after: str
    channel: str
    margin: float


class Repaired(Struct, frozen=True):
    """A mended text and what was mended; `unresolved` lists the damage that context could not decide."""

    text: str
    changes: tuple[Repair, ...] = ()
    unresolved: tuple[tuple[int, int], ...] = ()


def repair(text: str) -> Repaired:
    """Mend encoding damage in `text`."""
    return Repaired(text)

"""The passes of the repair, in their order, until none finds anything more to do."""

from __future__ import annotations

from . import Open, Repair, Repaired, mojibake
from .spans import Put, lay_over, make

_ROUNDS = 8


def mend(text: str) -> Repaired:
    """All passes over `text`, again and again until nothing changes."""
    puts: list[Put] = []
    now = text
    for _ in range(_ROUNDS):
        found, unresolved = mojibake.mend(now)
        if not found:
            break
        puts = lay_over(text, puts, found)
        now = make(now, found)
    changes = tuple(Repair(p.start, p.end, text[p.start : p.end], p.after, p.channel, p.margin) for p in puts)
    return Repaired(now, changes, tuple(Open(start, end, "mojibake") for start, end in unresolved))

"""The passes of the repair, in their order, until none finds anything more to do."""

from __future__ import annotations

from . import Open, Repair, Repaired, escapes, invisible, lossless, lost, mojibake, remap
from .signals import damaged
from .spans import Put, lay_over, make

_ROUNDS = 8


def mend(text: str) -> Repaired:
    """All passes over `text`, again and again until nothing changes."""
    puts: list[Put] = []
    unresolved: list[Open] = []
    now = text
    for _ in range(_ROUNDS):
        before = now
        for step in (invisible.mend_utf16, escapes.mend, remap.mend_sure):
            now, puts = _after(text, now, puts, step(now))
        found, places = mojibake.mend(now)
        now, puts = _after(text, now, puts, found)
        unresolved = [Open(start, end, "mojibake") for start, end in places]
        for step in (lossless.mend, remap.mend_controls, remap.mend) if not places else ():
            now, puts = _after(text, now, puts, step(now))
        found, places = lost.mend(now)
        unresolved += [Open(start, end, "replacement") for start, end in places]
        now, puts = _after(text, now, puts, found)
        now, puts = _after(text, now, puts, invisible.mend(now))
        if now == before or not damaged(now):
            break
    changes = tuple(Repair(p.start, p.end, text[p.start : p.end], p.after, p.channel, p.margin) for p in puts)
    return Repaired(now, changes, tuple(unresolved))


def _after(text: str, now: str, puts: list[Put], found: list[Put]) -> tuple[str, list[Put]]:
    return (make(now, found), lay_over(text, puts, found)) if found else (now, puts)

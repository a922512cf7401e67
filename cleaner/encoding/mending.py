"""The passes of the repair, in their order, until none finds anything more to do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from . import Open, Repair, Repaired, apostrophes, dropped, escapes, invisible, lossless, lost, mojibake, remap, whole
from .signals import damaged, holds_foreign
from .spans import Moved, Put, lay_over, make

_ROUNDS = 8


def mend(text: str) -> Repaired:
    """All passes over `text`, again and again until nothing changes."""
    work = _Work(text)
    vanished = ""
    for _ in range(_ROUNDS):
        before = work.now
        work.leave([], [], "replacement")  # for misread bytes come first in each round, as in a text that came so
        for step in (invisible.mend_utf16, whole.mend, escapes.mend, remap.mend_sure):
            work.take(step(work.now))
        parse = mojibake.choose(work.now)
        found, places = mojibake.read(work.now, parse) if parse else ([], [])
        places += mojibake.half_pictures(work.now)
        work.take(found, own="mojibake")
        work.leave(places, found, "mojibake")
        vanished = vanished or (parse.channel.vanished if parse else "")
        for step in (remap.mend_letters_of_controls, lossless.mend, remap.mend_controls, remap.mend):
            work.take(step(work.now))
        if not work.left_open("?"):
            found, places = lost.mend(work.now, letters=work.lost_letters)
            work.take(found, own="replacement")
            work.leave(places, found, "replacement")
        work.take(invisible.mend(work.now), own="mojibake")
        work.take(dropped.mend_known(work.now, vanished) if vanished else dropped.mend(work.now))
        work.take(apostrophes.mend(work.now))
        if work.now == before or not (damaged(work.now) or (work.left and holds_foreign(work.now))):
            break
    changes = [Repair(p.start, p.end, text[p.start : p.end], p.after, p.channel, p.margin) for p in work.puts]
    return Repaired(work.now, tuple(changes), work.unresolved())


class _Work:
    """A text under repair: as it is now, what was put to make it so, and which places were looked at and left open.

    What one pass found several readings for is not read by the next in some other way.
    """

    def __init__(self, text: str) -> None:
        self.text = self.now = text
        self.puts: list[Put] = []
        self.left: set[tuple[int, int, str]] = set()

    def take(self, found: list[Put], own: str = "") -> None:
        """Make replacements in the text as it is now, but for those in places that another pass left open."""
        if found and self.left and (closed := sorted(place for place in self.left if place[2] != own)):
            found = [p for p in found if not _touches(p, closed)]
        if found:
            self.puts = lay_over(self.text, self.puts, found)
            self.now = make(self.now, found)
            self.left = _moved(self.left, found)

    def leave(self, places: list[tuple[int, int]], found: list[Put], kind: str) -> None:
        """Remember places of the text before `found` was made, instead of those of the same kind."""
        if self.left:
            self.left = {place for place in self.left if place[2] != kind}
        if places:
            self.left |= _moved([(start, end, kind) for start, end in places], found)

    def left_open(self, sign: str) -> bool:
        """Whether a pass that knows more of them has left places with `sign` open."""
        return any(kind == "mojibake" and sign in self.now[start:end] for start, end, kind in self.left)

    def lost_letters(self) -> bool:
        """Whether letters of which nothing but a mark was left are among what was put."""
        return any(p.channel == "lost.letter" for p in self.puts)

    def unresolved(self) -> tuple[Open, ...]:
        """The places left open, by where they are in the text as it came."""
        if not self.left:
            return ()
        moved = Moved(self.puts)
        places = {(moved.back(start), moved.back_from_behind(end), kind) for start, end, kind in self.left}
        return tuple(Open(*place) for place in sorted(places) if place[0] < place[1])


def _moved(places: Collection[tuple[int, int, str]], puts: list[Put]) -> set[tuple[int, int, str]]:
    """Where places are found after replacements were made; mostly there are none."""
    if not places:
        return set()
    moved = Moved(puts)
    return {(moved.to(start), moved.to(end), kind) for start, end, kind in places}


def _touches(put: Put, closed: list[tuple[int, int, str]]) -> bool:
    at = bisect_left(closed, (put.end, -1, ""))
    return at > 0 and closed[at - 1][1] > put.start

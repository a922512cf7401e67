"""Repair: mends encoding damage in every block, the headline and the captions too."""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf
from typing import ClassVar

from msgspec import Struct

from ..encoding import repair_all
from ..model import Document, Edit, Flag


class Repair(Struct, frozen=True):
    """Says the edits that undo encoding damage; damage that cannot be resolved is flagged, never guessed at.

    All blocks are read together, so that the headline profits from what the body gives away.
    """

    name: ClassVar[str] = "repair"

    def __call__(self, document: Document) -> Iterator[Edit | Flag]:
        mended = repair_all([block.text for block in document.blocks])
        for block, repaired in zip(document.blocks, mended, strict=True):
            for r in repaired.changes:
                note = "the only reading" if isinf(r.margin) else f"{r.margin:.0f} dB before the next reading"
                yield Edit(block.id, r.start, r.end, r.after, r.channel, note)
            for place in repaired.unresolved:
                yield Flag(block.id, place.start, place.end, f"unresolved.{place.kind}", "context does not decide")

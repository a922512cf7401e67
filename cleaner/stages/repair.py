"""Repair: mends encoding damage in every block, the headline and the captions too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct

from ..encoding import repair
from ..model import Document, Edit, Flag


class Repair(Struct, frozen=True):
    """Says the edits that undo encoding damage; damage that cannot be resolved is flagged, never guessed at."""

    name: ClassVar[str] = "repair"

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        for block in document.blocks:
            if block.text.isascii() or not block.text:
                continue
            for r in repair(block.text).changes:
                yield Edit(block.id, r.start, r.end, r.after, r.channel)

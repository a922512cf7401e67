"""Names: finds the persons mentioned, and spells them as asked; unless asked, it changes nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import ClassVar

from msgspec import Struct

from .. import names
from ..model import Document, Edit, Flag, Mention


class Names(Struct, frozen=True):
    """Says the edits that respell names as asked, and gives the mentions of a finished text.

    `mode` is `keep`, `fold` (plain letters), `restore` (diacritics that this person's name is attested with) or `off`;
    `registry` the knowledge of a first pass over the corpus; `unify` lets `restore` also write one transliteration of
    a given name for all.
    """

    name: ClassVar[str] = "names"

    mode: names.Mode = "keep"
    registry: names.Registry | None = None
    unify: bool = False

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        if self.mode in ("keep", "off"):
            return
        text = _BREAK.join(block.text for block in document.blocks)
        starts = [0, *accumulate(len(block.text) + len(_BREAK) for block in document.blocks)]
        for change in names.respell(text, self.mode, self.registry, unify=self.unify):
            block = bisect_right(starts, change.start) - 1
            at = starts[block]
            yield Edit(block, change.start - at, change.end - at, change.put, change.rule)

    def mentions(self, text: str) -> list[Mention]:
        """The persons named in a finished text."""
        return [] if self.mode == "off" else names.mentions(text, self.registry)


#: A blank line parts blocks, so no name runs over from one into the next.
_BREAK = "\n\n"

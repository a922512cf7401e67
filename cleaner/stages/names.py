"""Names: finds the persons mentioned, and spells them as asked; unless asked, it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct

from .. import names
from ..model import Document, Edit, Flag, Mention


class Names(Struct, frozen=True):
    """Says the edits that respell names as asked, and gives the mentions of a finished text."""

    name: ClassVar[str] = "names"

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        return ()

    def mentions(self, text: str) -> list[Mention]:
        """The persons named in a finished text."""
        return names.mentions(text)

"""Spacing: white space and paragraph breaks as the author meant them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct

from ..model import Document, Edit, Flag


class Spacing(Struct, frozen=True):
    """Says the edits that bring back lost breaks and normalise runs of white space and invisible characters."""

    name: ClassVar[str] = "spacing"

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        return ()

"""Strip: takes out what the site said about itself, and names the rule for each removal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct

from ..model import Document, Edit, Flag


class Strip(Struct, frozen=True):
    """Says the edits that remove boilerplate; kinds named in `keep` stay."""

    name: ClassVar[str] = "strip"

    keep: tuple[str, ...] = ()

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        return ()

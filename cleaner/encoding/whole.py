"""Texts that were misread from end to end and lost nothing: written back with the same table, they are UTF-8 again.

That every character outside ASCII falls into place is the evidence, so no words are needed: it holds for any script
and language, and for a headline as for a page. Where two tables make two texts of one, `mojibake` and words decide.
"""

from __future__ import annotations

import re
from codecs import charmap_build, charmap_encode
from collections.abc import Callable
from functools import cache
from math import inf
from typing import NamedTuple

from .alphabets import held
from .channels import MISREAD, read_as
from .lossless import looks_bad
from .prose import addresses
from .spans import Put

#: More misreadings on top of each other are not met.
_DEEPEST = 4
_RUN = re.compile("[^\x00-\x7f]+")


class Table(NamedTuple):
    """A codec in which UTF-8 is misread, the characters that it makes of bytes, and the way back to these."""

    name: str
    characters: frozenset[str]
    encode: Callable[[str], bytes]


@cache
def _tables() -> tuple[Table, ...]:
    return tuple(map(_table, MISREAD))


def _table(codec: str) -> Table:
    read = "".join(read_as(codec, None))
    way_back = charmap_build(read)
    return Table(
        codec.replace("-", ""), frozenset(read[128:]), lambda text: charmap_encode(text, "strict", way_back)[0]
    )


def mend(text: str) -> list[Put]:
    """Every run of characters outside ASCII read again, as often as it was misread; nothing if any of them resists."""
    steps: list[str] = []
    now = text
    while len(steps) < _DEEPEST and (step := _undone(now)) is not None:
        steps.append(step[0])
        now = step[1]
    if not steps:
        return []
    family, closed = f"mojibake.{'-'.join(reversed(steps))}", addresses(text)
    pairs = zip(_RUN.finditer(text), _RUN.findall(now), strict=True)  # for what is outside ASCII stays so
    return [Put(*run.span(), read, family, inf) for run, read in pairs if run.start() not in closed]


def _undone(text: str) -> tuple[str, str] | None:
    """The table in which all of a text was misread, and what it was; None if there is none, or two that disagree."""
    characters = held(text)
    found: dict[str, str] = {}
    for table in _tables() if characters else ():
        if characters <= table.characters and (read := _read(text, table)) is not None:
            found.setdefault(read, table.name)
    if len(found) != 1 or not looks_bad(text):
        return None
    ((read, name),) = found.items()
    return None if held(read) == _NOTHING_NEW else (name, read)


#: A text that holds `ï¿½` and nothing else may speak of it.
_NOTHING_NEW = frozenset("\ufffd")


def _read(text: str, table: Table) -> str | None:
    try:
        return table.encode(text).decode("utf-8")
    except UnicodeError:
        return None

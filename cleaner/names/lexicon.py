"""Knows of many words whether they are given names, surnames, places, titles or ordinary words.

A name is found by the words it is made of and the words around it. The lists are one packed file, made by
`make_lexicon.py` and read on first use; a word is looked up by its folded, lower-case form, so one list serves every
script that `fold` reads.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from enum import IntFlag
from functools import cache
from pathlib import Path
from struct import pack as struct_pack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._finding import Lexicon

FILE = Path(__file__).with_name("lexicon.xz")


_PARTICLES = """
de da di do du del della dello dei degli dos das la le los von vom van der den ter ten te zu zum zur af av
bin ibn bint ben abu al el ul y e i st san
"""
#: What stands inside a name, or before a surname, in lower case.
PARTICLES = frozenset(_PARTICLES.split())


class Kind(IntFlag):
    """What a word is known as; a word may be many things."""

    FIRST = 1
    LAST = 2
    PLACE = 4
    ORDINARY = 8
    NOUN = 16
    CALENDAR = 32
    TITLE = 64
    ORG = 128
    NATION = 256
    THING = 512
    SAY = 1024
    PARTICLE = 2048
    BEFORE_PLACE = 4096
    ARTICLE = 8192
    FUNCTION = 16384


KINDS: Mapping[str, Kind] = {kind.name.lower(): kind for kind in Kind if kind.name}


@cache
def load() -> Lexicon:
    """Word → kinds (bits of `Kind`)."""
    from ._finding import Lexicon  # which knows the kinds from here

    words, kinds = lzma.decompress(FILE.read_bytes()).split(b"\0", 1)
    return Lexicon(words.decode("ascii"), kinds)


def pack(kinds: Mapping[str, int]) -> bytes:
    """The file's bytes: the words in order, then the kinds of each as two bytes."""
    words = sorted(kinds)
    data = "\n".join(words).encode("ascii") + b"\0" + struct_pack(f"<{len(words)}H", *(int(kinds[w]) for w in words))
    return lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)

"""Knows of many words whether they are given names, surnames, places, titles or ordinary words.

A name is found by the words it is made of and the words around it. The lists are one packed file, made by
`make_lexicon.py` and read on first use; a word is looked up by its folded, lower-case form, so one list serves every
script that `fold` reads.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from enum import IntFlag
from functools import cache
from itertools import pairwise
from pathlib import Path
from struct import pack as struct_pack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._finding import Lexicon

FILE = Path(__file__).with_name("lexicon.bin")


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

    return Lexicon(*zlib.decompress(FILE.read_bytes()).split(b"\n\n", 2))


def pack(kinds: Mapping[str, int]) -> bytes:
    """The file's bytes: how many letters each word shares with the one before, the rest of it, its kinds as two bytes.

    The words stand in order; a number of letters is itself a letter, `a` for none.
    """
    words = sorted(kinds)
    shared = [_shared(*pair) for pair in pairwise(["", *words])]
    rest = "\n".join(word[n:] for n, word in zip(shared, words, strict=True))
    numbers = struct_pack(f"<{len(words)}H", *(int(kinds[w]) for w in words))
    return zlib.compress(b"\n\n".join([bytes(97 + n for n in shared), rest.encode("ascii"), numbers]), 9)


def _shared(a: str, b: str) -> int:
    """How many letters both begin with."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))

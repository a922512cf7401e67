"""Finds the persons named in a text: which words in capitals are somebody's name, and which are Ankara or Monday.

Names are found by what they are made of (given names, surnames), by what stands beside them (a title, "said"), and by
how the same word is used elsewhere in the document (traits, `_finding`). A linear model, learned from articles marked
by hand (`train_finder`), weighs these and chooses the best sequence of "begins a name", "continues it", "is none": an
averaged structured perceptron (Collins 2002). It reads twice: the second reading knows what the first made of every
word. Of single words it has learned only those that several of these articles share.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from struct import pack as struct_pack
from typing import NamedTuple

from msgspec import Struct

from ._finding import Found, Weights
from .lexicon import Kind, load
from .repeats import BEGIN, INSIDE, NONE, found_again

MODEL = Path(__file__).with_name("finder.bin")

#: Trait → weight for none, begin, inside; the steps from one to the next are traits too (`t0`: from none …).
Learned = Mapping[str, Sequence[float]]

#: The finder counts in hundredths, to which weights are rounded.
HUNDREDTHS = 100
#: By how much the model may prefer "no name" for a word that a corpus can still confirm.
DOUBT = 300 * HUNDREDTHS
#: … and for a given name of the list with an unknown word after it.
UNSURE = 120 * HUNDREDTHS
_FIRST, _ALL = int(Kind.FIRST), (1 << len(Kind)) - 1
_ELSE = _ALL & ~int(Kind.FIRST | Kind.LAST)
_NO_SURNAME = int(Kind.ORDINARY | Kind.PLACE | Kind.THING | Kind.CALENDAR | Kind.NATION | Kind.TITLE | Kind.ORG)


class Span(Struct, frozen=True, order=True, gc=False):
    """Where a person's name stands, and by how much the model preferred it to no name."""

    start: int
    end: int
    margin: float


class Reading(NamedTuple):
    """What a text says by itself: its spans, in order and without overlaps; `doubts` are words that were nearly names.

    A corpus that knows somebody of that surname may confirm a doubt (`resolving`); the text alone does not.
    """

    spans: list[Span]
    doubts: list[Span]


@cache
def finder() -> Weights:
    """The weights as shipped."""
    return unpacked(MODEL.read_bytes())


def unpacked(data: bytes) -> Weights:
    """The weights in the bytes of a file."""
    traits, _, numbers = zlib.decompress(data).partition(b"\n\n")
    return Weights(traits.decode(), numbers)


def pack(first: Learned, second: Learned) -> bytes:
    """The file's bytes: all traits, one a line, then the weights of both readings as `Weights` takes them.

    Short traits are the common ones: side by side they take little of the processor's own memory.
    """
    traits = sorted({*first, *second}, key=lambda trait: (len(trait), trait))
    weights = (w for trait in traits for learned in (first, second) for w in learned.get(trait, (0, 0, 0)))
    numbers = struct_pack(f"<{6 * len(traits)}h", *(round(HUNDREDTHS * w) for w in weights))
    return zlib.compress("\n".join(traits).encode() + b"\n\n" + numbers, 9)


def find(text: str, weights: Weights | None = None) -> list[Span]:
    """Where persons are named in the text, in order, without overlaps; positions are code points.

    With other weights than those shipped, if there are any.
    """
    return _spans(*_tagged(text, weights or finder()))


def read(text: str) -> Reading:
    """As `find`, with what was nearly a name, for a corpus to confirm."""
    found, tags = _tagged(text, finder())
    doubts = found.doubts(tags, -DOUBT, _NO_SURNAME)
    return Reading(
        _spans(found, tags), [Span(*found.span(a, b), found.margin(a, a + 1) / HUNDREDTHS) for a, b in doubts]
    )


def _tagged(text: str, weights: Weights) -> tuple[Found, bytearray]:
    """The words of a text, and of each whether it begins a name, continues it or is none."""
    found = Found(text, load())
    tags = found.read(weights)
    _mark_plain_pairs(found, tags)
    return found, found_again(found, tags)


def _spans(found: Found, tags: bytearray) -> list[Span]:
    return [Span(start, end, margin) for start, end, margin in found.spans(tags)]


def _mark_plain_pairs(found: Found, tags: bytearray) -> None:
    """Makes a name wherever a given name and a word that is nothing else stand alone: `Umit Bektas`.

    The model has seen few given names from most of the world; here the list may outvote it, if it was not sure.
    """
    for i in found.pairs(tags, _FIRST, _ELSE, _ALL):
        if tags[i] == tags[i + 1] == NONE and found.margin(i, i + 1) > -UNSURE:
            tags[i : i + 2] = BEGIN, INSIDE

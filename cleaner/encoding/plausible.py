"""Which of two readings of the same bytes is the better text, judged by the words where they differ."""

from __future__ import annotations

from itertools import islice

from ..patterns import regex
from .context import Judge
from .lexicon import guess_in, lexicon

_TOKEN = regex(r"\S+")
#: By how many decibels a reading must be better before it is preferred.
CLEARLY = 10.0


def better(reading: str, other: str) -> bool:
    """Whether `reading` is clearly more like text than `other`: readings of the same bytes, character for character."""
    return _cost(other, reading) - _cost(reading, other) > CLEARLY


def _cost(text: str, rival: str) -> float:
    language = guess_in(text, 20_000)
    judge = Judge(lexicon(language or "en"))
    theirs = set(_TOKEN.findall(rival))
    differing = (t for t in _TOKEN.findall(text) if t not in theirs)
    return sum(judge.cost(t, " ", " ") for t in islice(differing, 400)) + (0 if language else 20)

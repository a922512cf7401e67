"""Looks at the lines of a whole page once more, knowing how likely all of them seemed at first.

The line model is surest where it was taught: of an outlet it has never seen it mistakes a list inside the article for
a menu, and its scores show it, as they waver there. So a second, tiny network reads the scores themselves: those of the
stretch before and after a line, of the run of lines of one opinion that it stands in, of the lines made like it
elsewhere on the page, how near and how many the article's plain paragraphs are, how much that surely is the article's
stands above and below, and how many of the line's words these paragraphs have: a teaser is about something else. It was
trained on scores that models gave to outlets they had not seen (stacked generalization, Wolpert 1992), so it knows how
far to trust them.

Only pages copied whole are read twice: elsewhere there is too little around a line. The weights are in `review.json`,
numbers in multiples of 1/4096.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.json import decode

from . import _review
from ._reading import alike, echoes
from ._review import VIEW, Network
from .lines import MOST_LINES

__all__ = ["VIEW", "Review", "built_in", "dump", "load", "view"]


def view(scores: Sequence[float], plain: list[str], prose: Sequence[bool], marks: Sequence[float]) -> memoryview[float]:
    """What the scores of a page tell of each line, a row of `VIEW` numbers each; the first is its own score as a logit.

    `prose`: whether each line is a sentence; `marks`: what lists of phrases say of it.
    """
    return memoryview(_told(scores, plain, prose, marks)).cast("B").cast("d", (len(plain), VIEW))


def _told(scores: Sequence[float], plain: list[str], prose: Sequence[bool], marks: Sequence[float]) -> array[float]:
    """The same, one row after the other."""
    article = _review.paragraphs(scores, prose)
    return _review.view(scores, plain, prose, marks, article, alike(plain), echoes(plain, article))


class Review(Struct, frozen=True, dict=True):
    """The weights: a layer over the view of a line, and its output, to which the line's own score is added."""

    weights: Sequence[Sequence[float]]  # VIEW x units
    bias: Sequence[float]
    out_weights: Sequence[float]  # units
    out_bias: float
    trust: float  # in the score itself

    @cached_property
    def _network(self) -> Network:
        return Network(self.weights, self.bias, self.out_weights, self.out_bias, self.trust)

    def scores(
        self, scores: Sequence[float], plain: list[str], prose: Sequence[bool], marks: Sequence[float]
    ) -> list[float]:
        """The probability that each line of a page is boilerplate, at second sight."""
        found: list[float] = []
        for a in range(0, len(scores), MOST_LINES):
            b = a + MOST_LINES
            found += self._network.scores(_told(scores[a:b], plain[a:b], prose[a:b], marks[a:b]))
        return found


def dump(review: Review) -> str:
    """The weights as text, a line an array; in multiples of 1/4096, so that sums of their products are exact."""
    import json  # which puts a blank behind a comma

    arrays = {name: _fixed(getattr(review, name)) for name in review.__struct_fields__}
    return "{\n" + ",\n".join(f'"{name}": {json.dumps(a)}' for name, a in arrays.items()) + "\n}\n"


def _fixed(numbers: object) -> object:
    if isinstance(numbers, Sequence):
        return [_fixed(x) for x in numbers]
    assert isinstance(numbers, float)
    return round(numbers * 4096, 0) / 4096


def load(text: str) -> Review:
    """The weights from text that `dump` made."""
    return decode(text, type=Review)


@cache
def built_in() -> Review:
    """The review that comes with the house."""
    return load((Path(__file__).parent / "review.json").read_text("utf-8"))

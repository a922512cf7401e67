"""How likely each line of a page is boilerplate, by its words, its shape and the company it keeps.

A small network reads a document as a column of lines: each becomes a short vector (the mean of its words' vectors, and
its shape: length, case, digits, punctuation), which is then seen together with the four lines above and below, the
averages of the stretch before and after it, of all before and all after it, and of the whole document; and what comes
of that, once more. A line is also told by what of it comes back elsewhere: a menu shares its rare words with nobody, an
item of the article's own list with its paragraphs. The network was
trained by `benchmarks/train_lines.py` on lines of real pages and gives a probability, not a verdict; what is done with
it is the judge's business.

Numbers are rounded to multiples of 1/4096 wherever they are multiplied. Products of two such numbers, and sums of
those, are exact in 64 bits, so a score is the same to the last digit whatever order they are added in. What is done for
each character, word and line is compiled: `_reading` looks at the text, `_network` at the numbers.

The weights are in `lines.model`: one line of JSON that names the arrays and their shapes, the words, one a line, and
the arrays as little-endian numbers in that order. A word's vector is stored in bytes, with one scale for each column.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

from msgspec.json import decode

from ._network import Layers
from ._reading import Vectors, Vocabulary, shapes

#: Lines of a document that are judged together.
MOST_LINES = 4000


class LineModel:
    """The network with its words, ready to judge documents."""

    def __init__(self, vocabulary: Vocabulary, vectors: Vectors, layers: Layers) -> None:
        self.vocabulary, self._vectors, self._layers = vocabulary, vectors, layers

    def scores(self, shown: list[str], plain: list[str], marks: Sequence[float]) -> list[float]:
        """The probability, 0 to 1, that each line is boilerplate. No line may be empty.

        A very long document is judged a stretch at a time, so that memory does not grow with it.
        """
        found: list[float] = []
        for a in range(0, len(shown), MOST_LINES):
            b = a + MOST_LINES
            read = self.vocabulary.read(plain[a:b])
            found += self._layers.scores(self._vectors.means(read), shapes(shown[a:b], read, marks[a:b]), len(read))
        return found

    def strongest(self, plain: str, most: int = 3) -> list[str]:
        """The words of a line whose vectors are longest: what the score leans on, for people."""
        return self._vectors.strongest(self.vocabulary, plain[:200], most)


def load(data: bytes) -> LineModel:
    """The model from the bytes of its file."""
    head, _, rest = data.partition(b"\n")
    text, _, numbers = rest.partition(b"\n\n")
    arrays: dict[str, memoryview[Any]] = {}
    at = 0
    for name, (kind, shape) in decode(head).items():
        values: array[Any] = array("f" if kind == "<f4" else "b")
        size = prod(shape) * values.itemsize
        values.frombytes(numbers[at : at + size])
        if sys.byteorder == "big":
            values.byteswap()
        octets = memoryview(values).cast("B")
        arrays[name] = octets.cast("f", shape) if kind == "<f4" else octets.cast("b", shape)
        at += size
    layers = ((arrays[f"{name}_weights"], arrays[f"{name}_bias"]) for name in ("line", "near", "far", "out"))
    return LineModel(
        Vocabulary(text.decode().split("\n")), Vectors(arrays["vectors"], arrays["scale"]), Layers(*layers)
    )


@cache
def built_in() -> LineModel:
    """The model that comes with the house."""
    return load((Path(__file__).parent / "lines.model").read_bytes())

"""Makes `neighbours.bin`, the numbers of words that stand side by side. Run by hand, never by the product.

    python -m cleaner.encoding.build_neighbours BENCH

Reads the clean texts of the development sets (BENCH holds encoding/damage.jsonl.gz and html/*.jsonl.xz) and counts
pairs of words of which at least one is written with a letter outside ASCII: those are what damage destroys. Of each
pair only a number of 32 bits is kept, and how often it was met: no text can be read from the table. The same sets give
the same bytes: the numbers in order, four bytes each, the lowest first, and behind them one byte each for how often.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from .alphabets import LETTERS
from .lexicon import language_of
from .neighbours import number_of

_PAIRED = re.compile(r"(?<![^\W\d_])([^\W\d_]+)(?= ([^\W\d_]+))")
#: Languages in which nearly no word has a letter outside ASCII.
_PLAIN = frozenset(("en",))
#: In languages whose letters are all outside ASCII a pair counts when it was met so often.
_OFTEN = 2


def texts(bench: Path) -> Iterator[tuple[str, str]]:
    """Language and text of every clean text, each once."""
    seen: set[str] = set()
    for path in [bench / "encoding/damage.jsonl.gz", *sorted((bench / "html").glob("*.jsonl.xz"))]:
        with (gzip.open if path.suffix == ".gz" else lzma.open)(path, "rb") as f:
            for row in map(json.loads, f):
                text = str(row.get("clean") or row.get("gold_text") or "\n".join(row.get("with", [])))
                if text and text not in seen:
                    seen.add(text)
                    language = str(row["lang"] if "clean" in row else language_of(text))
                    if language in LETTERS and language not in _PLAIN:
                        yield language, text


def table(found: Iterable[tuple[str, str]]) -> bytes:
    """The table of texts and their languages."""
    met: Counter[tuple[str, str, str]] = Counter()
    for language, text in found:
        met.update((language, a, b) for a, b in _PAIRED.findall(text.lower()))
    counts: Counter[int] = Counter()
    for (language, a, b), times in met.items():
        counts[number_of(language, a, "")] += times
        own_script = LETTERS[language][0] > "\u036f"
        if times >= _OFTEN if own_script else not (a.isascii() and b.isascii()):
            counts[number_of(language, a, b)] += times
    numbers = sorted(counts)
    packed = array("I", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes() + bytes(min(counts[n], 255) for n in numbers)


if __name__ == "__main__":
    Path(__file__).with_name("neighbours.bin").write_bytes(table(texts(Path(sys.argv[1]))))

"""Short texts of ours in twenty languages, their names inflected: are persons found, and does each get his own key?

    python benchmarks/names_people.py [dev|held] [--show]

The texts are those of tests/names/people: `[[surface|full name]]`, where the full name is in the nominative and may be
left out when the surface is that. None of them is ever trained on; the tables were made looking at `dev` alone.
Columns: spans found exactly (precision, recall), and the share of all marked mentions that are found and have the key
that the full name has by itself.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from cleaner import names
from cleaner.names.linking import person_key
from cleaner.names.resolving import parsed

PEOPLE = Path(__file__).parent.parent / "tests" / "names" / "people"
_MARK = re.compile(r"\[\[([^|\]]+)(?:\|([^\]]+))?\]\]")


def texts(path: Path) -> list[tuple[str, dict[tuple[int, int], str]]]:
    """The texts of a file without their marks, and the full name of each marked span."""
    return [_unmarked(text) for text in path.read_text("utf-8").strip().split("\n\n")]


def _unmarked(text: str) -> tuple[str, dict[tuple[int, int], str]]:
    plain, gold, at = "", {}, 0
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        gold[len(plain), len(plain) + len(mark[1])] = mark[2] or mark[1]
        plain += mark[1]
        at = mark.end()
    return plain + text[at:], gold


def key(name: str) -> str:
    """The key that a full name in the nominative has by itself."""
    return person_key(parsed(name))


def main(args: list[str]) -> None:
    parts = [a for a in args if a in ("dev", "held")] or ["dev", "held"]
    total: Counter[str] = Counter()
    for path in sorted(p for part in parts for p in PEOPLE.glob(f"*.{part}.txt")):
        said: Counter[str] = Counter()
        for text, gold in texts(path):
            mine = {(m.start, m.end): m for m in names.mentions(text)}
            said["gold"] += len(gold)
            said["mine"] += len(mine)
            said["right"] += len(mine.keys() & gold.keys())
            for span in sorted(mine.keys() | gold.keys()):
                want, got = gold.get(span), mine.get(span)
                good = want is not None and got is not None and got.person_key == key(want)
                said["keyed"] += good
                if "--show" in args and not good:
                    print("   ", path.stem, repr(text[span[0] : span[1]]), "want", want, "got", got and got.person_key)
        total += said
        _print(path.stem, said)
    _print("all", total)


def _print(name: str, said: Counter[str]) -> None:
    p, r, k = said["right"] / max(1, said["mine"]), said["right"] / said["gold"], said["keyed"] / said["gold"]
    print(f"{name:8} n {said['gold']:3}  P {p:.3f}  R {r:.3f}  found with the right key {k:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])

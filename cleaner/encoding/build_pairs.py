"""Makes `pairs.txt`, the pairs of characters by which misread text is told. Run by hand when the channels change.

    python -m cleaner.encoding.build_pairs

Every text is asked for them, and to work them out takes all channels, which only damaged text needs. UTF-8, one line
for each first character: it, and every second one.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from .channels import MISREAD, channels
from .evidence import NATURAL


def pairs() -> bytes:
    """The file's bytes."""
    found: dict[str, set[str]] = defaultdict(set)
    for channel in channels():
        for opening in channel.openings:
            first, second = opening[0], opening[1:]
            plain = second in NATURAL or second.isascii() or first.isascii()
            if second and not plain and not (first.isalpha() and second.isalpha()):
                found[first].add(second)
        sign = channel.table[0xE2][:1] + channel.table[0x80][:1]
        if channel.rank < 3.0 * len(MISREAD) and len(sign) == 2 and not sign[0].isascii() and not sign[1].isascii():
            found[sign[0]].add(sign[1])  # what is left of a quote, a dash, an ellipsis
    rows = (first + "".join(sorted(seconds)) for first, seconds in sorted(found.items()))
    return "".join(row + "\n" for row in rows).encode()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("pairs.txt")
    target.write_bytes(pairs())

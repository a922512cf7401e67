"""ftfy's own cases, most of them met in the wild: how many come out as it expects, here and there.

    python benchmarks/ftfy_cases.py FTFY/tests/test_cases.json [--show]

The file is in ftfy's source distribution. Curly and straight quotes, hard spaces and plain ones count as the same, and
where ftfy expects U+FFFD for what was lost, the character itself is as good.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import ftfy

import cleaner

PLAIN = str.maketrans("‘’‚‛“”„‟\xa0", "''''\"\"\"\" ")
CONFIG = ftfy.TextFixerConfig(uncurl_quotes=False, explain=False)
PEERS: dict[str, Callable[[str], str]] = {
    "cleaner": lambda text: cleaner.repair(text).text,
    "ftfy": lambda text: ftfy.fix_text(text, CONFIG),
}


def fits(expected: str, found: str) -> bool:
    pattern = "".join("." if c == "\ufffd" else re.escape(c) for c in expected.translate(PLAIN))
    return re.fullmatch(pattern, found.translate(PLAIN), re.S) is not None


def main() -> None:
    cases = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    for peer, mend in PEERS.items():
        wrong = [
            (case, found)
            for case in cases
            if not any(
                fits(case[key], found := mend(case["original"])) for key in ("fixed", "fixed-encoding") if key in case
            )
        ]
        print(f"{peer}: {len(cases) - len(wrong)} of {len(cases)}")
        for case, found in wrong if "--show" in sys.argv else ():
            print(f"    {case['label']}\n        {case['original']!r}\n        {case['fixed']!r}\n        {found!r}")


if __name__ == "__main__":
    main()

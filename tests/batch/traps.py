"""Documents that kill their worker, and a program that runs a folder of them: `python -m tests.batch.traps FOLDER OUT`.

A trap is a stage that does, when a document says so, what hostile input does to a parser: hang inside C code, eat all
memory, crash the interpreter. The program runs the folder job with it as `cleaner run` would.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from msgspec import Struct

from cleaner.batch import Job, Limits, run
from cleaner.errors import JobError
from cleaner.model import Document, Edit, Flag
from cleaner.read import Plan, sources
from cleaner.recipe import Recipe
from cleaner.stages import Repair


class Trap(Struct, frozen=True):
    """Does what the document's first line says."""

    name: ClassVar[str] = "trap"
    pause: float = 0.0

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        words = document.blocks[0].text.split() if document.blocks else []
        order = words[0] if words else ""
        if order == "HANG":
            re.match("(a+)+$", "a" * 64 + "!")  # never comes back, and holds the interpreter's lock
        elif order == "SLEEP":
            time.sleep(3600)
        elif order == "EAT":
            hoard = []
            while True:
                hoard.append(bytearray(1 << 24))
        elif order == "CRASH":
            ctypes.string_at(0)
        elif order == "EXIT":
            os._exit(17)
        elif order == "BUG":
            raise KeyError(id(document))  # a message that differs from run to run
        elif order == "DEEP":
            self(document)
        time.sleep(self.pause)
        return ()


def main(folder: str, output: str, workers: str = "2", pause: str = "0", seconds: str = "1.5") -> int:
    """Run the job; the exit code is that of `cleaner run`."""
    recipe = Recipe(stages=(Trap(float(pause)), Repair()))
    job = Job(recipe=recipe, limits=Limits(float(seconds), 256 << 20), workers=int(workers))
    plan = Plan(paths=(folder,))
    try:
        tally = run(job, sources(plan, Counter()), Path(output), None, lambda *_: None)
    except JobError as e:
        sys.stderr.write(f"{e}\n")
        return 3
    sys.stderr.write(f"deaths {tally.deaths}, reused {tally.reused}\n")
    return 3 if tally.stopped else 1 if tally.rejects else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

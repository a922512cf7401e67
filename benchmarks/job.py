"""How much of a folder job is the job and not the cleaning: speed-up by workers, overhead of handing documents over,
and what 100,000 tiny files cost in memory and open files.

    python benchmarks/job.py [--documents 2000] [--tiny 100000]

Prints three tables. Times are CPU seconds of all processes where the question is overhead, and wall seconds where it
is speed-up; only ratios within one run mean anything.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from multiprocessing import active_children
from pathlib import Path
from typing import ClassVar

from msgspec import Struct

from cleaner.batch import Job, run
from cleaner.batch.worker import line
from cleaner.model import Document, Edit, Flag, Source
from cleaner.pipeline import clean
from cleaner.read import Plan, sources
from cleaner.recipe import DEFAULT, Recipe

WORDS = [
    "the", "council", "harbour", "voted", "on", "a", "second", "bridge", "for", "ferries", "after", "storm", "in",
    "city", "and", "said", "that", "repairs", "will", "take", "until", "spring", "minister", "budget", "region",
]  # fmt: skip


def texts(folder: Path, count: int, size: int) -> None:
    """A folder of plain texts of about `size` bytes, in folders of a thousand."""
    rng = random.Random(6)
    for n in range(count):
        paragraphs, length = [f"Report number {n}"], 0
        while length < size:
            sentence = " ".join(rng.choices(WORDS, k=14)).capitalize() + "."
            paragraphs.append(sentence)
            length += len(sentence)
        path = folder / f"{n // 1000:04}" / f"{n:06}.txt"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("\n\n".join(paragraphs))


def job(
    folder: Path, workers: int, recipe: Recipe = DEFAULT, watch: Callable[..., None] = lambda *_: None
) -> tuple[float, Path]:
    """Wall seconds of a run, and what it wrote."""
    output = folder.parent / f"out{workers}.jsonl"
    found = sources(Plan(paths=(str(folder),)), Counter())
    begun = time.perf_counter()
    run(Job(recipe=recipe, workers=workers), found, output, None, watch)
    return time.perf_counter() - begun, output


class Nothing(Struct, frozen=True):
    """A stage that has nothing to say."""

    name: ClassVar[str] = "nothing"

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        return ()


def speed_up(folder: Path, count: int) -> None:
    """Wall seconds for 1, 2, … workers, and whether the bytes agree."""
    print(f"\n{count} texts of 5 KB, default recipe\nworkers  seconds  documents/s  speed-up  same bytes")
    job(folder, 1)
    first, expected = job(folder, 1)
    wanted = expected.read_bytes()
    for workers in sorted({1, 2, len(os.sched_getaffinity(0))}):
        seconds, output = (first, expected) if workers == 1 else job(folder, workers)
        same = output.read_bytes() == wanted
        print(f"{workers:7}  {seconds:7.2f}  {count / seconds:11.0f}  {first / seconds:8.2f}  {same}")


def overhead(folder: Path, count: int) -> None:
    """CPU seconds of the job's processes beside those of the work itself, done in a bare loop."""
    found = [s for s in sources(Plan(paths=(str(folder),)), Counter()) if isinstance(s, Source)]
    line(clean(found[0], DEFAULT))  # what is read at first use is read
    begun = time.process_time()
    for source in found:
        line(clean(source, DEFAULT))
    work = time.process_time() - begun
    used: dict[int, float] = {}
    begun = time.process_time()
    job(folder, 2, watch=lambda *_: used.update({p: _cpu(p) for c in active_children() if (p := c.pid)}))
    parent, workers = time.process_time() - begun, sum(used.values())
    print(f"\n{count} texts of 5 KB, default recipe: CPU seconds")
    print(f"the work in a bare loop  {work:6.2f}")
    print(f"two workers              {workers:6.2f}  {workers / work - 1:+.1%} to the bare loop, their start included")
    print(f"parent                   {parent:6.2f}  {parent / work:.1%}: reading, handing over, journal, writing")


def _cpu(pid: int) -> float:
    """CPU seconds of another process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tiny(folder: Path, count: int) -> None:
    """Many tiny files: memory and open files of the parent at the end, against a tenth of them."""
    print(f"\n{count} tiny files\n   files  seconds  files/s  peak memory of the parent (MB)  open files")
    for part in (count // 10, count):
        target = folder / str(part)
        texts(target, part, 1)
        pid = os.fork()
        if pid == 0:
            seconds, _ = job(target, len(os.sched_getaffinity(0)), Recipe(stages=(Nothing(),)))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            handles = sum(1 for _ in Path("/proc/self/fd").iterdir())
            print(f"{part:8}  {seconds:7.1f}  {part / seconds:7.0f}  {peak:30.0f}  {handles:10}", flush=True)
            os._exit(0)
        os.waitpid(pid, 0)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--tiny", type=int, default=100_000)
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="cleaner-job-"))
    try:
        texts(place / "texts", options.documents, 5000)
        overhead(place / "texts", options.documents)
        speed_up(place / "texts", options.documents)
        if options.tiny:
            tiny(place / "tiny", options.tiny)
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()

"""A folder of documents becomes one file of outcomes: exactly one line a source, in order, whole or not at all.

Killed at any moment, the same command finishes the job, to the same bytes. Nothing here knows a file format: sources
come as an iterator, and how the finished lines become the output is the caller's word.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import msgspec

from .. import __version__
from ..errors import DocumentError, JobError
from ..model import Source, Unread
from ..pipeline import rejected
from ..recipe import DEFAULT, Recipe
from .journal import Journal, beside, forget, key
from .lock import alone
from .pool import Pool
from .worker import Answer, Limits, line

#: Codes that say something about the run rather than about the document: `--changed` tries these again.
OF_THE_RUN = frozenset({"timeout", "memory", "crash", "bug", "unreadable", "no-library"})


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """How a run is to go; none of it changes an outcome, save for documents that break their limits."""

    recipe: Recipe = DEFAULT
    limits: Limits = Limits()
    workers: int = 1
    changed: bool = False  # keep the lines of documents that are as they were when the output was made
    fresh: bool = False  # forget an interrupted run
    fail_fast: bool = False


class _Rules(msgspec.Struct):
    rules: dict[str, int]
    chars_in: int
    chars_out: int


class Glance(msgspec.Struct):
    """What a summary needs of a line, read without the rest of it."""

    outcome: str
    id: str
    source: str
    code: str = ""
    reason: str = ""
    counts: _Rules | None = None


GLANCE = msgspec.json.Decoder(Glance)


class Tally:
    """What has come of the documents so far."""

    def __init__(self) -> None:
        self.records = self.reused = self.deaths = self.chars_in = self.chars_out = 0
        self.rejects: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.notes: list[str] = []
        self.stopped = ""  # why the run ended before its time

    @property
    def documents(self) -> int:
        return self.records + self.rejects.total()

    def add(self, glance: Glance) -> None:
        """Count one outcome."""
        if glance.outcome == "reject":
            self.rejects[glance.code] += 1
        else:
            self.records += 1
        if glance.counts:
            self.rules.update(glance.counts.rules)
            self.chars_in += glance.counts.chars_in
            self.chars_out += glance.counts.chars_out


#: Makes the output from the file of finished lines; None where it simply is that file.
Write = Callable[[Path], None] | None
#: Told of every outcome as it is written: the tally so far, the outcome, and the traceback when cleaner failed on it.
Watch = Callable[[Tally, Glance, str], None]


def run(
    job: Job,
    sources: Iterable[Source | Unread],
    output: Path,
    write: Write,
    watch: Watch,
) -> Tally:
    """Clean every source into `output`, resuming an interrupted run of the same job.

    `write` makes the output from the file of finished lines where it is not simply that file. Raises JobError when the
    run cannot go on; what is done by then is kept. When the tally says `stopped`, there is no output yet.
    """
    with alone(beside(output, "lock")), _Stop() as stop:
        if job.fresh:
            forget(output)
        journal = Journal(output, job.recipe.hash)
        try:
            tally = Tally()
            journal.begin(resume=_resumes(job, journal, output, tally))
            with closing(_outcomes(job, sources, tally, stop, watch, journal)) as outcomes:
                for tag, answer in outcomes:
                    journal.append(tag, answer.line)
            if stop.why:
                journal.commit()
                tally.stopped = stop.why
            else:
                journal.publish(write)
        finally:
            journal.close()
    return tally


def stream(job: Job, sources: Iterable[Source | Unread], output: BinaryIO, watch: Watch) -> Tally:
    """Clean every source and write each line as soon as it is its turn: for pipes, where nothing can be resumed."""
    tally = Tally()
    with _Stop() as stop, closing(_outcomes(job, sources, tally, stop, watch, None)) as outcomes:
        for _, answer in outcomes:
            output.write(answer.line)
            output.flush()
        tally.stopped = stop.why
    return tally


def _resumes(job: Job, journal: Journal, output: Path, tally: Tally) -> bool:
    """Whether what the journal knows is wanted. Raises JobError when an interrupted run was another job."""
    was = journal.status
    same = (was.recipe, was.version) == (job.recipe.hash, __version__)
    if was.state == "finished":
        if job.changed and was.part and not same:
            tally.notes.append("the recipe or cleaner has changed since: everything is done again")
        elif job.changed and not was.part and output.exists():
            tally.notes.append(f"there is no journal of {output.name}: everything is done again")
        return job.changed and same
    if not same:
        raise JobError(
            f"an interrupted run on {output} was begun with another recipe ({was.recipe}) or version ({was.version}); "
            "finish it with that one, or start over with --fresh"
        )
    tally.notes.append("an interrupted run is taken up again")
    return True


class _Stop:
    """Ctrl-C or SIGTERM: once to end cleanly, twice to end now; either way the job can be resumed."""

    def __init__(self) -> None:
        self.why = ""

    def __call__(self) -> bool:
        return bool(self.why)

    def __enter__(self) -> _Stop:
        self._before = {s: signal.signal(s, self._heard) for s in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _heard(self, number: int, _: FrameType | None) -> None:
        if self.why:
            raise KeyboardInterrupt
        self.why = f"ended by {signal.Signals(number).name}"


def _outcomes(
    job: Job, sources: Iterable[Source | Unread], tally: Tally, stop: _Stop, watch: Watch, journal: Journal | None
) -> Generator[tuple[bytes, Answer], None, None]:
    """Every source's journal key and answer, in order, each counted and told; known ones are not done again."""

    def items() -> Iterator[tuple[bytes, Source | Answer]]:
        for source in sources:
            if isinstance(source, Unread):
                unread = DocumentError("read", source.code, source.detail)
                yield b"", Answer(line(rejected(Source(source.name, b""), unread, job.recipe)))
                continue
            tag = key(source)
            found = journal.find(tag) if journal else None
            if found is not None and not (job.changed and GLANCE.decode(found).code in OF_THE_RUN):
                tally.reused += 1
                yield tag, Answer(found)
            else:
                yield tag, source

    with Pool[bytes](job.recipe, job.limits, job.workers) as pool:
        for tag, answer in pool.answers(items(), stop):
            glance = GLANCE.decode(answer.line)
            tally.add(glance)
            tally.deaths = pool.deaths
            watch(tally, glance, answer.trouble)
            yield tag, answer
            if job.fail_fast and glance.outcome == "reject":
                stop.why = f"ended at the first reject ({glance.source}: {glance.code}), as --fail-fast asks"
                return

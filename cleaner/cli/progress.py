"""What a run says while it works and when it is done: to a person on the terminal, and to a log for a program."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from .. import __version__
from ..batch import Glance, Job, Tally
from ..errors import JobError
from ..model import Unread
from ..read import Plan, files, holds_many

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

_REFRESH = 0.1  # seconds between two pictures of the progress bar


class Display:
    """A progress bar on standard error, when that is a terminal; it also keeps the time."""

    def __init__(self, plan: Plan, *, quiet: bool) -> None:
        self._started = time.monotonic()
        self._shown = 0.0
        self._progress = None if quiet or not sys.stderr.isatty() else _progress()
        if self._progress is not None:
            self._task = self._progress.add_task("", total=_total(plan), rejects=0, pace="")

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._started

    def __enter__(self) -> Display:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def update(self, tally: Tally) -> None:
        """Show how far it is, but not more often than an eye can see."""
        if self._progress is not None and time.monotonic() - self._shown > _REFRESH:
            pace = f"{tally.documents / max(self.seconds, 0.1):,.0f}/s"
            rejects = tally.rejects.total()
            self._progress.update(self._task, completed=tally.documents, rejects=rejects, pace=pace)
            self._progress.refresh()
            self._shown = time.monotonic()


class Log:
    """One line of JSON an event, appended to a file: the start, every reject, every bug with its traceback, the end."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        if path is not None:
            try:
                self._file = path.open("ab", buffering=0)
            except OSError as e:
                raise JobError(f"--log {path}: {e.strerror}") from e

    def __enter__(self) -> Log:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._file is not None:
            if error is not None:
                self.say("aborted", why=str(error) or type(error).__name__)
            self._file.close()

    def start(self, job: Job, paths: tuple[str, ...]) -> None:
        """Write down what is to be done."""
        shown = [p.encode("utf-8", "backslashreplace").decode() for p in paths]
        self.say("start", paths=shown, version=__version__, recipe=job.recipe.hash, workers=job.workers)

    def update(self, glance: Glance, trouble: str) -> None:
        """Write down a reject; a bug with the place it happened at."""
        if glance.code:
            more = {"traceback": trouble} if trouble else {}
            self.say("reject", source=glance.source, id=glance.id, code=glance.code, reason=glance.reason, **more)

    def end(self, tally: Tally, skipped: Counter[str]) -> None:
        """Write down what came of it."""
        self.say(
            "stopped" if tally.stopped else "end",
            why=tally.stopped,
            notes=tally.notes,
            records=tally.records,
            rejects=dict(tally.rejects),
            reused=tally.reused,
            deaths=tally.deaths,
            skipped=dict(skipped),
        )

    def say(self, event: str, **facts: object) -> None:
        """Write one event."""
        if self._file is not None:
            now = time.strftime("%Y-%m-%dT%H:%M:%S%z")
            try:
                self._file.write(msgspec.json.encode({"time": now, "event": event, **facts}) + b"\n")
            except OSError as e:
                file, self._file = self._file, None
                file.close()
                raise JobError(f"--log {self._path}: {e.strerror}") from e


def show_summary(tally: Tally, skipped: Counter[str], seconds: float) -> None:
    """The table at the end of a run."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    for number, what in _lines(tally, skipped):
        table.add_row(f"{number:,}", what)
    pace = f", {tally.documents / seconds:,.0f} a second" if seconds > 0 else ""
    table.add_row(f"{seconds:,.1f}", f"seconds{pace}")
    console = _console()
    console.print(table)
    for note in tally.notes:
        console.print(note, style="yellow")
    if not tally.documents and not tally.stopped:
        console.print("no document was found; see cleaner run --help for the formats", style="yellow")


def show_plan(plan: Plan, skipped: Counter[str]) -> None:
    """What would be read, one path a line, on standard output; the numbers on standard error."""
    count = size = 0
    for found in files(plan, skipped):
        problem = f"\t{found.code}: {found.detail}" if isinstance(found, Unread) else ""
        sys.stdout.write(f"{found.name}{problem}\n".encode("utf-8", "backslashreplace").decode())
        count += 1
        if not isinstance(found, Unread) and found.path != "-":
            size += Path(found.path).stat().st_size
    skips = "".join(f"; {n:,} skipped: {what}" for what, n in sorted(skipped.items()) if n)
    sys.stderr.write(f"{count:,} files, {size / 1e6:,.1f} MB{skips}\n")


def _lines(tally: Tally, skipped: Counter[str]) -> list[tuple[int, str]]:
    kinds: Counter[str] = Counter()
    for rule, number in tally.rules.items():
        stage, _, kind = rule.partition(".")
        kinds[f"removed: {kind.partition('.')[0]}" if stage == "strip" else f"changes: {stage}"] += number
    rejects = [(n, f"rejected: {code}") for code, n in sorted(tally.rejects.items())]
    skips = [(n, f"skipped: {what}") for what, n in sorted(skipped.items()) if n]
    return [
        (tally.documents, "documents"),
        (tally.records, "records"),
        *rejects,
        *([(tally.reused, "done before")] if tally.reused else []),
        *((n, what) for what, n in sorted(kinds.items())),
        *skips,
        *([(tally.deaths, "workers lost and replaced")] if tally.deaths else []),
    ]


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def _progress() -> Progress:
    from rich import progress

    # No thread of its own: workers are started while it runs.
    return progress.Progress(
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[pace]}"),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[rejects]} rejected"),
        console=_console(),
        auto_refresh=False,
        transient=True,
    )


def _total(plan: Plan) -> int | None:
    """How many documents there will be; None when that cannot be told without reading everything."""
    count = 0
    for found in files(plan, Counter()):
        if not isinstance(found, Unread) and (found.path == "-" or holds_many(found.path)):
            return plan.sample if plan.sample is not None else plan.limit
        count += 1
    return min(n for n in (count, plan.limit, plan.sample) if n is not None)

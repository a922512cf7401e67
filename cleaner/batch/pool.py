"""Several hands at one job: documents go out to worker processes in batches, and come back in the order they went.

Whatever a document does to its worker, the pool notices the death, knows which document the worker was on, gives that
one a second chance alone in a fresh worker, and then sets it aside as a reject. The others never hear of it.
"""

from __future__ import annotations

import multiprocessing
import selectors
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess, SpawnContext, SpawnProcess
from typing import Any, Generic, TypeVar

import msgspec

from ..errors import DocumentError, JobError
from ..model import Source
from ..pipeline import rejected
from ..recipe import Recipe
from .worker import OUT_OF_MEMORY, Answer, Limits, line, work

Tag = TypeVar("Tag")

#: A batch should keep a worker busy for about this many seconds: long against the cost of handing it over, short
#: against the wait of an idle neighbour at the end of the job.
BATCH_SECONDS = 0.1
#: Bytes of sources and finished lines that may wait for a slow document before no more are read.
WINDOW = 64 << 20
#: What a document counts for beside its bytes, so that a batch of empty files is still a small batch.
_OVERHEAD = 1024
#: Seconds after the deadline at which a worker that the kernel did not end is ended by the pool.
_GRACE = 5.0

_ANSWERS = msgspec.msgpack.Decoder(list[Answer])


class _Task(msgspec.Struct):
    """One document on its way; `alone` when it has cost a worker its life already."""

    number: int
    source: Source
    alone: bool = False

    @property
    def weight(self) -> int:
        return len(self.source.data) + _OVERHEAD


class _Worker(msgspec.Struct):
    """A child process and the tasks it has not answered yet, oldest first."""

    process: ForkServerProcess | SpawnProcess
    pipe: Connection
    at: Any  # an integer shared with the child: which task of its batch it is on, counted from 1
    tasks: deque[_Task]
    answered: int = 0  # of its batch
    heard: float = 0.0  # when it last said something, or got something to do
    begun: float = 0.0  # when it got its batch
    ready: bool = False
    fresh: bool = True  # nothing was ever asked of it
    overdue: bool = False


class Pool(Generic[Tag]):
    """A number of workers for one recipe. Use it as a context manager: leaving it ends every worker."""

    def __init__(self, recipe: Recipe, limits: Limits, size: int) -> None:
        self._recipe, self._limits, self._size = recipe, limits, size
        self._context: ForkServerContext | SpawnContext = multiprocessing.get_context("spawn")
        if "forkserver" in multiprocessing.get_all_start_methods():
            self._context = multiprocessing.get_context("forkserver")
            self._context.set_forkserver_preload(["cleaner.batch.preload"])
        self._selector = selectors.DefaultSelector()
        self._workers: list[_Worker] = []
        self._batches: deque[list[_Task]] = deque()
        self._suspects: deque[_Task] = deque()  # each for a fresh worker: an old one's memory may be the culprit
        self._answers: dict[int, Answer] = {}
        self._batch_bytes = 4096.0
        self._stillborn = 0
        self.deaths = 0

    def __enter__(self) -> Pool[Tag]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
        self._workers.clear()
        self._selector.close()

    def answers(
        self, items: Iterator[tuple[Tag, Source | Answer]], stop: Callable[[], bool]
    ) -> Iterator[tuple[Tag, Answer]]:
        """The answer to every item, in the order of the items; an item that is an answer already just passes through.

        When `stop` says so, nothing more is read; what the workers have begun is finished, and everything up to the
        first gap comes out. Raises JobError when workers cannot be started.
        """
        tags: deque[tuple[Tag, int]] = deque()
        number = waiting = 0
        more = True
        while more or tags:
            if more and stop():
                more = False
                self._batches.clear()
            if more and waiting < WINDOW and len(self._batches) <= len(self._workers):
                batch: list[_Task] = []
                more, limit = False, self._batch_bytes
                for tag, item in items:
                    size = self._take(number, item, batch)
                    tags.append((tag, size))
                    number, waiting, limit = number + 1, waiting + size, limit - size
                    if limit <= 0:
                        more = True
                        break
                if batch:
                    self._batches.append(batch)
            first = number - len(tags)
            while tags and (answer := self._answers.pop(first, None)) is not None:
                tag, size = tags.popleft()
                first, waiting = first + 1, waiting - size
                yield tag, answer
            if not more and stop() and not any(w.tasks for w in self._workers):
                return
            self._hand_out(stop())
            if tags:
                self._listen(0.0 if more and waiting < WINDOW and len(self._batches) <= len(self._workers) else 0.2)

    def _take(self, number: int, item: Source | Answer, batch: list[_Task]) -> int:
        """Put one item where it belongs, and say what it weighs."""
        if isinstance(item, Answer):
            self._answers[number] = item
            return len(item.line)
        batch.append(_Task(number, item))
        return batch[-1].weight

    def _hand_out(self, stopping: bool) -> None:
        """Give every idle worker a batch; call for another worker while there is more to do than hands."""
        if stopping:
            return
        for worker in self._workers:
            if worker.ready and not worker.tasks:
                if worker.fresh and self._suspects:
                    self._give(worker, [self._suspects.popleft()])
                elif self._batches:
                    self._give(worker, self._batches.popleft())
        wanted = len(self._suspects) + len(self._batches) - sum(not w.ready for w in self._workers)
        for _ in range(min(wanted, self._size - len(self._workers))):
            self._start()

    def _give(self, worker: _Worker, batch: list[_Task]) -> None:
        worker.tasks.extend(batch)
        worker.fresh = False
        worker.answered = worker.at.value = 0
        worker.heard = worker.begun = time.monotonic()
        # When it died while idle, this fails; the end of its pipe will say so.
        with suppress(OSError):
            worker.pipe.send_bytes(msgspec.msgpack.encode([t.source for t in batch]))

    def _start(self) -> None:
        try:
            ours, theirs = self._context.Pipe()
            at = self._context.RawValue("i", 0)
            process = self._context.Process(target=work, args=(theirs, at, self._recipe, self._limits), daemon=True)
            if isinstance(self._context, ForkServerContext):
                _start_fork_server()
            process.start()
        except (OSError, EOFError) as e:
            raise JobError(f"workers cannot be started ({e or type(e).__name__}); nothing is lost") from e
        theirs.close()
        self._workers.append(_Worker(process, ours, at, deque(), heard=time.monotonic()))
        self._selector.register(ours, selectors.EVENT_READ, self._workers[-1])

    def _listen(self, timeout: float) -> None:
        """Hear what the workers have to say, for at most so many seconds."""
        for key, _ in self._selector.select(timeout):
            worker: _Worker = key.data
            try:
                message = worker.pipe.recv_bytes()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            now = worker.heard = time.monotonic()
            if not worker.ready:
                worker.ready, self._stillborn = True, 0
                continue
            for answer in _ANSWERS.decode(message):
                self._answers[worker.tasks.popleft().number] = answer
                worker.answered += 1
            if not worker.tasks:
                self._adapt(now - worker.begun)
        overdue = time.monotonic() - self._limits.seconds - _GRACE
        for worker in self._workers:
            if worker.tasks and worker.heard < overdue and not worker.overdue:
                worker.overdue = True
                worker.process.kill()

    def _adapt(self, seconds: float) -> None:
        if seconds < BATCH_SECONDS / 2:
            self._batch_bytes = min(self._batch_bytes * 2, 1 << 20)
        elif seconds > BATCH_SECONDS * 2:
            self._batch_bytes = max(self._batch_bytes / 2, 1)

    def _bury(self, worker: _Worker) -> None:
        """A worker is dead: the document it was on is tried again alone, or set aside; the rest goes back in line."""
        self._selector.unregister(worker.pipe)
        worker.pipe.close()
        worker.process.join()
        self._workers.remove(worker)
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > 2:
                raise JobError(
                    f"workers cannot start ({_cause(worker, self._limits).detail}); is --max-memory too small?"
                )
        elif worker.tasks:
            self.deaths += 1
            on = min(max(worker.at.value - 1 - worker.answered, 0), len(worker.tasks) - 1)
            culprit = worker.tasks[on]
            del worker.tasks[on]
            if worker.tasks:
                self._batches.appendleft(list(worker.tasks))
            if culprit.alone:
                cause = _cause(worker, self._limits)
                self._answers[culprit.number] = Answer(line(rejected(culprit.source, cause, self._recipe)))
            else:
                culprit.alone = True
                self._suspects.append(culprit)


def _start_fork_server() -> None:
    """Start the fork server, if it does not run, so that it never hears Ctrl-C, not even while it is loading.

    Ctrl-C goes to every process of the terminal. A process inherits what its parent does not listen to; this one
    listens again, and to what came meanwhile, a moment later.
    """
    resource_tracker.ensure_running()  # its own start would make us listen again too early
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _cause(worker: _Worker, limits: Limits) -> DocumentError:
    """What a worker's death says of the document it was on."""
    status = worker.process.exitcode or 0
    if worker.overdue or status == -getattr(signal, "SIGALRM", signal.SIGTERM):
        return DocumentError("batch", "timeout", f"{limits.seconds:g} s")
    if status == OUT_OF_MEMORY:
        return DocumentError("batch", "memory", f"{limits.memory >> 20} MB")
    return DocumentError("batch", "crash", signal.Signals(-status).name if status < 0 else f"exit code {status}")

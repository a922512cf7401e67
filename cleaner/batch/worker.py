"""The child process that does the work: documents in, finished lines out, one at a time, each under a deadline.

A document can hang a parser, eat the machine's memory or crash the interpreter, and no `except` helps against that.
So the work is done in a process that may die: the kernel ends it when a document has had its time (a Python timer
cannot interrupt a C parser; the default action of SIGALRM can), refuses it memory beyond its cap, and the pool, which
knows on which document it died, goes on with another.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import time
import traceback
import warnings
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from ..errors import DocumentError
from ..model import Outcome, Source
from ..pipeline import clean, rejected
from ..recipe import Recipe

#: Exit code of a worker that ran out of memory.
OUT_OF_MEMORY = 71
#: Answers of about so much time go back in one message: telling each by itself costs the pool a tenth of the work.
TOGETHER_SECONDS = 0.03

_ENCODE = msgspec.json.Encoder()
_BATCH = msgspec.msgpack.Decoder(list[Source])


class Limits(msgspec.Struct, frozen=True):
    """What one document may cost: seconds of wall clock, and bytes of memory on top of an idle worker's."""

    seconds: float = 60.0
    memory: int = 2 << 30


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """One document's outcome as the line to be written; `trouble` is the traceback when cleaner itself failed."""

    line: bytes
    trouble: str = ""


def work(pipe: Connection, at: Any, recipe: Recipe, limits: Limits) -> None:
    """Answer batches of sources until the pipe closes. The first message is empty: the worker is ready.

    Answers go back some at a time. `at` is shared with the pool: which document of the batch this process is on, for
    when it dies.
    """
    _settle_in(limits)
    try:
        pipe.send_bytes(b"")
        while True:
            batch = _BATCH.decode(pipe.recv_bytes())
            answers: list[Answer] = []
            sent = time.monotonic()
            for number, source in enumerate(batch, 1):
                at.value = number
                _alarm(limits.seconds)
                answers.append(_answer(source, recipe))
                _alarm(0)
                if number == len(batch) or time.monotonic() - sent > TOGETHER_SECONDS:
                    pipe.send_bytes(msgspec.msgpack.encode(answers))
                    answers.clear()
                    sent = time.monotonic()
    except (EOFError, OSError):  # the parent has gone, or has no more to say
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def line(outcome: Outcome) -> bytes:
    """An outcome as its line of JSON, the line end included."""
    return _ENCODE.encode(outcome) + b"\n"


def _answer(source: Source, recipe: Recipe) -> Answer:
    try:
        return Answer(line(clean(source, recipe)))
    except MemoryError:
        raise
    except Exception as e:  # a bug, by definition: whatever it is, it must not stop the other documents
        bug = DocumentError("batch", "bug", _whereabouts(e))
        return Answer(line(rejected(source, bug, recipe)), traceback.format_exc())


def _whereabouts(error: Exception) -> str:
    """The kind of error and the place in cleaner; never its message, which may differ from run to run."""
    inside = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).parent.name != "batch"]
    place = f" in {Path(inside[-1].filename).name}:{inside[-1].lineno}" if inside else ""
    return f"{type(error).__name__}{place}"


def _settle_in(limits: Limits) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    logging.disable(logging.CRITICAL)  # libraries' remarks about a page are no news to the user
    warnings.simplefilter("ignore")
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 0)
    os.dup2(silence, 1)  # standard output may be the records' own
    os.close(silence)
    gc.freeze()
    _cap_memory(limits.memory)


def _cap_memory(extra: int) -> None:
    """Refuse this process more than `extra` bytes of address space beyond what it has now, where the system can."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (ImportError, OSError):
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted, (_, hard) = pages * resource.getpagesize() + extra, resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)

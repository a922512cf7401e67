"""One run on one output: the second is refused, and told who the first is.

The system drops the lock when its holder ends, however it ends, so a killed run locks nobody out.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import JobError

if sys.platform == "win32":
    import msvcrt

    def _seize(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _seize(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`. Raises JobError, naming the holder, when somebody else has it."""
    handle = _take(path)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _take(path: Path) -> int:
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as e:
            raise JobError(f"{path}: {e.strerror}; the folder of the output must be writable") from e
        try:
            _seize(handle)
        except OSError:
            holder = _holder(handle)
            os.close(handle)
            raise JobError(f"another run is at work on this output: {holder}; wait for it, or end it") from None
        with suppress(OSError):
            # The file may have been removed, by a run that just ended, between opening and locking it.
            if os.path.samestat(path.stat(), os.fstat(handle)):
                break
        os.close(handle)
    try:
        os.truncate(handle, 0)
        started = time.strftime("%Y-%m-%d %H:%M:%S")
        os.write(handle, json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": started}).encode())
    except OSError as e:
        os.close(handle)
        raise JobError(f"{path}: {e.strerror}; nothing was begun") from e
    return handle


def _holder(handle: int) -> str:
    try:
        told = json.loads(os.read(handle, 4096))
        return f"process {told['pid']} on {told['host']}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "a process that has not said its name yet"

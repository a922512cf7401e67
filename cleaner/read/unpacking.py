"""Bytes out of files and out of their wrappings (.gz .bz2 .xz .zst), never more of them than was agreed.

A small file can unpack to a mountain, by malice or mistake. What comes out is counted against what went in, and the
reading ends with a code when the proportion is absurd; a damaged or cut-short file ends with another.
"""

# Plain strings, not Path objects: a folder may hold a million files.
# ruff: noqa: PTH122, PTH123

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import os
import stat
import sys
import zlib
from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

from msgspec import Struct

from ..errors import DocumentError, JobError

#: What may come out for each byte that goes in, once more than `_FREE` bytes have come out. Text rarely shrinks to a
#: fiftieth.
RATIO = 200
_FREE = 16 << 20
#: A zstd window beyond this many bytes is refused: it would be memory taken before a byte is out.
_ZSTD_WINDOW_LOG = 27

#: Errors that say something about this machine now, not about the file.
_OF_THE_MACHINE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
DAMAGE: tuple[type[Exception], ...] = (EOFError, zlib.error, lzma.LZMAError)


class Wrapped(Struct, frozen=True):
    """A file's ending taken apart: the format (`.jsonl`), and what it is wrapped in (`.gz`, or nothing)."""

    format: str
    wrapping: str


def take_apart(name: str) -> Wrapped:
    """The endings of a file name that matter here, in lower case."""
    stem, ending = os.path.splitext(name.lower())
    if ending == ".tgz":
        return Wrapped(".tar", ".gz")
    if ending in WRAPPINGS:
        return Wrapped(os.path.splitext(stem)[1], ending)
    return Wrapped(ending, "")


def open_file(path: str | bytes | os.PathLike[str]) -> BinaryIO:
    """A regular file, unbuffered. Raises DocumentError `unreadable`, and never waits at a pipe or a device."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            os.close(handle)
            raise DocumentError("read", "unreadable", kind_of(mode))
    except OSError as e:
        raise trouble(e) from None
    return open(handle, "rb", buffering=0)


def kind_of(mode: int) -> str:
    """What a path is when it is no file, in words."""
    for test, word in ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket")):
        if test(mode):
            return f"it is {word}"
    return "it is a device"


def trouble(error: OSError) -> Exception:
    """What an error of the file system means: this document cannot be read, or nothing can."""
    if error.errno in _OF_THE_MACHINE:
        return JobError(f"{error.strerror}: nothing more can be read now; run the same command again to go on")
    return DocumentError("read", "unreadable", os.strerror(error.errno) if error.errno else str(error))


class Budget:
    """What may come out of a source, by what has gone in."""

    def __init__(self, given: Callable[[], int]) -> None:
        self._given, self._out = given, 0

    @classmethod
    def of_file(cls, file: BinaryIO) -> Budget:
        """For everything that one file holds, in whatever order it is read."""
        size = os.fstat(file.fileno()).st_size
        return cls(lambda: size)

    def take(self, size: int) -> None:
        """Note that so much came out. Raises DocumentError `bomb` when it is too much."""
        self._out += size
        if self._out > _FREE and self._out > RATIO * self._given():
            raise DocumentError("read", "bomb", f"more than {RATIO} bytes out for each byte in")


def unpack(raw: BinaryIO, wrapping: str) -> BinaryIO:
    """What is inside the wrapping, as a buffered stream; raises DocumentError while reading: `corrupt`, `bomb`, …"""
    return counted(WRAPPINGS[wrapping](raw), Budget(raw.tell)) if wrapping else counted(raw, None)


def counted(inner: BinaryIO, budget: Budget | None) -> BinaryIO:
    """A stream whose every trouble is a DocumentError, and that keeps to the budget."""
    return io.BufferedReader(_Counted(inner, budget), 1 << 16)


class _Counted(io.RawIOBase):
    def __init__(self, inner: BinaryIO, budget: Budget | None) -> None:
        self._inner, self._budget = inner, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer)) or b""
        except DAMAGE as e:
            raise DocumentError("read", "corrupt", str(e)) from None
        except OSError as e:
            if e.errno is None:  # gzip and bz2 call damage an OSError too
                raise DocumentError("read", "corrupt", str(e)) from None
            raise trouble(e) from None
        if self._budget is not None:
            self._budget.take(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def library(name: str, extra: str) -> object:
    """An optional library. Raises DocumentError `no-library`, naming the extra that brings it."""
    try:
        return import_module(name)
    except ImportError:
        raise DocumentError("read", "no-library", f"pip install 'press-cleaner[{extra}]'") from None


class _Zstd(io.RawIOBase):
    """A zstd stream whose damage is an EOFError, so that nobody else needs the library's own error."""

    def __init__(self, inner: BinaryIO, damage: type[Exception]) -> None:
        self._inner, self._damage = inner, damage

    def read(self, size: int = -1) -> bytes:
        try:
            return self._inner.read(size)
        except self._damage as e:
            raise EOFError(str(e)) from None


def _zstd(raw: BinaryIO) -> BinaryIO:
    module = library("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd", "zstd")
    limit = {module.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}  # type: ignore[attr-defined]
    return _Zstd(module.ZstdFile(raw, options=limit), module.ZstdError)  # type: ignore[attr-defined,return-value]


def _gzip(raw: BinaryIO) -> BinaryIO:
    return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]


#: What a file may be wrapped in, and how it is opened.
WRAPPINGS: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": _gzip,
    ".bz2": bz2.BZ2File,  # type: ignore[dict-item]
    ".xz": lzma.LZMAFile,  # type: ignore[dict-item]
    ".zst": _zstd,
}

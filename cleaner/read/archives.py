"""Files within a file: zip and tar archives, member by member in the order they stand in.

A damaged member is an outcome of its own and the others are read; what unpacks to more than is reasonable for the
whole archive ends it.
"""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import BinaryIO

from ..errors import DocumentError
from ..model import Source, Unread
from .unpacking import Budget, counted, take_apart, trouble, unpack

#: What reads one member: the stream, its name, its format.
ReadMember = Callable[[BinaryIO, str, str], Iterator[Source | Unread]]


def zipped(
    stream: BinaryIO, name: str, wants: Callable[[str], bool], read: ReadMember, skipped: Counter[str]
) -> Iterator[Source | Unread]:
    """The documents of a zip file; the stream must be seekable."""
    budget = Budget.of_file(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except OSError as e:
        raise trouble(e) from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as e:
        raise DocumentError("read", "corrupt", str(e)) from None
    with archive:
        for info in archive.infolist():
            if not info.is_dir() and _wanted(info.filename, wants, skipped):
                member = f"{name}/{_clean(info.filename)}"
                try:
                    with archive.open(info) as file:
                        yield from _member(file, info.filename, member, read, budget)  # type: ignore[arg-type]
                except (zipfile.BadZipFile, EOFError, zlib.error, ValueError) as e:
                    yield Unread(member, "corrupt", str(e))
                except (RuntimeError, NotImplementedError) as e:  # locked by a password, or packed in an unknown way
                    yield Unread(member, "unreadable", str(e))


def tarred(
    stream: BinaryIO, name: str, wants: Callable[[str], bool], read: ReadMember, skipped: Counter[str]
) -> Iterator[Source | Unread]:
    """The documents of a tar file, read as a stream."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                archive.members = []  # type: ignore[attr-defined] # it would remember every one
                if info.isfile() and _wanted(info.name, wants, skipped) and (file := archive.extractfile(info)):
                    yield from _member(file, info.name, f"{name}/{_clean(info.name)}", read, None)  # type: ignore[arg-type]
    except (tarfile.TarError, EOFError, ValueError, RecursionError) as e:
        raise DocumentError("read", "corrupt", str(e) or type(e).__name__) from None


def _wanted(path: str, wants: Callable[[str], bool], skipped: Counter[str]) -> bool:
    if any(part.startswith(".") for part in path.split("/") if part not in (".", "..")):
        skipped["hidden"] += 1
    elif take_apart(path).format in (".zip", ".tar"):
        skipped["archive in an archive"] += 1
    elif wants(path):
        return True
    else:
        skipped["other format"] += 1
    return False


def _member(file: BinaryIO, path: str, name: str, read: ReadMember, budget: Budget | None) -> Iterator[Source | Unread]:
    wrapped = take_apart(path)
    try:
        with closing(unpack(counted(file, budget), wrapped.wrapping)) as stream:
            yield from read(stream, name, wrapped.format)
    except DocumentError as e:
        if e.code == "bomb":
            raise
        yield Unread(name, e.code, e.detail)


def _clean(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()

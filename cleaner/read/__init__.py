"""Formats in: whatever lies in a folder or comes down a pipe becomes sources, one by one, in a fixed order."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import heappush, heappushpop
from itertools import islice

from blake3 import blake3
from msgspec import Struct

from ..errors import DocumentError
from ..model import Source, Unread
from .folder import Choice, Found, walk
from .formats import ENDINGS, Reading, holds_many, is_format, read_file, read_stream
from .rows import Fields
from .unpacking import library, open_file, take_apart, unpack

__all__ = [
    "ENDINGS", "Fields", "Plan", "Reading", "files", "holds_many", "library", "open_file", "sources", "take_apart",
    "unpack",
]  # fmt: skip


class Plan(Struct, frozen=True, kw_only=True):
    """What is to be read: the paths, and which of the documents in them."""

    paths: tuple[str, ...]
    reading: Reading = Reading()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    leave_out: frozenset[tuple[int, int]] = frozenset()
    limit: int | None = None
    sample: int | None = None

    @property
    def choice(self) -> Choice:
        """The plan's word on files."""
        return Choice(is_format=is_format, include=self.include, exclude=self.exclude, leave_out=self.leave_out)


def sources(plan: Plan, skipped: Counter[str]) -> Iterator[Source | Unread]:
    """Every document of the plan, in order, and every one that cannot be read; what is passed over is counted."""
    found = (s for f in files(plan, skipped) for s in _read(f, plan.reading, skipped))
    if plan.sample is not None:
        return iter(_sample(found, plan.sample))
    return islice(found, plan.limit)


def files(plan: Plan, skipped: Counter[str]) -> Iterator[Found | Unread]:
    """The files that would be read, in order."""
    return walk(plan.paths, plan.choice, skipped)


def _read(found: Found | Unread, reading: Reading, skipped: Counter[str]) -> Iterator[Source | Unread]:
    if isinstance(found, Unread):
        yield found
        return
    try:
        if found.path == "-":
            yield from _standard_input(reading, skipped)
            return
        with open_file(found.path) as raw:
            yield from read_file(raw, found.path, found.name, reading, skipped)
    except DocumentError as e:
        yield Unread(found.name, e.code, e.detail)


def _standard_input(reading: Reading, skipped: Counter[str]) -> Iterator[Source | Unread]:
    """Rows when it begins like a JSON object, else one document."""
    stream = sys.stdin.buffer
    assert isinstance(stream, io.BufferedReader)
    rows = stream.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return read_stream(stream, "stdin", ".jsonl" if rows else "", reading, skipped)


def _sample(found: Iterable[Source | Unread], size: int) -> list[Source | Unread]:
    """So many documents, chosen by the hash of their names: the same ones every time, in their order."""
    heap: list[tuple[int, int, Source | Unread]] = []
    for number, source in enumerate(found):
        rank = int.from_bytes(blake3(source.name.encode("utf-8", "surrogatepass")).digest(length=8))
        item = (-rank, number, source)
        if len(heap) < size:
            heappush(heap, item)
        elif heap:
            heappushpop(heap, item)
    return [source for _, _, source in sorted(heap, key=lambda i: i[1])]

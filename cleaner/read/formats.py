"""Which ending means which format, and how each is read.

A file holds one document (a page, a text) or many (rows, archives, crawls); an archive holds files of either kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from msgspec import Struct

from ..errors import DocumentError
from ..model import MediaType, Source, Unread
from .rows import Fields, json_lines, parquet, values
from .unpacking import take_apart, trouble


class Reading(Struct, frozen=True):
    """How files are read: which columns hold the text, and how large one document may be, in bytes."""

    fields: Fields = Fields()
    max_size: int = 32 << 20


#: Files of one document, and what the ending claims it is.
SINGLE: dict[str, MediaType | None] = {
    ".txt": None,  # saved pages go by this name too
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
#: Files of many documents that are rows.
ROWS: dict[str, Callable[[BinaryIO, str, Fields, int], Iterator[Source | Unread]]] = {
    ".jsonl": json_lines,
    ".csv": values,
    ".tsv": values,
    ".parquet": parquet,
}
#: Every ending of a file that holds documents, as it stands without a packing.
ENDINGS = (*SINGLE, *ROWS)


def is_format(name: str) -> bool:
    """Whether a file of this name holds documents."""
    return take_apart(name).format in ENDINGS


def holds_many(name: str) -> bool:
    """Whether a file of this name holds more than one document."""
    return take_apart(name).format in ROWS


def read_stream(
    stream: BinaryIO, name: str, form: str, reading: Reading, skipped: Counter[str]
) -> Iterator[Source | Unread]:
    """The documents in one stream of a known format. Raises DocumentError where the reading has to end."""
    if form in ROWS:
        yield from ROWS[form](stream, name, reading.fields, reading.max_size)
    else:
        yield _single(stream, name, form, reading.max_size)


def _single(stream: BinaryIO, name: str, form: str, limit: int) -> Source:
    try:
        data = _read(stream, limit + 1)
    except OSError as e:
        raise trouble(e) from None
    if len(data) > limit:
        raise DocumentError("read", "too-large", f"more than {limit} bytes")
    return Source(name, data, media_type=SINGLE.get(form))


def _read(stream: BinaryIO, limit: int) -> bytes:
    """Up to `limit` bytes; an unbuffered file gives them in pieces."""
    pieces = []
    while limit > 0 and (piece := stream.read(min(limit, 1 << 20))):
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)

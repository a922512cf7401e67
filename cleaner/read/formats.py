"""Which ending means which format, and how each is read.

A file holds one document (a page, a text) or many (rows, archives, crawls); an archive holds files of either kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import BinaryIO

from msgspec import Struct

from ..errors import DocumentError
from ..model import MediaType, Source, Unread
from .archives import ReadMember, tarred, zipped
from .crawls import crawl, saved_page
from .rows import Fields, json_lines, parquet, values
from .unpacking import take_apart, trouble, unpack


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
#: A page as browsers save it whole.
SAVED = (".mhtml", ".mht")
#: Files of many documents that are rows.
ROWS: dict[str, Callable[[BinaryIO, str, Fields, int], Iterator[Source | Unread]]] = {
    ".jsonl": json_lines,
    ".csv": values,
    ".tsv": values,
}
CRAWLS = (".warc", ".wet")
#: Formats that are read back and forth, so neither packed nor from within an archive.
SEEKING = (".parquet", ".zip")
#: Every ending of a file that holds documents, as it stands without a packing.
ENDINGS = (*SINGLE, *SAVED, *ROWS, *CRAWLS, ".tar", *SEEKING)


def is_format(name: str) -> bool:
    """Whether a file of this name holds documents."""
    wrapped = take_apart(name)
    return wrapped.format in ENDINGS and not (wrapped.wrapping and wrapped.format in SEEKING)


def holds_many(name: str) -> bool:
    """Whether a file of this name holds more than one document."""
    return take_apart(name).format not in (*SINGLE, *SAVED)


def read_file(
    raw: BinaryIO, path: str, name: str, reading: Reading, skipped: Counter[str]
) -> Iterator[Source | Unread]:
    """The documents in one file, by the ending of its path. Raises DocumentError where the reading has to end."""
    wrapped = take_apart(path)
    if wrapped.format in SINGLE and not wrapped.wrapping:
        yield _single(raw, name, wrapped.format, reading.max_size)
    elif wrapped.format == ".zip":
        yield from zipped(raw, name, _is_member, _member(reading, skipped), skipped)
    elif wrapped.format == ".parquet":
        yield from parquet(raw, name, reading.fields)
    else:
        with closing(unpack(raw, wrapped.wrapping)) as stream:
            if wrapped.format == ".tar":
                yield from tarred(stream, name, _is_member, _member(reading, skipped), skipped)
            else:
                yield from read_stream(stream, name, wrapped.format, reading, skipped)


def read_stream(
    stream: BinaryIO, name: str, form: str, reading: Reading, skipped: Counter[str]
) -> Iterator[Source | Unread]:
    """The documents in one stream of a format that is read from front to back."""
    if form in ROWS:
        yield from ROWS[form](stream, name, reading.fields, reading.max_size)
    elif form in CRAWLS:
        yield from crawl(stream, name, reading.max_size, skipped)
    elif form in SAVED:
        yield saved_page(_single(stream, name, form, reading.max_size).data, name)
    else:
        yield _single(stream, name, form, reading.max_size)


def _is_member(name: str) -> bool:
    return is_format(name) and take_apart(name).format not in SEEKING


def _member(reading: Reading, skipped: Counter[str]) -> ReadMember:
    return lambda stream, name, form: read_stream(stream, name, form, reading, skipped)


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

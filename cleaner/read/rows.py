"""Documents that are rows of a table: JSON lines, comma- and tab-separated values, Parquet.

Which column holds the text can be said; unsaid, it is the first of the usual names that a row has. A row that has an
id of its own keeps it as its source name, else it is called after its file and line.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from ..errors import DocumentError
from ..model import CHARACTERS, MediaType, Source, Unread
from .unpacking import library

#: Usual names of columns, tried in this order.
TEXT = ("text", "content", "body", "article", "plain_text", "maintext", "article_text", "full_text")
HTML = ("html", "raw_html", "html_content", "page", "markup", "raw_content")
URL = ("url", "link", "uri", "source_url", "canonical_url", "web_url", "href")
ID = ("id", "_id", "guid", "uuid", "doc_id", "article_id")


class Fields(msgspec.Struct, frozen=True):
    """Which columns of a row hold what; None: by the usual names."""

    text: str | None = None
    html: str | None = None
    url: str | None = None
    id: str | None = None


def json_lines(stream: BinaryIO, name: str, fields: Fields, limit: int) -> Iterator[Source | Unread]:
    """One document a line; a line that is no document is an outcome of its own, under its number."""
    for number, line in enumerate(_lines(stream, limit), 1):
        place = f"{name}:{number}"
        if line is None:
            yield Unread(place, "too-large", f"more than {limit} bytes")
        elif line := (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).strip():
            try:
                row = _parse(line)
            except (ValueError, RecursionError) as e:
                yield Unread(place, "bad-row", _short(e))
                continue
            yield _source(row, place, fields)


def values(stream: BinaryIO, name: str, fields: Fields, limit: int) -> Iterator[Source | Unread]:
    """Comma- or tab-separated values; the first row names the columns. Bytes that are no UTF-8 come out as they are."""
    csv.field_size_limit(limit)
    text = io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="")
    first = text.readline(1 << 16)
    comma = max("\t,;", key=lambda c: (first.count(c), c == ","))
    try:
        head = next(csv.reader([first], delimiter=comma), [])
        rows = csv.reader(text, delimiter=comma)
        for row in rows:
            place = f"{name}:{rows.line_num + 1}"
            if len(row) > len(head):
                yield Unread(place, "bad-row", f"{len(row)} values for {len(head)} columns")
            elif row:
                yield _source(dict(zip(head, row, strict=False)), place, fields)
    except csv.Error as e:
        raise DocumentError("read", "corrupt", str(e)) from None


def parquet(stream: BinaryIO, name: str, fields: Fields) -> Iterator[Source | Unread]:
    """The rows of a Parquet file, a few at a time."""
    arrow: Any = library("pyarrow", "parquet")
    module: Any = library("pyarrow.parquet", "parquet")
    number = 0
    try:
        file = module.ParquetFile(stream)
        wanted = [fields.text, fields.html, fields.url, fields.id]
        usual = {*TEXT, *HTML, *URL, *ID, *(w for w in wanted if w)}
        columns = [c for c in file.schema_arrow.names if c in usual]
        for batch in file.iter_batches(batch_size=64, columns=columns, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield _source(row, f"{name}:{number}", fields)
    except (arrow.ArrowException, OSError) as e:
        raise DocumentError("read", "corrupt", _short(e)) from None


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The lines of a stream; None for one beyond the limit, which is read past and never held."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        yield None
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)


def _parse(line: bytes) -> Any:
    """A line of JSON, lone surrogates and bytes that are no UTF-8 included: both are for `decode` to judge."""
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError:
        return json.loads(line.decode("utf-8", "surrogateescape"))


def _source(row: Any, place: str, fields: Fields) -> Source | Unread:
    if not isinstance(row, Mapping):
        return Unread(place, "bad-row", "not an object of named fields")
    columns: list[tuple[str | None, MediaType | None]]
    if fields.text or fields.html:
        columns = [(fields.html, "text/html"), (fields.text, "text/plain")]
    else:
        columns = [*((c, "text/html") for c in HTML), *((c, None) for c in TEXT)]
    column, media_type = next(((c, m) for c, m in columns if c and row.get(c) is not None), (None, None))
    if column is None:
        return Unread(place, "bad-row", f"none of its fields is the text: {_short(', '.join(map(str, row)))}")
    value = row[column]
    if not isinstance(value, str | bytes):
        return Unread(place, "bad-row", f"field {column!r} is not a text")
    name = _first(row, [fields.id] if fields.id else ID)
    data, charset = (value, None) if isinstance(value, bytes) else _bytes(value)
    return Source(name or place, data, _first(row, [fields.url] if fields.url else URL), charset, media_type)


def _first(row: Mapping[str, Any], columns: Any) -> str | None:
    value = next((row[c] for c in columns if row.get(c) not in (None, "")), None)
    if not isinstance(value, str | int):
        return None
    return str(value).encode("utf-8", "backslashreplace").decode()  # a lone surrogate is no name


def _bytes(text: str) -> tuple[bytes, str | None]:
    """A field's bytes, and their charset where it is known: not when the row held bytes that are no UTF-8."""
    try:
        return text.encode(), CHARACTERS
    except UnicodeEncodeError:
        pass
    try:
        return text.encode("utf-8", "surrogateescape"), None
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass"), CHARACTERS


def _short(what: object) -> str:
    text = " ".join(str(what).encode("utf-8", "backslashreplace").decode().split())
    return text if len(text) <= 120 else text[:119] + "…"

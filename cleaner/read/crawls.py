"""Web archives: the pages of a crawl (`.warc`) or their text (`.wet`), and a page saved whole by a browser (`.mhtml`).

WARC is ISO 28500: a block of header lines, a length, the content, over and over. What a server answered is read by the
standard library's HTTP reader, which knows its lengths and chunks; the caps are ours.
"""

from __future__ import annotations

import binascii
import http.client
import io
import re
import zlib
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from quopri import decodestring
from typing import BinaryIO

from ..errors import DocumentError
from ..model import MediaType, Source, Unread

_PAGES: dict[str, MediaType] = {
    "text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain",
}  # fmt: skip
#: Bytes of header lines that one record may have.
_HEAD = 64 << 10


def crawl(stream: BinaryIO, name: str, limit: int, skipped: Counter[str]) -> Iterator[Source | Unread]:
    """The pages and texts of a web archive, called after the file and their number among its records."""
    number = 0
    while (head := _head(stream, b"WARC/")) is not None:
        number += 1
        place = f"{name}:{number}"
        size = head.get("Content-Length", "")
        if not size.isdecimal():
            raise DocumentError("read", "corrupt", f"record {number} does not say its length")
        wanted = head.get("WARC-Type", "").lower() in ("response", "conversion", "resource")
        content = _take(stream, int(size), limit + _HEAD if wanted else 0)
        if content is None and wanted:
            yield Unread(place, "too-large", f"more than {limit} bytes")
        elif content is not None and wanted and (page := _page(head, content, place, limit)) is not None:
            yield page
        else:
            skipped["no page, in a crawl"] += 1


def saved_page(data: bytes, name: str) -> Source:
    """The page inside an MHTML file. Raises DocumentError `corrupt` when there is none."""
    head, body = _split(data)
    mark = head.get_boundary()
    parts = (
        re.split(rb"(?m)^--" + re.escape(mark.encode("ascii", "replace")) + rb"(?:--)?[ \t]*\r?$\n?", body)
        if mark
        else []
    )
    for part in parts[1:] or [data]:
        inner, content = _split(part.lstrip(b"\r\n") if mark else part)
        if (media_type := _PAGES.get(inner.get_content_type())) == "text/html":
            url = inner.get("Content-Location") or head.get("Snapshot-Content-Location")
            return Source(name, _transferred(inner, content), url, inner.get_content_charset(), media_type)
    raise DocumentError("read", "corrupt", "no part of it is a page")


def _head(stream: BinaryIO, begins: bytes) -> Message | None:
    """The header lines of the next record; None at the end of the archive."""
    while (first := stream.readline(_HEAD)) in (b"\r\n", b"\n"):
        pass
    if not first:
        return None
    if not first.startswith(begins):
        raise DocumentError("read", "corrupt", "not the beginning of a record")
    lines, left = [], _HEAD
    while (line := stream.readline(left)) not in (b"\r\n", b"\n"):
        left -= len(line)
        if not line or left <= 0:
            raise DocumentError("read", "corrupt", "a record is cut short")
        lines.append(line)
    return BytesHeaderParser().parsebytes(b"".join(lines))


def _take(stream: BinaryIO, size: int, limit: int) -> bytes | None:
    """The next `size` bytes; None when they are more than `limit`, or not wanted: then they are read past."""
    if 0 < size <= limit:
        data = stream.read(size)
        if len(data) < size:
            raise DocumentError("read", "corrupt", "a record is cut short")
        return data
    while size > 0:
        data = stream.read(min(size, 1 << 20))
        if not data:
            raise DocumentError("read", "corrupt", "a record is cut short")
        size -= len(data)
    return b"" if limit else None


def _page(head: Message, content: bytes, place: str, limit: int) -> Source | Unread | None:
    url = head.get("WARC-Target-URI", "").strip("<>") or None
    if head.get_content_type() != "application/http":
        media_type = _PAGES.get(head.get_content_type())
        return Source(place, content, url, head.get_content_charset(), media_type) if media_type else None
    try:
        answer = http.client.HTTPResponse(_Socket(content))  # type: ignore[arg-type]
        answer.begin()
        media_type = _PAGES.get(answer.headers.get_content_type())
        if answer.status != 200 or media_type is None:
            return None
        body = _decoded(answer.read(), answer.headers.get("Content-Encoding", ""), limit)
    except (http.client.HTTPException, ValueError, zlib.error) as e:
        return Unread(place, "corrupt", type(e).__name__)
    if len(body) > limit:
        return Unread(place, "too-large", f"more than {limit} bytes")
    return Source(place, body, url, answer.headers.get_content_charset(), media_type)


class _Socket:
    """As much of a socket as the HTTP reader wants: a file to read from."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, _: str) -> io.BytesIO:
        return io.BytesIO(self._data)


def _decoded(body: bytes, coding: str, limit: int) -> bytes:
    """A body without its Content-Encoding; one that only claims to be packed comes back as it is."""
    if coding.lower().strip() in ("gzip", "x-gzip", "deflate") and body[:1] != b"<":
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body, limit + 1)
    return body


def _split(data: bytes) -> tuple[Message, bytes]:
    blank = re.search(rb"\r?\n\r?\n", data[:_HEAD])
    if blank is None:
        return Message(), b""
    return BytesHeaderParser().parsebytes(data[: blank.end()]), data[blank.end() :]


def _transferred(head: Message, content: bytes) -> bytes:
    coding = head.get("Content-Transfer-Encoding", "").lower().strip()
    if coding == "quoted-printable":
        return decodestring(content)
    if coding == "base64":
        try:
            return b64decode(content)
        except binascii.Error:
            raise DocumentError("read", "corrupt", "the page is not valid base64") from None
    return content

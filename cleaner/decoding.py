"""Bytes become characters: which codec, and why that one.

A byte order mark decides; else valid UTF-8; else what the world or the page declares, if the bytes agree; else
detection on the text between the tags. No bytes make this raise, and none are silently lost.
"""

from __future__ import annotations

from .errors import DocumentError
from .model import Decoded, MediaType, Page, Source


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """The characters of `data`. `declared` is a charset somebody claims (a header, a label); it is checked."""
    return Decoded(data.decode("utf-8", "replace"), "utf-8", "placeholder")


def sniff(text: str) -> MediaType:
    """Whether a text is an HTML page or plain text, from its own look."""
    head = text[:1024].lstrip("\ufeff \t\r\n").lower()
    return "text/html" if head.startswith(("<!doctype html", "<html", "<head", "<body", "<?xml")) else "text/plain"


def read_page(source: Source) -> Page:
    """A source as a page. Raises DocumentError `empty` or `binary` when there is no text to be had."""
    if not source.data.strip():
        raise DocumentError("decode", "empty")
    got = decode(source.data, declared=source.charset)
    return Page(
        source.id, source.name, got.text, got.encoding, got.why, source.media_type or sniff(got.text), source.url
    )

"""Bytes become characters: which codec, and why that one.

A byte order mark decides; else valid UTF-8; else what the world or the page declares, if the bytes agree; else
detection on the text between the tags, where a closely related codec takes over when it reads better. No bytes make
this raise, and none are silently lost: what no codec reads is kept, read as windows-1252.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from .encoding.labels import codec_of, siblings
from .errors import DocumentError
from .model import CHARACTERS, Decoded, MediaType, Page, Source
from .patterns import regex

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
#: How far into a page its own declaration of charset is looked for, and how much detection reads, in bytes.
_PRESCAN, _SAMPLE = 4096, 200_000


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """The characters of `data`. `declared` is a charset somebody claims (a header, a label); it is checked.

    Every byte counts: what the codec cannot read becomes U+FFFD or its windows-1252 character, never nothing.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_all_of(data[len(mark) :], encoding), encoding, "byte order mark")
    if b"\0" in data and (wide := _wide(data)):
        return Decoded(_all_of(data, wide), wide, "every second byte is NUL, as in UTF-16")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, declared)
    if b"\x1b" in data and b"\x1b$" in data and (japanese := _strictly(data, "iso2022_jp")):
        return Decoded(japanese, "iso2022_jp", "its escape sequences")
    return Decoded(text, "utf-8", "valid UTF-8")


def _decode_other(data: bytes, declared: str | None) -> Decoded:
    """The ladder below valid UTF-8."""
    if (text := _surrogates(data)) is not None:
        return Decoded(text, "utf-8", "UTF-8 with lone surrogates, now U+FFFD")
    claims = [(declared, "declared"), (_claimed_within(data), "declared in the page")]
    for label, who in claims:
        codec = codec_of(label) if label else None
        text = _strictly(data, codec) if codec else None
        if codec and text is not None and _agrees(data, text, codec):
            return Decoded(text, codec, f"{who}: {label}")
    good, bad = _utf8_balance(data[: 2 * _SAMPLE])
    if good >= 3 and bad <= max(1, good // 8):
        return Decoded(_all_of(data, "utf-8"), "utf-8", f"UTF-8 but for {bad} bytes, read as windows-1252")
    codec = _detected(data)
    if (text := _strictly(data, codec)) is not None:
        return Decoded(text, codec, "detected")
    return Decoded(_all_of(data, codec), codec, "detected; what it cannot read is windows-1252")


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _all_of(data: bytes, codec: str) -> str:
    """The text of `data` with nothing left out, whatever is broken in it."""
    if codec.startswith(("utf-16", "utf-32")):
        return data.decode(codec, "replace")
    return data.decode(codec, _KEEP)


def _keep(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(_western, error.object[error.start : error.end])), error.end


def _western(byte: int) -> str:
    return _WESTERN[byte]


_WESTERN = "".join(c if (c := bytes([b]).decode("cp1252", "replace")) != "\ufffd" else chr(b) for b in range(256))
_KEEP = "cleaner.keep"
codecs.register_error(_KEEP, _keep)


def _surrogates(data: bytes) -> str | None:
    """UTF-8 in which surrogates were written as characters; pairs become what they mean, lone ones U+FFFD."""
    if b"\xed" not in data:
        return None
    try:
        return _joined(data)
    except UnicodeDecodeError:
        return None


def _joined(data: bytes) -> str:
    text = data.decode("utf-8", "surrogatepass")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the NULs are."""
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 2:
        return None
    if len(data) % 4 == 0 and min(head[2::4].count(0), head[3::4].count(0)) > 0.9 * (len(head) // 4):
        return "utf-32-le"
    if len(data) % 4 == 0 and min(head[0::4].count(0), head[1::4].count(0)) > 0.9 * (len(head) // 4):
        return "utf-32-be"
    # White space and punctuation are below U+0100 in every script, so some high bytes are NUL even in Cyrillic.
    for nuls, others, codec in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if nuls > 0.1 * half and others <= 0.02 * nuls and (nuls > 0.6 * half or _reads(data, codec)):
            return codec
    return None


def _reads(data: bytes, codec: str) -> bool:
    text = _strictly(data[:4096], codec)
    return text is not None and sum(c.isalpha() or c.isspace() for c in text) > 0.75 * len(text)


_META = regex(rb"""<meta[^>]{0,512}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML = regex(rb"""^\s*<\?xml[^>]{0,256}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)


def _claimed_within(data: bytes) -> str | None:
    head = data[:_PRESCAN]
    found = _META.search(head) or _XML.search(head)
    return found.group(1).decode("ascii", "replace") if found else None


_TAG = regex(rb"(?is)<(script|style)\b.{0,100000}?</\1\s*>|<!--.{0,20000}?-->|<[a-z/!?][^<>]{0,5000}>")


def _sample(data: bytes) -> bytes:
    """What detection reads: the text between the tags, as far as it goes."""
    bare = _TAG.sub(b" ", data[: 2 * _SAMPLE])
    return (bare if any(b > 127 for b in bare) else data)[:_SAMPLE]


def _detected(data: bytes) -> str:
    """chardet's codec, or a sibling of it under which the words read better."""
    import chardet  # late: its tables take a moment to load

    sample = _sample(data)
    found = chardet.detect(sample, compat_names=False)["encoding"] or "cp1252"
    codec = codec_of(found) or "cp1252"
    plain = len(_LETTER.findall(sample))
    if len(sample) < _SHORT and sum(b > 127 for b in sample) < 1.5 * plain:
        # A headline's worth of Latin letters is too little for statistics: the commonest codec, unless words speak
        # clearly for another.
        return _best_of(sample, "cp1252", ["cp1250", "cp1254", "cp1257", "mac-roman", codec])
    return _best_of(sample, codec, siblings(codec))


_SHORT = 160
_LETTER = regex(rb"[A-Za-z]")


def _best_of(sample: bytes, codec: str, rivals: Iterable[str]) -> str:
    from .encoding.plausible import better

    text = _strictly(sample, codec)
    for other in rivals:
        rival = _strictly(sample, other)
        if text is None or (rival is not None and rival != text and better(rival, text)):
            text, codec = (rival, other) if rival is not None else (text, codec)
    return codec


def _agrees(data: bytes, text: str, codec: str) -> bool:
    """Whether a declared codec, which reads the bytes, also reads like text."""
    if codec.startswith("utf-8"):
        return True
    detected = _detected(data)
    if detected == codec:
        return True
    rival = _strictly(data, detected)
    if rival is None or rival == text:
        return True
    from .encoding.plausible import better

    return not better(rival[:20_000], text[:20_000])


def _utf8_balance(data: bytes) -> tuple[int, int]:
    """How many characters of several bytes are valid UTF-8, and how many bytes are not."""
    good = len(_SEQUENCE.findall(data))
    bad = sum(1 for _ in _errors(data))
    return good, bad


_SEQUENCE = regex(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _errors(data: bytes) -> Iterator[str]:
    return (c for c in data.decode("utf-8", "surrogateescape") if "\udc80" <= c <= "\udcff")


_SPACE = regex(r"(?:[\ufeff\s\0]+|<!--.*?-->|<\?xml\b[^>]*>)+", re.S)
_PAGE = regex(r"<(?:!doctype\s+html|html|head|body|frameset|svg|rss|feed)\b", re.I)
_TAGS = regex(
    r"<(/?)(?:a|article|aside|b|base|blockquote|br|button|center|div|dl|em|figure|font|footer|form|h[1-6]|header|hr|i|"
    r"iframe|img|li|link|main|meta|nav|ol|p|picture|pre|script|section|span|strong|style|table|tbody|td|th|title|tr|"
    r"u|ul|video)\b(?:\s[^<>]*)?/?>",
    re.I,
)


def sniff(text: str) -> MediaType:
    """Whether a text is an HTML page (or a piece of one) or plain text, from its own look.

    Plain text may speak of a tag or hold a few; a piece of markup begins with one and closes it, or is full of them.
    """
    head = text[:20_000]
    start = skipped.end() if (skipped := _SPACE.match(head)) else 0
    if _PAGE.match(head, start) or (start and "<?xml" in head[:start]):
        return "text/html"
    tags = list(_TAGS.finditer(head, start))
    closing = sum(bool(tag.group(1)) for tag in tags)
    begins = bool(tags) and tags[0].start() == start
    if begins and (closing or len(tags) > 2):
        return "text/html"
    full = sum(tag.end() - tag.start() for tag in tags) >= 0.04 * len(head)
    return "text/html" if full and closing >= 2 and len(tags) >= 4 else "text/plain"


_MAGIC = (
    b"\x89PNG\r\n", b"GIF87a", b"GIF89a", b"\xff\xd8\xff", b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-",
    b"\x7fELF", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd", b"Rar!\x1a", b"\xd0\xcf\x11\xe0",
    b"SQLite format 3\0", b"ID3", b"OggS", b"\0asm", b"\xca\xfe\xba\xbe", b"wOFF", b"wOF2", b"\0\x01\0\0\0",
    b"MZ\x90\0", b"II*\0", b"MM\0*", b"fLaC", b"\x04\x22\x4d\x18", b"PAR1", b"\x93NUMPY",
)  # fmt: skip
_FORMS = (b"WEBP", b"WAVE", b"AVI ")
_CONTROLS = bytes([*range(0x01, 0x07), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])


def _binary(data: bytes) -> bool:
    if data.startswith(_MAGIC):
        return True
    return (data.startswith(b"RIFF") and data[8:12] in _FORMS) or data[4:8] == b"ftyp"


def _noise(text: str) -> bool:
    """More control characters than any damaged text has; NULs are counted apart, they come with misread UTF-16."""
    head = text[:8192].encode("latin-1", "replace")
    nuls, controls = head.count(0), len(head) - len(head.translate(None, _CONTROLS))
    return nuls > 0.6 * len(head) or controls > max(4, 0.05 * (len(head) - nuls))


def _characters(data: bytes, given: str | None) -> str:
    """What was a str: no guess, no mark; a lone surrogate, which no file can hold, is U+FFFD."""
    if given is not None and b"\xed" not in data:  # no surrogates: they all begin with that byte
        return given
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _joined(data)


def read_page(source: Source, characters: str | None = None) -> Page:
    """A source as a page. Raises DocumentError `empty` or `binary` when there is no text to be had.

    `characters`: what the bytes of the source were made from, where that is known; it need not be decoded again.
    """
    if not _BYTE.search(source.data):
        raise DocumentError("decode", "empty")
    if source.charset == CHARACTERS:
        got = Decoded(_characters(source.data, characters), "utf-8", "given as characters")
    elif _binary(source.data):
        raise DocumentError("decode", "binary")
    else:
        got = decode(source.data, declared=source.charset)
    if not _LETTER_OR_SIGN.search(got.text):
        raise DocumentError("decode", "empty")
    if source.charset != CHARACTERS and _noise(got.text):
        raise DocumentError("decode", "binary")
    return Page(
        source.id, source.name, got.text, got.encoding, got.why, source.media_type or sniff(got.text), source.url
    )


#: Anything that is not blank.
_BYTE = regex(rb"[^\0 \t\r\n\v\f]")
_LETTER_OR_SIGN = regex("[^\ufeff\0 \t\r\n\v\f\xa0]")

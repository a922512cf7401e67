"""Bytes to characters: the ladder of evidence, and that nothing raises or is lost."""

from __future__ import annotations

import codecs
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner._utf8 import utf8
from cleaner.decoding import decode, read_page, sniff
from cleaner.errors import DocumentError
from cleaner.model import CHARACTERS, Source

GERMAN = "Die Bürgermeisterin sagte, die Brücke über den Fluss müsse zunächst geprüft werden; das heißt, es dauert."
RUSSIAN = "Глава города сообщил во вторник, что мост откроют ещё в этом году, хотя работы не закончены."
GREEK = "Ο δήμαρχος δήλωσε την Τρίτη ότι η γέφυρα θα ανοίξει φέτος, αλλά πρέπει πρώτα να ελεγχθεί."
POLISH = "Rzecznik urzędu powiedział, że most zostanie otwarty jeszcze w tym roku, choć prace nie są ukończone."


@pytest.mark.parametrize(
    ("data", "declared", "text", "encoding"),
    [
        (codecs.BOM_UTF8 + "naïve".encode(), "latin-1", "naïve", "utf-8"),
        (codecs.BOM_UTF16_LE + "naïve".encode("utf-16-le"), None, "naïve", "utf-16-le"),
        (codecs.BOM_UTF16_BE + "naïve".encode("utf-16-be"), None, "naïve", "utf-16-be"),
        (codecs.BOM_UTF32_LE + "naïve".encode("utf-32-le"), None, "naïve", "utf-32-le"),
        ("naïve".encode(), "latin-1", "naïve", "utf-8"),
        ("“naïve”".encode("cp1252"), "iso-8859-1", "“naïve”", "cp1252"),
        (GERMAN.encode("cp1252"), None, GERMAN, "cp1252"),
        (GERMAN.encode("cp1252"), "utf-8", GERMAN, "cp1252"),
        (RUSSIAN.encode("cp1251"), "iso-8859-1", RUSSIAN, "cp1251"),
        (RUSSIAN.encode("koi8-r"), None, RUSSIAN, "koi8-r"),
        (RUSSIAN.encode("utf-16-le"), None, RUSSIAN, "utf-16-le"),
        (GERMAN.encode("utf-16-be"), None, GERMAN, "utf-16-be"),
        (POLISH.encode("iso8859-2"), None, POLISH, "iso8859-2"),
        (GREEK.encode("cp1253"), "windows-1253", GREEK, "cp1253"),
        (b"a\0b and a few NULs\0", None, "a\0b and a few NULs\0", "utf-8"),
        ("a\ud83d\ude42b\ud83d".encode("utf-8", "surrogatepass"), "utf-8", "a\U0001f642b\ufffd", "utf-8"),
        (b"one\r\ntwo\rthree\n", None, "one\r\ntwo\rthree\n", "utf-8"),
    ],
)
def test_decode(data: bytes, declared: str | None, text: str, encoding: str) -> None:
    got = decode(data, declared=declared)
    assert (got.text, got.encoding) == (text, encoding)
    assert got.why


@pytest.mark.parametrize("claim", ['<meta charset="windows-1251">', '<?xml version="1.0" encoding="windows-1251"?>'])
def test_what_the_page_says_of_itself(claim: str) -> None:
    page = claim + "<html><body><p>мост</p></body></html>"
    got = decode(page.encode("cp1251"))
    assert (got.text, got.encoding) == (page, "cp1251")
    assert "windows-1251" in got.why


def test_a_lying_meta_is_not_believed() -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{RUSSIAN}</p></body></html>'
    assert decode(page.encode("cp1251")).text == page


def test_a_few_broken_bytes_do_not_make_utf8_something_else() -> None:
    data = GERMAN.encode() * 3 + b"\x93quoted\x94"
    assert decode(data).text == GERMAN * 3 + "“quoted”"


MARKS = {codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE}


@settings(max_examples=300)
@given(st.binary(), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "koi8-r", "utf-7", "no such", "hex", "\0"]))
def test_no_bytes_raise(data: bytes, declared: str | None) -> None:
    got = decode(data, declared=declared)
    assert got.text or data in {b"", *MARKS}
    assert not any("\ud800" <= c <= "\udfff" for c in got.text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])).filter(lambda t: "\0" not in t and "\x1b" not in t))
def test_utf8_comes_back(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


HTML = [
    "<!DOCTYPE html><html><body>x</body></html>",
    "\ufeff  <!-- saved from -->\n<html lang=en><p>x",
    '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html/>',
    "<p>A fragment.</p><p>Another.</p>",
    '<div class="story"><h1>Title</h1><p>Text</p></div>',
    "Lead in words<br><p>One <b>two</b></p><p>Three <i>four</i></p><div>five</div>",
]
PLAIN = [
    "Plain words.\n\nMore of them.",
    "<p> is the tag for a paragraph.",
    "Use <b>bold</b> sparingly, the manual says. " + "It goes on like this for a while. " * 10,
    "a < b and c > d",
    "",
]


@pytest.mark.parametrize("text", HTML)
def test_pages_are_known(text: str) -> None:
    assert sniff(text) == "text/html"


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_known(text: str) -> None:
    assert sniff(text) == "text/plain"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\0\0\0", codecs.BOM_UTF8, "\u00a0 \ufeff".encode()])
def test_empty(data: bytes) -> None:
    with pytest.raises(DocumentError) as e:
        read_page(Source("x", data))
    assert e.value.code == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        gzip.compress(b"text" * 50, mtime=0),
        b"\x7fELF\x02\x01\x01" + bytes(40), bytes(range(256)) * 20,
    ],
)  # fmt: skip
def test_binary(data: bytes) -> None:
    with pytest.raises(DocumentError) as e:
        read_page(Source("x", data))
    assert e.value.code == "binary"


def test_text_with_a_few_controls_is_text() -> None:
    page = read_page(
        Source("x", b"It was a text\0 with \x07 some \x01 stray controls, and went on for quite a while." * 3)
    )
    assert page.media_type == "text/plain"


@pytest.mark.parametrize(("text", "codec"), [
    ("café in Paris, naïve and late", "cp1252"), ("Il a été élu maire", "cp1252"), ("Straße gesperrt", "cp1252"),
    ("the “quoted” text’s end", "cp1252"), ("Łódź jest piękna", "cp1250"), ("Příliš žluťoučký kůň", "cp1250"),
    ("Привет, мир", "cp1251"), ("Καλημέρα κόσμε", "cp1253"), ("Привет, мир, как дела", "koi8_r"),
])  # fmt: skip
def test_a_headline_is_enough_for_the_common_codecs(text: str, codec: str) -> None:
    """A few words without a charset read as what most such bytes are, unless their words say otherwise."""
    assert decode(text.encode(codec)).text == text


LONG = st.text() | st.lists(st.sampled_from(["a" * 9, "é", "’", "\ud83d", "\ude42", "한", "a" * 70]), max_size=20).map(
    "".join
)


@given(LONG)
def test_characters_become_the_bytes_that_python_would_write(text: str) -> None:
    assert utf8(text) == text.encode("utf-8", "surrogatepass")


@given(LONG.map("x{}".format))
def test_characters_that_are_known_read_as_if_their_bytes_were_read_again(text: str) -> None:
    source = Source("", utf8(text), charset=CHARACTERS)
    assert read_page(source, text) == read_page(source)

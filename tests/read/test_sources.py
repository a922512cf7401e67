"""Whatever lies in a folder becomes sources: every format, packed or not, and every kind of damage with its code."""

from __future__ import annotations

import bz2
import csv
import errno
import gzip
import io
import json
import lzma
import os
import socket
import sys
import tarfile
import zipfile
from base64 import b64encode
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.errors import ConfigError
from cleaner.model import CHARACTERS, Source, Unread
from cleaner.read import Fields, Plan, Reading, sources
from cleaner.write import writer

TEXT = "The harbour of Røst reopened on Tuesday, three days after the storm."
PAGE = f"<html><body><p>{TEXT}</p></body></html>"
ROWS = [{"id": "a", "url": "https://example.org/a", "text": TEXT}, {"id": "b", "text": TEXT + " Again."}]
JSONL = "".join(json.dumps(r) + "\n" for r in ROWS).encode()


def read(path: Path, **options: Any) -> tuple[list[Source | Unread], Counter[str]]:
    skipped: Counter[str] = Counter()
    return list(sources(Plan(paths=(str(path),), **options), skipped)), +skipped


def zstd(data: bytes) -> bytes:
    module = pytest.importorskip("backports.zstd")
    packed: bytes = module.compress(data, options={module.CompressionParameter.checksum_flag: 1})
    return packed


@pytest.mark.parametrize("ending", ["", ".gz", ".bz2", ".xz", ".zst"])
@pytest.mark.parametrize("members", [1, 2], ids=["whole", "concatenated"])
def test_packed_or_not_the_rows_are_the_same(ending: str, members: int, tmp_path: Path) -> None:
    """Every packing gives the same sources, also when it is two packed files one after the other."""
    pack = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd}[ending]
    lines = JSONL.splitlines(keepends=True)
    pieces = [JSONL] if members == 1 else lines
    (tmp_path / f"rows.jsonl{ending}").write_bytes(b"".join(pack(p) for p in pieces))
    found, _ = read(tmp_path)
    assert found == [
        Source("a", TEXT.encode(), "https://example.org/a", CHARACTERS),
        Source("b", f"{TEXT} Again.".encode(), None, CHARACTERS),
    ]


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz", ".zst"])
@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_damage_ends_the_file_with_a_code_after_what_was_read(ending: str, damage: str, tmp_path: Path) -> None:
    """A file cut short or altered gives what can be read, then one outcome `corrupt` under the file's name."""
    pack = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd}[ending]
    rows = "".join(json.dumps({"id": str(n), "text": os.urandom(40).hex()}) + "\n" for n in range(5000))
    packed = bytearray(pack(rows.encode()))
    if damage == "cut":
        del packed[len(packed) * 3 // 4 :]
    else:
        packed[len(packed) * 3 // 4] ^= 0xFF
    (tmp_path / f"rows.jsonl{ending}").write_bytes(packed)
    found, _ = read(tmp_path)
    assert isinstance(found[-1], Unread)
    assert (found[-1].name, found[-1].code) == (f"rows.jsonl{ending}", "corrupt")
    good = [f.name for f in found if isinstance(f, Source)]
    assert good[:1000] == [str(n) for n in range(1000)] or ending == ".bz2"  # of which the first block was not whole


@pytest.mark.parametrize(
    ("name", "pack"), [("a.html.gz", gzip.compress), ("a.html.xz", lzma.compress), ("rows.jsonl.bz2", bz2.compress)]
)
def test_a_bomb_ends_with_a_code_and_no_mountain(name: str, pack: Any, tmp_path: Path) -> None:
    """A file that unpacks to thousands of times its size is not held in memory."""
    (tmp_path / name).write_bytes(pack(b" " * (300 << 20)))
    found, _ = read(tmp_path, reading=Reading(max_size=1 << 30))
    assert [(f.name, f.code) for f in found if isinstance(f, Unread)] == [(name, "bomb")]


def test_a_document_beyond_the_limit_is_an_outcome_and_the_next_one_is_read(tmp_path: Path) -> None:
    """One long line or file is `too-large`; what stands after it is found at its right number."""
    (tmp_path / "a.txt").write_bytes(b"x" * 2001)
    (tmp_path / "b.jsonl").write_bytes(b'{"text": "' + b"y" * 5_000_000 + b'"}\n' + b'{"text": "short"}\n')
    found, _ = read(tmp_path, reading=Reading(max_size=2000))
    assert [(f.name, getattr(f, "code", None)) for f in found] == [
        ("a.txt", "too-large"),
        ("b.jsonl:1", "too-large"),
        ("b.jsonl:2", None),
    ]


def test_values_keep_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    """A comma-separated file in an old charset gives its bytes for `decode` to judge; a BOM and quotes are no text."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerows(
        [["id", "url", "content"], ["1", "", 'He said "no",\nand left'], ["2", "", "Çeşme"], ["3", "x", "y", "z"]]
    )
    (tmp_path / "a.csv").write_bytes(
        b"\xef\xbb\xbf" + text.getvalue().replace("Çeşme", "???").encode().replace(b"???", "Çeşme".encode("cp1254"))
    )
    (tmp_path / "b.tsv").write_text("content\tlink\nfirst\thttps://example.org\n", "utf-8")
    found, _ = read(tmp_path)
    assert found[0] == Source(
        "1", b'He said "no",\r\nand left' if b"\r\n" in found[0].data else b'He said "no",\nand left', None, CHARACTERS
    )  # type: ignore[union-attr]
    assert found[1] == Source("2", "Çeşme".encode("cp1254"))
    assert isinstance(found[2], Unread)
    assert found[2].code == "bad-row"
    assert found[3] == Source("b.tsv:2", b"first", "https://example.org", CHARACTERS)


def test_parquet_rows(tmp_path: Path) -> None:
    """Strings and bytes are texts; a row without either is a bad row."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [{"doc_id": "p1", "html": PAGE.encode()}, {"doc_id": None, "html": None}]
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "t.parquet")
    (tmp_path / "u.parquet").write_bytes(b"PAR1 no it is not")
    found, _ = read(tmp_path)
    assert found[0] == Source("p1", PAGE.encode(), media_type="text/html")
    assert [(f.name, f.code) for f in found[1:] if isinstance(f, Unread)] == [
        ("t.parquet:2", "bad-row"), ("u.parquet", "corrupt"),
    ]  # fmt: skip


def response(body: bytes, headers: str = "", status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body
    return record("response", "application/http; msgtype=response", http)


def record(warc_type: str, content_type: str, content: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {warc_type}\r\nWARC-Target-URI: https://example.org/x\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def test_a_crawl_gives_its_pages(tmp_path: Path) -> None:
    """Plain, packed and chunked answers, and the text of a .wet; pictures and failures are counted."""
    page = PAGE.encode()
    packed = gzip.compress(page)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    (tmp_path / "c.warc.gz").write_bytes(
        gzip.compress(record("warcinfo", "application/warc-fields", b"software: x"))
        + gzip.compress(response(page))
        + gzip.compress(response(chunked, "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"))
        + gzip.compress(response(b"\x89PNG", kind="image/png"))
        + gzip.compress(response(page, status="404 Not Found"))
    )
    (tmp_path / "d.wet").write_bytes(record("conversion", "text/plain", TEXT.encode()) + b"garbage\n")
    found, skipped = read(tmp_path)
    assert found[:3] == [
        Source("c.warc.gz:2", page, "https://example.org/x", "utf-8", "text/html"),
        Source("c.warc.gz:3", page, "https://example.org/x", "utf-8", "text/html"),
        Source("d.wet:1", TEXT.encode(), "https://example.org/x", None, "text/plain"),
    ]
    assert found[3:] == [Unread("d.wet", "corrupt", "not the beginning of a record")]
    assert skipped == {"no page, in a crawl": 3}


@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
def test_a_page_saved_whole(coding: str, tmp_path: Path) -> None:
    """The page of an .mhtml is taken out of its wrapping, with the address it was saved from."""
    body = b64encode(PAGE.encode()) if coding == "base64" else PAGE.replace("ø", "=C3=B8").encode()
    (tmp_path / "a.mhtml").write_bytes(
        b"From: <Saved>\r\nSnapshot-Content-Location: https://example.org/a\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--=_part"\r\n\r\n'
        b"----=_part\r\nContent-Type: image/png\r\n\r\nxxx\r\n"
        b"----=_part\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: " + coding.encode() +
        b"\r\n\r\n" + body + b"\r\n----=_part--\r\n"
    )  # fmt: skip
    (tmp_path / "b.mhtml").write_bytes(b"no headers at all")
    found, _ = read(tmp_path)
    assert isinstance(found[0], Source)
    assert found[0].data.strip() == PAGE.encode()
    assert (found[0].url, found[0].charset) == ("https://example.org/a", "utf-8")
    assert [f.code for f in found[1:] if isinstance(f, Unread)] == ["corrupt"]


def test_archives_give_their_members(tmp_path: Path) -> None:
    """Pages, packed texts and rows inside zip and tar, under the archive's name; nested archives are counted."""
    members = {"p/a.html": PAGE.encode(), "b.txt.gz": gzip.compress(TEXT.encode()), "r.jsonl": JSONL,
               ".hidden/x.txt": b"x", "in.zip": b"PK", "pic.png": b"x"}  # fmt: skip
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    found, skipped = read(tmp_path)
    assert [f.name for f in found] == [
        f"{archive}/{member}" if "." in member else member
        for archive in ("a.tar.gz", "a.zip") for member in ("p/a.html", "b.txt.gz", "a", "b")
    ]  # fmt: skip
    assert {f.data for f in found if isinstance(f, Source)} == {PAGE.encode(), TEXT.encode(), f"{TEXT} Again.".encode()}
    assert skipped == {"hidden": 2, "archive in an archive": 2, "other format": 2}


def test_a_damaged_member_is_an_outcome_and_the_others_are_read(tmp_path: Path) -> None:
    """A wrong checksum in a zip costs one document; an archive cut short ends with its own name."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        for name in ("1.txt", "2.txt", "3.txt"):
            file.writestr(name, f"{name} {TEXT}")
    raw = bytearray((tmp_path / "a.zip").read_bytes())
    raw[raw.index(b"2.txt The") + 8] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(raw)
    (tmp_path / "b.zip").write_bytes(raw[:100])
    with tarfile.open(tmp_path / "c.tar", "w") as tar:
        for name in ("1.txt", "2.txt"):
            info = tarfile.TarInfo(name)
            info.size = 3000
            tar.addfile(info, io.BytesIO(b"x" * 3000))
    (tmp_path / "d.tar").write_bytes((tmp_path / "c.tar").read_bytes()[:5000])
    found, _ = read(tmp_path)
    assert [(f.name, getattr(f, "code", "")) for f in found] == [
        ("a.zip/1.txt", ""), ("a.zip/2.txt", "corrupt"), ("a.zip/3.txt", ""), ("b.zip", "corrupt"),
        ("c.tar/1.txt", ""), ("c.tar/2.txt", ""), ("d.tar/1.txt", ""), ("d.tar", "corrupt"),
    ]  # fmt: skip


def test_a_bomb_in_an_archive_ends_the_archive(tmp_path: Path) -> None:
    """Many members that together unpack to a mountain are stopped, and the next file is read."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for n in range(20):
            file.writestr(f"{n}.txt", b" " * (10 << 20))
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    found, _ = read(tmp_path)
    assert [(f.name, f.code) for f in found if isinstance(f, Unread)] == [("a.zip", "bomb")]
    assert found[-1] == Source("b.txt", TEXT.encode())


def test_what_is_no_file_is_an_outcome_or_counted(tmp_path: Path) -> None:
    """Dangling links, loops, pipes and sockets have their say; links out of the folder, or to folders, are counted."""
    pages = tmp_path / "pages"
    (pages / "sub").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text(TEXT, "utf-8")
    (pages / "good.txt").write_text(TEXT, "utf-8")
    (pages / "dangling.txt").symlink_to("nowhere.txt")
    (pages / "inside.txt").symlink_to("good.txt")
    (pages / "loop.txt").symlink_to("loop.txt")
    (pages / "out.txt").symlink_to("../outside.txt")
    (pages / "sub" / "up").symlink_to("..")
    os.mkfifo(pages / "pipe.txt")
    (pages / "folder.txt").mkdir()
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(str(pages / "socket.txt"))
        found, skipped = read(pages)
    assert [(f.name, getattr(f, "code", "")) for f in found] == [
        ("dangling.txt", "unreadable"), ("good.txt", ""), ("inside.txt", ""), ("loop.txt", "unreadable"),
        ("pipe.txt", "unreadable"), ("socket.txt", "unreadable"),
    ]  # fmt: skip
    assert skipped == {"link out of the folder": 1, "linked folder": 1}


def test_odd_names_are_kept_apart_and_fit_into_utf8(tmp_path: Path) -> None:
    r"""Newlines, 255 bytes, no UTF-8, a backslash: each file has a name of its own, and `\xff` is not the byte 0xFF."""
    names = [b"a\nb.txt", b"x" * 251 + b".txt", b"\xff.txt", rb"\xff.txt", "ø.txt".encode(), b"-.txt", b"~ $(x).txt"]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:  # noqa: PTH118, PTH123
            file.write(TEXT.encode())
    found, _ = read(tmp_path)
    assert len({f.name for f in found}) == len(names) == len(found)
    assert len({f.id for f in found if isinstance(f, Source)}) == len(names)
    assert all(f.name.encode() for f in found)
    assert {r"\xff.txt", r"\\xff.txt", "a\nb.txt"} < {f.name for f in found}


def test_globs_limit_and_sample(tmp_path: Path) -> None:
    """Globs choose by name; a limit takes the first, a sample always the same ones, in their order."""
    for n in range(50):
        (tmp_path / f"{n:02}.txt").write_text(TEXT + str(n), "utf-8")
    names = [f.name for f in read(tmp_path, include=("1*", "2*"), exclude=("*5.txt",))[0]]
    assert names == [f"{n:02}.txt" for n in range(10, 30) if n % 10 != 5]
    assert [f.name for f in read(tmp_path, limit=3)[0]] == ["00.txt", "01.txt", "02.txt"]
    some = [f.name for f in read(tmp_path, sample=7)[0]]
    assert some == sorted(some) == [f.name for f in read(tmp_path, sample=7)[0]]
    assert len(some) == 7 != len([n for n in some if n < "07"])


def test_a_missing_path_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    """Every missing path is named."""
    with pytest.raises(ConfigError) as e:
        sources(Plan(paths=(str(tmp_path), "no/where", "nor/here")), Counter())
    assert [p.split(":")[0] for p in e.value.problems] == ["no/where", "nor/here"]


def test_a_file_changed_between_listing_and_reading(tmp_path: Path) -> None:
    """What is read is what counts: cut and altered files as they are now, a removed one as an outcome of its own."""
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(TEXT, "utf-8")
    found = sources(Plan(paths=(str(tmp_path),)), Counter())
    assert next(found).name == "0.txt"  # the folder has been listed
    (tmp_path / "1.txt").write_text("altered")
    (tmp_path / "2.txt").write_bytes(b"")
    (tmp_path / "3.txt").unlink()
    assert list(found) == [
        Source("1.txt", b"altered"),
        Source("2.txt", b""),
        Unread("3.txt", "unreadable", os.strerror(errno.ENOENT)),
        Source("4.txt", TEXT.encode()),
    ]


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its library a format is an outcome that says what to install, not a crash."""
    monkeypatch.setitem(sys.modules, "backports.zstd", None)
    monkeypatch.setitem(sys.modules, "compression.zstd", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "a.txt.zst").write_bytes(b"x")
    (tmp_path / "b.parquet").write_bytes(b"x")
    found = read(tmp_path)[0]
    assert [(f.code, f.detail) for f in found if isinstance(f, Unread)] == [
        ("no-library", "pip install 'press-cleaner[zstd]'"),
        ("no-library", "pip install 'press-cleaner[parquet]'"),
    ]
    with pytest.raises(ConfigError, match="zstd"):
        writer(tmp_path / "out.jsonl.zst", None)


FORMATS = (
    "x.jsonl", "x.csv", "x.zip", "x.tar", "x.tar.gz", "x.warc", "x.mhtml", "x.jsonl.gz", "x.jsonl.zst", "x.txt.xz",
    "x.txt.bz2", "x.parquet",
)  # fmt: skip
HEADS = (
    b"", b"PK\3\4", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b'{"text": "', b'"id,text\n"',
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 50\r\n\r\n"
    b"HTTP/1.1 200 OK\r\n",
    b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n"
    b"Content-Transfer-Encoding: base64\n\n",
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FORMATS), st.sampled_from(HEADS), st.binary(max_size=300))
def test_any_bytes_in_any_format_give_outcomes(tmp_path: Path, name: str, head: bytes, data: bytes) -> None:
    """No bytes make the reading raise; every source has a name that fits into UTF-8."""
    path = tmp_path / name
    path.write_bytes(head + data)
    for found in sources(Plan(paths=(str(path),), reading=Reading(Fields(), 1 << 20)), Counter()):
        assert found.name.encode()
    path.unlink()

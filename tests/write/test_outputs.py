"""Every shape of output holds the same outcomes, and appears whole or not at all."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import msgspec
import pytest

from cleaner.errors import ConfigError
from cleaner.model import Outcome, Source
from cleaner.pipeline import clean
from cleaner.write import writer
from cleaner.write.whole import whole

TEXT = "Council Votes\n\n?€?We have waited,?€? said Anna Öberg, “long enough”.\n\nShe left; nobody\r\nfollowed."
OUTCOMES = [clean(Source(f"{n}.txt", f"{TEXT} {n}".encode())) for n in range(5)] + [clean(Source("empty.txt", b""))]
LINES = b"".join(msgspec.json.encode(o) + b"\n" for o in OUTCOMES)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines"
    path.write_bytes(LINES)
    return path


def write(output: Path, lines: Path, audit: Path | None = None) -> bytes:
    make = writer(output, audit)
    assert make is not None
    make(lines)
    return output.read_bytes()


def test_plain_lines_are_the_output_itself(tmp_path: Path) -> None:
    """Nothing has to be written anew."""
    assert writer(tmp_path / "out.jsonl", None) is None


def test_packed_lines_are_the_lines_and_always_the_same_bytes(tmp_path: Path, lines: Path) -> None:
    """Packed under another name, at another time: the same bytes."""
    one, two = write(tmp_path / "a.jsonl.gz", lines), write(tmp_path / "b.jsonl.gz", lines)
    assert one == two
    assert gzip.decompress(one) == LINES
    zstd = pytest.importorskip("backports.zstd")
    assert zstd.decompress(write(tmp_path / "a.jsonl.zst", lines)) == LINES


def test_parquet_holds_every_field(tmp_path: Path, lines: Path) -> None:
    """Each row, put together again, is the outcome it was made from."""
    parquet = pytest.importorskip("pyarrow.parquet")
    write(tmp_path / "a.parquet", lines)
    rows = parquet.read_table(tmp_path / "a.parquet").to_pylist(maps_as_pydicts="strict")
    back = [{k: v for k, v in row.items() if k in o.__struct_fields__ or k == "outcome"}
            for row, o in zip(rows, OUTCOMES, strict=True)]  # fmt: skip
    assert [msgspec.convert(row, Outcome) for row in back] == OUTCOMES
    assert write(tmp_path / "b.parquet", lines) == (tmp_path / "a.parquet").read_bytes()


def test_values_for_a_spreadsheet(tmp_path: Path, lines: Path) -> None:
    """One row an outcome; texts with line breaks, quotes and semicolons survive; a reject has its code."""
    write(tmp_path / "a.csv", lines)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["text"] for r in rows] == [getattr(o, "text", "") for o in OUTCOMES]
    assert [r["code"] for r in rows] == [""] * 5 + ["empty"]
    assert rows[0]["language"] == OUTCOMES[0].language.code  # type: ignore[union-attr]


def test_the_audit_aside_gives_the_whole_record_back(tmp_path: Path, lines: Path) -> None:
    """Changes and layout stand in the other file under the record's id, and nowhere else; joined, nothing is lost."""
    audit = tmp_path / "audit.jsonl"
    light = [json.loads(line) for line in write(tmp_path / "a.jsonl", lines, audit).splitlines()]
    details = {(a := json.loads(line))["id"]: a for line in audit.read_bytes().splitlines()}
    assert not any({"changes", "layout"} & set(record) for record in light)
    assert [record | details.get(record["id"], {}) for record in light] == [json.loads(o) for o in LINES.splitlines()]


@pytest.mark.parametrize(
    ("name", "audit"),
    [("out.docx", None), ("out", None), ("out.csv.gz", None), ("out.csv", "a.jsonl"), ("out.jsonl", "a.csv")],
)
def test_a_shape_that_cannot_be_is_refused_at_once(name: str, audit: str | None, tmp_path: Path) -> None:
    """Before anything is read, with the name quoted."""
    with pytest.raises(ConfigError, match=name.replace(".", r"\.") if audit != "a.csv" else r"a\.csv"):
        writer(tmp_path / name, tmp_path / audit if audit else None)


def test_whole_or_not_at_all(tmp_path: Path) -> None:
    """An error in the middle leaves what was there before, and nothing beside it."""
    path = tmp_path / "file"
    path.write_bytes(b"before")
    with pytest.raises(RuntimeError), whole(path) as file:
        file.write(b"half of it")
        raise RuntimeError
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("file", b"before")]

"""The commands that look at one document: explain, diff, undo and schema, as real processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from cleaner import Record, Reject, clean
from cleaner.model import Source

TEXT = (
    "Council Approves New Bridge Over the River\n\n"
    "The city council voted on Tuesday to build a second bridge, ending a debate that had gone on for eleven years.\n\n"
    "?€?We have waited long enough,?€? said the mayor, Çiğdem Öztürk. The work begins in May.\r\n\r\n"
    "Support us\n"
)


def cleaner(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *args],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **env},
    )


def lines(*sources: Source) -> bytes:
    return b"".join(msgspec.json.encode(clean(s)) + b"\n" for s in sources)


def test_undo_gives_the_bytes_back_in_their_own_encoding(tmp_path: Path) -> None:
    """UTF-8 with a mark, UTF-16 and a code page all come back byte for byte, under their own names."""
    files = {
        "a/plain.txt": TEXT.encode(),
        "marked.txt": b"\xef\xbb\xbf" + TEXT.encode(),
        "wide.txt": TEXT.encode("utf-16"),
    }
    records = tmp_path / "clean.jsonl"
    records.write_bytes(lines(*(Source(n, d) for n, d in files.items())))
    done = cleaner("undo", str(records), "-o", str(tmp_path / "back"))
    assert done.returncode == 0, done.stderr
    assert {n: (tmp_path / "back" / n).read_bytes() for n in files} == files


def test_undo_never_writes_outside_its_folder(tmp_path: Path) -> None:
    """A source name that climbs out of the folder is written inside it."""
    records = tmp_path / "clean.jsonl"
    records.write_bytes(lines(Source("../../evil.txt", TEXT.encode()), Source("/etc/evil2.txt", TEXT.encode())))
    assert cleaner("undo", str(records), "-o", str(tmp_path / "back")).returncode == 0
    assert (tmp_path / "back" / "evil.txt").exists()
    assert (tmp_path / "back" / "etc" / "evil2.txt").exists()


def test_undo_prints_one_source_exactly(tmp_path: Path) -> None:
    """--source prints that document and nothing else; an unknown one is a usage error that quotes it."""
    records = tmp_path / "clean.jsonl"
    records.write_bytes(lines(Source("one.txt", TEXT.encode()), Source("two.txt", b"Another text altogether.")))
    assert cleaner("undo", str(records), "--source", "one.txt").stdout == TEXT.encode()
    missing = cleaner("undo", str(records), "--source", "three.txt")
    assert missing.returncode == 2
    assert b"three.txt" in missing.stderr


def test_undo_of_a_file_that_is_not_ours_is_a_usage_error(tmp_path: Path) -> None:
    """The message names the line; there is no traceback."""
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"some": "thing"}\n')
    done = cleaner("undo", str(bad))
    assert done.returncode == 2
    assert b"bad.jsonl:1" in done.stderr
    assert b"Traceback" not in done.stderr


def test_records_and_their_audit_in_files_of_their_own_undo_together(tmp_path: Path) -> None:
    """What --audit put apart is joined again, packed or not; without it, the message asks for it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_bytes(TEXT.encode())
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    out, audit = str(tmp_path / "clean.jsonl.gz"), str(tmp_path / "audit.jsonl")
    assert cleaner("run", str(tmp_path / "in"), "-o", out, "--audit", audit, "-q").returncode == 1
    assert cleaner("undo", out, "--audit", audit, "--source", "one.txt").stdout == TEXT.encode()
    alone = cleaner("undo", out, "--source", "one.txt")
    assert alone.returncode == 2
    assert b"--audit" in alone.stderr


def test_explain_shows_every_change_with_its_rule(tmp_path: Path) -> None:
    """Each change of the record stands in the explanation by its stage and rule, the names in their table."""
    page = tmp_path / "page.txt"
    page.write_text(TEXT, "utf-8", newline="")
    record = clean(Source(str(page), page.read_bytes()))
    assert isinstance(record, Record)
    shown = cleaner("explain", str(page), PYTHONIOENCODING="utf-8").stdout.decode()
    for change in record.changes:
        assert f"{change.stage}.{change.rule}" in shown
    for mention in record.names:
        assert mention.person_key in shown
    assert "\x1b[" not in shown  # no colour codes into a pipe


def test_explain_is_coloured_on_request_and_not_with_no_color(tmp_path: Path) -> None:
    """FORCE_COLOR colours, NO_COLOR never does."""
    page = tmp_path / "page.txt"
    page.write_text(TEXT, "utf-8")
    assert b"\x1b[" in cleaner("explain", str(page), FORCE_COLOR="1", TERM="xterm").stdout
    plain = cleaner("explain", str(page), FORCE_COLOR="1", NO_COLOR="1", TERM="xterm").stdout
    assert not re.search(rb"\x1b\[(\d+;)*[349]\d", plain)


def test_explain_finds_one_record_among_many(tmp_path: Path) -> None:
    """From the output of a run, --source chooses; without it the message asks for it."""
    records = tmp_path / "clean.jsonl"
    records.write_bytes(lines(Source("one.txt", TEXT.encode()), Source("two.txt", b"Another text altogether.")))
    assert "Another text" in cleaner("explain", str(records), "--source", "two.txt").stdout.decode()
    many = cleaner("explain", str(records))
    assert many.returncode == 2
    assert b"--source" in many.stderr


@pytest.mark.parametrize("command", ["explain", "diff"])
def test_a_reject_is_explained_with_exit_code_1(command: str, tmp_path: Path) -> None:
    """The code and the advice are printed."""
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b" \n")
    done = cleaner(command, str(empty))
    assert done.returncode == 1
    assert b"empty" in done.stdout + done.stderr


def test_diff_shows_only_blocks_that_changed() -> None:
    """Removed and new lines carry their signs; a block left alone is not shown."""
    out = cleaner("diff", "-", stdin=TEXT.encode(), PYTHONIOENCODING="utf-8").stdout.decode()
    assert "-?€?We have waited" in out
    assert "+“We have waited long enough,”" in out
    assert "The city council voted" not in out


def test_schema_admits_what_clean_makes() -> None:
    """Every key of a record and of a reject is in the printed JSON Schema, and the other way round."""
    schema = json.loads(cleaner("schema").stdout)
    for outcome, name in ((clean(TEXT), "Record"), (clean(b""), "Reject")):
        assert isinstance(outcome, Record | Reject)
        assert set(json.loads(msgspec.json.encode(outcome))) == set(schema["$defs"][name]["properties"])


def test_help_is_quick_and_names_every_command() -> None:
    """--help imports none of the heavy modules."""
    code = "import sys, atexit, cleaner.cli as c; atexit.register(lambda: print(list(sys.modules))); c.main(['--help'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    for heavy in ("trafilatura", "ftfy", "langdetect", "chardet", "rich", "numpy", "lxml", "re2", "cleaner.pipeline"):
        assert f"'{heavy}'" not in loaded, heavy

"""What a person sees of a run: the bar on a terminal only, the summary, the log, what would be read, and proof."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..jobs import cleaner, folder, outcomes

pty = pytest.importorskip("pty", reason="a terminal to look at")


def on_a_terminal(*args: str | Path, **env: str) -> str:
    """What the command shows on standard error when that is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", *map(os.fspath, args)], stdout=subprocess.PIPE, stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", **env},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # the other end was closed
        pass
    os.close(ours)
    assert process.wait() == 0, shown
    assert process.stdout and process.stdout.read() == b""
    return shown.decode()


def test_a_bar_on_a_terminal_and_only_there(tmp_path: Path) -> None:
    """The bar counts documents; in a pipe there is the summary alone; --quiet shows neither."""
    pages = folder(tmp_path / "pages", 30)
    shown = on_a_terminal("run", pages, "-o", tmp_path / "out.jsonl")
    assert "/30" in shown
    assert "0 rejected" in shown
    assert "\x1b[" in shown
    piped = cleaner("run", pages, "-o", tmp_path / "out.jsonl")
    assert b"/30" not in piped.stderr
    assert b"\x1b" not in piped.stderr
    assert b"30  documents" in piped.stderr
    assert on_a_terminal("run", pages, "-o", tmp_path / "out.jsonl", "-q") == ""


def test_no_colour_when_asked_for_none(tmp_path: Path) -> None:
    """With NO_COLOR the bar moves, and nothing has a colour."""
    pages = folder(tmp_path / "pages", 3)
    shown = on_a_terminal("run", pages, "-o", tmp_path / "out.jsonl", NO_COLOR="1")
    assert "\x1b[3" not in shown
    assert "\x1b[9" not in shown


def test_a_dry_run_touches_nothing(tmp_path: Path) -> None:
    """It lists the files that would be read, and what would be passed over."""
    pages = folder(tmp_path / "pages", 3)
    (pages / "x.pdf").write_bytes(b"%PDF")
    done = cleaner("run", pages, "-o", tmp_path / "out.jsonl", "--dry-run", "--exclude", "0001*")
    assert done.returncode == 0
    assert done.stdout.decode().split() == ["0000.txt", "0002.txt"]
    assert b"1 skipped: other format" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["pages"]


def test_the_log_tells_a_program_what_happened(tmp_path: Path) -> None:
    """Start, every reject and the end, as JSON lines, appended."""
    pages, log = folder(tmp_path / "pages", 2), tmp_path / "log.jsonl"
    (pages / "bad.txt").write_bytes(b"")
    for _ in range(2):
        cleaner("run", pages, "-o", tmp_path / "out.jsonl", "--log", log)
    events = [json.loads(line) for line in log.read_bytes().splitlines()]
    assert [e["event"] for e in events] == ["start", "reject", "end"] * 2
    assert (events[1]["source"], events[1]["code"]) == ("bad.txt", "empty")
    assert (events[2]["records"], events[2]["rejects"]) == (2, {"empty": 1})


def test_fail_fast_ends_at_the_first_reject_and_can_go_on(tmp_path: Path) -> None:
    """Exit code 3, the reject named, no output; without it the same command finishes."""
    pages, output = folder(tmp_path / "pages", 20), tmp_path / "out.jsonl"
    (pages / "0004.txt").write_bytes(b"")
    done = cleaner("run", pages, "-o", output, "--fail-fast")
    assert done.returncode == 3
    assert b"0004.txt" in done.stderr
    assert not output.exists()
    assert cleaner("run", pages, "-o", output).returncode == 1
    assert len(outcomes(output)) == 20


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst", "csv", "parquet"])
def test_check_proves_an_output(ending: str, tmp_path: Path) -> None:
    """Exit code 0 for what a run wrote, whatever its shape; 1, with names, once documents differ from it."""
    for library in {"jsonl.zst": ["backports.zstd"], "parquet": ["pyarrow"]}.get(ending, []):
        pytest.importorskip(library)
    pages, output = folder(tmp_path / "pages", 8), tmp_path / f"out.{ending}"
    (pages / "empty.txt").write_bytes(b"")
    (pages / "gone.txt").symlink_to("nowhere")
    assert cleaner("run", pages, "-o", output).returncode == 1
    proof = cleaner("check", output, pages)
    assert proof.returncode == 0, proof.stdout
    assert b"10 outcomes (8 records, 2 rejects)" in proof.stdout
    (pages / "0001.txt").unlink()
    (pages / "0002.txt").write_text("Something else happened.")
    (pages / "new.txt").write_text("A new document.")
    differs = cleaner("check", output, pages)
    assert differs.returncode == 1
    assert differs.stdout.decode().splitlines()[:-1] == [
        "0002.txt: has changed since", "new.txt: has no outcome",
        "0001.txt: has an outcome, but is not there, or has more than one",
    ]  # fmt: skip


def test_check_finds_lines_that_are_torn_doubled_or_foreign(tmp_path: Path) -> None:
    """Each is told with its line."""
    pages, output = folder(tmp_path / "pages", 4), tmp_path / "out.jsonl"
    cleaner("run", pages, "-o", output)
    lines = output.read_bytes().splitlines(keepends=True)
    output.write_bytes(b"".join([*lines, lines[1], b'{"some": "thing"}\n', lines[3][:-1]]))
    said = cleaner("check", output, pages).stdout.decode()
    assert "0001.txt: has an outcome, but is not there, or has more than one" in said
    assert f"{output}:6: not a line that cleaner run wrote" in said
    assert f"{output}:7: cut short" in said


def test_the_shell_completes_commands_and_options() -> None:
    """What the documentation says to put into a shell's start-up file works."""
    env = {"_CLEANER_COMPLETE": "bash_complete", "COMP_WORDS": "cleaner ru", "COMP_CWORD": "1"}
    assert b"run" in cleaner(**env).stdout
    env = {"_CLEANER_COMPLETE": "bash_complete", "COMP_WORDS": "cleaner run --fr", "COMP_CWORD": "2"}
    assert b"--fresh" in cleaner(**env).stdout

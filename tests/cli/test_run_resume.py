"""A run that is cut short, by whatever, is finished by the same command, to the bytes of an undisturbed run."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ..jobs import TEXT, begin, cleaner, folder, leftovers, outcomes, progress, wait_for

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that takes a few seconds, so that there is time to disturb the run."""
    return folder(tmp_path_factory.mktemp("many") / "pages", 5000)


@pytest.fixture(scope="module")
def calm(pages: Path) -> bytes:
    """What an undisturbed run with one worker writes."""
    output = pages.parent / "calm.jsonl"
    done = cleaner("run", pages, "-o", output, "-j", "1", "-q")
    assert done.returncode == 0, done.stderr
    return output.read_bytes()


def interrupted(pages: Path, output: Path, number: int = signal.SIGKILL) -> subprocess.Popen[bytes]:
    """A run that got so far, and then a signal."""
    process = begin("run", pages, "-o", output, "-j", "2")
    wait_for(lambda: progress(output) > 50, process)
    os.kill(process.pid, number)
    return process


@posix
@pytest.mark.slow
def test_killed_twenty_times(pages: Path, calm: bytes, tmp_path: Path) -> None:
    """kill -9 of the parent at twenty random moments, each run taking up where the last one fell."""
    output, rng, kills = tmp_path / "out.jsonl", random.Random(20), 0
    while kills < 20:
        process = begin("run", pages, "-o", output, "-j", "2")
        time.sleep(rng.uniform(0.1, 1.6))
        if process.poll() is None:
            assert not output.exists() or output.read_bytes() == calm
            process.kill()
            kills += 1
        process.communicate()
        if process.returncode == 0:
            assert output.read_bytes() == calm
    done = cleaner("run", pages, "-o", output, "-j", "2")
    assert done.returncode == 0, done.stderr
    assert output.read_bytes() == calm
    assert not leftovers(tmp_path)
    assert cleaner("check", output, pages).returncode == 0


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda n: n.name)
def test_a_signal_ends_the_run_and_the_same_command_finishes_it(
    number: signal.Signals, pages: Path, calm: bytes, tmp_path: Path
) -> None:
    """Exit code 3 and a word of advice where the signal can be heard; no output yet; then the same bytes, sooner."""
    output = tmp_path / "out.jsonl"
    process = interrupted(pages, output, number)
    _, said = process.communicate(timeout=60)
    assert not output.exists()
    if number != signal.SIGKILL:
        assert process.returncode == 3, said
        assert b"the same command" in said
        assert b"Traceback" not in said
    again = cleaner("run", pages, "-o", output, "-j", "2")
    assert again.returncode == 0, again.stderr
    assert b"taken up again" in again.stderr
    assert b"done before" in again.stderr
    assert output.read_bytes() == calm
    assert not leftovers(tmp_path)


@posix
def test_a_second_ctrl_c_ends_it_now(tmp_path: Path, pages: Path, calm: bytes) -> None:
    """Also with the whole process group hearing it, as on a terminal; still resumable."""
    output = tmp_path / "out.jsonl"
    process = begin("run", pages, "-o", output, "-j", "2")
    wait_for(lambda: progress(output) > 50, process)
    os.killpg(process.pid, signal.SIGINT)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3, said
    assert b"Traceback" not in said
    assert cleaner("run", pages, "-o", output).returncode == 0
    assert output.read_bytes() == calm


@posix
@pytest.mark.parametrize("after", [0.0, 0.1, 0.2, 0.4, 0.6])
def test_ctrl_c_while_the_workers_are_loading(after: float, tmp_path: Path, pages: Path, calm: bytes) -> None:
    """On a terminal the whole process group hears it, the fork server too: no traceback, and the run can go on."""
    output = tmp_path / "out.jsonl"
    process = begin("run", pages, "-o", output, "-j", "2")
    wait_for((tmp_path / "out.jsonl.journal").exists, process)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3, said
    assert b"Traceback" not in said
    assert cleaner("run", pages, "-o", output).returncode == 0
    assert output.read_bytes() == calm


@posix
def test_two_runs_on_one_output(pages: Path, calm: bytes, tmp_path: Path) -> None:
    """The second is refused, told which process has it, and disturbs nothing."""
    output = tmp_path / "out.jsonl"
    first = begin("run", pages, "-o", output, "-j", "1")
    wait_for(lambda: progress(output) > 10, first)
    first.send_signal(signal.SIGSTOP)  # or it may be done before the second has begun
    second = cleaner("run", pages, "-o", output)
    first.send_signal(signal.SIGCONT)
    assert second.returncode == 3
    assert f"process {first.pid} " in second.stderr.decode()
    first.communicate(timeout=120)
    assert first.returncode == 0
    assert output.read_bytes() == calm


@posix
def test_documents_changed_between_the_runs(tmp_path: Path, pages: Path) -> None:
    """New, altered and removed documents are what they are now, whatever the interrupted run saw."""
    copy = tmp_path / "pages"
    copy.mkdir()
    for path in pages.iterdir():
        (copy / path.name).hardlink_to(path)
    output = tmp_path / "out.jsonl"
    interrupted(copy, output).communicate()
    (copy / "0003.html").unlink()
    (copy / "0010.txt").unlink()
    (copy / "0010.txt").write_text("Something else altogether happened in the harbour.", "utf-8")
    (copy / "0011b.txt").write_text("A new document came between the others.", "utf-8")
    assert cleaner("run", copy, "-o", output).returncode == 0
    assert cleaner("run", copy, "-o", tmp_path / "fresh.jsonl").returncode == 0
    assert output.read_bytes() == (tmp_path / "fresh.jsonl").read_bytes()
    assert not leftovers(tmp_path)


def test_a_grown_folder_costs_only_what_is_new(tmp_path: Path) -> None:
    """--changed keeps every line whose document is as it was, says how many, and gives the bytes of a full run."""
    pages, output = folder(tmp_path / "pages", 30), tmp_path / "out.jsonl"
    (pages / "empty.txt").write_bytes(b"")
    cleaner("run", pages, "-o", output)
    (pages / "0005.txt").write_text("Something else altogether happened in the harbour.", "utf-8")
    (pages / "0006.txt").unlink()
    (pages / "0000a.txt").write_text("A new document came between the others.", "utf-8")
    log = tmp_path / "log.jsonl"
    done = cleaner("run", pages, "-o", output, "--changed", "--log", log)
    assert done.returncode == 1, done.stderr
    assert json.loads(log.read_bytes().splitlines()[-1])["reused"] == 29
    assert b"done before" in done.stderr
    cleaner("run", pages, "-o", tmp_path / "full.jsonl")
    assert output.read_bytes() == (tmp_path / "full.jsonl").read_bytes()


def test_a_changed_recipe_is_never_mixed(tmp_path: Path) -> None:
    """After a finished run it redoes everything and says so; an interrupted run refuses until told to start over."""
    pages, output = folder(tmp_path / "pages", 20), tmp_path / "out.jsonl"
    cleaner("run", pages, "-o", output)
    done = cleaner("run", pages, "-o", output, "--changed", "--keep", "caption")
    assert b"everything is done again" in done.stderr
    assert len({o["recipe"] for o in outcomes(output)}) == 1
    cleaner("run", pages, "-o", tmp_path / "full.jsonl", "--keep", "caption")
    assert output.read_bytes() == (tmp_path / "full.jsonl").read_bytes()

    (pages / "0004.txt").write_bytes(b"")
    assert cleaner("run", pages, "-o", output, "--fail-fast").returncode == 3
    before = output.read_bytes()
    refused = cleaner("run", pages, "-o", output, "--keep", "caption")
    assert refused.returncode == 3
    assert b"--fresh" in refused.stderr
    assert output.read_bytes() == before
    assert cleaner("run", pages, "-o", output, "--keep", "caption", "--fresh").returncode == 1
    assert len({o["recipe"] for o in outcomes(output)}) == 1


def test_changed_tries_again_what_the_run_itself_failed_on(tmp_path: Path) -> None:
    """A file that could not be read then and can be now has a record afterwards."""
    pages, output = folder(tmp_path / "pages", 3), tmp_path / "out.jsonl"
    (pages / "0001.txt").unlink()
    (pages / "0001.txt").symlink_to("later")
    cleaner("run", pages, "-o", output)
    assert outcomes(output)[1]["code"] == "unreadable"
    (pages / "later").write_text(TEXT, "utf-8")
    assert cleaner("run", pages, "-o", output, "--changed").returncode == 0


def spoil_newer(journal: Path) -> None:
    with sqlite3.connect(journal) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def spoil_foreign(journal: Path) -> None:
    journal.unlink()
    with sqlite3.connect(journal) as db:
        db.execute("CREATE TABLE photographs (name TEXT)")
    db.close()


def spoil_garbage(journal: Path) -> None:
    journal.write_bytes(b"no database " * 500)


def spoil_middle(journal: Path) -> None:
    data = bytearray(journal.read_bytes())
    data[2048:] = b"\xa5" * (len(data) - 2048)
    journal.write_bytes(data)


@posix
@pytest.mark.parametrize("spoil", [spoil_newer, spoil_foreign, spoil_garbage, spoil_middle])
def test_a_journal_that_cannot_be_trusted_is_refused_with_advice(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    """Damaged, of a newer version, or no journal at all: exit code 3, a way out, and the output is left alone."""
    pages, output = folder(tmp_path / "pages", 20), tmp_path / "out.jsonl"
    cleaner("run", pages, "-o", output)
    good = output.read_bytes()
    spoil(tmp_path / "out.jsonl.journal")
    refused = cleaner("run", pages, "-o", output, "--changed")
    assert refused.returncode == 3
    assert b"out.jsonl.journal" in refused.stderr
    assert b"Traceback" not in refused.stderr
    assert output.read_bytes() == good
    if spoil is not spoil_foreign:
        assert b"--fresh" in refused.stderr
        assert cleaner("run", pages, "-o", output, "--fresh").returncode == 0
        assert output.read_bytes() == good


@posix
@pytest.mark.parametrize("damage", ["flipped", "cut", "gone"])
def test_damage_to_the_finished_lines_costs_work_and_never_a_wrong_line(
    damage: str, pages: Path, calm: bytes, tmp_path: Path
) -> None:
    """A part file altered, cut or removed behind the journal's back is found out by its checksums."""
    output = tmp_path / "out.jsonl"
    interrupted(pages, output).communicate()
    part = next(tmp_path.glob("out.jsonl.part*"))
    data = bytearray(part.read_bytes())
    data[len(data) // 3] ^= 0x20
    if damage == "gone":
        part.unlink()
    else:
        part.write_bytes(data if damage == "flipped" else data[: len(data) // 2])
    assert cleaner("run", pages, "-o", output).returncode == 0
    assert output.read_bytes() == calm
    assert not leftovers(tmp_path)

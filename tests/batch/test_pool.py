"""Documents that kill their worker cost nobody else anything, and what comes out is always the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ..jobs import folder, outcomes

HOUSE = Path(__file__).parent.parent.parent
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in /proc")


def traps(*args: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.batch.traps", *map(str, args)], cwd=HOUSE, stderr=subprocess.PIPE
    )


def workers(parent: int) -> list[int]:
    """The grandchildren of a process: its workers, forked by the fork server."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    return [grandchild for child in children.get(parent, []) for grandchild in children.get(child, [])]


def test_hanging_hungry_and_crashing_documents_among_forty_good_ones(tmp_path: Path) -> None:
    """Forty records, one reject with the right code for each bad document, in their places, for 1 and 3 workers."""
    pages = folder(tmp_path / "pages", 40)
    bad = {"HANG": "timeout", "EAT": "memory", "CRASH": "crash", "EXIT": "crash", "BUG": "bug", "DEEP": "bug"}
    for n, order in enumerate(bad):
        (pages / f"{n * 7:04}-{order}.txt").write_text(f"{order} now, said the page to the worker.")
    for workers_wanted in ("1", "3"):
        process = traps(pages, tmp_path / f"{workers_wanted}.jsonl", workers_wanted)
        _, said = process.communicate(timeout=120)
        assert process.returncode == 1, said
    lines = outcomes(tmp_path / "1.jsonl")
    assert [o["source"] for o in lines] == sorted(p.name for p in pages.iterdir())
    assert sum(o["outcome"] == "record" for o in lines) == 40
    assert {o["source"].split("-")[1][:-4]: o["code"] for o in lines if o["outcome"] == "reject"} == bad
    assert (tmp_path / "3.jsonl").read_bytes() == (tmp_path / "1.jsonl").read_bytes()


@linux
def test_a_worker_killed_from_outside_is_replaced(tmp_path: Path) -> None:
    """kill -9 of workers in the middle of their work changes nothing in the output."""
    pages = folder(tmp_path / "pages", 60)
    traps(pages, tmp_path / "calm.jsonl").communicate(timeout=60)
    process = traps(pages, tmp_path / "stormy.jsonl", "2", "0.02")
    killed = 0
    while process.poll() is None and killed < 4:
        time.sleep(0.1)
        for pid in workers(process.pid)[:1]:
            os.kill(pid, signal.SIGKILL)
            killed += 1
            time.sleep(0.3)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert killed
    # the pause of the trap is part of the recipe; everything else is the same
    calm, stormy = ([{**o, "recipe": ""} for o in outcomes(tmp_path / f"{n}.jsonl")] for n in ("calm", "stormy"))
    assert stormy == calm


@linux
def test_no_worker_outlives_a_killed_parent(tmp_path: Path) -> None:
    """kill -9 of the parent ends idle workers at once and a hanging one by its deadline."""
    pages = folder(tmp_path / "pages", 4)
    (pages / "a.txt").write_text("SLEEP well")
    process = traps(pages, tmp_path / "out.jsonl", "2", "0", "4")
    while not (alive := workers(process.pid)):
        time.sleep(0.05)
    time.sleep(0.5)
    process.kill()
    process.wait()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in alive) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [pid for pid in alive if Path(f"/proc/{pid}").exists()]

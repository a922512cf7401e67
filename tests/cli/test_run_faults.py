"""What a run does when the machine fails it: full disks, input and output errors, a reader that leaves."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..jobs import TEXT, begin, cleaner, folder, leftovers, outcomes

FAULTS = Path(__file__).parent.parent / "batch" / "faults.c"
root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts, or becomes somebody else")


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that makes the file system fail on request."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("faults are injected by a preloaded library, which wants Linux and a C compiler")
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, FAULTS, "-ldl"], check=True)
    return library


@pytest.mark.slow
@pytest.mark.parametrize(
    ("calls", "error", "step"),
    [("write", errno.ENOSPC, 2), ("write", errno.EIO, 3), ("open", errno.EMFILE, 1)],
    ids=["ENOSPC", "EIO", "EMFILE"],
)
def test_every_write_and_every_open_may_fail(calls: str, error: int, step: int, faults: Path, tmp_path: Path) -> None:
    """Exit code 3 with the system's own word for it, nothing torn; whatever is left behind, the next run can use.

    The documents are dangling links, so no worker has to be started for each of a hundred runs.
    """
    pages, work = tmp_path / "pages", tmp_path / "work"
    pages.mkdir()
    work.mkdir()
    for n in range(6):
        (pages / f"{n}.txt").symlink_to("nowhere")
    output = work / "out.jsonl"
    cleaner("run", pages, "-o", tmp_path / "calm.jsonl")
    calm = (tmp_path / "calm.jsonl").read_bytes()
    env = {"LD_PRELOAD": str(faults), "FAULT_DIR": str(work), "FAULT_CALLS": calls, "FAULT_ERRNO": str(error),
           "FAULT_COUNT": str(tmp_path / "count")}  # fmt: skip
    if error == errno.EIO:
        env["FAULT_ONCE"] = "1"
    assert cleaner("run", pages, "-o", output, **env).returncode == 1
    total = int((tmp_path / "count").read_text())
    assert total > 3
    aborted = 0
    for at in range(1, total + 1, step):
        done = cleaner("run", pages, "-o", output, FAULT_AT=str(at), **env)
        said = done.stderr.decode()
        assert done.returncode in (1, 3), said
        assert "Traceback" not in said
        assert not output.exists() or output.read_bytes() == calm
        if done.returncode == 3:
            aborted += 1
            assert "cleaner: " in said
            if aborted % 4 == 0:  # else the next fault meets what this one left behind
                assert cleaner("run", pages, "-o", output).returncode == 1
                assert output.read_bytes() == calm
    assert aborted > 3
    assert cleaner("run", pages, "-o", output).returncode == 1
    assert output.read_bytes() == calm
    assert not leftovers(work)


def on_a_small_disk(script: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a shell script that sees its own mounts."""
    if shutil.which("unshare") is None:
        pytest.skip("mounts a small disk with unshare")
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], capture_output=True, check=False, env={**os.environ, **env}
    )
    if b"unshare" in done.stderr or b"mount:" in done.stderr:
        pytest.skip(f"mounts a small disk with unshare: {done.stderr.decode()}")
    return done


@root
@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz"])
def test_a_full_disk_under_the_output_and_its_journal(ending: str, tmp_path: Path) -> None:
    """Exit code 3, a message that says what is full, no output; with more room the same command finishes the job."""
    pages = folder(tmp_path / "pages", 300)
    cleaner("run", pages, "-o", tmp_path / f"calm.{ending}")
    disk = tmp_path / "disk"
    disk.mkdir()
    run = f"{sys.executable} -m cleaner run {pages} -o {disk}/out.{ending}"
    done = on_a_small_disk(
        f"mount -t tmpfs -o size=256k small {disk}; {run}; echo $? > {tmp_path}/first; ls {disk} > {tmp_path}/there;"
        f"mount -o remount,size=64m {disk}; {run} > {tmp_path}/second 2>&1; echo $? >> {tmp_path}/first;"
        f"cp {disk}/out.{ending} {tmp_path}/out"
    )
    assert (tmp_path / "first").read_text().split() == ["3", "0"], done.stderr
    assert b"No space left" in done.stderr or b"is full" in done.stderr
    assert b"Traceback" not in done.stderr
    assert f"out.{ending}" not in (tmp_path / "there").read_text().split()
    assert (tmp_path / "out").read_bytes() == (tmp_path / f"calm.{ending}").read_bytes()


@root
def test_a_full_disk_for_temporary_files(tmp_path: Path) -> None:
    """The job needs none: a full temporary folder is no reason to stop, or else exit code 3 with a message."""
    pages, disk = folder(tmp_path / "pages", 5), tmp_path / "disk"
    disk.mkdir()
    output = tmp_path / "out.jsonl"
    done = on_a_small_disk(
        f"mount -t tmpfs -o size=64k,nr_inodes=2 small {disk};"
        f"dd if=/dev/zero of={disk}/full bs=64k count=2 2>/dev/null;"
        f"{sys.executable} -m cleaner run {pages} -o {output}; echo $? > {tmp_path}/code",
        TMPDIR=str(disk),
    )
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "code").read_text().strip() in ("0", "3"), done.stderr
    assert output.exists() == ((tmp_path / "code").read_text().strip() == "0")


@root
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """Exit code 3, naming the place, before a document is touched."""
    pages, disk = folder(tmp_path / "pages", 5), tmp_path / "disk"
    disk.mkdir()
    done = on_a_small_disk(
        f"mount -t tmpfs -o ro small {disk}; {sys.executable} -m cleaner run {pages} -o {disk}/out.jsonl;"
        f"echo $? > {tmp_path}/code"
    )
    assert (tmp_path / "code").read_text().strip() == "3", done.stderr
    assert str(disk).encode() in done.stderr
    assert b"Traceback" not in done.stderr


@root
def test_an_unreadable_file_and_folder(tmp_path: Path) -> None:
    """Each is an outcome with its code; the rest of the folder is done."""
    pages = folder(tmp_path / "pages", 3)
    (pages / "0001.txt").chmod(0)
    (pages / "locked").mkdir(mode=0)
    tmp_path.chmod(0o777)
    for path in (*tmp_path.parents, pages):
        if path.stat().st_uid == 0 and "pytest" in path.name:
            path.chmod(0o755)
    code = (
        "import os, sys, json; from collections import Counter; from cleaner.read import Plan, sources\n"
        "os.seteuid(65534)\n"
        "print(json.dumps([[s.name, getattr(s, 'code', '')] for s in sources(Plan(paths=(sys.argv[1],)), Counter())]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(pages)], capture_output=True, check=False)
    names = [["0000.txt", ""], ["0001.txt", "unreadable"], ["0002.txt", ""], ["locked", "unreadable"]]
    assert json.loads(done.stdout) == names, done.stderr


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that gives an input error: /proc/self/mem")
def test_an_input_error_while_reading(tmp_path: Path) -> None:
    """A document that the disk cannot give back is an outcome of its own."""
    good = tmp_path / "a.txt"
    good.write_text(TEXT, "utf-8")
    done = cleaner("run", "/proc/self/mem", good, "-o", tmp_path / "out.jsonl")
    assert done.returncode == 1, done.stderr
    assert [o.get("code") for o in outcomes(tmp_path / "out.jsonl")] == ["unreadable", None]


def test_a_reader_that_leaves(tmp_path: Path) -> None:
    """| head ends the run without a word."""
    pages = folder(tmp_path / "pages", 400)
    process = begin("run", pages, "-o", "-", "-q")
    assert process.stdout and process.stderr
    assert json.loads(process.stdout.readline())["source"] == "0000.txt"
    process.stdout.close()
    said = process.stderr.read()
    assert process.wait(60) == 3
    assert said == b""


def test_a_device_is_written_to_and_stays_a_device(tmp_path: Path) -> None:
    """-o /dev/null is no file to replace, and a full device is exit code 3."""
    pages = folder(tmp_path / "pages", 3)
    assert cleaner("run", pages, "-o", os.devnull).returncode == 0
    assert not Path(os.devnull).is_file()
    if Path("/dev/full").exists():
        full = cleaner("run", pages, "-o", "/dev/full")
        assert full.returncode == 3
        assert b"/dev/full: No space left" in full.stderr


def test_output_inside_the_input(tmp_path: Path) -> None:
    """The output, its audit and its log are never read as documents, however often the command is repeated."""
    pages = folder(tmp_path / "pages", 5)
    files = {"-o": pages / "out.jsonl", "--audit": pages / "audit.jsonl", "--log": pages / "log.jsonl"}
    args = [a for pair in files.items() for a in pair]
    for _ in range(2):
        assert cleaner("run", pages, *args).returncode == 0
        assert len(outcomes(pages / "out.jsonl")) == 5


def test_a_link_as_output_is_followed(tmp_path: Path) -> None:
    """The file it points to is replaced, not the link."""
    pages = folder(tmp_path / "pages", 2)
    (tmp_path / "real").mkdir()
    (tmp_path / "out.jsonl").symlink_to("real/out.jsonl")
    assert cleaner("run", pages, "-o", tmp_path / "out.jsonl").returncode == 0
    assert (tmp_path / "out.jsonl").is_symlink()
    assert len(outcomes(tmp_path / "real" / "out.jsonl")) == 2

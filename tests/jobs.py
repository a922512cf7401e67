"""What the tests of the folder job share: documents, and the command as a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TEXT = (
    "Harbour Reopens After Storm\n\n"
    "The harbour of {place} reopened on Tuesday, three days after a storm had torn two ferries from their moorings.\n\n"
    "“We were lucky,” said the harbour master, Ingrid Løvås. Repairs will take until the spring.\n"
)


def cleaner(
    *args: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *map(os.fspath, args)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **env},
    )


def folder(path: Path, count: int) -> Path:
    """A folder of so many small documents, texts and pages in turn."""
    path.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        text = TEXT.format(place=f"Town {n}")
        if n % 4 == 3:
            paragraphs = "".join(f"<p>{p}</p>" for p in text.split("\n\n")[1:])
            (path / f"{n:04}.html").write_text(
                f"<html><body><article><h1>Harbour reopens</h1>{paragraphs}</article></body></html>", "utf-8"
            )
        else:
            (path / f"{n:04}.txt").write_text(text, "utf-8")
    return path


def outcomes(path: Path) -> list[dict[str, Any]]:
    """The lines of an output."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def leftovers(folder: Path) -> set[str]:
    """What lies beside the outputs in a folder that should not when a run has ended well."""
    return {p.name for p in folder.iterdir() if p.suffix in {".lock", ".writing"} or ".part" in p.name}


def begin(*args: str | Path, **env: str) -> subprocess.Popen[bytes]:
    """Start the command and leave it running, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "cleaner", *map(os.fspath, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **env},
        start_new_session=True,
    )


def progress(output: Path) -> int:
    """How many lines of an unfinished job are safe already."""
    return sum(p.read_bytes().count(b"\n") for p in output.parent.glob(f"{output.name}.part*"))


def wait_for(condition: Callable[[], object], process: subprocess.Popen[bytes] | None = None) -> None:
    """Until something is so; a process that ends before is a failure."""
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "waited for a minute"
        assert process is None or process.poll() is None, process.stderr.read() if process and process.stderr else ""
        time.sleep(0.01)

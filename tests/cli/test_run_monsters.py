"""Documents made to break a parser come out as text or as a reject with a code, and their neighbours with them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ..jobs import TEXT, cleaner, folder, outcomes

PARAGRAPH = "<p>The harbour of Alta reopened on Tuesday, three days after a storm had torn two ferries loose.</p>"
ARTICLE = f"<article><h1>Harbour reopens</h1>{PARAGRAPH * 3}</article>"


def page(inside: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Harbour</title>{head}</head><body>{inside}</body></html>"


def deep_json(depth: int) -> str:
    return '<script type="application/ld+json">' + '{"@graph":[' * depth + "]}" * depth + "</script>"


MONSTERS = {
    "300-nested-divs": page("<div>" * 300 + ARTICLE + "</div>" * 300),
    "100000-nested-divs": page("<div>" * 100_000 + ARTICLE),
    "100000-nested-mixed": page("<b><i><table><tr><td>" * 20_000 + ARTICLE),
    "12-mb-text-node": page(f"<p>{'The storm went on and on. ' * 480_000}</p>"),
    "12-mb-one-word": page(f"<p>{'storm' * 2_400_000}</p>"),
    "200000-attributes": page(f"<div {' '.join(f'a{n}=x' for n in range(200_000))}>{ARTICLE}</div>"),
    "50000-paragraphs": page("".join(f"<p>Paragraph {n} of a very long story.</p>" for n in range(50_000))),
    "2-million-less-than": page("<" * 2_000_000 + ARTICLE),
    "million-entities": page(f"<p>{'&amp;&#8217;&nosuch;' * 300_000}</p>"),
    "hostile-json-ld": page(
        ARTICLE, deep_json(50_000) + f'<script type="application/ld+json">{"9" * 100_000}</script>'
    ),
    "open-comments": page(ARTICLE + "<!--" * 300_000),
    "a-megabyte-of-quotes": "“" * 300_000,
    "a-megabyte-of-question-marks": "?€? " * 200_000,
    "a-million-line-breaks": "\n" * 1_000_000 + TEXT,
    "a-million-combining-marks": "e" + "\u0301" * 1_000_000,
    "a-million-initials": "A. " * 400_000,
    "zero-bytes": "\0" * 1_000_000 + TEXT,
}


@pytest.mark.slow
def test_monsters_end_within_their_deadline(tmp_path: Path) -> None:
    """One outcome each, in place; a reject says why; the ordinary documents among them have their records."""
    pages = folder(tmp_path / "pages", 6)
    for name, text in MONSTERS.items():
        ending = "html" if text.startswith("<!DOCTYPE") else "txt"
        (pages / f"0003-{name}.{ending}").write_text(text, "utf-8")
    output = tmp_path / "out.jsonl"
    done = cleaner("run", pages, "-o", output, "--timeout", "5", "-j", "2")
    assert done.returncode in (0, 1), done.stderr
    lines = outcomes(output)
    assert [o["source"] for o in lines] == sorted(p.name for p in pages.iterdir())
    assert all(o["outcome"] == "record" for o in lines if "-" not in o["source"])
    reasons = {o["source"]: o["code"] for o in lines if o["outcome"] == "reject"}
    assert set(reasons.values()) <= {"timeout", "memory", "too-deep", "no-text", "binary", "empty"}, reasons
    assert sum(o["outcome"] == "record" for o in lines) >= len(lines) - 6, reasons


def test_strange_bytes_are_outcomes(tmp_path: Path) -> None:
    """Lone surrogates, byte order marks and labels that lie cost nothing but their own document."""
    pages = folder(tmp_path / "pages", 2)
    odd = {
        "bom8.txt": b"\xef\xbb\xbf" + TEXT.encode(),
        "bom16.txt": TEXT.encode("utf-16"),
        "half-a-character.txt": TEXT.encode("utf-16")[:-1],
        "liar.html": page(ARTICLE, '<meta charset="utf-16">').replace("Alta", "Ålta").encode(),
        "no-such-charset.html": page(ARTICLE, '<meta charset="klingon">').encode(),
        "surrogate.txt": TEXT.encode() + b"\xed\xa0\x80 and on",
        "not-utf8.txt": TEXT.replace("Løvås", "Çakır").encode("cp1254"),
    }
    for name, data in odd.items():
        (pages / name).write_bytes(data)
    row = '{"id": "lone \\ud800", "text": "It said \\ud83d and then no more of the storm."}\n'
    (pages / "rows.jsonl").write_bytes(row.encode() + b'{"id": "bytes", "text": "caf\xe9 by the harbour"}\n')
    done = cleaner("run", pages, "-o", tmp_path / "out.jsonl")
    assert done.returncode in (0, 1), done.stderr
    lines = {o["source"]: o for o in outcomes(tmp_path / "out.jsonl")}
    assert len(lines) == 2 + len(odd) + 2
    for name in ("bom8.txt", "bom16.txt", "liar.html", "no-such-charset.html"):
        assert lines[name]["outcome"] == "record", lines[name]
        assert "lta" in json.dumps(lines[name]) or "harbour" in lines[name]["text"]


MEASURED = """
import atexit, pathlib, sys
def report():
    status = pathlib.Path("/proc/self/status").read_text()
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    handles = sum(1 for _ in pathlib.Path("/proc/self/fd").iterdir())
    pathlib.Path(sys.argv[1]).write_text(f"{peak} {handles}")
if __name__ == "__main__":
    atexit.register(report)
    from cleaner.cli import main
    main(sys.argv[2:])
"""
linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak of memory in /proc")


def measured(source: Path, output: Path) -> tuple[int, int]:
    """Run the command; its own peak of memory in MB, and the files it has open at the end."""
    program, report = output.with_name("measured.py"), output.with_name("report")
    program.write_text(MEASURED)
    done = subprocess.run([sys.executable, program, report, "run", source, "-o", output, "-q"], check=False)
    assert done.returncode == 1  # every test here has empty documents
    peak, handles = map(int, report.read_text().split())
    return peak >> 10, handles


@linux
@pytest.mark.slow
def test_a_hundred_thousand_tiny_files(tmp_path: Path) -> None:
    """One outcome each; a hundred times the files take no more handles, and little more memory for their names."""
    small, large = tmp_path / "small", tmp_path / "large"
    for folder_, count in ((small, 1), (large, 100)):
        for n in range(count):
            (folder_ / f"{n:03}").mkdir(parents=True)
            for m in range(1000):
                (folder_ / f"{n:03}" / f"{m:04}.txt").write_bytes(b"%d" % m if m % 50 == 0 else b"")
    few, some = measured(small, tmp_path / "small.jsonl")
    many, more = measured(large, tmp_path / "large.jsonl")
    assert sum(1 for _ in (tmp_path / "large.jsonl").open("rb")) == 100_000
    assert more <= some < 40
    assert many < few + 30, (few, many)


@linux
@pytest.mark.slow
def test_a_large_file_of_rows_in_flat_memory(tmp_path: Path) -> None:
    """Rows are read, cleaned and written as they come: ten times the rows take no more memory."""
    row = json.dumps({"text": ""}).encode() + b"\n" + json.dumps({"text": " ", "other": "x" * 100_000}).encode() + b"\n"
    peaks = []
    for count in (200, 2000):
        file = tmp_path / f"{count}.jsonl"
        with file.open("wb") as out:
            for _ in range(count):
                out.write(row)
        peaks.append(measured(file, tmp_path / f"{count}.out.jsonl")[0])
        assert sum(1 for _ in (tmp_path / f"{count}.out.jsonl").open("rb")) == 2 * count
    assert peaks[1] < peaks[0] + 30, peaks

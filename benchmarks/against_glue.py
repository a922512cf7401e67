"""How fast is `clean` against the script everybody writes first? Documents a CPU second, both in one run, in turns.

    python benchmarks/against_glue.py                          the fixtures of this project
    python benchmarks/against_glue.py --html PAGES --plain TEXTS    folders or .jsonl[.gz|.xz] files of your own

The script everybody writes: trafilatura.extract (for HTML), ftfy.fix_text, langdetect.detect, json.dumps. It finds no
boilerplate in plain text, mends no lossy damage, knows no names and keeps no record; it is the price of the libraries.
Rows of a .jsonl: `html` or `text`; a row with `lines` (each with `text`) is a plain text of those lines.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ftfy
import langdetect
import msgspec
import trafilatura

from cleaner import clean

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pages"


def glue(text: str, media_type: str) -> str:
    """The script everybody writes first."""
    body = trafilatura.extract(text, include_comments=False) if media_type == "text/html" else text
    body = ftfy.fix_text(body or "")
    try:
        language = langdetect.detect(body)
    except langdetect.LangDetectException:
        language = "und"
    return json.dumps({"text": body, "language": language}, ensure_ascii=False)


def ours(text: str, media_type: str) -> bytes:
    """The whole of cleaner, as `cleaner run` calls it."""
    return msgspec.json.encode(clean(text, media_type=media_type))  # type: ignore[arg-type]


def texts(path: Path, suffix: str) -> Iterator[str]:
    """The documents of a folder (by suffix), or of a file of JSON rows."""
    if path.is_dir():
        yield from (p.read_text("utf-8", "replace") for p in sorted(path.rglob(f"*{suffix}")))
        return
    opener: Any = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
    with opener(path, "rb") as rows:
        for line in rows:
            row = json.loads(line)
            lines = row.get("lines")
            yield "\n\n".join(x["text"] for x in lines) if lines else row.get("html") or row["text"]


def race(documents: list[str], media_type: str, rounds: int) -> None:
    """Print documents a CPU second of both, every document by one and then by the other."""
    spent: dict[Callable[[str, str], object], float] = {glue: 0.0, ours: 0.0}
    for runner in spent:
        runner(documents[0], media_type)  # load what is loaded once
    for _ in range(rounds):
        for document in documents:
            for runner in spent:
                start = time.process_time()
                runner(document, media_type)
                spent[runner] += time.process_time() - start
    done = rounds * len(documents)
    per_second = {runner.__name__: done / cpu for runner, cpu in spent.items()}
    size = sum(map(len, documents)) / len(documents)
    print(
        f"{media_type}: {len(documents)} documents of {size:,.0f} characters on average, {rounds} rounds\n"
        f"  glue    {per_second['glue']:8.1f} documents a CPU second\n"
        f"  cleaner {per_second['ours']:8.1f} documents a CPU second, {spent[glue] / spent[ours]:.2f} times as many"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--html", type=Path, default=FIXTURES)
    parser.add_argument("--plain", type=Path, default=FIXTURES)
    parser.add_argument("--limit", type=int, default=200, help="documents of each kind")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    race(list(texts(args.html, ".html"))[: args.limit], "text/html", args.rounds)
    race(list(texts(args.plain, ".txt"))[: args.limit], "text/plain", args.rounds)


if __name__ == "__main__":
    main()

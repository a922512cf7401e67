"""Gathers what the names finder and its lexicon are made from: marked articles, and bodies whose words are counted.

    python benchmarks/names_data.py DATA rows > rows.jsonl      then: python -m cleaner.names.train_finder rows.jsonl
    python benchmarks/names_data.py DATA bodies > bodies.jsonl  then: python -m cleaner.names.make_lexicon bodies.jsonl

DATA is the folder of the benchmark sets (`html/`, `names/`), whose texts are not ours to hand on. Rows: the 46 articles
marked by hand; three variants of each article of the linking set; 83 more articles, marked by correcting an earlier
finder (`names_marks.jsonl` has the places, not the texts); and the sentences of tests/names/marked/*.dev.txt, twice.
"""

from __future__ import annotations

import gzip
import json
import lzma
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MARKED = HERE.parent / "tests" / "names" / "marked"
Row = dict[str, Any]


def main() -> None:
    data, what = Path(sys.argv[1]), sys.argv[2]
    for row in rows(data) if what == "rows" else bodies(data):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def rows(data: Path) -> Iterator[Row]:
    """Everything the finder learns from, in a fixed order."""
    for d in _read(data / "names" / "mentions.jsonl.gz"):
        yield {"text": d["text"], "gold": d["gold"], "ignore": d["ignore"], "group": d["id"], "set": "en"}
    yield from _links(data)
    texts = {f"{name}/{row['id']}": text for name, row, text in _pages(data, "aeb fundus moz wcxb_dev") if text}
    for mark in _read(HERE / "names_marks.jsonl"):
        yield {"text": texts[mark.pop("page")], "ignore": [], **mark}
    for path in sorted(MARKED.glob("*.dev.txt")):
        for number, text in enumerate(path.read_text("utf-8").strip().split("\n\n")):
            yield {**_marked(text), "group": f"{path.name}{number}", "set": path.name[:-4], "weight": 2}


def _links(data: Path) -> Iterator[Row]:
    gold: dict[str, list[list[int]]] = defaultdict(list)
    for m in _read(data / "names" / "link_mentions.jsonl.gz"):
        gold[m["doc"]].append([m["s"], m["e"]])
    variants: dict[str, list[Row]] = defaultdict(list)
    for d in _read(data / "names" / "link_docs.jsonl.gz"):
        variants[d["base"]].append({"text": d["text"], "gold": gold[d["id"]], "group": d["base"], "set": "link"})
    rng = random.Random(3)
    for base in sorted(variants):
        yield from rng.sample(variants[base], min(3, len(variants[base])))


def _marked(text: str) -> Row:
    plain, gold, at = "", [], 0
    for match in re.finditer(r"\[\[(.+?)\]\]", text):
        plain += text[at : match.start()]
        gold.append([len(plain), len(plain) + len(match[1])])
        plain += match[1]
        at = match.end()
    return {"text": plain + text[at:], "gold": gold}


def bodies(data: Path) -> Iterator[Row]:
    """The article of every page of the HTML sets; of pages without a gold body, what trafilatura extracts."""
    import trafilatura

    for _, row, text in _pages(data, "aeb fundus moz wcxb_dev daniel traf"):
        text = text or trafilatura.extract(row["html"], include_comments=False)
        if text:
            yield {"domain": row["domain"], "text": text}


def _pages(data: Path, sets: str) -> Iterator[tuple[str, Row, str | None]]:
    for name in sets.split():
        for row in _read(data / "html" / f"{name}.jsonl.xz"):
            text = row.get("gold_text")
            yield name, row, "\n".join(text) if isinstance(text, list) else text


def _read(path: Path) -> Iterator[Row]:
    opener: Any = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
    with opener(path, "rb") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()

"""How fast is each part: the repair on clean and on damaged text, the strip stage, then every step of the pipeline.

    python benchmarks/speed.py BENCH      BENCH holds encoding/{damage,clean}, plain/lines, html/*: packed .jsonl
    python benchmarks/speed.py BENCH --only repair
    python benchmarks/speed.py BENCH --only strip

Megabytes are of UTF-8, seconds are CPU seconds of this one process, the best of three rounds; the first
round warms what is loaded and remembered of words; texts to be repaired end differently in each round, so that nothing
is remembered of a text. Clean documents are originals of the damage set, joined to 5 KB or to 1 MB;
a share of them looks odd enough to be searched, which is what the last column says. Compare lines of one run only.

The strip stage is measured at first sight, each document once after a third of its kind has warmed the stage up, and
again, when what was found in short lines is remembered.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from cleaner import clean, language, repair
from cleaner.decoding import read_page
from cleaner.edits import apply, lay_out
from cleaner.encoding.signals import damaged
from cleaner.errors import DocumentError
from cleaner.extract import extract
from cleaner.model import Document, Edit, Flag, MediaType, Source
from cleaner.recipe import DEFAULT, Stage
from cleaner.stages.strip import Strip

ROUNDS = 3


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a packed .jsonl."""
    with (gzip.open if path.suffix == ".gz" else lzma.open)(path, "rb") as f:
        yield from map(json.loads, f)


def joined(texts: Iterable[str], size: int) -> list[str]:
    """The texts, one after the other, in documents of at least `size` characters."""
    documents, now, length = [], [], 0
    for text in texts:
        now.append(text)
        length += len(text)
        if length >= size:
            documents.append("\n\n".join(now))
            now, length = [], 0
    return documents or ["\n\n".join(now)]


def seconds(*rounds: Callable[[], object]) -> float:
    """CPU seconds of the best round; a single one is done several times."""
    best = float("inf")
    for work in rounds if len(rounds) > 1 else rounds * ROUNDS:
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def octets(texts: Iterable[str]) -> int:
    """Bytes in UTF-8."""
    return sum(len(t.encode("utf-8", "surrogatepass")) for t in texts)


def _repaired(texts: Sequence[str]) -> None:
    for text in texts:
        repair(text)


def repairs(texts: Sequence[str], label: str) -> None:
    """A line about the repair of these texts."""
    once = seconds(*(partial(_repaired, [text + "\n" * n for text in texts]) for n in range(ROUNDS)))
    searched = sum(map(damaged, texts)) / len(texts)
    speed, each = octets(texts) / 1e6 / once, 1e6 * once / len(texts)
    print(f"  {label:34s} {speed:9.2f} MB/s {each:11.1f} µs a document   searched {searched:.0%}")


def measure_repair(bench: Path) -> None:
    """Clean text by language and size, then damaged text by kind."""
    damage = list(rows(bench / "encoding" / "damage.jsonl.gz"))
    originals: dict[str, dict[str, None]] = defaultdict(dict)
    kinds: dict[str, list[str]] = defaultdict(list)
    for row in damage:
        originals[row["lang"]][row["clean"]] = None
        kinds[row["kind"]].append(row["damaged"])
    plain = ["".join(c if c.isascii() else "'" for c in t) for t in originals["en"]]
    other = ("ru", "uk", "el")
    latin = [t for lang, texts in originals.items() if lang not in other for t in joined(texts, 5000)]
    foreign = [t for lang in other for t in joined(originals[lang], 5000)]
    print("repair, clean text")
    repairs(joined(plain, 5000), "ASCII, 5 KB")
    repairs(joined(originals["en"], 5000), "English, 5 KB")
    repairs(latin, "Latin script, 5 KB")
    repairs(foreign, "Cyrillic and Greek, 5 KB")
    repairs(["\n\n".join(plain * (1_000_000 // sum(map(len, plain)) + 1))], "ASCII, 1 MB")
    for lang in ("en", "fr", "cs", "ru"):
        texts = list(originals[lang])
        repairs(["\n\n".join(texts * (1_000_000 // sum(map(len, texts)) + 1))], f"{lang}, 1 MB")
    clean_kinds: dict[str, list[str]] = defaultdict(list)
    for row in rows(bench / "encoding" / "clean.jsonl.gz"):
        clean_kinds[row["kind"]].append(row["text"])
    print("repair, texts that must not change")
    for kind, texts in sorted(clean_kinds.items()):
        repairs(texts, kind)
    print("repair, damaged text")
    draw = random.Random(1)
    for kind, texts in sorted(kinds.items()):
        repairs(draw.sample(texts, min(60, len(texts))), kind)
    repairs([row["damaged"] for row in draw.sample(damage, 300)], "all")


def _prepared(text: str) -> Document:
    """Plain text as the strip stage gets it."""
    source = Source("", text.encode("utf-8", "surrogatepass"), media_type="text/plain")
    document = extract(read_page(source), DEFAULT.extractor)
    for stage in takewhile(lambda s: s.name != Strip.name, DEFAULT.stages):
        document, _ = apply(document, [e for e in stage(document) if isinstance(e, Edit)], stage.name)
    return document


def _stripped(documents: Sequence[Document]) -> None:
    for document in documents:
        _said(Strip(), document)


def measure_strip(bench: Path) -> None:
    """Articles, then whole pages copied as text, menus and all."""
    originals: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows(bench / "encoding" / "damage.jsonl.gz"):
        originals[row["lang"]][row["clean"]] = None
    pages = [r for r in rows(bench / "plain" / "lines.jsonl.gz") if r["variant"] == "dump"]
    kinds = {
        "articles of 5 KB, 20 languages": [t for texts in originals.values() for t in joined(texts, 5000)],
        "whole pages copied as text": ["\n\n".join(line["text"] for line in r["lines"]) for r in pages],
    }
    print("strip")
    for label, texts in kinds.items():
        documents = [_prepared(t) for t in texts]
        known, new = documents[: len(documents) // 3], documents[len(documents) // 3 :]
        _stripped(known)
        size = octets(b.text for d in new for b in d.blocks) / 1e6
        begun = time.process_time()
        _stripped(new)
        first, again = time.process_time() - begun, seconds(partial(_stripped, new))
        each = 1000 * first / len(new)
        print(f"  {label:34s} {size / first:9.2f} MB/s {each:11.2f} ms a document   again {size / again:.2f} MB/s")


def steps(data: str, media_type: MediaType, url: str | None, spent: dict[str, float]) -> None:
    """One document through the pipeline, with what each step took added to `spent`."""

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        try:
            return work()
        finally:
            spent[name] += time.process_time() - begun

    source = Source("", data.encode("utf-8", "surrogatepass"), url, None, media_type)
    page = timed("decode", lambda: read_page(source))
    document = timed("extract", lambda: extract(page, DEFAULT.extractor))
    for stage in DEFAULT.stages:
        said = timed(stage.name, partial(_said, stage, document))
        edits = [e for e in said if isinstance(e, Edit)]
        document, _ = timed("apply", partial(apply, document, edits, stage.name))
    _, text, _ = timed("lay out", lambda: lay_out(document, DEFAULT.in_text))
    timed("language", lambda: language.detect(text))
    timed("mentions", lambda: DEFAULT.mentions(text))


def _said(stage: Stage, document: Document) -> list[Edit | Flag]:
    return list(stage(document))


def _cleaned(documents: Sequence[tuple[str, MediaType, str | None]]) -> None:
    for text, media_type, url in documents:
        clean(text, media_type=media_type, url=url)


def measure_pipeline(bench: Path) -> None:
    """Milliseconds a document for each step, on saved pages and on plain articles."""
    import trafilatura

    draw = random.Random(5)
    pages: list[tuple[str, MediaType, str | None]] = []
    for name in ("aeb", "fundus", "traf", "daniel"):
        found = list(rows(bench / "html" / f"{name}.jsonl.xz"))
        pages += [(r["html"], "text/html", r["url"]) for r in draw.sample(found, min(30, len(found)))]
    originals: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows(bench / "encoding" / "damage.jsonl.gz"):
        originals[row["lang"]][row["clean"]] = None
    plain: list[tuple[str, MediaType, str | None]] = [
        (t, "text/plain", None) for texts in originals.values() for t in joined(texts, 5000)
    ]
    for label, documents in (("saved pages", pages), ("plain articles of 5 KB, 20 languages", plain)):
        print(f"pipeline, {label} ({len(documents)}), milliseconds each")
        for spent in (defaultdict[str, float](float), defaultdict[str, float](float)):  # the second round is told
            for document in documents:
                try:
                    steps(*document, spent)
                except DocumentError:
                    continue
        print("  " + "  ".join(f"{name} {1000 * s / len(documents):.2f}" for name, s in spent.items()))
        whole = seconds(partial(_cleaned, documents))
        print(f"  clean {1000 * whole / len(documents):.2f}", end="")
        if documents is pages:
            theirs = seconds(lambda: [trafilatura.extract(t, include_comments=False) for t, _, _ in pages])
            print(f"  trafilatura.extract {1000 * theirs / len(documents):.2f}: {theirs / whole:.1f} times", end="")
        print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--only", choices=("repair", "strip", "pipeline"))
    asked = parser.parse_args()
    for name, measure in (("repair", measure_repair), ("strip", measure_strip), ("pipeline", measure_pipeline)):
        if asked.only in (None, name):
            measure(asked.bench)


if __name__ == "__main__":
    main()

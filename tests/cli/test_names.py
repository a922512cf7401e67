"""`cleaner names`: a folder becomes a registry, shards add up, both passes are one command, near misses are listed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from cleaner.cli import cli
from cleaner.model import Record

TEXTS = {
    "a.txt": "Foreign Minister Mevlüt Çavuşoğlu met reporters in Antalya on Monday. Çavuşoğlu said talks would go on.",
    "b.txt": "Turkish Foreign Minister Mevlut Cavusoglu proposed a working group. It was rejected, Cavusoglu said.",
    "c.txt": "On Friday the minister flew to Athens. “We are ready,” said Cavusoglu before he left for the airport.",
    "d.txt": "President Tayyip Erdogan spoke in Ankara on Tuesday. Erdogan said nothing about the working group.",
    "e.txt": "President Recep Tayyip Erdogan spoke in Izmir on Friday. Erdogan praised the fishermen of the town.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of five texts."""
    (tmp_path / "in").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    return tmp_path


def call(*words: object) -> str:
    """What the command printed; it must end well."""
    result = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_shards_add_up_to_one_pass(folder: Path) -> None:
    """Two halves, merged in either order, are byte for byte the registry of the whole folder."""
    whole, first, second, merged = (folder / f"{n}.jsonl" for n in ("whole", "first", "second", "merged"))
    call("names", folder / "in", "-o", whole)
    call("names", folder / "in", "-o", first, "--include", "[ab].txt")
    call("names", folder / "in", "-o", second, "--include", "[cde].txt")
    call("names", "merge", second, first, second, "-o", merged)
    assert merged.read_bytes() == whole.read_bytes()


def test_both_passes_in_one_command(folder: Path) -> None:
    """The bare Cavusoglu of the third text is the man of the first two, and says that the corpus told it so."""
    call("names", folder / "in", "-o", folder / "r.jsonl", "--clean", folder / "clean.jsonl", "-q")
    lines = (folder / "clean.jsonl").read_bytes().splitlines()
    records = {r.source: r for r in (msgspec.json.decode(line, type=Record) for line in lines)}
    (bare,) = next(r for source, r in records.items() if source.endswith("c.txt")).names
    assert (bare.person_key, bare.link, bare.canonical) == ("mevlut cavusoglu", "corpus", "Mevlüt Çavuşoğlu")


def test_curator_lines_outlive_a_new_pass(folder: Path) -> None:
    """A line `same` that a person added stays, settles the near miss, and gives one key."""
    registry = folder / "r.jsonl"
    call("names", folder / "in", "-o", registry)
    assert '{"same":["recep tayyip erdogan","tayyip erdogan"]}' in call("names", "review", registry)
    with registry.open("a", encoding="utf-8") as file:
        file.write('{"same":["recep tayyip erdogan","tayyip erdogan"]}\n')
    call("names", folder / "in", "-o", registry)
    assert "tayyip" not in call("names", "review", registry)
    assert '"same"' in registry.read_text("utf-8")


def test_review_shows_contexts(folder: Path) -> None:
    """With the records of the same documents, each name of a near miss stands in its sentence."""
    call("names", folder / "in", "-o", folder / "r.jsonl", "--clean", folder / "clean.jsonl", "-q")
    assert "spoke in Ankara on Tuesday" in call("names", "review", folder / "r.jsonl", folder / "clean.jsonl")

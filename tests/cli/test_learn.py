"""`cleaner learn` writes what a folder's texts repeat, and `cleaner run --memory` takes it out."""

from __future__ import annotations

from pathlib import Path

import msgspec
from click.testing import CliRunner

from cleaner.cli import cli

PLACES = {
    "Fenwick": "the dyke was raised",
    "Oldport": "a market opened",
    "Lund": "the school burned",
    "Marrow": "mills stood still",
}
FOOT = "The Fenwick Courier has been printed by the Holm family on Quay Street since the great fire, in all weathers."


def test_learn_then_run(tmp_path: Path) -> None:
    """A footer under four stories goes from each; the stories stay."""
    folder, memory, out = tmp_path / "texts", tmp_path / "memory.jsonl", tmp_path / "clean.jsonl"
    folder.mkdir()
    for place, news in PLACES.items():
        story = f"In {place} {news} on Monday, while people from all over the county came to look and to talk about it."
        (folder / f"{place}.txt").write_text(f"{story}\n\n{FOOT}\n", "utf-8")
    done = CliRunner().invoke(cli, ["learn", str(folder), "-o", str(memory)])
    assert done.exit_code == 0, done.output
    assert "Holm family" in memory.read_text("utf-8")
    done = CliRunner().invoke(cli, ["run", str(folder), "--memory", str(memory), "-o", str(out), "-q", "-j", "1"])
    assert done.exit_code == 0, done.output
    texts = [msgspec.json.decode(line)["text"] for line in out.read_bytes().splitlines()]
    assert len(texts) == 4
    assert all("Monday" in t and "Holm family" not in t for t in texts)


def test_rules_commands() -> None:
    """`list` names every kind asked for, `show` a rule whole, `check` refuses a rule whose example lies."""
    listed = CliRunner().invoke(cli, ["rules", "list", "--kind", "donation"])
    assert "donation.small-favor" in listed.output
    assert "share.this" not in listed.output
    shown = CliRunner().invoke(cli, ["rules", "show", "donation.small-favor"])
    assert "pattern:" in shown.output


def test_check_refuses_a_rule_that_lies(tmp_path: Path) -> None:
    """An example that its own rule does not take is a mistake in the file."""
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[rule]]\nid = "other.x"\nwhy = "w"\nneeds = ["tide"]\npattern = "tide"\nremoves = ["a ferry"]\n', "utf-8"
    )
    done = CliRunner().invoke(cli, ["rules", "check", str(path)])
    assert done.exit_code != 0
    assert "a ferry" in str(done.exception)

"""The documentation tells the truth: every command, field and code stands in it, and nothing that is not there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from cleaner.cli import COMMANDS
from cleaner.errors import REASONS
from cleaner.model import Record, Reject

HOUSE = Path(__file__).parent.parent
README = (HOUSE / "README.md").read_text("utf-8")
RECORD = (HOUSE / "docs" / "record.md").read_text("utf-8")


def test_every_command_is_in_the_readme_and_answers_help() -> None:
    """A command that --help lists is explained in the README; one the README shows exists."""
    assert set(COMMANDS) <= set(re.findall(r"cleaner ([a-z]+)", README))
    for name in COMMANDS:
        done = subprocess.run(
            [sys.executable, "-m", "cleaner", name, "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "Usage: cleaner" in done.stdout


def test_every_field_of_record_and_reject_is_documented() -> None:
    """And no field is documented that does not exist."""
    record, reject = RECORD.split("## Reject")
    fields = set(re.findall(r"^\| `(\w+)` \|", record, re.M))
    assert fields == {*Record.__struct_fields__, "outcome"}
    assert set(Reject.__struct_fields__) <= set(re.findall(r"`(\w+)`", reject))


def test_every_reject_code_is_documented_with_its_advice() -> None:
    """The table of codes is the one in cleaner.errors."""
    for code, advice in REASONS.items():
        assert f"| `{code}` | {advice} |" in RECORD


def test_the_example_at_the_top_of_the_readme_is_what_cleaner_does() -> None:
    """The page before and after is not a drawing: `cleaner diff` prints these lines."""
    shown = re.search(r"```diff\n(.*?)```", README, re.S)
    assert shown
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "diff", "fixtures/pages/readme/page.txt"],
        capture_output=True, cwd=HOUSE, check=True, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    printed = done.stdout.decode().splitlines()
    for line in shown[1].splitlines():
        assert line in printed


def test_links_inside_the_docs_lead_somewhere() -> None:
    """Every relative link of README and docs names a file that exists."""
    for page in (HOUSE / "README.md", *(HOUSE / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"

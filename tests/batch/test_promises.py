"""The table of what can go wrong tells the truth: every test that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).parent.parent.parent


def test_every_case_in_the_documentation_has_its_test() -> None:
    """A name that ends in … stands for the tests that begin so."""
    written = {
        name
        for path in (HOUSE / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    }
    rows = [row for row in (HOUSE / "docs" / "batch.md").read_text("utf-8").splitlines() if "`test_" in row]
    assert len(rows) > 30
    for row in rows:
        for name, more in re.findall(r"`(test_\w+?)(…?)`", row):
            assert name in written or (more and any(w.startswith(name) for w in written)), name

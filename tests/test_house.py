"""The house keeps its own rules: imports point downwards, everything is typed, the linter is content."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [["-m", "importlinter.cli", "lint"], ["-m", "mypy"], ["-m", "ruff", "check", "."]],
    ids=["imports point downwards", "mypy strict", "ruff"],
)
def test_checks_are_clean(command: list[str]) -> None:
    """The check exits 0 on this checkout."""
    done = subprocess.run([sys.executable, *command], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

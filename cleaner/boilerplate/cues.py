"""Tells an appeal to the reader by what it does, not by its wording: it asks, from us to you, about the paper or money.

A single word never tells; sentences *about* donations hold the same words. But who asks, of whom and what for are
families of words, and a line that draws on four of them is hardly ever anything else. The families are in `cues.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

#: A line shorter or longer than this is no appeal that these cues can tell.
SHORTEST, LONGEST = 40, 1500


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    families: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "cues.toml").read_text("utf-8"))
    return {
        name: re.compile(
            "|".join(r"\b" * cue[0].isalnum() + re.escape(cue.rstrip("=")) + r"\b" * cue.endswith("=") for cue in cues)
        )
        for name, cues in families.items()
    }


def families(plain: str) -> tuple[str, ...]:
    """Which families of cues the line draws on; none unless it asks somebody for something."""
    if not SHORTEST <= len(plain) <= LONGEST:
        return ()
    patterns = _patterns()
    if not patterns["ask"].search(plain):
        return ()
    found = tuple(name for name, pattern in patterns.items() if pattern.search(plain))
    return found if "we" in found or "you" in found else ()

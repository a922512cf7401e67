"""Where a command's recipe comes from: `-r FILE`, else `[tool.cleaner]` of ./pyproject.toml; and its options on top."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from ..recipe import Recipe, read_table

_NOTHING: Mapping[str, Any] = MappingProxyType({})

recipe_option = click.option(
    "-r",
    "--recipe",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Recipe (TOML). [default: tool.cleaner of ./pyproject.toml]",
)


def recipe_of(path: Path | None, entries: Mapping[str, Any] = _NOTHING) -> Recipe:
    """The recipe in `path`, with `entries` (shaped as the TOML is) written over it. Raises ConfigError."""
    if path is None and Path("pyproject.toml").is_file():
        path = Path("pyproject.toml")
    table = dict(read_table(path)) if path else {}
    for key, value in entries.items():
        old = table.get(key)
        table[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    place = "options" if path is None else "tool.cleaner" if path.name == "pyproject.toml" else path.name
    return Recipe.from_dict(table, base=path.parent if path else Path(), place=place)

"""The options that say what is read, for every command that reads folders the way `cleaner run` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from ..read import Fields, Plan, Reading

_MEGABYTE = 1 << 20

_OPTIONS = (
    click.option("--limit", type=click.IntRange(0), metavar="N", help="Only the first N documents."),
    click.option("--sample", type=click.IntRange(0), metavar="N", help="Only N documents, by chance; always the same."),
    click.option("--include", multiple=True, metavar="GLOB", help="Only files whose name matches; repeatable."),
    click.option("--exclude", multiple=True, metavar="GLOB", help="No files whose name matches; repeatable."),
    click.option("--text-field", metavar="NAME", help="Of rows, the column with the text. [default: the usual names]"),
    click.option("--html-field", metavar="NAME", help="Of rows, the column with the page."),
    click.option("--url-field", metavar="NAME", help="Of rows, the column with the address."),
    click.option("--id-field", metavar="NAME", help="Of rows, the column with the id: it becomes the source's name."),
    click.option("--max-size", type=click.FloatRange(0, min_open=True), default=32, show_default=True, metavar="MB",
                 help="Size one document may have."),
)  # fmt: skip


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def plan_of(paths: tuple[str, ...], options: Mapping[str, Any], own: Iterable[Path] = ()) -> Plan:
    """What is to be read; the run's `own` files are left out, wherever they lie."""
    status = [p.stat() for p in own if p.exists()]
    fields = Fields(*(options[f"{name}_field"] for name in ("text", "html", "url", "id")))
    return Plan(
        paths=paths,
        reading=Reading(fields, int(options["max_size"] * _MEGABYTE)),
        include=options["include"],
        exclude=options["exclude"],
        leave_out=frozenset((s.st_dev, s.st_ino) for s in status),
        limit=options["limit"],
        sample=options["sample"],
    )

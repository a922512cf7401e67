"""`cleaner diff`: what was read against what came out, block by block, in the form programmers know."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..model import Reject
from ..trace import trace
from .recipes import recipe_of, recipe_option
from .records import audit_option, look_up


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@recipe_option
@click.option("--source", metavar="NAME", help="Of a .jsonl of records: the one with this source or id.")
@audit_option
def command(file: str, recipe: Path | None, source: str | None, audit: str | None) -> None:
    """Show what cleaning changes in FILE: removed lines with -, new lines with +, blocks left alone not at all.

    FILE is a page or a text, which is cleaned on the spot, or the .jsonl that `cleaner run` wrote.
    """
    outcome = look_up(file, source, audit, recipe_of(recipe))
    if isinstance(outcome, Reject):
        click.echo(f"{outcome.source}: rejected at {outcome.stage}: {outcome.code}: {outcome.reason}", err=True)
        sys.exit(1)
    click.secho(f"--- {outcome.source} (as read)\n+++ {outcome.source} (clean)", bold=True)
    for number, spans in enumerate(trace(outcome)):
        rules = dict.fromkeys(f"{c.stage}.{c.rule}" for s in spans for c in s.changes)
        if rules:
            click.secho(f"@@ block {number}: {', '.join(rules)} @@", fg="cyan")
            for sign, colour, unseen in (("-", "red", "put"), ("+", "green", "gone")):
                for line in "".join(s.text for s in spans if s.fate != unseen).splitlines():
                    click.secho(sign + line, fg=colour)

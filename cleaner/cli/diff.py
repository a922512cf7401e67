"""`cleaner diff`: what was read against what came out, block by block, in the form programmers know."""

from __future__ import annotations

import click

from ..model import Record
from ..trace import trace
from .records import of_one_record


@click.command()
@of_one_record
def command(record: Record) -> None:
    """Show what cleaning changes in FILE: removed lines with -, new lines with +, blocks left alone not at all.

    FILE is a page or a text, which is cleaned on the spot, or the .jsonl that `cleaner run` wrote.
    """
    click.secho(f"--- {record.source} (as read)\n+++ {record.source} (clean)", bold=True)
    for number, spans in enumerate(trace(record)):
        rules = dict.fromkeys(f"{c.stage}.{c.rule}" for s in spans for c in s.changes)
        if rules:
            click.secho(f"@@ block {number}: {', '.join(rules)} @@", fg="cyan")
            for sign, colour, unseen in (("-", "red", "put"), ("+", "green", "gone")):
                for line in "".join(s.text for s in spans if s.fate != unseen).splitlines():
                    click.secho(sign + line, fg=colour)

"""`cleaner schema`: the shape of every line that `cleaner run` writes."""

from __future__ import annotations

import json

import click
import msgspec

from ..model import Outcome


@click.command()
def command() -> None:
    """Print the JSON Schema of the record, and of the reject."""
    click.echo(json.dumps(msgspec.json.schema(Outcome), indent=2))

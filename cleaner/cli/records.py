"""Records to look at again: from what `cleaner run` wrote, or made on the spot from a page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import reduce, wraps
from pathlib import Path
from typing import Any

import click
import msgspec

from ..errors import ConfigError, DocumentError
from ..model import Outcome, Record, Reject, Source
from ..pipeline import clean
from ..read import open_file, take_apart, unpack
from ..recipe import Recipe
from .recipes import recipe_of, recipe_option

audit_option = click.option(
    "--audit", metavar="FILE", help="Where `cleaner run --audit FILE` put the changes of these records."
)


def records(path: str, audit: str | None = None) -> Iterator[Record]:
    """The records of a file that `cleaner run` wrote, `-` for standard input; rejects have none.

    `audit` is the file that the run's own --audit named. Raises ConfigError, naming file and line, for anything else.
    """
    changes = _rows(audit) if audit else None
    for place, row in _rows(path):
        if row.get("outcome") != "record":
            continue
        if changes is not None:
            where, part = next(changes, (audit, {}))
            if part.get("id") != row.get("id"):
                raise ConfigError([f"{where}: not the audit of {place}: {part.get('id')!r} is not {row.get('id')!r}"])
            row |= part
        if "layout" not in row:
            raise ConfigError(
                [f"{place}: this record is without its changes; if they were put apart, name --audit FILE"]
            )
        try:
            yield msgspec.convert(row, Record)
        except msgspec.ValidationError as e:
            raise ConfigError([f"{place}: not a line that cleaner run wrote: {e}"]) from None


_OF_ONE = (
    click.argument("file", type=click.Path(dir_okay=False, allow_dash=True)),
    recipe_option,
    click.option("--source", metavar="NAME", help="Of a .jsonl of records: the one with this source or id."),
    audit_option,
)


def of_one_record(show: Callable[[Record], None]) -> Callable[..., None]:
    """A command's function of one record, given the arguments that find the record; a reject ends the command."""

    @wraps(show)
    def command(file: str, recipe: Path | None, source: str | None, audit: str | None) -> None:
        outcome = _look_up(file, source, audit, recipe_of(recipe))
        if isinstance(outcome, Reject):
            click.echo(f"{outcome.source}: rejected at {outcome.stage}: {outcome.code}: {outcome.reason}", err=True)
            sys.exit(1)
        show(outcome)

    return reduce(lambda made, option: option(made), reversed(_OF_ONE), command)


def _look_up(path: str, source: str | None, audit: str | None, recipe: Recipe) -> Outcome:
    """The outcome for a page or text at `path`, or, of a JSONL file of records, the one whose source is `source`.

    Raises ConfigError when there is no such record, or more than one and none was named.
    """
    if take_apart(path).format != ".jsonl":
        return clean(Source(path, b"".join(_lines(path))), recipe)
    found = [r for r in records(path, audit) if source in (None, r.source, r.id)]
    if not found:
        raise ConfigError([f"--source {source!r}: no record of {path} has this source or id"])
    if len(found) > 1:
        raise ConfigError([f"{path} holds {len(found)} records: choose one with --source NAME"])
    return found[0]


def _rows(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of a file, packed or not, each with its place."""
    for number, line in enumerate(_lines(path), 1):
        place = f"{path}:{number}"
        try:
            row = msgspec.json.decode(line)
        except msgspec.DecodeError as e:
            raise ConfigError([f"{place}: not a line that cleaner run wrote: {e}"]) from None
        if not isinstance(row, dict) or not row.keys() & {"outcome", "changes"}:
            raise ConfigError([f"{place}: not a line that cleaner run wrote"])
        yield place, row


def _lines(path: str) -> Iterator[bytes]:
    try:
        if path == "-":
            yield from sys.stdin.buffer
        else:
            with open_file(path) as raw, unpack(raw, take_apart(path).wrapping) as file:
                yield from file
    except (OSError, DocumentError) as e:
        raise ConfigError([f"{path}: cannot be read: {e}"]) from None

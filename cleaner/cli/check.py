"""`cleaner check`: proves that an output holds exactly one outcome for every document, and nothing else."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click
import msgspec

from ..errors import ConfigError, DocumentError
from ..model import Source
from ..read import library, open_file, sources, take_apart, unpack
from .reading import plan_of, reading_options

#: What a document is known by: its source's name and its id.
_Known = tuple[str, str]
_SHOWN = 20


class _Line(msgspec.Struct):
    source: str
    id: str
    outcome: str
    version: str
    recipe: str


_LINE = msgspec.json.Decoder(_Line)


@click.command()
@click.argument("output", type=click.Path(exists=True, dir_okay=False))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@reading_options
def command(output: str, paths: tuple[str, ...], **options: Any) -> None:
    """Compare OUTPUT, which `cleaner run` wrote, with the documents in PATH as they are now.

    Give the same PATH and the same options for reading as the run had. Exit code 0 when every document has exactly one
    outcome, made from what it holds now, and OUTPUT holds nothing else; 1 when not, with a list of what differs.
    """
    made: Counter[str] = Counter()
    by: set[tuple[str, str]] = set()
    problems: list[str] = []

    def written() -> Iterator[_Known]:
        for number, line in enumerate(_lines(output), 1):
            if isinstance(line, str):
                problems.append(f"{output}:{number}: {line}")
                continue
            made[line.outcome] += 1
            by.add((line.version, line.recipe))
            yield line.source, line.id

    there = ((s.name, s.id if isinstance(s, Source) else Source(s.name, b"").id)
             for s in sources(plan_of(paths, options, [Path(output)]), Counter()))  # fmt: skip
    missing, extra = _differences(there, written())
    problems += _sentences(missing, extra)
    if len(by) > 1:
        makers = ", ".join(" ".join(b) for b in sorted(by))
        problems.append(f"made by {len(by)} different recipes or versions: {makers}")
    for problem in problems[:_SHOWN]:
        click.echo(problem)
    if len(problems) > _SHOWN:
        click.echo(f"… and {len(problems) - _SHOWN} more")
    verdict = f"{len(problems)} differences" if problems else "one for every document, and nothing else"
    click.echo(f"{made.total()} outcomes ({made['record']} records, {made['reject']} rejects): {verdict}")
    sys.exit(1 if problems else 0)


def _differences(there: Iterable[_Known], written: Iterable[_Known]) -> tuple[Counter[_Known], Counter[_Known]]:
    """What is missing from the output, and what it has too much. Both are in one order, so little is ever held."""
    missing: Counter[_Known] = Counter()
    extra: Counter[_Known] = Counter()

    def meet(one: _Known | None, here: Counter[_Known], other: Counter[_Known]) -> None:
        if one is not None:
            if one not in other:
                here[one] += 1
            elif other[one] == 1:
                del other[one]
            else:
                other[one] -= 1

    for expected, found in zip_longest(there, written):
        if expected != found:
            meet(expected, missing, extra)
            meet(found, extra, missing)
    return +missing, +extra


def _sentences(missing: Counter[_Known], extra: Counter[_Known]) -> Iterator[str]:
    stale = {name for name, _ in extra}
    for name, _ in missing.elements():
        yield f"{name}: {'has changed since' if name in stale else 'has no outcome'}"
    new = {name for name, _ in missing}
    for name, _ in extra.elements():
        if name not in new:
            yield f"{name}: has an outcome, but is not there, or has more than one"


def _lines(output: str) -> Iterator[_Line | str]:
    """The lines of an output of any shape; a sentence for one that is none."""
    try:
        with open_file(output) as raw:
            wrapped = take_apart(output)
            if wrapped.format == ".parquet":
                yield from _of_parquet(output)
            elif wrapped.format == ".csv":
                text = io.TextIOWrapper(unpack(raw, ""), "utf-8", newline="")
                csv.field_size_limit(sys.maxsize)
                yield from (msgspec.convert(row, _Line) for row in csv.DictReader(text))
            else:
                with unpack(raw, wrapped.wrapping) as stream:
                    for line in stream:
                        try:
                            yield _LINE.decode(line) if line.endswith(b"\n") else "cut short"
                        except msgspec.DecodeError as e:
                            yield f"not a line that cleaner run wrote: {e}"
    except (msgspec.ValidationError, csv.Error, UnicodeDecodeError) as e:
        raise ConfigError([f"{output}: not what cleaner run wrote: {e}"]) from None
    except DocumentError as e:
        raise ConfigError([f"{output}: {e.reason}"]) from None


def _of_parquet(output: str) -> Iterator[_Line]:
    module: Any = library("pyarrow.parquet", "parquet")
    for batch in module.ParquetFile(output).iter_batches(columns=list(_Line.__struct_fields__)):
        yield from (msgspec.convert(row, _Line) for row in batch.to_pylist())

"""`cleaner undo`: from clean records back to what was read."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path, PurePosixPath

import click
import msgspec

from .. import edits
from ..errors import ConfigError
from ..model import Record, Source
from .records import audit_option, records

_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("-o", "--output", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
              help="Write each document under its source's name in DIR.")  # fmt: skip
@audit_option
@click.option("--source", metavar="NAME", help="Print the one document whose source is NAME.")
def command(file: str, output: Path | None, source: str | None, audit: str | None) -> None:
    """Give back what the records in FILE were made from.

    Plain text comes back byte for byte in its own encoding; the record's id proves it. Of HTML the extracted text comes
    back, as it was before any repair or removal. Without an option: one JSON line a document, with id, source and text.
    """
    found = 0
    for record in records(file, audit):
        if source is not None and record.source != source:
            continue
        found += 1
        if output is not None:
            path = output / _inside(record)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(original(record))
        elif source is not None:
            sys.stdout.buffer.write(original(record))
        else:
            line = {"id": record.id, "source": record.source, "text": edits.undo(record)}
            click.echo(msgspec.json.encode(line))
    if source is not None and not found:
        raise ConfigError([f"--source {source!r}: no record of {file} has this source"])
    if output is not None:
        click.echo(f"{found} documents written to {output}", err=True)


def original(record: Record) -> bytes:
    """The bytes the record was made from where the id proves them, else the undone text in UTF-8."""
    text = edits.undo(record)
    try:
        data, mark = text.encode(record.encoding.name), _MARKS.get(codecs.lookup(record.encoding.name).name, b"")
    except (UnicodeEncodeError, LookupError):
        return text.encode()
    return next((c for c in (data, mark + data) if Source(record.source, c).id == record.id), text.encode())


def _inside(record: Record) -> Path:
    """The source's name as a path that cannot leave the folder; what was HTML comes back as text."""
    parts = [p for p in PurePosixPath(record.source or record.id).parts if p not in ("/", "..", ".")]
    path = Path(*parts) if parts else Path(record.id)
    return path.with_name(path.name + ".txt") if record.extractor != "plain" else path

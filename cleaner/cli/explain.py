"""`cleaner explain`: the document as it was, with everything that was taken, mended and named, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..edits import BREAK
from ..model import Mention, Part, Record
from ..trace import Span, trace
from .records import of_one_record


@click.command()
@of_one_record
def command(record: Record) -> None:
    """Show FILE with what was removed, mended and named, each with its rule.

    FILE is a page or a text, which is cleaned on the spot, or the .jsonl that `cleaner run` wrote. Removed text stands
    in [-brackets-], text put in its place in {+braces+}, names are underlined; on a terminal, in colour.
    """
    console = Console(highlight=False, soft_wrap=True)
    console.print(_head(record))
    for block in _body(record):
        console.print(block)
    if record.names:
        console.print(_people(record.names))


def _head(record: Record) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in {
        "source": record.source,
        "title": record.title,
        "byline": record.byline,
        "date": record.date,
        "site": record.site,
        "language": f"{record.language.code} ({record.language.confidence:.2f})",
        "encoding": f"{record.encoding.name}: {record.encoding.why}; {record.encoding.repairs} mended, "
        f"{record.encoding.unresolved} unresolved",
        "extractor": record.extractor,
        "characters": f"{record.counts.chars_in:,} in, {record.counts.chars_out:,} out",
    }.items():
        if value:
            table.add_row(Text(name, "bold"), Text(value))
    return table


def _body(record: Record) -> Iterator[Text]:
    """Each block as a line of its own: what it is, then its story."""
    at = 0
    for part, spans in zip(record.layout, trace(record), strict=True):
        if spans:
            yield _block(
                part,
                spans,
                [m for m in record.names if at <= m.start < at + part.size] if part.field == "text" else [],
                at,
            )
        if part.field == "text":
            at += part.size + len(BREAK)


def _block(part: Part, spans: list[Span], mentions: list[Mention], at: int) -> Text:
    line = Text(f"\n{part.kind if part.field != 'none' else part.kind + ', emptied'}\n", "dim")
    for changes, group in groupby(spans, key=lambda s: s.changes[-1] if s.changes else None):
        for span in group:
            if span.fate == "gone":
                line.append(f"[-{span.text}-]", "red strike")
                continue
            start = len(line)
            line.append(
                span.text if span.fate == "kept" else f"{{+{span.text}+}}", "green" if span.fate == "put" else ""
            )
            shift = start + (span.fate == "put") * 2 - at
            for m in mentions:
                first, last = max(m.start, at), min(m.end, at + len(span.text))
                if first < last:
                    line.stylize("bold underline cyan", first + shift, last + shift)
            at += len(span.text)
        if changes:
            note = f": {changes.note}" if changes.note else ""
            line.append(f" ‹{changes.stage}.{changes.rule}{note}› ", "yellow")
    return line


def _people(mentions: list[Mention]) -> Table:
    table = Table(
        "person",
        "key",
        "spelt",
        "times",
        title="names",
        title_style="bold",
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    for key, group in groupby(sorted(mentions, key=lambda m: (m.person_key, m.start)), key=lambda m: m.person_key):
        of_one = list(group)
        spelt = ", ".join(dict.fromkeys(m.surface for m in of_one))
        table.add_row(of_one[0].canonical, key, spelt, str(len(of_one)))
    return table

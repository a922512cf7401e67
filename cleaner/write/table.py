"""Outcomes as a table without the audit: one row a document, for a spreadsheet or a data frame."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from ..model import Outcome, Record

COLUMNS = (
    "outcome", "id", "source", "url", "title", "byline", "date", "site", "language", "confidence", "text", "captions",
    "persons", "encoding", "extractor", "version", "recipe", "stage", "code", "reason",
)  # fmt: skip


def write_csv(outcomes: Iterable[Outcome], file: BinaryIO) -> None:
    """Comma-separated values in UTF-8 with a head line. Captions are parted by line breaks, persons by semicolons."""
    text = io.TextIOWrapper(file, "utf-8", newline="")
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for outcome in outcomes:
        table.writerow(_row(outcome))
    text.flush()
    text.detach()


def _row(outcome: Outcome) -> dict[str, object]:
    if not isinstance(outcome, Record):
        return {"outcome": "reject"} | {c: getattr(outcome, c) for c in COLUMNS if hasattr(outcome, c)}
    return {c: getattr(outcome, c) for c in COLUMNS if hasattr(outcome, c)} | {
        "outcome": "record",
        "language": outcome.language.code,
        "confidence": outcome.language.confidence,
        "encoding": outcome.encoding.name,
        "captions": "\n".join(outcome.captions),
        "persons": "; ".join(dict.fromkeys(m.canonical for m in outcome.names)),
    }

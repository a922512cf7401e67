"""Formats out: the finished lines as JSON lines, packed or not, as Parquet, or as CSV; whole or not at all.

A job collects its outcomes as plain JSON lines. When that is also what was asked for, the file is the output; else it
is written anew here, in one pass, under another name until it is whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from ..errors import ConfigError
from ..model import Outcome
from . import parquet, table
from .packing import PACKINGS, check, packed
from .whole import whole

__all__ = ["ENDINGS", "writer"]

#: What `-o` may end in.
ENDINGS = (".jsonl", *(f".jsonl{p}" for p in PACKINGS), ".parquet", ".csv")

_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_OUTCOME = msgspec.json.Decoder(Outcome)
_AUDIT = ("changes", "layout")


def writer(output: Path, audit: Path | None) -> Callable[[Path], None] | None:
    """What makes `output` from the file of finished lines; None when it is that file.

    With `audit`, every record's `changes` and `layout` go to that file, under the record's id. Raises ConfigError for
    an ending that is no format, or one whose library is missing.
    """
    name = output.name.lower()
    packing = next((p for p in PACKINGS if name.endswith(p)), "")
    check(packing)
    form = name.removesuffix(packing)
    if form.endswith((".csv", ".parquet")) and not packing:
        if audit is not None:
            raise ConfigError([f"--audit {audit}: only for an output of JSON lines; {output.name} has its own shape"])
        return partial(_as_table, output, parquet.writer() if form.endswith(".parquet") else table.write_csv)
    if not form.endswith(".jsonl"):
        raise ConfigError([f"-o {output}: the ending says the format; it is one of {', '.join(ENDINGS)}"])
    if audit is None:
        return partial(_repack, output, packing) if packing else None
    if not audit.name.endswith(".jsonl"):
        raise ConfigError([f"--audit {audit}: JSON lines are written; let its name end in .jsonl"])
    return partial(_split, output, packing, audit)


def _repack(output: Path, packing: str, lines: Path) -> None:
    with lines.open("rb") as source, whole(output) as file, packed(file, packing) as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _split(output: Path, packing: str, audit: Path, lines: Path) -> None:
    with ExitStack() as stack:
        source = stack.enter_context(lines.open("rb"))
        target = stack.enter_context(packed(stack.enter_context(whole(output)), packing))
        aside = stack.enter_context(whole(audit))
        for line in source:
            fields = _FIELDS.decode(line)
            details = {name: fields.pop(name) for name in _AUDIT if name in fields}
            target.write(msgspec.json.encode(fields) + b"\n")
            if details:
                aside.write(msgspec.json.encode({"id": fields["id"], **details}) + b"\n")


def _as_table(output: Path, write: Callable[[Iterator[Outcome], BinaryIO], None], lines: Path) -> None:
    with lines.open("rb") as source, whole(output) as file:
        write((_OUTCOME.decode(line) for line in source), file)

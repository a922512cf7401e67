"""Records to look at again: from what `cleaner run` wrote, or made on the spot from a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ..errors import ConfigError
from ..model import Outcome, Record, Source
from ..pipeline import clean
from ..recipe import Recipe

_OUTCOME = msgspec.json.Decoder(Outcome)


def records(path: str) -> Iterator[Record]:
    """The records of a file that `cleaner run` wrote, `-` for standard input; rejects have none.

    Raises ConfigError, naming file and line, for anything else.
    """
    try:
        with sys.stdin.buffer if path == "-" else Path(path).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        outcome = _OUTCOME.decode(line)
                    except msgspec.DecodeError as e:
                        raise ConfigError([f"{path}:{number}: not a line that cleaner run wrote: {e}"]) from None
                    if isinstance(outcome, Record):
                        yield outcome
    except OSError as e:
        raise ConfigError([f"{path}: cannot be read: {e.strerror}"]) from None


def look_up(path: str, source: str | None, recipe: Recipe) -> Outcome:
    """The outcome for a page or text at `path`, or, of a JSONL file of records, the one whose source is `source`.

    Raises ConfigError when there is no such record, or more than one and none was named.
    """
    if not path.endswith(".jsonl"):
        try:
            data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as e:
            raise ConfigError([f"{path}: cannot be read: {e.strerror}"]) from None
        return clean(Source(path, data), recipe)
    found = [r for r in records(path) if source in (None, r.source, r.id)]
    if not found:
        raise ConfigError([f"--source {source!r}: no record of {path} has this source or id"])
    if len(found) > 1:
        raise ConfigError([f"{path} holds {len(found)} records: choose one with --source NAME"])
    return found[0]

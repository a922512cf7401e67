"""Shows one block's whole story in a row: what stayed, what went, what was put in its place, and who said so.

Changes are told stage by stage, each in the coordinates of what it read. A reader wants them on one line, beside each
other; `trace` weaves them together. `cleaner explain` and `cleaner diff` draw what it returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from .edits import block_texts, revert
from .model import Change, Record


class Span(Struct, frozen=True):
    """A run of characters with one fate; `changes` are the ones that decided it, oldest first.

    The `kept` and `put` spans of a block make its text after all stages, the `kept` and `gone` ones its text before.
    """

    text: str
    fate: Literal["kept", "gone", "put"]
    changes: tuple[Change, ...] = ()


def trace(record: Record) -> list[list[Span]]:
    """The spans of every block of the record, in reading order."""
    mine: dict[int, list[Change]] = {}
    for change in record.changes:
        mine.setdefault(change.block, []).append(change)
    before = revert(block_texts(record), record.changes)
    return [_weave(text, mine.get(i, [])) for i, text in enumerate(before)]


def _weave(text: str, changes: Iterable[Change]) -> list[Span]:
    spans = [Span(text, "kept")] if text else []
    for _, stage in groupby(changes, key=lambda c: c.stage):
        for change in reversed(list(stage)):
            spans = _make(spans, change)
    return spans


def _make(spans: Sequence[Span], change: Change) -> list[Span]:
    """`spans` after one change, whose start counts in the characters that are not yet gone."""
    first, rest = _split(spans, change.start)
    taken, last = _split(rest, len(change.before))
    gone = [
        s if s.fate == "gone" else replace(s, fate="gone", changes=(*s.changes, change))
        for s in taken
        if s.fate != "put"  # what one stage put and a later one took was never in the input
    ]
    history = tuple(dict.fromkeys(c for s in taken if s.fate == "put" for c in s.changes))
    put = [Span(change.after, "put", (*history, change))] if change.after else []
    return [*first, *gone, *put, *last]


def _split(spans: Sequence[Span], at: int) -> tuple[list[Span], list[Span]]:
    """`spans` before and after `at` living characters; what is already gone at the border stays on the left."""
    left: list[Span] = []
    for i, span in enumerate(spans):
        size = 0 if span.fate == "gone" else len(span.text)
        if at < size or (at == 0 and size):
            head = [replace(span, text=span.text[:at])] if at else []
            return left + head, [replace(span, text=span.text[at:]), *spans[i + 1 :]]
        left.append(span)
        at -= size
    return left, []

"""The one place that changes text: settles what the stages said, applies it, and can take it all back.

A stage says edits about one snapshot of the document. They are settled first, so the order in which its rules spoke
cannot matter: of two that overlap the longer stays, then the earlier, then the one whose rule sorts first. What was
applied comes back as changes, and from the changes alone `undo` rebuilds the input, character for character.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from msgspec.structs import replace

from .model import Change, Document, Edit, Field, Part, Record


def settle(edits: Iterable[Edit]) -> list[Edit]:
    """Drop what overlaps, whatever the order of `edits`; the rest comes back in reading order.

    Two edits overlap when they share a character, when one inserts strictly inside what the other replaces, or when
    both insert at the same place.
    """
    said = list(edits)
    if all(a.block < b.block or (a.block == b.block and a.start < b.start >= a.end) for a, b in pairwise(said)):
        return said  # in order and apart, as most stages say them
    wanted = sorted(set(said), key=_reading_order)
    if all(a.block != b.block or not _clash(a, b) for a, b in pairwise(wanted)):
        return wanted
    kept: list[Edit] = []
    for _, group in groupby(wanted, key=lambda e: e.block):
        in_block: list[Edit] = []
        for edit in sorted(group, key=lambda e: (e.start - e.end, e.start, e.rule, e.put, e.note)):
            at = bisect_left(in_block, _reading_order(edit), key=_reading_order)
            if not any(_clash(edit, other) for other in in_block[max(0, at - 1) : at + 1]):
                in_block.insert(at, edit)
        kept += in_block
    return kept


def _reading_order(edit: Edit) -> tuple[int, int, int, str, str, str]:
    return edit.block, edit.start, edit.end, edit.rule, edit.put, edit.note


def _clash(a: Edit, b: Edit) -> bool:
    if a.start == a.end and b.start == b.end:
        return a.start == b.start
    return a.start < b.end and b.start < a.end


def apply(document: Document, edits: Iterable[Edit], stage: str) -> tuple[Document, list[Change]]:
    """The document with the settled edits made, and the changes that this was; edits that change nothing are dropped.

    Raises ValueError for an edit outside the document: that is a bug of the stage.
    """
    if not (settled := settle(edits)):
        return document, []
    changes: list[Change] = []
    blocks = list(document.blocks)
    for at, group in groupby(settled, key=lambda e: e.block):
        if not 0 <= at < len(blocks):
            raise ValueError(f"stage {stage!r}: no block {at}")
        text, pieces, done = blocks[at].text, [], 0
        for edit in group:
            if not 0 <= edit.start <= edit.end <= len(text):
                raise ValueError(f"stage {stage!r}, rule {edit.rule!r}: {edit.start}..{edit.end} is outside block {at}")
            before = text[edit.start : edit.end]
            if before == edit.put:
                continue
            pieces += [text[done : edit.start], edit.put]
            done = edit.end
            changes.append(Change(stage, edit.rule, at, edit.start, before, edit.put, edit.note))
        if pieces:
            blocks[at] = replace(blocks[at], text="".join(pieces) + text[done:])
    return (replace(document, blocks=tuple(blocks)), changes) if changes else (document, [])


def carry(position: int, changes: Sequence[Change]) -> int:
    """Where `position` of a block's text stands after one stage's `changes` to that block (in reading order).

    A position inside replaced text moves to the start of what was put there.
    """
    shift = 0
    for change in changes:
        if change.start >= position:
            break
        if change.start + len(change.before) > position:
            return change.start + shift
        shift += len(change.after) - len(change.before)
    return position + shift


def revert(blocks: Sequence[str], changes: Sequence[Change]) -> list[str]:
    """Block texts as they were before `changes`, which are in the order they were made."""
    texts = list(blocks)
    by_stage = [list(group) for _, group in groupby(changes, key=lambda c: c.stage)]
    for stage in reversed(by_stage):
        for at, group in groupby(stage, key=lambda c: c.block):
            text, pieces, done, shift = texts[at], [], 0, 0
            for change in group:
                start = change.start + shift
                pieces += [text[done:start], change.before]
                done = start + len(change.after)
                shift += len(change.after) - len(change.before)
            texts[at] = "".join(pieces) + text[done:]
    return texts


def undo(record: Record) -> str:
    """The decoded, extracted input from which the record was made.

    For plain text that is the file, character for character (a byte order mark aside); for HTML, the extracted blocks
    parted by blank lines.
    """
    before = revert(block_texts(record), record.changes)
    return "".join(part.gap + text for part, text in zip(record.layout, before, strict=True))


def block_texts(record: Record) -> list[str]:
    """The text of every block as it stands in the record: the inverse of `lay_out`."""
    texts: list[str] = []
    at, captions = 0, iter(record.captions)
    for part in record.layout:
        if part.field == "text":
            texts.append(record.text[at : at + part.size])
            at += part.size + len(BREAK)
        elif part.field == "captions":
            texts.append(next(captions))
        elif part.field == "title":
            texts.append(record.title or "")
        elif part.field == "byline":
            texts.append(record.byline or "")
        else:
            texts.append("")
    return texts


#: What stands between two blocks in `Record.text`.
BREAK = "\n\n"


def lay_out(document: Document, in_text: frozenset[str]) -> tuple[list[Part], str, list[str]]:
    """Which block goes where: the layout, the body text, the captions.

    The first title and the first byline have fields of their own, captions their list; everything else that still
    holds text is the body, and so are blocks of the kinds in `in_text`.
    """
    fields: dict[int, Field] = {}
    if "title" not in in_text and (title := document.first("title")):
        fields[title.id] = "title"
    if "byline" not in in_text and (byline := document.first("byline")):
        fields[byline.id] = "byline"
    if "caption" not in in_text:
        fields |= {b.id: "captions" for b in document.blocks if b.kind == "caption"}
    parts: list[Part] = []
    body: list[str] = []
    captions: list[str] = []
    for b in document.blocks:
        field = fields.get(b.id, "text") if b.text else "none"
        parts.append(Part(b.kind, field, len(b.text), b.gap))
        if field == "text":
            body.append(b.text)
        elif field == "captions":
            captions.append(b.text)
    return parts, BREAK.join(body), captions

"""Strip: takes out what the site said about itself, and names the reason for each removal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from ..boilerplate.judge import Removal, verdicts
from ..boilerplate.matching import Text, matcher
from ..boilerplate.passages import Passage, passages
from ..boilerplate.rules import Rules
from ..model import Document, Edit, Flag

#: How readily text is taken: "careful" only where rules are sure, "thorough" also where most of the evidence says so.
Appetite = Literal["careful", "balanced", "thorough"]


class Strip(Struct, frozen=True):
    """Says the edits that remove boilerplate.

    `keep`: kinds that are not stripped (those of `boilerplate.rules`, and kinds of block that stay in the text,
    such as "caption"). `off`: ids of rules switched off. `rules`: rules of one's own, beside the built-in ones.
    """

    name: ClassVar[str] = "strip"

    keep: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    rules: Rules | None = None
    appetite: Appetite = "balanced"

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        found = passages(document)
        hits = matcher(self.keep, self.off, self.rules).hits(found, Text.of(found), _host(document))
        yield from _edits(document, found, verdicts(found, hits))


def _host(document: Document) -> str | None:
    try:
        return urlsplit(document.url or "").hostname
    except ValueError:  # a url that is none, such as http://[
        return None


def _edits(document: Document, found: Sequence[Passage], removals: Iterable[Removal]) -> Iterator[Edit]:
    """The removals as edits: with a line goes its line break, with a sentence the space after it."""
    for block, group in groupby(removals, key=lambda r: found[r.passage].block):
        text, kept, end = document.blocks[block].text, [], 0
        for r in group:
            offset = found[r.passage].start
            if offset + r.end > end:
                kept.append((max(end, offset + r.start), offset + r.end, r))
                end = offset + r.end
        for start, end, r in _spaced(text, kept):
            yield Edit(block, start, end, "", r.rule, r.note)


def _spaced(text: str, spans: list[tuple[int, int, Removal]]) -> Iterator[tuple[int, int, Removal]]:
    """The spans with the white space after each, or before it where nothing is left after it; last one first."""
    nothing_after, limit = True, len(text)
    for i in range(len(spans) - 1, -1, -1):
        start, end, removal = spans[i]
        nothing_after = nothing_after and not text[end:limit].strip()
        before = spans[i - 1][1] if i else 0
        if nothing_after:
            end = limit
            start = before + len(text[before:start].rstrip())
        else:
            end = limit - len(text[end:limit].lstrip())
        yield start, end, removal
        limit = start

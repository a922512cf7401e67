"""Strip: takes out what the site said about itself, and names the reason for each removal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from ..boilerplate import lines, phrases, review
from ..boilerplate.judge import NEIGHBOUR, Bars, Evidence, Removal, appeals, is_page, verdicts
from ..boilerplate.matching import matcher
from ..boilerplate.memory import Memory
from ..boilerplate.passages import Passage, passages
from ..boilerplate.rules import KINDS, Rules, kind_of
from ..model import Document, Edit, Flag

#: How readily text is taken: "careful" only where the evidence is plain, "thorough" also where most of it points there.
Appetite = Literal["careful", "balanced", "thorough"]
#: How sure the line model must be, by appetite; of HTML the extractor has already chosen, so the model adds little.
BARS: Mapping[Appetite, Bars] = MappingProxyType(
    {
        "careful": Bars(
            alone=0.99, seconded=0.8, page=0.9, amid=0.9, listed=0.9, prose=0.97, unworded=0.9, inside=2, price=10,
            worth=10,
        ),
        "balanced": Bars(
            alone=0.8, seconded=0.5, page=0.35, amid=0.7, listed=0.8, prose=0.8, unworded=0.8, inside=0.95, price=22,
            worth=8,
        ),
        "thorough": Bars(
            alone=0.8, seconded=0.3, page=0.35, amid=0.35, listed=0.5, prose=0.5, unworded=0.5, inside=0.9, price=100,
            worth=100,
        ),
    }
)  # fmt: skip
HTML_BARS = Bars(
    alone=0.99, seconded=0.8, page=0.99, amid=0.99, listed=0.9, prose=0.97, unworded=0.9, inside=2, price=5, worth=5
)


class Strip(Struct, frozen=True):
    """Says the edits that remove boilerplate, and flags what it suspects and leaves.

    `keep`: kinds that are not stripped (those of `boilerplate.rules`, and kinds of block that stay in the text,
    such as "caption"). `off`: ids of rules switched off. `rules`: rules of one's own, beside the built-in ones.
    `memory`: what a corpus repeats, from `cleaner learn`.
    """

    name: ClassVar[str] = "strip"

    keep: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    rules: Rules | None = None
    appetite: Appetite = "balanced"
    memory: Memory | None = None

    def __call__(self, document: Document) -> Iterable[Edit | Flag]:
        found = passages(document)
        if not found:
            return
        said = self._evidence(document, found)
        bars = BARS[self.appetite] if document.media_type == "text/plain" else HTML_BARS
        gone, doubts = verdicts(found, said, bars)
        may = {rule for rule in {r.rule for r in gone} if self._may_go(rule)}
        yield from _edits(document, found, said.scores, (r for r in gone if r.rule in may))
        for r in doubts:
            passage = found[r.passage]
            yield Flag(passage.block, passage.start, passage.end, r.rule, _note(r, passage, said.scores))

    def _may_go(self, rule: str) -> bool:
        return rule not in self.off and kind_of(rule) not in self.keep

    def _evidence(self, document: Document, found: Sequence[Passage]) -> Evidence:
        host = _host(document)
        plain, listed = [p.plain for p in found], phrases.built_in()
        known = {i: k for i, k in enumerate(phrases.keys(plain)) if k in listed}
        marks = [float(i in known) for i in range(len(found))]
        scores = lines.built_in().scores([p.shown for p in found], plain, marks)
        kept = tuple(k for k in self.keep if k in KINDS)
        spared = matcher(tuple(k for k in KINDS if k not in kept), (), self.rules).hits(found, host)[0] if kept else ()
        hits, worded, asking = matcher(kept, self.off, self.rules).hits(found, host)
        said = Evidence(
            hits,
            worded,
            scores,
            known,
            {i: told for i in sorted(asking) if len(told := appeals(found[i])) >= 3},
            self.memory.recall(document, found) if self.memory else {},
            frozenset(spared),
        )
        return _reviewed(document, found, said, marks)


def _reviewed(document: Document, found: Sequence[Passage], said: Evidence, marks: Sequence[float]) -> Evidence:
    """With what the model says at second sight, of a page copied whole."""
    if document.media_type != "text/plain":
        return said
    if not is_page(found, said):
        return said
    prose = [p.prose for p in found]
    return said._replace(scores=review.built_in().scores(said.scores, [p.plain for p in found], prose, marks))


def _note(removal: Removal, passage: Passage, scores: Sequence[float]) -> str:
    """The evidence in words; the model's are its score, the words it leans on, and the shape of the line."""
    if removal.note:
        return removal.note
    beside = "stands beside lines that went; " if removal.rule == NEIGHBOUR else ""
    ends = passage.prose or passage.plain.rstrip()[-1:] in ".!?…"
    shape = f"{len(passage.plain)} characters" if ends else "no sentence"
    strongest = lines.built_in().strongest(passage.plain)
    words = f"words: {', '.join(strongest)}; " if strongest else ""
    return f"{beside}score {scores[removal.passage]:.2f}; {words}{shape}"


def _host(document: Document) -> str | None:
    try:
        return urlsplit(document.url or "").hostname
    except ValueError:  # a url that is none, such as http://[
        return None


def _edits(
    document: Document, found: Sequence[Passage], scores: Sequence[float], removals: Iterable[Removal]
) -> Iterator[Edit]:
    """The removals as edits: with a line goes its line break, with a sentence the space after it."""
    waiting: list[Removal] = []  # all of one block
    for r in removals:
        passage = found[r.passage]
        if waiting and found[waiting[0].passage].block != passage.block:
            yield from _joined(document, found, scores, waiting)
            waiting = []
        if passage.start == r.start == 0 and r.end == len(document.blocks[passage.block].text):  # most blocks of a page
            yield Edit(passage.block, 0, r.end, "", r.rule, _note(r, passage, scores))
        else:
            waiting.append(r)
    if waiting:
        yield from _joined(document, found, scores, waiting)


def _joined(
    document: Document, found: Sequence[Passage], scores: Sequence[float], removals: Sequence[Removal]
) -> Iterator[Edit]:
    """The removals of one block as edits; what two of them take goes with the first."""
    block, end = found[removals[0].passage].block, 0
    kept: list[tuple[int, int, Removal]] = []
    for r in removals:
        offset = found[r.passage].start
        if offset + r.end > end:
            kept.append((max(end, offset + r.start), offset + r.end, r))
            end = offset + r.end
    for start, end, r in _spaced(document.blocks[block].text, kept):
        yield Edit(block, start, end, "", r.rule, _note(r, found[r.passage], scores))


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

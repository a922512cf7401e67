"""Finds the persons named in a text: which words in capitals are somebody's name, and which are Ankara or Monday.

Names are found by what they are made of (given names, surnames), by what stands beside them (a title, "said"), and by
how the same word is used elsewhere in the document (`traits`). A linear model, learned from articles marked by hand
(`train_finder`), weighs these and chooses the best sequence of "begins a name", "continues it", "is none": an averaged
structured perceptron (Collins 2002). It reads twice: the second reading knows what the first made of every word.
Of single words it has learned only those that several of these articles share.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from .lexicon import Kind
from .repeats import found_again
from .tokens import Token, tokens
from .traits import BEGIN, INSIDE, NONE, Clue, beside, groups, second_thoughts, written

MODEL = Path(__file__).with_name("finder.xz")

#: Trait → weight for none, begin, inside; the steps from one to the next are traits too (`t0`: from none …).
Weights = Mapping[str, Sequence[float]]
Scores = tuple[float, float, float]

#: The finder counts in hundredths, to which weights are rounded: sums of whole numbers are exact, in any order.
HUNDREDTHS = 100
#: How many clues are remembered.
MOST_CLUES = 1 << 15
#: By how much the model may prefer "no name" for a word that a corpus can still confirm.
DOUBT = 300 * HUNDREDTHS
#: … and for a given name of the list with an unknown word after it.
UNSURE = 120 * HUNDREDTHS
_GIVEN = frozenset({int(Kind.FIRST), int(Kind.FIRST | Kind.LAST)})
_NO_SURNAME = int(Kind.ORDINARY | Kind.PLACE | Kind.THING | Kind.CALENDAR | Kind.NATION | Kind.TITLE | Kind.ORG)


class Span(NamedTuple):
    """Where a person's name stands, and by how much the model preferred it to no name."""

    start: int
    end: int
    margin: float


class Reading(NamedTuple):
    """What a text says by itself: its spans, in order and without overlaps; `doubts` are words that were nearly names.

    A corpus that knows somebody of that surname may confirm a doubt (`resolving`); the text alone does not.
    """

    spans: list[Span]
    doubts: list[Span]


class _Weighed(dict[Clue, int]):
    """What each clue weighs, worked out when it is first asked for; when there are too many, all are forgotten."""

    def __init__(self, traits: Mapping[str, int]) -> None:
        self._traits = traits

    def __missing__(self, clue: Clue) -> int:
        if len(self) >= MOST_CLUES:
            self.clear()
        weight = self[clue] = sum(self._traits.get(trait, 0) for trait in written([clue]))
        return weight


class Finder:
    """The weights of both readings. What a clue weighs is worked out once and remembered.

    Only how far "begin" and "inside" are above "none" matters. These two, of both readings, are packed into one whole
    number, 30 bits each, so that what is said of a token is weighed by one sum.
    """

    def __init__(self, first: Weights, second: Weights) -> None:
        zero = (0.0, 0.0, 0.0)
        weights = {t: _packed(first.get(t, zero), second.get(t, zero)) for t in {*first, *second}}
        self._steps = tuple([_hundredths(w.get(f"t{a}", zero)) for a in range(3)] for w in (first, second))
        self._weights = _Weighed(weights)

    def read(self, text: str) -> Reading:
        """Where persons are named in the text, and where they may be."""
        found = tokens(text)
        if not found:
            return Reading([], [])
        sums = self._sums(beside(found, text))
        tags = best_tags(found, [_unpacked(s, 0) for s in sums], self._steps[0])
        more = self._sums(second_thoughts(found, tags))
        scores = [_unpacked(s + m, 2 * _BITS) for s, m in zip(sums, more, strict=True)]
        tags = best_tags(found, scores, self._steps[1])
        tags = found_again(found, _plain_pairs(found, tags, scores), scores)
        spans = [_span(text, [found[i] for i in group], _margin(group, scores)) for group in groups(tags)]
        return Reading(spans, [_span(text, *doubt) for doubt in _doubts(found, tags, scores)])

    def _sums(self, said: Iterable[Iterable[Clue]]) -> list[int]:
        """What is said of each token, weighed and packed."""
        weigh = self._weights.__getitem__
        return [sum(map(weigh, clues)) for clues in said]


_BITS = 30
_HALF = 1 << _BITS - 1
_ONES = (1 << _BITS) - 1
#: On top of a sum, so that what is negative borrows from no neighbour.
_HALVES = sum(_HALF << n * _BITS for n in range(4))


def _hundredths(weights: Sequence[float]) -> Scores:
    none, begin, inside = (round(weight * HUNDREDTHS) for weight in weights)
    return none, begin, inside


def _packed(first: Sequence[float], second: Sequence[float]) -> int:
    lanes = [w - ws[0] for ws in map(_hundredths, (first, second)) for w in ws[1:]]
    return sum(int(lane) << n * _BITS for n, lane in enumerate(lanes))


def _unpacked(packed: int, at: int) -> Scores:
    lanes = packed + _HALVES >> at
    return 0, (lanes & _ONES) - _HALF, (lanes >> _BITS & _ONES) - _HALF


@cache
def finder() -> Finder:
    """The finder as shipped."""
    return Finder(*json.loads(lzma.decompress(MODEL.read_bytes())))


def find(text: str) -> list[Span]:
    """Where persons are named in the text, in order, without overlaps; positions are code points."""
    return finder().read(text).spans


def read(text: str) -> Reading:
    """As `find`, with what was nearly a name."""
    return finder().read(text)


def score(said: Sequence[str], weights: Weights) -> Scores:
    """What the traits weigh together, for none, begin and inside."""
    none = begin = inside = 0.0
    for trait in said:
        if weight := weights.get(trait):
            none += weight[0]
            begin += weight[1]
            inside += weight[2]
    return none, begin, inside


def best_tags(found: Sequence[Token], scores: Sequence[Scores], steps: Sequence[Sequence[float]]) -> list[int]:
    """The sequence of tags that scores best in all (Viterbi); only a token that hangs on another may be inside.

    Of equals, none goes before begin, and begin before inside.
    """
    back: list[tuple[int, int, int]] = []
    n, b, i = 0.0, _NEVER, _NEVER
    (nn, nb, _), (bn, bb, bi), (in_, ib, ii) = steps
    for token, (none, begin, inside) in zip(found, scores, strict=True):
        if not token.join:
            top = NONE if n >= b and n >= i else BEGIN if b >= i else INSIDE
            best = n if top == NONE else b if top == BEGIN else i
            back.append(_STAYS[top])
            n, b, i = best + none, best + begin, _NEVER
            continue
        to_none, to_begin, to_inside, from_none, from_begin, from_inside = n + nn, n + nb, b + bi, NONE, NONE, BEGIN
        if b + bn > to_none:
            to_none, from_none = b + bn, BEGIN
        if i + in_ > to_none:
            to_none, from_none = i + in_, INSIDE
        if b + bb > to_begin:
            to_begin, from_begin = b + bb, BEGIN
        if i + ib > to_begin:
            to_begin, from_begin = i + ib, INSIDE
        if i + ii > to_inside:
            to_inside, from_inside = i + ii, INSIDE
        back.append((from_none, from_begin, from_inside))
        n, b, i = to_none + none, to_begin + begin, to_inside + inside
    tags: list[int] = []
    tag = NONE if n >= b and n >= i else BEGIN if b >= i else INSIDE
    for choice in reversed(back):
        tags.append(tag)
        tag = choice[tag]
    return tags[::-1]


#: Less than any sum.
_NEVER = -1e15
_STAYS = tuple((top, top, top) for top in (NONE, BEGIN, INSIDE))


def _plain_pairs(found: Sequence[Token], tags: Sequence[int], scores: Sequence[Scores]) -> list[int]:
    """The tags, with a name wherever a given name and a word that is nothing else stand alone: `Umit Bektas`.

    The model has seen few given names from most of the world; here the list may outvote it, if it was not sure.
    """
    out = list(tags)
    for i, (a, b) in enumerate(pairwise(found)):
        alone = b.join == "_" and not a.join and not b.follows and a.shape == b.shape == "C"
        if alone and tags[i] == tags[i + 1] == NONE and a.kinds in _GIVEN and not b.kinds:
            margin = scores[i][BEGIN] - scores[i][NONE]
            if margin > -UNSURE:
                out[i : i + 2] = BEGIN, INSIDE
    return out


def _doubts(
    found: Sequence[Token], tags: Sequence[int], scores: Sequence[Scores]
) -> Iterator[tuple[list[Token], float]]:
    """Single words, and pairs of joined words, that were read as no name, but not by much."""
    for i, token in enumerate(found):
        margin = scores[i][BEGIN] - scores[i][NONE]
        if tags[i] != NONE or margin < -DOUBT or len(token.word) < 3 or token.kinds & _NO_SURNAME:
            continue
        if token.follows and tags[i + 1] == NONE and not found[i + 1].kinds & _NO_SURNAME and not token.join:
            yield [token, found[i + 1]], margin
        elif not (token.follows or token.join) or token.word.isupper():
            yield [token], margin


def _margin(group: Sequence[int], scores: Sequence[Scores]) -> float:
    """By how much the least certain word of a name was preferred."""
    return min(scores[i][BEGIN if i == group[0] else INSIDE] - scores[i][NONE] for i in group)


_TITLE, _FIRST, _NO_CAPITALS = int(Kind.TITLE), int(Kind.FIRST), int(Kind.ORDINARY | Kind.SAY)
_NUMERAL = re.compile(r"[IVX]+$")


def _trimmed(name: Sequence[Token]) -> Sequence[Token]:
    """Without a title before it (`Governor Noem`), or a word in capitals that the name is not written in."""
    titles = (i for i, token in enumerate(name) if token.kinds & (_TITLE | _FIRST) != _TITLE)
    name = name[next(titles, len(name) - 1) :]
    if len(name) > 1 and name[1].shape == "C" and name[0].shape[0] == "A" and name[0].kinds & _NO_CAPITALS:
        name = name[1:]
    if len(name) > 1 and name[-2].shape == "C" and name[-1].shape in _SHORT_CAPITALS:
        last = name[-1]
        if last.folded not in _JUNIOR and not _NUMERAL.match(last.word):
            name = name[:-1]
    return name


_SHORT_CAPITALS = frozenset({"A2", "A3", "A4"})
_BINDING = re.compile(
    r"(?:^|(?<=[\s\"“„«(\[]))((?:von der|von dem|von den|van der|van den|van de|von|van|bin|ibn|ter|ten) )$"
)
_BINDING_ENDS = frozenset({"n ", "r ", "m ", "e "})
_JUNIOR = frozenset({"jr", "sr"})


def _span(text: str, name: Sequence[Token], margin: float) -> Span:
    """From the first word to the last, with the particle before (`von der Leyen`) and the stop of `Jr.`"""
    name = _trimmed(name)
    start, end = name[0].start, name[-1].end
    if text[max(0, start - 2) : start] in _BINDING_ENDS and (
        particle := _BINDING.search(text, max(0, start - 9), start)
    ):
        start = particle.start(1)
    if name[-1].folded in _JUNIOR and text[end : end + 1] == ".":
        end += 1
    return Span(start, end, margin / HUNDREDTHS)

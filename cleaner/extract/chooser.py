"""Chooses, of all the text on a web page, the runs that are its article; our own extractor, called "blocks".

Two forests judge every run: the first by what the run and its surroundings look like, the second by that and by how the
first judged its neighbours, so that a short line inside the article stays and a long teaser outside goes. What is known
without learning is then said by rules: the headline is not repeated, nothing comes twice, a caption is a caption.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..model import BlockKind
from ._kinds import around, best_line, kinds_of_runs, rows_of_layout, wholes
from .datelines import dateline
from .evidence import Lexicon, in_context, measure
from .forest import Forest, ForestData, mean
from .head import Head, repeats_head
from .tree import Run, Tree


class ModelData(msgspec.Struct, frozen=True):
    """The model file: word weights in hundredths, the two forests, and how the file was made."""

    about: str
    names: dict[str, int]
    words: dict[str, int]
    inside: dict[str, int]
    first: ForestData
    second: ForestData


class Model(NamedTuple):
    """The model ready to use."""

    lexicon: Lexicon
    first: Forest
    second: Forest

    @classmethod
    def of(cls, data: ModelData) -> Model:
        return cls(Lexicon(data.names, data.words, data.inside), Forest(data.first), Forest(data.second))


@cache
def built_in() -> Model:
    """The model that comes with the package; read once."""
    text = Path(__file__).with_name("blocks.json").read_bytes()
    return Model.of(msgspec.json.decode(text, type=ModelData))


def judge(tree: Tree, head: Head, model: Model) -> list[float]:
    """How much each run looks like article text, about 0 to 1: the mean of what both forests say."""
    evidence = measure(tree, head, model.lexicon)
    first = model.first.judge(evidence.columns)
    second = model.second.judge(in_context(evidence, first))
    return mean(first, second)


class Chosen(msgspec.Struct, frozen=True, gc=False):
    """One run of the article: its kind, its text, the share of it inside links."""

    kind: BlockKind
    text: str
    links: float


#: From this score on a run is article text; a page where too little reaches it is asked again, more mildly.
SURE, MILD = 0.5, 0.3
#: Where no run this long is judged better than `KNOWN`, the model has hardly seen such pages (another script, say), and
#: all of its scores are low: there such a share of the best one is enough, if it is not below `MILD`.
LINE, KNOWN, ENOUGH = 40, 0.65, 0.6
#: A caption inside the article is kept as a caption from this score on.
CAPTION = 0.12
#: An article shorter than this is doubted.
SHORT = 200
#: A headline is repeated near the top or inside heading tags.
TOP = 12


def choose(tree: Tree, head: Head, scores: Sequence[float]) -> tuple[list[Chosen], bool]:
    """The article in reading order, and whether there is enough of it to be sure."""
    laid_out = rows_of_layout(tree)
    scores = wholes(tree, list(scores), laid_out, MILD)
    kinds = kinds_of_runs(tree, scores, CAPTION, laid_out)
    bar = _bar(tree, scores)
    wanted = [i for i in kinds if scores[i] > bar]
    sure = sum(len(tree.runs[i].text) for i in wanted if kinds[i] != "caption") >= SHORT
    if not sure and kinds:
        wanted = [i for i in kinds if scores[i] > MILD]
    known = frozenset(wanted)
    wanted = _once(tree, scores, wanted)
    wanted = [i for i in wanted if kinds[i] != "heading" or not _heads_links(tree.runs, i, known)]
    if wanted:
        inside = range(wanted[0], wanted[-1] + 1)
        wanted = sorted({*wanted, *(i for i, kind in kinds.items() if kind == "caption" and i in inside)})
    return list(_blocks(tree, head, {i: kinds[i] for i in wanted})), sure


def _bar(tree: Tree, scores: list[float]) -> float:
    """From which score on a run of this page is article text."""
    best = best_line(tree.runs, scores, LINE, KNOWN)
    return SURE if best >= KNOWN else min(SURE, max(MILD, ENOUGH * best))


def _once(tree: Tree, scores: Sequence[float], wanted: list[int]) -> list[int]:
    """Without the runs whose text has come already; of two the better judged stays, of equals the first.

    Siblings and the cells of a table may repeat each other: a page shows a text twice in different places, and only an
    author side by side.
    """
    runs = tree.runs
    best: dict[str, int] = {}
    for i in wanted:
        other = best.setdefault(runs[i].text, i)
        if scores[i] > scores[other] + 0.1:
            best[runs[i].text] = i
    if len(best) == len(wanted):
        return wanted
    return [
        i for i in wanted
        if len(runs[i].text) < _TOO_SHORT_TO_REPEAT or (other := best[runs[i].text]) == i
        or _belong_together(tree, runs[other].box, runs[i].box)
    ]  # fmt: skip


def _belong_together(tree: Tree, box: int, other: int) -> bool:
    """Whether two boxes stand side by side, or in one table."""
    if box == other or box < 0 or other < 0:
        return False
    return tree.parents[box] == tree.parents[other] or (
        tree.tags[box] == tree.tags[other] == "td" and around(tree, box, "table") == around(tree, other, "table")
    )


_TOO_SHORT_TO_REPEAT = 50


def _heads_links(runs: Sequence[Run], index: int, wanted: frozenset[int]) -> bool:
    """Whether a heading stands over links that are not wanted ("More on this"): it goes with them."""
    after = runs[index + 1] if index + 1 < len(runs) else None
    return after is not None and after.linked > 0.6 * len(after.text) and index + 1 not in wanted


def _blocks(tree: Tree, head: Head, kinds: dict[int, BlockKind]) -> Iterator[Chosen]:
    """The chosen runs as blocks: no headline, no empty marks, the cells of a table's row side by side."""
    count = 0
    row: list[Chosen] = []
    row_box = -1
    for i, kind in kinds.items():
        text, inside, linked, _, _ = tree.runs[i]
        if not (text[0].isalnum() or any(map(str.isalnum, text))):
            continue
        if (kind == "heading" or count < TOP) and (repeats_head(text, head) or _repeats_day(text, head)):
            continue
        count += 1
        one = Chosen(kind, text, min(1.0, linked / len(text)) if linked else 0.0)
        box = around(tree, inside, "tr") if kind == "table" else -1
        if row and box != row_box:
            yield _joined(row)
            row = []
        if box >= 0:
            row.append(one)
            row_box = box
        else:
            yield one
    if row:
        yield _joined(row)


def _repeats_day(text: str, head: Head) -> bool:
    """Whether a line says nothing but the day of publication, which the record has."""
    if head.date is None or len(text) > _LONGEST_DAY or head.date[:4] not in text:
        return False
    return dateline(text) == head.date[:10]


_LONGEST_DAY = 60


def _joined(cells: list[Chosen]) -> Chosen:
    size = sum(len(c.text) for c in cells)
    return Chosen("table", " | ".join(c.text for c in cells), sum(c.links * len(c.text) for c in cells) / size)

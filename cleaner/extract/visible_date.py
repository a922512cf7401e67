"""Finds the day of publication where a page tells it to its readers only: `12 May 2014, 09:30`, under the headline.

Most pages tell programs when they were published; of the rest, most say it in a line of its own, in a box called
`date` or `posted`, or beside the headline. Every line that holds a day is weighed by these signs, and the best one is
believed; a day that has none of them is somebody's birthday. Only days that can be read one way count (`datelines`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..patterns import regex
from ._kinds import boxes_of
from .datelines import dateline, find_day
from .tree import Tree

#: Longer runs are prose; in all but short ones the day may be part of the story.
_LONGEST, _SHORT = 240, 80
_NAMED = regex(r"date|time|publi|posted|meta|stamp|byline|created|entry-info|datum|fecha|data\b|info|when", re.I)
#: A day with fewer signs than this is not the page's own; so many lines with a day are looked at.
_ENOUGH, _MOST_LINES = 2.0, 200


def visible_date(tree: Tree, title: str | None) -> str | None:
    """The day of publication, ISO 8601, by the lines of the page; None where no line looks like it."""
    texts = [run[0] for run in tree.runs]
    dated = [i for i, text in enumerate(texts) if len(text) <= _LONGEST and ("20" in text or "19" in text)]
    days = [(i, day) for i in dated[:_MOST_LINES] if (day := find_day(texts[i])) is not None]
    if not days:
        return None
    headline = _headline(tree, title)
    best, signs = None, _ENOUGH - 0.1
    for i, day in days:
        if (here := _signs(tree, i, headline, signs)) > signs:
            best, signs = day, here
    return best


def _headline(tree: Tree, title: str | None) -> int | None:
    """Which run is the headline."""
    wanted = title.casefold() if title else ""
    for i, run in enumerate(tree.runs):
        if len(run[0]) == len(wanted) and run[0].casefold() == wanted:
            return i
    headings = boxes_of(tree.tags, "h1")
    return next((i for i, run in enumerate(tree.runs) if run.box in headings), None) if headings else None


def _signs(tree: Tree, index: int, headline: int | None, wanted: float) -> float:
    """How much a line looks as if it told the day of publication; less where that is not more than `wanted`."""
    run = tree.runs[index]
    signs = 0.0 if len(run.text) <= _SHORT else -2.0
    around = tree.parents[run.box] if run.box >= 0 else -1
    names = [run.inline, *(tree.names[box] for box in (run.box, around) if box >= 0)]
    if any(map(_names_day, names)):
        signs += 2
    if headline is not None:
        after = index - headline
        signs += next((s for last, s in _BESIDE if after <= last), 0)
    if signs + 2 > wanted and dateline(run.text) is not None:
        signs += 2
    return signs


@lru_cache(maxsize=10_000)
def _names_day(names: str) -> bool:
    return _NAMED.search(names) is not None


#: What a line's distance to the headline is worth, up to so many lines after it.
_BESIDE = ((-5, -1.5), (-1, 1.5), (6, 3.0), (15, 1.0))

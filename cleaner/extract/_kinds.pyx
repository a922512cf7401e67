"""What a run of text is by the boxes around it, and which runs are one whole: the loops of `chooser` over all runs.

A box is known by its number in the lists of `tree.Tree`, -1 is none; a scores list has one number a run.
"""

import re
from functools import lru_cache

cdef enum:
    LONGEST_CELL = 200  # so many characters a cell of data has at most,
    FEWEST_CELLS = 4  # and so many cells a table that belongs to the text around it
    PARAGRAPHS = 3  # a cell with so many runs and characters holds a page, not data
    PAGE = 400
    LONGEST_CAPTION = 800

cdef double TEXT = 0.8  # from here on a run is article text beyond doubt

cdef dict KINDS = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "item", "dt": "item", "dd": "item", "td": "table", "th": "table", "pre": "code", "figcaption": "caption",
    "caption": "caption", "blockquote": "quote",
}
_CAPTION_NAME = re.compile(r"caption|figcap|(?:image|photo)-?credit", re.I)


@lru_cache(maxsize=10_000)
def _are_of_caption(names):
    return _CAPTION_NAME.search(names) is not None


cdef inline bint name_caption(str names) except -1:
    """Whether class and id names are those of a caption."""
    return len(names) >= 6 and _are_of_caption(names)


cdef inline bint is_cell(str tag) noexcept:
    """Whether it is `td` or `th`; letters are compared, which is asked of every box."""
    return len(tag) == 2 and tag[0] == u"t" and (tag[1] == u"d" or tag[1] == u"h")


cdef Py_ssize_t nearest(list tags, list parents, Py_ssize_t box, str tag) except -2:
    while box >= 0 and <str>tags[box] != tag:
        box = parents[box]
    return box


def around(tree, Py_ssize_t box, str tag not None):
    """The box itself or the nearest around it that has this tag; -1 when there is none."""
    return nearest(tree.tags, tree.parents, box, tag)


def boxes_of(list tags not None, str tag not None):
    """The boxes that have this tag."""
    cdef Py_ssize_t box, size = len(tag)
    return [box for box in range(len(tags)) if len(<str>tags[box]) == size and <str>tags[box] == tag]


def rows_of_layout(tree):
    """The rows of tables that hold the page, not data: menu, article and advertisement side by side, as pages once were
    laid out. One of their cells holds several paragraphs.
    """
    cdef list tags = tree.tags, parents = tree.parents, starts = tree.starts, ends = tree.ends, runs = tree.runs
    cdef Py_ssize_t box, run, start, end, size
    cdef set rows = set()
    for box in range(len(tags)):
        if not is_cell(<str>tags[box]):
            continue
        start, end, size = starts[box], ends[box], 0
        if end - start < PARAGRAPHS:
            continue
        for run in range(start, end):
            size += len(<str>(<tuple>runs[run])[0])
        if size >= PAGE:
            rows.add(nearest(tags, parents, box, "tr"))
    return frozenset(rows)


def wholes(tree, list scores not None, frozenset laid_out not None, double mild):
    """The short cells of a row share one score, its own or its table's; so do the runs of one quoted post.

    A table that is judged less than `mild` is none of the article's.
    """
    cdef list tags = tree.tags, parents = tree.parents, runs = tree.runs, together, some
    cdef dict parts = {}, tables = {}
    cdef Py_ssize_t i, box, quote, above, below
    cdef double mean
    cdef str tag
    for tag in tags:
        if is_cell(tag) or tag == "blockquote":
            break
    else:
        return scores
    for i in range(len(runs)):
        box = (<tuple>runs[i])[1]
        if box < 0 or len(<str>(<tuple>runs[i])[0]) > LONGEST_CELL:
            continue
        tag = tags[box]
        if is_cell(tag):
            row = nearest(tags, parents, box, "tr")
            if row not in laid_out:
                parts.setdefault(row, []).append(i)
                tables.setdefault(nearest(tags, parents, box, "table"), []).append(i)
        elif <double>scores[i] > mild / 2:
            quote = nearest(tags, parents, box, "blockquote")
            if quote >= 0:
                parts.setdefault(quote, []).append(i)
    if not parts:
        return scores
    together = list(scores)
    for some in parts.values():
        mean = max(mean_of(scores, some), 0.0)
        for i in some:
            together[i] = mean
    for some in tables.values():
        mean = mean_of(scores, some)
        if len(some) >= FEWEST_CELLS and mean > mild:
            above, below = some[0] - 1, some[len(some) - 1] + 1
            if above >= 0 and below < len(scores) and min(<double>scores[above], <double>scores[below]) > TEXT:
                mean = 1.0  # article text stands right above and right below
        for i in some:
            together[i] = max(<double>together[i], mean)
    return together


def best_line(list runs not None, list scores not None, Py_ssize_t least, double otherwise):
    """The best score of a run that has so many characters at least; `otherwise` where there is none."""
    cdef double best = 0
    cdef bint found = False
    cdef Py_ssize_t i
    for i in range(len(scores)):
        if len(<str>(<tuple>runs[i])[0]) >= least and (not found or <double>scores[i] > best):
            best, found = scores[i], True
    return best if found else otherwise


cdef double mean_of(list scores, list some) except? -1:
    cdef double total = 0
    cdef Py_ssize_t i
    for i in some:
        total += <double>scores[i]
    return total / len(some)


def kinds_of_runs(tree, list scores not None, double least, frozenset laid_out not None):
    """The kind of each run that is judged better than `least`, by its number."""
    cdef list tags = tree.tags, parents = tree.parents, names = tree.names, runs = tree.runs
    cdef dict kinds = {}
    cdef Py_ssize_t i
    for i in range(len(scores)):
        if <double>scores[i] > least:
            kinds[i] = kind(<tuple>runs[i], tags, parents, names, laid_out)
    return kinds


def kind_of_run(tree, Py_ssize_t index):
    """What a run is by its own box and those around it."""
    return kind(<tuple>tree.runs[index], tree.tags, tree.parents, tree.names, frozenset())


cdef str kind(tuple run, list tags, list parents, list names, frozenset laid_out):
    """What a run is by its own box and the three around it; tables are only those whose cells hold bare text, and whose
    rows are not `laid_out`.
    """
    cdef Py_ssize_t box = run[1], level
    cdef str tag
    if box < 0:
        return "paragraph"
    if len(<str>run[0]) < LONGEST_CAPTION and (name_caption(names[box]) or name_caption(run[4])):
        return "caption"
    own = KINDS.get(tags[box])
    if own == "table" and laid_out and nearest(tags, parents, box, "tr") in laid_out:
        return "paragraph"
    if own is not None:
        return own
    for level in range(3):
        box = parents[box]
        if box < 0:
            break
        tag = tags[box]
        if tag == "figcaption" or tag == "caption":
            return "caption"
        if tag == "blockquote":
            return "quote"
        if tag == "li":
            return "item"
    return "paragraph"

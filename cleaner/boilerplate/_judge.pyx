"""The inner loops of `judge`: how sure the model must be of each line, by its length and where it stands."""

from cpython cimport array
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ

from array import array as new_array

#: A line of a page from this length on needs what one of an article needs.
cpdef enum:
    SHORT = 80
cdef enum:
    CLOSE = 8  # so many lines away article text is still close
    FAR = 1 << 30
#: A sentence less likely than this may be the article's; one less likely than `PLAIN` is, where a page has two of them.
TEXT = 0.5
cdef double PLAIN = 0.2

cdef array.array _NUMBERS = new_array("i")


def demands(list plain, list prose, scores, bint page, bars):
    """Of each line whether article text stands close above it and close below; what it needs, whoever else speaks
    against it; what it needs alone; and what its length asks, 0 but on a page.

    `prose`: whether each line is a sentence; `page`: whether the text is a page copied whole; `bars`: `judge.Bars`.
    """
    cdef Py_ssize_t i, n = len(plain), size
    cdef double alone = bars.alone, seconded = bars.seconded, on_page = bars.page, amid = bars.amid, short
    cdef double sentence = bars.prose, inside = bars.inside, price = bars.price, worth = bars.worth, cost
    cdef double text = TEXT
    cdef Py_ssize_t start, end  # the article's first and last sentence, between which lines stand amid it
    cdef array.array next_text = array.clone(_NUMBERS, n + 1, False)
    cdef int* below = next_text.data.as_ints  # how far away the next text is
    cdef int above = FAR  # and the last
    cdef bint told, within, between
    cdef list closely = [], least = [], sole = [], costs = []
    start, end = _ends(prose, scores, PLAIN)
    if start >= end:
        start, end = _ends(prose, scores, text)
    if page and start > end:  # no article, so the model may not know the language: no sentence goes lightly
        sentence, alone = max(sentence, (1 + inside) / 2), max(alone, inside)
    below[n] = FAR
    for i in range(n - 1, -1, -1):  # from the line itself on
        below[i] = 0 if prose[i] and <double>scores[i] < text else min(below[i + 1] + 1, <int>FAR)
    for i in range(n):
        told, size = prose[i], len(<str>plain[i])
        between = not page or start < i < end
        within = between and above <= CLOSE and below[i + 1] < CLOSE
        closely.append(within)
        short = inside if within else amid if between else on_page
        cost = size / (size + (worth if told else price)) if page else 0
        costs.append(cost)
        if page:
            least.append(max(inside if within else sentence if told else short, cost))
            sole.append(max(inside if within else alone, cost) if told or size >= SHORT else max(short, cost))
        else:
            least.append(sentence if told else seconded)
            sole.append(inside if within else alone)
        above = 1 if not below[i] else min(above + 1, <int>FAR)
    return closely, least, sole, costs


cdef (Py_ssize_t, Py_ssize_t) _ends(list prose, scores, double bound):
    """The first and the last sentence that is less likely than a bound, the last above the first if there is none."""
    cdef Py_ssize_t start = 0, end = len(prose) - 1
    while start <= end and not (prose[start] and <double>scores[start] < bound):
        start += 1
    while end >= start and not (prose[end] and <double>scores[end] < bound):
        end -= 1
    return start, end


def opens_quoted(str shown):
    """Whether the text opens with a quotation mark, or with an apostrophe before a word."""
    cdef int kind = PyUnicode_KIND(shown)
    cdef const void* data = PyUnicode_DATA(shown)
    cdef Py_ssize_t i = 0, size = len(shown)
    cdef Py_UCS4 c
    while i < size and (<Py_UCS4>PyUnicode_READ(kind, data, i)).isspace():
        i += 1
    if i == size:
        return False
    c = PyUnicode_READ(kind, data, i)
    if c != u"'":
        return c in u"\"“”„«»‹›"
    c = PyUnicode_READ(kind, data, i + 1) if i + 1 < size else 0
    return c.isalnum() or c == u"_"

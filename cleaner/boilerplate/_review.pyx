"""The inner loops of `review`: what the scores of a page tell of each line, and what a small network makes of it."""

from cpython cimport array
from libc.math cimport exp, fabs, log, log1p
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

from array import array as new_array

from .._processor cimport rounded, wide

#: Numbers told of each line.
cpdef enum:
    VIEW = 70
cdef enum:
    FARTHEST = 40  # how far away a paragraph is still told
    STRETCHES = 4  # before and after a line: of 4, 8, 16 and 32 lines
    SHORTEST = 4
    NEAR = 2  # the lines above and below of which the scores are told
    ECHOES = 4  # numbers that tell how much of a line comes back
    BOUNDS = 6
    REMOTE = 60  # how far away a sentence of the article is still told
    ONE = 4096
    LANES = 8
    MOST_UNITS = 64
#: A sentence less likely to be boilerplate than this is a plain paragraph of the article.
cdef double PLAIN = 0.2
#: A sentence less likely than this may be the article's; and the logit of what stands beyond the page: not article.
cdef double TEXT = 0.5, BEYOND = 8
#: How much article stands above and below a line is told of the sentences that are less likely boilerplate than each.
cdef double[BOUNDS] SURELY = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5]
#: Beyond the page no sentence is the article's: the logit of the likeliest there.
cdef double NOBODY = 9

cdef array.array _DOUBLES = new_array("d")
cdef array.array _FLAGS = new_array("b")
cdef array.array _NUMBERS = new_array("i")


cdef struct Page:
    Py_ssize_t n
    double* likely
    double* logit
    double* sums  # of what is likely, before each line, and of all
    signed char* sentence
    int* size
    const signed char* article
    double* told  # VIEW numbers a line


def paragraphs(scores, prose):
    """Whether each line is a plain paragraph of the article: a sentence that is hardly boilerplate."""
    cdef Py_ssize_t i, n = len(scores)
    cdef array.array found = array.clone(_FLAGS, n, False)
    for i in range(n):
        found.data.as_schars[i] = bool(prose[i]) and <double>scores[i] < PLAIN
    return found


def view(scores, list plain, prose, marks, array.array article, alike, array.array echoes):
    """What the scores of a page tell of each line, `VIEW` numbers a line; the first is its own score as a logit.

    `prose`: whether each line is a sentence; `marks`: what lists of phrases say of it; `article`: its `paragraphs`;
    `alike`: for each way in which lines are alike, the first line that is like it; `echoes`: how much of it comes back.
    """
    cdef Page page
    cdef Py_ssize_t i, n = len(plain), column = 29
    cdef array.array likely = array.clone(_DOUBLES, n, False), logit = array.clone(_DOUBLES, n, False)
    cdef array.array sums = array.clone(_DOUBLES, n + 1, True), kept = array.clone(_DOUBLES, n, False)
    cdef array.array sentence = array.clone(_FLAGS, n, False), told = array.clone(_DOUBLES, n * VIEW, True)
    cdef array.array size = array.clone(_NUMBERS, n, False), first
    cdef double all_kept = 0, above = 0
    cdef double* row
    if len(article) != n or len(echoes) != n * ECHOES:
        raise ValueError(f"{n} lines, but {len(article)} and {len(echoes)} numbers")
    page = Page(
        n, likely.data.as_doubles, logit.data.as_doubles, sums.data.as_doubles, sentence.data.as_schars,
        size.data.as_ints, article.data.as_schars, told.data.as_doubles,
    )
    for i in range(n):
        page.likely[i] = min(max(<double>scores[i], 1e-5), 1 - 1e-5)
        page.logit[i] = log(page.likely[i] / (1 - page.likely[i]))
        page.sums[i + 1] = page.sums[i] + page.likely[i]
        page.sentence[i], page.size[i] = bool(prose[i]), <int>len(<str>plain[i])
        kept.data.as_doubles[i] = (1 - page.likely[i]) * page.size[i]
        all_kept += kept.data.as_doubles[i]
    for i in range(n):
        row = &page.told[i * VIEW]
        row[0], row[1], row[2] = page.logit[i], log1p(page.size[i]), marks[i]
        row[3], row[4], row[5] = i / <double>max(n - 1, 1), min(n - 1 - i, <Py_ssize_t>FARTHEST), log1p(n)
        row[6], row[7], row[8] = above / max(all_kept, 1.0), page.sums[n] / n, log1p(all_kept)
        above += kept.data.as_doubles[i]
        _beside(&page, i, row + 9)
    _paragraphs(&page, 22)
    _runs(&page, 26)
    for first in alike:
        _alike(&page, first.data.as_ints, column)
        column += 2
    _near(&page, column)
    _amid(&page, column + 2 * NEAR)
    column += 2 * NEAR + 3
    for i in range(n):
        memcpy(&page.told[i * VIEW + column], &echoes.data.as_doubles[i * ECHOES], ECHOES * sizeof(double))
    column += ECHOES
    for i in range(BOUNDS):
        _surely(&page, SURELY[i], column)
        column += 3
    _likeliest(&page, column)
    _next(&page, 0.05, column + 2)
    _next(&page, TEXT, column + 4)
    return told


cdef void _beside(const Page* page, Py_ssize_t i, double* row) noexcept:
    """Whether it is a sentence, and each of the two lines above and below; averages of the scores of the stretches
    before and after it."""
    cdef Py_ssize_t k, low, high, reach = SHORTEST
    for k in range(-2, 3):
        row[2 + k] = 0 <= i + k < page.n and page.sentence[i + k]
    for k in range(STRETCHES):
        low, high = max(i - reach, 0), min(i + 1 + reach, page.n)
        row[5 + k] = (page.sums[i] - page.sums[low]) / max(i - low, 1)
        row[5 + STRETCHES + k] = (page.sums[high] - page.sums[i + 1]) / max(high - i - 1, 1)
        reach *= 2


cdef void _paragraphs(const Page* page, Py_ssize_t column) noexcept:
    """How near the next plain paragraph above is and how many there are, and the same below."""
    cdef Py_ssize_t i, step, distance, many
    cdef double* row
    for way in range(2):
        distance, many = FARTHEST, 0
        for step in range(page.n):
            i = page.n - 1 - step if way else step
            row = &page.told[i * VIEW + column + 2 * way]
            row[0], row[1] = log1p(distance), log1p(many)
            distance = min(distance + 1, <Py_ssize_t>FARTHEST)
            if page.article[i]:
                distance, many = 1, many + 1


cdef void _runs(const Page* page, Py_ssize_t column) noexcept:
    """Of the lines of one opinion in a row: how many they are, negative for article; their average; the least sure."""
    cdef Py_ssize_t i, start = 0, end
    cdef double sign, together, least
    cdef double* row
    while start < page.n:
        end, together, least = start, 0, 100  # more than any logit
        while end < page.n and (page.likely[end] > 0.5) == (page.likely[start] > 0.5):
            together += page.likely[end]
            least = min(least, fabs(page.logit[end]))
            end += 1
        sign = 1 if page.likely[start] > 0.5 else -1
        for i in range(start, end):
            row = &page.told[i * VIEW + column]
            row[0], row[1], row[2] = sign * log1p(end - start), together / (end - start), sign * least
        start = end


cdef void _alike(const Page* page, const int* first, Py_ssize_t column) noexcept:
    """How many other lines are like it, and what the average score of all of them is; both are added up in the row of
    the first."""
    cdef Py_ssize_t i
    cdef const double* sums
    for i in range(page.n):
        page.told[first[i] * VIEW + column] += 1
        page.told[first[i] * VIEW + column + 1] += page.logit[i]
    for i in range(page.n - 1, -1, -1):  # backwards, as the first is turned last
        sums = &page.told[first[i] * VIEW + column]
        page.told[i * VIEW + column + 1] = sums[1] / sums[0]
        page.told[i * VIEW + column] = log1p(sums[0] - 1)


cdef void _near(const Page* page, Py_ssize_t column) noexcept:
    """The scores of the lines just above and below."""
    cdef Py_ssize_t i, k
    cdef double* row
    for i in range(page.n):
        row = &page.told[i * VIEW + column]
        for k in range(-NEAR, NEAR + 1):
            if k:
                row[k + NEAR - (k > 0)] = page.logit[i + k] if 0 <= i + k < page.n else BEYOND


cdef void _amid(const Page* page, Py_ssize_t column) noexcept:
    """Whether sentences of the article stand above, and below, and on which side fewer, how many."""
    cdef Py_ssize_t i, above = 0, below = 0
    cdef double* row
    for i in range(page.n):
        below += page.sentence[i] and page.likely[i] < TEXT
    for i in range(page.n):
        row = &page.told[i * VIEW + column]
        below -= page.sentence[i] and page.likely[i] < TEXT
        row[0], row[1], row[2] = above > 0, below > 0, log1p(min(above, below))
        above += page.sentence[i] and page.likely[i] < TEXT


cdef void _surely(const Page* page, double bound, Py_ssize_t column) noexcept:
    """How long the sentences below a bound are, all together, above a line, below it, and which share of them is below."""
    cdef Py_ssize_t i
    cdef double above = 0, below = 0, all_, told_above = 0, told_below
    cdef double* row
    for i in range(page.n):
        below += page.size[i] * (page.sentence[i] and page.likely[i] < bound)
    all_, told_below = max(below, 1.0), log1p(below)
    for i in range(page.n):
        row = &page.told[i * VIEW + column]
        row[0] = told_above
        if page.sentence[i] and page.likely[i] < bound:
            above, below = above + page.size[i], below - page.size[i]
            told_above, told_below = log1p(above), log1p(below)
        row[1], row[2] = told_below, below / all_


cdef void _likeliest(const Page* page, Py_ssize_t column) noexcept:
    """Of the sentences below a line the one that is likeliest the article's, and of those above."""
    cdef Py_ssize_t i
    cdef double above = NOBODY, below = NOBODY
    for i in range(page.n):
        page.told[i * VIEW + column + 1] = above
        above = min(above, page.logit[i]) if page.sentence[i] else above
    for i in range(page.n - 1, -1, -1):
        page.told[i * VIEW + column] = below
        below = min(below, page.logit[i]) if page.sentence[i] else below


cdef void _next(const Page* page, double bound, Py_ssize_t column) noexcept:
    """How near the next sentence below a bound is, above and below."""
    cdef Py_ssize_t i, step, distance
    for way in range(2):
        distance = REMOTE
        for step in range(page.n):
            i = page.n - 1 - step if way else step
            page.told[i * VIEW + column + way] = log1p(distance)
            distance = 1 if page.sentence[i] and page.likely[i] < bound else min(distance + 1, <Py_ssize_t>REMOTE)


cdef wide layer(const double* view, const double* weights, const double* bias, Py_ssize_t units, double* hidden) noexcept:
    """What comes out of each unit, in 1/4096**2."""
    cdef double[MOST_UNITS] sums  # of its own, so that a compiler sees that nothing overlaps
    cdef double seen
    cdef Py_ssize_t j, k, lane
    for j in range(units):
        sums[j] = bias[j] * ONE
    for k in range(VIEW):
        seen = rounded(view[k] * ONE)
        for j in range(units // LANES):
            for lane in range(LANES):
                sums[j * LANES + lane] += seen * weights[j * LANES + lane]
        weights += units
    memcpy(hidden, sums, units * sizeof(double))


cdef class Network:
    """A layer over the view of a line, and its output, to which the line's own score is added. In 1/4096.

    Units are filled up with some that say nothing: `LANES` of them are added up at once.
    """

    cdef array.array weights, bias, out_weights
    cdef double out_bias, trust
    cdef Py_ssize_t units

    def __init__(self, weights, bias, out_weights, double out_bias, double trust):
        """`weights`: of each number of a view a row, of each unit a number in it."""
        cdef Py_ssize_t k, j
        if len(weights) != VIEW or any([len(row) != len(bias) for row in weights]) or len(out_weights) != len(bias):
            raise ValueError(f"{len(bias)} units, {len(weights)} rows and {len(out_weights)} weights")
        if len(bias) > MOST_UNITS:
            raise ValueError(f"{len(bias)} units; there is room for {MOST_UNITS}")
        self.units = (len(bias) + LANES - 1) // LANES * LANES
        self.weights = array.clone(_DOUBLES, VIEW * self.units, True)
        self.bias, self.out_weights = array.clone(_DOUBLES, self.units, True), array.clone(_DOUBLES, self.units, True)
        for j in range(len(bias)):
            self.bias.data.as_doubles[j] = rounded(<double>bias[j] * ONE)
            self.out_weights.data.as_doubles[j] = rounded(<double>out_weights[j] * ONE)
            for k in range(VIEW):
                self.weights.data.as_doubles[k * self.units + j] = rounded(<double>weights[k][j] * ONE)
        self.out_bias, self.trust = rounded(out_bias * ONE), rounded(trust * ONE)

    def scores(self, array.array view):
        """The probability, 0 to 1, that each line of which a view tells is boilerplate, to four places."""
        cdef Py_ssize_t i, j
        cdef double* hidden = <double*>malloc((self.units + 1) * sizeof(double))
        cdef const double* row = view.data.as_doubles
        cdef double logit
        cdef list result = []
        if hidden == NULL:
            raise MemoryError()
        for i in range(len(view) // VIEW):
            layer(row, self.weights.data.as_doubles, self.bias.data.as_doubles, self.units, hidden)
            logit = self.out_bias * ONE + self.trust * rounded(row[0] * ONE)
            for j in range(self.units):
                logit += rounded(max(hidden[j], 0.0) / ONE) * self.out_weights.data.as_doubles[j]
            logit = min(max(logit / (<double>ONE * ONE), -30.0), 30.0)
            result.append(rounded(1 / (1 + exp(-logit)) * 10000) / 10000)
            row += VIEW
        free(hidden)
        return result

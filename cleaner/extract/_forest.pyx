"""The inner loop of `forest`: which leaf each tree leads a run to, and what the leaves add up to.

A forest asks of one feature no more than a few dozen borders. So each number is first told by how many of the borders
of its feature it is above, which takes one byte; the questions of all trees are then asked of bytes, many at once.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from libc.math cimport INFINITY
from libc.stdint cimport int8_t, int16_t, int32_t
from libc.string cimport memcpy, memset

from .._processor cimport wide

cdef enum:
    ABREAST = 32  # so many runs are led side by side: compilers make few instructions of loops that are always as long
    LANES = 8  # so many stay in the processor while they are counted
    MOST_BORDERS = 127  # of a feature: so many can be told by one byte
    MOST_LEVELS = 7  # of a tree: its leaves too


cdef struct Row:  # a feature that is asked about
    int32_t feature
    int32_t first, after  # its borders, among those of all rows


cdef struct Question:
    int16_t row
    int8_t border  # whether a run is above more borders than this many


cdef class Forest:
    """A forest ready to judge; made from a `forest.ForestData`."""

    cdef Py_ssize_t levels, trees, rows_many, least
    cdef Row* rows
    cdef float* borders
    cdef Question* questions  # tree by tree, the highest bit first
    cdef int16_t* leaves  # tree by tree
    cdef double scale, bias

    def __cinit__(self, data):
        cdef list features = data.features, borders = data.borders, leaves = data.leaves
        cdef Py_ssize_t level, tree, size = len(leaves) << len(features)
        cdef float border
        cdef Question* question
        self.levels, self.trees, self.scale, self.bias = len(features), len(leaves), data.scale, data.bias
        asked = sorted({
            (feature, <float>border) for row, values in zip(features, borders, strict=True)
            for feature, border in zip(row, values, strict=True)
        })
        numbers = {feature: number for number, feature in enumerate(dict.fromkeys([feature for feature, _ in asked]))}
        known = {feature: [] for feature in numbers}
        for feature, border in asked:
            known[feature].append(border)
        if self.levels > MOST_LEVELS or any([len(leaf) != 1 << self.levels for leaf in leaves]) or any(
            [len(row) != self.trees for row in features]
        ) or any([len(some) > MOST_BORDERS for some in known.values()]) or any([feature < 0 for feature in numbers]):
            raise ValueError("no forest that can be led by bytes")
        self.rows_many = len(numbers)
        self.rows = <Row*>PyMem_Malloc(max(1, len(numbers)) * sizeof(Row))
        self.borders = <float*>PyMem_Malloc(max(1, len(asked)) * sizeof(float))
        self.questions = <Question*>PyMem_Malloc(max(1, self.levels * self.trees) * sizeof(Question))
        self.leaves = <int16_t*>PyMem_Malloc(max(1, size) * sizeof(int16_t))
        if not self.rows or not self.borders or not self.questions or not self.leaves:
            raise MemoryError
        size = 0
        for feature, number in numbers.items():
            self.rows[<Py_ssize_t>number] = Row(feature, size, size + len(known[feature]))
            self.least = max(self.least, <Py_ssize_t>feature + 1)
            for border in known[feature]:
                self.borders[size] = border
                size += 1
        question = self.questions
        for tree in range(self.trees):
            for level in range(self.levels - 1, -1, -1):
                feature = features[level][tree]
                question.row, question.border = numbers[feature], known[feature].index(<float>borders[level][tree])
                question += 1
            for level, leaf in enumerate(leaves[tree]):
                self.leaves[(tree << self.levels) + level] = leaf

    def __dealloc__(self):
        PyMem_Free(self.rows)
        PyMem_Free(self.borders)
        PyMem_Free(self.questions)
        PyMem_Free(self.leaves)

    def judge(self, const float[:, ::1] columns):
        """A score a run, about 0 to 1; `columns`: one row a feature, one column a run."""
        cdef Py_ssize_t runs = columns.shape[1], begin, size, row, run
        cdef int32_t totals[ABREAST]
        cdef float values[ABREAST]
        cdef const float* some
        cdef const Row* asked
        if columns.shape[0] < self.least:
            raise ValueError("a forest asks about features that are not there")
        scores = memoryview(bytearray(runs * sizeof(double))).cast("d")
        cdef double[::1] score = scores
        cdef int8_t* above = <int8_t*>PyMem_Malloc(max(1, self.rows_many) * ABREAST)
        if not above:
            raise MemoryError
        memset(values, 0, sizeof(values))
        for begin in range(0, runs, ABREAST):
            size = min(ABREAST, runs - begin)
            for row in range(self.rows_many):
                asked = &self.rows[row]
                some = &columns[asked.feature, begin]
                if size < ABREAST:
                    some = <const float*>memcpy(values, some, size * sizeof(float))
                count(some, self.borders + asked.first, self.borders + asked.after, above + ABREAST * row)
            lead(self.questions, self.leaves, self.levels, self.trees, above, totals)
            for run in range(size):
                score[begin + run] = totals[run] * self.scale + self.bias
        PyMem_Free(above)
        return scores


cdef wide count(const float* values, const float* first, const float* after, int8_t* above) noexcept nogil:
    """How many borders of a feature, those from `first` to before `after`, each of `ABREAST` runs is above."""
    cdef float most[LANES]
    cdef int32_t found[LANES]
    cdef const float* some
    cdef const float* border
    cdef Py_ssize_t part, run
    cdef float value
    for run in range(LANES):
        most[run] = -INFINITY
    for part in range(ABREAST // LANES):
        some = values + LANES * part
        for run in range(LANES):
            most[run] = some[run] if some[run] > most[run] else most[run]
    for run in range(1, LANES):
        most[0] = most[run] if most[run] > most[0] else most[0]
    while after > first and not most[0] > (after - 1)[0]:
        after -= 1  # no run is above
    for part in range(ABREAST // LANES):
        some = values + LANES * part
        memset(found, 0, sizeof(found))
        border = first
        while border < after:
            value = border[0]
            for run in range(LANES):
                found[run] += some[run] > value
            border += 1
        for run in range(LANES):
            above[LANES * part + run] = <int8_t>found[run]


cdef wide lead(
    const Question* question, const int16_t* leaf, Py_ssize_t levels, Py_ssize_t trees, const int8_t* above,
    int32_t* totals,
) noexcept nogil:
    """What the leaves add up to for each of `ABREAST` runs."""
    cdef int8_t place[ABREAST]
    cdef int16_t said[ABREAST]
    cdef int32_t sums[ABREAST]  # of its own, so that a compiler sees that nothing overlaps
    cdef Py_ssize_t tree, level, run
    cdef const int8_t* told
    cdef int8_t border
    memset(sums, 0, sizeof(sums))
    for tree in range(trees):
        memset(place, 0, sizeof(place))
        for level in range(levels):
            told, border = above + ABREAST * question.row, question.border
            for run in range(ABREAST):
                place[run] = place[run] + place[run] + (told[run] > border)
            question += 1
        for run in range(ABREAST):
            said[run] = leaf[place[run]]
        for run in range(ABREAST):
            sums[run] += said[run]
        leaf += 1 << levels
    memcpy(totals, sums, sizeof(sums))


def mean(const double[::1] first, const double[::1] second):
    """The mean of two scores for each run."""
    cdef Py_ssize_t i
    return [(first[i] + second[i]) / 2 for i in range(min(first.shape[0], second.shape[0]))]

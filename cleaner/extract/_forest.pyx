"""The inner loop of `forest`: which leaf each tree leads a run to, and what the leaves add up to."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from libc.stdint cimport int32_t
from libc.string cimport memcpy

cdef enum:
    ABREAST = 32  # so many runs are led side by side: compilers make few instructions of loops that are always as long


def totals(
    const float[:, ::1] columns, const int32_t[:, ::1] features, const float[:, ::1] borders,
    const int32_t[:, ::1] leaves,
):
    """For each run the sum over all trees of the leaf that it comes to.

    `columns`: a row a feature, a column a run; `features` and `borders`: a row a level, a column a tree; `leaves`: a
    row a tree, 2**levels long. Gives whole numbers, one a run.
    """
    cdef Py_ssize_t rows = columns.shape[0], runs = columns.shape[1], begin, size, row
    cdef int32_t these[ABREAST]
    sums = memoryview(bytearray(runs * sizeof(int32_t))).cast("i")
    cdef int32_t[::1] total = sums
    cdef float* values = <float*>PyMem_Calloc(rows * ABREAST, sizeof(float))
    if not values:
        raise MemoryError
    for begin in range(0, runs, ABREAST):
        size = min(ABREAST, runs - begin)
        for row in range(rows):
            memcpy(values + ABREAST * row, &columns[row, begin], size * sizeof(float))
        lead(values, features, borders, leaves, these)
        memcpy(&total[begin], these, size * sizeof(int32_t))
    PyMem_Free(values)
    return sums


cdef void lead(
    const float* values, const int32_t[:, ::1] features, const float[:, ::1] borders, const int32_t[:, ::1] leaves,
    int32_t* total,
) noexcept nogil:
    """The sums for `ABREAST` runs; `values` holds so many a row."""
    cdef int32_t place[ABREAST]
    cdef Py_ssize_t tree, level, run
    cdef const float* value
    cdef const int32_t* leaf
    cdef float border
    for run in range(ABREAST):
        total[run] = 0
    for tree in range(leaves.shape[0]):
        for run in range(ABREAST):
            place[run] = 0
        for level in range(features.shape[0] - 1, -1, -1):
            value = values + ABREAST * features[level, tree]
            border = borders[level, tree]
            for run in range(ABREAST):
                place[run] = place[run] + place[run] + (value[run] > border)
        leaf = &leaves[tree, 0]
        for run in range(ABREAST):
            total[run] += leaf[place[run]]

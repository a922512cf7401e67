"""The inner loop of `forest`: which leaf each tree leads a run to, and what the leaves add up to."""

from libc.stdint cimport int32_t, int64_t, uint8_t

import numpy as np


def totals(const uint8_t[:, ::1] answers, const int64_t[:, ::1] asked, const int32_t[::1] leaves):
    """For each run the sum over all trees of the leaf that it comes to.

    `answers`: a row a question, a column a run, 1 for yes; `asked`: a row a level, a column a tree, the number of the
    question; `leaves`: those of all trees one after the other, 2**levels each. Gives whole numbers, one a run.
    """
    cdef Py_ssize_t levels = asked.shape[0], trees = asked.shape[1], runs = answers.shape[1]
    cdef Py_ssize_t tree, level, run
    cdef const uint8_t* yes
    cdef const int32_t* here
    sums = np.zeros(runs, np.int32)
    places = np.empty(runs, np.uint8)
    cdef int32_t[::1] total = sums
    cdef uint8_t[::1] place = places
    with nogil:
        for tree in range(trees):
            for run in range(runs):
                place[run] = 0
            for level in range(levels - 1, -1, -1):
                yes = &answers[asked[level, tree], 0]
                for run in range(runs):
                    place[run] = <uint8_t>(place[run] + place[run] + yes[run])
            here = &leaves[tree << levels]
            for run in range(runs):
                total[run] += here[place[run]]
    return sums

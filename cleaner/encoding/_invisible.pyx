"""The loop of `invisible` that looks for blanks in every other place."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ


def alternate(str text not None, Py_ssize_t times):
    """Whether so many blanks stand with one character between each and the next."""
    cdef Py_ssize_t i, size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t[2] row
    row[0] = row[1] = 0
    for i in range(size):
        if PyUnicode_READ(kind, data, i) == 32:
            row[i & 1] += 1
            if row[i & 1] == times:
                return True
        else:
            row[i & 1] = 0
    return False

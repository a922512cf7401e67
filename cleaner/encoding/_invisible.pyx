"""The loop of `invisible` that looks for blanks in every other place."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t

ctypedef fused Characters:
    uint8_t
    uint16_t
    uint32_t


cdef bint _alternate(Characters* text, Py_ssize_t size, Py_ssize_t times) noexcept:
    cdef Py_ssize_t i, even = 0, odd = 0, most = 0
    for i in range(0, size - 1, 2):
        even = (even + 1) * (text[i] == 32)
        odd = (odd + 1) * (text[i + 1] == 32)
        most = max(most, max(even, odd))
    if size & 1:
        most = max(most, (even + 1) * (text[size - 1] == 32))
    return most >= times


def alternate(str text not None, Py_ssize_t times):
    """Whether so many blanks stand with one character between each and the next."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    if kind == 1:
        return _alternate(<uint8_t*>data, size, times)
    if kind == 2:
        return _alternate(<uint16_t*>data, size, times)
    return _alternate(<uint32_t*>data, size, times)

"""The loops of `alphabets` over all characters of a text."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint8_t, uint32_t
from libc.string cimport memset


def held(str text not None):
    """The set of characters outside ASCII."""
    cdef uint8_t[8192] seen  # a bit for each of the first 65,536
    cdef Py_ssize_t i, size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef uint32_t c
    found = set()
    if text.isascii():
        return found
    memset(seen, 0, sizeof(seen))
    for i in range(size):
        c = PyUnicode_READ(kind, data, i)
        if c < 128 or (c < 65536 and seen[c >> 3] >> (c & 7) & 1):
            continue
        if c < 65536:
            seen[c >> 3] |= <uint8_t>(1 << (c & 7))
        found.add(chr(c))
    return found


def runs(str text not None):
    """The set of stretches of at least two characters outside ASCII."""
    cdef Py_ssize_t i = 0, start, size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    found = set()
    if text.isascii():
        return found
    while i < size:
        if PyUnicode_READ(kind, data, i) < 128:
            i += 1
            continue
        start = i
        while i < size and PyUnicode_READ(kind, data, i) >= 128:
            i += 1
        if i - start > 1:
            found.add(text[start:i])
    return found

"""Finds the white space of a text that is more than one space between two words, in one pass over its characters."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t

ctypedef fused Characters:
    uint8_t
    uint16_t
    uint32_t


cdef class Signs:
    """Signs that are white space or show nothing, all below U+10000."""

    cdef uint8_t[0x2000] held  # a bit for each character

    def __cinit__(self, str signs not None):
        cdef uint32_t c
        cdef Py_UCS4 sign
        for sign in signs:
            c = sign
            if c > 0xFFFF:
                raise ValueError("a sign beyond U+FFFF")
            self.held[c >> 3] |= <uint8_t>(1 << (c & 7))

    def runs(self, list texts not None):
        """Of each text where runs of spaces and signs begin and end: all but single plain spaces inside the text."""
        return [self.of(text) for text in texts]

    cdef object of(self, str text):
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        if kind == 1:
            return self.found(<uint8_t*>data, PyUnicode_GET_LENGTH(text))
        if kind == 2:
            return self.found(<uint16_t*>data, PyUnicode_GET_LENGTH(text))
        return self.found(<uint32_t*>data, PyUnicode_GET_LENGTH(text))

    cdef object found(self, Characters* text, Py_ssize_t size):
        cdef Py_ssize_t at = 0, start
        cdef uint32_t c
        cdef bint plain
        cdef list runs = None  # as most texts have none
        while at < size:
            start = at
            plain = True
            while at < size:
                c = text[at]
                if c != 0x20:
                    if 0x20 < c < 0x7F or c > 0xFFFF or not self.held[c >> 3] >> (c & 7) & 1:
                        break
                    plain = False
                at += 1
            if at > start and (not plain or at - start > 1 or start == 0 or at == size):
                if runs is None:
                    runs = []
                runs.append((start, at))
            at += 1
        return () if runs is None else runs

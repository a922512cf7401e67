"""Tells at one look which paragraphs hold no lost break; most hold none."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, Py_UNICODE_ISUPPER
from libc.stdint cimport uint8_t, uint16_t, uint32_t

ctypedef fused Letters:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    PAIRS = 1024


cdef class Look:
    """What gives a lost break away: `quotes` that may stand behind a full stop, the `beginnings` of labels.

    All beginnings are `size` characters, two or more.
    """

    cdef str quotes
    cdef frozenset beginnings
    cdef Py_ssize_t size
    cdef uint8_t[PAIRS] begins  # whether two characters may begin a label

    def __cinit__(self, str quotes not None, frozenset beginnings not None, Py_ssize_t size):
        self.quotes, self.beginnings, self.size = quotes, beginnings, size
        for beginning in beginnings:
            self.begins[pair(ord(beginning[0]), ord(beginning[1]))] = True

    def may_break(self, list texts not None):
        """Of each text whether a capital stands right behind `.`, `!` or `?`, with at most three quotes between, or
        begins a label."""
        return [self.at(text) for text in texts]

    cdef bint at(self, str text) except -1:
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        if kind == 1:
            return self.look(text, <const uint8_t*>data, PyUnicode_GET_LENGTH(text))
        if kind == 2:
            return self.look(text, <const uint16_t*>data, PyUnicode_GET_LENGTH(text))
        return self.look(text, <const uint32_t*>data, PyUnicode_GET_LENGTH(text))

    cdef bint look(self, str text, const Letters* letters, Py_ssize_t size) except -1:
        cdef Py_ssize_t at, before
        cdef Py_UCS4 c
        for at in range(size):
            c = letters[at]
            if c < 0x41 or 0x5B <= c < 0x7F or not Py_UNICODE_ISUPPER(c):
                continue
            before = at - 1
            while before >= 0 and before >= at - 3 and <Py_UCS4>letters[before] in self.quotes:
                before -= 1
            if before >= 0 and ends_sentence(letters[before]):
                return True
            if at + self.size <= size and self.begins[pair(c, letters[at + 1])]:
                if text[at : at + self.size] in self.beginnings:
                    return True
        return False


cdef inline int pair(uint32_t first, uint32_t second) noexcept:
    return (first * 33 ^ second) & PAIRS - 1


cdef inline bint ends_sentence(Py_UCS4 c) noexcept:
    return c == 0x2E or c == 0x21 or c == 0x3F

"""Tells at one look that a paragraph holds no lost break, which is true of most."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISUPPER


def may_break(str text, str quotes, frozenset beginnings, Py_ssize_t size):
    """Whether a capital stands right behind `.`, `!` or `?`, with at most three of `quotes` between, or begins a label.

    `beginnings` are the first `size` characters of the labels.
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at, before
    cdef Py_UCS4 c
    for at in range(len(text)):
        c = PyUnicode_READ(kind, data, at)
        if c < 0x41 or 0x5b <= c < 0x7f or not Py_UNICODE_ISUPPER(c):
            continue
        before = at - 1
        while before >= 0 and before >= at - 3 and PyUnicode_READ(kind, data, before) in quotes:
            before -= 1
        if before >= 0 and ends_sentence(PyUnicode_READ(kind, data, before)):
            return True
        if text[at : at + size] in beginnings:
            return True
    return False


cdef inline bint ends_sentence(Py_UCS4 c) noexcept:
    return c == 0x2e or c == 0x21 or c == 0x3f

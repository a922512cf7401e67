"""Finds the white space of a text that is more than one space between two words, in one pass over its characters."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISPRINTABLE

cdef enum:
    OBJECT = 0xfffc  # stands where a picture was


def runs(str text, str signs):
    """Where runs of spaces and `signs` begin and end, as pairs: all but single plain spaces inside the text.

    A sign is U+FFFC or one that `str.isprintable` does not count as printable: so letters are soon passed over.
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text), at = 0, start
    cdef Py_UCS4 c
    cdef bint plain
    cdef list found = []
    while at < size:
        start = at
        plain = True
        while at < size:
            c = PyUnicode_READ(kind, data, at)
            if c == 0x20:
                at += 1
            elif not 0x20 < c < 0x7f and (c == OBJECT or not Py_UNICODE_ISPRINTABLE(c)) and c in signs:
                plain = False
                at += 1
            else:
                break
        if at > start and (not plain or at - start > 1 or start == 0 or at == size):
            found.append((start, at))
        at += 1
    return found

"""Where the lines of a text begin and end, found in one pass over its characters.

A line ends with LF, CR, CR LF, CR CR LF (which some mailers write), a vertical tab, a form feed, or one of Unicode's
two separators; `str.splitlines` knows more ends, which in damaged text are halves of letters.
"""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ


def spans(str text, str unseen):
    """Every line that holds a character which is not in `unseen`, as a tuple of four.

    Where it begins and ends without the spaces and tabs at its edges, how many of them stand at its beginning, and
    whether a new paragraph begins with it: it is the first, or a blank line, a form feed or U+2029 stands before it.
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text), at = 0, start, first, last, shown
    cdef Py_UCS4 c
    cdef bint parted = True
    cdef list found = []
    while at < size:
        start = at
        while at < size and not ends_line(PyUnicode_READ(kind, data, at)):
            at += 1
        first, last = start, at
        while first < last and is_blank(PyUnicode_READ(kind, data, first)):
            first += 1
        while last > first and is_blank(PyUnicode_READ(kind, data, last - 1)):
            last -= 1
        shown = first
        while shown < last and PyUnicode_READ(kind, data, shown) in unseen:
            shown += 1
        if shown < last:
            found.append((first, last, first - start, parted))
        parted = shown == last
        if at == size:
            break
        c = PyUnicode_READ(kind, data, at)
        parted |= c == 0x0c or c == 0x2029
        if c == 0x0d and at + 1 < size and PyUnicode_READ(kind, data, at + 1) == 0x0a:
            at += 1
        elif (c == 0x0d and at + 2 < size and PyUnicode_READ(kind, data, at + 1) == 0x0d
                and PyUnicode_READ(kind, data, at + 2) == 0x0a):
            at += 2
        at += 1
    return found


cdef inline bint ends_line(Py_UCS4 c) noexcept:
    return 0x0a <= c <= 0x0d or c == 0x2028 or c == 0x2029


cdef inline bint is_blank(Py_UCS4 c) noexcept:
    return c == 0x20 or c == 0x09

"""Puts the plain form of a name together, letter by letter: the walk of `folding`, which knows what each letter is."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring, Py_UNICODE_ISUPPER

#: No letter before this one (the first Greek one) begins a pair.
cdef enum:
    FIRST_OF_PAIRS = 0x370


def put_together(str name not None, letters not None, dict pairs not None, read_pair not None):
    """The forms of a name's letters and pairs, one after the other.

    `letters` gives the form for twice a letter's code point, plus one beside a capital: beside is the letter after it
    or, at the end, before it. `read_pair(name, at)` gives the form of two letters that are in `pairs`, or None.
    """
    cdef int kind = PyUnicode_KIND(name)
    cdef const void* data = PyUnicode_DATA(name)
    cdef Py_ssize_t size = len(name), at = 0, begin
    cdef Py_UCS4 letter, beside
    cdef list out = []
    while at < size:
        begin = at
        while at < size and is_plain(PyUnicode_READ(kind, data, at)):
            at += 1
        if at > begin:
            out.append(PyUnicode_Substring(name, begin, at))
            continue
        letter = PyUnicode_READ(kind, data, at)
        if letter >= FIRST_OF_PAIRS and at + 1 < size and PyUnicode_Substring(name, at, at + 2) in pairs:
            put = read_pair(name, at)
            if put is not None:
                out.append(put)
                at += 2
                continue
        beside = PyUnicode_READ(kind, data, at + 1 if at + 1 < size else at - 1) if size > 1 else 0
        out.append(letters[2 * <long>letter + (1 if Py_UNICODE_ISUPPER(beside) else 0)])
        at += 1
    return "".join(out)


cdef inline bint is_plain(Py_UCS4 c) noexcept:
    """Whether the letter stays as it is without a question."""
    return c < 128 and c != 96  # the grave accent, written for an apostrophe

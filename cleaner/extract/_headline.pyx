"""The words of a line, counted and cut to their stems: the search for a headline asks for them line by line.

Letters, digits and white space are what Python's own `str` methods say they are.
"""

from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISALPHA, Py_UNICODE_ISDECIMAL, Py_UNICODE_ISNUMERIC,
    Py_UNICODE_ISSPACE,
)

cdef enum:
    LOOKED_AT = 400  # characters of a text whose words are counted: enough to tell a paragraph
    STEM = 5  # so many letters of a word are the same in all its forms


def words(str text):
    """How many words the beginning of `text` holds; where words have no spaces, three signs count as one."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at, found = 0, signs = 0
    cdef Py_UCS4 c
    cdef bint inside = False, space
    for at in range(min(len(text), LOOKED_AT)):
        c = PyUnicode_READ(kind, data, at)
        space = Py_UNICODE_ISSPACE(c)
        found += not inside and not space
        inside = not space
        signs += is_ideographic(c)
    return found + signs // 3


def ideographs(str text):
    """How many ideographs, kana and hangul `text` holds."""
    cdef Py_UCS4 c
    cdef Py_ssize_t found = 0
    for c in text:
        found += is_ideographic(c)
    return found


def stems(str text):
    """The words of `text` that are long enough to tell something, without their endings, as a set.

    Long enough are four letters, or four signs of an Indian script, whose vowels are no letters, or two digits. Of
    scripts that put no spaces between words it is the pairs of signs instead.
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text), at = 0, end
    cdef bint unspaced = any_unspaced(text)
    cdef set found = set()
    cdef str stem
    while at < size:
        end = run_end(is_indian, 4, kind, data, at, size) or run_end(is_letter, 4, kind, data, at, size) or run_end(
            is_digit, 2, kind, data, at, size)
        if end:
            stem = text[at : min(end, at + STEM)].casefold()
            if not unspaced or not any_unspaced(stem):
                found.add(stem)
        at = end or at + 1
    if unspaced:
        for at in range(size - 1):
            if is_unspaced(PyUnicode_READ(kind, data, at)) and is_unspaced(PyUnicode_READ(kind, data, at + 1)):
                found.add(text[at : at + 2])
    return found


ctypedef bint (*Kind)(Py_UCS4) noexcept


cdef inline Py_ssize_t run_end(
    Kind of, Py_ssize_t least, int kind, void* data, Py_ssize_t at, Py_ssize_t size
) noexcept:
    """Where the run of signs of a kind that begins at `at` ends; 0 when it has fewer than `least`."""
    cdef Py_ssize_t end = at
    while end < size and of(PyUnicode_READ(kind, data, end)):
        end += 1
    return end if end - at >= least else 0


cdef bint any_unspaced(str text) noexcept:
    cdef Py_UCS4 c
    for c in text:
        if is_unspaced(c):
            return True
    return False


cdef inline bint is_ideographic(Py_UCS4 c) noexcept:
    return 0x3040 <= c <= 0x30ff or 0x3400 <= c <= 0x9fff or 0xac00 <= c <= 0xd7a3


cdef inline bint is_indian(Py_UCS4 c) noexcept:
    return 0x0900 <= c <= 0x0dff


cdef inline bint is_letter(Py_UCS4 c) noexcept:
    return Py_UNICODE_ISALPHA(c) or (Py_UNICODE_ISNUMERIC(c) and not Py_UNICODE_ISDECIMAL(c))


cdef inline bint is_digit(Py_UCS4 c) noexcept:
    return Py_UNICODE_ISDECIMAL(c)


cdef inline bint is_unspaced(Py_UCS4 c) noexcept:
    return (0x0e00 <= c <= 0x0eff or 0x1000 <= c <= 0x109f or 0x1780 <= c <= 0x17ff or 0x3040 <= c <= 0x30ff
            or 0x3400 <= c <= 0x9fff)

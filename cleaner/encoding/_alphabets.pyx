"""The loops of `alphabets` over all characters of a text."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ,
)
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memset

from ._letters cimport is_letter

ctypedef fused Characters:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    PAGE = 256

cdef struct Met:
    Py_ssize_t times
    bint within  # whether it was met between two letters


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


def outside(str text not None):
    """Where each stretch of characters outside ASCII begins and ends."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i = 0, start, size = PyUnicode_GET_LENGTH(text)
    cdef list found = []
    while i < size:
        if PyUnicode_READ(kind, data, i) < 128:
            i += 1
            continue
        start = i
        while i < size and PyUnicode_READ(kind, data, i) >= 128:
            i += 1
        found.append((start, i))
    return found


def runs(str text not None):
    """The set of stretches of at least two characters outside ASCII."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text)
    cdef set found = set()
    if text.isascii():
        return found
    if kind == 1:
        _runs(text, <uint8_t*>data, size, found)
    elif kind == 2:
        _runs(text, <uint16_t*>data, size, found)
    else:
        _runs(text, <uint32_t*>data, size, found)
    return found


cdef int _runs(str text, Characters* data, Py_ssize_t size, set found) except -1:
    cdef Py_ssize_t i = 0, start
    while i < size:
        if data[i] < 128:
            i += 1
            continue
        start = i
        while i < size and data[i] >= 128:
            i += 1
        if i - start > 1:
            found.add(text[start:i])
    return 0


def tally(str text not None):
    """How often each character outside ASCII occurs, and which of them stand between two letters somewhere."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text)
    cdef Met** pages
    cdef int page, place, most = 1 if kind == 1 else 0x100 if kind == 2 else 0x1100
    cdef dict times = {}
    cdef set within = set()
    if text.isascii():
        return times, within
    pages = <Met**>PyMem_Calloc(most, sizeof(Met*))
    if pages == NULL:
        raise MemoryError
    try:
        if kind == 1:
            _tally(<uint8_t*>data, size, pages)
        elif kind == 2:
            _tally(<uint16_t*>data, size, pages)
        else:
            _tally(<uint32_t*>data, size, pages)
        for page in range(most):
            if pages[page] == NULL:
                continue
            for place in range(PAGE):
                if pages[page][place].times:
                    times[chr(page * PAGE + place)] = pages[page][place].times
                    if pages[page][place].within:
                        within.add(chr(page * PAGE + place))
    finally:
        for page in range(most):
            PyMem_Free(pages[page])
        PyMem_Free(pages)
    return times, within


cdef int _tally(Characters* text, Py_ssize_t size, Met** pages) except -1:
    cdef Py_ssize_t i
    cdef uint32_t c
    cdef Met* met
    for i in range(size):
        c = text[i]
        if c < 128:
            continue
        if pages[c >> 8] == NULL:
            pages[c >> 8] = <Met*>PyMem_Calloc(PAGE, sizeof(Met))
            if pages[c >> 8] == NULL:
                raise MemoryError
        met = &pages[c >> 8][c & 255]
        met.times += 1
        if not met.within and 0 < i < size - 1:
            met.within = is_letter(text[i - 1]) and is_letter(text[i + 1])
    return 0


def stretches(str text not None, str odd not None, Py_ssize_t widest, Py_ssize_t most):
    """The first `most` different stretches without a blank that hold one of `odd`, all outside ASCII.

    What has no blank for more than `widest` characters is cut.
    """
    cdef uint8_t[8192] wanted  # a bit for each of the first 65,536
    cdef Py_ssize_t i, start = 0, size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 letter
    cdef uint32_t c
    cdef bint holds = False, beyond = False
    cdef dict found = {}
    memset(wanted, 0, sizeof(wanted))
    for letter in odd:
        c = letter
        if c < 65536:
            wanted[c >> 3] |= <uint8_t>(1 << (c & 7))
        beyond |= c >= 65536
    for i in range(size + 1):
        c = PyUnicode_READ(kind, data, i) if i < size else 32
        if i - start == widest or c == 32 or c == 9 or c == 10 or c == 13:
            if holds:
                found[text[start:i]] = None
                if len(found) >= most:
                    break
            holds = False
            start = i if i - start == widest and not (c == 32 or c == 9 or c == 10 or c == 13) else i + 1
        if c >= 128 and not holds:
            holds = wanted[c >> 3] >> (c & 7) & 1 if c < 65536 else beyond and chr(c) in odd
    return list(found)

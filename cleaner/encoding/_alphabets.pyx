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


def runs(str text not None, bint mixed=False):
    """The set of stretches of at least two characters outside ASCII; those alone that are not all plain if `mixed`."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text)
    cdef set found = set()
    if text.isascii():
        return found
    if kind == 1:
        _runs(text, <uint8_t*>data, size, mixed, found)
    elif kind == 2:
        _runs(text, <uint16_t*>data, size, mixed, found)
    else:
        _runs(text, <uint32_t*>data, size, mixed, found)
    return found


cdef int _runs(str text, Characters* data, Py_ssize_t size, bint mixed, set found) except -1:
    cdef Py_ssize_t i = 0, start
    cdef bint wanted
    while i < size:
        if data[i] < 128:
            i += 1
            continue
        start, wanted = i, not mixed
        while i < size and data[i] >= 128:
            wanted = wanted or not _is_plain(data[i], data[i - 1] if i else 0)
            i += 1
        if wanted and i - start > 1:
            found.add(text[start:i])
    return 0


cdef inline bint _is_plain(uint32_t c, uint32_t before) noexcept:
    """Whether this is no sign of damage in whatever company: a letter that is not Latin, a picture, a common sign.

    Not `Ђ`, which is what comes of quotation marks, and no sign behind what comes of the first byte of a letter; of
    quotation marks and signs of numbers not one beside the other.
    """
    if (
        0x391 <= c <= 0x3CE or c == 0x401 or 0x403 <= c <= 0x45F or 0x590 <= c <= 0x1DFF or 0x2E80 <= c <= 0xD7FF
        or 0x2000 <= c <= 0x200F or c == 0x203B or 0x2190 <= c <= 0x21FF or c == 0x2212 or 0x25A0 <= c <= 0x25C9
        or 0x2600 <= c <= 0x27BF or 0x2B00 <= c <= 0x2BFF or 0xFE00 <= c <= 0xFE0F or 0xFF00 <= c <= 0xFFEF
        or c > 0xFFFF
    ):
        return True
    if before in (0x412, 0x413, 0x420, 0x421, 0x392, 0x393, 0x39E, 0x39F):  # ВГРС, ΒΓΞΟ
        return False
    if _is_quotation_mark(c):
        return not _is_of_numbers(before)
    return c in (0xA0, 0xB7, 0x2013, 0x2014, 0x2019, 0x2026) or (_is_of_numbers(c) and not _is_quotation_mark(before))


cdef inline bint _is_quotation_mark(uint32_t c) noexcept:
    return c in (0xAB, 0xBB, 0x2018, 0x201C, 0x201D, 0x201E)


cdef inline bint _is_of_numbers(uint32_t c) noexcept:
    """± ² ³ ¹ ¼ ½ ¾ ÷"""
    return c in (0xB1, 0xB2, 0xB3, 0xB9, 0xBC, 0xBD, 0xBE, 0xF7)


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

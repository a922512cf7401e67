"""Writes characters as UTF-8: a page is ASCII for long stretches, with a curly quote between them here and there."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memcpy

from ._processor cimport wide

ctypedef fused Letters:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    STRETCH = 64  # so many characters at once, with the widest instructions that a compiler knows


def utf8(str text not None):
    """The same as `text.encode("utf-8", "surrogatepass")`, sooner where most characters are ASCII but not all."""
    cdef Py_ssize_t size = len(text)
    if text.isascii():
        return text.encode()
    if PyUnicode_KIND(text) == 1:
        return written(<const uint8_t*>PyUnicode_DATA(text), size)
    if PyUnicode_KIND(text) == 2:
        return written(<const uint16_t*>PyUnicode_DATA(text), size)
    return written(<const uint32_t*>PyUnicode_DATA(text), size)


cdef bytes written(const Letters* letters, Py_ssize_t size):
    cdef Py_ssize_t more = 0
    further(letters, size, &more)
    cdef bytes data = PyBytes_FromStringAndSize(NULL, size + more)
    write(letters, size, <uint8_t*>PyBytes_AS_STRING(data))
    return data


cdef wide further(const Letters* letters, Py_ssize_t size, Py_ssize_t* more) noexcept nogil:
    """Adds how many bytes more than letters there are."""
    cdef Py_ssize_t at = 0
    cdef uint16_t here
    cdef int i
    while at + STRETCH <= size:
        here = 0
        for i in range(STRETCH):
            here += <uint16_t>added(letters[at + i])
        at += STRETCH
        more[0] += here
    while at < size:
        more[0] += added(letters[at])
        at += 1


cdef inline int added(Letters c) noexcept nogil:
    """How many bytes more than one a letter takes."""
    return (c >= 0x80) + (c >= 0x800) + (c >= 0x10000)


cdef wide write(const Letters* letters, Py_ssize_t size, uint8_t* out) noexcept nogil:
    cdef Py_ssize_t at = 0, end
    cdef Letters every
    cdef uint8_t narrow[STRETCH]  # of its own, so that a compiler sees that nothing overlaps
    cdef uint32_t c
    cdef int i
    while at < size:
        end = min(at + STRETCH, size)
        if end - at == STRETCH:
            every = 0
            for i in range(STRETCH):
                every |= letters[at + i]
            if every < 0x80:
                for i in range(STRETCH):
                    narrow[i] = <uint8_t>letters[at + i]
                memcpy(out, narrow, STRETCH)
                at, out = end, out + STRETCH
                continue
        while at < end:
            c = letters[at]
            at += 1
            if c < 0x80:
                out[0] = <uint8_t>c
                out += 1
            elif c < 0x800:
                out[0], out[1] = <uint8_t>(0xC0 | c >> 6), <uint8_t>(0x80 | c & 0x3F)
                out += 2
            elif c < 0x10000:
                out[0], out[1] = <uint8_t>(0xE0 | c >> 12), <uint8_t>(0x80 | c >> 6 & 0x3F)
                out[2] = <uint8_t>(0x80 | c & 0x3F)
                out += 3
            else:
                out[0], out[1] = <uint8_t>(0xF0 | c >> 18), <uint8_t>(0x80 | c >> 12 & 0x3F)
                out[2], out[3] = <uint8_t>(0x80 | c >> 6 & 0x3F), <uint8_t>(0x80 | c & 0x3F)
                out += 4

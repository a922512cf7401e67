"""Writes characters as UTF-8: a page is ASCII for long stretches, with a curly quote between them here and there."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy

cdef uint64_t NOT_ASCII = 0xFF80FF80FF80FF80, PAIRS = 0x0000FFFF0000FFFF  # of four characters at once


def utf8(str text not None):
    """The same as `text.encode("utf-8", "surrogatepass")`, sooner where most characters are ASCII but not all."""
    if PyUnicode_KIND(text) != 2:
        return text.encode("utf-8", "surrogatepass")
    cdef const uint16_t* letters = <const uint16_t*>PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text)
    data = PyBytes_FromStringAndSize(NULL, size + further(letters, size))
    write(letters, size, <uint8_t*>PyBytes_AS_STRING(data))
    return data


cdef Py_ssize_t further(const uint16_t* letters, Py_ssize_t size) noexcept nogil:
    """How many bytes more than letters there are."""
    cdef Py_ssize_t at = 0, more = 0
    cdef uint64_t four
    while at < size:
        while at + 4 <= size:
            memcpy(&four, letters + at, 8)
            if four & NOT_ASCII:
                break
            at += 4
        if at < size:
            more += (letters[at] >= 0x80) + (letters[at] >= 0x800)
            at += 1
    return more


cdef void write(const uint16_t* letters, Py_ssize_t size, uint8_t* out) noexcept nogil:
    cdef Py_ssize_t at = 0
    cdef uint64_t four
    cdef uint32_t packed
    cdef uint16_t c
    while at < size:
        while at + 4 <= size:
            memcpy(&four, letters + at, 8)
            if four & NOT_ASCII:
                break
            four = (four | four >> 8) & PAIRS
            packed = <uint32_t>(four | four >> 16)
            memcpy(out, &packed, 4)
            at, out = at + 4, out + 4
        if at == size:
            break
        c = letters[at]
        at += 1
        if c < 0x80:
            out[0] = <uint8_t>c
            out += 1
        elif c < 0x800:
            out[0], out[1] = <uint8_t>(0xC0 | c >> 6), <uint8_t>(0x80 | c & 0x3F)
            out += 2
        else:
            out[0], out[1] = <uint8_t>(0xE0 | c >> 12), <uint8_t>(0x80 | c >> 6 & 0x3F)
            out[2] = <uint8_t>(0x80 | c & 0x3F)
            out += 3

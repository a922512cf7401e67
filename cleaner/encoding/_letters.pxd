"""What a character is, asked of millions: a plain one is told by its number, another by Python's tables."""

from cpython.unicode cimport Py_UNICODE_TOLOWER
from libc.stdint cimport uint32_t


cdef inline bint is_plain(uint32_t c) noexcept:
    """Whether this is a letter of ASCII."""
    return 97 <= (c | 32) <= 122


cdef inline bint is_letter(uint32_t c) noexcept:
    """`[^\\W\\d_]`"""
    if c < 128:
        return is_plain(c)
    return (<Py_UCS4>c).isalpha() or ((<Py_UCS4>c).isalnum() and not (<Py_UCS4>c).isdecimal())


cdef inline bint is_alpha(uint32_t c) noexcept:
    """`c.isalpha()`"""
    return is_plain(c) if c < 128 else (<Py_UCS4>c).isalpha()


cdef inline bint is_small(uint32_t c) noexcept:
    """`c.islower()`"""
    return 97 <= c <= 122 if c < 128 else (<Py_UCS4>c).islower()


cdef inline bint is_capital(uint32_t c) noexcept:
    """`c.isupper()`"""
    return 65 <= c <= 90 if c < 128 else (<Py_UCS4>c).isupper()


cdef inline uint32_t small(uint32_t c) noexcept:
    """Its small letter, where that is a single one."""
    if c < 128:
        return c | 32 if 65 <= c <= 90 else c
    return Py_UNICODE_TOLOWER(c)

from libc.stdint cimport uint8_t, uint16_t, uint32_t, int32_t


cdef class Words:
    cdef readonly str text
    cdef readonly bytes rarities
    cdef uint16_t* letters
    cdef uint32_t* following
    cdef uint8_t* own
    cdef uint8_t* least
    cdef uint8_t* numbers
    cdef int32_t* twos
    cdef int32_t* threes
    cdef double* steps  # how likely each is behind the two before it; 0 where nobody has asked
    cdef uint32_t* starts
    cdef int kinds

    cdef int build(self) except -1
    cdef int number(self, uint32_t letter) noexcept
    cdef Py_ssize_t child(self, Py_ssize_t node, uint32_t letter) noexcept
    cdef Py_ssize_t find(self, const uint32_t* word, Py_ssize_t size) noexcept
    cdef int rarity(self, const uint32_t* word, Py_ssize_t size) noexcept
    cdef double step(self, int first, int second, int third) noexcept
    cdef double letter_price(self, const uint32_t* word, Py_ssize_t size, bint whole) noexcept
    cdef double price(self, const uint32_t* word, Py_ssize_t size) noexcept
    cdef double opening_price(self, const uint32_t* word, Py_ssize_t size) noexcept
    cdef int regrow(self, Py_ssize_t node, const uint32_t* left, Py_ssize_t size, const uint8_t* lost, bint grown, list word, list found) except -1
    cdef int match(self, Py_ssize_t node, const uint32_t* pattern, Py_ssize_t size, Py_ssize_t at, list word, list found) except -1


cdef double spelled(double letters, Py_ssize_t size) noexcept

from libc.stdint cimport uint8_t, uint32_t

from ._lexicon cimport Words

cdef enum:
    NOTHING = 0x110000  # what stands where the text has ended
    UNKNOWN_OPEN = 0x110001  # nobody knows which quote is open


cdef struct Habits:
    int language
    double short_dash
    double long_dash
    int pairs
    Py_UCS4[3] opening
    Py_UCS4[3] closing


cdef class Signs:
    cdef Habits habits

    cdef double cost(self, Py_UCS4 sign, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at, Py_UCS4 opened, double most) except? -1


cdef class Best:
    cdef readonly tuple chosen
    cdef readonly double cost
    cdef readonly tuple margins


cdef class Quotes:
    cdef Py_UCS4 now  # the quote that is open
    cdef Py_UCS4 left  # what stands before
    cdef Py_ssize_t at  # how far it has read

    cdef str opened(self)
    cpdef see(self, str text, Py_ssize_t until)
    cpdef take(self, str passed, Py_ssize_t at)
    cdef int run(self, str text, Py_ssize_t at, Py_ssize_t end, bint lines) except -1


cdef class Prices:
    cdef Words words
    cdef Habits habits
    cdef uint8_t[8192] own  # a bit for each of the language's letters
    cdef double unlisted
    cdef dict thoughts

    cdef bint owns(self, uint32_t c) noexcept
    cdef str thought_of(self, str origins)
    cdef double word(self, const Py_UCS4* word, Py_ssize_t size) except? -1
    cdef double cost(self, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t start, Py_ssize_t end, Py_UCS4 opened) except? -1
    cdef double words_cost(self, const Py_UCS4* text, Py_ssize_t start, Py_ssize_t end, bint* plain) except? -1
    cdef double with_signs(self, double price, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t start, Py_ssize_t end, Py_UCS4 opened)
    cdef double case_cost(self, const Py_UCS4* text, Py_ssize_t start, Py_ssize_t end) except? -1
    cdef double strangeness(self, const Py_UCS4* text, Py_ssize_t start, Py_ssize_t end) except? -1
    cpdef double price(self, str reading, str left, str right, str opened) except? -1
    cpdef double least(self, tuple pieces, str left, str right) except? -1
    cpdef Best best(self, tuple pieces, str left, str right, str opened)

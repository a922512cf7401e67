from libc.stdint cimport uint8_t, uint16_t, uint32_t


cdef struct Cut:
    uint32_t start
    uint32_t end
    uint32_t origins  # a character, or the number of several


cdef class Cuts:
    cdef Cut* cuts
    cdef Py_ssize_t count, room

    cdef int add(self, Py_ssize_t start, Py_ssize_t end, uint32_t origins) except -1
    cdef Pieces row(self)


cdef class Pieces:
    cdef Cuts owner  # of the cuts, which several rows share
    cdef Cut* cuts
    cdef Py_ssize_t count

    cdef Pieces part(self, Py_ssize_t start, Py_ssize_t end)
    cdef bytes key(self)


cdef str origins_of(uint32_t number)

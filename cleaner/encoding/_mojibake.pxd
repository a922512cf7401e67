from ._context cimport Prices
from ._pieces cimport Pieces


cdef class Frame:
    cdef readonly Py_ssize_t start
    cdef readonly str text
    cdef readonly str left
    cdef readonly str right

    cpdef tuple parts(self, Pieces group, Prices prices)

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

"""Asks the table of neighbours about all readings of words that stand side by side, and finds the cheapest row of them."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_AsUTF8AndSize,
)
from libc.math cimport log10
from libc.stdint cimport uint8_t, uint32_t

from ._letters cimport is_alpha
from ._lexicon cimport Words

#: How many meetings of a word weigh as much as what is known of its neighbour alone.
cdef double _PRIOR = 10.0
#: The most that a neighbour makes a word likelier or less likely, in decibels.
cdef double _MOST = 25.0
cdef double _LEAST = -1.0

cdef uint32_t[256] _remainders


cdef void _divide() noexcept:
    cdef uint32_t octet, rest
    cdef int bit
    for octet in range(256):
        rest = octet
        for bit in range(8):
            rest = rest >> 1 ^ (<uint32_t>0xEDB88320 if rest & 1 else 0)
        _remainders[octet] = rest


_divide()


cdef uint32_t _on(uint32_t rest, str text) except? 0:
    """The remainder of CRC-32 with a text behind what was there."""
    cdef Py_ssize_t size, i
    cdef const uint8_t* octets = <const uint8_t*>PyUnicode_AsUTF8AndSize(text, &size)
    for i in range(size):
        rest = _remainders[(rest ^ octets[i]) & 0xFF] ^ rest >> 8
    return rest


cdef uint32_t _first(str language, str first) except? 0:
    """The remainder of a language and the first word of a pair."""
    cdef uint32_t rest = _on(0xFFFFFFFF, language)
    rest = _on(_on(rest, " "), first)
    return _on(rest, " ")


def number_of(str language not None, str first not None, str second not None):
    """The number of a pair of words."""
    return <uint32_t>~_on(_first(language, first), second)


cdef class Pairs:
    """The numbers of pairs, in order, and how often each was met."""

    cdef uint32_t* numbers
    cdef Py_ssize_t size
    cdef bytes counts

    def __cinit__(self, bytes octets not None):
        """`octets`: the numbers, four bytes each, the lowest first, and behind them a byte for each."""
        cdef const uint8_t* packed = octets
        cdef Py_ssize_t i
        self.size = len(octets) // 5
        self.counts = octets[4 * self.size :]
        self.numbers = <uint32_t*>PyMem_Malloc((self.size + 1) * sizeof(uint32_t))
        if self.numbers == NULL:
            raise MemoryError
        for i in range(self.size):
            self.numbers[i] = (
                packed[4 * i] | <uint32_t>packed[4 * i + 1] << 8
                | <uint32_t>packed[4 * i + 2] << 16 | <uint32_t>packed[4 * i + 3] << 24
            )

    def __dealloc__(self):
        PyMem_Free(self.numbers)

    cdef int met(self, uint32_t number) noexcept:
        cdef Py_ssize_t low = 0, high = self.size, middle
        while low < high:
            middle = (low + high) // 2
            if self.numbers[middle] < number:
                low = middle + 1
            else:
                high = middle
        if low == self.size or self.numbers[low] != number:
            return 0
        return (<const uint8_t*>self.counts)[low]

    def count(self, str language not None, str first not None, str second not None):
        """How often two words were met side by side; "" for any word."""
        return self.met(number_of(language, first, second))

    cdef double likelier(self, uint32_t first, int after, str second, double alone) except? -1:
        """By how many decibels a word, which is so likely by itself, is likelier behind one that was met so often."""
        cdef int both = self.met(~_on(first, second))
        cdef double found = 10 * log10((both + _PRIOR * alone) / ((after + _PRIOR) * alone))
        return max(_LEAST, min(_MOST, found))

    def gain(self, str language not None, str first not None, str second not None, double rarity):
        """By how many decibels `second`, which costs `rarity` by itself, is likelier behind `first`."""
        cdef uint32_t rest = _first(language, first)
        cdef int after = self.met(~rest)
        return self.likelier(rest, after, second, _alone(rarity)) if after else 0.0


cdef inline double _alone(double rarity) noexcept:
    """How likely a word is by itself."""
    return 10 ** (-rarity / 10)


cdef class Edge:
    """The words at both ends of each reading of a stretch, and what each reading costs by itself."""

    cdef Py_ssize_t size
    cdef list first  # the different words
    cdef list last
    cdef Py_ssize_t* begins  # which of them each reading begins with,
    cdef Py_ssize_t* ends  # and ends with
    cdef double* costs
    cdef double* ahead  # with the best of what stands before it
    cdef double* behind  # of what stands behind it

    def __cinit__(self, list readings not None):
        """`readings`: the first word and the last, in small letters, and the cost."""
        cdef Py_ssize_t i
        self.size = len(readings)
        self.first, self.last = [], []
        self.costs = <double*>PyMem_Malloc((self.size + 1) * 3 * sizeof(double))
        self.begins = <Py_ssize_t*>PyMem_Malloc((self.size + 1) * 2 * sizeof(Py_ssize_t))
        if self.costs == NULL or self.begins == NULL:
            raise MemoryError
        self.ahead, self.behind, self.ends = self.costs + self.size, self.costs + 2 * self.size, self.begins + self.size
        for i in range(self.size):
            first, last, self.costs[i] = readings[i]
            self.begins[i], self.ends[i] = _place(self.first, first), _place(self.last, last)

    def __dealloc__(self):
        PyMem_Free(self.costs)
        PyMem_Free(self.begins)


cdef Py_ssize_t _place(list words, str word) except -1:
    """Where a word stands among a few; it is put behind them if it does not."""
    cdef Py_ssize_t at
    for at in range(len(words)):
        if <str>words[at] == word:
            return at
    words.append(word)
    return len(words) - 1


def leading(str text not None):
    """The letters with which a text begins, in small ones."""
    cdef Py_ssize_t at = 0, size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    while at < size and is_alpha(PyUnicode_READ(kind, data, at)):
        at += 1
    return text[:at].lower()


def trailing(str text not None):
    """The letters with which a text ends, in small ones."""
    cdef Py_ssize_t at = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    while at and is_alpha(PyUnicode_READ(kind, data, at - 1)):
        at -= 1
    return text[at:].lower()


cdef int _link(Words words, str language, Pairs pairs, Edge left, Edge right, double* link) except -1:
    """By how much each reading of the right stretch is likelier behind each of the left one."""
    cdef Py_ssize_t i, j, firsts = len(left.last), seconds = len(right.first)
    cdef uint32_t rest
    cdef int after
    cdef double* gains = <double*>PyMem_Calloc(firsts * seconds + seconds, sizeof(double))
    cdef double* alone = gains + firsts * seconds
    if gains == NULL:
        raise MemoryError
    try:
        for i in range(firsts):
            first = left.last[i]
            rest = _first(language, first) if first else 0
            after = pairs.met(~rest) if first else 0
            for j in range(seconds if after else 0):
                second = right.first[j]
                if not second:
                    continue
                if not alone[j]:
                    alone[j] = _alone(words.cost(second))
                gains[i * seconds + j] = pairs.likelier(rest, after, second, alone[j])
        for i in range(left.size):
            for j in range(right.size):
                link[i * right.size + j] = gains[left.ends[i] * seconds + right.begins[j]]
    finally:
        PyMem_Free(gains)
    return 0


def beside(Words words not None, str language not None, Pairs pairs not None, list edges not None):
    """What each reading of each of a row of stretches costs in the best of company, left and right (min-sum)."""
    cdef Py_ssize_t at, i, j, most = 0
    cdef double least, price
    cdef double* links
    cdef double* link
    cdef Edge left, right
    for right in edges:
        if not right.size:
            raise ValueError("a stretch without a reading")
        most = max(most, right.size)
    links = <double*>PyMem_Malloc((len(edges) + 1) * most * most * sizeof(double))
    if links == NULL:
        raise MemoryError
    try:
        for at in range(1, len(edges)):
            _link(words, language, pairs, edges[at - 1], edges[at], links + at * most * most)
        for at in range(len(edges)):
            right, link = edges[at], links + at * most * most
            left = edges[at - 1] if at else None
            for j in range(right.size):
                right.behind[j] = 0.0
                right.ahead[j] = right.costs[j]
                if left is None:
                    continue
                least = left.ahead[0] - link[j]
                for i in range(1, left.size):
                    price = left.ahead[i] - link[i * right.size + j]
                    if price < least:
                        least = price
                right.ahead[j] = right.costs[j] + least
        for at in range(len(edges) - 1, 0, -1):
            right, left, link = edges[at], edges[at - 1], links + at * most * most
            for i in range(left.size):
                least = right.costs[0] + right.behind[0] - link[i * right.size]
                for j in range(1, right.size):
                    price = right.costs[j] + right.behind[j] - link[i * right.size + j]
                    if price < least:
                        least = price
                left.behind[i] = least
    finally:
        PyMem_Free(links)
    found = []
    for right in edges:
        found.append([right.ahead[i] + right.behind[i] for i in range(right.size)])
    return found

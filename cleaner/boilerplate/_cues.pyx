"""The inner loop of `cues`: looks for all words of all families at once, in a tree of letters."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint64_t
from libc.stdlib cimport calloc, free, malloc


cdef class Cues:
    """Up to 64 families of cues, each a string of words and signs with one space between.

    Nodes 0 and 1 are the roots of two trees: of cues read forwards, and of ends of words read backwards.
    """

    cdef uint64_t* edges  # node and letter, from 1 on; 0 where there is none
    cdef int* targets
    cdef uint64_t* begun  # of each node, the families of cues that end here, whatever follows
    cdef uint64_t* ended  # and of those that must end with a word
    cdef size_t size
    cdef int nodes

    def __cinit__(self, cues):
        """`cues`: of each its family, its letters, whether it ends with a word, and whether it is but a word's end."""
        cdef size_t most = 2
        for _, letters, _, _ in cues:
            most += len(letters)
        self.size, self.nodes = 16, 2
        while self.size < 2 * most:
            self.size *= 2
        self.edges = <uint64_t*>calloc(self.size, sizeof(uint64_t))
        self.targets = <int*>calloc(self.size, sizeof(int))
        self.begun = <uint64_t*>calloc(most, sizeof(uint64_t))
        self.ended = <uint64_t*>calloc(most, sizeof(uint64_t))
        if not (self.edges and self.targets and self.begun and self.ended):
            raise MemoryError()
        for family, letters, whole, end in cues:
            if not 0 <= family < 64:
                raise ValueError(f"family {family}: there is room for 64")
            self._add(letters[::-1] if end else letters, family, whole, end)

    def __dealloc__(self):
        free(self.edges)
        free(self.targets)
        free(self.begun)
        free(self.ended)

    cdef void _add(self, str letters, int family, bint whole, int root):
        cdef int node = root
        cdef Py_UCS4 c
        cdef size_t at
        for c in letters:
            at = self._slot(node, c)
            if not self.edges[at]:
                self.edges[at], self.targets[at] = _edge(node, c), self.nodes
                self.nodes += 1
            node = self.targets[at]
        (self.ended if whole or root else self.begun)[node] |= <uint64_t>1 << family

    cdef inline size_t _slot(self, int node, Py_UCS4 c) noexcept:
        cdef uint64_t edge = _edge(node, c)
        cdef size_t at = <size_t>(edge * <uint64_t>0x9E3779B97F4A7C15 >> 32) & (self.size - 1)
        while self.edges[at] and self.edges[at] != edge:
            at = (at + 1) & (self.size - 1)
        return at

    def mask(self, str text):
        """The families of which a cue stands in the text, as bits."""
        cdef Py_ssize_t size = len(text)
        cdef Py_UCS4* apart = <Py_UCS4*>malloc((2 * size + 2) * sizeof(Py_UCS4))
        cdef uint64_t found
        if apart == NULL:
            raise MemoryError()
        found = self._found(apart, _set_apart(text, size, apart))
        free(apart)
        return found

    cdef uint64_t _found(self, const Py_UCS4* text, Py_ssize_t size) noexcept:
        """A tree is no deeper than its longest cue, so time is linear in the text."""
        cdef Py_ssize_t i, at
        cdef size_t slot
        cdef int node
        cdef uint64_t found = 0
        for i in range(1, size - 1):
            if text[i] == u" ":
                continue
            if text[i - 1] == u" ":
                node, at = 0, i
                while at < size - 1:
                    slot = self._slot(node, text[at])
                    if not self.edges[slot]:
                        break
                    node = self.targets[slot]
                    found |= self.begun[node]
                    at += 1
                    if text[at] == u" ":
                        found |= self.ended[node]
            if text[i + 1] == u" ":
                node, at = 1, i
                while at > 0:
                    slot = self._slot(node, text[at])
                    if not self.edges[slot]:
                        break
                    node = self.targets[slot]
                    at -= 1
                    if text[at] != u" ":
                        found |= self.ended[node]
        return found


cdef inline uint64_t _edge(int node, Py_UCS4 c) noexcept:
    return (<uint64_t>node + 1) << 21 | <uint64_t>c


cdef Py_ssize_t _set_apart(str text, Py_ssize_t size, Py_UCS4* apart) noexcept:
    """The words and signs of the text with one space around each; says how long that is."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i, at = 1
    cdef Py_UCS4 c
    cdef bint inside = False  # a word
    apart[0] = u" "
    for i in range(size):
        c = PyUnicode_READ(kind, data, i)
        if c.isalnum():
            apart[at] = c
            at += 1
            inside = True
            continue
        if inside:
            apart[at] = u" "
            at += 1
            inside = False
        if not c.isspace():
            apart[at], apart[at + 1] = c, u" "
            at += 2
    if inside:
        apart[at] = u" "
        at += 1
    return at

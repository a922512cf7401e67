"""The inner loop of `lexicon`'s guess: of which languages the first words of a text are the commonest ones."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, Py_UNICODE_ISSPACE,
)
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memcmp

from ._letters cimport is_letter, small

ctypedef fused Characters:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    SLOTS = 1 << 14
    OCTETS = 1 << 11  # with a bit for each slot
    LONGEST = 32  # characters of a word that can be among the commonest
    LANGUAGES = 32
    OFFSET = 2166136261  # the number of no letters

cdef uint8_t[2][128] inside  # whether a plain character stands in a word: of letters, or from blank to blank
cdef uint8_t[128] smaller  # its small letter, or itself
for _i in range(128):
    inside[0][_i], inside[1][_i] = chr(_i).isalpha(), not chr(_i).isspace()
    smaller[_i] = ord(chr(_i).lower())

cdef struct Word:
    uint32_t letters  # where they begin
    uint16_t size
    uint16_t meanings
    uint32_t meant  # where these begin


cdef class FirstWords:
    """The commonest words of all languages. Ask with the beginning of a text."""

    cdef Word* slots
    cdef uint8_t[OCTETS] taken  # a bit for each slot: few of the words that are met need be looked for
    cdef uint32_t* letters
    cdef uint16_t* meanings  # language and weight, one after the other
    cdef int[LANGUAGES] hits
    cdef int[LANGUAGES] weights
    cdef int languages

    def __cinit__(self, index, int languages):
        """`index`: word → pairs of a language's number and the word's weight in it."""
        cdef Py_ssize_t letters = 0, meanings = 0, at
        cdef uint32_t slot, number
        cdef str word
        self.languages = languages
        self.slots = <Word*>PyMem_Calloc(SLOTS, sizeof(Word))
        self.letters = <uint32_t*>PyMem_Malloc(sizeof(uint32_t) * sum(map(len, index)))
        self.meanings = <uint16_t*>PyMem_Malloc(2 * sizeof(uint16_t) * sum(map(len, index.values())))
        if not self.slots or not self.letters or not self.meanings:
            raise MemoryError
        if 2 * len(index) > SLOTS or languages > LANGUAGES or max(map(len, index)) > LONGEST:
            raise ValueError("too many words, or too long ones")
        for word, meant in index.items():
            number = OFFSET
            for at in range(len(word)):
                self.letters[letters + at] = word[at]
                number = _mixed(number, self.letters[letters + at])
            slot = self.slot(self.letters + letters, len(word), number)
            self.slots[slot] = Word(letters, len(word), len(meant), meanings)
            self.taken[slot >> 3] |= <uint8_t>(1 << (slot & 7))
            letters += len(word)
            for language, weight in meant:
                self.meanings[meanings], self.meanings[meanings + 1] = language, weight
                meanings += 2

    def __dealloc__(self):
        PyMem_Free(self.slots)
        PyMem_Free(self.letters)
        PyMem_Free(self.meanings)

    cdef uint32_t slot(self, const uint32_t* letters, Py_ssize_t size, uint32_t number) noexcept:
        """Where a word of such a number is, or would be."""
        cdef Word* there
        number ^= number >> 15
        while self.is_taken(number):
            there = &self.slots[number & (SLOTS - 1)]
            if there.size == size and not memcmp(self.letters + there.letters, letters, size * sizeof(uint32_t)):
                break
            number += 1
        return number & (SLOTS - 1)

    cdef inline bint is_taken(self, uint32_t number) noexcept:
        return self.taken[(number & (SLOTS - 1)) >> 3] >> (number & 7) & 1

    cdef void count(self, const uint32_t* letters, Py_ssize_t size, uint32_t number) noexcept:
        """Adds a word."""
        cdef uint32_t slot = self.slot(letters, size, number)
        cdef Word* there = &self.slots[slot]
        cdef Py_ssize_t i
        if not self.is_taken(slot):
            return
        for i in range(there.meant, there.meant + 2 * there.meanings, 2):
            self.hits[self.meanings[i]] += 1
            self.weights[self.meanings[i]] += self.meanings[i + 1]

    cdef int count_lowered(self, str word) except -1:
        """Adds a word whose small form is not of one letter for each."""
        cdef uint32_t[LONGEST] letters
        cdef Py_ssize_t i
        cdef uint32_t number = OFFSET
        word = word.lower()
        if len(word) <= LONGEST:
            for i in range(len(word)):
                letters[i] = ord(word[i])
                number = _mixed(number, letters[i])
            self.count(letters, len(word), number)
        return 0

    cdef void clear(self) noexcept:
        cdef int i
        for i in range(self.languages):
            self.hits[i] = self.weights[i] = 0

    cdef int best(self, Py_ssize_t words) noexcept:
        """The number of the language that has most; -1 when too little tells."""
        cdef int i, best = 0
        for i in range(1, self.languages):
            if self.weights[i] > self.weights[best]:
                best = i
        return best if self.weights[best] >= 40 and self.hits[best] >= 0.1 * words else -1

    cdef Py_ssize_t read(self, str text, Py_ssize_t end, Py_ssize_t most, bint apart) except -1:
        """Counts the first words, at most so many, of `text[:end]`; `apart`: from blank to blank, else of letters only."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        self.clear()
        end = min(end, PyUnicode_GET_LENGTH(text))
        if kind == 1:
            return _read(self, text, <uint8_t*>data, end, most, apart)
        if kind == 2:
            return _read(self, text, <uint16_t*>data, end, most, apart)
        return _read(self, text, <uint32_t*>data, end, most, apart)

    def guess(self, str text not None, Py_ssize_t end, Py_ssize_t most, bint apart):
        """The number of the language of which `text[:end]` begins with most words; -1 when too little tells."""
        return self.best(self.read(text, end, most, apart))

    def weigh(self, str text not None, Py_ssize_t most):
        """What the first words of a text, at most so many, weigh in each language."""
        self.read(text, PyUnicode_GET_LENGTH(text), most, False)
        return [self.weights[i] for i in range(self.languages)]


cdef Py_ssize_t _read(
    FirstWords known, str text, Characters* characters, Py_ssize_t end, Py_ssize_t most, bint apart
) except -1:
    cdef Py_ssize_t at = 0, start, words = 0
    cdef uint32_t[LONGEST] letters
    cdef uint32_t c, number
    cdef bint usual
    while words < most:
        while at < end and not _is_within(characters[at], apart):
            at += 1
        if at >= end:
            break
        start, number, usual = at, OFFSET, True
        while at < end and _is_within(characters[at], apart):
            c = characters[at]
            if c < 128:
                c = smaller[c]
            elif c == 0x130 or c == 0x3A3:  # İ becomes two characters, what Σ becomes depends on what is beside it
                usual = False
            else:
                c = small(c)
            if at - start < LONGEST:
                letters[at - start] = c
                number = _mixed(number, c)
            at += 1
        if not usual:
            known.count_lowered(text[start:at])
        elif at - start <= LONGEST:
            known.count(letters, at - start, number)
        words += 1
    return words


cdef inline bint _is_within(uint32_t c, bint apart) noexcept:
    if c < 128:
        return inside[apart][c]
    return not Py_UNICODE_ISSPACE(c) if apart else is_letter(c)


cdef inline uint32_t _mixed(uint32_t number, uint32_t letter) noexcept:
    """The number of a word with one more letter (FNV-1a)."""
    return (number ^ letter) * 16777619

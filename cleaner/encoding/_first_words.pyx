"""The inner loop of `lexicon`'s guess: of which languages the first words of a text are the commonest ones."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ,
    Py_UNICODE_ISALNUM, Py_UNICODE_ISDECIMAL, Py_UNICODE_ISSPACE, Py_UNICODE_TOLOWER,
)
from libc.stdint cimport uint16_t, uint32_t
from libc.string cimport memcmp

cdef enum:
    SLOTS = 1 << 14
    LONGEST = 32  # characters of a word that can be among the commonest
    LANGUAGES = 32

cdef struct Word:
    uint32_t letters  # where they begin
    uint16_t size
    uint16_t meanings
    uint32_t meant  # where these begin


cdef class FirstWords:
    """The commonest words of all languages. Ask with words, or with the beginning of a text."""

    cdef Word* slots
    cdef uint32_t* letters
    cdef uint16_t* meanings  # language and weight, one after the other
    cdef int[LANGUAGES] hits
    cdef int[LANGUAGES] weights
    cdef int languages

    def __cinit__(self, index, int languages):
        """`index`: word → pairs of a language's number and the word's weight in it."""
        cdef Py_ssize_t letters = 0, meanings = 0, at
        cdef uint32_t slot
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
            for at in range(len(word)):
                self.letters[letters + at] = word[at]
            slot = self.slot(self.letters + letters, len(word))
            self.slots[slot] = Word(letters, len(word), len(meant), meanings)
            letters += len(word)
            for language, weight in meant:
                self.meanings[meanings], self.meanings[meanings + 1] = language, weight
                meanings += 2

    def __dealloc__(self):
        PyMem_Free(self.slots)
        PyMem_Free(self.letters)
        PyMem_Free(self.meanings)

    cdef uint32_t slot(self, uint32_t* letters, Py_ssize_t size) noexcept:
        """Where a word is, or would be."""
        cdef uint32_t number = 2166136261
        cdef Py_ssize_t i
        cdef Word* there
        for i in range(size):
            number = (number ^ letters[i]) * 16777619
        number ^= number >> 15
        while True:
            there = &self.slots[number & (SLOTS - 1)]
            if not there.size or (
                there.size == size and not memcmp(self.letters + there.letters, letters, size * sizeof(uint32_t))
            ):
                return number & (SLOTS - 1)
            number += 1

    cdef int count(self, int kind, void* data, Py_ssize_t start, Py_ssize_t end) except -1:
        """Adds the word that stands there, in whatever case."""
        cdef uint32_t[LONGEST] letters
        cdef Py_ssize_t i, size = end - start
        cdef uint32_t c
        cdef Word* there
        if size > LONGEST:
            return 0
        for i in range(size):
            c = PyUnicode_READ(kind, data, start + i)
            if c == 0x3A3:  # Σ, whose small letter depends on what is beside it
                lower = "".join([chr(PyUnicode_READ(kind, data, j)) for j in range(start, end)]).lower()
                if len(lower) != size:
                    return 0
                for at, letter in enumerate(lower):
                    letters[at] = ord(letter)
                break
            if c == 0x130:  # İ becomes two characters, which none of the words has
                return 0
            letters[i] = c | 32 if 65 <= c <= 90 else c if c < 128 else Py_UNICODE_TOLOWER(c)
        there = &self.slots[self.slot(letters, size)]
        for i in range(there.meant, there.meant + 2 * there.meanings, 2):
            self.hits[self.meanings[i]] += 1
            self.weights[self.meanings[i]] += self.meanings[i + 1]
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
        cdef Py_ssize_t at = 0, start, words = 0
        cdef uint32_t c
        self.clear()
        end = min(end, PyUnicode_GET_LENGTH(text))
        while words < most:
            while at < end and not _is_within(PyUnicode_READ(kind, data, at), apart):
                at += 1
            if at >= end:
                break
            start = at
            while at < end and _is_within(PyUnicode_READ(kind, data, at), apart):
                at += 1
            self.count(kind, data, start, at)
            words += 1
        return words

    def guess(self, str text not None, Py_ssize_t end, Py_ssize_t most, bint apart):
        """The number of the language of which `text[:end]` begins with most words; -1 when too little tells."""
        return self.best(self.read(text, end, most, apart))

    def guess_of(self, list words not None):
        """The same of these words."""
        self.add(words)
        return self.best(len(words))

    def weights_of(self, list words not None):
        """What the words weigh in each language."""
        self.add(words)
        return [self.weights[i] for i in range(self.languages)]

    cdef int add(self, list words) except -1:
        self.clear()
        for word in words:
            self.count(PyUnicode_KIND(word), PyUnicode_DATA(word), 0, PyUnicode_GET_LENGTH(word))
        return 0


cdef inline bint _is_within(uint32_t c, bint apart) noexcept:
    return not Py_UNICODE_ISSPACE(c) if apart else Py_UNICODE_ISALNUM(c) and not Py_UNICODE_ISDECIMAL(c)

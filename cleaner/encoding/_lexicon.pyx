"""The words of one language as a tree of letters: what `lexicon` and the readers of damaged words ask at every letter.

A node is a beginning that some word has. Nodes stand in the order of the words, so that the first letter that follows a
beginning is the node behind it, and each node knows the next one that follows the same beginning.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_AsUCS4Copy, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.math cimport log10
from libc.stdint cimport uint8_t, uint16_t, uint32_t, int32_t
from libc.string cimport memset

cdef enum:
    NONE = 255  # the rarity of a beginning that is no word
    ALPHABET = 0x2000  # all letters are below
    LONGEST = 255
    OPENING = 0  # the numbers of what stands before a word, and behind it, where its letters are counted
    ENDING = 1
    UNKNOWN = 62  # decibels of meeting any word that no list knows, before its spelling is priced
    LEADS_ON = 0x80000000  # that a letter follows


#: Decibels of a letter behind letters of which one is in no word.
cdef double _UNMET = 10 * log10((0 + 0.05) / (0 + 2.0))


cdef double spelled(double letters, Py_ssize_t size) noexcept:
    """Decibels of a word of so many letters that no list knows, or of its beginning, by what its letters cost."""
    cdef double price = UNKNOWN + letters - 8 * size
    return price if price > UNKNOWN else UNKNOWN


cdef class Words:
    """Words and how rare each is, in decibels, and how rare the commonest word of each beginning.

    Words are asked for in lower case.
    """

    def __cinit__(self, str text not None, bytes rarities not None):
        """`text`: the words in order, a line feed between two; `rarities`: a byte each, below 255."""
        self.text, self.rarities = text, rarities
        self.build()

    def __dealloc__(self):
        PyMem_Free(self.letters)
        PyMem_Free(self.following)
        PyMem_Free(self.own)
        PyMem_Free(self.least)
        PyMem_Free(self.numbers)
        PyMem_Free(self.twos)
        PyMem_Free(self.threes)
        PyMem_Free(self.steps)
        PyMem_Free(self.starts)

    cdef int build(self) except -1:
        cdef Py_ssize_t size = PyUnicode_GET_LENGTH(self.text), i, at, length = 0, shared, before = 0
        cdef Py_ssize_t count = 0
        cdef int kind = PyUnicode_KIND(self.text), first, second, third, weight
        cdef void* data = PyUnicode_DATA(self.text)
        cdef const uint8_t* rare = self.rarities
        cdef uint32_t[LONGEST] word
        cdef uint32_t[LONGEST] last
        cdef uint32_t[LONGEST] path  # the nodes of the word before
        cdef uint32_t c, nodes = 1
        self.numbers = <uint8_t*>PyMem_Calloc(ALPHABET, 1)
        self.letters = <uint16_t*>PyMem_Malloc((size + 2) * sizeof(uint16_t))
        self.following = <uint32_t*>PyMem_Calloc(size + 2, sizeof(uint32_t))
        self.own = <uint8_t*>PyMem_Malloc(size + 2)
        self.least = <uint8_t*>PyMem_Malloc(size + 2)
        if not (self.numbers and self.letters and self.following and self.own and self.least):
            raise MemoryError
        for i in range(size):
            c = PyUnicode_READ(kind, data, i)
            if c >= ALPHABET:
                raise ValueError("a letter beyond all alphabets")
            self.numbers[c] = 1
            count += c == 10
        if size and count + 1 != len(self.rarities):
            raise ValueError("not a rarity a word")
        self.kinds = 2
        for i in range(11, ALPHABET):
            if self.numbers[i]:
                self.numbers[i] = self.kinds
                self.kinds += 1
                if self.kinds > 255:
                    raise ValueError("too many letters")
        self.twos = <int32_t*>PyMem_Calloc(self.kinds * self.kinds, sizeof(int32_t))
        self.starts = <uint32_t*>PyMem_Calloc(self.kinds * self.kinds, sizeof(uint32_t))
        self.threes = <int32_t*>PyMem_Calloc(self.kinds * self.kinds * self.kinds, sizeof(int32_t))
        self.steps = <double*>PyMem_Calloc(self.kinds * self.kinds * self.kinds, sizeof(double))
        if not (self.twos and self.starts and self.threes and self.steps):
            raise MemoryError
        self.own[0] = self.least[0] = NONE
        count = 0
        for i in range(size + 1 if size else 0):
            c = PyUnicode_READ(kind, data, i) if i < size else 10
            if c != 10:
                if length == LONGEST:
                    raise ValueError("a word without end")
                word[length] = c
                length += 1
                continue
            shared = 0
            while shared < length and shared < before and word[shared] == last[shared]:
                shared += 1
            for at in range(shared, length):
                if at == shared < before:
                    self.following[path[at]] |= nodes
                else:
                    self.following[path[at - 1] if at else 0] |= LEADS_ON
                if at < 2:
                    first = self.numbers[word[0]] if at else OPENING
                    self.starts[first * self.kinds + self.numbers[word[at]]] = nodes
                self.letters[nodes] = <uint16_t>word[at]
                self.own[nodes] = self.least[nodes] = NONE
                path[at] = nodes
                nodes += 1
            if length:
                self.own[path[length - 1]] = rare[count]
            weight = max(1, 9 - rare[count] // 10)  # rarer words count less
            first, second = OPENING, self.numbers[word[0]]
            for at in range(length):
                self.least[path[at]] = min(self.least[path[at]], rare[count])
                third = self.numbers[word[at + 1]] if at + 1 < length else ENDING
                self.twos[first * self.kinds + second] += weight
                self.threes[(first * self.kinds + second) * self.kinds + third] += weight
                first, second = second, third
                last[at] = word[at]
            self.least[0] = min(self.least[0], rare[count])
            count += 1
            before, length = length, 0
        return 0

    cdef int number(self, uint32_t letter) noexcept:
        """The number of a letter where letters are counted; -1 for one that no word has."""
        return self.numbers[letter] if letter < ALPHABET and self.numbers[letter] > ENDING else -1

    cdef Py_ssize_t child(self, Py_ssize_t node, uint32_t letter) noexcept:
        """The node of a beginning with one more letter; -1 where no word begins so."""
        if not self.following[node] & LEADS_ON:
            return -1
        node += 1
        while self.letters[node] != letter:
            node = self.following[node] & ~LEADS_ON
            if not node:
                return -1
        return node

    cdef Py_ssize_t find(self, const uint32_t* word, Py_ssize_t size) noexcept:
        """The node of a beginning; -1 where no word begins so."""
        cdef Py_ssize_t node = 0, at = min(size, 2)
        cdef int first, second
        if size:
            first, second = self.number(word[0]), self.number(word[1]) if size > 1 else 0
            if first < 0 or second < 0:
                return -1
            node = self.starts[first * self.kinds + second] if size > 1 else self.starts[first]
            if not node:
                return -1
        while at < size and node >= 0:
            node = self.child(node, word[at])
            at += 1
        return node

    cdef int rarity(self, const uint32_t* word, Py_ssize_t size) noexcept:
        """How rare a listed word is; -1 for another."""
        cdef Py_ssize_t node = self.find(word, size) if size else -1
        return self.own[node] if node >= 0 and self.own[node] != NONE else -1

    cdef double step(self, int first, int second, int third) noexcept:
        """How likely the third letter is behind the first two, in decibels; worked out when it is asked for."""
        cdef Py_ssize_t at
        if first < 0 or second < 0:
            return _UNMET
        at = (first * self.kinds + second) * self.kinds + (third if third >= 0 else OPENING)  # nothing opens a word twice
        if not self.steps[at]:  # (no quotient is 1)
            self.steps[at] = 10 * log10((self.threes[at] + 0.05) / (self.twos[first * self.kinds + second] + 2.0))
        return self.steps[at]

    cdef double letter_price(self, const uint32_t* word, Py_ssize_t size, bint whole) noexcept:
        """What the letters of a word cost, or of a beginning."""
        cdef double price = 0.0
        cdef int first = OPENING, second, third
        cdef Py_ssize_t at
        if not size:
            return price
        second = self.number(word[0])
        for at in range(1, size + whole):
            third = self.number(word[at]) if at < size else ENDING
            price -= self.step(first, second, third)
            first, second = second, third
        return price

    cdef double price(self, const uint32_t* word, Py_ssize_t size) noexcept:
        """Decibels of a word, listed or not."""
        cdef int known = self.rarity(word, size)
        return known if known >= 0 else spelled(self.letter_price(word, size, True), size)

    cdef double opening_price(self, const uint32_t* word, Py_ssize_t size) noexcept:
        """The least that a word with these first letters costs."""
        cdef Py_ssize_t node = self.find(word, size)
        return self.least[node] if node >= 0 else spelled(self.letter_price(word, size, False), size)

    cdef int match(
        self, Py_ssize_t node, const uint32_t* pattern, Py_ssize_t size, Py_ssize_t at, list word, list found
    ) except -1:
        if at == size:
            if self.own[node] != NONE:
                found.append("".join(word))
        elif pattern[at]:
            node = self.child(node, pattern[at])
            if node >= 0:
                word.append(chr(pattern[at]))
                self.match(node, pattern, size, at + 1, word, found)
                word.pop()
        elif self.following[node] & LEADS_ON:
            node += 1
            while node:
                if self.letters[node] > 127:
                    word.append(chr(self.letters[node]))
                    self.match(node, pattern, size, at + 1, word, found)
                    word.pop()
                node = self.following[node] & ~LEADS_ON
        return 0

    def matching(self, str pattern not None):
        """The words, in order, in which a letter outside ASCII stands for each NUL of a pattern."""
        cdef uint32_t* letters = <uint32_t*>PyUnicode_AsUCS4Copy(pattern)
        found = []
        try:
            self.match(0, letters, PyUnicode_GET_LENGTH(pattern), 0, [], found)
        finally:
            PyMem_Free(letters)
        return found

    cdef int regrow(
        self, Py_ssize_t node, const uint32_t* left, Py_ssize_t size, const uint8_t* lost, bint grown, list word, list found
    ) except -1:
        if grown and not size and self.own[node] != NONE:
            found.append((self.own[node], "".join(word)))
        if not self.following[node] & LEADS_ON:
            return 0
        node += 1
        while node:
            if lost[self.letters[node]] or (size and self.letters[node] == left[0]):
                word.append(chr(self.letters[node]))
                if lost[self.letters[node]]:
                    self.regrow(node, left, size, lost, True, word, found)
                else:
                    self.regrow(node, left + 1, size - 1, lost, grown, word, found)
                word.pop()
            node = self.following[node] & ~LEADS_ON
        return 0

    def losing(self, str letters not None, str left not None):
        """The words of which this is left when they lose all of these letters: how rare each is, and itself."""
        cdef uint8_t[ALPHABET] lost
        cdef uint32_t* rest = <uint32_t*>PyUnicode_AsUCS4Copy(left)
        cdef uint32_t c
        found = []
        memset(lost, 0, sizeof(lost))
        for letter in letters:
            c = ord(letter)
            if c < ALPHABET:
                lost[c] = 1
        try:
            self.regrow(0, rest, PyUnicode_GET_LENGTH(left), lost, False, [], found)
        finally:
            PyMem_Free(rest)
        return sorted(found)

    def get(self, str word not None):
        """How rare a listed word is, in decibels; None for another."""
        cdef uint32_t* letters = <uint32_t*>PyUnicode_AsUCS4Copy(word)
        cdef int known = self.rarity(letters, PyUnicode_GET_LENGTH(word))
        PyMem_Free(letters)
        return known if known >= 0 else None

    def __getitem__(self, str word not None):
        known = self.get(word)
        if known is None:
            raise KeyError(word)
        return known

    def __contains__(self, str word not None):
        return self.get(word) is not None

    def items(self):
        """Words, in order, and how rare they are."""
        return zip(self.text.split("\n"), self.rarities, strict=True)

    def cost(self, str word not None):
        """Decibels of a word, listed or not."""
        cdef uint32_t* letters = <uint32_t*>PyUnicode_AsUCS4Copy(word)
        cdef double price = self.price(letters, PyUnicode_GET_LENGTH(word))
        PyMem_Free(letters)
        return price

    def spelling(self, str word not None):
        """Decibels of a word as if it were not listed."""
        cdef uint32_t* letters = <uint32_t*>PyUnicode_AsUCS4Copy(word)
        cdef Py_ssize_t size = PyUnicode_GET_LENGTH(word)
        cdef double price = spelled(self.letter_price(letters, size, True), size)
        PyMem_Free(letters)
        return price

    def opening(self, str word not None):
        """The least that a word with these first letters costs, in decibels."""
        cdef uint32_t* letters = <uint32_t*>PyUnicode_AsUCS4Copy(word)
        cdef double price = self.opening_price(letters, PyUnicode_GET_LENGTH(word))
        PyMem_Free(letters)
        return price

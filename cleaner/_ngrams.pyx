"""The inner loops of `language`: reads the counts of langdetect's profiles, and adds up what a text's n-grams say.

What an n-gram says for a language is the logarithm of how much likelier it is there than in a language that does not
know it, as a whole number of 2**-32 nats: sums of whole numbers are exact, in any order.
"""

from cpython.mem cimport PyMem_RawCalloc, PyMem_RawFree, PyMem_RawMalloc
from cpython.unicode cimport (
    PyUnicode_4BYTE_KIND,
    PyUnicode_DATA,
    PyUnicode_FromKindAndData,
    PyUnicode_KIND,
    PyUnicode_READ,
    Py_UNICODE_ISUPPER,
)
from libc.math cimport exp, log, rint
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy, memset

from ._processor cimport bring

cdef enum:
    MOST_LANGUAGES = 64
    MOST_READ = 64  # characters read at once
    CODE_POINTS = 0x110000
    SPACE = 0x20

cdef double NAT = 4294967296.0


cdef struct Slot:
    uint64_t ngram  # its characters, 21 bits each; 0 in a free slot
    uint32_t begin  # where its entries begin; before it is weighed, the last of its counts
    uint16_t size  # how many languages know it, an entry each: its weight there and, in the last 8 bits, the language
    uint8_t weighed  # whether it has entries by now; before that, it has counts


cdef struct Count:
    uint32_t before  # the count of the same n-gram in another language; the first of all counts is none
    uint32_t times
    uint8_t language


cdef Py_ssize_t colons(bytes data):
    """How many colons there are, at least as many as counts; eight bytes are looked at together."""
    cdef const uint8_t* at = data
    cdef Py_ssize_t size = len(data), found = 0, i
    cdef uint64_t eight
    for i in range(size // 8):
        memcpy(&eight, at + 8 * i, 8)
        eight ^= 0x3A3A3A3A3A3A3A3AULL  # a colon becomes 0
        eight = ~((eight & 0x7F7F7F7F7F7F7F7FULL) + 0x7F7F7F7F7F7F7F7FULL | eight | 0x7F7F7F7F7F7F7F7FULL)
        found += (eight >> 7) * 0x0101010101010101ULL >> 56
    for i in range(size - size % 8, size):
        found += at[i] == b":"
    return found


cdef class Ngrams:
    """What every n-gram of one to three characters says for each language.

    `profiles`: one a language, a JSON object n-gram → count as bytes, and how many n-grams of one, two and three
    characters were counted in all; `smoothing` is the share that every n-gram has in every language. Raises ValueError
    for anything that is no such object.
    """

    cdef Slot* slots
    cdef uint64_t mask
    cdef uint64_t* entries
    cdef Count* counts
    cdef uint32_t weighed  # how many entries there are so far
    cdef double[MOST_LANGUAGES][3] totals
    cdef double smoothing
    cdef int size

    def __cinit__(self, list profiles, double smoothing):
        cdef Py_ssize_t room = 1, slots = 2, found = 1
        self.size, self.smoothing = len(profiles), smoothing
        if self.size > MOST_LANGUAGES:
            raise ValueError("too many languages")
        for data, _ in profiles:
            room += colons(data)
        while slots <= room:
            slots *= 2
        self.mask = slots - 1
        self.slots = <Slot*>PyMem_RawCalloc(slots, sizeof(Slot))
        self.entries = <uint64_t*>PyMem_RawMalloc(room * sizeof(uint64_t))
        self.counts = <Count*>PyMem_RawMalloc(room * sizeof(Count))
        if not (self.slots and self.entries and self.counts):
            raise MemoryError
        for i, (data, totals) in enumerate(profiles):
            self.totals[i][0], self.totals[i][1], self.totals[i][2] = totals
            found = self.read(data, <uint8_t>i, found)

    def __dealloc__(self):
        PyMem_RawFree(self.slots)
        PyMem_RawFree(self.entries)
        PyMem_RawFree(self.counts)

    cdef Py_ssize_t read(self, bytes data, uint8_t language, Py_ssize_t first) except -1:
        """Reads `{"a":12,"ab":3,…}` into the counts from `first` on, and says where they end.

        The n-grams are put in their slots when all are read: then memory is asked for many at a time.
        """
        cdef const uint8_t* at = data  # ends with a NUL, at which every loop stops
        cdef uint64_t* ngrams = self.entries  # there are none yet
        cdef Py_ssize_t found = 0, i
        cdef Slot* slot
        cdef uint64_t ngram
        cdef uint32_t code, times
        cdef int size, more
        if at[0] != b"{":
            raise ValueError("no object of counts")
        while at[1] == b'"':
            at += 2
            ngram = size = 0
            while at[0] != b'"':
                code, more = at[0], (at[0] >= 0xC0) + (at[0] >= 0xE0) + (at[0] >= 0xF0)
                if at[0] < 0x20 or at[0] == b"\\" or size == 3:
                    raise ValueError("an n-gram that is not written plainly")
                code &= 0x7F >> (more + (more > 0))
                at += 1
                for _ in range(more):
                    if at[0] & 0xC0 != 0x80:
                        raise ValueError("an n-gram that is no UTF-8")
                    code = code << 6 | at[0] & 0x3F
                    at += 1
                ngram = ngram << 21 | code
                size += 1
            times = 0
            if at[1] != b":" or not size:
                raise ValueError("an n-gram without a count")
            at += 2
            while b"0" <= at[0] <= b"9":
                times = 10 * times + at[0] - 48
                at += 1
            if at[0] != b"," and at[0] != b"}":
                raise ValueError("a count that is no number")
            self.counts[first + found].times, self.counts[first + found].language = times, language
            ngrams[found] = ngram
            found += 1
        if at[0] != b"}" and at[1] != b"}" or at[1 + (at[0] == b"{")]:
            raise ValueError("an object of counts that does not end where it should")
        for i in range(found):
            slot = &self.slots[self.place(ngrams[i])]
            slot.ngram = ngrams[i]
            slot.size += 1
            self.counts[first + i].before, slot.begin = slot.begin, <uint32_t>(first + i)
        return first + found

    cdef inline uint64_t begins(self, uint64_t ngram) noexcept nogil:
        """Where the way to an n-gram's slot begins, and mostly ends."""
        return (ngram * <uint64_t>0x9E3779B97F4A7C15 >> 40) & self.mask

    cdef inline int seek(self, uint64_t ngram, uint64_t* sought, int found) noexcept nogil:
        """Has the slot of one more n-gram come near; how many there are then."""
        bring(&self.slots[self.begins(ngram)])
        sought[found] = ngram
        return found + 1

    cdef inline uint64_t place(self, uint64_t ngram) noexcept nogil:
        """The slot of an n-gram, or the free one where it would be."""
        cdef uint64_t at = self.begins(ngram)
        while self.slots[at].ngram != ngram and self.slots[at].ngram:
            at = at + 1 & self.mask
        return at

    cdef inline void add(self, const Slot* slot, uint64_t* sums) noexcept nogil:
        cdef const uint64_t* entry
        cdef const uint64_t* end
        if not slot.weighed:
            self.weigh_entries(<Slot*>slot)
        entry = self.entries + slot.begin
        end = entry + slot.size
        while entry < end:
            sums[entry[0] & 0xFF] += entry[0] >> 8
            entry += 1

    cdef void weigh_entries(self, Slot* slot) noexcept nogil:
        """Counts become weights: only where they are asked for, which few are, as logarithms take their time."""
        cdef uint32_t at = slot.begin
        slot.weighed, slot.begin = True, self.weighed
        while at:
            self.entries[self.weighed] = self.weight(slot.ngram, &self.counts[at]) << 8 | self.counts[at].language
            self.weighed += 1
            at = self.counts[at].before

    cdef uint64_t weight(self, uint64_t ngram, const Count* count) noexcept nogil:
        cdef int longer = (ngram >> 21 != 0) + (ngram >> 42 != 0)
        return <uint64_t>rint(log(1 + count.times / self.totals[count.language][longer] / self.smoothing) * NAT)

    def weigh(self, str text, int64_t step, int look, int most, uint64_t enough):
        """What the n-grams of a text say for each language, as a list; of every character those that end with it.

        `text` begins with a space, of which nothing is read. Characters are read at a stride of `step`, which has no
        divisor in common with their number; every `look` characters the two first languages are compared: nothing more
        is read once they are more than `enough` apart, or after `most` characters. Words in capitals are not read, nor
        are languages compared there.
        """
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef int64_t size = len(text) - 1, n = 0, at = 0, i
        cdef uint64_t[MOST_LANGUAGES] sums
        cdef uint64_t[3 * MOST_READ] ngrams
        cdef Slot* slots[3 * MOST_READ]
        cdef uint64_t here, before, earlier, first, second
        cdef int found
        cdef bint capitals = False
        if not 0 < look <= MOST_READ or not 0 <= step <= max(size, 1):
            raise ValueError("too many characters at once, or too long a stride")
        memset(sums, 0, sizeof(sums))
        while n < size:
            found = 0  # all are looked for before the first is weighed, so that memory is asked for many at a time
            for i in range(min(look, size - n)):
                here, before = PyUnicode_READ(kind, data, at + 1), PyUnicode_READ(kind, data, at)
                capitals = Py_UNICODE_ISUPPER(<Py_UCS4>here) and Py_UNICODE_ISUPPER(<Py_UCS4>before)
                if not capitals:
                    found = self.seek(before << 21 | here, ngrams, found)
                    if here != SPACE:
                        found = self.seek(here, ngrams, found)
                    if before != SPACE:
                        earlier = PyUnicode_READ(kind, data, at - 1) if at else SPACE
                        found = self.seek(earlier << 42 | before << 21 | here, ngrams, found)
                at += step - size if at + step >= size else step
            n += look
            for i in range(found):
                slots[i] = &self.slots[self.place(ngrams[i])]
                if slots[i].weighed:
                    bring(self.entries + slots[i].begin)
            for i in range(found):
                self.add(slots[i], sums)
            if capitals:
                continue
            first = second = 0
            for i in range(self.size):
                if sums[i] > first:
                    first, second = sums[i], first
                elif sums[i] > second:
                    second = sums[i]
            if first - second > enough or n >= most:
                break
        return [sums[i] for i in range(self.size)]


def share(list logs not None, int64_t log_of_one, double unit):
    """The share of one of these numbers in the sum of all, each told by its logarithm, in units of `1 / unit` nats."""
    cdef double total = 0
    cdef int64_t here
    for here in logs:
        total += exp((here - log_of_one) / unit)
    return 1 / total


cdef class Letters:
    """The normal form of every character, asked for once a character: `normal` maps one character to one."""

    cdef object normal
    cdef uint32_t* known  # one more than the code; 0 if it has not been asked for

    def __cinit__(self, normal):
        self.normal = normal
        self.known = <uint32_t*>PyMem_RawCalloc(CODE_POINTS, sizeof(uint32_t))
        if not self.known:
            raise MemoryError

    def __dealloc__(self):
        PyMem_RawFree(self.known)

    def normalise(self, str text):
        """The text in normal form, with a space before and behind, and one in place of many."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t size = len(text), i, n = 1
        cdef uint32_t code, letter
        cdef uint32_t* out = <uint32_t*>PyMem_RawMalloc((size + 2) * sizeof(uint32_t))
        if not out:
            raise MemoryError
        try:
            out[0] = SPACE
            for i in range(size):
                code = PyUnicode_READ(kind, data, i)
                letter = self.known[code]
                if not letter:
                    letter = self.known[code] = ord(self.normal(chr(code))) + 1
                letter -= 1
                if letter != SPACE or out[n - 1] != SPACE:
                    out[n] = letter
                    n += 1
            if out[n - 1] != SPACE or n == 1:
                out[n] = SPACE
                n += 1
            return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, out, n)
        finally:
            PyMem_RawFree(out)


def scripts(str text):
    """How many characters are Latin letters as langdetect has them (`[A-z]`), how many in other scripts, and marks.

    The marks are those that langdetect joins to letters: U+0300 to U+0323.
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t latin = 0, foreign = 0, marks = 0, i
    cdef uint32_t c
    for i in range(len(text)):
        c = PyUnicode_READ(kind, data, i)
        latin += 0x41 <= c <= 0x7A
        if c > 0x2FF:
            foreign += not 0x1E00 <= c <= 0x1EFF
            marks += c <= 0x323
    return latin, foreign, marks

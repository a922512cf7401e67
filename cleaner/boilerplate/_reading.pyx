"""The inner loops of `lines`: finds the words of lines, looks them up, and says how each line looks.

A word is known by a hash of 64 bits, here as in the vocabulary: a stranger is taken for a known word once in 10**15.
"""

from cpython cimport array
from cpython.unicode cimport (
    PyUnicode_4BYTE_KIND, PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, PyUnicode_READ,
)
from libc.math cimport log1p, rint, sqrt
from libc.stdint cimport uint8_t, uint16_t, uint64_t
from libc.stdlib cimport abs, calloc, free
from libc.string cimport memmove, memset

from .._processor cimport bring

from array import array as new_array
from itertools import pairwise

#: Words of a line that are looked up, alone and in pairs, and how far they are looked for; what a sentence has at least;
#: what is longest of the lines that are looked up whole.
cdef enum:
    MOST_WORDS = 28
    MOST_PAIRED = 16
    MOST_CHARACTERS = 400
    SENTENCE = 50
    LONGEST_KEYED = 90

cpdef enum:
    SHAPES = 38
    ECHOES = 4

#: Letters that a word which tells what a text is about has at least; how many vectors before its turn one is asked for.
cdef enum:
    TELLING = 4
    AHEAD = 12

#: The class of a character is in the low bits of its kind; `OF_WORDS` says that it may stand in a word.
cdef enum:
    UPPER = 1
    LOWER = 2
    DIGIT = 3
    SPACE = 4
    STOP = 5
    COMMA = 6
    COLON = 7
    QUOTE = 8
    BAR = 9
    OTHER = 10
    LETTER = 11
    MONEY = 12
    CLASS = 15
    OF_WORDS = 16

cdef uint8_t KINDS[0x10000]  # of the characters met so far; 0 for the others


cdef uint8_t _learned(Py_UCS4 c) noexcept:
    """The kind of a character; beyond the basic plane none has a class."""
    cdef uint8_t kind = OTHER
    if c <= 0xFFFF:
        if c.isalpha():
            kind = UPPER if c.isupper() else LOWER if c.islower() else LETTER
        elif c.isdigit():
            kind = DIGIT
        elif c.isspace():
            kind = SPACE
    if c.isalnum() and not c.isdecimal():
        kind |= OF_WORDS
    if c <= 0xFFFF:
        KINDS[c] = kind
    return kind


cdef inline uint8_t kind_of(Py_UCS4 c) noexcept:
    if c <= 0xFFFF and KINDS[c]:
        return KINDS[c]
    return _learned(c)


cdef inline bint _is_decimal(Py_UCS4 c) noexcept:
    """Whether it is a digit with which numbers are written."""
    return kind_of(c) == DIGIT if c <= 0xFFFF else c.isdecimal()


for _kind, _named in (
    (STOP, ".!?…。！？।॥۔؟։።။។"), (COMMA, ",;、，"), (COLON, ":："), (QUOTE, "\"“”„«»‘’'"), (BAR, "|›»·•/>"), (MONEY, "$€£%₩"),
):
    for _c in _named:
        KINDS[<Py_UCS4>_c] = _kind


cdef uint64_t SEED = 0xCBF29CE484222325


cdef inline uint64_t _hashed(uint64_t key, Py_UCS4 c) noexcept:
    """The hash of a text that goes on with `c`."""
    return (key ^ <uint64_t>c) * <uint64_t>0x100000001B3


cdef inline uint64_t _paired(uint64_t first, uint64_t second) noexcept:
    """The key of two words in a row."""
    return (first * 0x9E3779B97F4A7C15ULL + second) * 0xFF51AFD7ED558CCDULL | 1


cdef struct Slot:
    uint64_t key  # 0 in a free one
    int value


cdef class Table:
    """Numbers by key, 0 at first. Has room for `most` keys."""

    cdef Slot* slots
    cdef size_t size
    cdef readonly Py_ssize_t count

    def __cinit__(self, Py_ssize_t most):
        self.size = 16
        while self.size < <size_t>most * 2:
            self.size *= 2
        self.slots = <Slot*>calloc(self.size, sizeof(Slot))
        if self.slots == NULL:
            raise MemoryError()

    def __dealloc__(self):
        free(self.slots)

    cdef void clear(self) noexcept:
        memset(self.slots, 0, self.size * sizeof(Slot))
        self.count = 0

    cdef inline size_t place(self, uint64_t key) noexcept:
        """Where the key belongs."""
        return (key ^ (key >> 29)) * 0x9E3779B97F4A7C15ULL >> 32 & (self.size - 1)

    cdef inline Slot* slot(self, uint64_t key) noexcept:
        """Where the key is, or a free place for it."""
        cdef size_t i = self.place(key)
        while self.slots[i].key and self.slots[i].key != key:
            i = (i + 1) & (self.size - 1)
        return &self.slots[i]

    cdef inline int get(self, uint64_t key) noexcept:
        return self.slot(key).value

    cdef inline int* put(self, uint64_t key) noexcept:
        """The number of the key, to be changed."""
        cdef Slot* slot = self.slot(key)
        self.count += slot.key == 0
        slot.key = key
        return &slot.value


cdef class Vocabulary:
    """Words, and pairs of words with a space between them, each with its row."""

    cdef readonly list entries
    cdef Table table  # rows, from 1 on

    def __init__(self, entries):
        cdef Py_ssize_t row = 0
        cdef str entry, first, space, second
        self.entries = list(entries)
        self.table = Table(len(self.entries))
        for entry in self.entries:
            row += 1
            first, space, second = entry.partition(" ")
            self.table.put(_paired(_key(first), _key(second)) if space else _key(first))[0] = <int>row

    def __len__(self):
        """How many entries have a key of their own: all."""
        return self.table.count

    def read(self, list plain):
        """Looks up the words of each line, and each pair of neighbours."""
        return Reading(self, plain)


cdef uint64_t _key(str word) noexcept:
    cdef uint64_t key = SEED
    cdef Py_UCS4 c
    for c in word:
        key = _hashed(key, c)
    return key | 1


cdef struct Word:
    uint64_t key  # never 0
    Py_ssize_t begin, end


cdef int _words(str line, Word* found) noexcept:
    """Fills `found` with the words of a line that are looked up, runs of letters; says how many they are."""
    cdef int kind = PyUnicode_KIND(line), words = 0
    cdef const void* data = PyUnicode_DATA(line)
    cdef Py_ssize_t at, end = min(len(line), <Py_ssize_t>MOST_CHARACTERS)
    cdef Py_UCS4 c
    cdef uint64_t key = SEED
    cdef bint inside = False
    for at in range(end + 1):
        c = PyUnicode_READ(kind, data, at) if at < end else u" "
        if kind_of(c) >= OF_WORDS:
            if not inside:
                found[words].begin, key, inside = at, SEED, True
            key = _hashed(key, c)
        elif inside:
            found[words].key, found[words].end, inside = key | 1, at, False
            words += 1
            if words == MOST_WORDS:
                break
    return words


cdef uint16_t SMALL[0x10000]  # of the characters met so far, how a plain text has them, and 1 more; 0 for the others


cdef uint16_t _lowered(Py_UCS4 c) noexcept:
    """How a plain text has a character of the basic plane, and 1 more; 0 for those that depend on their neighbours."""
    cdef Py_UCS4 small
    if c == u"’" or c == u"‘":
        small = u"'"
    elif c == u"\u00a0" or c == u"\u202f" or c == u"\t" or c == u"\r":
        small = u" "
    elif c == u"İ":
        small = u"i"
    elif 0xD800 <= c <= 0xDFFF:
        small = u"?"
    else:
        small = c.lower()
    SMALL[c] = 0 if c == u"Σ" or c == 0xFFFF else <uint16_t>small + 1
    return SMALL[c]


def plain(str text not None):
    """`text` in lower case with straight apostrophes and ordinary spaces; never longer or shorter."""
    cdef Py_ssize_t i, size = len(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef uint16_t small
    cdef Py_UCS4 c
    cdef bint beyond = False  # what the table does not tell
    if kind == 4 or size == 0:
        return _plain(text)
    cdef array.array result = array.clone(_LETTERS, size, False)
    cdef uint16_t* out = <uint16_t*>result.data.as_voidptr
    for i in range(size):
        c = PyUnicode_READ(kind, data, i)
        small = SMALL[c]
        if not small:
            small = _lowered(c)
            beyond |= not small
        out[i] = small - 1
    return _plain(text) if beyond else PyUnicode_FromKindAndData(2, out, size)


def _plain(str text):
    """The same of any text, by Python's own rules."""
    for curly, straight in (
        ("’", "'"), ("‘", "'"), ("\u00a0", " "), ("\u202f", " "), ("\t", " "), ("\r", " "), ("İ", "i"),
    ):
        text = text.replace(curly, straight)
    text = text.encode("utf-8", "replace").decode()  # a lone surrogate becomes one "?"
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join([c.lower() if len(c.lower()) == 1 else c for c in text])


def words(str plain):
    """The words of a line that are looked up, and each pair of neighbours."""
    cdef Word found[MOST_WORDS]
    single = [plain[found[i].begin : found[i].end] for i in range(_words(plain, found))]
    return single + [f"{a} {b}" for a, b in pairwise(single[:MOST_PAIRED])]


def keys(list plain):
    """Of each line its words in a row with a space between, every number a 0; empty where that has no letter, and where
    the line is longer than any that is looked up so."""
    cdef str line
    return [_keyed(line) if len(line) <= LONGEST_KEYED else "" for line in plain]


cdef str _keyed(str line):
    cdef Py_UCS4 key[2 * LONGEST_KEYED]
    cdef Py_ssize_t size = 0
    cdef Py_UCS4 c, before = u" "
    cdef bint lettered = False
    for c in line:
        if _is_decimal(c):
            c = u"0"
        elif kind_of(c) < OF_WORDS:
            c = u" "
        else:
            lettered |= c.isalpha()
        if c != before or c != u"0" and c != u" ":
            key[size] = c
            size += 1
        before = c
    size -= size and key[size - 1] == u" "
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, key, size) if lettered else ""


cpdef bint is_sentence(str plain):
    """Whether a line is long enough for a sentence and ends as one does; Chinese and Japanese say it in a third."""
    cdef Py_ssize_t i = len(plain), size = i
    cdef int kind = PyUnicode_KIND(plain)
    cdef const void* data = PyUnicode_DATA(plain)
    if size < SENTENCE // 3:
        return False
    while i and (<Py_UCS4>PyUnicode_READ(kind, data, i - 1)).isspace():
        i -= 1
    while i and PyUnicode_READ(kind, data, i - 1) in u"\"”»')」』":
        i -= 1
    if i and kind_of(PyUnicode_READ(kind, data, i - 1)) != STOP:
        return False
    return size >= SENTENCE or (i > 1 and _is_wide(PyUnicode_READ(kind, data, i - 2)))


def holds_sentences(str plain not None):
    """Whether two or more sentences end within a line, whatever it ends with: a quotation and who said it."""
    cdef Py_ssize_t i, begun = 0, size = len(plain)
    cdef int kind = PyUnicode_KIND(plain), ended = 0
    cdef const void* data = PyUnicode_DATA(plain)
    for i in range(1, size - 1):
        if kind_of(PyUnicode_READ(kind, data, i)) == STOP and kind_of(PyUnicode_READ(kind, data, i + 1)) == SPACE:
            ended += i - begun >= SENTENCE
            begun = i + 2
    return ended >= 2


def marks(list lines, Py_ssize_t least):
    """The signs of a line that are no letters, as a set, where they are `least` or more; all numbers are one, "0"."""
    cdef Py_ssize_t i
    cdef Py_UCS4 c
    cdef uint8_t kind
    cdef dict result = {}
    cdef set found = set()
    for i in range(len(lines)):
        for c in <str>lines[i]:
            kind = kind_of(c)
            if kind < OF_WORDS and kind != SPACE:
                found.add("0" if _is_decimal(c) else c)
        if len(found) >= least:
            result[i] = frozenset(found)
        found.clear()
    return result


cdef class Reading:
    """What a vocabulary knows of lines, one after the other: the rows of known words, then of known pairs.

    `strangers` are the keys of the words that it does not hold, also line by line; `row` and `stranger` tell with which
    each line begins, and in the end how many there are. `firsts` and `lasts`: keys of words, 0 in a line without any.
    """

    cdef Py_ssize_t size
    cdef array.array rows, row, strangers, stranger, firsts, lasts

    def __init__(self, Vocabulary vocabulary, list plain):
        cdef Py_ssize_t i, known = 0, strange = 0, most = 0
        cdef int j, many, paired, row
        cdef Word found[MOST_WORDS]
        cdef uint64_t pairs[MOST_PAIRED]
        cdef Table table = vocabulary.table
        self.size = len(plain)
        for i in range(self.size):
            most += min(<Py_ssize_t>MOST_WORDS, len(<str>plain[i]) // 2 + 1)
        self.rows, self.row = array.clone(_NUMBERS, 2 * most, False), array.clone(_NUMBERS, self.size + 1, False)
        self.strangers, self.stranger = array.clone(_KEYS, most, False), array.clone(_NUMBERS, self.size + 1, False)
        self.firsts, self.lasts = array.clone(_KEYS, self.size, True), array.clone(_KEYS, self.size, True)
        cdef uint64_t* strangers = <uint64_t*>self.strangers.data.as_voidptr
        for i in range(self.size):
            self.row.data.as_ints[i], self.stranger.data.as_ints[i] = <int>known, <int>strange
            many = _words(plain[i], found)
            paired = max(min(many, <int>MOST_PAIRED) - 1, 0)
            for j in range(paired):
                pairs[j] = _paired(found[j].key, found[j + 1].key)
                bring(&table.slots[table.place(pairs[j])])
            for j in range(many):
                bring(&table.slots[table.place(found[j].key)])
            for j in range(many):
                row = table.get(found[j].key) - 1
                if row >= 0:
                    self.rows.data.as_ints[known] = row
                    known += 1
                else:
                    strangers[strange] = found[j].key
                    strange += 1
            for j in range(paired):
                row = table.get(pairs[j]) - 1
                if row >= 0:
                    self.rows.data.as_ints[known] = row
                    known += 1
            if many:
                (<uint64_t*>self.firsts.data.as_voidptr)[i] = found[0].key
                (<uint64_t*>self.lasts.data.as_voidptr)[i] = found[many - 1].key
        self.row.data.as_ints[self.size], self.stranger.data.as_ints[self.size] = <int>known, <int>strange

    def __len__(self):
        return self.size

    def known(self):
        """The rows that are known, and with which of them each line begins; and in the end how many they are."""
        return self.rows[: self.row.data.as_ints[self.size]], self.row

    cdef inline int held(self, Py_ssize_t line) noexcept:
        """How many words and pairs of the line are known."""
        return self.row.data.as_ints[line + 1] - self.row.data.as_ints[line]


cdef class Vectors:
    """A vector for each row of a vocabulary, in multiples of 1/4096."""

    cdef array.array vectors, lengths
    cdef Py_ssize_t width

    def __init__(self, const signed char[:, ::1] numbers, const float[::1] scale):
        """`numbers`: a row a vector; `scale`: what one is worth in each column. No vector may hold more than 8."""
        cdef Py_ssize_t row, j
        cdef int here
        self.width = numbers.shape[1]
        self.vectors = array.clone(_SHORTS, numbers.shape[0] * self.width, False)
        self.lengths = array.clone(_NUMBERS, numbers.shape[0], True)
        for row in range(numbers.shape[0]):
            for j in range(self.width):
                here = <int>rint(numbers[row, j] * <double>scale[j] * 4096)
                self.vectors.data.as_shorts[row * self.width + j] = <short>here
                self.lengths.data.as_ints[row] += abs(here)

    def means(self, Reading read):
        """The sum of the known vectors of each line over the root of their number, in 1/4096, line by line."""
        cdef Py_ssize_t i, j, at
        cdef array.array result = array.clone(_DOUBLES, read.size * self.width, True)
        cdef double* mean = result.data.as_doubles
        cdef const short* vector
        cdef const int* rows = read.rows.data.as_ints
        cdef Py_ssize_t many = read.row.data.as_ints[read.size]
        for i in range(read.size):
            for at in range(read.row.data.as_ints[i], read.row.data.as_ints[i + 1]):
                if at + AHEAD < many:
                    bring(&self.vectors.data.as_shorts[rows[at + AHEAD] * self.width])
                vector = &self.vectors.data.as_shorts[rows[at] * self.width]
                for j in range(self.width):
                    mean[j] += vector[j]
            for j in range(self.width):
                mean[j] = rint(mean[j] / sqrt(<double>max(read.held(i), 1)))
            mean += self.width
        return result

    def strongest(self, Vocabulary vocabulary, str plain, int most):
        """The `most` entries that a line holds whose vectors are longest; of equals the first in the alphabet."""
        cdef Word found[MOST_WORDS]
        cdef int rows[2 * MOST_WORDS]
        cdef int i, j, row, held = 0, many = _words(plain, found)
        for j in range(2 * many - 1):  # words, then pairs
            if j < many:
                row = vocabulary.table.get(found[j].key) - 1
            elif j - many < MOST_PAIRED - 1:
                row = vocabulary.table.get(_paired(found[j - many].key, found[j - many + 1].key)) - 1
            else:
                break
            if row < 0:
                continue
            i = held
            while i and self.is_stronger(vocabulary, row, rows[i - 1]):
                i -= 1
            if i < most:
                held = min(held + 1, most)
                memmove(&rows[i + 1], &rows[i], (held - 1 - i) * sizeof(int))
                rows[i] = row
        return [vocabulary.entries[rows[i]] for i in range(held)]

    cdef inline bint is_stronger(self, Vocabulary vocabulary, int row, int other):
        """Whether the one entry comes before the other."""
        cdef int here = self.lengths.data.as_ints[row], there = self.lengths.data.as_ints[other]
        return here > there or here == there and <str>vocabulary.entries[row] < <str>vocabulary.entries[other]


cdef array.array _KEYS = new_array("Q")
cdef array.array _LETTERS = new_array("H")
cdef array.array _SHORTS = new_array("h")
cdef array.array _NUMBERS = new_array("i")
cdef array.array _DOUBLES = new_array("d")
cdef array.array _FLOATS = new_array("f")
cdef array.array _BYTES = new_array("B")


cdef struct Look:
    int counts[16]
    int capitals
    uint8_t first, last
    uint64_t key  # of the line as it stands
    uint64_t masked  # and with the same number for every number
    bint addressed, bullet, ends


cdef Look _look(str line) noexcept:
    """What is counted of a line in one pass."""
    cdef Look look
    cdef Py_ssize_t i, size = len(line)
    cdef int kind = PyUnicode_KIND(line)
    cdef const void* data = PyUnicode_DATA(line)
    cdef uint8_t here, before = SPACE
    cdef Py_UCS4 c = 0, last
    cdef bint number = False
    memset(&look, 0, sizeof(Look))
    look.key = look.masked = SEED
    look.first = kind_of(PyUnicode_READ(kind, data, 0)) & CLASS
    look.bullet = PyUnicode_READ(kind, data, 0) in u"-–—•*▪·"
    for i in range(size):
        c = PyUnicode_READ(kind, data, i)
        here = kind_of(c) & CLASS
        look.counts[here] += 1
        look.capitals += here == UPPER and before == SPACE
        before = here
        look.key = _hashed(look.key, c)
        if _is_decimal(c):
            if not number:
                look.masked = _hashed(look.masked, u"0")
            number = True
        else:
            look.masked = _hashed(look.masked, c)
            number = False
        if c == u"@":
            look.addressed = True
        elif c == u"/":
            look.addressed |= i >= 2 and PyUnicode_READ(kind, data, i - 1) == u"/" and PyUnicode_READ(kind, data, i - 2) == u":"
        elif c == u".":
            look.addressed |= (
                i >= 3 and PyUnicode_READ(kind, data, i - 1) == u"w" and PyUnicode_READ(kind, data, i - 2) == u"w"
                and PyUnicode_READ(kind, data, i - 3) == u"w"
            )
    look.last = before
    if not look.counts[DIGIT]:
        look.masked = look.key
    look.key |= 1
    look.masked |= 1
    look.ends = look.last == STOP
    if not look.ends and not c.isalnum():  # closing marks and white space aside
        i = size
        while i and kind_of(PyUnicode_READ(kind, data, i - 1)) & CLASS == SPACE:
            i -= 1
        while i and PyUnicode_READ(kind, data, i - 1) in u"\"”»’')":
            i -= 1
        look.ends = i > 0 and kind_of(PyUnicode_READ(kind, data, i - 1)) & CLASS == STOP
    return look


def shapes(list lines, Reading read, marks):
    """How each line looks: `SHAPES` numbers a line, line by line. `marks`: what rules say of it. No line is empty."""
    cdef Py_ssize_t i, n = len(lines)
    cdef array.array result = array.clone(_FLOATS, n * SHAPES, True)
    cdef float* table = result.data.as_floats
    cdef float* row
    cdef array.array whole = array.clone(_KEYS, n, False), masked = array.clone(_KEYS, n, False)
    cdef array.array prose = array.clone(_BYTES, n, False)
    cdef const uint64_t* firsts = <uint64_t*>read.firsts.data.as_voidptr
    cdef const uint64_t* keys
    cdef Table seen = Table(n)
    cdef Look look
    for i in range(n):
        look = _look(lines[i])
        row = &table[i * SHAPES]
        _told(row, &look, len(<str>lines[i]), read.held(i))
        row[23] = marks[i]
        row[34] = firsts[i] != 0 and (
            (i > 0 and firsts[i - 1] == firsts[i]) or (i + 1 < n and firsts[i + 1] == firsts[i])
        )
        (<uint64_t*>whole.data.as_voidptr)[i] = look.key
        (<uint64_t*>masked.data.as_voidptr)[i] = look.masked
        prose.data.as_uchars[i] = len(<str>lines[i]) > 120 and look.ends
    keys = <uint64_t*>whole.data.as_voidptr
    _count(seen, keys, n)
    for i in range(n):
        table[i * SHAPES + 22] = seen.get(keys[i]) > 1
    _alike(seen, firsts, n, table + 31)
    _alike(seen, <uint64_t*>read.lasts.data.as_voidptr, n, table + 32)
    _alike(seen, <uint64_t*>masked.data.as_voidptr, n, table + 33)
    _shared(read, prose.data.as_uchars, table)
    return result


cdef void _told(float* row, const Look* look, Py_ssize_t size, int held) noexcept:
    """What a line tells alone. Arithmetic is that of single precision, as the network was taught."""
    cdef const int* counts = &look.counts[0]
    cdef float length = <float>size, words = <float>(counts[SPACE] + 1)
    cdef float letters = <float>(counts[UPPER] + counts[LOWER] + counts[LETTER])
    row[0] = <float>log1p(length) / 6
    row[1] = <float>log1p(words) / 4
    row[2] = min(letters / words, <float>20) / 10
    row[3] = counts[UPPER] / max(letters, <float>1)
    row[4] = counts[DIGIT] / length
    row[5] = (counts[OTHER] + counts[BAR] + counts[MONEY]) / length
    row[6] = min(counts[STOP], 6) / <float>3
    row[7] = min(counts[COMMA], 6) / <float>3
    row[8] = counts[COLON] > 0
    row[9] = min(counts[QUOTE], 4) / <float>2
    row[10] = counts[BAR] > 0
    row[11] = <float>(look.capitals / <double>words)
    row[12] = look.ends
    row[13] = look.last == COLON
    row[14] = look.last == QUOTE
    row[15] = look.first == LOWER
    row[16] = look.first == QUOTE
    row[17] = look.first != UPPER and look.first != LOWER and look.first != LETTER and look.first != QUOTE
    row[18] = <float>(held / <double>min(words, <float>MOST_WORDS))
    row[19] = look.addressed
    row[20] = size < 25
    row[21] = size > 120
    row[24] = letters == 0
    row[25] = words >= 7 and look.ends
    row[35] = look.first == DIGIT
    row[36] = look.bullet
    row[37] = counts[MONEY] > 0


cdef void _count(Table seen, const uint64_t* keys, Py_ssize_t n) noexcept:
    """How often each key stands there."""
    cdef Py_ssize_t i
    seen.clear()
    for i in range(n):
        if keys[i]:
            seen.put(keys[i])[0] += 1


cdef void _alike(Table seen, const uint64_t* keys, Py_ssize_t n, float* column) noexcept:
    """How many other lines have the same key as each, none where it has no key; into one column of the table."""
    cdef Py_ssize_t i
    _count(seen, keys, n)
    for i in range(n):
        if keys[i]:
            column[i * SHAPES] = <float>(min(log1p(seen.get(keys[i]) - 1), 3.0) / 3)


cdef void _shared(Reading read, const uint8_t* prose, float* table):
    """Of the words of each line that the vocabulary does not hold, names mostly: whether there are any; the share that
    other paragraphs hold, and whether any is; the share that other lines hold; and how many there are."""
    cdef const uint64_t* keys = <uint64_t*>read.strangers.data.as_voidptr
    cdef int* begins = read.stranger.data.as_ints
    cdef Py_ssize_t i, at
    cdef int many, told, elsewhere
    # Of each word, how many paragraphs and how many other lines hold it, and the last line that did.
    cdef Table paragraphs = Table(begins[read.size]), others = Table(begins[read.size]), last = Table(begins[read.size])
    for i in range(read.size):
        for at in range(begins[i], begins[i + 1]):
            if last.get(keys[at]) != i + 1:
                last.put(keys[at])[0] = <int>i + 1
                (paragraphs if prose[i] else others).put(keys[at])[0] += 1
    for i in range(read.size):
        many, told, elsewhere = begins[i + 1] - begins[i], 0, 0
        for at in range(begins[i], begins[i + 1]):
            told += paragraphs.get(keys[at]) > prose[i]
            elsewhere += others.get(keys[at]) > (not prose[i])
        table[26] = many > 0
        table[27] = <float>(told / <double>max(many, 1))
        table[28] = told > 0
        table[29] = <float>(elsewhere / <double>max(many, 1))
        table[30] = <float>(min(many, 6) / <double>6)
        table += SHAPES


def alike(list plain):
    """Of each line the first that is the same but for its numbers, that begins with the same word, that ends with it."""
    cdef Py_ssize_t i, n = len(plain)
    cdef int many
    cdef Word found[MOST_WORDS]
    cdef array.array same = array.clone(_NUMBERS, n, False), begin = array.clone(_NUMBERS, n, False)
    cdef array.array end = array.clone(_NUMBERS, n, False)
    cdef Table lines = Table(n), begins = Table(n), ends = Table(n)
    for i in range(n):
        many = _words(plain[i], found)
        same.data.as_ints[i] = _first(lines, _look(plain[i]).masked, <int>i)
        begin.data.as_ints[i] = _first(begins, found[0].key if many else 1, <int>i)
        end.data.as_ints[i] = _first(ends, found[many - 1].key if many else 1, <int>i)
    return same, begin, end


cdef int _first(Table met, uint64_t key, int here) noexcept:
    """The number with which the key was met first."""
    cdef int* first = met.put(key)
    if not first[0]:
        first[0] = here + 1
    return first[0] - 1


def echoes(list plain, const signed char[:] article):
    """How many of the telling words of each line the article's paragraphs hold, and other lines: `ECHOES` numbers a line.

    A teaser is about something else than the article, an item of the article's own list is about the same. `article`:
    whether each line is a paragraph of the article. Counted are the words of the line's first `MOST_CHARACTERS`, once.
    The numbers: the share that paragraphs hold, and how many; the share that other lines hold; how many words there are.
    """
    cdef Py_ssize_t i, at, most = 0, n = len(plain)
    cdef int many, told, elsewhere
    cdef array.array begins = array.clone(_NUMBERS, n + 1, True), result = array.clone(_DOUBLES, n * ECHOES, False)
    cdef int* begin = begins.data.as_ints
    cdef double* row = result.data.as_doubles
    if article.shape[0] != n:
        raise ValueError(f"{n} lines, but of {article.shape[0]} it is said whether they are article")
    for i in range(n):
        most += _most_telling(plain[i])
    cdef array.array held = array.clone(_KEYS, most, False)
    cdef uint64_t* words = <uint64_t*>held.data.as_voidptr
    # Of each word, how many paragraphs and how many other lines hold it, and the last line that did.
    cdef Table paragraphs = Table(most), others = Table(most), last = Table(most)
    for i in range(n):
        begin[i + 1] = begin[i] + _telling(plain[i], words + begin[i], last, <int>i + 1)
        for at in range(begin[i], begin[i + 1]):
            (paragraphs if article[i] else others).put(words[at])[0] += 1
    for i in range(n):
        many, told, elsewhere = begin[i + 1] - begin[i], 0, 0
        for at in range(begin[i], begin[i + 1]):
            told += paragraphs.get(words[at]) > article[i]
            elsewhere += others.get(words[at]) > (not article[i])
        row[0], row[1] = told / <double>(many + 1), log1p(told)
        row[2], row[3] = elsewhere / <double>(many + 1), log1p(many)
        row += ECHOES
    return result


cdef Py_ssize_t _most_telling(str line) noexcept:
    """No fewer than the telling words of a line: Latin-1 has none of two letters."""
    cdef Py_ssize_t size = min(len(line), <Py_ssize_t>MOST_CHARACTERS)
    return size if PyUnicode_KIND(line) > 1 else (size + 1) // (TELLING + 1)


cdef int _telling(str line, uint64_t* found, Table last, int number) noexcept:
    """Fills `found` with the keys of a line's telling words, each once, and says how many they are.

    In Chinese, Japanese and Korean any two letters in a row are such a word. `last`: the line that held a word last.
    """
    cdef int kind = PyUnicode_KIND(line), many = 0
    cdef const void* data = PyUnicode_DATA(line)
    cdef Py_ssize_t at, letters = 0, end = min(len(line), <Py_ssize_t>MOST_CHARACTERS)
    cdef Py_UCS4 c, before = u" "
    cdef uint64_t key = SEED, done
    for at in range(end + 1):
        c = PyUnicode_READ(kind, data, at) if at < end else u" "
        done = 0
        if _is_wide(c) or kind_of(c) < OF_WORDS:
            done = (key | 1) * (letters >= TELLING)
            key, letters = SEED, 0
            if _is_wide(c) and _is_wide(before):
                done = _hashed(_hashed(SEED, before), c) | 1
        else:
            key = _hashed(key, c)
            letters += 1
        if done and last.get(done) != number:
            last.put(done)[0] = number
            found[many] = done
            many += 1
        before = c
    return many


cdef inline bint _is_wide(Py_UCS4 c) noexcept:
    """Whether it is a letter of those scripts in which two are a word."""
    return (0x3040 <= c <= 0x9FFF or 0xAC00 <= c <= 0xD7A3) and kind_of(c) >= OF_WORDS

"""The inner loops of `finding`: a text's capitalised words, what speaks for and against each, and the best reading.

Three things stand here one after the other. *Words*: lists of words that are looked up. *Found*: the capitalised words
of a text, each with what stands around it; every name is made of these. Which of them hang together (`Lars Løkke
Rasmussen`, `George W. Bush`, `Vladimir] Putin`, `Ludwig van Beethoven`) and where one ends (`Çavuşoğlu’s`,
`Erdoğan'ın`, `Trump-era`) is decided by form alone. *Traits*: the evidence that the model weighs, which is of the word
itself (its kinds, its shape, its ending), of what stands beside it, of how the same word is used elsewhere in the
document (Chieu and Ng 2002), and, for a second reading, of how the first reading understood it elsewhere.

A trait is a short string; its first letter tells the sort. Its hash is made while it is written into a small buffer, so
that no string is made unless somebody wants to see it (`train_finder` does).
"""

from cython import final

from cpython.mem cimport PyMem_RawCalloc, PyMem_RawFree, PyMem_RawMalloc, PyMem_RawRealloc
from cpython.unicode cimport (
    PyUnicode_4BYTE_KIND,
    PyUnicode_AsUCS4,
    PyUnicode_DATA,
    PyUnicode_FromKindAndData,
    PyUnicode_KIND,
    PyUnicode_READ,
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISALPHA,
    Py_UNICODE_ISDIGIT,
    Py_UNICODE_ISLOWER,
    Py_UNICODE_ISSPACE,
    Py_UNICODE_ISTITLE,
    Py_UNICODE_ISUPPER,
)
from libc.math cimport rint
from libc.stdint cimport int16_t, int32_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy, memset

from .._processor cimport bring
from .folding import fold
from .lexicon import PARTICLES, Kind

# --- Words ------------------------------------------------------------------------------------------------------------

cdef enum:
    FIRST_HASH = 0x2545F491
    MOST_LETTERS = 158  # of a word: so many can be shared, by one byte from `a` on
    NUMBER = 0xFFFF  # the bits of a slot that hold the number of a word; the others hold its hash


cdef inline uint64_t mixed(uint64_t h, uint32_t letter) noexcept:
    return (h ^ letter) * <uint64_t>0x9E3779B97F4A7C15


cdef inline uint64_t hashed(const uint32_t* letters, Py_ssize_t size) noexcept:
    """What words are told apart by."""
    cdef uint64_t h = FIRST_HASH
    cdef Py_ssize_t i
    for i in range(size):
        h = mixed(h, letters[i])
    return h


@final
cdef class Words:
    """A list of so many words, each with a number of two bytes.

    A word is found by one look at one place of memory, for it is told by its hash: any other word is taken for one of
    the list with a chance of one in 10**15 for each ten thousand words there. No two of the list have the same hash.
    """

    cdef uint64_t* slots  # 0 is free
    cdef uint64_t mask
    cdef Py_ssize_t size, longest

    def __cinit__(self, Py_ssize_t size):
        cdef uint64_t slots = 2
        self.size = size
        while 2 * slots < 3 * <uint64_t>size:
            slots *= 2
        self.mask = slots - 1
        self.slots = <uint64_t*>PyMem_RawCalloc(slots, sizeof(uint64_t))
        if not self.slots:
            raise MemoryError

    def __dealloc__(self):
        PyMem_RawFree(self.slots)

    cdef int put(self, uint64_t h, Py_ssize_t length, uint16_t number) except -1:
        """Takes up a word with this hash and so many letters."""
        cdef uint64_t at = self.place(h)
        if self.slots[at]:
            raise ValueError("two words with the same hash")
        self.slots[at] = h & ~<uint64_t>NUMBER | number
        self.longest = max(self.longest, length)
        return 0

    cdef inline uint64_t place(self, uint64_t h) noexcept:
        """Where a hash stands, or the free place where it would."""
        cdef uint64_t at = h & self.mask
        while self.slots[at] and (self.slots[at] ^ h) > NUMBER:
            at = at + 1 & self.mask
        return at

    cdef inline void bring(self, uint64_t h) noexcept:
        """Says that the word with this hash will soon be asked for."""
        bring(&self.slots[h & self.mask])

    cdef inline uint16_t of(self, uint64_t h) noexcept:
        """The number of the word with this hash; 0 if there is none."""
        return <uint16_t>self.slots[self.place(h)]

    cdef inline uint16_t find(self, const uint32_t* letters, Py_ssize_t size) noexcept:
        """The number of a word; 0 if it is not in the list."""
        return self.of(hashed(letters, size)) if size <= self.longest else 0


cdef Words listed(str words):
    """Words, one a line; the number of each is its turn, from 1 on."""
    cdef Words found = Words(words.count("\n") + 1)
    cdef Py_ssize_t length = len(words), i, begin = 0
    cdef uint64_t h = FIRST_HASH
    cdef uint16_t n = 0
    if found.size > NUMBER:
        raise ValueError("too many words")
    for i in range(length + 1):
        if i < length and words[i] != u"\n":
            h = mixed(h, words[i])
        else:
            n += 1
            found.put(h, i - begin, n)
            begin, h = i + 1, FIRST_HASH
    return found


def unfolded(bytes shared, bytes rest):
    """The words of a list, one a line, of which only that is given in which each differs from the one before.

    `shared`: how many letters it shares with that, `a` for none; `rest`: its other letters, a line each.
    """
    cdef const uint8_t* ends = rest
    cdef Py_ssize_t size = len(shared), length = len(rest), i, at = 0, begin, last = 0, n = 0, most = 0
    cdef const uint8_t* count = shared
    cdef uint8_t* out
    if not size:
        return ""
    for i in range(size):
        most += count[i]  # more than it will be
    out = <uint8_t*>PyMem_RawMalloc(most + length + 1)
    if not out:
        raise MemoryError
    try:
        for i in range(size):
            begin = n
            if not 97 <= count[i] <= 97 + begin - last:
                raise ValueError("more letters than there are")
            memcpy(out + n, out + last, count[i] - 97)
            n += count[i] - 97
            while at < length and ends[at] != 10:
                out[n] = ends[at]
                n, at = n + 1, at + 1
            out[n] = 10
            n, at, last = n + 1, at + 1, begin
        return out[: n - 1].decode("ascii")
    finally:
        PyMem_RawFree(out)


@final
cdef class Lexicon:
    """What each word is known as, as bits of `Kind`; `kinds`: two bytes a word, the others as `unfolded` takes them.

    The hash of what a word shares with the one before is known, so only the rest of its letters is looked at.
    """

    cdef Words known
    cdef bytes shared, rest, kinds

    def __cinit__(self, bytes shared not None, bytes rest not None, bytes kinds not None):
        cdef const uint8_t* count = shared
        cdef const uint8_t* ends = rest
        cdef const uint8_t* given = kinds
        cdef Py_ssize_t size = len(shared), length = len(rest), i, n, at = 0, last = 0
        cdef uint64_t[MOST_LETTERS + 1] hashes  # of the first letters of a word
        self.known, self.shared, self.rest, self.kinds = Words(size), shared, rest, kinds
        if len(kinds) != 2 * size:
            raise ValueError("not as many kinds as words")
        hashes[0] = FIRST_HASH
        for i in range(size):
            n = count[i] - 97
            if not 0 <= n <= last:
                raise ValueError("more letters than there are")
            while at < length and ends[at] != 10:
                if n == MOST_LETTERS:
                    raise ValueError("too long a word")
                hashes[n + 1] = mixed(hashes[n], ends[at])
                n, at = n + 1, at + 1
            self.known.put(hashes[n], n, given[2 * i] | given[2 * i + 1] << 8)
            last, at = n, at + 1

    cdef inline int of(self, const uint32_t* letters, Py_ssize_t size) noexcept:
        return self.known.find(letters, size)

    def get(self, str word):
        """The kinds of a word; 0 if it is none of the list."""
        cdef uint64_t h = FIRST_HASH
        cdef Py_UCS4 letter
        if len(word) > self.known.longest:
            return 0
        for letter in word:
            h = mixed(h, letter)
        return self.known.of(h)

    def items(self):
        """All words in order, each with its kinds."""
        words = unfolded(self.shared, self.rest).split("\n")
        return [(word, self.kinds[2 * n] | self.kinds[2 * n + 1] << 8) for n, word in enumerate(words)]


cdef struct Weight:
    int16_t[2] begin, inside  # by how much they are above "none", in the first reading and in the second


@final
cdef class Weights:
    """What the model has learned: by how much each trait speaks for "begin" and "inside" rather than "none".

    `traits`: one a line; `numbers`: of each six of two bytes, for none, begin, inside in the first reading and in the
    second, in hundredths: sums of whole numbers are exact, in any order. `t0`, `t1`, `t2` are what it costs to go from
    none, begin, inside to each of them.
    """

    cdef Words traits
    cdef Weight* weights  # by number; the first is that of unknown traits
    cdef double[2][9] steps

    def __cinit__(self, str traits not None, bytes numbers not None):
        cdef const uint8_t* at = numbers
        cdef Py_ssize_t i, reading
        cdef int none, begin, inside
        cdef uint16_t step
        self.traits = listed(traits)
        if len(numbers) != 12 * self.traits.size:
            raise ValueError("not six numbers a trait")
        self.weights = <Weight*>PyMem_RawCalloc(1 + self.traits.size, sizeof(Weight))
        if not self.weights:
            raise MemoryError
        for i in range(1, self.traits.size + 1):
            for reading in range(2):
                none, begin, inside = number(at), number(at + 2), number(at + 4)
                if max(abs(begin - none), abs(inside - none)) > 0x7FFF:
                    raise ValueError("a weight beyond bounds")
                self.weights[i].begin[reading] = <int16_t>(begin - none)
                self.weights[i].inside[reading] = <int16_t>(inside - none)
                at += 6
        at = numbers
        for i in range(3):
            step = self.traits.of(mixed(mixed(FIRST_HASH, c"t"), c"0" + i))
            for reading in range(6 if step else 0):
                self.steps[reading // 3][3 * i + reading % 3] = number(at + 12 * (step - 1) + 2 * reading)

    def __dealloc__(self):
        PyMem_RawFree(self.weights)


cdef inline int number(const uint8_t* at) noexcept:
    """The number of two bytes that stands here."""
    return <int16_t>(at[0] | at[1] << 8)


# --- Letters ----------------------------------------------------------------------------------------------------------

cdef enum:
    WORD = 1  # `\w`
    SPACE = 2  # `\s`
    UP = 4  # a capital
    PART = 8  # may stand inside a capitalised word: whatever is no space and no sign
    BEGINS = 16  # may begin one: a capital, the small letter of an Arabic article
    SMALL = 32  # as `str.islower`
    BIG = 64  # as `str.isupper` or `str.istitle`
    DIGIT = 128
    TABLED = 0x3000

cdef uint8_t[TABLED] SORTS


cdef uint8_t told(uint32_t c) noexcept:
    """The sorts of a letter."""
    cdef uint8_t sorts = 0
    if Py_UNICODE_ISALNUM(<Py_UCS4>c) or c == 0x5F:
        sorts |= WORD
    if Py_UNICODE_ISSPACE(<Py_UCS4>c):
        sorts |= SPACE
    if 0x41 <= c < 0x2000 and (Py_UNICODE_ISUPPER(<Py_UCS4>c) or Py_UNICODE_ISTITLE(<Py_UCS4>c)):
        sorts |= UP
    if not (
        sorts & SPACE or 0x21 <= c <= 0x2F or 0x3A <= c <= 0x40 or 0x5B <= c <= 0x60 or 0x7B <= c <= 0xA9
        or 0xAB <= c <= 0xB4 or 0xB6 <= c <= 0xB9 or 0xBB <= c <= 0xBF or c == 0xD7 or c == 0xF7
        or 0x2000 <= c <= 0x2BFF or 0x3000 <= c <= 0x303F or 0xD800 <= c <= 0xF8FF or 0xFE00 <= c <= 0xFFFF
        or 0x1F000 <= c <= 0x1FFFF
    ):
        sorts |= PART
    if sorts & UP or c == 0x61 or c == 0x65 or c == 0x75:
        sorts |= BEGINS
    sorts |= SMALL if Py_UNICODE_ISLOWER(<Py_UCS4>c) else 0
    sorts |= BIG if Py_UNICODE_ISUPPER(<Py_UCS4>c) or Py_UNICODE_ISTITLE(<Py_UCS4>c) else 0
    sorts |= DIGIT if Py_UNICODE_ISDIGIT(<Py_UCS4>c) else 0
    return sorts


def _learn():
    """Looks up once what is asked for with every letter."""
    cdef uint32_t code
    for code in range(TABLED):
        SORTS[code] = told(code)


_learn()


cdef inline uint8_t sorts(uint32_t c) noexcept:
    return SORTS[c] if c < TABLED else told(c)


cdef inline bint ends_sentence(uint32_t c) noexcept:
    return <Py_UCS4>c in u".!?…:;•*|\n"


cdef inline bint opens(uint32_t c) noexcept:
    return <Py_UCS4>c in u"\"“”„«»‘'([{—–-"


cdef inline bint is_apostrophe(uint32_t c) noexcept:
    return c == 0x27 or c == 0x2019


cdef inline bint is_capital(uint32_t c) noexcept:
    return sorts(c) & UP != 0


cdef inline bint is_within(uint32_t c) noexcept:
    """Whether what stands right behind this begins no word."""
    return sorts(c) & WORD != 0 and c != 0x5F


# --- Found: the capitalised words of a text ---------------------------------------------------------------------------

cdef int FIRST = Kind.FIRST, LAST = Kind.LAST, PLACE = Kind.PLACE, ORDINARY = Kind.ORDINARY, TITLE = Kind.TITLE
cdef int ORG = Kind.ORG, SAY = Kind.SAY, AT = Kind.BEFORE_PLACE, ARTICLE = Kind.ARTICLE, FUNCTION = Kind.FUNCTION
cdef int NAMES = Kind.FIRST | Kind.LAST
cdef int KNOWN = NAMES | ORDINARY
#: What a capitalised word may be; the rest of `Kind` is about its neighbours.
cdef int ITSELF = 1023
cdef int STRONG = Kind.FIRST | Kind.LAST | Kind.PLACE | Kind.TITLE | Kind.ORG | Kind.THING
cdef int AROUND = Kind.TITLE | Kind.SAY | Kind.ORG | Kind.BEFORE_PLACE | Kind.ARTICLE | Kind.FIRST | Kind.NOUN
cdef int THING = Kind.ORG | Kind.THING | Kind.PLACE
cdef int TAIL = Kind.LAST | Kind.FIRST | Kind.NOUN | Kind.TITLE | Kind.ORG

cdef Words IN_NAMES = listed("\n".join(sorted(PARTICLES)))
#: Written with a stop that ends no sentence.
cdef Words ABBREVIATED = listed(
    "\n".join(
        """
        mr mrs ms dr st gov sen rep prof gen col lt capt sgt rev hon pres maj adm cmdr det insp sr sra herr ing dott sig
        mme mlle
        """.split()
    )
)
cdef Words HYPHEN_TAILS = listed("\n".join("era led like born run held free type wing bred made base ism ist ites".split()))
#: What parts the names of a list.
cdef Words LISTING = listed(
    "\n".join([", ", " and ", " & ", " und ", " et ", " y ", " e ", " i ", " ve ", " и ", " och ", " og ", "/", " - ", "-"])
)
#: Before a surname, in lower case, and part of the name: the longest first.
cdef Words BINDING = listed("von der \nvon dem \nvon den \nvan der \nvan den \nvan de \nvon \nvan \nbin \nibn \nter \nten ")

cdef Words JUNIOR = listed("jr\nsr")

cdef enum:
    NONE = 0
    BEGIN = 1
    INSIDE = 2
    LONGEST = 128  # letters of a trait that is a word; what is longer is cut, and no weight knows it
    MOST_TRAITS = 64  # more than any token has


cdef struct Token:
    Py_ssize_t start, end
    Py_ssize_t folded, folded_size  # where its folded form stands in `kept`
    int use  # the number of the folded form
    int kinds
    uint8_t[2] shape  # i: initial, 9: with digits, h: with hyphen, A2 to A5: capitals, C: plain, M: mixed
    uint8_t join  # how it hangs on the token before; 0 if it does not
    bint follows  # whether the next token hangs on it
    bint lower  # whether the word stands in the text in lower case, too
    # what follows is only there where a run of joined tokens begins …
    Py_ssize_t before, before_size  # the word before, in `kept`; "." at a sentence's start; else the sign before
    int before_kinds
    bint starts  # whether that is "."
    Py_ssize_t gap_size  # how long the text between it and the run before is, if it parts the names of a list; else 0
    # … or ends
    uint32_t suffix  # the first letter of `’s`, `'nun`
    Py_ssize_t sign, sign_size  # punctuation after, in the text
    Py_ssize_t after, after_size  # the word after, in the text
    int after_kinds
    double begin, inside  # how far these are above "none"


cdef struct Use:
    Py_ssize_t folded, size  # the folded form, in `kept`
    uint32_t hash
    int bits  # how it is used anywhere in the document
    int times, named  # how often it stands there, and how often it was read as a name
    bint first, last  # whether it was read as the first or the last word of a full name


cdef struct Run:
    Py_ssize_t begin, end  # the tokens that hang together
    Py_ssize_t thing, title  # the last word of things and the first title; the begin or end of the run, if nowhere


@final
cdef class Word:
    """A capitalised word of a text, seen from Python."""

    cdef Found found
    cdef Token* token

    @property
    def word(self):
        return self.found.text[self.token.start : self.token.end]

    @property
    def folded(self):
        return self.found.kept_text(self.token.folded, self.token.folded_size)

    @property
    def kinds(self):
        return self.token.kinds

    @property
    def shape(self):
        """The first letter of its shape."""
        return chr(self.token.shape[0])

    @property
    def starts(self):
        """Whether it begins a sentence."""
        return self.token.starts


@final
cdef class Found:
    """The capitalised words of a text that may belong to a name, in order; `The` and `He` do not."""

    cdef readonly str text
    cdef Lexicon lexicon
    cdef uint32_t* letters  # of the text, with two zeros behind
    cdef Py_ssize_t length
    cdef Token* tokens
    cdef Py_ssize_t size, room
    cdef uint32_t* kept  # letters that stand nowhere in the text
    cdef Py_ssize_t kept_size, kept_room
    cdef Use* uses
    cdef int used, uses_room
    cdef int* use_slots
    cdef uint32_t use_mask

    def __cinit__(self, str text, Lexicon lexicon):
        self.text, self.lexicon, self.length = text, lexicon, len(text)
        self.letters = <uint32_t*>PyMem_RawMalloc((self.length + 2) * sizeof(uint32_t))
        if not self.letters:
            raise MemoryError
        PyUnicode_AsUCS4(text, <Py_UCS4*>self.letters, self.length, False)
        self.letters[self.length] = self.letters[self.length + 1] = 0
        self.find()
        self.look_around()
        self.count_uses()
        self.find_lower()

    def __dealloc__(self):
        PyMem_RawFree(self.letters)
        PyMem_RawFree(self.tokens)
        PyMem_RawFree(self.kept)
        PyMem_RawFree(self.uses)
        PyMem_RawFree(self.use_slots)

    def __len__(self):
        return self.size

    def __getitem__(self, Py_ssize_t i):
        if not 0 <= i < self.size:
            raise IndexError(i)
        cdef Word word = Word.__new__(Word)
        word.found, word.token = self, &self.tokens[i]
        return word

    # Letters that stand nowhere in the text

    cdef Py_ssize_t keep(self, str letters) except -1:
        cdef Py_ssize_t at = self.kept_size, i
        cdef uint32_t* out = self.kept_for(len(letters))
        for i in range(len(letters)):
            out[i] = PyUnicode_READ(PyUnicode_KIND(letters), PyUnicode_DATA(letters), i)
        self.kept_size += len(letters)
        return at

    cdef uint32_t* kept_for(self, Py_ssize_t more) except NULL:
        """Room for so many letters more."""
        cdef Py_ssize_t room
        cdef uint32_t* grown
        if self.kept_size + more > self.kept_room:
            room = 2 * self.kept_room + more + 1024
            grown = <uint32_t*>PyMem_RawRealloc(self.kept, room * sizeof(uint32_t))
            if not grown:
                raise MemoryError
            self.kept, self.kept_room = grown, room
        return self.kept + self.kept_size

    cdef str kept_text(self, Py_ssize_t at, Py_ssize_t size):
        return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, self.kept + at, size)

    cdef Py_ssize_t keep_lower(self, Py_ssize_t start, Py_ssize_t end, bint folding) except -1:
        """Keeps a piece of the text in lower case, or folded and in lower case; what is kept begins where it says."""
        cdef Py_ssize_t at = self.kept_size, i
        cdef uint32_t* out = self.kept_for(end - start)
        cdef uint32_t c, all_of_them = 0
        for i in range(start, end):
            c = self.letters[i]
            all_of_them |= c
            out[i - start] = c + 32 if 0x41 <= c <= 0x5A else c
        if all_of_them < 0x80:
            self.kept_size += end - start
            return at
        piece = self.text[start:end]
        return self.keep((fold(piece) if folding else piece).lower())

    cdef int kinds_of(self, Py_ssize_t start, Py_ssize_t end) except -1:
        """The kinds of a word of the text, whatever its case."""
        cdef Py_ssize_t at = self.keep_lower(start, end, True)
        cdef int kinds = self.lexicon.of(self.kept + at, self.kept_size - at)
        self.kept_size = at
        return kinds

    # Where capitalised words stand

    cdef Py_ssize_t end_of_word(self, Py_ssize_t at) noexcept:
        """Where the capitalised word ends that begins here; `at` if none does.

        Initials (`J.J.`), or a word with what belongs to it (`O’Neill`, `Jean-Claude`, `Ing-wen`, `al-Assad`).
        """
        cdef const uint32_t* t = self.letters
        cdef uint32_t c = t[at], before = t[at - 1] if at else 0
        cdef bint capital = is_capital(c)
        cdef Py_ssize_t i, n, best
        if at and (0x300 <= before <= 0x36F or before == 0x40 or before == 0x23 or before == 0x2F):
            return at
        if capital and t[at + 1] == 0x2E:
            i, best = at + 2, -1
            for n in range(10):
                if not sorts(t[i]) & WORD or i >= self.length:
                    best = i
                if n == 9:
                    break
                i += t[i] == 0x2D
                if i + 1 < self.length and is_capital(t[i]) and t[i + 1] == 0x2E:
                    i += 2
                else:
                    break
            if best > 0:
                return best
        i = self.after_article(at)
        if i < 0 and <Py_UCS4>c in u"ODNM" and is_apostrophe(t[at + 1]) and is_capital(t[at + 2]):
            i = at + 3
        if i < 0:
            if not capital:
                return at
            i = at + 1
        i = self.end_of_part(i)
        while i < self.length and t[i] == 0x2D:
            if i + 1 < self.length and is_capital(t[i + 1]):
                i = self.end_of_part(i + 2)
                continue
            n = 0
            while n < 4 and i + 1 + n < self.length and (0x61 <= t[i + 1 + n] <= 0x7A or 0xE0 <= t[i + 1 + n] <= 0x17E):
                n += 1
            while n >= 2 and i + 1 + n < self.length and sorts(t[i + 1 + n]) & PART:
                n -= 1
            if n < 2:
                break
            i += 1 + n
        return i

    cdef Py_ssize_t after_article(self, Py_ssize_t at) noexcept:
        """Where, after an Arabic article (`al-`, `ash-`, `el-`) and its capital, the word goes on; -1 without."""
        cdef const uint32_t* t = self.letters
        cdef uint32_t c = t[at], following = t[at + 1]
        cdef Py_ssize_t i
        if <Py_UCS4>c in u"Aa" and <Py_UCS4>following in u"lsdrtzn" and t[at + 2] == 0x2D:
            i = at + 3
        elif <Py_UCS4>c in u"Aa" and following == 0x73 and t[at + 2] == 0x68 and t[at + 3] == 0x2D:
            i = at + 4
        elif <Py_UCS4>c in u"EeUu" and following == 0x6C and t[at + 2] == 0x2D:
            i = at + 3
        else:
            return -1
        if <Py_UCS4>t[i] in u"ODNM" and i + 2 < self.length and is_apostrophe(t[i + 1]) and is_capital(t[i + 2]):
            i += 2
        return i + 1 if i < self.length and is_capital(t[i]) else -1

    cdef Py_ssize_t end_of_part(self, Py_ssize_t i) noexcept:
        while i < self.length and sorts(self.letters[i]) & PART:
            i += 1
        return i

    cdef int find(self) except -1:
        """Fills `tokens`: where the words stand, what they are, and how each hangs on the one before."""
        cdef const uint32_t* t = self.letters
        cdef Py_ssize_t at = 0, stop, length = self.length
        while at < length:
            if t[at] >= TABLED or not SORTS[t[at]] & BEGINS or (at and is_within(t[at - 1])):
                at += 1
                continue
            stop = self.end_of_word(at)
            if stop > at:
                self.take(at, self.without_tail(at, stop))
            at = stop + (stop == at)
        return 0

    cdef Py_ssize_t without_tail(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Where the word ends without `-led`."""
        cdef Py_ssize_t i = end - 1
        while i > start and self.letters[i] != 0x2D:
            i -= 1
        return i if i > start and HYPHEN_TAILS.find(self.letters + i + 1, end - i - 1) else end

    cdef int take(self, Py_ssize_t start, Py_ssize_t end) except -1:
        """Adds the word, unless it is one like `The`; that may yet belong to the name before it (`y`)."""
        cdef Token* last = &self.tokens[self.size - 1] if self.size else NULL
        cdef Token token
        cdef bint function, in_names, hangs = last is not NULL and start - last.end == 1
        cdef Py_ssize_t at
        memset(&token, 0, sizeof(Token))
        token.start, token.end = start, end
        function = self.look_up(&token)
        if end - start == 1:
            function = <Py_UCS4>self.letters[start] in u"AIZАВЗИІЙКОСУЯ"
            in_names = self.letters[start] != 0x41 and self.letters[start] != 0x49
        elif function:
            function = self.is_lower(start + 1, end)
            at = self.keep_lower(start, end, False)
            in_names = IN_NAMES.find(self.kept + at, self.kept_size - at)
            self.kept_size = at
        if function and not (in_names and hangs):
            self.kept_size = token.folded
            return 0
        if last is not NULL and start - last.end <= 24:
            token.join = self.join(last, start)
            last.follows = token.join != 0
        if self.size == self.room:
            self.grow()
        self.tokens[self.size] = token
        self.size += 1
        return 0

    cdef int grow(self) except -1:
        cdef Py_ssize_t room = 2 * self.room + 128
        cdef Token* grown = <Token*>PyMem_RawRealloc(self.tokens, room * sizeof(Token))
        if not grown:
            raise MemoryError
        self.tokens, self.room = grown, room
        return 0

    cdef bint look_up(self, Token* token) except -1:
        """Folded form, kinds (of a compound: the kinds of its parts) and shape; whether it is a word like `The`."""
        cdef Py_ssize_t at = self.keep_lower(token.start, token.end, True), i, n = at, hyphen = -1, head
        cdef uint32_t* kept = self.kept
        cdef bint bare
        for i in range(at, self.kept_size):
            if kept[i] != 0x27 and kept[i] != 0x2E:
                if kept[i] == 0x2D:
                    hyphen = n
                kept[n] = kept[i]
                n += 1
        bare = n == self.kept_size
        self.kept_size, token.folded, token.folded_size = n, at, n - at
        token.shape[0] = self.shape(token)
        if token.shape[0] == 0x41:
            token.shape[1] = <uint8_t>(0x30 + min(token.end - token.start, 5))
        if hyphen < 0:
            token.kinds = self.lexicon.of(kept + at, n - at)
            return bare and token.kinds & FUNCTION != 0
        self.kept_for(hyphen - at)
        kept, head = self.kept, n
        for i in range(at, hyphen):
            if kept[i] != 0x2D:
                kept[head] = kept[i]
                head += 1
        token.kinds = (self.lexicon.of(kept + n, head - n) & NAMES) | (
            self.lexicon.of(kept + hyphen + 1, n - hyphen - 1) & TAIL
        )
        return False

    cdef uint8_t shape(self, Token* token) noexcept:
        cdef Py_ssize_t i
        cdef bint hyphen = False
        if token.end - token.start == 1 or self.letters[token.end - 1] == 0x2E:
            return 0x69  # i
        for i in range(token.start, token.end):
            if sorts(self.letters[i]) & DIGIT:
                return 0x39  # 9
            hyphen |= self.letters[i] == 0x2D
        if hyphen:
            return 0x68  # h
        if self.is_upper(token.start, token.end):
            return 0x41  # A
        return 0x43 if self.is_lower(token.start + 1, token.end) else 0x4D  # C, M

    cdef bint is_lower(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """As `str.islower`."""
        cdef bint cased = False
        cdef Py_ssize_t i
        for i in range(start, end):
            if sorts(self.letters[i]) & BIG:
                return False
            cased |= sorts(self.letters[i]) & SMALL != 0
        return cased

    cdef bint is_upper(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """As `str.isupper`."""
        cdef bint cased = False
        cdef uint32_t c
        cdef Py_ssize_t i
        for i in range(start, end):
            c = self.letters[i]
            if sorts(c) & SMALL or (c >= 0x80 and Py_UNICODE_ISTITLE(<Py_UCS4>c)):
                return False
            cased |= sorts(c) & BIG != 0
        return cased

    cdef bint is_number(self, const uint32_t* letters, Py_ssize_t size) noexcept:
        """As `str.isdigit`."""
        cdef Py_ssize_t i
        for i in range(size):
            if not sorts(letters[i]) & DIGIT:
                return False
        return size > 0

    cdef uint8_t join(self, Token* last, Py_ssize_t start) except? 255:
        """How the word that begins here hangs on the one before: what may stand between two words of one name."""
        cdef const uint32_t* gap = self.letters + last.end
        cdef Py_ssize_t size = start - last.end, i, begin = 1, at
        cdef bint stop = self.letters[last.end - 1] == 0x2E
        cdef bint initial = stop or last.end - last.start == 1
        if size == 0:
            return 0x2E if stop else 0
        if size == 1:
            return 0x5F if gap[0] == 0x20 or gap[0] == 0xA0 else 0x2E if gap[0] == 0x2E and initial else 0
        if size == 2:
            if gap[0] == 0x5D and gap[1] == 0x20:
                return 0x5D
            if gap[0] == 0x20 and gap[1] == 0x5B:
                return 0x5B
            if gap[0] != 0x2E or gap[1] != 0x20:
                return 0
            if not initial:
                at = self.keep_lower(last.start, last.end, False)
                initial = ABBREVIATED.find(self.kept + at, self.kept_size - at)
                self.kept_size = at
            return 0x2E if initial else 0
        if gap[0] != 0x20 or gap[size - 1] != 0x20:
            return 0
        for i in range(1, size):
            if gap[i] == 0x20:
                if not IN_NAMES.find(gap + begin, i - begin):
                    return 0
                begin = i + 1
        return 0x7E

    # What stands around them

    cdef int look_around(self) except -1:
        cdef Py_ssize_t i
        cdef Token* token
        for i in range(self.size):
            token = &self.tokens[i]
            if not token.join:
                self.look_back(token)
                if i and LISTING.find(self.letters + (token - 1).end, token.start - (token - 1).end):
                    token.gap_size = token.start - (token - 1).end
            if not token.follows:
                self.look_ahead(token)
        return 0

    cdef int look_back(self, Token* token) except -1:
        cdef const uint32_t* t = self.letters
        cdef Py_ssize_t begin = max(0, token.start - 24), end = token.start, i
        cdef uint32_t last
        while end > begin and (t[end - 1] == 0x20 or t[end - 1] == 0xA0 or t[end - 1] == 0x09):
            end -= 1
        last = t[end - 1] if end > begin else 0x2E
        if end > begin and Py_UNICODE_ISALNUM(<Py_UCS4>last):
            i = end
            while i > begin and not (sorts(t[i - 1]) & SPACE or is_apostrophe(t[i - 1]) or t[i - 1] == 0x2D):
                i -= 1
            token.before = self.keep_lower(i, end, False)
            token.before_size = self.kept_size - token.before
            token.before_kinds = self.kinds_of_kept(token.before, token.before_size)
            return 0
        token.starts = ends_sentence(last)
        if opens(last):
            while end > begin and (opens(t[end - 1]) or t[end - 1] == 0x20):
                end -= 1
            token.starts = end == begin or ends_sentence(t[end - 1])
        token.before, token.before_size = self.kept_size, 1
        self.kept_for(1)[0] = 0x2E if token.starts else last
        self.kept_size += 1
        if last >= 0x80 and not token.starts:  # `№` is the word no
            token.before_kinds = self.kinds_of_kept(token.before, 1)
        return 0

    cdef int kinds_of_kept(self, Py_ssize_t at, Py_ssize_t size) except -1:
        """The kinds of a word that is kept in lower case."""
        cdef uint32_t all_of_them = 0
        cdef Py_ssize_t i
        for i in range(at, at + size):
            all_of_them |= self.kept[i]
        if all_of_them < 0x80:
            return self.lexicon.of(self.kept + at, size)
        return self.lexicon.get(fold(self.kept_text(at, size)).lower())

    cdef int look_ahead(self, Token* token) except -1:
        cdef const uint32_t* t = self.letters
        cdef Py_ssize_t at = token.end, i
        if t[at] == 0x20 and Py_UNICODE_ISALPHA(<Py_UCS4>t[at + 1]):
            at += 1
        else:
            if is_apostrophe(t[at]):
                token.suffix = t[at]
                at += 1
                for i in range(4):
                    at += at < self.length and sorts(t[at]) & WORD
            token.sign = at
            while at < self.length and at - token.sign < 2 and not sorts(t[at]) & (WORD | SPACE):
                at += 1
            token.sign_size = at - token.sign
            at += at < self.length and sorts(t[at]) & SPACE != 0
        token.after = at
        while at < self.length and at - token.after < 40 and sorts(t[at]) & WORD:
            at += 1
        token.after_size = at - token.after
        token.after_kinds = self.kinds_of(token.after, at)
        return 0

    # How each word is used in the document

    cdef int count_uses(self) except -1:
        """How each word is used anywhere in the document, as bits.

        1 after a given name, 2 after a title, 4 before "said", 16 with a possessive, 32 inside a sentence, 64 twice,
        128 after "in" or "at", 256 after an article, 512 last of a run after a given name.
        """
        cdef Py_ssize_t i
        cdef Token* token
        cdef Token* last
        cdef int bits
        cdef uint32_t slots = 2
        while slots < 2 * self.size:
            slots *= 2
        self.use_mask = slots - 1
        self.uses = <Use*>PyMem_RawCalloc(self.size + 1, sizeof(Use))
        self.use_slots = <int*>PyMem_RawCalloc(slots, sizeof(int))
        if not (self.uses and self.use_slots):
            raise MemoryError
        for i in range(self.size):
            token = &self.tokens[i]
            token.use = self.use_of(token)
            bits = 64 if self.uses[token.use].times else 0
            if token.join:
                last = token - 1
                bits |= (1 if last.kinds & FIRST else 0) | (2 if last.kinds & TITLE else 0)
                if last.kinds & FIRST and not token.follows and not token.kinds & (ORG | PLACE):
                    bits |= 512
            else:
                bits |= 2 if token.before_kinds & TITLE else 0
                bits |= (128 if token.before_kinds & AT else 0) | (256 if token.before_kinds & ARTICLE else 0)
                bits |= 0 if token.starts else 32
            if not token.follows and not token.sign_size and token.after_kinds & SAY:
                bits |= 4
            self.uses[token.use].bits |= bits | (16 if token.suffix else 0)
            self.uses[token.use].times += 1
        return 0

    cdef int use_of(self, Token* token) noexcept:
        """The number of its folded form."""
        cdef const uint32_t* folded = self.kept + token.folded
        cdef uint32_t h = <uint32_t>(hashed(folded, token.folded_size) >> 32), at = h & self.use_mask
        cdef Use* use
        while self.use_slots[at]:
            use = &self.uses[self.use_slots[at] - 1]
            if use.hash == h and use.size == token.folded_size and not memcmp(
                self.kept + use.folded, folded, token.folded_size * sizeof(uint32_t)
            ):
                return self.use_slots[at] - 1
            at = at + 1 & self.use_mask
        use = &self.uses[self.used]
        use.hash, use.size, use.folded = h, token.folded_size, token.folded
        self.used += 1
        self.use_slots[at] = self.used
        return self.used - 1

    cdef int find_lower(self) except -1:
        """Which of the words stand in the text in lower case, too: words of three letters and more."""
        cdef const uint32_t* t = self.letters
        cdef Py_ssize_t i, begin, end, size, at, length = self.length
        cdef uint32_t slots = self.use_mask + 1, place
        cdef uint64_t h
        cdef Token* token
        cdef Token* other
        cdef Py_ssize_t* lowers = <Py_ssize_t*>PyMem_RawMalloc((2 * self.size + 2) * sizeof(Py_ssize_t))
        cdef int* first = <int*>PyMem_RawCalloc(slots, sizeof(int))  # by hash, one more than the first token of a form
        cdef int* same = <int*>PyMem_RawMalloc((self.size + 1) * sizeof(int))  # … and for each token, which that is
        at = self.kept_size
        try:
            if not (lowers and first and same):
                raise MemoryError
            for i in range(self.size):
                token = &self.tokens[i]
                begin = self.keep_lower(token.start, token.end, False)
                lowers[2 * i], lowers[2 * i + 1] = begin, self.kept_size - begin
                size = self.kept_size - begin
                place = self.place_of(self.kept + begin, size, hashed(self.kept + begin, size), first, lowers)
                if not first[place]:
                    first[place] = i + 1
                same[i] = first[place] - 1
            end = 0
            while end < length:
                begin, h = end, FIRST_HASH
                while end < length and sorts(t[end]) & WORD:
                    h = mixed(h, t[end])
                    end += 1
                if end - begin >= 3:
                    place = self.place_of(t + begin, end - begin, h, first, lowers)
                    if first[place]:
                        self.tokens[first[place] - 1].lower = True
                end += end == begin
            for i in range(self.size):
                self.tokens[i].lower = self.tokens[same[i]].lower
        finally:
            PyMem_RawFree(lowers)
            PyMem_RawFree(first)
            PyMem_RawFree(same)
        self.kept_size = at
        return 0

    cdef inline uint32_t place_of(
        self, const uint32_t* letters, Py_ssize_t size, uint64_t h, const int* first, const Py_ssize_t* lowers
    ) noexcept:
        """Where in `first` the word of this hash is, or would be."""
        cdef uint32_t place = <uint32_t>(h >> 32) & self.use_mask
        cdef int n
        while first[place]:
            n = first[place] - 1
            if lowers[2 * n + 1] == size and not memcmp(self.kept + lowers[2 * n], letters, size * sizeof(uint32_t)):
                break
            place = place + 1 & self.use_mask
        return place

    # --- Traits -------------------------------------------------------------------------------------------------------

    cdef int say_own(self, Token* token, Pen pen) except -1:
        """Of the word itself."""
        cdef int kinds = token.kinds & ITSELF, bit
        cdef const uint32_t* folded = self.kept + token.folded
        cdef Py_ssize_t size = token.folded_size
        pen.sort(u"b"); pen.said()
        pen.sort(u"k"); pen.number(kinds); pen.said()
        pen.sort(u"s"); pen.shape(token); pen.said()
        pen.sort(u"p"); pen.shape(token); pen.number(kinds & NAMES); pen.said()
        pen.sort(u"w"); pen.letters_of(folded, size); pen.said()
        pen.sort(u"x"); pen.letters_of(folded + max(0, size - 3), min(size, 3)); pen.said()
        pen.sort(u"y"); pen.letters_of(folded + max(0, size - 2), min(size, 2)); pen.letter(token.shape[0]); pen.said()
        for bit in range(10):
            if kinds >> bit & 1:
                pen.sort(u"K"); pen.number(1 << bit); pen.said()
        return 0

    cdef int say_use(self, Token* token, Pen pen) except -1:
        """Of its use in the document."""
        cdef int bits = self.uses[token.use].bits, kinds = token.kinds & KNOWN
        pen.sort(u"u")
        if not token.join:
            pen.number(1)
        pen.number(bits & 3); pen.letter(u"."); pen.number(bits & 512); pen.said()
        pen.sort(u"v"); pen.number(bits & 28); pen.said()
        pen.sort(u"L"); pen.number(token.lower); pen.number(token.starts); pen.number(kinds & ORDINARY); pen.said()
        pen.sort(u"z"); pen.number(bits & 480); pen.number(kinds); pen.said()
        pen.sort(u"l"); pen.number(token.lower); pen.number(bits & 32); pen.number(kinds); pen.said()
        return 0

    cdef int say_before(self, Token* token, Pen pen) except -1:
        """Of the word or sign before a run, and of the name before that in a list."""
        cdef int around = token.before_kinds & AROUND
        cdef Token* earlier
        pen.sort(u"a"); pen.number(around); pen.said()
        pen.sort(u"A"); pen.number(around); pen.letter(u"."); pen.number(token.kinds & 15); pen.said()
        pen.sort(u"B"); pen.word(self.kept + token.before, token.before_size, self); pen.said()
        if token.gap_size:
            earlier = token - 1
            pen.sort(u"d"); pen.truth(earlier.join != 0); pen.number(earlier.kinds & NAMES); pen.said()
            pen.sort(u"D"); pen.letters_of(self.letters + earlier.end, token.gap_size)
            pen.number(earlier.kinds & NAMES); pen.letter(u"."); pen.number(token.kinds & NAMES); pen.said()
        return 0

    cdef int say_joined(self, Token* token, Pen pen) except -1:
        """Of the word it hangs on."""
        cdef Token* last = token - 1
        pen.sort(u"q"); pen.letter(token.join); pen.number(last.kinds & ITSELF); pen.said()
        pen.sort(u"Q"); pen.number(last.kinds & STRONG); pen.letter(u"."); pen.number(token.kinds & STRONG); pen.said()
        pen.sort(u"S"); pen.letter(token.join); pen.shape(last); pen.shape(token); pen.said()
        pen.sort(u"W"); pen.letters_of(self.kept + last.folded, last.folded_size); pen.said()
        return 0

    cdef int say_joins(self, Token* token, Pen pen) except -1:
        """Of the word that hangs on it."""
        cdef Token* following = token + 1
        pen.sort(u"n"); pen.letter(following.join); pen.number(following.kinds & ITSELF); pen.said()
        pen.sort(u"N"); pen.number(following.kinds & STRONG); pen.letter(u".")
        pen.number(token.kinds & STRONG); pen.said()
        pen.sort(u"T"); pen.letter(following.join); pen.shape(following); pen.said()
        pen.sort(u"V"); pen.letters_of(self.kept + following.folded, following.folded_size); pen.said()
        return 0

    cdef int say_after(self, Token* token, Pen pen) except -1:
        """Of the sign or the word after a run."""
        cdef const uint32_t* after = self.letters + token.after
        cdef int around = token.after_kinds & AROUND
        if token.sign_size:
            pen.sort(u"m"); pen.letters_of(self.letters + token.sign, token.sign_size); pen.optional(token.suffix)
            pen.optional(0x23 if self.is_number(after, token.after_size) else 0); pen.said()
            pen.sort(u"M"); pen.letters_of(self.letters + token.sign, token.sign_size)
            pen.number(token.kinds & NAMES); pen.said()
            return 0
        pen.sort(u"o"); pen.number(around); pen.optional(token.suffix); pen.said()
        pen.sort(u"O"); pen.number(around); pen.letter(u"."); pen.number(token.kinds & 15); pen.said()
        pen.sort(u"R"); pen.word(after, token.after_size, self); pen.said()
        return 0

    cdef int say_run(self, Py_ssize_t at, Run* run, Pen pen) except -1:
        """Of its place in the run, and the company there."""
        cdef Token* token = &self.tokens[at]
        pen.sort(u"e"); pen.number(at == run.begin); pen.number(at + 1 == run.end)
        pen.number(token.kinds & NAMES); pen.shape(token); pen.said()
        if run.end - run.begin == 1:
            return 0
        pen.sort(u"r"); pen.number(min(at - run.begin, 3)); pen.letter(u"."); pen.number(min(run.end - at, 4))
        pen.number(token.kinds & NAMES); pen.said()
        pen.sort(u"c"); pen.number(at < run.thing); pen.number(run.title < at)
        pen.number(self.tokens[run.begin].kinds & STRONG); pen.said()
        return 0

    cdef int say(self, Py_ssize_t at, Run* run, Pen pen) except -1:
        """All that speaks for or against a token at first sight."""
        cdef Token* token = &self.tokens[at]
        if at >= run.end:
            self.next_run(at, run)
        self.say_own(token, pen)
        self.say_use(token, pen)
        if token.join:
            self.say_joined(token, pen)
        else:
            self.say_before(token, pen)
        if token.follows:
            self.say_joins(token, pen)
        else:
            self.say_after(token, pen)
        return self.say_run(at, run, pen)

    cdef void next_run(self, Py_ssize_t at, Run* run) noexcept:
        run.begin = run.end = run.thing = at
        run.title = -1
        while True:
            if self.tokens[run.end].kinds & THING:
                run.thing = run.end
            if self.tokens[run.end].kinds & TITLE and run.title < 0:
                run.title = run.end
            run.end += 1
            if not self.tokens[run.end - 1].follows:
                break
        if run.title < 0:
            run.title = run.end

    cdef void note(self, const uint8_t* tags) noexcept:
        """Notes in `uses` how the words were read."""
        cdef Py_ssize_t i, n, begin = 0
        cdef bint is_last
        cdef Use* use
        for i in range(self.used):
            self.uses[i].named = 0
            self.uses[i].first = self.uses[i].last = False
        for i in range(self.size):
            self.uses[self.tokens[i].use].named += tags[i] != NONE
            if tags[i] != INSIDE:
                begin = i
            if tags[i] == NONE or i + 1 < self.size and tags[i + 1] == INSIDE or begin == i:
                continue
            is_last = True  # a full name ends here: its last word that is no initial, and those before
            for n in range(i, begin - 1, -1):
                if self.tokens[n].shape[0] != 0x69:
                    use = &self.uses[self.tokens[n].use]
                    use.last, use.first = use.last or is_last, use.first or not is_last
                    is_last = False

    cdef int say_again(self, Py_ssize_t at, const uint8_t* tags, Pen pen) except -1:
        """What a first reading of the whole document says: how the word was read where it stands elsewhere."""
        cdef Token* token = &self.tokens[at]
        cdef Use* use = &self.uses[token.use]
        cdef int tag = tags[at], others = use.times - 1
        cdef int whole = use.last + 2 * use.first
        cdef int share = 3 * (use.named - (tag != NONE)) // others if others else -1  # in thirds
        cdef bint single = not token.join and not token.follows
        pen.sort(u"g"); pen.number(whole); pen.number(single); pen.said()
        pen.sort(u"h"); pen.share(share); pen.number(whole & 1); pen.said()
        pen.sort(u"H"); pen.share(share); pen.number(whole); pen.number(single)
        pen.number(token.kinds & NAMES); pen.said()
        pen.sort(u"G"); pen.number(tag); pen.number(whole); pen.share(share); pen.said()
        if token.join:
            pen.sort(u"j"); pen.number(tags[at - 1]); pen.number(tag)
            pen.number(self.uses[(token - 1).use].first); pen.number(whole); pen.said()
        if token.follows:
            pen.sort(u"J"); pen.number(tag); pen.number(tags[at + 1])
            pen.number(self.uses[(token + 1).use].last); pen.number(whole); pen.said()
        return 0

    def traits(self):
        """Of each token the traits at first sight."""
        cdef Pen pen = Pen(None)
        cdef Run run
        cdef Py_ssize_t i
        run.end = 0
        said = []
        for i in range(self.size):
            pen.written = []
            self.say(i, &run, pen)
            said.append(pen.written)
        return said

    def second_thoughts(self, bytes tags):
        """Of each token the traits that a first reading adds; its tags are one byte a token."""
        cdef Pen pen = Pen(None)
        cdef Py_ssize_t i
        if len(tags) != self.size:
            raise ValueError("not as many tags as tokens")
        self.note(tags)
        said = []
        for i in range(self.size):
            pen.written = []
            self.say_again(i, tags, pen)
            said.append(pen.written)
        return said

    # --- Readings -----------------------------------------------------------------------------------------------------

    @property
    def joined(self):
        """Of each token whether it hangs on the one before, as a byte."""
        return bytes([self.tokens[i].join != 0 for i in range(self.size)])

    def places(self):
        """Of each token where it begins and ends."""
        return [(self.tokens[i].start, self.tokens[i].end) for i in range(self.size)]

    def read(self, Weights weights):
        """The tags of the second reading, a byte a token; `margin` knows the scores from then on."""
        cdef Pen pen = Pen(weights)
        cdef Py_ssize_t i
        cdef Run run
        cdef double* scores = <double*>PyMem_RawMalloc((5 * self.size + 1) * sizeof(double))
        cdef uint8_t* joined = <uint8_t*>PyMem_RawMalloc(self.size + 1)
        cdef bytearray tags = bytearray(self.size)
        cdef double* more
        try:
            if not (scores and joined):
                raise MemoryError
            more = scores + 3 * self.size
            run.end = 0
            for i in range(self.size):
                self.say(i, &run, pen)
                pen.sum_up()
                scores[3 * i], scores[3 * i + 1], scores[3 * i + 2] = 0, pen.begin[0], pen.inside[0]
                more[2 * i], more[2 * i + 1] = pen.begin[1], pen.inside[1]
                joined[i] = self.tokens[i].join != 0
            viterbi(self.size, joined, scores, weights.steps[0], tags)
            self.note(tags)
            for i in range(self.size):
                self.say_again(i, tags, pen)
                pen.sum_up()
                scores[3 * i + 1] = self.tokens[i].begin = more[2 * i] + pen.begin[1]
                scores[3 * i + 2] = self.tokens[i].inside = more[2 * i + 1] + pen.inside[1]
            viterbi(self.size, joined, scores, weights.steps[1], tags)
        finally:
            PyMem_RawFree(scores)
            PyMem_RawFree(joined)
        return tags

    def spans(self, const uint8_t[:] tags):
        """Where each name stands, and by how much it was preferred to none."""
        return [(*self.span(begin, end), self.margin(begin, end) / 100) for begin, end in groups(tags)]

    cpdef double margin(self, Py_ssize_t begin, Py_ssize_t end) noexcept:
        """By how much the least certain word was preferred to no name, if these tokens are one; in hundredths."""
        cdef double least = self.tokens[begin].begin
        cdef Py_ssize_t i
        for i in range(begin + 1, end):
            least = min(least, self.tokens[i].inside)
        return least

    def pairs(self, const uint8_t[:] tags, int wanted, int barred, int barred_last):
        """Where two plain words hang together and on nothing else, and were read as no name: the places of the first.

        Which is of all kinds that are `wanted` and none that is `barred`, the last of none of `barred_last`.
        """
        cdef Py_ssize_t i
        cdef Token* a
        cdef Token* b
        found = []
        for i in range(self.size - 1):
            a, b = &self.tokens[i], &self.tokens[i + 1]
            if b.join != 0x5F or a.join or b.follows or a.shape[0] != 0x43 or b.shape[0] != 0x43:
                continue
            if tags[i] == NONE and tags[i + 1] != INSIDE and a.kinds & (wanted | barred) == wanted:
                if not b.kinds & barred_last:
                    found.append(i)
        return found

    def alone(self, const uint8_t[:] tags, frozenset stems, Py_ssize_t size, int barred):
        """The tokens that hang on nothing, and nothing on them, where they were read as no name.

        Only those whose first folded letters, so many, are one of `stems`; none of a kind that is `barred`, nor an
        ordinary word that begins a sentence.
        """
        cdef Py_ssize_t i
        cdef Token* token
        found = []
        for i in range(self.size if stems else 0):
            token = &self.tokens[i]
            if tags[i] != NONE or token.join or token.follows or token.kinds & barred:
                continue
            if not (token.kinds & ORDINARY and token.starts):
                if self.kept_text(token.folded, min(token.folded_size, size)) in stems:
                    found.append(i)
        return found

    def doubts(self, const uint8_t[:] tags, double least, int no_surname):
        """Single words, and pairs of joined words, that were read as no name, but not by much: where they begin and end.

        `least`: what "begin" scores at least; `no_surname`: kinds of words that are none.
        """
        cdef Py_ssize_t i
        cdef Token* token
        found = []
        for i in range(self.size):
            token = &self.tokens[i]
            if tags[i] != NONE or token.begin < least or token.end - token.start < 3 or token.kinds & no_surname:
                continue
            if token.follows and tags[i + 1] == NONE and not (token + 1).kinds & no_surname and not token.join:
                found.append((i, i + 2))
            elif not (token.follows or token.join) or self.is_upper(token.start, token.end):
                found.append((i, i + 1))
        return found

    cpdef tuple span(self, Py_ssize_t begin, Py_ssize_t end):
        """From where to where the name stands that these tokens make.

        Without a title before it (`Governor Noem`), or a word in capitals that the name is not written in; with the
        particle before (`von der Leyen`) and the stop of `Jr.`
        """
        cdef Token* first
        cdef Token* last
        cdef Py_ssize_t start, stop, size
        while begin + 1 < end and self.tokens[begin].kinds & (TITLE | FIRST) == TITLE:
            begin += 1
        first, last = &self.tokens[begin], &self.tokens[end - 1]
        if begin + 1 < end and (first + 1).shape[0] == 0x43 and first.shape[0] == 0x41 and first.kinds & (ORDINARY | SAY):
            first += 1
        if first < last and (last - 1).shape[0] == 0x43 and last.shape[0] == 0x41 and last.shape[1] < 0x35:
            if not self.is_junior(last) and not self.is_numeral(last):
                last -= 1
        start, stop = first.start, last.end
        start -= self.binding(start)
        if self.is_junior(last) and self.letters[stop] == 0x2E:
            stop += 1
        return start, stop

    cdef Py_ssize_t binding(self, Py_ssize_t start) noexcept:
        """How long the particle is that stands before a name."""
        cdef Py_ssize_t size
        cdef uint32_t before
        for size in range(min(8, start), 2, -1):
            before = self.letters[start - size - 1] if start > size else 0x20
            if (sorts(before) & SPACE or <Py_UCS4>before in u"\"“„«([") and (
                BINDING.find(self.letters + start - size, size)
            ):
                return size
        return 0

    cdef bint is_junior(self, Token* token) noexcept:
        return JUNIOR.find(self.kept + token.folded, token.folded_size)

    cdef bint is_numeral(self, Token* token) noexcept:
        cdef Py_ssize_t i
        for i in range(token.start, token.end):
            if <Py_UCS4>self.letters[i] not in u"IVX":
                return False
        return True


@final
cdef class Pen:
    """Writes one trait after the other. They are summed up, or, without weights, they go to `written`."""

    cdef Weights weights
    cdef int32_t[2] begin, inside
    cdef list written
    cdef uint32_t[LONGEST + 32] letters
    cdef Py_ssize_t size
    cdef uint64_t hash
    cdef uint64_t[MOST_TRAITS] hashes
    cdef int waiting

    def __cinit__(self, Weights weights):
        self.weights = weights

    cdef inline void sort(self, uint32_t letter) noexcept:
        self.size, self.hash = 0, FIRST_HASH
        self.letter(letter)

    cdef inline void letter(self, uint32_t letter) noexcept:
        self.letters[self.size] = letter
        self.size += 1
        self.hash = mixed(self.hash, letter)

    cdef inline void optional(self, uint32_t letter) noexcept:
        if letter:
            self.letter(letter)

    cdef inline void letters_of(self, const uint32_t* letters, Py_ssize_t size) noexcept:
        cdef Py_ssize_t i
        for i in range(min(size, LONGEST - self.size)):
            self.letter(letters[i])

    cdef inline void number(self, uint32_t n) noexcept:
        if n < 10:
            self.letter(0x30 + n)
        else:
            self.long_number(n)

    cdef void long_number(self, uint32_t n) noexcept:
        cdef uint32_t[10] digits
        cdef int size = 0
        while n:
            digits[size], n = 0x30 + n % 10, n // 10
            size += 1
        while size:
            size -= 1
            self.letter(digits[size])

    cdef inline void shape(self, const Token* token) noexcept:
        self.letter(token.shape[0])
        self.optional(token.shape[1])

    cdef inline void share(self, int n) noexcept:
        if n < 0:
            self.letter(0x2D)
        else:
            self.number(n)

    cdef inline void truth(self, bint yes) noexcept:
        cdef Py_UCS4 c
        for c in u"True" if yes else u"False":
            self.letter(c)

    cdef inline void word(self, const uint32_t* letters, Py_ssize_t size, Found found) noexcept:
        if found.is_number(letters, size):
            self.letter(0x23)
        else:
            self.letters_of(letters, size)

    cdef inline int said(self) except -1:
        if self.weights is None:
            self.written.append(PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, self.letters, self.size))
            return 0
        self.weights.traits.bring(self.hash)
        self.hashes[self.waiting] = self.hash
        self.waiting += 1
        return 0

    cdef void sum_up(self) noexcept:
        """Fills `begin` and `inside` with what the traits weigh that were said since the last time."""
        cdef Weight* weight
        cdef int i
        self.begin[0] = self.begin[1] = self.inside[0] = self.inside[1] = 0
        for i in range(self.waiting):
            weight = &self.weights.weights[self.weights.traits.of(self.hashes[i])]
            self.begin[0] += weight.begin[0]
            self.begin[1] += weight.begin[1]
            self.inside[0] += weight.inside[0]
            self.inside[1] += weight.inside[1]
        self.waiting = 0


# --- The best sequence ------------------------------------------------------------------------------------------------

cdef double NEVER = -1e15  # less than any sum


cdef int viterbi(
    Py_ssize_t size, const uint8_t* joined, const double* scores, const double* steps, uint8_t* tags
) except -1:
    """Writes to `tags` the sequence that scores best in all; only a token that hangs on another may be inside.

    `scores`: none, begin and inside of each token; `steps`: from none to none, to begin, to inside, from begin …
    Of equals, none goes before begin, and begin before inside.
    """
    cdef double n = 0, b = NEVER, i = NEVER, best, to_none, to_begin, to_inside
    cdef uint8_t tag
    cdef Py_ssize_t at
    cdef const double* score
    cdef uint8_t* back = <uint8_t*>PyMem_RawMalloc(3 * size + 1)  # from which tag each came
    if not back:
        raise MemoryError
    for at in range(size):
        score = scores + 3 * at
        if not joined[at]:
            tag = NONE if n >= b and n >= i else BEGIN if b >= i else INSIDE
            best = n if tag == NONE else b if tag == BEGIN else i
            memset(back + 3 * at, tag, 3)
            n, b, i = best + score[0], best + score[1], NEVER
            continue
        to_none, to_begin, to_inside = n + steps[0], n + steps[1], b + steps[5]
        back[3 * at], back[3 * at + 1], back[3 * at + 2] = NONE, NONE, BEGIN
        if b + steps[3] > to_none:
            to_none, back[3 * at] = b + steps[3], BEGIN
        if i + steps[6] > to_none:
            to_none, back[3 * at] = i + steps[6], INSIDE
        if b + steps[4] > to_begin:
            to_begin, back[3 * at + 1] = b + steps[4], BEGIN
        if i + steps[7] > to_begin:
            to_begin, back[3 * at + 1] = i + steps[7], INSIDE
        if i + steps[8] > to_inside:
            to_inside, back[3 * at + 2] = i + steps[8], INSIDE
        n, b, i = to_none + score[0], to_begin + score[1], to_inside + score[2]
    tag = NONE if n >= b and n >= i else BEGIN if b >= i else INSIDE
    for at in range(size - 1, -1, -1):
        tags[at] = tag
        tag = back[3 * at + tag]
    PyMem_RawFree(back)
    return 0


def groups(const uint8_t[:] tags):
    """The tokens of each name, in order: the first, and the one after the last."""
    cdef Py_ssize_t i, begin = -1, size = tags.shape[0]
    found = []
    for i in range(size + 1):
        if begin >= 0 and (i == size or tags[i] != INSIDE):
            found.append((begin, i))
            begin = -1
        if i < size and tags[i] != NONE and begin < 0:
            begin = i
    return found


def best_tags(bytes joined, scores, steps):
    """The sequence that scores best, as `viterbi` finds it: a byte a token; `scores` and `steps` are threes."""
    cdef Py_ssize_t size = len(joined), i
    cdef double[9] step
    cdef double* flat = <double*>PyMem_RawMalloc((3 * size + 1) * sizeof(double))
    cdef bytearray tags = bytearray(size)
    if not flat:
        raise MemoryError
    try:
        if len(scores) != size:
            raise ValueError("not as many scores as tokens")
        for i in range(size):
            flat[3 * i], flat[3 * i + 1], flat[3 * i + 2] = scores[i]
        for i in range(9):
            step[i] = steps[i // 3][i % 3]
        viterbi(size, joined, flat, step, tags)
    finally:
        PyMem_RawFree(flat)
    return bytes(tags)

"""Works out the numbers that `evidence` names, in a few loops over the boxes and the runs of a page.

Boxes and runs first become plain records. What runs have is summed up into the boxes around them, what boxes say is
passed down to the boxes in them, and then each run writes its column from top to bottom, in the order of `NAMES`.

Words are known by a hash of their letters (FNV-1a, 64 bits), which is made while they are read, so that none is ever
cut out of its text. Two words with one hash would count as one; it does not happen among those of the model file.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Realloc
from cpython.unicode cimport (
    Py_UNICODE_ISALNUM, Py_UNICODE_TOLOWER, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ,
)
from libc.math cimport log, sqrt
from libc.stdint cimport int16_t, int32_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy, memset

from .._processor cimport bring, wide
from ._kinds import boxes_of

# ---- letters

ctypedef fused Letters:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    STRETCH = 32  # so many letters at once, which compilers turn into vector instructions
    MOST_SCRIPTS = 0x3000  # below stand all scripts that have capitals, but for a few, and none without blanks
    DOTTED = 0x130  # a capital whose small form is two letters,
    SIGMA = 0x3A3  # and one whose small form depends on the letters beside it


cdef inline bint is_small(uint32_t c) noexcept:
    return c"a" <= c <= c"z"


cdef inline bint is_capital(uint32_t c) noexcept:
    return c"A" <= c <= c"Z"


cdef uint16_t SMALL[MOST_SCRIPTS]  # the small form of a letter or digit; 0 for all else


cdef inline uint32_t small_of(uint32_t letter) noexcept:
    """The small form of a letter or digit; 0 for all else."""
    if letter < MOST_SCRIPTS:
        return SMALL[letter]
    letter = Py_UNICODE_TOLOWER(letter)
    return letter if Py_UNICODE_ISALNUM(letter) else 0


cdef inline uint32_t lower(uint32_t letter) noexcept:
    """The small form of any character."""
    if letter < 128:
        return letter | 32 if is_capital(letter) else letter
    if letter < MOST_SCRIPTS and SMALL[letter]:
        return SMALL[letter]
    return Py_UNICODE_TOLOWER(letter)


def _learn():
    """Looks up once what is asked for with every letter."""
    cdef uint32_t letter, small
    for letter in range(MOST_SCRIPTS):
        small = Py_UNICODE_TOLOWER(letter)
        SMALL[letter] = small if Py_UNICODE_ISALNUM(small) else 0


_learn()

# ---- words and what they have meant

cdef enum:
    NAMES_LENGTH = 100  # long lists of names say little and are cut
    OPENING = 64  # so many characters of a run are its opening
    BATCH = 64  # so many words are read before they are looked for, while what is known of them is on its way

cdef uint64_t NOTHING = 0xCBF29CE484222325ULL  # the hash of no letters
cdef uint64_t START = then(NOTHING, c"\n")  # stands before the first word of a run, as `^` in the model file


cdef inline uint64_t then(uint64_t before, uint64_t letter) noexcept:
    """The hash of what has been read and one letter more."""
    return (before ^ letter) * 0x100000001B3ULL


cdef uint64_t hashed(uint64_t before, str text) noexcept:
    """The hash of what has been read and a text behind it."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* letters = PyUnicode_DATA(text)
    cdef Py_ssize_t i
    for i in range(PyUnicode_GET_LENGTH(text)):
        before = then(before, PyUnicode_READ(kind, letters, i))
    return before


cdef struct Slot:
    uint64_t key
    int32_t number


cdef class Table:
    """Numbers, each under a hash; 0 is none. There is room for as many as the table is made for; `numbered` makes more."""

    cdef Slot* slots
    cdef uint64_t mask

    def __cinit__(self, Py_ssize_t most):
        cdef size_t room = 8
        while room < 2 * <size_t>most:
            room *= 2
        self.take(room)

    cdef int take(self, size_t room) except -1:
        self.mask = room - 1
        self.slots = <Slot*>PyMem_Calloc(room, sizeof(Slot))
        if not self.slots:
            raise MemoryError
        return 0

    def __dealloc__(self):
        PyMem_Free(self.slots)

    cdef inline Slot* slot(self, uint64_t key) noexcept:
        """Where a key stands or would; the way there depends on all of its bits, so that no page can make it long."""
        cdef uint64_t rest = key, at = key & self.mask
        while self.slots[at].number != 0 and self.slots[at].key != key:
            rest >>= 5
            at = (5 * at + rest + 1) & self.mask
        return &self.slots[at]

    cdef inline int32_t get(self, uint64_t key) noexcept:
        return self.slot(key).number

    cdef inline int32_t* at(self, uint64_t key) noexcept:
        """The number under a key, to be changed; it must not stay 0."""
        cdef Slot* slot = self.slot(key)
        slot.key = key
        return &slot.number

    cdef inline int32_t numbered(self, uint64_t key, int32_t* many) except -1:
        """The number under a key; a new key gets the next one."""
        cdef Slot* slot = self.slot(key)
        if slot.number != 0:
            return slot.number
        if 2 * <uint64_t>many[0] > self.mask:
            self.grow()
            slot = self.slot(key)
        many[0] += 1
        slot.key, slot.number = key, many[0]
        return many[0]

    cdef int grow(self) except -1:
        """Takes twice the room."""
        cdef Slot* slots = self.slots
        cdef uint64_t i, room = self.mask + 1
        try:
            self.take(2 * room)
            for i in range(room):
                if slots[i].number != 0:
                    self.at(slots[i].key)[0] = slots[i].number
        finally:
            PyMem_Free(slots)
        return 0


cdef enum:
    BITS_A_WORD = 8  # so many bits the sieve has at least for each known word: one in eight others falls through


cdef class Words:
    """What words have meant: a weight each; those that are not known weigh 0.

    Most words of a page are not known. A sieve of one bit a hash, small enough to stay near the processor, lets go
    of most of these; the rest are looked for in slots of eight bytes: a weight, and above it the upper bits of the hash.
    """

    cdef uint64_t* sieve
    cdef uint64_t* slots
    cdef uint64_t sieve_mask, mask

    def __cinit__(self, Py_ssize_t most):
        cdef size_t room = 64
        while room < 2 * <size_t>most:
            room *= 2
        self.mask = room - 1
        self.slots = <uint64_t*>PyMem_Calloc(room, sizeof(uint64_t))
        while room < BITS_A_WORD * <size_t>most:
            room *= 2
        self.sieve_mask = room - 1
        self.sieve = <uint64_t*>PyMem_Calloc(room / 64, sizeof(uint64_t))
        if not self.slots or not self.sieve:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.sieve)
        PyMem_Free(self.slots)

    cdef inline int32_t get(self, uint64_t word) noexcept:
        """The weight of a word."""
        cdef uint64_t bit = word >> 32 & self.sieve_mask, at, slot
        if not self.sieve[bit >> 6] >> (bit & 63) & 1:
            return 0
        at = word & self.mask
        while True:
            slot = self.slots[at]
            if slot >> 16 == word >> 16 or slot == 0:
                return <int16_t>slot
            at = (at + 1) & self.mask

    cdef inline void bring(self, uint64_t word) noexcept:
        """Says that this word will soon be asked for."""
        bring(&self.sieve[(word >> 32 & self.sieve_mask) >> 6])
        bring(&self.slots[word & self.mask])

    cdef int put(self, uint64_t word, int16_t weight) except -1:
        """Takes up one more word, for which there must be room."""
        cdef uint64_t bit = word >> 32 & self.sieve_mask, at = word & self.mask
        if word >> 16 == 0:
            raise ValueError("a word without a hash")
        while self.slots[at] != 0 and self.slots[at] >> 16 != word >> 16:
            at = (at + 1) & self.mask
        self.sieve[bit >> 6] |= <uint64_t>1 << (bit & 63)
        self.slots[at] = word >> 16 << 16 | <uint16_t>weight
        return 0


cdef struct Weights:  # of a name, by its places, `evidence.PLACES`
    int16_t own, around, above, inline


cdef struct Name:
    uint64_t hash
    Weights weights


cdef class Lexicon:
    """What words have meant for a run's being article text, as weights that add up, in hundredths.

    `names`: of tags and of class and id names, each behind its place (`1<div`, `0article`); `words`: of the words that
    a run opens with, and of pairs of them (`read`, `read more`, `^ read`); `inside`: of words anywhere in a run.
    """

    cdef Name* names  # an empty one for all that are not known
    cdef uint64_t names_mask
    cdef Words words
    cdef Words inside

    def __cinit__(self, dict names, dict words, dict inside):
        cdef str name, word, place
        cdef int16_t weight
        cdef bint opens
        cdef size_t room = 8, many = len({name[1:] for name in names})
        cdef uint64_t hash
        cdef Name* known
        self.words, self.inside = Words(len(words)), Words(len(inside))
        while room < 2 * many:
            room *= 2
        self.names_mask = room - 1
        self.names = <Name*>PyMem_Calloc(room, sizeof(Name))
        if not self.names:
            raise MemoryError
        for name, weight in names.items():
            place, hash = name[0], hashed(NOTHING, name[1:])
            known = self.name(hash)
            known.hash = hash
            if place == "0":
                known.weights.own = weight
            elif place == "1":
                known.weights.around = weight
            elif place == "2":
                known.weights.above = weight
            else:
                known.weights.inline = weight
        for word, weight in words.items():
            opens = len(word) > 1 and word[0] == u"^" and word[1] == u" "
            self.words.put(hashed(START, word[1:]) if opens else hashed(NOTHING, word), weight)
        for word, weight in inside.items():
            self.inside.put(hashed(NOTHING, word), weight)

    def __dealloc__(self):
        PyMem_Free(self.names)

    cdef inline Name* name(self, uint64_t hash) noexcept:
        """Where a name stands or would."""
        cdef uint64_t at = hash & self.names_mask
        while self.names[at].hash != hash and self.names[at].hash != 0:
            at = (at + 1) & self.names_mask
        return &self.names[at]


cdef struct Look:  # what the names of a box have meant, summed up by their places
    int32_t own, around, above, inline
    double mean  # of the words that have a weight, over all boxes that may have them


cdef class Looks:
    """What boxes look like by tag and names, each look judged once; 0 is the look of no box."""

    cdef Lexicon known
    cdef Table numbers
    cdef Look* of
    cdef int32_t many

    def __cinit__(self, Lexicon known, Py_ssize_t most):
        self.known, self.numbers = known, Table(most)
        self.of = <Look*>PyMem_Calloc(most + 1, sizeof(Look))
        if not self.of:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.of)

    cdef int32_t number(self, str tag, str names) noexcept:
        """The number of a look; `tag` is empty for an inline tag."""
        cdef uint64_t word = hashed(then(NOTHING, c"<"), tag)
        cdef int32_t* number = self.numbers.at(hashed(then(word, c" "), names))
        if number[0] == 0:
            self.many += 1
            number[0] = self.many
            self.judge(&self.of[self.many], word, names)
        return number[0]

    cdef void judge(self, Look* look, uint64_t tag, str names) noexcept:
        """Words are told apart as by `evidence.name_words`; one that comes twice counts once."""
        cdef uint64_t words[NAMES_LENGTH]
        cdef uint64_t word
        cdef int kind = PyUnicode_KIND(names)
        cdef void* letters = PyUnicode_DATA(names)
        cdef Py_ssize_t end = min(PyUnicode_GET_LENGTH(names), NAMES_LENGTH), at = 0, start, many = 0, i
        cdef Weights more = self.known.name(tag).weights
        cdef int32_t total = 0, told = 0, everywhere
        look.own, look.around, look.above, look.inline = more.own, more.around, more.above, more.inline
        while at < end:
            start = at
            at += 1
            if is_capital(PyUnicode_READ(kind, letters, start)) and at < end:
                if is_capital(PyUnicode_READ(kind, letters, at)):
                    while at < end and is_capital(PyUnicode_READ(kind, letters, at)):
                        at += 1
                elif at + 1 < end and is_small(PyUnicode_READ(kind, letters, at + 1)):
                    while at < end and is_small(PyUnicode_READ(kind, letters, at)):
                        at += 1
            elif is_small(PyUnicode_READ(kind, letters, start)):
                while at < end and is_small(PyUnicode_READ(kind, letters, at)):
                    at += 1
            if at - start < 2:
                continue
            word = NOTHING
            for i in range(start, at):
                word = then(word, <uint32_t>PyUnicode_READ(kind, letters, i) | 32)
            for i in range(many):
                if words[i] == word:
                    break
            else:
                bring(&self.known.names[word & self.known.names_mask])
                words[many] = word
                many += 1
        for i in range(many):
            more = self.known.name(words[i]).weights
            look.own += more.own
            look.around += more.around
            look.above += more.above
            look.inline += more.inline
            everywhere = more.own + more.around + more.above
            total += everywhere
            told += everywhere != 0
        look.mean = <double>total / max(told, 1) / 100


# ---- the page


cdef struct Sums:  # over runs: their characters, those in links, how many runs, the characters of paragraphs
    double chars, linked, runs, long


cdef struct Box:
    Py_ssize_t parent
    int32_t tag, look  # boxes that are alike share them
    int32_t depth, above, kinds  # of it and all around it: how many boxes, weights of names, kinds of tag as bits
    int32_t main  # how many of the boxes that hold most of the page's paragraphs are this one or around it
    bint hidden
    double twins  # how many boxes beside it are alike, with it, as it is written down
    int32_t own, around, outside  # weights of its names where it is a run's own box, the one around it, further out
    double mean, means, least  # of its names; with those of the boxes around it; the least of these
    Sums held
    double chars, linked, runs, long  # the same as it is written down
    double judged  # how many of the characters it holds the first forest takes for article text


cdef struct Run:
    Py_ssize_t box
    uint64_t text  # its hash
    int32_t alike, siblings  # numbers that runs share: whose boxes look alike; whose boxes are siblings of one tag
    bint again, ends
    bint special  # holds a capital whose small form is not one letter wherever it stands
    double chars, linked, links, long, words, stops
    double size, share, title, description, said, in_json_ld, inline, named
    double copies, row_runs, row_chars  # of the unbroken row of siblings that it stands in, as they are written down
    Py_ssize_t terms, terms_many  # where its telling words begin among those of the page, and how many it has
    Py_ssize_t distinct  # how many words it has, each counted once
    double title_terms, told_terms, shared, inside, heading_title, linked_headings, since_heading
    Sums before  # over all runs before it
    double first, judged  # how the first forest judges it, times its characters


cdef struct Term:  # a word of the page
    int32_t weight  # what it has meant
    int32_t mark  # 1 when it is of the title or the description, 2 more when it is of the title
    int32_t last  # the last run that has it, counted from 1
    int32_t paragraphs, sentences  # how many paragraphs have it; how many runs that are not short
    double judged  # how many of the latter the first forest takes for article text


cdef struct Found:  # a word where it is read
    uint64_t hash
    Py_ssize_t run
    bint tells  # what a text is about: it is not short


cdef struct Share:  # of characters, those that are judged to be article text
    double judged, chars


cdef struct Pen:  # writes a column of a matrix from top to bottom
    float* at
    Py_ssize_t step


cdef inline void put(Pen* pen, double value) noexcept:
    pen.at[0] = <float>value
    pen.at += pen.step


cdef inline double log_of(double amount) noexcept:
    return log(1 + amount)


cdef inline void add(Sums* sums, const Sums* more) noexcept:
    sums.chars += more.chars
    sums.linked += more.linked
    sums.runs += more.runs
    sums.long += more.long


cdef inline bint is_wide(uint32_t c) noexcept:
    """Whether a letter is Chinese or Japanese, which put no blanks between words."""
    return 0x3040 <= c <= 0x30FF or 0x3400 <= c <= 0x9FFF


def terms(str text not None):
    """The words of a text that tell what it is about, four letters or more; of Chinese and Japanese, pairs of letters.

    Compiling the pattern that finds the same takes longer than the titles of hundreds of pages.
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), begin = 0, end
    cdef uint32_t c
    cdef bint wide
    found = set()
    while begin < size:
        end, wide = begin, is_wide(PyUnicode_READ(kind, data, begin))
        while end < size and (end < begin + 2 or not wide):
            c = PyUnicode_READ(kind, data, end)
            if is_wide(c) != wide or not (wide or Py_UNICODE_ISALNUM(c)):
                break
            end += 1
        if end - begin >= (2 if wide else 4):
            found.add(text[begin:end])
        begin = max(begin + 1, end)
    return found


cdef wide count(const Letters* text, Py_ssize_t size, Run* run) noexcept:
    """Tells a run what is counted letter by letter."""
    cdef Py_ssize_t at = 0
    cdef int i, spaces = 0, stops = 0, special = 0
    while at + STRETCH <= size:
        for i in range(STRETCH):
            spaces += text[at + i] == c" "
            stops += text[at + i] == c"."
            special |= (text[at + i] == DOTTED) | (text[at + i] == SIGMA)
        at += STRETCH
    while at < size:
        spaces += text[at] == c" "
        stops += text[at] == c"."
        special |= (text[at] == DOTTED) | (text[at] == SIGMA)
        at += 1
    run.words, run.stops, run.special = spaces + 1, stops, special != 0


cdef inline double within(double value, double least, double most) noexcept:
    return min(max(value, least), most)


cdef object matrix(Py_ssize_t rows, Py_ssize_t columns):
    return memoryview(bytearray(rows * columns * sizeof(float))).cast("f", (rows, columns))


cdef enum:
    ROWS = 114  # as many as `evidence.NAMES`
    JUDGED = 32  # as many as `evidence.JUDGED`
    # the bits of a tag in `evidence.TAGS`, as `evidence.KINDS` has them
    INHERITED = 6
    OWNED = 6
    PART = 1 << 12
    H1 = 1 << 13
    HEADLINE = 1 << 14
    HEADING = 1 << 15
    LONG = 80  # from so many characters on, a run with few links counts as a paragraph
    SENTENCE = 40  # from so many on, its words say something of what the page is about:
    TELLING = 4  # those of so many letters
    LONGEST_TITLE = 240  # the title is looked for in runs of at most so many characters,
    SHORTEST_DESCRIPTION = 31
    LONGEST_DESCRIPTION = 599  # the description in somewhat longer ones,
    SHORTEST_TOLD = 41  # what JSON-LD tells of the body in any longer than this, by so many characters:
    BEGINNING = 60
    LEVELS = 7  # so many boxes count for the mean weight of names around a run,
    TWINS = 5
    FAR = 12
    DISTANT = 30
    MOST_HEADINGS = 10
    MOST_PARAGRAPHS = 30

cdef double FADING = 0.7  # each so much less than the one in it
cdef double IS_TITLE = 0.6  # a run whose words are so far those of the title is taken for it
cdef double MOSTLY = 0.6  # a heading more linked is that of a teaser
cdef double MOST = 0.6  # such a share of the page's paragraphs stands in its main box
cdef double GOOD = 0.7  # a run that the first forest judges better is article text without doubt


cdef class Evidence:
    """What is seen of each run of a page. `columns`: float32, one row for each of `evidence.NAMES`, one column a run."""

    cdef Py_ssize_t many, boxes_many
    cdef Run* runs  # four of nothing stand before the first and behind the last
    cdef Box* boxes  # the first is the page itself
    cdef Sums* alike  # over the runs that share a number
    cdef Share* looks
    cdef Share* siblings
    cdef Term* terms  # the words of the page; that of number 0 is none
    cdef int32_t* held  # the numbers of the telling words of all runs
    cdef int32_t terms_many
    cdef Py_ssize_t held_many, terms_room, held_room
    cdef readonly object columns

    def __cinit__(self, tree, told, Lexicon lexicon, dict tags):
        """Of a `tree.Tree` with at least one run, an `evidence.Told`, and `evidence.TAGS`."""
        self.many, self.boxes_many = len(tree.runs), len(tree.tags) + 1
        self.runs = <Run*>PyMem_Calloc(self.many + 8, sizeof(Run))
        self.boxes = <Box*>PyMem_Calloc(self.boxes_many, sizeof(Box))
        self.alike = <Sums*>PyMem_Calloc(self.many + 1, sizeof(Sums))
        self.looks = <Share*>PyMem_Calloc(self.many + self.boxes_many + 1, sizeof(Share))
        self.siblings = <Share*>PyMem_Calloc(self.many + 1, sizeof(Share))
        if not self.runs or not self.boxes or not self.alike or not self.looks or not self.siblings:
            raise MemoryError
        self.runs += 4
        looks = Looks(lexicon, self.many + self.boxes_many)
        self.read_boxes(tree.tags, tree.parents, tree.names, tree.hidden, tags, looks)
        self.read_runs(tree.runs, told.article, looks)
        self.read_openings(tree.runs, told.title, told.description, lexicon.words)
        self.read_words(tree.runs, told.title_terms, told.terms, lexicon.inside)
        self.read_headings()
        self.sum_up()
        self.columns = matrix(ROWS, self.many)
        self.write(self.columns, told.types, len(boxes_of(tree.tags, "article")))

    def __dealloc__(self):
        if self.runs:
            PyMem_Free(self.runs - 4)
        PyMem_Free(self.boxes)
        PyMem_Free(self.alike)
        PyMem_Free(self.looks)
        PyMem_Free(self.siblings)
        PyMem_Free(self.terms)
        PyMem_Free(self.held)

    cdef int read_boxes(self, list tags, list parents, list names, list hidden, dict known, Looks looks) except -1:
        """What each box says by itself and by the boxes around it, which come before it."""
        cdef Py_ssize_t i, level
        cdef Box* box
        cdef Box* around
        cdef Look* look
        cdef double weight
        cdef Table twins = Table(self.boxes_many)
        for i in range(1, self.boxes_many):
            box = &self.boxes[i]
            box.parent = <Py_ssize_t>parents[i - 1] + 1
            box.tag = known[tags[i - 1]]
            box.look = looks.number(tags[i - 1], names[i - 1])
            look = &looks.of[box.look]
            box.own, box.around, box.outside, box.mean = look.own, look.around, look.above, look.mean
            around = &self.boxes[box.parent]
            box.depth = around.depth + 1
            box.above = around.above + box.outside
            box.kinds = around.kinds | box.tag
            box.hidden = around.hidden or hidden[i - 1]
            twins.at(then(then(NOTHING, box.parent), box.look))[0] += 1
            around, weight = box, 1
            for level in range(LEVELS):
                box.means += weight * around.mean
                box.least = min(box.least, around.mean)
                around, weight = &self.boxes[around.parent], weight * FADING
        for i in range(1, self.boxes_many):
            box = &self.boxes[i]
            box.twins = log_of(twins.get(then(then(NOTHING, box.parent), box.look)))
        self.boxes[0].twins = log_of(1)
        return 0

    cdef int read_runs(self, list runs, str article, Looks looks) except -1:
        """What each run is, and which of them are alike."""
        cdef Py_ssize_t i, size
        cdef tuple told
        cdef str text, names
        cdef Run* run
        cdef Box* box
        cdef int kind
        cdef void* letters
        cdef int32_t* copies
        cdef int32_t alike = 0, siblings = 0
        cdef Table texts = Table(self.many), shapes = Table(self.many), rows = Table(self.many)
        for i in range(self.many):
            run, told = &self.runs[i], <tuple>runs[i]
            text, run.box, run.linked, run.links, names = told
            run.box += 1
            kind, letters, size = PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text)
            run.chars = size
            if kind == 1:
                count(<const uint8_t*>letters, size, run)
            elif kind == 2:
                count(<const uint16_t*>letters, size, run)
            else:
                count(<const uint32_t*>letters, size, run)
            run.ends = size > 0 and <Py_UCS4>PyUnicode_READ(kind, letters, size - 1) in '.!?…。！？"”’»)'
            run.size, run.share = log_of(run.chars), run.linked / run.chars
            run.long = run.chars if run.chars >= LONG and run.linked < 0.4 * run.chars else 0
            run.inline = looks.of[looks.number("", names)].inline / 100.0
            if article and len(text) >= SHORTEST_TOLD:
                run.in_json_ld = 1 if text[:BEGINNING] in article else -1
            run.text = <uint64_t>hash(text)
            copies = texts.at(run.text)
            run.again = copies[0] > 0
            copies[0] += 1
            box = &self.boxes[run.box]
            run.alike = shapes.numbered(self.shape(box), &alike)
            run.siblings = rows.numbered(then(then(NOTHING, box.parent), box.tag), &siblings)
            run.named = box.own / 100.0 + self.boxes[box.parent].around / 100.0 + self.above(box) + run.inline
        for i in range(self.many):
            self.runs[i].copies = texts.get(self.runs[i].text) - 1
        return 0

    cdef double above(self, Box* box) noexcept:
        """What the names of the boxes have meant that stand around a box and the one around it."""
        return box.above / 100.0 - box.outside / 100.0 - self.boxes[box.parent].outside / 100.0

    cdef uint64_t shape(self, Box* box) noexcept:
        """What a box looks like; one that says little by itself, by the box around it too."""
        cdef Box* around = &self.boxes[box.parent]
        cdef uint64_t shape = then(NOTHING, box.look)
        if box.tag & PART:
            shape = then(shape, around.look + 1)
            if around.tag & PART:
                shape = then(shape, self.boxes[around.parent].look + 1)
        return shape

    cdef int read_openings(self, list runs, title, description, Words known) except -1:
        """The words that open each run: what they have meant, how far they are the title's or the description's.

        Only a short run can be a title, or the description.
        """
        cdef Py_ssize_t i, j, end, titled, described, many, long = len(title)
        cdef str text, word
        cdef Run* run
        cdef int kind
        cdef void* letters
        cdef uint32_t letter
        cdef uint64_t alone, pair
        cdef Found found[2 * BATCH]
        cdef Py_ssize_t waiting = 0
        cdef int32_t mark
        cdef Words marks = Words(long + len(description))
        for word in title:
            marks.put(hashed(NOTHING, word), 1)
        for word in description:
            marks.put(hashed(NOTHING, word), 3 if word in title else 2)
        for i in range(self.many):
            run, text = &self.runs[i], (<tuple>runs[i])[0]
            end = min(PyUnicode_GET_LENGTH(text), OPENING)
            if run.special:
                text = text[:OPENING].lower()
                end = PyUnicode_GET_LENGTH(text)
            kind, letters = PyUnicode_KIND(text), PyUnicode_DATA(text)
            titled = described = many = 0
            alone, pair = NOTHING, then(START, c" ")
            for j in range(end + 1):
                letter = PyUnicode_READ(kind, letters, j) if j < end else c" "
                if letter != c" ":
                    letter = lower(letter)
                    alone, pair = then(alone, letter), then(pair, letter)
                    continue
                many += 1
                if run.chars <= LONGEST_DESCRIPTION:
                    mark = marks.get(alone)
                    titled += mark & 1
                    described += mark >> 1
                known.bring(alone)
                known.bring(pair)
                found[waiting], found[waiting + 1] = Found(alone, i, False), Found(pair, i, False)
                waiting += 2
                if waiting == 2 * BATCH:
                    self.hear(found, waiting, known)
                    waiting = 0
                alone, pair = NOTHING, then(alone, c" ")
            if run.chars <= LONGEST_TITLE:
                run.title = min(2.0 * titled / (many + long), 1.0)
            if SHORTEST_DESCRIPTION <= run.chars <= LONGEST_DESCRIPTION:
                run.description = <double>described / many
        self.hear(found, waiting, known)
        for i in range(self.many):
            self.runs[i].said /= 100.0
        return 0

    cdef void hear(self, const Found* found, Py_ssize_t many, Words known) noexcept:
        """Adds what words have meant to the runs that they open."""
        cdef Py_ssize_t i
        for i in range(many):
            self.runs[found[i].run].said += known.get(found[i].hash)

    cdef int read_words(self, list runs, title, told, Words known) except -1:
        """The words of each run: what they have meant, how far they are the title's, the description's, those of others.

        Words are told apart as by `evidence.inside`; one that comes twice counts once.
        """
        cdef Py_ssize_t i, j, end, titled, described, shared
        cdef int32_t number
        cdef str text, word
        cdef Run* run
        cdef Term* term
        cdef int kind
        cdef void* letters
        cdef Found found[BATCH]
        cdef Py_ssize_t many = 0
        cdef Table numbers = Table(4 * self.many)
        for word in told:
            number = self.number(hashed(NOTHING, word), numbers, known)
            self.terms[number].mark = 3 if word in title else 1
        for i in range(self.many):
            run, text = &self.runs[i], (<tuple>runs[i])[0]
            if run.special:
                text = text.lower()
            kind, letters, end = PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text)
            if kind == 1:
                many = self.words_of(<const uint8_t*>letters, end, i, found, many, numbers, known)
            elif kind == 2:
                many = self.words_of(<const uint16_t*>letters, end, i, found, many, numbers, known)
            else:
                many = self.words_of(<const uint32_t*>letters, end, i, found, many, numbers, known)
        self.note_all(found, many, numbers, known)
        for i in range(self.many):
            run, titled, described, shared = &self.runs[i], 0, 0, 0
            run.inside /= 100 * sqrt(max(4, run.distinct))
            for j in range(run.terms, run.terms + run.terms_many):
                term = &self.terms[self.held[j]]
                titled += term.mark >> 1
                described += term.mark & 1
                shared += term.paragraphs > (run.long > 0)
            run.title_terms = <double>titled / max(1, len(title))
            run.told_terms = <double>described / max(1, min(run.terms_many, len(told)))
            run.shared = <double>shared / max(1, run.terms_many)
        return 0

    cdef Py_ssize_t words_of(
        self, const Letters* text, Py_ssize_t end, Py_ssize_t run, Found* found, Py_ssize_t many, Table numbers, Words known
    ) except -1:
        """Puts the words of a run to those that are still to be taken down; how many these are now."""
        cdef uint64_t hash = NOTHING
        cdef Py_ssize_t j, size = 0
        cdef uint32_t letter
        cdef bint paired = False  # what is read is written without blanks
        for j in range(end + 1):
            letter = text[j] if j < end else c" "
            if Letters is not uint8_t and is_wide(letter):
                if size > 0 and not paired:
                    many = self.wait(found, many, Found(hash, run, size >= TELLING), numbers, known)
                    hash, size = NOTHING, 0
                hash, size, paired = then(hash, letter), size + 1, True
                if size == 2:
                    many = self.wait(found, many, Found(hash, run, True), numbers, known)
                    hash, size, paired = NOTHING, 0, False
                continue
            letter = small_of(letter)
            if letter == 0:
                if size > 0 and not paired:
                    many = self.wait(found, many, Found(hash, run, size >= TELLING), numbers, known)
                hash, size, paired = NOTHING, 0, False
                continue
            if paired:
                hash, size, paired = NOTHING, 0, False
            hash, size = then(hash, letter), size + 1
        return many

    cdef inline int32_t number(self, uint64_t word, Table numbers, Words known) except -1:
        """The number of a word of the page."""
        cdef int32_t many = self.terms_many, number = numbers.numbered(word, &self.terms_many)
        if self.terms_many > many:
            if number >= self.terms_room:
                self.terms_room = 2 * number + 64
                terms = PyMem_Realloc(self.terms, self.terms_room * sizeof(Term))
                if not terms:
                    raise MemoryError
                self.terms = <Term*>terms
            self.terms[number] = Term(known.get(word), 0, 0, 0, 0, 0)
        return number

    cdef inline Py_ssize_t wait(
        self, Found* found, Py_ssize_t many, Found word, Table numbers, Words known
    ) except -1:
        """Puts a word to those that are still to be taken down; how many these are now."""
        bring(&numbers.slots[word.hash & numbers.mask])
        known.bring(word.hash)
        found[many] = word
        if many + 1 < BATCH:
            return many + 1
        self.note_all(found, BATCH, numbers, known)
        return 0

    cdef int note_all(self, const Found* found, Py_ssize_t many, Table numbers, Words known) except -1:
        """Takes words down as those of their runs."""
        cdef Py_ssize_t i
        cdef Run* run
        for i in range(many):
            run = &self.runs[found[i].run]
            if run.distinct == 0:
                run.terms = self.held_many
            run.distinct += self.note(run, found[i].run, self.number(found[i].hash, numbers, known), found[i].tells)
            run.terms_many = self.held_many - run.terms
        return 0

    cdef inline int note(self, Run* run, Py_ssize_t at, int32_t number, bint tells) except -1:
        """Takes a word down as one of a run's; 1 when it is new there."""
        cdef Term* term = &self.terms[number]
        if term.last == at + 1:
            return 0
        term.last = at + 1
        run.inside += term.weight
        if tells:
            if self.held_many >= self.held_room:
                self.held_room = 2 * self.held_many + 64
                held = PyMem_Realloc(self.held, self.held_room * sizeof(int32_t))
                if not held:
                    raise MemoryError
                self.held = <int32_t*>held
            self.held[self.held_many] = number
            self.held_many += 1
            term.paragraphs += run.long > 0
            term.sentences += run.chars >= SENTENCE
        return 1

    cdef void read_headings(self) noexcept:
        """The heading over each run, and what stands between it and the page's: teasers have headings that are links."""
        cdef Py_ssize_t i, linked = 0, paragraphs = 0
        cdef double title = 0
        cdef Run* run
        for i in range(self.many):
            run = &self.runs[i]
            if self.boxes[run.box].tag & HEADING:
                title = run.title_terms
                linked += run.share > MOSTLY
                if title > IS_TITLE and self.boxes[run.box].tag & HEADLINE:
                    linked = paragraphs = 0
            run.heading_title, run.linked_headings, run.since_heading = (
                title, min(linked, MOST_HEADINGS), min(paragraphs, MOST_PARAGRAPHS)
            )
            paragraphs += run.long > 0

    cdef void sum_up(self) noexcept:
        """What boxes hold, what runs that are alike have, what stands before each run, and the rows of siblings."""
        cdef Py_ssize_t i, j, begin = 0
        cdef double long
        cdef Sums own
        cdef Run* run
        cdef Box* box
        for i in range(self.many):
            run = &self.runs[i]
            own = Sums(run.chars, run.linked, 1, run.long)
            run[1].before = run.before
            add(&run[1].before, &own)
            add(&self.boxes[run.box].held, &own)
            add(&self.alike[run.alike], &own)
        for i in range(self.boxes_many - 1, 0, -1):
            add(&self.boxes[self.boxes[i].parent].held, &self.boxes[i].held)
        long = max(self.boxes[0].held.long, 1)
        for i in range(self.boxes_many):
            box = &self.boxes[i]
            box.chars, box.runs = log_of(box.held.chars), log_of(box.held.runs)
            box.linked, box.long = box.held.linked / max(box.held.chars, 1), box.held.long / long
            if i > 0:
                box.main = self.boxes[box.parent].main + (long > 1 and box.held.long >= MOST * long)
        for i in range(1, self.many + 1):
            if i == self.many or self.runs[i].siblings != self.runs[begin].siblings:
                for j in range(begin, i):
                    self.runs[j].row_runs = log_of(i - begin)
                    self.runs[j].row_chars = log_of((self.runs[i].before.chars - self.runs[begin].before.chars) / (i - begin))
                begin = i

    cdef Py_ssize_t title(self) noexcept:
        """Which run is the headline: the heading, or else the run, that says most of the title; -1 if none says much."""
        cdef Py_ssize_t i, heading = -1, best = 0
        for i in range(self.many):
            if self.runs[i].title > self.runs[best].title:
                best = i
            if self.boxes[self.runs[i].box].tag & HEADLINE and (
                heading < 0 or self.runs[i].title > self.runs[heading].title
            ):
                heading = i
        if heading >= 0 and self.runs[heading].title > IS_TITLE:
            return heading
        return best if self.runs[best].title > IS_TITLE else -1

    cdef int write(self, float[:, ::1] columns, types, Py_ssize_t articles) except -1:
        """A column a run, in the order of `evidence.NAMES`."""
        cdef Py_ssize_t i, title = self.title(), h1 = -1, paragraph = -1
        cdef Sums* page = &self.boxes[0].held
        cdef Box* main = self.boxes
        cdef bint article, forum, product, list_
        cdef Pen pen = Pen(NULL, self.many)
        cdef Run* run
        article, forum, product, list_ = types
        for i in range(1, self.boxes_many):
            if self.boxes[i].main > main.main:
                main = &self.boxes[i]
        for i in range(self.many - 1, -1, -1):
            if self.boxes[self.runs[i].box].tag & H1:
                h1 = i
            if self.runs[i].long > 0:
                paragraph = i
        for i in range(self.many):
            run = &self.runs[i]
            pen.at = &columns[0, i]
            self.write_run(&pen, run)
            self.write_boxes(&pen, run, main)
            put(&pen, run.row_runs)
            put(&pen, run.row_chars)
            put(&pen, run.before.chars / page.chars)
            put(&pen, within(i - h1, -50, 200) if h1 >= 0 else 0)
            put(&pen, within(i - title, -30, 60) if title >= 0 else -60)
            put(&pen, title >= 0)
            put(&pen, within(i - max(paragraph, 0), -50, 200))
            self.write_beside(&pen, i)
            put(&pen, log_of(self.many))
            put(&pen, self.boxes[0].chars)
            put(&pen, log_of(max(page.long, 1)))
            put(&pen, max(page.linked, 1) / page.chars)
            put(&pen, article)
            put(&pen, forum)
            put(&pen, product)
            put(&pen, list_)
            put(&pen, log_of(articles))
            self.write_words(&pen, run)
        return 0

    cdef void write_run(self, Pen* pen, Run* run) noexcept:
        put(pen, run.size)
        put(pen, run.words)
        put(pen, run.share)
        put(pen, run.linked / max(run.links, 1))
        put(pen, run.ends)
        put(pen, run.title)
        put(pen, run.description)
        put(pen, run.copies)
        put(pen, run.again)
        put(pen, run.said)
        put(pen, run.in_json_ld)
        put(pen, run.stops)
        put(pen, run.chars / (1 + run.stops))
        put(pen, run.inline)

    cdef void write_boxes(self, Pen* pen, Run* run, Box* main) noexcept:
        """What the boxes around a run say and hold."""
        cdef Box* box = &self.boxes[run.box]
        cdef Box* around = &self.boxes[box.parent]
        cdef Box* further
        cdef Sums* alike = &self.alike[run.alike]
        cdef int32_t levels = box.depth - box.main
        cdef int bit
        put(pen, box.depth)
        put(pen, run.named)
        put(pen, box.own / 100.0)
        put(pen, around.around / 100.0)
        put(pen, self.above(box))
        put(pen, box.means)
        put(pen, box.mean)
        put(pen, box.least)
        put(pen, box.hidden)
        for bit in range(INHERITED):
            put(pen, box.kinds >> bit & 1)
        for bit in range(INHERITED, INHERITED + OWNED):
            put(pen, box.tag >> bit & 1)
        further = box
        for level in range(4):
            put(pen, further.chars)
            put(pen, further.linked)
            put(pen, further.runs)
            put(pen, further.long)
            further = &self.boxes[further.parent]
        put(pen, min(levels, FAR))
        put(pen, box.main == main.main and levels <= FAR)
        put(pen, main.held.long / max(main.held.chars, 1))
        put(pen, log_of(alike.chars / alike.runs))
        put(pen, alike.linked / alike.chars)
        put(pen, log_of(alike.runs))
        put(pen, alike.long / max(self.boxes[0].held.long, 1))
        put(pen, run.chars / max(around.held.chars, 1))

    cdef void write_beside(self, Pen* pen, Py_ssize_t at) noexcept:
        """The two runs before and after, then all of three and of eight on either side."""
        cdef Py_ssize_t i
        cdef Run* run
        for i in range(at - 2, at + 3):
            if i != at:
                run = &self.runs[i]
                put(pen, run.size)
                put(pen, run.said)
                put(pen, run.named)
                put(pen, run.share)
                put(pen, run.alike == self.runs[at].alike)
        self.write_all(pen, at, 3)
        self.write_all(pen, at, 8)

    cdef void write_words(self, Pen* pen, Run* run) noexcept:
        """What words say anywhere in it, the headings over it, and how often the boxes around it come side by side."""
        cdef Box* box = &self.boxes[run.box]
        cdef Py_ssize_t level
        cdef double most = 0
        put(pen, run.title_terms)
        put(pen, run.told_terms)
        put(pen, run.shared)
        put(pen, run.inside)
        put(pen, (run - 1).inside)
        put(pen, (run + 1).inside)
        put(pen, run.heading_title)
        put(pen, run.linked_headings)
        put(pen, run.since_heading)
        for level in range(1, TWINS + 1):
            box = &self.boxes[box.parent]
            most = max(most, box.twins)
            if level <= 3:
                put(pen, box.twins)
        put(pen, most)

    cdef void write_all(self, Pen* pen, Py_ssize_t at, Py_ssize_t wide) noexcept:
        cdef Sums* begin = &self.runs[max(at - wide, 0)].before
        cdef Sums* end = &self.runs[min(at + wide + 1, self.many)].before
        cdef double chars = end.chars - begin.chars
        put(pen, log_of(chars))
        put(pen, (end.linked - begin.linked) / max(chars, 1))
        put(pen, log_of(end.long - begin.long))

    def in_context(self, const double[::1] first, tuple again):
        """The rows of `columns` whose numbers are in `again`, and below them those of `evidence.JUDGED`.

        `first`: how the first forest has judged each run.
        """
        cdef const float[:, ::1] seen = self.columns
        cdef float[:, ::1] context
        cdef Py_ssize_t to, row
        columns = matrix(len(again) + JUDGED, self.many)
        context = columns
        for to, row in enumerate(again):
            memcpy(&context[to, 0], &seen[row, 0], self.many * sizeof(float))
        self.take_in(&first[0])
        self.write_context(&context[len(again), 0])
        return columns

    cdef void take_in(self, const double* first) noexcept:
        """Sums up what the first forest has judged."""
        cdef Py_ssize_t i, j
        cdef Run* run
        cdef Box* box
        for i in range(self.boxes_many):
            self.boxes[i].judged = 0
        memset(self.looks, 0, (self.many + self.boxes_many) * sizeof(Share))
        memset(self.siblings, 0, (self.many + 1) * sizeof(Share))
        for i in range(self.many):
            run = &self.runs[i]
            box = &self.boxes[run.box]
            run.first, run.judged = first[i], run.chars * first[i]
            box.judged += run.judged
            self.looks[box.look].judged += run.judged
            self.looks[box.look].chars += run.chars
            self.siblings[run.siblings].judged += run.judged
            self.siblings[run.siblings].chars += run.chars
        for i in range(self.boxes_many - 1, 0, -1):
            self.boxes[self.boxes[i].parent].judged += self.boxes[i].judged
        for i in range(1, self.terms_many + 1):
            self.terms[i].judged = 0
        for i in range(self.many):
            run = &self.runs[i]
            if run.chars >= SENTENCE:
                for j in range(run.terms, run.terms + run.terms_many):
                    self.terms[self.held[j]].judged += within(run.first, 0, 1)

    cdef void write_context(self, float* context) noexcept:
        """A column a run, in the order of `evidence.JUDGED`."""
        cdef Py_ssize_t i, j, last = -1, following = -1, heading = -1
        cdef double done = 0, certain = 0, chars = self.boxes[0].held.chars, total = max(self.boxes[0].judged, 1)
        cdef Run* run
        cdef Box* box
        cdef Pen pen = Pen(NULL, self.many)
        for i in range(self.many):
            certain += self.runs[i].judged * self.runs[i].first
        for i in range(self.many):
            run = &self.runs[i]
            box = &self.boxes[run.box]
            pen.at = context + i
            put(&pen, run.first)
            for j in range(-4, 5):
                if j != 0:
                    put(&pen, run[j].first)
            for j in range(4):
                put(&pen, box.judged / max(box.held.chars, 1))
                put(&pen, box.judged / total)
                box = &self.boxes[box.parent]
            put(&pen, done / total)
            done += run.judged
            put(&pen, 1 - done / total)
            put(&pen, total / chars)
            put(&pen, log_of(total))
            put(&pen, certain / total)
            if run.first > GOOD:
                last = i
            if following < i:
                following = i
                while following < self.many and self.runs[following].first <= GOOD:
                    following += 1
            put(&pen, min(i - last, DISTANT) if last >= 0 else DISTANT)
            put(&pen, min(following - i, DISTANT) if following < self.many else DISTANT)
            put(&pen, log_of(run.before.chars - self.runs[last + 1].before.chars) if 0 <= last < i else 0)
            put(&pen, log_of(self.runs[following].before.chars - run.before.chars) if following < self.many else 0)
            box = &self.boxes[run.box]
            put(&pen, self.looks[box.look].judged / max(self.looks[box.look].chars, 1))
            put(&pen, self.siblings[run.siblings].judged / max(self.siblings[run.siblings].chars, 1))
            if box.tag & HEADING:
                heading = i
            put(&pen, self.runs[heading].first if heading >= 0 else 0.5)
            put(&pen, min(i - heading, DISTANT))
            self.write_shared(&pen, run)

    cdef void write_shared(self, Pen* pen, Run* run) noexcept:
        """How far other runs that have its words are article text, and how many of its words article text has."""
        cdef Py_ssize_t j, sentences, told = 0, shared = 0
        cdef double judged, own = within(run.first, 0, 1), total = 0
        cdef Term* term
        for j in range(run.terms, run.terms + run.terms_many):
            term = &self.terms[self.held[j]]
            sentences, judged = term.sentences, term.judged
            if run.chars >= SENTENCE:
                sentences, judged = sentences - 1, judged - own
            if sentences > 0:
                told += 1
                total += judged / sentences
                shared += judged > 0.5
        put(pen, total / told if told > 0 else 0.5)
        put(pen, <double>shared / max(1, run.terms_many))

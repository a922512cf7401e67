"""The inner loops of `cues` and `matching`: look for many words at once, by how they open.

Words that open alike lie side by side in memory, and small tables say whether any opens as a text goes on from here: few
places of a text do. What these tables point to is brought near for many places before it is looked at for the first.
"""

from cpython.unicode cimport PyUnicode_4BYTE_KIND, PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memset

from .._processor cimport bring


ctypedef fused Letters:
    uint8_t
    uint16_t
    uint32_t

#: What a word asks of the character before it or after it.
cdef enum:
    ANY = 0
    APART = 1  # no letter or digit
    JOINED = 2  # a letter or digit
    WHOLE = 3  # no letter, digit or low line
    FIRST = 4  # nothing: the word opens the line


cdef enum:
    OPENINGS = 1 << 15
    PAIRS = 1 << 12
    EIGHTS = 1 << 12  # bytes for a bit each
    SHORT = 1 << 7  # among the bits of an opening: one of its words has less than six letters
    TOGETHER = 64  # characters: what is known of the words that may open there comes near while others are looked at


cdef struct Sought:
    int group, before, after
    int begins, size  # its letters, among those of all words
    bint last  # of the words that open alike, which follow each other


cdef class Words:
    """Literal words, each of a group, to be looked for anywhere in lines."""

    # Of words that open with four letters of this hash, of those of two or three letters that open with two of this, and
    # of those that are one letter: what they ask of the character before them, as bits; and which is the first of them.
    cdef uint8_t four[OPENINGS]
    cdef uint8_t two[PAIRS]
    cdef uint8_t one[256]
    cdef uint8_t six[EIGHTS]  # a bit for each six letters with which a word opens
    cdef int four_from[OPENINGS]
    cdef int two_from[PAIRS]
    cdef int one_from[256]
    cdef Sought* sought
    cdef Py_UCS4* letters
    cdef Py_ssize_t* last  # of each group, the last line that held it, from 1 on
    cdef int groups

    def __cinit__(self, words):
        """`words`: of each its letters, its group, and what it asks of the characters before and after it."""
        cdef dict alike = {}
        cdef Py_ssize_t most = 0, many = 0
        cdef int number = 0, at = 0, first
        cdef unsigned int longer
        cdef uint8_t asks
        cdef str letters
        cdef Py_UCS4 c
        for letters, group, before, after in words:
            if not letters or group < 0:
                raise ValueError(f"{letters!r} of group {group}: letters are wanted, and a number from 0 on")
            many, most = many + 1, most + len(letters)
            self.groups = max(self.groups, <int>group + 1)
            alike.setdefault(_opening_of(letters), []).append((letters, group, before, after))
        self.sought = <Sought*>calloc(many + 1, sizeof(Sought))
        self.letters = <Py_UCS4*>calloc(most + 1, sizeof(Py_UCS4))
        self.last = <Py_ssize_t*>calloc(self.groups + 1, sizeof(Py_ssize_t))
        if not (self.sought and self.letters and self.last):
            raise MemoryError()
        for (size, opening), same in alike.items():
            first, asks = number, 0
            for letters, group, before, after in same:
                asks |= 1 << <int>before
                if len(letters) >= 6:
                    longer = _longer(<unsigned int>opening, letters[4], letters[5])
                    self.six[longer >> 3] |= 1 << (longer & 7)
                else:
                    asks |= SHORT
                self.sought[number] = Sought(group, before, after, at, len(letters), number - first == len(same) - 1)
                number += 1
                for c in letters:
                    self.letters[at] = c
                    at += 1
            if size == 4:
                self.four[<int>opening], self.four_from[<int>opening] = asks, first
            elif size == 2:
                self.two[<int>opening], self.two_from[<int>opening] = asks, first
            else:
                self.one[<int>opening], self.one_from[<int>opening] = asks, first

    def __dealloc__(self):
        free(self.sought)
        free(self.letters)
        free(self.last)

    def held(self, list lines):
        """Of each line that holds any of the words, by its number, their groups; each once, in no order."""
        cdef Py_ssize_t number, size
        cdef const void* text
        cdef int kind
        cdef str line
        cdef list groups
        cdef dict result = {}
        memset(self.last, 0, self.groups * sizeof(Py_ssize_t))
        for number in range(len(lines)):
            line = lines[number]
            kind, text, size = PyUnicode_KIND(line), PyUnicode_DATA(line), len(line)
            groups = []
            if kind == 1:
                self._held(<const uint8_t*>text, size, number + 1, groups)
            elif kind == 2:
                self._held(<const uint16_t*>text, size, number + 1, groups)
            else:
                self._held(<const uint32_t*>text, size, number + 1, groups)
            if groups:
                result[number] = tuple(groups)
        return result

    cdef int _held(self, const Letters* text, Py_ssize_t size, Py_ssize_t number, list groups) except -1:
        """Of words that open alike there are only so many, and each is so long, so time is linear in the line."""
        cdef Py_ssize_t at = 0, end
        cdef unsigned int place, pair, first, second = _letter(text, size, 0), third = _letter(text, size, 1)
        cdef unsigned int fourth = _letter(text, size, 2)
        cdef Py_ssize_t[TOGETHER] places
        cdef int[TOGETHER] openings
        cdef uint8_t asks
        cdef bint opens
        cdef int found, i
        while at < size:
            end, found = min(at + TOGETHER, size), 0
            while at < end:
                first, second, third, fourth = second, third, fourth, _letter(text, size, at + 3)
                place = _opening(first, second, third, fourth)
                pair = _pair(first, second)
                asks = self.four[place] | self.two[pair] | self.one[first & 255]
                if asks & 1 << ANY or asks and asks & (
                    1 << JOINED if _is_alnum(text, size, at - 1) else 1 << APART | 1 << WHOLE | 1 << FIRST
                ):
                    opens = self.four[place] and (self.four[place] & SHORT or self._goes_on(text, size, at, place))
                    if opens:
                        bring(&self.four_from[place])
                    if opens or self.two[pair] or self.one[first & 255]:
                        places[found], openings[found] = at, <int>place if opens else -1
                        found += 1
                at += 1
            for i in range(found):
                if openings[i] >= 0:
                    bring(&self.sought[self.four_from[openings[i]]])
            for i in range(found):
                if openings[i] >= 0:
                    self._add(text, size, places[i], self.four_from[openings[i]], number, groups)
                pair = _pair(text[places[i]], _letter(text, size, places[i] + 1))
                if self.two[pair]:
                    self._add(text, size, places[i], self.two_from[pair], number, groups)
                if self.one[text[places[i]] & 255]:
                    self._add(text, size, places[i], self.one_from[text[places[i]] & 255], number, groups)
        return 0

    cdef inline bint _goes_on(self, const Letters* text, Py_ssize_t size, Py_ssize_t at, unsigned int opening) noexcept:
        """Whether the text goes on there, after four letters, as a word may."""
        cdef unsigned int six = _longer(opening, _letter(text, size, at + 4), _letter(text, size, at + 5))
        return self.six[six >> 3] >> (six & 7) & 1

    cdef inline int _add(
        self, const Letters* text, Py_ssize_t size, Py_ssize_t at, int first, Py_ssize_t number, list groups
    ) except -1:
        """Notes the groups of those words that stand here, of all that open like the first."""
        cdef const Sought* word = &self.sought[first]
        cdef const Py_UCS4* letters
        cdef Py_ssize_t i
        while True:
            if at + word.size <= size:
                letters, i = self.letters + word.begins, 0
                while i < word.size and text[at + i] == letters[i]:
                    i += 1
                if i == word.size and self.last[word.group] != number and (
                    _suits(word.before, text, size, at - 1) and _suits(word.after, text, size, at + i)
                ):
                    self.last[word.group] = number
                    groups.append(word.group)
            if word.last:
                return 0
            word += 1


cdef inline unsigned int _opening(
    unsigned int first, unsigned int second, unsigned int third, unsigned int fourth
) noexcept:
    return (first * 1021 + second * 31 + third * 8191 + fourth * 127) & (OPENINGS - 1)


cdef inline unsigned int _longer(unsigned int opening, unsigned int fifth, unsigned int sixth) noexcept:
    """The hash of six letters, from that of the first four."""
    return (opening * 613 + fifth * 7919 + sixth * 257) & (8 * EIGHTS - 1)


cdef tuple _opening_of(str letters):
    """By how many letters a word's opening is known, and their hash."""
    if len(letters) >= 4:
        return 4, _opening(letters[0], letters[1], letters[2], letters[3])
    if len(letters) >= 2:
        return 2, _pair(letters[0], letters[1])
    return 1, <unsigned int>letters[0] & 255


cdef inline unsigned int _pair(unsigned int first, unsigned int second) noexcept:
    return (first * 61 + second) & (PAIRS - 1)


cdef inline unsigned int _letter(const Letters* text, Py_ssize_t size, Py_ssize_t at) noexcept:
    """The character there; a NUL after the last one."""
    return text[at] if at < size else 0


cdef inline bint _suits(int wanted, const Letters* text, Py_ssize_t size, Py_ssize_t at) noexcept:
    """Whether the character there is what a word asks for."""
    if wanted == ANY:
        return True
    if wanted == FIRST:
        return at < 0
    if wanted == WHOLE and 0 <= at < size and text[at] == u"_":
        return False
    return _is_alnum(text, size, at) == (wanted == JOINED)


cdef inline bint _is_alnum(const Letters* text, Py_ssize_t size, Py_ssize_t at) noexcept:
    """Whether a letter or digit stands there; outside the line stands none."""
    return 0 <= at < size and _alnum(text[at])


cdef inline bint _alnum(Py_UCS4 c) noexcept:
    """Whether it is a letter or digit; most are of the first hundred characters."""
    return u"a" <= c <= u"z" or (c > u"z" or u"0" <= c <= u"9" or u"A" <= c <= u"Z") and c.isalnum()


cdef struct Cue:
    uint64_t families  # as bits
    int begins, size  # its letters, among those of all cues; backwards, where it is the end of a word
    bint whole  # it must end with a word
    bint last  # of the cues that open alike, which follow each other


cdef struct Start:
    Py_ssize_t at
    int step  # forwards from there or backwards
    const int* first  # where it stands which is the first of the cues that open so


cdef class Cues:
    """Up to 64 families of cues, each a string of words and signs with one space between.

    Most are looked for from where a word begins forwards, the ends of words from where one ends backwards.
    """

    # Whether cues open with three letters of this hash, or have but two of this, or are one letter; and how ends do.
    cdef uint8_t opens[OPENINGS]
    cdef uint8_t closes[OPENINGS]
    cdef int opens_from[OPENINGS]
    cdef int closes_from[OPENINGS]
    cdef Cue* cues
    cdef Py_UCS4* letters

    def __cinit__(self, families):
        """`families`: of each its cues; those that end in `=` end with a word, those that begin with `*` are only ends."""
        cdef dict known = {}, alike = {}
        cdef Py_ssize_t most = 0
        cdef int number = 0, at = 0
        cdef str cue, letters
        cdef bint end, whole
        cdef Py_UCS4 c
        cdef list rows = list(families)
        if len(rows) > 64:
            raise ValueError("there is room for 64 families")
        for family, cues in enumerate(rows):
            for cue in cues:
                letters, end = _spelt(cue.strip("*=")), cue.startswith("*")
                row = (end, letters[::-1] if end else letters, end or cue.endswith("="))
                known[row] = known.get(row, 0) | 1 << family
        for (end, letters, whole), bits in known.items():
            most += len(letters)
            alike.setdefault((end, <unsigned int>_opens(letters)), []).append((letters, whole, bits))
        self.cues = <Cue*>calloc(len(known) + 1, sizeof(Cue))
        self.letters = <Py_UCS4*>calloc(most + 1, sizeof(Py_UCS4))
        if not (self.cues and self.letters):
            raise MemoryError()
        for (end, place), same in alike.items():
            if end:
                self.closes[<int>place], self.closes_from[<int>place] = True, number
            else:
                self.opens[<int>place], self.opens_from[<int>place] = True, number
            for letters, whole, bits in same:
                self.cues[number] = Cue(bits, at, <int>len(letters), whole, False)
                number += 1
                for c in letters:
                    self.letters[at] = c
                    at += 1
            self.cues[number - 1].last = True

    def __dealloc__(self):
        free(self.cues)
        free(self.letters)

    def mask(self, str text):
        """The families of which a cue stands in the text, as bits."""
        cdef Py_UCS4* apart = <Py_UCS4*>malloc((2 * len(text) + 4) * sizeof(Py_UCS4))
        cdef uint64_t found
        if apart == NULL:
            raise MemoryError()
        found = self._found(apart + 1, _apart(text, apart))
        free(apart)
        return found

    cdef uint64_t _found(self, const Py_UCS4* text, Py_ssize_t size) noexcept:
        """Of cues that open alike there are only so many, and each is so long, so time is linear in the text."""
        cdef Start[TOGETHER + 6] starts
        cdef Py_ssize_t i = 1
        cdef int many, j
        cdef uint64_t found = 0
        while i < size - 1:
            many = 0
            while i < size - 1 and many < TOGETHER:
                if text[i] != u" ":
                    if text[i - 1] == u" ":
                        many = _note(self.opens, self.opens_from, text, i, 1, starts, many)
                    if text[i + 1] == u" ":
                        many = _note(self.closes, self.closes_from, text, i, -1, starts, many)
                i += 1
            for j in range(many):
                bring(&self.cues[starts[j].first[0]])
            for j in range(many):
                found |= self._at(text, &starts[j])
        return found

    cdef uint64_t _at(self, const Py_UCS4* text, const Start* start) noexcept:
        """The families of the cues that stand there. No cue holds the NUL before the text and behind it."""
        cdef const Cue* cue = &self.cues[start.first[0]]
        cdef const Py_UCS4* letters
        cdef Py_ssize_t at
        cdef int i
        cdef uint64_t found = 0
        while True:
            letters, at, i = self.letters + cue.begins, start.at, 0
            while i < cue.size and text[at] == letters[i]:
                i, at = i + 1, at + start.step
            if i == cue.size and (not cue.whole or (text[at] == u" ") == (start.step > 0)):
                found |= cue.families
            if cue.last:
                return found
            cue += 1


cdef str _spelt(str cue):
    """A cue with its words and signs apart."""
    cdef Py_UCS4* apart = <Py_UCS4*>malloc((2 * len(cue) + 4) * sizeof(Py_UCS4))
    if apart == NULL:
        raise MemoryError()
    try:
        return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, apart + 2, _apart(cue, apart) - 2)
    finally:
        free(apart)


cdef unsigned int _opens(str letters) noexcept:
    """How a cue opens, as a hash: by three letters, or all it has."""
    cdef Py_ssize_t size = len(letters)
    return _place(letters[0], letters[1] if size > 1 else 0, letters[2] if size > 2 else 0)


cdef inline int _note(
    const uint8_t* places, const int* firsts, const Py_UCS4* text, Py_ssize_t at, int step, Start* starts, int many
) noexcept:
    """Notes where cues may stand that open as the text does there; says how many such places there are now."""
    cdef Py_UCS4 second = text[at + step]
    many = _noted(places, firsts, _place(text[at], second, text[at + 2 * step] if second else 0), at, step, starts, many)
    many = _noted(places, firsts, _place(text[at], second, 0), at, step, starts, many)
    return _noted(places, firsts, _place(text[at], 0, 0), at, step, starts, many)


cdef inline int _noted(
    const uint8_t* places, const int* firsts, unsigned int place, Py_ssize_t at, int step, Start* starts, int many
) noexcept:
    if not places[place]:
        return many
    bring(&firsts[place])
    starts[many] = Start(at, step, &firsts[place])
    return many + 1


cdef inline unsigned int _place(unsigned int first, unsigned int second, unsigned int third) noexcept:
    return (first * 1021 + second * 31 + third * 8191) & (OPENINGS - 1)


cdef Py_ssize_t _apart(str text, Py_UCS4* apart) noexcept:
    """The words and signs of the text with one space around each, after a NUL; says how long that is."""
    cdef Py_ssize_t size = len(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    if kind == 1:
        return _set_apart(<const uint8_t*>data, size, apart)
    if kind == 2:
        return _set_apart(<const uint16_t*>data, size, apart)
    return _set_apart(<const uint32_t*>data, size, apart)


cdef Py_ssize_t _set_apart(const Letters* text, Py_ssize_t size, Py_UCS4* apart) noexcept:
    cdef Py_ssize_t i, at = 2
    cdef Py_UCS4 c
    cdef bint inside = False  # a word
    apart[0], apart[1] = 0, u" "
    for i in range(size):
        c = text[i]
        if _alnum(c):
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
    apart[at] = 0
    return at - 1

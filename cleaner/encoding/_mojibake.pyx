"""The loops of `mojibake` that run over a text and its damaged pieces, from blank to blank.

A text is judged by its first groups of pieces, each in the words around it, for every channel that may have damaged it
and every language that it may be in.
"""

from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR, Py_UNICODE_ISSPACE,
)
from libc.math cimport NAN, isnan

from ._context cimport Prices
from ._pieces cimport Cut, Cuts, Pieces, origins_of

cdef enum:
    LONGEST = 24  # pieces of one word that are read together; only hostile text has more
    WIDEST = 60  # characters of a word on either side of a piece, and between two
    SAMPLED = 40  # groups by which a text is judged
    JUDGING = 3_000  # readings that are compared to judge one channel
    HALVED = 150  # decibels of a piece that takes a pair apart: the whole pair is a surer sign of another channel


def from_blank_to_blank(str text not None, Py_ssize_t start, Py_ssize_t end, Py_ssize_t most):
    """`text[start:end]`, a stretch within the text, widened to the next blanks on both sides, by `most` at the most."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), a, b
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    a = start = max(0, min(start, size))
    b = end = max(start, min(end, size))
    while a and start - a < most and not Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, a - 1)):
        a -= 1
    while b < size and b - end < most and not Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, b)):
        b += 1
    return a, b


cdef inline bint _is_space(int kind, void* data, Py_ssize_t at) noexcept:
    return Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, at))


cdef int _check(str text, Pieces pieces) except -1:
    """That pieces are of this text; no more need be asked, for they are in order."""
    if text is None or pieces is None:
        raise TypeError("a text and its pieces are needed")
    if pieces.count and <Py_ssize_t>pieces.cuts[pieces.count - 1].end > PyUnicode_GET_LENGTH(text):
        raise ValueError("pieces beyond the text")
    return 0


def groups(str text not None, Pieces pieces not None, Py_ssize_t most=-1):
    """Pieces that stand in one word, or hang on it without a blank: all such groups, or the first `most`."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t start, end, i, at, first = 0
    cdef bint parted
    cdef list found = []
    _check(text, pieces)
    for at in range(1, pieces.count):
        start, end = pieces.cuts[at].start, pieces.cuts[at - 1].end
        parted = at - first >= LONGEST or start - end > WIDEST
        i = end
        while not parted and i < start:
            parted = _is_space(kind, data, i)
            i += 1
        if parted:
            found.append(pieces.part(first, at))
            if len(found) == most:
                return found
            first = at
    if pieces.count:
        found.append(pieces.part(first, pieces.count))
    return found


cdef class Frame:
    """The word or words around a group of pieces, from blank to blank, and the characters beside them.

    On the left a line feed stands for the end of a sentence; a hard space on the right comes with what it leads to.
    """

    def __init__(self, str text not None, Py_ssize_t first, Py_ssize_t last):
        """The frame around `text[first:last]`."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t start, end, size = PyUnicode_GET_LENGTH(text)
        start, end = from_blank_to_blank(text, first, last, WIDEST)
        self.start, self.text = start, text[start:end]
        self.left = "\n" if _ends_a_sentence(kind, data, start) else text[start - 1 : start] if start else ""
        self.right = text[end : end + (5 if end < size and PyUnicode_READ(kind, data, end) == 0xA0 else 1)]

    cpdef tuple parts(self, Pieces group, Prices prices):
        """The frame in parts: the text before each piece, what the piece can have been, and so on, and the rest."""
        cdef list parts = []
        cdef Py_ssize_t i, at = 0, start, end
        cdef Py_UCS4 literal
        cdef str own
        for i in range(group.count):
            start, end = group.cuts[i].start - self.start, group.cuts[i].end - self.start
            if not at <= start < end <= PyUnicode_GET_LENGTH(self.text):
                raise ValueError("a piece beyond its frame")
            own = prices.thought_of(origins_of(group.cuts[i].origins))
            parts.append(self.text[at:start])
            literal = PyUnicode_READ_CHAR(self.text, start)
            parts.append([*own] if end - start > 1 or literal in own else [*own, literal])
            at = end
        parts.append(self.text[at:])
        return tuple(parts)


cdef bint _ends_a_sentence(int kind, void* data, Py_ssize_t at) noexcept:
    """What `context.SENTENCE_END` finds in the four characters before a place."""
    cdef Py_ssize_t least = max(0, at - 4), end = at
    while at > least and _is_space(kind, data, at - 1):
        at -= 1
        if PyUnicode_READ(kind, data, at) == 10:
            return True
    if at == end:
        return False
    if at > least and PyUnicode_READ(kind, data, at - 1) in "\"”’»)":
        at -= 1
    return at > least and PyUnicode_READ(kind, data, at - 1) in ".!…:"


cdef class Priced:
    """What the readings of a group cost in a language, and whether they are foreign to it."""

    cdef tuple parts
    cdef Py_ssize_t readings
    cdef bint foreign
    cdef double least  # decibels of the likeliest reading, NAN until somebody asks
    cdef double stay  # of what stands there


cdef class Stretch:
    """A group of pieces in its frame, and what it costs in each language that it is judged in.

    Channels differ in few of their pieces: what one of them has been judged by serves the next.
    """

    cdef Pieces group
    cdef Frame frame
    cdef Py_ssize_t before_blanks  # pieces before two blanks
    cdef Py_ssize_t halved  # pieces that begin with the second half of a pair that is a character misread
    cdef dict known

    def __cinit__(self, str text, Pieces group):
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t i, start, end, size = PyUnicode_GET_LENGTH(text)
        self.group, self.known = group, {}
        self.frame = Frame(text, group.cuts[0].start, group.cuts[group.count - 1].end)
        for i in range(group.count):
            start, end = group.cuts[i].start, group.cuts[i].end
            if end + 1 < size and PyUnicode_READ(kind, data, end) == 32 == PyUnicode_READ(kind, data, end + 1):
                self.before_blanks += 1
            if start and _is_pair(PyUnicode_READ(kind, data, start - 1), PyUnicode_READ(kind, data, start)):
                self.halved += 1

    cdef Priced priced(self, str text, Prices prices):
        cdef Priced priced
        cdef Py_ssize_t i
        known = self.known.get(prices)
        if known is not None:
            return <Priced>known
        priced = Priced.__new__(Priced)
        priced.parts = self.frame.parts(self.group, prices)
        priced.least = priced.stay = NAN
        for i in range(1, len(priced.parts), 2):
            priced.readings += len(<list>priced.parts[i])
        for i in range(self.group.count):
            if not priced.foreign:
                priced.foreign = _is_foreign(text, self.group.cuts[i], prices)
        self.known[prices] = priced
        return priced

    cdef double least(self, Priced priced, Prices prices) except? -1:
        if isnan(priced.least):
            priced.least = prices.least(priced.parts, self.frame.left, self.frame.right)
        return priced.least

    cdef double stay(self, Priced priced, Prices prices) except? -1:
        if isnan(priced.stay):
            priced.stay = prices.price(self.frame.text, self.frame.left, self.frame.right, None)
        return priced.stay

    cdef Py_ssize_t unread(self, str text, frozenset leads) except -1:
        """How many first bytes of a character stand between the pieces of one word, and in none of them."""
        cdef Py_ssize_t i, at, found = 0
        for i in range(1, self.group.count):
            for at in range(self.group.cuts[i - 1].end, self.group.cuts[i].start):
                found += chr(PyUnicode_READ_CHAR(text, at)) in leads
        return found


cdef bint _is_pair(Py_UCS4 first, Py_UCS4 second) noexcept:
    """Whether these are the two bytes of one character in UTF-8, taken for Windows-1252 or Latin-1."""
    return 0xC2 <= first <= 0xDF and (
        0x80 <= second <= 0xBF or (second > 0xBF and second in "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ")
    )


cdef bint _is_foreign(str text, Cut piece, Prices prices) except -1:
    """A letter that the language does not own, or a currency without a number."""
    cdef Py_ssize_t at, start = piece.start
    cdef Py_UCS4 c
    if PyUnicode_READ_CHAR(text, start) == "€":
        return not (text[max(0, start - 1) : start] + text[piece.end : piece.end + 2]).strip().isdigit()
    for at in range(start, piece.end):
        c = PyUnicode_READ_CHAR(text, at)
        if c > 127 and c.isalpha() and not prices.owns(c):
            return True
    return False


cdef class Stretches:
    """The stretches of one text by which it is judged, whatever its channel and its language."""

    cdef str text
    cdef dict known

    def __init__(self, str text not None):
        self.text, self.known = text, {}

    cdef Stretch at(self, Pieces group):
        cdef bytes key = group.key()
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = Stretch(self.text, group)
        return <Stretch>known

    def gain(self, Pieces pieces not None, Prices prices not None, frozenset leads not None):
        """By how many decibels the words read better than they stand, how many do clearly, how many are foreign.

        `leads`: first bytes of a character as the channel has them, which count against it where they are left unread.
        """
        cdef double gain = 0.0, better
        cdef Py_ssize_t won = 0, foreign = 0, judged = 0, effort = JUDGING
        cdef list groups_of = groups(self.text, pieces, SAMPLED)
        cdef Stretch stretch
        cdef Priced priced
        cdef Pieces group
        for group in groups_of:
            stretch = self.at(group)
            priced = stretch.priced(self.text, prices)
            effort -= priced.readings
            if effort < 0:
                break
            judged += 1
            better = stretch.stay(priced, prices) - stretch.least(priced, prices)
            gain += better
            won += better > 10
            foreign += priced.foreign
            gain -= 8 * stretch.before_blanks
            gain -= 8 * stretch.unread(self.text, leads) + HALVED * stretch.halved
        return gain * self.reach(pieces, groups_of, judged), won, foreign

    cdef double reach(self, Pieces pieces, list groups_of, Py_ssize_t judged) except? -1:
        """How much longer than the judged stretch the damaged one is: channels cut one text into more groups or fewer."""
        cdef Pieces last
        cdef double first = pieces.cuts[0].start if pieces.count else 0
        if not judged:
            return 1.0
        last = groups_of[judged - 1]
        if last.cuts + last.count == pieces.cuts + pieces.count:
            return 1.0
        return (pieces.cuts[pieces.count - 1].end - first) / (last.cuts[last.count - 1].end - first)

    def strangeness(self, Pieces pieces not None, Prices prices not None, double most):
        """Decibels of the first readings in a language; it may stop when there are `most`."""
        cdef double price = 0.0
        cdef Py_ssize_t effort = JUDGING, i
        cdef Stretch stretch
        cdef Pieces group
        for group in groups(self.text, pieces, SAMPLED):
            for i in range(group.count):
                effort -= PyUnicode_GET_LENGTH(origins_of(group.cuts[i].origins))
            if effort < 0 or price >= most:
                break
            stretch = self.at(group)
            price += stretch.least(stretch.priced(self.text, prices), prices)
        return price


def ending_in_blanks(str text not None, Pieces pieces not None, Py_UCS4 origin):
    """Where pieces start that can only have been this, end in a blank, and stand right before something."""
    cdef Py_ssize_t i, end
    cdef set found = set()
    _check(text, pieces)
    for i in range(pieces.count):
        end = pieces.cuts[i].end
        if pieces.cuts[i].origins == origin and end and PyUnicode_READ_CHAR(text, end - 1) == " ":
            if end < PyUnicode_GET_LENGTH(text) and not Py_UNICODE_ISSPACE(PyUnicode_READ_CHAR(text, end)):
                found.add(pieces.cuts[i].start)
    return found


def beyond(str text not None, Pieces found not None, Pieces other not None, Prices prices not None, double won):
    """The pieces of one row and those that another has beyond them, and `won` with the decibels that these win.

    None where the other reads something in another way.
    """
    cdef Cuts cuts = Cuts()
    cdef bytearray new = bytearray()
    cdef Py_ssize_t i, j, at = 0, effort = JUDGING
    cdef double stay
    cdef Pieces pieces, group
    cdef Cuts before
    cdef Frame frame
    cdef tuple parts
    _check(text, found)
    _check(text, other)
    for i in range(other.count):
        while at < found.count and found.cuts[at].start < other.cuts[i].start:
            at += 1
        if at < found.count and found.cuts[at].start == other.cuts[i].start and found.cuts[at].end == other.cuts[i].end:
            cuts.add(other.cuts[i].start, other.cuts[i].end, found.cuts[at].origins)
            new.append(0)
        else:
            cuts.add(other.cuts[i].start, other.cuts[i].end, other.cuts[i].origins)
            new.append(1)
    if new.count(0) < found.count:
        return None
    pieces, at = cuts.row(), 0
    for group in groups(text, pieces):
        i, at = at, at + group.count
        if not any(new[i:at]):
            continue
        before = Cuts()
        for j in range(group.count):
            if not new[i + j]:
                before.add(group.cuts[j].start, group.cuts[j].end, group.cuts[j].origins)
        frame = Frame(text, group.cuts[0].start, group.cuts[group.count - 1].end)
        parts = frame.parts(group, prices)
        for j in range(1, len(parts), 2):
            effort -= len(<list>parts[j])
        if effort < 0:
            break
        stay = prices.least(frame.parts(before.row(), prices), frame.left, frame.right)
        won += stay - prices.least(parts, frame.left, frame.right)
    return won, pieces


def unread(str text not None, Pieces pieces not None, frozenset leads not None):
    """How many first bytes of a character stand in a text, and in none of its pieces."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at, i = 0, found = 0
    cdef Py_UCS4 c
    _check(text, pieces)
    for at in range(PyUnicode_GET_LENGTH(text)):
        while i < pieces.count and <Py_ssize_t>pieces.cuts[i].end <= at:
            i += 1
        if i < pieces.count and <Py_ssize_t>pieces.cuts[i].start <= at:
            continue
        c = PyUnicode_READ(kind, data, at)
        found += c > 127 and chr(c) in leads
    return found


def spared(str text not None, Pieces pieces not None):
    """The stretches from blank to blank that hold no piece, with a blank between; a word ends after so many characters."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t start, end, at, i, done = 0, size = PyUnicode_GET_LENGTH(text)
    cdef list kept = []
    _check(text, pieces)
    for i in range(pieces.count):
        start, end = pieces.cuts[i].start, pieces.cuts[i].end
        if start >= done:
            at = start
            while at and start - at < WIDEST and PyUnicode_READ(kind, data, at - 1) != 32:
                at -= 1
            if not at or start - at == WIDEST:
                at = start
            kept.append(text[done : max(done, at)])
        at = end
        while at < size and at - end < WIDEST and PyUnicode_READ(kind, data, at) != 32:
            at += 1
        done = at if at < size and at - end < WIDEST else end
    kept.append(text[done:])
    return " ".join(kept)


def origins(Pieces pieces not None, Py_ssize_t most):
    """What the first pieces, at most so many, can have been: how many of each."""
    cdef dict found = {}
    cdef Py_ssize_t i
    for i in range(min(most, pieces.count)):
        seen = origins_of(pieces.cuts[i].origins)
        found[seen] = found.get(seen, 0) + 1
    return found


def first_reading(str text not None, Pieces pieces not None):
    """The text with the first of what each piece can have been in its place."""
    cdef list parts = []
    cdef Py_ssize_t i, done = 0
    _check(text, pieces)
    for i in range(pieces.count):
        parts.append(text[done : pieces.cuts[i].start])
        parts.append(origins_of(pieces.cuts[i].origins)[0])
        done = pieces.cuts[i].end
    parts.append(text[done:])
    return "".join(parts)


def is_whole(str text not None, Pieces pieces not None):
    """Whether nothing was lost: what is outside ASCII is all of pieces of one reading.

    A hard space right before a letter may be both half a letter and what is left of it and a space.
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i, at, end, size = PyUnicode_GET_LENGTH(text), outside = 0
    _check(text, pieces)
    for at in range(size):
        outside += PyUnicode_READ(kind, data, at) > 127
    for i in range(pieces.count):
        at, end = pieces.cuts[i].start, pieces.cuts[i].end
        outside -= end - at
        if end - at < 2 or len(origins_of(pieces.cuts[i].origins)) > 1:
            return False
        if PyUnicode_READ(kind, data, end - 1) == 0xA0 and end < size:
            if (<Py_UCS4>PyUnicode_READ(kind, data, end)).isalnum():
                return False
        while at < end:
            if PyUnicode_READ(kind, data, at) < 128:
                return False
            at += 1
    return outside == 0

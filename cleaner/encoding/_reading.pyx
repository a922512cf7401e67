"""Reads the damaged pieces of a text once it is known what damaged them, from left to right.

What can have been one thing only is put back; what can have been several is decided by the words that it makes, and by
which quote is open. What neither tells stays open.
"""

from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR,
)
from libc.math cimport INFINITY

import re

from ._context cimport Best, Prices, Quotes
from ._letters cimport is_letter
from ._mojibake cimport Frame
from ._pieces cimport Cut, Pieces, origins_of
from .context import ENOUGH, LETTERS_ENOUGH
from .spans import Put

cdef enum:
    OPEN = 16  # pieces of one word of which several characters can have led to each; only hostile text has more
    READING = 30_000  # readings compared to mend a whole text: so many,
    MORE = 10  # and so many more a character;
    FEW = 16  # a stretch with so few is always read

cdef double _ENOUGH = ENOUGH
cdef double _LETTERS_ENOUGH = LETTERS_ENOUGH
#: What share of the words that were read must be listed ones, and the margin that needs no such company, in decibels.
cdef double _BELIEVED = 0.5
cdef double _CERTAIN = 60.0
#: So many more are counted, as two names prove nothing; then a margin like this is asked for.
cdef double _SPARED = 1.5
cdef double _SOME = 8.0

#: Signs that stand between letters only where not all was read.
_HALF_READ = re.compile(r"[^\W\d_][µ±¶§¤¦¬°„‰†‡…?]+[^\W\d_]")


cdef class Reader:
    """Reads the groups of one text, with the quotes that are open and the effort that is left."""

    cdef str text
    cdef str family
    cdef object judged_in
    cdef Prices known
    cdef Quotes quotes
    cdef list sure, likely, open
    cdef double effort
    cdef Py_ssize_t asked, answered

    def __init__(self, str text not None, str family not None, judged_in):
        """`family`: the name of the channel; `judged_in()`: the prices of the text's language, asked for if needed."""
        self.text, self.family, self.judged_in = text, family, judged_in
        self.quotes = Quotes()
        self.sure, self.likely, self.open = [], [], []
        self.effort = READING + MORE * PyUnicode_GET_LENGTH(text)

    cdef Prices prices(self):
        if self.known is None:
            self.known = self.judged_in()
        return self.known

    def read(self, Pieces group not None):
        """Reads the pieces of one word."""
        cdef Py_ssize_t i, several = 0, at
        cdef Cut* cut
        cdef Prices prices
        cdef Pieces left = group
        cdef Frame frame
        cdef tuple parts
        cdef Best best
        cdef str put
        cdef double needed, margin
        cdef bint certain = True
        if not group.count or <Py_ssize_t>group.cuts[group.count - 1].end > PyUnicode_GET_LENGTH(self.text):
            raise ValueError("pieces beyond the text")
        self.quotes.see(self.text, group.cuts[0].start)
        doubtful = [i for i in range(group.count) if self.is_doubtful(&group.cuts[i])]
        if doubtful:
            self.leave(group, doubtful)
            left = Pieces([group[i] for i in range(group.count) if i not in doubtful])
            if not left.count:
                return
        for i in range(left.count):
            cut = &left.cuts[i]
            several += cut.origins >= 0x110000
            certain = certain and cut.origins < 0x110000 and cut.end - cut.start > 1
        if certain:
            for i in range(left.count):
                cut = &left.cuts[i]
                self.sure.append(Put(cut.start, cut.end, origins_of(cut.origins), self.family, INFINITY))
            read = "".join([origins_of(left.cuts[i].origins) for i in range(left.count)])
            self.quotes.take(read, left.cuts[left.count - 1].end)
            return
        prices = self.prices()
        frame = Frame(self.text, left.cuts[0].start, left.cuts[left.count - 1].end)
        parts = frame.parts(left, prices)
        needed = _effort(parts)
        if several > OPEN or needed > max(self.effort, FEW):
            self.leave(left, range(left.count))
            return
        self.effort -= needed
        best = prices.best(parts, frame.left, frame.right, self.quotes.opened())
        self.count("".join(best.chosen), prices)
        for i in range(left.count):
            cut, put, margin = &left.cuts[i], best.chosen[2 * i + 1], best.margins[2 * i + 1]
            if margin < (_LETTERS_ENOUGH if put.isalpha() else _ENOUGH):
                self.open.append((cut.start, cut.end))
            elif put != self.text[cut.start : cut.end]:
                self.likely.append(Put(cut.start, cut.end, put, self.family, margin))
        self.quotes.take("".join(best.chosen[1 : len(best.chosen) - 1]), left.cuts[left.count - 1].end)

    cdef int leave(self, Pieces group, places) except -1:
        for i in places:
            self.open.append((group.cuts[<Py_ssize_t>i].start, group.cuts[<Py_ssize_t>i].end))
        return 0

    cdef bint is_doubtful(self, const Cut* piece) except -1:
        """Whether more of a piece was lost than is left, and its one origin is a letter foreign to the language."""
        cdef Py_ssize_t at, lost = 0
        cdef Py_UCS4 c
        if piece.origins >= 0x110000:
            return False
        for at in range(piece.start, piece.end):
            c = PyUnicode_READ_CHAR(self.text, at)
            lost += c == "?" or c == 0xFFFD
        if 2 * lost <= <Py_ssize_t>(piece.end - piece.start):
            return False
        return (<Py_UCS4>piece.origins).isalpha() and not self.prices().owns(piece.origins)

    cdef int count(self, str read, Prices prices) except -1:
        """Whether what was read is words, if it holds a word outside ASCII."""
        cdef int kind = PyUnicode_KIND(read)
        cdef void* data = PyUnicode_DATA(read)
        cdef Py_ssize_t at = 0, start, size = PyUnicode_GET_LENGTH(read)
        cdef Py_UCS4 c
        cdef bint outside, asked = False, known = True
        while at < size:
            start, outside = at, False
            while at < size:
                c = PyUnicode_READ(kind, data, at)
                if not is_letter(c):
                    break
                outside = outside or c > 127
                at += 1
            if outside:
                asked = True
                known = known and read[start:at].replace("İ", "i").lower() in prices.words
            at += at == start
        self.asked += asked
        self.answered += asked and known and _HALF_READ.search(read) is None
        return 0

    def told(self):
        """Replacements and open places; what is merely likely counts where most words came out as words."""
        cdef double needed
        if self.answered >= _BELIEVED * self.asked:
            needed = 0.0
        else:
            needed = _SOME if self.answered + _SPARED >= _BELIEVED * self.asked else _CERTAIN
        certain = [p for p in self.likely if p.margin >= needed]
        unread = [(p.start, p.end) for p in self.likely if p.margin < needed]
        return sorted(self.sure + certain, key=_start), sorted(self.open + unread)


def _start(put):
    return put.start


cdef double _effort(tuple parts) except -1:
    """How many readings would be priced: one on the way counts twice, one of a long stretch several times."""
    cdef double whole = 1.0
    cdef Py_ssize_t i, size, several = 0, sure = 0
    for i in range(len(parts)):
        size = len(parts[i])
        if i % 2 == 0:
            sure += size
        else:
            whole *= size
            several += size if size > 1 else 0
    return (whole if whole <= 100 else 6 * several) * (1 + sure // 60)

"""The loops of `mojibake` that run over a text: where a channel's runs are, and from blank to blank."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISSPACE
from libc.string cimport memset

#: A longer run is cut anew each time, and of so many others it is remembered how they are cut.
cdef Py_ssize_t _WIDEST = 60
cdef Py_ssize_t _REMEMBERED = 1 << 12

#: What a character may be to a run: how it begins, how it goes on.
cdef enum:
    _FIRST = 1
    _REST = 2


cdef class Runs:
    """The runs of a text that one channel can have left: one of `first`, and all of `rest` that follow.

    `cut` says of a run what its pieces are and what they cost; most runs come again and again.
    """

    cdef object _cut
    cdef dict _known
    cdef bytearray _kinds  # for each page in use what its 256 characters are; the first is of those without any
    cdef unsigned short[256] _page

    def __init__(self, str first not None, str rest not None, object cut):
        cdef Py_UCS4 c
        self._cut, self._known, self._kinds = cut, {}, bytearray(256)
        memset(self._page, 0, sizeof(self._page))
        for c in first:
            self._mark(c, _FIRST)
        for c in rest:
            self._mark(c, _REST)

    cdef _mark(self, unsigned int c, int kind):
        if c > 0xFFFF:
            raise ValueError("no table of characters goes beyond U+FFFF")
        if not self._page[c >> 8]:
            self._page[c >> 8] = <unsigned short>(len(self._kinds) >> 8)
            self._kinds.extend(bytes(256))
        self._kinds[(self._page[c >> 8] << 8) + (c & 0xFF)] |= kind

    cdef tuple _cuts(self, str run):
        if len(run) > _WIDEST:
            return self._cut(run)
        found = self._known.get(run)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[run] = self._cut(run)
        return <tuple>found

    cdef list _found(self, str text):
        """Every run: where it begins, and itself."""
        cdef Py_ssize_t at = 0, start, size = PyUnicode_GET_LENGTH(text)
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef unsigned char* kinds = self._kinds
        cdef list found = []
        while at < size:
            if not self._is(kinds, PyUnicode_READ(kind, data, at), _FIRST):
                at += 1
                continue
            start = at
            at += 1
            while at < size and self._is(kinds, PyUnicode_READ(kind, data, at), _REST):
                at += 1
            found.append((start, text[start:at]))
        return found

    cdef inline bint _is(self, unsigned char* kinds, unsigned int c, int kind) noexcept:
        return c <= 0xFFFF and kinds[(self._page[c >> 8] << 8) + (c & 0xFF)] & kind

    def price(self, str text not None):
        """What the pieces of all runs cost together; None when there is no piece."""
        cdef double price = 0.0
        cdef bint there = False
        cdef tuple cuts
        for _, run in self._found(text):
            cuts = self._cuts(run)
            price += cuts[1]
            there = there or cuts[0]
        return price if there else None

    def pieces(self, str text not None, make):
        """The pieces of all runs, each made of where it starts and ends, and what it can have been."""
        cdef list pieces = []
        cdef Py_ssize_t start, a, b
        for start, run in self._found(text):
            for a, b, origins in self._cuts(run)[0]:
                pieces.append(make(start + a, start + b, origins))
        return pieces


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


def groups(str text not None, pieces, Py_ssize_t longest, Py_ssize_t widest, Py_ssize_t most):
    """Pieces that stand in one word, or hang on it without a blank: the first `most` of such groups."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t start, end = 0, i, size = PyUnicode_GET_LENGTH(text)
    cdef bint parted
    cdef list group = [], found = []
    for piece in pieces:
        start = piece.start
        if group:
            parted = len(group) >= longest or start - end > widest
            i = max(0, end)
            while not parted and i < start and i < size:
                parted = _is_space(kind, data, i)
                i += 1
            if parted:
                found.append(tuple(group))
                if len(found) == most:
                    return found
                group = []
        group.append(piece)
        end = piece.end
    if group:
        found.append(tuple(group))
    return found


def frame(str text not None, Py_ssize_t first, Py_ssize_t last, Py_ssize_t most):
    """Where the words around `text[first:last]` begin, from blank to blank, themselves, and what is beside them.

    On the left a line feed stands for the end of a sentence; a hard space on the right comes with what it leads to.
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t start, end, size = PyUnicode_GET_LENGTH(text)
    start, end = from_blank_to_blank(text, first, last, most)
    left = "\n" if _ends_a_sentence(kind, data, start) else text[start - 1 : start] if start else ""
    return start, text[start:end], left, text[end : end + (5 if end < size and PyUnicode_READ(kind, data, end) == 0xA0 else 1)]


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


def spared(str text not None, pieces, Py_ssize_t most):
    """The stretches from blank to blank that hold no piece, with a blank between; a word ends after `most` characters."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t start, end, at, done = 0, size = PyUnicode_GET_LENGTH(text)
    cdef list kept = []
    for piece in pieces:
        start = max(0, min(<Py_ssize_t>piece.start, size))
        end = max(start, min(<Py_ssize_t>piece.end, size))
        if start >= done:
            at = start
            while at and start - at < most and PyUnicode_READ(kind, data, at - 1) != 32:
                at -= 1
            if not at or start - at == most:
                at = start
            kept.append(text[done : max(done, at)])
        at = end
        while at < size and at - end < most and PyUnicode_READ(kind, data, at) != 32:
            at += 1
        done = at if at < size and at - end < most else end
    kept.append(text[done:])
    return " ".join(kept)


cdef double _prior(str origins) noexcept:
    """How surprising the likeliest of these characters is in news text of any language, in decibels."""
    cdef double least = 34.0
    cdef Py_UCS4 c
    for c in origins:
        if c in "’“”–éáíóаоеитнсαοιτε":
            return 18.0
        if c.isalpha() or c in "‘„…«»—":
            least = 24.0
    return least


cdef double _oddity(Py_UCS4 c) noexcept:
    if c == "?":
        return 8.0
    if c < 0x80:
        return 4.0 if c.isalpha() else 0.0
    return 22.0 if c.isalpha() else 40.0


def cut(dict origins not None, dict sizes not None, dict octets not None, read, str run not None):
    """A run in pieces; the price is what they say was there, less what they leave no longer odd.

    `origins`: what each piece can have been; `sizes`: how long pieces with this first character are, the longest first;
    `octets`: which byte became a character; `read(run, at)`: the character whose bytes begin there, if they are all there.
    """
    cdef Py_ssize_t at = 0, end = PyUnicode_GET_LENGTH(run), size, i
    cdef list found = []
    cdef double price = 0.0
    cdef str piece, origin
    while at < end:
        for size in <list>sizes.get(run[at], []):
            piece = run[at : at + size]
            origin = origins.get(piece)
            if origin is not None:
                size = PyUnicode_GET_LENGTH(piece)
                break
        else:
            origin = read(run, at) if <int>octets.get(run[at], 0) >= 0xC3 else ""
            size = len(origin.encode()) if origin else 0
        if not origin:
            at += 1
            continue
        found.append((at, at + size, origin))
        if size > 1:  # one character may be itself
            price += _prior(origin)
            for i in range(at, min(at + size, end)):
                price -= _oddity(PyUnicode_READ(PyUnicode_KIND(run), PyUnicode_DATA(run), i))
        at += size
    return tuple(found), price

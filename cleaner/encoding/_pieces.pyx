"""Cuts a text into the damaged pieces that one channel can have left in it: asked of every channel that may be the one.

Pieces stand in rows of numbers: where each starts and ends, and what it can have been.
"""

from cpython.bytes cimport PyBytes_FromStringAndSize
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy, memset

cdef enum:
    SEVERAL = 0x110000  # the number of the first row of several characters
    LEAD = 0xC3  # the first byte of a character outside ASCII and the controls is this or more
    NO_DOTS = 0x2800
    MOST_NODES = 0xFFFF
    LONGEST = 0x7FFFFFFF

#: What a piece can have been, where that is several characters: those of all channels, each once.
cdef list _several = []
cdef dict _numbers = {}


cdef uint32_t _number_of(str origins) except 0:
    if len(origins) == 1:
        return ord(origins)
    known = _numbers.get(origins)
    if known is None:
        known = _numbers[origins] = SEVERAL + len(_several)
        _several.append(origins)
    return known


cdef str origins_of(uint32_t number):
    return chr(number) if number < SEVERAL else <str>_several[number - SEVERAL]


cdef class Piece:
    """A damaged piece of the text and the characters that can have led to it."""

    cdef readonly Py_ssize_t start
    cdef readonly Py_ssize_t end
    cdef readonly str origins

    def __init__(self, Py_ssize_t start, Py_ssize_t end, str origins not None):
        self.start, self.end, self.origins = start, end, origins


cdef class Cuts:
    """Room for pieces."""

    def __dealloc__(self):
        PyMem_Free(self.cuts)

    cdef int add(self, Py_ssize_t start, Py_ssize_t end, uint32_t origins) except -1:
        cdef Cut* more
        if self.count == self.room:
            more = <Cut*>PyMem_Realloc(self.cuts, (2 * self.room + 16) * sizeof(Cut))
            if more == NULL:
                raise MemoryError
            self.cuts, self.room = more, 2 * self.room + 16
        self.cuts[self.count].start, self.cuts[self.count].end = <uint32_t>start, <uint32_t>end
        self.cuts[self.count].origins = origins
        self.count += 1
        return 0

    cdef Pieces row(self):
        cdef Pieces pieces = Pieces.__new__(Pieces)
        pieces.owner, pieces.cuts, pieces.count = self, self.cuts, self.count
        return pieces


cdef class Pieces:
    """Pieces in order and apart. Rows of the same are equal."""

    def __init__(self, pieces=()):
        cdef Cuts cuts = Cuts()
        cdef Py_ssize_t done = 0
        for piece in pieces:
            if not done <= piece.start <= piece.end < LONGEST:
                raise ValueError("pieces out of order, or beyond any text")
            cuts.add(piece.start, piece.end, _number_of(piece.origins))
            done = piece.end
        self.owner, self.cuts, self.count = cuts, cuts.cuts, cuts.count

    cdef Pieces part(self, Py_ssize_t start, Py_ssize_t end):
        cdef Pieces part = Pieces.__new__(Pieces)
        part.owner, part.cuts, part.count = self.owner, self.cuts + start, end - start
        return part

    cdef bytes key(self):
        return PyBytes_FromStringAndSize(<char*>self.cuts, self.count * sizeof(Cut))

    def __len__(self):
        return self.count

    def __getitem__(self, Py_ssize_t at):
        if not -self.count <= at < self.count:
            raise IndexError(at)
        cdef Cut* cut = self.cuts + (at if at >= 0 else at + self.count)
        return Piece(cut.start, cut.end, origins_of(cut.origins))

    def __eq__(self, other):
        cdef Pieces row
        if not isinstance(other, Pieces):
            return NotImplemented
        row = <Pieces>other
        return self.count == row.count and not memcmp(self.cuts, row.cuts, self.count * sizeof(Cut))

    def __hash__(self):
        return hash(self.key())


ctypedef fused Characters:
    uint8_t
    uint16_t
    uint32_t


cdef inline uint8_t _mixed(uint32_t c) noexcept:
    """A number below 256 for a character: hardly one of another alphabet has that of a plain letter."""
    return <uint8_t>(c ^ c >> 8)


cdef Py_ssize_t _next(Characters* text, Py_ssize_t at, Py_ssize_t size, const uint8_t* begins, bint plainly) noexcept:
    """The first place from here on where a piece may begin; `plainly`: one may begin with a character of ASCII."""
    cdef Py_ssize_t several = sizeof(uint64_t) // sizeof(Characters)
    cdef uint64_t beyond, seen
    if Characters is uint8_t:
        beyond = <uint64_t>0x8080808080808080
    elif Characters is uint16_t:
        beyond = <uint64_t>0xFF80FF80FF80FF80
    else:
        beyond = <uint64_t>0xFFFFFF80FFFFFF80
    while at < size and not begins[_mixed(text[at])]:
        at += 1
        while not plainly and at + several <= size:  # ASCII is passed over several at a time
            memcpy(&seen, text + at, sizeof(uint64_t))
            if seen & beyond:
                break
            at += several
    return at


cdef struct Trait:
    uint8_t octet  # which byte became a character; 0: that is not told
    uint8_t lost  # whether it stands for several bytes


cdef struct Node:  # a beginning that some piece has, with all that is asked of it side by side: of many channels each
    uint32_t key  # the number of the node before it, and its last character; 0: nothing is here
    uint32_t origins  # what the piece that is this beginning can have been
    float price  # what that costs, a whole number
    uint16_t number
    uint8_t leads_on


cdef class Cutter:
    """Cuts as one channel does: the longest piece first, from left to right."""

    cdef uint8_t[256] begins  # whether any character of such a number, as they are mixed, can begin a piece
    cdef bint plainly  # whether one of ASCII can
    cdef uint16_t[256] page  # of a character's traits; the first is of those without any
    cdef Trait* traits
    cdef Py_ssize_t pages
    cdef Node* nodes  # pieces as a tree, scattered
    cdef Py_ssize_t count  # of nodes
    cdef uint32_t mask
    cdef dict lost
    cdef frozenset pictures
    cdef bint blanks  # whether a blank may be part of a piece

    def __init__(self, dict origins not None, dict octets not None, lost, frozenset pictures not None, bint blanks):
        """`origins`: what each piece can have been; `octets`: which byte became a character; `lost`: which bytes within
        a character may have become another; `pictures`: what is read though one byte was lost."""
        cdef Py_ssize_t most = 2, room = 1024
        cdef str piece
        cdef Py_UCS4 c
        self.pictures, self.blanks = pictures, blanks
        self.lost = {c: bytes(found) for c, found in lost.items()}
        for piece in origins:
            most += len(piece)
        if most > MOST_NODES:
            raise ValueError("too many pieces")
        while room < 2 * most:
            room *= 2
        self.mask = <uint32_t>(room - 1)
        self.nodes = <Node*>PyMem_Calloc(room, sizeof(Node))
        self.traits = <Trait*>PyMem_Calloc(256, sizeof(Trait))
        if not (self.nodes and self.traits):
            raise MemoryError
        self.pages = 1
        for piece, found in origins.items():
            self.grow(piece, found)
        for c, octet in octets.items():
            self.trait(c).octet = octet
            self.begins[_mixed(ord(c))] |= octet >= LEAD
            self.plainly |= octet >= LEAD and ord(c) < 128
        for c in self.lost:
            self.trait(c).lost = 1

    def __dealloc__(self):
        PyMem_Free(self.traits)
        PyMem_Free(self.nodes)

    cdef Trait* trait(self, uint32_t c) except NULL:
        """The traits of a character, to be written."""
        cdef Trait* more
        if c > 0xFFFF:
            raise ValueError("no table of characters goes beyond U+FFFF")
        if not self.page[c >> 8]:
            more = <Trait*>PyMem_Realloc(self.traits, (self.pages + 1) * 256 * sizeof(Trait))
            if more == NULL:
                raise MemoryError
            self.traits = more
            memset(self.traits + self.pages * 256, 0, 256 * sizeof(Trait))
            self.page[c >> 8] = <uint16_t>self.pages
            self.pages += 1
        return &self.traits[(self.page[c >> 8] << 8) + (c & 0xFF)]

    cdef int grow(self, str piece, str origins) except -1:
        """Adds a piece to the tree."""
        cdef Py_ssize_t i, size = len(piece)
        cdef uint32_t c, number = 0
        cdef double price = 0.0
        cdef Node* node = NULL
        self.begins[_mixed(ord(piece[0]))] = 1
        self.plainly |= ord(piece[0]) < 128
        for i in range(size):
            c = ord(piece[i])
            if not 0 < c <= 0xFFFF:
                raise ValueError("no table of characters goes beyond U+FFFF")
            if i:
                node.leads_on = 1
                number = node.number
            node = self.behind(number, c)
            if not node.key:
                self.count += 1
                node.key, node.number = number << 16 | c, <uint16_t>self.count
        if size > 1:  # one character may be itself
            price = _prior(origins)
            for i in range(size):
                price -= _oddity(piece[i])
        node.origins, node.price = _number_of(origins), <float>price
        return 0

    cdef inline Node* behind(self, uint32_t number, uint32_t c) noexcept:
        """The node of a beginning with one more character, or room for it."""
        cdef uint32_t key = number << 16 | c, at = (key * <uint32_t>2654435761) >> 7 & self.mask
        while self.nodes[at].key and self.nodes[at].key != key:
            at = (at + 1) & self.mask
        return &self.nodes[at]

    cdef inline Trait seen(self, uint32_t c) noexcept:
        return self.traits[((self.page[c >> 8] << 8) + (c & 0xFF)) if c <= 0xFFFF else 0xFF]

    cdef Py_ssize_t next(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t size) noexcept:
        """The first place from here on where a piece may begin."""
        if kind == 1:
            return _next(<uint8_t*>data, at, size, self.begins, self.plainly)
        if kind == 2:
            return _next(<uint16_t*>data, at, size, self.begins, self.plainly)
        return _next(<uint32_t*>data, at, size, self.begins, self.plainly)

    cdef bint find(self, int kind, const void* data, Py_ssize_t size, Cut* cut, double* price) except -1:
        """The first piece from `cut.end` on, and what it costs."""
        cdef Py_ssize_t at = cut.end, i, end
        cdef uint32_t origins, number, c
        cdef uint8_t octet
        cdef Node* node
        while (at := self.next(kind, data, at, size)) < size:
            number, end, origins, i = 0, 0, 0, at
            while i < size:
                c = PyUnicode_READ(kind, data, i)
                if not 0 < c <= 0xFFFF:
                    break
                node = self.behind(number, c)
                if not node.key:
                    break
                i += 1
                if node.origins:
                    origins, end, price[0] = node.origins, i, node.price
                if not node.leads_on:
                    break
                number = node.number
            octet = 0 if end else self.seen(PyUnicode_READ(kind, data, at)).octet
            if octet >= LEAD:
                end = at + (4 if octet >= 0xF0 else 3 if octet >= 0xE0 else 2)
                origins = self.read(kind, data, at, end, size) if end <= size else 0
                if origins:
                    price[0] = _prior(chr(origins))
                    for i in range(at, end):
                        price[0] -= _oddity(PyUnicode_READ(kind, data, i))
            if origins:
                cut.start, cut.end, cut.origins = <uint32_t>at, <uint32_t>end, origins
                return True
            at += 1
        return False

    cdef uint32_t read(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t end, Py_ssize_t size) except? 0:
        """The character, of any script, whose bytes stand there; 0 when they are no UTF-8.

        Of three bytes or four one may be lost if only one character in use can have been there.
        """
        cdef uint8_t[4] octets
        cdef Py_ssize_t i, hole = -1
        cdef uint32_t found = 0, c
        for i in range(at, end):
            octets[i - at] = self.seen(PyUnicode_READ(kind, data, i)).octet
            if not octets[i - at]:
                if hole >= 0 or not self.seen(PyUnicode_READ(kind, data, i)).lost:
                    return 0
                hole = i
        if hole < 0:
            found = _decoded(octets, end - at)
            return found if found > 0x36F else 0
        if end - at < 3:
            return 0
        for octet in self.lost[chr(PyUnicode_READ(kind, data, hole))]:
            octets[hole - at] = octet
            c = _decoded(octets, end - at)
            if c and chr(c) in self.pictures:
                if found:
                    return 0
                found = c
        if found == NO_DOTS and not (self.blanks and end < size and PyUnicode_READ(kind, data, end) == 32):
            return 0
        return found

    def price(self, str text not None):
        """What all pieces say was there costs, less what they leave no longer odd; None when there is no piece."""
        cdef double price = 0.0, more = 0.0
        cdef bint there = False
        cdef Cut cut
        cut.end = 0
        while self.find(PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), &cut, &more):
            price += more
            there = True
        return price if there else None

    def pieces(self, str text not None):
        """The pieces."""
        cdef Cuts cuts = Cuts()
        cdef double price = 0.0
        cdef Cut cut
        if PyUnicode_GET_LENGTH(text) >= LONGEST:
            raise ValueError("a text without end")
        cut.end = 0
        while self.find(PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), &cut, &price):
            cuts.add(cut.start, cut.end, cut.origins)
        return cuts.row()


cdef uint32_t _decoded(const uint8_t* octets, Py_ssize_t size) noexcept:
    """A character that is seen, by its bytes in UTF-8; 0 when they are none."""
    cdef uint32_t c = octets[0] & (0x1F if size == 2 else 0x0F if size == 3 else 0x07)
    cdef Py_ssize_t i
    if size == 4 and octets[0] >= 0xF8:
        return 0
    for i in range(1, size):
        if octets[i] & 0xC0 != 0x80:
            return 0
        c = c << 6 | (octets[i] & 0x3F)
    if c < (0x80 if size == 2 else 0x800 if size == 3 else 0x10000) or 0xD800 <= c <= 0xDFFF or c > 0x10FFFF:
        return 0
    return c if (<Py_UCS4>c).isprintable() else 0


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

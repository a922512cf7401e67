"""The loops of `remap`: a text exchanged, and whether the words that an exchange makes are words; hardly one does."""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR,
)
from libc.stdint cimport uint32_t

from ._context cimport Prices
from ._letters cimport is_letter, small
from ._lexicon cimport Words

cdef enum:
    SLOTS = 512
    LONGEST = 256
    COMMON = 32  # decibels: a short word that is rarer means nothing


cdef class Table(dict):
    """What to put for each of a few hundred characters outside ASCII, one for one; `exchanged` need not hash them."""

    cdef uint32_t[SLOTS] keys
    cdef uint32_t[SLOTS] puts

    def __init__(self, dict puts not None):
        cdef uint32_t at
        super().__init__(puts)
        if 2 * len(puts) > SLOTS:
            raise ValueError("more than tables of 256 characters can tell apart")
        for seen, was in puts.items():
            at = self.slot(seen)
            self.keys[at], self.puts[at] = seen, ord(was)

    cdef inline uint32_t slot(self, uint32_t c) noexcept:
        """Where a character stands, or has room."""
        cdef uint32_t at = c * <uint32_t>2654435761 >> 23
        while self.keys[at] and self.keys[at] != c:
            at = (at + 1) & (SLOTS - 1)
        return at

    cdef inline Py_UCS4 put(self, Py_UCS4 c) noexcept:
        """What a character becomes."""
        cdef uint32_t at
        if c < 128:
            return c
        at = self.slot(c)
        return <Py_UCS4>self.puts[at] if self.keys[at] else c


def exchanged(str text not None, Table table not None):
    """What `text.translate(table)` gives, in a fraction of the time."""
    return _exchanged(text, table)


cdef str _exchanged(str text, Table table):
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i, size = PyUnicode_GET_LENGTH(text)
    cdef Py_UCS4* now = <Py_UCS4*>PyMem_Malloc((size + 1) * sizeof(Py_UCS4))
    if now == NULL:
        raise MemoryError
    try:
        for i in range(size):
            now[i] = table.put(PyUnicode_READ(kind, data, i))
        return PyUnicode_FromKindAndData(4, now, size)
    finally:
        PyMem_Free(now)


def promising(str outside not None, list times not None, Table table not None, double share):
    """What characters become by an exchange; None unless such a share, by how often each occurs, are letters or signs.

    The signs are those that any text may hold.
    """
    cdef str read = _exchanged(outside, table)
    cdef Py_ssize_t i, count, good = 0, whole = 0
    cdef Py_UCS4 c
    if len(times) != PyUnicode_GET_LENGTH(read):
        raise ValueError("not a number a character")
    for i in range(len(times)):
        c, count = read[i], times[i]
        whole += count
        if c.isalpha() or c in "‘’“”„«»–—…\xa0":
            good += count
    return read if good >= share * whole else None


def better(str chunk not None, Table table not None, Prices prices not None, double stay):
    """The likelier of a chunk as it stands, which costs `stay` more, and exchanged, and by how much it is.

    None where a sign is exchanged that may be what it seems: then there are more readings than two.
    """
    cdef str changed = _exchanged(chunk, table)
    cdef Py_ssize_t i
    cdef Py_UCS4 c
    cdef double kept, made
    for i in range(PyUnicode_GET_LENGTH(chunk)):
        c = PyUnicode_READ_CHAR(chunk, i)
        if c > 127 and c in "‘’“”„«»–—…\xa0" and PyUnicode_READ_CHAR(changed, i) != c:
            return None
    if changed == chunk:
        return chunk, 0.0
    kept = prices.price(chunk, " ", " ", None) + stay
    made = prices.price(changed, " ", " ", None)
    if made < kept or (made == kept and changed < chunk):
        return changed, kept - made
    return chunk, made - kept


def changes(str before not None, str after not None):
    """Where two texts of one length differ, and what stands there in the second."""
    cdef Py_ssize_t i, size = PyUnicode_GET_LENGTH(before)
    cdef Py_UCS4 c
    cdef list found = []
    if size != PyUnicode_GET_LENGTH(after):
        raise ValueError("not of one length")
    for i in range(size):
        c = PyUnicode_READ_CHAR(after, i)
        if c != PyUnicode_READ_CHAR(before, i):
            found.append((i, chr(c)))
    return found


def listed(list chunks not None, Table table not None, Words words not None, double share):
    """What chunks become by an exchange, each with whether that is known words, and whether all but for quotes.

    None where it is too few of them to believe in the exchange: fewer than two, or than such a share. No chunk is
    longer than 200 characters.
    """
    cdef list found = []
    cdef Py_ssize_t most = len(chunks)
    cdef str changed
    cdef bint known, quoted
    for chunk in chunks:
        changed = _exchanged(chunk, table)
        known = _is_known(changed, words)
        quoted = known or _is_quoted(changed)
        found.append((changed, known, quoted))
        most -= not quoted
        if most < 2 or most < share * len(chunks):
            return None
    return found


cdef bint _is_quoted(str text) noexcept:
    """Whether nothing but quotes is outside ASCII, and no question mark is there."""
    cdef Py_UCS4 c
    for c in text:
        if c == "?" or (c > 127 and c not in "‘’“”«»"):
            return False
    return True


cdef bint _is_known(str text, Words words) except -1:
    """Whether all words of a chunk are listed, and one is long enough or common enough to mean something.

    Single letters between question marks and other signs are not words, listed or not.
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), at = 0, start, letters = 0, end = size, first = 0
    cdef uint32_t[LONGEST] lower
    cdef Py_UCS4 c
    cdef bint told = False, plain, usual
    cdef int rarity
    while first < size and PyUnicode_READ(kind, data, first) == 63:
        first += 1
    while end > first and PyUnicode_READ(kind, data, end - 1) == 63:
        end -= 1
    for at in range(size):
        c = PyUnicode_READ(kind, data, at)
        letters += is_letter(c)
        if c == 63 and first <= at < end:
            return False
    if 2 * letters < size:
        return False
    at = 0
    while at < size:
        if not is_letter(PyUnicode_READ(kind, data, at)):
            at += 1
            continue
        start, plain, usual = at, True, True
        while at < size and is_letter(PyUnicode_READ(kind, data, at)):
            c = PyUnicode_READ(kind, data, at)
            plain = plain and c < 128
            usual = usual and c != 0x130 and c != 0x3A3 and at - start < LONGEST
            if usual:
                lower[at - start] = small(c)
            at += 1
        if usual:
            rarity = words.rarity(lower, at - start)
        else:
            known = words.get(text[start:at].lower())
            rarity = -1 if known is None else known
        if rarity < 0:
            return False
        told = told or at - start > 2 or (not plain and rarity < COMMON)
    return told

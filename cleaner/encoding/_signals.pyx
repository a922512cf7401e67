"""The one look at every character of `signals`: nearly all text is told to be clean by it, so it is the fastest loop here.

Of a plain character a table says whether it could begin a sign of damage; of any other its traits do, which Python
works out when such a character is first met.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND,
    Py_UNICODE_ISALNUM, Py_UNICODE_ISALPHA, Py_UNICODE_ISDECIMAL, Py_UNICODE_ISLOWER, Py_UNICODE_ISSPACE,
    Py_UNICODE_ISUPPER,
)
from libc.stdint cimport uint8_t, uint16_t, uint32_t

ctypedef fused Characters:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    LANGUAGES = 0x1FFFFF  # a bit for each of twenty, and one for a text in none of them
    FIRST = 1 << 21
    SECOND = 1 << 22
    BEFORE_MARK = 1 << 23
    BEHIND_MARK = 1 << 24
    BEHIND_A = 1 << 25
    BEHIND_E = 1 << 26
    BEHIND_LEAD = 1 << 27  # behind Â
    ALONE = 1 << 28
    BEHIND_LETTER = 1 << 29  # behind Ã, Ä or Å
    REMAINS = 0x7F << 23
    KNOWN = 1 << 30
    PAGES = 0x1100
    PAGE = 256
    SLOTS = 1 << 13

#: What `Look.at` says: a sure sign; what `mojibake.remains` would find needs a closer look.
SURE, LEFT = 1, 2

cdef uint8_t[128] beginning  # whether a plain character is one with which a sign of damage can begin
for _i in range(128):
    beginning[_i] = (_i < 32 and _i not in (9, 10, 12, 13)) or _i == 127 or chr(_i) in "?&#=\\%<`^~0128"


cdef inline uint32_t _at(Characters* text, Py_ssize_t size, Py_ssize_t i) noexcept:
    """The character in a place; 0 beyond either end."""
    return text[i] if 0 <= i < size else 0


cdef inline bint _is_hex(uint32_t c) noexcept:
    return 48 <= c <= 57 or 65 <= c <= 70 or 97 <= c <= 102


cdef inline bint _is_plain_letter(uint32_t c) noexcept:
    return 65 <= c <= 90 or 97 <= c <= 122


cdef inline bint _is_letter(uint32_t c) noexcept:
    """`[^\\W\\d_]`"""
    return Py_UNICODE_ISALNUM(c) and not Py_UNICODE_ISDECIMAL(c)


cdef Py_ssize_t _misplaced(Characters* text, Py_ssize_t size, Py_ssize_t at) noexcept:
    """Where a run of question marks ends; -1 if it stands between letters, before a word, or alone before a small one."""
    cdef Py_ssize_t end = at + 1
    cdef uint32_t before = _at(text, size, at - 1), after
    while end < size and text[end] == 63:
        end += 1
    after = _at(text, size, end)
    if end < size and Py_UNICODE_ISALPHA(after):
        if at == 0 or Py_UNICODE_ISSPACE(before) or (Py_UNICODE_ISALPHA(before) and not Py_UNICODE_ISUPPER(after)):
            return -1
    if after == 32 == before and Py_UNICODE_ISLOWER(_at(text, size, end + 1)):
        return -1
    return end


cdef bint _is_sign(Characters* text, Py_ssize_t size, Py_ssize_t i) noexcept:
    """Whether a code begins here: `&rsquo;`, `#8217;`, `=E2`, `\\u2019`, `%C3`, `<U+`, `u2019`; or stands an accent."""
    cdef uint32_t c = text[i], before = _at(text, size, i - 1), after = _at(text, size, i + 1)
    cdef Py_ssize_t end = i + 1
    if c == 38:  # &
        while end - i <= 31 and (_is_plain_letter(_at(text, size, end)) or (end > i + 1 and 48 <= _at(text, size, end) <= 57)):
            end += 1
        return after == 35 or (3 <= end - i and _at(text, size, end) == 59)
    if c == 35:  # #
        end += after == 120
        i = end
        while _is_hex(_at(text, size, end)) and end - i <= 6:
            end += 1
        return 2 <= end - i <= 6 and _at(text, size, end) == 59
    if c == 61:  # =
        if _is_hex(after) and after < 97 and _is_hex(_at(text, size, i + 2)) and text[i + 2] < 97:
            return True
        while _at(text, size, end) == 32 or _at(text, size, end) == 9:
            end += 1
        return _at(text, size, end + (_at(text, size, end) == 13)) == 10
    if c == 92:  # \
        return (after == 117 or after == 120) and _is_hex(_at(text, size, i + 2)) and _is_hex(_at(text, size, i + 3))
    if c == 37:  # %
        return (after == 117 or after == 56 or after == 57 or (_is_hex(after) and after > 57)) and _is_hex(
            _at(text, size, i + 2)
        )
    if c == 60:  # <
        return after == 85 and _at(text, size, i + 2) == 43
    if c == 94 or c == 96 or c == 126:  # ^ ` ~
        return _is_plain_letter(before) and (_is_plain_letter(after) or (i + 1 < size and Py_UNICODE_ISSPACE(after)))
    if c == 56:  # ud83
        return before == 100 and _at(text, size, i - 2) == 117 and after == 51
    return before == 117 and (c == 48 or (c == 50 and (after == 48 or after == 49)) or (c == 49 and after == 101))


cdef bint _is_left(Characters* text, Py_ssize_t size, Py_ssize_t i, uint32_t traits) noexcept:
    """Whether a character may be what is left of two, by the plain ones beside it: never no where a pattern says yes."""
    cdef uint32_t c = text[i], before = _at(text, size, i - 1), after = _at(text, size, i + 1)
    cdef bint opens, small
    if traits & (BEFORE_MARK if after == 63 else 0) or traits & (BEHIND_MARK if before == 63 else 0):
        return True
    if before == 65 and traits & BEHIND_A or before == 69 and traits & BEHIND_E or before == 0xC2 and traits & BEHIND_LEAD:
        return True
    if traits & BEHIND_LETTER and 0xC3 <= before <= 0xC5:
        return True
    if not traits & ALONE:
        return False
    small = 97 <= before <= 122
    opens = i > 0 and Py_UNICODE_ISSPACE(before)
    if c == 0xE2:  # â
        return (
            (after == 32 == _at(text, size, i + 2))
            or (small and (after == 115 or after == 116) and not Py_UNICODE_ISALNUM(_at(text, size, i + 2)))
            or (opens and (after == 32 or 65 <= after <= 90))
            or ((small or before == 44 or before == 46) and Py_UNICODE_ISSPACE(after))
        )
    if c == 0x20AC:  # €
        return (
            before == 97 or before == 65 or after == 0x2122 or after == 0x153 or after == 0x2DC
            or (_is_letter(before) and (Py_UNICODE_ISSPACE(after) or Py_UNICODE_ISALNUM(after) or after in (95, 46, 44)))
            or (opens and _is_letter(after))
        )
    return small and (after == 32 or 97 <= after <= 122)


cdef class Look:
    """Looks at texts, with what is known of the characters met so far."""

    cdef uint32_t** pages
    cdef uint32_t[SLOTS] pairs
    cdef object ask

    def __cinit__(self, ask, pairs):
        """`ask`: the traits of a character, as `signals` numbers them; `pairs`: the odd pairs, both below U+10000."""
        cdef uint32_t pair
        self.ask = ask
        if 2 * len(pairs) > SLOTS:
            raise ValueError("too many pairs")
        for first, second in pairs:
            pair = ord(first) << 16 | ord(second)
            self.pairs[self.slot(pair)] = pair
        self.pages = <uint32_t**>PyMem_Calloc(PAGES, sizeof(uint32_t*))
        if self.pages == NULL:
            raise MemoryError

    def __dealloc__(self):
        cdef int i
        if self.pages != NULL:
            for i in range(PAGES):
                PyMem_Free(self.pages[i])
            PyMem_Free(self.pages)

    cdef uint32_t slot(self, uint32_t pair) noexcept:
        """Where a pair is, or would be."""
        cdef uint32_t number = pair * 2654435769u >> 16
        while self.pairs[number & (SLOTS - 1)] and self.pairs[number & (SLOTS - 1)] != pair:
            number += 1
        return number & (SLOTS - 1)

    cdef inline uint32_t traits(self, uint32_t c) except 0:
        cdef uint32_t* page = self.pages[c >> 8]
        return page[c & 255] if page != NULL and page[c & 255] else self.asked(c)

    cdef uint32_t asked(self, uint32_t c) except 0:
        """The traits of a character that is met for the first time."""
        cdef uint32_t* page = self.pages[c >> 8]
        cdef uint32_t found = self.ask(chr(c)) | KNOWN
        if page == NULL:
            page = self.pages[c >> 8] = <uint32_t*>PyMem_Calloc(PAGE, sizeof(uint32_t))
            if page == NULL:
                raise MemoryError
        page[c & 255] = found
        return found

    cdef int scan(self, Characters* text, Py_ssize_t size, uint32_t* languages) except -1:
        cdef Py_ssize_t i = 0, spaces = 0, hard = 0, leads = -2
        cdef uint32_t c, traits, owned = LANGUAGES
        cdef int said = 0
        while i < size:
            c = text[i]
            if c < 128:
                spaces += c == 32
                if beginning[c]:
                    if c == 63:
                        i = _misplaced(text, size, i)
                        if i < 0:
                            return SURE
                        continue
                    if c < 32 or c == 127 or _is_sign(text, size, i):
                        return SURE
            else:
                traits = self.traits(c)
                owned &= traits
                hard += c == 0xA0
                if traits & (FIRST | SECOND | REMAINS):
                    if traits & SECOND and leads == i - 1:  # nor is it a first then
                        if self.pairs[self.slot(<uint32_t>text[i - 1] << 16 | c)]:
                            return SURE
                    elif traits & FIRST:
                        leads = i
                    if traits & REMAINS and not said and _is_left(text, size, i, traits):
                        said = LEFT
            i += 1
        languages[0] = owned
        if spaces > 0.4 * size or (hard > 7 and spaces < hard):
            return SURE
        return said

    def at(self, str text not None):
        """What a text shows, and a bit for each language that owns all of its letters and signs (the last: for none).

        What it shows is `SURE`, a sign of damage; `LEFT`, what may be half a sign; or 0.
        """
        cdef uint32_t languages = LANGUAGES
        cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text)
        cdef int kind = PyUnicode_KIND(text), said
        cdef void* data = PyUnicode_DATA(text)
        if kind == 1:
            said = self.scan(<uint8_t*>data, size, &languages)
        elif kind == 2:
            said = self.scan(<uint16_t*>data, size, &languages)
        else:
            said = self.scan(<uint32_t*>data, size, &languages)
        return said, languages


cdef double _weight(Characters* text, Py_ssize_t size) noexcept:
    cdef Py_ssize_t at = 0, end
    cdef uint32_t before, after
    cdef double weight = 0.0
    while at < size:
        if text[at] != 63:
            at += 1
            continue
        end = at + 1
        while end < size and text[end] == 63:
            end += 1
        before, after = _at(text, size, at - 1), _at(text, size, end)
        if end < size and Py_UNICODE_ISALNUM(after):
            if not Py_UNICODE_ISDECIMAL(after) and (_is_letter(before) or at == 0 or Py_UNICODE_ISSPACE(before)):
                weight += 2.0
            weight += 1.0 if at == 0 or before == 40 or Py_UNICODE_ISSPACE(before) else 0.4
        elif before == 44 or before == 46:
            weight += 0.6
        elif before == 32 == after:
            weight += 0.4
        at = end
    return weight


def weight(str text not None):
    """The most that `lost` can give for the question marks of a text; where one is misplaced, 2 or more."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    if kind == 1:
        return _weight(<uint8_t*>data, size)
    if kind == 2:
        return _weight(<uint16_t*>data, size)
    return _weight(<uint32_t*>data, size)

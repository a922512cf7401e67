"""The prices of `context` and the search for the cheapest reading: asked thousands of times for one damaged text.

A stretch of text is an array of characters; what stands before a place and behind it is read from the array, and a
place beyond its ends is `NOTHING`.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ,
    Py_UNICODE_ISTITLE,
)
from libc.math cimport INFINITY
from libc.stdint cimport uint8_t, uint32_t
from libc.string cimport memcpy, memmove, memset

from ._letters cimport is_alpha, is_capital, is_letter, is_small, small
from ._lexicon cimport Words, spelled

cdef enum:
    ANY = 0  # a language of no habits of its own
    EN = 1
    FR = 2
    IT = 3
    UK = 4
    NL = 5
    TR = 6
    DE = 7
    DA = 8
    SV = 9
    ES = 10
    PL = 11
    CS = 12
    MOST = 100  # readings that are compared whole
    BEAM = 40  # readings that are kept on the way when there are more, if they are less than so many decibels behind
    BEHIND = 45
    ATTRIBUTED = 5  # how much less `—` costs behind the end of a sentence, where it leads to a name or a speaker
    ALTERNATIVES = 24  # readings that are told, the best first
    NARROW = 6  # readings that are kept where a rough price will do
    FEW = 5  # signs that are thought of when a piece can have been any of more than so many characters

_LANGUAGES = {
    "en": EN, "fr": FR, "it": IT, "uk": UK, "nl": NL, "tr": TR, "de": DE, "da": DA, "sv": SV, "es": ES, "pl": PL, "cs": CS,
}

#: What `–` and `—` cost between blanks, in decibels: 5 and 9, but for some languages.
_DASH = {
    "en": (6, 5), "es": (8, 5), "fr": (6, 7), "pl": (5, 12), "pt": (6, 5), "ru": (14, 3), "uk": (8, 4), "vi": (6, 9),
}

#: Languages by how they quote: pairs in the order of preference.
_QUOTES = {
    "cs": ("„“", "»«"),
    "da": ("»«", "””", "“”"),
    "de": ("„“", "»«"),
    "el": ("«»", "“”"),
    "en": ("“”", "‘’"),
    "es": ("«»", "“”"),
    "fr": ("«»", "“”"),
    "hr": ("„“", "„”", "»«"),
    "hu": ("„”", "»«"),
    "it": ("«»", "“”"),
    "lt": ("„“",),
    "nl": ("‘’", "“”"),
    "pl": ("„”", "«»"),
    "pt": ("“”", "«»"),
    "ro": ("„”", "«»"),
    "ru": ("«»", "„“"),
    "sv": ("””", "“”", "»«"),
    "tr": ("“”", "‘’"),
    "uk": ("«»", "„“", "“”"),
    "vi": ("“”", "‘’"),
}
#: What goes before the apostrophe in French, Italian and Catalan.
_ELIDED = frozenset(
    "c d j l m n s t qu jusqu lorsqu puisqu quoiqu aujourd quelqu presqu un all dell dall nell sull coll quell quest "
    "bell sant com dov cos anch senz tutt mezz nient".split()
)
#: What is thought of then.
_COMMON = frozenset("‘’“”„«»–—…•€™→\xa0°©®£")
#: Letters that are small forms of plain ones where case does not matter.
_ALIKE = str.maketrans("ſKİı", "skii")


cdef inline Py_UCS4 _at(const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at) noexcept:
    return text[at] if 0 <= at < size else <Py_UCS4>NOTHING


cdef inline bint _is_room(Py_UCS4 c) noexcept:
    return c == NOTHING or c.isspace()


cdef Habits _habits(str language):
    cdef Habits found
    found.language = _LANGUAGES.get(language, ANY)
    found.short_dash, found.long_dash = _DASH.get(language, (5, 9))
    found.pairs = 0
    for opening, closing in _QUOTES.get(language, ("“”",)):
        found.opening[found.pairs], found.closing[found.pairs] = opening, closing
        found.pairs += 1
    return found


def is_elided(str word not None):
    """Whether a French or Italian word is one that loses its vowel before an apostrophe."""
    return word.translate(_ALIKE).lower() in _ELIDED


cdef bint _is_elided_before(const Py_UCS4* text, Py_ssize_t at):
    cdef Py_ssize_t start = at
    while start and (text[start - 1].isalnum() or text[start - 1] == "_") and at - start < 9:
        start -= 1
    return is_elided(PyUnicode_FromKindAndData(4, text + start, at - start))


cdef bint _is_name_before(const Py_UCS4* text, Py_ssize_t at) noexcept:
    """Whether a word that begins with a capital, or in another script, ends here."""
    cdef Py_ssize_t start = at
    while start and is_letter(text[start - 1]):
        start -= 1
    if start == at or (start and (text[start - 1].isalnum() or text[start - 1] == "_")):
        return False
    return not ("a" <= text[start] <= "z" or "à" <= text[start] <= "ÿ")


cdef bint _is_clitic(const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at) noexcept:
    """Whether what follows the apostrophe in English stands here."""
    cdef Py_UCS4 first = _plain(_at(text, size, at)), second = _plain(_at(text, size, at + 1))
    if first in "stdm" and not is_letter(_at(text, size, at + 1)):
        return True
    return ((first in "rv" and second == "e") or (first == "l" and second == "l")) and not is_letter(
        _at(text, size, at + 2)
    )


cdef inline Py_UCS4 _plain(Py_UCS4 c) noexcept:
    if c < 128:
        return <Py_UCS4>(<uint32_t>c | 32) if "A" <= c <= "Z" else c
    return <Py_UCS4>115 if c == 0x17F else c


cdef bint _is_link(const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at) noexcept:
    """Whether a hard space, or what may be one, and an address stand here: so do blogs, and Debian's manuals."""
    if _at(text, size, at) != 0xA0 and _at(text, size, at) != 1:
        return False
    if _at(text, size, at + 1) == "w":
        return _at(text, size, at + 2) == "w" == _at(text, size, at + 3) and _at(text, size, at + 4) == "."
    if not (_at(text, size, at + 1) == "h" and _at(text, size, at + 2) == "t" == _at(text, size, at + 3)):
        return False
    if _at(text, size, at + 4) != "p":
        return False
    at += 6 if _at(text, size, at + 5) == "s" else 5
    return _at(text, size, at) == ":" and _at(text, size, at + 1) == "/" == _at(text, size, at + 2)


cdef inline bint _opens(Py_UCS4 left, Py_UCS4 right) noexcept:
    """Whether a sign between these may open what follows."""
    return (_is_room(left) or left in "([{“‘„«‹—–-/'\"¿¡>\x01") and not _is_room(right)


cdef inline bint _closes_before(Py_UCS4 left, Py_UCS4 right) noexcept:
    """Whether a sign between these may close what stands before it."""
    return not _is_room(left) and (_is_room(right) or right in ".,;:!?)]}”’»›…—–-/'\"<“\x01")


cdef double _sign(const Habits* habits, Py_UCS4 sign, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at):
    """Decibels of meeting a sign in a place of a text, whatever stands there."""
    cdef Py_UCS4 left = _at(text, size, at - 1), right = _at(text, size, at + 1)
    cdef bint priced, begun, ended
    if sign in "“”„«»‘’‹›‚":
        if left == '"' or right == '"':
            return 50
        if sign == "’":
            if is_alpha(left) and is_alpha(right):
                return _apostrophe(habits, text, size, at)
            if habits.language == TR and left.isdigit() and right.isalpha():
                return 3
        return _quote(habits, sign, text, size, at, _opens(left, right), _closes_before(left, right))
    if sign in "–—":
        return _dash(habits, sign, text, size, at, _is_room(left) and _is_room(right))
    begun, ended = _is_room(left), _is_room(right)
    if sign == "→":
        if _is_link(text, size, at + 1) and (begun or left in ".,:;)"):
            return 4
        return 22 if begun and ended else 42
    if sign == "…":
        return 16 if _closes_before(left, right) else 22
    if sign == "\xa0":
        return _hard_space(habits, text, size, at, begun or ended)
    if sign in "¿¡":
        return 6 if habits.language == ES and _opens(left, right) else 46
    if sign in "€£¥¢":
        if sign in "£¥":
            priced = right.isdigit()
        else:
            priced = (left.isdigit() and not right.isdigit()) or right.isdigit()
        return 14 if priced and not (left.isdigit() and right.isalnum()) and not left.isalpha() else 34
    if sign in "²³¹ªº°½¼¾":
        return 18 if left.isdigit() and not right.isdigit() else 32
    if sign == "•":
        return 14 if begun and ended else 36
    if sign == "×":
        return 16 if (left.isdigit() and right.isdigit()) or (ended and _at(text, size, at - 2).isdigit()) else 36
    if sign in "\xad\u200b\u200d\u2009\u202f´¨¸¯ˆ˜¬¶¦¤":
        return 44
    return 28 if sign in "·©®™±§×→†‰№′″−µ°" else 42


cdef double _apostrophe(const Habits* habits, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at):
    cdef int language = habits.language
    cdef Py_UCS4 left = text[at - 1], right = text[at + 1]
    if language == EN:
        return 2 if _is_clitic(text, size, at + 1) or (left in "OD" and right.isupper()) else 20
    if language == FR or language == IT:
        return 2 if _is_elided_before(text, at) else 24
    if language == UK:
        return 4 if right in "яюєїЯЮЄЇ" else 26
    if language == NL and left in "aiouy" and right == "s" and not is_letter(_at(text, size, at + 2)):
        return 4
    if language == TR or language == NL or language == DE or language == DA or language == SV:
        return 6 if _is_name_before(text, at) else 26
    return 26


cdef double _quote(
    const Habits* habits, Py_UCS4 sign, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at, bint opens, bint closes
):
    cdef Py_UCS4 left = _at(text, size, at - 1), right = _at(text, size, at + 1)
    cdef double best = 45.0
    cdef int place
    if habits.language == FR:
        if (sign == "«" and right == "\xa0" and not left.isalnum()) or (sign == "»" and left == "\xa0"):
            return 5
        if sign == "«" and _is_room(left) and right == " ":
            return 4 if _at(text, size, at + 2).isupper() else 14
        if sign == "»" and left == " " and (right == NOTHING or right in " .,;:!?)\n"):
            return 9
    for place in range(habits.pairs):
        if (sign == habits.opening[place] and opens) or (sign == habits.closing[place] and closes):
            best = min(best, 6.0 + 7 * place)
    if best == 45.0:
        if sign in "“„«‹‘‚" and opens:
            best = 26 if sign in "“«" else 28 if sign == "‘" else 36
        elif sign in "”»›’" and closes:
            best = 26 if sign in "”»" else 28 if sign == "’" else 36
        elif sign == "“" and closes:
            best = 40
    if sign == "’" and left.isalpha() and _is_room(right):
        best = min(best, 12.0 if habits.language == EN and left in "sS" else 16.0 if habits.language == IT else 22.0)
    if sign == "’" and opens and right.isdigit():
        best = min(best, 18.0)
    return best


cdef double _dash(
    const Habits* habits, Py_UCS4 sign, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at, bint alone
) noexcept:
    cdef double base = habits.short_dash if sign == "–" else habits.long_dash
    cdef Py_UCS4 left = _at(text, size, at - 1), right = _at(text, size, at + 1)
    if alone:
        return base - ATTRIBUTED if sign == "—" and _is_sentence_end(text, at) else base
    if left.isdigit() and right.isdigit():
        return 8 if sign == "–" else 24
    if left.isalpha() and right.isalpha():
        return 14 if habits.language == EN and sign == "—" else 24
    return base + 15


cdef bint _is_sentence_end(const Py_UCS4* text, Py_ssize_t at) noexcept:
    """What `context.SENTENCE_END` says of the text that ends there."""
    cdef Py_ssize_t end = at
    while at and text[at - 1].isspace():
        at -= 1
        if text[at] == "\n":
            return True
    if at == end:
        return False
    if at and text[at - 1] in "\"”’»)":
        at -= 1
    return at > 0 and text[at - 1] in ".!…:"


cdef double _hard_space(const Habits* habits, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at, bint beside_space):
    cdef Py_UCS4 left = _at(text, size, at - 1), right = _at(text, size, at + 1)
    if habits.language == FR and ((right in ";:!?»%" and not _is_room(left)) or left == "«"):
        return 5
    if beside_space or left in "“”„«»‘’‹›‚":
        return 34
    if (habits.language == PL or habits.language == CS) and left.isalpha() and right.isalnum():
        if not _at(text, size, at - 2).isalpha():
            return 8
    if left == "→" and right == "h":
        return 5
    if left.isdigit() and right.isalpha():
        return 14
    if left.isalpha() and right.isdigit():
        return 12
    return 20 if left.isalnum() and right.isalnum() else 24


cdef bint _closes(Py_UCS4 opened, Py_UCS4 sign) noexcept:
    """Whether a sign closes the quote that another one opened."""
    if opened == "„":
        return sign in "“”"
    if opened == "“" or opened == "”":
        return sign == "”"
    if opened == "‘":
        return sign == "’"
    return (opened == "«" and sign == "»") or (opened == "»" and sign == "«")


cdef double _quote_beside(Py_UCS4 sign, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at, Py_UCS4 opened) noexcept:
    """What a quote costs more because one is open, or none is (NOTHING)."""
    cdef Py_UCS4 left = _at(text, size, at - 1), right = _at(text, size, at + 1)
    cdef bint is_open = opened != NOTHING, closes = _closes(opened, sign)
    if sign == left or _closes(left, sign):
        return 20
    if sign in "”»":
        if closes or (not is_open and (left == NOTHING or left in " \t\n\r([{–—-") and not right.isspace()):
            return 0
        return 10 if is_open else 14
    if sign in "“„«":
        if not is_open and left.isalnum() and not right.isalnum():
            return 10
        return 12 if is_open and not closes else 0
    return 5 if sign == "’" and is_open and not closes and not right.isalpha() else 0


cdef Py_UCS4 _opened_by(Py_UCS4 sign, Py_UCS4 left, Py_UCS4 opened) noexcept:
    """Which quote is open after a sign, when `opened` was before it."""
    if _closes(opened, sign):
        return <Py_UCS4>NOTHING
    if sign in "“„«" or (sign in "”»‘" and opened == NOTHING and (left == NOTHING or left in " \t\n\r([{–—-")):
        return sign
    return <Py_UCS4>NOTHING if sign in "”»" else opened


cdef Py_UCS4* _copied(tuple pieces, Py_ssize_t* size) except NULL:
    """Strings one after the other."""
    cdef Py_ssize_t length = 0, i, at = 0
    cdef int kind
    cdef void* data
    cdef str piece
    cdef Py_UCS4* text
    for piece in pieces:
        length += PyUnicode_GET_LENGTH(piece)
    text = <Py_UCS4*>PyMem_Malloc((length + 1) * sizeof(Py_UCS4))
    if text == NULL:
        raise MemoryError
    for piece in pieces:
        kind, data = PyUnicode_KIND(piece), PyUnicode_DATA(piece)
        for i in range(PyUnicode_GET_LENGTH(piece)):
            text[at] = PyUnicode_READ(kind, data, i)
            at += 1
    size[0] = length
    return text


cdef class Signs:
    """Prices signs in one language."""

    def __cinit__(self, str language):
        self.habits = _habits(language)

    def costs(self, str signs not None, str before not None, str after not None, str opened, double most):
        """Decibels of meeting each of `signs` between what stands before and after it ("" at either end of the text).

        Where `opened` is the quote that is open, or "" for none, that counts too; None: nobody knows. A sign that costs
        `most` where no quote counts is out of place and costs infinitely much.
        """
        cdef Py_ssize_t size, at = len(before)
        cdef Py_UCS4 sign, quote = _open(opened)
        cdef Py_UCS4* text = _copied((before, "?", after), &size)
        cdef list prices = []
        try:
            for sign in signs:
                prices.append(self.cost(sign, text, size, at, quote, most))
        finally:
            PyMem_Free(text)
        return prices

    cdef double cost(
        self, Py_UCS4 sign, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t at, Py_UCS4 opened, double most
    ) except? -1:
        """The same of one sign in a place of a text, whatever stands there."""
        cdef double price = _sign(&self.habits, sign, text, size, at)
        if price >= most:
            return INFINITY
        return price if opened == UNKNOWN_OPEN else price + _quote_beside(sign, text, size, at, opened)


def opened_by(str sign not None, str before not None, str opened not None):
    """Which quote is open after a sign, when `opened` was before it."""
    cdef Py_UCS4 left = before[len(before) - 1] if before else <Py_UCS4>NOTHING
    cdef Py_UCS4 found = _opened_by(sign[0], left, opened[0] if opened else <Py_UCS4>NOTHING)
    return "" if found == NOTHING else chr(found)


cdef enum:  # what is seen of the case of a word's letters: that there are small ones, capitals, title letters,
    SMALL = 1
    CAPITAL = 2
    TITLE = 4
    INNER_SMALL = 8  # and behind the first
    INNER_CAPITAL = 16
    STRANGE = 32  # a capital outside ASCII behind a small letter
    OUTSIDE = 64  # of a single letter: that it is such a capital
    LAST_SMALL = 128  # the last one


cdef inline int _case_of(Py_UCS4 c) noexcept:
    """The same of a single letter."""
    if is_small(c):
        return SMALL | LAST_SMALL
    if is_capital(c):
        return CAPITAL | OUTSIDE if c > 127 else CAPITAL
    return CAPITAL | TITLE if Py_UNICODE_ISTITLE(c) else 0


cdef inline int _cased(int word, int letter, bint inner) noexcept:
    """The same of a word with one more letter."""
    if letter & OUTSIDE and word & LAST_SMALL:
        word |= STRANGE
    if inner:
        word |= (letter & (SMALL | CAPITAL)) << 3
    return (word & ~LAST_SMALL) | (letter & ~OUTSIDE)


cdef inline double _case_price(int word) noexcept:
    """Decibels of capitals within a word; names have them (`McCoy`), but none outside ASCII."""
    if word & (SMALL | CAPITAL) == SMALL or word & (SMALL | CAPITAL | TITLE) == CAPITAL:
        return 0.0
    if word & (INNER_SMALL | INNER_CAPITAL) == INNER_SMALL:
        return 0.0
    return 30.0 if word & STRANGE else 10.0


cdef double _odd_case(const Py_UCS4* word, Py_ssize_t size) noexcept:
    """The same of a whole word."""
    cdef int cased = 0
    cdef Py_ssize_t i
    for i in range(size):
        cased = _cased(cased, _case_of(word[i]), i > 0)
    return _case_price(cased)


cdef struct Row:
    double price
    double finished  # what the finished part costs; -INFINITY when nobody asked
    Py_ssize_t cut  # where the unfinished word begins
    Py_ssize_t parent
    Py_UCS4 option


cdef struct Option:  # a character that is tried, and what is known of it
    Py_UCS4 sign
    uint32_t lower
    int number, case
    bint letter
    bint usual  # as a letter: its small form is a single one; as a sign: it ends a word


cdef struct Walk:  # how far the unfinished word of a reading was looked up
    Py_ssize_t size  # letters
    Py_ssize_t node  # in the tree of words; -1 where none begins so
    double letters  # what they cost
    int first, second  # the numbers of the last two
    bint unusual  # whether there is one whose small form is not a single letter
    int cased


cdef class Prices:
    """Prices readings in one language, and finds the cheapest."""

    def __cinit__(self, Words words not None, str own not None, str language not None, double unlisted):
        """`own`: the language's letters, capitals too; `unlisted`: of a letter outside ASCII in a word no list knows."""
        self.words, self.habits, self.unlisted, self.thoughts = words, _habits(language), unlisted, {}
        memset(self.own, 0, sizeof(self.own))
        for letter in own:
            if ord(letter) < 65536:
                self.own[ord(letter) >> 3] |= <uint8_t>(1 << (ord(letter) & 7))

    cdef inline bint owns(self, uint32_t c) noexcept:
        return c < 65536 and self.own[c >> 3] >> (c & 7) & 1

    cdef str thought_of(self, str origins):
        """What a piece can have been in the language, of all that can have led to it; of many signs the common ones."""
        cdef str own
        if PyUnicode_GET_LENGTH(origins) == 1:
            return origins
        known = self.thoughts.get(origins)  # (channels have a thousand such)
        if known is None:
            own = "".join([c for c in origins if self.owns(ord(c)) or not c.isalpha()]) or origins
            if len(own) > FEW:
                own = "".join([c for c in own if c.isalpha() or c in _COMMON]) or own
            known = self.thoughts[origins] = own
        return <str>known

    cdef double word(self, const Py_UCS4* word, Py_ssize_t size) except? -1:
        """Decibels of a word, whatever its case."""
        cdef uint32_t[64] lower
        cdef Py_ssize_t i
        cdef Py_UCS4 c
        if size <= 64:
            for i in range(size):
                c = word[i]
                if c == 0x3A3:
                    break
                lower[i] = 105 if c == 0x130 else small(c)
            else:
                return self.words.price(lower, size)
        return self.words.cost(PyUnicode_FromKindAndData(4, word, size).replace("İ", "i").lower())

    cdef double cost(
        self, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t start, Py_ssize_t end, Py_UCS4 opened
    ) except? -1:
        """Decibels of a stretch of a text, whose ends are all that is known of what stands beside it."""
        cdef bint plain
        cdef double price = self.words_cost(text, start, end, &plain)
        return price if plain else self.with_signs(price, text, size, start, end, opened)

    cdef double words_cost(self, const Py_UCS4* text, Py_ssize_t start, Py_ssize_t end, bint* plain) except? -1:
        """Decibels of its words alone; `plain`: there is nothing else."""
        cdef double price = 0.0
        cdef Py_ssize_t i = start, at
        cdef int strange
        plain[0] = end > start
        while i < end:
            if not is_letter(text[i]):
                plain[0] = plain[0] and (48 <= text[i] <= 57 or text[i].isalnum())
                i += 1
                continue
            at = i
            strange = 0
            while i < end and is_letter(text[i]):
                strange += text[i] > 127 and not self.owns(text[i])
                i += 1
            price += self.word(text + at, i - at)
            price += 14 * strange
            price += _odd_case(text + at, i - at)
            if i - at == 1 and text[at] > 127 and text[at].isupper() and at > start and text[at - 1] in "'’":
                price += 10  # `jusqu'À`
        if end > start and text[start] > 127 and text[start].isalpha():
            price += self.case_cost(text, start, end)
        return price

    cdef double with_signs(
        self, double price, const Py_UCS4* text, Py_ssize_t size, Py_ssize_t start, Py_ssize_t end, Py_UCS4 opened
    ):
        """The same and its signs."""
        cdef Py_ssize_t i
        cdef Py_UCS4 c
        for i in range(start, end):
            c = text[i]
            if 0x80 <= c <= 0x9F:
                price += 50
            elif c > 127 and not c.isalpha():
                price += _sign(&self.habits, c, text, size, i)
                if opened != UNKNOWN_OPEN:
                    price += _quote_beside(c, text, size, i, opened)
                    if c in "“”„«»":
                        opened = _opened_by(c, _at(text, size, i - 1), opened)
            elif c == "?":
                price += 30
        return price

    cdef double case_cost(self, const Py_UCS4* text, Py_ssize_t start, Py_ssize_t end) except? -1:
        """Decibels of the case of a first letter: small in a sentence, unless a name; a capital where one begins."""
        cdef Py_UCS4 left = text[start - 1] if start else <Py_UCS4>NOTHING
        cdef Py_ssize_t i
        cdef bint shouting = end - start > 1
        if left == NOTHING or left == "\n":
            return 0 if text[start].isupper() else 8
        if left != " " or not text[start].isupper():
            return 0
        for i in range(start, end):
            shouting = shouting and not (is_small(text[i]) or Py_UNICODE_ISTITLE(text[i]))
        if shouting:
            return 0
        i = start
        while i < end and is_letter(text[i]):
            i += 1
        return 10 if self.word(text + start, i - start) < (35 if self.habits.language == DE else 45) else 3

    cdef double strangeness(self, const Py_UCS4* text, Py_ssize_t start, Py_ssize_t end) except? -1:
        """Decibels of letters outside ASCII in words that no list knows, where most letters are in ASCII."""
        cdef Py_ssize_t i = start, at
        cdef uint32_t[64] lower
        cdef int found = 0
        cdef bint outside, usual
        if not self.unlisted:
            return 0.0
        while i < end:
            at, outside, usual = i, False, True
            while i < end and is_letter(text[i]):
                outside |= text[i] > 127
                usual = usual and i - at < 64 and text[i] != 0x130 and text[i] != 0x3A3
                if usual:
                    lower[i - at] = small(text[i])
                i += 1
            if outside and usual:
                found += self.words.rarity(lower, i - at) < 0
            elif outside:
                found += PyUnicode_FromKindAndData(4, text + at, i - at).lower() not in self.words
            i += at == i
        return self.unlisted * found

    cpdef double price(self, str reading, str left, str right, str opened) except? -1:
        """Decibels of a stretch of text between two characters, after an `opened` quote (None: nobody knows)."""
        cdef Py_ssize_t size
        cdef Py_UCS4* text = _copied((left, reading, right), &size)
        try:
            return self.cost(text, size, len(left), len(left) + len(reading), _open(opened))
        finally:
            PyMem_Free(text)

    cpdef Best best(self, tuple pieces, str left, str right, str opened):
        """The likeliest string for each of the pieces, what it costs, and by how many decibels it beats the next.

        A piece is a string that is sure, or a list of the characters that it may have been.
        """
        cdef Search search = Search(self, pieces, left, right, MOST, BEAM)
        cdef Py_ssize_t i
        search.run()
        for i in range(search.count):
            search.rows[i].price = search.whole(i, _open(opened), True)
            search.rows[i].cut, search.rows[i].parent = search.before, i
        search.sort(ALTERNATIVES)
        return search.told()

    cpdef double least(self, tuple pieces, str left, str right) except? -1:
        """About what the likeliest reading costs, found quickly."""
        cdef Search search
        cdef Py_ssize_t i
        cdef double price, least = 1e300
        cdef bint single = True
        for piece in pieces:
            single = single and (isinstance(piece, str) or len(piece) == 1)
        if single:
            return self.price("".join([piece if isinstance(piece, str) else piece[0] for piece in pieces]), left, right, None)
        search = Search(self, pieces, left, right, NARROW, NARROW)
        search.run()
        for i in range(search.count):
            price = search.whole(i, <Py_UCS4>UNKNOWN_OPEN, False)
            least = min(least, price)
        return least


cdef class Best:
    """One way to read a damaged stretch: a string for each piece, its cost, and by how much each string is the best."""


cdef Py_UCS4 _open(str opened):
    return <Py_UCS4>UNKNOWN_OPEN if opened is None else opened[0] if opened else <Py_UCS4>NOTHING


cdef class Search:
    """The readings of one stretch, grown from left to right. All of them are of one length, so each has a line of text."""

    cdef Prices prices
    cdef tuple pieces
    cdef Py_ssize_t before, behind, length  # of what stands before, behind, and of a line
    cdef Py_ssize_t width  # how many readings are kept on the way; 0 for all
    cdef Py_ssize_t count, done, lines  # how many readings there are, how long they are so far, how many have room
    cdef Py_ssize_t chosen
    cdef Py_UCS4* text
    cdef Py_UCS4* spare
    cdef Row* rows
    cdef Row* best
    cdef Walk* walks  # of the readings; none when all are kept
    cdef Walk* others

    def __cinit__(self, Prices prices, tuple pieces, str left, str right, Py_ssize_t most, Py_ssize_t width):
        """All readings when they are at most so many, or else the cheapest, `width` on the way."""
        cdef Py_ssize_t length = 0, i
        cdef double ways = 1
        self.prices, self.pieces = prices, pieces
        self.before, self.behind = len(left), len(right)
        for piece in pieces:
            if isinstance(piece, str):
                length += len(piece)
            else:
                length += 1
                ways *= len(piece)
        if not ways:
            raise ValueError("a piece that was nothing")
        self.width = 0 if ways <= most else width
        self.lines = self.width or max(1, <Py_ssize_t>ways)
        self.length = self.before + length + self.behind
        self.text = <Py_UCS4*>PyMem_Malloc((self.length + 1) * self.lines * sizeof(Py_UCS4))
        self.spare = <Py_UCS4*>PyMem_Malloc((self.length + 1) * self.lines * sizeof(Py_UCS4))
        self.rows = <Row*>PyMem_Malloc(self.lines * sizeof(Row))
        self.best = <Row*>PyMem_Malloc((self.lines + 1) * sizeof(Row))
        if not (self.text and self.spare and self.rows and self.best):
            raise MemoryError
        if self.width:
            self.walks = <Walk*>PyMem_Calloc(self.lines, sizeof(Walk))
            self.others = <Walk*>PyMem_Calloc(self.lines, sizeof(Walk))
            if not (self.walks and self.others):
                raise MemoryError
        for i in range(self.before):
            self.text[i] = left[i]
        self.count, self.done = 1, self.before
        self.rows[0].price, self.rows[0].finished, self.rows[0].cut = 0.0, 0.0, self.before
        self.put(right)

    def __dealloc__(self):
        PyMem_Free(self.text)
        PyMem_Free(self.spare)
        PyMem_Free(self.rows)
        PyMem_Free(self.best)
        PyMem_Free(self.walks)
        PyMem_Free(self.others)

    cdef int put(self, str right) except -1:
        """Writes what stands behind at the end of each line, once for all."""
        cdef Py_ssize_t i, j
        for i in range(self.lines):
            for j in range(self.behind):
                self.text[i * self.length + self.length - self.behind + j] = right[j]
                self.spare[i * self.length + self.length - self.behind + j] = right[j]
        return 0

    cdef int run(self) except -1:
        for piece in self.pieces:
            if isinstance(piece, str):
                self.append(piece)
            elif len(piece) == 1:
                self.append(piece[0])
            else:
                self.grow("".join(piece), self.width)
        return 0

    cdef int append(self, str more) except -1:
        """All readings grow alike."""
        cdef int kind = PyUnicode_KIND(more)
        cdef void* data = PyUnicode_DATA(more)
        cdef Py_ssize_t i, size = PyUnicode_GET_LENGTH(more), cut = size
        cdef Py_UCS4* line = self.text + self.done
        for i in range(size):
            line[i] = PyUnicode_READ(kind, data, i)
        while cut and is_alpha(line[cut - 1]):
            cut -= 1
        for i in range(self.count):
            if i:
                memcpy(line + i * self.length, line, size * sizeof(Py_UCS4))
            self.rows[i].price = 0.0
            if cut:
                self.rows[i].cut, self.rows[i].finished = self.done + cut, -INFINITY
                if self.width:
                    memset(&self.walks[i], 0, sizeof(Walk))
        self.done += size
        return 0

    cdef int grow(self, str options, Py_ssize_t width) except -1:
        """Each reading with each option behind it: all of them, or the cheapest, so many."""
        cdef Py_ssize_t i, j, size = PyUnicode_GET_LENGTH(options)
        cdef Option* tried = NULL
        cdef Row row
        cdef Py_UCS4* line
        cdef double most = 1e300
        cdef Row* grown = NULL
        self.chosen = 0
        if width:
            grown = <Row*>PyMem_Malloc(self.count * size * sizeof(Row) + size * sizeof(Option))
            if grown == NULL:
                raise MemoryError
            tried = <Option*>(grown + self.count * size)
            for j in range(size):
                self.look_at(options[j], tried + j)
        try:
            for i in range(self.count):
                if width:
                    self.price(i, tried, size, grown + i * size)
                    continue
                for j in range(size):
                    row.parent, row.option, row.price, row.finished, row.cut = i, options[j], 0.0, 0.0, self.before
                    self.best[self.chosen] = row
                    self.chosen += 1
            if width:
                for i in range(self.count * size):
                    most = min(most, grown[i].price)
                most += BEHIND
                for i in range(self.count * size):
                    if grown[i].price < most:
                        self.insert(grown + i, width)
        finally:
            PyMem_Free(grown)
        for i in range(self.chosen):
            line = self.spare + i * self.length
            memcpy(line, self.text + self.best[i].parent * self.length, self.done * sizeof(Py_UCS4))
            line[self.done] = self.best[i].option
            if width and self.best[i].cut == self.rows[self.best[i].parent].cut:
                self.others[i] = self.walks[self.best[i].parent]
            elif width:
                memset(&self.others[i], 0, sizeof(Walk))
        self.text, self.spare = self.spare, self.text
        self.rows, self.best = self.best, self.rows
        self.walks, self.others = self.others, self.walks
        self.count, self.done = self.chosen, self.done + 1
        return 0

    cdef int insert(self, Row* row, Py_ssize_t width) noexcept:
        """Puts a row in its place among the best."""
        cdef Py_ssize_t at = 0, end = self.chosen, middle
        if end == width:
            if row.price > self.best[end - 1].price or not self.is_before(row, &self.best[end - 1]):
                return 0
            end -= 1
        else:
            self.chosen += 1
        while at < end:
            middle = (at + end) // 2
            if row.price < self.best[middle].price or (
                row.price == self.best[middle].price and self.is_before(row, &self.best[middle])
            ):
                end = middle
            else:
                at = middle + 1
        memmove(self.best + at + 1, self.best + at, (self.chosen - 1 - at) * sizeof(Row))
        self.best[at] = row[0]
        return 0

    cdef bint is_before(self, const Row* a, const Row* b) noexcept:
        """By price, then by what is finished, then by the word on the way."""
        cdef Py_ssize_t i, shared = min(a.cut, b.cut)
        cdef Py_UCS4 x, y
        if a.price != b.price:
            return a.price < b.price
        for i in range(self.before, shared):
            x, y = self.letter(a, i), self.letter(b, i)
            if x != y:
                return x < y
        if a.cut != b.cut:
            return a.cut < b.cut
        for i in range(shared, self.done + 1):
            x, y = self.letter(a, i), self.letter(b, i)
            if x != y:
                return x < y
        return False

    cdef inline Py_UCS4 letter(self, const Row* row, Py_ssize_t at) noexcept:
        return self.text[row.parent * self.length + at] if at < self.done else row.option

    cdef void look_at(self, Py_UCS4 sign, Option* option) noexcept:
        option.sign, option.letter, option.case = sign, is_alpha(sign), _case_of(sign)
        option.lower = small(sign)
        option.number = self.prices.words.number(option.lower)
        option.usual = (sign != 0x130 and sign != 0x3A3) if option.letter else not (sign.isalnum() or sign.islower())

    cdef int price(self, Py_ssize_t i, const Option* tried, Py_ssize_t count, Row* grown) except -1:
        """A reading with each option behind it, the word at its end at its best."""
        cdef Words words = self.prices.words
        cdef Row* row = &self.rows[i]
        cdef Walk* walk = &self.walks[i]
        cdef Py_UCS4* line = self.text + i * self.length
        cdef Py_ssize_t size = self.done - row.cut, j, child
        cdef double price, before_sign = -INFINITY
        cdef bint plain
        for j in range(count):
            grown[j].parent, grown[j].option = i, tried[j].sign
            line[self.done] = tried[j].sign
            if not tried[j].letter:
                if tried[j].usual:
                    if before_sign == -INFINITY:  # the words before it are the same, whatever sign it is
                        before_sign = self.prices.words_cost(line, self.before, self.done + 1, &plain)
                    price = self.head_with_signs(before_sign, line, self.done + 1)
                else:
                    price = self.head(line, self.done + 1)
                grown[j].cut = self.done + 1
                grown[j].price = grown[j].finished = price
                continue
            if row.finished == -INFINITY:
                row.finished = self.head(line, row.cut)
            if walk.size < size:
                self.walk_on(i)
            if walk.unusual or not tried[j].usual:
                price = words.opening(PyUnicode_FromKindAndData(4, line + row.cut, size + 1).lower())
            else:
                child = self.onward(walk, line + row.cut, tried[j].lower)
                if child >= 0:
                    price = words.least[child]
                elif size:
                    price = spelled(walk.letters - words.step(walk.first, walk.second, tried[j].number), size + 1)
                else:
                    price = spelled(walk.letters, 1)
            grown[j].cut, grown[j].finished = row.cut, row.finished
            grown[j].price = row.finished + price + _case_price(_cased(walk.cased, tried[j].case, size > 0))
        return 0

    cdef void walk_on(self, Py_ssize_t i) noexcept:
        """Looks up the letters of a reading's unfinished word that have come since."""
        cdef Words words = self.prices.words
        cdef Walk* walk = &self.walks[i]
        cdef const Py_UCS4* word = self.text + i * self.length + self.rows[i].cut
        cdef Py_ssize_t size = self.done - self.rows[i].cut
        cdef uint32_t lower
        cdef int third
        while walk.size < size:
            walk.unusual |= word[walk.size] == 0x130 or word[walk.size] == 0x3A3
            walk.cased = _cased(walk.cased, _case_of(word[walk.size]), walk.size > 0)
            lower = small(word[walk.size])
            walk.node = self.onward(walk, word, lower)
            third = words.number(lower)
            if walk.size:
                walk.letters -= words.step(walk.first, walk.second, third)
            walk.first, walk.second = walk.second, third
            walk.size += 1

    cdef inline Py_ssize_t onward(self, const Walk* walk, const Py_UCS4* word, uint32_t lower) noexcept:
        """The node of a word with one more letter; -1 where no word begins so."""
        cdef uint32_t[2] opening
        if walk.size > 1:
            return self.prices.words.child(walk.node, lower) if walk.node >= 0 else -1
        opening[0] = small(word[0]) if walk.size else lower
        opening[1] = lower
        return self.prices.words.find(opening, walk.size + 1)

    cdef double head(self, Py_UCS4* line, Py_ssize_t end) except? -1:
        """What a line costs up to there, with a letter behind."""
        cdef Py_UCS4 kept = line[end]
        cdef double price
        line[end] = "x"
        price = self.prices.cost(line, end + 1, self.before, end, <Py_UCS4>UNKNOWN_OPEN)
        line[end] = kept
        return price

    cdef double head_with_signs(self, double price, Py_UCS4* line, Py_ssize_t end):
        """The same where it is known what its words cost."""
        cdef Py_UCS4 kept = line[end]
        line[end] = "x"
        price = self.prices.with_signs(price, line, end + 1, self.before, end, <Py_UCS4>UNKNOWN_OPEN)
        line[end] = kept
        return price

    cdef double whole(self, Py_ssize_t i, Py_UCS4 opened, bint strictly) except? -1:
        cdef const Py_UCS4* line = self.text + i * self.length
        cdef Py_ssize_t end = self.length - self.behind
        cdef double price = self.prices.cost(line, self.length, self.before, end, opened)
        return price + self.prices.strangeness(line, self.before, end) if strictly else price

    cdef int sort(self, Py_ssize_t most) noexcept:
        """The cheapest of all readings, in order."""
        cdef Py_ssize_t i
        self.chosen = 0
        self.done -= 1  # the last character is as good as an option
        for i in range(self.count):
            self.rows[i].option = self.text[i * self.length + self.done] if self.done >= 0 else 0
            self.insert(&self.rows[i], most)
        self.done += 1
        return 0

    cdef Best told(self):
        """The first of the best, and for each of its strings how far the next is behind that has another one there."""
        cdef Best best = Best.__new__(Best)
        cdef Py_ssize_t at = self.before, size, i
        cdef const Py_UCS4* first = self.text + self.best[0].parent * self.length
        cdef double last = self.best[self.chosen - 1].price - self.best[0].price if self.chosen > 1 else INFINITY
        cdef double margin
        cdef list strings = [], margins = []
        for piece in self.pieces:
            margin = last
            if isinstance(piece, str):
                size = len(piece)
            else:
                size = 1
                for i in range(1, self.chosen):
                    if _differ(first[at], self.text[self.best[i].parent * self.length + at]):
                        margin = self.best[i].price - self.best[0].price
                        break
            strings.append(PyUnicode_FromKindAndData(4, first + at, size))
            margins.append(margin)
            at += size
        best.cost, best.chosen, best.margins = self.best[0].price, tuple(strings), tuple(margins)
        return best


cdef bint _differ(Py_UCS4 one, Py_UCS4 other) noexcept:
    """Whether two readings of a character are not as good as one; dashes are."""
    return one != other and not (one in "–—" and other in "–—")


def margins_of(list ranked not None, double alone, frozenset alike not None):
    """For each string of the first reading, how far the first reading is behind that has another one there.

    `ranked`: what each reading costs and its strings, the cheapest first; the last stands for all that were not looked
    at, and where there is but one reading the margin is `alone`. Strings that are `alike` are not another reading.
    """
    cdef double least, behind = alone
    cdef tuple chosen
    cdef Py_ssize_t at, i, open
    least, chosen = ranked[0]
    cdef list margins = [None] * len(chosen)
    open = len(chosen)
    for at in range(1, len(ranked)):
        price, strings = ranked[at]
        behind = <double>price - least
        for i in range(len(chosen)):
            if margins[i] is None:
                mine, other = chosen[i], (<tuple>strings)[i]
                if mine != other and not (mine in alike and other in alike):
                    margins[i] = behind
                    open -= 1
        if not open:
            break
    return tuple([behind if margin is None else margin for margin in margins])


cdef class Quotes:
    """Remembers, from left to right and from line to line, which quote is open."""

    def __cinit__(self):
        self.now = self.left = <Py_UCS4>NOTHING

    @property
    def open(self):
        """The quote that is open; "" for none."""
        return self.opened()

    cdef str opened(self):
        return "" if self.now == NOTHING else chr(self.now)

    cpdef see(self, str text, Py_ssize_t until):
        """Read on in `text`; a new line begins with no quote open."""
        cdef Py_ssize_t at = self.at
        self.at = max(at, until)
        self.run(text, at, min(until, PyUnicode_GET_LENGTH(text)), True)

    cpdef take(self, str passed, Py_ssize_t at):
        """What stands up to `at` in the text, as it was read."""
        self.at = at
        self.run(passed, 0, PyUnicode_GET_LENGTH(passed), False)

    cdef int run(self, str text, Py_ssize_t at, Py_ssize_t end, bint lines) except -1:
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_UCS4 c
        while at < end:
            c = PyUnicode_READ(kind, data, at)
            at += 1
            if lines and c == 10:
                self.now = self.left = <Py_UCS4>NOTHING
                continue
            if c == 34:
                self.now = <Py_UCS4>8220 if self.now == NOTHING else <Py_UCS4>NOTHING
            elif c < 128:
                pass
            elif c in "“”„«»‘":
                self.now = _opened_by(c, self.left, self.now)
            elif c == 0x2019 and self.now == 0x2018 and not (at < end and (<Py_UCS4>PyUnicode_READ(kind, data, at)).isalpha()):
                self.now = _opened_by(c, self.left, self.now)
            self.left = c
        return 0

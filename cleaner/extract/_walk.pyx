"""The inner loop of `tree`: reads markup letter by letter, as the HTML standard says, and notes what a reader would see.

No tree of nodes is made. What is kept is the stack of open elements, which is all that the standard's rules ask about:
which end tag ends what, which start tag ends the paragraph before it, what a table may hold. Of formatting tags (`<b>`)
nothing is kept at all, since they change neither text nor boxes; only a link goes on after a paragraph that ends inside it.

Time is linear in the markup: the stack is bounded, everything else looks at a letter a fixed number of times. Where we
differ from the standard on purpose: text between the rows of a table stays where it stands, it does not move up
before the table; a heading ends the heading before it; what stands deeper than the stack is a neighbour of its parent.
"""

cimport cython
from cpython.mem cimport PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_SET_ITEM
from cpython.unicode cimport (
    Py_UNICODE_ISSPACE, PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring,
)
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memchr, memcmp, memcpy, memset

cdef extern from "Python.h":
    tuple PyType_GenericAlloc(type kind, Py_ssize_t size)
    void PyObject_GC_UnTrack(object)

from html.entities import html5

from .._processor cimport wide

from . import tags as table

# ---- tags as numbers

cdef enum:  # those with rules of their own, in the order of `_OWN`
    NAMELESS, A, BODY, BR, BUTTON, CAPTION, COL, COLGROUP, DD, DIV, ADDRESS, DT, FORM, FRAMESET, FRAME, HEAD, HTML
    INPUT, LI, LINK, MATH, META, NOSCRIPT, OPTGROUP, OPTION, P, PLAINTEXT, SCRIPT, SELECT, SVG, TABLE, TBODY, TD
    TEMPLATE, TFOOT, TH, THEAD, TIME, TITLE, TR, FOOTER

_OWN = (
    "a body br button caption col colgroup dd div address dt form frameset frame head html input li link math meta "
    "noscript optgroup option p plaintext script select svg table tbody td template tfoot th thead time title tr footer"
).split()

cdef enum:  # the tables of `tags`, a bit each, in the order of `_TABLES`
    VOID = 1
    TEXT = 1 << 1
    REFERENCES = 1 << 2
    IN_HEAD = 1 << 3
    ENDS_PARAGRAPH = 1 << 4
    CLOSING = 1 << 5
    HEADING = 1 << 6
    IMPLIED = 1 << 7
    SCOPE = 1 << 8
    PARAGRAPH_SCOPE = 1 << 9
    ITEM_SCOPE = 1 << 10
    TABLE_SCOPE = 1 << 11
    WALL = 1 << 12
    TABLE_PART = 1 << 13
    SPECIAL = 1 << 14
    ENDS_DRAWING = 1 << 15
    HOLDS_HTML = 1 << 16
    HOLDING = 1 << 17

_TABLES = (
    table.VOID, table.TEXT, table.TEXT_WITH_REFERENCES, table.HEAD, table.ENDS_PARAGRAPH, table.CLOSING, table.HEADING,
    table.IMPLIED, table.SCOPE, table.SCOPE_OF_PARAGRAPHS, table.SCOPE_OF_ITEMS, table.SCOPE_OF_TABLES, table.WALLS,
    table.TABLE_PARTS, table.SPECIAL, table.ENDS_DRAWING, table.HOLDS_HTML, table.HOLDING,
)

cdef enum:  # what a tag means to the walk
    OTHER, BOX, LINKING, PLAIN, SILENT, PASSED, NOTHING

cdef enum:  # how a page is read; the last is for those that only show something where no script runs
    EVERYWHERE, MENUS_PASSED_BY, UNSCRIPTED

cdef enum:
    MOST_TAGS = 256
    SLOTS = 1024

_NAMES = ["", *_OWN, *sorted(frozenset().union(*_TABLES, table.BLOCK, table.UNSEEN, table.PLAIN) - set(_OWN))]
cdef list NAMES = _NAMES
cdef uint32_t BITS[MOST_TAGS]
cdef uint8_t KINDS[3][MOST_TAGS]  # by how the page is read
cdef uint64_t SLOT_NAMES[SLOTS]
cdef uint8_t SLOT_TAGS[SLOTS]
cdef uint8_t LETTERS[256]  # what a byte is: bits of the following

cdef enum:
    SPACE = 1
    NAME_ENDS = 2  # a tag's name, or an unquoted value (but for the slash), ends here
    ATTRIBUTE_ENDS = 4
    RARE = 8  # in text: what is neither a blank nor copied as it stands
    ALPHA = 16


cdef inline uint64_t hashed(uint64_t so_far, uint8_t letter) noexcept nogil:
    """FNV-1a of a name, a letter at a time; capitals are small letters."""
    if 65 <= letter <= 90:
        letter |= 32
    return (so_far ^ letter) * <uint64_t>1099511628211ULL


cdef enum:
    EMPTY_NAME = 2166136261


cdef inline int tag_of(uint64_t name) noexcept nogil:
    cdef int slot = name % SLOTS
    while SLOT_TAGS[slot] != NAMELESS:
        if SLOT_NAMES[slot] == name:
            return SLOT_TAGS[slot]
        slot = (slot + 1) % SLOTS
    return NAMELESS


def _learn():
    """Turns the tables of `tags` into numbers."""
    cdef uint64_t name
    cdef int slot
    assert len(_NAMES) <= MOST_TAGS and _NAMES.index("footer") == FOOTER and len(_TABLES) == 18
    for tag, word in enumerate(_NAMES):
        BITS[tag] = sum(1 << bit for bit, tags in enumerate(_TABLES) if word in tags)
        for how in range(3):
            KINDS[how][tag] = (
                PASSED if how == MENUS_PASSED_BY and (word in table.MENUS or word == "footer")
                else BOX if word in table.BLOCK and word != "head" or how == UNSCRIPTED and word == "noscript"
                else SILENT if word in table.UNSEEN or word == "head"
                else PLAIN if word in table.PLAIN
                else LINKING if word == "a"
                else OTHER
            )
        if word:
            name = EMPTY_NAME
            for letter in word.encode():
                name = hashed(name, letter)
            slot = name % SLOTS
            while SLOT_TAGS[slot] != NAMELESS:
                slot = (slot + 1) % SLOTS
            SLOT_NAMES[slot], SLOT_TAGS[slot] = name, tag
    for byte in range(256):
        letter = chr(byte)
        LETTERS[byte] = (
            SPACE * (letter in " \t\n\f\r\v") | NAME_ENDS * (letter in " \t\n\f\r/>")
            | ATTRIBUTE_ENDS * (letter in " \t\n\f\r/>=")
            | RARE * (byte >= 128 or letter in "&\0") | ALPHA * (letter.isascii() and letter.isalpha())
        )


memset(SLOT_TAGS, 0, sizeof(SLOT_TAGS))
_learn()

# ---- what is open

cdef enum:
    MOST_DEPTH = 512
    #: What other parsers bear: libxml2 gives up at 256 levels, and compares each attribute of a tag with each.
    BEARABLE_DEPTH = 250
    BEARABLE_ATTRIBUTES = 2000
    MOST_AUTHORS = 20
    MOST_NAMES = 255  # class and id names of so many letters are copied at once

cdef enum:  # where an element stands: in HTML, in a drawing or formula, or in HTML inside of one
    OF_HTML, OF_DRAWING, OF_BOTH

cdef enum:  # what part of a table an element stands in, which decides what tags mean there
    IN_BODY, IN_TABLE, IN_CAPTION, IN_COLUMNS, IN_ROWS, IN_ROW, IN_CELL


cdef struct Span:
    Py_ssize_t start, end  # start is -1 where there is none


cdef struct Said:  # what is used of a start tag's attributes; where they stand
    Span classes, id, style, rel, itemprop, type, lang, xml_lang
    bint hidden, shadow
    int count


cdef struct Open:
    int tag, kind, space, mode
    uint64_t name
    bint gone  # ended, while something inside of it is open still
    Py_ssize_t inside  # where its start tag ends
    Span classes, id, style
    bint hidden
    int box  # its number among the boxes, once it has text
    int author  # its number among the authors, or -1
    Py_ssize_t author_starts
    int link  # a wall: the link that was open outside
    bint link_waits
    Span link_classes, link_id


cdef Span NO_SPAN
NO_SPAN.start = NO_SPAN.end = -1


cdef struct Buffer:
    Py_UCS4* text
    Py_ssize_t size, room


cdef int reserve(Buffer* buffer, Py_ssize_t more) except -1:
    cdef Py_ssize_t room
    cdef void* text
    if buffer.size + more > buffer.room:
        room = max(2 * buffer.room, buffer.size + more + 1024)
        text = PyMem_Realloc(buffer.text, room * sizeof(Py_UCS4))
        if text == NULL:
            raise MemoryError
        buffer.text, buffer.room = <Py_UCS4*>text, room
    return 0


cdef inline void put(tuple made, Py_ssize_t at, object field):
    """Fills a place of a tuple that is new."""
    Py_INCREF(field)
    PyTuple_SET_ITEM(made, at, field)


cdef inline str written(const Py_UCS4* text, Py_ssize_t size):
    return PyUnicode_FromKindAndData(4, text, size)


#: What numbers from 128 to 159 mean as a character reference.
cdef str WESTERN = bytes(range(128, 160)).decode("cp1252", "replace")


cdef str JSON_LD = "application/ld+json"


cdef inline Py_UCS4 meaning(uint32_t number):
    """The character of a numeric reference."""
    if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return 0xFFFD
    if 128 <= number < 160 and WESTERN[number - 128] != u"\ufffd":
        return WESTERN[number - 128]
    return number


ctypedef fused Letters:
    uint16_t
    uint32_t

cdef enum:
    LUMP = 32  # so many letters at once, which compilers turn into vector instructions


cdef wide narrow_down(const Letters* text, uint8_t* narrow, Py_ssize_t size, bint* broken) noexcept nogil:
    """Writes a byte for each character, 128 for those above U+007F; and whether there are surrogates among them."""
    cdef Py_ssize_t start = 0, i
    cdef uint8_t some[LUMP]
    cdef Letters surrogates[LUMP]
    memset(surrogates, 0, sizeof(surrogates))
    while start + LUMP <= size:
        for i in range(LUMP):
            surrogates[i] |= (text[start + i] >> 11) == 27
            some[i] = <uint8_t>(text[start + i] if text[start + i] < 128 else 128)
        memcpy(narrow + start, some, LUMP)
        start += LUMP
    for i in range(start, size):
        surrogates[0] |= (text[i] >> 11) == 27
        narrow[i] = <uint8_t>(text[i] if text[i] < 128 else 128)
    broken[0] = False
    for i in range(LUMP):
        broken[0] = broken[0] or surrogates[i]


@cython.final
cdef class Walk:
    cdef str markup
    cdef int letters  # bytes a character of `markup`
    cdef void* data
    cdef uint8_t* narrow  # a byte a character; those above U+007F mean nothing to markup and are 128
    cdef const uint8_t* page  # `narrow`, or the markup itself
    cdef Py_ssize_t at, size
    # the tag that is read
    cdef Py_ssize_t begins  # its `<`
    cdef int tag
    cdef uint64_t name
    cdef bint self_closing
    cdef Said said
    # what is open
    cdef Open* stack
    cdef int depth
    cdef int opened[MOST_TAGS]
    cdef bint in_body, quirky, form, tagged
    cdef int form_at, templates, formats
    cdef int silent  # the outermost open element of which nothing is seen, or -1
    cdef int link  # the open link, or -1
    cdef bint link_waits  # a link that ended with its paragraph, and goes on with the next text
    cdef Span link_classes, link_id
    # the run
    cdef Buffer run, author
    cdef bint spaced  # white space stands after the run's last letter
    cdef Py_ssize_t linked
    cdef int links, in_link, breaks
    cdef bint inline
    cdef Span inline_classes, inline_id
    cdef Py_ssize_t inline_inside
    # the boxes that are open; from `textless` on they hold no text so far
    cdef int boxes[MOST_DEPTH]
    cdef int box_count, textless, holding
    cdef int authors_open
    cdef const uint8_t* kinds
    # what is brought home
    cdef type kind  # of the runs
    cdef Py_ssize_t seen  # characters in them
    cdef list runs, tags, parents, names, hidden, starts, ends, times, authors, metas, json_ld
    cdef str title, language
    cdef bint tame, passed
    cdef Py_ssize_t name_ends  # where the tag's name does

    def __cinit__(self, str markup, type kind, int how):
        self.stack = <Open*>PyMem_Malloc(MOST_DEPTH * sizeof(Open))
        if self.stack == NULL:
            raise MemoryError
        if self.look_at(markup):  # halves of characters: joined, or U+FFFD
            self.look_at(markup.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
        self.kind, self.kinds = kind, KINDS[how]
        self.quirky = self.tame = True
        self.silent = self.link = self.form_at = -1
        self.runs, self.tags, self.parents, self.names, self.hidden, self.starts = [], [], [], [], [], []
        self.ends, self.times, self.authors, self.metas, self.json_ld = [], [], [], [], []

    def __dealloc__(self):
        PyMem_Free(self.stack)
        PyMem_Free(self.narrow)
        PyMem_Free(self.run.text)
        PyMem_Free(self.author.text)

    # ---- letters

    cdef bint look_at(self, str markup) except -1:
        """Sets out to read a page; whether it holds surrogates."""
        cdef bint broken
        self.markup, self.size = markup, len(markup)
        self.letters, self.data = PyUnicode_KIND(markup), PyUnicode_DATA(markup)
        if self.letters == 1:
            self.page = <const uint8_t*>self.data
            return False
        if self.narrow == NULL:
            self.narrow = <uint8_t*>PyMem_Malloc(self.size)
            if self.narrow == NULL:
                raise MemoryError
        self.page = self.narrow
        if self.letters == 2:
            narrow_down(<const uint16_t*>self.data, self.narrow, self.size, &broken)
        else:
            narrow_down(<const uint32_t*>self.data, self.narrow, self.size, &broken)
        return broken

    cdef inline Py_UCS4 letter(self, Py_ssize_t at) noexcept:
        return PyUnicode_READ(self.letters, self.data, at)

    cdef inline Py_ssize_t find(self, uint8_t letter, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Where the next such letter stands; the end where there is none."""
        cdef const void* found
        if start >= end:
            return end
        found = memchr(self.page + start, letter, end - start)
        return end if found == NULL else <const uint8_t*>found - self.page

    cdef inline bint says(self, Py_ssize_t start, Py_ssize_t end, const char* word, Py_ssize_t size) noexcept:
        """Whether a word stands at a place, in small or capital letters."""
        cdef Py_ssize_t i
        if end - start < size:
            return False
        for i in range(size):
            if self.page[start + i] != <uint8_t>word[i] and (
                not LETTERS[self.page[start + i]] & ALPHA or (self.page[start + i] | 32) != <uint8_t>word[i]
            ):
                return False
        return True

    cdef inline bint is_word(self, Span span, const char* word, Py_ssize_t size) noexcept:
        return span.end - span.start == size and self.says(span.start, span.end, word, size)

    cdef Py_ssize_t reference(self, Py_ssize_t at, Py_ssize_t end, bint in_attribute, Py_UCS4* first, Py_UCS4* second):
        """What the `&` at a place stands for, one or two characters (the second may be 0); where it ends."""
        cdef Py_ssize_t start = at + 1, stop = start
        cdef uint32_t number = 0
        cdef int base, digit
        cdef uint8_t c
        first[0], second[0] = u"&", 0
        if start >= end:
            return start
        if self.page[start] == c"#":
            base = 10
            stop += 1
            if stop < end and self.page[stop] | 32 == c"x":
                base = 16
                stop += 1
            start = stop
            while stop < end:
                c = self.page[stop]
                if 48 <= c <= 57:
                    digit = c - 48
                elif base == 16 and 97 <= (c | 32) <= 102:
                    digit = (c | 32) - 87
                else:
                    break
                if number <= 0x10FFFF:
                    number = number * base + digit
                stop += 1
            if stop == start:
                return at + 1
            if stop < end and self.page[stop] == c";":
                stop += 1
            first[0] = meaning(number)
            return stop
        while stop < end and stop - start < 40 and (LETTERS[self.page[stop]] & ALPHA or 48 <= self.page[stop] <= 57):
            stop += 1
        if stop == start:
            return start
        word = None
        if stop < end and self.page[stop] == c";":
            stop += 1
            word = html5.get(PyUnicode_Substring(self.markup, start, stop))
        if word is None:
            if stop > start + 6:  # no name that may do without its semicolon is longer
                stop = start + 6
            while word is None and stop > start + 1:
                word = html5.get(PyUnicode_Substring(self.markup, start, stop))
                stop -= word is None
            if word is None or (in_attribute and stop < end and (
                self.page[stop] == c"=" or LETTERS[self.page[stop]] & ALPHA or 48 <= self.page[stop] <= 57
            )):
                return start
        first[0] = (<str>word)[0]
        if len(<str>word) > 1:
            second[0] = (<str>word)[1]
        return stop

    cdef str value(self, Span span, bint in_attribute=True):
        """What stands at a place, its references resolved."""
        cdef Py_ssize_t at = span.start, start
        cdef Py_UCS4 first, second
        if span.start < 0:
            return ""
        if self.find(c"&", at, span.end) == span.end and self.find(0, at, span.end) == span.end:
            return PyUnicode_Substring(self.markup, at, span.end)
        letters = []
        while at < span.end:
            if self.page[at] == c"&":
                at = self.reference(at, span.end, in_attribute, &first, &second)
                letters.append(chr(first))
                if second:
                    letters.append(chr(second))
            else:
                start, at = at, self.find(c"&", at, span.end)
                letters.append(PyUnicode_Substring(self.markup, start, at))
        return "".join(letters).replace("\0", "\ufffd")

    # ---- tags

    cdef int next_attribute(self, Span* name, Span* value) noexcept:
        """Reads on to the next attribute of a tag: 1; 0 at the tag's end, which is passed; -1 at the end of the page."""
        cdef Py_ssize_t at = self.at, size = self.size
        cdef const uint8_t* page = self.page
        cdef uint8_t c
        value[0] = NO_SPAN
        while at < size and (LETTERS[page[at]] & SPACE or page[at] == c"/"):
            if page[at] == c"/" and at + 1 < size and page[at + 1] == c">":
                self.self_closing = True
            at += 1
        if at >= size:
            self.at = size
            return -1
        if page[at] == c">":
            self.at = at + 1
            return 0
        name.start = at
        at += 1  # an equals sign here is the name's first letter
        while at < size and not LETTERS[page[at]] & ATTRIBUTE_ENDS:
            at += 1
        name.end = at
        while at < size and LETTERS[page[at]] & SPACE:
            at += 1
        if at < size and page[at] == c"=":
            at += 1
            while at < size and LETTERS[page[at]] & SPACE:
                at += 1
            if at < size and page[at] != c">":
                c = page[at]
                if c == c'"' or c == c"'":
                    value.start = at + 1
                    value.end = at = self.find(c, at + 1, self.size)
                    if at >= size:
                        self.at = size
                        return -1
                    at += 1
                else:
                    value.start = at
                    while at < size and not (LETTERS[page[at]] & SPACE or page[at] == c">"):
                        at += 1
                    value.end = at
        self.at = at
        return 1

    cdef bint read_name(self, Py_ssize_t at) noexcept:
        """Reads a tag's name."""
        cdef uint64_t name = EMPTY_NAME
        while at < self.size and not LETTERS[self.page[at]] & NAME_ENDS:
            name = hashed(name, self.page[at])
            at += 1
        self.at = self.name_ends = at
        self.name, self.tag = name, tag_of(name)
        self.self_closing = False
        return at < self.size

    cdef bint read_attributes(self) noexcept:
        """Reads a start tag to its end, noting what is used; False where the page ends first."""
        cdef Span name, value
        cdef Span* noted
        cdef int found
        cdef Said* said = &self.said
        said.classes = said.id = said.style = said.rel = said.itemprop = said.type = said.lang = said.xml_lang = NO_SPAN
        said.hidden, said.shadow, said.count = False, False, 0
        while True:
            found = self.next_attribute(&name, &value)
            if found <= 0:
                if said.count > BEARABLE_ATTRIBUTES:
                    self.tame = False
                return found == 0
            said.count += 1
            noted = NULL
            if name.end - name.start == 2:
                if self.is_word(name, "id", 2):
                    noted = &said.id
            elif name.end - name.start == 3:
                if self.is_word(name, "rel", 3):
                    noted = &said.rel
            elif name.end - name.start == 4:
                if self.is_word(name, "type", 4):
                    noted = &said.type
                elif self.is_word(name, "lang", 4):
                    noted = &said.lang
            elif name.end - name.start == 5:
                if self.is_word(name, "class", 5):
                    noted = &said.classes
                elif self.is_word(name, "style", 5):
                    noted = &said.style
            elif name.end - name.start == 6:
                if self.is_word(name, "hidden", 6):
                    said.hidden = True
            elif name.end - name.start == 8:
                if self.is_word(name, "itemprop", 8):
                    noted = &said.itemprop
                elif self.is_word(name, "xml:lang", 8):
                    noted = &said.xml_lang
            elif self.is_word(name, "shadowrootmode", 14) or self.is_word(name, "shadowroot", 10):
                said.shadow = True
            if noted != NULL and noted.start < 0:  # the first of a name counts, even if it says nothing
                noted.start = name.end if value.start < 0 else value.start
                noted.end = name.end if value.start < 0 else value.end

    cdef dict attributes(self, Py_ssize_t start):
        """All attributes of the tag whose name ends at a place; None is the value of those without one."""
        cdef Span name, value
        cdef Py_ssize_t after = self.at
        found = {}
        self.at = start
        while self.next_attribute(&name, &value) == 1:
            found.setdefault(
                PyUnicode_Substring(self.markup, name.start, name.end).lower(),
                None if value.start < 0 else self.value(value),
            )
        self.at = after
        return found

    # ---- the page

    cdef int read(self) except -1:
        """The whole page: text, tags, and what is neither."""
        cdef Py_ssize_t start, less
        cdef uint8_t c
        self.enter(HTML, True)
        while self.at < self.size:
            start = less = self.at
            c = 0
            while True:  # a `<` that begins nothing is text
                less = self.find(c"<", less, self.size)
                if less + 1 >= self.size:
                    less = self.size
                    break
                c = self.page[less + 1]
                if LETTERS[c] & ALPHA or c == c"!" or c == c"?" or (c == c"/" and less + 2 < self.size):
                    break
                less += 1
            self.begins = less
            if less > start:
                self.text(start, less, True)
            if less >= self.size:
                break
            if LETTERS[c] & ALPHA:
                if not self.read_name(less + 1):
                    break
                if self.read_attributes():
                    self.start_tag()
            elif c == c"/" and LETTERS[self.page[less + 2]] & ALPHA:
                if not self.read_name(less + 2):
                    break
                if self.skip_attributes():
                    self.end_tag()
            elif c == c"!":
                self.declaration(less + 2)
            else:
                self.at = self.find(c">", less + 2, self.size) + 1
        self.begins = self.size + 1
        while self.depth:
            self.leave()
        return 0

    cdef bint skip_attributes(self) noexcept:
        cdef Span name, value
        cdef int found
        while True:
            found = self.next_attribute(&name, &value)
            if found <= 0:
                return found == 0

    cdef int declaration(self, Py_ssize_t at) except -1:
        """A comment, a doctype, CDATA."""
        cdef Py_ssize_t end = at
        if self.says(at, self.size, "--", 2):
            at += 2
            end = self.find(c">", at, self.size)
            while end < self.size:
                if end - at >= 2 and self.page[end - 1] == c"-" and self.page[end - 2] == c"-":
                    break
                if end - at >= 3 and memcmp(self.page + end - 3, b"--!", 3) == 0:
                    break
                if end == at or (end == at + 1 and self.page[at] == c"-"):
                    break
                end = self.find(c">", end + 1, self.size)
        elif self.says(at, self.size, "[cdata[", 7) and self.stack[self.depth - 1].space != OF_HTML:
            end = self.find(c">", at + 7, self.size)
            while end < self.size and not (self.page[end - 1] == c"]" and self.page[end - 2] == c"]"):
                end = self.find(c">", end + 1, self.size)
        else:
            end = self.find(c">", at, self.size)
            if not self.tagged and self.says(at, self.size, "doctype", 7):
                self.tagged = True
                self.quirky = table.is_quirky(PyUnicode_Substring(self.markup, at, min(end, at + 1000)))
        self.at = end + 1
        return 0

    cdef Py_ssize_t end_of_text(self) noexcept:
        """Where the end tag stands of the element whose start tag was read last."""
        cdef Py_ssize_t size = self.name_ends - self.begins - 1, at = self.at, closes = 0, i
        cdef const uint8_t* name = self.page + self.begins + 1
        cdef int hiding = 0  # a script, in a comment, in a script: 1 in the comment, 2 in the script inside of it
        if self.tag == PLAINTEXT:
            return self.size
        while True:
            at = self.find(c"<", at, self.size)
            if at + 1 >= self.size:
                return self.size
            if hiding and closes < at:
                hiding = 0
            if self.page[at + 1] == c"/":
                i = 0
                while i < size and at + 2 + i < self.size and (
                    self.page[at + 2 + i] == name[i] or (self.page[at + 2 + i] ^ name[i] == 32 and LETTERS[name[i]] & ALPHA)
                ):
                    i += 1
                if i == size and at + 2 + i < self.size and LETTERS[self.page[at + 2 + i]] & NAME_ENDS:
                    if hiding < 2:
                        return at
                    hiding = 1
            elif self.tag != SCRIPT:
                pass
            elif not hiding and self.says(at, self.size, "<!--", 4):
                hiding = 1
                closes = self.find(c">", at + 4, self.size)
                while closes < self.size and not (self.page[closes - 1] == c"-" and self.page[closes - 2] == c"-"):
                    closes = self.find(c">", closes + 1, self.size)
                at += 2
            elif hiding == 1 and self.says(at, self.size, "<script", 7) and at + 7 < self.size:
                if LETTERS[self.page[at + 7]] & NAME_ENDS:
                    hiding = 2
            at += 1

    # ---- what is open

    cdef int enter(self, int tag, bint implied) except -1:
        """Opens an element, whose start tag was read last or is implied; 0 where the stack is full."""
        cdef int kind = NOTHING if self.silent >= 0 else self.kinds[tag], author = -1
        cdef Open* opened
        cdef Said* said = &self.said
        if tag == TEMPLATE and said.shadow and self.in_body and kind == SILENT:
            kind = BOX  # no pattern for later, but what a browser shows in its place
        if kind == PASSED:
            self.end_run()
            if tag == FOOTER and self.holding:
                kind = BOX
            else:
                kind = SILENT
                self.passed = True
        elif kind == BOX:
            self.end_run()
        elif kind == LINKING:
            self.links += 1
            author = self.is_author()
            if not self.inline and not self.run.size:
                self.note_inline()
        elif kind == OTHER and said.count and not implied:
            if tag == TIME:
                self.times.append(self.attributes(self.name_ends))
            else:
                author = self.is_author()
            if said.hidden or self.hides(said.style) or self.floats(said.classes):
                kind = SILENT
            elif not self.inline and not self.run.size:
                self.note_inline()
        if self.depth == MOST_DEPTH:
            return 0
        opened = &self.stack[self.depth]
        memset(opened, 0, sizeof(Open))
        opened.tag, opened.name, opened.kind, opened.inside = tag, self.name, kind, self.at
        opened.space, opened.box = OF_HTML, -1
        if implied:
            opened.classes = opened.id = opened.style = NO_SPAN
        else:
            opened.classes, opened.id, opened.style, opened.hidden = said.classes, said.id, said.style, said.hidden
        opened.author = author
        if author >= 0:
            opened.author_starts = self.author.size
            self.authors_open += 1
        if tag == TABLE:
            opened.mode = IN_TABLE
        elif tag == TR:
            opened.mode = IN_ROW
        elif tag == TD or tag == TH:
            opened.mode = IN_CELL
        elif tag == TBODY or tag == THEAD or tag == TFOOT:
            opened.mode = IN_ROWS
        elif tag == CAPTION:
            opened.mode = IN_CAPTION
        elif tag == COLGROUP:
            opened.mode = IN_COLUMNS
        elif tag != TEMPLATE and self.depth:
            opened.mode = self.stack[self.depth - 1].mode
        if BITS[tag] & WALL:
            opened.link, opened.link_waits = self.link, self.link_waits
            opened.link_classes, opened.link_id = self.link_classes, self.link_id
            self.link, self.link_waits = -1, False
        if kind == BOX:
            self.boxes[self.box_count] = self.depth
            self.box_count += 1
            self.holding += BITS[tag] & HOLDING != 0
        elif kind == LINKING:
            self.in_link += 1
        elif kind == SILENT:
            self.silent = self.depth
        self.templates += tag == TEMPLATE and kind != BOX
        self.opened[tag] += 1
        self.depth += 1
        if self.depth + self.formats > BEARABLE_DEPTH:
            self.tame = False
        return 1

    cdef int enter_drawing(self, int space) except -1:
        """Opens an element of SVG or MathML; nothing of it is seen."""
        if self.enter(NAMELESS, True):
            self.stack[self.depth - 1].space = space
            self.stack[self.depth - 1].kind = NOTHING
            if self.silent < 0:
                self.silent = self.depth - 1
        return 0

    cdef int enter_body(self) except -1:
        self.in_body = True
        return self.enter(BODY, True)

    cdef int leave(self) except -1:
        """Closes the innermost element, and those around it that had ended before."""
        cdef Open* closed
        while True:
            self.depth -= 1
            closed = &self.stack[self.depth]
            self.opened[closed.tag] -= 1
            self.templates -= closed.tag == TEMPLATE and closed.kind != BOX
            if self.silent == self.depth:
                self.silent = -1
            if closed.kind == BOX:
                self.end_run()
                self.box_count -= 1
                self.textless = min(self.textless, self.box_count)
                self.holding -= BITS[closed.tag] & HOLDING != 0
                if closed.box >= 0:
                    self.ends[closed.box] = len(self.runs)
            elif closed.kind == LINKING:
                self.in_link -= 1
            elif closed.kind == OTHER and self.begins == closed.inside == self.inline_inside:
                self.inline = False  # nothing stands in it
            if closed.author >= 0:
                self.authors[closed.author] = written(
                    self.author.text + closed.author_starts, self.author.size - closed.author_starts
                )
                self.authors_open -= 1
                if not self.authors_open:
                    self.author.size = 0
            if BITS[closed.tag] & WALL:
                self.link, self.link_waits = closed.link, closed.link_waits
                self.link_classes, self.link_id = closed.link_classes, closed.link_id
            elif self.link == self.depth:
                self.link, self.link_waits = -1, True
                self.link_classes, self.link_id = closed.classes, closed.id
            if self.form_at == self.depth:
                self.form_at = -1
            if not self.depth or not self.stack[self.depth - 1].gone:
                return 0

    cdef int leave_to(self, int at) except -1:
        """Closes an element and what is open inside of it."""
        while self.depth > at:
            self.leave()
        return 0

    cdef int find_open(self, int tag, uint32_t scope) noexcept:
        """Where the innermost such element is open, if nothing of the scope is open inside of it; else -1."""
        cdef int at = self.depth
        cdef Open* opened
        if not self.opened[tag]:
            return -1
        while at:
            at -= 1
            opened = &self.stack[at]
            if opened.gone:
                continue
            if opened.tag == tag:
                return at
            if BITS[opened.tag] & scope or opened.space == OF_BOTH:
                return -1
        return -1

    cdef int end_if_open(self, int tag, uint32_t scope) except -1:
        cdef int at = self.find_open(tag, scope)
        if at < 0:
            return 0
        self.leave_to(at)
        return 1

    cdef int end_implied(self, int but) except -1:
        """Closes what ends without an end tag."""
        while BITS[self.stack[self.depth - 1].tag] & IMPLIED and self.stack[self.depth - 1].tag != but:
            self.leave()
        return 0

    cdef int end_item(self, int tag, int other) except -1:
        """Closes the item before an item of the same list."""
        cdef int at = self.depth
        cdef Open* opened
        if not self.opened[tag] and not self.opened[other]:
            return 0
        while at:
            at -= 1
            opened = &self.stack[at]
            if opened.gone:
                continue
            if opened.tag == tag or opened.tag == other:
                return self.leave_to(at)
            if opened.space == OF_BOTH or (
                BITS[opened.tag] & SPECIAL and opened.tag != ADDRESS and opened.tag != DIV and opened.tag != P
            ):
                return 0
        return 0

    cdef int end_link(self, bint for_another) except -1:
        """Closes the open link: for its end tag, which does not reach out of a table, or for another link, which does."""
        cdef int at
        cdef bint holds = False, walled = False
        cdef Open* link
        if self.link_waits:
            self.link_waits = False
            return 0
        if self.link < 0:
            return 0
        link = &self.stack[self.link]
        for at in range(self.link + 1, self.depth):
            if not self.stack[at].gone:
                holds = holds or BITS[self.stack[at].tag] & SPECIAL or self.stack[at].space == OF_BOTH
                walled = walled or BITS[self.stack[at].tag] & SCOPE or self.stack[at].space == OF_BOTH
        if walled and not for_another:
            return 0
        at, self.link = self.link, -1
        if not holds:
            return self.leave_to(at)
        link.gone = True
        if link.kind == LINKING:
            link.kind = NOTHING
            self.in_link -= 1
        return 0

    cdef int resume_link(self) except -1:
        """Opens a link again that ended with its paragraph, not by an end tag."""
        cdef Said said = self.said
        self.link_waits = False
        self.said.classes, self.said.id = self.link_classes, self.link_id
        self.said.rel = self.said.itemprop = NO_SPAN
        if self.enter(A, False):
            self.link = self.depth - 1
        self.said = said
        return 0

    # ---- start tags

    cdef int start_tag(self) except -1:
        """What the start tag that was read ends and opens."""
        cdef int tag = self.tag
        cdef uint32_t bits = BITS[tag]
        self.tagged = True
        if self.stack[self.depth - 1].space == OF_DRAWING:
            if not bits & ENDS_DRAWING:
                if not self.self_closing:
                    self.enter_drawing(OF_BOTH if bits & HOLDS_HTML else OF_DRAWING)
                return 0
            while self.stack[self.depth - 1].space == OF_DRAWING:
                self.leave()
        if not self.in_body and not self.templates and not bits & IN_HEAD:
            self.enter_body()
        if tag == HTML or tag == BODY:
            return 0 if self.templates else self.note_page(tag == BODY)
        if tag == HEAD or tag == FRAME or tag == FRAMESET:
            return 0
        if KINDS[0][tag] == PLAIN and not bits & VOID:
            self.formats += 1
            return 0
        if self.stack[self.depth - 1].mode != IN_BODY:
            if self.start_in_table():
                return 0
        elif bits & TABLE_PART:
            return 0
        if tag == META or tag == LINK:
            return self.note_meta()
        if bits & TEXT or (tag == NOSCRIPT and self.kinds[tag] == SILENT):
            if tag == PLAINTEXT or (bits & ENDS_PARAGRAPH):
                self.end_if_open(P, PARAGRAPH_SCOPE)
            return self.read_text()
        if not self.in_body and not self.templates and tag != TEMPLATE:
            return 0  # <noscript> and <base>: what stands inside is read as if it stood there alone
        if tag == A:
            self.end_link(True)
        elif tag == LI:
            self.end_item(LI, LI)
        elif tag == DD or tag == DT:
            self.end_item(DD, DT)
        elif tag == FORM:
            if self.form and not self.templates:
                return 0
        elif tag == BUTTON:
            self.end_if_open(BUTTON, SCOPE)
        elif tag == OPTION or tag == OPTGROUP:
            if self.find_open(SELECT, SCOPE) >= 0:
                self.end_implied(OPTGROUP if tag == OPTION else NAMELESS)
            elif self.stack[self.depth - 1].tag == OPTION:
                self.leave()
        elif tag == SELECT:
            if self.end_if_open(SELECT, SCOPE):
                return 0
        elif tag == INPUT:
            self.end_if_open(SELECT, SCOPE)
        if bits & ENDS_PARAGRAPH or (tag == TABLE and not self.quirky):
            self.end_if_open(P, PARAGRAPH_SCOPE)
        if bits & HEADING and BITS[self.stack[self.depth - 1].tag] & HEADING:
            self.leave()
        if self.link_waits and not bits & ENDS_PARAGRAPH and (bits & VOID or not bits & SPECIAL):
            self.resume_link()
        if tag == BR:
            return self.break_line()
        if bits & VOID:
            return 0
        if tag == SVG or tag == MATH:
            return 0 if self.self_closing else self.enter_drawing(OF_DRAWING)
        if self.enter(tag, False):
            if tag == A:
                self.link = self.depth - 1
            elif tag == FORM and not self.templates:
                self.form, self.form_at = True, self.depth - 1
        return 0

    cdef int start_in_table(self) except -1:
        """Finds the place in a table for the start tag that was read; 1 where nothing is left to be done about it."""
        cdef int tag = self.tag, turn, mode
        cdef bint part = BITS[tag] & TABLE_PART != 0
        for turn in range(8):
            mode = self.stack[self.depth - 1].mode
            if mode == IN_BODY:
                return part
            if mode == IN_CELL or mode == IN_CAPTION:
                if not part:
                    return 0
                if not self.end_cell(mode):
                    return 1
            elif mode == IN_COLUMNS:
                if tag == COL:
                    return 1
                if self.stack[self.depth - 1].tag != COLGROUP:
                    return part
                self.leave()
            elif tag == TABLE:
                if not self.end_if_open(TABLE, TABLE_SCOPE):
                    return 0
            elif tag == FORM:
                if not self.form and not self.templates:
                    self.form = True
                    if self.enter(FORM, True):
                        self.leave()
                return 1
            elif not part:
                return 0
            elif mode == IN_ROW:
                self.end_to(IN_ROW)
                if tag == TD or tag == TH:
                    self.enter(tag, False)
                    return 1
                self.leave()
            elif mode == IN_ROWS:
                self.end_to(IN_ROWS)
                if tag == TR:
                    self.enter(tag, False)
                    return 1
                if tag != TD and tag != TH:
                    self.leave()
                elif not self.enter(TR, True):
                    return 1
            else:
                self.end_to(IN_TABLE)
                if tag == TR or tag == TD or tag == TH:
                    if not self.enter(TBODY, True):
                        return 1
                elif tag == COL:
                    return 1
                else:
                    self.enter(tag, False)
                    return 1
        return 1

    cdef int end_to(self, int mode) except -1:
        """Closes what is open inside the table, the group of rows or the row that is open."""
        cdef int tag
        while True:
            tag = self.stack[self.depth - 1].tag
            if tag == TEMPLATE or tag == HTML or (
                tag == TABLE if mode == IN_TABLE
                else tag == TR if mode == IN_ROW
                else tag == TBODY or tag == THEAD or tag == TFOOT
            ):
                return 0
            self.leave()

    cdef int end_cell(self, int mode) except -1:
        """Closes the open cell, or the caption; 0 where none can be closed."""
        cdef int cell, header
        if mode == IN_CAPTION:
            return self.end_if_open(CAPTION, TABLE_SCOPE)
        cell, header = self.find_open(TD, TABLE_SCOPE), self.find_open(TH, TABLE_SCOPE)
        if cell < 0 and header < 0:
            return 0
        self.leave_to(max(cell, header))
        return 1

    # ---- end tags

    cdef int end_tag(self) except -1:
        """What the end tag that was read ends."""
        cdef int tag = self.tag, at
        cdef uint32_t bits = BITS[tag]
        cdef Open* opened
        self.tagged = True
        if self.stack[self.depth - 1].space != OF_HTML:
            at = self.depth - 1
            while self.stack[at].space != OF_HTML and tag != P and tag != BR:
                if self.stack[at].name == self.name:
                    return self.leave_to(at)
                at -= 1
            while self.stack[self.depth - 1].space == OF_DRAWING and (tag == P or tag == BR):
                self.leave()
        if tag == TEMPLATE:
            if self.opened[TEMPLATE]:
                self.end_if_open(TEMPLATE, 0)
            return 0
        if not self.in_body and not self.templates:
            if tag != BODY and tag != HTML and tag != BR:
                return 0
            self.enter_body()
        if tag == BODY or tag == HTML:
            return 0
        if KINDS[0][tag] == PLAIN:
            self.formats = max(0, self.formats - 1)
            return 0
        if self.stack[self.depth - 1].mode != IN_BODY and self.end_in_table():
            return 0
        if tag == P:
            if not self.end_if_open(P, PARAGRAPH_SCOPE) and self.enter(P, True):
                self.leave()
        elif tag == BR:
            self.break_line()
        elif tag == A:
            self.end_link(False)
        elif tag == LI:
            self.end_if_open(LI, ITEM_SCOPE)
        elif tag == DD or tag == DT:
            self.end_if_open(tag, SCOPE)
        elif tag == FORM and not self.templates:
            self.form = False
            at, self.form_at = self.form_at, -1
            if at < 0 or self.find_open(FORM, SCOPE) != at:
                return 0
            self.end_implied(NAMELESS)
            if at == self.depth - 1:
                self.leave()
            else:
                self.stack[at].gone = True
        elif bits & HEADING:
            for at in range(self.depth - 1, -1, -1):
                opened = &self.stack[at]
                if opened.gone:
                    continue
                if BITS[opened.tag] & HEADING:
                    return self.leave_to(at)
                if BITS[opened.tag] & SCOPE or opened.space == OF_BOTH:
                    return 0
        elif bits & CLOSING or tag == FORM:
            self.end_if_open(tag, SCOPE)
        else:
            for at in range(self.depth - 1, -1, -1):
                opened = &self.stack[at]
                if opened.gone:
                    continue
                if opened.tag == tag and opened.space == OF_HTML and (tag != NAMELESS or opened.name == self.name):
                    return self.leave_to(at)
                if BITS[opened.tag] & SPECIAL or opened.space == OF_BOTH:
                    return 0
        return 0

    cdef int end_in_table(self) except -1:
        """What an end tag ends of a table; 1 where nothing is left to be done about it."""
        cdef int tag = self.tag, turn, mode
        cdef bint part = BITS[tag] & TABLE_PART != 0
        for turn in range(8):
            mode = self.stack[self.depth - 1].mode
            if mode == IN_BODY or not (part or tag == TABLE):
                return 0
            if mode == IN_CELL or mode == IN_CAPTION:
                if (tag == TD or tag == TH) if mode == IN_CELL else tag == CAPTION:
                    self.end_if_open(tag, TABLE_SCOPE)
                    return 1
                if tag == CAPTION or tag == COL or tag == COLGROUP or (mode == IN_CAPTION and tag != TABLE):
                    return 1
                if self.find_open(tag, TABLE_SCOPE) < 0 or not self.end_cell(mode):
                    return 1
            elif mode == IN_COLUMNS:
                if tag == COL or self.stack[self.depth - 1].tag != COLGROUP:
                    return 1
                self.leave()
                if tag == COLGROUP:
                    return 1
            elif mode == IN_TABLE:
                if tag == TABLE:
                    self.end_if_open(TABLE, TABLE_SCOPE)
                return 1
            elif tag == CAPTION or tag == COL or tag == COLGROUP or tag == TD or tag == TH:
                return 1
            elif self.find_open(tag, TABLE_SCOPE) < 0:
                return 1
            else:  # the row, the group of rows, or the table: from the inside out
                self.end_to(mode)
                self.leave()
                if tag == TR if mode == IN_ROW else tag != TABLE:
                    return 1
        return 1

    # ---- what is noted

    cdef int text(self, Py_ssize_t start, Py_ssize_t end, bint references) except -1:
        """Text between two tags, added to the run with single spaces; NBSP and C1 controls stay."""
        cdef Py_ssize_t at = start, size = 0, before
        cdef uint8_t c, last = 0
        cdef bint says = False, blank, space
        cdef Py_UCS4 first, second
        cdef Py_UCS4* run
        if not self.in_body:
            while at < end and LETTERS[self.page[at]] & SPACE:
                at += 1
            if at == end or self.templates:
                return 0
            self.enter_body()
        if self.silent >= 0:
            return 0
        if self.link_waits and not IN_TABLE <= self.stack[self.depth - 1].mode <= IN_ROW:
            self.resume_link()
        reserve(&self.run, end - at + 2)
        before = self.run.size
        run = self.run.text + before
        blank = self.spaced  # whether a blank has been written last; none is at the beginning
        if not before:
            blank = True
        elif blank:
            run[0] = c" "
            run += 1
        while at < end:
            c = self.page[at]
            if not LETTERS[c] & RARE:  # without a branch for blanks, whose places no processor foresees
                space = LETTERS[c] & SPACE
                run[0] = c" " if space else c
                run += not (space & blank)
                says |= not space
                size += not ((c == c"\n") & (last == c"\r"))
                at, blank, last = at + 1, space, c
                continue
            second = last = 0
            if c == c"&" and references:
                at = self.reference(at, end, False, &first, &second)
            else:
                first = self.letter(at)
                at += 1
            if first < 128 and LETTERS[first] & SPACE:
                if not blank:
                    run[0] = c" "
                    run += 1
                size, blank = size + 1, True
            elif first:
                run[0] = first
                run += 1
                size += 1
                if second:
                    run[0] = second
                    run += 1
                    size += 1
                blank = False
                if not says:
                    says = not Py_UNICODE_ISSPACE(first)
        self.spaced = blank
        if blank and run != self.run.text:
            run -= 1
        self.run.size = run - self.run.text
        if says:
            self.breaks = 0
            if self.in_link:
                self.linked += size
        elif not before:
            self.run.size = 0
            self.spaced = False
        if self.authors_open:
            size = self.run.size - before
            reserve(&self.author, size + 1)
            run = self.author.text + self.author.size
            memcpy(run, self.run.text + before, size * sizeof(Py_UCS4))
            run[size] = c" "
            self.author.size += size + self.spaced
        return 0

    cdef int read_text(self) except -1:
        """An element that holds text and no tags, to its end."""
        cdef Span inside
        cdef int tag = self.tag
        cdef Py_ssize_t size = self.name_ends - self.begins
        inside.start, inside.end = self.at, self.end_of_text()
        if tag == SCRIPT:
            if not self.templates and self.value(self.said.type).lower() == JSON_LD:
                self.json_ld.append(PyUnicode_Substring(self.markup, inside.start, inside.end))
        elif tag == TITLE and not self.in_body:
            if self.title is None and not self.templates:
                self.title = self.value(inside, False)
        elif self.kinds[tag] == OTHER and self.enter(tag, False):
            self.text(inside.start, inside.end, BITS[tag] & REFERENCES != 0)
            self.begins = inside.end
            self.leave()
        self.at = inside.end
        if self.at < self.size:
            self.at += 1 + size
            self.skip_attributes()
        return 0

    cdef int break_line(self) except -1:
        """A `<br>`; two of them are how a careless page ends a paragraph."""
        if self.silent >= 0:
            return 0
        if self.breaks:
            self.end_run()
            self.breaks = 2
        else:
            self.breaks = 1
            self.spaced = self.run.size > 0
        return 0

    cdef int end_run(self) except -1:
        """Notes the run, and the boxes around it if this is their first: most boxes hold no text."""
        cdef Open* opened
        cdef int box
        cdef Py_ssize_t size = self.run.size
        if size:
            while self.textless < self.box_count:
                opened = &self.stack[self.boxes[self.textless]]
                opened.box = len(self.tags)
                self.parents.append(self.stack[self.boxes[self.textless - 1]].box if self.textless else -1)
                self.tags.append(NAMES[DIV if opened.tag == TEMPLATE or opened.tag == NOSCRIPT else opened.tag])
                self.names.append(self.named(opened.classes, opened.id))
                self.starts.append(len(self.runs))
                self.ends.append(0)
                self.hidden.append(opened.hidden or self.hides(opened.style))
                self.textless += 1
            box = self.stack[self.boxes[self.box_count - 1]].box if self.box_count else -1
            run = PyType_GenericAlloc(self.kind, 5)  # a named tuple, without the call by which Python makes one
            put(run, 0, written(self.run.text, size))
            put(run, 1, box)
            put(run, 2, min(self.linked, size))
            put(run, 3, self.links)
            put(run, 4, self.named(self.inline_classes, self.inline_id) if self.inline else "")
            PyObject_GC_UnTrack(run)  # it holds nothing that could hold it
            self.runs.append(run)
            self.seen += size
            self.run.size = 0
        self.spaced = False
        self.linked = self.links = self.breaks = self.inline = 0
        return 0

    cdef str named(self, Span classes, Span id):
        """Class and id words."""
        cdef uint8_t letters[MOST_NAMES + 1]
        cdef Py_ssize_t size = 0
        if classes.start < 0 and id.start < 0:
            return " "
        if classes.end - classes.start + id.end - id.start <= MOST_NAMES:
            size = self.copied(classes, letters)
            if size >= 0:
                letters[size] = c" "
                at, size = size + 1, self.copied(id, letters + size + 1)
                if size >= 0:
                    return PyUnicode_FromKindAndData(1, letters, at + size)
        return f"{self.value(classes)} {self.value(id)}"

    cdef inline Py_ssize_t copied(self, Span span, uint8_t* to) noexcept:
        """Copies what stands at a place; how many letters, -1 where some are not ASCII or stand for others."""
        cdef Py_ssize_t i
        cdef bint rare = False
        for i in range(span.end - span.start):
            to[i] = self.page[span.start + i]
            rare |= LETTERS[to[i]] & RARE
        return -1 if rare else span.end - span.start

    cdef inline void note_inline(self) noexcept:
        self.inline, self.inline_inside = True, self.at
        self.inline_classes, self.inline_id = self.said.classes, self.said.id

    cdef int is_author(self) except -2:
        """The number of an author's place among the authors, if the start tag that was read names one; else -1."""
        if len(self.authors) == MOST_AUTHORS or not (
            self.is_word(self.said.rel, "author", 6) or self.is_word(self.said.itemprop, "author", 6)
        ):
            return -1
        self.authors.append("")
        return len(self.authors) - 1

    cdef int note_page(self, int at) except -1:
        """What `<html>` or `<body>` says, which counts wherever it stands."""
        cdef Open* page = &self.stack[at]
        if self.language is None and self.tag == HTML:
            self.language = self.value(self.said.lang) or self.value(self.said.xml_lang) or None
        if page.classes.start < 0 and page.id.start < 0:
            page.classes, page.id, page.style, page.hidden = (
                self.said.classes, self.said.id, self.said.style, self.said.hidden
            )
            if page.box >= 0:
                self.names[page.box] = self.named(page.classes, page.id)
        return 0

    cdef int note_meta(self) except -1:
        """What a program may want to know, and no reader sees."""
        cdef Span name, value, property, named, itemprop, content
        cdef Span* noted
        cdef Py_ssize_t after = self.at
        cdef bint link = self.tag == LINK
        if self.templates or (link and not self.is_word(self.said.rel, "canonical", 9)):
            return 0
        property = named = itemprop = content = NO_SPAN
        self.at = self.name_ends
        while self.next_attribute(&name, &value) == 1:
            if self.is_word(name, "href", 4) if link else self.is_word(name, "content", 7):
                noted = &content
            elif self.is_word(name, "property", 8):
                noted = &property
            elif self.is_word(name, "name", 4):
                noted = &named
            elif self.is_word(name, "itemprop", 8):
                noted = &itemprop
            else:
                continue
            if noted.start < 0:
                noted.start = name.end if value.start < 0 else value.start
                noted.end = name.end if value.start < 0 else value.end
        self.at = after
        called = "canonical" if link else self.value(property) or self.value(named) or self.value(itemprop)
        told = self.value(content) if called else ""
        if told:
            self.metas.append((called.lower(), told))
        return 0

    cdef bint hides(self, Span style) noexcept:
        """Whether a style says `display: none` or `visibility: hidden`."""
        cdef Py_ssize_t colon, before, after
        if style.start < 0:
            return False
        colon = style.start
        while True:
            colon = self.find(c":", colon, style.end)
            if colon >= style.end:
                return False
            before, after = colon, colon + 1
            while before > style.start and LETTERS[self.page[before - 1]] & SPACE:
                before -= 1
            while after < style.end and LETTERS[self.page[after]] & SPACE:
                after += 1
            if before - 7 >= style.start and self.says(before - 7, before, "display", 7):
                if self.says(after, style.end, "none", 4):
                    return True
            elif before - 10 >= style.start and self.says(before - 10, before, "visibility", 10):
                if self.says(after, style.end, "hidden", 6):
                    return True
            colon += 1

    cdef bint floats(self, Span names) noexcept:
        """Whether an inline box opens only under the mouse or is read aloud only: hints, cards with other stories."""
        cdef Py_ssize_t at, end = names.end
        cdef uint8_t c
        if names.start < 0:
            return False
        for at in range(names.start, end - 5):
            c = self.page[at] | 32
            if c == c"s":
                if self.says(at, end, "screenreader", 12) or self.says(at, end, "screen-reader", 13):
                    return True
                if self.says(at, end, "sr-only", 7) and (at == names.start or not self.in_word(at - 1)):
                    return True
            elif c == c"t":
                if self.says(at, end, "tooltip", 7) or self.says(at, end, "tool-tip", 8):
                    return True
            elif c == c"v":
                if self.says(at, end, "visuallyhidden", 14) or self.says(at, end, "visually-hidden", 15):
                    return True
            elif c == c"p":
                if self.says(at, end, "popover", 7):
                    return True
            elif c == c"h":
                if self.says(at, end, "hovercard", 9) or self.says(at, end, "hover-card", 10):
                    return True
            elif c == c"e":
                if self.says(at, end, "element-invisible", 17):
                    return True
            elif c == c"r" and self.says(at, end, "rollover-", 9):
                at += 9
                while at < end and self.in_word(at):
                    at += 1
                if self.says(at, end, "-block", 6):
                    return True
        return False

    cdef inline bint in_word(self, Py_ssize_t at) noexcept:
        cdef uint8_t c = self.page[at]
        return LETTERS[c] & ALPHA or 48 <= c <= 57 or c == c"_" or c >= 128


def is_collapsed(str text not None):
    """Whether a text is one line with single spaces in it: of ASCII blanks and controls it has nothing else."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i
    cdef Py_UCS4 c, before = u" "
    for i in range(len(text)):
        c = PyUnicode_READ(kind, data, i)
        if c <= u" " and (c != u" " or before == u" "):
            return False
        before = c
    return before != u" "


def walk(str markup not None, type run not None, bint passing_by, bint scripted=True):
    """What stands in a page, as the fields of `Tree`; how many characters; whether a menu was passed by.

    `run`: the type of the runs, a named tuple. `passing_by`: menus and the page's footer are not read. Not `scripted`:
    all is read, and `<noscript>` as well.
    """
    cdef Walk walk = Walk(markup, run, UNSCRIPTED if not scripted else MENUS_PASSED_BY if passing_by else EVERYWHERE)
    walk.read()
    return (
        walk.runs, walk.tags, walk.parents, walk.names, walk.hidden, walk.starts, walk.ends, walk.times, walk.authors,
        walk.metas, walk.json_ld, walk.title or "", walk.language, walk.tame,
    ), walk.seen, walk.passed

"""The search of `lost`: every way to fill the marks of one stretch with letters and signs, and what each costs.

A mark is a hole in a word, or a sign between words. Which it is, for each of them, makes a pattern; in a pattern each
word and each run of signs is filled on its own, and what a word can have been is remembered.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR,
    Py_UNICODE_ISSPACE,
)
from libc.math cimport INFINITY
from libc.stdint cimport uint32_t

from itertools import product

from ._context cimport NOTHING, Signs
from ._context import is_elided, margins_of
from ._letters cimport is_alpha, is_letter, small
from ._lexicon cimport Words, spelled

cdef enum:
    HOLE = 0
    SIGN = 1
    KEPT = 6  # readings of one word or sign that are thought of
    SLOTS = 24  # characters that one stretch has lost, at the most
    WIDE = 3  # characters of one letter, at the most
    COMPARED = 12  # readings of one stretch that are compared beside those of the next
    LONGEST = 160  # characters of a stretch, and of what stands beside it
    READING = 512  # characters of a stretch as it is read
    REMEMBERED = 1 << 11

#: Signs of two bytes in UTF-8, and of three.
_TWO, _THREE = "\xa0«»°·£§©®½¼¾×²³¡¿º±", "’“”„‘–—…•€→™‚″′"
_CLITICS = frozenset(["s", "t", "d", "m", "re", "ve", "ll"])
_NEGATED = frozenset(
    "ain aren can couldn didn doesn don hadn hasn haven isn mightn mustn needn shan shouldn wasn weren won wouldn".split()
)
#: How much rarer a sign is than a letter, in decibels, where either may have been lost: 10, but for some languages.
_INSTEAD = {"en": -5, "nl": 0, "it": 4}
#: A sign that costs so much, in decibels, does not stand there at all.
cdef double _OUT_OF_PLACE = 40.0


cdef struct Row:
    double cost
    Py_UCS4[SLOTS] signs


cdef struct Put:  # what one mark was: a letter or a sign; some capitals are several characters
    int size
    Py_UCS4[WIDE] text


cdef class Ways:
    """The likeliest ways to fill the holes of one word or one run of signs, and what each costs, the best first."""

    cdef Py_ssize_t count, size  # of ways, and of marks
    cdef double[KEPT] costs
    cdef Put* puts

    def __cinit__(self, Py_ssize_t size):
        self.size = size
        self.puts = <Put*>PyMem_Calloc(KEPT * size + 1, sizeof(Put))
        if self.puts == NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.puts)

    cdef inline Put* put(self, Py_ssize_t way, Py_ssize_t mark) noexcept:
        return &self.puts[way * self.size + mark]

    cdef int add(self, list strings, double cost) except -1:
        cdef Py_ssize_t i, j
        cdef str string
        if self.count == KEPT or len(strings) != self.size:
            raise ValueError("more than are kept")
        for i in range(self.size):
            string = strings[i]
            if len(string) > WIDE:
                raise ValueError("a letter of many characters")
            self.put(self.count, i).size = <int>len(string)
            for j in range(len(string)):
                self.put(self.count, i).text[j] = string[j]
        self.costs[self.count] = cost
        self.count += 1
        return 0


cdef struct Part:
    Py_ssize_t slot  # where it begins among the marks
    Py_ssize_t count  # of marks
    double room  # what it costs more in this place


cdef struct Filled:
    double cost
    Py_UCS4[SLOTS * WIDE] text  # of all runs of marks
    int[SLOTS] sizes  # characters of each run


cdef bint _fits(Py_UCS4 letter, int size) noexcept:
    """Whether a letter is outside ASCII and of so many bytes in UTF-8, 0 for any."""
    return letter > 0x7F and (size == 0 or size == (2 if letter < 0x800 else 3 if letter < 0x10000 else 4))


cdef double _lone_cost(bint begins, Py_UCS4 after, Py_UCS4 then) noexcept:
    """Decibels of a word of one letter: such words lead to another, and a sentence that they begin goes on small."""
    if after == NOTHING or after.isspace():
        return 10.0 if begins and then != NOTHING and then.isupper() else 0.0
    return 20.0 if after in ".,;:!?)" else 0.0


cdef double _question_cost(Py_UCS4 left, Py_UCS4 right, Py_UCS4 then, bint opened) noexcept:
    """Decibels of a question mark that is what it seems."""
    cdef bint ends = right == NOTHING or right.isspace() or right in "\"'”»)"
    if right == 32 and then != NOTHING and then.islower():
        return 26.0
    if ends and (left == NOTHING or left.isalnum() or left in ")”»\"'"):
        return 14.0 if opened else 8.0
    return 36.0


cdef class Filler:
    """Fills marks in one language; where no `letters` were lost, with signs alone."""

    cdef Words words
    cdef Signs signs
    cdef str language
    cdef str letters
    cdef bint apart  # whether all letters of the language are outside ASCII
    cdef bint questions  # whether the marks are question marks, of which each may be one
    cdef bint elides
    cdef double instead
    cdef dict known  # what words can have been
    cdef dict costs  # of words in which nothing was lost
    # the stretch at hand, with what stands beside it
    cdef Py_UCS4[LONGEST] line
    cdef Py_ssize_t size, first, last  # of the line, and where the stretch begins and ends in it
    cdef Py_ssize_t count
    cdef Py_ssize_t[SLOTS] slots  # where the marks are
    cdef int[SLOTS] sizes  # how many bytes each is
    cdef str text
    cdef Py_ssize_t end
    cdef bint begins
    cdef Py_UCS4 opened
    # the best readings of it so far, in order
    cdef Filled[COMPARED + 1] ranked
    cdef Py_ssize_t found
    cdef Py_ssize_t runs  # of marks
    cdef int[SLOTS] shape  # characters of each run
    cdef Py_UCS4[SLOTS] fixed  # the best signs, by mark; 0 for a letter

    def __init__(self, Words words not None, Signs signs not None, str language not None, str letters not None,
                 bint apart, bint questions):
        self.words, self.signs, self.language, self.letters = words, signs, language, letters
        self.apart, self.questions, self.elides = apart, questions, language in ("fr", "it")
        self.instead = _INSTEAD.get(language, 10) if letters else 0
        self.known, self.costs = {}, {}

    def ways(self, str text not None, Py_ssize_t start, Py_ssize_t end, marks, bint begins, str opened not None):
        """The best strings for the runs of marks in `text[start:end]`, and the least that each row of them costs.

        `marks`: where each run starts and ends, and ways to read it, each the bytes of its characters (0: any);
        `begins`: whether the stretch begins a sentence; `opened`: the quote that is open.
        """
        cdef Py_ssize_t at, done, mask, i
        cdef Py_ssize_t left = 1 if start else 0
        cdef str right = text[end : end + 5]
        if not 0 <= start <= end <= len(text) or end - start + 8 + SLOTS > LONGEST:
            raise ValueError("a stretch without end, or beyond the text")
        self.text, self.end, self.begins = text, end, begins
        self.opened = opened[0] if opened else <Py_UCS4>NOTHING
        self.found, self.runs = 0, len(marks)
        if self.runs > SLOTS:
            raise ValueError("too many marks")
        for shapes in product(*[ways for _, _, ways in marks]):
            self.first = at = 0
            self.count = 0
            if left:
                self.line[0] = text[start - 1]
                self.first = at = 1
            done, i = start, 0
            for (a, b, _), shape in zip(marks, shapes, strict=True):
                self.shape[i] = <int>len(shape)
                i += 1
                if not done <= a <= b <= end:
                    raise ValueError("marks out of order, or beyond the stretch")
                at = self.put(text, done, a, at)
                for size in shape:
                    if self.count == SLOTS:
                        raise ValueError("too many marks")
                    self.slots[self.count], self.sizes[self.count] = at, size
                    self.count += 1
                    at += 1
                done = b
            self.last = self.put(text, done, end, at)
            self.size = self.put(right, 0, len(right), self.last)
            for mask in range(1 << self.count) if self.letters else range(1):
                for i in range(self.count):
                    self.line[self.slots[i]] = HOLE if mask >> i & 1 else SIGN
                self.fill()
        return [self.row(i) for i in range(self.found)]

    cdef tuple row(self, Py_ssize_t i):
        """What a reading costs, and a string for each run of marks."""
        cdef Filled* filled = &self.ranked[i]
        cdef Py_ssize_t at = 0, run
        cdef list strings = []
        for run in range(self.runs):
            strings.append(PyUnicode_FromKindAndData(4, filled.text + at, filled.sizes[run]))
            at += filled.sizes[run]
        return filled.cost, tuple(strings)

    cdef Py_ssize_t put(self, str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t at):
        """Writes a part of a text into the line; gives back where it ends."""
        cdef Py_ssize_t i
        for i in range(start, end):
            self.line[at] = PyUnicode_READ_CHAR(text, i)
            at += 1
        return at

    cdef inline Py_UCS4 seen(self, Py_ssize_t at) noexcept:
        """What stands in a place of the line, with something for a letter in a hole."""
        if not 0 <= at < self.size:
            return <Py_UCS4>NOTHING
        return <Py_UCS4>120 if self.line[at] == HOLE else self.line[at]

    cdef int fill(self) except -1:
        """Ways to fill the pattern in the line: each part on its own, the best, and the next of one of them."""
        cdef Put* best[SLOTS]
        cdef Put* other[SLOTS]
        cdef Part[2 * SLOTS] parts
        cdef list ways_of = []
        cdef Ways ways
        cdef double total = 0.0, least
        cdef Py_ssize_t at = self.first, start, slot = 0, held, i, j, way, count = 0
        cdef bint first = True
        while at < self.last:  # the words
            if self.line[at] != HOLE and not is_letter(self.line[at]):
                slot += self.line[at] == SIGN and slot < self.count and self.slots[slot] == at
                at += 1
                continue
            start, held = at, 0
            while at < self.last and (self.line[at] == HOLE or is_letter(self.line[at])):
                held += self.line[at] == HOLE
                at += 1
            if held:
                ways = self.word(start, at, slot, held, first)
                if not ways.count:
                    return 0
                parts[count].slot, parts[count].count, parts[count].room = slot, held, self.room(start, at)
                total += ways.costs[0] + parts[count].room
                ways_of.append(ways)
                count += 1
                slot += held
            else:
                total += self.literal(start, at)
            first = False
        slot = 0
        for i in range(self.count):
            self.fixed[i] = 0
        while slot < self.count:
            if self.line[self.slots[slot]] != SIGN:
                slot += 1
                continue
            held = 1
            while (
                slot + held < self.count
                and self.slots[slot + held] == self.slots[slot] + held
                and self.line[self.slots[slot + held]] == SIGN
            ):
                held += 1
            ways = self.signs_of_run(slot, held)
            if not ways.count:
                return 0
            parts[count].slot, parts[count].count, parts[count].room = slot, held, 0.0
            total += ways.costs[0]
            ways_of.append(ways)
            count += 1
            slot += held
        for i in range(count):
            ways = ways_of[i]
            for j in range(parts[i].count):
                best[parts[i].slot + j] = ways.put(0, j)
        self.tell(best, total)
        for i in range(count):
            ways = ways_of[i]
            least = ways.costs[0] + parts[i].room
            for way in range(1, ways.count):
                for j in range(self.count):
                    other[j] = best[j]
                for j in range(parts[i].count):
                    other[parts[i].slot + j] = ways.put(way, j)
                self.tell(other, total + (ways.costs[way] + parts[i].room) - least)
        return 0

    cdef int tell(self, Put** puts, double cost) noexcept:
        """Adds one reading, if it is among the best."""
        cdef Filled* filled = &self.ranked[COMPARED]
        cdef Py_ssize_t run, i, at = 0, start, slot = 0, place
        if self.found == COMPARED and cost > self.ranked[COMPARED - 1].cost:
            return 0
        filled.cost = cost
        for run in range(self.runs):
            start = at
            for _ in range(self.shape[run]):
                for i in range(puts[slot].size):
                    filled.text[at] = puts[slot].text[i]
                    at += 1
                slot += 1
            filled.sizes[run] = <int>(at - start)
        for place in range(self.found):
            if self.order(filled, &self.ranked[place]) == 0:
                if cost >= self.ranked[place].cost:
                    return 0
                break
        else:
            place = self.found
            if place == COMPARED:
                place -= 1
                if not self.is_before(filled, &self.ranked[place]):
                    return 0
            else:
                self.found += 1
        while place and self.is_before(filled, &self.ranked[place - 1]):
            self.ranked[place] = self.ranked[place - 1]
            place -= 1
        self.ranked[place] = filled[0]
        return 0

    cdef int order(self, const Filled* a, const Filled* b) noexcept:
        """Whether the strings of one reading stand before those of another (-1) or are the same (0)."""
        cdef Py_ssize_t run, i, left = 0, right = 0
        for run in range(self.runs):
            for i in range(min(a.sizes[run], b.sizes[run])):
                if a.text[left + i] != b.text[right + i]:
                    return -1 if a.text[left + i] < b.text[right + i] else 1
            if a.sizes[run] != b.sizes[run]:
                return -1 if a.sizes[run] < b.sizes[run] else 1
            left += a.sizes[run]
            right += b.sizes[run]
        return 0

    cdef bint is_before(self, const Filled* a, const Filled* b) noexcept:
        """By cost, then by the strings."""
        return a.cost < b.cost if a.cost != b.cost else self.order(a, b) < 0

    cdef double literal(self, Py_ssize_t start, Py_ssize_t end) except? -1:
        """Decibels of a whole word; what an apostrophe cuts off a word costs next to nothing."""
        cdef str word = PyUnicode_FromKindAndData(4, self.line + start, end - start).lower()
        cdef bint behind = start > self.first and self.line[start - 1] == SIGN
        cdef bint before = end < self.last and self.line[end] == SIGN
        if behind and self.language == "en" and word in _CLITICS:
            return 1.0
        if before and self.language == "en" and end + 1 < self.last and self.line[end + 1] in "tT" and word in _NEGATED:
            return 25.0
        if before and self.elides and is_elided(word):
            return 4.0
        if before and end - start == 1 and len(word) == 1 and self.language in ("pl", "cs"):
            return 10.0
        if behind and start - self.first > 1 and len(word) < 6 and self.language == "tr":
            return 18.0
        known = self.costs.get(word)
        if known is None:
            if len(self.costs) >= REMEMBERED:
                self.costs.clear()
            known = self.costs[word] = self.words.cost(word.replace("İ", "i").lower())
        return known

    cdef Ways word(self, Py_ssize_t start, Py_ssize_t end, Py_ssize_t slot, Py_ssize_t held, bint first):
        """The likeliest words of this shape: letters for its holes, and what they cost wherever they stand."""
        cdef str word = PyUnicode_FromKindAndData(4, self.line + start, end - start)
        cdef Py_ssize_t i
        key = (word, tuple([self.sizes[slot + i] for i in range(held)]), first and self.begins)
        found = self.known.get(key)
        if found is None:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            found = self.known[key] = self.words_of(word, key[1], key[2])
        return <Ways>found

    cdef double room(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """What such a word costs more where it stands."""
        cdef double room = 0.0
        if end - start == 1:
            room = _lone_cost(self.begins, self.raw(start + 1), self.raw(start + 2))
        if self.line[start] == HOLE and end - start > 1 and self.line[start + 1].isupper():
            room += 20.0  # a name or a heading in quotes
        return room

    cdef inline Py_UCS4 raw(self, Py_ssize_t at) noexcept:
        return self.line[at] if at < self.size else <Py_UCS4>NOTHING

    cdef Ways words_of(self, str word, tuple sizes, bint first):
        """The same of a word with its holes, as long as it stands by itself; `first`: it begins a sentence."""
        cdef str lower = word.lower()
        cdef list holes = [i for i, c in enumerate(word) if c == "\0"], known = []
        cdef Ways ways = Ways(len(holes))
        if len(holes) == len(word) and len(word) > 2:
            return ways
        if not self.apart or 2 * lower.count("\0") <= len(lower) + 1:
            for w in self.words.matching(lower):
                if all([_fits(w[i], size) for i, size in zip(holes, sizes)]):
                    known.append((float(self.words[w]), w))
        known.sort()
        if self.language == "tr" and holes[0] == 0 and (dotted := "i" + lower[1:]) in self.words:
            known.append((float(self.words[dotted]), dotted))
        if len(known) < 2 and len(holes) <= 3:
            have = {w for _, w in known}
            known += [(cost, w) for cost, w in self.spelled(lower, holes, sizes) if w not in have]
            known.sort()
        others = [c for c in word if c != "\0"]
        shouting = len(others) > 1 and all([c.isupper() for c in others])
        first = first and not any([c.isupper() for c in others])
        for cost, w in known[:KEPT]:
            ways.add([self.cased(w[i], shouting or (i == 0 and first)) for i in holes], cost)
        return ways

    cdef str cased(self, str letter, bint up):
        """A found letter in the case of its word, or where a sentence begins."""
        if letter == "i":
            return "İ"
        return letter.upper() if up and letter != "ß" else letter

    cdef list spelled(self, str lower, list holes, tuple sizes):
        """Words no list knows, by their spelling: letter after letter, the likeliest kept."""
        cdef list kept = [lower], grown, prices
        cdef uint32_t[2 * LONGEST] letters  # (İ has two in small letters)
        cdef Py_ssize_t size = len(lower), i, j, hole, at
        cdef Py_UCS4 c
        cdef double price
        for hole, most in zip(holes, sizes):
            grown, prices = [], []
            for w in kept:
                for i in range(size):
                    c = w[i]
                    letters[i] = 97 if c == HOLE else c
                for c in self.letters:
                    if not _fits(c, most):
                        continue
                    letters[hole] = c
                    price = spelled(self.words.letter_price(letters, size, True), size)
                    if len(prices) == KEPT and price > <double>prices[KEPT - 1]:
                        continue
                    whole = w[:hole] + chr(c) + w[hole + 1 :]
                    at = len(prices)
                    while at and (price < <double>prices[at - 1] or (price == <double>prices[at - 1] and whole < grown[at - 1])):
                        at -= 1
                    prices.insert(at, price)
                    grown.insert(at, whole)
                    del prices[KEPT:], grown[KEPT:]
            kept = grown
        return [(self.words.cost(w.replace("İ", "i").lower()) + 10, w) for w in kept[:2]]

    cdef Ways signs_of_run(self, Py_ssize_t slot, Py_ssize_t length):
        """Ways to fill a run of signs, left to right, when those before it are filled."""
        cdef Row[KEPT] rows
        cdef Row[KEPT] grown
        cdef Row row
        cdef Ways ways = Ways(length)
        cdef Py_UCS4[KEPT] signs
        cdef double[KEPT] prices
        cdef Py_ssize_t size, count = 1, more, found, i, j, at
        cdef Py_UCS4 opened, earlier
        rows[0].cost = 0.0
        for size in range(length):
            more = 0
            for i in range(count):
                opened = self.opened
                for j in range(slot + size if opened == NOTHING else 0):
                    earlier = self.fixed[j] if j < slot else rows[i].signs[j - slot]
                    if earlier in "“„«":
                        opened = earlier
                        break
                found = self.signs_in(
                    slot + size, rows[i].signs[size - 1] if size else <Py_UCS4>0, opened, signs, prices
                )
                for j in range(found):
                    row = rows[i]
                    row.cost += prices[j]
                    row.signs[size] = signs[j]
                    at = more
                    if more == KEPT:
                        if not _is_before(&row, &grown[KEPT - 1], size + 1):
                            continue
                        at -= 1
                    else:
                        more += 1
                    while at and _is_before(&row, &grown[at - 1], size + 1):
                        grown[at] = grown[at - 1]
                        at -= 1
                    grown[at] = row
            count = more
            for i in range(count):
                rows[i] = grown[i]
        for i in range(count):
            ways.costs[i] = rows[i].cost
            for j in range(length):
                ways.put(i, j).size, ways.put(i, j).text[0] = 1, rows[i].signs[j]
        for j in range(length if count else 0):
            self.fixed[slot + j] = rows[0].signs[j]
        ways.count = count
        return ways

    cdef Py_ssize_t signs_in(
        self, Py_ssize_t slot, Py_UCS4 previous, Py_UCS4 opened, Py_UCS4* signs, double* prices
    ) except -1:
        """The likeliest signs in one place, behind the sign that was put into the place before (0: none)."""
        cdef Py_UCS4[LONGEST] line
        cdef Py_ssize_t i, at = self.slots[slot], found = 0, place
        cdef double price, cut
        cdef Py_UCS4 sign, next = self.raw(at + 1)
        cdef str choices
        cdef bint twice = next == SIGN and self.language == "fr"  # then a hard space or a quote follows
        for i in range(self.size):
            line[i] = self.seen(i)
        line[at] = "?"
        if previous:
            line[at - 1] = previous
        if self.sizes[slot]:
            choices = _TWO if self.sizes[slot] == 2 else _THREE
        else:
            choices = _TWO + _THREE + "?" if self.questions else _TWO + _THREE
        cut = 20.0 if self.elides and self.is_cut(line, at) else 0.0
        for sign in choices:
            if twice:
                line[at + 1] = 0xA0
                price = self.sign_cost(sign, line, at, opened, cut)
                line[at + 1] = "»"
                price = min(price, self.sign_cost(sign, line, at, opened, cut))
            else:
                price = self.sign_cost(sign, line, at, opened, cut)
            if price == INFINITY:
                continue
            place = found
            if found == KEPT:
                if price > prices[KEPT - 1] or (price == prices[KEPT - 1] and sign > signs[KEPT - 1]):
                    continue
                place -= 1
            else:
                found += 1
            while place and (price < prices[place - 1] or (price == prices[place - 1] and sign < signs[place - 1])):
                prices[place], signs[place] = prices[place - 1], signs[place - 1]
                place -= 1
            prices[place], signs[place] = price, sign
        return found

    cdef double sign_cost(
        self, Py_UCS4 sign, const Py_UCS4* line, Py_ssize_t at, Py_UCS4 opened, double cut
    ) except? -1:
        """What a sign costs in a place; infinitely much where it does not stand at all."""
        cdef double price
        if sign == "?":
            return _question_cost(
                line[at - 1] if at else <Py_UCS4>NOTHING, line[at + 1] if at + 1 < self.size else <Py_UCS4>NOTHING,
                line[at + 2] if at + 2 < self.size else <Py_UCS4>NOTHING, opened != NOTHING,
            )
        price = self.signs.cost(sign, line, self.size, at, opened, _OUT_OF_PLACE)
        if price == INFINITY:
            return price
        price += self.instead
        if sign != "’":
            price += cut
        if sign in "¿¡" and not self.ends_with("?" if sign == "¿" else "!", line, at):
            price += 15
        return price

    cdef bint is_cut(self, const Py_UCS4* line, Py_ssize_t at) except -1:
        """Whether what stands here is a word only with an apostrophe behind it, and was priced as one."""
        cdef Py_ssize_t start = at
        while start and is_letter(line[start - 1]):
            start -= 1
        return start < at and is_elided(PyUnicode_FromKindAndData(4, line + start, at - start))

    cdef bint ends_with(self, str sign, const Py_UCS4* line, Py_ssize_t at) except -1:
        """Whether a sign follows in this line that ends a question or a cry."""
        cdef str after = PyUnicode_FromKindAndData(4, line + at + 1, self.size - at - 1)
        cdef Py_ssize_t found
        after = (after + self.text[self.end : self.end + 300]).split("\n", 1)[0]
        found = after.find(sign)
        return found >= 0 and not after[found + 1 : found + 3].strip()[:1].islower()


cdef bint _is_before(const Row* a, const Row* b, Py_ssize_t size) noexcept:
    """By cost, then by the signs."""
    cdef Py_ssize_t i
    if a.cost != b.cost:
        return a.cost < b.cost
    for i in range(size):
        if a.signs[i] != b.signs[i]:
            return a.signs[i] < b.signs[i]
    return False


def marked(str text not None, str mark not None):
    """The stretches from blank to blank that hold a mark: where each begins and ends, and where its runs of marks do."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), step = len(mark), start, end = 0, at, behind
    cdef list found = [], runs
    at = text.find(mark) if step else -1
    while at >= 0:
        start = at
        while start > end and not Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, start - 1)):
            start -= 1
        end = at
        while end < size and not Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, end)):
            end += 1
        runs = []
        while 0 <= at < end:
            behind = at + step
            while text.startswith(mark, behind):
                behind += step
            runs.append((at, behind))
            at = text.find(mark, behind)
        found.append((start, end, runs))
    return found


cdef class Stretch:
    """A stretch from blank to blank, its runs of marks, and strings for them with what they cost, the best first."""

    cdef readonly Py_ssize_t start
    cdef readonly Py_ssize_t end
    cdef readonly list runs
    cdef readonly list ranked

    def __init__(self, Py_ssize_t start, Py_ssize_t end, list runs not None, list ranked not None):
        self.start, self.end, self.runs, self.ranked = start, end, runs, ranked

    def ends(self, str text not None):
        """The first and the last word of the stretch, in small letters, as each row of strings makes it; what it costs."""
        cdef Py_UCS4[READING] line
        cdef Py_ssize_t size, at, behind
        cdef list found = []
        for cost, strings in self.ranked:
            size, at = self.write(text, strings, line), 0
            behind = size
            while at < size and is_alpha(line[at]):
                at += 1
            while behind and is_alpha(line[behind - 1]):
                behind -= 1
            found.append((_lowered(line, at), _lowered(line + behind, size - behind), cost))
        return found

    cdef Py_ssize_t write(self, str text, tuple strings, Py_UCS4* line) except -1:
        """Writes the stretch as a row of strings makes it; gives back how long it is."""
        cdef Py_ssize_t done = self.start, at = 0, i
        cdef tuple run
        cdef str string
        if len(strings) != len(self.runs):
            raise ValueError("not a string a run of marks")
        for i in range(len(strings)):
            run, string = self.runs[i], strings[i]
            at = _put(text, done, run[0], line, at)
            at = _put(string, 0, PyUnicode_GET_LENGTH(string), line, at)
            done = run[1]
        return _put(text, done, self.end, line, at)

    def told(self, list costs not None, double alone, frozenset alike not None):
        """The best string for each run of marks and their margins, when the rows of strings cost so much."""
        cdef list ranked = []
        cdef Py_ssize_t i
        if len(costs) != len(self.ranked):
            raise ValueError("not a cost a row")
        for i in range(len(costs)):
            ranked.append((costs[i], (<tuple>self.ranked[i])[1]))
        ranked.sort()
        return ranked[0][1], margins_of(ranked, alone, alike)

    def best(self, str text not None):
        """The stretch as the likeliest strings make it."""
        cdef Py_UCS4[READING] line
        cdef Py_ssize_t size = self.write(text, self.ranked[0][1], line)
        return PyUnicode_FromKindAndData(4, line, size)


cdef Py_ssize_t _put(str text, Py_ssize_t start, Py_ssize_t end, Py_UCS4* line, Py_ssize_t at) except -1:
    """Writes a part of a text into a line; gives back where it ends."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i
    if not 0 <= start <= end <= PyUnicode_GET_LENGTH(text) or at + end - start > READING:
        raise ValueError("a stretch without end, or beyond the text")
    for i in range(start, end):
        line[at] = PyUnicode_READ(kind, data, i)
        at += 1
    return at


cdef str _lowered(Py_UCS4* word, Py_ssize_t size):
    """A word, which is overwritten, in small letters."""
    cdef Py_ssize_t i
    for i in range(size):
        if word[i] == 0x130 or word[i] == 0x3A3:  # its small form is two characters, or depends on what is beside it
            return PyUnicode_FromKindAndData(4, word, size).lower()
    for i in range(size):
        word[i] = small(word[i])
    return PyUnicode_FromKindAndData(4, word, size)

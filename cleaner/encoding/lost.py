"""Characters of which nothing is left but a mark: `\\ufffd`, `ï¿½`, or a question mark where a letter or a quote was.

The mark says where and, when there is one for each byte, how long; the words of the language and the room that signs
need say what. Marks come from one accident, so the text as a whole tells whether letters were lost or only signs, and
whether a question mark is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import prod
from typing import NamedTuple

from msgspec import Struct

from ..patterns import regex
from . import _signals
from ._lost import Filler, Stretch, marked
from .alphabets import LETTERS, held, tally
from .context import DASHES, ENOUGH, LETTERS_ENOUGH, SENTENCE_END, Quotes, sign_cost, signs_of
from .lexicon import language_of, lexicon, likely_languages
from .neighbours import Edge, beside, leading, trailing
from .prose import addresses, is_code
from .spans import Put

#: The margin of what has no other reading.
_UNRIVALLED = 30.0
#: What stands for a letter and for a sign while a stretch is read.
_HOLE, _SIGN = "\x00", "\x01"
_MOST_SLOTS = 7
#: Between blanks, prose has nothing longer.
_LONGEST = 120
#: Ways to fill one stretch that are compared, and those of a whole text: so many, and one more for so many characters.
_MOST_WAYS, _WAYS, _CHARACTERS = 600, 5000, 8
#: Ways that count for nothing, because they are found at once.
_FEW_WAYS = 4


class Style(Struct, frozen=True):
    """How this text marks what it lost; where few marks stand, they may count its bytes or its characters."""

    name: str
    mark: str
    by_byte: bool
    by_character: bool


def mend(text: str, *, letters: Callable[[], bool]) -> tuple[list[Put], list[tuple[int, int]]]:
    """What was lost, where context tells, and the places where it does not; `letters()`: some are among it for sure."""
    style = style_of(text)
    if style is None:
        return [], []
    # a mark is taken for a letter here, so that what is left of a word does not count as one
    language = language_of(text.replace(style.mark, "\u0294")) or _sparing(text, style)
    code = is_code(text.replace("\ufffd", "x"))
    puts: list[Put] = []
    if language is None or code:
        places = _certain(text, style)
    else:
        puts, places = _Reader(text, style, language, letters()).read()
    if style.mark == _MISREAD and not code and _IN_WORD.search(text):
        puts = sorted([*puts, *_marks_of(text, places)], key=lambda put: put.start)
    return puts, places


#: Where so large a share of the words is damaged, the few that are left are allowed to be too few to tell a language.
_MOST_DAMAGED = 0.4


def _sparing(text: str, style: Style) -> str | None:
    """The language of a text of which damage spared few words: Vietnamese, no other has marks on so many."""
    chunks = text.split()[:_JUDGED]
    damaged = sum(style.mark in chunk for chunk in chunks)
    if damaged < max(5, _MOST_DAMAGED * len(chunks)):
        return None
    spared = " ".join(chunk for chunk in chunks if style.mark not in chunk)
    return "vi" if likely_languages(spared)[:1] == ["vi"] else None


_JUDGED = 400


#: U+FFFD that was itself misread; one that touches a letter or a digit is no example of what damage looks like.
_MISREAD = "ï¿½"
_IN_WORD = regex(f"{_MISREAD}(?:(?<=[^\\W_]{_MISREAD})|(?=[^\\W_]))")


def _marks_of(text: str, places: Sequence[tuple[int, int]]) -> Iterator[Put]:
    """The mark itself, where nobody knows what it stands for."""
    for start, end in places:
        yield Put(start, end, text[start:end].replace(_MISREAD, "\ufffd"), "mojibake.cp1252", _UNRIVALLED)


def _certain(text: str, style: Style) -> list[tuple[int, int]]:
    """Marks that are damage whatever they were; a question mark may be one."""
    return [m.span() for m in re.finditer(f"(?:{re.escape(style.mark)})+", text)] if style.mark != "?" else []


#: Question marks where no question mark stands: between letters, before a word, alone before a small letter.
#: (The mark first, and then what stands before it: so it is found many times as fast.)
_MISPLACED = regex(r"\?(?:(?<=[^\W\d_]\?)\?*(?=[^\W\dA-Z_])|(?:(?<=\s\?)|(?<=\A\?))\?*(?=[^\W\d_]))")
_ALONE = regex(r"\?(?<=[^\W\d_] \?)\?* (?=[^\W\d_A-Z])")
#: Behind another sign; before a number; around a few words, after which the sentence goes on.
_BEHIND = regex(r"\?(?<=[a-zß-ž,]{2}[.,]\?)(?=\s|$)")
_BEFORE_NUMBER = regex(r"\?(?<=[^\W\d_]{3}\?)(?=\d)")
_PAIR = regex(r"\?(?<![^\s(]\?)[^\W_][^?\n]{0,80}(?<=\w)\?(?=\s[^\W\d_A-Z]|[.,;:)])")
_TALK = regex(r"\?(?<=[a-z]\?)\?*(?=(?:s|t|re|ve|ll|d|m)\b)")


def may_be(text: str) -> bool:
    """Whether a text may mark what it lost, by a quick look."""
    there = held(text)
    return "\ufffd" in there or there.issuperset(_MISREAD) or _signals.weight(text) > 2 - _ROUNDED


def style_of(text: str) -> Style | None:
    """How a text marks what it lost, if it lost anything."""
    there = held(text)
    for mark in (_MISREAD, "\ufffd"):
        if there.issuperset(mark) and mark in text:
            closed = addresses(text)
            found = [m for m in re.finditer(f"(?:{mark})+", text) if m.start() not in closed]
            if found:
                return Style("replacement", mark, *_counted([len(m.group()) // len(mark) for m in found]))
    if "?" not in text:
        return None
    places, weight = list(_MISPLACED.finditer(text)), _weight(text)
    if not places and weight < 2:
        return None
    closed = addresses(text)
    places = [m for m in places if m.start() not in closed]
    runs = [m.end() - m.start() for m in places]
    weight += len(places)
    if weight >= 2 or (len(text) >= _LONG and (weight >= _TELLING or max(runs, default=1) > 1 or _talks(text, places))):
        return Style("question", "?", *_counted(runs))
    return None


#: What adding up many weights may lose.
_ROUNDED = 1e-6


def _weight(text: str) -> float:
    """What question marks prove that may stand where they do, but hardly ever do."""
    return (
        0.4 * len(_ALONE.findall(text))
        + 0.6 * len(_BEHIND.findall(text))
        + 0.4 * len(_BEFORE_NUMBER.findall(text))
        + len(_PAIR.findall(text))
    )


def _talks(text: str, places: Sequence[re.Match[str]]) -> bool:
    """Whether a question mark stands where an apostrophe has room."""
    if not places or _TALK.search(text):
        return bool(places)
    language = language_of(text) or ""
    around = ((text[max(0, m.start() - 12) : m.start()], text[m.end() : m.end() + 3]) for m in places)
    return any(
        left[-1:].isalpha() and right[:1].isalpha() and sign_cost("’", left, right, language) < _FITTING
        for left, right in around
    )


#: A text of so many characters in which a single place is damaged is still believed to be damaged.
_LONG = 200
#: In a shorter one, what barely is a dash may be a question (`why?it`); the margin of what is none, in decibels.
_PROVING = 8.0
#: What so long a text needs to be believed, and what an apostrophe costs, in decibels, where it belongs.
_TELLING, _FITTING = 1.5, 8.0


def _counted(runs: Sequence[int]) -> tuple[bool, bool]:
    """Whether there may be a mark for each byte, which is so if hardly a run is of one; and one for each character."""
    by_byte = bool(runs) and sum(n == 1 for n in runs) <= 0.05 * len(runs)
    return by_byte, not by_byte or len(runs) < _FEW_RUNS


#: So few runs of marks prove nothing about their length.
_FEW_RUNS = 3


@lru_cache(maxsize=64)
def _filler(language: str, letters: str, questions: bool) -> Filler:
    """What fills the marks of texts alike: one for all, because words come again."""
    apart = LETTERS[language][0] > "\u036f"
    return Filler(lexicon(language).rarity, signs_of(language), language, letters, apart, questions)


class _Reader:
    """Reads the marks of one text from left to right, and remembers which quotes are open."""

    def __init__(self, text: str, style: Style, language: str, letters: bool) -> None:
        self.text, self.style, self.language = text, style, language
        self.words = lexicon(language)
        kept = sum(count for c, count in tally(text).times.items() if c.lower() in LETTERS[language])
        kept -= sum(c in LETTERS[language] for c in style.mark) * text.count(style.mark)
        marks, runs = text.count(style.mark), len(re.findall(f"(?:{re.escape(style.mark)})+", text))
        letters = letters or kept <= 0.6 * marks or kept < 3 or self._within() >= max(2, _WITHIN * runs)
        self.letters = LETTERS[language] if letters else ""
        self.quotes = Quotes()
        # a question mark, and a mark that everywhere stands by itself as an example would, need not be a dash
        self._alike = DASHES if _touched(text, style) else frozenset[str]()
        self._taken = _HOLE in text or _SIGN in text  # what is ours is here already
        self._first = len(text) - len(text.lstrip())
        self._ways = _WAYS + len(text) // _CHARACTERS
        self._filler = _filler(language, self.letters, style.mark == "?")

    def _within(self) -> int:
        """How many marks stand between letters where no apostrophe has room."""
        text, mark, found = self.text, self.style.mark, 0
        for match in re.finditer(rf"(?<=[^\W\d_])(?:{re.escape(mark)})+(?=[^\W\d_])", self.text):
            before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 3]
            found += sign_cost("’", before, after, self.language) > _NO_ROOM
        return found

    def read(self) -> tuple[list[Put], list[tuple[int, int]]]:
        puts: list[Put] = []
        unresolved: list[tuple[int, int]] = []
        for stretch, (strings, margins) in self._told(list(self._stretches(unresolved))):
            for (start, end), put, margin in zip(stretch.runs, strings, margins, strict=True):
                if put == self.text[start:end]:
                    continue
                if margin >= (LETTERS_ENOUGH if put.isalpha() and self.style.mark != "?" else ENOUGH):
                    puts.append(Put(start, end, put, f"lost.{'letter' if put.isalpha() else 'sign'}", margin))
                else:
                    unresolved.append((start, end))
        if self.style.mark == "?" and not self._believed(puts):
            return [], []
        return puts, sorted(unresolved)

    def _stretches(self, unresolved: list[tuple[int, int]]) -> Iterator[Stretch]:
        """The stretches that can be read at all; the marks in the others go to `unresolved`."""
        closed = addresses(self.text)
        for start, end, runs in marked(self.text, self.style.mark):
            if start in closed:
                continue
            self.quotes.see(self.text, start)
            ranked = self._solve(start, end, runs)
            if ranked:
                stretch = Stretch(start, end, runs, ranked)
                self.quotes.take(stretch.best(self.text), end)
                yield stretch
            else:
                self.quotes.see(self.text, end)
                unresolved += [run for run in runs if self.style.mark != "?" or run[1] - run[0] > 1]

    def _told(self, stretches: Sequence[Stretch]) -> Iterator[tuple[Stretch, tuple[Sequence[str], Sequence[float]]]]:
        """Each stretch with the best string for each run of marks, and their margins, by the words beside it."""
        row: list[Stretch] = []
        for at, stretch in enumerate(stretches):
            row.append(stretch)
            if at + 1 < len(stretches) and self.text[stretch.end : stretches[at + 1].start] == " ":
                continue
            yield from zip(row, self._beside(row), strict=True)
            row = []

    def _beside(self, row: Sequence[Stretch]) -> Iterator[tuple[Sequence[str], Sequence[float]]]:
        """The same for stretches with nothing but a blank between them."""
        text, start, end = self.text, row[0].start, row[-1].end
        before = text[max(0, start - _LONGEST) : start - 1] if text[start - 1 : start] == " " else ""
        after = text[end + 1 : end + _LONGEST] if text[end : end + 1] == " " else ""
        first, last = ("", trailing(before), 0.0), (leading(after), "", 0.0)
        edges = [Edge([first]), *[Edge(s.ends(text)) for s in row], Edge([last])]
        for stretch, costs in zip(row, beside(self.words, edges)[1:-1], strict=True):
            yield stretch.told(costs, _UNRIVALLED, self._alike)

    def _believed(self, puts: Sequence[Put]) -> bool:
        """Whether the question marks are damage: the misplaced ones find a reading, several or one in a long text."""
        places = {m.start() for m in _MISPLACED.finditer(self.text)}
        read = [p for p in puts if p.start in places]
        long = len(self.text) >= _LONG
        proved = len(read) if long else sum(p.margin >= _PROVING or p.after not in ("–", "—") for p in read)
        return len(read) >= 0.5 * len(places) and proved + 0.4 * (len(puts) - len(read)) >= (1 if long else 2)

    def _shapes(self, start: int, end: int) -> Shapes:
        """Ways to read a run of marks."""
        count = min((end - start) // len(self.style.mark), 3 * _MOST_SLOTS + 1)  # so many are too many to tell
        return _shapes(count, self.style.by_byte, self.style.by_character)

    def _solve(self, start: int, end: int, runs: Sequence[tuple[int, int]]) -> list[tuple[float, tuple[str, ...]]]:
        """Strings for the runs of marks and what they cost, the best first; nothing when there is too much to tell."""
        shapes = [self._shapes(*run) for run in runs]
        if not self._affordable(end - start, shapes):
            return []
        if self._taken and any(c in self.text[start:end] for c in (_HOLE, _SIGN)):
            return []
        marks = [(*run, ways.each) for run, ways in zip(runs, shapes, strict=True)]
        begins = SENTENCE_END.search(self.text, max(0, start - 4), start) is not None or start <= self._first
        return self._filler.ways(self.text, start, end, marks, begins, self.quotes.open)

    def _affordable(self, width: int, shapes: Sequence[Shapes]) -> bool:
        """Whether a stretch can be solved with what effort is left; only hostile text asks for more."""
        if width > _LONGEST or sum([s.fewest for s in shapes]) > _MOST_SLOTS:
            return False
        ways = prod([s.patterns if self.letters else len(s.each) for s in shapes])
        if ways <= _FEW_WAYS:
            return True
        if ways > min(_MOST_WAYS, self._ways):
            return False
        self._ways -= ways
        return True


class Shapes(NamedTuple):
    """Ways to read marks side by side: each the bytes of its characters, 0 for any."""

    each: Sequence[Sequence[int]]
    fewest: int  # characters
    patterns: int  # in how many ways they are letters and signs


@lru_cache(maxsize=256)
def _shapes(count: int, by_byte: bool, by_character: bool) -> Shapes:
    """Ways to read so many marks."""
    any_bytes = ((0,) * count,)
    counted = tuple(_compositions(count)) if by_byte else ()
    each = (*counted, *any_bytes) if by_character and by_byte and count < 3 else counted or any_bytes
    return Shapes(each, min(map(len, each)), sum(2 ** len(shape) for shape in each))


def _touched(text: str, style: Style) -> bool:
    """Whether a mark touches a letter anywhere; question marks, whether several stand for one within a word."""
    mark = re.escape(style.mark)
    if style.mark == "?":
        return style.by_byte and re.search(r"\?\?(?<=[^\W\d_]\?\?)\?*[^\W\d_]", text) is not None
    return re.search(rf"[^\W\d_]{mark}|{mark}[^\W\d_]", text) is not None


#: Of the runs of marks such a share stands within words where letters were lost, and not signs alone.
_WITHIN = 0.3
#: An apostrophe that costs more, in decibels, stands where it has no room.
_NO_ROOM = 15.0


def _compositions(count: int) -> Iterator[tuple[int, ...]]:
    """Ways in which so many bytes are characters of two and three."""
    for threes in range(count // 3 + 1):
        rest = count - 3 * threes
        if rest % 2 == 0 and threes + rest // 2 <= _MOST_SLOTS:
            yield from sorted(set(_orders(threes, rest // 2)))


def _orders(threes: int, twos: int) -> Iterator[tuple[int, ...]]:
    if not threes or not twos:
        yield (3,) * threes + (2,) * twos
        return
    yield from ((3, *rest) for rest in _orders(threes - 1, twos))
    yield from ((2, *rest) for rest in _orders(threes, twos - 1))

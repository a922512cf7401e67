"""Finds the paragraphs of a plain text: which line ends are the author's, and which only the width of some screen.

A blank line parts paragraphs. A single line end is either a paragraph's end (a page dumped as text, a text without
blank lines) or a wrap (mail, a 72-column file). A wrap is known by its cause: the next word would not have fitted. So
a file is taken for wrapped when most of its line ends have that cause and most fall in the middle of a sentence.
Nothing is joined here: a paragraph keeps its line ends inside, and the spacing stage says what becomes of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ._lines import spans

#: White space that may be left to the gaps. No-break spaces and other invisible signs are not: damaged text needs them.
EDGE: Final = " \t\n\r\x0b\x0c\u2028\u2029"
#: A line of nothing but these is blank.
UNSEEN: Final = EDGE + "\xa0\u00ad\u1680\u180e\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x2010)))
_QUOTED = re.compile(r"(?:>[ ]?)+")
_BULLET = re.compile(r"[-*•·–—][ \t]|\d{1,3}[.)][ \t]|--|[*=_-]{3}")
_STOP = re.compile(r"[.!?:…。！？]['\"”’»)\]]*\Z")
_COLUMNS = re.compile(r"\S(?:\t| {3,})\S")

_WIDEST: Final = 130
_NARROWEST, _NARROWEST_IDEOGRAPHIC = 40, 16
_RAGGED: Final = 0.88  # a line this full, with the word that follows, had no room: wrapping is not always greedy
_MOSTLY: Final = 0.55  # share of line ends without room for the next word that makes a text a wrapped one
_LOWER: Final = 0.3  # share of lines in the middle of a sentence that begin in lower case, where there is such a thing
_LONG_LINES: Final = 0.02  # share of lines (addresses, tables) that may be longer than the width


class Line(NamedTuple):
    """One line that shows something: where its text starts and ends, and whether a blank line stands before it."""

    start: int
    end: int
    indent: int
    after_blank: bool


class Paragraph(NamedTuple):
    """Where a paragraph starts and ends, whether it is a table, and which run of lines without a blank it is in."""

    start: int
    end: int
    table: bool
    chunk: int


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text in order; between them, and around them, is nothing but white space."""
    lines = [Line(*span) for span in spans(text, UNSEEN)]
    joined = _joined(text, lines)
    found: list[Paragraph] = []
    chunk = -1
    for line, join in zip(lines, joined, strict=True):
        chunk += line.after_blank
        if join:
            last = found[-1]
            found[-1] = last._replace(end=line.end, table=join == "table")
        else:
            found.append(Paragraph(line.start, line.end, False, chunk))
    return found


def _joined(text: str, lines: Sequence[Line]) -> list[str]:
    """For each line, whether it goes on what the line before began: "wrap", "table", or "" for no."""
    joined = [""] * len(lines)
    inside = [i for i in range(1, len(lines)) if not lines[i].after_blank]
    if not inside:
        return joined
    if "\t" in text or "   " in text:
        columns = [bool(_COLUMNS.search(text, line.start, line.end)) for line in lines]
        for i in inside:
            if columns[i] and columns[i - 1]:
                joined[i] = "table"
    breaks = [i for i in inside if not joined[i]]
    wrapping = _wrapping(text, lines, breaks)
    if wrapping:
        for i in breaks:
            if _is_wrap(text, lines[i - 1], lines[i], wrapping):
                joined[i] = "wrap"
    return joined


class Wrapping(NamedTuple):
    """How a text was wrapped: to how many characters, from how many on a line was full, and where paragraphs begin."""

    width: int
    full: float
    base: int  # the indent of a paragraph's later lines, when its first line has a deeper one; else -1


def _wrapping(text: str, lines: Sequence[Line], breaks: Sequence[int]) -> Wrapping | None:
    """How the text was wrapped; None when its line ends are the author's."""
    base = _base(text, lines, breaks)
    if base >= 0:
        breaks = [i for i in breaks if lines[i].indent < base + 2]
    if not breaks:
        return None
    sizes = sorted(_size(lines[i - 1]) for i in breaks)
    width = sizes[len(sizes) - 1 - int(len(sizes) * _LONG_LINES)]
    sample = text[lines[breaks[0]].start]
    if not (_NARROWEST_IDEOGRAPHIC if _is_ideographic(sample) else _NARROWEST) <= width <= _WIDEST:
        return None
    needs = {i: _size(lines[i - 1]) + _first_word(text, lines[i]) for i in breaks}
    full = sum(needs[i] > width * _RAGGED for i in breaks)
    inside = [i for i in breaks if not _ends_sentence(text, lines[i - 1])]
    if len(breaks) < 3:
        if not full == len(inside) == sum(text[lines[i].start].islower() for i in breaks) == len(breaks):
            return None
    elif full < _MOSTLY * len(breaks) or len(inside) < len(breaks) / 2 or not _goes_on(text, lines, inside):
        return None
    greedy = sum(needs[i] > width for i in inside) > 0.97 * len(inside)
    return Wrapping(width, width if greedy else width * _RAGGED, base)


def _goes_on(text: str, lines: Sequence[Line], inside: Sequence[int]) -> bool:
    """Whether enough lines begin in lower case, as in the middle of a sentence: those of lists and poems do not."""
    firsts = [text[lines[i].start] for i in inside]
    lower = sum(c.islower() for c in firsts)
    return lower >= _LOWER * (lower + sum(c.isupper() or c.isdecimal() for c in firsts))


def _base(text: str, lines: Sequence[Line], breaks: Sequence[int]) -> int:
    """The indent of later lines, when most deeper lines follow the end of a sentence; else -1."""
    base = min((lines[i].indent for i in breaks), default=0)
    deeper = [i for i in breaks if lines[i].indent >= base + 2]
    ends = sum(_ends_sentence(text, lines[i - 1]) for i in deeper)
    return base if deeper and ends >= 0.6 * len(deeper) else -1


def _size(line: Line) -> int:
    return line.indent + line.end - line.start


def _first_word(text: str, line: Line) -> int:
    """How much room the line's first word takes, with the space before it; two columns where words have no spaces."""
    if _is_ideographic(text[line.start]):
        return 2
    space = text.find(" ", line.start, line.end)
    return (line.end if space < 0 else space) - line.start + 1


def _is_ideographic(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" or "\uf900" <= sign <= "\ufaff" or (
        "\uff00" <= sign <= "\uffef"
    )  # fmt: skip


def _ends_sentence(text: str, line: Line) -> bool:
    return bool(_STOP.search(text, max(line.start, line.end - 8), line.end))


def _is_wrap(text: str, line: Line, following: Line, wrapping: Wrapping) -> bool:
    """Whether a paragraph of a wrapped text goes on over this line end."""
    if _quoting(text, line) != _quoting(text, following):
        return False
    if 0 <= wrapping.base <= following.indent - 2:
        return False
    ends = _ends_sentence(text, line)
    if _BULLET.match(text, following.start) and (ends or text.startswith("--", following.start)):
        return False
    size = _size(line)
    if size <= wrapping.width * 1.1 and size + _first_word(text, following) > wrapping.full:
        return True
    return size * 2 > wrapping.width and not ends and text[following.start].islower()


def _quoting(text: str, line: Line) -> str:
    """The `>` signs of an answered mail, without their spaces."""
    marks = _QUOTED.match(text, line.start, line.end)
    return marks[0].replace(" ", "") if marks else ""

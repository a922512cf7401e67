"""Finds the headline of a plain text: by its place over a short head, by its words on a page.

Nothing in a text file says which line is the headline; only its place and its shape do, and on a page copied with its
menus its place says little. But a headline tells in few words what the article tells in many, so its words stand in
the paragraphs that follow, and a menu's do not. Body text must never be lifted out: only a line with a headline's
shape is taken, before the article, and no line above the article's own first paragraph is passed over for one below.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ..byline import byline
from ._headline import ideographs, stems, words
from .captions import is_caption
from .datelines import dateline, tells_time
from .lines import Paragraph

_STOPS: Final = ".!?…。！？।۔؟"
#: A sentence's end, also where its closing quotation mark is damaged: repair comes later.
_SENTENCE_END = re.compile(rf"(?:[{_STOPS}]|\?€)(?:['\"”’“»)\]\x80-\x9f]|â€.?|Â»|\?€\?| »)*\Z")
#: In lower case, which is searched three times as fast as either case.
_NO_HEADLINE = re.compile(
    r"https?://|www\.|@\w|[|>→»›]\s*\Z|^\W*\d+\W*\Z|\.\.\.|…\Z|[-–—*/\\_•+=&#。।۔]\Z|[.,:;]['\"”’“»)]?\Z|\A[:;,.|/>»›–-]|\s[»›>→]\s"
    r"|©|\b(?:copyright|rights reserved|droits réservés|derechos reservados|direitos reservados|diritti riservati"
    r"|rechte vorbehalten|skip to|read next|sign up|log in|(?:published|updated) .*\d|\d \w+ ago)\b"
)
_GUILLEMETS = re.compile(r"«([^«»]*)»|»([^«»]*)«")
_NEXT_SENTENCE = re.compile(r"[^\W\d_]{3,}[.!?]['\"”’“»)]?\s+['\"“„«]?[^\W\d_]")
_OUTLET = re.compile(r"\s*[|–—·•-]+\s")
_AUTHOR = re.compile(r"(?:Press|PRESS|Reuters|AFP|AP|dpa|Writer|Reporter|Correspondent|Editor|Staff|Redaktion)\W*\Z")
_LOWER_START = re.compile(r"[\W\d_]*[a-zà-öø-ÿа-яё]")
_ENTRY = re.compile(r"\s[|·•/>-]\s|- ")

#: A headline has so many words, and so many characters; the article's paragraphs have more.
_FEWEST_WORDS, _FEWEST, _MOST = 4, 15, 160
_SENTENCE_WORDS, _PARAGRAPH_WORDS, _PARAGRAPH = 5, 8, 60
_ARTICLE: Final = 160  # characters of prose that must follow a headline
_FOLLOWS, _TELLS = 8, 12  # among so many lines; and in so many lines stand the words of the headline
_OVER_MARKS: Final = 3  # the byline or the date stands so close below the headline
_LONGEST_ALONE: Final = 100  # a longer line is a headline only over a byline: else it may be the article's first
_EXPLAINED: Final = 60  # a longer line may explain the headline above it
_LONG: Final = 90  # a headline of two sentences is no longer
_FEW_LINES: Final = 6  # so few lines before the article are its head, more are a page's menus
_ENTRIES: Final = 3  # so many signs between entries make a line a menu
_ECHOES, _ECHO, _ALIKE = 2, 0.3, 0.2  # words that stand in the article: so many, that share; so much less is no worse


def find_headline(texts: Sequence[str], found: Sequence[Paragraph]) -> tuple[int | None, int]:
    """Which paragraph is the headline, if any, and which is the first of the article (the number of texts for none)."""
    alone = _alone(found)
    start = _article(texts, alone, 0)
    if sum(len(t) for t in texts[start : start + _FOLLOWS] if is_prose(t)) < _ARTICLE:
        return None, start
    title = (_of_head if start <= _FEW_LINES else _of_page)(texts, found, alone, start)
    return title, start if title is None else _article(texts, alone, title + 1)


def _alone(found: Sequence[Paragraph]) -> list[bool]:
    """For each paragraph, whether blank lines stand on both sides of it, or few blank lines in the text at all."""
    of_chunk = Counter(p.chunk for p in found)
    return [of_chunk[p.chunk] == 1 or 2 * of_chunk[p.chunk] > len(found) for p in found]


def _article(texts: Sequence[str], alone: Sequence[bool], after: int) -> int:
    """The first paragraph of the article from `after` on: lines that stand close together must be long to be it."""
    here = (i for i in range(after, len(texts)) if (alone[i] or len(texts[i]) > _MOST) and _is_paragraph(texts[i]))
    return next(here, len(texts))


def _of_head(texts: Sequence[str], found: Sequence[Paragraph], alone: Sequence[bool], start: int) -> int | None:
    """The headline where little stands before the article: the first line of that shape, or the one over the byline."""
    fits = [i for i in range(start) if _is_headline(texts[i], found[i])]
    prose = [i for i in range(start) if i not in fits and (is_prose(texts[i]) or _goes_on(texts[i]))]
    begun = next((i for i in prose if alone[i]), start)  # a short paragraph: here the article has begun
    fits, prose = [i for i in fits if i < begun], [i for i in prose if i < begun]
    if prose:  # a banner of several lines, then the headline between blank lines
        fits = [i for i in fits if alone[i] and i > prose[-1]]
    again = [i for i in fits if texts.count(texts[i]) > 1]
    if chosen := _over_marks(fits, texts, start) or again:
        return chosen[0]
    short = [i for i in fits if len(texts[i]) < _LONGEST_ALONE]
    told = _told(texts, start) if short else set()
    return next((i for i in short if not told.isdisjoint(stems(texts[i]))), None)


def _over_marks(lines: Sequence[int], texts: Sequence[str], start: int) -> list[int]:
    """Those of the lines that stand close over a byline or a date."""

    def is_mark(text: str) -> bool:
        return byline(text) is not None or dateline(text) is not None

    return [i for i in lines if any(map(is_mark, texts[i + 1 : min(i + 1 + _OVER_MARKS, start)]))]


def _of_page(texts: Sequence[str], found: Sequence[Paragraph], alone: Sequence[bool], start: int) -> int | None:
    """The headline where a page's menus stand before the article: the first of the lines whose words it echoes most."""
    fits = [i for i in range(start) if _is_headline(texts[i], found[i]) and len(_ENTRY.findall(texts[i])) < _ENTRIES]
    told = _told(texts, start) if fits else set()
    echo: dict[int, float] = {}
    for i in fits:
        own = stems(texts[i])
        here = len(own & told)
        if here >= _ECHOES and here >= _ECHO * len(own):
            echo[i] = here / (len(own) + 1)
    if not echo or (0 in echo and alone[0] and found[0].chunk != found[-1].chunk):
        return 0 if echo else None
    over = _over_marks(list(echo), texts, start) or list(echo)
    best = max(echo[i] for i in over)
    first = next(i for i in over if echo[i] >= best - _ALIKE)
    above = [i for i in echo if 0 < first - i <= 2 and len(texts[i]) < len(texts[first])]
    return above[-1] if above and len(texts[first]) > _EXPLAINED else first


def _told(texts: Sequence[str], start: int) -> set[str]:
    """The words of the article's first sentences."""
    return set[str]().union(*(stems(t) for t in texts[start : start + _TELLS] if is_prose(t)))


def repeats(line: str, title: str) -> bool:
    """Whether a line is the headline again, as pages have it for their window: `Headline | Outlet`."""
    short, long = sorted((line.casefold(), title.casefold()), key=len)
    rest = long.removeprefix(short)
    return rest == "" or (len(rest) < len(long) and len(rest) <= 40 and _OUTLET.match(rest) is not None)


def is_prose(text: str) -> bool:
    """Whether this is at least one sentence with its end."""
    return words(text) >= _SENTENCE_WORDS and (text[-1:] in _STOPS or bool(_SENTENCE_END.search(text[-12:])))


def _goes_on(text: str) -> bool:
    """Whether this is half a sentence, longer than a button or a label is."""
    return text.endswith((",", ":", ";")) and words(text) >= _PARAGRAPH_WORDS


def _is_paragraph(text: str) -> bool:
    """Whether this reads like a paragraph of an article, and not like a line of a menu or a headline."""
    return is_prose(text) and words(text) >= _PARAGRAPH_WORDS and len(text) >= _PARAGRAPH and (
        not text.endswith(("?", "!")) or len(text) > _MOST
    ) and not is_caption(text)  # fmt: skip


def _is_headline(text: str, paragraph: Paragraph) -> bool:
    """Whether the line has a headline's shape: a few words, no full stop, no address, no author and no date."""
    return (
        not paragraph.table
        and words(text) >= _FEWEST_WORDS
        and _FEWEST <= len(text) + 2 * ideographs(text[:_MOST]) <= _MOST + 40
        and not _LOWER_START.match(text)
        and byline(text) is None
        and not (_AUTHOR.search(text[-20:]) and byline(f"By {text}"))
        and not is_caption(text)
        and not _NO_HEADLINE.search((_GUILLEMETS.sub(r'"\1\2"', text) if "«" in text else text).lower())
        and not tells_time(text)
        and len(_NEXT_SENTENCE.findall(text)) <= (len(text) < _LONG)
    )

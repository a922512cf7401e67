"""Plain text becomes blocks: paragraphs, the headline where there is one, byline, date line and captions.

A text file has no markup to say which line is the headline; only its place and its shape do. Body text must never be
lifted out, so a line is taken for the head only where nothing that reads like an article stands before it and the
article follows. What the site put before the headline may be recognised as such only later (the strip stage does it).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ..byline import byline
from ..errors import DocumentError
from ..model import Block, BlockKind, Document, Page
from .datelines import dateline, tells_time
from .lines import UNSEEN, Paragraph, paragraphs


def read_plain(page: Page) -> Document:
    """The paragraphs of a text; gaps and texts, one after the other, are the text, character for character.

    Raises DocumentError `no-text` for a text that shows nothing.
    """
    text = page.markup
    found = paragraphs(text)
    if not found:
        raise DocumentError("extract", "no-text")
    kinds, day = _kinds([text[p.start : p.end].strip(UNSEEN) for p in found], found)
    blocks: list[Block] = []
    done = 0
    for p, kind in zip(found, kinds, strict=True):
        blocks.append(Block(len(blocks), text[p.start : p.end], kind, gap=text[done : p.start]))
        done = p.end
    if done < len(text):
        blocks.append(Block(len(blocks), "", gap=text[done:]))
    return Document(
        page.id, page.source, tuple(blocks), "plain", "text/plain", page.encoding, page.why, date=day, url=page.url
    )  # fmt: skip


# ---- the head

_IDEOGRAPHIC = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
#: A sentence's end, also where its closing quotation mark is damaged: repair comes later.
_SENTENCE_END = re.compile(r"(?:[.!?…。！？।۔؟]|\?€)(?:['\"”’“»)\]\x80-\x9f]|â€.?|Â»|\?€\?| »)*\Z")
_NO_HEADLINE = re.compile(
    r"https?://|www\.|@\w|[|>→»›]\s*\Z|^\W*\d+\W*\Z|\.\.\.|…\Z|[-–—*/\\_•+=&#。।۔]\Z|[.,:;]['\"”’“»)]?\Z|\A[:;,.|/>»›–-]|\s[»›>→]\s"
    r"|©|\b(?:copyright|rights reserved|droits réservés|derechos reservados|direitos reservados|diritti riservati"
    r"|rechte vorbehalten|skip to|read next|sign up|log in|(?:published|updated) .*\d|\d \w+ ago)\b",
    re.I,
)
_GUILLEMETS = re.compile(r"«([^«»]*)»|»([^«»]*)«")
_NEXT_SENTENCE = re.compile(r"[^\W\d_]{3,}[.!?]['\"”’“»)]?\s+['\"“„«]?[^\W\d_]")
_OUTLET = re.compile(r"\s*[|–—·•-]+\s")
_AUTHOR = re.compile(r"(?:Press|PRESS|Reuters|AFP|AP|dpa|Writer|Reporter|Correspondent|Editor|Staff|Redaktion)\W*\Z")
_LOWER_START = re.compile(r"[\W\d_]*[a-zà-öø-ÿа-яё]")

#: A headline has so many words, and so many characters; the article's paragraphs have more.
_FEWEST_WORDS, _FEWEST, _MOST = 4, 15, 160
_PARAGRAPH_WORDS, _PARAGRAPH = 8, 60
_ARTICLE: Final = 160  # characters of prose that must follow a headline
_NEAR: Final = 6  # blocks between the headline and the article at most: byline, date, caption, buttons
_OVER_MARKS: Final = 3  # the byline or the date stands so close below the headline
_EXPLAINS: Final = 90  # characters of a line that explains the headline
_FEW_LINES: Final = 6  # so few lines before the article are its head, more are a page's menus


def _kinds(texts: Sequence[str], found: Sequence[Paragraph]) -> tuple[list[BlockKind], str | None]:
    """The kind of every paragraph, and the date that the head tells."""
    kinds: list[BlockKind] = ["table" if p.table else "paragraph" for p in found]
    alone = _alone(found)
    start = _article(texts, alone, 0)
    title = _title(texts, found, alone, start)
    if title is not None:
        kinds[title] = "title"
        start = _article(texts, alone, title + 1)
        for i in range(start):
            if i != title and _repeats(texts[i], texts[title]):
                kinds[i] = "title"
    day: str | None = None
    for i in _head_lines(texts, title, start):
        if "byline" not in kinds and (author := byline(texts[i])):
            kinds[i] = "byline"
            day = day or dateline(author["tail"])
        elif kinds[i] == "paragraph" and (told := dateline(texts[i])):
            kinds[i], day = "date", day or told
    for i, text in enumerate(texts):
        if kinds[i] == "paragraph" and is_caption(text):
            kinds[i] = "caption"
    return kinds, day


def _alone(found: Sequence[Paragraph]) -> list[bool]:
    """For each paragraph, whether blank lines stand on both sides of it; all, in a text that has no blank lines."""
    of_chunk = Counter(p.chunk for p in found)
    return [of_chunk[p.chunk] == 1 or len(of_chunk) == 1 for p in found]


def _article(texts: Sequence[str], alone: Sequence[bool], after: int) -> int:
    """The first paragraph of the article from `after` on: lines that stand close together must be long to be it."""
    here = (i for i in range(after, len(texts)) if (alone[i] or len(texts[i]) > _MOST) and _is_paragraph(texts[i]))
    return next(here, len(texts))


def _title(texts: Sequence[str], found: Sequence[Paragraph], alone: Sequence[bool], start: int) -> int | None:
    """Which paragraph is the headline; `start` is the first that reads like an article."""
    if sum(len(t) for t in texts[start : start + 3] if _is_prose(t)) < _ARTICLE:
        return None
    fits = [i for i in range(max(0, start - _NEAR - 2), start) if _is_headline(texts[i], found[i])]
    prose = [i for i in range(start) if i not in fits and (_is_prose(texts[i]) or _goes_on(texts[i]))]
    begun = next((i for i in prose if alone[i]), start)  # a short paragraph: here the article has begun
    fits, prose = [i for i in fits if i < begun], [i for i in prose if i < begun]
    if prose:  # a banner of several lines, then the headline between blank lines
        fits = [i for i in fits if alone[i] and i > prose[-1]]
    marks = [i for i in range(max(0, start - _NEAR), start) if byline(texts[i]) or dateline(texts[i])]
    over = [i for i in fits if marks and 0 < marks[0] - i <= _OVER_MARKS]
    again = [i for i in fits if texts.count(texts[i]) > 1]
    return _chosen(over or again or fits, texts, from_top=bool(prose) or start <= _FEW_LINES)


def _repeats(line: str, title: str) -> bool:
    """Whether a line is the headline again, as pages have it for their window: `Headline | Outlet`."""
    short, long = sorted((line.casefold(), title.casefold()), key=len)
    rest = long.removeprefix(short)
    return rest == "" or (len(rest) < len(long) and len(rest) <= 40 and _OUTLET.match(rest) is not None)


def _chosen(fits: Sequence[int], texts: Sequence[str], *, from_top: bool) -> int | None:
    """Of lines with a headline's shape the first of a short head, else the one nearest the article.

    The line nearest the article may be the long one that explains the headline above it.
    """
    if not fits or from_top:
        return next(iter(fits), None)
    last = fits[-1]
    if len(fits) > 1 and last - fits[-2] <= 2 and len(texts[last]) > max(_EXPLAINS, len(texts[fits[-2]])):
        return fits[-2]
    return last


def _head_lines(texts: Sequence[str], title: int | None, start: int) -> Iterator[int]:
    """Where a byline and a date may stand: before the article, or, under a headline, also after its first sentence."""
    if title is None:
        if not any(_is_prose(t) for t in texts[:start]):
            yield from range(min(start, _FEW_LINES))
        return
    yield from range(title + 1, min(start, title + 1 + _NEAR))
    yield from range(max(0, title - 2), title)
    yield from range(start + 1, min(start + 3, len(texts)))


def _words(text: str) -> int:
    return len(text.split()) + len(_IDEOGRAPHIC.findall(text)) // 3


def _is_prose(text: str) -> bool:
    """Whether this is at least one sentence with its end."""
    return bool(_SENTENCE_END.search(text[-12:])) and _words(text[:400]) >= 5


def _goes_on(text: str) -> bool:
    """Whether this is half a sentence, longer than a button or a label is."""
    return text.endswith((",", ":", ";")) and _words(text[:400]) >= _PARAGRAPH_WORDS


def _is_paragraph(text: str) -> bool:
    """Whether this reads like a paragraph of an article, and not like a line of a menu or a headline."""
    return _is_prose(text) and _words(text[:400]) >= _PARAGRAPH_WORDS and len(text) >= _PARAGRAPH and (
        not text.endswith(("?", "!")) or len(text) > _MOST
    ) and not is_caption(text)  # fmt: skip


def _is_headline(text: str, paragraph: Paragraph) -> bool:
    """Whether the line has a headline's shape: a few words, no full stop, no address, no author and no date."""
    return (
        not paragraph.table
        and _FEWEST <= len(text) + 2 * len(_IDEOGRAPHIC.findall(text[:_MOST])) <= _MOST + 40
        and _words(text) >= _FEWEST_WORDS
        and not _NO_HEADLINE.search(_GUILLEMETS.sub(r'"\1\2"', text))
        and not _LOWER_START.match(text)
        and byline(text) is None
        and not (_AUTHOR.search(text[-20:]) and byline(f"By {text}"))
        and not tells_time(text)
        and not is_caption(text)
        and len(_NEXT_SENTENCE.findall(text)) <= (len(text) < _EXPLAINS)
    )


# ---- captions

_AGENCY = (
    r"(?:Reuters|AFP|AP|EPA|EFE|ANSA|DPA|dpa|APA|PAP|TASS|ТАСС|РИА(?: Новости)?|RIA(?: Novosti)?|Sputnik|Xinhua|"
    r"Anadolu|AA|IHA|DHA|Getty(?: Images)?|Shutterstock|iStock|Alamy|Bloomberg|Corbis|Magnum|Keystone|imago|"
    r"picture alliance|Lusa|CTK|ČTK|UNIAN|УНІАН|Укрінформ|Коммерсантъ|ANP|Belga|Ritzau|TT|NTB|Scanpix|LaPresse|Zuma|PA|"
    r"Press Association|AP Photo|Pool)"
)
_PERSON = r"[^\W\d_a-z][\w'’.-]*(?:[ \xa0][^\W\d_a-z][\w'’.-]*){0,3}"
_CREDIT = re.compile(
    rf"(?:^|[.!?…)\]\"”'’:(]?[ \xa0(]){_PERSON}[ \xa0]?/[ \xa0]?{_AGENCY}(?:[ \xa0]?/[ \xa0]?[\w ]{{2,20}})?[.)]?\Z"
    rf"|(?:^|[ \xa0(])AP Photo[ \xa0]?/[ \xa0]?{_PERSON}\)?\Z"
    r"|(?:^|[ \xa0(])(?:Photos?|Photo credit|Photo by|Photograph|Picture|Image|Crédit photo|Photo d’archives|Foto|"
    r"Fotos|Fot\.|Zdjęcie|Bild|Bilder|Фото|Fotoğraf|Fotografie|Fotografía|"
    r"Fotografia)(?:[ ]?[:©][ \xa0]?|[ ](?=©))©?[ ]?"
    rf"{_PERSON}(?:[ \xa0]?[/,–-][ \xa0]?[^\W\d_][\w .'’&-]{{1,40}}){{0,2}}[.)]?\Z"
    rf"|(?:^|[ \xa0(])©[ \xa0]?{_PERSON}(?:[ \xa0]?[/,][ \xa0]?{_PERSON})?\)?\Z"
)
_LONGEST_CAPTION, _LONGEST_CREDIT = 350, 120


def is_caption(text: str) -> bool:
    """Whether a paragraph ends in a photographer's or an agency's credit, as a caption does: `… Jane Doe / Reuters`."""
    if len(text) > _LONGEST_CAPTION:
        return False
    end = text[-_LONGEST_CREDIT:]
    return ("/" in end or "©" in end or ":" in end) and bool(_CREDIT.search(text, max(0, len(text) - _LONGEST_CREDIT)))

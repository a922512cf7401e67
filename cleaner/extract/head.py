"""Finds the headline, who wrote it, when, and for which outlet, from what the page says of itself.

A news page tells these facts several times over, to search engines (JSON-LD), to social networks (OpenGraph, meta
names), to browsers (`<title>`) and to readers (`<h1>`, `<time>`). They are asked in that order of reliability; nothing
here parses the page again, so the head costs a small part of what the body costs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from ..patterns import regex
from ._kinds import boxes_of
from .tree import Tree, collapse


class Head(NamedTuple):
    """The facts about a page; `description` and `article` (the body as told to search engines) point to the body."""

    title: str | None = None
    byline: str | None = None
    date: str | None = None
    site: str | None = None
    url: str | None = None
    language: str | None = None
    description: str = ""
    article: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()


def read_head(tree: Tree, url: str | None) -> Head:
    """Title, byline (without its "By"), date (ISO 8601), site, url and language hint; None for what is not told."""
    meta = _meta(tree)
    things = [thing for script in tree.json_ld for thing in _things(script)]
    types = [_types(thing) for thing in things]
    articles = [thing for thing, told in zip(things, types, strict=True) if not told.isdisjoint(_ARTICLES)]
    site = _first((meta.get("og:site_name"), *_names(articles, "publisher"), meta.get("application-name")))
    url = url or _first(u for u in (meta.get("canonical"), meta.get("og:url")) if u and u.startswith("http"))
    host = _host(url) if url else None
    told = [meta.get("og:title"), *(_text(a.get("headline")) for a in articles), meta.get("twitter:title")]
    return Head(
        title=_title(tree, [t for t in told if t], _names_of_site(site, host)),
        byline=_byline(tree, meta, articles, site),
        date=_date(tree, meta, [*articles, *things], url),
        site=site or host,
        url=url,
        language=_language(tree.language, meta),
        description=meta.get("og:description") or meta.get("description") or "",
        article=max((_paragraphs(a.get("articleBody")) for a in articles), key=_length, default=()),
        types=frozenset().union(*types, {meta["og:type"].lower()} if "og:type" in meta else ()),
    )


# ---- what the sources say


def _meta(tree: Tree) -> dict[str, str]:
    """The first content of each meta name that is asked for."""
    found: dict[str, str] = {}
    for name, content in tree.metas:
        if name in _ASKED_FOR and name not in found and (content := collapse(content)):
            found[name] = content
    return found


_ARTICLES = frozenset(
    {"newsarticle", "article", "reportagenewsarticle", "blogposting", "liveblogposting", "opinionnewsarticle",
     "analysisnewsarticle", "backgroundnewsarticle", "reviewnewsarticle", "techarticle", "scholarlyarticle",
     "advertisercontentarticle", "satiricalarticle", "socialmediaposting", "report"}
)  # fmt: skip
#: A script that is deeper or larger than this is no description of an article.
_MOST_THINGS, _MOST_SCRIPT = 2_000, 2_000_000
_CONTROLS = regex(r"[\x00-\x1f]+")


def _things(script: str) -> Iterator[dict[str, Any]]:
    """Every typed object of a JSON-LD script, outermost first; nothing when it is not JSON."""
    if len(script) > _MOST_SCRIPT:
        return
    text = script.strip().removeprefix("<!--").removeprefix("//<![CDATA[").removesuffix("-->").removesuffix("//]]>")
    try:
        queue = [_json(text)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_THINGS):
        if not queue:
            return
        thing = queue.pop(0)
        if isinstance(thing, list):
            queue[:0] = thing[:200]
        elif isinstance(thing, dict):
            if "@type" in thing:
                yield thing
            queue += [thing[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in thing]


def _json(text: str) -> Any:
    """What a script says; if need be with spaces for line ends inside its strings. Raises ValueError."""
    try:
        return msgspec.json.decode(text.strip().rstrip(";"))
    except (ValueError, RecursionError):  # it knows no NaN either
        return json.loads(_CONTROLS.sub(" ", text).strip().rstrip(";"))


def _types(thing: dict[str, Any]) -> set[str]:
    types = thing.get("@type")
    return {t.lower() for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)}


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    return (collapse(_plain(value)) or None) if isinstance(value, str) else None


_TAG = regex(r"<[^<>]*>")


def _plain(text: str) -> str:
    """Text without the markup that some sites leave inside their JSON."""
    if "&" not in text and "<" not in text:
        return text
    from html import unescape

    return _TAG.sub(" ", unescape(text))


def _names(articles: Iterable[dict[str, Any]], key: str) -> Iterator[str]:
    """The names of persons or organisations under `key`."""
    for article in articles:
        value = article.get(key)
        for one in value if isinstance(value, list) else [value]:
            name = _text(one.get("name") if isinstance(one, dict) else one)
            if name:
                yield name


def _paragraphs(value: Any) -> tuple[str, ...]:
    """The lines of a JSON-LD body; their breaks are spaces by now where the script was not strict JSON."""
    lines = _plain(value).split("\n") if isinstance(value, str) else []
    return tuple(text for line in lines if (text := collapse(line)))


def _length(paragraphs: tuple[str, ...]) -> int:
    return sum(map(len, paragraphs))


def _first(values: Iterable[str | None]) -> str | None:
    return next((v for v in values if v), None)


# ---- title


def _title(tree: Tree, told: list[str], sites: tuple[str, ...]) -> str | None:
    """The h1 that the page's own title confirms; else what of a telling stands in the page, or is not the site."""
    names = frozenset(map(_unspaced, sites))
    headings = [text for text in _in_h1(tree) if not _names_site(text, names)]
    whole = [t for t in dict.fromkeys((*told, tree.title)) if t and not _names_site(t, names)]
    confirmed = [h for h in headings if len(h) > 8 and any(_alike(h, t) for t in whole)]
    if len(confirmed) == 1:
        return confirmed[0]
    if confirmed:
        return max(confirmed, key=lambda h: (max(_overlap(h, t) for t in whole), len(h)))
    return _standing(tree, whole, names) or _first(_without_site(t, sites) for t in whole) or _first(headings)


def _in_h1(tree: Tree) -> list[str]:
    """What stands right in an h1 that is seen."""
    seen = [box for box in boxes_of(tree.tags, "h1") if not tree.hidden[box]]
    inside = {i for box in seen for i in range(tree.starts[box], tree.ends[box]) if tree.runs[i].box == box}
    return [tree.runs[i].text for i in sorted(inside)]


#: What parts a headline from section and site in a `<title>`; and how long a part is a headline without doubt.
_SEAM = regex(r"\s+[|–—·•»/:-]+\s+|\s*[|»_]\s*|(?<=[^\x00-\u2fff])-|-(?=[^\x00-\u2fff])")
_IN_SEAM = regex(r"[|–—·•»/:_-]")  # one of these, which are found much faster
_HEADLINE = 20
_MOST_PARTS = 12


def _standing(tree: Tree, told: list[str], site: frozenset[str]) -> str | None:
    """The longest stretch of a telling (`Headline | Section | Site`) that stands in the page as a line of its own."""
    stretches = [_stretches(title) for title in told]
    sizes = {len(small) for some in stretches for small in some.values()}
    lines: dict[str, str] = {}
    for text, box, _, _, _ in tree.runs:
        if (len(text) in sizes or "İ" in text) and len(text) <= 300 and not tree.hidden[box]:
            lines.setdefault(text.lower(), text)
    for some in stretches:
        seen = [s for s, small in some.items() if small in lines and not _names_site(s, site)]
        found = max(seen, key=lambda s: (_width(s), s), default="")
        if _width(found) >= _HEADLINE:
            return lines[found.lower()]
    return None


def _stretches(title: str) -> dict[str, str]:
    """All stretches of a telling from seam to seam, and each in small letters (which are one more for an `İ`)."""
    seams = list(islice(_SEAM.finditer(title), _MOST_PARTS)) if _IN_SEAM.search(title) else []
    starts, ends = [0, *(s.end() for s in seams)], [*(s.start() for s in seams), len(title)]
    return {(s := title[a:b]): s.lower() for i, a in enumerate(starts) for b in ends[i:]}


def _width(text: str) -> int:
    """Columns of a text: a Chinese or Japanese character says about as much as two letters."""
    return len(text) if text.isascii() else sum(1 + (c > "\u2fff") for c in text)


def _names_of_site(site: str | None, host: str | None) -> tuple[str, ...]:
    """What the outlet is called: by itself, and by the longest part of its address."""
    labels = host.split(".")[:-1] if host else ()
    return tuple(name for name in (site, host, max(labels, key=len, default=None)) if name)


def _names_site(text: str, names: frozenset[str]) -> bool:
    """Whether a line is no more than a name of the outlet; most do not even begin like one. In `names` is no space."""
    if text[:1].isalpha() and text[0].lower()[0] not in {name[:1] for name in names}:
        return False
    return _unspaced(text) in names


def repeats_head(text: str, head: Head) -> bool:
    """Whether a line of the body only says again what the record has: the headline, or who wrote it."""
    if len(text) > 400:
        return False
    if head.title and _begins_alike(text, head.title) and words(text) == _told(head.title):
        return True
    if head.byline is None or len(text) > len(head.byline) + _BESIDE_NAME:
        return False
    name = _told(head.byline)
    return _may_end_in(text, name) and (one := person(text)) is not None and words(one) == name


@lru_cache(maxsize=1 << 4)
def _told(text: str) -> list[str]:
    """The words of a headline or a byline, which every line is held against."""
    return words(text)


def _may_end_in(text: str, name: list[str]) -> bool:
    """Whether a line's last words are these, as those of an author line are; markup in it may say otherwise."""
    return not name or "&" in text or "<" in text or words(text)[-len(name) :] == name


#: What may stand beside a name in an author line ("Written by", marks); more than that is a sentence.
_BESIDE_NAME = 60


def _begins_alike(a: str, b: str) -> bool:
    """Whether two texts may have the same words, told by the first letter, then the first word: most have not."""
    if a[:1].isalpha() and b[:1].isalpha() and a[0].lower() != b[0].lower():
        return False
    first, second = _first_word(a), _first_word(b)
    return not first or not second or first == second


@lru_cache(maxsize=1 << 8)
def _first_word(text: str) -> str:
    found = _WORDS.search(text)
    return found[0].lower() if found else ""


_WORDS = regex(r"\w+")


def words(text: str) -> list[str]:
    """The words of a text in small letters, without marks."""
    return _WORDS.findall(text.lower())


def _same(a: str, b: str) -> bool:
    """Whether two names are one, however they are spaced (`Slash Gear`, `slashgear`)."""
    return _unspaced(a) == _unspaced(b)


@lru_cache(maxsize=1 << 8)
def _unspaced(name: str) -> str:
    return "".join(words(name))


@lru_cache(maxsize=1 << 8)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(words(text))


def _overlap(a: str, b: str) -> float:
    """Share of the words of the two texts that they have in common (Dice's coefficient)."""
    first, second = _vocabulary(a), _vocabulary(b)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _alike(heading: str, title: str) -> bool:
    if heading.lower() in title.lower() or _overlap(heading, title) > 0.7:
        return True
    here, there = _vocabulary(heading), _vocabulary(title)
    return len(here) > 3 and len(here & there) / len(here) > 0.8


_SUFFIX = regex(r"\s+[|–—·•»:-]+\s+|\s*\|\s*")


def _without_site(title: str, sites: tuple[str, ...]) -> str | None:
    """`Headline | Site` without its last part: always at a bar, at a dash only when it is the site or is short."""
    parts = list(_SUFFIX.finditer(title))
    if not parts:
        return title or None
    start, last = title[: parts[0].start()], title[parts[-1].end() :]
    if any(_overlap(start, site) > 0.6 for site in sites):
        return title[parts[0].end() :] or None
    ends = "|" in parts[-1][0] or any(_overlap(last, site) > 0.4 for site in sites) or len(last.split()) <= 3
    return (title[: parts[-1].start()] if ends and parts[-1].start() > 10 else title) or None


# ---- byline

_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dc.contributor", "byl",
            "cxenseparse:author", "citation_author", "twitter:creator:name", "og:author")  # fmt: skip
_BY = regex(
    r"^(?:(?:written|reported|posted|published|story|text|words) )?"
    r"(?:by|von|par|di|por|door|przez|af|av|autor(?:e|en)?|автор|author|auteur|verfasst von)\b[\s:]*",
    re.I,
)
_NO_NAME = regex(r"https?://|www\.|@|^\W*$|^(?:admin|editor|staff|redaktion|webmaster|n/a|null|undefined)$", re.I)
_BYLINE_NAME = regex(r"\b(?:byline|author[-_]?name|author|article[-_]?author|autor|verfasser|auteur|firma)\b", re.I)


@lru_cache(maxsize=10_000)
def _names_byline(names: str) -> bool:
    return _BYLINE_NAME.search(names) is not None


def _byline(tree: Tree, meta: dict[str, str], articles: list[dict[str, Any]], site: str | None) -> str | None:
    named = list(dict.fromkeys(n for n in map(person, _names(articles, "author")) if n))
    if named and not (len(named) == 1 and site and _same(named[0], site)):
        return ", ".join(named[:8])
    told = (person(v) for v in (*(meta.get(key) for key in _AUTHORS), *tree.authors) if v)
    if found := _first(v for v in told if v and not (site and _same(v, site))):
        return found
    names = tree.names
    boxes = (
        text
        for text, box, _, _, inline in tree.runs
        if len(text) < 120 and (_names_byline(names[box]) or (inline and _names_byline(inline)))
    )
    return _first(person(t) for t in boxes if len(t.split()) < 15 and not any(c.isdigit() for c in t)) or (
        named[0] if named else None
    )


def person(text: str) -> str | None:
    """A name as it may stand in the record: no "By", no address."""
    text = collapse(_plain(text))
    text = (text[by.end() :] if (by := _BY.match(text)) else text).strip(" ,;|·•-")
    return None if _NO_NAME.search(text) or not 2 < len(text) < 150 else text


# ---- date

_DATES = ("article:published_time", "datepublished", "article:published", "og:published_time", "date", "pubdate",
          "publishdate", "publish-date", "publish_date", "published", "parsely-pub-date", "sailthru.date", "dc.date",
          "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "cxenseparse:recs:publishtime",
          "citation_publication_date", "citation_date", "article.published", "originalpublicationdate", "ptime",
          "pdate", "displaydate", "date.issued",
          "rnews:datepublished", "article_date_original", "datecreated")  # fmt: skip
_LATER_DATES = ("og:updated_time", "article:modified_time", "last-modified", "datemodified")
_URL_DATE = regex(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?:/|-|\b)")
_DAY_FIRST = regex(r"^(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_MONTH_FIRST = regex(rf"^(?:[a-z]+, )?{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b", re.I)
_MONTH_SECOND = regex(rf"^(?P<day>\d{{1,2}})\.? {_MONTH},? (?P<year>(?:19|20)\d\d)$", re.I)
_ISO_START = regex(r"^(\d{4})[-/.](\d\d)[-/.](\d\d)")


def _date(tree: Tree, meta: dict[str, str], things: list[dict[str, Any]], url: str | None) -> str | None:
    if found := _first(iso_date(t) for t in _dates(tree, meta, things) if t):
        return found
    in_url = _URL_DATE.search(url[:2000]) if url else None
    return _calendar(in_url[1], in_url[2], in_url[3]) if in_url else None


def _dates(tree: Tree, meta: dict[str, str], things: list[dict[str, Any]]) -> Iterator[str | None]:
    """What may tell the date, the most reliable first."""
    yield from (_text(thing.get(key)) for key in ("datePublished", "dateCreated") for thing in things)
    yield from map(meta.get, _DATES)
    yield from (attributes.get("datetime") or attributes.get("content") for attributes in tree.times[:1])
    yield from map(meta.get, _LATER_DATES)


def iso_date(text: str) -> str | None:
    """A date or a moment as ISO 8601, to the day or the second as it was told; None when it cannot be read.

    A year before 1900 is what a program writes that knows none (`0001-01-01`).
    """
    found = _iso_date(text.strip()[:64])
    return found if found is None or found >= "1900" else None


def _iso_date(text: str) -> str | None:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return when.date().isoformat() if len(text) <= 10 else when.replace(microsecond=0).isoformat()
    if day := _ISO_START.match(text):
        return _calendar(day[1], day[2], day[3])
    if day := _DAY_FIRST.match(text):
        return _calendar(day[3], day[2], day[1])
    if named := _MONTH_FIRST.match(text) or _MONTH_SECOND.match(text):
        month = f"{_MONTHS.index(named['month'].lower()) + 1:02}"
        return _calendar(named["year"], month, named["day"])
    if not any(month in text.lower() for month in _MONTHS):
        return None
    from email.utils import parsedate_to_datetime  # late: it brings half of the library along, for few pages

    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _calendar(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


# ---- url, language

_LANGUAGES = ("og:locale", "content-language", "language")
_LANGUAGE = regex(r"^([a-zA-Z]{2,3})(?:[-_]|$)")


def _language(attribute: str | None, meta: dict[str, str]) -> str | None:
    for told in (attribute, *map(meta.get, _LANGUAGES)):
        if told and (code := _LANGUAGE.match(told.strip())):
            return code[1].lower()
    return None


def _host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


#: The names of `<meta>` that are asked for; a page has as many others, with whole texts in them.
_ASKED_FOR = frozenset(
    {"og:title", "twitter:title", "og:site_name", "application-name", "og:url", "canonical", "og:type",
     "og:description", "description", *_AUTHORS, *_DATES, *_LATER_DATES, *_LANGUAGES}
)  # fmt: skip

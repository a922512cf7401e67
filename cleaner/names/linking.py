"""Tells who is meant: the bare `Çavuşoğlu` of the fifth paragraph is the Mevlüt Çavuşoğlu of the first.

A text names a person in full once, and then by surname. So within a document a bare surname belongs to the full name
that bears it (of several, to the one named last), and a document's people are known before any corpus is asked. Across
documents two full names are one person when their keys are equal; see `transliteration` for what a key evens out,
`inflection` for names in another case than the nominative, and `registry` for what only a corpus can tell. Nothing is
ever linked because it looks alike.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..patterns import regex
from .finding import Span
from .folding import name_key, spellings
from .inflection import (
    certain,
    is_oblique,
    may_be_a_woman,
    may_be_nominative,
    may_be_subject,
    nominatives,
    nominatives_of_word,
)
from .lexicon import PARTICLES
from .transliteration import even

NameKind = Literal["full", "surname", "initial", "caps"]
LinkKind = Literal["document", "corpus", "transliteration", "prior", "none"]

_JUNIOR = frozenset({"jr", "sr"})
_INITIALS = regex(r"\b(?:\w\.-?)+\s*")
_DAMAGED = regex("[\ufffd?\ufffe\uffff\u0080-\u009f]|[ÃÂÄÅ][\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\\d")


#: Bounds on what one document can make us do: words of a bare name, people of one surname in it.
LONGEST = 5
MOST_BEARERS = 100


class Name(Struct, frozen=True, gc=False):
    """A mention taken apart.

    `words` are its key's words without initials and `Jr.`, in the nominative when that is certain; `initial` is the
    given name's first letter, if only that is there; `before` is the word before it.
    """

    start: int
    end: int
    surface: str
    key: str
    words: tuple[str, ...]
    initial: str
    kind: NameKind
    before: str = ""


class Link(Struct, frozen=True, gc=False):
    """Who a mention is taken to be: the key of the full name, the evidence, how sure (0 to 1)."""

    name: Name
    key: str
    evidence: LinkKind
    score: float


def take_apart(text: str, spans: Iterable[Span]) -> list[Name]:
    """The mentions of a text as names."""
    return [_name(text, span.start, span.end) for span in spans]


def _name(text: str, start: int, end: int) -> Name:
    surface = text[start:end]
    key, words, initial, kind = _parts(surface)
    if kind != "full" or not nominatives(surface):
        return Name(start, end, surface, key, words, initial, kind)
    before = _word_before(text, start)
    told = certain(surface) or (certain(surface, oblique=True) if is_oblique(before) else None)
    return Name(start, end, surface, key, tuple(told.split()) if told else words, initial, kind, before)


def _word_before(text: str, start: int) -> str:
    """The word before a place in the text; empty if something else than a space stands between."""
    bare = text[max(0, start - 24) : start]
    if bare[-1:] != " ":
        return ""
    word = bare[:-1].rpartition(" ")[2]
    return word if word.isalpha() else ""


@lru_cache(maxsize=1 << 14)
def _parts(surface: str) -> tuple[str, tuple[str, ...], str, NameKind]:
    key = name_key(surface)
    words = [w for w in key.split() if w not in _JUNIOR]
    told = name_key(_INITIALS.sub(" ", surface)).split() if "." in surface else words
    bare = [w for w in told if w not in _JUNIOR] or words
    given = [w for w in bare if w not in PARTICLES]
    initial = (
        words[0][0]
        if len(bare) < len(words) and len(words[0]) <= 3 and surface[:1].isalpha() and "." in surface[:3]
        else ""
    )
    kind: NameKind
    if surface.isupper() and len(surface) > 3 and not initial:
        kind = "caps"
    elif initial and len(given) == 1:
        kind = "initial"
    else:
        kind = "full" if (len(given) > 1 and bare[0] not in PARTICLES) or len(given) > 2 else "surname"
    return key, tuple(bare), initial, kind


def is_full(name: Name) -> bool:
    """Whether the mention names somebody by given name and surname."""
    return name.kind == "full" or (name.kind == "caps" and len(name.words) > 1 and name.words[0] not in PARTICLES)


def key_as_written(surface: str) -> str:
    """The key of a full name as if it stood in the nominative."""
    return even(" ".join(_parts(surface)[1]))


def person_key(name: Name) -> str:
    """The key of a full name from nothing but itself."""
    return _key_of(name.words)


@lru_cache(maxsize=1 << 14)
def _key_of(words: tuple[str, ...]) -> str:
    return even(" ".join(words))


def link_document(names: Sequence[Name]) -> list[Link]:
    """Each mention with the person it is within this document; a surname that no full name bears stays itself."""
    known = in_nominative(names)
    own_keys = [person_key(name) if is_full(name) else None for name in known]
    people = _People(known, own_keys)
    links: list[Link] = []
    for given, name, own in zip(names, known, own_keys, strict=True):
        if own is not None:
            key = people.same_as.get(own, own)
            told = key != own or name.words != given.words
            link = Link(name, key, "document" if told else _told_by_table(name, key), 1.0)
        else:
            link = people.resolve(name)
        people.last[link.key] = len(links)
        links.append(link)
    return links


def _told_by_table(name: Name, key: str) -> LinkKind:
    """Whether a table was needed for the key of a full name: of transliterations, of case endings."""
    if key != " ".join(name.words):
        return "transliteration"
    return "none" if key == name.key or set(name.words) <= set(name.key.split()) else "transliteration"


def in_nominative(names: Sequence[Name]) -> Sequence[Name]:
    """The full names that are in some case, with the words of the one nominative that the document has for them."""
    if not any(name.kind == "full" and declined_keys(name.surface) for name in names):
        return names
    written = {person_key(n): n.words for n in names if is_full(n)}
    return [replace(name, words=words) if (words := attested_nominative(name, written)) else name for name in names]


def attested_nominative(name: Name, written: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The words of the one full name among those `written` that this one may be a case of; None if none or several.

    What may as well be the nominative of somebody else (`Александра Иванова`) counts only where a sentence hardly has
    a subject.
    """
    if name.kind != "full" or not (keys := declined_keys(name.surface)):
        return None
    found = sorted(keys & written.keys() - {person_key(name)})
    if len(found) != 1 or (may_be_a_woman(name.surface) and may_be_subject(name.before)):
        return None
    return written[found[0]]


@lru_cache(maxsize=1 << 13)
def declined_keys(surface: str) -> frozenset[str]:
    """The keys of all full names that this one may be a case of."""
    return frozenset(even(name_key(" ".join(way.words))) for way in nominatives(surface))


@lru_cache(maxsize=1 << 13)
def told_keys(surface: str) -> frozenset[str]:
    """As `declined_keys`, of a name that no document explains: of those alone that can be nothing else."""
    ways = [way for way in nominatives(surface) if way.is_told]
    if may_be_nominative(surface):
        ways = [way for way in ways if way.strong_surname]
    return frozenset(even(name_key(" ".join(way.words))) for way in ways)


class _People:
    """The people of one document, by what a bare mention of them would be.

    Somebody who is only ever given an initial (`E. Russo`) counts when no full name has that surname. `keys`: of each
    full name its own; None of the others.
    """

    def __init__(self, names: Sequence[Name], keys: Sequence[str | None]) -> None:
        self.last: dict[str, int] = {}
        self.by_surname: dict[str, list[str]] = defaultdict(list)
        self.by_given: dict[str, list[str]] = defaultdict(list)
        self.initials: dict[str, set[str]] = defaultdict(set)
        full = [(own, name) for own, name in zip(keys, names, strict=True) if own is not None]
        self.same_as = _same_in_document({own: name.words for own, name in full})
        for own, name in {(name.surface, name.words): (own, name) for own, name in full}.values():  # once is enough
            key = self.same_as.get(own, own)
            self.initials[key].add(name.words[0][0])
            self._add(key, bare_forms(name.surface, name.words))
            namesakes = self.by_given[name.words[0]]
            if len(namesakes) < MOST_BEARERS and key not in namesakes:
                namesakes.append(key)
        for name in names:
            if name.initial and not is_full(name) and not self._by_spelling(name):
                key = initial_key(name)
                self.initials[key].add(name.initial)
                self._add(key, [" ".join(name.words)])

    def _add(self, key: str, bare: Iterable[str]) -> None:
        for form in bare:
            bearers = self.by_surname[form]
            if len(bearers) < MOST_BEARERS and key not in bearers:
                bearers.append(key)

    def _by_spelling(self, name: Name) -> list[str]:
        found = self.by_surname.get(" ".join(name.words)) or next(
            (self.by_surname[s] for s in bare_spellings(name) if s in self.by_surname), []
        )
        return [key for key in found if not name.initial or name.initial in self.initials[key]]

    def resolve(self, name: Name) -> Link:
        found = self._by_spelling(name)
        if not found and not name.initial:
            found = next((self.by_given[s] for s in bare_spellings(name) if s in self.by_given), [])
        if not found:
            return Link(name, even(name.key), "none", 0.5)
        named = [key for key in found if key in self.last]
        key = max(named, key=self.last.__getitem__) if named else found[0]
        evidence: LinkKind = "none" if name.initial and key == initial_key(name) else "document"
        return Link(name, key, evidence, 1.0 if len(found) == 1 else 0.7)


def bare_spellings(name: Name) -> Sequence[str]:
    """The keys that a bare mention may have been meant as: as written, as licensed, then in the nominative."""
    return (" ".join(name.words), *_bare_spellings(name.surface, len(name.words) == 1))


@lru_cache(maxsize=1 << 13)
def _bare_spellings(surface: str, single: bool) -> tuple[str, ...]:
    licensed = sorted(map(name_key, spellings(surface)))
    return (*licensed, *sorted(nominatives_of_word(surface))) if single else tuple(licensed)


def initial_key(name: Name) -> str:
    """The key of somebody known by an initial and a surname."""
    return f"{name.initial} {' '.join(name.words)}"


@lru_cache(maxsize=1 << 14)
def bare_forms(surface: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """What a full name may be shortened to: its last words, in every spelling that its own letters license."""
    forms = {
        " ".join(words[i:])
        for i in range(max(1, len(words) - LONGEST), len(words))
        if any(w not in PARTICLES for w in words[i:])
    }
    if not surface.isascii():
        for spelling in spellings(surface):
            variant = name_key(_INITIALS.sub(" ", spelling)).split()
            forms |= {" ".join(variant[i:]) for i in range(max(1, len(variant) - LONGEST), len(variant))}
    return tuple(sorted(forms))


def _same_in_document(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Full names that are the end of a longer one: `Tayyip Erdogan` is the document's `Recep Tayyip Erdogan`.

    Only when one longer name alone fits. `words`: of each full name, by its key.
    """
    longer: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, w in words.items():
        for i in range(max(1, len(w) - LONGEST), len(w) - 1):
            longer[w[i:]].append(key)
    if not longer:
        return {}
    same = {key: longer[w][0] for key, w in words.items() if len(longer.get(w, ())) == 1}
    return {key: same.get(to, to) for key, to in same.items()}


def is_within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the short name is the end of the long one."""
    return short == long[len(long) - len(short) :]


@lru_cache(maxsize=1 << 13)
def written(surface: str) -> str:
    """The form that a surface attests: composed, without an editor's brackets, one space between words."""
    return " ".join(unicodedata.normalize("NFC", surface).translate(_BRACKETS).split())


_BRACKETS = str.maketrans("", "", "[]")


def is_sound(form: str) -> bool:
    """Whether a form shows no sign of a broken encoding; one that does may never stand for the person."""
    return not _DAMAGED.search(form)


def canonical(forms: Mapping[str, int], key: str) -> str:
    """The fullest form attested of the person with this key.

    In the nominative, most words, not in capitals, with its diacritics; then the most frequent.
    """
    if len(forms) == 1:
        return next(iter(forms))
    sound = [f for f in forms if is_sound(f)] or list(forms)
    return max(sound, key=lambda f: (*_fullness(f, key), forms[f], f))


@lru_cache(maxsize=1 << 14)
def _fullness(form: str, key: str) -> tuple[int, bool, bool, bool]:
    words = len(form.split()) - len(_INITIALS.findall(form))
    return words, key not in declined_keys(form), not form.isupper(), not form.isascii()

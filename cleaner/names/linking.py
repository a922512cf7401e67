"""Tells who is meant: the bare `Çavuşoğlu` of the fifth paragraph is the Mevlüt Çavuşoğlu of the first.

A text names a person in full once, and then by surname. So within a document a bare surname belongs to the full name
that bears it (of several, to the one named last), and a document's people are known before any corpus is asked. Across
documents two full names are one person when their keys are equal; see `transliteration` for what a key evens out, and
`registry` for what only a corpus can tell. Nothing is ever linked because it looks alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from .finding import Span
from .folding import name_key, spellings
from .lexicon import PARTICLES
from .transliteration import even

NameKind = Literal["full", "surname", "initial", "caps"]
LinkKind = Literal["document", "corpus", "transliteration", "prior", "none"]

_JUNIOR = frozenset({"jr", "sr"})
_INITIALS = re.compile(r"\b(?:\w\.-?)+\s*")
_DAMAGED = re.compile("[\ufffd?\ufffe\uffff\u0080-\u009f]|[ÃÂÄÅ][\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\\d")


#: Bounds on what one document can make us do: words of a bare name, people of one surname in it.
LONGEST = 5
MOST_BEARERS = 100


class Name(NamedTuple):
    """A mention taken apart.

    `words` are its key's words without initials and `Jr.`; `initial` is the given name's first letter, if only that is
    there.
    """

    start: int
    end: int
    surface: str
    key: str
    words: tuple[str, ...]
    initial: str
    kind: NameKind


class Link(NamedTuple):
    """Who a mention is taken to be: the key of the full name, the evidence, how sure (0 to 1)."""

    name: Name
    key: str
    evidence: LinkKind
    score: float


def take_apart(text: str, spans: Iterable[Span]) -> list[Name]:
    """The mentions of a text as names."""
    return [Name(s.start, s.end, text[s.start : s.end], *_parts(text[s.start : s.end])) for s in spans]


@lru_cache(maxsize=1 << 14)
def _parts(surface: str) -> tuple[str, tuple[str, ...], str, NameKind]:
    key = name_key(surface)
    words = [w for w in key.split() if w not in _JUNIOR]
    bare = [w for w in name_key(_INITIALS.sub(" ", surface)).split() if w not in _JUNIOR] or words
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


def person_key(name: Name) -> str:
    """The key of a full name from nothing but itself."""
    return even(" ".join(name.words))


def link_document(names: Sequence[Name]) -> list[Link]:
    """Each mention with the person it is within this document; a surname that no full name bears stays itself."""
    people = _People(names)
    links: list[Link] = []
    for name in names:
        if is_full(name):
            key = people.same_as.get(person_key(name), person_key(name))
            evidence: LinkKind = (
                "document" if key != person_key(name) else "none" if key == " ".join(name.words) else "transliteration"
            )
            link = Link(name, key, evidence, 1.0)
        else:
            link = people.resolve(name)
        people.last[link.key] = len(links)
        links.append(link)
    return links


class _People:
    """The people of one document, by what a bare mention of them would be.

    Somebody who is only ever given an initial (`E. Russo`) counts when no full name has that surname.
    """

    def __init__(self, names: Sequence[Name]) -> None:
        self.last: dict[str, int] = {}
        self.by_surname: dict[str, list[str]] = defaultdict(list)
        self.by_given: dict[str, list[str]] = defaultdict(list)
        self.initials: dict[str, set[str]] = defaultdict(set)
        full = [name for name in names if is_full(name)]
        self.same_as = _same_in_document(full)
        for name in full:
            own = person_key(name)
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
        bare = " ".join(name.words)
        found = self.by_surname.get(bare) or next(
            (self.by_surname[s] for s in sorted(map(name_key, spellings(name.surface))) if s in self.by_surname), []
        )
        return [key for key in found if not name.initial or name.initial in self.initials[key]]

    def resolve(self, name: Name) -> Link:
        found = self._by_spelling(name)
        if not found and not name.initial:
            found = self.by_given.get(" ".join(name.words), [])
        if not found:
            return Link(name, even(name.key), "none", 0.5)
        named = [key for key in found if key in self.last]
        key = max(named, key=lambda k: self.last[k]) if named else found[0]
        evidence: LinkKind = "none" if name.initial and key == initial_key(name) else "document"
        return Link(name, key, evidence, 1.0 if len(found) == 1 else 0.7)


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


def _same_in_document(full: Sequence[Name]) -> dict[str, str]:
    """Full names that are the end of a longer one: `Tayyip Erdogan` is the document's `Recep Tayyip Erdogan`.

    Only when one longer name alone fits.
    """
    words = {person_key(n): n.words for n in full}
    longer: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, w in words.items():
        for i in range(max(1, len(w) - LONGEST), len(w) - 1):
            longer[w[i:]].append(key)
    same = {key: longer[w][0] for key, w in words.items() if len(longer.get(w, ())) == 1}
    return {key: same.get(to, to) for key, to in same.items()}


def is_within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the short name is the end of the long one."""
    return short == long[len(long) - len(short) :]


def written(surface: str) -> str:
    """The form that a surface attests: composed, without an editor's brackets, one space between words."""
    return " ".join(unicodedata.normalize("NFC", surface).translate(_BRACKETS).split())


_BRACKETS = str.maketrans("", "", "[]")


def is_sound(form: str) -> bool:
    """Whether a form shows no sign of a broken encoding; one that does may never stand for the person."""
    return not _DAMAGED.search(form)


def canonical(forms: Counter[str]) -> str:
    """The fullest form attested: most words, not in capitals, with its diacritics; then the most frequent."""
    sound = [f for f in forms if is_sound(f)] or list(forms)
    return max(
        sound, key=lambda f: (len(f.split()) - len(_INITIALS.findall(f)), not f.isupper(), not f.isascii(), forms[f], f)
    )

"""Works out of a registry's facts who is who: which keys are one person, and whom a bare surname can mean.

Two full names become one person when a spelling with diacritics licenses the other (`Günther` gives `Guenther`), when a
document itself used both for one person, when one is the other in another case, or when a curator said so; never
because they look alike, and never because the surname is the same. A surname alone is given to the one person who bears
it in the corpus (`corpus`), to the one who is by far the most named (`prior`, always said so), or to nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from .finding import Reading, Span
from .folding import name_key, spellings
from .inflection import nominatives_of_word, surnames_of
from .linking import (
    Link,
    Name,
    bare_forms,
    canonical,
    declined_keys,
    is_full,
    key_as_written,
    person_key,
    take_apart,
    told_keys,
)
from .registry import Pair, Registry

#: A prior is used only when this share of the documents with the surname in full mean one person …
PRIOR_SHARE = 0.6
#: … and there are at least so many.
PRIOR_DOCUMENTS = 5


class Person(NamedTuple):
    """One person: the key, the fullest form attested, and how many documents hold each form."""

    key: str
    canonical: str
    forms: Counter[str]
    documents: int


class Resolved(NamedTuple):
    """A registry worked out: person by any of their keys, and the persons a bare name can mean."""

    persons: Mapping[str, Person]
    bearers: Mapping[str, Sequence[Person]]

    def person(self, key: str) -> Person | None:
        return self.persons.get(key)

    def confirmed(self, text: str, reading: Reading) -> list[Span]:
        """The spans of a text, and those of its doubts that are the surname of somebody the corpus knows well."""
        known = [
            span
            for span in reading.doubts
            if (bearers := self.bearers.get(name_key(text[span.start : span.end]))) and bearers[0].documents > 1
        ]
        return sorted({*reading.spans, *known}) if known else reading.spans

    def settle(self, link: Link) -> Link:
        """The link as the corpus sees it: the person's one key, and an owner for a surname that had none."""
        name = link.name
        if (person := self.persons.get(link.key)) and (is_full(name) or link.evidence == "document"):
            changed = person.key != link.key and link.evidence in ("none", "transliteration")
            return replace(link, key=person.key, evidence="corpus" if changed else link.evidence)
        if is_full(name):
            return link
        initial, _, rest = link.key.partition(" ")
        if len(initial) == 1 and rest:  # somebody whom the document gives no more than an initial
            return self._owner(link, rest, initial)
        return self._owner(link, " ".join(name.words), "") if link.evidence == "none" else link

    def _owner(self, link: Link, bare: str, initial: str) -> Link:
        found = self.bearers.get(bare, ()) or self._declined(link.name)
        bearers = [p for p in found if p.key.startswith(initial)]
        if len(bearers) == 1:
            score = round(1 - 1 / (bearers[0].documents + 1), 2)
            return replace(link, key=bearers[0].key, evidence="corpus", score=score)
        total = sum(p.documents for p in bearers)
        if bearers and total >= PRIOR_DOCUMENTS and bearers[0].documents >= PRIOR_SHARE * total:
            return replace(link, key=bearers[0].key, evidence="prior", score=round(bearers[0].documents / total, 2))
        return link

    def _declined(self, name: Name) -> Sequence[Person]:
        """The persons whose surname a bare name may be a case of."""
        if len(name.words) != 1:
            return ()
        found = {p.key: p for surname in surnames_of(name.surface) for p in self.bearers.get(surname, ())}
        return sorted(found.values(), key=_most_named)


@lru_cache(maxsize=4)
def resolve(registry: Registry) -> Resolved:
    """Who is who in this registry; the same answer for the same facts, in whatever order they came."""
    names = {form: parsed(form) for forms in registry.facts.values() for form in forms}
    full = {key: forms for key, forms in registry.facts.items() if any(is_full(names[form]) for form in forms)}
    groups = _Groups(full, registry.different)
    for a, b in sorted(registry.same):
        groups.join(a, b)
    for a, b in sorted({*_licensed(full), *_declined(full), *_used_together(full, names)}):
        groups.join(a, b)
    persons: dict[str, Person] = {}
    for members in groups.all():
        person = _person(members, full, names)
        persons.update(dict.fromkeys(members, person))
    return Resolved(persons, _bearers(persons, names))


class _Groups:
    """Keys joined into persons; a join that would put two `different` keys together is refused."""

    def __init__(self, keys: Iterable[str], different: Iterable[Pair]) -> None:
        self.members: dict[str, list[str]] = {key: [key] for key in sorted(keys)}
        self.group = {key: key for key in self.members}
        self.apart: dict[str, set[str]] = defaultdict(set)
        for a, b in different:
            self.apart[a].add(b)
            self.apart[b].add(a)

    def join(self, a: str, b: str) -> None:
        if a not in self.group or b not in self.group or self.group[a] == self.group[b]:
            return
        big, small = self.members[self.group[a]], self.members[self.group[b]]
        if any(self.apart[key] & set(big) for key in small if key in self.apart):
            return
        if len(big) < len(small):
            big, small = small, big
        head = self.group[big[0]]
        del self.members[self.group[small[0]]]
        big += small
        self.group.update(dict.fromkeys(small, head))

    def all(self) -> list[list[str]]:
        return [sorted(members) for members in self.members.values()]


_Forms = Mapping[str, Mapping[str, frozenset[str]]]


def _licensed(full: _Forms) -> Iterable[Pair]:
    """Pairs of keys of which one's attested form with diacritics may be written as the other."""
    for key, forms in full.items():
        for form in forms:
            if not form.isascii() and " " in form:
                for spelling in spellings(form):
                    if spelling != form and (other := key_of(parsed(spelling))) != key and other in full:
                        yield key, other


def _declined(full: _Forms) -> Iterable[Pair]:
    """Pairs of keys of which one's attested form is the other in another case, and no third's."""
    attested = {key for key, forms in full.items() if any(key_as_written(form) == key for form in forms)}
    for key, forms in full.items():
        for form in forms:
            others = told_keys(form) & attested - {key}
            if len(others) == 1 and (key not in attested or key_as_written(form) == key):
                yield key, next(iter(others))


def _used_together(full: _Forms, names: Mapping[str, Name]) -> Iterable[Pair]:
    """Pairs of keys that a document used for one person: a full form of one stands under the other's key alone."""
    under: dict[str, set[str]] = defaultdict(set)
    for key, forms in full.items():
        for form in forms:
            own = key_of(names[form])
            if own and own != key and own in full and key not in declined_keys(form):
                under[own].add(key)
    return ((own, next(iter(keys))) for own, keys in under.items() if len(keys) == 1)


def parsed(form: str) -> Name:
    """A written form as a name by itself."""
    return take_apart(form, [Span(0, len(form), 0.0)])[0]


def key_of(name: Name) -> str:
    """The key that a form has by itself; empty if it is no full name."""
    return person_key(name) if is_full(name) else ""


def _person(keys: Sequence[str], full: _Forms, names: Mapping[str, Name]) -> Person:
    forms: Counter[str] = Counter()
    documents: set[str] = set()
    for key in keys:
        for form, where in full[key].items():
            forms[form] += len(where)
            documents |= where
    nominative = [key for key in keys if not any(told_keys(form) & {*keys} - {key} for form in full[key])] or keys
    best = canonical(forms, nominative[0])
    own = key_of(names[best])
    return Person(own if own in nominative else nominative[0], best, forms, len(documents))


def _bearers(persons: Mapping[str, Person], names: Mapping[str, Name]) -> Mapping[str, Sequence[Person]]:
    """Bare name → the persons it can mean, most documents first: their last words, and what documents called them."""
    found: dict[str, dict[str, Person]] = defaultdict(dict)
    for person in persons.values():
        full = [form for form in person.forms if is_full(names[form]) and _is_own(names[form], person.key)]
        last = {short for form in full for short in bare_forms(form, names[form].words)}
        called = (form for form in person.forms if not is_full(names[form]) and not names[form].initial)
        for short in {*last, *(names[form].key for form in called if not nominatives_of_word(form) & last)}:
            found[short][person.key] = person
    return {bare: sorted(people.values(), key=_most_named) for bare, people in found.items()}


def _is_own(name: Name, key: str) -> bool:
    """Whether a full form gives the person's surname in the nominative."""
    return key_of(name) == key or key not in declined_keys(name.surface)


def _most_named(person: Person) -> tuple[int, str]:
    return -person.documents, person.key

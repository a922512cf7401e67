"""Lists the names that may be one person but were kept apart, so that somebody who knows can say.

The linker never guesses. What it would have guessed is shown here with the reason: one name is the other without its
first word, a given name is short for the other's, or one letter differs. A person answers by adding a line `same` or
`different` to the registry; either way the pair is not shown again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .linking import is_within
from .registry import Pair, Registry
from .resolving import Person, resolve


class NearMiss(NamedTuple):
    """Two persons that may be one, and why one may think so."""

    a: Person
    b: Person
    why: str


class Ownerless(NamedTuple):
    """A surname that documents use alone and that several persons bear, none by far the most named."""

    surname: str
    documents: int
    bearers: tuple[Person, ...]


def near_misses(registry: Registry) -> list[NearMiss]:
    """Pairs of persons that only a human can join or part, the most documents first."""
    resolved = resolve(registry)
    persons = {p.key: p for p in resolved.persons.values()}
    settled = {_of_persons(pair, resolved.persons) for pair in (*registry.same, *registry.different)}
    found: dict[Pair, NearMiss] = {}
    for a, b, why in (*_shortened(persons), *_one_letter(persons)):
        pair = (min(a, b), max(a, b))
        if pair not in settled:
            found.setdefault(pair, NearMiss(persons[pair[0]], persons[pair[1]], why))
    return sorted(found.values(), key=lambda n: (-n.a.documents - n.b.documents, n.a.key, n.b.key))


def ownerless(registry: Registry) -> list[Ownerless]:
    """Bare surnames that were given to nobody, the most documents first."""
    resolved = resolve(registry)
    found = [
        Ownerless(key, len(frozenset().union(*forms.values())), tuple(bearers))
        for key, forms in registry.facts.items()
        if key not in resolved.persons and len(bearers := resolved.bearers.get(key, ())) > 1
    ]
    return sorted(found, key=lambda o: (-o.documents, o.surname))


def _of_persons(pair: Pair, persons: Mapping[str, Person]) -> Pair:
    a, b = (persons[key].key if key in persons else key for key in pair)
    return min(a, b), max(a, b)


def _shortened(persons: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Pairs with one surname of which one is the other's end, or a given name the other's beginning."""
    by_surname: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in sorted(persons):
        by_surname[key.split()[-1]].append(tuple(key.split()))
    for names in by_surname.values():
        for at, a in enumerate(names[:200]):  # a surname that thousands bear would cost their square
            for b in names[at + 1 : 200]:
                short, long = sorted((a, b), key=len)
                if len(short) < len(long) and is_within(short, long):
                    yield " ".join(a), " ".join(b), "one name is the end of the other"
                elif len(short) < len(long) and short[0] == long[0]:
                    yield " ".join(a), " ".join(b), "one has a word more in the middle"
                elif a[0] != b[0] and a[1:] == b[1:] and (a[0].startswith(b[0]) or b[0].startswith(a[0])):
                    yield " ".join(a), " ".join(b), "one given name may be short for the other"


def _one_letter(persons: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Pairs that become equal when a letter is struck from one or from each at the same place."""
    struck: dict[str, list[str]] = defaultdict(list)
    for key in sorted(persons):
        if 8 <= len(key) <= 60:
            for variant in {key, *(key[:i] + key[i + 1 :] for i in range(len(key)) if key[i] != " ")}:
                struck[variant].append(key)
    for keys in struck.values():
        for at, a in enumerate(keys[:20]):
            for b in keys[at + 1 : 20]:
                if _distance_is_one(a, b):
                    yield a, b, "one letter differs"


def _distance_is_one(a: str, b: str) -> bool:
    if len(a) > len(b):
        a, b = b, a
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[at + 1 :] == b[at + 1 :] if len(a) == len(b) else a[at:] == b[at + 1 :]

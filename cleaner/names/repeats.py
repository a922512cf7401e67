"""Reads a text once more for the people it has named: whoever was named in full is called by surname afterwards.

The model weighs each word by its neighbours, and a bare `Деминым` in a short text may have none that speak for it. But
somebody called Алексей Дёмин has been named, and `Деминым` is his surname in another case. So every word in capitals
that was read as no name is held against the names that were, in any case; and a word that only begins a sentence before
such a surname (`Позже Мединский`) is let go. A pair of words that can be nothing but a declined name is one, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from ._finding import Found, Word, groups
from .inflection import certain, nominatives_of_word
from .lexicon import Kind

#: What a token may be read as.
NONE, BEGIN, INSIDE = 0, 1, 2

#: By how much (in hundredths) the model may have preferred "no name" for a surname as it stood in the full name …
AS_WRITTEN = 150 * 100
#: … and in another case, of which the model knows nothing.
DECLINED = 600 * 100
#: How many letters begin a name and all its cases; the shortest nominative that a case may be taken for.
_STEM, _SHORTEST = 3, 4

_NO_SURNAME = int(Kind.PLACE | Kind.THING | Kind.CALENDAR | Kind.NATION | Kind.TITLE | Kind.ORG)
_PERSON, _ANY = int(Kind.FIRST | Kind.LAST), (1 << len(Kind)) - 1
#: Shapes of words that are no initials and not in capitals.
_WHOLE = frozenset({"C", "M", "h"})


def found_again(found: Found, tags: bytearray) -> bytearray:
    """The tags, a byte a token, with a name wherever somebody named in full is called by surname."""
    out = bytearray(tags)
    named = _Named(found, tags)
    for i in found.pairs(tags, 0, _ANY, _NO_SURNAME):
        if certain(f"{found[i].word} {found[i + 1].word}") is not None:  # though in no nominative
            out[i : i + 2] = BEGIN, INSIDE
    for i in found.alone(tags, named.stems, _STEM, _NO_SURNAME):
        if named.is_called(found[i], found.margin(i, i + 1)):
            out[i] = BEGIN
    for a, b in named.at_a_beginning:
        if named.only_begins(found[a], found[b]):
            out[a], out[b] = NONE, BEGIN
    return out


class _Named:
    """The surnames of a text's full names, with the given names before them; stems are how they begin."""

    def __init__(self, found: Found, tags: bytearray) -> None:
        self.written: dict[str, set[str]] = defaultdict(set)
        self.words: dict[str, set[str]] = defaultdict(set)
        self.at_a_beginning: list[tuple[int, int]] = []
        for begin, end in groups(tags):
            if end - begin > 1:
                first, last = found[begin], found[end - 1]
                if last.shape in _WHOLE and first.shape in _WHOLE:
                    self.written[last.folded].add(first.word)
                    self.words[last.word].add(first.word)
                    if end - begin == 2 and first.starts and not first.kinds & _PERSON:
                        self.at_a_beginning.append((begin, begin + 1))
        self.stems = frozenset([surname[:_STEM] for surname in self.written])

    @cached_property
    def nominatives(self) -> Mapping[str, set[str]]:
        """What the surnames may be cases of, when somebody was named in full in another case only."""
        found: dict[str, set[str]] = defaultdict(set)
        for word, given in self.words.items():
            for surname in nominatives_of_word(word):
                if len(surname) >= _SHORTEST:
                    found[surname] |= given
        return found

    def bearers(self, token: Word) -> tuple[set[str], bool]:
        """The given names of those whose surname this may be, and whether it stands as it stood there."""
        key = token.folded
        if key in self.written or token.shape not in _WHOLE:
            return self.written.get(key, set()), True
        cases = {s for s in nominatives_of_word(token.word) if len(s) >= _SHORTEST}
        found = [self.written[s] for s in cases & self.written.keys()]
        found += [self.nominatives[s] for s in {key, *cases} & self.nominatives.keys()]
        return set().union(*found), False

    def is_called(self, token: Word, margin: float) -> bool:
        """Whether somebody is called by this word alone; `margin` is by how much the model prefers that to no name."""
        bearers, as_written = self.bearers(token)
        return bool(bearers) and -margin < (AS_WRITTEN if as_written else DECLINED)

    def only_begins(self, first: Word, last: Word) -> bool:
        """Whether the first word begins a sentence before the surname of somebody known by another given name."""
        return bool(self.bearers(last)[0] - {first.word})

"""Finds which rules apply to which lines, quickly: words first, patterns only where their words stand.

One pass over the document says which lines hold which of all the rules' words; most hold none. Only there are patterns
tried. The words are looked for by how they open (`_cues`), the patterns are RE2's, so a hostile line costs time in
proportion to its length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from . import cues
from ._cues import Words
from .passages import Passage, plain
from .rules import Rule, Rules, built_in, edges, letters, words_of
from .voice import unquoted

_MEMORY = 64 << 20  # bytes an automaton may take; the literal one stays far below
#: Of one rule in one line no more matches are taken: each is found in linear time, all together need not be.
_MOST = 20
#: What was found in lines up to this long is kept, for so many of them.
_SHORT, _KEPT = 90, 4096
#: Longer than this, what matched is two things that happen to stand in one line.
_LONGEST = 260


def _options() -> Any:
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    options.never_capture = True  # only where a match begins and ends is asked
    return options


class Hit(NamedTuple):
    """A rule's pattern was found in a passage, from `start` to `end` of its plain form."""

    rule: Rule
    start: int
    end: int


#: The family without which nothing is an appeal; the first to be looked for.
_ASKS = "ask"


class Found(NamedTuple):
    """Passage number → the rules found in it; the passages that hold a word which some rule needs; those that ask."""

    hits: dict[int, tuple[Hit, ...]]
    worded: frozenset[int]
    asking: frozenset[int]


class Matcher:
    """A set of rules made ready to be tried; patterns are compiled when first needed."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        numbers: dict[str, int] = {}  # of each word that some rule needs
        by_need: dict[int, list[tuple[int, frozenset[int]]]] = defaultdict(list)
        for i, rule in enumerate(self.rules):
            for need in rule.needs:
                first, *others = (numbers.setdefault(word, len(numbers)) for word in words_of(need))
                by_need[first].append((i, frozenset(others)))
        local = [(i, rule) for i, rule in enumerate(self.rules) if rule.sites]
        self._elsewhere = lru_cache(1024)(lambda site: frozenset(i for i, rule in local if not _holds(rule, site)))
        self._compiled: dict[int, Any] = {}
        by_family: dict[str, list[tuple[int, int]]] = {_ASKS: []}
        for i, rule in enumerate(self.rules):
            for together in map(str.split, rule.words):
                by_family.setdefault(cues.rarest(together), []).append((i, cues.built_in().bits(together)))
        # Families come first, then words that are needed; of each the rules that ask for it.
        self._by_family = tuple(map(tuple, by_family.values()))
        self._by_need = tuple(tuple(by_need[n]) for n in range(len(numbers)))
        known = cues.built_in().cues
        families = [(cues.core(c), i, *cues.edges(c)) for i, name in enumerate(by_family) for c in known[name]]
        needs = [(letters(word), i, *edges(word)) for i, word in enumerate(numbers, len(by_family))]
        self._words = Words(families + needs)
        self._kept = lru_cache(_KEPT)(self._tried)  # menus and buttons are the same on every page
        self._asked = lru_cache(_KEPT)(self._asked_by)  # and so are the few words that most lines hold

    def hits(self, found: Sequence[Passage], site: str | None) -> Found:
        """What the rules find in these passages."""
        hits: dict[int, tuple[Hit, ...]] = {}
        worded, asking = set[int](), set[int]()
        elsewhere = self._elsewhere(site)
        for line, groups in self._words.held([p.plain for p in found]).items():
            passage, (asks, numbers, wanted) = found[line], self._asked(groups)
            if asks:
                asking.add(line)
            if not passage.open:
                continue
            told: tuple[Hit, ...] = ()
            if numbers:
                worded.add(line)
                mine = numbers if elsewhere.isdisjoint(numbers) else tuple(n for n in numbers if n not in elsewhere)
                told = (self._kept if len(passage.plain) <= _SHORT else self._tried)(mine, passage.plain)
            if wanted and (more := self._by_families(passage, [w for w in wanted if w[0] not in elsewhere])):
                worded.add(line)
                told += tuple(more)
            if told:
                hits[line] = told
        return Found(hits, frozenset(worded), frozenset(asking))

    def _asked_by(self, groups: tuple[int, ...]) -> tuple[bool, tuple[int, ...], tuple[tuple[int, int], ...]]:
        """What a line with these groups of words may be: one that asks; which patterns are to be tried; and which rules
        that name families, each with the mask of these."""
        families = len(self._by_family)
        held = {group - families for group in groups if group >= families}
        needs = {number for word in held for number, others in self._by_need[word] if others <= held}
        wanted = [w for group in groups if group < families for w in self._by_family[group]]
        return 0 in groups, tuple(sorted(needs)), tuple(sorted(wanted))

    def _by_families(self, passage: Passage, wanted: Sequence[tuple[int, int]]) -> list[Hit]:
        """The rules that name families of words: first whether a line holds them, then whether together.

        `wanted`: of each rule of which the line holds the rarest family its number, and the families it
        asks for; in order.
        """
        if not cues.SHORTEST <= len(passage.plain) <= cues.LONGEST:
            return []
        mask = cues.built_in().mask(passage.plain)
        may: dict[int, list[int]] = {}
        for number, families in wanted:
            if mask & families == families:
                may.setdefault(number, []).append(families)
        return list(self._together(may, plain(unquoted(passage.shown)))) if may else []

    def _together(self, may: Mapping[int, Sequence[int]], text: str) -> Iterator[Hit]:
        """Of the rules that may apply those that do, in `text`, which holds no quotations any more."""
        pieces = [(a, b, cues.built_in().mask(text[a:b])) for a, b in cues.stretches(text)]
        for number, masks in may.items():
            at = next(((a, b) for a, b, mask in pieces if any(mask & m == m for m in masks)), None)
            if at:
                yield Hit(self.rules[number], *at)

    def _tried(self, numbers: tuple[int, ...], text: str) -> tuple[Hit, ...]:
        """What these rules find in a line, in their order. RE2 reads bytes: a line becomes some but once."""
        data = text.encode("utf-8", "replace")

        def place(at: int) -> int:
            return at if len(data) == len(text) else len(data[:at].decode("utf-8", "ignore"))

        return tuple(
            Hit(self.rules[number], place(start), place(end))
            for number in numbers
            for start, end in self._spans(number, data)
            if self.rules[number].unit != "block" or place(end) - place(start) <= _LONGEST
        )

    def _spans(self, number: int, data: bytes) -> list[tuple[int, int]]:
        """Where the rule's pattern is found in these bytes; of a rule for blocks the first place alone."""
        pattern = self._compiled.get(number)
        if pattern is None:
            import re2

            pattern = self._compiled[number] = re2.compile(self.rules[number].pattern, _options())
        most = 1 if self.rules[number].unit == "block" else _MOST
        return [m.span() for m in islice(pattern.finditer(data), most)]


def _holds(rule: Rule, site: str | None) -> bool:
    """Whether the rule is for pages of this host."""
    return not rule.sites or bool(site and any(site == s or site.endswith("." + s) for s in rule.sites))


@lru_cache(maxsize=8)
def matcher(keep: tuple[str, ...], off: tuple[str, ...], more: Rules | None) -> Matcher:
    """The built-in rules and `more`, without the kinds in `keep` and the ids in `off`; of one id the user's counts."""
    mine = more.rules if more else ()
    own = {r.id for r in mine}
    every = [*(r for r in built_in().rules if r.id not in own), *mine]
    return Matcher(r for r in every if r.kind not in keep and r.id not in off)

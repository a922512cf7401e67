"""Finds which rules apply to which lines, quickly: words first, patterns only where their words stand.

One pass of a literal automaton over the whole document says which of all the rules' words are there at all; most
documents hold a handful. Only then are lines looked at, and only then patterns tried. Both passes are RE2, so a hostile
line costs time in proportion to its length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import Any, NamedTuple

from . import cues
from .passages import Passage, plain
from .rules import Rule, Rules, built_in
from .voice import unquoted

_MEMORY = 64 << 20  # bytes an automaton may take; the literal one stays far below
#: Of one rule in one line no more matches are taken: each is found in linear time, all together need not be.
_MOST = 20


#: Longer than this, what matched is two things that happen to stand in one line.
_LONGEST = 260


def _options() -> Any:
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return options


class Hit(NamedTuple):
    """A rule's pattern was found in a passage, from `start` to `end` of its plain form."""

    rule: Rule
    start: int
    end: int


class Words:
    """Many literal words looked for at once."""

    def __init__(self, words: Iterable[str]) -> None:
        import re2

        self.words = sorted(set(words))
        self._set: Any = re2.Set.SearchSet(_options())
        for word in self.words:
            self._set.Add(re2.escape(word))
        self._set.Compile()

    def present(self, text: str) -> list[str]:
        """Those of the words that stand somewhere in `text`."""
        return [self.words[i] for i in sorted(self._set.Match(text) or ())]


class Text(NamedTuple):
    """The plain form of all passages in a row, one a line, and where each begins."""

    joined: str
    starts: list[int]

    @classmethod
    def of(cls, found: Sequence[Passage]) -> Text:
        starts = [0, *accumulate(len(p.plain) + 1 for p in found)]
        return cls("\n".join([p.plain for p in found]), starts)

    def lines_with(self, words: Iterable[str]) -> dict[str, list[int]]:
        """For each word, the numbers of the passages that hold it."""
        lines: dict[str, list[int]] = {}
        for word in words:
            held, at = [], self.joined.find(word)
            while at >= 0:
                line = bisect_right(self.starts, at) - 1
                held.append(line)
                at = self.joined.find(word, self.starts[line + 1])
            lines[word] = held
        return lines


class Matcher:
    """A set of rules made ready to be tried; patterns are compiled when first needed."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_need: dict[str, list[int]] = defaultdict(list)
        for i, rule in enumerate(self.rules):
            for need in rule.needs:
                self._by_need[need].append(i)
        self.words = Words(self._by_need)
        self._compiled: dict[int, Any] = {}
        self._families = [(i, _masks(rule)) for i, rule in enumerate(self.rules) if rule.words]

    def hits(
        self, found: Sequence[Passage], text: Text, site: str | None
    ) -> tuple[dict[int, list[Hit]], frozenset[int]]:
        """Passage number → the rules found in it; and the passages that hold a word which some rule needs."""
        wanted: dict[int, set[int]] = defaultdict(set)
        for need, lines in text.lines_with(self.words.present(text.joined)).items():
            for line in lines:
                if found[line].open:
                    wanted[line].update(self._by_need[need])
        hits: dict[int, list[Hit]] = {}
        for line in sorted(wanted):
            here = [h for i in sorted(wanted[line]) for h in self._try(i, found[line].plain, site)]
            if here:
                hits[line] = here
        for line, more in self._by_families(found, site).items():
            hits[line] = [*hits.get(line, ()), *more]
            wanted[line]
        return hits, frozenset(wanted)

    def _by_families(self, found: Sequence[Passage], site: str | None) -> dict[int, list[Hit]]:
        """The rules that name families of words: first whether a line holds them, then whether together."""
        hits: dict[int, list[Hit]] = {}
        if not self._families:
            return hits
        known = cues.built_in()
        for line, passage in enumerate(found):
            if not (passage.open and cues.SHORTEST <= len(passage.plain) <= cues.LONGEST):
                continue
            mask = known.mask(passage.plain)
            may = [(i, masks) for i, masks in self._families if any(mask & m == m for m in masks)]
            if may and (here := list(self._together(may, plain(unquoted(passage.shown)), site))):
                hits[line] = here
        return hits

    def _together(self, may: Sequence[tuple[int, Sequence[int]]], text: str, site: str | None) -> Iterable[Hit]:
        """Of the rules that may apply those that do, in `text`, which holds no quotations any more."""
        pieces = [(a, b, cues.built_in().mask(text[a:b])) for a, b in cues.stretches(text)]
        for number, masks in may:
            at = next(((a, b) for a, b, mask in pieces if any(mask & m == m for m in masks)), None)
            if at and _holds(self.rules[number], site):
                yield Hit(self.rules[number], *at)

    def _try(self, number: int, text: str, site: str | None) -> Iterable[Hit]:
        rule = self.rules[number]
        if not _holds(rule, site):
            return ()
        if number not in self._compiled:
            import re2

            self._compiled[number] = re2.compile(rule.pattern, _options())
        pattern = self._compiled[number]
        if rule.unit == "block":
            match = pattern.search(text)
            return [Hit(rule, *match.span())] if match and match.end() - match.start() <= _LONGEST else ()
        return [Hit(rule, *m.span()) for m in islice(pattern.finditer(text), _MOST)]


def _holds(rule: Rule, site: str | None) -> bool:
    """Whether the rule is for pages of this host."""
    return not rule.sites or bool(site and any(site == s or site.endswith("." + s) for s in rule.sites))


def _masks(rule: Rule) -> tuple[int, ...]:
    return tuple(cues.built_in().bits(names.split()) for names in rule.words)


@lru_cache(maxsize=8)
def matcher(keep: tuple[str, ...], off: tuple[str, ...], more: Rules | None) -> Matcher:
    """The built-in rules and `more`, without the kinds in `keep` and the ids in `off`; of one id the user's counts."""
    mine = more.rules if more else ()
    own = {r.id for r in mine}
    every = [*(r for r in built_in().rules if r.id not in own), *mine]
    return Matcher(r for r in every if r.kind not in keep and r.id not in off)

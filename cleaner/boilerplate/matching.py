"""Finds which rules apply to which lines, quickly: words first, patterns only where their words stand.

One pass of a literal automaton over the whole document says which of all the rules' words are there at all; most
documents hold a handful. Only then are lines looked at, and only then patterns tried. Both passes are RE2, so a hostile
line costs time in proportion to its length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


#: The family without which nothing is an appeal.
_ASKS = "ask"


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

    def lines_with_cue(self, cue: str) -> Iterator[int]:
        """The numbers of the passages that hold the cue, edges and all.

        A line is looked through so far only; one in which the letters stand again and again may be told without.
        """
        letters, line, tries = cues.core(cue), -1, 0
        at = self.joined.find(letters)
        while at >= 0:
            if (here := bisect_right(self.starts, at, lo=line + 1) - 1) != line:
                line, tries = here, 0
            tries += 1
            if tries > _MOST or cues.stands(cue, self.joined, at):
                yield line
                at = self.joined.find(letters, self.starts[line + 1])
            else:
                at = self.joined.find(letters, at + 1)


class Found(NamedTuple):
    """Passage number → the rules found in it; the passages that hold a word which some rule needs; those that ask."""

    hits: dict[int, list[Hit]]
    worded: frozenset[int]
    asking: frozenset[int]


class Matcher:
    """A set of rules made ready to be tried; patterns are compiled when first needed."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_need: dict[str, list[int]] = defaultdict(list)
        for i, rule in enumerate(self.rules):
            for need in rule.needs:
                self._by_need[need].append(i)
        self._compiled: dict[int, Any] = {}
        self._by_family: dict[str, list[tuple[int, int]]] = {_ASKS: []}
        for i, rule in enumerate(self.rules):
            for together in map(str.split, rule.words):
                self._by_family.setdefault(cues.rarest(together), []).append((i, cues.built_in().bits(together)))
        self._cues: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for family in self._by_family:
            for cue in cues.built_in().cues[family]:
                self._cues[cues.core(cue)].append((cue, family))
        self.words = Words([*self._by_need, *self._cues])
        self._kept = lru_cache(_KEPT)(self._tried)  # menus and buttons are the same on every page

    def hits(self, found: Sequence[Passage], text: Text, site: str | None) -> Found:
        """What the rules find in these passages, which `text` holds one a line."""
        present = self.words.present(text.joined)
        wanted: dict[int, set[int]] = defaultdict(set)
        for need, lines in text.lines_with(w for w in present if w in self._by_need).items():
            for line in lines:
                if found[line].open:
                    wanted[line].update(self._by_need[need])
        hits: dict[int, list[Hit]] = {}
        for line in sorted(wanted):
            here = found[line].plain
            numbers = tuple(i for i in sorted(wanted[line]) if _holds(self.rules[i], site))
            if told := (self._kept if len(here) <= _SHORT else self._tried)(numbers, here):
                hits[line] = list(told)
        by_family = {family: set[int]() for family in self._by_family}
        for cue, family in (pair for w in present for pair in self._cues.get(w, ())):
            by_family[family].update(text.lines_with_cue(cue))
        for line, more in self._by_families(found, by_family, site):
            hits[line] = [*hits.get(line, ()), *more]
            wanted[line]
        return Found(hits, frozenset(wanted), frozenset(by_family[_ASKS]))

    def _by_families(
        self, found: Sequence[Passage], lines: Mapping[str, set[int]], site: str | None
    ) -> Iterator[tuple[int, list[Hit]]]:
        """The rules that name families of words: first whether a line holds them, then whether together.

        `lines`: of each family that is looked for first, the lines that hold it.
        """
        known = cues.built_in()
        at: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for family, held in lines.items():
            for line in held:
                at[line] += self._by_family[family]
        for line in sorted(at):
            passage = found[line]
            if not (at[line] and passage.open and cues.SHORTEST <= len(passage.plain) <= cues.LONGEST):
                continue
            mask = known.mask(passage.plain)
            may: dict[int, list[int]] = {}
            for number, wanted in sorted(at[line]):
                if mask & wanted == wanted:
                    may.setdefault(number, []).append(wanted)
            if may and (here := list(self._together(may, plain(unquoted(passage.shown)), site))):
                yield line, here

    def _together(self, may: Mapping[int, Sequence[int]], text: str, site: str | None) -> Iterator[Hit]:
        """Of the rules that may apply those that do, in `text`, which holds no quotations any more."""
        pieces = [(a, b, cues.built_in().mask(text[a:b])) for a, b in cues.stretches(text)]
        for number, masks in may.items():
            at = next(((a, b) for a, b, mask in pieces if any(mask & m == m for m in masks)), None)
            if at and _holds(self.rules[number], site):
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

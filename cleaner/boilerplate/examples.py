"""Holds rules to their word: every example that should go goes, every one that should stay stays.

The same check serves the tests of the built-in rules and `cleaner rules check` for rules of one's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ..model import Block, Document
from .judge import Evidence, verdicts
from .matching import Matcher
from .passages import passages
from .rules import Rule, Rules, built_in

#: Two paragraphs of an article, between which an example is put.
_BEFORE = "The council met on Monday and voted for the new bridge over the river."
_AFTER = "Work begins in spring, the mayor told reporters after the meeting."


def left(matcher: Matcher, text: str, site: str | None) -> str:
    """What is left of `text` when it stands between two paragraphs of an article."""
    blocks = tuple(Block(i, t) for i, t in enumerate((_BEFORE, text, _AFTER)))
    found = passages(Document("", "", blocks, "plain", "text/plain"))
    pieces, at = [], 0
    for r in verdicts(found, Evidence(matcher.hits(found, site)[0]))[0]:
        if found[r.passage].block == 1:
            pieces.append(text[at : found[r.passage].start + r.start])
            at = max(at, found[r.passage].start + r.end)
    return "".join([*pieces, text[at:]]).strip()


def broken_promises(rules: Rules) -> Iterator[str]:
    """One line for each example of `rules` that does not do as it says.

    A `removes` must go under its own rule alone (beside a line that goes, where the rule asks for one); a `keeps` must
    survive these rules and all built-in ones, on the rule's own site.
    """
    every = Matcher([*rules.rules, *(r for r in built_in().rules if r.id not in {x.id for x in rules.rules})])
    for rule in rules.rules:
        site = rule.sites[0] if rule.sites else None
        alone = Matcher([replace(rule, beside=False)])
        yield from (
            f"{rule.id}: removes: {e!r}: {_leaves(rest)}" for e in rule.removes if (rest := left(alone, e, site))
        )
        yield from (
            f"{rule.id}: keeps: {e!r}: {_goes(every, rule, e)}" for e in rule.keeps if left(every, e, site) != e
        )


def _leaves(rest: str) -> str:
    return f"{rest!r} is left; does a word of `needs` stand in it, in lower case?"


def _goes(every: Matcher, rule: Rule, example: str) -> str:
    site = rule.sites[0] if rule.sites else None
    takers = [r.id for r in every.rules if left(Matcher([r]), example, site) != example]
    return f"taken by {', '.join(takers) or 'several rules together'}"

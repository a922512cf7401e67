"""Person names: their ASCII form, where they stand in a text, and who is the same person as whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from ..model import Mention
from .finding import find
from .folding import fold, name_key, spellings
from .linking import canonical, link_document, take_apart, written

__all__ = ["fold", "link", "mentions", "name_key", "spellings"]


def mentions(text: str) -> list[Mention]:
    """The persons named in one text; what makes two mentions one person is this text alone."""
    links = link_document(take_apart(text, find(text)))
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for link in links:
        forms[link.key][written(link.name.surface)] += 1
    best = {key: canonical(counted) for key, counted in forms.items()}
    return [
        Mention(n.start, n.end, n.surface, n.key, key, best[key], n.kind, evidence, score)
        for n, key, evidence, score in links
    ]


def link(texts: Iterable[str]) -> list[list[Mention]]:
    """The persons mentioned in each text, with one key a person across all of them."""
    return [mentions(text) for text in texts]

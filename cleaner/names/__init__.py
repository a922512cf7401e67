"""Person names: their ASCII form, where they stand in a text, and who is the same person as whom.

>>> from cleaner import names
>>> names.fold("Çavuşoğlu")
'Cavusoglu'
>>> names.mentions("Mevlüt Çavuşoğlu said so.")   # one text, by itself
>>> names.link(texts)                             # many texts, one key a person across all of them
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal

from ..model import Mention
from .finding import Span, find, read
from .folding import fold, name_key, spellings
from .linking import Link, canonical, link_document, take_apart, written
from .registry import Registry
from .resolving import Resolved, resolve
from .spelling import Respelling, folded, restored, unified

__all__ = ["Mode", "Registry", "fold", "link", "mentions", "name_key", "respell", "spellings"]

#: How names are to be spelled in the finished text; `off` does not even look for them.
Mode = Literal["keep", "fold", "restore", "off"]


def mentions(text: str, registry: Registry | None = None) -> list[Mention]:
    """The persons named in one text.

    Without a registry, this text alone decides who is who; with one, its persons and their fullest forms are used too.
    """
    if registry is None:
        return _mentions(text, find(text), None)
    corpus = resolve(registry)
    return _mentions(text, corpus.confirmed(text, read(text)), corpus)


def link(texts: Iterable[str]) -> list[list[Mention]]:
    """The persons mentioned in each text, with one key a person across all of them: two passes over the texts."""
    readings = [(text, read(text)) for text in texts]
    alone = ((f"{n:08x}", link_document(take_apart(text, r.spans))) for n, (text, r) in enumerate(readings))
    corpus = resolve(Registry.of_links(alone))
    return [_mentions(text, corpus.confirmed(text, reading), corpus) for text, reading in readings]


def respell(text: str, mode: Mode, registry: Registry | None = None, *, unify: bool = False) -> list[Respelling]:
    """What to write otherwise in a text so that its names are spelled as asked; see `spelling`.

    `fold` wants plain letters; `restore` the diacritics attested for the person in this text or in the registry, and
    with `unify` also the registry's transliteration of given names.
    """
    if mode not in ("fold", "restore"):
        return []
    found = mentions(text, registry)
    if mode == "fold":
        return [r for m in found for r in folded(m)]
    corpus = resolve(registry) if registry is not None else None
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for m in found:
        forms[m.person_key][written(m.surface)] += 1
    said: list[Respelling] = []
    for m in found:
        person = corpus.person(m.person_key) if corpus else None
        attested = forms[m.person_key] + person.forms if person else forms[m.person_key]
        whole = list(unified(m)) if unify else []
        taken = {r.start for r in whole}
        said += whole + [r for r in restored(m, attested) if r.start not in taken]
    return said


def _mentions(text: str, spans: Iterable[Span], corpus: Resolved | None) -> list[Mention]:
    links = link_document(take_apart(text, spans))
    settled = [corpus.settle(link) for link in links] if corpus else links
    forms: dict[str, dict[str, int]] = {}
    for link in settled:
        counted = forms.setdefault(link.key, {})
        form = written(link.name.surface)
        counted[form] = counted.get(form, 0) + 1
    best = {key: canonical(counted, key) for key, counted in forms.items()}
    if corpus:
        best |= {key: person.canonical for key in forms if (person := corpus.person(key))}
    return [_mention(link, best[link.key]) for link in settled]


def _mention(link: Link, canonical: str) -> Mention:
    name = link.name
    return Mention(
        name.start, name.end, name.surface, name.key, link.key, canonical, name.kind, link.evidence, link.score
    )

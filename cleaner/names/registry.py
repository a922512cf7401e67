"""Remembers, for a whole corpus, who was named how and where, so that one person gets one key in all of it.

A registry is a set of facts, each read from one document alone: this person, written like this, stands in that
document. Facts only add up: merging is a union, so it may be done in any order, in shards, and twice over. What follows
from the facts (which keys are one person, who bears a surname, which spelling is the fullest) is worked out at the end,
in `resolving`. A person may add lines that say which keys are the `same` or `different`; they outrank everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
from blake3 import blake3

from ..errors import ConfigError
from .finding import find
from .linking import Link, link_document, take_apart, written

#: Version of the file's shape; a file of another version is refused.
VERSION = 1

Facts = Mapping[str, Mapping[str, frozenset[str]]]
Pair = tuple[str, str]


class Registry:
    """Person key → written form → the documents it stands in; and what a curator said. Immutable.

    Keys are those of `linking.person_key`: they follow from the document alone. A key of one word is a surname that its
    document never gave in full. `fingerprint` names the content: equal registries, equal fingerprints.
    """

    def __init__(self, facts: Facts | None = None, same: Iterable[Pair] = (), different: Iterable[Pair] = ()) -> None:
        self.facts: Facts = MappingProxyType(dict(facts or {}))
        self.same: frozenset[Pair] = frozenset((min(p), max(p)) for p in same)
        self.different: frozenset[Pair] = frozenset((min(p), max(p)) for p in different)

    @classmethod
    def of_document(cls, text: str, document: str) -> Registry:
        """The facts of one finished text; `document` is its id."""
        return cls.of_documents([(document, text)])

    @classmethod
    def of_documents(cls, documents: Iterable[tuple[str, str]]) -> Registry:
        """The facts of many documents, given as (id, text)."""
        return cls.of_links((document, link_document(take_apart(text, find(text)))) for document, text in documents)

    @classmethod
    def of_links(cls, documents: Iterable[tuple[str, Sequence[Link]]]) -> Registry:
        """The facts of documents whose mentions are already linked (`linking.link_document`)."""
        facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for document, links in documents:
            for link in links:
                facts[link.key][written(link.name.surface)].add(document)
        return cls(_frozen(facts))

    def __or__(self, other: Registry) -> Registry:
        """Both together: commutative, associative, and idempotent."""
        facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for registry in (self, other):
            for key, forms in registry.facts.items():
                for form, documents in forms.items():
                    facts[key][form] |= documents
        return Registry(_frozen(facts), self.same | other.same, self.different | other.different)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Registry) and (self.facts, self.same, self.different) == (
            other.facts, other.same, other.different,
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __reduce__(self) -> tuple[type[Registry], tuple[Any, ...]]:
        return Registry, (dict(self.facts), self.same, self.different)

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that stand for the content."""
        return blake3(self.to_jsonl().encode("utf-8", "surrogatepass")).hexdigest(length=8)

    def to_jsonl(self) -> str:
        """The file: a header, one line a key in order with its documents by form, then the curator's lines in order."""
        lines: list[dict[str, Any]] = [{"registry": VERSION}]
        for key in sorted(self.facts):
            forms = {form: sorted(self.facts[key][form]) for form in sorted(self.facts[key])}
            lines.append({"key": key, "documents": len({d for ds in forms.values() for d in ds}), "forms": forms})
        lines += [{"same": pair} for pair in sorted(self.same)]
        lines += [{"different": pair} for pair in sorted(self.different)]
        return "".join(msgspec.json.encode(line).decode() + "\n" for line in lines)

    @classmethod
    def from_jsonl(cls, text: str, place: str = "registry") -> Registry:
        """Read what `to_jsonl` wrote and a person may have added to.

        Lines may stand in any order, but the header first; a key that stands twice is added up. Raises ConfigError
        naming every line that is wrong.
        """
        facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        pairs: dict[str, list[Pair]] = {"same": [], "different": []}
        problems: list[str] = []
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                continue
            try:
                row = msgspec.json.decode(line, type=_Line)
            except msgspec.DecodeError as e:
                problems.append(f"{place}: line {number}: {e}: {line[:60]!r}")
                continue
            if (number == 1) != (row.registry is not None) or row.registry not in (None, VERSION):
                problems.append(
                    f'{place}: line {number}: the first line, and only it, must be {{"registry":{VERSION}}}'
                )
            for form, documents in row.forms.items():
                facts[row.key][form].update(documents)
            for verdict, given in (("same", row.same), ("different", row.different)):
                pairs[verdict] += [(a, b) for i, a in enumerate(given) for b in given[i + 1 :] if a != b]
        if problems:
            raise ConfigError(problems)
        return cls(_frozen(facts), **pairs)

    @classmethod
    def from_file(cls, path: Path) -> Registry:
        """Read a registry file. Raises ConfigError if it cannot be read or is wrong."""
        try:
            return cls.from_jsonl(path.read_text("utf-8"), str(path))
        except OSError as e:
            raise ConfigError([f"{path}: cannot be read: {e.strerror}"]) from None
        except UnicodeDecodeError:
            raise ConfigError([f"{path}: not UTF-8 text"]) from None


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    registry: int | None = None
    key: str = ""
    documents: int = 0  # how many there are; for the reader's eye, not read back
    forms: dict[str, list[str]] = {}
    same: list[str] = []
    different: list[str] = []
    note: str = ""  # a curator's own words


def _frozen(facts: Mapping[str, Mapping[str, Iterable[str]]]) -> dict[str, dict[str, frozenset[str]]]:
    return {key: {form: frozenset(documents) for form, documents in forms.items()} for key, forms in facts.items()}

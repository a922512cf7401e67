"""What an outlet repeats under one article after another: a corpus remembers it, and it can be taken out everywhere.

A line counts when it stands, word for word or nearly (numbers and months vary), in several different stories of one
outlet. Stories are told apart by their long lines, so a story printed twice counts once, and a wire story carried by
two outlets counts at neither. A repeated short line goes only beside others that go: a column's title or a recurring
subheading stands alone in the text. A repeated quotation is never taken.

A memory is frozen, can be added to another (`a + b` is what one pass over both corpora would have learned, as far as
lines were kept), does not depend on the order of documents, and is a JSON line an entry, which a person can read and
cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from urllib.parse import urlsplit
from zlib import crc32

import msgspec
from blake3 import blake3
from msgspec import Struct

from ..errors import ConfigError
from ..model import Document
from ..patterns import regex
from .passages import Passage, passages

#: A line is remembered from this many different stories on.
LEAST = 3
#: Stories and examples kept of a line: enough to tell, few enough to read.
STORIES, EXAMPLES = 16, 3
#: A line this long makes up a story; a shorter one that repeats may be a heading of the article.
LONG = 80
#: A repeated long line goes when it stands in this share of an outlet's stories; background paragraphs stay below.
SHARE = 0.3

_APART = regex(r"[\W_]+")
_NUMBER = regex(r"\d+")
_MONTHS = regex(
    r"\b(?:jan\w*|feb\w*|mar(?:ch|s|zo|ço|t)|apr\w*|may|mai|june?|juni|juin|july?|juli|juillet|aug\w*|août|sept?\w*|oct\w*"
    r"|okt\w*|nov\w*|dec\w*|dez\w*|déc\w*|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag"
    r"|mittwoch|januar[iy]?|february|märz|mayo|maggio|maio|luglio|agosto|января|февраля|марта|апреля|мая|июня|июля|августа"
    r"|сентября|октября|ноября|декабря)\b"
)


class Entry(Struct, frozen=True, order=True):
    """A line that `outlet` repeats: its key, in how many documents it stood, in which stories, and how it reads."""

    outlet: str
    key: str
    documents: int
    stories: tuple[str, ...]
    examples: tuple[str, ...]


class Memory:
    """Entries by outlet and key, and the number of documents seen of each outlet. Immutable."""

    def __init__(self, outlets: Mapping[str, int] | None = None, entries: Iterable[Entry] = ()) -> None:
        self.outlets: Mapping[str, int] = MappingProxyType(dict(sorted((outlets or {}).items())))
        joined: dict[str, dict[str, Entry]] = {}
        for e in entries:
            mine = joined.setdefault(e.outlet, {})
            mine[e.key] = _joined(mine[e.key], e) if e.key in mine else e
        self._by_outlet = joined

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in the order of outlets and keys."""
        return tuple(sorted(e for mine in self._by_outlet.values() for e in mine.values()))

    @cached_property
    def fingerprint(self) -> str:
        """What the memory is known by in a recipe's hash."""
        return blake3(self.to_bytes()).hexdigest(length=8)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Memory) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __reduce__(self) -> tuple[type[Memory], tuple[dict[str, int], tuple[Entry, ...]]]:
        return type(self), (dict(self.outlets), self.entries)

    def __add__(self, other: Memory) -> Memory:
        return Memory(Counter(self.outlets) + Counter(other.outlets), (*self.entries, *other.entries))

    def pruned(self, least: int = LEAST) -> Memory:
        """Without the lines of fewer than `least` stories."""
        return Memory(self.outlets, (e for e in self.entries if len(e.stories) >= least))

    def to_bytes(self) -> bytes:
        """The file: a line with the number of documents of each outlet, then a line an entry."""
        lines = [msgspec.json.encode({"outlets": dict(self.outlets)}), *map(msgspec.json.encode, self.entries)]
        return b"\n".join(lines) + b"\n"

    @classmethod
    def from_file(cls, path: Path) -> Memory:
        """Read a memory. Raises ConfigError with every line that is not one of a memory."""
        try:
            lines = path.read_bytes().splitlines()
        except OSError as e:
            raise ConfigError([f"{path}: cannot be read: {e.strerror}"]) from None
        outlets: Counter[str] = Counter()
        entries: list[Entry] = []
        problems: list[str] = []
        for number, line in enumerate(lines, 1):
            try:
                if number == 1:
                    outlets.update(msgspec.json.decode(line, type=dict[str, dict[str, int]])["outlets"])
                elif line.strip():
                    entries.append(msgspec.json.decode(line, type=Entry))
            except (msgspec.DecodeError, KeyError) as e:
                problems.append(
                    f"{path.name}:{number}: {line[:60].decode('utf-8', 'replace')!r}: not a line of a memory: {e}"
                )
        if problems or not lines:
            raise ConfigError(problems or [f"{path.name}: empty, not a memory"])
        return cls(outlets, entries)

    def recall(self, document: Document, found: Sequence[Passage]) -> Mapping[int, str]:
        """Which passages the outlet is known to repeat, and how often, in words.

        A short line is recalled only beside another that is: headings that recur inside articles stand alone.
        """
        outlet = outlet_of(document)
        known, seen = self._by_outlet.get(outlet, {}), self.outlets.get(outlet, 0)
        here: dict[int, Entry] = {}
        for i, p in enumerate(found):
            e = known.get(key(p.plain))
            if e is not None and p.open and len(e.stories) >= LEAST:
                here[i] = e
        last = len(found) - 1
        return {
            i: f"in {e.documents} of {seen} documents of {outlet or 'this corpus'}"
            for i, e in here.items()
            if (
                e.documents >= SHARE * seen
                if len(found[i].plain) >= LONG
                else i - 1 in here or i + 1 in here or i == last
            )
        }


def _joined(a: Entry, b: Entry) -> Entry:
    stories = tuple(sorted({*a.stories, *b.stories})[:STORIES])
    examples = tuple(sorted({*a.examples, *b.examples})[:EXAMPLES])
    return Entry(a.outlet, a.key, a.documents + b.documents, stories, examples)


def key(plain: str) -> str:
    """How a line is remembered: its letters, every number and month as the same sign. Empty without letters."""
    joined = _MONTHS.sub("0", _NUMBER.sub("0", _APART.sub(" ", plain).strip()))
    return joined if any(c.isalpha() for c in joined) else ""


def outlet_of(document: Document) -> str:
    """Whose page it is: the host of its address, else the folder that it lay in."""
    try:
        host = urlsplit(document.url or "").hostname
    except ValueError:
        host = None
    return (host or "").removeprefix("www.") or str(PurePosixPath(document.source.replace("\\", "/")).parent).strip(
        "./"
    )


def learn(documents: Iterable[Document]) -> Memory:
    """What is remembered of these documents, unpruned: every line that stands in any of them."""
    outlets: Counter[str] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    stories: dict[tuple[str, str], set[str]] = {}
    examples: dict[tuple[str, str], set[str]] = {}
    for document in documents:
        outlet, found = outlet_of(document), passages(document)
        outlets[outlet] += 1
        story = _story(found)
        for k, shown in {key(p.plain): p.shown for p in reversed(found) if p.open}.items():
            if k:
                at = (outlet, k)
                counts[at] += 1
                stories.setdefault(at, set()).add(story)
                examples[at] = set(sorted({*examples.get(at, ()), shown})[:EXAMPLES])
    entries = (
        Entry(outlet, k, n, tuple(sorted(stories[outlet, k])[:STORIES]), tuple(sorted(examples[outlet, k])))
        for (outlet, k), n in counts.items()
    )
    return Memory(outlets, entries)


def _story(found: Sequence[Passage]) -> str:
    """A sign by which a story is known again though a paragraph was changed: the least hash of its long lines.

    A line three times as long is nine times as likely to be it: an article's paragraphs are longer than what the outlet
    prints around every one of them.
    """
    long = [k for p in found if len(k := key(p.plain)) >= LONG] or [" ".join(key(p.plain) for p in found)]
    return f"{min(crc32(k.encode('utf-8', 'replace')) * LONG**2 // max(1, len(k)) ** 2 for k in long):08x}"

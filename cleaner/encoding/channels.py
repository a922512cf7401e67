"""The ways in which text gets damaged, each as a forward function, and what each piece of damage can have been.

A channel is a list of 256 strings: what each byte of the UTF-8 text became. Damage done character by character is
undone by asking which characters lead to the pieces that are there: one, then the damage was lossless; several, then
context must decide. Sources: the WHATWG Encoding Standard for the tables of bytes, CPython's codecs.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from msgspec import Struct

from . import _channels
from ._pieces import Cutter
from .alphabets import LETTERS, SIGNS, letters_of

Bytes = tuple[str, ...]

#: What is sought behind damage: the letters of the twenty languages, capitals too, and the signs of news text.
ALPHABET = "".join(sorted(set(SIGNS).union(*map(letters_of, LETTERS))))

#: Pictures of three bytes that are in use, and what makes a picture coloured.
PICTURES = frozenset(
    "⌚⌛⏩⏪⏰⏱⏳⏸▶◀☀☁☎☔☕☘☝☹☺♀♂♥♦⚠⚡⚽⚾⛄⛅⛔⛳✂✅✈✉✊✋✌✍✏✒✔✖✝✨✳❄❌❓❗❣❤➕➖➡⬅⬆⬇⭐⭕\ufe0f"
).union("\u2800")  # the blank of Braille, by which lines are kept apart

_OCTETS = tuple((c, c.encode()) for c in ALPHABET)

#: Codecs in which UTF-8 is commonly misread, the likeliest first.
MISREAD = (
    "cp1252", "latin-1", "cp1254", "cp1250", "cp1251", "cp1257", "cp1253", "iso8859-2", "mac-roman", "cp437", "cp850",
    "koi8-r", "cp866",
)  # fmt: skip


class Channel(Struct, frozen=True, dict=True):
    """One way of damage. `rank` says how far-fetched it is, in decibels."""

    name: str
    family: str
    table: Bytes
    rank: float

    def forward(self, character: str) -> str:
        """What became of a character."""
        return "".join(self.table[b] for b in character.encode("utf-8", "surrogatepass"))

    @cached_property
    def origins(self) -> dict[str, str]:
        """Damaged piece → the characters that lead to it."""
        return _channels.origins(self.table, _OCTETS)

    @cached_property
    def vanished(self) -> str:
        """The characters of which nothing is left."""
        return "".join(c for c in ALPHABET if c > "\x7f" and not self.forward(c).strip("?\ufffd "))

    @cached_property
    def bytes_of(self) -> dict[str, int]:
        """Which byte became a character, where that is told from the character alone."""
        seen: dict[str, list[int]] = defaultdict(list)
        for byte, piece in enumerate(self.table):
            seen[piece].append(byte)
        return {piece: b[0] for piece, b in seen.items() if len(b) == 1 and len(piece) == 1 and b[0] > 127}

    @cached_property
    def leads(self) -> frozenset[str]:
        """What the first bytes of characters outside Latin-1's controls and signs became."""
        return frozenset(c for c, byte in self.bytes_of.items() if byte >= 0xC3)

    @cached_property
    def lost(self) -> Mapping[str, Sequence[int]]:
        """What stands for several bytes, or for itself too → which bytes within a character it may have been."""
        lost: dict[str, list[int]] = defaultdict(list)
        for byte in range(0x80, 0xC0):
            if len(self.table[byte]) == 1 and self.table[byte] not in self.bytes_of:
                lost[self.table[byte]].append(byte)
        return lost

    @cached_property
    def cutter(self) -> Cutter:
        """Finds the pieces that this damage can have left in a text."""
        blanks = " " in self.image or " " in self.bytes_of
        return Cutter(self.origins, self.bytes_of, self.lost, PICTURES, blanks)

    @cached_property
    def openings(self) -> frozenset[str]:
        """The first two characters of every piece, or its one."""
        return frozenset(piece[:2] for piece in self.origins)

    @cached_property
    def inner(self) -> frozenset[str]:
        """Every two characters that stand side by side in a piece, and every one with which a piece begins."""
        return _channels.inner(self.origins)

    @cached_property
    def image(self) -> frozenset[str]:
        """Every character that the damage leaves behind."""
        return frozenset("".join(self.origins))


@cache
def _defined(codec: str) -> Bytes:
    """What a codec makes of each byte; U+FFFD of those that it does not define."""
    return tuple(bytes(range(256)).decode(codec, "replace"))


def read_as(codec: str, undefined: str | None) -> Bytes:
    """UTF-8 read as `codec`; bytes it does not define become `undefined`, or the control of that number when None."""
    put = enumerate(_defined(codec))
    return tuple(c if c != "\ufffd" else (chr(b) if undefined is None else undefined) for b, c in put)


def then(table: Bytes, step: Callable[[str], str]) -> Bytes:
    """A further step on what each byte became."""
    after = {c: step(c) for c in set("".join(table))}
    return tuple("".join([after[c] for c in piece]) for piece in table)


def written_as(codec: str, lost: str) -> Callable[[str], str]:
    """Characters that `codec` cannot write become `lost`."""

    def step(c: str) -> str:
        try:
            return c.encode(codec).decode(codec)
        except UnicodeEncodeError:
            return lost

    return step


def again(table: Bytes) -> Callable[[str], str]:
    """The whole misreading a second time."""
    return lambda c: "".join(table[b] for b in c.encode("utf-8", "surrogatepass"))


def controls(put: str) -> Callable[[str], str]:
    """C1 control characters become `put`."""
    return lambda c: put if "\x80" <= c <= "\x9f" else c


def becomes(old: str, new: str) -> Callable[[str], str]:
    """Each character of `old` becomes `new`."""
    return lambda c: new if c in old else c


def compatible(c: str) -> str:
    """Unicode normalisation form KC."""
    return unicodedata.normalize("NFKC", c)


def unaccented(c: str) -> str:
    """A letter without its marks."""
    return "".join(x for x in unicodedata.normalize("NFD", c) if not unicodedata.combining(x))


def straight(c: str) -> str:
    """Curly quotes and long dashes typed plainly."""
    return {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"}.get(c, c)


@cache
def channels() -> tuple[Channel, ...]:
    """Every channel, the likeliest first."""
    return tuple(sorted(_made(), key=lambda c: c.rank))


def _made() -> Iterator[Channel]:
    western, latin = read_as("cp1252", None), read_as("latin-1", None)
    for place, codec in enumerate(MISREAD):
        family = f"mojibake.{codec.replace('-', '')}"
        table = read_as(codec, None)
        yield Channel(codec, family, table, 3.0 * place)
        for lost, label in (("?", "?"), ("\ufffd", "U+FFFD"), ("", "dropped"), (" ", "blank")):
            rank = 12 + 3.0 * place
            if "\ufffd" in _defined(codec):
                yield Channel(f"{codec}, undefined {label}", family, read_as(codec, lost), rank)
            elif codec in ("latin-1", "iso8859-2") and lost != "\ufffd":
                yield Channel(f"{codec}, C1 {label}", family, then(table, controls(lost)), rank)
        yield Channel(f"{codec}, NBSP blank", family, then(table, becomes("\xa0", " ")), rank)
        for lost in "?\ufffd" if "\ufffd" in _defined(codec) else "":
            bare = then(read_as(codec, lost), becomes("\xa0", " "))
            yield Channel(f"{codec}, undefined {lost}, NBSP blank", family, bare, rank + 2)
        hidden = then(then(table, controls("")), becomes("\xa0\xad", ""))
        yield Channel(f"{codec}, invisible dropped", family, hidden, rank + 4)
        shown = then(then(table, controls("")), becomes("\xa0", " "))
        yield Channel(f"{codec}, C1 dropped, NBSP blank", family, shown, rank + 4)
    for codec in ("cp1251", "cp1250", "cp1254", "latin-1", "koi8-r", "mac-roman", "cp1253", "cp1257", "cp437", "ascii"):
        for lost in ("?", ""):
            for misread in ("cp1252", "cp437") if codec == "ascii" else ("cp1252",):
                first = read_as(misread, lost)
                name = f"{misread} written as {codec}, lost {lost!r}"
                family = f"mojibake.{misread}-{codec.replace('-', '')}"
                yield Channel(name, family, then(first, written_as(codec, lost)), 24)
    for codec in ("cp437", "cp850"):
        for written in ("latin-1", "cp1252"):
            table = then(read_as(codec, None), written_as(written, "?"))
            yield Channel(f"{codec} written as {written}", f"mojibake.{codec}-{written.replace('-', '')}", table, 26)
    for step, label in ((compatible, "NFKC"), (str.lower, "lower"), (straight, "straight"), (unaccented, "unaccented")):
        yield Channel(f"cp1252, {label}", "mojibake.cp1252", then(western, step), 26)
        bare = then(read_as("cp1252", ""), step)
        yield Channel(f"cp1252, undefined dropped, {label}", "mojibake.cp1252", bare, 30)
    for first, name in ((western, "cp1252"), (latin, "latin1")):
        for second, other in ((western, "cp1252"), (latin, "latin1")):
            twice = then(first, again(second))
            family = f"mojibake.{name}-{other}"
            yield Channel(f"{name}, {other}", family, twice, 20)
            yield Channel(f"{name}, {other}, {other}", family, then(twice, again(second)), 28)
    for lost, label in (("?", "?"), ("", "dropped"), ("\ufffd", "U+FFFD")):
        once = read_as("cp1252", lost)
        yield Channel(f"cp1252 twice, undefined {label}", "mojibake.cp1252-cp1252", then(once, again(once)), 34)
        bare = then(latin, controls(lost))
        yield Channel(f"latin-1 twice, C1 {label}", "mojibake.latin1-latin1", then(bare, again(bare)), 34)
        twice = then(then(once, again(once)), written_as("latin-1", lost))
        yield Channel(f"cp1252 twice, written as latin-1, lost {lost!r}", "mojibake.cp1252-cp1252", twice, 36)

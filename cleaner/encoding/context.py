"""What a damaged place most likely was, judged by what stands around it.

Letters are judged by the words they make, signs by the room they stand in: an opening quote follows a space, a closing
one a letter; a dash has spaces on both sides, an apostrophe has letters. Each reading has a cost in decibels, and
what is said of a place is the cheapest reading and by how much it beats the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import inf, prod

from msgspec import Struct

from .alphabets import LETTERS
from .lexicon import WORD, Lexicon

#: A piece of a damaged word: text that is sure, or the strings it may have been.
Piece = str | Sequence[str]

_MOST = 400  # readings that are compared whole
_BEAM = 40  # readings that are kept on the way when there are more

#: Languages by how they quote: pairs in the order of preference.
QUOTES = {
    "cs": ("„“", "»«"),
    "da": ("””", "»«", "“”"),
    "de": ("„“", "»«"),
    "el": ("«»", "“”"),
    "en": ("“”", "‘’"),
    "es": ("«»", "“”"),
    "fr": ("«»", "“”"),
    "hr": ("„”", "„“", "»«"),
    "hu": ("„”", "»«"),
    "it": ("«»", "“”"),
    "lt": ("„“",),
    "nl": ("“”", "‘’"),
    "pl": ("„”", "«»"),
    "pt": ("“”", "«»"),
    "ro": ("„”", "«»"),
    "ru": ("«»", "„“"),
    "sv": ("””", "“”", "»«"),
    "tr": ("“”", "‘’"),
    "uk": ("«»", "„“", "“”"),
    "vi": ("“”", "‘’"),
}
_APOSTROPHE = {"en": 2, "fr": 2, "it": 2, "uk": 6, "tr": 6, "ro": 22, "nl": 8}
_DASH = {"en": (6, 6), "ru": (14, 3), "uk": (8, 4), "es": (8, 5), "pt": (6, 5), "fr": (6, 7), "vi": (6, 9)}
_OPENING_ROOM = frozenset("([{“‘„«‹—–-/'\"¿¡>")
_CLOSING_ROOM = frozenset(".,;:!?)]}”’»›…—–-/'\"<“")
_CURRENCY = frozenset("€£¥¢")
_FRACTIONS = frozenset("½¼¾")
_SUPERS = frozenset("²³¹ªº°")
_KNOWN = frozenset("·©®™±§×→†‰№′″−µ°")
_RARE = frozenset("\xad\u200b\u200d\u2009\u202f´¨¸¯ˆ˜¬¶¦¤")


def sign_cost(sign: str, left: str, right: str, language: str) -> float:
    """Decibels of meeting `sign` between two characters ("" at either end of the text)."""
    before_space, after_space = not right or right.isspace(), not left or left.isspace()
    opens = (after_space or left in _OPENING_ROOM) and not before_space
    closes = not after_space and (before_space or right in _CLOSING_ROOM)
    inside = left.isalpha() and right.isalpha()
    pairs = QUOTES.get(language, ("“”",))
    if sign in "’" and inside:
        return _APOSTROPHE.get(language, 14)
    if sign in "“”„«»‘’‹›‚":
        best = 45.0
        for place, pair in enumerate(pairs):
            opening, closing = pair[0], pair[1]
            if (sign == opening and opens) or (sign == closing and closes):
                best = min(best, 6.0 + 7 * place)
        if best == 45.0:
            if sign in "“„«‹‘‚" and opens:
                best = 24 if sign in "“«" else 28 if sign == "‘" else 34
            elif sign in "”»›’" and closes:
                best = 24 if sign in "”»" else 26 if sign == "’" else 34
            elif sign == "“" and closes:
                best = 40
        if sign == "’" and left.isalpha() and before_space:
            best = min(best, 15.0)
        if sign == "’" and opens and right.isdigit():
            best = min(best, 16.0)
        return best
    if sign in "–—":
        en_dash, em_dash = _DASH.get(language, (5, 9))
        base = en_dash if sign == "–" else em_dash
        if after_space and before_space:
            return base
        if left.isdigit() and right.isdigit():
            return 8 if sign == "–" else 22
        if inside:
            return 16 if sign == "—" else 22
        return base + 15
    if sign == "…":
        return 9 if not after_space and (before_space or right in _CLOSING_ROOM) else 20
    if sign == "\xa0":
        if language == "fr" and ((right and right in ";:!?»%") or left == "«"):
            return 5
        return 20 if not after_space and not before_space else 32
    if sign in "¿¡":
        return 6 if language == "es" and opens else 46
    if sign in _CURRENCY:
        return 12 if left.isdigit() or right.isdigit() else 27 if sign in "€£" else 34
    if sign in _SUPERS | _FRACTIONS:
        return 16 if left.isdigit() else 30
    if sign == "•":
        return 14 if after_space and before_space else 36
    if sign in _RARE:
        return 42
    return 26 if sign in _KNOWN else 40


class Reading(Struct, frozen=True):
    """One way to read a damaged stretch: a string for each piece, its cost, and how far the next one is behind."""

    chosen: tuple[str, ...]
    cost: float
    margin: float


class Judge:
    """Prices readings in one language."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.own = frozenset(LETTERS[words.language]) | frozenset(LETTERS[words.language].upper())
        self._priced: dict[tuple[str, str, str], float] = {}

    def cost(self, reading: str, left: str = "", right: str = "") -> float:
        """Decibels of a stretch of text between two characters."""
        key = (reading, left, right)
        if (price := self._priced.get(key)) is None:
            price = self._priced[key] = self._cost(reading, left, right)
        return price

    def _cost(self, reading: str, left: str, right: str) -> float:
        price = 0.0
        for match in WORD.finditer(reading):
            word = match.group()
            price += self.words.cost(word)
            if not word.isascii():
                price += sum(0 if c in self.own or c < "\x80" else 14 for c in word)
            if not (word.islower() or word.isupper() or word[1:].islower()):
                price += 10
        if reading.isalnum():
            return price
        around = f"{left}{reading}{right}"
        at = len(left)
        for i, c in enumerate(reading):
            if "\x80" <= c <= "\x9f":
                price += 50
            elif c > "\x7f" and not c.isalpha():
                j = at + i
                price += sign_cost(c, around[j - 1] if j else "", around[j + 1 : j + 2], self.words.language)
            elif c in "\ufffd?":
                price += 30
        return price

    def best(self, pieces: Sequence[Piece], left: str = "", right: str = "") -> Reading:
        """The likeliest string for each piece, what it costs, and by how many decibels it beats the next reading."""
        choices = [[p] if isinstance(p, str) else list(p) for p in pieces]
        readings = self._beam(choices, left) if prod(map(len, choices)) > _MOST else list(product(*choices))
        ranked = sorted((self.cost("".join(r), left, right), r) for r in readings)
        margin = ranked[1][0] - ranked[0][0] if len(ranked) > 1 else inf
        return Reading(ranked[0][1], ranked[0][0], margin)

    def _beam(self, choices: Sequence[Sequence[str]], left: str) -> list[tuple[str, ...]]:
        kept: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
        for options in choices:
            grown = [(*reading, option) for _, reading in kept for option in options]
            if len(options) == 1:
                kept = [(0.0, reading) for reading in grown]
                continue
            priced = sorted((self._prefix_cost("".join(r), left), r) for r in grown)
            kept = priced[:_BEAM]
        return [reading for _, reading in kept]

    def _prefix_cost(self, prefix: str, left: str) -> float:
        """Price of an unfinished stretch: the last word by its letters alone."""
        last = next(reversed(list(WORD.finditer(prefix))), None)
        if last is None or last.end() < len(prefix):
            return self.cost(prefix, left, "x")
        return self.cost(prefix[: last.start()], left, "x") + self.words.opening(last.group().lower())

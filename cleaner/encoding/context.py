"""What a damaged place most likely was, judged by what stands around it.

Letters are judged by the words they make, signs by the room they stand in: an opening quote follows a space, a closing
one a letter; a dash has spaces on both sides, an apostrophe has letters. Each reading has a cost in decibels, and
what is said of a place is the cheapest reading and by how much it beats the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise, product
from math import inf, prod

from msgspec import Struct

from .alphabets import LETTERS, letters_of
from .lexicon import WORD, Lexicon, lexicon

#: A piece of a damaged word: text that is sure, or the strings it may have been.
Piece = str | Sequence[str]

_MOST = 100  # readings that are compared whole
_BEAM = 40  # readings that are kept on the way when there are more, if they are less than so many decibels behind
_BEHIND = 45.0
_ALTERNATIVES = 24  # readings among which the next best string of a piece is sought
_NARROW = 6  # the same where a rough price will do
_USUAL = 6  # readings that usually are
_UNLISTED = 6.0  # what a letter outside ASCII costs a word that no list knows, in decibels
_REMEMBERED = 1 << 16  # prices that a judge remembers, from one text to the next
_READ = 1 << 12  # readings it remembers: a text is read again until nothing changes, and words come again

#: Languages by how they quote: pairs in the order of preference.
QUOTES = {
    "cs": ("„“", "»«"),
    "da": ("»«", "””", "“”"),
    "de": ("„“", "»«"),
    "el": ("«»", "“”"),
    "en": ("“”", "‘’"),
    "es": ("«»", "“”"),
    "fr": ("«»", "“”"),
    "hr": ("„“", "„”", "»«"),
    "hu": ("„”", "»«"),
    "it": ("«»", "“”"),
    "lt": ("„“",),
    "nl": ("‘’", "“”"),
    "pl": ("„”", "«»"),
    "pt": ("“”", "«»"),
    "ro": ("„”", "«»"),
    "ru": ("«»", "„“"),
    "sv": ("””", "“”", "»«"),
    "tr": ("“”", "‘’"),
    "uk": ("«»", "„“", "“”"),
    "vi": ("“”", "‘’"),
}
#: What `–` and `—` cost between blanks, in decibels: 5 and 9, but for some languages.
_DASH = {
    "en": (6, 5), "es": (8, 5), "fr": (6, 7), "pl": (5, 12), "pt": (6, 5), "ru": (14, 3), "uk": (8, 4), "vi": (6, 9),
}  # fmt: skip
#: How much less `—` costs behind the end of a sentence, where it leads to a name or a speaker, in decibels.
_ATTRIBUTED = 5.0
_OPENING_ROOM = frozenset("([{“‘„«‹—–-/'\"¿¡>\x01")
_CLOSING_ROOM = frozenset(".,;:!?)]}”’»›…—–-/'\"<“\x01")
_KNOWN = frozenset("·©®™±§×→†‰№′″−µ°")
_RARE = frozenset("\xad\u200b\u200d\u2009\u202f´¨¸¯ˆ˜¬¶¦¤")
_QUOTING = frozenset("“”„«»‘’‹›‚")

#: A reading is taken when it beats the next by so many decibels.
ENOUGH = 6.0
#: The same for letters whose place is certainly damaged: what words cost is known better than what signs do.
LETTERS_ENOUGH = 4.0

#: A place where a sentence begins, seen from it. A question mark is no sign: it may be damage.
SENTENCE_END = re.compile(r"[.!…:][\"”’»)]?\s+$|\n\s*$")
#: What follows the apostrophe in English, and what goes before it in French, Italian and Catalan.
_CLITIC = re.compile(r"(?:s|t|d|m|re|ve|ll)(?![^\W\d_])", re.I)
#: Dutch puts it before the s of a plural (`schema’s`).
_PLURAL = re.compile(r"s(?![^\W\d_])")
_ELIDED = re.compile(
    r"(?:^|[^\w])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd|quelqu|presqu|un|all|dell|dall|nell|sull|coll|"
    r"quell|quest|bell|sant|c|com|dov|cos|anch|senz|tutt|mezz|nient)$",
    re.I,
)
#: Debian's manuals, and many a blog, put an arrow before an address and a hard space between them.
_LINK = re.compile("[\xa0\x01](?:https?://|www\\.)")
_NAME = re.compile(r"(?:^|[^\w])[^\W\d_a-zà-ÿ][^\W\d_]*$")


def sign_cost(sign: str, before: str, after: str, language: str) -> float:
    """Decibels of meeting `sign` between what stands before and after it ("" at either end of the text)."""
    left, right = before[-1:], after[:1]
    ended, begun = not right or right.isspace(), not left or left.isspace()
    opens = (begun or left in _OPENING_ROOM) and not ended
    closes = not begun and (ended or right in _CLOSING_ROOM)
    inside = left.isalpha() and right.isalpha()
    if sign in _QUOTING and '"' in (left, right):
        return 50
    if sign == "’" and inside:
        return _apostrophe(before, after, language)
    if sign == "’" and language == "tr" and left.isdigit() and right.isalpha():
        return 3
    if sign in _QUOTING:
        return _quote(sign, before, after, language, opens, closes)
    if sign in "–—":
        return _dash(sign, before, right, language, begun and ended)
    if sign == "→":
        return 4 if _LINK.match(after) and (begun or left in ".,:;)") else 22 if begun and ended else 42
    if sign == "…":
        return 16 if not begun and (ended or right in _CLOSING_ROOM) else 22
    if sign == "\xa0":
        return _hard_space(before, right, language, begun or ended)
    if sign in "¿¡":
        return 6 if language == "es" and opens else 46
    if sign in "€£¥¢":
        priced = right.isdigit() if sign in "£¥" else (left.isdigit() and not right.isdigit()) or right.isdigit()
        return 14 if priced and not (left.isdigit() and right.isalnum()) and not left.isalpha() else 34
    if sign in "²³¹ªº°½¼¾":
        return 18 if left.isdigit() and not right.isdigit() else 32
    if sign == "•":
        return 14 if begun and ended else 36
    if sign == "×":
        return 16 if (left.isdigit() and right.isdigit()) or (ended and before[-2:-1].isdigit()) else 36
    return 44 if sign in _RARE else 28 if sign in _KNOWN else 42


def is_elided(word: str) -> bool:
    """Whether a French or Italian word is one that loses its vowel before an apostrophe."""
    return _ELIDED.fullmatch(word) is not None


def _apostrophe(before: str, after: str, language: str) -> float:
    if language == "en":
        return 2 if _CLITIC.match(after) or (before[-1:] in "OD" and after[:1].isupper()) else 20
    if language in ("fr", "it"):
        return 2 if _ELIDED.search(before) else 24
    if language == "uk":
        return 4 if after[:1] in "яюєїЯЮЄЇ" else 26
    if language == "nl" and before[-1:] in "aiouy" and _PLURAL.match(after):
        return 4
    return 6 if language in ("tr", "nl", "de", "da", "sv") and _NAME.search(before) else 26


def _quote(sign: str, before: str, after: str, language: str, opens: bool, closes: bool) -> float:
    left, right = before[-1:], after[:1]
    if language == "fr" and (
        (sign == "«" and right == "\xa0" and not left.isalnum()) or (sign == "»" and left == "\xa0")
    ):
        return 5
    if language == "fr" and sign == "«" and not left.strip() and right == " ":
        return 4 if after[1:2].isupper() else 14
    if language == "fr" and sign == "»" and left == " " and (not right or right in " .,;:!?)\n"):
        return 9
    best = 45.0
    for place, pair in enumerate(QUOTES.get(language, ("“”",))):
        if (sign == pair[0] and opens) or (sign == pair[1] and closes):
            best = min(best, 6.0 + 7 * place)
    if best == 45.0:
        if sign in "“„«‹‘‚" and opens:
            best = 26 if sign in "“«" else 28 if sign == "‘" else 36
        elif sign in "”»›’" and closes:
            best = 26 if sign in "”»" else 28 if sign == "’" else 36
        elif sign == "“" and closes:
            best = 40
    if sign == "’" and left.isalpha() and (not right or right.isspace()):
        best = min(best, 12.0 if language == "en" and left in "sS" else 16.0 if language == "it" else 22.0)
    if sign == "’" and opens and right.isdigit():
        best = min(best, 18.0)
    return best


def _dash(sign: str, before: str, right: str, language: str, alone: bool) -> float:
    en_dash, em_dash = _DASH.get(language, (5, 9))
    base = float(en_dash if sign == "–" else em_dash)
    if alone:
        return base - _ATTRIBUTED if sign == "—" and SENTENCE_END.search(before) else base
    left = before[-1:]
    if left.isdigit() and right.isdigit():
        return 8 if sign == "–" else 24
    if left.isalpha() and right.isalpha():
        return (14 if language == "en" else 24) if sign == "—" else 24
    return base + 15


def _hard_space(before: str, right: str, language: str, beside_space: bool) -> float:
    left = before[-1:]
    if language == "fr" and ((right and right in ";:!?»%" and left.strip()) or left == "«"):
        return 5
    if beside_space or left in _QUOTING:
        return 34
    if language in ("pl", "cs") and left.isalpha() and right.isalnum() and not before[-2:-1].isalpha():
        return 8
    if left == "→" and right == "h":
        return 5
    if left.isdigit() and right.isalpha():
        return 14
    if left.isalpha() and right.isdigit():
        return 12
    return 20 if left.isalnum() and right.isalnum() else 24


#: What closes a quote that was opened.
_CLOSES = {"“": "”", "„": "“”", "«": "»", "»": "«", "”": "”", "‘": "’"}
_BEGINNING = frozenset(" \t\n\r([{–—-")


def quote_cost(sign: str, before: str, after: str, opened: str) -> float:
    """What a quote costs more because one is open ("“", "„", "«", …) or none is ("")."""
    closes = sign in _CLOSES.get(opened, "")
    if sign == before[-1:] or sign in _CLOSES.get(before[-1:], ""):
        return 20
    if sign in "”»":
        opens = not opened and (not before or before[-1] in _BEGINNING) and not after[:1].isspace()
        return 0 if opens or closes else 10 if opened else 14
    if sign in "“„«":
        if not opened and before[-1:].isalnum() and not after[:1].isalnum():
            return 10
        return 12 if opened and not closes else 0
    return 5 if sign == "’" and opened and not closes and not after[:1].isalpha() else 0


def opened_by(sign: str, before: str, opened: str) -> str:
    """Which quote is open after a sign, when `opened` was before it."""
    if opened and sign in _CLOSES[opened]:
        return ""
    if sign in "“„«" or (sign in "”»‘" and not opened and (not before or before[-1] in _BEGINNING)):
        return sign
    return "" if sign in "”»" else opened


class Quotes:
    """Remembers, from left to right and from line to line, which quote is open."""

    def __init__(self) -> None:
        self.open = ""
        self._at = 0
        self._last = ""

    def see(self, text: str, until: int) -> None:
        """Read on in `text`; a new line begins with no quote open."""
        passed = text[self._at : until]
        if "\n" in passed:
            self.open, self._last, passed = "", "", passed.rsplit("\n", 1)[1]
        self.take(passed, max(self._at, until))

    def take(self, passed: str, at: int) -> None:
        """What stands up to `at` in the text, as it was read."""
        last = self._last
        for i, c in enumerate(passed):
            if c == '"':
                self.open = "" if self.open else "“"
            elif c in "“”„«»‘" or (c == "’" and self.open == "‘" and not passed[i + 1 : i + 2].isalpha()):
                self.open = opened_by(c, last, self.open)
            last = c
        self._last, self._at = last, at


class Reading(Struct, frozen=True):
    """One way to read a damaged stretch: a string for each piece, its cost, and by how much each string is the best."""

    chosen: tuple[str, ...]
    cost: float
    margins: tuple[float, ...]


#: Two readings that count as one where a dash is certain: which it was is the author's habit, and either serves.
DASHES = frozenset("–—")


def margins_of(
    chosen: Sequence[str], others: Iterable[tuple[Sequence[str], float]], alone: float, alike: Collection[str] = DASHES
) -> tuple[float, ...]:
    """For each string of a reading, how far the first reading is behind that has another one there.

    `others` are in order, each with how far it is behind as a whole; the last stands for all that were not looked at.
    Strings that are `alike` are not another reading.
    """
    margins: list[float | None] = [None] * len(chosen)
    behind = alone
    for reading, behind in others:
        margins = [
            behind if margin is None and mine != other and not (mine in alike and other in alike) else margin
            for margin, mine, other in zip(margins, chosen, reading, strict=True)
        ]
        if None not in margins:
            break
    return tuple(behind if margin is None else margin for margin in margins)


#: A reading on the way: what it costs, what is finished of it, the word at its end, and the options chosen.
_Begun = tuple[float, str, str, tuple[str, ...]]


def _odd_case(word: str) -> float:
    """Decibels of capitals within a word; names have them (`McCoy`), but none outside ASCII."""
    if word.islower() or word.isupper() or word[1:].islower():
        return 0.0
    return 30.0 if any(a.islower() and b.isupper() and b > "\x7f" for a, b in pairwise(word)) else 10.0


class Judge:
    """Prices readings in one language."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.own = letters_of(words.language)
        self._unlisted = _UNLISTED if LETTERS[words.language][0] < "\u0370" else 0.0
        self._priced: dict[tuple[str, str, str, str | None], float] = {}
        self._read: dict[tuple[tuple[Piece, ...], str, str, str | None], Reading] = {}

    def cost(self, reading: str, left: str = "", right: str = "", opened: str | None = None) -> float:
        """Decibels of a stretch of text between two characters, after an `opened` quote (None: nobody knows)."""
        key = (reading, left, right, opened)
        if (price := self._priced.get(key)) is None:
            if len(self._priced) >= _REMEMBERED:
                self._priced.clear()
            price = self._priced[key] = self._cost(reading, left, right, opened)
        return price

    def _cost(self, reading: str, left: str, right: str, opened: str | None) -> float:
        price = 0.0
        for match in WORD.finditer(reading):
            word = match.group()
            price += self.words.cost(word)
            if not word.isascii():
                price += sum(0 if c in self.own or c < "\x80" else 14 for c in word)
            price += _odd_case(word)
        if reading[:1] > "\x7f" and reading[0].isalpha():
            price += self._case_cost(reading, left)
        if reading.isalnum():
            return price
        around = f"{left}{reading}{right}"
        at = len(left)
        for i, c in enumerate(reading):
            if "\x80" <= c <= "\x9f":
                price += 50
            elif c > "\x7f" and not c.isalpha():
                j = at + i
                price += sign_cost(c, around[:j], around[j + 1 :], self.words.language)
                if opened is not None:
                    price += quote_cost(c, around[:j], around[j + 1 :], opened)
                    opened = opened_by(c, around[:j], opened) if c in "“”„«»" else opened
            elif c in "\ufffd?":
                price += 30
        return price

    def _case_cost(self, reading: str, left: str) -> float:
        """Decibels of the case of a first letter: small in a sentence, unless a name; a capital where one begins."""
        if left in ("", "\n"):
            return 0 if reading[0].isupper() else 8
        if left != " " or not reading[0].isupper() or (len(reading) > 1 and reading.isupper()):
            return 0
        word = WORD.match(reading)
        common = word is not None and self.words.cost(word.group()) < (35 if self.words.language == "de" else 45)
        return 10 if common else 3

    def best(self, pieces: Sequence[Piece], left: str = "", right: str = "", opened: str | None = None) -> Reading:
        """The likeliest string for each piece, what it costs, and by how many decibels it beats the next."""
        key = (tuple(p if isinstance(p, str) else tuple(p) for p in pieces), left, right, opened)
        if (reading := self._read.get(key)) is None:
            if len(self._read) >= _READ:
                self._read.clear()
            reading = self._read[key] = self._best(pieces, left, right, opened)
        return reading

    def _best(self, pieces: Sequence[Piece], left: str, right: str, opened: str | None) -> Reading:
        choices = [[p] if isinstance(p, str) else list(p) for p in pieces]
        readings = self._beam(choices, left, _BEAM) if prod(map(len, choices)) > _MOST else list(product(*choices))
        whole = ["".join(r) for r in readings]
        prices = [self.cost(reading, left, right, opened) + self._strangeness(reading) for reading in whole]
        ranked = sorted(zip(prices, readings, strict=True))
        cost, chosen = ranked[0]
        margins = margins_of(chosen, ((r, price - cost) for price, r in ranked[1:_ALTERNATIVES]), inf)
        return Reading(chosen, cost, margins)

    def _strangeness(self, reading: str) -> float:
        """Decibels of letters outside ASCII in words that no list knows, where most letters are in ASCII."""
        if not self._unlisted or reading.isascii():
            return 0.0
        found = (word for word in WORD.findall(reading) if not word.isascii())
        return self._unlisted * sum(word.lower() not in self.words.rarity for word in found)

    def least(self, pieces: Sequence[Piece], left: str = "", right: str = "") -> float:
        """About what the likeliest reading costs, found quickly."""
        choices = [[p] if isinstance(p, str) else list(p) for p in pieces]
        readings = self._beam(choices, left, _NARROW) if prod(map(len, choices)) > _NARROW else product(*choices)
        return min(self.cost("".join(r), left, right) for r in readings)

    @staticmethod
    def effort(pieces: Sequence[Piece]) -> int:
        """How many readings `best` would price: one on the way counts twice, one of a long stretch several times."""
        sizes = [1 if isinstance(p, str) else len(p) for p in pieces]
        whole = prod(sizes)
        readings = whole if whole <= _MOST else _USUAL * sum(size for size in sizes if size > 1)
        return readings * (1 + sum(len(p) for p in pieces if isinstance(p, str)) // 60)

    def _beam(self, choices: Sequence[Sequence[str]], left: str, width: int) -> list[tuple[str, ...]]:
        """The cheapest readings, grown from left to right; the word at the end is priced at its best."""
        kept: list[_Begun] = [(0.0, "", "", ())]
        heads: dict[str, float] = {"": 0.0}
        for options in choices:
            if len(options) == 1:  # all grow alike
                (option,) = options
                kept = [(0.0, *self._split(head, word, option), (*chosen, option)) for _, head, word, chosen in kept]
                continue
            grown = list(self._grown(kept, options, left, heads))
            most = min(price for price, *_ in grown) + _BEHIND
            best = sorted(row for row in grown if row[0] < most)[:width]
            kept = [(price, head, word, (*chosen, option)) for price, head, word, chosen, option in best]
        return [chosen for *_, chosen in kept]

    def _grown(
        self, kept: Sequence[_Begun], options: Sequence[str], left: str, heads: dict[str, float]
    ) -> Iterator[tuple[float, str, str, tuple[str, ...], str]]:
        """Each reading with each option behind it, priced; `heads` are the prices of what is finished."""
        letters = [option for option in options if option.isalpha()]
        others = [option for option in options if not option.isalpha()]
        for _, head, word, chosen in kept:
            if letters:
                if (finished := heads.get(head)) is None:
                    finished = heads[head] = self.cost(head, left, "x")
                for option, price in zip(letters, self.words.openings(word, letters), strict=True):
                    begun = word + option
                    whole = finished + price
                    yield (whole if begun.islower() else whole + _odd_case(begun)), head, begun, chosen, option
            for option in others:
                before, begun = self._split(head, word, option)
                if (finished := heads.get(before)) is None:
                    finished = heads[before] = self.cost(before, left, "x")
                whole = finished + self.words.opening(begun.lower()) + _odd_case(begun) if begun else finished
                yield whole, before, begun, chosen, option

    @staticmethod
    def _split(head: str, word: str, more: str) -> tuple[str, str]:
        """What is finished of a stretch, and the word that `more` leaves unfinished."""
        if more.isalpha():
            return head, word + more
        whole = word + more
        at = len(whole)
        while at and whole[at - 1].isalpha():
            at -= 1
        return head + whole[:at], whole[at:]


@cache
def judge(language: str) -> Judge:
    """The judge of `language`: one for all texts, because words come again."""
    return Judge(lexicon(language))

"""Letters that vanished and left no mark: `mglich` was `möglich`, `drave` was `države`.

Software that cannot write a letter may simply leave it out. Then no place shows damage, but the text as a whole does:
a German of three hundred words has umlauts, and many of its words are none until a letter is put back. A word is
mended when exactly one listed word becomes it by losing such letters, or one is clearly the commonest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial

from ..patterns import regex
from .alphabets import held, letters_of
from .context import ENOUGH, SENTENCE_END, is_elided
from .lexicon import WORD, first_words, function_words, guess_in, language_of, lexicon
from .prose import addresses, is_code
from .spans import Put

#: A name that no list has is commoner, in decibels, than its spelling says.
_NAME = 10.0
#: A text is believed to have lost its letters when so many words are mended, some of them common ones (in decibels),
#: and such a share of those that no list knows; or fewer, if nearly all others are known and the mended ones common.
_MENDED, _COMMON, _SHARE, _LESS, _KNOWN = 4, 45.0, 0.4, 0.2, 0.7
#: Letters outside ASCII are so frequent, in thousandths, that a text of so many expected ones has not just none.
_RATES = {
    "cs": 113, "da": 30, "de": 13, "es": 17, "fr": 25, "hr": 25, "hu": 103, "it": 4, "lt": 64, "pl": 57, "pt": 29,
    "ro": 62, "sv": 39, "tr": 88,
}  # fmt: skip
_EXPECTED = 2.0
#: So many remains of common words make a text worth a closer look.
_TOLD = 1
#: A dash between blanks, which may vanish too, in decibels.
_DASH = 28.0
_TWO_BLANKS = regex(r"(?<=[^\s.!?…:])  (?=[^\W\dA-Z_])")
_VOWELS = frozenset("aeiouyh")


def may_have(text: str) -> bool:
    """Whether a text in plain ASCII is in a language that is not written so."""
    language = guess_in(text, 700)
    if language not in _RATES or _RATES[language] * len(text) < 1000 * _EXPECTED:
        return False
    return len(_remains(language).intersection(first_words(text, 4000))) >= _TOLD


@cache
def _remains(language: str) -> frozenset[str]:
    """What is left of a language's commonest words, where that is no common word itself."""
    words = function_words(language)
    return frozenset("".join(c for c in word if c < "\x7f") for word in words if not word.isascii()) - words - {""}


def mend(text: str) -> list[Put]:
    """The letters of a text in plain letters whose language is not written so; none where it may never have had any."""
    if any(map(str.isalpha, held(text))) or is_code(text):
        return []
    language = language_of(text)
    if language not in _RATES or _RATES[language] * len(text) < 1000 * _EXPECTED:
        return []
    reader = _Reader(text, language, "".join(sorted(letters_of(language))), elided="'" not in text)
    puts = list(reader.read())
    return puts if reader.believed() else []


def mend_known(text: str, vanished: str) -> list[Put]:
    """The same where the channel of damage is known, and with it the letters that it made vanish."""
    language = language_of(text)
    if language not in _RATES:
        return []
    letters = "".join(sorted(c for c in vanished if c in letters_of(language)))
    if not letters or any(c in text for c in letters):
        return []
    return list(_Reader(text, language, letters, elided="’" in vanished).read())


@lru_cache(maxsize=1 << 13)  # the words of texts come again
def _losing(language: str, letters: str, left: str) -> Sequence[tuple[int, str]]:
    """What is left of which listed words that lose letters: their rarity and themselves, the commonest first."""
    return lexicon(language).rarity.losing(letters, left)


class _Reader:
    """Reads the words of one text and counts how many no list knows, and how many of those are mended."""

    def __init__(self, text: str, language: str, letters: str, *, elided: bool) -> None:
        self.text, self.words = text, lexicon(language)
        self.language = language
        self.letters = frozenset(letters)
        self.becomes = partial(_losing, language, letters)
        self.elided = elided and language in ("fr", "it")
        self._first = len(text) - len(text.lstrip())
        self.asked = self.unknown = self.mended = self.common = 0

    def read(self) -> Iterator[Put]:
        """The replacements, in order."""
        closed = addresses(self.text)
        lone = self._lone()
        places = [*WORD.finditer(self.text), *(_TWO_BLANKS.finditer(self.text) if lone else ())]
        for match in sorted(places, key=lambda m: m.start()):
            if match.start() in closed:
                continue
            if match.group().isspace():
                yield Put(match.start(), match.end(), f" {lone[1]} ", "lost.letter", lone[0])
            else:
                yield from self._word(match.group(), match.start())

    def believed(self) -> bool:
        """Whether so much was mended that the text must have lost letters."""
        if self.mended < _MENDED or self.common < _MENDED - 2:
            return False
        sure = self.mended >= _SHARE * self.unknown
        likely = self.common >= _MENDED and self.unknown <= (1 - _KNOWN) * self.asked
        likely = likely or self.unknown <= (1 - _KNOWN) / 2 * self.asked
        return sure or (likely and self.mended >= _LESS * self.unknown)

    def _lone(self) -> tuple[float, str]:
        """The word all of whose letters vanish, and its margin; nothing when there are several."""
        (best, word), *rest = [*(self.becomes("") or [(200, "")]), (int(_DASH), "–")]
        margin = min(rest)[0] - best
        return (float(margin), word) if margin >= ENOUGH else (0.0, "")

    def _word(self, word: str, start: int) -> Iterator[Put]:
        lower = word.lower()
        known = self.words.rarity.get(lower)
        price = float(known) if known is not None else self.words.spelling(lower)
        begins = SENTENCE_END.search(self.text, max(0, start - 4), start) is not None or start <= self._first
        counted = known is None and (word.islower() or (begins and word[1:].islower()))
        self.asked += 1
        self.unknown += counted
        if known is None and word[0].isupper() and not begins:
            price -= _NAME
        readings = sorted(self._readings(lower))
        if not readings or readings[0][0] > price - ENOUGH:
            return
        cost, found = readings[0]
        margin = min([price, *(other for other, _ in readings[1:2])]) - cost
        if margin < ENOUGH:
            return
        self.mended += counted
        self.common += counted and cost <= _COMMON
        rule = "lost.letter" if len(found) - len(word) > found.count("’") else "lost.sign"
        yield Put(start, start + len(word), self._cased(word, found, begins=begins), rule, margin)

    def _readings(self, lower: str) -> Iterator[tuple[float, str]]:
        for rarity, word in self.becomes(lower):
            yield float(rarity), word
        if not self.elided:
            return
        for at in range(1, min(len(lower) - 1, 7)):
            rest = lower[at:]
            if not is_elided(lower[:at]):
                continue
            whole = [(self.words.rarity[rest], rest)] if rest in self.words.rarity and rest[0] in _VOWELS else []
            for rarity, word in [*whole, *self.becomes(rest)]:
                yield rarity + 6.0, f"{lower[:at]}’{word}"

    def _cased(self, word: str, found: str, *, begins: bool) -> str:
        """A found word in the case of what is left of it; what vanished from its beginning is a capital by context."""
        shouting = len(word) > 1 and word.isupper()
        spelled, at = [], 0
        for i, c in enumerate(found):
            if c == "’" or c in self.letters:
                up = shouting or (i == 0 and begins and word[:1].islower())
                spelled.append(c.upper() if up and c != "ß" else c)
            else:
                spelled.append(word[at])
                at += 1
        return "".join(spelled)

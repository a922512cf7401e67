"""Picks out the words that begin with a capital, each with what stands around it; every name is made of these.

Which capitals hang together (`Lars Løkke Rasmussen`, `George W. Bush`, `Vladimir] Putin`, `Ludwig van Beethoven`) and
where one ends (`Çavuşoğlu’s`, `Erdoğan'ın`, `Trump-era`) is decided here, by form alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from .folding import fold
from .lexicon import PARTICLES, Kind, load


class Token(NamedTuple):
    """A capitalised word of the text. `join` is how it hangs on the token before; empty if it does not.

    `before`, `suffix`, `sign` and `after` are only there where a run of joined tokens begins or ends.
    """

    start: int
    end: int
    word: str
    folded: str
    kinds: int
    shape: str  # i: initial, 9: with digits, h: with hyphen, A2 to A5: capitals, C: plain, M: mixed
    join: str
    before: str  # the word before, in lower case; "." at a sentence's start; else the sign before
    suffix: str  # `’s`, `'nun`
    sign: str  # punctuation after
    after: str  # the word after
    follows: bool  # whether the next token hangs on this one
    gap: str  # the text between a run and the run before, when that is short


def _ranges(letters: Sequence[str]) -> str:
    runs = groupby(enumerate(letters), key=lambda p: ord(p[1]) - p[0])
    spans = [[c for _, c in run] for _, run in runs]
    return "".join(s[0] if len(s) == 1 else f"{s[0]}-{s[-1]}" for s in spans)


_UP = _ranges([c for c in map(chr, range(0x41, 0x2000)) if unicodedata.category(c) in ("Lu", "Lt")])
#: A letter, mark or digit, as a single class (letters and marks have none in `re`): whatever is no space and no sign.
_W = (
    r"[^\s!-/:-@\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u2000-\u2bff\u3000-\u303f\ud800-\uf8ff\ufe00-\uffff\U0001f000-\U0001ffff]"
)
_ARABIC = r"(?:(?<=[Aa])(?:[lsdrtzn]|sh)|(?<=[EeUu])l)-"
#: Initials (`J.J.`), or a word with what belongs to it (`O’Neill`, `Jean-Claude`, `Ing-wen`, `al-Assad`).
#: The letter it begins with is matched first, and only then looked around: so a text is skimmed for these letters.
TOKEN = re.compile(
    rf"[{_UP}aeu](?<![^\W_\u0300-\u036f].)(?<![\u0300-\u036f@#/].)(?:"
    rf"(?<=[{_UP}])\.(?:-?[{_UP}]\.){{0,9}}(?!\w)"
    rf"|(?:{_ARABIC}(?:[ODNM]['’](?=[{_UP}]))?[{_UP}]|(?<=[ODNM])['’][{_UP}]|(?<=[{_UP}]))"
    rf"{_W}*(?:-[{_UP}]{_W}*|-[a-zà-ž]{{2,4}}(?!{_W}))*"
    rf")",
    re.DOTALL,
)
_AFTER = re.compile(r"(['’]\w{0,4})?([^\w\s]{0,2})\s?(\w{0,40})")
_WORD = re.compile(r"\w{0,40}")

#: What may stand between two words of one name.
_JOINS: Mapping[str, str] = {" ": "_", "\u00a0": "_", "] ": "]", " [": "["}
_SENTENCE_END = frozenset(".!?…:;•*|\n")
_OPENING = "\"“”„«»‘'([{—–-"
_ABBREVIATIONS = """
mr mrs ms dr st gov sen rep prof gen col lt capt sgt rev hon pres maj adm cmdr det insp sr sra herr ing dott sig
mme mlle
"""
#: Written with a stop that ends no sentence.
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())
_TAILS = """era led like born run held free type wing bred made base ism ist ites"""
_HYPHEN_TAILS = frozenset(_TAILS.split())


def tokens(text: str) -> list[Token]:
    """The capitalised words of a text that may belong to a name, in order; `The` and `He` do not."""
    places: list[tuple[int, int, str, str]] = []
    end, last = -9, ""
    for match in TOKEN.finditer(text):
        start = match.start()
        word, function, particle = _told(match[0])
        if function and not (particle and start - end == 1):
            continue
        join = _join(text[end:start], last) if 0 <= start - end <= 24 else ""
        end, last = start + len(word), word
        places.append((start, end, word, join))
    return list(_tokens(text, places))


@lru_cache(maxsize=1 << 15)
def _told(word: str) -> tuple[str, bool, bool]:
    """The word without `-led`, whether it is a word like `The`, and whether it may yet belong to the name before it."""
    head, _, tail = word.rpartition("-")
    word = head if tail in _HYPHEN_TAILS and head else word
    if len(word) == 1:
        return word, word in _WORDS_OF_A_LETTER, word not in ("I", "A")
    return word, bool(kinds_of(word) & _FUNCTION) and word[1:].islower(), word.lower() in PARTICLES


def _join(gap: str, last: str) -> str:
    if gap in _JOINS:
        return _JOINS[gap]
    if len(gap) <= 2:
        initial = len(last) == 1 or last.endswith(".")
        if not gap:
            return "." if last.endswith(".") else ""
        return "." if (gap == "." and initial) or (gap == ". " and (initial or last.lower() in _ABBREVIATED)) else ""
    if gap[0] == gap[-1] == " " and PARTICLES.issuperset(gap[1:-1].split(" ")):
        return "~"
    return ""


def _tokens(text: str, places: Sequence[tuple[int, int, str, str]]) -> Iterator[Token]:
    earlier = -9
    for (start, end, word, join), (_, _, _, following) in pairwise([*places, _NOTHING]):
        before = gap = suffix = sign = after = ""
        if not join:
            before = _before(text, start)
            gap = text[earlier:start] if start - earlier <= 6 else ""
        if not following:
            suffix, sign, after = _behind(text, end)
        folded, kinds, shape = looked_up(word)
        yield Token(start, end, word, folded, kinds, shape, join, before, suffix, sign, after, following != "", gap)
        earlier = end


_NOTHING = (0, 0, "", "")


def _behind(text: str, end: int) -> tuple[str, str, str]:
    """Suffix, sign and the word after."""
    following = text[end : end + 2]
    if following[:1] == " " and following[1:].isalpha():
        return "", "", _WORD.match(text, end + 1)[0]  # type: ignore[index]  # it matches everywhere, as the other
    return _AFTER.match(text, end).groups("")  # type: ignore[union-attr,return-value]


def _before(text: str, start: int) -> str:
    bare = text[max(0, start - 24) : start].rstrip(" \u00a0\t")
    last = bare[-1:]
    if last.isalnum():
        return _last_word(bare.rsplit(None, 1)[-1])
    if not last or last in _SENTENCE_END:
        return "."
    if last in _OPENING:
        inner = bare.rstrip(_OPENING + " ")[-1:]
        return "." if not inner or inner in _SENTENCE_END else last
    return last


@lru_cache(maxsize=1 << 12)
def _last_word(word: str) -> str:
    return _SEAM.split(word)[-1].lower()


#: Prepositions and such; right after a name (`George W Bush`) a letter is an initial all the same.
_WORDS_OF_A_LETTER = frozenset("AIZАВЗИІЙКОСУЯ")
_SEAM = re.compile(r"[’'-]")
_FUNCTION = int(Kind.FUNCTION)
_PART = int(Kind.FIRST | Kind.LAST)
_TAIL = int(Kind.LAST | Kind.FIRST | Kind.NOUN | Kind.TITLE | Kind.ORG)


@lru_cache(maxsize=1 << 15)
def looked_up(word: str) -> tuple[str, int, str]:
    """The word folded, its kinds (of a compound: the kinds of its parts), and its shape."""
    folded = fold(word).lower().replace("'", "").replace(".", "")
    known = load()
    kinds = known.get(folded, 0)
    if "-" in folded:
        head, _, tail = folded.rpartition("-")
        kinds = known.get(head.replace("-", ""), 0) & _PART | known.get(tail, 0) & _TAIL
    return folded, kinds, _shape(word)


def _shape(word: str) -> str:
    if word.endswith(".") or len(word) == 1:
        return "i"
    if any(map(str.isdigit, word)):
        return "9"
    if "-" in word:
        return "h"
    if word.isupper():
        return f"A{min(len(word), 5)}"
    return "C" if word[1:].islower() else "M"


@lru_cache(maxsize=1 << 15)
def kinds_of(word: str) -> int:
    """The kinds of a word in lower case."""
    return load().get(fold(word).lower(), 0)

"""Tells which language a text is in, the same answer in every process and on every machine.

The method and the language profiles are langdetect's (Shuyo's naive Bayes over character n-grams), the best that was
measured on passages of news length. Its detector spends 8 ms a document on reading every character one by one and then
guesses from a handful of n-grams drawn at random, from a random state shared by the whole process. Here the same
n-grams are weighed with the same probabilities, but in a fixed order that is spread evenly over the text, and reading
stops once one language is far ahead: nothing is random, and nothing is remembered from one text to the next.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from math import gcd
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import Raw, Struct
from msgspec.json import decode

from ._ngrams import Letters, Ngrams, scripts, share
from .model import Language
from .patterns import regex

#: Fewer letters than this tell nothing: below it langdetect itself is wrong more often than not on close languages.
MIN_LETTERS: Final = 20
#: At most so many characters are looked at, taken evenly from the whole text in pieces.
SAMPLE: Final = 1200
PIECES: Final = 4

_NAT: Final = 2**32  # the unit of evidence is so small that a sum of whole numbers is as good as a real one
_SMOOTHING: Final = 0.5 / 10_000  # langdetect's alpha over its base frequency
_ENOUGH: Final = 40  # nats between the first and the second language
_STEP: Final = 24  # positions read between two looks at the lead
_MOST: Final = 400  # positions read at most
_OVERLAP: Final = 6  # a character stands in one, two and three n-grams of length one, two and three

#: Korean and Japanese share ideographs with Chinese, and langdetect takes some Chinese for Korean; what is in either
#: language shows its own letters too. (Here as langdetect's normal form has them: one letter for the whole script.)
_OWN_LETTERS: Final = {"ko": "가", "ja": "あア"}

_LATIN = regex(r"[A-z]+")  # as langdetect has it, the six signs between Z and a included


class Profiles(NamedTuple):
    """langdetect's profiles: the languages, what n-grams say for each, and the normal form in which they are spelt.

    `shown` are letters of which a language shows one at least, and its number.
    """

    codes: tuple[str, ...]
    ngrams: Ngrams
    letters: Letters
    shown: tuple[tuple[str, int], ...]


class _Profile(Struct):
    """One of langdetect's profile files: how often each n-gram was seen, and how many of each length in all."""

    name: str
    freq: Raw
    n_words: tuple[int, int, int]


@cache
def profiles() -> Profiles:
    """The profiles of the installed langdetect, read once a process, in the order of their codes."""
    from langdetect.utils.ngram import NGram

    spec = find_spec("langdetect")
    assert spec is not None and spec.origin is not None  # a declared dependency
    files = sorted(Path(spec.origin).parent.joinpath("profiles").iterdir())
    read = [_parted(f.read_bytes()) for f in files if not f.name.startswith(".")]
    ngrams = Ngrams([(counts, p.n_words) for counts, p in read], _SMOOTHING)
    codes = tuple(p.name for _, p in read)
    shown = tuple((letters, codes.index(code)) for code, letters in _OWN_LETTERS.items())
    return Profiles(codes, ngrams, Letters(NGram.normalize), shown)


def _parted(data: bytes) -> tuple[bytes, _Profile]:
    """A profile's counts, and what else is in it: these need not be looked through twice where they stand first."""
    counts, _, rest = data.rpartition(_REST)
    if not counts.startswith(_FIRST):
        profile = decode(data, type=_Profile)
        return bytes(profile.freq), profile
    return counts.removeprefix(_FIRST), decode(_FIRST + b"0" + _REST + rest, type=_Profile)


#: How langdetect's files begin, and what follows their counts.
_FIRST, _REST = b'{"freq":', b',"n_words":'


def detect(text: str) -> Language:
    """The language of a finished text; `und`, with the reason, when there is too little of it to tell.

    Codes are ISO 639-1 (both of langdetect's forms of Chinese are `zh`). The confidence is the posterior probability
    of the language, with each character's evidence counted once.
    """
    sample = _sample(text)
    if sum(map(str.isalpha, sample[: 4 * MIN_LETTERS])) < MIN_LETTERS:  # mostly enough, and soon told
        letters = sum(map(str.isalpha, sample))
        if letters < MIN_LETTERS:
            why = f"only {letters} letters; {MIN_LETTERS} are wanted" if letters else "no letters"
            return Language("und", 0.0, why)
    normal = _normalise(sample)
    scores = _weigh(normal)
    for own, number in profiles().shown:
        if normal.isascii() or not any(letter in normal for letter in own):
            scores[number] = 0
    best = max(scores)
    if not best:
        return Language("und", 0.0, "in a script of no known language")
    confidence = share(scores, best, _NAT * _OVERLAP)
    return Language(profiles().codes[scores.index(best)].partition("-")[0], round(confidence, 4))


def _sample(text: str) -> str:
    """The whole of a short text; of a long one, pieces from beginning to end, cut at spaces where there are any."""
    if len(text) <= SAMPLE:
        return text
    size = SAMPLE // PIECES
    starts = [(len(text) - size) * i // (PIECES - 1) for i in range(PIECES)]
    return " ".join(text[at : at + size] for at in starts)


def _normalise(text: str) -> str:
    """The text as langdetect's profiles spell it: addresses out, marks joined, signs to single spaces.

    Latin letters go from a text that is mostly in another script: they are names and quotations there.
    """
    if text.isupper():
        text = text.lower()  # langdetect reads no words in capitals, and would have nothing left
    if not text.isascii():
        latin, foreign, marks = scripts(text)
        if marks:
            from langdetect.utils.ngram import NGram

            text = NGram.normalize_vi(text)
            latin, foreign, _ = scripts(text)
        if latin * 2 < foreign:
            text = _LATIN.sub("", text)
    if "@" in text or "://" in text:
        from langdetect.detector import Detector

        text = Detector.MAIL_RE.sub(" ", Detector.URL_RE.sub(" ", text))
    return profiles().letters.normalise(text)


def _weigh(text: str) -> list[int]:
    """Log-likelihood of each language, up to a constant, from n-grams all over the text, in units of 2**-32 nats.

    Positions are taken at a stride of the golden ratio, so that however soon we stop, what was read is spread evenly.
    """
    size = len(text) - 1  # the text begins with a space, which belongs to no n-gram of its own
    step = int(size * 0.6180339887)
    while gcd(step, size) > 1:
        step += 1
    return profiles().ngrams.weigh(text, step, _STEP, _MOST, _ENOUGH * _NAT)

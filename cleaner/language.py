"""Tells which language a text is in, the same answer in every process and on every machine.

The method and the language profiles are langdetect's (Shuyo's naive Bayes over character n-grams), the best that was
measured on passages of news length. Its detector spends 8 ms a document on reading every character one by one and then
guesses from a handful of n-grams drawn at random, from a random state shared by the whole process. Here the same
n-grams are weighed with the same probabilities, but in a fixed order that is spread evenly over the text, and reading
stops once one language is far ahead: nothing is random, and nothing is remembered from one text to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from math import exp, gcd, log
from pathlib import Path
from struct import unpack
from typing import Final

from msgspec import Struct
from msgspec.json import Decoder

from .model import Language

#: Fewer letters than this tell nothing: below it langdetect itself is wrong more often than not on close languages.
MIN_LETTERS: Final = 20
#: At most so many characters are looked at, taken evenly from the whole text in pieces.
SAMPLE: Final = 1200
PIECES: Final = 4

_NAT: Final = 2.0**32  # the unit of evidence is so small that a sum of whole numbers is as good as a real one
_REMEMBERED: Final = 1 << 16  # n-grams whose evidence is kept; langdetect knows 88,000
_SMOOTHING: Final = 0.5 / 10_000  # langdetect's alpha over its base frequency
_ENOUGH: Final = 40.0  # nats between the first and the second language
_STEP: Final = 24  # positions read between two looks at the lead
_MOST: Final = 400  # positions read at most
_OVERLAP: Final = 6  # a character stands in one, two and three n-grams of length one, two and three

#: Korean and Japanese share ideographs with Chinese, and langdetect takes some Chinese for Korean; what is in either
#: language shows its own letters too. (Here as langdetect's normal form has them: one letter for the whole script.)
_OWN_LETTERS: Final = {"ko": {"가"}, "ja": {"あ", "ア"}}

_LATIN = re.compile(r"[A-z]+")  # as langdetect has it, the six signs between Z and a included
_FOREIGN = re.compile(r"[^\x00-\u02ff\u1e00-\u1eff]")
_MARK = re.compile(r"[\u0300-\u0323]")


class Profiles(Struct, frozen=True):
    """langdetect's profiles, turned round: for an n-gram, how much it speaks for each language.

    That is the logarithm of how much likelier the n-gram is there than in a language that does not know it, as a whole
    number of 2**-32 nats; `evidence` has those of all languages side by side in one number, 64 bits each, so that one
    addition adds them all, exactly and whatever the order. It is filled as n-grams are asked for, with those that no
    language knows too, for to look them up in all profiles is what takes longest.
    """

    codes: tuple[str, ...]
    frequencies: tuple[dict[str, int], ...]
    totals: tuple[tuple[float, ...], ...]
    evidence: dict[str, int]
    normal: dict[int, str]

    def of(self, ngram: str) -> int:
        """The evidence of an n-gram of one to three characters; 0 when no language knows it."""
        found = self.evidence.get(ngram)
        if found is None:
            known = ((i, f[ngram]) for i, f in enumerate(self.frequencies) if ngram in f)
            weighed = ((i, log(1 + n / self.totals[i][len(ngram) - 1] / _SMOOTHING)) for i, n in known)
            found = sum(round(weight * _NAT) << 64 * i for i, weight in weighed)
            if len(self.evidence) >= _REMEMBERED:  # n-grams that no language knows are without number
                self.evidence.clear()
            self.evidence[ngram] = found
        return found

    def scores(self, evidence: int) -> tuple[int, ...]:
        """The evidence for each language."""
        size = len(self.codes)
        return unpack(f"<{size}Q", evidence.to_bytes(8 * size, "little"))


class _Profile(Struct):
    """One of langdetect's profile files."""

    name: str
    freq: dict[str, int]
    n_words: tuple[int, int, int]


class _Normal(dict[int, str]):
    """langdetect's normal form of every character, looked up once a character."""

    def __missing__(self, code: int) -> str:
        from langdetect.utils.ngram import NGram

        self[code] = form = str(NGram.normalize(chr(code)))
        return form


@cache
def profiles() -> Profiles:
    """The profiles of the installed langdetect, read once a process, in the order of their codes."""
    spec = find_spec("langdetect")
    assert spec is not None and spec.origin is not None  # a declared dependency
    decoder = Decoder(_Profile)
    files = sorted(Path(spec.origin).parent.joinpath("profiles").iterdir())
    read = [decoder.decode(f.read_bytes()) for f in files if not f.name.startswith(".")]
    return Profiles(
        tuple(p.name for p in read), tuple(p.freq for p in read), tuple(p.n_words for p in read), {}, _Normal()
    )


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
    scores = list(_weigh(normal))
    for code, own in _OWN_LETTERS.items():
        if not any(letter in normal for letter in own):
            scores[profiles().codes.index(code)] = 0
    best = max(scores)
    if not best:
        return Language("und", 0.0, "in a script of no known language")
    confidence = 1 / sum(exp((s - best) / _NAT / _OVERLAP) for s in scores)
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
        if _MARK.search(text):
            from langdetect.utils.ngram import NGram

            text = NGram.normalize_vi(text)
        without = _LATIN.sub("", text)
        if (len(text) - len(without)) * 2 < len(_FOREIGN.findall(without)):
            text = without
    if "@" in text or "://" in text:
        from langdetect.detector import Detector

        text = Detector.MAIL_RE.sub(" ", Detector.URL_RE.sub(" ", text))
    return f" {' '.join([w for w in text.translate(profiles().normal).split(' ') if w])} "


def _weigh(text: str) -> tuple[int, ...]:
    """Log-likelihood of each language, up to a constant, from n-grams all over the text, in units of 2**-32 nats.

    Positions are taken at a stride of the golden ratio, so that however soon we stop, what was read is spread evenly.
    """
    scores = profiles().scores
    padded = f" {text}"
    sums = 0
    size = len(text) - 1  # the text begins with a space, which belongs to no n-gram of its own
    for n, at in enumerate(_stride(size), 1):
        here = _evidence(padded[at - 1 : at + 2])
        if here is None:
            continue
        sums += here
        if n % _STEP == 0:
            first, second = sorted(scores(sums))[:-3:-1]
            if first - second > _ENOUGH * _NAT or n >= _MOST:
                break
    return scores(sums)


@lru_cache(maxsize=1 << 14)
def _evidence(three: str) -> int | None:
    """The evidence of the n-grams that end with these three characters; None inside a word in capitals.

    Words in capitals are not read by langdetect either.
    """
    of, before, here = profiles().of, three[1], three[2]
    if here.isupper() and before.isupper():
        return None
    return of(three[1:]) + (of(here) if here != " " else 0) + (of(three) if before != " " else 0)


def _stride(size: int) -> Iterator[int]:
    """1 to `size`, each once, in an order every beginning of which is spread evenly over the whole."""
    step = int(size * 0.6180339887)
    while gcd(step, size) > 1:
        step += 1
    return (1 + i * step % size for i in range(size))

"""Finds the persons named in a text: which words in capitals are somebody's name, and which are Ankara or Monday.

Names are found by what they are made of (given names, surnames), by what stands beside them (a title, "said"), and by
how the same word is used elsewhere in the document. Each capitalised word gets such traits; a linear model, learned
from articles marked by hand (`train_finder.py`), weighs them and chooses the best sequence of "begins a name",
"continues it", "is none" for each run of capitals: an averaged structured perceptron (Collins 2002) with the
document-wide traits of Chieu and Ng (2002). There is no list of famous people in it.
"""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from .folding import fold
from .lexicon import PARTICLES, Kind, load

MODEL = Path(__file__).with_name("finder.xz")


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
_PREFIX = r"(?:(?:[Aa]l|[Ee]l|[Aa][sdrtzn]|[Aa]sh|[Uu]l)-)"
#: A word that begins with a capital: initials (`J.J.`), or a word with what belongs to it (`O’Neill`, `Jean-Claude`).
TOKEN = re.compile(
    rf"(?<![^\W_\u0300-\u036f])(?<![\u0300-\u036f@#/])(?:"
    rf"[{_UP}]\.(?:-?[{_UP}]\.)*(?!\w)"
    rf"|{_PREFIX}?(?:[ODNM]['’](?=[{_UP}]))?[{_UP}]{_W}*(?:-[{_UP}]{_W}*|-[a-zà-ž]{{2,4}}(?!{_W}))*"
    rf")"
)
_AFTER = re.compile(r"(['’]\w{0,4})?([^\w\s]{0,2})\s?(\w*)")
_LOWER = re.compile(r"(?<!\w)[^\W\d_A-Z]\w{2,}")

#: What may stand between two words of one name.
_JOINS: Mapping[str, str] = {" ": "_", "\u00a0": "_", "] ": "]", " [": "[", "": "."}
_SENTENCE_END = frozenset(".!?…:;•*|\n")
_OPENING = frozenset("\"“”„«»‘'([{—–-")
#: Written with a stop that ends no sentence.
_ABBREVIATED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "gov",
        "sen",
        "rep",
        "prof",
        "gen",
        "col",
        "lt",
        "capt",
        "sgt",
        "rev",
        "hon",
        "pres",
        "maj",
        "adm",
        "cmdr",
        "det",
        "insp",
        "sr",
        "sra",
        "herr",
        "ing",
        "dott",
    ]
)
_HYPHEN_TAILS = frozenset(
    ["era", "led", "like", "born", "run", "held", "free", "type", "wing", "bred", "made", "base", "ism", "ist", "ites"]
)
#: What a capitalised word may be; the rest of `Kind` is about its neighbours.
_TRAITS = 1023
_STRONG = Kind.FIRST | Kind.LAST | Kind.PLACE | Kind.TITLE | Kind.ORG | Kind.THING
_AROUND = Kind.TITLE | Kind.SAY | Kind.ORG | Kind.BEFORE_PLACE | Kind.ARTICLE | Kind.FIRST | Kind.NOUN


class Token(NamedTuple):
    """A capitalised word of the text, with what stands around it.

    `join` is how it hangs on the token before; empty if it does not.
    """

    start: int
    end: int
    word: str
    folded: str
    kinds: int
    shape: str
    join: str
    before: str  # the word before, lower case; a sign at a sentence's start
    suffix: str  # `’s`, `'nun`
    sign: str  # punctuation after
    after: str  # the word after, folded


class Span(NamedTuple):
    """Where a person's name stands, and by how much the model preferred it to no name."""

    start: int
    end: int
    margin: float


def tokens(text: str) -> list[Token]:
    """The capitalised words of a text, in order."""
    found: list[Token] = []
    end = 0
    for match in TOKEN.finditer(text):
        start, word = match.start(), match.group()
        if "-" in word and word.rpartition("-")[2] in _HYPHEN_TAILS:
            word = word.rpartition("-")[0]
        gap = text[end:start] if start - end <= 24 else "\n\n"
        join = _join(gap, found[-1].word) if found and word else ""
        end = start + len(word)
        suffix, sign, after = _AFTER.match(text, end).groups()  # type: ignore[union-attr]  # it matches everywhere
        folded, kinds, shape = _word(word)
        before = _before(text, start)
        found.append(Token(start, end, word, folded, kinds, shape, join, before, suffix or "", sign, after))
    return found


def _join(gap: str, last: str) -> str:
    if gap in _JOINS:
        return _JOINS[gap] if gap or last.endswith(".") else ""
    if gap in (". ", "."):
        return "." if len(last) == 1 or (gap == ". " and last.lower() in _ABBREVIATED) else ""
    words = gap.split(" ")
    if len(words) > 2 and not words[0] and not words[-1] and all(w in PARTICLES for w in words[1:-1]):
        return "~"
    return ""


def _before(text: str, start: int) -> str:
    piece = text[max(0, start - 24) : start]
    bare = piece.rstrip(" \u00a0\t")
    last = bare[-1:]
    if not last or last in _SENTENCE_END:
        return "."
    if last in _OPENING:
        inner = bare.rstrip("\"“”„«»‘'([{—–- ")[-1:]
        return "." if not inner or inner in _SENTENCE_END else last
    if last.isalnum():
        return bare.replace("’", " ").replace("'", " ").replace("-", " ").split()[-1].lower()
    return last


@lru_cache(maxsize=1 << 15)
def _word(word: str) -> tuple[str, int, str]:
    """The word folded, its kinds (of a compound: the kinds of its parts), and its shape."""
    folded = fold(word).lower().replace("'", "").replace(".", "")
    known = load()
    kinds = known.get(folded, 0)
    if "-" in folded:
        head, _, tail = folded.rpartition("-")
        head = head.replace("-", "")
        kinds = known.get(head, 0) & (Kind.FIRST | Kind.LAST) | known.get(tail, 0) & (
            Kind.LAST | Kind.FIRST | Kind.NOUN | Kind.TITLE | Kind.ORG
        )
    return folded, kinds, _shape(word)


def _shape(word: str) -> str:
    if word.endswith(".") or len(word) == 1:
        return "i"
    if any(c.isdigit() or c == "_" for c in word):
        return "9"
    if "-" in word:
        return "h"
    if word.isupper():
        return f"A{min(len(word), 5)}"
    return "C" if word[1:].islower() else "M"


@lru_cache(maxsize=1 << 15)
def _around(word: str) -> str:
    """What a neighbouring word in lower case tells, as one short code."""
    return str(load().get(fold(word).lower(), 0) & _AROUND)


# --- traits


def traits(found: Sequence[Token], text: str) -> list[list[str]]:
    """For each token its traits, as short strings; the first letter tells the sort of trait."""
    lower = set(_LOWER.findall(text))
    use = _uses(found)
    out: list[list[str]] = []
    for i, token in enumerate(found):
        follows = found[i + 1] if i + 1 < len(found) and found[i + 1].join else None
        out.append(
            [*_own(token), *_use(token, lower, use), *_beside(token, found[i - 1] if token.join else None, follows)]
        )
    return out


@lru_cache(maxsize=1 << 15)
def _own_of(word: str) -> tuple[str, ...]:
    folded, kinds, shape = _word(word)
    k = kinds & _TRAITS
    sorts = [f"K{b}" for b in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512) if k & b]
    return "b", f"k{k}", f"s{shape}", f"w{folded}", f"x{folded[-3:]}", f"y{folded[-2:]}", f"p{shape}{k & 3}", *sorts


def _own(token: Token) -> tuple[str, ...]:
    return _own_of(token.word)


def _uses(found: Sequence[Token]) -> dict[str, int]:
    """How each word is used anywhere in the document, as bits.

    1 after a given name, 2 after a title, 4 before "said", 8 before a word of organisations, 16 with a possessive,
    32 inside a sentence, 64 twice, 128 after "in" or "at", 256 after an article, 512 last of a run after a given name.
    """
    use: dict[str, int] = {}
    for i, token in enumerate(found):
        bits = use.get(token.folded, -64) + 64 & ~64 if token.folded not in use else use[token.folded] | 64
        last = found[i - 1] if token.join else None
        follows = found[i + 1] if i + 1 < len(found) and found[i + 1].join else None
        before = _kinds_of(token.before)
        if last is not None:
            bits |= (1 if last.kinds & Kind.FIRST else 0) | (2 if last.kinds & Kind.TITLE else 0)
            if last.kinds & Kind.FIRST and follows is None and not token.kinds & (Kind.ORG | Kind.PLACE):
                bits |= 512
        else:
            bits |= (2 if before & Kind.TITLE else 0) | (128 if before & Kind.BEFORE_PLACE else 0)
            bits |= 256 if before & Kind.ARTICLE else 0
        if follows is None:
            bits |= 4 if _kinds_of(token.after) & Kind.SAY and not token.sign else 0
        elif follows.kinds & Kind.ORG:
            bits |= 8
        bits |= (16 if token.suffix else 0) | (0 if token.before == "." else 32)
        use[token.folded] = bits
    return use


@lru_cache(maxsize=1 << 15)
def _kinds_of(word: str) -> int:
    return load().get(fold(word).lower(), 0)


def _use(token: Token, lower: set[str], use: Mapping[str, int]) -> list[str]:
    bits = use[token.folded]
    alone = "1" if not token.join else ""
    seen = "l" if token.word.lower() in lower else ""
    k = token.kinds & 11
    return [
        f"u{alone}{bits & 3}.{bits & 512}",
        f"v{bits & 4}{bits & 8}{bits & 16}",
        f"L{seen}{token.before == '.'}{k & 8}",
        f"z{bits & 480}{k}",
        f"l{seen}{bits & 32}{k}",
    ]


def _beside(token: Token, last: Token | None, follows: Token | None) -> list[str]:
    k = token.kinds & _TRAITS
    short = k
    if last is not None:
        lk = last.kinds & _TRAITS
        said = [
            f"q{token.join}{lk}",
            f"Q{lk & _STRONG}{short & _STRONG}",
            f"S{token.join}{last.shape}{token.shape}",
            f"W{last.folded}",
        ]
    else:
        around = _around(token.before)
        said = [f"a{around}", f"A{around}.{short & 15}", f"B{token.before}"]
    if follows is not None:
        fk = follows.kinds & _TRAITS
        said += [
            f"n{follows.join}{fk}",
            f"N{fk & _STRONG}.{short & _STRONG}",
            f"T{follows.join}{follows.shape}",
            f"V{follows.folded}",
        ]
    elif token.sign:
        said += [f"m{token.sign}{token.suffix[:1]}", f"M{token.sign}{short & 3}"]
    else:
        around = _around(token.after)
        said += [f"o{around}{token.suffix[:1]}", f"O{around}.{short & 15}", f"R{token.after}"]
    end = "1" if last is None else "0"
    end += "1" if follows is None else "0"
    said.append(f"e{end}{short & 3}{token.shape}")
    return said


# --- the model

Weights = Mapping[str, tuple[float, float, float]]
NONE, BEGIN, INSIDE = 0, 1, 2


@cache
def model() -> tuple[Weights, Weights]:
    """The weights of the first and of the second reading.

    Trait → weight for none, begin, inside; the steps from one to the next are traits too (`t0` from none …).
    """
    first, second = json.loads(lzma.decompress(MODEL.read_bytes()))
    return first, second


def second_thoughts(found: Sequence[Token], tags: Sequence[int]) -> list[list[str]]:
    """Traits that follow from a first reading of the whole document: how each word was read where it stands elsewhere."""
    first: set[str] = set()
    last: set[str] = set()
    seen: dict[str, list[int]] = {}
    for group in _groups(tags):
        words = [found[i].folded for i in group if found[i].shape != "i"]
        if len(group) > 1 and words:
            last.add(words[-1])
            first.update(words[:-1])
    for token, tag in zip(found, tags, strict=True):
        counts = seen.setdefault(token.folded, [0, 0])
        counts[0] += 1
        counts[1] += tag != NONE
    out: list[list[str]] = []
    for i, token in enumerate(found):
        times, named = seen[token.folded]
        named -= tags[i] != NONE
        share = -1 if times == 1 else 3 * named // (times - 1)
        whole = f"{token.folded in last:d}{token.folded in first:d}"
        follows = i + 1 < len(found) and bool(found[i + 1].join)
        single = not token.join and not follows
        said = [
            f"g{whole}{single:d}",
            f"h{share}{whole[0]}",
            f"H{share}{whole}{single:d}{token.kinds & 3}",
            f"G{tags[i]}{whole}{share}",
        ]
        if token.join:
            said.append(f"j{tags[i - 1]}{tags[i]}{found[i - 1].folded in first:d}{whole}")
        if follows:
            said.append(f"J{tags[i]}{tags[i + 1]}{found[i + 1].folded in last:d}{whole}")
        out.append(said)
    return out


def decode(
    found: Sequence[Token], said: Sequence[Sequence[str]], weights: Weights
) -> tuple[list[int], list[tuple[float, float, float]]]:
    """The best tag for each token (Viterbi), and the scores they were chosen by."""
    steps = [weights.get(f"t{a}", (0.0, 0.0, 0.0)) for a in range(3)]
    scores = [_score(s, weights) for s in said]
    back: list[tuple[int, int, int]] = []
    best = (0.0, -1e9, -1e9)
    for token, (none, begin, inside) in zip(found, scores, strict=True):
        (n, b, i) = best
        if not token.join:
            top = max(range(3), key=best.__getitem__)
            back.append((top, top, top))
            best = (best[top] + none, best[top] + begin, -1e9)
            continue
        from_none = (n + steps[0][0], b + steps[1][0], i + steps[2][0])
        from_begin = (n + steps[0][1], b + steps[1][1], i + steps[2][1])
        from_inside = (-1e9, b + steps[1][2], i + steps[2][2])
        choice = tuple(max(range(3), key=f.__getitem__) for f in (from_none, from_begin, from_inside))
        back.append(choice)  # type: ignore[arg-type]
        best = (from_none[choice[0]] + none, from_begin[choice[1]] + begin, from_inside[choice[2]] + inside)
    tags: list[int] = []
    tag = max(range(3), key=best.__getitem__)
    for choice in reversed(back):
        tags.append(tag)
        tag = choice[tag]
    return tags[::-1], scores


def _score(said: Sequence[str], weights: Weights) -> tuple[float, float, float]:
    none = begin = inside = 0.0
    for trait in said:
        weight = weights.get(trait)
        if weight is not None:
            none += weight[0]
            begin += weight[1]
            inside += weight[2]
    return none, begin, inside


def find(text: str, weights: tuple[Weights, Weights] | None = None) -> list[Span]:
    """Where persons are named in the text, in order, without overlaps."""
    found = tokens(text)
    if not found:
        return []
    first, second = weights or model()
    said = traits(found, text)
    tags, _ = decode(found, said, first)
    more = [a + b for a, b in zip(said, second_thoughts(found, tags), strict=True)]
    tags, scores = decode(found, more, second)
    return [_span(text, [found[i] for i in group], _margin(group, scores)) for group in _groups(tags)]


def _margin(group: Sequence[int], scores: Sequence[tuple[float, float, float]]) -> float:
    """By how much the least certain word of a name was preferred."""
    return min(scores[i][BEGIN if i == group[0] else INSIDE] - scores[i][NONE] for i in group)


def _groups(tags: Sequence[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for i, tag in enumerate(tags):
        if tag != INSIDE and group:
            yield group
            group = []
        if tag != NONE:
            group.append(i)
    if group:
        yield group


_BINDING = re.compile(
    r"(?:^|(?<=[\s\"“„«(\[]))((?:von der|von dem|von den|van der|van den|van de|von|van|bin|ibn|ter|ten) )$"
)
_JUNIOR = frozenset({"jr", "sr"})


def _span(text: str, name: Sequence[Token], margin: float) -> Span:
    """From the first word to the last, with the particle before (`von der Leyen`) and the stop of `Jr.`"""
    start, end = name[0].start, name[-1].end
    if particle := _BINDING.search(text, max(0, start - 9), start):
        start = particle.start(1)
    if name[-1].folded in _JUNIOR and text[end : end + 1] == ".":
        end += 1
    return Span(start, end, round(margin, 3))

"""Says of every capitalised word what speaks for or against a name: the evidence that the model weighs.

A trait is a short string; its first letter tells the sort. There are traits of the word itself (its kinds, its shape,
its ending), of what stands beside it, of how the same word is used elsewhere in the document (Chieu and Ng 2002), and,
for a second reading, of how the first reading understood it elsewhere.

Writing traits out costs more than weighing them, and a text says the same few things again and again. So what is said
of a token in a text is a few clues: a clue names the function that writes traits out, with all they depend on, and
whoever weighs one need not write it out twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .lexicon import Kind
from .tokens import Token, kinds_of, looked_up

NONE, BEGIN, INSIDE = 0, 1, 2

_FIRST, _LAST, _ORDINARY = int(Kind.FIRST), int(Kind.LAST), int(Kind.ORDINARY)
_TITLE, _ORG, _SAY, _PLACE, _ARTICLE = map(int, (Kind.TITLE, Kind.ORG, Kind.SAY, Kind.PLACE, Kind.ARTICLE))
_AT = int(Kind.BEFORE_PLACE)
_NAMES = _FIRST | _LAST
_KNOWN = _NAMES | _ORDINARY
#: What a capitalised word may be; the rest of `Kind` is about its neighbours.
_WORD = 1023
_STRONG = int(Kind.FIRST | Kind.LAST | Kind.PLACE | Kind.TITLE | Kind.ORG | Kind.THING)
_AROUND = int(Kind.TITLE | Kind.SAY | Kind.ORG | Kind.BEFORE_PLACE | Kind.ARTICLE | Kind.FIRST | Kind.NOUN)
_THING = int(Kind.ORG | Kind.THING | Kind.PLACE)
_LONG_WORD = re.compile(r"\w{3,}")
_LISTED = [", ", " and ", " & ", " und ", " et ", " y ", " e ", " i ", " ve ", " и ", " och ", " og ", "/", " - ", "-"]
_LIST = frozenset(_LISTED)

#: A function of this module that gives traits, and what it is to be called with.
Clue = tuple[Any, ...]


def written(clues: Iterable[Clue]) -> list[str]:
    """The traits that the clues stand for."""
    return [trait for says, *what in clues for trait in says(*what)]


def own(word: str) -> tuple[str, ...]:
    """Traits of the word itself."""
    folded, kinds, shape = looked_up(word)
    k = kinds & _WORD
    sorts = [f"K{1 << bit}" for bit in range(10) if k >> bit & 1]
    letters = (f"w{folded}", f"x{folded[-3:]}", f"y{folded[-2:]}{shape[0]}")
    return "b", f"k{k}", f"s{shape}", f"p{shape}{k & 3}", *letters, *sorts


def beside(found: Sequence[Token], text: str) -> Iterator[list[Clue]]:
    """For each token the clues of the word itself, of its neighbours and of its use in the document."""
    words = set(_LONG_WORD.findall(text))
    use = _uses(found)
    earlier: Token | None = None
    for run in _runs(found):
        size = len(run)
        thing, title = _landmarks(run) if size > 1 else (0, size)
        strong = run[0].kinds & _STRONG
        for i, token in enumerate(run):
            k, folded, shape = token.kinds, token.folded, token.shape
            said: list[Clue] = [
                (own, token.word),
                (_of_use, not i, use[folded], token.word.lower() in words, token.before == ".", k & _KNOWN),
            ]
            if i:
                last = run[i - 1]
                said.append((_joined, token.join, last.kinds & _WORD, k & _STRONG, last.shape, shape))
                said.append((_word_before, last.folded))
            else:
                said.append((_before, token.before, k & 15))
                if earlier is not None and token.gap in _LIST:
                    said.append((_listed, token.gap, earlier.join != "", earlier.kinds & _NAMES, k & _NAMES))
            if i + 1 < size:
                following = run[i + 1]
                said.append((_joins, following.join, following.kinds & _WORD, k & _STRONG, following.shape))
                said.append((_word_after, following.folded))
            elif token.sign:
                said.append((_sign, token.sign, token.suffix[:1], token.after.isdigit(), k & _NAMES))
            else:
                said.append((_after, token.after, token.suffix[:1], k & 15))
            left = size - i
            at = (i if i < 3 else 3, left if left < 4 else 4)
            said.append((_place, *at, k & _NAMES, shape, i < thing, title < i, strong))
            yield said
        earlier = run[-1]


def _runs(found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The runs of joined tokens."""
    begin = 0
    for end, token in enumerate(found, 1):
        if not token.follows:
            yield found[begin:end]
            begin = end


def _landmarks(run: Sequence[Token]) -> tuple[int, int]:
    """Where the last word of things stands in a run, and where the first title; the run's begin or end, if nowhere."""
    thing, title = 0, len(run)
    for i, token in enumerate(run):
        if token.kinds & _THING:
            thing = i
        if token.kinds & _TITLE and i < title:
            title = i
    return thing, title


def _uses(found: Sequence[Token]) -> dict[str, int]:
    """How each word is used anywhere in the document, as bits.

    1 after a given name, 2 after a title, 4 before "said", 8 before a word of organisations, 16 with a possessive,
    32 inside a sentence, 64 twice, 128 after "in" or "at", 256 after an article, 512 last of a run after a given name.
    """
    use: dict[str, int] = {}
    last: Token | None = None
    for token in found:
        bits = use[token.folded] | 64 if token.folded in use else 0
        if token.join and last is not None:
            bits |= (1 if last.kinds & _FIRST else 0) | (2 if last.kinds & _TITLE else 0)
            if last.kinds & _FIRST and not token.follows and not token.kinds & (_ORG | _PLACE):
                bits |= 512
        else:
            if last is not None and last.follows:
                bits |= 8 if token.kinds & _ORG else 0
            before = kinds_of(token.before)
            bits |= (2 if before & _TITLE else 0) | (128 if before & _AT else 0) | (256 if before & _ARTICLE else 0)
            bits |= 0 if token.before == "." else 32
        if not token.follows and not token.sign and kinds_of(token.after) & _SAY:
            bits |= 4
        use[token.folded] = bits | (16 if token.suffix else 0)
        last = token
    return use


def _of_use(first: bool, bits: int, lower: bool, starts: bool, k: int) -> list[str]:
    return [
        f"u{'1' if first else ''}{bits & 3}.{bits & 512}",
        f"v{bits & 28}",
        f"L{lower:d}{starts:d}{k & 8}",
        f"z{bits & 480}{k}",
        f"l{lower:d}{bits & 32}{k}",
    ]


def _joined(join: str, last: int, strong: int, last_shape: str, shape: str) -> list[str]:
    return [f"q{join}{last}", f"Q{last & _STRONG}.{strong}", f"S{join}{last_shape}{shape}"]


def _word_before(folded: str) -> list[str]:
    return [f"W{folded}"]


def _before(word: str, k: int) -> list[str]:
    around = kinds_of(word) & _AROUND
    return [f"a{around}", f"A{around}.{k}", f"B{'#' if word.isdigit() else word}"]


def _listed(gap: str, joined: bool, earlier: int, names: int) -> list[str]:
    return [f"d{joined}{earlier}", f"D{gap}{earlier}.{names}"]


def _joins(join: str, following: int, strong: int, shape: str) -> list[str]:
    return [f"n{join}{following}", f"N{following & _STRONG}.{strong}", f"T{join}{shape}"]


def _word_after(folded: str) -> list[str]:
    return [f"V{folded}"]


def _sign(sign: str, suffix: str, number: bool, names: int) -> list[str]:
    return [f"m{sign}{suffix}{'#' if number else ''}", f"M{sign}{names}"]


def _after(word: str, suffix: str, k: int) -> list[str]:
    around = kinds_of(word) & _AROUND
    return [f"o{around}{suffix}", f"O{around}.{k}", f"R{'#' if word.isdigit() else word}"]


def _place(i: int, left: int, names: int, shape: str, *company: int) -> list[str]:
    """Of the token at `i` of a run, with `left` from here on: in what company, unless it is alone."""
    said = [f"e{i == 0:d}{left == 1:d}{names}{shape}"]
    if i or left > 1:
        thing, title, strong = company
        said += [f"r{i}.{left}{names}", f"c{thing:d}{title:d}{strong}"]
    return said


def second_thoughts(found: Sequence[Token], tags: Sequence[int]) -> Iterator[list[Clue]]:
    """Clues from a first reading of the whole document: how each word was read where it stands elsewhere."""
    first: set[str] = set()
    last: set[str] = set()
    times: dict[str, int] = {}
    named: dict[str, int] = {}
    for group in groups(tags):
        words = [found[i].folded for i in group if found[i].shape != "i"]
        if len(group) > 1 and words:
            last.add(words[-1])
            first.update(words[:-1])
    for token, tag in zip(found, tags, strict=True):
        folded = token.folded
        times[folded] = times.get(folded, 0) + 1
        if tag != NONE:
            named[folded] = named.get(folded, 0) + 1
    for i, token in enumerate(found):
        folded, tag = token.folded, tags[i]
        others = times[folded] - 1
        share = 3 * (named.get(folded, 0) - (tag != NONE)) // others if others else -1
        whole = (folded in last) + 2 * (folded in first)
        single = not token.join and not token.follows
        said: list[Clue] = [(_elsewhere, tag, whole, share, single, token.kinds & _NAMES)]
        if token.join:
            said.append((_beside_last, tags[i - 1], tag, found[i - 1].folded in first, whole))
        if token.follows:
            said.append((_beside_next, tag, tags[i + 1], found[i + 1].folded in last, whole))
        yield said


def _elsewhere(tag: int, whole: int, times: int, single: bool, names: int) -> list[str]:
    """`times` is how many thirds of the word's other places were read as a name; -1 if it has none."""
    share = "-" if times < 0 else times
    return [f"g{whole}{single:d}", f"h{share}{whole & 1}", f"H{share}{whole}{single:d}{names}", f"G{tag}{whole}{share}"]


def _beside_last(last: int, tag: int, first: bool, whole: int) -> list[str]:
    return [f"j{last}{tag}{first:d}{whole}"]


def _beside_next(tag: int, following: int, last: bool, whole: int) -> list[str]:
    return [f"J{tag}{following}{last:d}{whole}"]


def groups(tags: Sequence[int]) -> Iterator[list[int]]:
    """The places of each name, in order."""
    group: list[int] = []
    for i, tag in enumerate(tags):
        if tag != INSIDE and group:
            yield group
            group = []
        if tag != NONE:
            group.append(i)
    if group:
        yield group

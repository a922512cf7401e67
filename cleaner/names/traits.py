"""Says of every capitalised word what speaks for or against a name: the evidence that the model weighs.

A trait is a short string; its first letter tells the sort. There are traits of the word itself (its kinds, its shape,
its ending), of what stands beside it, of how the same word is used elsewhere in the document (Chieu and Ng 2002), and,
for a second reading, of how the first reading understood it elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

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
_LOWER = re.compile(r"(?<!\w)[^\W\d_A-Z]\w{2,}")
_LISTED = [", ", " and ", " & ", " und ", " et ", " y ", " e ", " i ", " ve ", " и ", " och ", " og ", "/", " - ", "-"]
_LIST = frozenset(_LISTED)


@lru_cache(maxsize=1 << 15)
def own(word: str) -> tuple[str, ...]:
    """Traits of the word itself."""
    folded, kinds, shape = looked_up(word)
    k = kinds & _WORD
    sorts = [f"K{1 << bit}" for bit in range(10) if k >> bit & 1]
    letters = (f"w{folded}", f"x{folded[-3:]}", f"y{folded[-2:]}{shape[0]}")
    return "b", f"k{k}", f"s{shape}", f"p{shape}{k & 3}", *letters, *sorts


def beside(found: Sequence[Token], text: str) -> list[list[str]]:
    """For each token the traits of its neighbours and of its use in the document; those of `own` not among them."""
    lower = set(_LOWER.findall(text))
    use = _uses(found)
    out: list[list[str]] = []
    for place, size, run in _places(found):
        thing = max((i for i, t in enumerate(run) if t.kinds & _THING), default=0) if size > 1 else 0
        title = next((i for i, t in enumerate(run) if t.kinds & _TITLE), size) if size > 1 else 0
        for i, token in enumerate(run):
            said = _of_use(token, use[token.folded], token.word.lower() in lower)
            said += _left(token, run[i - 1] if i else None, found[place - 1] if place else None)
            said += _right(token, run[i + 1] if i + 1 < size else None)
            k = token.kinds
            said.append(f"e{i == 0:d}{i + 1 == size:d}{k & _NAMES}{token.shape}")
            if size > 1:
                said.append(f"r{min(i, 3)}.{min(size - i, 4)}{k & _NAMES}")
                said.append(f"c{i < thing:d}{title < i:d}{run[0].kinds & _STRONG}")
            out.append(said)
    return out


def _places(found: Sequence[Token]) -> Iterator[tuple[int, int, Sequence[Token]]]:
    """The runs of joined tokens, each with where it begins and how long it is."""
    begin = 0
    for i, token in enumerate(found):
        if not token.follows:
            yield begin, i + 1 - begin, found[begin : i + 1]
            begin = i + 1


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


def _of_use(token: Token, bits: int, lower: bool) -> list[str]:
    alone = "" if token.join else "1"
    k = token.kinds & (_KNOWN)
    return [
        f"u{alone}{bits & 3}.{bits & 512}",
        f"v{bits & 28}",
        f"L{lower:d}{token.before == '.':d}{k & 8}",
        f"z{bits & 480}{k}",
        f"l{lower:d}{bits & 32}{k}",
    ]


def _left(token: Token, last: Token | None, earlier: Token | None) -> list[str]:
    k = token.kinds & _WORD
    if last is not None:
        lk = last.kinds & _WORD
        return [
            f"q{token.join}{lk}",
            f"Q{lk & _STRONG}.{k & _STRONG}",
            f"S{token.join}{last.shape}{token.shape}",
            f"W{last.folded}",
        ]
    around = kinds_of(token.before) & _AROUND
    word = "#" if token.before.isdigit() else token.before
    said = [f"a{around}", f"A{around}.{k & 15}", f"B{word}"]
    if earlier is not None and token.gap in _LIST:
        said += [f"d{earlier.join != ''}{earlier.kinds & _NAMES}", f"D{token.gap}{earlier.kinds & _NAMES}.{k & _NAMES}"]
    return said


def _right(token: Token, follows: Token | None) -> list[str]:
    k = token.kinds & _WORD
    if follows is not None:
        fk = follows.kinds & _WORD
        return [
            f"n{follows.join}{fk}",
            f"N{fk & _STRONG}.{k & _STRONG}",
            f"T{follows.join}{follows.shape}",
            f"V{follows.folded}",
        ]
    suffix = token.suffix[:1]
    if token.sign:
        number = "#" if token.after.isdigit() else ""
        return [f"m{token.sign}{suffix}{number}", f"M{token.sign}{k & _NAMES}"]
    around = kinds_of(token.after) & _AROUND
    word = "#" if token.after.isdigit() else token.after
    return [f"o{around}{suffix}", f"O{around}.{k & 15}", f"R{word}"]


def second_thoughts(found: Sequence[Token], tags: Sequence[int]) -> list[list[str]]:
    """Traits from a first reading of the whole document: how each word was read where it stands elsewhere."""
    first: set[str] = set()
    last: set[str] = set()
    seen: dict[str, list[int]] = {}
    for group in groups(tags):
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
        share = "-" if times == 1 else 3 * named // (times - 1)
        whole = (token.folded in last) + 2 * (token.folded in first)
        single = not token.join and not token.follows
        said = [
            f"g{whole}{single:d}",
            f"h{share}{whole & 1}",
            f"H{share}{whole}{single:d}{token.kinds & _NAMES}",
            f"G{tags[i]}{whole}{share}",
        ]
        if token.join:
            said.append(f"j{tags[i - 1]}{tags[i]}{found[i - 1].folded in first:d}{whole}")
        if token.follows:
            said.append(f"J{tags[i]}{tags[i + 1]}{found[i + 1].folded in last:d}{whole}")
        out.append(said)
    return out


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

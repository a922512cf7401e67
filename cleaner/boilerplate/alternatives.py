"""Takes a rule's pattern apart into its alternatives, and says of each what words a line must hold for it to be found.

A rule lists hundreds of ways to say one thing, and a line that holds one of its needs says it in none of them, mostly.
To try them all together costs an automaton of their size for every rule; to try the one of which a word stands in the
line costs nearly nothing. An alternative is a pattern in its own right: what the whole pattern finds is what is found
first in the line, and of two found in one place that of the alternative written first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

#: A sign of a pattern (letters in a row, an escape, a class, what opens a group, a character), and how often it comes.
_SIGN = re.compile(
    r"([^\\\[\](){}|^$.*+?]+(?![*+?{])|\\(?:[pP](?:\{\^?\w+\}|\w)|x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[0-7]{1,3}|.)"
    r"|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\(\?(?::|(?!:))|[^\\])"
    r"(?:([*+?])\??|\{(\d+)(?:,\d*)?\}\??)?",
    re.DOTALL,
)
#: Flags, names and quoted stretches are not taken apart.
_OTHER = frozenset({"(?", r"\Q"})
#: Signs that open a group; signs that stand for a place, not for a character.
_GROUPS, _EDGES = ("(", "(?:"), ("^", r"\b")
#: A word as long as this is as good as any longer one; a shorter one than that tells nothing. So many choices of words
#: are looked for at most.
_LONG, _SHORT, _MOST = 5, 3, 4
#: How many texts in place of each other are told one by one; how deep groups may stand in groups.
_TEXTS, _DEEPEST = 16, 50


class Alternative(NamedTuple):
    """A pattern, and what a line must hold where it is found.

    `openings`: with one of these the line begins; `words`: of each of these choices one word stands in it. Where there
    are none the pattern may be found in any line.
    """

    pattern: str
    openings: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()


def alternatives(pattern: str) -> list[Alternative]:
    """The pattern as alternatives, in its own order."""
    signs = list(_SIGN.finditer(pattern))
    if not _OTHER.isdisjoint(sign[1] for sign in signs) or _depth(signs) > _DEEPEST:
        return [Alternative(pattern)]
    ways, _ = _read(iter(signs), 0, len(pattern))
    return [_alternative(text, pieces) for way in ways for text, pieces in _apart(pattern, way)]


def _depth(signs: Iterable[re.Match[str]]) -> int:
    """How deep groups stand in groups."""
    steps = ((sign[1] in _GROUPS) - (sign[1] == ")") for sign in signs)
    return max(accumulate(steps), default=0)


def _alternative(text: str, pieces: Sequence[_Piece]) -> Alternative:
    opens = _SIGN.match(text)
    openings = _openings(pieces) if opens and opens[0] == "^" else ()
    telling = [c for c in _choices(pieces) if _worth(c)[0] >= _SHORT and not _stand_in(openings, c)]
    return Alternative(text, openings, tuple(sorted(telling, key=_worth, reverse=True)[:_MOST]))


def _stand_in(openings: Sequence[str], choice: Sequence[str]) -> bool:
    """Whether a line that opens so holds one of these words anyway."""
    return bool(openings) and all(any(word in opening for word in choice) for opening in openings)


class _Way(NamedTuple):
    """One of the alternatives of a pattern or of a group: where it stands, and where the signs for its edges end."""

    start: int
    edges: int
    end: int
    pieces: list[_Piece]


class _Piece(NamedTuple):
    """A sign or a group, and how often it comes at least; where it ends.

    `letter`: the text for which it stands, where it is one; `ways`: the alternatives of a group; `once`: whether
    it comes just once; `texts`: all that it may be, where that can be told and is not much.
    """

    end: int
    letter: str
    ways: list[_Way]
    least: int
    once: bool
    texts: list[str] | None


def _read(signs: Iterator[re.Match[str]], start: int, end: int) -> tuple[list[_Way], re.Match[str] | None]:
    """The alternatives that stand there, up to the end of the pattern or of the group; and the sign that ends that."""
    ways: list[_Way] = []
    edges, pieces = start, list[_Piece]()
    for sign in signs:
        if sign[1] in ("|", ")"):
            ways.append(_Way(start, edges, sign.start(), pieces))
            if sign[1] == ")":
                return ways, sign
            start = edges = sign.end()
            pieces = []
        elif sign[0] not in _EDGES:
            inner, last = _read(signs, sign.end(), end) if sign[1] in _GROUPS else ([], sign)
            pieces.append(_piece(last or sign, inner, "" if inner else _letter(sign[1])))
        elif not pieces:
            edges = sign.end()
    return [*ways, _Way(start, edges, end, pieces)], None


def _piece(sign: re.Match[str], ways: list[_Way], letter: str) -> _Piece:
    """What comes as often as `sign` says."""
    once, maybe = sign[2] is None and sign[3] is None, sign[2] == "?"
    least = int(once or sign[2] == "+") if sign[3] is None else int(sign[3])
    texts: list[str] | None = [""] * maybe if once or maybe else None
    for some in [_product(way.pieces) for way in ways] or [[letter] if letter else None]:
        texts = None if texts is None or some is None or len(texts) + len(some) > _TEXTS else texts + some
    return _Piece(sign.end(), letter, ways, least, once, texts)


def _product(pieces: Iterable[_Piece]) -> list[str] | None:
    """All texts that these pieces may be, one after the other, where that can be told and is not much."""
    texts = [""]
    for piece in pieces:
        if piece.texts is None or len(texts) * len(piece.texts) > _TEXTS:
            return None
        texts = [text + end for text in texts for end in piece.texts]
    return texts


def _apart(pattern: str, way: _Way) -> Iterator[tuple[str, Sequence[_Piece]]]:
    """The way as patterns, with their pieces: where it opens with a group, the ways of that, each with what follows."""
    first = way.pieces[0] if way.pieces else None
    if first is None or not first.ways or not first.once:
        yield pattern[way.start : way.end], way.pieces
        return
    for inner in first.ways:
        for text, pieces in _apart(pattern, inner):
            whole = pattern[way.start : way.edges] + text + pattern[first.end : way.end]
            yield whole, [*pieces, *way.pieces[1:]]


def _openings(pieces: Sequence[_Piece]) -> tuple[str, ...]:
    """With what the text begins where these pieces are found; empty where that may be anything or nothing."""
    known: tuple[str, ...] = ()
    texts = [""]
    for piece in pieces:
        if piece.texts is None or len(texts) * len(piece.texts) > _TEXTS:
            break
        texts = [text + end for text in texts for end in piece.texts]
        known = tuple(texts) if all(texts) else known
    if known or not pieces:
        return known
    first, rest = pieces[0], pieces[1:]
    ways = [_openings(way.pieces) for way in first.ways] or [(first.letter,) if first.letter else ()]
    return _any_of(ways if first.least else [*ways, _openings(rest)])


def _choices(pieces: Sequence[_Piece]) -> list[tuple[str, ...]]:
    """Choices of words of which one each stands wherever these pieces are found: what they are in a row, as far as that
    can be told, and the best of what their groups ask for."""
    choices: list[Sequence[str]] = []
    run = [""]  # what the last pieces may have been
    for piece in pieces:
        if piece.texts is not None and len(run) * len(piece.texts) <= _TEXTS:
            run = [text + end for text in run for end in piece.texts]
            continue
        letter = piece.letter if piece.least else ""
        choices.append([text + letter for text in run])
        if piece.least:
            choices.append(_any_of([max(_choices(way.pieces), key=_worth, default=()) for way in piece.ways]))
        run = piece.texts or [letter]
    return [_shortest(c) for c in (*choices, run) if c and all(c)]


def _shortest(words: Sequence[str]) -> tuple[str, ...]:
    """The words without those that hold another."""
    return tuple(dict.fromkeys(w for w in words if not any(other in w for other in words if other != w)))


def _any_of(words: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for some in words for word in some)) if all(words) else ()


def _letter(sign: str) -> str:
    """The text for which a sign stands; empty when it may stand for several or for none."""
    if sign[0] == "\\":
        return "" if sign[1].isalnum() or len(sign) > 2 else sign[1]
    return "" if sign in ("^", "$", ".") or (sign[0] == "[" and len(sign) > 1) else sign


def _worth(words: Sequence[str]) -> tuple[int, int, int]:
    """How much is gained by looking for these words: the shortest tells how rare they are."""
    shortest = min((len(word.strip()) for word in words), default=0)
    return min(shortest, _LONG), -len(words), shortest

"""Where a text is not prose: addresses and program code, in which odd characters mean what they say."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache

from ..patterns import regex

#: Addresses on the net and what hangs on them, mail headers in their own code, code between backticks, Rust's way to
#: print a value; before each, what must occur for it to occur (one of these).
_ADDRESS = (
    (("://",), r"(?:https?|ftp|file)://[^\s<>\"]+"),
    (("www.",), r"\bwww\.[^\s<>\"]+"),
    (("=",), r"(?<![^\s(])[\w./-]*\?[\w%.+-]+=[^\s<>\"]*"),
    (("=?",), r"=\?[\w-]+\?[QqBb]\?\S*"),
    (("`",), r"``?[^`\n]{1,200}``?"),
    ((">",), r"[A-Z]<[^<>\n]{1,80}>"),
    ((">>>", "... ", "$ "), r"^[ \t]*(?:>>>|\.\.\. |\$ ).*$"),
    ((":?}", ":#?}"), r"\{\w*:#?\?\}"),
    (("('", '("'), r"\b\w+\((?P<quote>['\"])[^\n]{0,200}?(?P=quote)\)"),
)
_SYMBOLS = regex(r"[{}\[\]()<>=;_|\\$#*/+@^~`]")
_CODE_LINE = regex(
    r"^\s*(?:(?:def|class|import|from|return|if|elif|else|for|while|var|let|const|function|public|private|static|use|my|"
    r"sub|package|#include|#define|export|module|throw|try|catch)\b[^.?!]{0,200}[\W]\s*$|.*[;{}]\s*$|"
    r"\s*(?://|/\*|\*\s|#\s?\w.*\(\)|>>>|\$ ))"
)


class Spans:
    """Stretches of a text, asked whether a place lies in one."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def __contains__(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]


@lru_cache(maxsize=2)  # asked by one pass after the other
def addresses(text: str) -> Spans:
    """The addresses in a text."""
    wanted = tuple([pattern for words, pattern in _ADDRESS if any(map(text.__contains__, words))])
    return Spans([match.span() for match in _any_of(wanted).finditer(text)]) if wanted else _NOWHERE


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.M)


_NOWHERE = Spans([])


def is_code(text: str) -> bool:
    """Whether a text is program code, data or markup rather than prose.

    Told by the share of signs that programs need and prose does not, and by lines that end as statements end.
    """
    sample = text[:6000]
    size = len(sample) - sample.count(" ")
    symbols = len(_SYMBOLS.findall(sample))
    if size < 40:
        return symbols > 3
    if symbols > 0.07 * size:
        return True
    lines = [line for line in sample.splitlines() if line.strip()]
    return symbols > 0.025 * size and sum(bool(_CODE_LINE.match(line)) for line in lines) > 0.3 * len(lines)

"""English whose apostrophes vanished and left no mark: `dont`, `Debians fame`.

Software that writes nothing but ASCII may leave curly apostrophes out. Then no place shows damage, but the text as a
whole does: edited English of some length has apostrophes, and what is left of `don’t` is no word of it. People who type
without them are left alone: so is a text with any apostrophe, with an `i` for `I` or a small letter behind a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import regex
from .lexicon import WORD, language_of, lexicon
from .prose import addresses, is_code
from .spans import Put

#: What is left of contractions and is no word, by what stood behind the apostrophe.
_REMAINS = {
    "t": "don doesn didn isn wasn aren weren hasn haven hadn wouldn couldn shouldn mustn needn",
    "re": "you they",
    "ve": "i you they we",
    "ll": "you they it",
    "m": "i",
    "s": "what that there here where",
}
_CONTRACTED = {stem + end: end for end, stems in _REMAINS.items() for stem in stems.split()}
#: The same, but words too, or slips of the pen: they prove nothing.
_DOUBTFUL = {"cant": "t", "wont": "t", "hes": "s", "shes": "s", "whos": "s"}
#: A text that lost its apostrophes shows one of these soon.
_SHOWN, _SOON = frozenset([*_CONTRACTED, *map(str.capitalize, _CONTRACTED)]), 4000
#: Whoever writes so leaves apostrophes out.
_CARELESS = regex(r"\bi\b|[.!?] [a-z]")
#: What stands behind several of a name rather than behind what is somebody's.
_BEHIND_PLURAL = frozenset(
    """
    and are as at but by can could did do for from had have in into is may might must of on or said say should than
    that to was were when where which while who will with would
    """.split()  # noqa: SIM905
)
#: So many remains prove that a text lost its apostrophes when one of them is a name's, or so many kinds of contraction.
_FEWEST, _KINDS = 2, 3
#: How sure a contraction is, a name's `s`, and what is a word besides, in decibels.
_SURE, _NAMES, _LIKELY = 20.0, 12.0, 11.0


def may_have(text: str) -> bool:
    """Whether a text in plain ASCII may be English that lost its apostrophes; quick where it has one."""
    return "'" not in text and not _SHOWN.isdisjoint(text[:_SOON].split())


def mend(text: str) -> list[Put]:
    """The apostrophes of an English text that lost them; none where it may never have had any."""
    if not text.isascii() or not may_have(text) or "`" in text or _CARELESS.search(text):
        return []
    if language_of(text) != "en" or is_code(text):
        return []
    puts = list(_read(text))
    kinds = {text[p.start : p.end].lower() for p in puts if p.margin == _SURE}
    names = any(p.margin == _NAMES for p in puts)
    return puts if len(kinds) >= _KINDS or (kinds and names and len(puts) >= _FEWEST) else []


def _read(text: str) -> Iterator[Put]:
    """What each word may have lost, in order."""
    closed, before = addresses(text), ""
    for match in WORD.finditer(text):
        word, start = match.group(), match.start()
        last, before = before, word.lower()
        if start in closed or (len(word) > 1 and word.isupper()) or (before in ("im", "ive") and word[0] == "i"):
            continue
        end = _CONTRACTED.get(before) or _DOUBTFUL.get(before)
        if end:
            margin = _SURE if before in _CONTRACTED else _LIKELY
        elif last != "the" and _is_somebodys(text, match):
            end, margin = "s", _NAMES
        else:
            continue
        yield Put(start, match.end(), f"{word[: -len(end)]}’{word[-len(end) :]}", "lost.sign", margin)


def _is_somebodys(text: str, match: re.Match[str]) -> bool:
    """Whether a word is a name with what is left of its `’s`, rather than several of that name or another name."""
    word, known = match.group(), lexicon("en").rarity
    if word[-1] != "s" or len(word) < 4 or not word[0].isupper() or not word[1:].islower() or word.lower() in known:
        return False
    behind = WORD.match(text, match.end() + 1) if text[match.end() : match.end() + 1] == " " else None
    if behind is None or behind.group() in _BEHIND_PLURAL:
        return False
    return word[:-1].lower() in known or re.search(rf"\b{word[:-1]}\b", text) is not None

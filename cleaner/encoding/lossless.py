"""What ftfy can repair, for the texts where our own channels see too little to judge.

ftfy (Robyn Speer) knows by the look of a single line that it was misread, and reads it again without loss. It comes
after the channel of the whole document, because it decides line by line; it is asked for nothing else that it can do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..patterns import regex
from ._alphabets import runs
from .alphabets import held
from .prose import addresses
from .spans import Put

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

_LINE = regex(r"[^\n]+")
_LONGEST = 100_000
#: Half a character; what is left of `”` before a blank, too, which ftfy takes for a dagger.
_HALF = regex(r"[^\x00-\x7f]\?+(?:[^\x00-\x7f]|\b)|\?[^\x00-\x7f]|(?:â€|â‚¬) ")
_TOKEN = regex(r"[^ \n]+")


@cache
def _config() -> TextFixerConfig:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_encoding=True, restore_byte_a0=True,
        replace_lossy_sequences=False, decode_inconsistent_utf8=True, fix_c1_controls=False, fix_latin_ligatures=False,
        fix_character_width=False, uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False,
        remove_control_chars=False, normalization=None, explain=False,
    )  # fmt: skip


@cache
def _badness() -> Any:
    """ftfy's module of that name, by itself: the whole of ftfy takes long to load, and hardly a text needs it."""
    whole = find_spec("ftfy")
    assert whole is not None and whole.origin is not None  # a declared dependency
    spec = spec_from_file_location("ftfy.badness", Path(whole.origin).with_name("badness.py"))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def mend(text: str) -> list[Put]:
    """Lines that ftfy finds misread, word by word where the words stay apart."""
    if len(text) > _LONGEST or not looks_bad(text):
        return []
    from ftfy import fix_encoding

    closed = addresses(text)
    puts: list[Put] = []
    for line in _LINE.finditer(text):
        before = line.group()
        if before.isascii() or "\ufffd" in before or "ï¿½" in before or _HALF.search(before):
            continue  # what ftfy makes of such a line hides where something was lost
        odd = sum(c > "\x7f" for c in before)  # one odd letter is no evidence
        after = fix_encoding(before, _config()) if odd > 1 and looks_bad(before) else before
        made = list(_differences(before, after, line.start())) if after != before else []
        if any(text[p.start : p.end] != "Ã" for p in made):  # the letter alone may be meant
            puts += [p for p in made if p.start not in closed]
    return puts


#: What ftfy takes for a sign by itself, or beside plain letters; all else takes two characters outside ASCII.
_ALONE = regex("[ÃÂ\x80-\x9f]|[Œœ](?![A-Za-z]|\\Z)")
_SINGLE = frozenset("ÃÂŒœ").union(map(chr, range(0x80, 0xA0)))
_RUN = regex("[^\x00-\x7f][^\x00-\x7f]*")
_LONG_RUN = 40
#: So few are sought one by one.
_FEW = 4


@lru_cache(maxsize=2)  # asked by one pass after the other
def looks_bad(text: str) -> bool:
    """What ftfy's `is_bad` says, whose pattern tries forty things at each place; here only where one of them can be."""
    bad = {run for run in runs(text, True) if len(run) > _LONG_RUN or _is_bad_run(run)}
    if not _SINGLE.isdisjoint(held(text)) and _ALONE.search(text):
        bad |= _SINGLE & held(text)
    if not bad:
        return False
    return any(_badness().BADNESS_RE.search(text, max(0, start - 2), end + 2) for start, end in _places(text, bad))


def _places(text: str, bad: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where one of these runs stands."""
    if len(bad) > _FEW:
        yield from (run.span() for run in _RUN.finditer(text) if run.group() in bad)
        return
    for run in bad:
        at = text.find(run)
        while at >= 0:
            yield at, at + len(run)
            at = text.find(run, at + 1)


@lru_cache(maxsize=1 << 14)
def _is_bad_run(run: str) -> bool:
    """Whether a run is bad beside some letters or blanks."""
    is_bad = _badness().is_bad
    return bool(is_bad(f"a{run}aa") or is_bad(f" {run} "))


def _differences(before: str, after: str, start: int) -> Iterator[Put]:
    old, new = list(_TOKEN.finditer(before)), _TOKEN.findall(after)
    if len(old) == len(new) and before.count(" ") == after.count(" "):
        for match, word in zip(old, new, strict=True):
            if match.group() != word:
                yield Put(start + match.start(), start + match.end(), word, "mojibake.ftfy", inf)
        return
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    put = after[head : len(after) - tail]
    yield Put(start + head, start + len(before) - tail, put, "mojibake.ftfy", inf)

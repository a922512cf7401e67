"""The loops in native code against the few lines of Python that say what they do."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.encoding import _mojibake, remap
from cleaner.encoding._lost import Filler
from cleaner.encoding._neighbours import cheapest
from cleaner.encoding._remap import exchanged, listed
from cleaner.encoding.context import SENTENCE_END, signs_of
from cleaner.encoding.lexicon import WORD, lexicon


class _Piece(NamedTuple):
    start: int
    end: int


def _pieces(text: str, ends: list[int]) -> list[_Piece]:
    """Pieces of one or two characters, apart."""
    starts = sorted({end for end in ends if end < len(text)})
    after = [*starts[1:], len(text)][: len(starts)]
    return [_Piece(start, min(start + 2, then)) for start, then in zip(starts, after, strict=True)]


_text = st.lists(st.sampled_from(["word", "é", "Ã©", " ", "\n", "\xa0", ".", "…", "”", "a"]), max_size=40).map("".join)


@given(_text, st.lists(st.integers(0, 60)), st.integers(1, 5), st.integers(1, 12))
def test_a_group_of_pieces_has_no_blank_between(text: str, ends: list[int], longest: int, widest: int) -> None:
    pieces = _pieces(text, ends)
    groups = _mojibake.groups(text, pieces, longest, widest, -1)
    assert [p for group in groups for p in group] == pieces
    for group, after in pairwise(groups):
        between = text[group[-1].end : after[0].start]
        assert len(group) == longest or len(between) > widest or re.search(r"\s", between)
    for group in groups:
        between = [text[p.end : q.start] for p, q in pairwise(group)]
        assert len(group) <= longest and not any(len(b) > widest or re.search(r"\s", b) for b in between)
    assert _mojibake.groups(text, pieces, longest, widest, 2) == groups[:2]


@given(_text, st.integers(0, 60), st.integers(0, 4))
def test_a_frame_begins_a_sentence_where_the_pattern_says_so(text: str, first: int, size: int) -> None:
    first = min(first, len(text))
    last = min(first + size, len(text))
    start, inside, left, right = _mojibake.frame(text, first, last, 10)
    begins = SENTENCE_END.search(text, max(0, start - 4), start) is not None
    assert left == ("\n" if begins else text[max(0, start - 1) : start])
    assert text[start:].startswith(inside + right) and start <= first


@given(_text, st.lists(st.integers(0, 60)), st.integers(1, 12))
def test_spared_words_hold_no_piece(text: str, ends: list[int], most: int) -> None:
    kept, done = [], 0
    for p in (pieces := _pieces(text, ends)):
        if p.start >= done:
            start = text.rfind(" ", max(0, p.start - most), p.start) + 1 or p.start
            kept.append(text[done : max(done, start)])
        done = text.find(" ", p.end, p.end + most)
        done = p.end if done < 0 else done
    assert _mojibake.spared(text, pieces, most) == " ".join([*kept, text[done:]])


@given(st.text("Çavuþoðlu Ýnn aþ¿?“”\ud800𝄞"))
def test_an_exchanged_text_is_a_translated_one(text: str) -> None:
    table = remap.exchange("cp1254", "cp1252")
    assert exchanged(text, table) == text.translate(table)


_chunks = ["Çavuþoðlu", "içinde", "güzel,", "þey", "þ?", "“bu”", "1984", "İstanbul", "x?y"]


@given(st.lists(st.sampled_from(_chunks), min_size=1, max_size=9))
def test_a_chunk_is_known_when_all_its_words_are(chunks: list[str]) -> None:
    table, words = remap.exchange("cp1254", "cp1252"), lexicon("tr").rarity
    rows = listed(chunks, table, words, 0.0)
    expected = []
    for changed in (chunk.translate(table) for chunk in chunks):
        found = WORD.findall(changed)
        known = 2 * sum(map(len, found)) >= len(changed) and "?" not in changed.strip("?")
        known = known and all(w.lower() in words for w in found)
        known = known and any(len(w) > 2 or (not w.isascii() and words[w.lower()] < 32) for w in found)
        quoted = known or ("?" not in changed and {c for c in changed if not c.isascii()} <= set("‘’“”«»"))
        expected.append((changed, known, quoted))
    assert rows == (expected if sum(quoted for *_, quoted in expected) >= 2 else None)


def test_words_that_lose_letters_are_all_found() -> None:
    words = lexicon("de").rarity
    lost = str.maketrans("", "", "äöü")
    expected: dict[str, list[tuple[int, str]]] = {}
    for word, rarity in words.items():
        if (left := word.translate(lost)) != word:
            expected.setdefault(left, []).append((rarity, word))
    for left in ("mglich", "fr", "ber", "", "haus", "möglich", "grße"):
        assert words.losing("äöü", left) == sorted(expected.get(left, []))


@given(
    st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
@settings(max_examples=200)
def test_the_best_of_company_is_the_best_of_all_rows(rows: list[list[int]], draw) -> None:  # type: ignore[no-untyped-def]
    costs = [[float(c) for c in row] for row in rows]
    links = [[[float(draw.randint(-5, 9)) for _ in right] for _ in left] for left, right in pairwise(rows)]
    best = [[float("inf")] * len(row) for row in rows]
    ways: list[list[int]] = [[]]
    for row in rows:
        ways = [[*way, i] for way in ways for i in range(len(row))]
    for way in ways:
        total = sum(costs[at][i] for at, i in enumerate(way))
        total -= sum(link[i][j] for link, i, j in zip(links, way, way[1:], strict=False))
        for at, i in enumerate(way):
            best[at][i] = min(best[at][i], total)
    assert cheapest(costs, links) == best


def _filler(language: str, letters: str) -> Filler:
    return Filler(lexicon(language).rarity, signs_of(language), language, letters, False, False)


def test_what_was_lost_is_filled_with_letters_or_signs() -> None:
    text = "Das ist m\ufffdglich."
    marks = [(9, 10, [(0,)])]
    ranked = _filler("de", "äöüß").ways(text, 8, 16, marks, False, "")
    assert min(ranked, key=lambda row: ranked[row]) == ("ö",)
    assert ("’",) in ranked
    signs = _filler("de", "").ways(text, 8, 16, marks, False, "")
    assert signs and not any(c.isalpha() and c not in "ªº" for (c,) in signs)


@pytest.mark.parametrize(("start", "end"), [(8, 17), (-1, 16), (10, 9), (8, 9)])
def test_a_stretch_beyond_the_text_or_its_marks_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="beyond"):
        _filler("de", "äöüß").ways("Das ist m\ufffdglich.", start, end, [(9, 10, [(0,)])], False, "")


def test_a_mark_a_byte_says_how_long_its_characters_are() -> None:
    """Two marks are one letter of two bytes; three are a sign or a letter of three, of which German has none."""
    two = _filler("de", "äöüß").ways("m\ufffd\ufffdglich", 0, 8, [(1, 3, [(2,)])], False, "")
    assert ("ö",) in two and all(len(c.encode()) == 2 for (c,) in two)
    three = _filler("de", "äöüß").ways("a \ufffd\ufffd\ufffd b", 2, 5, [(2, 5, [(3,)])], False, "")
    assert three and all(len(c.encode()) == 3 for (c,) in three)


def test_what_fills_one_text_does_not_change_the_next() -> None:
    """Words are remembered, but not whether a sentence began with them."""
    filler = _filler("de", "äöüß")
    text, marks = "\ufffdber", [(0, 1, [(0,)])]
    small, capital = (filler.ways(text, 0, 4, marks, begins, "") for begins in (False, True))
    assert ("ü",) in small and ("Ü",) in capital
    assert small == filler.ways(text, 0, 4, marks, False, "")

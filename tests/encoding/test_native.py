"""The native searches against the long way round, on hostile text too; and that twice the text is twice the work."""

from __future__ import annotations

import random
import re
import sys
from itertools import product
from math import isclose, isfinite, isinf
from types import FrameType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cleaner.encoding import repair
from cleaner.encoding._context import Prices, Signs, is_elided, opened_by
from cleaner.encoding._lexicon import Words
from cleaner.encoding._mojibake import from_blank_to_blank
from cleaner.encoding.alphabets import LETTERS, letters_of
from cleaner.encoding.channels import channels
from cleaner.encoding.lexicon import lexicon

UNLISTED = 62  # decibels, the least of a word that is in no list

_vocabulary = st.dictionaries(st.text("abcéñжλ", min_size=1, max_size=6), st.integers(0, 61), min_size=1, max_size=30)


def words_of(vocabulary: dict[str, int]) -> Words:
    return Words("\n".join(sorted(vocabulary)), bytes(vocabulary[word] for word in sorted(vocabulary)))


@given(_vocabulary, st.text("abcéñжλ", max_size=7))
def test_a_lexicon_is_a_dictionary(vocabulary: dict[str, int], word: str) -> None:
    words = words_of(vocabulary)
    assert dict(words.items()) == vocabulary
    assert words.get(word) == vocabulary.get(word)
    assert (word in words) == (word in vocabulary)
    assert words.cost(word) == vocabulary.get(word, words.spelling(word))
    assert words.spelling(word) >= UNLISTED


@given(_vocabulary, st.text("abcéñжλ", min_size=1, max_size=4))
def test_a_beginning_costs_what_its_commonest_word_does(vocabulary: dict[str, int], start: str) -> None:
    costs = [cost for word, cost in vocabulary.items() if word.startswith(start)]
    assert (
        words_of(vocabulary).opening(start) == min(costs) if costs else words_of(vocabulary).opening(start) >= UNLISTED
    )


@given(_vocabulary, st.text("abcéж\0", min_size=1, max_size=6))
def test_a_hole_is_any_letter_outside_ascii(vocabulary: dict[str, int], pattern: str) -> None:
    shape = re.compile("".join("[^\x00-\x7f]" if c == "\0" else c for c in pattern))
    assert words_of(vocabulary).matching(pattern) == [word for word in sorted(vocabulary) if shape.fullmatch(word)]


@given(st.text(max_size=300))
def test_any_string_may_be_asked_for(text: str) -> None:
    words = lexicon("cs").rarity
    assert isfinite(words.cost(text)) and isfinite(words.opening(text))
    assert text not in words or words[text] < 255
    assert set(words.matching(text[:12])) <= {word for word, _ in words.items()} if "\0" not in text[:12] else True


def prices(language: str) -> Prices:
    return Prices(lexicon(language).rarity, "".join(sorted(letters_of(language))), language, 0.0)


_PRICES = {language: prices(language) for language in ("fr", "cs", "ru")}
_pieces = st.lists(
    st.text("abelrt’ č\xa0", max_size=4) | st.lists(st.sampled_from("éèčřàñ’“—е"), min_size=1, max_size=3, unique=True),
    min_size=1,
    max_size=5,
)


@given(
    _pieces, st.sampled_from(sorted(_PRICES)), st.sampled_from(["", " ", "\n", "a"]), st.sampled_from(["", " ", "."])
)
@settings(max_examples=300)
def test_the_cheapest_readings_are_those_of_all(
    pieces: list[str | list[str]], language: str, left: str, right: str
) -> None:
    """Each reading priced by itself; few enough are all compared."""
    of = _PRICES[language]
    ways = [[piece] if isinstance(piece, str) else piece for piece in pieces]
    every = sorted(of.price("".join(way), left, right, "") for way in product(*ways))
    assume(len(every) <= 100)
    best = of.best(tuple(pieces), left, right, "")
    assert all(chosen in way for chosen, way in zip(best.chosen, ways, strict=True))
    assert isclose(best.cost, of.price("".join(best.chosen), left, right, ""))
    assert best.cost == pytest.approx(every[0])
    for at, (way, margin) in enumerate(zip(ways, best.margins, strict=True)):
        others = [other for other in way if other != best.chosen[at] and not {other, best.chosen[at]} <= set("–—")]
        behind = [
            of.price("".join(row), left, right, "") - best.cost for row in product(*ways[:at], others, *ways[at + 1 :])
        ]
        if behind and len(every) <= 24:  # of more the last one stands for all the others
            assert isclose(margin, min(behind), abs_tol=1e-6)


def test_a_piece_was_something() -> None:
    with pytest.raises(ValueError, match="nothing"):
        _PRICES["fr"].best(("a", []), "", "", "")


@given(_pieces, st.sampled_from(sorted(_PRICES)))
def test_the_quick_price_is_no_less_than_that_of_the_best(pieces: list[str | list[str]], language: str) -> None:
    ways = [[piece] if isinstance(piece, str) else piece for piece in pieces]
    every = [_PRICES[language].price("".join(way), " ", " ", None) for way in product(*ways)]
    quick = _PRICES[language].least(tuple(pieces), " ", " ")
    assert min(every) - 1e-6 <= quick <= max(every) + 1e-6


_hostile = st.text() | st.text("’“”«»„‘—–…\xa0\x80\ufffd?.,' \n\0aZé\ud800𝄞İΣς", max_size=120)


@given(_hostile, _hostile, st.sampled_from(sorted(LETTERS)), st.sampled_from(["", "“", "„", None]))
def test_any_string_may_stand_beside_a_sign(before: str, after: str, language: str, opened: str | None) -> None:
    signs = "’“”«—\xa0…"
    together = Signs(language).costs(signs, before, after, opened, 40.0)
    assert together == [cost for sign in signs for cost in Signs(language).costs(sign, before, after, opened, 40.0)]
    assert not any(cost != cost for cost in together)
    assert all(isinf(cost) or isfinite(cost) for cost in together)


@given(_hostile, st.sampled_from(sorted(_PRICES)))
def test_any_string_has_a_price(text: str, language: str) -> None:
    assert isfinite(_PRICES[language].price(text, "", "", None))


def test_quotes_open_and_close() -> None:
    assert opened_by("“", " ", "") == "“"
    assert opened_by("”", "a", "“") == ""
    assert opened_by("«", " ", "") == "«"
    assert is_elided("l") and is_elided("qu") and not is_elided("maison")


@pytest.mark.parametrize("seed", range(3))
def test_a_line_of_a_million_characters_is_cut_once(seed: int) -> None:
    """Its pieces are in order and apart, and nothing that begins a piece is passed by."""
    chosen = random.Random(seed)
    parts = ["Ã", "â€", "â€™", "€", " ", "a", "word", "\ufffd", "𝄞", "\x80", "?", "Ð" * 70, "\n"]
    line = "".join(chosen.choices(parts[:-1], k=400_000))[:1_000_000]
    pieces = [(line[p.start : p.end], p.origins) for p in channels()[0].cutter.pieces(line)]
    assert pieces == [(found, found.encode("cp1252").decode()) for found in re.findall("â€™|Ã€|Ð€", line)]
    for at in chosen.choices(range(len(line)), k=200):
        start, end = from_blank_to_blank(line, at, at + 1, 60)
        assert at - 60 <= start <= at < end <= at + 61


def calls(text: str) -> int:
    """How many calls a repair takes: work that no busy machine changes."""
    count = 0

    def tally(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tally)
    try:
        repair(text)
    finally:
        sys.setprofile(None)
    return count


HOSTILE = {
    "misread": "dÃ©jÃ  vu ",
    "half an à": "voilÃ le ",
    "half an à, glued": "Ã ",
    "half pictures": "ðŸ“\ufffdÂ é ",
    "leads alone": "ÃÂ",
    "lines of boxes": "├┤a",
    "controls": "tur\x92stico y ",
    "strangers": "mГјssen ",
    "marks": "fa\ufffdade ",
    "question marks": "qu?il dit ",
    "twice": "Ã¢â‚¬â„¢ ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_is_about_twice_the_work(unit: str) -> None:
    size = 2_500
    short, long = ((unit * n)[:n] for n in (size, 4 * size))
    repair(long)  # what is remembered is remembered for both
    assert calls(long) < 6 * max(calls(short), 2_000)

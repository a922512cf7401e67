"""Damaged words are told by the words beside them, and a row of them is decided together."""

from __future__ import annotations

from itertools import pairwise, product
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.encoding import neighbours, repair
from cleaner.encoding.build_neighbours import table
from cleaner.encoding.lexicon import lexicon
from cleaner.encoding.neighbours import Edge, Pairs, beside, number_of

WORDS = st.sampled_from(["nhà", "nhá", "nước", "nướt", "máy", "tính", ""])
ROWS = st.lists(st.lists(st.tuples(WORDS, st.floats(0, 40)), min_size=1, max_size=4), min_size=1, max_size=4)
TEXTS = [("vi", "Nhà nước và người dân. Máy tính của nhà máy."), ("pl", "Rada miasta już zdecydowała już dziś.")]


@settings(max_examples=60)
@given(ROWS)
def test_the_best_company_is_the_best_of_all_rows(rows: list[list[tuple[str, float]]]) -> None:
    """What a reading costs in a row is what the cheapest row with it costs, tried one by one."""
    words = lexicon("vi")
    found = beside(words, [Edge([(word, word, price) for word, price in row]) for row in rows])

    def cost(row: tuple[tuple[str, float], ...]) -> float:
        linked = sum(neighbours.pairs().gain("vi", a, b, words.cost(b)) for (a, _), (b, _) in pairwise(row) if a and b)
        return sum(price for _, price in row) - linked

    for at, row in enumerate(rows):
        for i, reading in enumerate(row):
            least = min(cost(whole) for whole in product(*rows[:at], [reading], *rows[at + 1 :]))
            assert found[at][i] == pytest.approx(least)


def test_the_table_knows_what_it_met() -> None:
    """Pairs with a letter outside ASCII are counted, whatever their case; what was not met is not there."""
    met = Pairs(table(TEXTS))
    assert met.count("vi", "nhà", "nước") == 1
    assert met.count("pl", "już", "") == 2
    assert met.count("pl", "rada", "miasta") == 0
    assert met.count("vi", "nước", "nhà") == 0


@given(st.text("aé nжấ\U00010330", max_size=9), st.text("aé nжấ", max_size=9))
def test_the_number_of_a_pair_is_its_checksum(first: str, second: str) -> None:
    assert number_of("vi", first, second) == crc32(f"vi {first} {second}".encode())


def test_the_table_is_the_same_whatever_the_order() -> None:
    """The same texts give the same bytes."""
    assert table(TEXTS) == table(TEXTS[::-1])


def test_vietnamese_is_read_though_hardly_a_word_is_whole() -> None:
    """Most places of a sentence with a mark for each letter are filled rightly, and those that are not are listed."""
    text = "Mọi người đều có quyền sử dụng máy tính trong thư viện, và không ai phải trả tiền cho việc này. " * 2
    damaged = "".join(c if c.isascii() else "\ufffd" for c in text)
    told = repair(damaged)
    lost = [(now, was) for now, was in zip(told.text, text, strict=True) if not was.isascii()]
    right = sum(now == was for now, was in lost)
    assert right > 0.6 * len(lost)
    assert sum(now not in (was, "\ufffd") for now, was in lost) < 0.1 * len(lost)

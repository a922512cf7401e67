"""htmldate is asked only where it can find something."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.extract.second_opinion import _find_date, _may_tell

NAMES = (
    "", "date", "entry-Date", "erscheinungsdatum", "Meta", "timestamp", "published", "footer-row", "info",
    "post_detail", "block-content", "byline", "subline", "posted-on", "submitted", "created-post", "publication",
    "author", "autor", "field-content", "fa-clock-o", "fa-calendar", "fecha", "parution", "DATE", "fecha2", "row",
    "d20200102", "x 2020-01-02", "2020-01-02T10:11:12",
)  # fmt: skip
DAYS = (
    "12/03/2019", "3.4.19", "2019.3.4", "2019-03-04", "2019-03-04T05:06:07Z", "12-03-2019", "20190304",
    "4 March 2019", "March 4, 2019", "4. märz 2019", "1/1/99", "3/2019", "2019",
)  # fmt: skip
WORDS = (
    "", " ", ": ", "date", "Date & time ", "dated: ", "updated ", "Last-Modified", "published: ", "posted ", "on ",
    "On", "Datum: ", "Stand ", "Veröffentlicht am ", "güncelleme tarihi : ", "güncellenme", "yayımlanma : ",
    "yayınlama ", "'de güncellendi", " tarihinde yayınlandı", "’ta yayımlandı", "\n", " - ", '"', "<b>", "about",
    "1",
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS + DAYS), max_size=6)), max_size=3))
def test_where_it_is_not_asked_htmldate_finds_nothing(parts: list[tuple[str, list[str]]]) -> None:
    """Whatever the lines are made of: if none of them may tell, htmldate sees no day in them."""
    lines = [(names, "".join(said)) for names, said in parts]
    assert any(_may_tell(names, text) for names, text in lines) or not lines or _find_date(lines) is None


@pytest.mark.parametrize("word", WORDS)
def test_one_line_by_itself(word: str) -> None:
    """Every word before and after every day, under every name."""
    for name, day in product(NAMES, DAYS):
        for text in (word + day, f"{day}{word}", f"{word}{day}{word}"):
            assert _may_tell(name, text) or _find_date([(name, text)]) is None

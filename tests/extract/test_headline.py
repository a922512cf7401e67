"""On a page copied as text the headline is told by its words, which the article takes up; menus are not lifted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.extract._headline import ideographs, stems, words
from cleaner.extract.plain import read_plain
from cleaner.model import Document, Page

HEADLINE = "Harbour of Vellmark closes for a second storm"
STANDFIRST = "Ferries stay in port as forecasters warn of gusts that the old harbour walls were never built to stand"
MENU = """Skip to the main part
All about the weather
Jobs and flats in the region
Sign in to your account
Our best stories of the week
Puzzles for the long weekend
What the others are reading
Letters to the editor desk"""
BODY = """The harbour of Vellmark closed at dawn on Thursday, and the ferries stayed where they were, on double ropes.
Forecasters expect the second storm in a week to bring gusts of more than 140 kilometres an hour before the evening.
“The walls were built for another sea,” the harbour master said, and sent the last of her crew home before noon."""


def read(text: str) -> Document:
    return read_plain(Page("page", "page", text, "text/plain", "utf-8", "declared"))


def titles(text: str) -> list[str]:
    return [block.text for block in read(text).blocks if block.kind == "title"]


@pytest.mark.parametrize(
    "page",
    [
        f"{MENU}\n{HEADLINE}\n{BODY}",
        f"{MENU}\n{HEADLINE}\n{STANDFIRST}\n{BODY}",
        f"{HEADLINE}\n\n{MENU}\n{BODY}",
        f"{MENU}\n{HEADLINE}\nTell a friend about it\nMake the letters larger\n{BODY}",
        f"{MENU}\n{HEADLINE}\n{BODY}\n{MENU}\nSecond storm closes the other harbour too",
    ],
)
def test_headline_among_menus(page: str) -> None:
    assert titles(page) == [HEADLINE]


def test_title_of_the_window_and_headline_are_one() -> None:
    assert titles(f"{HEADLINE} | The Vellmark Post\n{MENU}\n{HEADLINE}\n{BODY}") in (
        [f"{HEADLINE} | The Vellmark Post", HEADLINE],
        [HEADLINE, f"{HEADLINE} | The Vellmark Post"],
    )


@pytest.mark.parametrize("menu", [MENU, MENU.replace("\n", "\n\n"), "Storm | Harbour | Ferries | Gusts\n" * 8])
def test_menus_are_no_headline(menu: str) -> None:
    assert titles(f"{menu}\n{BODY}") == []


def test_date_below_buttons() -> None:
    date = "Thu 12 February 2026"
    assert read(f"{MENU}\n{HEADLINE}\n{MENU}\n{date}\n{BODY}").date == "2026-02-12"


ANY = st.text(st.characters() | st.sampled_from("abcß19 \t_文あกข\u0915\u093f"), max_size=60)


@given(ANY)
def test_words_are_what_stands_between_white_space(text: str) -> None:
    """And of ideographs, kana and hangul, three are one word more."""
    assert ideographs(text) == len(re.findall("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]", text))
    assert words(text) == len(text.split()) + ideographs(text) // 3


@given(ANY)
def test_stems_are_the_beginnings_of_long_words(text: str) -> None:
    """Four letters or signs of an Indian script, or two digits; pairs of signs where words have no spaces."""
    unspaced = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
    found = {word[:5].casefold() for word in re.findall(r"[\u0900-\u0dff]{4,}|[^\W\d_]{4,}|\d{2,}", text)}
    pairs = set(re.findall(f"(?=({unspaced}{{2}}))", text))
    assert stems(text) == {stem for stem in found if not re.search(unspaced, stem)} | pairs

"""A single foreign name, misread, is damage enough: two capitals inside a small word are no spelling."""

from __future__ import annotations

import pytest

from cleaner import repair


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("The old BeyoÄŸlu tram is back.", "The old Beyoğlu tram is back."),
        ("Ahmet KaraoÄŸlan met the press in Izmir.", "Ahmet Karaoğlan met the press in Izmir."),
    ],
)
def test_one_misread_name_in_an_english_sentence(damaged: str, mended: str) -> None:
    """No word list knows the name; its shape is the evidence."""
    assert repair(damaged).text == mended


@pytest.mark.parametrize("text", ["Der Name ÄŸ steht so im Buch.", "McÅngström"])
def test_capitals_that_do_not_stand_inside_a_small_word_prove_nothing(text: str) -> None:
    """Without a small letter before them, nothing is touched."""
    assert repair(text).text == text


@pytest.mark.parametrize("text", ["Hvør var verðin í bygdini?", "gerðin varð stór", "ew dê bên û nabên"])
def test_words_of_a_language_nobody_knows_are_not_broken_by_signs(text: str) -> None:
    """No exchange of tables puts a dash or a letter of another script into a Latin word."""
    assert repair(text).text == text

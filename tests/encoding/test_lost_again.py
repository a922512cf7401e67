"""Two kinds of damage in one text, quotes by the language's convention, and question marks that prove something."""

from __future__ import annotations

import pytest

from cleaner import repair

DANISH = "Rådet sagde tirsdag, at havnen »bliver lukket« i år. Ingen af de ansatte på øen havde hørt om det før."
SWEDISH = "Rådet sade i går att hamnen ”ska stängas” i år. Ingen av de anställda på ön hade hört om det förut."
SPANISH = "El alcalde dijo el martes que el puerto «se cerrará este año» y que nadie en la ciudad lo sabía todavía."
GREEK = "Ο δήμαρχος είπε την Τρίτη ότι το λιμάνι θα κλείσει αυτό το χρόνο και ότι κανείς δεν το ήξερε ακόμα."


def marked(text: str, characters: str) -> str:
    """The text with a mark in the place of each of these characters."""
    return "".join("\ufffd" if c in characters else c for c in text)


@pytest.mark.parametrize("text", [DANISH, SWEDISH, SPANISH], ids=["da", "sv", "es"])
def test_lost_quotes_are_those_of_the_language(text: str) -> None:
    assert repair(marked(text, "»«”")).text == text


def test_two_kinds_of_damage_in_one_text() -> None:
    damaged = "Mr KaraoÄŸlan said on Monday that ?€?nobody was hurt?€? in the fire. It didn?€™t last."
    assert repair(damaged).text == "Mr Karaoğlan said on Monday that “nobody was hurt” in the fire. It didn’t last."


def test_greek_that_lost_its_controls_is_read_by_its_words() -> None:
    """Each Ï stands for a dozen letters; the words decide, and what they do not decide is listed."""
    damaged = "".join("?" if "\x80" <= c <= "\x9f" else c for c in GREEK.encode().decode("latin-1"))
    repaired = repair(damaged)
    assert sum(word in repaired.text.split() for word in GREEK.split()) >= 0.75 * len(GREEK.split())


def test_an_open_place_says_where_it_is_in_the_text_as_it_came() -> None:
    text = "The cafÃ© on the quay, the mayor\u2019s wife said, was \ufffd\ufffd\ufffd\ufffd and nobody knew why it was."
    repaired = repair(text)
    assert [text[place.start : place.end] for place in repaired.unresolved] == ["\ufffd\ufffd\ufffd\ufffd"]


@pytest.mark.parametrize(
    "text",
    [
        "Is it open? Yes. Is it full? No one could say, said the man at the gate of the old harbour on Tuesday night.",
        "Who pays, and when? That is what the council asked the ministry in a letter; the answer came in May? Perhaps.",
        "The note on the gate was short and ran: can?t say when?or how and that was all that it said.",
    ],
)
def test_questions_stay(text: str) -> None:
    assert repair(text).text == text


def test_a_misread_mark_is_a_mark_where_nobody_knows_what_it_stands_for() -> None:
    text = "The zorï¿½zzq was seen at http://harbour.example/xï¿½y on Monday, said the man."
    repaired = repair(text)
    assert repaired.text == "The zor\ufffdzzq was seen at http://harbour.example/xï¿½y on Monday, said the man."
    assert [text[place.start : place.end] for place in repaired.unresolved] == ["ï¿½"]


def test_a_misread_mark_by_itself_may_be_an_example() -> None:
    text = "Readers saw ï¿½ on the page and asked us what it was; the sign ï¿½ means that a character was lost."
    assert repair(text).text == text


def test_a_language_that_nobody_knows_is_not_one_of_the_twenty() -> None:
    """Here `â` is a word by itself; where it is what is left of a dash, the words around it are listed ones."""
    welsh = (
        "Mae gan bawb yr hawl i weithio â’i gilydd ar y cei, ac i ddewis ei waith ei hun, yn unol â rheolau y dref. "
        "Dywedodd y maer fod y porthladd yn agor eto ddydd Mawrth, ac y bydd pob pysgotwr yn cael ei alw â llythyr."
    )
    assert repair(welsh).text == welsh


def test_a_piece_of_marks_is_no_letter_that_the_language_does_not_have() -> None:
    """`??»` can only have been a Vietnamese `ẻ`, among the letters we know; in Italian it stays open."""
    text = (
        "Il sindaco ha detto marted?¬ che la citt?  non lo sapeva, l?€™unica ??» della costa. ?? cos?¬, perch?© "
        "nessuno l?€™ha detto."
    )
    repaired = repair(text)
    assert "perché nessuno l’ha detto" in repaired.text
    assert "??» della costa" in repaired.text
    assert "??»" in [text[place.start : place.end] for place in repaired.unresolved]

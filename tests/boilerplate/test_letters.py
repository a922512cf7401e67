"""A letter to the readers goes from where it opens to where it asks; one that is the article stays. So do lists."""

from __future__ import annotations

import pytest

from cleaner import Record, clean

ARTICLE = """The quay of Fenwick was closed on Monday, and two ferries were sent to the northern basin in the afternoon.

The harbour master, Ada Brenn, said the piles had been eaten hollow by worms, “like an old cheese.” Nobody was hurt.

Repairs will take until the autumn, the town council was told. Until then the fish market moves to the salt sheds."""
ASKS = "If you can, please support us with five crowns a month. It takes a minute."
LETTERS = [
    f"Dear readers,\n\nWe are going through our hardest year.\n\nLast week our paper was put on a list.\n\n{ASKS}",
    f"A message from The Fenwick Times:\n\nDear readers,\n\nOur printers have left us, and we print at home.\n\n{ASKS}",
    "Liebe Leserinnen und Leser,\n\nuns ist der Vermieter abhandengekommen, wir drucken in der Küche.\n\n"
    "Bitte unterstützen Sie unsere Arbeit mit einer Spende.",
    "Дорогие читатели!\n\nНаша редакция осталась без помещения, мы пишем из дома.\n\n"
    "Поддержите нас: оформите ежемесячное пожертвование.",
]


def text(data: str) -> str:
    record = clean(data)
    assert isinstance(record, Record)
    return record.text


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_goes_whole(letter: str) -> None:
    assert text(f"{ARTICLE}\n\n{letter}") == ARTICLE


def test_a_letter_without_a_request_stays() -> None:
    """How an editor opens a column."""
    column = f"We went to the closed quay last week, and our car broke down on the way.\n\n{ARTICLE}"
    assert text(f"Dear readers,\n\n{column}").removeprefix("Dear readers,\n\n") == column


def test_a_letter_that_is_the_article_stays() -> None:
    """All but its request."""
    told = "We sold our car and bought a boat, as there is no road to our island any more. " * 3
    letter = "\n\n".join(["Dear readers,", *(f"{told}{n} miles it was." for n in ("Ten", "Twenty", "Thirty"))])
    assert text(f"{letter}\n\n{ASKS}") == letter


def test_other_voices_break_a_letter() -> None:
    """A line between that does not speak as the outlet: this may be the article, and stays."""
    lines = "Dear readers,\n\nThe bridge at Fenwick fell on Sunday, when nobody was on it but a gull."
    assert "The bridge at Fenwick fell" in text(f"{ARTICLE}\n\n{lines}\n\n{ASKS}")


ADVICE = ["Bleed the radiators", "Clear the gutters", "Sign up for the flood alerts", "Give the old coats away"]


def test_numbered_advice_stays() -> None:
    """An item that reads like a button stands among others that do not."""
    items = "\n\n".join(f"{n}. {line}\n\nIt takes an hour at most, and no tools." for n, line in enumerate(ADVICE, 1))
    assert text(f"{ARTICLE}\n\n{items}") == f"{ARTICLE}\n\n{items}"

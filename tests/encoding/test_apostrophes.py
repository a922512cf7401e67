"""Apostrophes that an English text lost come back where the whole text proves it, and only there."""

from __future__ import annotations

import pytest

from cleaner.encoding import apostrophes, repair
from cleaner.encoding.signals import damaged

STORY = (
    "Fenwick’s quay doesn’t reopen before May, and the council isn’t sure who will pay. Ada Brenn, the harbour master, "
    "said worms had eaten the piles. Brenn’s letter to the town was read aloud on Monday. The fishermen won’t wait: "
    "they’ve moved their market to the salt sheds of Oldham’s yard, where the ferries don’t land."
)


def dropped(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def test_they_come_back() -> None:
    """Contractions, and names that are known or stand there by themselves."""
    mended = repair(dropped(STORY))
    assert mended.text == STORY.replace("Fenwick’s", "Fenwicks").replace("Oldham’s", "Oldhams")
    assert {c.channel for c in mended.changes} == {"lost.sign"}
    assert repair(mended.text).text == mended.text


@pytest.mark.parametrize(
    "typed",
    [
        dropped(STORY) + " It's late.",  # somebody knows how to type one
        dropped(STORY) + " and i think so too.",
        dropped(STORY).replace(". ", ". then "),
        dropped(STORY)[:130],  # short
        "They said in the papers that the Browns were out. The Whites dont care, whatever the Greens do. " * 3,
        "The chat went on. Dont ask me why, the man wrote. He had left the keys in the car, and the car was gone. " * 3,
        "Les Anglais disent dont acte, et dont le port doit rester ferme. La ville dont nous parlons est Fenwick. " * 3,
    ],
)
def test_who_types_without_is_left_alone(typed: str) -> None:
    assert repair(typed).text == typed


def test_several_of_a_name_stay() -> None:
    """Behind `the`, or before a verb."""
    text = (
        dropped(STORY)
        .replace("Brenns letter", "the Brenns letter")
        .replace("Oldhams yard", "the yard of Oldhams and sons")
    )
    mended = repair(text).text
    assert "the Brenns letter" in mended
    assert "Oldhams and sons" in mended


def test_a_quick_look_finds_them() -> None:
    assert damaged(dropped(STORY))
    assert not damaged(dropped(STORY) + " It's late.")
    assert not apostrophes.mend(STORY)

"""C1 control characters: signs of windows-1252 where signs have room, letters of a Macintosh or of DOS within words."""

from __future__ import annotations

import pytest

from cleaner.encoding import remap, repair
from cleaner.encoding.spans import make

MENDED = {
    "apostrophes": ("The mayor\x92s office won\x92t say.", "The mayor’s office won’t say."),
    "an ellipsis before a quote": ("He said \x93perhaps\x85\x94 and left.", "He said “perhaps…” and left."),
    "a Macintosh": (
        "El puente nuevo de la ciudad se abre en la zona tur\x92stica.",
        "El puente nuevo de la ciudad se abre en la zona turística.",
    ),
    "DOS": ("Die Stadt und das Land zahlen f\x81r die Feuerwehr.", "Die Stadt und das Land zahlen für die Feuerwehr."),
    "an elided article": ("L\x92ouverture du pont est pour demain.", "L’ouverture du pont est pour demain."),
}


@pytest.mark.parametrize(("damaged", "clean"), MENDED.values(), ids=MENDED.keys())
def test_mended(damaged: str, clean: str) -> None:
    assert repair(damaged).text == clean


def test_letters_are_told_by_the_words_they_make() -> None:
    damaged, clean = MENDED["a Macintosh"]
    assert make(damaged, remap.mend_letters_of_controls(damaged)) == clean
    assert remap.mend_letters_of_controls(MENDED["apostrophes"][0]) == []
    assert remap.mend_letters_of_controls("El se\x92or del la casa de xyz\x92qq y de los.") == []

"""Letters that vanished without a mark come back where the text as a whole proves it, and only there."""

from __future__ import annotations

import unicodedata

import pytest

from cleaner.encoding import repair

GERMAN = (
    "Die Straße über den Fluss bleibt für mehrere Wochen gesperrt, weil die Brücke geprüft werden muss. Für Fußgänger "
    "ist der Weg früh am Morgen möglich, später nicht mehr. Natürlich können die Händler ihre Geschäfte öffnen, sie "
    "müssen aber damit rechnen, dass während der nächsten Tage weniger Kunden kommen. Der Bürgermeister erklärte, die "
    "Stadt würde prüfen, ob zusätzliche Busse fahren könnten."
)
POLISH = (
    "Wczoraj wieczorem rada miasta zdecydowała, że most będzie zamknięty także w przyszłym tygodniu. Kierowcy muszą "
    "jechać inną drogą, a piesi mogą przejść tylko rano. Burmistrz powiedział, że pieniądze na remont są już w "
    "budżecie i że prace zakończą się jeszcze w tym roku. Mieszkańcy pytają, dlaczego nikt nie powiedział wcześniej."
)


def dropped(text: str) -> str:
    return "".join(c for c in text if c.isascii())


def folded(text: str) -> str:
    loose = unicodedata.normalize("NFD", text.replace("ł", "l").replace("ß", "ss"))
    return "".join(c for c in loose if not unicodedata.combining(c))


@pytest.mark.parametrize("text", [GERMAN, POLISH])
def test_most_vanished_letters_come_back(text: str) -> None:
    """Of the words that lost a letter, most are whole again, and no other word has changed."""
    mended = repair(dropped(text)).text.split()
    hurt = [(now, was) for now, was in zip(mended, text.split(), strict=True) if not was.isascii()]
    assert sum(now == was for now, was in hurt) > 0.6 * len(hurt)
    assert all(now in (was, dropped(was)) for now, was in hurt)
    assert all(now == was for now, was in zip(mended, text.split(), strict=True) if was.isascii())


@pytest.mark.parametrize("text", [GERMAN, POLISH])
def test_a_text_typed_without_accents_stays(text: str) -> None:
    """Letters that only lost their marks are somebody's way of typing."""
    assert repair(folded(text)).text == folded(text)


def test_the_whole_text_comes_back_once() -> None:
    """What was mended is not mended again."""
    once = repair(dropped(GERMAN)).text
    assert repair(once).text == once


def test_letters_that_a_channel_makes_vanish_come_back() -> None:
    """Croatian misread as cp1252 and written as cp1251 keeps nothing of its `š` and `ž`."""
    words = (
        "Država je dužna štititi slobodu građana, a čovjek može tražiti i zaštitu suda, kaže naša služba. Gradsko "
        "vijeće će sljedeći tjedan donijeti odluku – o cijeni vode, o školi i o novoj cesti između dva dijela grada. "
        "„Nećemo čekati”, kažu građani, „jer nam već godinama obećavaju da će biti bolje.”"
    )
    octets = words.encode().decode("cp1252", "ignore").encode("cp1251", "ignore").decode("cp1251")
    assert "Drava" in octets
    mended = repair(octets).text
    assert "Država" in mended
    assert "može" in mended

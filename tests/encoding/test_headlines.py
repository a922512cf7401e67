"""Headlines of a few words: clean ones stay as they are, and those that were misread without loss come back."""

from __future__ import annotations

import random

import pytest

from cleaner import repair

WORDS = {
    "tr": "Kızı gülü süt yüzük balıkçı kaptanı hızlı atı köy ağaç şehir çocuk büyük küçük güneş ışık deniz İzmir haber",
    "de": "Bürger König Straße größer schön Mädchen Tür Fuß Haus Wald Köln München grün über früh Nähe Gemüse",
    "fr": "été élève près très forêt garçon école où là déjà hôtel Noël cœur sœur marché santé après",
    "pl": "król żona łódź ręka dąb źródło ćma życie więc mówi Łódź Kraków że się już także",
    "cs": "kůň město příběh řeka žena člověk když děti škola může více než také říká dům",
    "es": "niño mañana corazón acción árbol España también después está aquí según",
    "sv": "sjö älv ö åker även får över för hälsa många björn före",
}


def headlines(language: str, count: int) -> list[str]:
    chance, words = random.Random(language), WORDS[language].split()
    return [" ".join(chance.choices(words, k=chance.randint(1, 6))) for _ in range(count)]


@pytest.mark.parametrize("language", WORDS)
def test_clean_headlines_stay(language: str) -> None:
    """No language can be told from so few words, so any letter may seem foreign."""
    assert [repair(line).text for line in headlines(language, 60)] == headlines(language, 60)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("table", ["cp1252", "latin-1"])
def test_misread_headlines_come_back(language: str, table: str) -> None:
    """A channel that explains all without loss is not outbid by one that guesses letters."""
    for line in headlines(language, 60):
        try:
            misread = line.encode("utf-8").decode(table)
        except UnicodeDecodeError:
            continue
        assert repair(misread).text == line

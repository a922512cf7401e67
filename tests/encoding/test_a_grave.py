"""Half of `à` and a blank: the second half is a hard space, and whether there was a blank as well the words tell."""

from __future__ import annotations

import pytest

from cleaner.encoding import repair

STAYS = {
    "a letter spoken of": "The letter Ã is used in Portuguese and in Guaraní.",
    "capitals": "A IRMÃ DE JOÃO VEIO DE MANHÃ CEDO.",
    "a word of Vietnamese": "Toà nhà này là của bà Hoà.",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS.keys())
def test_stays(text: str) -> None:
    assert repair(text).text == text


MENDED = {
    "at the end of a word": ("Et voilÃ la maison", "Et voilà la maison"),
    "with its blank": ("Et voilÃ  la maison", "Et voilà la maison"),
    "in Italian": ("Il sindaco della cittÃ di Genova", "Il sindaco della città di Genova"),
    "a word by itself": (
        "Ã quatre heures, la mariÃ©e Ã  peine coiffÃ©e, il fallut courir jusqu'Ã la gare.",
        "à quatre heures, la mariée à peine coiffée, il fallut courir jusqu'à la gare.",
    ),
    "before an article": (
        "La mГ©tГ©o reste bonne Г lвЂ™est de la rГ©gion.",
        "La météo reste bonne à l’est de la région.",
    ),
    "the beginning of a word": (
        "A reuniÃ£o comeÃ§ou Ã s trÃªs horas e foi atÃ© Ã quela praÃ§a.",
        "A reunião começou às três horas e foi até àquela praça.",
    ),
    "within a word": (
        "NhÃ  vÄƒn sá»‘ng á»Ÿ HÃ  Ná»™i vá»›i bÃ  vÃ  hoÃ n cáº£nh khÃ³ khÄƒn",
        "Nhà văn sống ở Hà Nội với bà và hoàn cảnh khó khăn",
    ),
}


@pytest.mark.parametrize(("damaged", "clean"), MENDED.values(), ids=MENDED.keys())
def test_mended(damaged: str, clean: str) -> None:
    assert repair(damaged).text == clean

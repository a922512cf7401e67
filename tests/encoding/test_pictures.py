"""Pictures that lost a byte: what must be left and listed, then what only one picture in use can have been."""

from __future__ import annotations

import pytest

from cleaner.encoding import repair
from cleaner.encoding.channels import channels

LOSING = next(c for c in channels() if c.name == "cp1252, undefined \ufffd, NBSP blank")


def damaged(text: str) -> str:
    return "".join(map(LOSING.forward, text))


@pytest.mark.parametrize("picture", "📍📝🍰🏰")
def test_what_several_pictures_can_have_been_is_listed(picture: str) -> None:
    """The rest of the picture is no letter either, whatever word would read well there."""
    text = damaged(f"{picture} A entrega do prêmio será na praça, às nove horas da manhã.")
    assert "\ufffd" in text
    repaired = repair(text)
    assert repaired.text == text[:4] + " A entrega do prêmio será na praça, às nove horas da manhã."
    assert repaired.unresolved[0].start == 0


MENDED = {
    "a warning, coloured": "Não há vagas. ⚠️ Só amanhã às nove.",
    "a heart, coloured": "Obrigado a todos ❤️ até amanhã às nove.",
    "a blank of Braille": "Até amanhã!\n\u2800 \nA direção às ordens.",
}


@pytest.mark.parametrize("text", MENDED.values(), ids=MENDED.keys())
def test_mended(text: str) -> None:
    assert repair(damaged(text)).text == text


def test_a_price_behind_a_lost_dash_is_no_blank() -> None:
    text = "Prix dâ\x80\x99entrÃ©e: â €50 pour la journÃ©e, câ\x80\x99est dÃ©jÃ\xa0 Ã§a."
    assert "€50" in repair(text).text

"""A dash that is certainly one is put, be it long or short; a place that need not be a dash is left alone."""

from __future__ import annotations

import pytest

from cleaner import repair

DASHED = (
    "The ferry – or what the council calls a ferry – left the harbour at noon, and nobody who’d bought a ticket was "
    "on it. “We waited at the wrong pier,” said the teacher who had brought her class along."
)


@pytest.mark.parametrize("lost", ["?", ""])
@pytest.mark.parametrize("dash", ["–", "—"])
def test_a_dash_of_which_no_length_is_left_is_a_dash(lost: str, dash: str) -> None:
    clean = DASHED.replace("–", dash)
    damaged = "".join(lost if "\x80" <= c <= "\x9f" else c for c in clean.encode().decode("latin-1"))
    assert repair(damaged).text.replace("—", "–") == DASHED


@pytest.mark.parametrize(
    "text",
    [
        "Vraiment ? dit le maire. Encore un pont ? demanda le facteur. Et qui paie ? reprit la boulangère, qui "
        "tenait la caisse. Vous ? fit le maire. Moi ? répondit le facteur. Pourquoi pas ? dit la boulangère.",
        "Readers saw � on the page and asked us what it was; the sign � means that a character was lost on the way.",
    ],
)
def test_what_need_not_be_a_dash_stays(text: str) -> None:
    assert repair(text).text == text


def test_behind_a_sentence_stands_the_long_dash() -> None:
    clean = (
        "Wer den Hafen kennt, fürchtet das Meer nicht, schöne Worte aber schon. — Hanna Brügge\n"
        "Für jedes Schiff gibt es ein Ufer, über das niemand spricht. — Jörn Kühl"
    )
    damaged = clean.encode().decode("latin-1").replace("\x80", "?").replace("\x94", "?")
    assert repair(damaged).text == clean


def test_a_closing_quote_of_which_a_blank_was_made_is_no_dagger() -> None:
    """Form KC gives a plain blank for the hard one, so a dagger and a quote before a word look alike."""
    damaged = "They called it â€œthe longest bridgeâ€ in town; weâ€TMre not sure the â€œbridgeâ€ was one."
    assert repair(damaged).text == "They called it “the longest bridge” in town; we’re not sure the “bridge” was one."


def test_a_dotted_capital_is_a_letter() -> None:
    clean = "Süt çocuk İzmir büyük hızlı küçük köy"
    assert repair(clean.encode().decode("latin-1")).text == clean

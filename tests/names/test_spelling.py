"""Names spelled as asked: only names, only as attested, and back again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Recipe, Record, clean, names, undo
from cleaner.stages import Names

BOTH = (
    "Foreign Minister Mevlüt Çavuşoğlu spoke in Antalya. Later Mevlut Cavusoglu left for Kraków, said an aide.\n\n"
    "“No,” said Cavusoglu. A naïve façade, Cavusoglu called it.\n\nCAVUSOGLU SAYS NO TO TALKS, wrote the paper."
)

#: Words with and without diacritics that are nobody's name, in eight languages; not one may change in any mode.
TRAPS = """
The résumé lay on the table beside a crème brûlée; the resume function and the expose were next. The façade of the cafe,
the naive plan, the cliche and the fiancée: all à la carte. In Hà Nội and in Ha Noi they drank cà phê. El Día de Muertos
y el dia siguiente; el papá y la papa, el ano y el año. Die Bären und die Baren, schön und schon, der Müll und die Mull,
Maße und Masse, 40 GW, 3 µm, 12 Ω, 5 km². Le pêcheur et le pecheur, la pâte et le pate. Sono già e gia, perché e perche.
Zażółć gęślą jaźń, los i łoś, kat i kąt. Kar ve kâr, hala ve hâlâ, sinir ve sınır. Ο νόμος και ο νομός. Замок и замок.
""".replace("\n", " ")


def cleaned(text: str, mode: names.Mode, **options: object) -> Record:
    """The record of a plain text under a recipe of nothing but names."""
    record = clean(text, Recipe(stages=(Names(mode, **options),)), media_type="text/plain")  # type: ignore[arg-type]
    assert isinstance(record, Record)
    return record


def test_keep_and_off_change_nothing() -> None:
    """And `off` does not even look."""
    assert cleaned(BOTH, "keep").changes == []
    assert cleaned(BOTH, "off").names == []


def test_fold_touches_names_alone() -> None:
    """Çavuşoğlu loses his diacritics; Kraków and the façade keep theirs."""
    text = cleaned(BOTH, "fold").text
    assert "Mevlut Cavusoglu spoke" in text
    assert "Çavuş" not in text
    assert "Kraków" in text
    assert "naïve façade" in text


def test_restore_gives_back_what_the_document_attests() -> None:
    """Every spelling of the man becomes the attested one, in capitals where it was; nothing else moves."""
    record = cleaned(BOTH, "restore")
    assert record.text.count("Çavuşoğlu") == 4
    assert "ÇAVUŞOĞLU SAYS NO" in record.text
    assert "Cavusoglu" not in record.text
    assert {c.rule for c in record.changes} == {"restore"}


def test_restore_never_turns_dmitri_into_dmitry() -> None:
    """A transliteration is no lost accent; only `unify` writes one for all."""
    text = "Spokesman Dmitri Peskov said no."
    registry = names.Registry.of_documents([(c, "Spokesman Dmitry Peskov said no.") for c in "abc"])
    assert cleaned(text, "restore", registry=registry).text == text
    assert "Dmitry Peskov" in cleaned(text, "restore", registry=registry, unify=True).text


def test_a_name_is_not_restored_to_somebody_elses_diacritics() -> None:
    """Müller in one document licenses nothing for a Muller of another given name."""
    registry = names.Registry.of_documents([("a", "Trainer Heiko Müller lobte die Mannschaft.")])
    text = "The painter Thomas Muller said so. Muller lives in Ohio."
    assert cleaned(text, "restore", registry=registry).text == text


@pytest.mark.parametrize("mode", ["fold", "restore"])
def test_traps_stay(mode: names.Mode) -> None:
    """Ten thousand words of traps, with a registry full of names that look like them: no change outside names."""
    registry = names.Registry.of_documents([("a", BOTH)])
    text = "\n\n".join([TRAPS] * 90)
    assert len(text.split()) > 10_000
    assert names.respell(text, mode, registry) == []


@given(st.text(max_size=120).map(lambda t: f"{t} Minister Mevlut Cavusoglu met Mevlüt Çavuşoğlu. {t}"), st.booleans())
def test_undo_gives_the_input_back(text: str, fold: bool) -> None:
    """Whatever stands around the names, and whatever was done to them."""
    outcome = clean(text, Recipe(stages=(Names("fold" if fold else "restore"),)), media_type="text/plain")
    if isinstance(outcome, Record) and outcome.encoding.name.startswith("utf-8"):
        assert undo(outcome) == text


def test_restoring_twice_is_restoring_once() -> None:
    """The restored text has nothing left to restore."""
    once = cleaned(BOTH, "restore").text
    assert cleaned(once, "restore").text == once

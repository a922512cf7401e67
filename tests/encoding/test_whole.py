"""Texts misread from end to end without loss: what must stay, what is read again, and the law."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleaner.encoding import lossless, repair, whole
from cleaner.encoding.channels import MISREAD, read_as
from cleaner.encoding.spans import make


def misread(text: str, *codecs: str, undefined: str | None = None) -> str:
    for codec in codecs:
        table = read_as(codec, undefined)
        text = "".join(table[byte] for byte in text.encode())
    return text


def readings(text: str) -> set[str]:
    """What a text may have been, by any one table."""
    found: set[str] = set()
    for codec in MISREAD:
        byte = {c: i for i, c in enumerate(read_as(codec, None))}
        with suppress(KeyError, UnicodeDecodeError):
            found.add(bytes([byte[c] for c in text]).decode())
    return found


STAYS = {
    "Armenian on a Macintosh": "Les gens de l’État savent ce que l’Église et l’Étoile en disent.",
    "a mark that is spoken of": "The letter was full of ï¿½ and nobody knew why.",
    "dashes before a name": "—Él vino ayer —Él sabe por qué, dijo —Álvaro.",
    "a sum in Greek": "The angle α is 2π/3, and Σδ is no more than ±5 µ.",
    "a name in capitals": "IRMÃ ÂNGELA E CÂNDIDA",
    "a capital behind a small letter": "Sie ist bei der deÖko und beim McÉ.",
    "letters of Ewe": "Eye wòdzo ƒãa tso afima",
    "angles": "If AΓ is the side and xΔ its height, ∑x is 3√a.",
    "lines through letters": "├┤o┼┐o┼┐o┼┐o",
    "a tree of folders": "└──Álbum\n   ├──Éxitos\n   └──Óperas",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS.keys())
def test_stays(text: str) -> None:
    assert whole.mend(text) == []
    assert repair(text).text == text


MENDED = {
    "Latvian on a Macintosh": ("Rīgā šodien atklāja jaunu tiltu pār Daugavu.", ["mac-roman"]),
    "a Hindi headline": ("पुल फिर खुला", ["cp1252"]),
    "an Arabic headline": ("فتح الجسر مرة أخرى", ["cp1252"]),
    "two words of Bulgarian": ("мостът отворен", ["cp1252"]),
    "Russian twice, with a heart": ("Мост открыт ❤", ["cp1251", "cp1251"]),
    "a face, twice": ("so glad ʕ•ᴥ•ʔ we are", ["cp1252", "cp1252"]),
    "Cyrillic within a Latin word": ("Wir müssen", ["cp1251"]),
    "boxes within a word": ("sont fermées", ["cp437"]),
    "a capital within a word": ("dricka gratis på språkresor", ["cp1250"]),
    "letters that share no language": ("JŪSŲ NAMAI", ["cp1250"]),
    "a quote that opens within a word in capitals": ("DOS NIÑOS", ["cp1252"]),
    "three times": ("Der Bürgermeister schließt die Brücke.", ["cp1252", "cp1252", "cp1252"]),
}


@pytest.mark.parametrize(("text", "codecs"), MENDED.values(), ids=MENDED.keys())
def test_mended(text: str, codecs: list[str]) -> None:
    assert repair(misread(text, *codecs)).text == text


def test_the_tables_are_told_in_the_order_of_the_damage() -> None:
    damaged = misread("Приятные мелочи", "cp1251", "cp1252")
    assert {change.channel for change in repair(damaged).changes} == {"mojibake.cp1251-cp1252"}


def test_an_address_stays() -> None:
    text = misread("Le café, dit-on, “a fermé”: voir https://example.org/été", "cp1252")
    assert make(text, whole.mend(text)) == "Le café, dit-on, “a fermé”: voir https://example.org/Ã©tÃ©"


AROUND_MARKS = {
    "Hindi": ("पुल फिर खुला", "प\ufffdल फिर ख\ufffdला"),
    "Arabic": ("فتح الجسر", "\ufffdتح الجسر"),
    "Chinese": ("桥梁重新开放", "桥\ufffd\ufffd新开放"),
}


@pytest.mark.parametrize(("text", "read"), AROUND_MARKS.values(), ids=AROUND_MARKS.keys())
def test_around_lost_bytes_what_is_whole_is_read(text: str, read: str) -> None:
    """Half a letter becomes one U+FFFD, and stays listed."""
    repaired = repair(misread(text, "cp1252", undefined="\ufffd"))
    assert repaired.text == read
    assert {place.kind for place in repaired.unresolved} == {"replacement"}
    assert repair(repaired.text).text == read


def test_half_a_latin_letter_is_left_to_the_words() -> None:
    damaged = misread("Odpoledne bude oblačno, večer místy déšť.", "cp1252", undefined="\ufffd")
    assert whole.mend(damaged) == []
    assert repair(damaged).text == "Odpoledne bude oblačno, večer místy déšť."


LETTERS = "aeiou rst áčďéěñöøüß çğşżłńģķāēнеправдаїєαλήθειαήहिन्दी“”’…– "


@given(st.text(LETTERS, min_size=4), st.sampled_from(MISREAD))
def test_what_is_read_again_was_there(text: str, codec: str) -> None:
    """Whatever the table: either the text comes back, or nothing is said; where two tables read it, words decide."""
    assume(not lossless.looks_bad(text))
    damaged = misread(text, codec)
    assume(readings(damaged) == {text})
    assert make(damaged, whole.mend(damaged)) in (text, damaged)

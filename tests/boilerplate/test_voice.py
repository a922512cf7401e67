"""Who speaks in a sentence: the outlet, or the article about others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rtoml
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.boilerplate import voice
from cleaner.boilerplate.passages import plain
from cleaner.boilerplate.voice import addresses, unquoted


@pytest.mark.parametrize(
    ("shown", "left"),
    [
        ("It begins “We have a small favour to ask” and ends.", "It begins and ends."),
        ("Auf dem Schild stand „Wir brauchen Sie“ in Rot.", "Auf dem Schild stand in Rot."),
        ("L’avis disait « Nous utilisons des cookies » en gras.", "L’avis disait en gras."),
        ("Man las »Spenden Sie jetzt« und »Danke«.", "Man las und ."),
        ('A sign said "Support us" twice.', "A sign said twice."),
        ("Five o’clock and “nobody closed it", "Five o’clock and “nobody closed it"),
    ],
)
def test_quotations_are_blanked(shown: str, left: str) -> None:
    """What stands between the marks is gone, with every language's own marks; what is never closed stays."""
    assert " ".join(unquoted(shown).split()) == left


@given(st.text(alphabet='“”„«»‹›" ab\n', max_size=200))
def test_blanking_moves_nothing(shown: str) -> None:
    """A place found in the one is a place in the other, and no other character changes."""
    blanked = unquoted(shown)
    assert len(blanked) == len(shown)
    assert all(b in (" ", c) for b, c in zip(blanked, shown, strict=True))


@pytest.mark.parametrize(
    "shown",
    [
        "We use cookies.",
        "Accept all cookies now.",
        "Hier können Sie den Newsletter bestellen.",
        "Ce site utilise des cookies.",
        "Suscríbete hoy.",
        "Нужна ваша помощь.",
        "Potřebujeme podporu.",
    ],
)
def test_the_outlet_speaks(shown: str) -> None:
    """From us, to you, about this site, or as a bidding."""
    assert addresses(shown, plain(shown))


@pytest.mark.parametrize(
    "shown",
    [
        "The US regulator let them accept cookies.",
        "Readers were asked to subscribe.",
        "Die Zeitung bat ihre Leser, sie zu unterstützen.",
        "El puerto y su dueño tenían que aceptar las cookies.",
        "No dia seguinte o jornal parou nos portos.",
        "Газета просила читателей о помощи.",
    ],
)
def test_the_article_tells(shown: str) -> None:
    """Of third persons, though the words are those of an appeal."""
    assert not addresses(shown, plain(shown))


_TABLE: dict[str, list[str]] = rtoml.load(Path(voice.__file__).with_name("voice.toml"))
_BEGINS = {"ours": r"\b", "yours": r"\b", "bids": r"(?:^|[.!?…:–-])[^\w.!?…]{0,4}"}


def _pattern(kind: str) -> re.Pattern[str]:
    words = "|".join(re.escape(w.rstrip("=")) + r"\b" * w.endswith("=") for w in _TABLE[kind])
    return re.compile(f"{_BEGINS[kind]}(?:{words})")


@pytest.mark.parametrize("kind", _BEGINS)
def test_words_are_found_where_a_pattern_would_find_them(kind: voice.Kind) -> None:
    """At the edge of a word; a bidding where a sentence or a part of it opens, with a few signs between."""
    words, pattern = [w.rstrip("=") for w in _TABLE[kind]], _pattern(kind)
    pieces = st.sampled_from(words) | st.text(' .!?…:–-_a1"’(\n', max_size=6)

    @given(st.lists(pieces, max_size=4).map("".join))
    @settings(max_examples=500)
    def agree(plain: str) -> None:
        assert voice._holds(plain, kind) == bool(pattern.search(plain))

    agree()
    assert all(w[0].isalnum() and (w[-1].isalnum() or w in _TABLE[kind]) for w in words)

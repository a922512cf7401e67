"""Repair of encoding damage: what must stay first, then what must be mended, then the laws."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.encoding import Repaired, repair, repair_all
from cleaner.encoding.channels import channels

ENGLISH = (
    "The harbour master’s report, which the council published on Tuesday, says that “nobody was warned” before the "
    "gates were closed. It doesn’t say who gave the order. “We will find out,” the mayor told reporters – and left. "
    "The café on the quay stayed open all the same."
)
GERMAN = (
    "Die Bürgermeisterin sagte am Dienstag, dass die Brücke „noch in diesem Jahr“ für den Verkehr geöffnet werde. "
    "Über die Höhe der Kosten wollte sie nicht sprechen; die Straße müsse zunächst geprüft werden, hieß es."
)
FRENCH = (
    "Le conseil régional a décidé mardi que la gare resterait fermée jusqu’à l’été prochain. « Nous n’avons pas été "
    "prévenus », a déclaré une employée, qui préfère ne pas être citée. Les élèves de l’école voisine prennent le bus."
)
POLISH = (
    "Rzecznik urzędu powiedział we wtorek, że most zostanie otwarty jeszcze w tym roku. Według niego prace są już "
    "ukończone, ale trzeba jeszcze sprawdzić, czy wszystkie światła działają. Mieszkańcy są zdania, że to się nie uda."
)
TURKISH = (
    "Belediye başkanı salı günü yaptığı açıklamada köprünün bu yıl içinde açılacağını söyledi. Çalışmaların büyük "
    "bölümü tamamlandı, ancak ışıkların da kontrol edilmesi gerekiyor. Halk için bu çok önemli bir gelişme."
)
RUSSIAN = (
    "Глава города сообщил во вторник, что мост откроют ещё в этом году. По его словам, работы почти закончены, но "
    "нужно проверить освещение. «Мы не будем спешить», — сказал он и попросил жителей потерпеть ещё немного."
)
CLEAN = [ENGLISH, GERMAN, FRENCH, POLISH, TURKISH, RUSSIAN]

STAYS = {
    "capitals with a tilde": "O HOSPITAL DA IRMÃ TERESA FICA EM SÃO MATEUS. NÃO HÁ VAGAS.",
    "a lone tilde letter": "Ã",
    "questions": "Who? Me?? “Really?” she asked. „Wirklich?“ fragte er. ¿De verdad? Combien ? Rien.",
    "a price and a question": "Does it cost 12€? No: 15€.",
    "a placeholder": "Call ???-???? after nine, or ask for Mr ? at the desk.",
    "a query": "See https://example.org/find?q=%C3%A9t%C3%A9&x=%E2%80%99 and www.example.org/a?b=c for more.",
    "code with escapes": "x = data[0]\nprint('caf\\u00e9')\nname = s.replace('\\xe9', 'e');\n"
    "if (a == B0) { return x[1]; }",
    "formulas": "E=mc2, a=E9, 5×£35, ±5 µm at 25 °C, 2012—∞, x² + y³ = z¹",
    "an entity spoken of": "Write &amp; when you mean an ampersand.",
    "boxes": "    ┌─┬┐ top\n    │ ││ middle\n    └─┴┘ bottom",
    "Persian needs its joiner": "نمی‌دانم چرا",
    "a family of emoji": "The \U0001f468\u200d\U0001f469\u200d\U0001f467 went home.",
    "foreign names": "Beyoncé met Erdoğan, Wałęsa and Dvořák’s grandson in Malmö, the paper said on Monday.",
    "a session with mojibake in it": ">>> fix('doesnâ€™t')\n'doesn’t'",
    "a setting without a value": "To turn the feature off, write this into the file:\n\n[extensions]\nevolve =\n\n"
    "Then write it into the other file too, and start the program again:\n\n[extensions]\nevolve =\n\n"
    "Nobody has to know more about it than that.",
    "a padded line of base64": "The key that the harbour office uses is printed in every one of its letters:\n\n"
    "c29tZXRoaW5nIHRoYXQgbm9ib2R5IGhhcyB0byBrbm93IGFib3V0IHRoZSBwb3J0cyA=\nIt has not been changed since the spring.",
    "a letter in backticks": "Check first whether `a` is zero, and only then whether `e` is the letter that you want.",
    "a ligature in quotes": "The typesetter's case has a sort of its own for 'ﬃ' and another for “ﬁ”, both in lead.",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS.keys())
def test_stays(text: str) -> None:
    assert repair(text) == Repaired(text)


@pytest.mark.parametrize("text", CLEAN, ids=["en", "de", "fr", "pl", "tr", "ru"])
def test_clean_prose_stays(text: str) -> None:
    assert repair(text) == Repaired(text)
    assert repair(text.upper()).text == text.upper()


LOSSLESS = [
    c
    for c in channels()
    if c.name in {"cp1252", "latin-1", "cp1250", "cp437", "cp850", "cp1252, cp1252", "latin1, latin1"}
]


@pytest.mark.parametrize("channel", LOSSLESS, ids=lambda c: c.name)
@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH, POLISH], ids=["en", "de", "fr", "pl"])
def test_misread_utf8_is_read_again(text: str, channel: object) -> None:
    damaged = "".join(map(channel.forward, text))  # type: ignore[attr-defined]
    assert repair(damaged).text == text


MIXED_UP = {
    "Turkish as western": (TURKISH, "cp1254", "cp1252"),
    "Polish as western": (POLISH, "cp1250", "cp1252"),
    "Russian as western": (RUSSIAN, "cp1251", "cp1252"),
    "KOI8 as windows": (RUSSIAN, "koi8-r", "cp1251"),
    "French as Cyrillic": (FRENCH, "cp1252", "cp1251"),
    "German as DOS": (GERMAN, "cp1252", "cp437"),
}


@pytest.mark.parametrize(("text", "true", "taken"), MIXED_UP.values(), ids=MIXED_UP.keys())
def test_tables_taken_for_one_another(text: str, true: str, taken: str) -> None:
    text = text.encode(true, "ignore").decode(true)
    assert repair(text.encode(true).decode(taken)).text == text


MENDED = {
    "lost apostrophes around a value that a program prints": (
        'You?ll see a line such as "Failed: {error:?}" and the program doesn?t go on until that?s mended.',
        'You’ll see a line such as "Failed: {error:?}" and the program doesn’t go on until that’s mended.',
    ),
    "quotes written as Cyrillic windows": (
        "He said that ?€?nothing had changed.?€? The minister?€™s office agreed ?€“ for once ?€” with him.",
        "He said that “nothing had changed.” The minister’s office agreed – for once — with him.",
    ),
    "entities": ("The mayor&rsquo;s caf&eacute; was closed.", "The mayor’s café was closed."),
    "entities twice": ("The mayor&amp;rsquo;s caf&amp;eacute; was closed.", "The mayor’s café was closed."),
    "quoted-printable": ("The mayor=E2=80=99s caf=C3=A9 was closed.", "The mayor’s café was closed."),
    "JSON escapes": ("The mayor\\u2019s caf\\u00e9 was closed.", "The mayor’s café was closed."),
    "backslash lost": ("The mayoru2019s cafu00e9 was closed.", "The mayor’s café was closed."),
    "percent": ("The mayor%E2%80%99s caf%C3%A9 was closed.", "The mayor’s café was closed."),
    "C1 controls": ("The mayor\x92s \x93caf\xe9\x94 was closed.", "The mayor’s “café” was closed."),
    "soft hyphens": ("The may\xador was re\xadelected.", "The mayor was reelected."),
    "zero width": ("The may\u200bor was re\u200celected.", "The mayor was reelected."),
    "loose accents": ("The cafe\u0301 was closed.", "The café was closed."),
    "ligatures": ("The ﬁrst ofﬁcer ﬂed.", "The first officer fled."),
    "a mark for each lost letter": (
        GERMAN.replace("ü", "\ufffd").replace("ö", "\ufffd").replace("Ü", "\ufffd"),
        GERMAN,
    ),
    "a mark for each lost byte": (
        "".join(c if c.isascii() else "\ufffd" * len(c.encode()) for c in FRENCH.replace("\xa0", " ")),
        FRENCH,
    ),
    "apostrophes turned to question marks": (ENGLISH.replace("’", "?"), ENGLISH),
}


@pytest.mark.parametrize(("damaged", "clean"), MENDED.values(), ids=MENDED.keys())
def test_mended(damaged: str, clean: str) -> None:
    assert repair(damaged).text == clean


def test_what_context_cannot_decide_is_listed_and_left() -> None:
    text = "The word \ufffd\ufffd\ufffd\ufffd stood on the wall, and nobody in the town knew what it was for."
    repaired = repair(text)
    assert repaired.text == text
    assert [(place.start, place.end, place.kind) for place in repaired.unresolved] == [(9, 13, "replacement")]


def test_blocks_share_one_channel() -> None:
    """A headline alone proves nothing; with the body it does."""
    title, body = "Mevlüt Çavuşoğlu’nun açıklaması", TURKISH
    damaged = [t.encode("cp1254").decode("cp1252") for t in (title, body)]
    assert [r.text for r in repair_all(damaged)] == [title, body]


@pytest.mark.parametrize("seed", sorted(Path("../shared/seeds").glob("*.txt")), ids=lambda p: p.name[:3])
def test_seeds(seed: Path) -> None:
    repaired = repair(seed.read_text("utf-8"))
    assert "?€?" not in repaired.text
    assert not repaired.unresolved
    assert all(change.before == "?€?" and change.after in "“”" for change in repaired.changes)


PIECES = st.sampled_from(
    [
        *"aé ’“?\n\xa0\x93Ã©â€™œ\x9d�ïÐ°",
        "Ã©",
        "â€™",
        "â€œ",
        "?€?",
        "&amp;",
        "&eacute;",
        "=C3=A9",
        "\\u2019",
        "the ",
        "and ",
        "said ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=150)
@given(TEXTS)
def test_offsets_are_exact(text: str) -> None:
    repaired = repair(text)
    pieces, done = [], 0
    for change in repaired.changes:
        assert done <= change.start <= change.end
        assert text[change.start : change.end] == change.before != change.after
        pieces += [text[done : change.start], change.after]
        done = change.end
    assert "".join([*pieces, text[done:]]) == repaired.text
    assert all(0 <= place.start < place.end <= len(text) for place in repaired.unresolved)


@settings(max_examples=150)
@given(TEXTS)
@example("â\ufffda€™")
def test_mending_again_changes_nothing(text: str) -> None:
    once = repair(text).text
    assert repair(once).text == once


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(codec=None)))
def test_any_characters_are_taken(text: str) -> None:
    assert repair(text) == repair(text)


@settings(max_examples=60)
@given(st.lists(TEXTS, max_size=4))
def test_blocks_stay_apart(texts: list[str]) -> None:
    assert len(repair_all(texts)) == len(texts)


#: Text that asks for more than any article does: each of these once cost seconds, or the square of its length.
HOSTILE = {
    "a-run-without-a-blank": "the don?t wh?t of the and " * 3 + "a" * 30_000,
    "letters-of-two-scripts": "a \u0431 " + "é" * 30_000,
    "accents-without-end": "the and of to in is that for it was on " * 6 + "a\u02c6" * 5_000,
    "many-marks-in-a-word": "the and of to in is that for it was on " * 6 + "ab?c?de?f?o?a?b?c " * 300,
    "marks-byte-by-byte": "the and of to in is that for it was on " * 6 + ("\ufffd" * 18 + " ") * 100,
    "pieces-everywhere": "?€?ab?€?s?t?€?b?€?t?ab?€?a? " * 200,
    "misread-on-a-long-line": "the Ã©Ã¨ of\n" + "a" * 30_000,
    "codes-in-a-row": "&#233;" * 5_000,
    "a-channel-without-kindred": "AÈ©?©Õ",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_with_bounded_effort(text: str) -> None:
    """The changes say all that was done, however little of such a text can be solved."""
    mended = repair(text)
    assert repair(text) == mended
    at, pieces = 0, []
    for change in mended.changes:
        assert text[change.start : change.end] == change.before and change.start >= at
        pieces += [text[at : change.start], change.after]
        at = change.end
    assert "".join(pieces) + text[at:] == mended.text


@pytest.mark.parametrize("mark", ["?", "\ufffd", ""])
def test_what_stands_beyond_the_sample_is_read_like_what_stands_in_it(mark: str) -> None:
    """One letter in fifty lost its second byte, and far behind; the others were misread without loss."""
    plain = "Vakare į uostą grįžo žvejų laivai, o krantinėje jų laukė šeimos ir turguje dirbantys žmonės. " * 30
    clean = plain + "Senas kapitonas pasakojo apie audras, kurias matė plaukiančias virš jūros."
    damaged = "".join(bytes([b]).decode("cp1252", "replace").replace("\ufffd", mark) for b in clean.encode())
    assert repair(damaged).text == clean

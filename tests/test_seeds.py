"""The two real documents that started this come out perfect. Where they are absent, the tests skip."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Record, Source, clean, names, undo

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the two real documents are not here")


def seed(number: str) -> tuple[str, Record]:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    record = clean(Source(path.name, path.read_bytes()))
    assert isinstance(record, Record)
    return path.read_bytes().decode(), record


def test_000_head_and_body() -> None:
    """Title, caption, first and last words, language."""
    _, record = seed("000")
    assert record.title == "Kremlin Rejects Working Group to Mend Russia-Turkey Relations"
    assert record.text.startswith("The Kremlin has rejected")
    assert record.text.endswith("encroached on Turkish territory.")
    assert [c.endswith("Umit Bektas / Reuters") for c in record.captions] == [True]
    assert "Bektas" not in record.text
    assert record.language.code == "en"
    assert record.text.count("\n\n") == 5


@pytest.mark.parametrize(
    "phrase",
    ["ad-free", "disabled all ads", "$10,000", "Support us", "banned in Russia", "small favor", "foreign agent",
     "refuse to be silenced", "just $2", "Thank you", "paiment", "Not ready", "Remind me", "Read more"],
)  # fmt: skip
def test_000_nothing_of_the_appeal_is_left(phrase: str) -> None:
    """Banner, appeal and buttons are gone, each on record."""
    before, record = seed("000")
    assert phrase in before
    assert phrase not in record.text + (record.title or "") + "".join(record.captions)
    assert any(phrase in c.before for c in record.changes if c.stage == "strip")


def test_000_every_lost_quote_is_back() -> None:
    """Eight places, each the right way round; nothing else of the body changed."""
    before, record = seed("000")
    assert before.count("?€?") == 8
    assert "€" not in record.text
    for passage in (
        "to take “concrete action to resolve the situation.”",
        "relationship to normalize,” said Cavusoglu. “We are proposing",
        "“No working group can solve",
        "bring about,” said presidential spokesman Dmitry Peskov. “He [President Vladimir Putin] has made",
        "clear enough.”",
    ):
        assert passage in record.text


def test_001_is_whole_and_its_breaks_are_back() -> None:
    """Ten paragraphs or more; every word, quote and Turkish letter of the body is still there."""
    before, record = seed("001")
    assert record.title == "Ankara calls on Russia to form joint working group to mend fences"
    assert len(record.text.split("\n\n")) >= 10
    body = before.split("\n\n", 1)[1]
    assert "".join(record.text.split()) == "".join(body.split())
    assert {c.stage for c in record.changes} == {"spacing"}


def test_one_key_a_person_across_both() -> None:
    """All spellings of Çavuşoğlu meet; Davutoğlu is somebody else; both Peskovs are one."""
    records = [seed("000")[1], seed("001")[1]]
    for mentions in (
        [m for r in records for m in r.names],
        [m for ms in names.link([r.text for r in records]) for m in ms],
    ):
        keys = {
            name: {m.person_key for m in mentions if name in names.fold(m.surface)}
            for name in ("Cavusoglu", "Davutoglu", "Peskov", "Putin", "Kurtulmus", "Tsipras")
        }
        assert {name: len(found) for name, found in keys.items()} == dict.fromkeys(keys, 1)
        assert len(set.union(*keys.values())) == len(keys)


@pytest.mark.parametrize("number", ["000", "001"])
def test_undo_gives_the_file_back(number: str) -> None:
    """Character for character."""
    before, record = seed(number)
    assert undo(record) == before


@pytest.mark.parametrize("number", ["000", "001"])
def test_cleaning_again_changes_nothing(number: str) -> None:
    """The clean text is clean."""
    record = seed(number)[1]
    again = clean(record.text)
    assert isinstance(again, Record)
    assert (again.text, again.changes) == (record.text, [])

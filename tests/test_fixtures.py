"""Every page in fixtures/pages comes out as expected, comes back by undo, and is clean when cleaned again.

A case is a folder: `page.txt` or `page.html` (any bytes), `expected.json` (the fields that are promised), `about.toml`
(`shows`: what it is there for; `fails`: why it does not come out yet, a strict expected failure; `again_fails` and
`names_fails`: the same for cleaning twice and for the persons).
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cleaner import Record, Reject, Source, clean, decode, undo

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = sorted(p for p in (FIXTURES / "pages").iterdir() if (p / "expected.json").exists())
BYTES = sorted((FIXTURES / "bytes").glob("*.bin"))


def page(case: Path) -> Path:
    return next(p for p in case.iterdir() if p.stem == "page")


def cleaned(case: Path) -> Record:
    record = clean(Source(page(case).name, page(case).read_bytes()))
    assert isinstance(record, Record), record
    return record


def cases(key: str) -> list[Any]:
    """The cases; those whose about.toml gives a reason under `key` are expected to fail."""
    reasons = {case: tomllib.loads((case / "about.toml").read_text("utf-8")).get(key) for case in CASES}
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.xfail(reason=why, strict=True)] if why else [])
        for case, why in reasons.items()
    ]


@pytest.mark.parametrize("case", cases("fails"))
def test_the_page_comes_out_as_expected(case: Path) -> None:
    """Each promised field, to the letter; nothing forbidden anywhere."""
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    record = cleaned(case)
    assert record.text.split("\n\n") == expected["text"]
    for field in ("title", "byline", "site", "url"):
        assert getattr(record, field) == expected.get(field, getattr(record, field) if field == "site" else None)
    assert (record.date or "")[:10] == expected.get("date", "")
    assert record.captions == expected.get("captions", [])
    assert record.language.code == expected["language"]
    shown = "\n".join([record.title or "", record.byline or "", record.text, *record.captions])
    assert [word for word in expected.get("forbidden", []) if word in shown] == []


@pytest.mark.parametrize("case", cases("names_fails"))
def test_every_person_has_one_key(case: Path) -> None:
    """All the ways in which the page names a person carry that person's key."""
    persons = json.loads((case / "expected.json").read_text("utf-8")).get("persons", {})
    names = cleaned(case).names
    assert {key: sorted({m.surface for m in names if m.person_key == key} & set(persons[key])) for key in persons} == {
        key: sorted(surfaces) for key, surfaces in persons.items()
    }


@pytest.mark.parametrize("case", cases("again_fails"))
def test_cleaning_the_clean_text_changes_nothing(case: Path) -> None:
    """The text of the record is clean: no edit is left to say about it."""
    record = cleaned(case)
    again = clean(record.text, media_type="text/plain")
    assert isinstance(again, Record)
    assert again.text == record.text
    assert again.changes == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_undo_restores(case: Path) -> None:
    """The decoded text, character for character; of a web page, what was extracted from it."""
    record = cleaned(case)
    before = undo(record)
    if page(case).suffix == ".txt":
        assert before == decode(page(case).read_bytes()).text.removeprefix("\ufeff")
    else:
        assert sum(map(len, before.split("\n\n"))) > 0
    assert record.counts.chars_in - record.counts.chars_out == sum(len(c.before) - len(c.after) for c in record.changes)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_case_says_what_it_shows(case: Path) -> None:
    """A sentence for people, and no key that nobody reads."""
    about = tomllib.loads((case / "about.toml").read_text("utf-8"))
    assert about["shows"].endswith(".")
    assert set(about) <= {"shows", "fails", "again_fails", "names_fails"}


def test_there_are_enough_of_them() -> None:
    """Nine languages, both formats, and cases that must stay."""
    names = [c.name for c in CASES]
    assert len(names) >= 25
    assert {n[:2] for n in names} >= {"en", "de", "fr", "es", "it", "pt", "pl", "tr", "ru"}
    assert {page(c).suffix for c in CASES} == {".txt", ".html"}
    assert sum("near-miss" in n for n in names) >= 3


EXPECTED_BYTES = json.loads((FIXTURES / "bytes" / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("path", BYTES, ids=lambda p: p.stem)
def test_odd_bytes_have_an_outcome(path: Path) -> None:
    """A record whose text holds what can be read, or a reject with the code; never an exception."""
    expected = EXPECTED_BYTES[path.stem]
    outcome = clean(Source(path.name, path.read_bytes()))
    if "code" in expected:
        assert isinstance(outcome, Reject)
        assert outcome.code == expected["code"]
    else:
        assert isinstance(outcome, Record)
        assert outcome.text == expected["text"]
        assert outcome.encoding.name == expected["encoding"]


def test_every_odd_file_has_its_expectation() -> None:
    """No file without one, and none without its file."""
    assert {p.stem for p in BYTES} == set(EXPECTED_BYTES)

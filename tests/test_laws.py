"""What is true of `clean` whatever it is given: it never raises, loses nothing, and answers the same everywhere."""

from __future__ import annotations

import copy
import json
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Recipe, Record, Reject, Source, clean, clean_many, undo
from cleaner.decoding import read_page
from cleaner.extract import extract

FIXTURES = Path(__file__).parent.parent / "fixtures"

#: Pieces of which news files are made, healthy and damaged, so that hypothesis finds their bad company.
PIECES = st.sampled_from([
    "The minister said on Monday that talks would go on.", "?€?We will not pay,?€? she said.", "DavutoÄŸlu", "â€",
    "in Athens.Speaking to reporters", "Read moreAnkara calls", "Support us", "Remind me later.", "\n", "\n\n", "\r\n",
    " ", "\u00a0", "\u00ad", "\u200b", "\ufeff", "\x00", "\x0c", "\u2028", "\ufffd", "\ud800", "İstanbul", "ß",
    "e\u0301", "Mevlüt Çavuşoğlu", "Çavuşoğlu’s", "By Jane Doe", "12 May 2016", "😀", "مرحبا", "Привет, мир.",
    "&amp;quot;", "=E2=80=99", "<p>", "</p>", "<!-- ", "<script>", "<div class='x'>", "&#xD800;", "<title>", "\\u2019",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=20), max_size=25).map("".join)


@settings(max_examples=200)
@given(
    st.binary(max_size=400) | TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.sampled_from([None, "text/html", "text/plain"]),
)
def test_any_bytes_give_a_record_or_a_reject(data: bytes, media_type: str | None) -> None:
    """Exactly one outcome, which is valid JSON, and of a record the input comes back as it was extracted."""
    source = Source("x", data, media_type=media_type)  # type: ignore[arg-type]
    outcome = clean(source)
    json.loads(msgspec.json.encode(outcome))
    assert outcome.id == source.id
    if isinstance(outcome, Record):
        document = extract(read_page(source))
        assert undo(outcome) == "".join(b.gap + b.text for b in document.blocks)
    else:
        assert isinstance(outcome, Reject)
        assert outcome.code


@settings(max_examples=200)
@given(TEXTS)
def test_plain_text_comes_back_character_for_character(text: str) -> None:
    """`undo` gives a plain text back exactly, but for lone surrogates, which no file can hold."""
    outcome = clean(text, media_type="text/plain")
    if isinstance(outcome, Record):
        sound = re.sub("[\ud800-\udfff]", "\ufffd", text)
        assert undo(outcome) == sound


@settings(max_examples=100)
@given(TEXTS)
def test_mentions_and_flags_stand_where_they_say(text: str) -> None:
    """Each mention's surface is the text between its offsets; each flag lies inside its field."""
    outcome = clean(text, media_type="text/plain")
    if isinstance(outcome, Record):
        for m in outcome.names:
            assert outcome.text[m.start : m.end] == m.surface
        for flag in outcome.flags:
            if flag.field == "text":
                assert 0 <= flag.start < flag.end <= len(outcome.text)


def pages() -> list[Path]:
    return sorted(p for p in FIXTURES.glob("pages/*/page.*"))


@pytest.mark.parametrize("page", pages(), ids=lambda p: p.parent.name)
def test_records_pickle_and_read_back_from_json(page: Path) -> None:
    """A record survives pickle and JSON unchanged."""
    outcome = clean(Source(page.name, page.read_bytes()))
    assert pickle.loads(pickle.dumps(outcome)) == outcome
    assert msgspec.json.decode(msgspec.json.encode(outcome), type=Record | Reject) == outcome


def test_recipes_and_errors_pickle() -> None:
    """A recipe is the same recipe in another process, with the same hash."""
    recipe = Recipe.from_dict({"strip": {"keep": ["caption"]}})
    assert pickle.loads(pickle.dumps(recipe)) == recipe
    assert copy.deepcopy(recipe).hash == recipe.hash != Recipe().hash


def test_clean_many_is_lazy_and_keeps_order() -> None:
    """One outcome a source, in order, made when asked for."""
    asked = []

    def sources():  # type: ignore[no-untyped-def]
        for text in ("One text of some length.", "", "Another text of some length."):
            asked.append(text)
            yield text

    outcomes = clean_many(sources())
    first = next(outcomes)
    assert len(asked) == 1
    rest = list(outcomes)
    assert [type(o) for o in (first, *rest)] == [Record, Reject, Record]


def test_same_bytes_whatever_the_hash_seed_locale_and_zone() -> None:
    """All fixtures give the same JSON in processes that differ in everything but the recipe."""
    code = (
        "import sys, pathlib, msgspec\n"
        "from cleaner import Source, clean\n"
        "for p in sorted(pathlib.Path(sys.argv[1]).glob('pages/*/page.*')):\n"
        "    sys.stdout.buffer.write(msgspec.json.encode(clean(Source(p.parent.name, p.read_bytes()))))\n"
    )
    worlds = (
        {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "4711", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "PYTHONUTF8": "0"},
    )
    runs = [
        subprocess.run([sys.executable, "-c", code, FIXTURES], env={**os.environ, **w}, capture_output=True, check=True)
        for w in worlds
    ]
    assert runs[0].stdout == runs[1].stdout

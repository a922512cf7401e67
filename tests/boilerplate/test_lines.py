"""The line model gives every line a probability that depends on the document alone, and on nothing of the machine."""

from __future__ import annotations

import re
from array import array
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.boilerplate import _reading, cues, lines, phrases
from cleaner.boilerplate._network import Layers
from cleaner.boilerplate.passages import plain

MODEL = lines.built_in()
PAGE = [
    "Home", "News", "Sport", "Weather", "Sign in", "Storm closes the harbour",
    "The harbour of Fenwick was closed on Monday after a storm, and two ferries were sent to the northern quay.",
    "Fishermen said they had lost nets and lamps, but nobody was hurt, and the boats were all accounted for by noon.",
    "Share this article", "Follow us on Twitter", "Most read", "Terms of use", "Privacy policy", "Contact us",
]  # fmt: skip


def scores(page: list[str]) -> list[float]:
    """The model's word on these lines."""
    return MODEL.scores(page, [plain(x) for x in page], [0.0] * len(page))


def test_menus_score_above_paragraphs() -> None:
    """On a page copied whole, every menu line is likelier furniture than every paragraph."""
    found = scores(PAGE)
    article = found[6:8]
    assert min(s for i, s in enumerate(found) if i not in (5, 6, 7)) > max(article)


@given(st.lists(st.text(min_size=1, max_size=80).filter(lambda x: not x.isspace()), min_size=1, max_size=20))
def test_any_lines_get_probabilities(page: list[str]) -> None:
    """One number from 0 to 1 a line, the same each time."""
    found = scores(page)
    assert len(found) == len(page)
    assert all(0 <= s <= 1 for s in found)
    assert scores(page) == found


def test_a_long_page_is_judged_as_its_lines_are() -> None:
    """What stands far away tells little: a thousand paragraphs later the menu is still a menu."""
    assert min(scores([*PAGE[6:8] * 500, *PAGE])[-6:]) > 0.5


def layers(weight: float, inputs: int = 130) -> Layers:
    """A network of one number a line, all weights alike."""

    def layer(size: int) -> tuple[Any, Any]:
        return memoryview(array("f", [weight] * size)).cast("B").cast("f", (size, 1)), array("f", [0])

    wide = 2 * 4 + 6 + 2 * 4 + 4
    return Layers(layer(inputs), layer(wide), layer(wide), layer(1))


@given(st.lists(st.integers(-(2**20), 2**20), min_size=130, max_size=130), st.randoms(use_true_random=False))
def test_sums_are_exact(numbers: list[int], order: Random) -> None:
    """Inputs in any order, however large, give the same scores to the last digit."""
    network, nothing = layers(1 / 16), array("f")
    first = network.scores(array("d", numbers), nothing, 1)
    order.shuffle(numbers)
    assert network.scores(array("d", numbers), nothing, 1) == first


def test_weights_too_large_to_be_added_exactly_are_refused() -> None:
    """A network is refused rather than judged wrongly."""
    with pytest.raises(ValueError, match="too large"):
        layers(1.0)


def test_the_model_is_small() -> None:
    """Less than a megabyte with the phrases."""
    data = (Path(lines.__file__).parent / "lines.model").read_bytes()
    listed = (Path(phrases.__file__).parent / "phrases.txt").read_bytes()
    assert len(data) + len(listed) < 1_000_000


def test_no_two_words_of_the_model_are_taken_for_one() -> None:
    """Each entry has a key of its own."""
    assert len(MODEL.vocabulary) == len(MODEL.vocabulary.entries) == 28_000


@given(st.text(max_size=900), st.lists(st.text(max_size=90), max_size=5))
def test_a_vocabulary_knows_the_words_it_was_made_of(line: str, more: list[str]) -> None:
    """Every word and pair of a line is found again in it, in whatever lines stand around."""
    found = _reading.words(line)
    rows, begins = _reading.Vocabulary(sorted(set(found))).read([*more, line]).known()
    assert sorted(rows[begins[-2] :]) == sorted(sorted(set(found)).index(w) for w in found)
    assert [w for w in found if " " not in w] == re.findall(r"[^\W\d_]+", line[:400])[:28]


def test_cues_need_somebody_who_asks_somebody() -> None:
    """The families tell who asks whom for what; a sentence about money alone has none."""
    appeal = (
        "We are independent and we pay our reporters: please support our newsroom with ten euro monthly, dear readers."
    )
    assert {"ask", "we", "paper", "money", "freedom"} <= set(cues.families(appeal))
    assert cues.families("The minister failed to declare donations worth thousands, the independent panel found.") == ()


@given(st.text("ab' ._\n-ä\ud800", max_size=60) | st.text("ab '", max_size=300))
def test_cues_are_found_where_their_edges_are(text: str) -> None:
    """The beginning of words, a whole word, the end of one, a sign; white space does not matter."""
    table = {"begun": ["a b"], "whole": ["ab="], "end": ["*ba="], "sign": ["a'"], "long": ["ab ba=", "ab bb", "abbab="]}
    apart = " ".join(["", *re.findall(r"[^\W_]+|[^\w\s]|_", text), ""])
    patterns = (" a b", " ab ", "[^ ]ba ", " a '", " ab ba | ab bb| abbab ")
    found = cues.Families({name: {"en": words} for name, words in table.items()}).mask(text)
    assert found == sum(1 << i for i, pattern in enumerate(patterns) if re.search(pattern, apart))


def test_listed_phrases_are_keys_of_themselves() -> None:
    """Every line of the list can be looked up."""
    assert all(phrases.key(p) == p for p in phrases.built_in())


@given(st.text("a1٣²ß_ -.'\u0301中", max_size=100))
def test_a_line_is_looked_up_by_its_letters_alone(line: str) -> None:
    """Words with a space between, every number one 0; nothing where no letter is, or more than is ever listed."""
    words = re.sub(r"\d+", "0", re.sub(r"[\W_]+", " ", line).strip())
    assert phrases.key(line) == (words if any(c.isalpha() for c in words) and len(line) <= 90 else "")


@given(st.text("a.!?…。\"”»') \u00a0", min_size=40, max_size=60))
def test_a_sentence_is_long_and_ends_as_one(line: str) -> None:
    """What closes a quotation or a bracket may follow."""
    end = line.rstrip().rstrip("\"”»')")[-1:]
    assert _reading.is_sentence(line) == (len(line) >= 50 and end in ".!?…。")


def test_a_score_leans_on_the_longest_vectors() -> None:
    """Words and pairs alike, each named; of equals the first in the alphabet."""
    entries = ["quay", "boat", "a quay", "far"]
    sizes = memoryview(array("b", [2, 5, 5, 1])).cast("B").cast("b", (4, 1))
    vectors = _reading.Vectors(sizes, array("f", [0.5]))
    vocabulary = _reading.Vocabulary(entries)
    assert vectors.strongest(vocabulary, "a quay, a boat", 3) == ["a quay", "boat", "quay"]
    assert vectors.strongest(vocabulary, "12", 3) == []


def test_words_are_looked_up_alone_and_in_pairs() -> None:
    """What is known of a line are its words, then its pairs; the others are passed over."""
    known = _reading.Vocabulary(["harbour", "the", "the harbour"]).read(["the harbour of fenwick", "12", "the"]).known()
    assert [x.tolist() for x in known] == [[1, 0, 2, 1], [0, 3, 3, 4]]


def test_a_name_that_comes_back_in_a_paragraph_is_seen() -> None:
    """A line that shares a rare word with a paragraph looks different from one that shares none."""
    told = "Fishermen of Fenwick said that they had lost nets and lamps, but nobody was hurt, "
    page = [told + "and the boats were all accounted for by noon.", "Fenwick", "Marlow"]
    read = _reading.Vocabulary(["of", "said"]).read([plain(x) for x in page])
    found = np.reshape(_reading.shapes(page, read, [0.0] * 3), (3, -1))
    assert found[1, 27] == found[1, 28] == 1
    assert found[2, 27] == found[2, 28] == 0

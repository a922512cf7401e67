"""The line model gives every line a probability that depends on the document alone, and on nothing of the machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.boilerplate import cues, lines, phrases
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


def test_layers_are_exact() -> None:
    """Rows taken a few at a time or all at once, forwards or backwards, give the same numbers to the last bit."""
    rng = np.random.default_rng(1)
    inputs, weights, bias = (
        lines.fixed(rng.normal(size=(400, 300))),
        lines.fixed(rng.normal(size=(300, 24))),
        np.zeros(24),
    )
    whole = lines.fixed(np.maximum(inputs @ weights + bias, 0))
    assert np.array_equal(lines.layer(inputs, weights, bias), whole)
    order = rng.permutation(300)
    assert np.array_equal(lines.layer(inputs[:, order], weights[order], bias), whole)


def test_the_model_is_small_and_comes_back_from_its_bytes() -> None:
    """Less than a megabyte with the phrases, and what is loaded says what was dumped."""
    data = (Path(lines.__file__).parent / "lines.model").read_bytes()
    listed = (Path(phrases.__file__).parent / "phrases.txt").read_bytes()
    assert len(data) + len(listed) < 1_000_000
    again = lines.load(lines.dump(list(MODEL.vocabulary.row), MODEL.network))
    assert [round(a - b, 2) for a, b in zip(scores(PAGE), again.scores(PAGE, [plain(x) for x in PAGE], [0.0] * 14), strict=True)] == [0] * 14  # fmt: skip  # noqa: E501


def test_cues_need_somebody_who_asks_somebody() -> None:
    """The families tell who asks whom for what; a sentence about money alone has none."""
    appeal = (
        "We are independent and we pay our reporters: please support our newsroom with ten euro monthly, dear readers."
    )
    assert {"ask", "we", "paper", "money", "freedom"} <= set(cues.families(appeal))
    assert cues.families("The minister failed to declare donations worth thousands, the independent panel found.") == ()


def test_listed_phrases_are_keys_of_themselves() -> None:
    """Every line of the list can be looked up."""
    assert all(phrases.key(p) == p for p in phrases.built_in())


def test_words_are_looked_up_alone_and_in_pairs() -> None:
    """A word without a row is -1, a pair without one too; a line's count holds what is known."""
    read = lines.Vocabulary(["harbour", "the", "the harbour"]).read(["the harbour of fenwick", "12", "the"])
    assert read.rows.tolist() == [1, 0, -1, -1, 1]
    assert read.pair_rows.tolist() == [2, -1, -1]
    assert read.held().tolist() == [3, 0, 1]


def test_a_name_that_comes_back_in_a_paragraph_is_seen() -> None:
    """A line that shares a rare word with a paragraph looks different from one that shares none."""
    told = "Fishermen of Fenwick said that they had lost nets and lamps, but nobody was hurt, "
    page = [told + "and the boats were all accounted for by noon.", "Fenwick", "Marlow"]
    found = lines.shapes(page, lines.Vocabulary(["of", "said"]).read([plain(x) for x in page]), [0.0] * 3)
    assert found[1, 27] == found[1, 28] == 1
    assert found[2, 27] == found[2, 28] == 0

"""A memory holds what an outlet repeats, and nothing that only looks repeated."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.boilerplate.memory import Memory, learn
from cleaner.edits import apply
from cleaner.errors import ConfigError
from cleaner.model import Block, Document, Edit
from cleaner.stages import Strip

PLACES = {
    "Fenwick": "the dyke",
    "Harrow Bay": "a ferry",
    "Oldport": "the market",
    "Lund": "a school",
    "Marrow": "the mill",
    "Quay End": "a bridge",
}
STORIES = [
    (
        f"The {place} council voted on {what} after a debate that lasted until midnight, and the mayor left early.",
        f"Residents of {place} had asked for {what} since the flood, and many of them came to watch in the hall.",
    )
    for place, what in PLACES.items()
]
FOOT = "The Fenwick Courier has been printed by the Holm family at 4 Quay Street since the great fire, in all weathers."
BUTTONS = ("Tide table for the week", "Ferry times and fares")


def page(n: int, *texts: str, outlet: str = "courier.example") -> Document:
    """A document of this outlet."""
    url = f"https://www.{outlet}/{n}"
    return Document(str(n), f"{n}.txt", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain", url=url)


def stripped(memory: Memory, document: Document) -> list[str]:
    """What is left when only the memory speaks: rules and model find nothing in these texts."""
    done, _ = apply(document, (e for e in Strip(memory=memory)(document) if isinstance(e, Edit)), "strip")
    return [b.text for b in done.blocks if b.text]


def test_a_repeated_footer_and_its_buttons_go() -> None:
    """Lines under every story go from a story that was not in the corpus too, numbers varying."""
    corpus = [page(i, *s, FOOT.replace("4", str(i)), *BUTTONS) for i, s in enumerate(STORIES[:4])]
    memory = learn(corpus)
    assert stripped(memory, page(9, *STORIES[5], FOOT, *BUTTONS)) == list(STORIES[5])
    notes = [e.note for e in Strip(memory=memory)(page(9, *STORIES[5], FOOT, *BUTTONS)) if isinstance(e, Edit)]
    assert any("in 4 of 4 documents of courier.example" in n for n in notes)


def test_another_outlet_is_not_concerned() -> None:
    """What one outlet repeats says nothing of another's text."""
    memory = learn(page(i, *s, FOOT) for i, s in enumerate(STORIES[:4]))
    elsewhere = page(9, *STORIES[5], FOOT, outlet="other.example")
    assert FOOT in stripped(memory, elsewhere)


def test_a_story_printed_again_is_not_boilerplate() -> None:
    """The same text at four addresses of one outlet is one story, whatever was added below it."""
    memory = learn(page(i, *STORIES[0], f"Updated {i} times") for i in range(4))
    assert stripped(memory, page(9, *STORIES[0])) == list(STORIES[0])


def test_a_wire_story_of_two_outlets_is_not_boilerplate() -> None:
    """A text that stands once at each of many outlets is repeated at none."""
    memory = learn(page(i, *STORIES[0], outlet=f"paper{i}.example") for i in range(6))
    assert stripped(memory, page(9, *STORIES[0], outlet="paper1.example")) == list(STORIES[0])


def test_a_column_title_inside_the_text_stays() -> None:
    """A short line that recurs alone between paragraphs is a heading of the article."""
    corpus = [page(i, s[0], "What happens next", s[1]) for i, s in enumerate(STORIES[:4])]
    fresh = page(9, STORIES[5][0], "What happens next", STORIES[5][1])
    assert stripped(learn(corpus), fresh) == [b.text for b in fresh.blocks]


def test_a_repeated_quotation_stays() -> None:
    """A sentence that a paper quotes in many stories is still somebody's words."""
    quote = (
        "“We will not move from the quay until the last boat is home and every light is out,” said the harbour master."
    )
    corpus = [page(i, s[0], quote, s[1]) for i, s in enumerate(STORIES[:4])]
    assert quote in stripped(learn(corpus), page(9, STORIES[5][0], quote, STORIES[5][1]))


def test_a_background_paragraph_stays() -> None:
    """A long line in a few of an outlet's many stories is background, not furniture."""
    background = (
        "The war over the herring began when the northern fleet crossed the line and cut the nets of three villages."
    )
    many = [page(i, *(t.replace("The", f"Number {i}: the", 1) for t in STORIES[i % 6])) for i in range(20)]
    some = [page(50 + i, s[0], background, s[1]) for i, s in enumerate(STORIES[:4])]
    assert background in stripped(learn([*many, *some]), page(99, STORIES[5][0], background, STORIES[5][1]))


DOCUMENTS = st.lists(
    st.tuples(st.integers(0, 5), st.booleans(), st.sampled_from(["a.example", "b.example"])), max_size=8
).map(lambda rows: [page(n, *STORIES[k], *([FOOT] if foot else []), outlet=o) for n, (k, foot, o) in enumerate(rows)])


@given(DOCUMENTS, DOCUMENTS)
def test_memories_add_up(a: list[Document], b: list[Document]) -> None:
    """Two halves learned apart and added are the whole, in either order, and the order of documents does not matter."""
    assert learn(a) + learn(b) == learn(b) + learn(a) == learn([*reversed(a), *b])


def test_a_memory_is_a_file_that_a_person_can_cut(tmp_path: Path) -> None:
    """It comes back from its file the same; without its line, the text stays."""
    memory = learn(page(i, *s, FOOT) for i, s in enumerate(STORIES[:4])).pruned()
    path = tmp_path / "memory.jsonl"
    path.write_bytes(memory.to_bytes())
    assert Memory.from_file(path) == memory == pickle.loads(pickle.dumps(memory))
    lines = [x for x in path.read_text("utf-8").splitlines() if "Holm family" not in x]
    path.write_text("\n".join(lines), "utf-8")
    assert FOOT in stripped(Memory.from_file(path), page(9, *STORIES[5], FOOT))


@pytest.mark.parametrize("text", ["", "nonsense", '{"outlets": {}}\n{"outlet": 1}\nalso nonsense'])
def test_a_file_that_is_no_memory_is_refused(tmp_path: Path, text: str) -> None:
    """Every wrong line is named."""
    path = tmp_path / "memory.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        Memory.from_file(path)
    assert len(caught.value.problems) == max(1, text.count("\n"))

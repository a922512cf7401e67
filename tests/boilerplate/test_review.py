"""A page is looked at twice: the second look knows what its other lines seemed to be, and changes no article."""

from __future__ import annotations

import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.boilerplate import _review, review
from cleaner.boilerplate._reading import echoes
from cleaner.model import Block, Document, Edit
from cleaner.stages import Strip

SECOND = review.built_in()
TEXT = "The quay of Fenwick was closed on Monday, and two ferries were sent to the northern basin in the afternoon."
LINES = st.lists(
    st.tuples(st.text(min_size=1, max_size=60), st.floats(0, 1), st.booleans()), min_size=1, max_size=30
)  # fmt: skip


def again(plain: list[str], scores: list[float], prose: list[bool]) -> list[float]:
    """The scores at second sight, no line on any list."""
    return SECOND.scores(scores, plain, prose, [0.0] * len(plain))


@given(LINES)
def test_any_page_gets_probabilities(page: list[tuple[str, float, bool]]) -> None:
    """One number from 0 to 1 a line, the same each time."""
    plain, scores, prose = (list(x) for x in zip(*page, strict=True))
    found = again(plain, scores, prose)
    assert len(found) == len(page)
    assert all(0 <= s <= 1 for s in found)
    assert again(plain, scores, prose) == found


def test_the_weights_come_back_from_their_text() -> None:
    """What is loaded is what was dumped, to the last bit, and is as wide as the view."""
    text = review.dump(SECOND)
    assert review.dump(review.load(text)) == text
    assert len(SECOND.weights) == review.VIEW


def test_lines_made_alike_share_their_scores() -> None:
    """A list's items see one average, whatever their numbers; a line of its own sees itself."""
    view = review.view([0.9, 0.5, 0.1, 0.9], ["4 may, fenwick", "12 may, fenwick", "30 may, fenwick", "help"], [False] * 4, [0.0] * 4)  # fmt: skip  # noqa: E501
    own, average = ([view[i, column] for i in range(4)] for column in (0, 30))
    assert average == pytest.approx([sum(own[:3]) / 3] * 3 + [own[3]])


def test_a_line_is_told_what_stands_beside_it_and_whether_it_stands_amid_the_article() -> None:
    """The scores two lines up and down, furniture beyond the page; paragraphs above, below, and the fewer of both."""
    view = review.view(
        [0.1, 0.5, 0.9, 0.2, 0.1], ["a", "b", "c", "d", "e"], [True, False, False, True, True], [0.0] * 5
    )
    own = [view[i, 0] for i in range(5)]
    assert [view[2, column] for column in range(35, 39)] == [own[0], own[1], own[3], own[4]]
    assert [view[0, column] for column in range(35, 39)] == [8, 8, own[1], own[2]]
    assert [tuple(view[i, column] for column in (39, 40)) for i in range(5)] == [(0, 1), (1, 1), (1, 1), (1, 1), (1, 0)]
    assert view[1, 41] == pytest.approx(math.log(2))


def test_a_line_is_told_how_many_of_its_words_the_article_has() -> None:
    """Words of four letters and more, each once, its own paragraph not counted; in Chinese any two letters in a row."""
    plain = ["the quay of fenwick is shut for good.", "fenwick quay: why it is shut, fenwick asks", "tide times"]
    told = review.view([0.1, 0.5, 0.5], plain, [True, False, False], [0.0] * 3)
    share, many, elsewhere, words = ([told[i, column] for i in range(3)] for column in range(42, 46))
    assert words == pytest.approx([math.log(1 + n) for n in (4, 4, 2)])
    assert many == pytest.approx([math.log(1 + n) for n in (0, 3, 0)])
    assert share == pytest.approx([0, 3 / 5, 0])
    assert elsewhere == pytest.approx([3 / 5, 0, 0])
    told = review.view([0.1, 0.5], ["港口周一关闭。", "周一港口"], [True, False], [0.0] * 2)
    assert told[1, 42] == pytest.approx(2 / 4)  # 周一, 一港, 港口


def test_a_line_is_told_how_much_of_the_article_stands_above_it_and_below() -> None:
    """Sentences less likely than each of six bounds: their length, and the share below; the surest; the nearest."""
    plain = ["home", "a" * 40, "sport", "b" * 10, "more"]
    told = review.view([0.9, 0.01, 0.8, 0.3, 0.9], plain, [False, True, False, True, False], [0.0] * 5)
    own = [told[i, 0] for i in range(5)]

    def of(line: int, first: int) -> list[float]:
        return [told[line, column] for column in range(first, first + 3)]

    for bound in (46, 55):  # .02 and .2
        assert of(0, bound) == pytest.approx([0, math.log(41), 1])
        assert of(1, bound) == [0, 0, 0]
    assert of(2, 46) == pytest.approx([math.log(41), 0, 0])
    assert of(2, 58) == pytest.approx([math.log(41), math.log(11), 10 / 50])  # .35
    assert [(told[i, 64], told[i, 65]) for i in (0, 2, 4)] == [(own[1], 9), (own[3], own[1]), (9, own[1])]
    assert [told[i, 67] for i in range(4)] == pytest.approx([math.log(d + 1) for d in (1, 60, 60, 60)])
    assert [told[i, 69] for i in range(4)] == pytest.approx([math.log(d + 1) for d in (1, 2, 1, 60)])


def test_what_is_told_of_other_lines_is_refused() -> None:
    """Numbers must be there for every line, no more and no fewer."""
    with pytest.raises(ValueError, match="2 lines"):
        echoes(["a", "b"], array("b", [1]))
    with pytest.raises(ValueError, match="1 lines"):
        _review.view([0.5], ["a"], [False], [0.0], array("b", [0]), [], array("d", [0.0]))


def test_a_wavering_line_amid_the_article_is_less_likely_furniture() -> None:
    """The same score means less between paragraphs than between menu entries."""
    menu, text = ["news", "sport", "letters", "jobs"] * 5, [TEXT.lower()] * 6
    plain = [*menu, *text, "the lamps", *text, *menu, "the boats", *menu]
    scores = [0.99 if x in menu else 0.02 if x == text[0] else 0.7 for x in plain]
    found = again(plain, scores, [x == text[0] for x in plain])
    assert found[plain.index("the lamps")] < found[plain.index("the boats")]


def test_a_text_of_nothing_but_paragraphs_stays() -> None:
    """However long it is and however often one comes back."""
    document = Document("", "", tuple(Block(i, TEXT) for i in range(40)), "plain", "text/plain")
    assert not [e for e in Strip()(document) if isinstance(e, Edit)]

"""The chooser: the forest's arithmetic, the model file, and the rules that need no learning."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.extract.chooser import ModelData, built_in, choose, judge
from cleaner.extract.evidence import AGAIN, NAMES, Notes, in_context, judge_name, measure
from cleaner.extract.forest import Forest, ForestData
from cleaner.extract.head import read_head
from cleaner.extract.tree import MOST_DEPTH, read_tree, tame

STORY = "The old tram depot in Olsen Street is to become a library, the council decided on Thursday evening."


def test_a_forest_adds_the_leaves_its_answers_lead_to():
    """Two trees of two questions; the answer to the first question is the lowest bit of the leaf."""
    forest = Forest.of(
        ForestData(
            features=[[0, 1], [1, 1]],
            borders=[[0.5, 0.0], [2.0, 9.0]],
            leaves=[[1, 10, 100, 1000], [5, 7, 0, 0]],
            scale=0.5,
            bias=1.0,
        )
    )
    columns = np.array([[0.0, 1.0, 1.0], [3.0, 1.0, 3.0]], dtype=np.float32)  # two features, three runs
    assert forest.judge(columns).tolist() == [1 + (100 + 7) / 2, 1 + (10 + 7) / 2, 1 + (1000 + 7) / 2]


def test_the_model_file_fits_the_evidence():
    data = msgspec.json.decode(files("cleaner.extract").joinpath("blocks.json").read_bytes(), type=ModelData)
    assert max(max(level) for level in data.first.features) < len(NAMES)
    extra = len(in_context(read_tree("<p>a"), np.zeros((len(NAMES), 1), np.float32), np.zeros(1)))
    assert len(AGAIN) < extra
    assert max(max(level) for level in data.second.features) < extra
    for forest in (data.first, data.second):
        assert {len(leaves) for leaves in forest.leaves} == {2 ** len(forest.features)}


def test_notes_change_no_score():
    """What was judged on other pages before saves time, and nothing else."""
    markup = f"<div class='articleBody'><p>{STORY}</p><p class='share-links'>Share</p></div>"
    tree = read_tree(markup)
    head = read_head(tree, None)
    lexicon = built_in().lexicon
    fresh = measure(tree, head, lexicon, Notes.empty())
    used = Notes.empty()
    for other in ("<p class='articleBody share'>x", "<div id='share-links articleBody'>y"):
        measure(read_tree(other), head, lexicon, used)
    assert np.array_equal(measure(tree, head, lexicon, used), fresh)


def test_a_name_is_judged_by_its_words_however_they_are_joined():
    lexicon, notes = built_in().lexicon, Notes.empty()
    assert judge_name("p", "articleBody", lexicon, notes) == judge_name("p", "article-body", lexicon, notes)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(["<p>", "<div class=story>", "</div>", "<li>", "<a href=x>", "</a>", "<td>", STORY, "x"]))
)
def test_scores_are_finite_and_one_a_run(pieces: list[str]):
    tree = read_tree("".join(pieces))
    if tree.runs:
        scores = judge(tree, read_head(tree, None), built_in())
        assert len(scores) == len(tree.runs)
        assert np.isfinite(scores).all()


def chosen(markup: str, scores: list[float]) -> list[tuple[str, str]]:
    tree = read_tree(markup)
    return [(c.kind, c.text) for c in choose(tree, read_head(tree, None), np.array(scores))[0]]


def test_a_caption_inside_the_article_is_kept_as_a_caption():
    markup = f"<p>{STORY}</p><p class='wp-caption-text'>The depot in May.</p><p>{STORY} Again.</p>"
    assert chosen(markup, [0.9, 0.2, 0.9])[1] == ("caption", "The depot in May.")


def test_a_caption_after_the_article_is_not():
    markup = f"<p>{STORY}</p><p>{STORY} Again.</p><p>{STORY} Now.</p><p class='wp-caption-text'>Another story.</p>"
    assert ("caption", "Another story.") not in chosen(markup, [0.9, 0.9, 0.9, 0.2])


def test_the_better_judged_of_two_equal_paragraphs_stays():
    markup = f"<div><p>{STORY}</p></div><p>Short.</p><p>{STORY}</p>"
    assert chosen(markup, [0.6, 0.9, 0.9]) == [("paragraph", "Short."), ("paragraph", STORY)]


def test_an_author_may_repeat_a_paragraph_beside_itself():
    """A refrain stands among its siblings; a page's second copy stands somewhere else."""
    markup = f"<p>{STORY}</p><p>Short.</p><p>{STORY}</p>"
    assert [text for _, text in chosen(markup, [0.9, 0.9, 0.9])] == [STORY, "Short.", STORY]


def test_the_day_that_the_record_has_is_not_repeated_but_another_day_stays():
    markup = f"<time datetime=2021-05-17></time><p>17 May 2021</p><p>{STORY}</p><p>19 May 2021</p><p>{STORY} Again.</p>"
    assert [t for _, t in chosen(markup, [0.9] * 4)] == [STORY, "19 May 2021", f"{STORY} Again."]


def test_a_short_article_is_asked_for_more_mildly():
    assert chosen("<p>One line only.</p><p>Menu</p>", [0.4, 0.1]) == [("paragraph", "One line only.")]


def test_the_words_of_a_quoted_post_and_its_author_stay_together():
    post = "<blockquote class='twitter-tweet'><p>We open at noon.</p>— The Depot (@depot)</blockquote>"
    got = chosen(f"<p>{STORY}</p><p>{STORY} Again.</p>{post}", [0.9, 0.9, 0.9, 0.3])
    assert got[2:] == [("quote", "We open at noon."), ("quote", "— The Depot (@depot)")]


TAMED = {
    "attributes": "<p " + " ".join(f"a{i}" for i in range(40_000)) + ">",
    "depth": "<div>" * (MOST_DEPTH + 5_000) + "</div>" * (MOST_DEPTH + 5_000),
    "formats": "".join(f"<p><b id=c{i}>" for i in range(1_000)),
}


@pytest.mark.parametrize("markup", TAMED.values(), ids=TAMED.keys())
def test_tame_takes_tags_and_never_text(markup: str):
    assert tame(markup + STORY) != markup + STORY
    assert any(STORY in r.text for r in read_tree(tame(markup + STORY)).runs)


def test_tame_leaves_an_honest_page_alone():
    page = f"<html><body>{f'<div><p>{STORY}<br>{STORY}</p><img src=x></div>' * 300}</body></html>"
    assert tame(page) is page

"""The chooser: the forest's arithmetic, the model file, and the rules that need no learning."""

from __future__ import annotations

import re
from array import array
from importlib.resources import files

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.extract._evidence import terms
from cleaner.extract.chooser import ModelData, built_in, choose, judge
from cleaner.extract.evidence import (
    AGAIN,
    JUDGED,
    KINDS,
    NAMES,
    TAGS,
    Lexicon,
    in_context,
    inside,
    measure,
    name_words,
    opening,
)
from cleaner.extract.forest import Forest, ForestData
from cleaner.extract.head import Head, read_head
from cleaner.extract.tree import Run, Tree, path, read_tree

STORY = "The old tram depot in Olsen Street is to become a library, the council decided on Thursday evening."


def test_a_forest_adds_the_leaves_its_answers_lead_to():
    """Two trees of two questions; the answer to the first question is the lowest bit of the leaf."""
    forest = Forest(
        ForestData(
            features=[[0, 1], [1, 1]],
            borders=[[0.5, 0.0], [2.0, 9.0]],
            leaves=[[1, 10, 100, 1000], [5, 7, 0, 0]],
            scale=0.5,
            bias=1.0,
        )
    )
    columns = np.array([[0.0, 1.0, 1.0], [3.0, 1.0, 3.0]], dtype=np.float32)  # two features, three runs
    assert forest.judge(memoryview(columns)).tolist() == [1 + (100 + 7) / 2, 1 + (10 + 7) / 2, 1 + (1000 + 7) / 2]


def test_a_forest_led_by_bytes_comes_to_the_leaves_that_its_questions_lead_to():
    """For every number of runs, values on a border, beyond all of them, and none at all."""
    draw = np.random.default_rng(3)
    features, borders = draw.integers(0, 5, (4, 30)), draw.integers(-9, 9, (4, 30)).astype(float)
    leaves = draw.integers(-800, 800, (30, 16))
    forest = Forest(ForestData(features.tolist(), borders.tolist(), leaves.tolist(), 1.0, 0.0))
    for runs in (0, 1, 7, 31, 32, 33, 100):
        values = draw.integers(-12, 12, (5, runs)).astype(np.float32)
        values[draw.random(values.shape) < 0.1] = draw.choice([np.nan, np.inf, -np.inf])
        places = sum((values[features[level]] > borders[level][:, None]) << level for level in range(4))
        assert forest.judge(memoryview(values)).tolist() == [
            leaves[np.arange(30), places[:, run]].sum() for run in range(runs)
        ]


def test_a_forest_of_another_shape_is_refused():
    for features, leaves in ([[0]], [[1, 2, 3]]), ([[-1]], [[1, 2]]), ([[0, 1]], [[1, 2]]), ([[0]], [[1, 99_999]]):
        with pytest.raises((ValueError, OverflowError)):
            Forest(ForestData(features, [[0.5] * len(features[0])], leaves, 1.0, 0.0))
    with pytest.raises(ValueError):
        built_in().first.judge(memoryview(np.zeros((3, 4), dtype=np.float32)))


def test_the_model_file_fits_the_evidence():
    data = msgspec.json.decode(files("cleaner.extract").joinpath("blocks.json").read_bytes(), type=ModelData)
    assert max(max(level) for level in data.first.features) < len(NAMES)
    tree = read_tree("<p>a")
    evidence = measure(tree, read_head(tree, None), built_in().lexicon)
    assert evidence.columns.shape == (len(NAMES), 1)
    assert in_context(evidence, array("d", [0])).shape == (len(AGAIN) + len(JUDGED), 1)
    assert max(max(level) for level in data.second.features) < len(AGAIN) + len(JUDGED)
    for forest in (data.first, data.second):
        assert {len(leaves) for leaves in forest.leaves} == {2 ** len(forest.features)}


LEXICON = Lexicon(
    {"0<p": 7, "1<div": 20, "0article": 30, "1article": 3, "0share": -50, "2share": -5, "ilabel": -9},
    {"read": -40, "more": -10, "^ read": -5, "read more": -100, "the": 25, "^ the": 2},
    {"comments": -80, "mayor": 20},
)


def one_box(runs: list[Run], names: str = " ") -> Tree:
    return Tree(runs, ["p"], [-1], [names], [False], [0], [len(runs)], [], [], [], [], "", None, True)


def measured(markup: str, name: str, lexicon: Lexicon = LEXICON, title: str | None = None) -> list[float]:
    columns = np.asarray(measure(read_tree(markup), Head(title=title), lexicon).columns)
    return [round(float(value), 4) for value in columns[NAMES.index(name)]]


def test_a_name_is_judged_by_its_words_however_they_are_joined_and_once():
    markup = "<p class=articleBody>a<p class=article-body>b<p class='body article_1 article'>c"
    assert measured(markup, "named_own") == [0.37] * 3
    assert measured(markup, "own_mean") == [0.33] * 3  # of the words alone, at all places


@given(st.text("abAB-_ 1é\u017f\u212a", max_size=120))
def test_the_words_of_names_are_told_apart_as_the_training_does(names: str):
    lexicon = Lexicon({f"0{word}": 2 ** min(len(word), 12) for word in name_words(names)}, {}, {})
    seen = np.asarray(measure(one_box([Run("a", 0, 0, 0, "")], names), Head(), lexicon).columns)
    assert seen[NAMES.index("named_own"), 0] == pytest.approx(
        sum(2 ** min(len(word), 12) for word in name_words(names)) / 100
    )


def test_no_name_is_taken_for_a_tag():
    assert measured("<p class='\0<div \n<div <p share'>a", "named_own") == [-0.43]


def test_a_box_weighs_by_where_it_stands():
    markup = "<div class=share><div class='share article'><p class=article>a</p></div></div>"
    assert measured(markup, "named_own") == [0.37]
    assert measured(markup, "named_around") == [0.23]
    assert measured(markup, "named_above") == [-0.05]


def test_an_inline_tag_weighs_by_its_names():
    assert measured("<p><span class=label>Opinion</span> a</p><p>a <span class=label>b</span></p>", "inline") == [
        -0.09,
        0.0,
    ]


@given(st.lists(st.lists(st.sampled_from(["Read", "more", "the", "article", "READ"]), min_size=1, max_size=20)))
def test_the_words_that_open_a_run_add_up(runs: list[list[str]]):
    """As a loop over the words and pairs of each run alone would have it."""
    texts = [" ".join(words) for words in runs]
    weights = {"read": -40, "more": -10, "^ read": -5, "read more": -100, "the": 25, "^ the": 2}
    expected = []
    for text in texts:
        words = opening(text)
        pairs = map(" ".join, zip(["^", *words], words, strict=False))
        expected.append(sum(weights.get(gram, 0) for gram in [*words, *pairs]) / 100)
    if texts:
        got = measured("".join(f"<p>{text}</p>" for text in texts), "said")
        assert got == pytest.approx(expected)


@settings(max_examples=200)
@given(
    st.lists(st.text(st.characters(codec=None), min_size=1, max_size=90), min_size=1, max_size=40), st.text(max_size=40)
)
def test_any_text_is_measured_and_its_opening_as_python_lowers_it(texts: list[str], title: str):
    """Final sigmas, capitals that become two letters, lone surrogates, NUL."""
    words = {word for text in texts for word in opening(text)}
    lexicon = Lexicon({}, dict.fromkeys(words, 3), {word: 5 for text in texts for word in inside(text)})
    head = Head(title=title, description=texts[0], article=("x" * 201, *texts))
    runs = [Run(text, i % 2 - 1, len(text) // 2, 1, title) for i, text in enumerate(texts)]
    evidence = measure(one_box(runs, title), head, lexicon)
    columns = np.asarray(evidence.columns)
    assert columns[NAMES.index("said")].tolist() == pytest.approx([0.03 * len(opening(text)) for text in texts])
    found = [len(inside(text)) for text in texts]
    assert columns[NAMES.index("inside")].tolist() == pytest.approx([0.05 * n / max(4, n) ** 0.5 for n in found])
    assert columns[NAMES.index("repeated")].tolist() == [texts.count(text) - 1 for text in texts]
    assert np.isfinite(columns).all()
    assert np.isfinite(np.asarray(in_context(evidence, array("d", [0.5] * len(texts))))).all()


def test_words_anywhere_in_a_run_count_once_each():
    assert measured("<p>The mayor, the mayor has comments</p><p>x", "inside") == [-0.3, 0.0]
    assert measured("<p>x</p><p>Comments</p>", "near+1_inside") == [-0.4, 0.0]


def test_chinese_and_japanese_words_are_pairs_of_letters():
    assert inside("aの水道局b 水道 x") == ["a", "の水", "道局", "b", "水道", "x"]


def test_a_word_is_the_titles_or_shared_by_other_paragraphs():
    markup = f"<h1>Depot closes</h1><p>{STORY}</p><p>An old pear.</p><p>{STORY} Workmen smiled.</p>"
    assert measured(markup, "title_terms", title="Depot closes") == [1.0, 0.5, 0.0, 0.5]
    shared = measured(markup, "shared")
    assert shared[1] == 1.0
    assert shared[2] == 0.0
    assert 0.5 < shared[3] < 1.0


def test_teasers_are_counted_from_the_headline_on():
    teaser = "<h3><a href=x>Another story</a></h3><p>x"
    markup = f"{teaser}<h1>Depot closes</h1><p>{STORY}{teaser}{teaser}"
    assert measured(markup, "linked_headings", title="Depot closes") == [1, 1, 0, 0, 1, 1, 2, 2]
    assert measured(markup, "heading_title", title="Depot closes") == [0, 0, 1, 1, 0, 0, 0, 0]
    assert measured(markup, "since_heading", title="Depot closes") == [0, 0, 0, 0, 1, 1, 1, 1]


def test_boxes_beside_each_other_that_look_alike_are_counted():
    markup = "<div class=a><p>a</p></div><div class=a><p>b</p></div><div class=b><p>c</p></div>"
    assert np.expm1(measured(markup, "twins1")).tolist() == pytest.approx([2, 2, 1], rel=1e-3)


def test_what_the_first_forest_says_is_seen_in_context():
    evidence = measure(read_tree(f"<h2>News</h2><div><p>{STORY}</p><p>{STORY}</p></div><p>x"), Head(), LEXICON)
    context = np.asarray(in_context(evidence, array("d", [0.5, 0.9, 0.8, 0.1])))
    seen = dict(zip(JUDGED, context[len(AGAIN) :].tolist(), strict=True))
    assert seen["judged"] == pytest.approx([0.5, 0.9, 0.8, 0.1])
    assert seen["near-1_judged"] == pytest.approx([0, 0.5, 0.9, 0.8])
    assert seen["box1_judged"][1] == pytest.approx(0.85)
    assert seen["runs_since_good"] == [30, 0, 0, 1]
    assert seen["runs_to_good"] == [1, 0, 0, 30]
    assert seen["heading_judged"] == [0.5] * 4
    assert seen["from_heading"] == [0, 1, 2, 3]
    assert seen["shared_judged"] == pytest.approx([0.5, 0.8, 0.9, 0.5])  # where no word is shared, nobody knows
    assert seen["shared_good"] == pytest.approx([0, 1, 1, 0])


def test_every_kind_of_tag_is_one_of_a_box():
    assert {tag for kind in KINDS for tag in kind.split()} < TAGS.keys()
    assert len(set(TAGS.values())) == len(TAGS)


def test_a_run_that_says_the_title_is_told_by_its_words():
    got = measured(f"<p>The old depot</p><p>Old news</p><p>{STORY}</p>", "title", title="The old depot")
    assert got[0] == 1.0
    assert got[1] == 0.4
    assert got[2] < 0.5


PIECES = ["<div>", "<div class=story>", "</div>", "<ul>", "<li>", "</ul>", "<td>", "<a href=x>", "</a>", STORY, "x"]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PIECES)))
def test_what_boxes_hold_and_pass_on_is_what_a_walk_from_box_to_box_finds(pieces: list[str]):
    tree = read_tree("".join(pieces))
    if not tree.runs:
        return
    columns = np.asarray(measure(tree, Head(), LEXICON).columns)

    def seen(name: str) -> list[float]:
        return columns[NAMES.index(name)].tolist()

    around = [list(path(tree.parents, run.box)) for run in tree.runs]
    assert seen("depth") == [len(boxes) for boxes in around]
    assert seen("within_ul") == [any(tree.tags[box] == "ul" for box in boxes) for boxes in around]
    for level in range(2):
        held = [
            sum(
                len(run.text)
                for run, others in zip(tree.runs, around, strict=True)
                if {*boxes[level : level + 1]} <= {*others}
            )
            for boxes in around
        ]
        assert np.expm1(seen(f"box{level}_chars")).tolist() == pytest.approx(held, rel=1e-4)
    sizes = [len(run.text) for run in tree.runs]
    assert seen("before") == pytest.approx([sum(sizes[:i]) / sum(sizes) for i in range(len(sizes))])
    assert np.expm1(seen("around3_chars")).tolist() == pytest.approx(
        [sum(sizes[max(i - 3, 0) : i + 4]) for i in range(len(sizes))], rel=1e-4
    )


@settings(max_examples=50)
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


@pytest.mark.parametrize(("best", "kept"), [(0.95, 2), (0.65, 2), (0.64, 3), (0.53, 4)])
def test_on_a_page_that_the_model_hardly_knows_a_share_of_its_best_score_is_enough(best: float, kept: int):
    """A story in a script of which few pages were learned from is judged low from its first to its last paragraph."""
    stories = [f"{n}. {STORY} It took them {n} years." for n in range(5)]
    markup = "".join(f"<p>{story}</p>" for story in stories)
    assert chosen(markup, [best, 0.52, 0.43, 0.35, 0.25]) == [("paragraph", story) for story in stories[:kept]]


def test_the_words_of_a_quoted_post_and_its_author_stay_together():
    post = "<blockquote class='twitter-tweet'><p>We open at noon.</p>— The Depot (@depot)</blockquote>"
    got = chosen(f"<p>{STORY}</p><p>{STORY} Again.</p>{post}", [0.9, 0.9, 0.9, 0.3])
    assert got[2:] == [("quote", "We open at noon."), ("quote", "— The Depot (@depot)")]


@given(st.text("abcd漢字かー゙・_é1² -ß\u0301"))
def test_telling_words_are_those_of_the_pattern(text: str):
    """Four letters and more; of Chinese and Japanese, pairs."""
    wide = r"\u3040-\u30ff\u3400-\u9fff"
    assert terms(text) == set(re.findall(rf"[{wide}]{{2}}|[^\W_{wide}]{{4,}}", text))

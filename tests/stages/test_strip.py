"""The strip stage takes what the site said about itself, says why, and leaves the article alone."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.boilerplate.rules import Rules
from cleaner.edits import apply, revert
from cleaner.model import Block, BlockKind, Document, Edit
from cleaner.stages import Strip

BODY = (
    "The harbour of Lower Fenwick was closed on Monday after a crane fell into the main basin, officials said.",
    "No one was hurt. Divers began to search the wreck in the afternoon, and two ferries were sent to Upper Fenwick.",
    "“We heard a crash and ran,” said Anna Holm, who sells fish on the quay. “Then the whole street was full of dust.”",
)


def document(*texts: str, kind: BlockKind = "paragraph", url: str | None = None) -> Document:
    """A plain text of these blocks."""
    return Document("0", "", tuple(Block(i, t, kind) for i, t in enumerate(texts)), "plain", "text/plain", url=url)


def after(stage: Strip, doc: Document) -> list[str]:
    """The texts of the blocks when the stage is done, without the empty ones."""
    return [b.text for b in apply(doc, (e for e in stage(doc) if isinstance(e, Edit)), "strip")[0].blocks if b.text]


def test_an_article_alone_is_untouched() -> None:
    """Text without boilerplate comes out as it went in."""
    assert after(Strip(), document(*BODY)) == list(BODY)


def test_an_appeal_and_its_buttons_go() -> None:
    """The lines of a banner in one block go, the buttons below with them, each under its own rule."""
    banner = "Before you go, we have a small favour to ask.\nYour donation keeps this paper alive.\nRemind me later."
    doc = document(
        banner, *BODY, "Support us", "paiment methods\nNot ready to support today?\nRemind me later.", "Read more"
    )
    assert after(Strip(), doc) == list(BODY)
    assert all(e.rule and e.note for e in Strip()(doc) if isinstance(e, Edit))


def test_a_button_alone_in_the_text_stays() -> None:
    """What can only be judged by its neighbours stays when they are article."""
    assert after(Strip(), document(BODY[0], "Thank you", BODY[1])) == [BODY[0], "Thank you", BODY[1]]


@pytest.mark.parametrize(
    "line",
    [
        "“We use cookies to track everyone,” the engineer wrote.",
        "Your support made this possible, the minister told the crowd.",
        "She asked readers to subscribe to the newsletter of the union, according to the report.",
    ],
)
def test_what_somebody_said_stays(line: str) -> None:
    """A quotation or a report of speech is the article, whatever words it holds."""
    assert after(Strip(), document(BODY[0], line, BODY[1])) == [BODY[0], line, BODY[1]]


@pytest.mark.parametrize("kind", ["title", "byline", "date", "caption", "table", "code"])
def test_kinds_with_a_policy_of_their_own_are_never_taken(kind: BlockKind) -> None:
    """A headline that reads like an appeal is still the headline."""
    assert after(Strip(), document("Support us", kind=kind)) == ["Support us"]


def test_lines_inside_a_block_are_judged_one_by_one() -> None:
    """The line goes with its line break; its neighbours close up."""
    assert after(Strip(), document(f"{BODY[0]}\nShare on Facebook\n{BODY[1]}")) == [f"{BODY[0]}\n{BODY[1]}"]
    assert after(Strip(), document(f"{BODY[0]}\nSign up for our newsletter")) == [BODY[0]]


def test_a_sentence_in_a_long_paragraph_goes_alone() -> None:
    """A very long paragraph is never taken whole for one sentence."""
    long = " ".join([BODY[0], BODY[1]] * 6)
    assert after(Strip(), document(f"{long.replace('said', 'confirmed')} Sign up for our newsletter today.")) == [
        long.replace("said", "confirmed")
    ]


def test_kept_kinds_and_rules_switched_off() -> None:
    """`keep` spares a kind, `off` one rule."""
    doc = document(BODY[0], "Jetzt spenden", BODY[1])
    assert len(after(Strip(), doc)) == 2
    assert len(after(Strip(keep=("donation",)), doc)) == 3
    assert len(after(Strip(off=("donation.ask-money",)), doc)) == 3


def test_rules_of_ones_own(tmp_path: Path) -> None:
    """A user's file is read like the built-in ones; a rule bound to a site holds on that site only."""
    (tmp_path / "mine.toml").write_text(
        '[[rule]]\nid = "other.tide-table"\nwhy = "the tide table"\nneeds = ["high tide"]\npattern = "^high tide:"\n'
        'sites = ["fenwick.example"]\nremoves = ["High tide: 4:10"]\n',
        "utf-8",
    )
    stage = Strip(rules=Rules.from_file(tmp_path / "mine.toml"))
    there = document(BODY[0], "High tide: 4:10", BODY[1], url="https://www.fenwick.example/a")
    assert after(stage, there) == list(BODY[:2])
    assert len(after(stage, document(BODY[0], "High tide: 4:10", BODY[1], url="https://other.example/"))) == 3


def test_hard_wrapped_paragraphs_are_read_whole() -> None:
    """Lines of one paragraph set to a width are one passage: no line of it falls alone."""
    wrapped = (
        "The commission found that the letter in which the company asks to\n"
        "sign up for our newsletter and to accept all cookies was written\n"
        "by an intern, said the judge, who called the whole case a waste of\n"
        "public money."
    )
    assert after(Strip(), document(BODY[0], wrapped, BODY[1])) == [BODY[0], wrapped, BODY[1]]


def test_a_hostile_line_is_finished() -> None:
    """A megabyte made of the words that rules need ends, and nothing is taken by a pattern that spans it."""
    for piece in ("sign up for our ", "cookies we use ", "support us [", "$5 "):
        line = piece * (1_000_000 // len(piece))
        assert isinstance(list(Strip()(document(BODY[0], line, BODY[1]))), list)


def test_a_text_without_sentences_is_not_eaten_whole() -> None:
    """Where no sentence ends, a pattern takes what it found and no more."""
    line = "the boat went out and came back and " * 60
    assert len("".join(after(Strip(), document(BODY[0], line + "please donate today and " + line)))) > 2 * len(line)


def test_a_very_long_document_is_judged_a_stretch_at_a_time() -> None:
    """Many thousands of lines are finished, and none of an article's sentences goes."""
    lines = [
        f"On day {i} the council met in the hall on the quay and talked about the dyke until midnight."
        for i in range(9000)
    ]
    assert len(after(Strip(), document("\n".join(lines)))[0].split("\n")) == 9000


def test_pickles() -> None:
    """A stage travels to a worker as a value."""
    assert pickle.loads(pickle.dumps(Strip(keep=("donation",)))) == Strip(keep=("donation",))


LINES = st.sampled_from(
    [*BODY, "Support us", "Share", "Read more", "We use cookies.", "5€ 10€", "Newsletter", "", "İ\ud800"]
)
TEXTS = st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=6).map("\n".join)


@given(st.lists(TEXTS, max_size=5))
def test_any_text_gives_edits_inside_it_that_can_be_undone(texts: list[str]) -> None:
    """Whatever the blocks hold: no exception, edits only within them, and the way back restores them."""
    doc = document(*texts)
    done, changes = apply(doc, (e for e in Strip()(doc) if isinstance(e, Edit)), "strip")
    assert revert([b.text for b in done.blocks], changes) == texts


@given(st.lists(TEXTS, max_size=5))
def test_stripping_twice_is_stripping_once(texts: list[str]) -> None:
    """Nothing more goes the second time."""
    once = after(Strip(), document(*texts))
    assert after(Strip(), document(*once)) == once


FENCE = ["Home", "News", "Sport", "Weather", "Sign in", "Newsletter", "Search", "Contact us", "Terms of use"]


def test_a_page_copied_whole_loses_its_menus() -> None:
    """Menus above and lists below go, the paragraphs stay, and each removal says what spoke against the line."""
    page = document(*FENCE * 2, *BODY, "Share this article", "Most read", *FENCE * 2)
    assert after(Strip(), page) == list(BODY)
    assert all(e.note for e in Strip()(page) if isinstance(e, Edit))


def test_appetite_grows() -> None:
    """What the careful take the balanced take too, and what they take the thorough take."""
    page = document(*FENCE * 3, *BODY, "Share this article", "Most read", *FENCE)
    taken = [
        {(e.block, e.start, e.end) for e in Strip(appetite=appetite)(page) if isinstance(e, Edit)}
        for appetite in ("careful", "balanced", "thorough")
    ]
    assert taken[0] <= taken[1] <= taken[2]
    assert taken[0]


def test_the_other_witnesses_can_be_switched_off_too() -> None:
    """`off` knows the ids that stand in the record."""
    page = document(*FENCE * 3, *BODY)
    off = Strip(off=("other.line-model", "other.chrome-phrase", "other.neighbour"))
    assert {e.rule for e in off(page) if isinstance(e, Edit)}.isdisjoint(off.off)

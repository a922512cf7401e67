"""The texts that the line model learns from are ours and well formed; what is composed of them is theirs, in order."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from cleaner.boilerplate.rules import KINDS

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import own_lines

WRITTEN = own_lines.pieces()
REAL = {"en": [("fenwick.example", ["The ferry was late.", "Nobody was hurt.", "It will sail again on Monday."])]}


def test_every_text_has_a_kind_and_lines() -> None:
    """A kind that rules have, or "article"; no line is empty or has white space at its edges."""
    assert {p.kind for p in WRITTEN} <= {*KINDS, "article"}
    assert all(p.lines and all(x and x == x.strip() for x in p.lines) for p in WRITTEN)
    assert len({p.lines for p in WRITTEN}) == len(WRITTEN)


def test_each_language_has_appeals_and_articles() -> None:
    """In more than twenty languages, articles that must stay stand beside the appeals."""
    articles = Counter(p.language for p in WRITTEN if p.kind == "article")
    donations = Counter(p.language for p in WRITTEN if p.kind == "donation")
    assert articles.keys() == donations.keys() == {p.language for p in WRITTEN}
    assert len(articles) > 20


def test_composed_texts_keep_the_order_of_their_articles() -> None:
    """Without the lines that are boilerplate, a text is an article or its beginning, and always the same one."""
    texts = own_lines.composed(WRITTEN, REAL)
    assert texts == own_lines.composed(WRITTEN, REAL)
    real = REAL["en"][0]
    bodies = {p.lines[:n] for p in WRITTEN if p.kind == "article" for n in range(2, len(p.lines) + 1)}
    for text in texts:
        kept = tuple(x for x, label in zip(text.lines, text.labels, strict=True) if not label)
        if text.domain:
            assert text.domain == real[0]
            of_real = [x for x in kept if x in real[1]]
            assert of_real == real[1][: len(of_real)]
        else:
            assert kept in bodies


def test_an_article_takes_the_place_of_a_page_s_own() -> None:
    """What stood around the page's article stands around ours, in order, with its labels."""
    page = own_lines.Text(
        "fenwick.example", ["Home", "It rained.", "Share", "It rained on.", "Contact"], [1, 0, -1, 0, 1]
    )
    texts = own_lines.pages(WRITTEN, {"en": [page]})
    articles = {p.lines for p in WRITTEN if p.kind == "article" and p.language == "en"}
    assert {tuple(x for x, y in zip(t.lines, t.labels, strict=True) if y == 0) for t in texts} == articles
    for text in texts:
        assert (text.lines[0], *text.lines[-2:]) == ("Home", "Share", "Contact")
        assert (text.labels[0], *text.labels[-2:]) == (1, -1, 1)

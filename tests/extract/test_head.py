"""The head of a page: cheap sources agree on the facts, and what is told badly is not believed."""

from __future__ import annotations

import pytest

from cleaner import Record, clean
from cleaner.extract.head import Head, iso_date, read_head
from cleaner.extract.tree import read_tree


def head(markup: str, url: str | None = None) -> Head:
    return read_head(read_tree(markup), url)


TITLES = {
    "the h1 that the title element repeats": (
        "<title>Ferry strike enters third day - Coast Daily</title><h1>Coast Daily</h1>"
        "<h1>Ferry strike enters third day</h1>", "Ferry strike enters third day"),
    "no h1: the title element without the site": (
        "<title>Ferry strike enters third day | Coast Daily</title><p>x", "Ferry strike enters third day"),
    "a dash inside the headline stays": (
        "<title>Strike over — but ferries stay in port until all the crews have voted on the offer</title>",
        "Strike over — but ferries stay in port until all the crews have voted on the offer"),
    "og:title before the title element": (
        '<title>Home</title><meta property="og:title" content="Ferry strike enters third day">',
        "Ferry strike enters third day"),
    "nothing but an h1": ("<h1>Ferry strike</h1>", "Ferry strike"),
    "an h1 that nothing confirms is not the headline": (
        '<meta property="og:title" content="Ferry strike enters third day"><h1>Most read this week</h1>',
        "Ferry strike enters third day"),
    "no title at all": ("<p>words", None),
    "section and site go when the page shows the headline alone": (
        "<title>Fähren bleiben auch am dritten Tag im Hafen - Wirtschaft und Verkehr - Küstenbote</title>"
        "<p class=headline>Fähren bleiben auch am dritten Tag im Hafen</p>",
        "Fähren bleiben auch am dritten Tag im Hafen"),
    "seams as Chinese pages have them": (
        "<title>渡輪罷工進入第三天仍無協議_要聞_海岸網</title><div>渡輪罷工進入第三天仍無協議</div><p>要聞</p>",
        "渡輪罷工進入第三天仍無協議"),
    "a section that stands in the menu is not the headline": (
        "<title>Ferry strike enters third day as talks fail / Business and Transport News</title>"
        "<a href=/b>Business and Transport News</a><h2>Ferry strike enters third day as talks fail</h2>",
        "Ferry strike enters third day as talks fail"),
    "a title that is only the site's name": (
        "<title>Coast Daily</title><h1>Ferry strike goes on</h1>", "Ferry strike goes on"),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "title"), TITLES.values(), ids=TITLES.keys())
def test_title(markup: str, title: str | None):
    assert head(markup, "https://www.coastdaily.example/1").title == title


BYLINES = {
    "a JSON-LD list": (
        '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"Ada Brenn"},{"name":"Jo Falk"}]}'
        "</script>", "Ada Brenn, Jo Falk"),
    "a graph": (
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"Article","author":"Ada Brenn"}]}'
        "</script>", "Ada Brenn"),
    "a meta name": ('<meta name="author" content="By Ada Brenn">', "Ada Brenn"),
    "German": ('<meta name="author" content="Von Ada Brenn">', "Ada Brenn"),
    "an address is no name": ('<meta property="article:author" content="https://social.example/ada">', None),
    "a link to the author": ('<p>x <a rel="author" href="/ada">Ada Brenn</a></p>', "Ada Brenn"),
    "a box called byline": ('<div class="byline">By Ada Brenn</div><p>x</p>', "Ada Brenn"),
    "a name that begins with a particle": ('<meta name="author" content="Byron Falk">', "Byron Falk"),
    "nobody": ("<p>x", None),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "byline"), BYLINES.values(), ids=BYLINES.keys())
def test_byline(markup: str, byline: str | None):
    assert head(markup).byline == byline


DATES = {
    "2026-03-03": "2026-03-03",
    "2026-03-03T08:15:00Z": "2026-03-03T08:15:00+00:00",
    "2026-03-03T08:15:00.123+02:00": "2026-03-03T08:15:00+02:00",
    "20260303": "2026-03-03",
    "2026/03/03 08:15": "2026-03-03",
    "3.3.2026": "2026-03-03",
    "March 3, 2026": "2026-03-03",
    "Tuesday, March 3rd 2026": "2026-03-03",
    "3 Mar 2026": "2026-03-03",
    "Tue, 03 Mar 2026 08:15:00 +0200": "2026-03-03T08:15:00+02:00",
    "2026-02-31": None,
    "yesterday": None,
    "": None,
}


@pytest.mark.parametrize(("told", "iso"), DATES.items())
def test_dates_are_iso_8601_or_none(told: str, iso: str | None):
    assert iso_date(told) == iso


def test_the_date_of_publication_comes_before_the_later_one():
    markup = (
        '<meta property="article:modified_time" content="2026-03-05">'
        '<meta property="article:published_time" content="2026-03-03">'
    )
    assert head(markup).date == "2026-03-03"


def test_the_address_tells_the_day_when_nothing_else_does():
    assert head("<p>x", "https://coast.example/2026/03/03/ferry").date == "2026-03-03"
    assert head("<p>x", "https://coast.example/2026/13/44/ferry").date is None


def test_site_url_and_language():
    told = head(
        '<html lang="de-AT"><meta property="og:site_name" content="Coast Daily">'
        '<link rel="canonical" href="https://coast.example/a">'
    )
    assert (told.site, told.url, told.language) == ("Coast Daily", "https://coast.example/a", "de")
    assert head("<p>x", "https://www.coast.example/a").site == "coast.example"


def test_a_year_that_no_press_saw_is_no_date() -> None:
    """It is what a program writes that does not know the day."""
    assert head('<meta property="article:published_time" content="0001-01-01T00:00:00"><p>x').date is None


def test_what_is_no_article_in_json_ld_may_tell_the_date_too() -> None:
    script = '{"@type": "WebPage", "datePublished": "2016-05-12"}'
    assert head(f'<script type="application/ld+json">{script}</script><p>x').date == "2016-05-12"


@pytest.mark.parametrize(("where", "date"), [
    ('<p class="published">Published on 12 May 2016</p>', "2016-05-12"),
    ('<div class="footer">© 1998 Coast Daily</div>', None),
])  # fmt: skip
def test_a_date_told_only_in_words_is_found_and_a_year_in_a_footer_is_none(where: str, date: str | None) -> None:
    """Where no machine-readable place tells the date, the marked lines do."""
    body = "<p>" + "The crews of both ferries voted on Tuesday to stay ashore for another week. " * 4 + "</p>"
    record = clean(f"<html><body><h1>Ferry strike enters third day</h1>{where}{body}</body></html>")
    assert isinstance(record, Record)
    assert record.date == date

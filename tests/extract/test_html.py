"""HTML extraction: the article and its head, whole, in order, once; and no page that stops the run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import DocumentError
from cleaner.extract.html import read_html
from cleaner.model import Document, Page

LEAD = "The harbour office in Varna closed its northern basin on Tuesday after a crane leaned over the quay."
SECOND = "Nobody was hurt, the port captain said, but two freighters were sent on to Burgas with their cargo."
THIRD = "Engineers expect to take the crane apart by Friday, and the basin is to open again early next week."
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Leaning crane closes Varna basin | The Quay</title>
<meta property="og:site_name" content="The Quay"><meta property="og:title" content="Leaning crane closes Varna basin">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Leaning crane closes Varna basin",
"datePublished": "2026-03-03T08:15:00+02:00", "author": {{"@type": "Person", "name": "By Irena Kolova"}}}}</script>
</head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sea">At sea</a></li></ul></nav>
<article><h1>Leaning crane closes Varna basin</h1><p>{LEAD}</p>
<figure><img src="c.jpg"><figcaption>The crane on Tuesday. Photo: M. Petrov</figcaption></figure>
<p>{SECOND}</p><h2>What comes next</h2><p>{THIRD}</p></article>
<footer><p>© The Quay. All rights reserved.</p></footer></body></html>"""


def read(markup: str, extractor: str = "blocks", url: str | None = None) -> Document:
    return read_html(Page("0", "test", markup, "utf-8", "", "text/html", url), extractor)


def kinds(document: Document, kind: str) -> list[str]:
    return [b.text for b in document.blocks if b.kind == kind]


both = pytest.mark.parametrize("extractor", ["blocks", "trafilatura"])


@both
def test_an_article_comes_out_whole_and_in_order(extractor: str):
    document = read(PAGE, extractor)
    assert document.extractor == extractor
    assert [b for b in kinds(document, "paragraph") if len(b) > 50] == [LEAD, SECOND, THIRD]
    assert kinds(document, "heading") == ["What comes next"]


@both
def test_title_and_byline_come_first_and_the_headline_once(extractor: str):
    document = read(PAGE, extractor)
    assert [b.kind for b in document.blocks[:2]] == ["title", "byline"]
    assert [b.text for b in document.blocks[:2]] == ["Leaning crane closes Varna basin", "Irena Kolova"]
    assert sum(b.text == "Leaning crane closes Varna basin" for b in document.blocks) == 1


@both
def test_captions_are_captions(extractor: str):
    assert kinds(read(PAGE, extractor), "caption") == ["The crane on Tuesday. Photo: M. Petrov"]


@both
def test_the_site_around_the_article_stays_out(extractor: str):
    text = "\n".join(b.text for b in read(PAGE, extractor).blocks)
    assert "At sea" not in text
    assert "All rights reserved" not in text


def test_block_ids_are_their_places():
    assert [b.id for b in read(PAGE).blocks] == list(range(len(read(PAGE).blocks)))


@both
def test_the_same_page_gives_the_same_answer_every_time(extractor: str):
    first = read(PAGE, extractor)
    assert all(read(PAGE, extractor) == first for _ in range(5))


def test_nbsp_and_c1_controls_stay_for_the_repair():
    """They may be half of a damaged letter: `Ã` + NBSP is an à."""
    document = read(f"<p>{LEAD} VoilÃ\xa0 et Ã\x85rhus.</p><p>{SECOND}</p><p>{THIRD}</p>")
    assert any("Ã\xa0 et Ã\x85r" in b.text for b in document.blocks)


def test_the_cells_of_a_row_stand_side_by_side():
    rows = "".join(f"<tr><td>Berth {n}</td><td>{n * 40} metres</td></tr>" for n in (1, 2, 3))
    document = read(PAGE.replace(f"<p>{THIRD}</p>", f"<p>{THIRD}</p><table>{rows}</table><p>{LEAD} {SECOND}</p>"))
    assert kinds(document, "table")[:2] == ["Berth 1 | 40 metres", "Berth 2 | 80 metres"]


def test_a_table_that_lays_out_the_page_is_no_table():
    menu = "<br>".join(f"<a href=/{w}>{w}</a>" for w in ("Home", "Harbours", "Weather", "Letters"))
    page = f"""<title>Leaning crane closes basin</title><table><tr><td width=150>{menu}</td>
    <td>{LEAD}<br><br>{SECOND}<br><br>{THIRD}<br><br>{LEAD[:-1]} for good.</td>
    <td>Cheap sails<br>Buy now</td></tr></table>"""
    assert [(b.kind, b.text) for b in read(page).blocks[1:]] == [
        ("paragraph", t) for t in (LEAD, SECOND, THIRD, f"{LEAD[:-1]} for good.")
    ]


def test_a_table_amid_the_article_is_kept_whole():
    cells = [("Harbour", "Basins", "Closed"), ("Varna", "12", "7"), ("Burgas", "31", "7"), ("Balchik", "2", "7")]
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in cells)
    page = PAGE.replace("<h2>What comes next</h2>", f"<table>{rows}</table>")
    assert kinds(read(page), "table") == [" | ".join(row) for row in cells]


def test_the_cells_of_a_table_may_repeat_each_other():
    often = "Forty minutes at an easy pace, with a break whenever the trail runs uphill."
    rows = "".join(f"<tr><td>Week {n}</td><td>{often}</td></tr>" for n in range(1, 4))
    page = PAGE.replace("<h2>What comes next</h2>", f"<table>{rows}</table>")
    assert kinds(read(page), "table") == [f"Week {n} | {often}" for n in range(1, 4)]


def test_a_page_that_a_script_draws_is_read_where_it_tells_the_article():
    told = f'{{"@type": "NewsArticle", "headline": "Leaning crane", "articleBody": "{LEAD}\\n\\n{SECOND}"}}'
    document = read(f"<script type=application/ld+json>{told}</script><div id=root></div><noscript>No?</noscript>")
    assert (document.extractor, [b.text for b in document.blocks]) == ("json-ld", ["Leaning crane", LEAD, SECOND])


def test_a_paragraph_printed_twice_comes_once():
    document = read(PAGE.replace("</article>", f"<div><p>{SECOND}</p></div></article>"))
    assert kinds(document, "paragraph").count(SECOND) == 1


def test_a_card_that_opens_under_the_mouse_is_not_text():
    card = '<span class="tooltip-card">Petrov: a full list of stories</span>'
    document = read(PAGE.replace("the port captain said", f"the port captain {card}said"))
    assert SECOND in kinds(document, "paragraph")


HOSTILE = {
    "300 nested divs": "<div>" * 300 + LEAD,
    "100,000 nested divs": "<div>" * 100_000 + LEAD + "</div>" * 100_000,
    "200,000 attributes on one tag": "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + f">{LEAD}",
    "attributes behind a quoted bracket": '<p a=">" ' + " ".join(f"a{i}=1" for i in range(200_000)) + f">{LEAD}",
    "50,000 paragraphs": f"<p>{LEAD}" * 50_000,
    "a text node of 12 MB": "<p>" + f"{LEAD} " * 120_000,
    "2 million brackets": LEAD + "<" * 2_000_000,
    "formatting never closed": "".join(f"<p><b class=c{i}>x" for i in range(4_000)) + LEAD,
    "NULs and lone surrogates": f"<p>\0{LEAD}\0 \ud800</p>",
    "JSON-LD nested without end": '<script type="application/ld+json">' + "[" * 100_000 + f"</script><p>{LEAD}",
    "JSON-LD of the wrong shape": '<script type="application/ld+json">{"@type": [1, "Article"], "headline": {"a": 1}, '
    '"author": [1, null, {"name": []}], "datePublished": 5, "publisher": [[]]}</script>' + f"<p>{LEAD}",
    "an address that is none": f'<meta property="og:url" content="http://[bad"><p>{LEAD}',
    "a table of 20,000 rows": f"<p>{LEAD}<table>" + "<tr><td>a<td>b" * 20_000,
    "unopened tags": f"<p>{LEAD}" + "</div>" * 200_000,
}


@both
@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_give_their_text(markup: str, extractor: str):
    assert any("harbour office in Varna" in b.text for b in read(markup, extractor).blocks)


@pytest.mark.parametrize("markup", ["", "<html></html>", "<script>let a = 1</script>", "\0", "<!-- nothing -->"])
def test_a_page_without_text_is_a_document_error(markup: str):
    with pytest.raises(DocumentError) as error:
        read(markup)
    assert error.value.code == "no-text"


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div class=a>", "</div>", "<b>", "</b>", "<table>", "<td>", "<li>", "<a href=x>", "</a>",
         "<br>", "<h1>", "<script>", "</script>", "<!--", "-->", '"', "&amp;", "&#0;", "<svg>", "<title>",
         "<template>", LEAD]
    )
    | st.text(max_size=20)
)  # fmt: skip


@settings(max_examples=200)
@given(MARKUP.map("".join))
def test_any_markup_gives_a_document_or_a_document_error(markup: str):
    try:
        document = read(markup)
    except DocumentError as e:
        assert e.code == "no-text"
    else:
        assert all(b.text == b.text.strip(" ") and b.text and "\n" not in b.text for b in document.blocks)

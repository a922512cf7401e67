"""The reader of markup sees what a parser after the HTML standard sees, and its time is linear in whatever is sent."""

from __future__ import annotations

from html import unescape
from html.entities import html5

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.extract.tags import named
from cleaner.extract.tree import LITTLE, Tree, path, read_tree

from .oracle import Seen, seen

STORY = "The ferry left at noon with forty people on board. " * 20


def ours(markup: str) -> list[Seen]:
    tree = read_tree(markup)
    return [(run.text, [tree.tags[box] for box in path(tree.parents, run.box)][::-1]) for run in tree.runs]


def texts(markup: str) -> list[str]:
    return [run.text for run in read_tree(markup).runs]


PAGES = {
    "an end tag that nobody opened": "a</b></i></div></x>b",
    "paragraphs end without an end tag": "<p>a<p>b<div>c<p>d</div>e",
    "a paragraph's end tag alone is a paragraph": "a</p>b",
    "list items end without an end tag": "<ul><li>a<li>b<ul><li>c</ul>d<li>e</ul>f",
    "an item inside a box inside an item": "<ul><li><div>a<li>b</div>c</ul>",
    "definitions": "<dl><dt>a<dd>b<dt>c<dd><p>d<dd>e</dl>f",
    "headings end headings": "<h1>a<h2>b</h3>c",
    "cells, rows and groups of rows end without an end tag": "<table><tr><td>a<td>b<tr><th>c<tbody><tr><td>d</table>e",
    "rows and groups of rows that nobody opened": "<table><td>a</td></tr><th>b</table>",
    "caption and columns": "<table><caption>a<colgroup><col><tr><td>b</table>",
    "a table in a cell": "<table><tr><td>a<table><tr><td>b</table>c<td>d</table>",
    "a table in a paragraph of an old page": "<p>a<table><td>b</table>c",
    "a table ends the paragraph of a new page": "<!doctype html><p>a<table><td>b</table>c",
    "an old doctype": '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN"><p>a<table><td>b</table>c',
    "a doctype with an address": (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">'
        "<p>a<table><td>b</table>c"
    ),
    "a form in a row": "<table><tr><form><td>a</form><td>b</table>",
    "a form in a form": "<form>a<div>b</form>c</div><form>d<form>e</form>f",
    "links in links": "<a href=1>a<p>b<a href=2>c</p>d</a>e",
    "a link around boxes": "<a href=1>a<div>b</div>c</a><div><a href=2>d</div>e",
    "a button in a button": "<div>a<button>b<button>c</button></button>d</div>e",
    "options and what ends a select": "a<select><option>b<option>c<select>d<select><input>e",
    "drawings and formulas": "a<svg><title>b</title><p>c</p><g><path/>d</g></svg>e<math><mi>f</mi></math>g",
    "HTML in a drawing": "<svg><foreignObject><p>a</foreignObject>b</svg>c",
    "CDATA is text in a drawing only": "<p>a<![CDATA[b]]>c<svg><![CDATA[ > ]]></svg>d",
    "comments, as strange as they come": "a<!-->b<!--->c<!-- - -- >d--!>e<!---->f<!- g>h<?i?>j</ k>l</>m<!--n",
    "less-than signs that begin nothing": "a < b <3 <",
    "scripts that hold tags": "a<script>if (a<b) '</p>'</script >b<style><p></style>c",
    "a script in a comment in a script": "<script><!-- <script> </script> --></script>a<script><!-- </script>b",
    "titles, text areas and frames": (
        "a<title>b<p></title>c<textarea><p>d</textarea>e<iframe><p></iframe>f<xmp><p></xmp>g"
    ),
    "plain text to the end": "a<plaintext>b<p>c</plaintext>",
    "text before the head ends it": "a<title>b</title><body><p>c",
    "text after the body is in the body": "<body><p>a</body>b</html>c",
    "what the head may hold": "<head><meta name=a><noscript><link></noscript><template><p>a</template></head> <p>b",
    "a template holds anything": "a<template><tr><td>b<p>c</template>d",
    "line breaks, one and two": "<p>a<br>b<br><br>c<br/>d</br>e<p><br><br>f",
    "references": "&lt;&ampx &notit; &#65;&#x42&#150;&#0;&#xD800;&#x110000; &nosuch; & &; &#; &NotEqualTilde;",
    "references in attributes are not text": "<p title='&lt;a&gt;' alt=a>b</p x=y>c",
    "quotes and no quotes": "<p a=b/c d='>' e=\">\" f = g>a<p =x>b<p a='>c",
    "white space of all kinds": " <p>\u00a0</p> \u2003 <b> </b>a\r\n\tb \u00a0c",
    "capitals": "<P>a<LI>b</P><SCRIPT>c</Script>d",
    "names with dashes, colons and letters of all kinds": "<x-y>a<p>b</x-y>c<o:p>d</o:p><ß>e</ß>f",
    "NULs": "<p>a\0b",
    "nothing": "",
}


@pytest.mark.parametrize("markup", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_read_as_the_standard_says(markup: str) -> None:
    assert ours(markup) == seen(markup)


DIFFERENT = {
    "text between cells stays where it stands, and does not move up before the table": "<table><tr><td>a</td>b</table>",
    "a heading ends one that a formatting tag is open in": "<h1><b>a<h2>b",
    "there are no frames": "<frameset>a",
    "a formatting tag has no end that could be out of place": "<b><option></b>a",
    "what ends without an end tag does not end for the words above Chinese characters": "<ruby><li><rt>a",
    "a drawing and a formula are one": "<math><title><p>a",
    "a tag that is left out parts text: here white space from a word": "\u00a0</main>a",
}


@pytest.mark.parametrize("markup", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_where_we_differ_from_the_standard(markup: str) -> None:
    """If one of these is equal one day, the list is too long."""
    assert ours(markup) != seen(markup)


TAGS = named(
    "p div h1 ul ol li dl dt dd a i span section blockquote article form button label x-y pre center address main "
    "font select svg object marquee html body head details listing xmp image"
)
WORD = st.sampled_from(["ferry ", "noon", " quay\n", "&amp;", "&notit;", "&#150;", "<", "<3", "é", "😀"])
ODD = st.sampled_from(
    ["<!-- c -->", "<!-->", "<?x?>", "</>", "<br>", "<br><br>", "<hr>", "<img>", "<script>a<b</script>",
     "<title>t&amp;</title>", "<textarea>a<p>b</textarea>", "<style>p</style>", "<meta>", "<p class='a>b' id=c>"]
)  # fmt: skip
TAG = st.builds("<{}{}>".format, st.sampled_from(["", "", "/"]), st.sampled_from(sorted(TAGS)))
SOUP = st.lists(TAG | WORD | ODD, max_size=20).map("".join)


@settings(max_examples=400)
@given(st.sampled_from(["", "<!doctype html>"]), SOUP)
def test_tag_soup_is_read_as_the_standard_says(doctype: str, soup: str) -> None:
    assert ours(doctype + soup) == seen(doctype + soup)


ROWS = st.lists(st.builds("{}{}{}".format, st.sampled_from(["<td>", "<th>"]), SOUP, st.sampled_from(["", "</td>"])))


@settings(max_examples=200)
@given(st.lists(ROWS.map("".join).map("<tr>{}".format), max_size=4).map("".join), SOUP)
def test_tables_of_tag_soup_are_read_as_the_standard_says(rows: str, soup: str) -> None:
    markup = f"<table>{rows}</table>{soup}"
    assert ours(markup) == seen(markup)


@pytest.mark.parametrize("quote", ["", "<p>", "<title>"])
def test_every_named_reference_is_known(quote: str) -> None:
    """In text and in a title; what stands for white space is white space."""
    for name in html5:
        tree = read_tree(f"{quote}a&{name}-")
        said = tree.title if quote == "<title>" else tree.runs[0].text
        assert said.split() == unescape(f"a&{name}-").split()


def test_a_reference_in_an_attribute_needs_its_semicolon_before_a_letter() -> None:
    tree = read_tree("<p class='a&ltb&lt;c&lt=' id='&#65;&amp'>x")
    assert tree.names[-1] == "a&ltb<c&lt= A&"


def test_lone_surrogates_are_replaced_and_pairs_joined() -> None:
    assert texts("<p class=\ud800>\ud800 é \ud83d\ude00") == ["\ufffd é \U0001f600"]


# ---- what is noted


def test_links_are_counted_with_their_letters() -> None:
    run = read_tree("<p><a class=c id=d href=x>two</a> and <a>three</a>").runs[0]
    assert (run.text, run.links, run.linked, run.inline) == ("two and three", 2, 8, "c d")


def test_a_link_goes_on_in_the_next_paragraph_until_it_is_ended() -> None:
    runs = read_tree("<p><a id=a>one<p>two</a> three<p>four").runs
    assert [(run.text, run.links, run.linked) for run in runs] == [("one", 1, 3), ("two three", 1, 3), ("four", 0, 0)]


def test_the_first_inline_tag_lends_its_names_if_it_stands_before_the_words_and_holds_something() -> None:
    assert [r.inline for r in read_tree("<p><span id=a></span><span id=b>x</span><p>x<span id=c>y</span>").runs] == [
        " b", "",
    ]  # fmt: skip


def test_boxes_have_runs_one_after_the_other_and_those_without_text_are_none() -> None:
    tree = read_tree("<div id=a><div></div><p>x</div><div><ul hidden><li>y<li>z</ul></div>")
    assert list(zip(tree.tags, tree.names, tree.parents, tree.hidden, tree.starts, tree.ends, strict=True)) == [
        ("html", " ", -1, False, 0, 3), ("body", " ", 0, False, 0, 3), ("div", " a", 1, False, 0, 1),
        ("p", " ", 2, False, 0, 1), ("div", " ", 1, False, 1, 3), ("ul", " ", 4, True, 1, 3),
        ("li", " ", 5, False, 1, 2), ("li", " ", 5, False, 2, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "markup",
    [
        "<span hidden>x</span>", "<span style='color: red; DISPLAY : none'>x</span>", "<span class=tool-tip>x</span>",
        "<label style=visibility:hidden><i>x</i></label>", "<span class='a SR-only'>x</span>", "<button>x</button>",
        "<span class='rollover-people-block'>x</span>", "<select><option>x</select>", "<noscript><p>x</p></noscript>",
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_no_text(markup: str) -> None:
    assert texts(f"<div>before {markup}after") == ["before after"]


def test_a_word_that_only_looks_like_one_for_hidden_text() -> None:
    assert texts("<p>a<span class='disr-only tools' style='display: nonesuch-display:block'>x</span>") == ["a"]
    assert texts("<p>a<span class='disr-only tools' style='display:block'>x</span>") == ["ax"]


def test_menus_and_the_pages_footer_are_passed_by_where_enough_is_left() -> None:
    around = "<nav>x</nav>{}<footer>y</footer>"
    assert texts(around.format(f"<p>{STORY}")) == [STORY.strip()]
    assert texts(around.format(f"<p>{STORY[: LITTLE // 2]}")) == ["x", STORY[: LITTLE // 2].strip(), "y"]


def test_what_is_for_readers_without_scripts_is_read_where_there_is_little_else() -> None:
    """A forum that a script draws; elsewhere `<noscript>` is passed by, whatever tags it leaves open."""
    unscripted = f"<noscript><div><p>{STORY}</noscript>"
    assert texts(f"<p>Loading</p>{unscripted}") == ["Loading", STORY.strip()]
    assert texts(f"<p>{STORY}</p>{unscripted}<p>z") == [STORY.strip(), "z"]
    assert texts("<p>Loading</p><noscript><div>Please allow scripts</noscript><p>z") == ["Loading", "z"]


def test_a_shadow_tree_is_shown_in_its_place() -> None:
    """A page with parts of its own making, saved with what they show; other templates are patterns for later."""
    page = "<x-story><template shadowrootmode=open><p>a<template><p>b</template><p>c</template></x-story><p>d"
    assert texts(page) == ["a", "c", "d"]
    assert texts("<template><p>b</template><p>d") == ["d"]


def test_an_articles_footer_is_the_articles() -> None:
    assert texts(f"<article><p>{STORY}</p><footer>y</footer></article>")[1:] == ["y"]


def test_what_the_page_says_of_itself() -> None:
    tree = read_tree(
        "<html lang=xx xml:lang=en><title> A &amp;\nB </title><title>C</title><meta Name=a content='b &amp; c' name=d>"
        "<link rel=canonical href=/e><script type='application/ld&#43;json'>{1 < 2}</script>"
        "<p><time datetime=2020>x</time><a rel=author href=f>Ann <b>Lee</b></a>"
    )
    assert (tree.title, tree.language, tree.json_ld) == ("A & B", "xx", ["{1 < 2}"])
    assert tree.metas == [("a", "b & c"), ("canonical", "/e")]
    assert tree.times == [{"datetime": "2020"}]
    assert tree.authors == ["Ann Lee"]


# ---- monsters

MONSTERS = {
    "attributes": "<p " + " ".join(f"a{i}" for i in range(200_000)) + ">",
    "depth": "<div>" * 100_000 + "</div>" * 100_000,
    "depth of names that mean nothing": "<x>" * 100_000,
    "formatting never closed": "".join(f"<p><b id=c{i}>" for i in range(100_000)),
    "links never closed": "<p><a href=x>x<div>" * 50_000,
    "end tags without a start": "<x>" * 500 + "</y></li></p></h1>" * 50_000,
    "tables in tables": "<table><tr><td>" * 50_000,
    "drawings in drawings": "<svg><foreignObject>" * 50_000 + "</svg></foreignObject>" * 50_000,
    "scripts that hide": "<script><!--<script>" * 50_000 + "--></script>",
    "authors in authors": "<span rel=author>x" * 50_000 + "</span>" * 50_000,
    "references": "&ampx&nosuch;&#999999999999999999;" * 50_000,
    "templates": "<template>" * 1_000 + "</template>" * 1_000,
}


@pytest.mark.parametrize("markup", MONSTERS.values(), ids=MONSTERS.keys())
def test_monsters_cost_no_text(markup: str) -> None:
    assert any(STORY.strip() in text for text in texts(f"{markup}<p>{STORY}"))


@pytest.mark.parametrize("name", ["attributes", "depth", "formatting never closed", "tables in tables"])
def test_pages_that_slower_parsers_cannot_bear_are_not_tame(name: str) -> None:
    assert not read_tree(MONSTERS[name]).tame
    assert read_tree(f"<html><body>{f'<div><p><b>{STORY}</b><br>{STORY}</p><img src=x></div>' * 300}").tame


PIECES = st.sampled_from(
    ["<", ">", "/", "=", "'", '"', "&", "#", ";", "x", "-", "!", "[CDATA[", "]]>", "<!--", "-->", "<script",
     "</script>", "<svg>", "<table>", "<td>", "<template>", "<a ", "class", "style=display", ":", "none", "\0",
     "\ud800", "😀", "é", "<select>", "<form>", "</form>", "</table>", "</a>", "<body class=x>", "<html lang=",
     "<meta ", "<time a>", "<p>"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
@example("<div>" * 600 + "<template>" * 5 + "</template>" * 7)
def test_any_text_gives_a_tree_that_holds_together(markup: str) -> None:
    tree: Tree = read_tree(markup)
    count = len(tree.tags)
    assert {count} == {len(column) for column in (tree.parents, tree.names, tree.hidden, tree.starts, tree.ends)}
    assert all(-1 <= parent < box for box, parent in enumerate(tree.parents))
    assert all(0 <= start < end <= len(tree.runs) for start, end in zip(tree.starts, tree.ends, strict=True))
    for number, run in enumerate(tree.runs):
        assert run.text and run.text == run.text.strip(" \t\n\r\f\v") and 0 <= run.linked <= len(run.text)
        assert all(tree.starts[box] <= number < tree.ends[box] for box in path(tree.parents, run.box))
    repr(tree).encode("utf-8", "replace")

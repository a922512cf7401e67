"""Plain text becomes blocks without losing a character; the head is found, and body is never taken for it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.errors import DocumentError
from cleaner.extract.captions import is_caption
from cleaner.extract.lines import paragraphs
from cleaner.extract.plain import read_plain
from cleaner.model import Document, Page

ENDS = ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\x0c", "\u2028", "\n\xa0\n", "\n\u200b\n", "\n \t\n"]
SHOWN = st.text("abcXYZ .,?!-–>Çж文\t\xa0\x85\x00", min_size=0, max_size=60)


def read(text: str) -> Document:
    return read_plain(Page("id", "name", text, "utf-8", "", "text/plain"))


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in document.blocks if b.kind != "paragraph"]


@given(st.lists(st.tuples(SHOWN, st.sampled_from(ENDS)), max_size=12).map(lambda ls: "".join(map("".join, ls))))
@example("\ufeff\u200b a")
@example("one\n\n")
def test_no_character_is_lost(text: str) -> None:
    """Gaps and texts in a row are the input; a gap shows nothing; only a last block may be empty."""
    try:
        document = read(text)
    except DocumentError as e:
        assert e.code == "no-text"
        return
    assert "".join(b.gap + b.text for b in document.blocks) == text
    assert [b.id for b in document.blocks] == list(range(len(document.blocks)))
    assert all(b.text for b in document.blocks[:-1])
    assert not any(c.isalnum() for b in document.blocks for c in b.gap)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end_parts_paragraphs(end: str) -> None:
    """Blank lines part; without blank lines each line is a paragraph."""
    one, two = "The ferry left at noon.", "It came back at three."
    assert [b.text for b in read(one + end * 2 + two).blocks] == [one, two]
    assert [b.text for b in read(one + end + two).blocks] == [one, two]


@pytest.mark.parametrize("blank", ["\n\n", "\n\xa0\n", "\n\u200b\n", "\n\t \n", "\x0c", "\n\n\n\n"])
def test_a_line_that_shows_nothing_is_blank(blank: str) -> None:
    """No-break spaces and zero-width signs alone do not make a paragraph."""
    assert [b.text for b in read(f"The ferry left at noon.{blank}It came back at three.").blocks] == [
        "The ferry left at noon.",
        "It came back at three.",
    ]


def test_signs_that_damage_may_need_stay_in_the_text() -> None:
    """A no-break space or a C1 control at the edge of a paragraph may be half of a letter: repair must see it."""
    assert [b.text for b in read("cittÃ\xa0\n\nEnfin\x85").blocks] == ["cittÃ\xa0", "Enfin\x85"]


MAIL = """The harbour board said on Monday that the old swing bridge would be
closed for three weeks while divers look at its western pier. The
bridge was built in 1911.

Lorries will have to go round by the ring road, which is longer by some
eleven kilometres, and the board has asked the haulage firms to avoid
the hours before school.

Regards,
Edda Holm
Harbour Office
"""


def test_wrapped_mail_is_joined_and_a_signature_is_not() -> None:
    """A line end goes where the next word had no room, and stays where it had."""
    texts = [b.text for b in read(MAIL).blocks]
    assert [t.count("\n") for t in texts] == [2, 2, 0, 0, 0, 0]
    assert texts[2:] == ["Regards,", "Edda Holm", "Harbour Office", ""]


def test_wrapped_without_blank_lines_is_parted_at_short_lines() -> None:
    """Where the next word had room, the paragraph ended."""
    text = MAIL.split("\n\nRegards")[0].replace("\n\n", "\n")
    assert [b.text.count("\n") for b in read(text).blocks] == [2, 2]


def test_an_indent_begins_a_paragraph() -> None:
    """As in typescripts: even after a full line, and for paragraphs of two lines."""
    text = (
        "   The harbour board said on Monday that the old swing bridge would be\n"
        "closed for three weeks.\n"
        "   Lorries will have to go round by the ring road, which is the longer\n"
        "way and narrow too, said Holm, who lives in it and is tired of lorries.\n"
        "   The haulage firms have been asked to avoid the hours before school,\n"
        "and the hour after it.\n"
    )
    assert [b.text.split()[0] for b in read(text).blocks if b.text] == ["The", "Lorries", "The"]


def test_lists_and_poems_are_not_wrapped() -> None:
    """Their lines are about as long as each other and end no sentence, but each begins anew."""
    dates = (
        "4 October – La traviata, by Giuseppe Verdi (from 8.30)\n18 October – Così fan tutte, by W. A. Mozart (at 8)"
    )
    more = "1 November – A recital by Zoë Ångström, for piano\n15 November – The magic flute, for children (5 crowns)"
    text = f"{BODY}\n\n{dates}\n{more}\n\n{BODY}"
    assert {*dates.split("\n"), *more.split("\n")} <= {block.text for block in read(text).blocks}


def test_wrapped_ideographs_are_joined() -> None:
    """Chinese has no spaces: every line is full but the last."""
    line = "市议会周二晚上决定让老港口大桥再开放一个冬天尽管工程师们曾经警告说"
    assert [b.text.count("\n") for b in read(f"{line}\n{line}\n{line}\n桥的两座桥墩必须修好。").blocks] == [3]


@pytest.mark.parametrize(
    "text",
    [
        "Home\nNews\nSport\nWeather in the north today\nOpinion\nAll our newsletters\nLog in",
        "The ferry left at noon with forty people on board, most of them pupils.\nIt came back at three with nobody.\n"
        "The harbour master said that he had not been told of it.\nAn inquiry will begin on Monday, the company said.",
        "Roses on the table,\nand the rain outside;\nnobody was able\nto be by her side.",
    ],
    ids=["a menu", "a text without blank lines", "verses"],
)
def test_lines_that_were_meant_stay_apart(text: str) -> None:
    """Each is a block, so that each can be judged alone."""
    assert [b.text for b in read(text).blocks] == text.split("\n")


def test_a_table_is_one_block() -> None:
    """Its columns and rows belong together."""
    rows = "Port\tShips\tTons\nOslo\t14\t2,100\nBergen\t9\t800"
    assert [(b.kind, b.text) for b in read(f"The figures for May follow.\n\n{rows}").blocks] == [
        ("paragraph", "The figures for May follow."),
        ("table", rows),
    ]


BODY = (
    "The town council voted on Tuesday to keep the swing bridge open for one more winter, against the advice of its "
    "own engineers, who had found cracks in two of the piers.\n\n"
    "Mayor Edda Holm said the money for the repair would come out of next year’s budget, "
    "and that nobody would be cut off."
)


def test_the_whole_head_is_found() -> None:
    """Headline, byline, date line and a caption with its credit, each with its kind."""
    document = read(
        "Council Keeps Old Swing Bridge Open\n\nBy Ragnhild Ås\n\nTuesday, 3 November 2015\n\n"
        f"The swing bridge at low tide. Jon Vik / Reuters\n\n{BODY}"
    )
    assert kinds(document) == [
        ("title", "Council Keeps Old Swing Bridge Open"),
        ("byline", "By Ragnhild Ås"),
        ("date", "Tuesday, 3 November 2015"),
        ("caption", "The swing bridge at low tide. Jon Vik / Reuters"),
    ]
    assert document.date == "2015-11-03"


def test_a_banner_of_several_lines_may_stand_before_the_headline() -> None:
    """The banner's sentences are not the article: they stand close together, and the headline alone."""
    banner = "Enjoying the Gazette?\nWe have no owner and no shareholders, only readers like you.\nGive today"
    assert kinds(read(f"{banner}\n\nCouncil keeps old swing bridge open\n\n{BODY}")) == [
        ("title", "Council keeps old swing bridge open")
    ]


def test_a_short_sentence_may_stand_between_headline_and_article() -> None:
    """A caption or a standfirst of one short sentence does not make the line above it part of the article."""
    text = "\n\n".join(["Harbour town buries its old crane", "Ada Brenn painted it twice.", BODY])
    assert kinds(read(text)) == [("title", "Harbour town buries its old crane")]


def test_menus_may_stand_before_the_headline() -> None:
    """Of many lines without a full stop, the one nearest the article is the headline."""
    menu = "\n\n".join(["Home", "News", "Sport", "Five walks for the last warm days", "Log in", "Search", "Local"])
    assert kinds(read(f"{menu}\n\nCouncil keeps old swing bridge open\n\nBy Ragnhild Ås\n\n{BODY}")) == [
        ("title", "Council keeps old swing bridge open"),
        ("byline", "By Ragnhild Ås"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Le maire dit « non » au pont tournant",
        "»Wir bleiben hier«, sagt die Wirtin",
        "Council: “The bridge stays open”",
        "Council: â€œThe bridge stays openâ€\x9d",
        "Will the swing bridge stay open?",
        "Council keeps old swing bridge open\xa0",
        "पुल एक और सर्दी तक खुला रहेगा",
        "市议会决定让老港口大桥再开放一个冬天",
        "Совет оставил старый мост открытым",
    ],
)
def test_headlines_of_many_kinds(line: str) -> None:
    """Quotations, questions, damage and other scripts; the article takes up the headline's words."""
    assert kinds(read(f"{line}\n\n{BODY} {line}.")) == [("title", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Sign up and never miss a story",
        "For the fourth winter in a row the town pays for a bridge that hardly anybody but the gulls has any use for",
    ],
)
def test_a_line_without_full_stop_may_be_no_headline(line: str) -> None:
    """One that shares no word with the article, or is as long as a sentence that explains a headline, stays."""
    assert kinds(read(f"{line}\n\n{BODY}")) == []


@pytest.mark.parametrize(
    "line",
    [
        "Home » News » The town council",
        "Published by the editors on 3 November 2015",
        "Edda Holm, Associated Press Writer",
        "© 2015 The Harbour Gazette and its owners",
        "The council sat down. Nobody spoke for an hour. Then it voted, and it was over",
        "Read all about it at https://example.org now",
        "the second half of a sentence that was cut",
        "Share this story with your friends →",
        "* * * the town council * * *",
    ],
)
def test_lines_that_are_no_headline(line: str) -> None:
    """Trails, authors, owners, prose, addresses, buttons."""
    assert "title" not in dict(kinds(read(f"{line}\n\n{BODY}")))


def test_a_headline_that_stands_there_again_and_all_dates_are_of_the_head() -> None:
    """The window's title and the headline, the hour of publication and of the last change."""
    lines = ["Council keeps old swing bridge open | The Gazette", "Published: 3 November 2015", "Home",
             "Council keeps old swing bridge open", "Updated: 4 November 2015, 10:15"]  # fmt: skip
    document = read("\n\n".join([*lines, BODY]))
    assert [k for k, _ in kinds(document)] == ["title", "date", "title", "date"]
    assert document.date == "2015-11-03"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"It was a quiet night in Vik.\n\nWhat the engineers found\n\n{BODY}",
        f"{BODY}\n\nWhat happens next in the council\n\n{BODY}",
        "Council keeps old swing bridge open\n\nLog in\n\nSubscribe",
        "Council keeps old swing bridge open",
        f"The minister said to the reporters who were waiting:\n\nWe will keep the bridge open\n\n{BODY}",
        f"The mayor, who was at home on Tuesday night,\n\n{BODY}",
    ],
    ids=[
        "an article",
        "a short first sentence",
        "a subheading",
        "no article",
        "one line",
        "a speech",
        "half a sentence",
    ],
)
def test_body_is_not_lifted_for_a_headline(text: str) -> None:
    """An article that has begun has no headline to come."""
    assert kinds(read(text)) == []


@pytest.mark.parametrize(
    "line",
    ["By Monday the water had gone", "By the River Vik", "Par amour de la mer", "Von Vik nach Ås", "By Jane Doe."],
)
def test_a_sentence_with_by_is_no_byline(line: str) -> None:
    """A byline holds nothing but names."""
    assert "byline" not in dict(kinds(read(f"Council keeps old swing bridge open\n\n{line}\n\n{BODY}")))


@pytest.mark.parametrize(
    "text",
    [
        "The swing bridge at low tide. Jon Vik / Reuters",
        "Die Brücke bei Ebbe. Foto: Jon Vik/dpa",
        "Le pont à marée basse (Jon Vik/AFP)",
        "The ferry at noon. (AP Photo/Jon Vik)",
        "Мост во время отлива. Фото: Иван Котов / ТАСС",
        "Most przy odpływie. Fot.: Jan Żak / PAP",
        "© Jon Vik",
    ],
)
def test_a_caption_ends_in_a_credit(text: str) -> None:
    """Whose picture it is says that it is a caption."""
    assert is_caption(text)


@pytest.mark.parametrize(
    "text",
    [
        "“We saw nothing,” he told AFP",
        "The contest between Vik / Holm was close",
        "She posted a photo: everybody laughed.",
        "The figures were first reported by Reuters.",
        "He studied image: meaning and form, at Oslo",
    ],
)
def test_a_sentence_about_pictures_or_agencies_is_no_caption(text: str) -> None:
    """An agency that is named is not a credit."""
    assert not is_caption(text)


def test_time_grows_with_length_only() -> None:
    """Hostile texts of a few hundred thousand characters come back at all."""
    for text in ("\r" * 200_000 + "a", "> " * 100_000, "a\t" * 100_000, "By A" + " A" * 50_000, "a\n" * 100_000,
                 "A / " * 60_000, " \n" * 100_000 + "x"):  # fmt: skip
        assert paragraphs(text)
        read(text)

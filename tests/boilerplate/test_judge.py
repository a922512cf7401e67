"""Where the model alone speaks, lists stay or go whole, and long lines need more than short ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.boilerplate import judge
from cleaner.boilerplate.judge import Evidence, verdicts
from cleaner.boilerplate.matching import matcher
from cleaner.boilerplate.passages import passages
from cleaner.model import Block, Document
from cleaner.stages.strip import BARS

MENU = ["News", "Sport", "Weather", "Culture", "Letters", "Puzzles", "Jobs", "Boats", "Sign in", "Help"] * 5
TEXT = "The quay of Fenwick was closed on Monday, and two ferries were sent to the northern basin in the afternoon."
DATES = [f"{day} May – Fenwick, Town Hall ({price} crowns)" for day, price in ((2, 10), (5, 12), (9, 15), (14, 10))]


def taken(texts: list[str], scores: list[float]) -> set[int]:
    """Which lines of a page go, by the model alone."""
    document = Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain")
    found = passages(document)
    said = Evidence({}, scores=scores, phrases=dict.fromkeys(range(len(MENU)), "menu entry"))
    return {r.passage for r in verdicts(found, said, BARS["balanced"])[0]}


def page(lines: list[str], scores: list[float]) -> set[int]:
    """Which of these lines go, between two menus."""
    high = [0.99] * len(MENU)
    at = len(MENU)
    gone = taken([*MENU, TEXT, *lines, *MENU], [*high, 0.0, *scores, *high])
    assert not gone & {at} and set(range(at)) <= gone
    return {i - at - 1 for i in gone if at < i <= at + len(lines)}


def is_reported(line: str) -> bool:
    """Whether the line tells what somebody said."""
    return judge.is_reported(passages(Document("", "", (Block(0, line),), "plain", "text/plain"))[0])


@pytest.mark.parametrize(
    ("line", "reported"),
    [
        ("The editor, who says thank you, asks for help", False),
        ("The editor says that every gift counts", True),
        ("Danke sagt die Redaktion allen Lesern", False),
        ("Danke, so sagte es der Bürgermeister", True),
        ("Every gift counts, _said_ the editor of the paper", False),
        ("Cette aide compte, a déclaré la rédaction", True),
        ("The paper reported record gifts last year", False),
        ("The paper reported a “record year” of gifts", True),
    ],
)
def test_a_line_reports_what_others_said(line: str, reported: bool) -> None:
    """Whole verbs alone count, thanks do not; some verbs only beside a quotation."""
    assert is_reported(line) == reported


def test_a_list_of_the_article_stays_whole() -> None:
    """Tour dates of which the model doubts one: the others stay with it."""
    assert page(DATES, [0.6, 0.97, 0.97, 0.97]) == set()


def test_a_list_nobody_doubts_goes_whole() -> None:
    """The same lines under an article, all of them surely furniture."""
    assert page(DATES, [0.99] * 4) == {0, 1, 2, 3}


def test_items_between_others_are_one_list() -> None:
    """A product and its price by turns."""
    lines = [x for i in range(4) for x in (f"{i}) Storm lamp, brass ({i + 2} wicks)", "Fenwick Lamps")]
    assert page(lines, [0.7] + [0.97] * 7) - {7} == set()


def test_lines_that_share_no_marks_are_judged_alone() -> None:
    """Menu entries are no list, whatever the model says of one of them."""
    assert page(["Harbour news", "Lamp of the week", "Boats for sale", "Letters"], [0.3, 0.99, 0.99, 0.99]) == {1, 2, 3}


@given(st.floats(0.5, 0.99), st.integers(1, 40), st.integers(1, 40))
def test_what_keeps_a_short_line_keeps_a_longer_one(score: float, words: int, more: int) -> None:
    """At the same score."""
    short, long = "word " * words + "word", "word " * (words + more) + "word"
    assert page([long], [score]) <= page([short], [score])


def test_amid_the_article_the_model_must_be_surer() -> None:
    """A label between two paragraphs, as far from them as a menu is, and the same label below the article."""
    far = ["Lamp of the week"] * 12
    assert page([*far, TEXT, *far], [0.6] * 12 + [0.0] + [0.6] * 12) == set(range(13, 25))


def test_a_short_page_is_known_by_what_the_model_is_sure_of() -> None:
    """Of words no list knows: when half of its lines are surely furniture, the others are judged as on any page."""
    lines = [TEXT, TEXT, *(f"Iindaba {i}" for i in range(38))]
    document = Document("", "", tuple(Block(i, t) for i, t in enumerate(lines)), "plain", "text/plain")

    def gone(sure: int) -> int:
        said = Evidence({}, scores=[0.0, 0.0] + [0.95] * sure + [0.4] * (38 - sure))
        return len(verdicts(passages(document), said, BARS["balanced"])[0])

    assert gone(25) == 38
    assert gone(10) == 0


def test_a_short_page_is_known_by_how_many_short_lines_the_model_suspects() -> None:
    """Two in three of them, and one known: what stands below the article needs no more then than on any page."""
    lines = [TEXT, TEXT, *(f"Iindaba {i}" for i in range(38))]
    document = Document("", "", tuple(Block(i, t) for i, t in enumerate(lines)), "plain", "text/plain")

    def gone(suspected: int) -> int:
        scores = [0.0, 0.0] + [0.7] * suspected + [0.4] * (38 - suspected)
        said = Evidence({}, scores=scores, phrases={2: "menu entry"})
        return len(verdicts(passages(document), said, BARS["balanced"])[0])

    assert gone(30) == 38
    assert gone(10) == 0


def test_below_the_last_plain_paragraph_of_a_page_short_lines_need_less() -> None:
    """A teaser that the model takes for text half and half does not make what stands above it part of the article."""
    lines = [*MENU[:15], TEXT, TEXT, TEXT, *MENU[15:30], TEXT, *MENU[30:]]
    document = Document("", "", tuple(Block(i, t) for i, t in enumerate(lines)), "plain", "text/plain")

    def gone(teaser: float) -> int:
        scores = [0.99] * 15 + [0.0] * 3 + [0.5] * 15 + [teaser] + [0.99] * (len(MENU) - 30)
        said = Evidence({}, scores=scores, phrases=dict.fromkeys(range(12), "menu entry"))
        return sum(r.passage in range(18, 33) for r in verdicts(passages(document), said, BARS["balanced"])[0])

    assert gone(0.3) == 15
    assert gone(0.1) == 0


def test_where_no_two_paragraphs_are_plain_those_that_may_be_text_hold_the_article() -> None:
    """The model knows few words of some languages: what stands between two sentences of .4 is amid an article too."""
    assert page([*MENU[:6], TEXT], [0.5] * 6 + [0.4]) == set()


WE = "We have sailed to every harbour of this coast since the spring, and shall sail again before winter comes."
TELLS = "The harbour office of Fenwick has reported two collisions since the spring, and no owner was told of them."
REPORTS = "We have waited since the spring, and no owner tells us what to do, the harbour master said on Monday."


@pytest.mark.parametrize(
    ("line", "score", "goes"), [(WE, 0.5, True), (WE, 0.3, False), (TELLS, 0.3, False), (REPORTS, 0.5, False)]
)
def test_the_last_sentence_before_a_call_for_money_is_the_articles_unless_the_model_suspects_it(
    line: str, score: float, goes: bool
) -> None:
    texts = [*[TEXT] * 6, line, "Donate now"]
    document = Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain")
    found = passages(document)
    hits = matcher((), (), None).hits(found, None)[0]
    said = Evidence(hits, scores=[0.0] * 6 + [score, 0.9])
    assert {r.passage for r in verdicts(found, said, BARS["balanced"])[0]} == ({6, 7} if goes else {7})


def by_rules(texts: list[str], scores: list[float]) -> set[int]:
    """Which lines of an article go, by the rules and these scores."""
    document = Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain")
    found = passages(document)
    said = Evidence(matcher((), (), None).hits(found, None)[0], scores=scores)
    return {r.passage for r in verdicts(found, said, BARS["balanced"])[0]}


@pytest.mark.parametrize(
    ("lines", "scores", "goes"),
    [
        (["Tip jar"], [0.5], set()),
        (["Tip jar"], [0.8], {3}),
        (["Tip jar", "Bank transfer: Friends of the Echo, reference gift"], [0.5, 0.5], {3, 4}),
        (["Tip jar", "Bank transfer: Friends of the Echo, reference gift"], [0.5, 0.4], set()),
        (["$10", "$20"], [0.5, 0.5], set()),
    ],
)
def test_a_button_alone_amid_the_text_needs_a_model_that_is_sure_or_another_kind_of_button(
    lines: list[str], scores: list[float], goes: set[int]
) -> None:
    assert by_rules([TEXT] * 3 + lines + [TEXT] * 3, [0.0] * 3 + scores + [0.0] * 3) == goes


SENT = "Bank transfer: the Friends of the Echo, an association of this town, at the savings bank."


@pytest.mark.parametrize(("score", "goes"), [(0.3, {3, 4}), (0.2, {4})])
def test_where_money_is_sent_is_told_to_nobody_and_goes_beside_any_line_that_goes_when_the_model_suspects_it(
    score: float, goes: set[int]
) -> None:
    texts = [*[TEXT] * 3, SENT, "Share this article on Facebook", *[TEXT] * 3]
    assert by_rules(texts, [0.0] * 3 + [score, 0.9] + [0.0] * 3) == goes


CALL = "Every reader contribution helps us to keep our newsroom open, so please support our journalism."


@pytest.mark.parametrize(
    ("title", "goes"), [("What our reporters do", True), ("What the reporters do", False), ("We do it again.", False)]
)
def test_a_banners_title_goes_with_it_when_it_speaks_as_the_outlet(title: str, goes: bool) -> None:
    texts = [*[TEXT] * 6, title, CALL]
    assert by_rules(texts, [0.0] * 6 + [0.05, 0.9]) == ({6, 7} if goes else {7})


@pytest.mark.parametrize(
    ("line", "score", "goes"),
    [("Harbour Wall Opens After Nine Years", 0.85, False), ("Harbour Wall Opens After Nine Years", 0.95, True),
     ("Menu of the day", 0.85, False), ("Home and more", 0.85, True), ("Get our news in your mailbox", 0.85, True)],
)  # fmt: skip
def test_the_headline_under_a_banner_stays(line: str, score: float, goes: bool) -> None:
    texts = [CALL, "Donate now", line, *[TEXT] * 6]
    assert by_rules(texts, [0.9, 0.9, score] + [0.0] * 6) == ({0, 1, 2} if goes else {0, 1})


@pytest.mark.parametrize(
    ("line", "goes"), [("It opens in May.", False), ("It takes you a minute.", True), ("Every month", True)]
)
def test_a_short_sentence_beside_a_banner_is_a_sentence(line: str, goes: bool) -> None:
    assert by_rules([*[TEXT] * 6, line, "Donate now"], [0.0] * 6 + [0.3, 0.9]) == ({6, 7} if goes else {7})


QUOTES = "The leaflet opens with the words “we have a small favour to ask” and ends with the number of an account."
CLAIMS = "Users who want to keep reading must subscribe to the service, which costs nine crowns a month."


@pytest.mark.parametrize(("line", "score", "goes"), [(QUOTES, 0.99, False), (CLAIMS, 0.9, False), (CLAIMS, 0.97, True)])
def test_what_tells_of_others_needs_a_surer_model_and_a_quotation_no_model(line: str, score: float, goes: bool) -> None:
    """A rule found its words, and the model suspects it."""
    assert by_rules([*[TEXT] * 4, line], [0.0] * 4 + [score]) == ({4} if goes else set())


def test_a_line_joins_one_of_its_kind_by_whatever_witness_that_goes() -> None:
    """The model alone took the button; that a rule knows it too tells of what kind it is."""
    offer = "Those who want to keep reading must subscribe, which costs nine crowns a month."
    assert by_rules([*[TEXT] * 4, offer, "Help"], [0.0] * 4 + [0.1, 0.99]) == set()
    assert by_rules([*[TEXT] * 4, offer, "Donate"], [0.0] * 4 + [0.1, 0.99]) == {4, 5}


BOATS = ["Two boats for the price of one", "A captain and her dog", "Where the herring went"]


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        (["Most read", *BOATS], {0, 1, 2, 3}),
        (["Related articles", BOATS[0], TEXT], {0}),  # the article goes on
        ([*BOATS, "Most read"], {3}),
        (["See all", BOATS[0], "See all", BOATS[1]], {0, 2}),  # a button of every entry
        (["ये भी पढ़ें", BOATS[0], 4 * "नाव घाट पर रुकी और लोग उतरकर बाज़ार गए। "], {0}),  # no sign of ours
        (["Boats", *BOATS], set()),
    ],
)
def test_below_the_last_label_nothing_is_the_article(lines: list[str], gone: set[int]) -> None:
    """What the model takes for text belongs to the list of other stories, where no sentence comes any more."""
    texts = [*MENU, TEXT, *lines]
    document = Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain")
    found = passages(document)
    hits = matcher((), (), None).hits(found, None)[0]
    said = Evidence(hits, scores=[0.99] * len(MENU) + [0.0] * (1 + len(lines)), phrases=dict.fromkeys(range(50), ""))
    removed = verdicts(found, said, BARS["balanced"])[0]
    assert {r.passage - len(MENU) - 1 for r in removed if r.passage > len(MENU)} == gone
    notes = {r.note for r in removed if r.rule == judge.BELOW}
    assert notes == ({"below “Most read”, after the last sentence"} if gone == {0, 1, 2, 3} else set())


@pytest.mark.parametrize(
    ("scores", "gone"),
    [([0.9, 0.9, 0.1], {4, 5, 6, 7}), ([0.9, 0.1, 0.1], {4, 5}), ([0.3, 0.3, 0.3], {4})],
)
def test_below_an_appeal_the_list_goes_where_its_first_lines_do(scores: list[float], gone: set[int]) -> None:
    """In an article that is no page the label alone does not end it, nor one line more: it may head a box of facts."""
    document = Document(
        "", "", tuple(Block(i, t) for i, t in enumerate([*[TEXT] * 4, "Most read", *BOATS])), "plain", "text/plain"
    )
    found = passages(document)
    said = Evidence(matcher((), (), None).hits(found, None)[0], scores=[0.0] * 5 + scores)
    assert {r.passage for r in verdicts(found, said, BARS["balanced"])[0]} == gone


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("Row only when the tide lets you, and never alone if you can help it. Then rest. — Ada Brink", False),
        ("whereas the quarrel about the water has burdened the two valleys for three generations,", False),
        ("Harbour News Sport Weather Culture Letters Puzzles Jobs Boats Sign In Help Contact Imprint", True),
        ("Quay Street 12, Fenwick · Open daily · Closed in May", True),
    ],
)
def test_what_runs_on_like_a_text_is_no_row_of_entries_though_it_ends_as_none(line: str, goes: bool) -> None:
    """The model alone, sure as it is, takes no quotation with its author and no clause of a preamble."""
    texts = [TEXT, line, TEXT]
    found = passages(Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain"))
    said = Evidence({}, worded=frozenset({1}), scores=[0.0, 0.97, 0.0])
    assert [r.passage for r in verdicts(found, said, BARS["balanced"])[0]] == [1] * goes


@pytest.mark.parametrize(("cooks", "stays"), [(5, True), (4, False)])
def test_what_begins_each_of_many_answers_is_the_order_of_the_text(cooks: int, stays: bool) -> None:
    """Five cooks are asked the same; a button that is the same each time goes."""
    texts = [line for n in range(cooks) for line in (f"Kitchen: Quay {n}", "Vote now", f"{TEXT} So said number {n}.")]
    found = passages(Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain"))
    said = Evidence({}, worded=frozenset(range(len(texts))), scores=[0.99, 0.99, 0.0] * cooks)
    gone = {r.passage for r in verdicts(found, said, BARS["balanced"])[0]}
    assert gone == {i for i in range(len(texts)) if i % 3 == 1 or (i % 3 == 0 and not stays)}


PARAGRAPHS = [
    f"The {who} of Fenwick told the council on {day} that the quay, the ferries and the northern basin need repair "
    f"before the {season} storms, and that the piles under the salt sheds have been eaten hollow by worms."
    for who, day, season in zip(
        ("harbour master", "fishermen", "pilots", "engineer", "carpenters", "ferrymen", "divers", "bakers"),
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Easter"),
        ("autumn", "winter", "spring", "summer", "first", "next", "great", "last"),
        strict=True,
    )
]
ARGUES = "A town without reporters learns late what others decided about its schools, its taxes and its water."
OURS = "The worms have eaten the piles under our quay, the ferries wait in the basin, and you can hear the storms."
ASKS = "If you can, please support our independent newsroom with a few dollars a month, as our readers pay for it."


@pytest.mark.parametrize(
    ("line", "score", "goes"),
    [(ARGUES, 0.1, True), (ARGUES, 0.0, False), (OURS, 0.1, False), (f"“{ARGUES}”, she said.", 0.1, False)],
)
def test_what_an_appeal_argues_goes_where_it_has_none_of_the_articles_words(
    line: str, score: float, goes: bool
) -> None:
    """The model takes it for text; what the article has words of, and what it quotes, is the article's."""
    texts = [*(PARAGRAPHS * 2), line, ASKS]
    document = Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain")
    found = passages(document)
    call = len(texts) - 1
    scores, cues = [0.0] * (call - 1) + [score, 0.9], {call: judge.appeals(found[call])}
    said = Evidence(matcher((), (), None).hits(found, None)[0], scores=scores, cues=cues)
    assert {r.passage for r in verdicts(found, said, BARS["balanced"])[0]} == ({call - 1, call} if goes else {call})


def test_of_a_program_the_model_takes_nothing() -> None:
    """Half of its lines end as no text's do, and the model, which has learned from texts, is sure of them all."""
    program = ["cookie = jar.open();", "if (cookie) {", "share(cookie)", "}", "// subscribe", "newsletter.send();"] * 6
    assert taken(program, [0.99] * len(program)) == set()
    assert taken(MENU, [0.99] * len(MENU)) == set(range(len(MENU)))


@pytest.mark.parametrize(("score", "stays"), [(0.6, True), (0.95, False)])
def test_the_headline_above_a_banner_stays_unless_the_model_is_certain(score: float, stays: bool) -> None:
    """It stands beside lines that go, and the article only begins below them."""
    texts = ["HARBOUR MASTER RESIGNS IN FENWICK", "Accept all cookies", "Sign up now", TEXT]
    found = passages(Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain"))
    said = Evidence({}, worded=frozenset({0, 1, 2}), scores=[score, 0.99, 0.99, 0.0])
    assert {r.passage for r in verdicts(found, said, BARS["balanced"])[0]} == ({1, 2} if stays else {0, 1, 2})


@pytest.mark.parametrize(("sentences", "goes"), [(1, True), (3, False)])
def test_a_long_paragraph_of_us_that_asks_for_nothing_stays(sentences: int, goes: bool) -> None:
    """An author says "we" at the end of a column as an outlet does in its box; the model alone tells them apart."""
    ours = "We have kept the mill in our pages since it closed, and the pictures of it hang in our hall to this day. "
    texts = [TEXT, TEXT, (ours * sentences).strip()]
    found = passages(Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain"))
    said = Evidence({}, worded=frozenset({2}), scores=[0.0, 0.0, 0.97])
    assert [r.passage for r in verdicts(found, said, BARS["balanced"])[0]] == [2] * goes


BOOKS = [line for n in range(1, 5) for line in (f"{n}. The lamp of harbour {n}", "Buy it here")]


@pytest.mark.parametrize(
    ("above", "doubted", "stays"), [(TEXT, 0.9, True), ("Most read", 0.7, True), ("Most read", 0.9, False)]
)
def test_a_numbered_list_stays_with_the_links_under_its_items(above: str, doubted: float, stays: bool) -> None:
    """Below a label only when the model doubts one of the items. The last item has its link as well."""
    texts = [TEXT, above, *BOOKS]
    scores = [0.0, 0.0 if above == TEXT else 0.99, doubted, *[0.97] * (len(BOOKS) - 1)]
    found = passages(Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain"))
    hits = matcher((), (), None).hits(found, None)[0]
    said = Evidence(hits, worded=frozenset(range(2, len(texts))), scores=scores)
    gone = {r.passage for r in verdicts(found, said, BARS["balanced"])[0]}
    assert gone - {1} == (set() if stays else set(range(2, len(texts))))


def test_an_appeal_between_the_items_of_a_list_goes() -> None:
    """It stands where the next item would."""
    texts = [TEXT, *BOOKS[:4], ASKS, "Donate now", *BOOKS[4:]]
    scores = [0.0, 0.7, *[0.97] * (len(texts) - 2)]
    found = passages(Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain"))
    hits = matcher((), (), None).hits(found, None)[0]
    said = Evidence(hits, worded=frozenset(range(1, len(texts))), scores=scores, cues={5: judge.appeals(found[5])})
    assert {5, 6} <= {r.passage for r in verdicts(found, said, BARS["balanced"])[0]} <= {4, 5, 6}


def test_a_numbered_line_that_an_outlet_repeats_goes() -> None:
    """Memory has seen it under other stories."""
    lines = [f"{n}. {title}" for n, title in enumerate(BOATS, 1)]
    found = passages(Document("", "", tuple(Block(i, t) for i, t in enumerate([TEXT, *lines])), "plain", "text/plain"))
    said = Evidence({}, repeated={2: "under 4 stories"}, scores=[0.0] * 4)
    assert [r.passage for r in verdicts(found, said, BARS["balanced"])[0]] == [2]


BOX = ["Kwa kubofya hapa unakubali vidakuzi vyote na masharti yote ya tovuti hii mpya.", "Kubali zote", "Mipangilio"]


@pytest.mark.parametrize(
    ("scores", "goes"),
    [([0.97, 0.99, 0.99], True), ([0.85, 0.9, 0.85], False), ([0.97, 0.5, 0.99], False)],
)
def test_a_box_in_an_unknown_language_goes_when_all_of_it_is_sure(scores: list[float], goes: bool) -> None:
    """No rule has a word of it, and each line alone would wait for a neighbour."""
    texts = [*(PARAGRAPHS * 2), *BOX]
    found = passages(Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain"))
    at = len(texts) - len(BOX)
    gone = {r.passage for r in verdicts(found, Evidence({}, scores=[0.0] * at + scores), BARS["balanced"])[0]}
    assert gone == (set(range(at, len(texts))) if goes else set())


@pytest.mark.parametrize(
    ("furniture", "suspected", "page"),
    [(6, 100, True), (6, 90, False), (5, 100, False), (1, 140, True), (0, 140, False)],
)
def test_a_long_page_is_known_by_some_furniture_and_half_of_its_lines(
    furniture: int, suspected: int, page: bool
) -> None:
    """Of words no list knows but a few; or by some furniture and two lines in three."""
    found = passages(Document("", "", tuple(Block(i, f"Iindaba {i}") for i in range(200)), "plain", "text/plain"))
    scores = [0.6] * suspected + [0.1] * (200 - suspected)
    said = Evidence({}, scores=scores, phrases=dict.fromkeys(range(furniture), "menu entry"))
    assert judge.is_page(found, said) == page

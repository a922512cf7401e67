"""The day of publication, where only readers are told it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.extract.tree import read_tree
from cleaner.extract.visible_date import visible_date
from cleaner.model import Record

PROSE = "<p>" + "The crews of both ferries voted on Tuesday to stay ashore for another week. " * 3 + "</p>"
TITLE = "Ferry strike enters third day"


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>Harbour calendar 2 June 2016</p><h1>{TITLE}</h1><p>12 May 2016, 09:30</p>{PROSE}",
        f"<p>1.</p><h1>{TITLE}</h1><div class='posted-on'>By Ana Berg | 12.05.2016</div>{PROSE}<p>Sailed 3 March 1999.",
        f"<h1>{TITLE}</h1><p>Anna Lind</p><p>12 мая 2016</p>{PROSE}",
        f"<h2 class='meta'>2016-05-12</h2><h1>{TITLE}</h1>{PROSE}",
    ],
)
def test_the_line_with_the_most_signs_of_it_is_believed(markup: str) -> None:
    assert visible_date(read_tree(markup), TITLE) == "2016-05-12"


@pytest.mark.parametrize(
    "markup",
    [
        f"<h1>{TITLE}</h1>{PROSE * 9}<p>The older ship was launched on 3 March 1999 in Oskarshamn.</p>",
        f"<h1>{TITLE}</h1><p>03/04/2019</p>{PROSE}",
        f"<h1>{TITLE}</h1>{PROSE * 20}<p>© 1998 Coast Daily</p>",
    ],
)
def test_a_day_in_the_story_or_one_that_can_be_read_two_ways_is_none(markup: str) -> None:
    assert visible_date(read_tree(markup), TITLE) is None


@given(st.lists(st.sampled_from(["<p>", "<h1>", "</p>", TITLE, "3 May 2016", "2016", "<li class=date>", "31.02.2016"])))
def test_what_is_found_stands_on_the_page(pieces: list[str]) -> None:
    assert visible_date(read_tree("".join(pieces)), TITLE) in (None, "2016-05-03")


def test_what_scripts_and_comments_say_is_no_day_of_publication() -> None:
    """It is mostly when the page was made or saved."""
    saved = '<!-- cached 2021-03-05 21:00:38 --><script>var made = "2021-03-05T21:00:38Z"</script>'
    record = clean(f"<html><body>{saved}<h1>{TITLE}</h1>{PROSE * 3}</body></html>", media_type="text/html")
    assert isinstance(record, Record)
    assert record.date is None

"""A line that holds a date and nothing else is read, in fifteen languages; a doubtful one is left alone."""

from __future__ import annotations

import pytest

from cleaner.extract.datelines import dateline


@pytest.mark.parametrize(
    "line",
    [
        "12 May 2014", "May 12, 2014", "Monday, 12th May 2014", "Published: May 12, 2014, 9:05 am EST", "2014-05-12",
        "2014-05-12T09:05:00+02:00", "12.05.2014", "Stand: 12.05.2014, 14:05 Uhr", "Montag, 12. Mai 2014",
        "Publié le 12 mai 2014 à 14h05", "12.5.2014 - 14:05 CET", "12 de mayo de 2014",
        "12 de maio de 2014", "lunedì 12 maggio 2014", "maandag 12 mei 2014", "12 maja 2014 r.",
        "12 Mayıs 2014 Pazartesi",
        "12 мая 2014 г., 14:05 МСК", "12 травня 2014 року", "12. května 2014", "Ημερομηνία δημοσίευσης: 12 Μαΐου 2014",
        "2014年5月12日",
        "May 12, 2014 | Updated: May 13, 2014",
    ],
)  # fmt: skip
def test_a_date_line_is_read(line: str) -> None:
    """The twelfth of May 2014, however it is written."""
    assert dateline(line) == "2014-05-12"


@pytest.mark.parametrize(
    "line",
    ["03/04/2019", "May 2014", "In 12 May 2014", "12 May 2014 was a Monday", "Vik, 12 May 2014 –", "31 February 2014",
     "12 2014", "99.99.2014", "", "May the 12th", "12 mayonnaise 2014", "1/2/3/4/2014"],
)  # fmt: skip
def test_what_is_more_or_less_than_a_date_is_not(line: str) -> None:
    """Ambiguous, impossible, or part of a sentence."""
    assert dateline(line) is None

"""A pattern that is compiled late is the same pattern."""

from __future__ import annotations

import re

import pytest

from cleaner.patterns import regex


def test_it_answers_as_the_compiled_one_does() -> None:
    """Whatever it is asked first; and it need not be asked twice."""
    late = regex(r"(?P<a>x)y", re.I)
    assert late.search("aXyb").span() == (1, 3)
    assert late.search is late.search
    assert (late.pattern, dict(late.groupindex), late.flags) == (r"(?P<a>x)y", {"a": 1}, re.compile("x", re.I).flags)
    assert [m["a"] for m in late.finditer("xyXY")] == ["x", "X"]
    assert regex(rb"\d+").findall(b"1 22") == [b"1", b"22"]


def test_a_mistake_is_told_when_it_is_asked() -> None:
    """Not before; and what no pattern has, this has not either."""
    late = regex("(")
    with pytest.raises(re.error):
        late.search("")
    with pytest.raises(AttributeError):
        _ = regex("x").serach

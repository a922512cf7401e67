"""Words are found wherever they stand, with the edges they ask for, and nowhere else."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cleaner.boilerplate._cues import Words
from cleaner.boilerplate._reading import marks
from cleaner.boilerplate.cues import ANY, APART, FIRST, JOINED, WHOLE
from cleaner.boilerplate.passages import plain

LETTERS = "ab é_$\x00\U0001d7d9"
LINES = st.text(LETTERS, max_size=20) | st.text("ab ", min_size=60, max_size=140) | st.text()
WORDS = st.tuples(
    st.text(LETTERS, min_size=1, max_size=8),
    st.integers(0, 5),
    st.sampled_from((ANY, APART, JOINED, WHOLE, FIRST)),
    st.sampled_from((ANY, APART, JOINED, WHOLE)),
)


def stands(text: str, word: tuple[str, int, int, int]) -> bool:
    """Whether the word is somewhere in the text, told letter by letter."""
    letters, _, before, after = word

    def suits(wanted: int, beside: str) -> bool:
        return wanted == ANY or (beside.isalnum() == (wanted == JOINED) and not (wanted == WHOLE and beside == "_"))

    return any(
        text.startswith(letters, at)
        and (at == 0 if before == FIRST else suits(before, text[at - 1 : at] if at else ""))
        and suits(after, text[at + len(letters) : at + len(letters) + 1])
        for at in range(len(text))
    )


@given(st.lists(WORDS, max_size=12), st.lists(LINES, max_size=5))
def test_a_line_holds_the_groups_whose_words_stand_in_it(
    words: list[tuple[str, int, int, int]], lines: list[str]
) -> None:
    """One pass over the lines says what looking for each word in turn says."""
    wanted = {i: {w[1] for w in words if stands(line, w)} for i, line in enumerate(lines)}
    found = Words(words).held(lines)
    assert {i: set(groups) for i, groups in found.items()} == {i: groups for i, groups in wanted.items() if groups}
    assert all(len(groups) == len(set(groups)) for groups in found.values())


@given(st.lists(st.text(max_size=30)), st.integers(1, 3))
def test_the_signs_of_a_line_are_what_is_no_letter_and_no_space(lines: list[str], least: int) -> None:
    """Numbers are one sign, whichever they are; letters and white space are none; lines with few signs are left out."""
    signs = [
        {"0" if c.isdecimal() else c for c in line if c.isdecimal() or not (c.isalnum() or c.isspace())}
        for line in lines
    ]
    assert marks(lines, least) == {i: found for i, found in enumerate(signs) if len(found) >= least}


def _by_hand(text: str) -> str:
    """The plain form as a sentence of rules: signs straightened, then each letter small if it stays one letter."""
    for curly, straight in zip("’‘\u00a0\u202f\t\rİ", "''    i", strict=True):
        text = text.replace(curly, straight)
    small = re.sub("[\ud800-\udfff]", "?", text).lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@given(st.text(st.characters()) | st.text("ΑΣσς İıßẞǅKÅ’‘\t\r\ud800𐐀.", max_size=20))
def test_the_plain_form_is_as_long_as_the_text(text: str) -> None:
    """A place in the one is a place in the other; a sigma at the end of a word is written as one."""
    assert plain(text) == _by_hand(text)
    assert len(plain(text)) == len(text)

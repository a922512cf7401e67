"""The woven story of a block tells both ends of it: the text before all stages and the text after."""

from __future__ import annotations

from hypothesis import given

from cleaner.edits import apply
from cleaner.model import Change, Edit
from cleaner.trace import _weave

from .test_edits import document, edited


@given(edited(), edited())
def test_spans_hold_the_input_and_the_output(
    one: tuple[list[str], list[Edit]], two: tuple[list[str], list[Edit]]
) -> None:
    """Kept and gone spans are the input, kept and put spans the output, through two stages."""
    texts, edits = one
    middle, first = apply(document(texts), edits, "one")
    inside = [e for e in two[1] if e.block < len(texts) and e.end <= len(middle.blocks[e.block].text)]
    last, second = apply(middle, inside, "two")
    for i, text in enumerate(texts):
        spans = _weave(text, [c for c in first + second if c.block == i])
        assert "".join(s.text for s in spans if s.fate != "put") == text
        assert "".join(s.text for s in spans if s.fate != "gone") == last.blocks[i].text
        assert all(s.changes for s in spans if s.fate != "kept")


def test_a_mended_then_removed_place_names_both_rules() -> None:
    """Text that one stage put and another replaced shows the input once, with both changes."""
    mend = Change("repair", "quote", 0, 0, "?", "“")
    fold = Change("spacing", "straight", 0, 0, "“", '"')
    spans = _weave("?Hi", [mend, fold])
    assert [(s.text, s.fate) for s in spans] == [("?", "gone"), ('"', "put"), ("Hi", "kept")]
    assert [c.rule for c in spans[1].changes] == ["quote", "straight"]

"""The one law: edits settle whatever their order, apply in one place, and can be taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.edits import apply, carry, revert, settle
from cleaner.model import Block, Document, Edit

TEXTS = st.lists(st.text("abc é\n", max_size=12), min_size=1, max_size=3)


def document(texts: list[str]) -> Document:
    return Document("id", "name", tuple(Block(i, t) for i, t in enumerate(texts)), "test", "text/plain")


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[Edit]]:
    """Block texts, and any edits that lie inside them."""
    texts = draw(TEXTS)
    edits = []
    for _ in range(draw(st.integers(0, 8))):
        block = draw(st.integers(0, len(texts) - 1))
        start = draw(st.integers(0, len(texts[block])))
        end = draw(st.integers(start, len(texts[block])))
        edits.append(Edit(block, start, end, draw(st.text("xy ", max_size=3)), draw(st.sampled_from("pqr"))))
    return texts, edits


@given(edited(), st.randoms())
def test_the_order_of_edits_does_not_matter(case: tuple[list[str], list[Edit]], rng: object) -> None:
    """Shuffled edits give the same document and the same changes."""
    texts, edits = case
    other = list(edits)
    rng.shuffle(other)  # type: ignore[attr-defined]
    assert apply(document(texts), edits, "s") == apply(document(texts), other, "s")


@given(edited())
def test_settled_edits_do_not_overlap_and_none_is_dropped_without_cause(case: tuple[list[str], list[Edit]]) -> None:
    """Kept edits are disjoint; a dropped one overlaps a kept one that is at least as long."""
    _, edits = case
    kept = settle(edits)

    def clash(a: Edit, b: Edit) -> bool:
        if a.block != b.block:
            return False
        inserts = a.start == a.end and b.start == b.end
        return a.start == b.start if inserts else a.start < b.end and b.start < a.end

    assert not any(clash(a, b) for i, a in enumerate(kept) for b in kept[:i])
    for lost in set(edits) - set(kept):
        assert any(clash(lost, k) and k.end - k.start >= lost.end - lost.start for k in kept)


@given(edited(), edited())
def test_revert_restores_through_two_stages(
    one: tuple[list[str], list[Edit]], two: tuple[list[str], list[Edit]]
) -> None:
    """What two stages did is taken back from the changes alone."""
    texts, edits = one
    middle, first = apply(document(texts), edits, "one")
    inside = [e for e in two[1] if e.block < len(texts) and e.end <= len(middle.blocks[e.block].text)]
    last, second = apply(middle, inside, "two")
    assert revert([b.text for b in last.blocks], first + second) == texts


@given(edited())
def test_carry_follows_untouched_characters(case: tuple[list[str], list[Edit]]) -> None:
    """A character no edit touched is found again where `carry` says."""
    texts, edits = case
    after, changes = apply(document(texts), edits, "s")
    for block, text in enumerate(texts):
        here = [c for c in changes if c.block == block]
        for at, char in enumerate(text):
            if not any(c.start <= at < c.start + max(1, len(c.before)) for c in here):
                assert after.blocks[block].text[carry(at, here)] == char

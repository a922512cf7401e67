"""The loops in native code against the few lines of Python that say what they do."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.encoding import remap
from cleaner.encoding._context import margins_of
from cleaner.encoding._lost import Filler, marked
from cleaner.encoding._mojibake import Frame, Stretches, groups, spared
from cleaner.encoding._pieces import Piece, Pieces
from cleaner.encoding._remap import exchanged, listed
from cleaner.encoding.channels import Channel, channels
from cleaner.encoding.context import SENTENCE_END, judge, signs_of
from cleaner.encoding.lexicon import WORD, lexicon


def _pieces(text: str, ends: list[int]) -> Pieces:
    """Pieces of one or two characters, apart."""
    starts = sorted({end for end in ends if end < len(text)})
    after = [*starts[1:], len(text)][: len(starts)]
    return Pieces(Piece(start, min(start + 2, then), "é") for start, then in zip(starts, after, strict=True))


_words = ["word", "é", "Ã©", " ", "\n", "\xa0", ".", "…", "”", "a", "w" * 61]
_text = st.lists(st.sampled_from(_words), max_size=40).map("".join)
_ends = st.lists(st.integers(0, 60))


@given(_text, _ends)
def test_a_group_of_pieces_has_no_blank_between(text: str, ends: list[int]) -> None:
    pieces = _pieces(text, ends)
    found = groups(text, pieces)
    assert [p.start for group in found for p in group] == [p.start for p in pieces]
    for group, after in pairwise(found):
        between = text[group[-1].end : after[0].start]
        assert len(group) == 24 or len(between) > 60 or re.search(r"\s", between)
    for group in found:
        between = [text[p.end : q.start] for p, q in pairwise(group)]
        assert len(group) <= 24 and not any(len(b) > 60 or re.search(r"\s", b) for b in between)
    assert groups(text, pieces, 2) == found[:2]
    if pieces:
        with pytest.raises(ValueError):
            groups(text[: pieces[-1].end - 1], pieces)


@given(_text, st.integers(0, 60), st.integers(0, 4))
def test_a_frame_begins_a_sentence_where_the_pattern_says_so(text: str, first: int, size: int) -> None:
    first = min(first, len(text))
    frame = Frame(text, first, min(first + size, len(text)))
    begins = SENTENCE_END.search(text, max(0, frame.start - 4), frame.start) is not None
    assert frame.left == ("\n" if begins else text[max(0, frame.start - 1) : frame.start])
    assert text[frame.start :].startswith(frame.text + frame.right) and frame.start <= first


@given(_text, _ends)
def test_a_frame_in_parts_is_the_frame(text: str, ends: list[int]) -> None:
    for group in groups(text, _pieces(text, ends)):
        frame = Frame(text, group[0].start, group[-1].end)
        parts = frame.parts(group, judge("fr").prices)
        sure, read = parts[::2], parts[1::2]
        assert all(isinstance(part, str) for part in sure) and len(read) == len(group)
        for part, p in zip(read, group, strict=True):
            literal = text[p.start] if p.end - p.start == 1 else "é"
            assert list(part) == list(dict.fromkeys(["é", literal]))
        kept = [
            c for part, p in zip([*read, ""], [*group, None], strict=True) for c in (text[p.start : p.end] if p else "")
        ]
        assert len(frame.text) == sum(map(len, sure)) + len(kept)


@given(_text, _ends)
def test_spared_words_hold_no_piece(text: str, ends: list[int]) -> None:
    kept, done = [], 0
    for p in (pieces := _pieces(text, ends)):
        if p.start >= done:
            start = text.rfind(" ", max(0, p.start - 60), p.start) + 1 or p.start
            kept.append(text[done : max(done, start)])
        done = text.find(" ", p.end, p.end + 60)
        done = p.end if done < 0 else done
    assert spared(text, pieces) == " ".join([*kept, text[done:]])


def _cut(text: str, channel: Channel) -> list[tuple[int, int, str]]:
    """The longest piece first, from the left; what is none may be UTF-8 of another script."""
    longest = max(map(len, channel.origins), default=0)
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(text):
        sizes = (size for size in range(min(longest, len(text) - at), 0, -1) if text[at : at + size] in channel.origins)
        size = next(sizes, 0)
        origins = channel.origins[text[at : at + size]] if size else ""
        for more in () if size else (2, 3, 4):
            octets = bytes(channel.bytes_of.get(c, 32) for c in text[at : at + more])
            read = octets.decode("utf-8", "replace")
            if len(octets) == more and len(read) == 1 and read > "\u036f" and read != "\ufffd" and read.isprintable():
                origins, size = read, more
        if origins:
            found.append((at, at + size, origins))
        at += size if origins else 1
    return found


@pytest.mark.parametrize("channel", [*channels()[:8], *channels()[20::10]], ids=lambda channel: channel.name)
@given(st.data())
@settings(max_examples=60)
def test_a_channel_cuts_out_the_longest_pieces(channel: Channel, data: st.DataObject) -> None:
    forward = st.sampled_from("éżдτ’“—\xa0ệа中한").map(channel.forward)
    text = "".join(data.draw(st.lists(forward | st.sampled_from([*"aÃâ€Ð ?\n\ud800𝄞"]), max_size=20)))
    pieces = channel.cutter.pieces(text)
    cut = _cut(text, channel)
    assert [(p.start, p.end, p.origins) for p in pieces] == cut
    assert (channel.cutter.price(text) is None) == (not cut)
    assert pieces == Pieces(pieces) and hash(pieces) == hash(Pieces(pieces))


@given(st.text("àÃÂâ ©", max_size=3), st.text("ÃÂÅâ©€\x81™àÿa", min_size=2, max_size=2))
def test_half_a_pair_counts_against_a_channel(before: str, pair: str) -> None:
    """Whether two characters are one, misread in Windows-1252 or Latin-1."""
    halved = False
    for table in ("cp1252", "latin-1"):
        try:
            halved = halved or len(pair.encode(table).decode("utf-8")) == 1
        except UnicodeError:
            continue
    text = before + pair
    pieces = Pieces([Piece(len(text) - 1, len(text), "é")])
    gain, *_ = Stretches(text).gain(pieces, judge("fr").prices, frozenset())
    assert (gain < -100) == halved


@given(st.text("Çavuþoðlu Ýnn aþ¿?“”\ud800𝄞"))
def test_an_exchanged_text_is_a_translated_one(text: str) -> None:
    table = remap.exchange("cp1254", "cp1252")
    assert exchanged(text, table) == text.translate(table)


_chunks = ["Çavuþoðlu", "içinde", "güzel,", "þey", "þ?", "“bu”", "1984", "İstanbul", "x?y"]


@given(st.lists(st.sampled_from(_chunks), min_size=1, max_size=9))
def test_a_chunk_is_known_when_all_its_words_are(chunks: list[str]) -> None:
    table, words = remap.exchange("cp1254", "cp1252"), lexicon("tr").rarity
    rows = listed(chunks, table, words, 0.0)
    expected = []
    for changed in (chunk.translate(table) for chunk in chunks):
        found = WORD.findall(changed)
        known = 2 * sum(map(len, found)) >= len(changed) and "?" not in changed.strip("?")
        known = known and all(w.lower() in words for w in found)
        known = known and any(len(w) > 2 or (not w.isascii() and words[w.lower()] < 32) for w in found)
        quoted = known or ("?" not in changed and {c for c in changed if not c.isascii()} <= set("‘’“”«»"))
        expected.append((changed, known, quoted))
    assert rows == (expected if sum(quoted for *_, quoted in expected) >= 2 else None)


def test_words_that_lose_letters_are_all_found() -> None:
    words = lexicon("de").rarity
    lost = str.maketrans("", "", "äöü")
    expected: dict[str, list[tuple[int, str]]] = {}
    for word, rarity in words.items():
        if (left := word.translate(lost)) != word:
            expected.setdefault(left, []).append((rarity, word))
    for left in ("mglich", "fr", "ber", "", "haus", "möglich", "grße"):
        assert words.losing("äöü", left) == sorted(expected.get(left, []))


def _filler(language: str, letters: str) -> Filler:
    return Filler(lexicon(language).rarity, signs_of(language), language, letters, False, False)


def test_what_was_lost_is_filled_with_letters_or_signs() -> None:
    text = "Das ist m\ufffdglich."
    marks = [(9, 10, [(0,)])]
    ranked = _filler("de", "äöüß").ways(text, 8, 16, marks, False, "")
    assert ranked == sorted(ranked) and ranked[0][1] == ("ö",)
    assert ("’",) in [strings for _, strings in ranked]
    signs = _filler("de", "").ways(text, 8, 16, marks, False, "")
    assert signs and not any(c.isalpha() and c not in "ªº" for _, (c,) in signs)


@given(st.lists(st.sampled_from(["??", "?", "a", "wort", " ", "\n", "\u2003", "ï¿½", "é"]), max_size=20).map("".join))
@pytest.mark.parametrize("mark", ["?", "ï¿½"])
def test_marked_stretches_are_what_the_patterns_find(mark: str, text: str) -> None:
    chunks = [m for m in re.finditer(r"\S+", text) if mark in m.group()]
    runs = [m.span() for m in re.finditer(f"(?:{re.escape(mark)})+", text)]
    expected = [(*m.span(), [run for run in runs if m.start() <= run[0] < m.end()]) for m in chunks]
    assert marked(text, mark) == expected


_strings = st.tuples(st.sampled_from("ab–—"), st.sampled_from("ab–—"))


@given(st.dictionaries(_strings, st.integers(0, 30), min_size=1, max_size=8))
def test_a_margin_is_how_far_the_next_reading_is_behind(costs: dict[tuple[str, str], int]) -> None:
    ranked = sorted((float(cost), strings) for strings, cost in costs.items())
    least, chosen = ranked[0]
    for at, margin in enumerate(margins_of(ranked, 99.0, frozenset("–—"))):
        others = [c for c, s in ranked if s[at] != chosen[at] and not {s[at], chosen[at]} <= set("–—")]
        assert margin == (min(others) if others else ranked[-1][0] if len(ranked) > 1 else 99.0 + least) - least


@pytest.mark.parametrize(("start", "end"), [(8, 17), (-1, 16), (10, 9), (8, 9)])
def test_a_stretch_beyond_the_text_or_its_marks_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="beyond"):
        _filler("de", "äöüß").ways("Das ist m\ufffdglich.", start, end, [(9, 10, [(0,)])], False, "")


def test_a_mark_a_byte_says_how_long_its_characters_are() -> None:
    """Two marks are one letter of two bytes; three are a sign or a letter of three, of which German has none."""
    two = _filler("de", "äöüß").ways("m\ufffd\ufffdglich", 0, 8, [(1, 3, [(2,)])], False, "")
    assert two[0][1] == ("ö",) and all(len(c.encode()) == 2 for _, (c,) in two)
    three = _filler("de", "äöüß").ways("a \ufffd\ufffd\ufffd b", 2, 5, [(2, 5, [(3,)])], False, "")
    assert three and all(len(c.encode()) == 3 for _, (c,) in three)


def test_what_fills_one_text_does_not_change_the_next() -> None:
    """Words are remembered, but not whether a sentence began with them."""
    filler = _filler("de", "äöüß")
    text, marks = "\ufffdber", [(0, 1, [(0,)])]
    small, capital = (filler.ways(text, 0, 4, marks, begins, "") for begins in (False, True))
    assert small[0][1] == ("ü",) and capital[0][1] == ("Ü",)
    assert small == filler.ways(text, 0, 4, marks, False, "")

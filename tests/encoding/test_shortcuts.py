"""What spares a pass its work may never hide something from it: each short cut against the long way round."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.encoding import build_pairs, invisible, lossless, lost, prose
from cleaner.encoding._alphabets import runs as runs_of
from cleaner.encoding._alphabets import stretches
from cleaner.encoding._mojibake import from_blank_to_blank
from cleaner.encoding._signals import weight
from cleaner.encoding.alphabets import held, runs, tally
from cleaner.encoding.evidence import _LOSSY, pairs, sights
from cleaner.encoding.lexicon import WORD, guess_in
from cleaner.encoding.signals import damaged

_ODD = re.findall(
    r"[^\x00-\x7f]", "".join(MOJIBAKE_CATEGORIES.values()) + "ÃÂâÎÐØÙŒœà√≈×‚вЂГўВРСβ€ΒΓΞΟā°²³ŸŠ®µ»™†\x85\x91"
)
_pieces = st.lists(st.sampled_from([*_ODD, *_ODD, " ", "\n", "\xa0", "a", "Z", "1", "?", ".", "-"]), max_size=12)


@given(_pieces.map("".join))
@settings(max_examples=1500)
def test_bad_is_what_ftfy_finds_bad(text: str) -> None:
    assert lossless.looks_bad(text) == is_bad(text)


def test_ftfy_finds_nothing_in_plain_letters() -> None:
    """It has them in no class but those of common letters, which are bad only beside something else."""
    plain = "".join(c for c in map(chr, range(0x80, 0x20000)) if not runs_of(c + c, True))
    ours = {"lower_common", "upper_common"}
    classes = "".join(odd for name, odd in MOJIBAKE_CATEGORIES.items() if name not in ours)
    assert {*re.findall(f"[{classes}ŒœÂÃÎÐØÙà×√≈‚Ђā]", plain)} == {*"\xa0·«»–—‘’“”„…±²³¹¼½¾÷"}
    assert {*"щЁѓΩ漢ー！क한ا😀"} <= {*plain}


@given(st.text("ВГРСвўЂщΒΓΞΟβά漢ー。😀aZ .»«“”’–…·½²−\xa0éÃ", max_size=12))
@settings(max_examples=4000)
def test_plain_letters_hide_nothing(text: str) -> None:
    assert lossless.looks_bad(text) == is_bad(text)


@given(st.text())
def test_characters_and_runs_outside_ascii(text: str) -> None:
    assert held(text) == {c for c in text if not c.isascii()}
    assert runs(text) == set(re.findall(r"[^\x00-\x7f]{2,}", text))


@given(st.text() | st.text("éć’a1²_ \ud800𝄞"))
def test_characters_outside_ascii_are_counted(text: str) -> None:
    found = tally(text)
    assert found.times == Counter(c for c in text if not c.isascii())
    assert found.within == {c for c in held(text) if re.search(rf"[^\W\d_]{re.escape(c)}(?=[^\W\d_])", text)}


@given(st.text("éć𝄞ab \n\xa0", max_size=60), st.sets(st.sampled_from("é𝄞\xa0")), st.integers(1, 9), st.integers(1, 4))
def test_stretches_are_what_the_pattern_finds(text: str, odd: set[str], widest: int, most: int) -> None:
    found = re.findall(f"[^ \t\r\n]{{1,{widest}}}", text)
    assert stretches(text, "".join(odd), widest, most) == list(dict.fromkeys(f for f in found if odd & set(f)))[:most]


@given(st.lists(st.sampled_from([*"??()., \nxÉ½9²", "word", "?"]), max_size=30).map("".join))
@settings(max_examples=1500)
def test_question_marks_weigh_no_less_than_lost_gives(text: str) -> None:
    assert weight(text) >= min(2.0, lost._weight(text) + 2 * (lost._MISPLACED.search(text) is not None)) - 1e-6


_any = st.text() | st.text("Ãâ€™\x80\xff?a \n\x00\ufffd\ud800\uffff𝄞", max_size=200)


@given(_any, st.integers(0, 200), st.integers(0, 200), st.integers(0, 80))
def test_a_stretch_reaches_from_blank_to_blank(text: str, start: int, size: int, most: int) -> None:
    start = min(start, len(text))
    end = min(start + size, len(text))
    before, after = (re.match(r"\S*", part) for part in (text[:start][::-1], text[end:]))
    assert before is not None and after is not None
    expected = start - min(before.end(), most), end + min(after.end(), most)
    assert from_blank_to_blank(text, start, end, most) == expected


@given(st.lists(st.sampled_from([*"ÃÅâ€™œ©„žŸ”Г?aA bs\xa0Ђ╨░п", "word"]), max_size=16).map("".join))
@settings(max_examples=500)
def test_every_odd_pair_is_seen(text: str) -> None:
    """The pairs of channels as one pattern finds them, and each lossy pattern without a look at what it needs."""
    odd = pairs()
    leads, seconds = "".join(map(re.escape, odd)), "".join(map(re.escape, {s for p in odd.values() for s in p}))
    found = re.findall(f"[{leads}][{seconds}]", text)
    expected = [f for f in found if f[1] in odd[f[0]]]
    expected += re.findall("(?<=[a-zà-öø-ÿ])[ÃÄÅ][ŸŠŒŽ]", text)
    expected += [m.group() for needs, _, pattern in _LOSSY for m in pattern(needs).finditer(text)]
    assert list(sights(text, held(text))) == expected


def test_the_file_of_pairs_is_what_the_channels_give() -> None:
    """If this fails, the channels have changed: `python -m cleaner.encoding.build_pairs`."""
    assert files("cleaner.encoding").joinpath("pairs.txt").read_bytes() == build_pairs.pairs()


@given(st.lists(st.sampled_from([*"ÃÅâ€™œ©„žŸ”Г?aA bs\xa0Ђ╨░п→", "word", "the "]), max_size=16).map("".join))
@settings(max_examples=500)
def test_a_text_with_a_sign_of_misreading_is_damaged(text: str) -> None:
    """Whatever was remembered of earlier texts."""
    if any(sights(text, held(text))):
        assert damaged(text)


#: Signs of damage in plain ASCII, as patterns.
_SIGNS = [
    re.compile(pattern)
    for pattern in (
        r"\s\?+[A-Za-z]", r"[A-Za-z]\?+[a-z]", r" \?+ [a-z]", r"&(?:#|[A-Za-z][A-Za-z0-9]{1,30};)",
        r"#x?[0-9A-Fa-f]{2,6};", r"=(?:[0-9A-F]{2}|[ \t]*\r?\n)", r"\\[ux][0-9A-Fa-f]{2}", r"%[89A-Fa-fu][0-9A-Fa-f]",
        r"<U\+", r"(?<=[A-Za-z])[`^~][A-Za-z\s]", r"u(?:20|21|0|1e|d83)", r"[\x00-\x08\x0b\x0e-\x1f\x7f]",
    )
]  # fmt: skip


@given(st.lists(st.sampled_from([*"?&#=\\%<U+`^~;ux0128edA9f \n\r\x0b", "word", "x?", "&lt"]), max_size=9).map("".join))
@settings(max_examples=1500)
def test_plain_text_is_damaged_where_a_sign_stands(text: str) -> None:
    whole = f"Plain words, {text} and plain words."
    assert damaged(whole) == any(sign.search(whole) for sign in _SIGNS)


@given(
    st.lists(st.sampled_from(["the", "DER", "και", "ΤΟΥΣ", "İle", "ve", "и", "x1y", "²", "_", ",", " ", "\x1c"])).map(
        "".join
    )
)
@settings(max_examples=500)
def test_first_words_are_those_that_the_pattern_finds(text: str) -> None:
    for size in (0, 20, 4000):
        words = " ".join(WORD.findall(text, 0, size))
        assert guess_in(text, size) == guess_in(words, len(words), apart=True)
        assert guess_in(text, size, apart=True) == guess_in(text[:size], size, apart=True)


_WORDS = [
    "https://a.b/c?d=e ",
    "www.a.b ",
    "a?b=c&d ",
    "=?utf-8?Q?a?= ",
    "`x` ",
    "T<U> ",
    ">>> a\n",
    "f('x') ",
    "$ ls\n",
]


@given(st.lists(st.sampled_from([*_WORDS, "word ", "?", "=", "<", "('", "\n", "?="]), max_size=10).map("".join))
@settings(max_examples=500)
def test_addresses_are_found_whatever_else_a_text_holds(text: str) -> None:
    whole = prose._any_of(tuple(pattern for _, pattern in prose._ADDRESS))
    closed = prose.addresses(text)
    inside = {i for match in whole.finditer(text) for i in range(*match.span())}
    assert {i for i in range(len(text)) if i in closed} == inside


@given(
    st.lists(st.sampled_from([*"abé ПриX\xad\u200b\ufeff\u0301´^~ﬁＡ\x01\n", "H e l l o   y o u   t h e r e"])).map(
        "".join
    )
)
@settings(max_examples=500)
def test_every_invisible_character_is_seen(text: str) -> None:
    found = {i for put in invisible._found(text) for i in range(put.start, put.end)}
    for pattern in (invisible._MARK, invisible._HIDDEN, invisible._CONTROLS, invisible._LIGATURES):
        assert {i for match in pattern.finditer(text) for i in range(*match.span())} <= found

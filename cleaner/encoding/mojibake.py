"""UTF-8 that was read with another table of characters: which table, and what the text was.

The table is one for the whole document: that many pieces fall into place at once is the evidence, and it settles
the pieces that alone could be several things. What lost no bytes has one reading; what did is read in its context.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from math import inf

from msgspec import Struct

from ._mojibake import (
    Frame,
    Stretches,
    beyond,
    ending_in_blanks,
    first_reading,
    groups,
    is_whole,
    origins,
    spared,
    unread,
)
from ._pieces import Piece, Pieces
from ._reading import Reader
from .alphabets import LETTERS, held, letters_of
from .channels import MISREAD, Channel, channels, read_as
from .context import Judge
from .context import judge as judge_of
from .evidence import proves, remains, sights
from .lexicon import first_words, guess_in, language_of, likely_languages
from .prose import addresses
from .spans import Put

#: How far a channel's score may be behind the best to be judged by its words, and how many are.
_NEAR, _TRIED = 160.0, 7
#: How many odd pairs of characters are looked at, and how long a stretch decides, in characters.
_SEEN, _SAMPLE = 60, 2000
#: How much better, in decibels, the words must read for a channel to be believed at all.
_GAIN = 15.0
#: So few signs can be read in too many ways for words to tell: a channel that explains them all without loss wins.
_FEW_SEEN = 8
#: The same where the only sign of damage is letters that the language does not own.
_STRANGE = 60.0


class Parse(Struct, frozen=True):
    """What one channel makes of a text."""

    channel: Channel
    pieces: Pieces


def parse(text: str, channel: Channel) -> Parse:
    """The pieces of `text` that the channel can have made, longest first from the left."""
    return Parse(channel, channel.cutter.pieces(text))


def _score(text: str, channel: Channel) -> float:
    """The length of the channel's explanation of a text, less what it explains; infinite when it finds no piece."""
    price = channel.cutter.price(text)
    return inf if price is None else channel.rank + price


@lru_cache(maxsize=1 << 12)
def _able(sign: str) -> tuple[int, ...]:
    """The places of the channels in whose pieces a sign stands."""
    return tuple(place for place, channel in enumerate(channels()) if sign in channel.inner)


def choose(text: str) -> Parse | None:
    """The channel that explains the text's odd characters best; None when leaving them alone is as good."""
    seen = list(islice(sights(text, held(text)), _SEEN))
    if not seen:
        return None
    sample = text if len(text) <= _SAMPLE else text[max(0, text.find(seen[0]) - 200) :][:_SAMPLE]
    able = [0] * len(channels())
    for sign in seen:
        for place in _able(sign):
            able[place] += 1
    most = max(able)
    tried = [(_score(sample, c), place, c) for place, c in enumerate(channels()) if 0 < most <= 7 * able[place]]
    tried = sorted(row for row in tried if row[0] < _NEAR / 2)
    near: list[Parse] = []
    for score, _, channel in tried:
        if score >= tried[0][0] + _NEAR or len(near) == _TRIED:
            break
        read = _apart(sample, parse(sample, channel))
        if all(read.pieces != other.pieces for other in near):
            near.append(read)
    if len(seen) <= _FEW_SEEN and next(remains(sample, held(sample)), None) is None:
        near = [read for read in near if is_whole(sample, read.pieces)] or near
    judged = [(_gain(sample, p), -place, p) for place, p in enumerate(near)]
    gain, _, chosen = max(judged, key=lambda row: row[:2], default=(-inf, 0, None))
    if chosen is None or gain <= _GAIN + (chosen.channel.rank if len(chosen.pieces) == 1 else 0):
        return None
    return _fuller(text, chosen if sample is text else _apart(text, parse(text, chosen.channel)))


def _apart(text: str, found: Parse) -> Parse:
    """The same, where half a letter and a blank (`Ã le`) are that letter and the blank if so they read better.

    The second half of `à` is a hard space: what is there now may be that, or the blank beside it.
    """
    doubtful = ending_in_blanks(text, found.pieces, "à")
    if not doubtful:
        return found
    told = language_of(text)
    languages = (_language(text, found.pieces), *((told,) if told else _WITH_A_GRAVE))
    pieces: list[Piece] = []
    for group in groups(text, found.pieces):
        frame, now = _frame(text, group), list(group)
        for at, p in enumerate(group):
            if p.start not in doubtful:
                continue
            apart = [*now[:at], Piece(p.start, p.end - 1, p.origins), *now[at + 1 :]]
            if _elided(text, p.end, now) or _least(frame, apart, languages) < _least(frame, now, languages):
                now = apart
        pieces += now
    return Parse(found.channel, Pieces(pieces))


#: Languages in which many a word ends so, tried where the text is too short to tell its own.
_WITH_A_GRAVE = ("fr", "it", "pt")


def _least(frame: Frame, group: Sequence[Piece], languages: Sequence[str]) -> float:
    """What the likeliest reading of a group costs in the language where it costs least."""
    pieces, judges = Pieces(group), map(judge_of, languages)
    return min(judge.least(frame.parts(pieces, judge.prices), frame.left, frame.right) for judge in judges)


_ARTICLE = re.compile(r"(?:qu|[^\W\d_])(?=(['’])?)")


def _elided(text: str, start: int, group: Sequence[Piece]) -> bool:
    """Whether a word begins here that lost its end, as in `à l’est`; the apostrophe may be damaged itself."""
    word = _ARTICLE.match(text, start)
    return word is not None and (bool(word[1]) or any(p.start == word.end() and p.origins == "’" for p in group))


def _fuller(text: str, found: Parse) -> Parse:
    """The same and what a kindred channel reads beyond it, where first bytes of a character were left unread.

    What is rare (the one `č` among all the `ė` and `ų`) may stand beyond the sample by which the channel was chosen.
    """
    judge = judge_of(_language(text, found.pieces))
    if not unread(text, found.pieces, found.channel.leads - judge.own):
        return found
    most, fullest = _GAIN, found
    for channel in channels():
        if channel.family == found.channel.family and channel is not found.channel:
            pieces = channel.cutter.pieces(text)
            more = beyond(text, found.pieces, pieces, judge.prices, -channel.rank / 4)
            if more is not None and more[0] > most:
                most, fullest = more[0], Parse(channel, more[1])
    return fullest


def _gain(text: str, parse: Parse) -> float:
    """By how many decibels the words read better than they stand, on a sample; fetching the channel from afar costs.

    Minus infinity where nothing proves damage: no odd piece, nor letters that are foreign to the language.
    """
    channel, judge = parse.channel, judge_of(_language(text, parse.pieces))
    gain, won, foreign = _stretches(text).gain(parse.pieces, judge.prices, channel.leads - judge.own)
    gain -= channel.rank / 4
    if proves(text, parse.pieces):
        return gain
    if foreign >= 2 and won >= 2 and gain > _STRANGE and language_of(text) is not None and _is_written_in(text, judge):
        return gain
    return -inf


#: Of so many plain words or more such a share is known to the lexicon of the language a text is in; another's is not.
_PLAIN_WORDS, _KNOWN = 12, 0.25


def _is_written_in(text: str, judge: Judge) -> bool:
    """Whether a text's words of plain letters are the language's: one that nobody knows is taken for a known one."""
    words = [w.lower() for w in first_words(text, _SAMPLE) if len(w) > 2 and w.isascii()]
    return len(words) < _PLAIN_WORDS or sum(w in judge.words.rarity for w in words) >= _KNOWN * len(words)


def read(text: str, parse: Parse) -> tuple[list[Put], list[tuple[int, int]]]:
    """Replacements and open places for one parse."""
    reader = Reader(text, parse.channel.family, lambda: judge_of(_language(text, parse.pieces)).prices)
    closed = addresses(text)
    for group in groups(text, parse.pieces):
        if group[0].start not in closed:
            reader.read(group)
    return reader.told()


def half_pictures(text: str) -> list[tuple[int, int]]:
    """Where a picture lost a byte (`ðŸ“?`): nobody knows which it was, and what stands for the byte was no letter."""
    if _picture_signs().isdisjoint(held(text)) or not any(lead in text for lead in _picture_leads()):
        return []
    return [match.span() for match in _half_picture().finditer(text)]


@cache
def _picture_leads() -> Mapping[str, str]:
    """What the first two bytes of pictures become → what the others may become."""
    tables = (read_as(codec, None) for codec in MISREAD)
    return {table[0xF0] + table[0x9F]: "".join(table[0x80:0xC0]) for table in tables}


@cache
def _picture_signs() -> frozenset[str]:
    """What the second byte of a picture becomes."""
    return frozenset(lead[1] for lead in _picture_leads())


@cache
def _half_picture() -> re.Pattern[str]:
    halves = (
        f"{re.escape(lead)}(?:[?\ufffd][{re.escape(inner)}]?|[{re.escape(inner)}][?\ufffd])"
        for lead, inner in _picture_leads().items()
    )
    return re.compile("|".join(halves))


@lru_cache(maxsize=8)  # asked when a channel is judged, again when it is chosen, and when it is read
def _language(text: str, found: Pieces) -> str:
    """The language of the text, or of what it becomes when hardly a word was spared."""
    kept = spared(text, found)
    told, share = language_of(kept), len(kept) / max(len(text), 1)
    if told is not None and share > _ENOUGH_SPARED:
        if len(kept) > _FEW_SPARED:
            return told
        languages = sorted({told, *likely_languages(kept)})
    else:
        times = origins(found, _SAMPLE)
        languages = sorted({*_of_script(times), *_guessed(text, found, times), *([told] if told else [])})
    best, least = languages[0], inf
    for language in languages if len(languages) > 1 else ():
        if (price := _strangeness(text, found, language, least)) < least:
            best, least = language, price
    return best


#: What share of the letters must stand in words that damage left alone for these to tell the language by themselves.
_ENOUGH_SPARED = 0.5
#: In so few characters the common words of kindred languages are told apart by the damaged words only.
_FEW_SPARED = 200


def _guessed(text: str, found: Pieces, times: Mapping[str, int]) -> Sequence[str]:
    """Languages by the common words in a first reading of all pieces."""
    words = first_reading(text, found)
    many = 0.3 * min(len(found), _SAMPLE)
    if sum([n for able, n in times.items() if "\u1ea0" <= able[-1] <= "\u1eff"]) > many:
        return (*likely_languages(words), "vi")
    return likely_languages(words) if guess_in(words, len(words)) else ("en", *_owners(text, found))


def _owners(text: str, found: Pieces) -> Sequence[str]:
    """The languages in which the damaged words are known ones, for a text too short to tell its own."""
    asked = [set(p.origins) for p in found if all(map(str.isalpha, p.origins))] if len(text) <= _FEW_SPARED else []
    able = (language for language in LETTERS if asked and not any(map(letters_of(language).isdisjoint, asked)))
    most = _LISTED * len(groups(text, found))
    return [language for language in able if _strangeness(text, found, language, most) < most]


#: What a word that no list knows costs at the least, in decibels.
_LISTED = 55.0


#: Languages with a script of their own, and the bounds of that script.
_SCRIPTS = (("\u0370", "\u03ff", ("el",)), ("\u0400", "\u04ff", ("ru", "uk")))


def _of_script(times: Mapping[str, int]) -> list[str]:
    """The languages in whose script nearly all pieces can have been; none when that is Latin."""
    letters, found = 0, [0] * len(_SCRIPTS)
    for able, n in times.items():
        if able[0].isalpha() or able[-1].isalpha():
            letters += n
            for place in _scripts_of(able):
                found[place] += n
    least = 0.9 * letters
    return [language for n, (_, _, own) in zip(found, _SCRIPTS, strict=True) if n > least > 2 for language in own]


@lru_cache(maxsize=1 << 12)  # channels have a thousand such
def _scripts_of(able: str) -> tuple[int, ...]:
    """The places of the scripts that one of these characters is of."""
    return tuple(place for place, (first, last, _) in enumerate(_SCRIPTS) if any(first <= c <= last for c in able))


def _strangeness(text: str, found: Pieces, language: str, most: float) -> float:
    """Decibels of the first readings in a language; it may stop when there are `most`."""
    return _stretches(text).strangeness(found, judge_of(language).prices, most)


@lru_cache(maxsize=4)  # of the samples by which channels and languages are chosen
def _stretches(text: str) -> Stretches:
    return Stretches(text)


def _frame(text: str, group: Sequence[Piece] | Pieces) -> Frame:
    """The words around a group of pieces."""
    return Frame(text, group[0].start, group[-1].end)

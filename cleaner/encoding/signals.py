"""Whether a text shows any sign of damage at all, asked of every text and therefore quick.

Nearly all text is clean, and most of it is told so by one look at its characters (`_signals`): whether a plain one
begins a sign of damage, whether two odd ones stand side by side, and which languages own all the others. Of the few
texts that hold a letter or sign foreign to their language, each pass says whether it has work.
"""

from __future__ import annotations

from functools import cache, lru_cache
from unicodedata import category

from ._signals import LEFT, SURE, Look
from .alphabets import LETTERS, held, letters_of
from .evidence import company, pairs, remains, seconds
from .lexicon import guess_in

#: The capital of Turkish that `upper` does not give.
_CAPITAL_I = frozenset("İ")
_ORDINARY = frozenset("‘’‚“”„‹›«»–—…•€£§©®™°½×\xa0")
#: What Spanish begins a question with, and puts behind numbers.
_SPANISH = frozenset("¿¡ºª")
#: The bit of a language, and the one that stands for none of them.
_BIT: dict[str | None, int] = {language: 1 << number for number, language in enumerate((*LETTERS, None))}
#: The other traits of a character: whether it is the first or the second of some odd pair; in what company it may be
#: what is left of two, in the order of `_signals`.
_FIRST, _SECOND = 1 << 21, 1 << 22
_LEFT_IN = {
    "{}?": 1 << 23, "?{}": 1 << 24, "A{}": 1 << 25, "E{}": 1 << 26, "Â{}": 1 << 27, "{}": 1 << 28, "a{}": 1 << 28,
    "Ä{}": 1 << 29,
}  # fmt: skip
#: In a shorter text nothing proves that letters vanished.
_LONG = 200
#: In so many characters the language is nearly always told.
_GLANCE = 700


def damaged(text: str) -> bool:
    """Whether `text` may be damaged; False only when no pass of the repair could find anything to do."""
    seen, languages = _look().at(text)
    if seen == SURE or (seen == LEFT and next(remains(text, held(text)), None) is not None):
        return True
    if not languages & _BIT[None]:
        language = _language(text)
        if not languages & _BIT[language] and _concerns(text, language):
            return True
    return len(text) >= _LONG and text.isascii() and _may_have_dropped(text)


@cache
def _look() -> Look:
    return Look(_traits, [first + second for first, seconds in pairs().items() for second in seconds])


def _traits(character: str) -> int:
    """What one look at a text needs to know of a character outside ASCII: a bit for each."""
    traits = _FIRST * (character in pairs()) | _SECOND * (character in seconds())
    for place in company(character):
        traits |= _LEFT_IN[place]
    return traits | sum(bit for language, bit in _BIT.items() if character in _allowed(language) or _is_idle(character))


def _may_have_dropped(text: str) -> bool:
    """Whether signs or letters may have vanished; English, which is told by a word, loses signs only."""
    if " the " in text:
        if "'" in text:
            return False
        from .apostrophes import may_have
    else:
        from .dropped import may_have
    return may_have(text)


def holds_foreign(text: str) -> bool:
    """Whether a text holds a letter or sign that neither its language nor all languages have."""
    strange = held(text) - _ORDINARY
    return bool(strange) and not strange <= _allowed(_language(text))


@cache
def _allowed(language: str | None) -> frozenset[str]:
    own = letters_of(language) | _CAPITAL_I if language else frozenset()
    return own | _ORDINARY | (_SPANISH if language == "es" else frozenset())


@lru_cache(maxsize=1 << 12)
def _is_idle(character: str) -> bool:
    """Whether this is a sign with which no table of bytes and no pass has anything to do: an arrow, a smiling face."""
    from .remap import exchanged

    beyond = "\u2000" < character < "\ufe10" or character > "\uffff"
    return beyond and (category(character)[0] in "SP" or character == "\ufe0f") and character not in exchanged()


def _language(text: str) -> str | None:
    return guess_in(text, _GLANCE, apart=True) or guess_in(text, _GLANCE) or guess_in(text, 6000)


def _concerns(text: str, language: str | None) -> bool:
    """Whether a pass has something to do in a text that holds what the language does not own.

    Codes and controls need not be asked for, as they are sure signs by themselves.
    """
    from . import invisible, lossless, lost, remap, whole

    return bool(
        remap.concerns(text, language)
        or lossless.looks_bad(text)
        or whole.mend(text)
        or remap.mend_controls(text)
        or (invisible.may_hold(text) and invisible.mend(text))
        or (lost.may_be(text) and lost.style_of(text))
    )

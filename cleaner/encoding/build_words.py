"""Makes `words.zip`, the word lists from which damaged letters are restored, and `function-words.txt`. Run by hand.

    pip install wordfreq && python -m cleaner.encoding.build_words

Reads the frequency lists of wordfreq 3.1 (Robyn Speer; data CC BY-SA 4.0, see NOTICE) and keeps of each language the
most frequent words and, beyond them, words with a letter outside ASCII: those are what damage destroys. The file is a
zip so that one language can be unpacked without the others. Each language has two members: `<language>.txt` is UTF-8, a
word a line, sorted; `<language>.rarity` has a byte for each, −10·log10 of its frequency, rounded.
`function-words.txt` stands beside it, as many clean texts ask for it, and has `<language> <rarity> <word> …`: the
words by which a language is known. The same lists give the same bytes.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from .alphabets import LETTERS

#: How many of the most frequent words are kept, and how many words with letters outside ASCII.
FREQUENT, ACCENTED = 14_000, 36_000
#: How many words of a language are enough to know it by.
FUNCTION_WORDS = 260
#: wordfreq's name of a language where it is not ours: Croatian is in its Serbo-Croatian list.
LISTED_AS = {"hr": "sh"}


#: Stems that German writes with ß; wordfreq folds it to ss. The second row was so spelled until 1996, and still is.
SHARP = re.compile(
    "(?<=stra)ss|(?<=gro)ss|(?<=grö)ss|(?<=wei)ss(?!ag)|(?<=hei)ss|(?<=lie)ss|(?<=ie)ss|(?<=fu)ss|(?<=fü)ss|(?<=gru)ss|(?<=grü)ss|"
    "(?<=mä)ss|(?<=ma)ss(?=e?n?$|nahm|stab|geb)|(?<=au)ss(?=er|en)|(?<=äu)ss|(?<=drei)ss|(?<=spa)ss|(?<=flei)ss|(?<=sto)ss|"
    "(?<=stö)ss|(?<=sü)ss|(?<=blo)ss|(?<=rei)ss|(?<=bei)ss|(?<=schwei)ss|(?<=schei)ss"
)
ONCE_SHARP = re.compile(
    "(?<=^da)ss$|(?<=^mu)ss|(?<=^mü)ss(?=t)|(?<=lä)ss(?=t)|(?<=schlu)ss$|(?<=flu)ss$|(?<=bewu)ss|(?<=gewi)ss$|"
    "(?<=proze)ss$|(?<=^bi)ss(?=chen)|(?<=^ru)ss(?=land)|(?<=^hä)ss(?=lich)"
)


def spellings(language: str, rarity: int, word: str) -> Iterator[tuple[int, str]]:
    """A folded word as it is written: with ß in German, with its own last letter in Greek."""
    if language == "el" and word.endswith("σ"):
        word = word[:-1] + "ς"
    sharp = SHARP.sub("ß", word) if language == "de" else word
    yield rarity, sharp
    if language == "de" and (old := ONCE_SHARP.sub("ß", word)) != word:
        yield rarity + 14, old


def ranked(language: str) -> Iterator[tuple[int, str]]:
    """Rarity and word, most frequent first, of words spelled in the language's own letters."""
    spelled = re.compile(f"[a-z{LETTERS[language]}]+" if LETTERS[language][0] < "\u0370" else f"[{LETTERS[language]}]+")
    lists = import_module("wordfreq").get_frequency_list(LISTED_AS.get(language, language), "best")
    for centibels, words in enumerate(lists):
        for word in words:
            if spelled.fullmatch(word):
                yield from spellings(language, round(centibels / 10), word)


def chosen(language: str) -> dict[int, list[str]]:
    """Rarity → words of the table."""
    rows: dict[int, list[str]] = defaultdict(list)
    taken = accented = 0
    for rarity, word in ranked(language):
        if taken >= FREQUENT and (word.isascii() or accented >= ACCENTED):
            continue
        taken += 1
        accented += not word.isascii()
        rows[rarity].append(word)
    return rows


#: What stands on either side of an English apostrophe; the lists have such words whole.
CONTRACTED = dict.fromkeys(("s", "t", "d", "m", "re", "ve", "ll"), 8) | dict.fromkeys(
    (
        "ain", "aren", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "mustn", "needn", "shouldn",
        "wasn", "weren", "won", "wouldn",
    ),
    33,
)  # fmt: skip


def build(target: Path) -> None:
    """Write the tables."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as table:
        known_by: list[str] = []
        for language in sorted(LETTERS):
            rows = sorted(chosen(language).items())
            rarity = {word: rare for rare, words in rows for word in words} | (CONTRACTED if language == "en" else {})
            _write(table, f"{language}.txt", "\n".join(sorted(rarity)).encode())
            _write(table, f"{language}.rarity", bytes(rarity[word] for word in sorted(rarity)))
            left = FUNCTION_WORDS
            for rare, words in rows:
                if left > 0:
                    known_by.append(" ".join([language, str(rare), *sorted(words)[:left]]))
                    left -= len(words)
    target.with_name("function-words.txt").write_text("\n".join(known_by), "utf-8", newline="\n")


def _write(table: zipfile.ZipFile, name: str, octets: bytes) -> None:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    table.writestr(entry, octets, compresslevel=9)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("words.zip"))

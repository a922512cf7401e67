"""Names in other cases than the nominative: whose they are, and whose they must never become."""

from __future__ import annotations

import re
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import names
from cleaner.names import Registry, name_key
from cleaner.names.inflection import certain, nominatives
from cleaner.names.linking import person_key
from cleaner.names.resolving import parsed, resolve

PEOPLE = Path(__file__).parent / "people"

#: A form that is in no nominative, and the nominative that its own words prove.
CERTAIN = {
    "Andrzejem Dudą": "Andrzej Duda",
    "Radosławem Sikorskim": "Radosław Sikorski",
    "Hanną Krall": "Hanna Krall",
    "Jerzego Gałki": "Jerzy Gałka",
    "Zuzanou Čaputovou": "Zuzana Čaputová",
    "Zorana Milanovića": "Zoran Milanović",
    "Владимира Путина": "Владимир Путин",
    "Александрой Ивановой": "Александра Иванова",
    "Володимиром Зеленським": "Володимир Зеленський",
    "Владимиром Владимировичем Путиным": "Владимир Владимирович Путин",
    "Orbán Viktornak": "Orbán Viktor",
    "Ursulą von der Leyen": "Ursula von der Leyen",
}

#: Names that stay as they are: of women, of people from elsewhere, of anybody in the nominative.
AS_WRITTEN = """
Александра Иванова|Евгения Примакова|Анна Иванова|Petra Pavla|Stanisława Celińska|Tony Abbott|Nicolas Castro|Peña Nieto
Emma Stone|Maria Callas|Charles Martinet|Kate Moss|Mette Frederiksen|Carlos Saura|Angelina Jolie|Vera Chytilová
Paul Martini|Kenta Maeda|Sauli Niinistö|Daniela Costa|Iwan Iwanow|Martin Novakova
"""

#: Two people, in one document and in two.
APART = [
    ("Александр Иванов", "Александра Иванова"),
    ("Евгений Петров", "Евгения Петрова"),
    ("Владимир Путин", "Людмила Путина"),
    ("Jan Novák", "Jana Nováková"),
    ("Iwan Kowal", "Iwanow Kowal"),
    ("Paul Martin", "Paul Martini"),
    ("Julia Robert", "Julia Roberts"),
    ("Daniel Cost", "Daniela Costa"),
    ("Volodymyr Zelensky", "Olena Zelenska"),
    ("Сергей Лавров", "Сергей Лавровский"),
]


@pytest.mark.parametrize("form", CERTAIN)
def test_the_given_name_vouches_for_the_rest(form: str) -> None:
    """Without any nominative in sight, the key is the nominative's."""
    assert person_key(parsed(form)) == person_key(parsed(CERTAIN[form]))


@pytest.mark.parametrize("form", re.split(r"[|\n]", AS_WRITTEN.strip()))
def test_what_may_be_a_nominative_stays(form: str) -> None:
    """No ending is taken from a name that may be somebody's as it stands."""
    assert certain(form) is None


@pytest.mark.parametrize("form", CERTAIN.values())
def test_a_nominative_is_its_own(form: str) -> None:
    """The nominative's key is that of its words."""
    assert certain(form) is None


@pytest.mark.parametrize(("one", "other"), [*APART, *((b, a) for a, b in APART)])
def test_two_people_stay_two(one: str, other: str) -> None:
    """In a registry, in whatever order, neither becomes the other."""
    registry = Registry.of_links([]) | Registry(
        {person_key(parsed(n)): {n: frozenset({str(at)})} for at, n in enumerate((one, other))}
    )
    persons = resolve(registry).persons
    assert len({person.key for person in persons.values()}) == 2


def test_a_document_names_the_nominative() -> None:
    """Where the given name proves nothing, the nominative in the text does; elsewhere the form keeps its own key."""
    alone = "Reżyser spotkał Marka Kędziorę w Łodzi."
    together = "Marek Kędziora wygrał wybory. Reżyser spotkał Marka Kędziorę w Łodzi. Żona Kędziory milczy."
    assert "marek kedziora" not in {m.person_key for m in names.mentions(alone)}
    assert {m.person_key for m in names.mentions(together)} == {"marek kedziora"}


def test_a_corpus_names_the_nominative() -> None:
    """In another document, too: the full form, and the bare surname."""
    texts = [
        "Министр Фридрих Мерцель приехал в Бонн. Фридрих Мерцель улыбался.",
        "Канцлер обвинил министра Фридриха Мерцеля в измене.",
    ]
    (a,), (b,) = ({m.person_key for m in found} for found in names.link(texts))
    assert a == b == "fridrikh mertsel"


def test_of_him_or_she() -> None:
    """`Александра Иванова` is he after a verb or his title in the same case, and she where a sentence begins."""
    he = "Министр Александр Иванов молчал. Вчера арестовали Александра Иванова в Туле."
    she = "Министр Александр Иванов молчал. Александра Иванова улыбнулась министру."
    assert {m.person_key for m in names.mentions(he)} == {"alexander ivanov"}
    assert {m.person_key for m in names.mentions(she)} == {"alexander ivanov", "aleksandra ivanova"}


def test_yo_is_ye() -> None:
    """Дёмин, Демин, Dyomin and Demin are one person; the first two have one name_key."""
    assert name_key("Дёмин") == name_key("Демин")
    four = ["Алексей Дёмин", "Алексей Демин", "Alexey Dyomin", "Aleksei Demin"]
    assert len({person_key(parsed(n)) for n in four}) == 1
    assert person_key(parsed("Сергей Соловьёв")) == person_key(parsed("Sergei Soloviev"))


def test_the_order_of_sentences_is_irrelevant() -> None:
    """Whoever is named first, in whatever case: the same keys."""
    said = ["Lidera Andreja Babiše zvolili.", "Premiér Andrej Babiš mlčel.", "Včera s Andrejem Babišem hovořil soud."]
    keys = {frozenset(m.person_key for m in names.mentions(" ".join(p))) for p in permutations(said)}
    assert keys == {frozenset({"andrey babis"})}


def test_an_ending_is_no_diacritic() -> None:
    """`Dudą` does not make Dudą of the nominative Duda."""
    text = "Prezydent Andrzej Duda spotkał posłów. Rozmowa z Andrzejem Dudą trwała godzinę, mówił Duda."
    assert names.respell(text, "restore") == []


@given(st.text(alphabet="аеёийоуыьюяАЕвнскджcšžáąęou -’.", max_size=60))
def test_no_surface_raises(surface: str) -> None:
    """Whatever the letters: an answer, and none longer than it may be."""
    assert all(len(way.words) <= 6 for way in nominatives(surface) if surface.strip())
    certain(surface) if surface.strip(" -’.") else None


def test_a_hostile_surface_is_bounded() -> None:
    """Many words, long words, many readings a word: nothing grows with their product."""
    assert nominatives("а" * 100_000) == ()
    assert len(nominatives(" ".join(["Петровича"] * 6))) <= 64


def marked(text: str) -> tuple[str, dict[tuple[int, int], str]]:
    """A text without its marks, and the full name of each marked span."""
    plain, gold, at = "", {}, 0
    for mark in re.finditer(r"\[\[([^|\]]+)(?:\|([^\]]+))?\]\]", text):
        plain += text[at : mark.start()]
        gold[len(plain), len(plain) + len(mark[1])] = mark[2] or mark[1]
        plain += mark[1]
        at = mark.end()
    return plain + text[at:], gold


def test_people_of_twenty_languages() -> None:
    """On texts that nothing was learned from, three of four mentions are found and get the nominative's key."""
    said: Counter[str] = Counter()
    for path in sorted(PEOPLE.glob("*.held.txt")):
        for text, gold in map(marked, path.read_text("utf-8").strip().split("\n\n")):
            mine = {(m.start, m.end): m.person_key for m in names.mentions(text)}
            said["gold"] += len(gold)
            said["keyed"] += sum(mine.get(span) == person_key(parsed(name)) for span, name in gold.items())
    assert said["keyed"] / said["gold"] >= 0.75

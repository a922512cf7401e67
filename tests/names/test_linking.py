"""Who is who: within a document, across documents, and in a registry; and who must never become one person."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Recipe, Record, clean
from cleaner.errors import ConfigError
from cleaner.names import Registry, link, mentions, name_key
from cleaner.names.resolving import resolve
from cleaner.names.reviewing import near_misses, ownerless
from cleaner.stages import Names

SEEDS = sorted(Path(__file__).parents[3].glob("shared/seeds/*.txt"))

MINISTER = "Turkish Foreign Minister Mevlut Cavusoglu met reporters. “We want talks,” said Cavusoglu."
BAKAN = "Dışişleri Bakanı Mevlüt Çavuşoğlu konuştu. Çavuşoğlu'nun sözleri yankılandı, dedi Çavuşoğlu."
EARLIER = "Former Prime Minister Ahmet Davutoğlu said nothing. Davutoğlu left."


def keys(texts: list[str]) -> list[dict[str, str]]:
    """Surface → person key, text by text."""
    return [{m.surface: m.person_key for m in found} for found in link(texts)]


def test_one_person_across_spellings_and_documents() -> None:
    """Full, bare, with and without diacritics: one key; Davutoğlu is somebody else."""
    a, b, c = keys([MINISTER, BAKAN, EARLIER])
    assert {*a.values(), *b.values()} == {"mevlut cavusoglu"}
    assert set(c.values()) == {"ahmet davutoglu"}


def test_without_a_registry_the_same_keys() -> None:
    """Two documents cleaned alone meet, because the key is made of the name itself."""
    assert {m.person_key for text in (MINISTER, BAKAN) for m in mentions(text)} == {"mevlut cavusoglu"}


def test_a_transliterated_name_is_one_and_a_similar_one_is_not() -> None:
    """Dmitri, Dmitry and Дмитрий are one by a table; Babacan and Babayan are two, though they look as much alike."""
    peskov = [
        "Kremlin spokesman Dmitry Peskov said so.",
        "Kremlin spokesperson Dmitri Peskov said yesterday.",
        "Об этом сообщил пресс-секретарь президента Дмитрий Песков.",
    ]
    assert {m.person_key for text in peskov for m in mentions(text)} == {"dmitry peskov"}
    two = keys(["Former minister Ali Babacan said so.", "The actor Ali Babayan said so."])
    assert two[0]["Ali Babacan"] != two[1]["Ali Babayan"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Emine Erdoğan", "Bilal Erdoğan"),
        ("Anders Rasmussen", "Anders Fogh Rasmussen"),
        ("Sergey Lavrov", "Sergey Lavrovsky"),
        ("Andrej Babiš", "Andrej Babić"),
        ("Thomas Müller", "Thomas Möller"),
        ("Zoran Milošević", "Zoran Miloševski"),
        ("Volodymyr Zelensky", "Olena Zelenska"),
        ("Martin Novak", "Martin Novakova"),
    ],
)
def test_two_people_stay_two(one: str, other: str) -> None:
    """A shared surname, a shared given name or one letter's difference merges nobody."""
    found = link([f"Minister {one} said so on Monday.", f"Minister {other} said so on Tuesday."])
    assert found[0][0].person_key != found[1][0].person_key


def test_only_an_attested_umlaut_licenses_ue() -> None:
    """With Günther in the corpus, Guenther is he; without, Guenther and Gunther are two."""
    guenther, gunther, umlaut = (f"Kommissar {n} Oettinger sagte nichts." for n in ("Guenther", "Gunther", "Günther"))
    licensed = link([guenther, gunther, umlaut])
    assert len({m.person_key for found in licensed for m in found}) == 1
    assert len({m.person_key for found in link([guenther, gunther]) for m in found}) == 2


def test_a_bare_surname_gets_the_corpus_only_bearer_and_says_so() -> None:
    """Alone in its document, `Cavusoglu` is linked through the corpus; borne by two it belongs to nobody."""
    alone = "Earlier that day, Cavusoglu said he would travel. Cavusoglu was not alone."
    found = link([MINISTER, alone])[1]
    assert {(m.person_key, m.link) for m in found} == {("mevlut cavusoglu", "corpus")}
    two = link([MINISTER, "Her sister Hülya Çavuşoğlu said nothing.", alone])[2]
    assert {(m.person_key, m.link) for m in two} == {("cavusoglu", "none")}


def test_a_prior_is_never_silent() -> None:
    """When one bearer is by far the most named, the mention goes there, and its link says prior."""
    texts = [MINISTER] * 9 + ["Her sister Hülya Çavuşoğlu said nothing.", "On Friday, Cavusoglu said he agreed."]
    assert [(m.person_key, m.link) for m in link([f"{t} {n}" for n, t in enumerate(texts)])[-1]] == [
        ("mevlut cavusoglu", "prior")
    ]


def test_a_broken_form_never_stands_for_the_person() -> None:
    """A form with mojibake may be attested, but it is not canonical."""
    registry = Registry(
        {"mevlut cavusoglu": {"Mevlüt Ã‡avuÅŸoÄŸlu": frozenset("abc"), "Mevlut Cavusoglu": frozenset("d")}}
    )
    person = resolve(registry).person("mevlut cavusoglu")
    assert person is not None
    assert person.canonical == "Mevlut Cavusoglu"


def test_the_canonical_form_is_one_that_stands_somewhere() -> None:
    """Nobody is given a spelling that no document has."""
    texts = [MINISTER, BAKAN, EARLIER]
    for found in link(texts):
        for m in found:
            assert any(m.canonical in text for text in texts)


def test_the_name_key_depends_on_the_surface_alone() -> None:
    """In any company, a mention's name_key is name_key of what it says."""
    for found in link([MINISTER, BAKAN, EARLIER]):
        assert all(m.name_key == name_key(m.surface) for m in found)


# --- the registry


def registries() -> st.SearchStrategy[Registry]:
    """Small registries over few names, so that they overlap."""
    names = [
        "Günther Oettinger",
        "Guenther Oettinger",
        "Ali Babacan",
        "Babacan",
        "Recep Tayyip Erdoğan",
        "Tayyip Erdogan",
    ]
    fact = st.tuples(st.sampled_from(names), st.sampled_from("abcd"))
    pair = st.tuples(*[st.sampled_from([name_key(n) for n in names])] * 2).filter(lambda p: p[0] != p[1])
    return st.builds(_registry, st.lists(fact, max_size=8), st.lists(pair, max_size=2), st.lists(pair, max_size=2))


def _registry(facts: list[tuple[str, str]], same: list[tuple[str, str]], different: list[tuple[str, str]]) -> Registry:
    whole = Registry({}, same, different)
    for form, document in facts:
        whole |= Registry({name_key(form): {form: frozenset({document})}})
    return whole


@given(registries(), registries(), registries())
def test_merging_is_a_union(a: Registry, b: Registry, c: Registry) -> None:
    """Any order, any grouping, any repetition: the same registry, the same file, the same persons."""
    assert a | b == b | a
    assert (a | b) | c == a | (b | c)
    assert a | a == a
    assert (a | b).to_jsonl() == (b | a).to_jsonl()
    assert resolve(a | b).persons == resolve(b | a).persons


@given(registries())
def test_a_registry_survives_its_file_and_pickling(registry: Registry) -> None:
    """What is written is read back, and so is its fingerprint."""
    again = Registry.from_jsonl(registry.to_jsonl())
    assert again == registry == pickle.loads(pickle.dumps(registry))
    assert again.fingerprint == registry.fingerprint


@given(registries())
def test_what_is_different_is_never_one_person(registry: Registry) -> None:
    """The curator's `different` outranks every other evidence, `same` included."""
    persons = resolve(registry).persons
    for a, b in registry.different:
        if a in persons and b in persons:
            assert persons[a] is not persons[b]


def test_shards_in_any_order_equal_one_pass() -> None:
    """Four shards, merged backwards, are the registry of all documents; so is the merging of a shard twice."""
    documents = [(f"d{n}", text) for n, text in enumerate([MINISTER, BAKAN, EARLIER, MINISTER + " " + EARLIER])]
    shards = [Registry.of_documents([d]) for d in documents]
    merged = shards[3] | shards[1] | shards[0] | shards[2] | shards[1]
    assert merged == Registry.of_documents(documents)


def test_a_curator_joins_and_parts() -> None:
    """`same` makes one person of two keys; the near miss is then no longer listed."""
    facts = {
        "tayyip erdogan": {"Tayyip Erdogan": frozenset("a")},
        "recep tayyip erdogan": {"Recep Tayyip Erdogan": frozenset("b")},
    }
    assert [n.why for n in near_misses(Registry(facts))] == ["one name is the end of the other"]
    joined = Registry(facts, same=[("tayyip erdogan", "recep tayyip erdogan")])
    assert len({p.key for p in resolve(joined).persons.values()}) == 1
    assert not near_misses(joined)
    assert not near_misses(Registry(facts, different=[("tayyip erdogan", "recep tayyip erdogan")]))


def test_a_surname_that_two_bear_is_shown_to_the_curator() -> None:
    """It belongs to nobody, and `ownerless` says between whom."""
    facts = {
        "emine erdogan": {"Emine Erdoğan": frozenset("a")},
        "bilal erdogan": {"Bilal Erdoğan": frozenset("b")},
        "erdogan": {"Erdoğan": frozenset("c")},
    }
    (case,) = ownerless(Registry(facts))
    assert (case.surname, [p.key for p in case.bearers]) == ("erdogan", ["bilal erdogan", "emine erdogan"])


def test_every_mistake_of_a_registry_file_is_named(tmp_path: Path) -> None:
    """A wrong header, a line that is no JSON and an unknown field: three problems in one error."""
    path = tmp_path / "registry.jsonl"
    path.write_text('{"registry":9}\nnonsense\n{"key":"a b","form":{}}\n', "utf-8")
    with pytest.raises(ConfigError) as raised:
        Registry.from_file(path)
    assert len(raised.value.problems) == 3


@pytest.mark.skipif(not SEEDS, reason="the two real documents are not part of the repository")
def test_the_two_real_documents() -> None:
    """24 of 24 mentions; one key for Çavuşoğlu in all his spellings; Davutoğlu and Peskov are themselves."""
    found = link([p.read_text("utf-8") for p in SEEDS])
    assert [len(ms) for ms in found] == [9, 15]
    of = {m.surface: m.person_key for ms in found for m in ms}
    assert {of["Mevlut Cavusoglu"], of["Cavusoglu"], of["Mevlüt Çavuşoğlu"], of["Çavuşoğlu"]} == {"mevlut cavusoglu"}
    assert of["Dmitry Peskov"] == of["Dmitri Peskov"] != of["Ahmet Davutoğlu"] == "ahmet davutoglu"


def test_a_record_says_which_registry_made_its_keys() -> None:
    """With a registry its fingerprint stands in the record, without one nothing does; the recipe's hash differs."""
    registry = Registry.of_documents([("a", MINISTER), ("b", BAKAN)])
    plain, known = (clean(MINISTER, Recipe(stages=(Names(registry=r),))) for r in (None, registry))
    assert isinstance(plain, Record)
    assert isinstance(known, Record)
    assert (plain.registry, known.registry) == (None, registry.fingerprint)
    assert plain.recipe != known.recipe
    assert {m.canonical for m in known.names} == {"Mevlüt Çavuşoğlu"}

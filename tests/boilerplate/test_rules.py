"""Every rule does what its examples say, and a file that is wrong is refused whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from cleaner.boilerplate.examples import broken_promises, left
from cleaner.boilerplate.matching import Matcher
from cleaner.boilerplate.passages import passages
from cleaner.boilerplate.rules import KINDS, Rule, Rules, built_in, built_in_files
from cleaner.errors import ConfigError
from cleaner.model import Block, Document

RULES = built_in().rules
EVERY = Matcher(RULES)


@pytest.mark.parametrize(("rule", "example"), [pytest.param(r, e, id=f"{r.id}: {e}") for r in RULES for e in r.removes])
def test_removes(rule: Rule, example: str) -> None:
    """The example goes, and its own rule alone is enough (beside a line that goes, where the rule asks for one)."""
    assert left(Matcher([replace(rule, beside=False)]), example, rule.sites[0] if rule.sites else None) == ""


@pytest.mark.parametrize(("rule", "example"), [pytest.param(r, e, id=f"{r.id}: {e}") for r in RULES for e in r.keeps])
def test_keeps(rule: Rule, example: str) -> None:
    """The example survives every rule there is, on the pages of the rule's own site too."""
    assert left(EVERY, example, rule.sites[0] if rule.sites else None) == example


def test_every_kind_has_rules() -> None:
    """No kind is a mere name."""
    assert {r.kind for r in RULES} == set(KINDS)


def test_ids_are_unique() -> None:
    """An id in a record names one rule."""
    assert len({r.id for r in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_needs_do_not_hide_examples(rule: Rule) -> None:
    """No need is redundant by being blank or spelt as no plain text is."""
    assert all(need == need.lower() and "’" not in need and need.strip() for need in rule.needs)


@pytest.mark.parametrize(
    ("need", "held", "not_held"),
    [
        ("app", "What happened", "An ap"),
        ("=app=", "Get the app!", "What happened"),
        ("=app", "An apple", "Snap"),
        ("app=", "Snap and wrapp", "An apple"),
        ("^app", "Apples", "An apple"),
        ("get + =app=", "The app that you get", "The app"),
    ],
)
def test_a_need_says_where_it_stands_and_what_with(need: str, held: str, not_held: str) -> None:
    """The pattern finds anything; whether it is tried the need decides."""
    rule = Rule("other.x", "w", removes=(held,), needs=(need,), pattern=".")
    lines = passages(Document("", "", (Block(0, held), Block(1, not_held)), "plain", "text/plain"))
    found = Matcher([rule]).hits(lines, None)
    assert set(found.hits) == found.worded == {0}


WRONG = """
[[rule]]
id = "gifts.please-give"
why = "asks"
needs = ["Give"]
pattern = "(give"
unit = "line"
removes = []
colour = "red"

[[rule]]
id = "donation.twice"
why = "asks"
needs = ["give"]
pattern = "x*"
removes = ["give"]

[[rule]]
id = "donation.twice"
why = "asks"
needs = ["give"]
pattern = "Give"
removes = ["give"]
"""


def test_a_wrong_file_is_refused_with_every_mistake(tmp_path: Path) -> None:
    """One error holds all mistakes, each with the rule's place and the value in quotes."""
    path = tmp_path / "mine.toml"
    path.write_text(WRONG, "utf-8")
    with pytest.raises(ConfigError) as caught:
        Rules.from_file(path)
    said = "\n".join(caught.value.problems)
    for part in ("'gifts.please-give'", "'Give'", "'(give'", "'line'", "removes", "'colour'", "'x*'", "lower case"):
        assert part in said
    assert all(p.startswith("mine.toml: rule ") for p in caught.value.problems)


@pytest.mark.parametrize("text", ["rule = 3", "[rule]\nid='x'", "this is not TOML", "rules = []"])
def test_other_shapes_are_refused(text: str) -> None:
    """What is no rule file is an error that says so, never an empty rule set."""
    with pytest.raises(ConfigError):
        Rules.from_toml(text)


def test_a_missing_file_is_a_config_error(tmp_path: Path) -> None:
    """The path stands in the message."""
    with pytest.raises(ConfigError, match="nowhere"):
        Rules.from_file(tmp_path / "nowhere.toml")


def test_fingerprint_follows_the_content() -> None:
    """Two files that say the same are the same in a recipe's hash; another pattern is another."""
    text = "[[rule]]\nid='other.x'\nwhy='w'\nneeds=['abc']\npattern='abc'\nremoves=['abc']\n"
    assert Rules.from_toml(text).fingerprint == Rules.from_toml("# same\n" + text).fingerprint
    assert Rules.from_toml(text).fingerprint != Rules.from_toml(text.replace("'abc'\nr", "'abcd?'\nr")).fingerprint


def test_broken_promises_are_told() -> None:
    """A rule whose examples lie is found out, with the rule that takes what should stay."""
    text = "[[rule]]\nid='other.x'\nwhy='w'\nneeds=['bridge']\npattern='bridge'\nremoves=['a ferry']\nkeeps=['Share']\n"
    told = list(broken_promises(Rules.from_toml(text)))
    assert len(told) == 2
    assert "'a ferry'" in told[0]
    assert "share.this" in told[1]


def test_the_rules_of_the_house_have_no_mistakes() -> None:
    """They are read without being looked at; read as a user's file they are the same."""
    assert tuple(rule for path in built_in_files() for rule in Rules.from_file(path).rules) == RULES

"""A recipe is refused whole, with every mistake at once; a right one is one value with one hash."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import ConfigError, Recipe, Record, clean
from cleaner.model import Document, Edit
from cleaner.stages import Repair, Spacing


def test_every_mistake_is_reported_at_once_and_quoted() -> None:
    """Unknown keys with the nearest known one, wrong types, unknown stages: all in one error."""
    with pytest.raises(ConfigError) as caught:
        Recipe.from_toml('extractr = 1\nextractor = "magic"\nstages = ["repiar"]\n[strip]\nkep = []\nkeep = [1]\n')
    text = str(caught.value)
    for piece in ("'extractr'", "'extractor'?", "'magic'", "'repiar'", "strip: unknown key 'kep'", "strip.keep", "[1]"):
        assert piece in text
    assert len(caught.value.problems) == 5


def test_a_stage_table_that_is_no_table_is_named() -> None:
    """`strip = 3` is a mistake with its place."""
    with pytest.raises(ConfigError, match=r"strip.*3"):
        Recipe.from_dict({"strip": 3})


def test_broken_toml_and_missing_files_are_config_errors(tmp_path: Path) -> None:
    """No traceback of another kind for a user's mistake."""
    with pytest.raises(ConfigError, match="not valid TOML"):
        Recipe.from_toml("a = ")
    with pytest.raises(ConfigError, match="cannot be read"):
        Recipe.from_file(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'x = "\xe9"')
    with pytest.raises(ConfigError, match="not valid TOML"):
        Recipe.from_file(tmp_path / "latin.toml")


def test_a_recipe_from_a_pyproject_is_its_tool_table(tmp_path: Path) -> None:
    """[tool.cleaner] gives what the same table in a file of its own gives."""
    (tmp_path / "pyproject.toml").write_text('[tool.cleaner]\nstages = ["repair"]\n')
    (tmp_path / "recipe.toml").write_text('stages = ["repair"]\n')
    one, two = (Recipe.from_file(tmp_path / n) for n in ("pyproject.toml", "recipe.toml"))
    assert one == two == Recipe(stages=(Repair(),))


def test_the_hash_knows_options_order_and_presence() -> None:
    """Anything a result depends on moves the hash."""
    recipes = [
        Recipe(),
        Recipe(stages=(Spacing(), Repair())),
        Recipe(stages=(Repair(), Spacing())),
        Recipe.from_dict({"strip": {"keep": ["caption"]}}),
    ]
    assert len({r.hash for r in recipes}) == len(recipes)


class Shout:
    """A stage of a user's own: a plain object with a name and a call."""

    name = "shout"

    def __call__(self, document: Document) -> list[Edit]:
        return [Edit(b.id, 0, len(b.text), b.text.upper(), "upper") for b in document.blocks if b.text]


def test_a_stage_of_ones_own_stands_beside_the_others() -> None:
    """It needs no registration, and its changes are on record like any other's."""
    record = clean("A quiet sentence about nothing in particular.", Recipe(stages=(Repair(), Shout())))
    assert isinstance(record, Record)
    assert record.text == "A QUIET SENTENCE ABOUT NOTHING IN PARTICULAR."
    assert record.counts.rules == {"shout.upper": 1}


def test_two_stages_of_one_name_are_refused() -> None:
    """The audit could not tell them apart."""
    with pytest.raises(ConfigError, match="'repair' stands twice"):
        Recipe(stages=(Repair(), Repair()))

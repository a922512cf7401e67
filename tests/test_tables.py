"""The quick reader of the house's tables says what Python's own reader of TOML says, or leaves it to that."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import cleaner
from cleaner.tables import plainly, read

HOUSE = sorted(Path(cleaner.__file__).parent.rglob("*.toml"))


@pytest.mark.parametrize("path", HOUSE, ids=lambda path: path.name)
def test_the_tables_of_the_house_are_read_quickly_and_right(path: Path) -> None:
    """Every file is written so plainly that the quick reader reads it, and it reads it right."""
    text = path.read_text("utf-8")
    assert plainly(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        'a = ["x", "y",]\n',
        'a = [\n  "x",\n  "y\\"z\\\\", "[b]",\n]\n',
        "a = []\n",
        'a = "x] # y"\n[b]\nc = true\n',
        "[[a]]\nb = false\n[[a]]\nb = 'x\\y'\n",
        "a = '''\nx'y\n''z\n'''\n",
        'a = """\nx y\n"""\n# nothing\n',
    ],
)
def test_plain_toml_is_read_as_toml(text: str) -> None:
    """What the quick reader understands means the same to Python's reader."""
    assert plainly(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "a = 1\n",
        'a = "x"',
        'a = "\\u00e9"\n',
        'a = ["\\U0001f600"]\n',
        'a = ["x", # y\n"z"]\n',
        'a = ["x" "y"]\n',
        'a = [["x"]]\n',
        "a = 'x' # y\n",
        "a = '''x''''\n",
        "a.b = 'x'\n",
        "[a.b]\nc = 'x'\n",
        'a = """x\\n"""\n',
        'a = "x\ty"\n',
    ],
)
def test_other_toml_is_left_alone(text: str, tmp_path: Path) -> None:
    """What it does not understand goes to Python's reader, whatever that makes of it."""
    assert plainly(text) is None
    try:
        wanted = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    path = tmp_path / "table.toml"
    path.write_text(text, "utf-8")
    assert read(path) == wanted

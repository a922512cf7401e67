r"""Reads the tables that come with the house, written in TOML, in a tenth of the time that the standard reader takes.

They are read before the first document, and Python's own reader of TOML goes from character to character. But they are
written plainly: tables of one level, and in them strings, lists of strings and yes or no. One regular expression takes
such a line apart, and what it calls a list is JSON too, which msgspec reads in no time. A file with anything else in it
(a comment within a list, a number, `\u`) goes to the standard reader.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from msgspec import json

_STRING = r'"[^"\\\x00-\x1f\x7f]*+(?:\\["\\bfnrt][^"\\\x00-\x1f\x7f]*+)*+"'
_LINE = re.compile(
    r"[ \t]*(?:\#[^\n]*)?\n"
    r"|\[\[(?P<row>[\w-]+)\]\][ \t]*\n"
    r"|\[(?P<table>[\w-]+)\][ \t]*\n"
    r"|(?P<key>[A-Za-z0-9_-]+)[ ]=[ ]"
    rf"(?:(?P<list>\[\s*+(?:{_STRING}\s*+(?:,\s*+|(?=\])))*+\])|(?P<string>{_STRING})"
    r"|'''\n?(?P<long>.*?)'''|'(?P<literal>[^'\n]*)'"
    r'|"""\n?(?P<lines>[^"\\]*)"""|(?P<yes>true|false))[ \t]*\n',
    re.DOTALL,
)


def read(path: Path) -> dict[str, Any]:
    """The table in a file."""
    text = path.read_text("utf-8")
    table = plainly(text)
    if table is None:
        import tomllib

        return tomllib.loads(text)
    return table


def plainly(text: str) -> dict[str, Any] | None:
    """What the text says, if it is written as plainly as ours; each key once, which is not looked at."""
    table: dict[str, Any] = {}
    here = table
    at = 0
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None:
            return None
        at = line.end()
        kind = line.lastgroup
        if kind is None:
            continue
        said = line[kind]
        if kind == "row":
            here = {}
            table.setdefault(said, []).append(here)
        elif kind == "table":
            here = table[said] = {}
        elif kind == "list":
            here[line["key"]] = json.decode(said.rstrip("], \n") + "]")
        elif kind == "string":
            here[line["key"]] = json.decode(said)
        else:
            here[line["key"]] = said == "true" if kind == "yes" else said
    return table

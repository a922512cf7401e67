r"""Reads the tables that come with the house, written in TOML, in a tenth of the time that the standard reader takes.

They are read before the first document, and Python's own reader of TOML goes from character to character. But they are
written plainly: tables of one level, and in them strings, lists of strings and yes or no. One regular expression takes
them apart, and what it calls a list is JSON too, which msgspec reads in no time. A file with anything else in it (a
comment behind a value, a number, `\u`) goes to the standard reader.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from msgspec import DecodeError, json

from .patterns import regex

_LINE = regex(
    r"[ \t]*(?:\#[^\n]*)?\n"
    r"|\[\[(?P<row>[\w-]+)\]\][ \t]*\n"
    r"|\[(?P<table>[\w-]+)\][ \t]*\n"
    r"|(?P<key>[A-Za-z0-9_-]+)[ ]=[ ]"
    r'(?:(?P<list>\[[^\n]*\]|\[\n(?:[ \t]+[^\n]+\n)*\])|(?P<string>"[^"\n][^\n]*"|"")'
    r"|'''\n?(?P<long>[^']*+(?:'(?!'')[^']*+)*+)'''|'(?P<literal>[^'\n]*)'"
    r'|"""\n?(?P<lines>[^"\\]*)"""|(?P<yes>true|false))[ \t]*\n',
    re.DOTALL,
)
_STRING, _LIST = json.Decoder(str), json.Decoder(list[str])


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
        elif kind in ("string", "list"):
            if "\\u" in said or "\\/" in said:  # JSON reads these otherwise
                return None
            try:
                value = _STRING.decode(said) if kind == "string" else _LIST.decode(said.rstrip("], \n") + "]")
            except DecodeError:
                return None
            here[line["key"]] = value
        else:
            here[line["key"]] = said == "true" if kind == "yes" else said
    return table

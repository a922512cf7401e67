"""The command line: words in, one call into the library, words out.

Each command is a small module of this package, imported only when it is asked for, so `cleaner --help` stays quick.
Exit codes: 0 all clean, 1 finished with rejects, 2 usage or configuration, 3 aborted.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from .. import __version__
from ..errors import ConfigError, JobError

#: Every command and what it is for, in the order of `--help`; the module of the same name holds it as `command`.
COMMANDS = {
    "run": "Clean folders, files and pipes into one file of records.",
    "check": "Prove that an output has exactly one outcome for every document.",
    "explain": "Show a document with what was removed, mended and named, each with its rule.",
    "diff": "Show what cleaning changes in a document, line by line.",
    "undo": "Give back what clean records were made from.",
    "rules": "List, show and check the rules by which boilerplate is told.",
    "learn": "Learn which lines the outlets of a corpus repeat on every page.",
    "names": "Learn who is named in a corpus, for one key a person; review near misses.",
    "schema": "Print the JSON Schema of the record.",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f".{name}", __name__).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cleaner")
def cli() -> None:
    """News text made fit for analysis: damage mended, boilerplate out, one person one key, every change on record."""


def main(args: list[str] | None = None, **extra: Any) -> NoReturn:
    """Run the command line and exit with its code."""
    try:
        sys.exit(cli(args, prog_name="cleaner", **extra))
    except ConfigError as e:
        for problem in e.problems:
            click.echo(f"cleaner: {problem}", err=True)
        sys.exit(2)
    except JobError as e:
        click.echo(f"cleaner: {e}", err=True)
        sys.exit(3)

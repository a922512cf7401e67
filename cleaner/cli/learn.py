"""`cleaner learn`: what the outlets of a corpus repeat on every page, as a memory for `cleaner run`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from ..boilerplate.memory import LEAST, Memory
from ..boilerplate.memory import learn as learn_from
from ..decoding import read_page
from ..edits import apply
from ..errors import ConfigError, DocumentError
from ..extract import extract
from ..model import Document, Edit, Source, Unread
from ..read import sources
from ..recipe import Recipe
from ..write.whole import whole
from .reading import plan_of, reading_options
from .recipes import recipe_of, recipe_option

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", required=True, type=_FILE, metavar="MEMORY", help="Memory to write (.jsonl).")
@click.option("--add", is_flag=True, help="Add to what MEMORY already holds, instead of writing it anew.")
@click.option(
    "--least",
    type=click.IntRange(1),
    default=LEAST,
    show_default=True,
    metavar="N",
    help="Keep lines of at least N different stories; 1 keeps all, to be added up with other memories exactly.",
)
@recipe_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@reading_options
def command(paths: tuple[str, ...], output: Path, add: bool, least: int, **options: Any) -> None:
    """Read every document in PATH and write to MEMORY which lines each outlet repeats.

    An outlet is the host of a document's address, or the folder it lies in. MEMORY is text: a line an entry, with
    counts and examples; take out what should stay. Then: cleaner run --memory MEMORY.
    """
    if not output.parent.is_dir():
        raise ConfigError([f"{output}: there is no folder {output.parent}"])
    known = Memory.from_file(output) if add and output.exists() else Memory()
    recipe = recipe_of(options["recipe"])
    found = sources(plan_of(paths, options, [output]), Counter())
    memory = (known + learn_from(documents(found, recipe))).pruned(least)
    with whole(output) as file:
        file.write(memory.to_bytes())
    if not options["quiet"]:
        seen = sum(memory.outlets.values())
        outlets = len(memory.outlets)
        click.echo(f"{len(memory.entries):,} lines repeated in {seen:,} documents of {outlets:,} outlets", err=True)


def documents(found: Iterable[Source | Unread], recipe: Recipe) -> Iterator[Document]:
    """Every document that can be read, as the strip stage would see it."""
    for source in found:
        if isinstance(source, Source):
            try:
                document = extract(read_page(source), recipe.extractor)
            except DocumentError:
                continue  # `cleaner run` will say why
            for stage in recipe.stages:
                if stage.name == "strip":
                    break
                document, _ = apply(document, (e for e in stage(document) if isinstance(e, Edit)), stage.name)
            yield document

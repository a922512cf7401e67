"""`cleaner names`: who is named in a corpus, as a registry for `cleaner run`, and what a human should look at in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from ..errors import ConfigError
from ..model import Record, Source
from ..names import Registry
from ..names.resolving import Person, resolve
from ..names.reviewing import near_misses, ownerless
from ..pipeline import clean
from ..read import sources
from ..write.whole import whole
from .reading import plan_of, reading_options
from .recipes import recipe_of, recipe_option
from .records import records

_FILE = click.Path(dir_okay=False, path_type=Path)


class _LearnByDefault(click.Group):
    """`cleaner names FOLDER …` is `cleaner names learn FOLDER …`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["learn", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_LearnByDefault)
def command() -> None:
    """Learn who is named in a corpus, and let a human settle the doubtful cases.

    `cleaner names FOLDER -o registry.jsonl` reads the documents once; `cleaner run --names-registry registry.jsonl`
    then gives one person one key in all of them. A registry made from part of a corpus can be merged with others, in
    any order.
    """


@command.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", required=True, type=_FILE, metavar="REGISTRY", help="Registry to write (.jsonl).")
@click.option("--add", is_flag=True, help="Keep what REGISTRY already holds; else only its same and different lines.")
@click.option("--clean", "then", metavar="OUT", help="Then clean the same paths into OUT with this registry.")
@recipe_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@reading_options
@click.pass_context
def learn(ctx: click.Context, /, paths: tuple[str, ...], output: Path, **options: Any) -> None:
    """Clean every document in PATH and write who is named in them to REGISTRY.

    Lines that a person added to REGISTRY (same, different) are kept.
    """
    skipped: Counter[str] = Counter()
    known = Registry.from_file(output) if output.exists() else Registry()
    if not options["add"]:
        known = Registry({}, known.same, known.different)
    found = Registry.of_documents(_texts(paths, options, output, skipped))
    registry = known | found
    _write(registry, output)
    if not options["quiet"]:
        _summary(registry)
    if options["then"]:
        from .run import command as run  # only for both passes

        reading = {k: options[k] for k in options if k not in ("add", "then")}
        ctx.invoke(run, paths=paths, output=options["then"], names_registry=output, **reading)


def _texts(
    paths: tuple[str, ...], options: dict[str, Any], output: Path, skipped: Counter[str]
) -> Iterator[tuple[str, str]]:
    """Id and finished text of every document that can be cleaned; names are looked for later, once."""
    recipe = recipe_of(options["recipe"], {"names": {"mode": "off"}})
    for source in sources(plan_of(paths, options, [output]), skipped):
        if isinstance(source, Source):
            outcome = clean(source, recipe)
            if isinstance(outcome, Record):
                yield outcome.id, outcome.text


@command.command()
@click.argument("registries", nargs=-1, required=True, type=_FILE, metavar="REGISTRY...")
@click.option("-o", "--output", required=True, type=_FILE, metavar="OUT", help="Registry to write (.jsonl).")
def merge(registries: tuple[Path, ...], output: Path) -> None:
    """Add registries up: shards of one corpus, or days of a stream, in any order."""
    whole_registry = Registry()
    for path in registries:
        whole_registry |= Registry.from_file(path)
    _write(whole_registry, output)
    _summary(whole_registry)


@command.command()
@click.argument("registry", type=_FILE)
@click.argument("records_file", required=False, metavar="[RECORDS]")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="At most N cases.")
def review(registry: Path, records_file: str | None, limit: int) -> None:
    """List near misses: names that may be one person and were kept apart.

    With RECORDS (what `cleaner run` wrote of the same documents) each name is shown in its context. To settle a case,
    add the printed line to REGISTRY, as it is or with "different" for "same".
    """
    known = Registry.from_file(registry)
    console = Console(highlight=False, soft_wrap=True)
    pairs = near_misses(known)[:limit]
    wanted = {p.key: p for pair in pairs for p in (pair.a, pair.b)}
    contexts = _contexts(known, wanted, records_file) if records_file else {}
    for pair in pairs:
        console.print(Text(f"{pair.why}", "bold"))
        for person in (pair.a, pair.b):
            forms = ", ".join(form for form, _ in person.forms.most_common(5))
            console.print(Text(f"  {person.key}  ({person.documents} documents: {forms})"))
            for context in contexts.get(person.key, ()):
                console.print(Text(f"      … {context} …", "dim"))
        console.print(Text(f'  {{"same":["{pair.a.key}","{pair.b.key}"]}}\n', "green"))
    for case in ownerless(known)[: limit - len(pairs)]:
        bearers = ", ".join(f"{p.canonical} ({p.documents})" for p in case.bearers)
        console.print(f"{case.surname}: alone in {case.documents} documents, borne by {bearers}")


def _contexts(registry: Registry, wanted: dict[str, Person], path: str) -> dict[str, list[str]]:
    """Up to three places of each person in the records, some words to either side."""
    resolved = resolve(registry)
    places: dict[str, dict[str, str]] = {}
    for key, forms in registry.facts.items():
        person = resolved.person(key)
        if person is not None and person.key in wanted:
            for form, documents in sorted(forms.items()):
                for document in documents:
                    places.setdefault(document, {}).setdefault(person.key, form)
    found: dict[str, list[str]] = {}
    for record in records(path):
        for key, form in places.get(record.id, {}).items():
            at = record.text.find(form)
            if at >= 0 and len(found.setdefault(key, [])) < 3:
                found[key].append(" ".join(record.text[max(0, at - 50) : at + len(form) + 50].split()))
    return found


def _write(registry: Registry, output: Path) -> None:
    if not output.parent.is_dir():
        raise ConfigError([f"{output}: there is no folder {output.parent}"])
    with whole(output) as file:
        file.write(registry.to_jsonl().encode("utf-8", "backslashreplace"))


def _summary(registry: Registry) -> None:
    persons = {p.key for p in resolve(registry).persons.values()}
    documents = {d for forms in registry.facts.values() for ds in forms.values() for d in ds}
    click.echo(
        f"{len(persons):,} persons in {len(documents):,} documents; fingerprint {registry.fingerprint}", err=True
    )

"""`cleaner run`: folders, files and pipes in, one line of JSON a document out."""

from __future__ import annotations

import os
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from ..batch import Glance, Job, Limits, Tally, Watch, Write, beside, run, stream
from ..errors import ConfigError, JobError
from ..model import Source, Unread
from ..read import ENDINGS as READ
from ..read import sources
from ..recipe import Recipe
from ..write import ENDINGS as WRITTEN
from ..write import writer
from .progress import Display, Log, show_plan, show_summary
from .reading import plan_of, reading_options
from .recipes import recipe_of, recipe_option

#: Options that are entries of the recipe: the option, and the stage and field it stands for.
_ENTRIES = {
    "extractor": (None, "extractor"),
    "keep": ("strip", "keep"),
    "rules": ("strip", "rules"),
    "memory": ("strip", "memory"),
    "appetite": ("strip", "appetite"),
    "names": ("names", "mode"),
    "names_registry": ("names", "registry"),
    "names_unify": ("names", "unify"),
}
_FILES = {"rules", "memory", "names_registry"}
_MEGABYTE = 1 << 20
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=f"Files in: {' '.join(READ)}, also packed (.gz .bz2 .xz .zst). Files out: {' '.join(WRITTEN)}.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="File to write; its ending says the format. - is standard output.",
)
@click.option("-j", "--workers", type=click.IntRange(1), metavar="N", help="Worker processes. [default: one a core]")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--audit", type=_FILE, metavar="FILE", help="Put changes and layout of every record here instead of OUT.")
@click.option("--log", type=_FILE, metavar="FILE", help="Append what happens to this file, as JSON lines.")
@click.option("--changed", is_flag=True, help="Keep the lines in OUT of documents that are as they were.")
@click.option("--fresh", is_flag=True, help="Forget an interrupted run instead of finishing it.")
@click.option("--fail-fast", is_flag=True, help="End at the first reject.")
@click.option("--dry-run", is_flag=True, help="Show what would be read; clean and write nothing.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.01),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Deadline of one document.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(16),
    default=2048,
    show_default=True,
    metavar="MB",
    help="Memory one document may take.",
)
@reading_options
@recipe_option
@click.option("--extractor", metavar="NAME", help="Who chooses what of a page is the article.")
@click.option("--keep", multiple=True, metavar="KIND", help="A kind of block or boilerplate that stays; repeatable.")
@click.option("--rules", type=_FILE, metavar="FILE", help="Rules of your own (TOML).")
@click.option("--memory", type=_FILE, metavar="FILE", help="What was learned about these outlets.")
@click.option("--learn", is_flag=True, help="Learn that first, from PATH itself; kept as OUT.memory.jsonl.")
@click.option("--appetite", metavar="HOW", help="How readily boilerplate is removed.")
@click.option("--names", metavar="HOW", help="How names are spelt: keep, fold, restore; off finds none.")
@click.option("--names-registry", type=_FILE, metavar="FILE", help="Registry of persons to link names to.")
@click.option("--names-unify", is_flag=True, default=None, help="Spell every mention of a person the same way.")
def command(paths: tuple[str, ...], output: str, **options: Any) -> None:
    """Clean every document in PATH (folders, files, - for standard input) and write one line each to OUT.

    OUT appears whole or not at all. A run that was cut short is finished by the same command. Exit code 0: all clean;
    1: finished, with rejects; 2: usage or configuration; 3: aborted.
    """
    skipped: Counter[str] = Counter()
    recipe = _recipe(options)
    target = None if _is_stream(output) else Path(output).resolve()
    learned = beside(target, "memory.jsonl") if target and options["learn"] else None
    own = [p for p in (target, options["audit"], options["log"], learned) if p is not None]
    _refuse(_mistakes(paths, target, own, options))
    if options["dry_run"]:
        show_plan(plan_of(paths, options, own), skipped)
        return
    if learned is not None:
        _learn(sources(plan_of(paths, options, own), Counter()), recipe, learned)
        recipe = _recipe(options | {"memory": learned})
    job = Job(
        recipe=recipe,
        limits=Limits(options["timeout"], options["max_memory"] * _MEGABYTE),
        workers=options["workers"] or _cores(),
        changed=options["changed"],
        fresh=options["fresh"],
        fail_fast=options["fail_fast"],
    )
    with Log(options["log"]) as log:
        plan = plan_of(paths, options, own)
        log.start(job, paths)
        with Display(plan, quiet=options["quiet"]) as display:

            def watch(tally: Tally, glance: Glance, trouble: str) -> None:
                display.update(tally)
                log.update(glance, trouble)

            if target is None:
                tally = _to_stream(output, job, sources(plan, skipped), watch)
            else:
                tally = _to_file(target, job, sources(plan, skipped), writer(target, options["audit"]), watch)
        log.end(tally, skipped)
    if not options["quiet"]:
        show_summary(tally, skipped, display.seconds)
    if tally.stopped:
        raise JobError(f"{tally.stopped}; the same command goes on from here")
    sys.exit(1 if tally.rejects else 0)


def _recipe(options: Mapping[str, Any]) -> Recipe:
    """The recipe of the file, with every option that is an entry of it written over it."""
    entries: dict[str, Any] = {}
    for option, (stage, field) in _ENTRIES.items():
        value = options[option]
        if value is None or value == ():
            continue
        plain = list(value) if option == "keep" else str(value.absolute()) if option in _FILES else value
        if stage is None:
            entries[field] = plain
        else:
            entries.setdefault(stage, {})[field] = plain
    return recipe_of(options["recipe"], entries)


def _mistakes(
    paths: tuple[str, ...], target: Path | None, own: list[Path], options: Mapping[str, Any]
) -> Iterator[str]:
    """What is wrong with the files that the run would write, and with options that contradict them."""
    for path in own:
        if path.is_dir():
            yield f"{path}: it is a folder; name a file to write"
        elif not path.parent.is_dir():
            yield f"{path}: there is no folder {path.parent}"
        elif path.exists():
            yield from (f"{p}: input and output are one file" for p in paths if p != "-" and _same(p, path))
    if target is None:
        for name in ("audit", "changed", "fresh", "learn"):
            if options[name]:
                yield f"--{name}: only for an output that is a file"
    elif options["changed"] and (options["audit"] or target.suffix != ".jsonl"):
        yield "--changed: only for an output in plain .jsonl, without --audit"
    if options["learn"] and options["memory"]:
        yield "--learn and --memory: one or the other; cleaner learn --add grows a memory"


def _refuse(mistakes: Iterable[str]) -> None:
    if problems := list(mistakes):
        raise ConfigError(problems)


def _same(path: str, other: Path) -> bool:
    return Path(path).exists() and Path(path).samefile(other)


def _learn(documents: Iterator[Source | Unread], recipe: Recipe, memory: Path) -> None:
    """A first pass over everything: what the outlets repeat on every page."""
    from ..boilerplate.memory import learn
    from ..write.whole import whole
    from .learn import documents as as_stripped

    with whole(memory) as file:
        file.write(learn(as_stripped(documents, recipe)).pruned().to_bytes())


def _is_stream(output: str) -> bool:
    """Whether the output is a pipe or a device, which cannot be replaced by a finished file."""
    try:
        mode = Path(output).stat().st_mode
    except OSError:
        return output == "-"
    return output == "-" or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _to_stream(output: str, job: Job, documents: Iterator[Source | Unread], watch: Watch) -> Tally:
    try:
        with open(1 if output == "-" else output, "wb", closefd=output != "-") as file:
            return stream(job, documents, file, watch)
    except BrokenPipeError:  # the reader has enough: not an error to report, but not a finished run either
        sys.exit(3)
    except OSError as e:
        raise JobError(f"{output}: {e.strerror}") from e
    except KeyboardInterrupt:
        raise JobError("ended at once") from None


def _to_file(target: Path, job: Job, documents: Iterator[Source | Unread], write: Write, watch: Watch) -> Tally:
    try:
        return run(job, documents, target, write, watch)
    except KeyboardInterrupt:
        raise JobError("ended at once; the same command goes on from here") from None


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

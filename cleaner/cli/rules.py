"""`cleaner rules`: what is known of boilerplate, rule by rule, and whether a rule file of one's own is sound."""

from __future__ import annotations

from pathlib import Path

import click

from ..boilerplate.examples import broken_promises
from ..boilerplate.rules import KINDS, Rule, Rules, built_in
from ..errors import ConfigError

_OWN = click.option(
    "--rules",
    "own",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Rules of your own (TOML), beside the built-in ones.",
)


@click.group()
def command() -> None:
    """List, show and check the rules by which boilerplate is told."""


@command.command("list")
@click.option("--kind", type=click.Choice(KINDS), help="Only rules of this kind.")
@_OWN
def list_rules(kind: str | None, own: Path | None) -> None:
    """List the rules: id, what goes, and why."""
    for rule in _rules(own):
        if kind in (None, rule.kind):
            click.echo(f"{click.style(f'{rule.id:36}', bold=True)} {_taken(rule):24} {rule.why}")


@command.command()
@click.argument("id")
@_OWN
def show(id: str, own: Path | None) -> None:
    """Show the rule ID whole: its words, its pattern, what it removes and what must stay."""
    rule = next((r for r in _rules(own) if r.id == id), None)
    if rule is None:
        raise ConfigError([f"{id!r}: no rule has this id; see: cleaner rules list"])
    click.secho(rule.id, bold=True)
    click.echo(f"{rule.why}\ntakes: {_taken(rule)}")
    for name, values in (("sites", rule.sites), ("languages", rule.languages), ("needs one of", rule.needs)):
        if values:
            click.echo(f"{name}: {', '.join(values)}")
    for names in rule.words:
        click.echo(f"words of: {', '.join(names.split())}")
    if rule.pattern:
        click.echo(f"pattern: {rule.pattern}")
    for sign, colour, examples in (("- ", "red", rule.removes), ("  ", None, rule.keeps)):
        for example in examples:
            click.secho(sign + example, fg=colour)


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Check a rule FILE: its form, and that every example does what it says, beside all built-in rules."""
    rules = Rules.from_file(file)
    if problems := [f"{file.name}: {p}" for p in broken_promises(rules)]:
        raise ConfigError(problems)
    examples = sum(len(r.removes) + len(r.keeps) for r in rules.rules)
    click.echo(f"{file}: {len(rules.rules)} rules, {examples} examples, all as they say")


def _rules(own: Path | None) -> tuple[Rule, ...]:
    return built_in().rules + (Rules.from_file(own).rules if own else ())


def _taken(rule: Rule) -> str:
    what = {"block": "the line", "sentence": "the sentence", "match": "the match"}[rule.unit]
    return what + (", beside others" if rule.beside else "")

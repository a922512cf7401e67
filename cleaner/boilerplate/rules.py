"""What a site says about itself, as rules that a person can read, write and check without programming.

Rules live in TOML files. A rule has an id named after what it finds (`donation.small-favor`), a reason, literal `needs`
that decide whether its pattern is tried at all, a pattern in RE2 syntax (linear in the text, whoever wrote it), and
examples: each of `removes` must go under this rule, each of `keeps` must survive every rule.

    [[rule]]
    id = "donation.small-favor"
    why = "the opening of a reader appeal that many papers share"
    needs = ["small favo"]
    pattern = '(have|had) a small favou?r to ask'
    unit = "block"
    removes = ["Since you are here, we have a small favor to ask of you."]
    keeps = ["He asked the minister for a small favor."]

Pattern and needs are compared with the plain form of a line (lower case, straight apostrophes). A line break in a
pattern is layout and counts for nothing, nor does the white space around it. A need stands anywhere, also within a
word; with `^` before it, it opens the line, and where it has `=` at its beginning or end, a word begins or ends there.
With ` + ` between them several must stand in the line together: the fewer lines are tried, the faster.

    needs = ["^share", "=app=", "become a + member"]

Instead of needs and a pattern a rule may name families of words (those of `cues.toml`, in twelve languages): it finds
a line in which two neighbouring sentences hold a word of each.

    words = ["without-you we", "double gift we"]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import rtoml
from blake3 import blake3
from msgspec import Struct

from ..errors import ConfigError
from ..patterns import regex
from . import cues

Kind = Literal[
    "donation", "subscription", "newsletter", "consent", "adblock", "paywall", "app", "share", "related", "comments",
    "credit", "legal", "other",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
#: What goes when the pattern is found: the whole line, the sentences it touches, or the match alone.
Unit = Literal["block", "sentence", "match"]

_ID = regex(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*\Z")
_ESCAPE = regex(r"\\[pP](\{\^?\w+\}|\w)|\\x\{[0-9A-Fa-f]+\}|\\x[0-9A-Fa-f]{2}|\\.|\(\?P?<\w+>", re.DOTALL)


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of boilerplate line, found by `needs` and `pattern`, or by `words`: families that stand together.

    `beside`: goes only next to a line that goes. `sites`: only on these hosts.
    """

    id: str
    why: str
    removes: tuple[str, ...]
    needs: tuple[str, ...] = ()
    pattern: str = ""
    words: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    unit: Unit = "block"
    beside: bool = False
    sites: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return kind_of(self.id)


@lru_cache(maxsize=1 << 10)  # asked of every line that goes
def kind_of(rule: str) -> str:
    """The kind of boilerplate that the rule of this id finds."""
    return rule.partition(".")[0]


class Rules:
    """The rules of one or more files, and what they are known by in a recipe's hash. Immutable."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)

    @cached_property
    def fingerprint(self) -> str:
        """Eight bytes, in hexadecimal digits, that other rules do not have."""
        return blake3(msgspec.json.encode(self.rules)).hexdigest(length=8)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rules) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @classmethod
    def from_file(cls, path: Path) -> Rules:
        """Read a rule file. Raises ConfigError with every mistake, each with its place and the quoted value."""
        try:
            return cls.from_toml(path.read_text("utf-8"), place=path.name)
        except OSError as e:
            raise ConfigError([f"{path}: cannot be read: {e.strerror}"]) from None
        except UnicodeDecodeError as e:
            raise ConfigError([f"{path}: not UTF-8: {e.reason} at byte {e.start}"]) from None

    @classmethod
    def from_toml(cls, text: str, *, place: str = "rules") -> Rules:
        """Read rules from TOML. Raises ConfigError with every mistake."""
        try:
            table = rtoml.loads(text)
        except ValueError as e:
            raise ConfigError([f"{place}: not valid TOML: {e}"]) from None
        problems = [f"{place}: unknown key {key!r}; wanted: [[rule]] tables" for key in table if key != "rule"]
        rows = table.get("rule", [])
        if not isinstance(rows, list):
            problems.append(f"{place}: rule: write [[rule]], not [rule]: {rows!r}")
            rows = []
        rules = [r for n, row in enumerate(rows, 1) if (r := _rule(row, f"{place}: rule {n}", problems)) is not None]
        twice = [i for i, n in Counter(r.id for r in rules).items() if n > 1]
        problems += [f"{place}: {i!r} stands twice; an id must be its own" for i in twice]
        if problems:
            raise ConfigError(problems)
        return cls(rules)


def _rule(row: Any, place: str, problems: list[str]) -> Rule | None:
    if not isinstance(row, dict):
        problems.append(f"{place}: a table is wanted, not {row!r}")
        return None
    called = row.get("id")
    place = f"{place} ({called!r})" if isinstance(called, str) else place
    wanted = {f.name: f for f in msgspec.structs.fields(Rule)}
    before = len(problems)
    problems += [f"{place}: unknown key {key!r}; known: {', '.join(wanted)}" for key in row if key not in wanted]
    problems += [f"{place}: {name!r} is missing" for name, f in wanted.items() if f.required and name not in row]
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key in wanted:
            try:
                values[key] = msgspec.convert(value, wanted[key].type)
            except msgspec.ValidationError as e:
                choices = f"; one of {', '.join(get_args(Unit))}" if key == "unit" else ""
                problems.append(f"{place}: {key}: {value!r}: {e}{choices}")
    if "pattern" in values:
        values["pattern"] = _in_one_line(values["pattern"])
    if "words" not in row:
        problems += [f"{place}: {name!r} is missing" for name in ("needs", "pattern") if name not in row]
    problems += [f"{place}: {p}" for p in _mistakes(values)]
    return Rule(**values) if len(problems) == before else None


def words_of(need: str) -> list[str]:
    """The words of a need, all of which must stand in the line; each still with the signs for its edges."""
    return need.split(" + ")


def letters(word: str) -> str:
    """A word of a need as it stands in the line, without the signs for its edges."""
    return word.removeprefix("^").removeprefix("=").removesuffix("=")


def edges(word: str) -> tuple[int, int]:
    """What a word of a need asks of the characters before and after its letters."""
    before = cues.FIRST if word.startswith("^") else cues.APART if word.startswith("=") else cues.ANY
    return before, cues.APART if word.endswith("=") else cues.ANY


def _in_one_line(pattern: str) -> str:
    """A pattern without its layout: the line breaks, and the blanks around them."""
    return "".join([line.strip(" \t") for line in pattern.strip().split("\n")])


def _mistakes(values: dict[str, Any]) -> list[str]:
    found = []
    if "id" in values and not _ID.match(values["id"]):
        found.append(f"id: {values['id']!r}: write kind.what-it-finds in lower case")
    elif "id" in values and values["id"].partition(".")[0] not in KINDS:
        found.append(f"id: {values['id']!r}: no such kind; the kinds are {', '.join(KINDS)}")
    if "needs" in values and not values["needs"]:
        found.append("needs: at least one literal word is wanted: it decides whether the pattern is tried")
    found += [f"needs: {n!r}: a blank word stands everywhere" for n in values.get("needs", ())
              if not all(letters(word).strip() for word in words_of(n))]  # fmt: skip
    found += [f"needs: {n!r}: write it in lower case" for n in values.get("needs", ()) if n != n.lower()]
    found += [f"words: stands beside {n!r}; a rule has the one or the other" for n in ("needs", "pattern")
              if values.get("words") and n in values]  # fmt: skip
    if "words" in values and not all(w.split() for w in values["words"] or [""]):
        found.append("words: names of families are wanted, those that must stand together in one string")
    known = cues.built_in().names if values.get("words") else ()
    unknown = {n for w in values.get("words", ()) for n in w.split()} - set(known)
    found += [f"words: {n!r}: no such family; the families are {', '.join(known)}" for n in sorted(unknown)]
    if "removes" in values and not values["removes"]:
        found.append("removes: at least one example is wanted")
    if "pattern" in values:
        if any(c.isupper() for c in _ESCAPE.sub("", values["pattern"])):
            found.append(f"pattern: {values['pattern']!r}: lines are compared in lower case; write it so")
        if trouble := _compile_error(values["pattern"]):
            found.append(f"pattern: {values['pattern']!r}: {trouble}")
    return found


def _compile_error(pattern: str) -> str | None:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as e:
        said = e.args[0] if e.args else e
        return f"not a pattern that RE2 knows: {said.decode() if isinstance(said, bytes) else said}"
    return "matches the empty text, so it would match everywhere" if compiled.search("") else None


@cache
def built_in() -> Rules:
    """The rules that come with the house, of every kind and site pack; the tests look for mistakes in them."""
    tables = map(rtoml.load, built_in_files())
    rows = ({**row, "pattern": _in_one_line(row.get("pattern", ""))} for t in tables for row in t["rule"])
    return Rules(msgspec.convert(row, Rule) for row in rows)


def built_in_files() -> list[Path]:
    """Where the rules of the house are written."""
    return sorted((Path(__file__).parent / "rules").rglob("*.toml"))


@cache
def _ours() -> frozenset[tuple[str, tuple[str, ...]]]:
    return frozenset((rule.pattern, rule.words) for rule in built_in().rules)


def is_ours(rule: Rule) -> bool:
    """Whether the rule comes with the house; a rule of one's own is obeyed as it stands."""
    return (rule.pattern, rule.words) in _ours()

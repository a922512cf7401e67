"""What is to be done, as one value: which extractor, which stages, with which options and which knowledge.

A recipe comes from Python, or from TOML (a file of its own, or `[tool.cleaner]` in a pyproject.toml):

    extractor = "blocks"
    stages = ["repair", "spacing", "strip", "names"]

    [strip]
    keep = ["caption", "credit"]

A file that is wrong is refused whole, with every mistake named at once. The recipe's hash stands in every record it
made: same hash and same source, same record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol, get_args, runtime_checkable

import msgspec
import rtoml
from blake3 import blake3

from . import __version__
from .errors import ConfigError
from .extract import Extractor
from .model import Document, Edit, Flag, Mention
from .stages import Names, Repair, Spacing, Strip


@runtime_checkable
class Stage(Protocol):
    """A named callable that reads a document and says what should change; it changes nothing itself.

    All edits of one call are about the same snapshot. A stage of your own is any picklable object of this shape;
    its fields, when it is a dataclass or a msgspec Struct, go into the recipe's hash.
    """

    @property
    def name(self) -> str: ...

    def __call__(self, document: Document) -> Iterable[Edit | Flag]: ...


BUILT_IN: Mapping[str, type[Repair | Spacing | Strip | Names]] = {
    "repair": Repair,
    "spacing": Spacing,
    "strip": Strip,
    "names": Names,
}


class Recipe(msgspec.Struct, frozen=True):
    """Everything a result depends on besides the source. Immutable, picklable, and known by its hash."""

    extractor: Extractor = "blocks"
    stages: tuple[Stage, ...] = (Repair(), Spacing(), Strip(), Names())
    hash: str = ""  # set by the recipe itself

    def __post_init__(self) -> None:
        names = [stage.name for stage in self.stages]
        if twice := sorted({n for n in names if names.count(n) > 1}):
            raise ConfigError(f"stages: {name!r} stands twice; a stage's name must be its own" for name in twice)
        whole = [__version__, self.extractor, [[s.name, s] for s in self.stages]]
        digest = blake3(msgspec.json.encode(whole, enc_hook=_fingerprint, order="deterministic"))
        msgspec.structs.force_setattr(self, "hash", digest.hexdigest(length=8))

    @property
    def in_text(self) -> frozenset[str]:
        """Kinds of block that stay in the text though they have a field of their own (captions, the title …)."""
        return frozenset(kind for s in self.stages if isinstance(s, Strip) for kind in s.keep)

    def mentions(self, text: str) -> list[Mention]:
        """The persons named in a finished text, as the recipe's names stage sees them; none without that stage."""
        return [m for s in self.stages if isinstance(s, Names) for m in s.mentions(text)]

    @classmethod
    def from_toml(cls, text: str, *, base: Path = Path(), place: str = "recipe") -> Recipe:
        """Read a recipe; paths in it count from `base`. Raises ConfigError with every mistake, quoting each."""
        try:
            table = rtoml.loads(text)
        except ValueError as e:
            raise ConfigError([f"{place}: not valid TOML: {e}"]) from None
        return cls.from_dict(table, base=base, place=place)

    @classmethod
    def from_file(cls, path: Path) -> Recipe:
        """Read a recipe from a TOML file; of a pyproject.toml, its `[tool.cleaner]`."""
        place = "tool.cleaner" if path.name == "pyproject.toml" else path.name
        return cls.from_dict(read_table(path), base=path.parent, place=place)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any], *, base: Path = Path(), place: str = "recipe") -> Recipe:
        """A recipe from plain values, shaped as the TOML is. Raises ConfigError with every mistake, quoting each."""
        problems = _unknown(table, ["extractor", "stages", *BUILT_IN], place)
        wanted = _value(table.get("stages", list(BUILT_IN)), list[str], base, f"{place}: stages", problems) or []
        problems += [
            f"{place}: stages: {name!r} is no stage; there are {', '.join(BUILT_IN)}"
            for name in wanted if name not in BUILT_IN
        ]  # fmt: skip
        extractor = _value(table.get("extractor", "blocks"), Extractor, base, f"{place}: extractor", problems)
        stages = {n: _stage(kind, table.get(n, {}), base, f"{place}: {n}", problems) for n, kind in BUILT_IN.items()}
        if problems:
            raise ConfigError(problems)
        return cls(extractor, tuple(stages[n] for n in wanted))


def read_table(path: Path) -> dict[str, Any]:
    """The recipe in a TOML file as plain values; of a pyproject.toml, its `[tool.cleaner]`. Raises ConfigError."""
    try:
        table: dict[str, Any] = rtoml.loads(path.read_text("utf-8"))
    except OSError as e:
        raise ConfigError([f"{path}: cannot be read: {e.strerror}"]) from None
    except ValueError as e:
        raise ConfigError([f"{path}: not valid TOML: {e}"]) from None
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("cleaner", {})
    return table


def _unknown(table: Mapping[str, Any], known: Iterable[str], place: str) -> list[str]:
    from difflib import get_close_matches

    known = list(known)
    near = {key: get_close_matches(key, known, 1) for key in table if key not in known}
    return [
        f"{place}: unknown key {key!r}" + (f"; did you mean {match[0]!r}?" if match else f"; known: {', '.join(known)}")
        for key, match in near.items()
    ]


def _stage(kind: type[Any], table: Any, base: Path, place: str, problems: list[str]) -> Any:
    if not isinstance(table, dict):
        problems.append(f"{place}: a table of options is wanted, not {table!r}")
        return None
    fields = {f.name: f.type for f in msgspec.structs.fields(kind)}
    problems += _unknown(table, fields, place)
    values = {k: _value(v, fields[k], base, f"{place}.{k}", problems) for k, v in table.items() if k in fields}
    return None if problems else kind(**values)


def _value(value: Any, wanted: Any, base: Path, place: str, problems: list[str]) -> Any:
    """`value` as the type `wanted`; a type that has `from_file` (rules, a registry) is given as a path."""

    def load(kind: type, path: Any) -> Any:
        if not isinstance(path, str):
            raise ValueError(f"the path of a file is wanted, not {path!r}")
        return kind.from_file(base / path)  # type: ignore[attr-defined]

    try:
        return msgspec.convert(value, wanted, dec_hook=load)
    except ConfigError as e:
        problems += [f"{place}: {problem}" for problem in e.problems]
    except msgspec.ValidationError as e:
        cause = e.__cause__
        if isinstance(cause, ConfigError):
            problems += [f"{place}: {problem}" for problem in cause.problems]
        else:
            choices = [repr(c) for c in get_args(wanted) if isinstance(c, str)]
            problems.append(f"{place}: {value!r}: {e}" + (f"; one of {', '.join(choices)}" if choices else ""))
    return None


def _fingerprint(part: Any) -> Any:
    """What stands for a value in the hash: its own fingerprint (knowledge from files), else where it is defined."""
    own = getattr(part, "fingerprint", None)
    if isinstance(own, str):
        return own
    home: Callable[..., Any] | type = part if isinstance(part, type) or hasattr(part, "__qualname__") else type(part)
    return f"{home.__module__}.{home.__qualname__}"


#: What `clean` does when nothing is said.
DEFAULT = Recipe()

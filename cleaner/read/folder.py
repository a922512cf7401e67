"""Which files of a folder are documents: walked in the order of their names, the same on every machine.

Nothing is passed over in silence. Hidden files, other formats and links that lead out of the folder are counted; a
dangling link, a pipe or an unreadable folder with a document's name is an outcome of its own.
"""

# Plain strings, not Path objects: a folder may hold a million files.
# ruff: noqa: PTH112, PTH114, PTH118, PTH119

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from ..errors import ConfigError
from ..model import Unread
from .unpacking import kind_of, trouble


class Found(Struct, frozen=True):
    """A file that holds documents: where it is, and what it is called in the records."""

    path: str
    name: str


class Choice(Struct, frozen=True, kw_only=True):
    """Which files of a folder are wanted."""

    is_format: Callable[[str], bool]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    leave_out: frozenset[tuple[int, int]] = frozenset()  # device and inode of the run's own files

    def wants(self, name: str) -> bool:
        """Whether the globs admit this name; `*` stands for anything, a slash too."""
        if any(fnmatchcase(name, g) for g in self.exclude):
            return False
        return not self.include or any(fnmatchcase(name, g) for g in self.include)


def walk(paths: Iterable[str], choice: Choice, skipped: Counter[str]) -> Iterator[Found | Unread]:
    """The files to read at `paths`, each a file or a folder, in order; what is passed over is counted in `skipped`.

    Of a single folder the names are relative to it; of several paths each name begins with the path as it was given.
    Raises ConfigError for a path that does not exist.
    """
    paths = list(paths)
    if problems := [f"{p}: there is no such file or folder" for p in paths if p != "-" and not os.path.lexists(p)]:
        raise ConfigError(problems)
    return _all(paths, choice, skipped)


def _all(paths: list[str], choice: Choice, skipped: Counter[str]) -> Iterator[Found | Unread]:
    for path in paths:
        if os.path.isdir(path):
            prefix = "" if len(paths) == 1 else name_of(path).rstrip("/") + "/"
            yield from _folder(path, prefix, choice, skipped)
        else:
            name = name_of(os.path.basename(path) if len(paths) == 1 else path)
            yield Found(path, "stdin" if path == "-" else name)


def name_of(path: str) -> str:
    r"""A path as a name that any encoding can hold: `/` between its parts, bytes that are no UTF-8 as `\xff`.

    A backslash that is part of a name is doubled, so that two paths never share a name.
    """
    if os.sep != "/":
        return path.replace(os.sep, "/")
    return os.fsencode(path).replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def _folder(top: str, prefix: str, choice: Choice, skipped: Counter[str]) -> Iterator[Found | Unread]:
    inside = os.path.join(os.path.realpath(top), "")
    waiting = [(top, prefix)]
    while waiting:
        path, name = waiting.pop()
        if not name.endswith("/") and name:
            if (found := _entry(path, name, inside, choice, skipped)) is not None:
                yield found
            continue
        try:
            with os.scandir(path) as entries:
                listed = sorted(((e.name, e.is_dir(follow_symlinks=False)) for e in entries), key=_reading_order)
        except OSError as e:
            yield Unread(name.rstrip("/") or name_of(top), "unreadable", getattr(trouble(e), "detail", str(e)))
            continue
        visible = [(n, d) for n, d in listed if not n.startswith(".")]
        skipped["hidden"] += len(listed) - len(visible)
        waiting += [
            (os.path.join(path, n), name + name_of(n) + ("/" if d else "")) for n, d in reversed(visible)
        ]  # fmt: skip


def _reading_order(entry: tuple[str, bool]) -> bytes:
    return os.fsencode(entry[0])


def _entry(path: str, name: str, inside: str, choice: Choice, skipped: Counter[str]) -> Found | Unread | None:
    if not choice.is_format(path):
        if os.path.islink(path) and os.path.isdir(path):
            skipped["linked folder"] += 1
        else:
            skipped["other format"] += 1
        return None
    if not choice.wants(name):
        skipped["not included"] += 1
        return None
    try:
        status = Path(path).lstat()
        if stat.S_ISLNK(status.st_mode):
            status = Path(path).stat()
            if not os.path.realpath(path).startswith(inside):
                skipped["link out of the folder"] += 1
                return None
    except OSError as e:
        return Unread(name, "unreadable", getattr(trouble(e), "detail", str(e)))
    if (status.st_dev, status.st_ino) in choice.leave_out:
        skipped["the run's own"] += 1
        return None
    if stat.S_ISDIR(status.st_mode):
        skipped["linked folder"] += 1
        return None
    if not stat.S_ISREG(status.st_mode):
        return Unread(name, "unreadable", kind_of(status.st_mode))
    return Found(path, name)

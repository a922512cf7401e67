"""The memory of a job: which document's line stands where, so that a run that was cut short loses nothing.

Beside the output `clean.jsonl` stand, while a job runs, `clean.jsonl.part1` with the finished lines in their order and
`clean.jsonl.journal`, an SQLite database (write-ahead log) that says for each line the hash of everything its document
was (name, address, bytes), where it stands and its checksum. The same command looks every document up there before
doing it again. A line counts only when its checksum is right, so a power cut costs some work and never a wrong line.

When the job is done the part becomes the output in one rename, and the journal stays: with it `--changed` knows what
it need not do again. Deleting it costs nothing but that.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Literal
from zlib import crc32

import msgspec

from .. import __version__
from ..digest import blake2b
from ..errors import JobError
from ..model import Source

#: Shape of the journal; a journal of a later shape is refused.
VERSION = 1
_MAGIC = 0x636C6E72  # "clnr", SQLite's application_id: no other database is mistaken for a journal

_SCHEMA = f"""
BEGIN;
PRAGMA application_id = {_MAGIC};
PRAGMA user_version = {VERSION};
CREATE TABLE job (recipe TEXT NOT NULL, version TEXT NOT NULL, state TEXT NOT NULL, part INTEGER NOT NULL);
CREATE TABLE line (
    part INTEGER, start INTEGER, size INTEGER NOT NULL, key BLOB NOT NULL, crc INTEGER NOT NULL,
    PRIMARY KEY (part, start)
) WITHOUT ROWID;
CREATE INDEX by_key ON line (key);
COMMIT;
"""

State = Literal["running", "publishing", "finished"]
#: Seconds of work that a kill may cost, and bytes of finished lines held back at most.
_COMMIT_SECONDS, _COMMIT_BYTES = 0.2, 4 << 20


class Status(msgspec.Struct, frozen=True):
    """What the journal says of its job: recipe hash and version of cleaner, how far it is, and the current part."""

    recipe: str
    version: str
    state: State
    part: int


def key(source: Source) -> bytes:
    """A hash of everything the outcome depends on besides the recipe."""
    digest = blake2b(digest_size=16)
    for claim in (source.name, source.url, source.charset, source.media_type):
        digest.update(b"\0" if claim is None else b"\1" + claim.encode("utf-8", "surrogatepass") + b"\0")
    digest.update(source.data)
    return digest.digest()


class Journal:
    """The journal of one output, and the part file it describes.

    Lines are appended in their final order. `find` gives the line of a document that was done before, from an earlier
    part or from the finished output (which is part 0).
    """

    def __init__(self, output: Path, recipe: str) -> None:
        self._output, self._recipe = output, recipe
        self.path = beside(output, "journal")
        self._files: dict[int, BinaryIO | None] = {}  # parts open for reading
        self._part: BinaryIO | None = None  # the current one, open for writing
        self._at = 0  # where in it the next line belongs
        self._adopting: Iterator[tuple[bytes, int]] | None = None  # what it holds already, from there on
        self._rows: list[tuple[int, int, int, bytes, int]] = []
        self._lines: list[bytes] = []
        self._held = 0
        self._committed = time.monotonic()
        with self._plain_words():
            self._db = sqlite3.connect(self.path, isolation_level=None)
            self.status = self._open()

    def _open(self) -> Status:
        db = self._db
        (version,), (magic,) = (
            db.execute("PRAGMA user_version").fetchone(),
            db.execute("PRAGMA application_id").fetchone(),
        )
        if magic != _MAGIC and db.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            raise JobError(f"{self.path} is not a journal of cleaner; move it away, or choose another output")
        if version > VERSION:
            raise JobError(
                f"{self.path} was written by a newer cleaner; finish the job with that one, or start over with --fresh"
            )
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        if magic != _MAGIC:
            db.executescript(_SCHEMA)
        if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("quick_check failed")
        row = db.execute("SELECT recipe, version, state, part FROM job").fetchone()
        if row is None:
            return Status(self._recipe, __version__, "finished", 0)
        return Status(*row)

    def begin(self, *, resume: bool) -> None:
        """Start a run: with what is known of earlier lines, or, not to `resume`, knowing nothing."""
        with self._plain_words():
            number = self.status.part
            if self.status.state == "publishing" and not self._file_of(number).exists():
                self._settle(number)  # the rename was the last thing that happened
            adopt = resume and self.status.state != "finished"
            if not adopt:
                number += 1
            if not resume:
                self._db.execute("DELETE FROM line")
            self._set(Status(self._recipe, __version__, "running", number))
            self._known = self._db.execute("SELECT 1 FROM line LIMIT 1").fetchone() is not None
            self._remove_parts({n for (n,) in self._db.execute("SELECT DISTINCT part FROM line")} | {number})
            self._part = self._file_of(number).open("r+b" if adopt and self._file_of(number).exists() else "w+b", 0)
            if adopt:
                self._adopting = iter(
                    self._db.execute("SELECT key, size FROM line WHERE part = ? ORDER BY start", (number,))
                )

    def find(self, source_key: bytes) -> bytes | None:
        """The line of a document done before; None when there is none, or it is not what it was."""
        if not self._known:
            return None
        with self._plain_words():
            for part, start, size, crc in self._db.execute(
                "SELECT part, start, size, crc FROM line WHERE key = ?", (source_key,)
            ):
                if (file := self._reading(part)) is not None:
                    line = _read(file, start, size)
                    if len(line) == size and crc32(line) == crc:
                        return line
        return None

    def append(self, source_key: bytes, line: bytes) -> None:
        """The next line of the output."""
        if self._adopting is not None:
            with self._plain_words():
                row, file = next(self._adopting, None), self._reading(self.status.part)
                if row == (source_key, len(line)) and file and _read(file, self._at, len(line)) == line:
                    self._at += len(line)
                    return
                self._leave_off(ended=row is None)
        self._rows.append((self.status.part, self._at, len(line), source_key, crc32(line)))
        self._lines.append(line)
        self._at += len(line)
        self._held += len(line)
        if self._held > _COMMIT_BYTES or time.monotonic() - self._committed > _COMMIT_SECONDS:
            self.commit()

    def commit(self) -> None:
        """Make everything appended so far survive the end of this process."""
        with self._plain_words():
            if self._rows:
                assert self._part is not None, "begin() comes first"
                _write(self._part, b"".join(self._lines))
                with self._transaction():
                    self._db.executemany("INSERT OR REPLACE INTO line VALUES (?, ?, ?, ?, ?)", self._rows)
                self._rows.clear()
                self._lines.clear()
                self._held = 0
            self._committed = time.monotonic()

    def publish(self, write: Callable[[Path], None] | None) -> None:
        """The part is whole: make it the output in one step.

        `write` makes an output of another shape from it, itself whole or not at all; then nothing of the job stays.
        """
        number = self.status.part
        with self._plain_words():
            if self._adopting is not None:
                self._leave_off(ended=True)
            self.commit()
            assert self._part is not None, "begin() comes first"
            os.fsync(self._part.fileno())
            self._part.close()
            if write is not None:
                write(self._file_of(number))
                self.remove()
                return
            self._set(Status(self._recipe, __version__, "publishing", number))
            self._file_of(number).replace(self._output)
            _sync_folder(self._output.parent)
            self._settle(number)
        self.close()

    def remove(self) -> None:
        """Forget the job: the journal and every part."""
        self.close()
        forget(self._output)

    def close(self) -> None:
        """Close every file; what was not committed is lost, and will be done again."""
        for file in self._files.values():
            if file is not None:
                file.close()
        self._files.clear()
        if self._part is not None:
            self._part.close()
        with suppress(sqlite3.Error):
            self._db.close()

    def _leave_off(self, *, ended: bool) -> None:
        """The documents differ from what the part holds from here on (or it holds no more): go on writing here."""
        assert self._part is not None, "begin() comes first"
        self._adopting = None
        old, new = self.status.part, self.status.part + 1
        if ended:
            self._part.truncate(self._at)
            self._part.seek(self._at)
            return
        # What stands beyond this point may be wanted yet: keep that part, and go on with a copy of its beginning.
        fresh = self._file_of(new).open("w+b", 0)
        self._part.seek(0)
        left = self._at
        while left and (piece := self._part.read(min(left, 1 << 20))):
            _write(fresh, piece)
            left -= len(piece)
        self._part.close()
        self._part = fresh
        with self._transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO line SELECT ?, start, size, key, crc FROM line WHERE part = ? AND start < ?",
                (new, old, self._at),
            )
            self._set(Status(self._recipe, __version__, "running", new))

    def _settle(self, number: int) -> None:
        """The part has become the output: from now on its lines stand in part 0."""
        with self._transaction():
            self._db.execute("DELETE FROM line WHERE part != ?", (number,))
            self._db.execute("UPDATE line SET part = 0")
            self._set(Status(self._recipe, __version__, "finished", number))
        self._remove_parts(set())

    def _set(self, status: Status) -> None:
        if self._db.in_transaction:
            self._store(status)
        else:
            with self._transaction():
                self._store(status)
        self.status = status

    def _store(self, status: Status) -> None:
        self._db.execute("DELETE FROM job")
        self._db.execute("INSERT INTO job VALUES (?, ?, ?, ?)", msgspec.structs.astuple(status))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _file_of(self, part: int) -> Path:
        return beside(self._output, f"part{part}") if part else self._output

    def _reading(self, part: int) -> BinaryIO | None:
        if part not in self._files:
            try:
                self._files[part] = self._file_of(part).open("rb", 0)
            except FileNotFoundError:
                self._files[part] = None
        return self._files[part]

    def _remove_parts(self, but: set[int]) -> None:
        for path in _parts(self._output):
            if path not in {self._file_of(n) for n in but}:
                path.unlink(missing_ok=True)

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        """Trouble with the disk or the journal, in words that say what to do."""
        try:
            yield
        except sqlite3.OperationalError as e:
            raise JobError(f"{self.path} cannot be written: {e}; the job can be resumed once that is mended") from e
        except sqlite3.DatabaseError as e:
            raise JobError(f"{self.path} is damaged ({e}); start the job over with --fresh") from e
        except OSError as e:
            where = e.filename or self._output
            raise JobError(f"{where}: {e.strerror}; nothing is lost: run the same command again to go on") from e


def beside(output: Path, ending: str) -> Path:
    """A file of the job, beside its output."""
    return output.with_name(f"{output.name}.{ending}")


def forget(output: Path) -> None:
    """Remove what a job leaves beside its output."""
    for path in [*_parts(output), *(beside(output, f"journal{end}") for end in ("", "-wal", "-shm"))]:
        path.unlink(missing_ok=True)


def _parts(output: Path) -> list[Path]:
    prefix = f"{output.name}.part"
    return [p for p in output.parent.iterdir() if p.name.startswith(prefix) and p.name[len(prefix) :].isdecimal()]


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return file.read(size)


def _write(file: BinaryIO, data: bytes) -> None:
    """All of `data`; an unbuffered file may take it in pieces."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every file system can
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""Everything that can go wrong, by name, with a code that never changes and a word of advice.

    CleanerError
    ├── ConfigError     the recipe, a rule file or an option is wrong: every mistake at once   (exit code 2)
    ├── DocumentError   one document cannot be cleaned; `clean` turns it into a `Reject`       (exit code 1)
    └── JobError        the run itself cannot go on: no disk, no right to write, another run   (exit code 3)

A bug is none of these: it propagates from the library, and the batch turns it into a reject with the code `bug`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

#: Why a document was rejected, and what its owner can do. The codes are a promise: analyses filter on them.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "empty": "the source holds no bytes, or nothing but white space",
        "binary": "the bytes are not text: an image, an archive, a PDF; convert it to text or HTML first",
        "no-text": "the page was read, but no block of it holds text; is it drawn by a script, or a redirect?",
        "too-deep": "the markup is nested too deep or is too large for the parser; save the page again or as text",
        "unreadable": "the file could not be opened or read; check its permissions and that it still exists",
        "too-large": "the document is larger than --max-size allows",
        "bomb": "what it unpacks to is out of all proportion to its size; unpack it yourself if you trust it",
        "corrupt": "the file is damaged or cut short; the documents before the damage were read",
        "no-library": "a library for this format is not installed",
        "bad-row": "the row is not valid JSON, or lacks the text field; see --text-field and --html-field",
        "timeout": "the document took longer than its deadline; try it alone with a longer one",
        "memory": "the document needed more memory than a worker may take",
        "crash": "the worker died on this document; the document was set aside",
        "bug": "cleaner itself failed on this document; please report it with the document",
    }
)


class CleanerError(Exception):
    """Whatever cleaner raises on purpose."""


class ConfigError(CleanerError):
    """Mistakes in what the user asked for, all of them at once, each with its place and the value quoted."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type[ConfigError], tuple[tuple[str, ...]]]:
        return type(self), (self.problems,)


class DocumentError(CleanerError):
    """One document stops here: at which stage, with which code of `REASONS`, and the particulars."""

    def __init__(self, stage: str, code: str, detail: str = "") -> None:
        if code not in REASONS:
            raise ValueError(f"unknown reject code {code!r}; the codes are in cleaner.errors.REASONS")
        self.stage, self.code, self.detail = stage, code, detail
        super().__init__(f"{stage}: {self.reason}")

    @property
    def reason(self) -> str:
        """The advice of the code, with this document's particulars where there are any."""
        return f"{REASONS[self.code]} ({self.detail})" if self.detail else REASONS[self.code]

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str, str]]:
        return type(self), (self.stage, self.code, self.detail)


class JobError(CleanerError):
    """The run cannot go on; what is done so far is safe, and the message says how to continue."""

"""Regular expressions that are compiled when they are first asked for something.

Python's compiler takes a tenth of a millisecond for a short pattern and more than one for a long class of characters.
A module has a dozen of them, and most documents need few: those that not every document needs are written as
`regex(...)` where `re.compile(...)` would be.
"""

from __future__ import annotations

import re
from typing import Any, overload


class _Later:
    """Stands for a pattern. What it is asked for it has from then on as its own, so nothing is lost by the detour."""

    def __init__(self, text: Any, flags: int) -> None:
        self._asked = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(re.compile(*self._asked), name)
        setattr(self, name, found)
        return found


@overload
def regex(text: str, flags: int = 0) -> re.Pattern[str]: ...


@overload
def regex(text: bytes, flags: int = 0) -> re.Pattern[bytes]: ...


def regex(text: str | bytes, flags: int = 0) -> Any:
    """The same as `re.compile`, later."""
    return _Later(text, flags)

from collections.abc import Iterable, Sequence

from ._context import Signs
from ._lexicon import Words

#: A run of marks: where it starts and ends, and ways to read it, each the bytes of its characters (0: any).
_Mark = tuple[int, int, Sequence[Sequence[int]]]

class Filler:
    def __init__(
        self, words: Words, signs: Signs, language: str, letters: str, apart: bool, questions: bool
    ) -> None: ...
    def ways(
        self, text: str, start: int, end: int, marks: Iterable[_Mark], begins: bool, opened: str
    ) -> dict[tuple[str, ...], float]: ...

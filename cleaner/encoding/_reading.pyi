from collections.abc import Callable

from ._context import Prices
from ._pieces import Pieces
from .spans import Put

class Reader:
    def __init__(self, text: str, family: str, judged_in: Callable[[], Prices]) -> None: ...
    def read(self, group: Pieces) -> None: ...
    def told(self) -> tuple[list[Put], list[tuple[int, int]]]: ...

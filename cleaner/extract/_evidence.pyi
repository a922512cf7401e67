from array import array
from collections.abc import Mapping

from .evidence import Told
from .tree import Tree

class Lexicon:
    def __init__(self, names: Mapping[str, int], words: Mapping[str, int], inside: Mapping[str, int]) -> None: ...

class Evidence:
    @property
    def columns(self) -> memoryview: ...
    def __init__(self, tree: Tree, told: Told, lexicon: Lexicon, tags: Mapping[str, int]) -> None: ...
    def in_context(self, first: memoryview | array[float], again: tuple[int, ...]) -> memoryview: ...

from array import array
from typing import Any

NEAR: int
FAR: int
EDGE: int
BLOCK: int
ROOM_FOR_WEIGHTS: int

def company(vectors: Any, found: Any) -> None: ...

class Layers:
    def __init__(
        self, line: tuple[Any, Any], near: tuple[Any, Any], far: tuple[Any, Any], out: tuple[Any, Any]
    ) -> None: ...
    def scores(self, means: array[float], shapes: array[float], n: int) -> list[float]: ...

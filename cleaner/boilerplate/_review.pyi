from array import array
from collections.abc import Iterable, Sequence

VIEW: int

def paragraphs(scores: Sequence[float], prose: Sequence[bool]) -> array[int]: ...
def view(
    scores: Sequence[float],
    plain: list[str],
    prose: Sequence[bool],
    marks: Sequence[float],
    article: array[int],
    alike: Iterable[array[int]],
    echoes: array[float],
) -> array[float]: ...

class Network:
    def __init__(
        self,
        weights: Sequence[Sequence[float]],
        bias: Sequence[float],
        out_weights: Sequence[float],
        out_bias: float,
        trust: float,
    ) -> None: ...
    def scores(self, view: array[float]) -> list[float]: ...

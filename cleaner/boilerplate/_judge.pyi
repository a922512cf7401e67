from collections.abc import Sequence

from .judge import Bars

SHORT: int
TEXT: float

def demands(
    plain: list[str], prose: list[bool], scores: Sequence[float], page: bool, bars: Bars
) -> tuple[list[bool], list[float], list[float], list[float]]: ...
def opens_quoted(shown: str) -> bool: ...

from collections.abc import Callable, Mapping

def put_together(
    name: str, letters: Mapping[int, str], pairs: dict[str, str], read_pair: Callable[[str, int], str | None]
) -> str: ...

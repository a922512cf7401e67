from typing import Any

def walk(
    markup: str, run: type[tuple[Any, ...]], passing_by: bool, scripted: bool = True
) -> tuple[tuple[Any, ...], int, bool]: ...

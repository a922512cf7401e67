from ._lexicon import Words

def listed(
    chunks: list[str], table: dict[int, str], words: Words, share: float
) -> list[tuple[str, bool, bool]] | None: ...

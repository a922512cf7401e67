"""The loops of `channels` over all characters that are sought, which the first damaged text waits for."""


def origins(tuple table not None, tuple octets not None):
    """Damaged piece → the characters that lead to it, by what each byte became and what bytes each character has."""
    cdef dict found = {}
    cdef str piece, character
    cdef bytes bytes_of
    for character, bytes_of in octets:
        piece = table[bytes_of[0]]
        for byte in bytes_of[1:]:
            piece = piece + <str>table[byte]
        if not piece or piece == character or _is_innocent(piece):
            continue
        if character == "†" and piece[len(piece) - 1] == " ":
            continue  # it would take a blank behind `”`
        known = found.get(piece)
        found[piece] = character if known is None else <str>known + character
    return found


cdef bint _is_innocent(str piece) except -1:
    """Whether a piece is too ordinary to be taken for damage: letters or blanks of plain ASCII."""
    return piece.isascii() and (len(piece) == 1 or piece.isalnum() or piece.isspace())


def inner(dict origins not None):
    """Every two characters that stand side by side in a piece, and every one with which a piece begins."""
    cdef set found = set()
    cdef str piece
    cdef Py_ssize_t i
    for piece in origins:
        found.add(piece[:1])
        found.add(piece[:2])
        for i in range(1, len(piece) - 1):
            found.add(piece[i : i + 2])
    return frozenset(found)

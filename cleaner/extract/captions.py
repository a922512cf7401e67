"""Tells captions: a line that ends in a photographer's or an agency's credit, as in `… Jane Doe / Reuters`."""

from __future__ import annotations

from typing import Final

from ..patterns import regex

_AGENCY = (
    r"(?:Reuters|AFP|AP|EPA|EFE|ANSA|DPA|dpa|APA|PAP|TASS|ТАСС|РИА(?: Новости)?|RIA(?: Novosti)?|Sputnik|Xinhua|"
    r"Anadolu|AA|IHA|DHA|Getty(?: Images)?|Shutterstock|iStock|Alamy|Bloomberg|Corbis|Magnum|Keystone|imago|"
    r"picture alliance|Lusa|CTK|ČTK|UNIAN|УНІАН|Укрінформ|Коммерсантъ|ANP|Belga|Ritzau|TT|NTB|Scanpix|LaPresse|Zuma|PA|"
    r"Press Association|AP Photo|Pool)"
)
_PERSON = r"[^\W\d_a-z][\w'’.-]*(?:[ \xa0][^\W\d_a-z][\w'’.-]*){0,3}"
#: `… Jane Doe / Reuters`, `AP Photo/Jane Doe`: none without a stroke.
_AGENCYS = regex(
    rf"(?:^|[.!?…)\]\"”'’:(]?[ \xa0(]){_PERSON}[ \xa0]?/[ \xa0]?{_AGENCY}(?:[ \xa0]?/[ \xa0]?[\w ]{{2,20}})?[.)]?\Z"
    rf"|(?:^|[ \xa0(])AP Photo[ \xa0]?/[ \xa0]?{_PERSON}\)?\Z"
)
#: `Photo: Jane Doe`, `Foto © Jane Doe, dpa`: none without a colon or a ©.
_LABELLED = regex(
    r"(?:^|[ \xa0(])(?:Photos?|Photo credit|Photo by|Photograph|Picture|Image|Crédit photo|Photo d’archives|Foto|"
    r"Fotos|Fot\.|Zdjęcie|Bild|Bilder|Фото|Fotoğraf|Fotografie|Fotografía|"
    r"Fotografia)(?:[ ]?[:©][ \xa0]?|[ ](?=©))©?[ ]?"
    rf"{_PERSON}(?:[ \xa0]?[/,–-][ \xa0]?[^\W\d_][\w .'’&-]{{1,40}}){{0,2}}[.)]?\Z"
)
_COPYRIGHT = regex(rf"(?:^|[ \xa0(])©[ \xa0]?{_PERSON}(?:[ \xa0]?[/,][ \xa0]?{_PERSON})?\)?\Z")
_LONGEST_CAPTION: Final = 350
_LONGEST_CREDIT: Final = 120


def is_caption(text: str) -> bool:
    """Whether a paragraph ends in a photographer's or an agency's credit, as a caption does: `… Jane Doe / Reuters`."""
    if len(text) > _LONGEST_CAPTION:
        return False
    start = max(0, len(text) - _LONGEST_CREDIT)
    end = text[start:]
    return bool(
        ("/" in end and _AGENCYS.search(text, start))
        or ((":" in end or "©" in end) and _LABELLED.search(text, start))
        or ("©" in end and _COPYRIGHT.search(text, start))
    )

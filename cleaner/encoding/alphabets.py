"""Which letters each of the twenty languages is written with, and which signs any of them may use.

A letter that a language does not use is the first hint that a text was read with the wrong table; a sign that no
text uses is never offered as what was lost.
"""

from __future__ import annotations

from types import MappingProxyType

#: Lower-case letters outside ASCII that belong to the language or are common in its loan words and names.
LETTERS = MappingProxyType(
    {
        "cs": "áčďéěíňóřšťúůýž",
        "da": "æøåéüöä",
        "de": "äöüßéàèêáçñ",
        "el": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        "en": "éèêëïöüçñáàäóôøåæ",
        "es": "áéíóúüñçàè",
        "fr": "àâæçéèêëîïôœùûüÿñ",
        "hr": "čćđšž",
        "hu": "áéíóöőúüű",
        "it": "àèéìîòóùâçü",
        "lt": "ąčęėįšųūž",
        "nl": "éëïèöüóêáàâçíñäîôúû",
        "pl": "ąćęłńóśźżéüö",
        "pt": "áâãàçéêíóôõúüñè",
        "ro": "ăâîșțşţéöü",
        "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
        "sv": "åäöéàüèæø",
        "tr": "çğıöşüâîû",
        "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    }
)

#: Signs that news text uses; what damage stood for is sought among these and the letters.
SIGNS = "‘’‚“”„‹›«»–—…•·€£¥¢§©®™°±²³¹¼½¾×÷µ¿¡ªº†‡‰№′″−→←↑↓≤≥≠≈∞√¬¶´¨¸¯ˆ˜‐‑―\xa0\xad\u200b\u2009\u202f\u200d\u2013"

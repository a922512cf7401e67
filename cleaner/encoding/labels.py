"""What a charset label means: the name of the codec that reads such bytes on the web.

Labels lie in known ways: pages that say latin-1 are windows-1252, and so on for its neighbours. The aliases are those
of the WHATWG Encoding Standard where Python's own differ.
"""

from __future__ import annotations

import codecs
from types import MappingProxyType

#: Python codec → the superset that the web means by it.
_MEANT = MappingProxyType(
    {
        "ascii": "cp1252",
        "iso8859-1": "cp1252",
        "iso8859-9": "cp1254",
        "iso8859-11": "cp874",
        "tis-620": "cp874",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "euc_kr": "cp949",
        "shift_jis": "cp932",
        "utf-16": "utf-16-le",
        "utf_8_sig": "utf-8",
    }
)
_ALIASES = MappingProxyType(
    {
        "x-sjis": "cp932",
        "windows-31j": "cp932",
        "x-gbk": "gb18030",
        "x-x-big5": "big5hkscs",
        "x-mac-roman": "mac-roman",
        "macintosh": "mac-roman",
        "x-mac-cyrillic": "mac-cyrillic",
        "x-mac-ukrainian": "mac-cyrillic",
        "x-cp1250": "cp1250",
        "x-cp1251": "cp1251",
        "x-cp1252": "cp1252",
        "x-cp1253": "cp1253",
        "x-cp1254": "cp1254",
        "x-cp1257": "cp1257",
        "ks_c_5601-1987": "cp949",
        "dos-874": "cp874",
        "unicode": "utf-16-le",
        "visual": "iso8859-8",
        "logical": "iso8859-8",
        "iso-8859-8-i": "iso8859-8",
        "utf8": "utf-8",
        "unicode-1-1-utf-8": "utf-8",
        "windows-874": "cp874",
    }
)
#: Codecs that are no character encodings, or that no page may use.
_REFUSED = frozenset(
    {"utf-7", "idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem", "palmos"}
)

#: Codecs that differ in a few characters, so that statistics confuse them and words must decide.
_FAMILIES = (
    ("cp1252", "cp1254"),
    ("cp1253", "iso8859-7"),
    ("cp1250", "iso8859-2"),
    ("cp437", "cp850", "cp858", "cp865"),
    ("koi8-r", "koi8-u"),
    ("cp1257", "iso8859-13"),
    ("cp852", "cp850"),
    ("cp1251", "mac-cyrillic"),
)


def codec_of(label: str) -> str | None:
    """Python's name of the codec that a label means on the web; None for a label that names no charset."""
    label = label.strip().strip("\"'").lower()
    label = _ALIASES.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name in _REFUSED:
        return None
    return _MEANT.get(info.name, info.name)


def siblings(codec: str) -> list[str]:
    """Codecs easily taken for this one."""
    return [other for family in _FAMILIES if codec in family for other in family if other != codec]

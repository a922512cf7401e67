"""What the tags of a web page mean: to somebody who reads it, and to the HTML standard where one tag ends another.

Tables only. `_walk` turns them into numbers when it is loaded; the sets of the standard are named after its sections
on parsing (13.2 of HTML Living Standard).
"""

from __future__ import annotations

import re
from typing import Final

from ..patterns import regex


def named(tags: str) -> frozenset[str]:
    """The tags of a line of text."""
    return frozenset(tags.split())


# ---- what they mean to a reader

BLOCK: Final = named(
    "address article aside blockquote body center caption dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
#: Never seen as text by a reader.
UNSEEN: Final = named(
    "applet audio button canvas datalist embed frame frameset iframe img input link map math meta noscript "
    "object option optgroup select script source style svg template textarea track video wbr"
)
#: Inline, and their attributes say nothing that is used.
PLAIN: Final = named("b i em strong u s sup sub small big tt code q abbr hr")
#: Passed by, unless little is left without them; a footer only outside of what `HOLDING` names.
MENUS: Final = named("nav menu dialog")
HOLDING: Final = named("article main blockquote figure")

# ---- what the standard says of them

#: Nothing stands inside.
VOID: Final = named(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr"
)
#: What stands inside is text up to their own end tag; in the first two, `&amp;` is still `&`.
TEXT_WITH_REFERENCES: Final = named("textarea title")
TEXT: Final = TEXT_WITH_REFERENCES | named("iframe noembed noframes script style xmp plaintext")
#: They may stand before the body begins.
HEAD: Final = named("base basefont bgsound head html link meta noframes noscript script style template title")
#: They end a paragraph when they begin.
ENDS_PARAGRAPH: Final = named(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary ul xmp"
)
#: Their end tag ends whatever stands open inside them.
CLOSING: Final = ENDS_PARAGRAPH - named("dd dt form hr li p plaintext xmp h1 h2 h3 h4 h5 h6") | named(
    "applet button fieldset marquee noscript object select"
)
HEADING: Final = named("h1 h2 h3 h4 h5 h6")
#: They end without an end tag.
IMPLIED: Final = named("dd dt li optgroup option p rb rp rt rtc")
#: An end tag does not reach through them: any, a paragraph's, a list item's, a part of a table's.
SCOPE: Final = named("applet caption html marquee object select table td template th")
SCOPE_OF_PARAGRAPHS: Final = SCOPE | {"button"}
SCOPE_OF_ITEMS: Final = SCOPE | {"ol", "ul"}
SCOPE_OF_TABLES: Final = named("html table template")
#: A link outside of them does not go on inside.
WALLS: Final = named("applet caption marquee object td template th")
TABLE_PARTS: Final = named("caption col colgroup tbody td tfoot th thead tr")
#: The end tag of a name that has no rule of its own does not reach through them.
SPECIAL: Final = named(
    "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd "
    "details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header "
    "hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes noscript "
    "object ol p param plaintext pre script search section select source style summary table tbody td template "
    "textarea tfoot th thead title tr track ul wbr xmp"
)
#: They end an `<svg>` or `<math>` that is still open.
ENDS_DRAWING: Final = named(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu "
    "meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var"
)
#: Inside a drawing, these hold HTML again.
HOLDS_HTML: Final = named("foreignobject desc title mi mo mn ms mtext")

_STRICT = regex(r"doctype\s*html\s*(?:system\s*['\"]about:legacy-compat['\"]\s*)?$", re.I)
_PUBLIC = regex(r"""doctype\s*html\s*public\s*(?:"([^"]*)"|'([^']*)')\s*(["'])?""", re.I)
_OLD = regex(
    r"\+//silmaril//|-//(?:as|advasoft ltd|microsoft|netscape|o'reilly|softquad|spyglass|sq|sun microsystems|"
    r"webtechs|w3o|metrius|ietf)//|-//w3c//dtd html (?:3|4\.0 (?:frameset|transitional)|experimental)|-//w3c//dtd w3|"
    r"-/w3c/dtd html|html$"
)
_LOOSE = regex(r"-//w3c//dtd html 4\.01 (?:frameset|transitional)//")


def is_quirky(doctype: str) -> bool:
    """Whether a page with this `<!doctype ...>` is read as pages were before the standards: tables in paragraphs."""
    if _STRICT.match(doctype):
        return False
    if (public := _PUBLIC.match(doctype)) is None:
        return not re.match(r"doctype\s*html\s+system\b", doctype, re.I)
    name = (public[1] or public[2] or "").lower()
    return bool(_OLD.match(name) or (_LOOSE.match(name) and public[3] is None))

"""Finds where two paragraphs were run together: `in Athens.Speaking to reporters`, `Read moreAnkara calls`.

Pages lose their line ends on the way to text. Two signs give the place away: a sentence's full stop with the next
sentence right behind it, and a button's label with a capital letter right behind it. Much else looks like the first
(`U.S.Army`, `example.com`, `node.js`, `No.5`, `St.Petersburg`), so both sides must read like sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from ...boilerplate._cues import Words
from ...boilerplate.cues import ANY
from ...patterns import regex
from ._breaks import Look


class Break(NamedTuple):
    """Between `start` and `end` (nothing, or one space) a paragraph ends."""

    start: int
    end: int
    rule: str


def may_break(texts: list[str]) -> list[bool]:
    """Of each text whether a closer look is worth while; most paragraphs hold neither sign."""
    return _LOOK.may_break(texts)


def breaks(text: str) -> Iterator[Break]:
    """Where the paragraphs of a text fall apart; line ends that are there already part it."""
    for line in _LINE.finditer(text):
        offset, one = line.start(), line[0]
        for stop in _STOP.finditer(one):
            at = _between(one, stop.start(), stop.end())
            if at is not None:
                yield Break(offset + at, offset + at, "lost-break")
        begun = 0  # where the paragraph begins that the last label left
        for first, last in _labels(one):
            for start, end in _around(one, first, last, begun):
                yield Break(offset + start, offset + end, "glued-label")
                begun = end


_LINE = regex(r"[^\n]+")

# ---- a full stop with a sentence right behind it

_CLOSING, _OPENING = '"”“’»«)]', '"“„«»‘'
_QUOTES: Final = _CLOSING + _OPENING
_STOP = regex(r"[.!?][" rf"{re.escape(_QUOTES)}]{{0,3}}(?=[^\W\d_])")
_LEFT = regex(r"(?:(?<![\w.@/\\#&=~])|(?<=[-’'‑]))([^\W\d_]{2,40})\Z")
_YEAR = regex(r"(?:(?<=[\s(–-])(?:1[5-9]|20)\d\d|\d ?%|[)\]”»\"’“«])\Z")
#: A sentence's first word, and that it is one.
_RIGHT = regex(r"(?P<word>[^\W\d_]+)(?P<after>[’'-][^\W\d_]|[,:;]? |[,:;]?\Z)")
_MORE = regex(r"\S{1,80}\s+\S")
_PROGRAM = regex(r"[{}=*_<>\\]|//|\(\)")
_WINDOW: Final = 60
#: Words that end in a point without ending a sentence, spelt as they are.
_SHORTENED: Final = frozenset(
    """
    Mr Mrs Ms Dr St Prof Gen Sen Rep Gov Lt Col Sgt Capt Maj Cmdr Adm Jr Sr Hon Rev No Nos Nr Vol Fig Art Inc Ltd Co
    Corp Bros Dept Est Mt Ft Messrs Pres Supt Insp Det Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues
    Wed Thu Thurs Fri Sat Sun vs approx ca cf nr pp vol Hr Fr Frl Str Abs Bd Hrsg Ing Dipl Mag bzw geb gest vgl evtl
    ggf inkl zzgl usf Mme Mlle MM Mgr Me Av av Sra Srta Dra Ud Uds Avda Sig Dott Avv On Eng Exmo ul al pl im prof
    inż mgr hab ks abp bp gen płk św nt wg tys mln mld dr zob ул им др пр тов гр св проф акад тыс млн млрд руб стр
    рис гл см ст пос дер обл вул ім MUDr JUDr Cad Sok Doç Sn dhr mevr drs mr
    """.split()  # noqa: SIM905
)
#: What stands after the point of an address or of a file's name.
_ENDINGS: Final = frozenset(
    "com net org info biz gov edu js py html htm php pdf jpg jpeg png gif doc docx xls csv tv ru uk eu ua".split()  # noqa: SIM905
)


def _between(text: str, stop: int, end: int) -> int | None:
    """Where the break belongs, when a sentence ends at `stop` and another begins at `end`; None when not."""
    right = _RIGHT.match(text, end)
    if right is None or not right["word"][0].isupper() or right["word"].lower() in _ENDINGS:
        return None
    before = text[max(0, stop - _WINDOW) : stop]
    left = _LEFT.search(before)
    if left is None and _YEAR.search(before) is None:
        return None
    if left is not None and (left[1] in _SHORTENED or _is_name(left[1], text[stop], right["word"], right["after"])):
        return None
    if " " not in before.strip() or not _MORE.match(text, end):
        return None  # both sentences must have more than one word
    if _PROGRAM.search(text, max(0, stop - _WINDOW), end + _WINDOW):
        return None
    return _past_quotes(text, stop, end)


def _is_name(left: str, stop: str, right: str, after: str) -> bool:
    """Whether the two words are halves of one name, spelt with a sign inside: `ASP.NET`, `Yahoo!News`, `Octane.AI`."""
    if left.isupper():
        return len(left) < 3 or right.isupper()
    if not left[0].isupper():
        return left[-1].isupper()
    return (
        left[-1].isupper()
        or stop == "!"
        or (right.isupper() and len(right) < 4 and right != "I")
        or after.startswith(",")
    )


def _past_quotes(text: str, stop: int, end: int) -> int:
    """Between the quotation marks that close the first sentence and those that open the second."""
    before = text[max(0, stop - 2000) : stop]
    at = stop + 1
    while at < end and _closes(text[at], before):
        before += text[at]
        at += 1
    return at


def _closes(sign: str, before: str) -> bool:
    """Whether a quotation mark after `before` closes one; some marks open in one language and close in another."""
    if sign in "”’)]":
        return True
    if sign == '"':
        return before.count('"') % 2 == 1
    if sign == "“":
        return before.count("„") > before.count("“")
    if sign in "«»":
        other = "«" if sign == "»" else "»"
        return before.count(other) > before.count(sign)
    return False


# ---- a button's label with a capital right behind it

_LABELS: Final = (
    "Read more", "Read More", "Read also", "Read Also", "Read next", "See also", "See more", "Learn more",
    "Find out more", "Show more", "Load more", "Continue reading", "Watch now", "Sign up", "Sign in", "Log in",
    "Share this article", "Share this", "Skip to content", "Skip to main content", "Related articles",
    "Related stories", "Most read", "Advertisement", "Advertising", "Mehr lesen", "Weiterlesen", "Lesen Sie auch",
    "Lesen Sie mehr", "Mehr zum Thema", "Zum Thema", "Anzeige", "Werbung", "Zum Inhalt springen", "Lire aussi",
    "À lire aussi", "Lire la suite", "En savoir plus", "Voir aussi", "Publicité", "Leer más", "Lee también",
    "Lea también", "Lea más", "Ver más", "Te puede interesar", "Publicidad", "Publicidade", "Leia mais",
    "Leia também", "Saiba mais", "Ver mais", "Leggi anche", "Leggi tutto", "Continua a leggere", "Pubblicità",
    "Lees meer", "Lees ook", "Lees verder", "Advertentie", "Czytaj także", "Czytaj też", "Czytaj więcej",
    "Czytaj dalej", "Zobacz też", "Zobacz także", "Reklama", "Číst více", "Čtěte také", "Přečtěte si také",
    "Devamını oku", "Devamı için tıklayın", "Ayrıca okuyun", "İlgili haberler", "Reklam", "Читать далее",
    "Читайте также", "Читать полностью", "Подробнее", "Реклама", "Читайте також", "Читати далі", "Докладніше",
    "Läs mer", "Läs också", "Les mer", "Les også", "Læs mere", "Læs også", "Annons", "Annonse", "Annonce",
)  # fmt: skip
_SPELT: Final = tuple(sorted({*_LABELS, *map(str.upper, _LABELS)}, key=lambda x: (-len(x), x)))
_SHORTEST: Final = len(_SPELT[-1])
_LOOK: Final = Look(_QUOTES, frozenset(label[:_SHORTEST] for label in _SPELT), _SHORTEST)
_ENDS_SENTENCE = regex(r"[.!?…”\"»)]")
_NOTHING_MORE = regex(r"[ ›»→>]*(?:[.!?…]|\Z)")


@cache
def _known() -> Words:
    return Words([(label, number, ANY, ANY) for number, label in enumerate(_SPELT)])


def _labels(text: str) -> Iterator[tuple[int, int]]:
    """Where labels stand, of two that begin together the longer. A pattern of them all would take long to make."""
    held = [_SPELT[number] for number in _known().held([text]).get(0, ())]
    end = 0
    while found := [(at, -len(label)) for label in held if (at := text.find(label, end)) >= 0]:
        start, size = min(found)
        end = start - size
        yield start, end


def _around(text: str, start: int, end: int, begun: int) -> Iterator[tuple[int, int]]:
    """The breaks on both sides of a label that is glued to something on one of them, in a paragraph from `begun` on."""
    after = end + 1 if text.startswith(":", end) else end
    first = after + (text[after : after + 1] in tuple("“„«‘¿¡"))
    here, then = text[first : first + 1], text[first + 1 : first + 2]
    glued_right = here.isupper() and (then.islower() or then in tuple(" ’'") or text.startswith(_SPELT, first))
    last = _NOTHING_MORE.match(text, end) is not None
    before = text[start - 1 : start] if start > begun else ""
    glued_left = before.islower() or _ENDS_SENTENCE.match(before) is not None
    if before.islower() or (glued_left and (glued_right or last)):
        yield start, start
    elif glued_right and before == " " and _ENDS_SENTENCE.match(text[start - 2 : start - 1]):
        yield start - 1, start
    elif before and not glued_left:
        return  # the words of a sentence: "to see alsoA…"
    if glued_right:
        yield after, after

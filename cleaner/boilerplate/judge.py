"""Decides which lines go: hears every witness, gives each removal a reason, and lets the article's own voice veto.

A line goes when a rule finds it, and what cannot be judged alone (a button, an amount) goes when it stands beside one
that went. A line that opens with a quotation mark or reports what somebody said belongs to the article, whatever words
it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from .matching import Hit
from .passages import Passage

#: A line longer than this is never taken whole by one pattern: only the sentences that hold it.
LONGEST_WHOLE = 900

_QUOTE = re.compile(r"""\s*(["“”„«»‹›]|'\w)""")
#: Verbs that report speech, in twelve languages: the line tells what somebody else said.
_SAYS = re.compile(
    r"\b(?:said|says|told|tells|added|adds|wrote|writes|argued|argues|tweeted|announced|according to|reported|reports"
    r"|sagte|sagt|erklärte|erklärt|schrieb|betonte|berichtete|berichtet|zufolge|teilte mit"
    r"|a déclaré|a dit|déclare|a affirmé|a indiqué|selon|a expliqué|a ajouté"
    r"|dijo|declaró|afirmó|señaló|según|explicó|aseguró|añadió"
    r"|ha detto|ha dichiarato|ha affermato|secondo|ha spiegato|ha aggiunto"
    r"|disse|declarou|afirmou|segundo|explicou"
    r"|zei|zegt|verklaarde|volgens|vertelde|meldde"
    r"|powiedział|powiedziała|stwierdził|stwierdziła|według|poinformował|poinformowała|dodał|dodała"
    r"|dedi|söyledi|belirtti|açıkladı|ifade etti|kaydetti"
    r"|сказал|сказала|заявил|заявила|сообщил|сообщила|по словам|отметил|добавил|рассказал"
    r"|сказав|заявив|повідомив|повідомила|за словами|зазначив|додав"
    r"|řekl|řekla|uvedl|uvedla|podle|prohlásil|dodal|dodala)\b"
)
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"”»']?\s+(?=[^\s])")


class Removal(Struct, frozen=True):
    """From `start` to `end` of a passage goes, because of `rule`; `note` is the evidence in words."""

    passage: int
    start: int
    end: int
    rule: str
    note: str


def is_reported(passage: Passage) -> bool:
    """Whether the line opens with a quotation mark or says who said it: the article's own voice."""
    return bool(_QUOTE.match(passage.shown) or _SAYS.search(passage.plain[:2000]))


def verdicts(found: Sequence[Passage], hits: Mapping[int, Sequence[Hit]]) -> list[Removal]:
    """What goes of these passages, given the rules that were found in them."""
    whole: dict[int, Removal] = {}
    part: list[Removal] = []
    waiting: dict[int, Removal] = {}
    for i, here in hits.items():
        passage = found[i]
        if is_reported(passage):
            here = [h for h in here if h.rule.unit == "match"]
        for hit in here:
            removal = _removal(i, passage, hit)
            if removal.start > 0 or removal.end < len(passage.plain):
                part.append(removal)
            elif hit.rule.beside:
                waiting.setdefault(i, removal)
            else:
                whole.setdefault(i, removal)
    whole |= _beside(found, whole, waiting)
    part = [r for r in part if r.passage not in whole]
    return sorted([*whole.values(), *part], key=lambda r: (r.passage, r.start, r.end, r.rule))


def _beside(found: Sequence[Passage], whole: Mapping[int, Removal], waiting: dict[int, Removal]) -> dict[int, Removal]:
    """Those that wait and have a neighbour that goes, directly or through others that wait, or end the document."""
    gone: dict[int, Removal] = {}
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        step = -1 if order.step == 1 else 1
        for i in order:
            at = i + step
            if i in waiting and i not in gone and (at in whole or at in gone or i == len(found) - 1):
                gone[i] = waiting[i]
    return gone


def _removal(i: int, passage: Passage, hit: Hit) -> Removal:
    start, end = _span(passage.plain, hit)
    found = passage.shown[hit.start : hit.end].strip()
    note = f"{hit.rule.why}: “{found if len(found) <= 60 else found[:59] + '…'}”"
    return Removal(i, start, end, hit.rule.id, note)


def _span(text: str, hit: Hit) -> tuple[int, int]:
    """What the hit takes of the line: all of it, its sentences, or itself."""
    if hit.rule.unit == "match":
        return _trimmed(text, hit.start, hit.end)
    if hit.rule.unit == "block" and len(text) <= LONGEST_WHOLE:
        return 0, len(text)
    first = next((i for i in range(hit.start, hit.end) if text[i].isalnum()), hit.start)
    start, end = 0, len(text)
    for boundary in _SENTENCE_END.finditer(text):
        if boundary.end() <= first:
            start = boundary.end()
        elif boundary.start() >= hit.end - 1:
            end = boundary.start()
            break
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its edges; the whole line when nothing but white space is left outside."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (0, len(text)) if not text[:start].strip() and not text[end:].strip() else (start, end)

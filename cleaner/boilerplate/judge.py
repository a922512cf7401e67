"""Decides which lines go: hears every witness, gives each removal a reason, and lets the article's own voice veto.

Witnesses are the rules, the line model, the list of chrome phrases and the memory of a corpus. First come the anchors:
lines that a rule finds, that the model is sure of, or for which two witnesses speak. Then they grow over neighbours
that cannot be judged alone (a button, an amount) or that the model merely suspects; a line about something else than
the article needs less. A line that opens with a quotation mark or reports what somebody said belongs to the article,
whatever words it holds; what is suspected and stays is told.
A rule alone takes no sentence that could be an article's: one that quotes, or speaks to nobody, or stands amid text.
A list of lines made alike, or numbered, stays as a whole when the model doubts one of them: tour dates, prices, advice.
Lines side by side that would each need a neighbour go together when the model is sure enough of all. On a page copied
whole, the longer a line is the surer the model must be, as a paragraph lost weighs more than a menu entry kept.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, groupby, pairwise
from math import prod
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from ._cues import Words
from ._judge import SHORT, TEXT, demands, opens_quoted
from ._reading import ECHOES, echoes, holds_sentences, is_sentence
from ._reading import marks as signs
from .cues import WHOLE, concerns_the_outlet, families
from .matching import Hit
from .passages import Passage, plain
from .rules import is_ours, kind_of
from .voice import addresses, names_us_or_you, unquoted
from .voice import is_ours as speaks_as_outlet

#: A line longer than this is never taken whole by one pattern: only the sentences that hold it.
LONGEST_WHOLE = 900

#: A name between quotation marks, with which the sentence goes on.
_NAME = re.compile(r"""\s*["“”„«»‹›][^"“”„«»‹›]{1,40}(?<![,.!?…])["“”„«»‹›] [^\W\d_A-ZÀ-ÞА-Я]""")
#: Verbs that report speech, in nineteen languages: the line tells what somebody else said.
_SAID = (
    "said|says|told|wrote|tweeted|according to|shouted|pleaded"
    "|sagte|sagt|erklärte|erklärt|schrieb|betonte|berichtete|berichtet|zufolge|teilte mit"
    "|kündigte|gab bekannt|bekannt gab|rief|forderte"
    "|a déclaré|a dit|déclare|a affirmé|a indiqué|selon|a expliqué|a annoncé|a promis|a ajouté|a écrit|a lancé|a crié"
    "|dijo|anunció|prometió|declaró|afirmó|señaló|según|explicó|aseguró|añadió|escribió|pidió|gritó"
    "|ha detto|ha annunciato|ha promesso|ha dichiarato|ha affermato|secondo|ha spiegato|ha aggiunto"
    "|ha scritto|ha chiesto"
    "|disse|anunciou|prometeu|declarou|afirmou|segundo|explicou|escreveu|pediu|gritou"
    "|zei|zegt|maakte bekend|beloofde|verklaarde|volgens|vertelde|meldde|schreef|riep|smeekte"
    "|powiedział|ogłosił|ogłosiła|powiedziała|stwierdził|stwierdziła|według|poinformował|poinformowała|dodał|dodała|napisał|napisała|poprosił|poprosiła"
    "|dedi|duyurdu|söyledi|belirtti|açıkladı|ifade etti|kaydetti|yazdı|diye"
    "|сказал|объявил|объявила|сказала|заявил|заявила|сообщил|сообщила|по словам|отметил|добавил|рассказал"
    "|написал|написала|попросил"
    "|сказав|оголосив|оголосила|заявив|повідомив|повідомила|за словами|зазначив|додав|написав|написала|попросив"
    "|řekl|oznámil|oznámila|řekla|uvedl|uvedla|podle|prohlásil|dodal|dodala|napsal|napsala|prosil|prosila"
    "|säger|sade|enligt|berättar|uppger|sier|ifølge|forteller|opplyser|siger|sagde|fortæller|oplyser"
    "|sanoi|sanoo|kertoo|kertoi|mukaan|totesi|toteaa|mondta|közölte|szerint|nyilatkozta"
    "|a spus|a declarat|a anunțat|a precizat|potrivit|είπε|δήλωσε|ανακοίνωσε|τόνισε|σύμφωνα με"
)
#: Those that thank as well as report: there more than the word is looked at.
_THANKS = ("says", "sagt")
_SAYS = re.compile(r"\b(?!says thank|sagt danke|(?<=danke )sagt\b)(?:says|sagt)\b")
#: Verbs that report speech only where something is quoted.
_ADDED = "tells|added|adds|writes|argued|argues|announced|reported|reports"
#: All of them are looked for at once, whole; most lines hold none. The groups in which they are:
_TOLD, _THANKED, _MAY_TELL = 0, 1, 2
_SPEECH = Words([
    (verb, _MAY_TELL if verb in _ADDED.split("|") else _THANKED if verb in _THANKS else _TOLD, WHOLE, WHOLE)
    for verb in f"{_SAID}|{_ADDED}".split("|")
])  # fmt: skip
_QUOTED = re.compile(r"[\"“”„«»]")
_STOPS = (".", "…", "。", "．")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"”»']?\s+(?=[^\s])")


class Removal(Struct, frozen=True, gc=False):
    """From `start` to `end` of a passage goes, because of `rule`; `note` is the evidence in words, empty where that is
    the model's score."""

    passage: int
    start: int
    end: int
    rule: str
    note: str


class Bars(NamedTuple):
    """How sure the line model must be, 0 to 1: alone, with a second witness, and alone on pages that are mostly
    furniture.

    `prose` is what a sentence needs though it stands beside lines that go. `page` is for short lines of a page-like
    text, `amid` for those of them that have plain paragraphs of the article above and below; long ones there, and all
    lines elsewhere, need `alone`, and `inside` where article text is close above and below, or nowhere on the page; a
    sentence needs half the doubt of that where it is nowhere.
    `listed` is for lines on the list of chrome phrases, `unworded` for a neighbour without a word that any rule needs.
    On a page a line of `price` characters, or a sentence of `worth`, needs even odds at least, one twice as long twice
    the odds.
    """

    alone: float
    seconded: float
    page: float
    amid: float
    listed: float
    prose: float
    unworded: float
    inside: float
    price: float
    worth: float


class Evidence(NamedTuple):
    """What the witnesses say, by number of passage."""

    hits: Mapping[int, Sequence[Hit]]
    worded: frozenset[int] = frozenset()  # with a word that some rule needs
    scores: Sequence[float] = ()
    phrases: Mapping[int, str] = {}  # passage → the listed line that it is
    cues: Mapping[int, Sequence[str]] = {}  # passage → the families of cues of an appeal
    repeated: Mapping[int, str] = {}  # passage → how often the outlet repeats it, in words
    spared: frozenset[int] = frozenset()  # of a kind that is to be kept


#: What the model must suspect of a line that draws on so many families of cues (none, one, two …), for it to go alone
#: and for it to go beside a line that goes. Nothing is above 1, so 2 is never.
ALONE = (2, 2, 2, 2, 2, 0.03, 0, 0, 0, 0, 0)
ALONGSIDE = (2, 2, 2, 0.2, 0.35, 0, 0, 0, 0, 0, 0)
#: Up to so many lines between two that rules took go with them, when the model suspects them a little: a banner. A
#: sentence that speaks to nobody needs what it needs beside one.
GAP, GAP_SCORE = 2, 0.02
#: A line is strange to the article when it has so many telling words (as a logarithm) and the article's paragraphs, so
#: many characters at least, hold no larger share of them.
TELLING, SHARED, ENOUGH = 1.8, 0.2, 1200
#: What the model must suspect of a strange line: where a rule finds no second voice, where so many families of cues
#: speak, where it speaks of the outlet to somebody; and beside a call, in which so many families speak, of one that
#: speaks to somebody and of one that does not.
STRANGE_RULE, STRANGE_FAMILIES, STRANGE_CUES, STRANGE = 0.3, 4, 0.02, 0.6
CALL, ARGUED, ARGUED_TOLD = 5, 0.02, 0.1
#: What a line needs that speaks of the outlet and is held between such a banner and any line that goes.
HELD = 0.25
#: What a line needs right beside such a banner, a sentence there, and one that tells of others: the last paragraph.
BESIDE, BESIDE_SENTENCE, BESIDE_TOLD = 0.2, 0.4, 0.8
_BANNER = frozenset({"donation", "subscription", "newsletter", "consent", "adblock", "paywall"})
#: Rule ids of the witnesses that are no rules.
CUES = "donation.appeal-cues"
MODEL, PHRASE, NEIGHBOUR, BELOW, MEMORY, DOUBT = (
    "other.line-model", "other.chrome-phrase", "other.neighbour", "other.below-label", "other.repeated",
    "other.suspected",
)  # fmt: skip
NO_MODEL = Bars(*[2.0] * 10)
#: A text is a page rather than an article from this many lines on, when this share is short, and so many and such a
#: share are known furniture, or so many and the model takes half for it, or any and the model takes such a share; or
#: when the model is so sure of such a share.
PAGE_LINES, PAGE_SHARE, FURNITURE, FURNITURE_SHARE = 30, 0.5, 6, 0.04
PAGE_HALF_LIKELY, PAGE_LIKELY_SHARE = 0.5, 0.65
PAGE_SURE, PAGE_SURE_SHARE = 0.9, 0.45
#: How lines of code end, and which share of them does so.
_CODE, CODE_SHARE = frozenset(";{}>"), 0.2
#: A rule's second witness: the model is so sure, of a sentence that tells of others certain; or the sentence speaks,
#: outside quotations, from us or to you.
SURE, CERTAIN = 0.8, 0.95
#: From this many characters on a sentence is a paragraph. With article text above and below it an address counts only
#: where the model suspects it so much, or this many families of cues speak. Where the model hears next to nothing, no
#: paragraph goes without one family more, and no sentence that only bids without those: it may be an infinitive.
PARAGRAPH, HEARD, ASKS, UNHEARD = 150, 0.3, 3, 0.05
#: The rule that knows how a letter to the readers opens. It goes as far as the next line that asks for something, when
#: that is so near and every line to there speaks as the outlet; not where the letter is the article.
LETTER, LETTER_REACH = "donation.letter-to-readers", 8
#: Kinds that speak to nobody: their patterns are formulas.
_NOTICES = frozenset({"credit", "legal"})
#: Kinds about which articles advise their readers: there "you" alone is no outlet's voice.
_ADVISED = frozenset({"consent"})
#: Kinds about which columns say "we" and "you", and from how many characters on a paragraph of which the model is not
#: sure may be of one: there as many families must speak as where the model hears nothing. One so long the model does
#: not take alone, whatever it speaks of, where no cues speak.
_DEBATED, ESSAY = frozenset({"adblock", "paywall", "subscription", "newsletter"}), 250
#: A shorter line has no room for what was said and by whom.
REPORT = 25
#: How many lines in a row the model may suspect beside one that goes, not counting those of which it is certain; a
#: longer run is a list.
REACH = 4
#: Lines made alike, no sentences, are a list: so many of them, with that share of their marks in common and at least
#: two, and no more than that many others from one to the next. It stays when the model is less sure of one of them.
ITEMS, COMMON, MARKS, BETWEEN, DOUBTED, STAYS = 4, 0.7, 2, 2, 0.8, 0.3
#: A headline has so many words at least; of one the model is less sure.
HEADLINE_WORDS, HEADLINE = 4, 0.9
_ORDER = attrgetter("passage", "start", "end", "rule")
#: The rules that know the labels of lists of other stories, and how long a line below is that may be the article's.
LABELS, LONG = frozenset({"related.label", "related.label-in-more-languages"}), 120
#: A line of so many words is a clause, not a row of titles, when that share of them begins with a small letter.
CLAUSE, SMALL = 9, 0.75
#: Which share of such a list must go anyway for the rest to go with it, where the text is no page.
LISTED = 0.4
#: How a line of a numbered list opens; a list has so many at least, and no more lines from one to the next than that.
_NUMBER = re.compile(r"([1-9]\d{0,2})[.)] ")
FEWEST, APART = 3, 6
#: A box of lines that only wait for one another has so many at most; that all of them are the article's is no likelier
#: than this, of none less likely than that.
BOX, BOXED, LEAST = 8, 3e-4, 0.005
#: So many different lines that begin alike, with a paragraph between each two, are the order of a text; the first and
#: the last stand so near its paragraphs.
REFRAINS, NEAR = 5, 8


def is_reported(passage: Passage) -> bool:
    """Whether the line opens with a quotation mark or says who said it: the article's own voice."""
    if len(passage.plain) < REPORT:
        return opens_quoted(passage.shown)
    if _quotes(passage):
        return True
    head = passage.plain[:2000]
    groups = _SPEECH.held([head]).get(0, ())
    return _reports(groups, head) or bool(_MAY_TELL in groups and _QUOTED.search(head))


def _quotes(passage: Passage) -> bool:
    """Whether the line opens with a quotation, not with a name between quotation marks."""
    return opens_quoted(passage.shown) and not _NAME.match(passage.shown)


def _reports(groups: Sequence[int], text: str) -> bool:
    """Whether a text with verbs of these groups says, quotations or none, that somebody spoke."""
    return _TOLD in groups or bool(_THANKED in groups and _SAYS.search(text))


def appeals(passage: Passage) -> tuple[str, ...]:
    """The families of cues in which the line itself speaks: without what it quotes and what it says others said."""
    drawn_on = families(passage.plain)
    if not drawn_on or _quotes(passage):
        return ()
    sentences = _SENTENCE_END.split(plain(unquoted(passage.shown)))
    groups = _SPEECH.held(sentences)
    own = " ".join(x for i, x in enumerate(sentences) if not _reports(groups.get(i, ()), x))
    return drawn_on if own == passage.plain else families(own)


def _lists(found: Sequence[Passage]) -> list[range]:
    """Runs of lines made alike, such as "4 May – Fenwick, Town Hall" or a product and its price by turns."""
    marks = signs(["" if p.prose else p.plain for p in found], MARKS)
    signed = list(marks)
    runs: list[range] = []
    for at, first in enumerate(signed):
        if runs and first in runs[-1]:
            continue
        last, items, later = first, 1, at + 1
        while later < len(signed) and (i := signed[later]) - last <= BETWEEN:
            if len(marks[i] & marks[last]) >= COMMON * len(marks[i] | marks[last]):
                last, items = i, items + 1
            later += 1
        if items >= ITEMS:
            runs.append(range(first, last + 1))
    return runs


def _refrains(found: Sequence[Passage], scores: Sequence[float]) -> list[list[int]]:
    """What comes again and again between the article's paragraphs, begun alike but never the same: the order of a text
    that asks many the same. A button would be the same each time."""
    texts = [i for i, p in enumerate(found) if p.prose and scores[i] < TEXT]
    if len(texts) < REFRAINS - 1:
        return []
    begun: dict[str, list[int]] = {}
    for i in range(max(0, texts[0] - NEAR), min(len(found), texts[-1] + NEAR)):
        if scores[i] > STAYS:
            begun.setdefault(found[i].plain.split(None, 1)[0], []).append(i)
    return [
        lines for lines in begun.values() if len(lines) >= REFRAINS <= len({found[i].plain for i in lines})
        and sum(bisect(texts, a) < bisect(texts, b) for a, b in pairwise(lines)) >= REFRAINS - 1
    ]  # fmt: skip


def _with_lists(found: Sequence[Passage], scores: Sequence[float]) -> list[float]:
    """The scores, none of a list high of which the model doubts an item: it stays or goes as one. Refrains stay."""
    result = list(scores)
    if max(scores) > STAYS:
        lists = [run for run in _lists(found) if min(scores[i] for i in run) < DOUBTED]
        for i in chain(*lists, *_refrains(found, scores)):
            result[i] = min(result[i], STAYS)
    return result


def _is_code(found: Sequence[Passage]) -> bool:
    """Whether the text is a program or the source of a page."""
    ends = [p for p in found if p.plain[-1] in _CODE and (p.plain[-1] != ">" or "<" in p.plain)]  # no "more >>"
    return len(ends) >= CODE_SHARE * len(found)


def is_page(found: Sequence[Passage], said: Evidence) -> bool:
    """Whether this is a page copied whole, menus and all, rather than an article that holds lists."""
    lines = len(found)
    if lines < PAGE_LINES:
        return False
    if len([s for s in said.scores if s >= PAGE_SURE]) >= PAGE_SURE_SHARE * lines:
        return True
    if len([p for p in found if len(p.plain) < SHORT and not p.prose]) < PAGE_SHARE * lines:
        return False
    furniture, likely = len(said.phrases.keys() | said.hits.keys()), len([s for s in said.scores if s >= TEXT])
    return (
        furniture >= max(FURNITURE, FURNITURE_SHARE * lines)
        or (furniture >= FURNITURE and likely >= PAGE_HALF_LIKELY * lines)
        # where the model hardly knows the language, it suspects all that has no full stops
        or (furniture > 0 and likely >= PAGE_LIKELY_SHARE * lines)
    )


def verdicts(found: Sequence[Passage], said: Evidence, bars: Bars = NO_MODEL) -> tuple[list[Removal], list[Removal]]:
    """What goes of these passages, and what is suspected and stays."""
    heard = said.scores and not _is_code(found)  # the model has learned from texts
    scores = _with_lists(found, said.scores) if heard else [0.0] * len(found)
    page = is_page(found, said)
    inside, least, sole, costs = demands([p.plain for p in found], [p.prose for p in found], scores, page, bars)
    strange = _strangers(found, scores, said) if bars.inside <= 1 else lambda _: False  # never where sureness is asked
    whole, part, waiting, unheard = _by_rules(found, said, scores, inside, strange)

    def take(i: int, rule: str, note: str = "") -> Removal:
        return Removal(i, 0, len(found[i].plain), rule, note)

    whole |= _joined(whole, unheard, said.hits)
    cues_of, repeated, listed, worded = said.cues, said.repeated, said.phrases, said.worded
    undecided = 2 if page else STRANGE
    for i, (passage, score, needed) in enumerate(zip(found, scores, least, strict=True)):
        cues = cues_of.get(i)
        if score < needed and score < undecided and not cues and i not in repeated:
            continue
        if i in whole or not passage.open or i in said.spared:
            continue
        runs_on = not page and (passage.prose or _runs_on(passage))
        needed = max(needed, bars.prose) if runs_on else needed
        if cues:
            asks = score >= ALONE[len(cues)] or (
                len(cues) >= STRANGE_FAMILIES and score >= STRANGE_CUES and not page and strange(i)
            )
            if asks or score >= ALONGSIDE[len(cues)]:
                note = f"speaks of {', '.join(cues)}; score {score:.2f}"
                (whole if asks else waiting).setdefault(i, take(i, CUES, note))
                continue
        if i in repeated and not is_reported(passage):
            whole[i] = take(i, MEMORY, repeated[i])
        elif is_reported(passage):
            continue
        elif score >= undecided and _speaks_of_us(passage) and strange(i):
            whole[i] = take(i, MODEL)
        elif score < needed:
            continue
        elif i in listed and " " in listed[i] and score >= bars.listed:
            whole[i] = take(i, PHRASE, f"stands on the pages of many outlets: “{listed[i]}”; score {score:.2f}")
        elif runs_on and not (_is_about_us(passage) and (cues or len(passage.plain) < ESSAY)):
            waiting.setdefault(i, take(i, NEIGHBOUR))
        elif (i in worded or (page and not inside[i])) and score >= sole[i]:
            whole[i] = take(i, MODEL)
        elif page or i in worded or score >= bars.unworded:
            waiting.setdefault(i, take(i, NEIGHBOUR))
    if whole or waiting:  # else nothing is taken along
        if not page:
            whole |= _seconded(waiting, scores, bars.seconded)
            whole |= {i: waiting[i] for i in _boxes(found, waiting, scores, strange)}
        suspects = set() if page else {i for i, r in waiting.items() if r.rule == NEIGHBOUR}
        last = len(found) - 1
        others = {i for i in suspects if (i < last or scores[i] < BESIDE_TOLD) and _tells_of_others(found[i])}
        uncertain = {i for i in suspects if scores[i] < CERTAIN}
        whole |= _between(found, whole, waiting, others, lambda i: int(i in uncertain))
        whole |= _joined(whole, unheard, said.hits)  # those beside a button that itself had to wait

        def sure(i: int) -> float:
            return scores[i] if scores[i] >= costs[i] else 0.0

        whole |= {i: take(i, NEIGHBOUR) for i in _banner(found, whole, scores, sure) - said.spared}
        if not page and bars.inside <= 1:
            whole |= {i: take(i, NEIGHBOUR) for i in _argued(found, whole, scores, said, strange)}
        whole |= {
            i: take(i, LETTER, "a letter to the readers that ends in an appeal") for i in _letters(found, whole, said)
        }
        buttons = {i: r for i, r in waiting.items() if r.rule != NEIGHBOUR}
        whole |= _beside(found, whole, buttons, lambda i: 0)  # those that stood beside what the banner took along
        for i in _numbered(found, whole, scores, said, page) | _headline(found, whole, scores):
            del whole[i]
        whole |= {i: take(i, BELOW, note) for i, note in _below(found, whole, scores, said, page).items()}
    gone = [whole[i] for i in sorted(whole)]
    if parts := [r for r in part if r.passage not in whole]:
        gone = sorted(gone + parts, key=_ORDER)
    doubts = [] if page else [
        take(i, DOUBT) for i, r in sorted(waiting.items()) if i not in whole and r.rule == NEIGHBOUR
    ]  # fmt: skip
    told = {r.passage for r in doubts}
    doubts += [replace(r, rule=DOUBT) for i, r in sorted(unheard.items()) if i not in whole and i not in told]
    told |= unheard.keys()
    doubts += [
        take(i, DOUBT, f"speaks of {', '.join(cues)}") for i, cues in sorted(said.cues.items())
        if len(cues) >= ASKS and i not in whole and i not in told and i not in said.spared
    ]  # fmt: skip
    return gone, doubts


def _runs_on(passage: Passage) -> bool:
    """Whether the line, though it ends as none, holds sentences, or is a clause as those of a preamble are."""
    if holds_sentences(passage.plain):
        return True
    words = passage.shown.split()
    small = sum(word[0].isalpha() and not word[0].isupper() for word in words)
    return len(words) >= CLAUSE and small >= SMALL * len(words)


def _is_silent(passage: Passage) -> bool:
    """Whether the line speaks neither as the outlet nor to the reader."""
    return not addresses(shown := unquoted(passage.shown), plain(shown))


def _tells(passage: Passage) -> bool:
    """Whether the line is a sentence that speaks to nobody."""
    return passage.prose and _is_silent(passage)


def _tells_of_others(passage: Passage) -> bool:
    """Whether the line is a sentence that speaks to nobody, and not of the outlet either."""
    return _tells(passage) and not _is_about_us(passage)


def _is_about_us(passage: Passage) -> bool:
    """Whether the line, outside quotations, holds any word of an outlet about itself."""
    return concerns_the_outlet(plain(unquoted(passage.shown)))


def _speaks_of_us(passage: Passage) -> bool:
    """Whether the line is a sentence that speaks of the outlet, and as the outlet or to the reader."""
    return passage.prose and _is_about_us(passage) and not _is_silent(passage)


def _joined(
    whole: Mapping[int, Removal], unheard: Mapping[int, Removal], hits: Mapping[int, Sequence[Hit]]
) -> dict[int, Removal]:
    """Of the lines in which a rule found no second voice, those right beside a line of the same kind that goes: by
    whatever witness, as long as a rule of that kind found it too."""
    if not unheard:
        return {}
    kinds = {i: {_purpose(r.rule), *(_purpose(h.rule.id) for h in hits.get(i, ()))} for i, r in whole.items()}
    joined: dict[int, Removal] = {}
    for order in (sorted(unheard), sorted(unheard, reverse=True)):
        for i in order:
            kind = _purpose(unheard[i].rule)
            if kind in kinds.get(i - 1, ()) or kind in kinds.get(i + 1, ()):
                kinds[i], joined[i] = {kind}, unheard[i]
    return joined


def _seconded(waiting: Mapping[int, Removal], scores: Sequence[float], bar: float) -> dict[int, Removal]:
    """Of the lines in which a witness saw something that counts only beside others, those that need no others: the
    model is sure of them too, or two stand side by side, are suspected, and look like two parts of the same box."""
    heard = {i: r for i, r in waiting.items() if r.rule != NEIGHBOUR and scores[i] >= bar}
    pairs = [
        (i, i + 1) for i, r in heard.items() if (other := heard.get(i + 1))
        and _purpose(r.rule) == _purpose(other.rule) and (r.rule != other.rule or r.rule == CUES)
    ]  # fmt: skip
    both = {i for pair in pairs for i in pair}
    return {i: r for i, r in heard.items() if i in both or scores[i] >= SURE}


def _purpose(rule: str) -> str:
    """The kind of a rule; donations, subscriptions and paywalls ask for the same thing in one box."""
    kind = kind_of(rule)
    return "money" if kind in ("donation", "subscription", "paywall") else kind


@lru_cache(maxsize=1 << 10)  # asked of every line that goes
def _is_of_banner(rule: str) -> bool:
    """Whether it is a reason of the kinds that stand in banners."""
    return kind_of(rule) in _BANNER


def _beside_banner(passage: Passage) -> float:
    """What a line beside a banner needs."""
    if not passage.prose:  # "It opens in May." is too short to be called a sentence
        return BESIDE_SENTENCE if passage.plain.rstrip()[-1:] in _STOPS and _is_silent(passage) else BESIDE
    return BESIDE_TOLD if _tells_of_others(passage) else BESIDE_SENTENCE


def _banner(
    found: Sequence[Passage], whole: Mapping[int, Removal], scores: Sequence[float], sure: Callable[[int], float]
) -> set[int]:
    """The lines of a banner that no witness knew: between two that rules of such kinds took, or right beside one.

    `sure(i)` is the score where it is high enough for a line of that length, or 0.
    """
    ends = sorted(i for i, r in whole.items() if _is_of_banner(r.rule) and r.rule != LETTER)  # a column opens so too

    def may_go(i: int, score: float, bar: float) -> bool:
        return found[i].open and score >= bar and not is_reported(found[i])

    between = {
        i
        for a, b in pairwise(ends)
        if b - a <= GAP + 1
        for i in range(a + 1, b)
        if i not in whole
        and (may_go(i, scores[i], BESIDE_SENTENCE) or (may_go(i, sure(i), GAP_SCORE) and not _tells(found[i])))
    }
    between |= {
        end - 1
        for end in ends
        if end - 1 not in whole and found[end].prose and _purpose(whole[end].rule) == "money"
        and end > 0 and _is_title(found[end - 1]) and may_go(end - 1, scores[end - 1], GAP_SCORE)
    }  # fmt: skip
    between |= {
        i
        for end in ends
        for i, other in ((end + 1, end + 2), (end - 1, end - 2))
        if other in whole and i not in whole and may_go(i, sure(i), HELD) and _is_about_us(found[i])
    }
    for way in (range(1, REACH), range(-1, -REACH, -1)):
        for end in ends:
            for i in (end + step for step in way):
                if not 0 <= i < len(found) or (i not in whole and not may_go(i, sure(i), _beside_banner(found[i]))):
                    break
                between.add(i)
    return between - whole.keys()


def _strangers(found: Sequence[Passage], scores: Sequence[float], said: Evidence) -> Callable[[int], bool]:
    """Tells of a line whether it is strange to the article: about something else than its paragraphs. Those right
    beside a line that asks are not counted among them."""

    @cache  # most texts never ask
    def shared() -> Sequence[float]:
        article = array("b", [p.prose and score < TEXT for p, score in zip(found, scores, strict=True)])
        for i in said.cues:
            for beside in range(max(0, i - REACH), min(i + REACH + 1, len(found))):
                article[beside] = 0
        size = sum(len(p.plain) for p, counts in zip(found, article, strict=True) if counts)
        return echoes([p.plain for p in found], article) if size >= ENOUGH else ()

    def strange(i: int) -> bool:
        echo = shared()[i * ECHOES : (i + 1) * ECHOES]
        return bool(echo) and echo[0] <= SHARED and echo[3] >= TELLING

    return strange


def _argued(
    found: Sequence[Passage],
    whole: Mapping[int, Removal],
    scores: Sequence[float],
    said: Evidence,
    strange: Callable[[int], bool],
) -> set[int]:
    """What an appeal argues before and after it asks: beside a call, lines that are about something else than the
    article, though the model takes them for text."""
    calls = [
        i for i, r in whole.items() if found[i].prose and _is_of_banner(r.rule) and len(said.cues.get(i, ())) >= CALL
    ]
    argued: set[int] = set()

    def may_go(i: int) -> bool:
        passage = found[i]
        if not passage.open or i in said.spared or is_reported(passage):
            return False
        return strange(i) if passage.prose else scores[i] >= BESIDE_SENTENCE

    for call in calls:
        for way in (range(call + 1, call + 1 + REACH), range(call - 1, call - 1 - REACH, -1)):
            waits: list[int] = []  # one that the model suspects too little goes with the one behind it
            for i in way:
                if not 0 <= i < len(found) or (i not in whole and not may_go(i)):
                    break
                waits.append(i)
                if i in whole or scores[i] >= (ARGUED_TOLD if _tells(found[i]) else ARGUED):
                    argued.update(waits)
                    waits = []
                elif len(waits) > 1:
                    break
    return argued - whole.keys()


def _is_title(passage: Passage) -> bool:
    """Whether the line may be the title of what the outlet says about itself below it."""
    text = passage.plain.rstrip()
    asks = text[-1:] == "?" and not _is_silent(passage)
    return len(text) < SHORT and (asks or (not passage.prose and text[-1:] not in _STOPS and speaks_as_outlet(text)))


def _letters(found: Sequence[Passage], whole: Mapping[int, Removal], said: Evidence) -> set[int]:
    """The lines of a letter to the readers, from where it opens to where it asks."""
    letters: set[int] = set()
    openings = sorted(i for i, hits in said.hits.items() if any(h.rule.id == LETTER for h in hits))
    stays = sum(len(p.plain) for j, p in enumerate(found) if j not in whole) if openings else 0
    for i in openings:
        rest = range(i + 1, min(i + 1 + LETTER_REACH, len(found)))
        ends = next((j for j in rest if j in whole and _is_of_banner(whole[j].rule)), i)
        inside = [j for j in range(i, ends) if j not in whole]
        size = sum(len(found[j].plain) for j in inside)
        if (
            size < stays / 2
            and all(found[j].open and not is_reported(found[j]) for j in inside)
            and all(speaks_as_outlet(found[j].plain) for j in inside if j > i)
        ):
            letters.update(inside)
    return letters - said.spared


def _numbered(
    found: Sequence[Passage], whole: Mapping[int, Removal], scores: Sequence[float], said: Evidence, page: bool
) -> set[int]:
    """Of the lines that would go, those numbered 1, 2, 3 … and what stands between them ("Buy it here"), when the model
    doubts an item or most items stay, and in an article unless a rule takes the line above: advice is listed so, and
    jokes. As much below the last item. The memory and rules of one's own are obeyed."""
    lists: list[list[int]] = []
    last = 0
    numbers = (
        (i, int(m[1]))
        for i, passage in enumerate(found)
        if passage.plain[0] <= "9" and (m := _NUMBER.match(passage.plain))
    )
    for i, number in numbers if whole else ():
        if number != last + 1 or not lists:
            lists.append([])
        lists[-1].append(i)
        last = number
    stays: set[int] = set()
    for items in lists:
        if len(items) < FEWEST:
            continue
        doubted = min(scores[i] for i in items) < DOUBTED or 2 * sum(map(whole.__contains__, items)) < len(items)
        label = whole.get(items[0] - 1)
        if doubted or not (page or (label and label.rule not in (MODEL, NEIGHBOUR))):
            steps = [b - a for a, b in pairwise(items)]
            usual = min(sorted(steps)[len(steps) // 2], APART)  # an appeal between two items makes that step longer
            for at, step in zip(items, [*steps, usual], strict=True):
                stays.update(range(at, at + (step if step <= usual else 1)))
    return {
        i for i in stays & whole.keys()
        if whole[i].rule != MEMORY and all(is_ours(hit.rule) for hit in said.hits.get(i, ()))
    }  # fmt: skip


def _boxes(
    found: Sequence[Passage], waiting: Mapping[int, Removal], scores: Sequence[float], strange: Callable[[int], bool]
) -> set[int]:
    """Lines side by side, sentences among them and others, that all wait for a neighbour: that the model is wrong of
    each is next to impossible. The sentences are about something else than the article."""
    boxes: set[int] = set()
    sure = sorted(i for i in waiting if scores[i] >= SURE)
    for _, numbered in groupby(enumerate(sure), lambda pair: pair[1] - pair[0]):
        box = [i for _, i in numbered]
        texts = [i for i in box if found[i].prose]
        if (
            len(box) <= BOX
            and 0 < len(texts) < len(box)
            and prod(max(1 - scores[i], LEAST) for i in box) <= BOXED
            and all(map(strange, texts))
        ):
            boxes.update(box)
    return boxes


def _headline(found: Sequence[Passage], whole: Mapping[int, Removal], scores: Sequence[float]) -> set[int]:
    """The first line of all and the line right above the first paragraph that stays, when only the model takes them,
    and is not certain: a headline looks like the teasers or the banner beside it."""
    stays = (i for i, p in enumerate(found) if p.prose and i not in whole and scores[i] < TEXT)
    headlines: set[int] = set()
    for at in {0, next(stays, 0) - 1}:
        if at in whole and whole[at].rule in (MODEL, NEIGHBOUR) and scores[at] < HEADLINE:
            line, text = found[at], found[at].plain.rstrip()
            is_headline = not line.prose and text.count(" ") >= HEADLINE_WORDS - 1 and text[-1:] not in _STOPS
            if is_headline and _is_silent(line):
                headlines.add(at)
    return headlines


def _below(
    found: Sequence[Passage], whole: Mapping[int, Removal], scores: Sequence[float], said: Evidence, page: bool
) -> dict[int, str]:
    """What stays below the label of a list of other stories, after the article's last sentence: it belongs to that
    list; and why. A label that comes again is a button in a list of its own. Long lines count as sentences, which
    end otherwise in some scripts; where all do, nobody knows. Unless this is a page, the line right below must go
    anyway, and with it a good part of the list: it might be a box of facts.
    """
    labels = [i for i, hits in said.hits.items() if i in whole and any(hit.rule.id in LABELS for hit in hits)]
    if not labels:
        return {}
    texts = [
        i for i, p in enumerate(found) if (p.prose or len(p.plain) >= LONG) and i not in whole and scores[i] < TEXT
    ]
    last = texts[-1] if any(found[i].prose for i in texts) else len(found)
    times = Counter(found[i].plain for i in labels if i > last)
    label = min((i for i in labels if i > last and times[found[i].plain] == 1), default=len(found))
    below = range(label + 1, len(found))
    if not page and (label + 1 not in whole or sum(i in whole for i in below) < LISTED * len(below)):
        return {}
    rest = [i for i in below if i not in whole and found[i].open and i not in said.spared]
    return dict.fromkeys(rest, f"below “{found[label].shown.strip()}”, after the last sentence" if rest else "")


class _Found(NamedTuple):
    """What rules say: lines that go whole, parts of lines, lines that go only beside others, and whole lines of which
    the rule is the only witness."""

    whole: dict[int, Removal]
    part: list[Removal]
    waiting: dict[int, Removal]
    unheard: dict[int, Removal]


def _by_rules(
    found: Sequence[Passage],
    said: Evidence,
    scores: Sequence[float],
    inside: Sequence[bool],
    strange: Callable[[int], bool],
) -> _Found:
    told = _Found({}, [], {}, {})
    for i, here in said.hits.items():
        passage = found[i]
        if i in said.spared:
            continue
        if is_reported(passage):
            here = [h for h in here if h.rule.unit == "match"]
        for hit in here:
            removal = _removal(i, passage, hit)
            voiced = _is_voiced(passage, hit, removal, scores[i] if said.scores else UNHEARD, inside[i])
            voiced = voiced or (
                scores[i] >= STRANGE_RULE and hit.rule.kind not in _ADVISED and _is_about_us(passage) and strange(i)
            )
            if removal.start > 0 or removal.end < len(passage.plain):
                told.part.extend([removal] * voiced)
            elif not voiced and not (hit.rule.beside and scores[i] >= HEARD and i + 1 < len(found)):
                told.unheard.setdefault(i, replace(removal, note=f"{removal.note}; no second witness"))
            elif hit.rule.beside:
                told.waiting.setdefault(i, removal)
            else:
                told.whole.setdefault(i, removal)
    return told


def _is_voiced(passage: Passage, hit: Hit, removal: Removal, score: float, inside: bool) -> bool:
    """Whether more than the rule's pattern tells that this is no sentence of the article."""
    if hit.rule.unit == "match" or not is_ours(hit.rule):
        return True
    shown = unquoted(passage.shown)
    if not any(c.isalnum() for c in shown[hit.start : hit.end]):
        return False
    sure = score >= SURE and hit.rule.kind not in _ADVISED
    if sure and (score >= CERTAIN or not _tells_of_others(passage)):
        return True
    if not is_sentence(passage.plain[removal.start : removal.end]):
        return True
    if hit.rule.kind in _NOTICES:
        return True
    shown = shown[removal.start : removal.end]
    asks, long = plain(shown), len(shown) >= PARAGRAPH
    if long and score < UNHEARD:
        return hit.rule.kind == "donation" and len(families(asks)) > ASKS
    if hit.rule.kind in _DEBATED and len(shown) >= ESSAY and score < TEXT:
        return len(families(asks)) > ASKS
    if hit.rule.words:
        return True
    if (long and inside and score < HEARD) or (score < UNHEARD and not names_us_or_you(shown, asks)):
        return len(families(asks)) >= ASKS
    return speaks_as_outlet(asks) if hit.rule.kind in _ADVISED else addresses(shown, asks)


def _beside(
    found: Sequence[Passage], whole: Mapping[int, Removal], waiting: Mapping[int, Removal], reach: Callable[[int], int]
) -> dict[int, Removal]:
    """Those that wait and have a neighbour that goes, directly or through others that wait, or end the document.

    Each that only the model suspects uses up some of the `reach` of the line that goes; a rule's button uses none.
    """
    gone: dict[int, Removal] = {}
    if not waiting:
        return gone
    last = len(found) - 1
    if last in waiting and waiting[last].rule != NEIGHBOUR:
        gone[last] = waiting[last]
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        left = 0
        for i in order:
            if i in whole or (i == last and i in gone):
                left = REACH
            elif i in waiting and (left := left - reach(i)) > 0:
                gone[i] = waiting[i]
            elif i not in gone:
                left = 0
    return gone


def _between(
    found: Sequence[Passage],
    whole: Mapping[int, Removal],
    waiting: Mapping[int, Removal],
    others: set[int],
    reach: Callable[[int], int],
) -> dict[int, Removal]:
    """Those that go with their neighbours; `others`, which tell of others, only with lines that go on both sides.

    A teaser stands amid others, an article's last paragraph above the first of them.
    """
    while True:
        gone = _beside(found, whole, waiting, reach)
        both = whole.keys() | gone.keys()
        if not (edges := {i for i in others & gone.keys() if not {i - 1, i + 1} <= both}):
            return gone
        waiting = {i: r for i, r in waiting.items() if i not in edges}


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
    if end - start > LONGEST_WHOLE:  # a text without sentences: no more than what was found
        start, end = hit.start, hit.end
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its edges; the whole line when nothing but white space is left outside."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (0, len(text)) if not text[:start].strip() and not text[end:].strip() else (start, end)

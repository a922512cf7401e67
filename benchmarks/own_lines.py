"""Appeals and articles of our own, set into one another, from which the line model learns what no real page may teach.

Few outlets of the line sets ask for money, and nearly all that do ask in English or German. So appeals of every kind
were written for this purpose in 32 languages, and beside them what must stay: reports about donations and
subscriptions, columns that say "we" and "you", advice, manuals, lists. They are in `own/`, a file for each language:
records with an empty line between, each with its kind in the first line; `{paper}` stands for the outlet's name. No
sentence is an outlet's own.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "own"
NAMES = (
    "Ledger", "Echo", "The Harbour Desk", "Vorland", "El Muelle", "Le Relais", "Il Molo", "Nordpost", "Kuryer",
    "Tideline", "Hilltop News", "Offene Feder", "Open Ledger", "Quay Street", "Ostwind", "La Plaza", "Correio do Cais",
    "Vrije Kade", "Wolny Głos", "Причал", "Пристань", "Kiosk 21", "Signal", "Mirror North", "Waldbote", "Le Phare",
    "El Faro del Sur", "Lantern", "Grubenlicht", "Blaue Stunde",
)  # fmt: skip
#: How often each appeal is set into an article; how often into one of a real outlet, if its language has any; how
#: often another stands beside it. It stands at the end, or at the start, or somewhere between.
TIMES, REAL, ANOTHER, END, START = 4, 0.6, 0.3, 0.55, 0.15
#: How often a stretch of each article of ours is set into another.
STRETCHES = 4
#: How often an appeal, and how many stretches of each article, stand among real lines of English, whatever their own
#: language: another language is no mark of an appeal.
STRANGE, STRANGERS = 0.15, 2
#: A line of a donation appeal up to this long is a button. One alone is put behind the beginning of every article, so
#: that what stands before a button is not thought its appeal.
BUTTON = 30
#: How often each article of ours is cut in two by links to other stories, with share buttons below: what little of it
#: stands between them is still the article.
FURNISHED = 2
#: How often each list in an article of ours ends another article, by turns alone and with an appeal below it; how long
#: its lines are at most, and how many it has at least. Otherwise what ends a text in short lines is mostly an appeal.
TAILS, ENTRY, ENTRIES = 10, 70, 3
#: How often each article of ours takes the place of the article of a real page, menus and all.
PAGES = 2


class Piece(NamedTuple):
    """An appeal, of one of the kinds that rules have, or an "article"."""

    language: str
    kind: str
    lines: tuple[str, ...]

    def filled(self, rng: random.Random) -> list[str]:
        """The lines, with some outlet's name."""
        name = rng.choice(NAMES)
        return [line.replace("{paper}", name) for line in self.lines]


class Text(NamedTuple):
    """Lines, each 1 for boilerplate, 0 or -1 for unknown, and the domain of the real lines among them, or ""."""

    domain: str
    lines: list[str]
    labels: list[int]


def pieces() -> list[Piece]:
    """All that was written."""
    return [
        Piece(path.stem, head.removeprefix("# "), tuple(lines))
        for path in sorted(FOLDER.glob("*.txt"))
        for head, *lines in (record.strip().split("\n") for record in path.read_text("utf-8").split("\n\n"))
    ]


def composed(written: Sequence[Piece], real: Mapping[str, Sequence[tuple[str, list[str]]]]) -> list[Text]:
    """The appeals set into articles, ours and the `real` ones (language → domain, lines); our articles alone;
    stretches of them in others, and their lists at the end; our articles between links and buttons; beginnings of them
    all with a button behind.
    """
    rng = random.Random(11)
    articles: dict[str, list[Piece]] = defaultdict(list)
    appeals: dict[str, list[Piece]] = defaultdict(list)
    for piece in written:
        (articles if piece.kind == "article" else appeals)[piece.language].append(piece)
    found, strange = [], real.get("en", ())
    for language, of_it in appeals.items():
        others, ours = real.get(language), articles[language]
        for appeal in of_it * TIMES:
            block = appeal.filled(rng)
            chance = rng.random()
            if others and chance < REAL:
                domain, body = rng.choice(others)
            elif strange and chance > 1 - STRANGE:
                domain, body = rng.choice(strange)
            else:
                domain, body = "", list(rng.choice(ours).lines)
            if rng.random() < ANOTHER:
                first, second = rng.sample([block, rng.choice(of_it).filled(rng)], 2)
                block = first + second
            place = rng.random()
            at = len(body) if place < END else 0 if place < END + START else rng.randrange(1, len(body))
            found.append(_set_in(domain, body, at, block, 1))
    for language, of_it in articles.items():
        buttons = [x for a in appeals[language] if a.kind == "donation" for x in a.filled(rng) if len(x) <= BUTTON]
        whole = [*real.get(language, ()), *(("", list(article.lines)) for article in of_it)]
        for domain, body in whole:
            cut = body[: rng.randrange(2, len(body) + 1)]
            found.append(_set_in(domain, cut, len(cut), [rng.choice(buttons)], 1))
        for article in of_it:
            found.append(_set_in("", list(article.lines), 0, [], 0))
            for bodies in [whole] * STRETCHES + [strange or whole] * STRANGERS:
                domain, body = rng.choice(bodies)
                begin = rng.randrange(len(article.lines))
                stretch = list(article.lines[begin : begin + rng.randrange(1, 4)])
                at = len(body) if rng.random() < END else rng.randrange(len(body))
                found.append(_set_in(domain, body, at, stretch, 0))
            for entries in lists(article):
                for turn in range(TAILS):
                    domain, body = rng.choice(whole)
                    ended = [*body, *entries]
                    appeal = rng.choice(appeals[language]).filled(rng) if turn % 2 else []
                    found.append(_set_in(domain, ended, len(ended), appeal, 1))
        links, shares = ([a for a in appeals[language] if a.kind == kind] for kind in ("related", "share"))
        if links and shares:
            found += [_furnished(article, links, shares, rng) for article in of_it * FURNISHED]
    return found


def lists(article: Piece) -> list[list[str]]:
    """The runs of short lines in an article."""
    runs = (list(run) for short, run in groupby(article.lines, lambda line: len(line) <= ENTRY) if short)
    return [run for run in runs if len(run) >= ENTRIES]


def _furnished(article: Piece, links: Sequence[Piece], shares: Sequence[Piece], rng: random.Random) -> Text:
    """An article with links to other stories above its last lines and buttons below them."""
    above = rng.choice(links).filled(rng)
    above = above[: rng.randrange(1, len(above) + 1)]
    below = rng.choice(shares).filled(rng)
    body = list(article.lines)
    at = max(1, len(body) - rng.randrange(1, 4))
    lines = body[:at] + above + body[at:] + below
    labels = [0] * at + [1] * len(above) + [0] * (len(body) - at) + [1] * len(below)
    return Text("", lines, labels)


def pages(written: Sequence[Piece], real: Mapping[str, Sequence[Text]]) -> list[Text]:
    """Real pages (by language) whose article is one of ours: what is a list there, and what a menu, is told by it.
    Articles that are nothing but a list are not among them."""
    rng = random.Random(12)
    found = []
    articles = (p for p in written if p.kind == "article" and p.language in real and max(map(len, p.lines)) > ENTRY)
    for article in articles:
        for page in (rng.choice(real[article.language]) for _ in range(PAGES)):
            first = page.labels.index(0)
            rest = [(x, y) for x, y in zip(page.lines[first:], page.labels[first:], strict=True) if y]
            above = list(zip(page.lines[:first], page.labels[:first], strict=True))
            lines, labels = zip(*above, *((x, 0) for x in article.lines), *rest, strict=True)
            found.append(Text(page.domain, list(lines), list(labels)))
    return found


def _set_in(domain: str, body: list[str], at: int, block: list[str], label: int) -> Text:
    labels = [0] * at + [label] * len(block) + [0] * (len(body) - at)
    return Text(domain, body[:at] + block + body[at:], labels)

"""Measures every run of text on a page: how long, how linked, in which box, beside what, and what the box is called.

No single sign tells an article's paragraph from a teaser or a comment; together they mostly do. Each run becomes one
row of numbers, in the order of `NAMES`, for the model to weigh. Two of them come from words: what class and id names
(`article-body`, `share-links`) and the words of short runs (`Read more`) have meant on the pages of the training set;
those lists are part of the model file.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .head import Head
from .tree import Tree, path

Matrix = NDArray[np.float32]


def _names(line: str) -> tuple[str, ...]:
    return tuple(line.split())


class Lexicon(NamedTuple):
    """What words have meant: log-odds that a run is article text, by word of its box's names, and by its own words."""

    names: Mapping[str, float]
    words: Mapping[str, float]


#: Kinds of name that a box may carry, by a part of one of its words; a box inherits them from the boxes around it.
NAME_KINDS: Mapping[str, str] = {
    "comment": "comment|disqus|respon|repl(?:y|ies)|discuss|livefyre",
    "related": "relat|recomm|more|next|also|similar|popular|trend|teaser|most|latest|outbrain|taboola|zerg|recirc|promo"
    "|card|carousel|onward|list",
    "share": "shar|social|follow|facebook|twitter|addthis|tools|toolbar|print",
    "chrome": "nav|menu|foot|head|mast|crumb|side|sponsor|widget|copyr|cookie|consent|gdpr|banner|modal|popup|overlay"
    "|subscri|newsletter|sign|login|paywall|donat|advert|^ads?$|pag(?:er|ina)|tags?$|topic|skip",
    "body": "body|content|text|copy|prose|article|artikel|story|entry|post|paragraph|main",
    "caption": "caption|credit|legend|figcap|photo|image|galler|slide|media|video",
    "byline": "byline|author|date|time|meta|publish|posted|contribut|^bio$|kicker|eyebrow|section",
    "lead": "lead|lede|intro|standfirst|summary|excerpt|sub|dek|chapo|descri|abstract",
    "quote": "quote|tweet|embed|instagram",
    "unseen": "hid(?:e|den)|visual|reader|invisible|tooltip|hover|dropdown|collaps|offscreen",
}
_KIND_BITS = [(1 << i, re.compile(p)) for i, p in enumerate(NAME_KINDS.values())]
_TAG_BITS = {
    tag: 1 << (len(NAME_KINDS) + i)
    for i, tags in enumerate(
        ("nav", "aside", "footer", "header", "article", "main", "form dialog fieldset", "ul ol dl menu", "table",
         "blockquote", "figure", "section", "li dd dt", "td th", "h1 h2", "h3 h4 h5 h6", "p", "pre",
         "figcaption caption", "div")
    )
    for tag in tags.split()
}  # fmt: skip
_BITS = len(NAME_KINDS) + 20
#: A tag's own bits that say nothing about the boxes inside it.
_OWN = sum(1 << (len(NAME_KINDS) + i) for i in (11, 14, 15, 16, 17, 18, 19))
_NAME_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")


class Name(NamedTuple):
    """What a class or id word, or all words of a box, come to: kinds as bits, mean weight, lowest weight."""

    bits: int
    weight: float
    lowest: float


_NAMELESS = Name(0, 0.0, 0.0)


class Notes(NamedTuple):
    """Words and names judged before, to save time; they change no result, and are forgotten when they grow large."""

    words: dict[str, tuple[int, float | None]]
    names: dict[str, Name]

    @classmethod
    def empty(cls) -> Notes:
        return cls({}, {})


def name_words(names: str) -> list[str]:
    """The words of class and id names, `articleBody` and `article-body` alike; long lists say little and are cut."""
    return _NAME_WORD.findall(names[:160])


def judge_name(names: str, lexicon: Lexicon, notes: Notes) -> Name:
    """Judge the class and id of a box by their words."""
    bits, total, lowest, count = 0, 0.0, 0.0, 0
    for word in name_words(names):
        known = notes.words.get(word)
        if known is None:
            known = notes.words[word] = _judge_word(word.lower(), lexicon)
        bits |= known[0]
        weight = known[1]
        if weight is not None:
            total += weight
            count += 1
            if weight < lowest:
                lowest = weight
    return Name(bits, total / count, lowest) if count else Name(bits, 0.0, 0.0)


def _judge_word(word: str, lexicon: Lexicon) -> tuple[int, float | None]:
    return sum(bit for bit, pattern in _KIND_BITS if pattern.search(word)), lexicon.names.get(word)


_MOST_NOTES = 50_000


def _name(names: str, lexicon: Lexicon, notes: Notes) -> Name:
    found = notes.names.get(names)
    if found is None:
        if len(notes.names) > _MOST_NOTES or len(notes.words) > _MOST_NOTES:
            notes.names.clear()
            notes.words.clear()
        found = notes.names[names] = judge_name(names, lexicon, notes)
    return found


#: From so many characters on, a run with few links counts as a paragraph.
LONG = 80
_ENDS = frozenset('.!?…。！？"”’»)')

NAMES: tuple[str, ...] = (
    *_names("chars words linked links inline_weight image digit ends title description repeated again"),
    *_names("word_mean word_low word_first in_json_ld commas stops bars colons"),
    *_names("depth weight low_weight own_weight parent_weight own_low hidden"),
    *(f"in_{k}" for k in NAME_KINDS),
    *(f"tag_{i}" for i in range(20)),
    *(f"box{i}_{what}" for i in range(4) for what in ("chars", "linked", "runs", "long")),
    *_names("levels_to_main in_main main_share like_chars like_linked like_runs like_long"),
    *_names("place before from_h1 has_h1 from_first_long to_last_long in_span"),
    *(f"near{d:+}_{what}" for d in (-3, -2, -1, 1, 2, 3) for what in ("chars", "weight", "linked", "same")),
    *(f"around{n}_{what}" for n in (3, 8) for what in ("chars", "linked", "long")),
    *_names("page_runs page_chars page_long page_linked page_article page_forum page_product page_list page_articles"),
)


def text_words(text: str) -> list[str]:
    """The words of a short run, with the marks that stand at them."""
    return text.lower().split()


def measure(tree: Tree, head: Head, lexicon: Lexicon, notes: Notes) -> Matrix:
    """One row a name of `NAMES`, one column a run."""
    n = len(tree.runs)
    boxes = _boxes(tree, lexicon, notes)
    own = _own(tree, head, lexicon, notes)
    chars, linked = own[0], own[2]
    is_long = (chars >= LONG) & (linked < 0.4 * chars)
    counts = np.array([chars, linked, np.ones(n), np.where(is_long, chars, 0.0)])
    own[0], own[2] = np.log1p(chars), linked / chars
    at = boxes.at
    inherited, shape = boxes.inherited[:, at], boxes.shape[at]
    sums = _sums(tree, counts)
    total = np.maximum(sums[:, 0], 1.0)
    around = np.array([np.log1p(sums[0]), sums[1] / np.maximum(sums[0], 1), np.log1p(sums[2]), sums[3] / total[3]])
    types = head.types
    page = (
        np.log1p(n), np.log1p(total[0]), np.log1p(total[3]), total[1] / total[0],
        any("article" in t or "posting" in t for t in types), any("forum" in t or "qapage" in t for t in types),
        any("product" in t for t in types), any("collection" in t or "itemlist" in t for t in types),
        np.log1p(tree.tags.count("article")),
    )  # fmt: skip
    return np.vstack([
        own, inherited, (boxes.bits[at] >> _BIT_PLACES) & 1, _upwards(around, boxes.parents, at),
        *_main(tree, boxes, sums, total[3]), *_alike(shape, counts, total),
        *_places(tree, counts[0], is_long, total[0]), *_neighbours(counts, inherited[1], shape),
        np.array(page, dtype=np.float64).repeat(n).reshape(-1, n),
    ], dtype=np.float32, casting="unsafe")  # fmt: skip


_BIT_PLACES = np.arange(_BITS)[:, None]
#: Words are looked at one by one in runs of at most so many characters, and beside the description in somewhat longer.
_SHORT_RUN, _SHORT_TEXT = 240, 600


def _own(tree: Tree, head: Head, lexicon: Lexicon, notes: Notes) -> NDArray[np.float64]:
    """What a run shows by itself; characters and linked characters still as plain counts."""
    texts, _, linked, links, names, images = zip(*tree.runs, strict=True)
    seen = Counter(texts)
    repeated = [0] * len(texts)
    again = [0] * len(texts)
    if len(seen) < len(texts):
        repeated = [seen[text] - 1 for text in texts]
        done: set[str] = set()
        for i, text in enumerate(texts):
            if repeated[i]:
                again[i] = text in done
                done.add(text)
    article = " ".join(head.article)
    told = [0.0] * len(texts)
    if len(article) > 200:
        told = [(1.0 if text[:60] in article else -1.0) if len(text) > 40 else 0.0 for text in texts]
    shown = (
        list(map(len, texts)), [text.count(" ") + 1 for text in texts], linked, links,
        [_name(line, lexicon, notes).weight if line else 0.0 for line in names], images,
        [text[0].isdigit() for text in texts], [text[-1] in _ENDS for text in texts], repeated, again, told,
        [text.count(",") for text in texts], [text.count(".") for text in texts],
        [text.count("|") for text in texts], [text.count(":") for text in texts],
    )  # fmt: skip
    rows, worded = np.array(shown, dtype=np.float64), _worded(texts, head, lexicon.words)
    return np.concatenate([rows[:8], worded[:2], rows[8:10], worded[2:], rows[10:]])


def _worded(texts: Sequence[str], head: Head, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Of short runs: words shared with title and with description; mean, lowest and first weight of their words."""
    title = frozenset(text_words(head.title)) if head.title else frozenset()
    description = frozenset(text_words(head.description))
    found = np.zeros((5, len(texts)))
    words = {i: own for i, text in enumerate(texts) if len(text) <= _SHORT_RUN and (own := text_words(text))}
    for i, own in words.items():
        if not title.isdisjoint(own):
            here = frozenset(own)
            found[0, i] = 2 * len(here & title) / (len(here) + len(title))
    if description:
        for i, text in enumerate(texts):
            if 30 < len(text) < _SHORT_TEXT and not description.isdisjoint(own := words.get(i) or text_words(text)):
                here = frozenset(own)
                found[1, i] = len(here & description) / len(here)
    if words:
        weight = np.array(list(map(weights.get, chain.from_iterable(words.values()), repeat(0.0))))
        starts = np.array([0, *accumulate(map(len, words.values()))][:-1])
        known = weight != 0
        count = np.add.reduceat(known, starts, dtype=np.float64)
        mean = np.add.reduceat(weight, starts) / np.maximum(count, 1)
        low = np.minimum.reduceat(np.where(known, weight, math.inf), starts)
        found[2:, list(words)] = mean, np.where(count, low, 0.0), weight[starts]
    return found


class _Boxes(NamedTuple):
    """What boxes pass on to the runs in them; index 0 stands for "no box"."""

    inherited: NDArray[np.float64]  # depth, weight, lowest weight, own weight, weight around, own lowest, hidden
    bits: NDArray[np.int64]
    shape: NDArray[np.int64]
    parents: NDArray[np.int64]
    at: NDArray[np.int64]  # the box of each run


def _boxes(tree: Tree, lexicon: Lexicon, notes: Notes) -> _Boxes:
    depths, weights, lows, owns, arounds, own_lows, unseen = [0.0], [0.0], [0.0], [0.0], [0.0], [0.0], [0.0]
    bits, shape = [0], [0]
    shapes: dict[tuple[str, str, int], int] = {}
    for tag, parent, names, hidden in zip(tree.tags, tree.parents, tree.names, tree.hidden, strict=True):
        kinds, weight, lowest = _name(names, lexicon, notes) if names != " " else _NAMELESS
        around = parent + 1
        depths.append(depths[around] + 1)
        weights.append(weights[around] * 0.7 + weight)
        low = lows[around]
        lows.append(lowest if lowest < low else low)
        owns.append(weight)
        arounds.append(owns[around])
        own_lows.append(lowest)
        unseen.append(1.0 if hidden else unseen[around])
        bits.append((bits[around] & ~_OWN) | kinds | _TAG_BITS.get(tag, 0))
        shape.append(shapes.setdefault((tag, names, shape[around] if tag in _PART else -1), len(shapes) + 1))
    return _Boxes(
        np.array((depths, weights, lows, owns, arounds, own_lows, unseen)),
        np.array(bits, dtype=np.int64),
        np.array(shape, dtype=np.int64),
        np.array([-1, *tree.parents], dtype=np.int64) + 1,
        np.array([run.box for run in tree.runs], dtype=np.int64) + 1,
    )


#: Tags that mean little without the box around them.
_PART = frozenset({"p", "li", "td", "th", "tr", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "div", "a"})


def _sums(tree: Tree, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each box, each value summed over all runs in it, at any depth."""
    done = np.zeros((len(values), len(tree.runs) + 1))
    np.cumsum(values, axis=1, out=done[:, 1:])
    sums: NDArray[np.float64] = done[:, [len(tree.runs), *tree.ends]] - done[:, [0, *tree.starts]]
    return sums


def _upwards(values: NDArray[np.float64], parents: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each value for the box of each run and for the three boxes around it."""
    up = [at]
    for _ in range(3):
        up.append(parents[up[-1]])
    rows: NDArray[np.float64] = values[:, np.array(up)]
    return rows.swapaxes(0, 1).reshape(-1, len(at))


def _main(tree: Tree, boxes: _Boxes, sums: NDArray[np.float64], long: float) -> list[NDArray[np.float64]]:
    """The main box is the deepest that holds most of the page's paragraphs.

    How far up from each run its path meets the main box's, whether it stands inside, how much of the box is paragraphs.
    """
    depth = boxes.inherited[0]
    holders = np.flatnonzero(sums[3] >= 0.6 * long) if long > 1 else np.array([0])
    main = int(holders[np.argmax(depth[holders] + holders * 1e-9)])
    met = np.zeros(len(boxes.at))
    for at in path(tree.parents, main - 1):
        met[tree.starts[at] : tree.ends[at]] += 1
    levels = depth[boxes.at] - met
    inside = (met == depth[main]) & (levels <= _FAR)
    return [np.minimum(levels, _FAR), inside, np.full(len(met), sums[3, main] / max(sums[0, main], 1.0))]


_FAR = 12


def _alike(
    shape: NDArray[np.int64], counts: NDArray[np.float64], total: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Of the runs that look alike (same tag and names, in a box that looks alike): size, links, number, paragraphs."""
    c, link, count, long = (np.bincount(shape, weights=row)[shape] for row in counts)
    return [np.log1p(c / count), link / c, np.log1p(count), long / total[3]]


def _places(
    tree: Tree, chars: NDArray[np.float64], is_long: NDArray[np.bool_], total: float
) -> list[NDArray[np.float64]]:
    n = len(chars)
    index = np.arange(n, dtype=np.float64)
    h1 = next((i for i, r in enumerate(tree.runs) if r.box >= 0 and tree.tags[r.box] == "h1"), -1)
    long = np.flatnonzero(is_long)
    first, last = (int(long[0]), int(long[-1])) if len(long) else (0, n)
    return [
        index / n, (np.cumsum(chars) - chars) / total, _within(index - h1) if h1 >= 0 else np.zeros(n),
        np.full(n, float(h1 >= 0)), _within(index - first), _within(last - index), (index >= first) & (index <= last),
    ]  # fmt: skip


def _within(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.minimum(np.maximum(distance, -50), 200)


def _neighbours(
    counts: NDArray[np.float64], weight: NDArray[np.float64], shape: NDArray[np.int64]
) -> list[NDArray[np.float64]]:
    """What stands beside: the three runs before and after, then all of three and of eight on either side."""
    chars, linked = counts[:2]
    n = len(chars)
    padded = np.zeros((4, n + 6))
    padded[:, 3:-3] = np.log1p(chars), weight, linked / chars, shape
    padded[3, :3] = padded[3, -3:] = -1
    index = np.arange(n)
    beside = padded[:, index + _BESIDE]
    beside[3] = beside[3] == shape
    done = np.zeros((4, n + 1))
    np.cumsum(counts, axis=1, out=done[:, 1:])
    c, link, _, long = done[:, np.minimum(index + _WIDE + 1, n)] - done[:, np.maximum(index - _WIDE, 0)]
    around = np.array([np.log1p(c), link / np.maximum(c, 1), np.log1p(long)])
    return [beside.swapaxes(0, 1).reshape(-1, n), around.swapaxes(0, 1).reshape(-1, n)]


_BESIDE = np.array([0, 1, 2, 4, 5, 6])[:, None]
_WIDE = np.array([3, 8])[:, None]


#: Evidence that the second forest sees again beside the judgement of the first.
AGAIN: tuple[str, ...] = (
    *_names("chars linked in_main like_long like_runs like_linked weight low_weight word_mean word_low title"),
    *_names("description repeated again tag_2 tag_4 tag_5 tag_12 tag_13 tag_14 tag_15 tag_16 tag_18 in_comment"),
    *_names("in_related in_caption in_byline in_chrome from_h1 before around3_linked page_chars page_long page_runs"),
    *_names("main_share levels_to_main page_article page_forum page_product page_list ends in_json_ld box1_long"),
    *_names("box2_linked"),
)
_AGAIN = np.array([NAMES.index(name) for name in AGAIN])


def in_context(tree: Tree, columns: Matrix, first: NDArray[np.float64]) -> Matrix:
    """Evidence for the second forest: `AGAIN`, then how the first forest judged the run and what stands around it."""
    n = len(first)
    chars = np.array([len(run.text) for run in tree.runs], dtype=np.float64)
    at = np.array([run.box for run in tree.runs], dtype=np.int64) + 1
    mass = chars * first
    padded = np.zeros(n + 8)
    padded[4:-4] = first
    index = np.arange(n)
    judged, size = _sums(tree, np.array([mass, chars]))
    around = np.array([judged / np.maximum(size, 1), judged / max(judged[0], 1)])
    parents = np.array([-1, *tree.parents], dtype=np.int64) + 1
    done = np.cumsum(mass)
    total = max(float(done[-1]), 1.0)
    page = (total / chars.sum(), np.log1p(total), float((first > 0.5).sum()))
    good = first > 0.7
    last = np.maximum.accumulate(np.where(good, index, -99))
    following = np.minimum.accumulate(np.where(good, index, n + 99)[::-1])[::-1]
    ends = np.zeros(n + 1)
    np.cumsum(chars, out=ends[1:])
    since = np.maximum(ends[:-1] - ends[np.minimum(np.maximum(last + 1, 0), n)], 0)
    until = np.maximum(ends[np.minimum(following, n)] - ends[:-1], 0)
    shapes: dict[object, int] = {}
    looks = [0, *(shapes.setdefault(names, len(shapes) + 1) for names in zip(tree.tags, tree.names, strict=True))]
    shape = np.array(looks)[at]
    return np.vstack([
        columns[_AGAIN], first, padded[index + _NEAR], _upwards(around, parents, at), (done - mass) / total,
        1 - done / total, np.array(page).repeat(n).reshape(-1, n), np.minimum(index - last, 30),
        np.minimum(following - index, 30), np.log1p(since) * (last >= 0), np.log1p(until) * (following < n),
        (np.bincount(shape, mass) / np.maximum(np.bincount(shape, chars), 1))[shape],
    ], dtype=np.float32, casting="unsafe")  # fmt: skip


_NEAR = np.array([0, 1, 2, 3, 5, 6, 7, 8])[:, None]

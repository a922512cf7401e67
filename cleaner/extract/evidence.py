"""Measures every run of text on a page: how long, how linked, in which box, beside what, and what the box is called.

No single sign tells an article's paragraph from a teaser or a comment; together they mostly do. Each run becomes one
row of numbers, in the order of `NAMES`, for the model to weigh. Two of them come from words: what class and id names
(`article-body`, `share-links`) and the words of short runs (`Read more`) have meant on the pages of the training set;
those lists are part of the model file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .head import Head
from .tree import Tree

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
_ENDS = tuple('.!?…。！？"”’»)')

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
    runs = tree.runs
    n = len(runs)
    boxes = _boxes(tree, lexicon, notes)
    own = _own(tree, head, lexicon, notes)
    chars, linked = own[0].copy(), own[2].copy()
    own[0] = np.log1p(chars)
    own[2] = linked / chars
    at = np.fromiter((r.box for r in runs), np.int64, n) + 1  # box 0 stands for "no box"
    is_long = (chars >= LONG) & (linked < 0.4 * chars)
    sums = _sums(tree, at, np.stack([chars, linked, np.ones(n), np.where(is_long, chars, 0.0)]))
    total = np.maximum(sums[:, 0], 1.0)
    rows: list[NDArray[np.float64]] = [*own, *boxes.inherited[:, at]]
    rows += list(((boxes.bits[at][None, :] >> _BIT_PLACES) & 1).astype(np.float64))
    # The boxes around: its own, and three more
    up = at
    for _ in range(4):
        c, link, count, long = sums[:, up]
        rows += [np.log1p(c), link / np.maximum(c, 1), np.log1p(count), long / max(total[3], 1)]
        up = boxes.parents[up]
    # The main box: the deepest that holds most of the page's paragraphs
    main, inside, levels = _main(sums[3], boxes.parents, boxes.inherited[0], at, total[3])
    rows += [levels, inside, np.full(n, sums[3, main] / max(sums[0, main], 1.0))]
    # Runs that look alike: same tag and names, in a box that looks alike
    shape = boxes.shape[at]
    rows += _alike(shape, chars, linked, is_long, total)
    rows += _places(tree, chars, is_long, total[0])
    rows += _neighbours(chars, linked, is_long, boxes.inherited[1][at], shape)
    types = head.types
    page = (
        np.log1p(n), np.log1p(total[0]), np.log1p(total[3]), total[1] / total[0],
        any("article" in t or "posting" in t for t in types), any("forum" in t or "qapage" in t for t in types),
        any("product" in t for t in types), any("collection" in t or "itemlist" in t for t in types),
        np.log1p(tree.tags.count("article")),
    )  # fmt: skip
    rows += [np.full(n, float(value)) for value in page]
    return np.array(rows, dtype=np.float32)


_BIT_PLACES = np.arange(_BITS)[:, None]
#: Words are looked at one by one in runs of at most so many characters.
_SHORT_RUN = 240


def _own(tree: Tree, head: Head, lexicon: Lexicon, notes: Notes) -> NDArray[np.float64]:
    """What a run shows by itself; characters and linked characters still as plain counts."""
    rows: list[tuple[float, ...]] = []
    title = frozenset(text_words(head.title)) if head.title else frozenset()
    description = frozenset(text_words(head.description))
    article = " ".join(head.article)
    if len(article) <= 200:
        article = ""
    seen: dict[str, int] = {}
    for run in tree.runs:
        seen[run.text] = seen.get(run.text, 0) + 1
    done: set[str] = set()
    lookup = lexicon.words.get
    for text, _, linked, links, names, image in tree.runs:
        size = len(text)
        in_title = in_description = mean = low = first = again = 0.0
        if size <= _SHORT_RUN:
            words = text_words(text)
            here = frozenset(words)
            if title:
                in_title = 2 * len(here & title) / (len(here) + len(title))
            if description and size > 30:
                in_description = len(here & description) / len(here)
            weights = [w for w in map(lookup, words) if w is not None]
            if weights:
                mean, low = sum(weights) / len(weights), min(weights)
                first = lookup(words[0], 0.0)
        elif description and size < 600:
            here = frozenset(text_words(text))
            in_description = len(here & description) / len(here)
        times = seen[text] - 1
        if times:
            again = text in done
            done.add(text)
        rows.append(
            (size, text.count(" ") + 1, linked, links, _name(names, lexicon, notes).weight if names else 0.0, image,
             text[0].isdigit(), text.endswith(_ENDS), in_title, in_description, times, again, mean, low, first,
             (1.0 if text[:60] in article else -1.0) if article and size > 40 else 0.0,
             text.count(","), text.count("."), text.count("|"), text.count(":"))
        )  # fmt: skip
    return np.array(rows, dtype=float).T.copy()


class _Boxes(NamedTuple):
    """What boxes pass on to the runs in them; index 0 stands for "no box"."""

    inherited: NDArray[np.float64]  # depth, weight, lowest weight, own weight, weight around, own lowest, hidden
    bits: NDArray[np.int64]
    shape: NDArray[np.int64]
    parents: NDArray[np.int64]


def _boxes(tree: Tree, lexicon: Lexicon, notes: Notes) -> _Boxes:
    rows: list[tuple[float, float, float, float, float, float, float]] = [(0.0,) * 7]
    bits, shape = [0], [0]
    shapes: dict[tuple[str, str, int], int] = {}
    for tag, parent, names, unseen in zip(tree.tags, tree.parents, tree.names, tree.hidden, strict=True):
        name = _name(names, lexicon, notes) if names != " " else _NAMELESS
        around = parent + 1
        depth, weight, low, own, _, _, hidden = rows[around]
        rows.append(
            (depth + 1, weight * 0.7 + name.weight, name.lowest if name.lowest < low else low, name.weight, own,
             name.lowest, 1.0 if unseen else hidden)
        )  # fmt: skip
        bits.append((bits[around] & ~_OWN) | name.bits | _TAG_BITS.get(tag, 0))
        shape.append(shapes.setdefault((tag, names, shape[around] if tag in _PART else -1), len(shapes) + 1))
    return _Boxes(
        np.array(rows).T.copy(),
        np.array(bits, dtype=np.int64),
        np.array(shape, dtype=np.int64),
        np.array([0, *tree.parents], dtype=np.int64) + np.array([0] + [1] * len(tree.parents), dtype=np.int64),
    )


#: Tags that mean little without the box around them.
_PART = frozenset({"p", "li", "td", "th", "tr", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "div", "a"})


def _sums(tree: Tree, at: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each box, each value summed over all runs in it, at any depth."""
    size = len(tree.tags) + 1
    totals = [np.bincount(at, weights=v, minlength=size).tolist() for v in values]
    a, b, c, d = totals
    for box in range(size - 1, 0, -1):
        parent = tree.parents[box - 1] + 1
        if c[box]:
            a[parent] += a[box]
            b[parent] += b[box]
            c[parent] += c[box]
            d[parent] += d[box]
    return np.array(totals)


def _main(
    long: NDArray[np.float64],
    parents: NDArray[np.int64],
    depth: NDArray[np.float64],
    at: NDArray[np.int64],
    total: float,
) -> tuple[int, NDArray[np.float64], NDArray[np.float64]]:
    """The main box, whether each run stands in it, and how far up from the run it is (or its path departs from it)."""
    holders = np.flatnonzero(long >= 0.6 * total) if total > 1 else np.array([0])
    main = int(holders[np.argmax(depth[holders] + holders * 1e-9)])
    path = np.zeros(len(parents), dtype=bool)
    box = main
    while box:
        path[box] = True
        box = int(parents[box])
    path[0] = True
    levels = np.zeros(len(at))
    up = at
    for _ in range(12):
        out = ~path[up]
        if not out.any():
            break
        levels += out
        up = np.where(out, parents[up], up)
    return main, (up == main).astype(float), levels


def _alike(
    shape: NDArray[np.int64], chars: NDArray[np.float64], linked: NDArray[np.float64], is_long: NDArray[np.bool_],
    total: NDArray[np.float64],
) -> list[NDArray[np.float64]]:  # fmt: skip
    count = np.bincount(shape)[shape]
    c = np.bincount(shape, weights=chars)[shape]
    link = np.bincount(shape, weights=linked)[shape]
    long = np.bincount(shape, weights=np.where(is_long, chars, 0.0))[shape]
    return [np.log1p(c / count), link / c, np.log1p(count), long / max(total[3], 1.0)]


def _places(
    tree: Tree, chars: NDArray[np.float64], is_long: NDArray[np.bool_], total: float
) -> list[NDArray[np.float64]]:
    n = len(chars)
    index = np.arange(n)
    h1 = next((i for i, r in enumerate(tree.runs) if r.box >= 0 and tree.tags[r.box] == "h1"), -1)
    long = np.flatnonzero(is_long)
    first, last = (int(long[0]), int(long[-1])) if len(long) else (0, n)
    before = np.cumsum(chars) - chars
    return [
        index / n, before / total, np.clip(index - h1, -50, 200) if h1 >= 0 else np.zeros(n),
        np.full(n, float(h1 >= 0)), np.clip(index - first, -50, 200), np.clip(last - index, -50, 200),
        ((index >= first) & (index <= last)).astype(np.float64),
    ]  # fmt: skip


def _neighbours(
    chars: NDArray[np.float64], linked: NDArray[np.float64], is_long: NDArray[np.bool_], weight: NDArray[np.float64],
    shape: NDArray[np.int64],
) -> list[NDArray[np.float64]]:  # fmt: skip
    n = len(chars)
    share, size, long = linked / chars, np.log1p(chars), np.where(is_long, chars, 0.0)
    columns: list[NDArray[np.float64]] = []
    padded = np.zeros((3, n + 6))
    padded[:, 3:-3] = size, weight, share
    shapes = np.full(n + 6, -1)
    shapes[3:-3] = shape
    for d in (-3, -2, -1, 1, 2, 3):
        s = slice(3 + d, 3 + d + n)
        columns += [*padded[:, s], (shapes[s] == shape) * 1.0]
    for width in (3, 8):
        sums = [
            np.concatenate([np.zeros(width + 1), np.cumsum(v), np.full(width, v.sum())]) for v in (chars, linked, long)
        ]
        c, link, around = (s[2 * width + 1 :] - s[: -2 * width - 1] for s in sums)
        columns += [np.log1p(c), link / np.maximum(c, 1), np.log1p(around)]
    return columns


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
    chars = np.fromiter((len(r.text) for r in tree.runs), np.float64, n)
    at = np.fromiter((r.box for r in tree.runs), np.int64, n) + 1
    mass = chars * first
    padded = np.pad(first, 4)
    rows: list[NDArray[np.float64]] = [first, *(padded[4 + d : 4 + d + n] for d in (-4, -3, -2, -1, 1, 2, 3, 4))]
    sums = _sums(tree, at, np.stack([mass, chars, np.ones(n), np.zeros(n)]))
    parents = np.array([0, *(p + 1 for p in tree.parents)], dtype=np.int64)
    up = at
    for _ in range(4):
        rows += [sums[0, up] / np.maximum(sums[1, up], 1), sums[0, up] / max(sums[0, 0], 1)]
        up = parents[up]
    done = np.cumsum(mass)
    total = max(float(done[-1]), 1.0)
    rows += [(done - mass) / total, 1 - done / total, np.full(n, total / chars.sum()), np.full(n, np.log1p(total)),
             np.full(n, float((first > 0.5).sum()))]  # fmt: skip
    index = np.arange(n)
    good = first > 0.7
    last = np.maximum.accumulate(np.where(good, index, -99))
    following = np.minimum.accumulate(np.where(good, index, n + 99)[::-1])[::-1]
    rows += [np.minimum(index - last, 30), np.minimum(following - index, 30)]
    ends = np.concatenate([[0], np.cumsum(chars)])
    since = np.maximum(ends[index] - ends[np.clip(last + 1, 0, n)], 0)
    until = np.maximum(ends[np.clip(following, 0, n)] - ends[index], 0)
    rows += [np.log1p(since) * (last >= 0), np.log1p(until) * (following < n)]
    shapes: dict[object, int] = {}
    shape = np.fromiter(
        (shapes.setdefault((tree.tags[r.box], tree.names[r.box]) if r.box >= 0 else 0, len(shapes)) for r in tree.runs),
        np.int64,
        n,
    )
    rows.append((np.bincount(shape, mass) / np.maximum(np.bincount(shape, chars), 1))[shape])
    return np.concatenate([columns[_AGAIN], np.array(rows, dtype=np.float32)])

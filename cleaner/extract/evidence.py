"""Measures every run of text on a page: how long, how linked, in which box, beside what, and what the box is called.

No single sign tells an article's paragraph from a teaser or a comment; together they mostly do. Each run becomes one
row of numbers, in the order of `NAMES`, for the model to weigh. Some of them come from words: what tags, class and id
names (`article-body`, `share-links`) and the words that open a run (`Read more`) have meant on the pages of the
training set, by logistic regression; their weights are part of the model file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .head import Head
from .tree import Tree, path

Matrix = NDArray[np.float32]


def _names(line: str) -> tuple[str, ...]:
    return tuple(line.split())


class Lexicon(NamedTuple):
    """What words have meant for a run's being article text, as weights that add up, in hundredths.

    `names` holds tags (`<p`) and words of class and id names, each behind the place of the box that carries it (see
    `PLACES`); `words` the words that a run opens with, `pairs` its pairs of words, by the second and then the first.
    """

    names: Mapping[str, int]
    words: Mapping[str, int]
    pairs: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, names: Mapping[str, int], grams: Mapping[str, int]) -> Lexicon:
        """From weights of names, and of words and pairs of words together."""
        pairs: dict[str, dict[str, int]] = {}
        for gram, weight in grams.items():
            first, space, second = gram.partition(" ")
            if space:
                pairs.setdefault(second, {})[first] = weight
        return cls(names, {gram: weight for gram, weight in grams.items() if " " not in gram}, pairs)


#: Where a name stands: on the run's own box, on the box around that, on any box further out, on an inline tag.
PLACES = "0", "1", "2", "i"


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
#: All kinds at once: the groups that took part tell which.
_KINDS = re.compile("".join(f"(?:(?=.*?({parts}))|)" for parts in NAME_KINDS.values()))
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
    """What tag and names of a box come to: kinds as bits, a weight for each of `PLACES`, a word's mean and least."""

    bits: int
    own: int
    around: int
    above: int
    inline: int
    mean: float
    least: float


class Notes(NamedTuple):
    """Words and names judged before, to save time; they change no result, and are forgotten when they grow large."""

    words: dict[str, Name]
    names: dict[tuple[str, str], Name]

    @classmethod
    def empty(cls) -> Notes:
        return cls({}, {})


def name_words(names: str) -> list[str]:
    """The words of class and id names, `articleBody` and `article-body` alike; long lists say little and are cut."""
    return list(dict.fromkeys(map(str.lower, _NAME_WORD.findall(names[:160]))))


def judge_name(tag: str, names: str, lexicon: Lexicon, notes: Notes) -> Name:
    """Judge a box by its tag and by the words of its class and id."""
    known = notes.words
    _, own, around, above, inline, _, _ = known.get(f"<{tag}") or _note(f"<{tag}", lexicon, notes)
    bits = _TAG_BITS.get(tag, 0)
    told: list[float] = []
    for word in name_words(names):
        kinds, at_own, at_around, at_above, at_inline, mean, _ = known.get(word) or _note(word, lexicon, notes)
        bits |= kinds
        own += at_own
        around += at_around
        above += at_above
        inline += at_inline
        if mean:
            told.append(mean)
    return Name(bits, own, around, above, inline, sum(told) / len(told) if told else 0.0, min(told, default=0.0))


def _note(word: str, lexicon: Lexicon, notes: Notes) -> Name:
    found = notes.words[word] = _judge_word(word, lexicon)
    return found


def _judge_word(word: str, lexicon: Lexicon) -> Name:
    kinds = _KINDS.match(word)
    bits = sum([1 << i for i, part in enumerate(kinds.groups()) if part is not None]) if kinds else 0
    own, around, above, inline = (lexicon.names.get(place + word, 0) for place in PLACES)
    everywhere = own + around + above
    return Name(bits, own, around, above, inline, everywhere, everywhere)


_MOST_NOTES = 50_000


def _name(tag: str, names: str, lexicon: Lexicon, notes: Notes) -> Name:
    found = notes.names.get((tag, names))
    if found is None:
        if len(notes.names) > _MOST_NOTES or len(notes.words) > _MOST_NOTES:
            notes.names.clear()
            notes.words.clear()
        found = notes.names[tag, names] = judge_name(tag, names, lexicon, notes)
    return found


#: From so many characters on, a run with few links counts as a paragraph.
LONG = 80
_ENDS = frozenset('.!?…。！？"”’»)')

NAMES: tuple[str, ...] = (
    *_names("chars words linked links link_size image ends title description repeated again said in_json_ld"),
    *_names("commas stops sentence depth named named_own named_around named_above means own_mean least hidden"),
    *(f"in_{k}" for k in NAME_KINDS),
    *(f"tag_{i}" for i in range(20)),
    *(f"box{i}_{what}" for i in range(4) for what in ("chars", "linked", "runs", "long")),
    *_names("levels_to_main in_main main_share like_chars like_linked like_runs like_long share_of_box"),
    *_names("row_runs row_chars before from_h1 from_title has_title from_first_long in_span"),
    *(f"near{d:+}_{what}" for d in (-2, -1, 1, 2) for what in ("chars", "said", "named", "linked", "same")),
    *(f"around{n}_{what}" for n in (3, 8) for what in ("chars", "linked", "long")),
    *_names("page_runs page_chars page_long page_linked page_article page_forum page_product page_list page_articles"),
)


def text_words(text: str) -> list[str]:
    """The words of a text, with the marks that stand at them."""
    return text.lower().split()


#: So many characters of a run are its opening.
_OPENING = 100


def opening(text: str) -> list[str]:
    """The words that a run opens with."""
    words = text_words(text[:_OPENING])
    if len(text) > _OPENING and len(words) > 1:
        words.pop()
    return words


def _said(text: str, lexicon: Lexicon) -> int:
    """The weight of the words that a run opens with, and of their pairs; `^` stands before the first."""
    words = opening(text)
    weight_of, pairs_of = lexicon.words.get, lexicon.pairs.get
    weight = sum([weight_of(word, 0) for word in words])
    before = "^"
    for word in words:
        pairs = pairs_of(word)
        if pairs is not None and before in pairs:
            weight += pairs[before]
        before = word
    return weight


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
    inherited[1] += own[_INLINE]
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
        own[:_INLINE], inherited, (boxes.bits[at] >> _BIT_PLACES) & 1, _upwards(around, boxes.parents, at),
        *_main(tree, boxes, sums, total[3]), *_alike(shape, counts, total),
        counts[0] / np.maximum(sums[0, boxes.parents[at]], 1.0),
        *_row(_groups(zip(tree.parents, tree.tags, strict=True), at), counts[0]),
        *_places(tree, counts[0], is_long, own[_TITLE]), *_neighbours(counts, own[_SAID], inherited[1], shape),
        np.array(page, dtype=np.float64).repeat(n).reshape(-1, n),
    ], dtype=np.float32, casting="unsafe")  # fmt: skip


_TITLE, _SAID, _INLINE = NAMES.index("title"), NAMES.index("said"), NAMES.index("depth")
_BIT_PLACES = np.arange(_BITS)[:, None]
#: The title is looked for in runs of at most so many characters, the description in somewhat longer ones.
_SHORT_RUN, _SHORT_TEXT = 240, 600


def _own(tree: Tree, head: Head, lexicon: Lexicon, notes: Notes) -> NDArray[np.float64]:
    """What a run shows by itself, last the weight of its inline tag; characters and links still as plain counts."""
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
    chars = list(map(len, texts))
    stops = [text.count(".") for text in texts]
    return np.array((
        chars, [text.count(" ") + 1 for text in texts], linked, links,
        [size / max(count, 1) for size, count in zip(linked, links, strict=True)], images,
        [text[-1] in _ENDS for text in texts], *_told(texts, head), repeated, again,
        [_said(text, lexicon) / 100 for text in texts], told,
        [text.count(",") for text in texts], stops,
        [size / (1 + count) for size, count in zip(chars, stops, strict=True)],
        [_name("", line, lexicon, notes).inline / 100 if line else 0.0 for line in names],
    ), dtype=np.float64)  # fmt: skip


def _told(texts: Sequence[str], head: Head) -> tuple[list[float], list[float]]:
    """Of each short run, how far its words are those of the title, and how many stand in the description."""
    title = frozenset(text_words(head.title)) if head.title else frozenset()
    description = frozenset(text_words(head.description))
    in_title, in_description = [0.0] * len(texts), [0.0] * len(texts)
    for i, text in enumerate(texts):
        size = len(text)
        if size >= _SHORT_TEXT or (size > _SHORT_RUN and not description):
            continue
        words = text_words(text)
        if size > 30 and not description.isdisjoint(words):
            here = frozenset(words)
            in_description[i] = len(here & description) / len(here)
        if size <= _SHORT_RUN and not title.isdisjoint(words):
            here = frozenset(words)
            in_title[i] = 2 * len(here & title) / (len(here) + len(title))
    return in_title, in_description


class _Boxes(NamedTuple):
    """What boxes pass on to the runs in them; index 0 stands for "no box"."""

    inherited: NDArray[np.float64]  # depth; weight of all names, of its own, of the box around, of those above;
    # their means, fading outwards; its own mean; the least of a word; hidden
    bits: NDArray[np.int64]
    shape: NDArray[np.int64]
    parents: NDArray[np.int64]
    at: NDArray[np.int64]  # the box of each run


def _boxes(tree: Tree, lexicon: Lexicon, notes: Notes) -> _Boxes:
    found = [_NAMELESS, *(_name(tag, names, lexicon, notes) for tag, names in zip(tree.tags, tree.names, strict=True))]
    kinds, own, around, above, _, mean, least = zip(*found, strict=True)
    parents = np.array([-1, *tree.parents], dtype=np.int64) + 1
    from_above = np.array(above)[parents[parents]].tolist()
    depths, aboves, means, leasts, unseen = [0], [0], [0.0], [0.0], [False]
    bits, shape = [0], [0]
    shapes: dict[tuple[str, str, int], int] = {}
    boxes = zip(tree.tags, parents.tolist()[1:], tree.names, tree.hidden, kinds[1:], strict=True)
    for i, (tag, parent, names, hidden, kind) in enumerate(boxes, 1):
        depths.append(depths[parent] + 1)
        aboves.append(aboves[parent] + from_above[i])
        means.append(means[parent] * 0.7 + mean[i])
        low = leasts[parent]
        leasts.append(least[i] if least[i] < low else low)
        unseen.append(hidden or unseen[parent])
        bits.append((bits[parent] & ~_OWN) | kind)
        shape.append(shapes.setdefault((tag, names, shape[parent] if tag in _PART else -1), len(shapes) + 1))
    weights = np.array((own, np.array(around)[parents], aboves, means, mean, leasts)) / 100
    return _Boxes(
        np.vstack((depths, weights[:3].sum(axis=0), weights, unseen)),
        np.array(bits, dtype=np.int64),
        np.array(shape, dtype=np.int64),
        parents,
        np.array([run.box for run in tree.runs], dtype=np.int64) + 1,
    )


_NAMELESS = Name(0, 0, 0, 0, 0, 0.0, 0.0)


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


def _groups(keys: Iterable[object], at: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number a run, the same for runs whose boxes have the same key."""
    known: dict[object, int] = {}
    return np.array([0, *(known.setdefault(key, len(known) + 1) for key in keys)])[at]


def _row(group: NDArray[np.int64], chars: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Of the unbroken row of siblings that a run stands in, how many there are and how long they are on average."""
    begins = np.concatenate([[0], np.flatnonzero(group[1:] != group[:-1]) + 1])
    counts = np.diff(begins, append=len(group))
    sizes = np.add.reduceat(chars, begins) / counts
    return [np.repeat(np.log1p(counts), counts), np.repeat(np.log1p(sizes), counts)]


def _places(
    tree: Tree, chars: NDArray[np.float64], is_long: NDArray[np.bool_], in_title: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    n = len(chars)
    index = np.arange(n, dtype=np.float64)
    headings = [i for i, r in enumerate(tree.runs) if r.box >= 0 and tree.tags[r.box] in ("h1", "h2")]
    h1 = next((i for i in headings if tree.tags[tree.runs[i].box] == "h1"), -1)
    title = max(headings, key=in_title.__getitem__, default=0)
    if in_title[title] <= _IS_TITLE:
        title = int(np.argmax(in_title))
    known = bool(in_title[title] > _IS_TITLE)
    long = np.flatnonzero(is_long)
    first, last = (int(long[0]), int(long[-1])) if len(long) else (0, n)
    return [
        (np.cumsum(chars) - chars) / chars.sum(), _within(index - h1, -50, 200) if h1 >= 0 else np.zeros(n),
        _within(index - title, -30, 60) if known else np.full(n, -60), np.full(n, known),
        _within(index - first, -50, 200), (index >= first) & (index <= last),
    ]  # fmt: skip


#: A run whose words are so far those of the title is taken for it.
_IS_TITLE = 0.6


def _within(distance: NDArray[np.float64], least: int, most: int) -> NDArray[np.float64]:
    return np.minimum(np.maximum(distance, least), most)


def _neighbours(
    counts: NDArray[np.float64], said: NDArray[np.float64], named: NDArray[np.float64], shape: NDArray[np.int64]
) -> list[NDArray[np.float64]]:
    """What stands beside: the two runs before and after, then all of three and of eight on either side."""
    chars, linked = counts[:2]
    n = len(chars)
    padded = np.zeros((5, n + 4))
    padded[:, 2:-2] = np.log1p(chars), said, named, linked / chars, shape
    padded[4, :2] = padded[4, -2:] = -1
    index = np.arange(n)
    beside = padded[:, index + _BESIDE]
    beside[4] = beside[4] == shape
    done = np.zeros((4, n + 1))
    np.cumsum(counts, axis=1, out=done[:, 1:])
    c, link, _, long = done[:, np.minimum(index + _WIDE + 1, n)] - done[:, np.maximum(index - _WIDE, 0)]
    around = np.array([np.log1p(c), link / np.maximum(c, 1), np.log1p(long)])
    return [beside.swapaxes(0, 1).reshape(-1, n), around.swapaxes(0, 1).reshape(-1, n)]


_BESIDE = np.array([0, 1, 3, 4])[:, None]
_WIDE = np.array([3, 8])[:, None]


#: Evidence that the second forest sees again beside the judgement of the first.
AGAIN: tuple[str, ...] = (
    *_names("words linked links in_main like_long like_runs like_linked title description repeated again ends"),
    *_names("sentence in_caption in_related in_byline in_comment tag_5 tag_12 tag_13 tag_14 tag_15 tag_16"),
    *_names("from_title from_h1 before around3_linked main_share levels_to_main box1_long box2_linked in_json_ld"),
    *_names("page_article page_forum page_product page_list page_chars page_long page_runs"),
    *_names("said near-1_said near+1_said named near-1_named near+1_named named_own named_above means least"),
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
    page = (total / chars.sum(), np.log1p(total), float(mass @ first) / total)
    good = first > 0.7
    last = np.maximum.accumulate(np.where(good, index, -99))
    following = np.minimum.accumulate(np.where(good, index, n + 99)[::-1])[::-1]
    ends = np.zeros(n + 1)
    np.cumsum(chars, out=ends[1:])
    since = np.maximum(ends[:-1] - ends[np.minimum(np.maximum(last + 1, 0), n)], 0)
    until = np.maximum(ends[np.minimum(following, n)] - ends[:-1], 0)
    looks = _groups(zip(tree.tags, tree.names, strict=True), at)
    siblings = _groups(zip(tree.parents, tree.tags, strict=True), at)
    is_heading = np.array([False, *map(_HEADINGS.__contains__, tree.tags)])[at]
    heading = np.maximum.accumulate(np.where(is_heading, index, -1))
    return np.vstack([
        columns[_AGAIN], first, padded[index + _NEAR], _upwards(around, parents, at), (done - mass) / total,
        1 - done / total, np.array(page).repeat(n).reshape(-1, n), np.minimum(index - last, 30),
        np.minimum(following - index, 30), np.log1p(since) * (last >= 0), np.log1p(until) * (following < n),
        *((np.bincount(group, mass) / np.maximum(np.bincount(group, chars), 1))[group] for group in (looks, siblings)),
        np.where(heading >= 0, first[heading], 0.5), np.minimum(index - heading, 30),
    ], dtype=np.float32, casting="unsafe")  # fmt: skip


_NEAR = np.array([0, 1, 2, 3, 5, 6, 7, 8])[:, None]
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

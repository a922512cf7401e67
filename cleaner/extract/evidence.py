"""Measures every run of text on a page: how long, how linked, in which box, beside what, and what the box is called.

No single sign tells an article's paragraph from a teaser or a comment; together they mostly do. Each run becomes one
row of numbers, in the order of `NAMES`, for the model to weigh. Some of them come from words: what tags, class and id
names (`article-body`, `share-links`) and the words that open a run (`Read more`) have meant on the pages of the
training set, by logistic regression; their weights are part of the model file.

A page has some hundred runs and boxes, so whatever is asked of one is asked of all at once: the words of the whole page
are looked up in one pass and become arrays of numbers, and what boxes pass on to the runs in them is a difference of
running sums.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .head import Head
from .tags import BLOCK
from .tree import Tree

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]
Values = NDArray[np.float64]


def _names(line: str) -> tuple[str, ...]:
    return tuple(line.split())


# ---- words and what they have meant


#: Where a name stands: on the run's own box, on the box around that, on any box further out, on an inline tag.
PLACES = "0", "1", "2", "i"
#: The tags that boxes have; an inline tag counts as none. Their numbers in a lexicon are their places here, from 1 on.
TAGS = ("", *sorted(BLOCK))
_NAME_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")
_TAG_OR_WORD = re.compile(rf"(?<=\x00)<\w*|{_NAME_WORD.pattern}")
#: Long lists of names say little and are cut.
_NAMES_LENGTH = 100
#: So many characters of a run are its opening.
_OPENING = 64
#: Stands before each run where the words of all runs are one text, and counts as a word, as `^` in the model file.
_START = "\n"


def name_words(names: str) -> list[str]:
    """The words of class and id names, each once; `articleBody` and `article-body` are alike."""
    return list(dict.fromkeys(map(str.lower, _NAME_WORD.findall(names[:_NAMES_LENGTH]))))


def opening(text: str) -> list[str]:
    """The words that a run opens with, with the marks that stand at them."""
    return [word for word in text[:_OPENING].lower().split(" ") if word]


class Lexicon(NamedTuple):
    """What words have meant for a run's being article text, as weights that add up, in hundredths.

    Words are numbered, 0 is any other: those of class and id names behind the tags (`<p`), and those that a run opens
    with behind the start of a run, 1. Pairs of the latter are numbers too, first * many + second, in order.
    """

    names: Mapping[str, int]
    name_weights: Values  # one row for each of `PLACES`
    words: Mapping[str, int]
    word_weights: Values
    pairs: Numbers
    pair_weights: Values

    @classmethod
    def of(cls, names: Mapping[str, int], grams: Mapping[str, int]) -> Lexicon:
        """From weights of names, each behind its place (`0article`, `1<div`), and of words and pairs of words."""
        known = ["", *(f"<{tag}" for tag in TAGS), *sorted({name[1:] for name in names if name[1] != "<"})]
        name_weights = [[names.get(place + word, 0) for word in known] for place in PLACES]
        words = ["", "^", *sorted({word for gram in grams for word in gram.split(" ")} - {"^"})]
        number = {word: i for i, word in enumerate(words)}
        pairs = {}
        for gram, weight in grams.items():
            first, space, second = gram.partition(" ")
            if space:
                pairs[number[first] * len(words) + number[second]] = weight
        return cls(
            {word: i for i, word in enumerate(known)},
            np.array(name_weights, dtype=np.float64),
            {_START if word == "^" else word: i for i, word in enumerate(words)},
            np.array([grams.get(word, 0) for word in words], dtype=np.float64),
            np.array(sorted(pairs), dtype=np.int64),
            np.array([pairs[pair] for pair in sorted(pairs)], dtype=np.float64),
        )


def numbered(words: Sequence[str], numbers: Mapping[str, int]) -> Numbers:
    """The number of each word, 0 for those that have none."""
    return np.fromiter(map(numbers.get, words, repeat(0)), np.int64, len(words))


class Looks(NamedTuple):
    """What boxes look like by tag and names: for each look its tag's place in `TAGS` and what its words have meant."""

    tags: Numbers
    weights: Values  # one row for each of `PLACES`
    means: Values


def looks(known: Iterable[tuple[str, str]], lexicon: Lexicon) -> Looks:
    """Judge tags with names; a word that comes twice in one look counts once."""
    line = "".join([f"\x00<{tag} {names[:_NAMES_LENGTH]}" for tag, names in known])
    numbers = numbered(list(map(str.lower, _TAG_OR_WORD.findall(line))), lexicon.names)
    numbers = numbers[numbers > 0]
    many = len(lexicon.names)
    codes = np.cumsum(numbers <= len(TAGS)) * many + numbers
    codes.sort()
    numbers = codes[np.flatnonzero(np.diff(codes, prepend=-1))] % many
    begins = np.flatnonzero(numbers <= len(TAGS))
    weights = lexicon.name_weights[:, numbers]
    everywhere = weights[:3].sum(axis=0)
    everywhere[begins] = 0
    told = np.array([everywhere, everywhere != 0])
    total, count = np.add.reduceat(told, begins, axis=1)
    totals = np.add.reduceat(weights, begins, axis=1)
    return Looks(numbers[begins] - 1, totals / 100, total / np.maximum(count, 1) / 100)


# ---- the evidence

#: From so many characters on, a run with few links counts as a paragraph.
LONG = 80
_ENDS = frozenset('.!?…。！？"”’»)')
#: Kinds of tag; a run is within those of the first line when any box around it has one, of the others its own has.
_INHERITED = ("article", "main", "ul ol dl menu", "blockquote", "figure", "li dd dt")
_OWN = ("h1 h2", "h3 h4 h5 h6", "p", "pre", "figcaption caption", "div")

NAMES: tuple[str, ...] = (
    *_names("chars words linked link_size ends title description repeated again said in_json_ld stops sentence inline"),
    *_names("depth named named_own named_around named_above means own_mean least hidden"),
    *(f"within_{tags.split()[0]}" for tags in _INHERITED),
    *(f"is_{tags.split()[0]}" for tags in _OWN),
    *(f"box{i}_{what}" for i in range(4) for what in ("chars", "linked", "runs", "long")),
    *_names("levels_to_main in_main main_share like_chars like_linked like_runs like_long share_of_box"),
    *_names("row_runs row_chars before from_h1 from_title has_title from_first_long"),
    *(f"near{d:+}_{what}" for d in (-2, -1, 1, 2) for what in ("chars", "said", "named", "linked", "same")),
    *(f"around{n}_{what}" for n in (3, 8) for what in ("chars", "linked", "long")),
    *_names("page_runs page_chars page_long page_linked page_article page_forum page_product page_list page_articles"),
)


class Layout(NamedTuple):
    """The boxes of a page as numbers; box 0 stands for the page itself, box i + 1 for box i of the tree."""

    chars: Values  # the length of each run, and how much of it are links
    linked: Values
    at: Numbers  # its box
    parents: Numbers
    looks: Numbers  # what each box looks like: boxes of the same tag and names have the same number
    tags: Numbers  # its tag's place in `TAGS`
    starts: Numbers  # its first run and the one after its last
    ends: Numbers
    inline: Values  # what the names of the tag have meant that opens in each run

    def sums(self, values: Values) -> Values:
        """For each box, each value summed over all runs in it, at any depth."""
        done = np.zeros((len(values), len(self.at) + 1))
        np.cumsum(values, axis=1, out=done[:, 1:])
        sums: Values = done[:, self.ends] - done[:, self.starts]
        return sums

    def around(self, values: Values) -> Values:
        """For each run, each value summed over all boxes around it; what is summed must be whole numbers."""
        last = np.argsort(self.ends, kind="stable")
        runs = np.arange(len(self.at))
        opened = np.cumsum(values, axis=1)[:, np.searchsorted(self.starts, runs, "right") - 1]
        closed = np.zeros((len(values), len(last) + 1))
        np.cumsum(values[:, last], axis=1, out=closed[:, 1:])
        sums: Values = opened - closed[:, np.searchsorted(self.ends[last], runs, "right")]
        return sums

    def up(self, levels: int) -> Numbers:
        """The box of each run, the box around it and so on."""
        boxes = [self.at]
        for _ in range(levels):
            boxes.append(self.parents[boxes[-1]])
        return np.array(boxes)


def lay_out(tree: Tree, lexicon: Lexicon) -> tuple[Layout, Looks]:
    """The page's boxes, and how they look."""
    texts, boxes, linked, _, inline = zip(*tree.runs, strict=True)
    keys = [("", ""), *zip(tree.tags, tree.names, strict=True)]
    known = dict.fromkeys(keys)
    spans = dict.fromkeys(inline)
    numbers = dict(zip([*known, *spans], range(len(known) + len(spans)), strict=True))
    judged = looks([*known, *zip(repeat(""), spans)], lexicon)
    look = np.array(list(map(numbers.__getitem__, keys)))
    layout = Layout(
        np.array(list(map(len, texts)), dtype=np.float64),
        np.array(linked, dtype=np.float64),
        np.array(boxes) + 1,
        np.array([-1, *tree.parents]) + 1,
        look,
        judged.tags[look],
        np.array([0, *tree.starts]),
        np.array([len(texts), *tree.ends]),
        judged.weights[3, list(map(numbers.__getitem__, inline))],
    )
    return layout, judged


def measure(tree: Tree, head: Head, lexicon: Lexicon) -> tuple[Matrix, Layout]:
    """One row a name of `NAMES`, one column a run; and the page's boxes, for `in_context`."""
    layout, judged = lay_out(tree, lexicon)
    n, at = len(tree.runs), layout.at
    own = _own(tree, head, lexicon)
    chars, linked = layout.chars, layout.linked
    is_long = (chars >= LONG) & (linked < 0.4 * chars)
    counts = np.array([chars, linked, np.ones(n), np.where(is_long, chars, 0.0)])
    boxes = layout.up(3)
    inherited = _inherited(tree, layout, judged, boxes)
    inherited[1] += layout.inline
    shape = _shape(layout, boxes)
    sums = layout.sums(counts)
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
        own, layout.inline, inherited, around[:, boxes].swapaxes(0, 1).reshape(-1, n),
        *_main(layout, sums, total[3], inherited[0]), *_alike(shape, counts, total),
        chars / np.maximum(sums[0, boxes[1]], 1.0),
        *_row(boxes[1] * len(TAGS) + layout.tags[at], chars),
        *_places(layout, chars, is_long, own[_TITLE]), *_neighbours(counts, own[_SAID], inherited[1], shape),
        np.array(page, dtype=np.float64).repeat(n).reshape(-1, n),
    ], dtype=np.float32, casting="unsafe"), layout  # fmt: skip


_TITLE, _SAID = NAMES.index("title"), NAMES.index("said")
#: The title is looked for in runs of at most so many characters, the description in somewhat longer ones.
_SHORT_RUN, _SHORT_TEXT = 240, 600


def _own(tree: Tree, head: Head, lexicon: Lexicon) -> Values:
    """What a run shows by itself."""
    texts, _, linked, links, _ = zip(*tree.runs, strict=True)
    n = len(texts)
    seen = Counter(texts)
    repeated, again = [0] * n, [0] * n
    if len(seen) < n:
        repeated = [seen[text] - 1 for text in texts]
        done: set[str] = set()
        for i, text in enumerate(texts):
            if repeated[i]:
                again[i] = text in done
                done.add(text)
    article = " ".join(head.article)
    told = [0.0] * n
    if len(article) > 200:
        told = [(1.0 if text[:60] in article else -1.0) if len(text) > 40 else 0.0 for text in texts]
    chars, spaces, link_chars, link_count, ends, is_again, copies, in_json_ld, stops = np.array((
        list(map(len, texts)), [text.count(" ") for text in texts], linked, links,
        [text[-1] in _ENDS for text in texts], again, repeated, told, [text.count(".") for text in texts],
    ), dtype=np.float64)  # fmt: skip
    title, description, said = _opened(texts, chars, head, lexicon)
    return np.array((
        np.log1p(chars), spaces + 1, link_chars / chars, link_chars / np.maximum(link_count, 1), ends,
        title, description, copies, is_again, said, in_json_ld, stops, chars / (1 + stops),
    ))  # fmt: skip


def _opened(texts: Sequence[str], chars: Values, head: Head, lexicon: Lexicon) -> tuple[Values, Values, Values]:
    """What the words that open each run are: how far the title's, how far the description's, and their weight.

    Only a short run can be a title, or the description.
    """
    line = f" {_START} ".join([text[:_OPENING] for text in texts])
    words = f"{_START} {line}".lower().split(" ")
    numbers = numbered(words, lexicon.words)
    begins = np.flatnonzero(numbers == 1)
    counts = np.diff(begins, append=len(words)) - 1
    weights = lexicon.word_weights[numbers]
    if len(lexicon.pairs):
        codes = numbers[:-1] * len(lexicon.words) + numbers[1:]
        places = np.minimum(np.searchsorted(lexicon.pairs, codes), len(lexicon.pairs) - 1)
        weights[1:] += np.where(lexicon.pairs[places] == codes, lexicon.pair_weights[places], 0.0)
    title, description = _words(head.title), _words(head.description)
    marks = {word: (word in title) + 2 * (word in description) for word in {*title, *description}}
    marked = numbered(words, marks)
    in_title, in_description = np.add.reduceat(np.array([marked & 1, marked >> 1]), begins, axis=1)
    size = counts + len(title)
    return (
        np.where(chars <= _SHORT_RUN, np.minimum(2 * in_title / size, 1.0), 0.0),
        np.where((chars > 30) & (chars < _SHORT_TEXT), in_description / np.maximum(counts, 1), 0.0),
        np.add.reduceat(weights, begins) / 100,
    )


def _words(text: str | None) -> frozenset[str]:
    return frozenset(text.lower().split()) if text else frozenset()


def _inherited(tree: Tree, layout: Layout, judged: Looks, boxes: Numbers) -> Values:
    """What the boxes around a run say: depth, weights of names, hidden, kinds of tag."""
    at, around, *_ = boxes
    own, beside, above, _ = judged.weights[:, layout.looks]
    outer = np.zeros((3 + len(_INHERITED), len(layout.looks)))
    outer[0, 1:] = 1
    outer[1, 1:] = np.rint(100 * above[1:])
    outer[2, 1:] = tree.hidden
    outer[3:] = _INHERITED_TAGS[:, layout.tags]
    depth, everywhere, hidden, *kinds = layout.around(outer)
    from_above = everywhere / 100 - above[at] - above[around]
    here = judged.means[layout.looks][layout.up(len(_FADING) - 1)]
    means = (here * _FADING).sum(axis=0)
    total = own[at] + beside[around] + from_above
    return np.vstack((
        depth, total, own[at], beside[around], from_above, means, here[0], np.minimum(here.min(axis=0), 0), hidden > 0,
        np.array(kinds) > 0, _OWN_TAGS[:, layout.tags[at]],
    ))  # fmt: skip


#: What the mean weight of a box's names counts for a run in it, in a box in it, and so on.
_FADING = (0.7 ** np.arange(7))[:, None]


def _of_kinds(kinds: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[tag in kind.split() for tag in TAGS] for kind in kinds])


_INHERITED_TAGS, _OWN_TAGS = _of_kinds(_INHERITED), _of_kinds(_OWN)
#: Tags that mean little without the box around them.
_PART = _of_kinds(["p li td th tr dd dt h1 h2 h3 h4 h5 h6 div"])[0]
_H1, _HEADLINES, _HEADINGS = _of_kinds(["h1", "h1 h2", "h1 h2 h3 h4 h5 h6"])


def _shape(layout: Layout, boxes: Numbers) -> Numbers:
    """A number for each run, the same for those whose boxes look alike, and the boxes around these too."""
    many = int(layout.looks.max()) + 1
    at, around, beyond, _ = boxes
    part = _PART[layout.tags[at]]
    outer = layout.looks[around] + 1
    outer += np.where(_PART[layout.tags[around]], (layout.looks[beyond] + 1) * (many + 1), 0)
    codes = np.where(part, outer, 0) * many + layout.looks[at]
    return np.unique(codes, return_inverse=True)[1]


def _main(layout: Layout, sums: Values, long: float, depth: Values) -> list[Values]:
    """The main box is the deepest that holds most of the page's paragraphs.

    How far up from each run its path meets the main box's, whether it stands inside, how much of the box is paragraphs.
    """
    holders = np.flatnonzero(sums[3] >= 0.6 * long) if long > 1 else np.array([0])
    main = holders[-1]  # those that hold most stand in each other
    n = len(layout.at)
    starts, ends = layout.starts[holders[1:]], layout.ends[holders[1:]]
    met = np.cumsum(np.bincount(starts, minlength=n + 1) - np.bincount(ends, minlength=n + 1))[:n]
    levels = depth - met
    inside = (met == len(holders) - 1) & (levels <= _FAR)
    return [np.minimum(levels, _FAR), inside, np.full(n, sums[3, main] / max(sums[0, main], 1.0))]


_FAR = 12


def _alike(shape: Numbers, counts: Values, total: Values) -> list[Values]:
    """Of the runs that look alike (same tag and names, in a box that looks alike): size, links, number, paragraphs."""
    c, link, count, long = (np.bincount(shape, weights=row)[shape] for row in counts)
    return [np.log1p(c / count), link / c, np.log1p(count), long / total[3]]


def _row(group: Numbers, chars: Values) -> list[Values]:
    """Of the unbroken row of siblings that a run stands in, how many there are and how long they are on average."""
    begins = np.concatenate([[0], np.flatnonzero(group[1:] != group[:-1]) + 1])
    counts = np.diff(begins, append=len(group))
    sizes = np.add.reduceat(chars, begins) / counts
    return [np.repeat(np.log1p(counts), counts), np.repeat(np.log1p(sizes), counts)]


def _places(layout: Layout, chars: Values, is_long: NDArray[np.bool_], in_title: Values) -> list[Values]:
    n = len(chars)
    index = np.arange(n, dtype=np.float64)
    tags = layout.tags[layout.at]
    headings = np.flatnonzero(_HEADLINES[tags])
    firsts = np.flatnonzero(_H1[tags])
    title = int(headings[np.argmax(in_title[headings])]) if len(headings) else 0
    if in_title[title] <= _IS_TITLE:
        title = int(np.argmax(in_title))
    known = bool(in_title[title] > _IS_TITLE)
    long = np.flatnonzero(is_long)
    first = int(long[0]) if len(long) else 0
    return [
        (np.cumsum(chars) - chars) / chars.sum(), _within(index - firsts[0], -50, 200) if len(firsts) else np.zeros(n),
        _within(index - title, -30, 60) if known else np.full(n, -60), np.full(n, known),
        _within(index - first, -50, 200),
    ]  # fmt: skip


#: A run whose words are so far those of the title is taken for it.
_IS_TITLE = 0.6


def _within(distance: Values, least: int, most: int) -> Values:
    return np.minimum(np.maximum(distance, least), most)


def _neighbours(counts: Values, said: Values, named: Values, shape: Numbers) -> list[Values]:
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
    *_names("words linked in_main like_long like_runs like_linked title description repeated again ends"),
    *_names("sentence within_main within_li is_h1 is_h3 is_p in_json_ld"),
    *_names("from_title from_h1 before around3_linked main_share levels_to_main box1_long box2_linked"),
    *_names("page_article page_forum page_product page_list page_chars page_long page_runs"),
    *_names("said near-1_said near+1_said named near-1_named near+1_named named_own named_above means least"),
)
_AGAIN = np.array([NAMES.index(name) for name in AGAIN])


def in_context(layout: Layout, columns: Matrix, first: Values) -> Matrix:
    """Evidence for the second forest: `AGAIN`, then how the first forest judged the run and what stands around it."""
    n, at, chars = len(first), layout.at, layout.chars
    mass = chars * first
    padded = np.zeros(n + 8)
    padded[4:-4] = first
    index = np.arange(n)
    judged, size = layout.sums(np.array([mass, chars]))
    around = np.array([judged / np.maximum(size, 1), judged / max(judged[0], 1)])
    done = np.cumsum(mass)
    total = max(float(done[-1]), 1.0)
    page = (total / chars.sum(), np.log1p(total), float((mass * first).sum()) / total)
    good = first > 0.7
    last = np.maximum.accumulate(np.where(good, index, -99))
    following = np.minimum.accumulate(np.where(good, index, n + 99)[::-1])[::-1]
    ends = np.zeros(n + 1)
    np.cumsum(chars, out=ends[1:])
    since = np.maximum(ends[:-1] - ends[np.minimum(np.maximum(last + 1, 0), n)], 0)
    until = np.maximum(ends[np.minimum(following, n)] - ends[:-1], 0)
    siblings = np.unique(layout.parents[at] * len(TAGS) + layout.tags[at], return_inverse=True)[1]
    heading = np.maximum.accumulate(np.where(_HEADINGS[layout.tags[at]], index, -1))
    return np.vstack([
        columns[_AGAIN], first, padded[index + _NEAR], around[:, layout.up(3)].swapaxes(0, 1).reshape(-1, n),
        (done - mass) / total,
        1 - done / total, np.array(page).repeat(n).reshape(-1, n), np.minimum(index - last, 30),
        np.minimum(following - index, 30), np.log1p(since) * (last >= 0), np.log1p(until) * (following < n),
        *((np.bincount(group, mass) / np.maximum(np.bincount(group, chars), 1))[group]
          for group in (layout.looks[at], siblings)),
        np.where(heading >= 0, first[heading], 0.5), np.minimum(index - heading, 30),
    ], dtype=np.float32, casting="unsafe")  # fmt: skip


_NEAR = np.array([0, 1, 2, 3, 5, 6, 7, 8])[:, None]

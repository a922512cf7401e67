"""Measures every run of text on a page: how long, how linked, in which box, beside what, and what the box is called.

No single sign tells an article's paragraph from a teaser or a comment; together they mostly do. Each run becomes one
row of numbers, in the order of `NAMES`, for the model to weigh. Some of them come from words: what tags, class and id
names (`article-body`, `share-links`) and the words that open a run (`Read more`) have meant on the pages of the
training set, by logistic regression; their weights are part of the model file.

What the numbers are is said here, `_evidence` works them out: a page has some hundred runs and boxes, and each of them
has a hundred numbers.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

from ..patterns import regex
from ._evidence import Evidence, Lexicon, terms
from .head import Head
from .tags import BLOCK
from .tree import Tree

__all__ = ["Evidence", "Lexicon"]


def _names(line: str) -> tuple[str, ...]:
    return tuple(line.split())


# ---- words


#: Where a name stands: on the run's own box, on the box around that, on any box further out, on an inline tag.
PLACES = "0", "1", "2", "i"
_NAME_WORD = regex(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")


def name_words(names: str) -> list[str]:
    """The words of class and id names, each once; `articleBody` and `article-body` are alike. Long lists are cut."""
    return list(dict.fromkeys(map(str.lower, _NAME_WORD.findall(names[:100]))))


def opening(text: str) -> list[str]:
    """The words that a run opens with, with the marks that stand at them."""
    return [word for word in text[:64].lower().split(" ") if word]


#: Chinese and Japanese put no blanks between words.
_WIDE = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = regex(rf"[{_WIDE}]{{2}}|[^\W_{_WIDE}]+")


def inside(text: str) -> list[str]:
    """The words of a run, each once; of Chinese and Japanese, pairs of letters."""
    return list(dict.fromkeys(_WORD.findall(text.lower())))


def _terms(text: str | None) -> frozenset[str]:
    """The words that tell what a text is about: not the short ones."""
    return frozenset(terms(text.lower())) if text else frozenset()


# ---- tags

#: Kinds of tag; a run is within those of the first line when any box around it has one, of the others its own has.
_INHERITED = ("article", "main", "ul ol dl menu", "blockquote", "figure", "li dd dt")
_OWN = ("h1 h2", "h3 h4 h5 h6", "p", "pre", "figcaption caption", "div")
#: Those that mean little without the box around them.
_PART = "p li td th tr dd dt h1 h2 h3 h4 h5 h6 div"
KINDS = (*_INHERITED, *_OWN, _PART, "h1", "h1 h2", "h1 h2 h3 h4 h5 h6")
#: For each tag that boxes have a bit for each of its kinds, in the order of `KINDS`, and above them its own number.
TAGS = {
    tag: (number << len(KINDS)) + sum(1 << i for i, kind in enumerate(KINDS) if tag in kind.split())
    for number, tag in enumerate(("", *sorted(BLOCK)))
}

# ---- the evidence

#: Characters (`chars`) and numbers of runs are written as log(1 + x); `long` are the characters of paragraphs.
NAMES: tuple[str, ...] = (
    # the run itself; `said`: what its opening words have meant, `repeated`: how often its text comes again
    *_names("chars words linked link_size ends title description repeated again said in_json_ld stops sentence inline"),
    # the boxes around it: how many, and what their names have meant, summed up and on the mean
    *_names("depth named named_own named_around named_above means own_mean least hidden"),
    *(f"within_{tags.split()[0]}" for tags in _INHERITED),
    *(f"is_{tags.split()[0]}" for tags in _OWN),
    # what its box holds, the box around that, and so on
    *(f"box{i}_{what}" for i in range(4) for what in ("chars", "linked", "runs", "long")),
    # the main box is the deepest that holds most of the page's paragraphs: how far up the way to it parts from the way
    # to the run; then all runs that look alike: of the same tag and names, in a box that looks alike
    *_names("levels_to_main in_main main_share like_chars like_linked like_runs like_long share_of_box"),
    # the unbroken row of siblings that it stands in; the share of the page before it, how many runs from the headline
    *_names("row_runs row_chars before from_h1 from_title has_title from_first_long"),
    # the two runs before it and the two after, then all of three and of eight on either side
    *(f"near{d:+}_{what}" for d in (-2, -1, 1, 2) for what in ("chars", "said", "named", "linked", "same")),
    *(f"around{n}_{what}" for n in (3, 8) for what in ("chars", "linked", "long")),
    # the page: its size, what it says it is, how many articles it has
    *_names("page_runs page_chars page_long page_linked page_article page_forum page_product page_list page_articles"),
    # words anywhere in the run: the share of the title's, of the title's and description's, those that other paragraphs
    # have; `inside`: what they have meant, of the run and the two beside it
    *_names("title_terms told_terms shared inside near-1_inside near+1_inside"),
    # how far the heading over it is the title; headings that are links, and paragraphs, since the page's own heading
    *_names("heading_title linked_headings since_heading"),
    # how many boxes beside those around it look like them
    *_names("twins1 twins2 twins3 twins_most"),
)

#: Evidence that the second forest sees again, above the judgement of the first.
AGAIN: tuple[str, ...] = (
    *_names("words linked in_main like_long like_runs like_linked title description repeated again ends"),
    *_names("sentence within_main within_li is_h1 is_h3 is_p in_json_ld"),
    *_names("from_title from_h1 before around3_linked main_share levels_to_main box1_long box2_linked"),
    *_names("page_article page_forum page_product page_list page_chars page_long page_runs"),
    *_names("said near-1_said near+1_said named near-1_named near+1_named named_own named_above means least"),
    *_names("title_terms told_terms shared inside near-1_inside near+1_inside heading_title linked_headings"),
    *_names("since_heading twins1 twins2 twins3 twins_most"),
)
_AGAIN = tuple(map(NAMES.index, AGAIN))
#: How the first forest judged the run, its neighbours, the characters of the boxes around it (as a share of the box's,
#: of the page's), of all before and after it, of the page; how far it is from the next run that is article text without
#: doubt, in runs and characters; the runs that look like it, its siblings, the heading above it; other runs
#: that have its words, and the share of its words that other article text has.
JUDGED: tuple[str, ...] = (
    "judged",
    *(f"near{d:+}_judged" for d in (-4, -3, -2, -1, 1, 2, 3, 4)),
    *(f"box{i}_{what}" for i in range(4) for what in ("judged", "share")),
    *_names("judged_before judged_after page_judged page_chars_judged page_certain"),
    *_names("runs_since_good runs_to_good chars_since_good chars_to_good"),
    *_names("like_judged siblings_judged heading_judged from_heading shared_judged shared_good"),
)


class Told(NamedTuple):
    """What the head tells, as the runs are compared with it."""

    title: frozenset[str]  # words
    description: frozenset[str]
    title_terms: frozenset[str]  # words that tell what the text is about
    terms: frozenset[str]  # the same of title and description
    article: str  # the body; empty if it is too short to say something
    types: tuple[bool, ...]  # whether the page is an article, a forum, a product, a list


def measure(tree: Tree, head: Head, lexicon: Lexicon) -> Evidence:
    """The evidence about each run of a page that has any."""
    article, types = " ".join(head.article), "\n".join(head.types)
    told = Told(
        _words(head.title),
        _words(head.description),
        (title_terms := _terms(head.title)),
        title_terms | _terms(head.description),
        article if len(article) > _SHORT_BODY else "",
        tuple(any(word in types for word in words) for words in _TYPES),
    )
    return Evidence(tree, told, lexicon, TAGS)


_SHORT_BODY = 200


def _words(text: str | None) -> frozenset[str]:
    return frozenset(text.lower().split()) if text else frozenset()


#: Words in the types that a page says it is of, for each kind that is asked about.
_TYPES = (("article", "posting"), ("forum", "qapage"), ("product",), ("collection", "itemlist"))


def in_context(evidence: Evidence, first: memoryview | array[float]) -> memoryview:
    """Evidence for the second forest: rows for `AGAIN` and `JUDGED`; `first`: how the first has judged each run."""
    return evidence.in_context(first, _AGAIN)

"""The whole product, read from top to bottom: a source goes in, a record or a reject comes out.

    bytes ─decode→ Page ─extract→ Document ─[repair → spacing → strip → names]→ Document ─language→ Record

Every stage in the brackets only says edits; `edits.apply` makes them. `clean` is the one place where a
`DocumentError` becomes a `Reject`; anything else that goes wrong is a bug, and propagates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby

from . import __version__, language
from ._utf8 import utf8
from .decoding import read_page
from .edits import BREAK, apply, carry, lay_out
from .errors import DocumentError
from .extract import extract
from .model import (
    CHARACTERS,
    Change,
    Counts,
    Document,
    Edit,
    EncodingReport,
    Flag,
    MediaType,
    Notice,
    Outcome,
    Part,
    Record,
    Reject,
    Source,
    StageCount,
)
from .recipe import DEFAULT, Recipe
from .stages import Names


def clean(
    data: str | bytes | Source,
    recipe: Recipe = DEFAULT,
    *,
    media_type: MediaType | None = None,
    url: str | None = None,
    charset: str | None = None,
    name: str = "",
) -> Record | Reject:
    """Clean one document.

    `data` is a page or a text, as bytes or as characters; `media_type` is told from the content when None; `charset`
    is what the world claims (an HTTP header), and is checked, not believed. `name` is how the document is called in
    the record and goes into its id. Never raises for anything that the data holds.
    """
    characters: str | None = None
    if isinstance(data, str):
        characters, data, charset = data, utf8(data), CHARACTERS
    if isinstance(data, bytes):
        data = Source(name or url or "", data, url, charset, media_type)
    try:
        return _record(data, characters, recipe)
    except DocumentError as e:
        return rejected(data, e, recipe)


def clean_many(sources: Iterable[str | bytes | Source], recipe: Recipe = DEFAULT) -> Iterator[Outcome]:
    """Clean one after the other, lazily: exactly one outcome a source, in the order of the sources."""
    return (clean(source, recipe) for source in sources)


def rejected(source: Source, why: DocumentError, recipe: Recipe) -> Reject:
    """The outcome of a document that goes no further."""
    return Reject(
        id=source.id, source=source.name, stage=why.stage, code=why.code, reason=why.reason, version=__version__,
        recipe=recipe.hash,
    )  # fmt: skip


def _record(source: Source, characters: str | None, recipe: Recipe) -> Record:
    page = read_page(source, characters)
    document = read = extract(page, recipe.extractor)
    changes: list[Change] = []
    flags: list[tuple[int, str, Flag]] = []
    for stage in recipe.stages:
        said = list(stage(document))
        flags += [(len(changes), stage.name, s) for s in said if isinstance(s, Flag)]
        document, made = apply(document, [s for s in said if isinstance(s, Edit)], stage.name)
        changes += made
    layout, text, captions = lay_out(document, recipe.in_text)
    shown = {p.field: b.text for b, p in zip(document.blocks, layout, strict=True)}  # a title and a byline at most
    return Record(
        id=page.id,
        source=source.name,
        url=document.url,
        title=shown.get("title"),
        byline=shown.get("byline"),
        date=document.date,
        site=document.site,
        language=language.detect(text),
        encoding=EncodingReport(
            page.encoding,
            page.why,
            repairs=sum(c.stage == "repair" for c in changes),
            unresolved=sum(stage == "repair" for _, stage, _ in flags),
        ),
        text=text,
        captions=captions,
        names=recipe.mentions(text),
        counts=_counts(read, document, changes),
        flags=list(_notices(flags, changes, layout)) if flags else [],
        extractor=document.extractor,
        version=__version__,
        recipe=recipe.hash,
        registry=next((s.registry.fingerprint for s in recipe.stages if isinstance(s, Names) and s.registry), None),
        changes=changes,
        layout=layout,
    )


def _counts(before: Document, after: Document, changes: list[Change]) -> Counts:
    stages: dict[str, tuple[int, int, int]] = {}
    rules: dict[str, int] = {}
    for c in changes:
        made, taken, put = stages.get(c.stage, (0, 0, 0))
        stages[c.stage] = made + 1, taken + len(c.before), put + len(c.after)
        rule = f"{c.stage}.{c.rule}"
        rules[rule] = rules.get(rule, 0) + 1
    return Counts(
        sum([len(b.text) for b in before.blocks]),
        sum([len(b.text) for b in after.blocks]),
        {stage: StageCount(*counted) for stage, counted in stages.items()},
        dict(sorted(rules.items())),
    )


def _notices(flags: list[tuple[int, str, Flag]], changes: list[Change], layout: list[Part]) -> Iterator[Notice]:
    """The flags where their text ended up; a flag whose text is gone is gone with it.

    Each comes with the number of changes that are older than it, and the stage that raised it.
    """
    in_text = [p.size + len(BREAK) if p.field == "text" else 0 for p in layout]
    offsets = [0, *accumulate(in_text)]
    by_block: dict[int, list[tuple[int, Change]]] = {}
    for number, change in enumerate(changes):
        by_block.setdefault(change.block, []).append((number, change))
    for made, stage, flag in flags:
        start, end = flag.start, flag.end
        later = (c for number, c in by_block.get(flag.block, ()) if number >= made)
        for _, group in groupby(later, key=lambda c: c.stage):
            here = list(group)
            start, end = carry(start, here), carry(end, here)
        field = layout[flag.block].field
        if field != "none" and start < end:
            at = offsets[flag.block] if field == "text" else 0
            yield Notice(stage, flag.rule, field, flag.block, start + at, end + at, flag.note)

"""The values that travel through the house: what was read, what became of it, and what was done to it on the way.

Nothing here reads, writes or decides, and nothing changes once made. A source becomes a page (bytes have become
characters), a page becomes a document (markup has become blocks), stages say edits about the document, and the outcome
is a record or a reject: never `None`, never a silent loss.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, Struct, to_builtins

from .digest import blake2b

#: Version of the record's shape. Grows when a field changes its meaning or goes; a new field alone does not change it.
SCHEMA_VERSION = 1

MediaType = Literal["text/html", "text/plain"]
BlockKind = Literal["title", "byline", "date", "heading", "paragraph", "item", "quote", "table", "code", "caption"]
#: Charset of a source that was characters already (a str, a row of JSON): its bytes are UTF-8, nothing is guessed.
CHARACTERS = "characters"
#: Where a block's text stands in the record; "none" when nothing of it is left.
Field = Literal["text", "title", "byline", "captions", "none"]


class Source(Struct, frozen=True):
    """One document as it was read, and what the world claimed about it.

    `name` says where it was (a path relative to the folder, a url, `dump.jsonl:12`); `charset` is what came with the
    bytes (an HTTP header, an argument), never what the bytes say of themselves; `CHARACTERS` when they were a str.
    """

    name: str
    data: bytes
    url: str | None = None
    charset: str | None = None
    media_type: MediaType | None = None

    @property
    def id(self) -> str:
        """24 hexadecimal digits of BLAKE2b over name and bytes: the same place with the same content, the same id."""
        digest = blake2b(self.name.encode("utf-8", "surrogatepass"), digest_size=12)
        digest.update(b"\0")
        digest.update(self.data)
        return digest.hexdigest()


class Unread(Struct, frozen=True):
    """A source that is there but could not be read: its name, a code of `errors.REASONS`, and the particulars."""

    name: str
    code: str
    detail: str = ""


class Decoded(Struct, frozen=True):
    """Characters, the codec that gave them, and why that codec was chosen."""

    text: str
    encoding: str
    why: str


class Page(Struct, frozen=True):
    """A source whose bytes have become characters; `media_type` is now settled."""

    id: str
    source: str
    markup: str
    encoding: str
    why: str
    media_type: MediaType
    url: str | None = None


class Block(Struct, frozen=True):
    """One paragraph-like run of text.

    Its id is its place in `Document.blocks`, given at extraction; it never moves, and an emptied block stays.
    `gap` is the white space that stood before it in the source (white space at the end of a text is the gap of an empty
    last block); `links` the share (0 to 1) of its text inside links.
    """

    id: int
    text: str
    kind: BlockKind = "paragraph"
    links: float = 0.0
    gap: str = "\n\n"


class Document(Struct, frozen=True):
    """The blocks of one page in reading order, and the facts about it that are not part of its text."""

    id: str
    source: str
    blocks: tuple[Block, ...]
    extractor: str
    media_type: MediaType
    encoding: str = "utf-8"
    why: str = ""
    date: str | None = None  # ISO 8601
    site: str | None = None
    url: str | None = None
    language: str | None = None  # what the page says of itself: a hint, not a finding

    def first(self, kind: BlockKind) -> Block | None:
        """The first block of this kind that still holds text: the title, the byline."""
        return next((b for b in self.blocks if b.kind == kind and b.text), None)


class Edit(Struct, frozen=True):
    """All that a stage may say: in this block, put `put` for the characters from `start` to `end`, because of `rule`.

    `note` is the evidence in words a person understands (a score, a margin, a count); it decides nothing.
    """

    block: int
    start: int
    end: int
    put: str
    rule: str
    note: str = ""


class Flag(Struct, frozen=True):
    """What a stage noticed and left alone: damage it cannot resolve, text that may be boilerplate."""

    block: int
    start: int
    end: int
    rule: str
    note: str = ""


class Change(Struct, frozen=True, omit_defaults=True):
    """An edit that happened. `start` counts in the block's text as the stage read it."""

    stage: str
    rule: str
    block: int
    start: int
    before: str
    after: str
    note: str = ""


class Notice(Struct, frozen=True, omit_defaults=True):
    """A flag, carried to where the text ended up: `start` and `end` count in that field of the record.

    In `captions` they count inside the caption that the block became.
    """

    stage: str
    rule: str
    field: Field
    block: int
    start: int
    end: int
    note: str = ""


class Part(Struct, frozen=True, omit_defaults=True):
    """One block's share of the record, in order: enough, with the changes, to rebuild the input."""

    kind: BlockKind
    field: Field
    size: int
    gap: str = "\n\n"


class Language(Struct, frozen=True, omit_defaults=True):
    """ISO 639-1 code, or `und` with the reason why it could not be told; confidence from 0 to 1."""

    code: str
    confidence: float
    why: str = ""


class EncodingReport(Struct, frozen=True):
    """The codec, why it was chosen, how many places were mended and how many are damaged beyond telling."""

    name: str
    why: str
    repairs: int
    unresolved: int


class Mention(Struct, frozen=True):
    """A person named in the text. `start` and `end` are code points; possessives and case suffixes stand outside.

    `name_key` is a pure function of the surface; `person_key` is who it is taken to be, `canonical` the fullest form
    attested, `kind` how the person is named here, and `link` which evidence tied the mention to its key.
    """

    start: int
    end: int
    surface: str
    name_key: str
    person_key: str
    canonical: str
    kind: Literal["full", "surname", "initial", "caps"]
    link: Literal["document", "corpus", "transliteration", "prior", "none"]
    score: float


class StageCount(Struct, frozen=True):
    """What one stage did: how many changes, how many characters it took and how many it put."""

    changes: int
    removed: int
    added: int


class Counts(Struct, frozen=True):
    """Characters before and after the stages, and what each stage and rule did."""

    chars_in: int
    chars_out: int
    stages: dict[str, StageCount]
    rules: dict[str, int]


class _Finished(Struct, frozen=True):
    """What record and reject have in common: a shape that other tools can take."""

    def to_dict(self) -> dict[str, Any]:
        """Plain Python values in the shape of the JSON line, `outcome` included: for a row of any other tool."""
        return to_builtins(self)  # type: ignore[no-any-return]


class Record(_Finished, frozen=True, kw_only=True, tag_field="outcome", tag="record"):
    """One clean article, ready for analysis, with every change accounted for."""

    outcome: ClassVar[Literal["record"]] = "record"
    schema: Annotated[int, Meta(description="version of this record's shape")] = SCHEMA_VERSION
    id: Annotated[str, Meta(description="24 hex digits of BLAKE2b over source name and content")]
    source: Annotated[str, Meta(description="path, url or row the document was read from")]
    url: Annotated[str | None, Meta(description="address of the page, given or found in it")] = None
    title: Annotated[str | None, Meta(description="headline")] = None
    byline: Annotated[str | None, Meta(description="author line, without its 'By'")] = None
    date: Annotated[str | None, Meta(description="date of publication, ISO 8601")] = None
    site: Annotated[str | None, Meta(description="name of the outlet")] = None
    language: Annotated[Language, Meta(description="language of the finished text")]
    encoding: Annotated[EncodingReport, Meta(description="how bytes became characters, and what was mended")]
    text: Annotated[str, Meta(description="the body; paragraphs are parted by one blank line")]
    captions: Annotated[list[str], Meta(description="captions and their credits, in page order")]
    names: Annotated[list[Mention], Meta(description="persons mentioned in `text`")]
    counts: Annotated[Counts, Meta(description="characters in and out, changes by stage and rule")]
    flags: Annotated[list[Notice], Meta(description="what was noticed and left alone")]
    extractor: Annotated[str, Meta(description="which extractor chose the blocks")]
    version: Annotated[str, Meta(description="version of cleaner")]
    recipe: Annotated[str, Meta(description="hash of the recipe")]
    registry: Annotated[str | None, Meta(description="fingerprint of the registry that made the person keys")] = None
    changes: Annotated[list[Change], Meta(description="every change, in the order of the stages")]
    layout: Annotated[list[Part], Meta(description="which block went where; with `changes` it gives the input back")]


class Reject(_Finished, frozen=True, kw_only=True, tag_field="outcome", tag="reject"):
    """A document that has no record: where it stopped, the code, and what to do about it."""

    outcome: ClassVar[Literal["reject"]] = "reject"
    schema: int = SCHEMA_VERSION
    id: str
    source: str
    stage: str
    code: str
    reason: str
    version: str
    recipe: str


Outcome = Record | Reject

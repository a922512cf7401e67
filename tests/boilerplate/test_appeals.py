"""Appeals, and what only sounds like one, in twelve languages, each as outlets and articles would write it.

Sentences here are of the kinds that outlets use, none is an outlet's own. What goes must go at the end of an article,
where appeals stand; what stays must stay wherever it stands.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.edits import apply
from cleaner.model import Block, Document, Edit
from cleaner.stages import Strip

BODY = (
    "The harbour of Lower Fenwick was closed on Monday after a crane fell into the main basin, officials said.",
    "No one was hurt. Divers began to search the wreck in the afternoon, and two ferries were sent to Upper Fenwick.",
    "The council will meet on Thursday to talk about the repair, which may last until the end of the winter.",
)


def stays(line: str, at: int) -> bool:
    """Whether the line is left whole when it stands before paragraph `at` of an article."""
    texts = [*BODY[:at], line, *BODY[at:]]
    document = Document("", "", tuple(Block(i, t) for i, t in enumerate(texts)), "plain", "text/plain")
    after = apply(document, (e for e in Strip()(document) if isinstance(e, Edit)), "strip")[0]
    assert [b.text for b in after.blocks if b.id != at] == list(BODY)
    return after.blocks[at].text == line


LINES = [x for x in (Path(__file__).parent / "appeals.txt").read_text("utf-8").split("\n") if x[:1] in ("+", "?", "-")]


@pytest.mark.parametrize("line", [x[2:] for x in LINES if x.startswith("+")])
def test_an_appeal_goes(line: str) -> None:
    """In any of the languages, by what it does and not by its wording."""
    assert not stays(line, len(BODY))


@pytest.mark.parametrize("line", [x[2:] for x in LINES if x.startswith("?")])
@pytest.mark.xfail(reason="an appeal that neither asks nor addresses anybody in known words", strict=True)
def test_an_appeal_that_is_missed(line: str) -> None:
    """Known and left alone: better an appeal kept than a sentence of the article lost."""
    assert not stays(line, len(BODY))


@pytest.mark.parametrize("line", [x[2:] for x in LINES if x.startswith("-")])
def test_what_only_sounds_like_an_appeal_stays(line: str) -> None:
    """At the start, in the middle and at the end."""
    assert all(stays(line, at) for at in range(len(BODY) + 1))

"""cleaner inside other people's pipelines: the programs in docs/pipelines.md are run as they stand there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Reject, clean

PAGE = Path(__file__).parent.parent / "docs" / "pipelines.md"
PROGRAMS = dict(re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?```python\n(.*?)```", PAGE.read_text("utf-8"), re.M | re.S))

#: What each prints when all is well.
PRINTS = {
    "Processes of your own": ["page 0 record", "page 7 record"],
    "pandas": ["The mayor said “no” on Monday.", "empty"],
    "Hugging Face Datasets": ["The mayor said “no” on Monday.", "São Paulo grew again."],
    "Spark": ["Mayor Çiğdem Öztürk said no.", "[cigdem ozturk]"],
    "Ray Data": ["The mayor said “no” on Monday.", "'outcome': 'reject'"],
    "Dask": ["The mayor said “no” on Monday.", "São Paulo grew again."],
    "Scrapy": [],
}


@pytest.mark.parametrize("title", PRINTS)
def test_the_program_in_the_docs_runs(title: str, tmp_path: Path) -> None:
    """As a file of its own, in a process of its own."""
    for library in re.findall(r"^(?:import|from) (\w+)", PROGRAMS[title], re.M):
        if library not in (*sys.stdlib_module_names, "cleaner"):
            pytest.importorskip(library)
    program = tmp_path / "program.py"
    program.write_text(PROGRAMS[title], "utf-8")
    done = subprocess.run([sys.executable, "-X", "utf8", program], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert [p for p in PRINTS[title] if p not in done.stdout] == []


def test_every_program_of_the_page_is_run() -> None:
    """A program added to the page is added here."""
    assert PROGRAMS.keys() == PRINTS.keys()


def test_scrapy_drops_what_cannot_be_read() -> None:
    """The pipeline class, in the hands of a real crawler's settings."""
    pytest.importorskip("scrapy")
    from scrapy.exceptions import DropItem
    from scrapy.utils.test import get_crawler

    there: dict[str, type] = {}
    exec(PROGRAMS["Scrapy"], there)
    pipeline = there["CleanerPipeline"].from_crawler(get_crawler())  # type: ignore[attr-defined]
    item = pipeline.process_item({"url": "https://example.org/1", "body": b"<h1>Vote</h1><p>The council said no.</p>"})
    assert item["text"] == "The council said no."
    with pytest.raises(DropItem, match="empty"):
        pipeline.process_item({"url": "https://example.org/2", "body": b""})


@pytest.mark.parametrize("data", ["The council said no on Monday.", ""])
def test_an_outcome_as_plain_values_is_its_line(data: str) -> None:
    """`to_dict` says what the JSON says, and `outcome` tells which of the two it is."""
    outcome = clean(data)
    row = outcome.to_dict()
    assert row["outcome"] == outcome.outcome == ("reject" if isinstance(outcome, Reject) else "record")
    assert set(row) == {"outcome", *outcome.__struct_fields__}

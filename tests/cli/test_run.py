"""`cleaner run` as a person uses it: folders, files, rows and pipes in; one line a document out; the exit codes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ..jobs import TEXT, cleaner, folder, leftovers, outcomes


def test_a_folder_gives_one_line_a_document_in_the_order_of_names(tmp_path: Path) -> None:
    """Every file of a known format is there once, named relative to the folder; others are counted, hidden ones too."""
    pages = folder(tmp_path / "pages", 6)
    folder(pages / "inner", 2)
    (pages / "note.toml").write_text("x = 1")
    (pages / ".hidden.txt").write_text("hidden")
    done = cleaner("run", pages, "-o", tmp_path / "out.jsonl")
    assert done.returncode == 0, done.stderr
    names = [o["source"] for o in outcomes(tmp_path / "out.jsonl")]
    assert names == [*(f"{n:04}.{'html' if n == 3 else 'txt'}" for n in range(6)), "inner/0000.txt", "inner/0001.txt"]
    assert b"skipped: hidden" in done.stderr
    assert b"skipped: other format" in done.stderr
    assert not leftovers(tmp_path)


def test_workers_locale_and_hash_seed_do_not_matter(tmp_path: Path) -> None:
    """1 and 8 workers, any hash seed, the C locale or none, packed and unpacked: the same bytes."""
    pages = folder(tmp_path / "pages", 40)
    cleaner("run", pages, "-o", tmp_path / "one.jsonl", "-j", "1", PYTHONHASHSEED="1")
    cleaner("run", pages, "-o", tmp_path / "eight.jsonl", "-j", "8", PYTHONHASHSEED="2", LC_ALL="C", PYTHONUTF8="0")
    cleaner("run", pages, "-o", tmp_path / "none.jsonl", "-j", "2", PYTHONHASHSEED="random", LC_ALL="", LANG="")
    cleaner("run", pages, "-o", tmp_path / "packed.jsonl.gz", "-j", "2")
    cleaner("run", pages, "-o", tmp_path / "again.jsonl.gz", "-j", "1")
    one = (tmp_path / "one.jsonl").read_bytes()
    assert one.count(b"\n") == 40
    assert (tmp_path / "eight.jsonl").read_bytes() == one
    assert (tmp_path / "none.jsonl").read_bytes() == one
    assert gzip.decompress((tmp_path / "packed.jsonl.gz").read_bytes()) == one
    assert (tmp_path / "again.jsonl.gz").read_bytes() == (tmp_path / "packed.jsonl.gz").read_bytes()


def test_exit_code_1_and_a_reject_for_every_document_without_a_record(tmp_path: Path) -> None:
    """Empty and binary files are outcomes with a code; the others are done."""
    pages = folder(tmp_path / "pages", 3)
    (pages / "empty.txt").write_bytes(b"")
    (pages / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    done = cleaner("run", pages, "-o", tmp_path / "out.jsonl")
    assert done.returncode == 1, done.stderr
    lines = outcomes(tmp_path / "out.jsonl")
    assert [o["outcome"] for o in lines] == ["record"] * 3 + ["reject"] * 2
    assert lines[3]["code"] == "empty"
    assert b"rejected: empty" in done.stderr


def test_rows_keep_their_id_and_address(tmp_path: Path) -> None:
    """A row with an id is called by it, one without by file and line; a broken row is a reject under its line."""
    rows = [
        {"id": "a-17", "url": "https://example.org/a", "text": TEXT.format(place="Alta")},
        {"body": TEXT.format(place="Bodø")},
        {"title": "no text here"},
    ]
    file = tmp_path / "rows.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join([*map(json.dumps, rows), "{broken", ""]).encode()))
    done = cleaner("run", file, "-o", tmp_path / "out.jsonl")
    assert done.returncode == 1, done.stderr
    lines = outcomes(tmp_path / "out.jsonl")
    assert [o["source"] for o in lines] == ["a-17", "rows.jsonl.gz:2", "rows.jsonl.gz:3", "rows.jsonl.gz:4"]
    assert lines[0]["url"] == "https://example.org/a"
    assert [o.get("code") for o in lines] == [None, None, "bad-row", "bad-row"]


def test_the_column_can_be_named(tmp_path: Path) -> None:
    """--text-field and --html-field say which column counts, whatever the others hold."""
    row = {"text": "wrong", "story": TEXT.format(place="Røst"), "src": f"<html><body><p>{TEXT}</p></body></html>"}
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row) + "\n")
    cleaner("run", file, "-o", tmp_path / "text.jsonl", "--text-field", "story")
    cleaner("run", file, "-o", tmp_path / "html.jsonl", "--html-field", "src")
    assert "Røst" in outcomes(tmp_path / "text.jsonl")[0]["text"]
    assert outcomes(tmp_path / "html.jsonl")[0]["extractor"] != "plain"


def test_pipes_in_and_out() -> None:
    """- reads one document, or rows when it begins like an object, and writes lines to standard output."""
    one = cleaner("run", "-", "-o", "-", stdin=TEXT.encode())
    assert one.returncode == 0, one.stderr
    assert json.loads(one.stdout)["source"] == "stdin"
    rows = b"".join(json.dumps({"text": TEXT}).encode() + b"\n" for _ in range(3))
    many = cleaner("run", "-", "-o", "-", "--quiet", stdin=rows)
    assert [json.loads(line)["source"] for line in many.stdout.splitlines()] == ["stdin:1", "stdin:2", "stdin:3"]
    assert many.stderr == b""


@pytest.mark.parametrize(
    ("args", "quoted"),
    [
        (["run", "nowhere", "-o", "out.jsonl"], "nowhere"),
        (["run", ".", "-o", "out.docx"], ".docx"),
        (["run", ".", "-o", "missing/out.jsonl"], "missing"),
        (["run", ".", "-o", "."], "folder"),
        (["run", ".", "-o", "-", "--changed"], "--changed"),
        (["run", ".", "-o", "out.jsonl", "-r", "absent.toml"], "absent.toml"),
        (["run", ".", "-o", "out.jsonl", "--extractor", "magic"], "magic"),
        (["run", "rows.jsonl", "-o", "rows.jsonl"], "rows.jsonl"),
    ],
)
def test_a_mistake_in_the_command_is_exit_code_2_and_quoted(args: list[str], quoted: str, tmp_path: Path) -> None:
    """Nothing is written, no traceback shown."""
    (tmp_path / "rows.jsonl").write_text("")
    done = cleaner(*args, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert quoted in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["rows.jsonl"]


def test_every_mistake_of_a_recipe_is_told_at_once(tmp_path: Path) -> None:
    """Unknown keys and wrong values stand in one message, each quoted, whether from the file or from an option."""
    (tmp_path / "recipe.toml").write_text('colour = "red"\n[strip]\nkeeps = ["caption"]\n')
    done = cleaner("run", ".", "-o", "out.jsonl", "-r", "recipe.toml", "--extractor", "magic", cwd=tmp_path)
    assert done.returncode == 2
    for mistake in ("'colour'", "'keeps'", "'magic'"):
        assert mistake in done.stderr.decode()


def test_the_recipe_of_a_project_is_found_and_changes_the_hash(tmp_path: Path) -> None:
    """[tool.cleaner] in ./pyproject.toml counts; an option adds to it."""
    folder(tmp_path / "pages", 1)
    hashes = []
    for text, options in (("", []), ('[tool.cleaner.strip]\nkeep = ["caption"]\n', []), ("", ["--keep", "caption"])):
        (tmp_path / "pyproject.toml").write_text(text)
        cleaner("run", "pages", "-o", "out.jsonl", *options, cwd=tmp_path)
        hashes.append(outcomes(tmp_path / "out.jsonl")[0]["recipe"])
    assert hashes[0] != hashes[1] == hashes[2]


def test_options_are_entries_of_the_recipe(tmp_path: Path) -> None:
    """Each option gives the hash that its entry in a recipe file gives, and every one gives another hash."""
    folder(tmp_path / "pages", 1)
    (tmp_path / "memory.jsonl").write_text('{"outlets":{}}\n')
    entries = {
        '[names]\nmode = "fold"': ["--names", "fold"],
        '[names]\nmode = "off"': ["--names", "off"],
        "[names]\nunify = true": ["--names-unify"],
        '[strip]\nappetite = "careful"': ["--appetite", "careful"],
        '[strip]\nmemory = "memory.jsonl"': ["--memory", "memory.jsonl"],
        'extractor = "trafilatura"': ["--extractor", "trafilatura"],
    }
    hashes = []
    for toml, options in entries.items():
        (tmp_path / "recipe.toml").write_text(toml)
        for args in (["-r", "recipe.toml"], options):
            done = cleaner("run", "pages", "-o", "out.jsonl", *args, cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            hashes.append(outcomes(tmp_path / "out.jsonl")[0]["recipe"])
    assert hashes[::2] == hashes[1::2]
    assert len(set(hashes)) == len(entries)


def test_learning_first_takes_out_what_every_page_repeats(tmp_path: Path) -> None:
    """--learn is cleaner learn and --memory in one, to the same bytes; what it learned stays beside the output."""
    pages = tmp_path / "pages"
    pages.mkdir()
    foot = "The Molde Observer has been set by hand in the old net loft on the quay since the winter of the great ice."
    for town in ("Alta", "Bodø", "Florø", "Grimstad", "Kirkenes", "Narvik", "Risør", "Vadsø"):
        story = f"The ferry to {town} was torn from its pier, and the sailors of {town} slept in the school of {town}."
        (pages / f"{town}.txt").write_text(f"{town} cut off\n\n{story} Nobody was hurt.\n\n{foot}\n", "utf-8")
    first = cleaner("run", pages, "-o", tmp_path / "one.jsonl", "--learn")
    assert first.returncode == 0, first.stderr
    cleaner("learn", pages, "-o", tmp_path / "memory.jsonl")
    cleaner("run", pages, "-o", tmp_path / "two.jsonl", "--memory", tmp_path / "memory.jsonl")
    assert (tmp_path / "one.jsonl.memory.jsonl").read_bytes() == (tmp_path / "memory.jsonl").read_bytes()
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert b"Molde Observer" in (tmp_path / "memory.jsonl").read_bytes()
    assert not [o for o in outcomes(tmp_path / "one.jsonl") if "Molde Observer" in o["text"]]

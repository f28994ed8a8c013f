"""Everything a user can get wrong about inputs and outputs: one plain line, the right exit code, nothing touched."""

import json
import os
from pathlib import Path

import pytest

from .pages import LONG, page_a, run

GOOD = page_a([("FooNet: A Parser", LONG)])
BAD_LINES = '{"title": "Good", "abstract": "We use BERT."}\n{"title": "Torn\n{"abstract": "No title."}\n[1]\n'


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with inputs of all kinds."""
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n\x00\x01")
    (tmp_path / "latin.txt").write_bytes(GOOD.encode() + b"Caf\xe9 Parsing\n")
    (tmp_path / "head.txt").write_text("Get trending papers in your email inbox!\nSubscribe\n")
    (tmp_path / "notes.txt").write_text("Dear all,\nhello\n")
    (tmp_path / "bad.jsonl").write_text(BAD_LINES)
    (tmp_path / "allbad.jsonl").write_text('{"abstract": "No title."}\n{\n')
    (tmp_path / "nothing").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("precious")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("build gone.txt", "gone.txt: no such file or folder; check the path"),
        ("build good.txt gone.txt", "gone.txt: no such file or folder; check the path"),
        ("build empty.txt", "empty.txt: is empty; give a listing page or JSON lines"),
        (
            "build nothing",
            "nothing: no inputs in this folder; expected files ending in .json, .jsonl, .ndjson, .text, .txt",
        ),
        ("build binary.txt", "binary.txt: is a binary file; give text (a listing page or JSON lines)"),
        ("build paper.pdf", "paper.pdf: is a binary file; give text (a listing page or JSON lines)"),
        ("build head.txt", "head.txt: holds no papers, only the head of a listing file; give the papers too"),
        ("build notes.txt", "notes.txt: its format is not recognised; name it with --format (one of jsonl, listing)"),
        ("build allbad.jsonl", "allbad.jsonl, line 1: has no title; give it a text in the field 'title' (and 1 more)"),
        ("build good.txt --format pdf", "unknown format 'pdf'; choose one of jsonl, listing"),
        (
            "build good.txt -o mine",
            "mine: exists and is not a graph (no manifest.json); choose another -o, nothing was touched",
        ),
        (
            "build good.txt -o good.txt",
            "good.txt: exists and is a file, not a graph folder; choose another -o or remove it",
        ),
        ("build good.txt --lexicon gone.tsv", "gone.tsv: cannot read the lexicon (No such file or directory)"),
        ("extract gone.txt", "gone.txt: no such file or folder; check the path"),
        ("show gone", "gone: no such graph; build one with: papergraph build INPUT -o gone"),
        ("show mine", "mine: is not a graph (no manifest.json); name a folder that papergraph build wrote"),
    ],
)
def test_one_plain_line_and_exit_code_1(desk: Path, arguments: str, line: str) -> None:
    before = sorted(p.as_posix() for p in desk.rglob("*"))
    done = run(*arguments.split(), cwd=desk)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"papergraph: {line}\n")
    assert sorted(p.as_posix() for p in desk.rglob("*")) == before
    assert (desk / "mine" / "thesis.tex").read_text() == "precious"


@pytest.mark.parametrize(
    "arguments", ["", "build", "frobnicate", "build good.txt --workers -1", "build good.txt --min-confidence 2", "show"]
)
def test_wrong_usage_is_exit_code_2(desk: Path, arguments: str) -> None:
    done = run(*arguments.split(), cwd=desk)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_good_records_are_built_and_bad_ones_listed(desk: Path) -> None:
    done = run("build", "bad.jsonl", "-o", "out", "--no-html", cwd=desk)
    assert done.returncode == 0
    assert done.stdout.startswith("1 paper, ")
    assert "  3 records set aside, with the reason, in out/rejected.jsonl\n" in done.stdout
    rows = [json.loads(line) for line in (desk / "out" / "rejected.jsonl").read_text().splitlines()]
    assert [(r["file"], r["line"], r["text"]) for r in rows] == [
        ("bad.jsonl", n, line) for n, line in enumerate(BAD_LINES.splitlines(), 1) if n > 1
    ]
    assert done.stderr.splitlines()[1:] == [
        "papergraph: bad.jsonl, line 3: has no title; give it a text in the field 'title'",
        "papergraph: bad.jsonl, line 4: not a JSON object; each line holds one {...}",
    ]


def test_strict_refuses_any_bad_record_and_builds_nothing(desk: Path) -> None:
    done = run("build", "bad.jsonl", "--strict", "-o", "out", cwd=desk)
    assert done.returncode == 1
    assert done.stderr.startswith("papergraph: bad.jsonl, line 2: not JSON (")
    assert done.stderr.endswith(" (and 2 more); nothing was built because of --strict\n")
    assert not (desk / "out").exists()


def test_a_line_in_another_encoding_is_set_aside(desk: Path) -> None:
    done = run("build", "latin.txt", "-o", "out", "--no-html", cwd=desk)
    assert done.returncode == 0
    line = len(GOOD.splitlines()) + 1
    assert (
        done.stderr
        == f"papergraph: latin.txt, line {line}: not UTF-8 (byte 0xE9 at column 4); save the file as UTF-8\n"
    )


def test_a_rebuild_without_bad_records_takes_the_old_list_away(desk: Path) -> None:
    assert run("build", "bad.jsonl", "-o", "out", "--no-html", cwd=desk).returncode == 0
    assert run("build", "good.txt", "-o", "out", "--no-html", cwd=desk).returncode == 0
    assert not (desk / "out" / "rejected.jsonl").exists()


def test_a_graph_written_among_the_inputs_is_no_input(desk: Path) -> None:
    inputs = desk / "papers"
    inputs.mkdir()
    (desk / "bad.jsonl").rename(inputs / "bad.jsonl")
    first = run("build", ".", "-o", "out", "--no-html", cwd=inputs)
    again = run("build", ".", "-o", "out", "--no-html", cwd=inputs)
    assert (inputs / "out" / "rejected.jsonl").is_file()
    assert (again.stdout, again.stderr) == (first.stdout, first.stderr)


def test_a_file_whose_name_is_not_utf_8_is_read(desk: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (desk / name).write_text(GOOD)
    except OSError:
        pytest.skip("this file system takes no such name")
    done = run("build", name, "-o", "out", "--no-html", cwd=desk)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read and write everything")
def test_what_may_not_be_read_or_written_is_said(desk: Path) -> None:
    (desk / "good.txt").chmod(0)
    done = run("build", "good.txt", cwd=desk)
    assert (
        done.stderr == "papergraph: good.txt: cannot be read (Permission denied); check the file and its permissions\n"
    )


def test_standard_input_is_an_input(desk: Path) -> None:
    done = run("extract", "-", cwd=desk, stdin=GOOD)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["title"] == "FooNet: A Parser"
    done = run("build", "-", cwd=desk, stdin="")
    assert (done.returncode, done.stderr) == (
        1, "papergraph: standard input: is empty; give a listing page or JSON lines\n"
    )  # fmt: skip

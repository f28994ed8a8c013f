import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from papergraph.cli import main
from papergraph.graph import store

from .made_corpus import corpus


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in the folder, in this process."""

    def ran(*arguments: str, given: str = "") -> Done:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["papergraph", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        try:
            main()
            code = 0
        except SystemExit as e:
            code = int(e.code or 0)
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return ran


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("discovering")
    store.write(corpus(), here / "graph")
    store.write(corpus(only=("lora", "bird")), here / "older")
    return here


def test_related_prints_data_to_standard_output_alone(run: Run) -> None:
    done = run("related", "graph", "lora", "--top", "1", "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["paper"] == "qlora"


def test_a_text_from_standard_input_is_read_by_the_extractors(run: Run) -> None:
    given = "Frogs\nWe propose FrogNet to detect frog calls in recordings at night."
    done = run("related", "graph", "--text", "-", "--top", "2", given=given)
    assert done.returncode == 0, done.stderr
    assert "Related to text" in done.stdout
    assert "[bird, 2021]" in done.stdout or "[bat, 2022]" in done.stdout


def test_a_title_alone_is_ranked_and_said_so(run: Run) -> None:
    done = run("related", "graph", "proof")
    assert done.returncode == 0
    assert "no abstract; ranked by its title alone" in done.stderr


def test_the_other_commands_answer(run: Run) -> None:
    assert "papers added (5)" in run("diff", "older", "graph").stdout
    done = run("trends", "graph", "--format", "jsonl", "--least", "1")
    assert json.loads(done.stdout.splitlines()[0])["kind"] == "method"
    done = run("gaps", "graph", "--least", "1", "--format", "csv")
    assert (done.returncode, done.stdout.startswith("rank,")) in {(0, True), (1, False)}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("related", "graph", "zzzz qqqq"), "nor a title near it"),
        (("related", "graph", "lora", "--facet", "colour"), "choose one of all"),
        (("related", "graph", "lora", "--format", "pdf"), "choose one of table"),
        (("related", "graph", "--text", "missing.txt"), "no such file"),
        (("related", "graph", "--text", "-"), "is empty"),
        (("related", "nowhere", "lora"), "no such graph"),
        (("related", ".", "lora"), "is not a graph"),
        (("related", "graph", "lora", "--vectors", "v.npy"), "no such file"),
        (("gaps", "graph", "--with", "colour"), "choose one of dataset, task"),
        (("diff", "graph", "graph", "--format", "pdf"), "choose one of text"),
        (("trends", "graph", "--kind", "colour"), "choose one of method"),
    ],
)
def test_bad_input_gets_one_plain_line(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1

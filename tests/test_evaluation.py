import json
from pathlib import Path

import pytest

from papergraph.evaluation import evaluation, evaluation_json, frequent_errors, predictions, read_gold
from papergraph.extractors.errors import InputError
from papergraph.extractors.scoring import HEADINGS, score

from .made_gold import GOLD, PREDICTED
from .pages import run

PAPERS = [
    {"id": "1", "title": "A study of BERT", "abstract": "BERT is evaluated on GLUE and SQuAD. Code: https://github.com/a/b.",
     "methods": [{"name": "BERT", "kind": "named", "role": "used"}], "datasets": [{"name": "GLUE"}, {"name": "SQuAD"}],
     "repositories": [{"url": "https://github.com/a/b", "kind": "code"}]},
    {"id": "2", "title": "Nothing", "abstract": ""},
]  # fmt: skip


def write(path: Path, rows: list[object]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))
    return path


def test_the_figures_are_those_of_the_scorer(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", list(PAPERS))
    gold = read_gold(path)
    figures = score(gold, predictions(gold))
    text = evaluation(path)
    assert [line.split()[0] for line in text.splitlines()[1:10]] == list(HEADINGS)
    said = json.loads(evaluation_json(path))
    assert said["papers"] == 2
    assert said["headings"]["repositories"]["f1"] == figures["repositories"].f1 == 1.0
    assert said["headings"]["datasets"]["recall"] == 1.0


def test_kinds_of_error_are_counted_with_examples() -> None:
    full: dict[str, list[object]] = {"methods": [], "datasets": [], "repositories": [], "tasks": [], "metrics": []}
    gold = [{**full, **g} for g in GOLD]
    found = {p["id"]: p for p in PREDICTED}
    errors = frequent_errors(gold, [{**full, **found.get(g["id"], {})} for g in gold])
    told = {kind: (count, examples) for kind, count, examples in errors}
    assert told["task missed"] == (2, ["graph classification [b]", "node classification [b]"])
    assert told["method named, taken for technique"] == (1, ["FooNet [a]"])
    assert told["dataset used, taken for introduced"] == (1, ["CIFAR-10 [a]"])
    assert len(errors) == 10
    assert [n for _, n, _ in errors] == sorted((n for _, n, _ in errors), reverse=True)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('{"id": "1"', "line 1: not JSON ("),
        ("[1]", "line 1: not a JSON object; each line holds one annotated paper"),
        ('\n{"id": "1", "title": "T"}', "line 2: field 'abstract' is missing or no text"),
        ('{"id": "1", "title": "T", "abstract": "", "methods": {}}', "line 1: 'methods' must be a list of entities"),
        ('{"id": "1", "title": "T", "abstract": "", "tasks": [{}]}', "line 1: entity 1 of 'tasks' has no 'name'"),
        (
            '{"id": "1", "title": "T", "abstract": "", "repositories": [{"name": "x"}]}',
            "line 1: entity 1 of 'repositories' has no 'url'",
        ),
        (
            '{"id": "1", "title": "T", "abstract": "", "tasks": [{"name": "x", "aliases": "y"}]}',
            "line 1: entity 1 of 'tasks': 'aliases' must be a list of texts",
        ),
        ('{"id": "1", "title": "T", "abstract": ""}\n' * 2, "line 2: id '1' stands in line 1 already"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, lines: str, message: str) -> None:
    (tmp_path / "gold.jsonl").write_text(lines)
    with pytest.raises(InputError) as caught:
        read_gold(tmp_path / "gold.jsonl")
    assert str(caught.value).startswith(f"{tmp_path / 'gold.jsonl'}, {message}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "gold.jsonl: cannot be read (No such file or directory); name a file of annotated papers"),
        (b"", "gold.jsonl: is empty; give annotated papers, one JSON object a line"),
        (
            b'{"id": "1", "title": "T", "abstract": ""}',
            "gold.jsonl: holds no annotations; give the entities of each paper under "
            "methods, datasets, repositories, tasks, metrics",
        ),
    ],
)
def test_a_file_that_is_none_is_one_line(tmp_path: Path, content: bytes | None, line: str) -> None:
    if content is not None:
        (tmp_path / "gold.jsonl").write_bytes(content)
    done = run("evaluate", "gold.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"papergraph: {line}\n")

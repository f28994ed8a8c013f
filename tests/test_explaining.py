from pathlib import Path

import msgspec
import pytest
from spacy.language import Language

from papergraph.building import build
from papergraph.explaining import REASONS, dropped, dropped_rows, paper_called, why
from papergraph.extractors.lexicons import default_lexicon
from papergraph.extractors.pipeline import extract
from papergraph.extractors.records import Found, Paper
from papergraph.graph import store
from papergraph.graph.assemble import assemble
from papergraph.graph.audit import UnknownNameError
from papergraph.graph.tables import PaperGraph

from .pages import run

PAPERS = [
    Paper(
        "1", "FooNet: Parsing With Graphs", "We propose FooNet and test it on ImageNet. It beats Faster R-CNN on a GPU."
    ),
    Paper("2", "A Study of BERT", "BERT is a model for deep learning. Deep learning is tested on GLUE in accuracy."),
    Paper("3", "A Study of Trees", "Trees are studied on ImageNet, and Zorkwise too."),
]


@pytest.fixture(scope="module")
def graph(nlp: Language) -> PaperGraph:
    return assemble(PAPERS, [m for _, found in extract(PAPERS, nlp) for m in found], lexicon=default_lexicon())


@pytest.fixture(scope="module")
def poor(nlp: Language) -> PaperGraph:
    """The graph as it would be without any dataset."""
    return assemble(
        PAPERS,
        [m for _, found in extract(PAPERS, nlp) for m in found if m.kind != "dataset"],
        lexicon=default_lexicon(),
    )


def test_what_was_dropped_has_a_reason(graph: PaperGraph) -> None:
    found = dropped(graph)
    assert found
    assert {v.reason for v in found} <= set(REASONS)
    assert [v.confidence for v in found] == sorted((v.confidence for v in found), reverse=True)
    assert ("R-CNN", "inside a longer name", "Faster R-CNN") in {(v.name, v.reason, v.other) for v in found}
    assert not {v.name for v in found} & {"FooNet", "ImageNet", "BERT"}


def test_one_paper_is_told_in_the_order_of_its_text(graph: PaperGraph) -> None:
    found = dropped(graph, "1")
    assert {v.paper for v in found} == {"1"}
    assert [v.places for v in found] == sorted(v.places for v in found)


def test_vague_words_and_what_the_build_left_out_are_told_apart(poor: PaperGraph) -> None:
    reasons = {(v.name, v.reason) for v in dropped(poor)}
    assert ("ImageNet", "left out") in reasons
    assert {r for n, r in reasons if n == "deep learning"} <= {"vague word"}


@pytest.mark.parametrize(("name", "paper"), [("1", "1"), ("paper:2", "2"), ("a study of bert", "2"), ("Parsing", "1")])
def test_papers_go_by_id_or_title(graph: PaperGraph, name: str, paper: str) -> None:
    assert paper_called(graph, name).id == paper


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("A Study", """'A Study' may be "A Study of BERT" (2); "A Study of Trees" (3); give the id"""),
        ("Zork", "no paper 'Zork' in the graph; ids are listed by: papergraph query GRAPH papers"),
        ("", "no paper '' in the graph"),
    ],
)
def test_a_paper_that_is_none_is_said(graph: PaperGraph, name: str, said: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        paper_called(graph, name)
    assert str(caught.value).startswith(said)


def test_rows_hold_the_features_in_words(graph: PaperGraph) -> None:
    found = dropped(graph)
    short, full = dropped_rows(graph, found), dropped_rows(graph, found, full=True)
    assert short.columns == ("paper", "name", "nearest kind", "confidence", "reason", "against")
    assert len(short.rows) == len(full.rows) == len(found)
    texts = {p.id: p.text for p in PAPERS}
    for row in full.dicts():
        assert texts[row["paper"]][row["start"] : row["end"]] in row["sentence"]
        assert all({"feature", "words", "weight"} == part.keys() for part in row["speaking_against"])
    assert any(row["speaking_against"] for row in full.dicts())
    assert dropped_rows(graph, []).rows == ()


def test_why_tells_what_spoke_for_a_name(graph: PaperGraph) -> None:
    text = why(graph, "imagenet")
    assert text.startswith("ImageNet (dataset; dataset:imagenet)\n")
    assert "  read from:\n" in text
    assert "    1, dataset, by rule lexicon, confidence " in text
    assert '      "We propose FooNet and test it on ImageNet."' in text
    assert "      for: " in text
    assert "(the surest 1 of 2 papers)" in why(graph, "ImageNet", papers=1)


def test_why_of_a_name_that_was_dropped_tells_the_reason(graph: PaperGraph) -> None:
    text = why(graph, "R-CNN")
    assert text.startswith("no entity 'R-CNN' in the graph; it was dropped:\n    1, ")
    assert "inside a longer name (Faster R-CNN): longer names that are kept cover all its places" in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Zark", "no entity 'Zark' in the graph"),
        ("studied on", "no entity 'studied on' in the graph; written in 3, but never a candidate by this name"),
    ],
)
def test_why_of_a_name_that_nobody_writes_is_an_error(graph: PaperGraph, name: str, said: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        why(graph, name)
    assert str(caught.value) == said


def test_a_repository_is_told_without_features(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_bytes(
        msgspec.json.encode({"id": "1", "title": "A", "abstract": "Code: https://github.com/foo/bar."})
    )
    text = why(build([tmp_path / "p.jsonl"]), "https://github.com/foo/bar")
    assert "1, repository, by rule url, confidence 1.00" in text
    assert "read otherwise now" not in text


def found_in_title(paper: Paper) -> list[Found]:
    return [Found("task", 0, len(paper.title))]


def test_a_further_extractors_mention_names_it(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_bytes(msgspec.json.encode({"id": "1", "title": "Zorking trees", "abstract": ""}))
    graph = build([tmp_path / "p.jsonl"], extractors=[found_in_title])
    assert "found by the extractor 'found_in_title'" in why(graph, "zorking tree", extractors=[found_in_title])


def test_the_command_lists_and_tells(graph: PaperGraph, tmp_path: Path) -> None:
    store.write(graph, tmp_path / "g")
    done = run("why", "g", "--dropped", "1", "--format", "json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    listed = msgspec.json.decode(done.stdout)
    assert [(r["name"], r["reason"]) for r in listed] == [(v.name, v.reason) for v in dropped(graph, "1")]
    done = run("why", "g", "--dropped", "--top", "1", cwd=tmp_path)
    assert done.stdout.startswith("paper ")
    assert done.stderr.endswith(" more; --top 0 lists all\n")
    assert run("why", "g", "ImageNet", cwd=tmp_path).stdout == why(graph, "ImageNet")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give the NAME of an entity, or --dropped"),
        (("--dropped", "--format", "xml"), "choose one of table, json, jsonl, csv"),
        (("BERT", "--format", "json"), "rows are listed with --dropped"),
    ],
)
def test_wrong_usage_is_said(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("why", "g", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr

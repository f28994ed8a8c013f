from pathlib import Path

import pytest

import papergraph as pg
from papergraph.building import append, build, read_papers, remove
from papergraph.extractors.errors import InputError, RejectedInput
from papergraph.summary import summary

from .pages import LONG, page_a

LISTINGS = [
    ("FooNet: A Parser", LONG),
    ("A Study of BERT", "BERT is compared with LoRA on GLUE. Code: https://github.com/a/b."),
    ("A Bare Title About ImageNet", ""),
]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(page_a(LISTINGS))
    return path


def test_the_public_names_are_there() -> None:
    for name in pg.__all__:
        assert getattr(pg, name) is not None
    assert set(pg.__all__) <= set(dir(pg))
    with pytest.raises(AttributeError, match="module 'papergraph' has no attribute 'nothing'"):
        _ = pg.nothing


def test_a_graph_holds_every_paper(page: Path) -> None:
    graph = build([page])
    assert {p.title for p in graph.paper_records()} == {t for t, _ in LISTINGS}
    assert "dataset:glue" in {e.key for e in graph.entity_records()}


def test_least_confidence_drops_mentions(page: Path) -> None:
    assert build([page], min_confidence=1.0).mentions.num_rows == 1  # the URL alone is certain
    assert build([page]).mentions.num_rows > 1


def test_progress_is_told_paper_by_paper(page: Path) -> None:
    told: list[tuple[int, int]] = []
    build([page], progress=lambda done, total: told.append((done, total)), workers=1)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_strict_and_empty_inputs(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"title": "A"}\n{}\n')
    assert len(read_papers([path])) == 1
    with pytest.raises(
        RejectedInput, match=r"x\.jsonl, line 2: has no title; .*; nothing was built because of --strict$"
    ):
        read_papers([path], strict=True)
    with pytest.raises(InputError, match="no papers in the inputs"):
        read_papers([])


def test_appending_nothing_new_changes_nothing(page: Path) -> None:
    graph = build([page])
    assert append(graph, [page]) == graph


def test_removing_what_was_added_gives_the_graph_before(tmp_path: Path, page: Path) -> None:
    graph = build([page])
    more = tmp_path / "more.jsonl"
    more.write_text('{"id": "new", "title": "On Zorble", "abstract": "We use RoBERTa on SQuAD."}\n')
    grown = append(graph, [more])
    assert grown.papers.num_rows == 4
    assert remove(grown, ["new"]) == graph
    with pytest.raises(InputError, match="no paper 'nobody' in the graph"):
        remove(graph, ["nobody"])


def test_the_summary_says_what_was_found_and_what_to_type_next(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_RUN_RECURSION_DEPTH", raising=False)
    text = summary(build([page, page]), Path("out"), rejected=1)
    lines = text.splitlines()
    assert lines[0].startswith("3 papers, ")
    assert "  1 paper without an abstract: only the title was read" in lines
    assert "  1 record set aside, with the reason, in out/rejected.jsonl" in lines
    assert "  open out/graph.html in a browser" in lines
    assert "  papergraph query out --list" in lines
    monkeypatch.setenv("UV_RUN_RECURSION_DEPTH", "1")
    assert "  uv run papergraph query out --list" in summary(build([page]), Path("out"))
    assert "in a browser" not in summary(build([page]), Path("out"), page=False)

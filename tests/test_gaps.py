import csv
import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from papergraph.graph.gaps import GapsError, gaps, matrix
from papergraph.graph.gaps_forms import gaps_csv, gaps_jsonl, gaps_svg, gaps_table
from papergraph.graph.tables import PaperGraph

from .made_graph import Said, made_graph


def says(*names: str) -> list[tuple[str, str, str]]:
    return [
        ("dataset", n, "used")
        if n.startswith("Data")
        else ("task", n, "addressed")
        if n.startswith("Task")
        else ("method", n, "used")
        for n in names
    ]


@pytest.fixture
def graph() -> PaperGraph:
    """Alpha, Beta and Gamma go together; Alpha and Beta were tried on DataTwo, Gamma was not. Omega stands apart."""
    said = [
        ("1", says("Alpha", "Beta", "Gamma", "DataOne", "TaskOne")),
        ("2", says("Alpha", "Beta", "DataTwo", "TaskTwo")),
        ("3", says("Beta", "Alpha", "DataTwo", "TaskTwo")),
        ("4", says("Gamma", "Alpha", "DataOne", "TaskOne")),
        ("5", says("Omega", "DataFar")),
        ("6", says("Omega", "DataFar", "DataThree")),
        ("7", says("Omega", "DataThree")),
    ]
    return made_graph(Said(i, f"Paper {i}", s) for i, s in said)


def test_a_method_is_missed_where_its_like_were_tried(graph: PaperGraph) -> None:
    gap = gaps(graph)[0]
    assert (gap.method, gap.other, gap.rank) == ("Gamma", "DataTwo", 1)
    assert set(gap.neighbours) == {"Alpha", "Beta"}
    assert {s.paper for s in gap.support} == {"2", "3"}
    assert 0 < gap.score <= 1


def test_what_a_paper_joins_is_no_gap(graph: PaperGraph) -> None:
    found = {(g.method, g.other) for g in gaps(graph, top=0)}
    assert ("Alpha", "DataOne") not in found
    assert ("Omega", "DataFar") not in found


def test_what_nothing_suggests_is_no_gap(graph: PaperGraph) -> None:
    assert all(g.method != "Omega" for g in gaps(graph, top=0))


def test_tasks_too(graph: PaperGraph) -> None:
    assert [(g.method, g.other) for g in gaps(graph, kind="task")] == [("Gamma", "TaskTwo")]


@pytest.mark.parametrize(("filters", "found"), [({"method": "gam"}, True), ({"other": "two"}, True)])
def test_filters_keep_what_contains_the_words(graph: PaperGraph, filters: dict[str, str], found: bool) -> None:
    assert bool(gaps(graph, **filters)) is found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "metric"}, "choose one of dataset, task"),
        ({"method": "nobody"}, "loosen the filter"),
        ({"least": 9}, "lower --least"),
    ],
)
def test_what_cannot_be_answered_is_said(graph: PaperGraph, options: dict[str, object], said: str) -> None:
    with pytest.raises(GapsError, match=said):
        gaps(graph, **options)  # type: ignore[arg-type]


def test_a_graph_of_one_paper() -> None:
    with pytest.raises(GapsError, match="more papers"):
        gaps(made_graph([Said("1", "One", says("Alpha", "DataOne"))]))


def test_the_order_does_not_depend_on_the_order_of_papers(graph: PaperGraph) -> None:
    assert gaps(graph, top=0) == gaps(graph, top=0)


def test_forms(graph: PaperGraph) -> None:
    found = gaps(graph)
    assert "Gamma (2) × DataTwo (2)" in gaps_table(found)
    assert next(csv.DictReader(io.StringIO(gaps_csv(found))))["papers"] == "2 3"
    assert '"method": "Gamma"' in gaps_jsonl(found)


def test_the_picture_is_well_formed_and_tells_tried_from_gap(graph: PaperGraph) -> None:
    found = gaps(graph)
    root = ET.fromstring(gaps_svg(*matrix(graph, found, kind="dataset")))
    titles = [t.text for t in root.iter("{http://www.w3.org/2000/svg}title")]
    assert any(t and t.startswith("Gamma × DataTwo: a gap") for t in titles)
    escaped = gaps_svg(["<a&b>"], ['"d"'], np.zeros((1, 1), np.int64), np.ones((1, 1)))
    assert ET.fromstring(escaped).tag.endswith("svg")

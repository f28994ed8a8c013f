import csv
import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from papergraph.graph.gaps import GapsError, gaps, matrix
from papergraph.graph.gaps_forms import CELL, gaps_csv, gaps_jsonl, gaps_svg, gaps_table
from papergraph.graph.gaps_picture import EMPTY, GAP, LARGEST, PAPER, SCALE, TRIED, gaps_png
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


class TestPng:
    def opened(self, *names: str) -> Image.Image:
        """A method in three columns: tried, a gap of the full score, and nothing."""
        counts, scores = np.array([[3, 0, 0]], np.int64), np.array([[0.0, 1.0, 0.0]])
        with Image.open(io.BytesIO(gaps_png(["Method"], names, counts, scores))) as picture:
            picture.load()
            return picture

    def test_cells_have_the_colours_of_tried_gap_and_nothing(self) -> None:
        picture = self.opened("DataOne", "DataTwo", "DataFar")
        assert (picture.format, picture.mode) == ("PNG", "RGB")
        assert picture.getpixel((0, 0)) == PAPER
        size = (CELL - 2) * SCALE
        assert int((np.asarray(picture) == GAP).all(axis=2).sum()) == size**2
        top = picture.height - 40 * SCALE - CELL * SCALE
        row = [picture.getpixel((x, top)) for x in range(picture.width)]
        left = row.index(TRIED)
        assert [row[left + CELL * SCALE * j] for j in range(3)] == [TRIED, GAP, EMPTY]
        assert row[left + size] == PAPER

    def test_the_picture_grows_with_its_cells_and_the_length_of_names(self) -> None:
        counts, scores = np.zeros((5, 3), np.int64), np.zeros((5, 3))
        names = ["DataOne", "DataTwo", "DataFar"]
        with Image.open(io.BytesIO(gaps_png(["Method"] * 5, names, counts, scores))) as larger:
            assert larger.height - self.opened(*names).height == 4 * CELL * SCALE
        assert self.opened(*names[:2], "A rather longer name").height > self.opened(*names).height

    def test_the_same_gaps_give_the_same_bytes(self, graph: PaperGraph) -> None:
        drawn = matrix(graph, gaps(graph), kind="dataset")
        assert gaps_png(*drawn) == gaps_png(*drawn)

    def test_a_name_in_other_letters_is_drawn(self) -> None:
        assert self.opened("β-VAE", "中", "Ωmega").tobytes() == self.opened("beta-VAE", "?", "Omegamega").tobytes()

    def test_a_picture_that_no_viewer_opens_is_refused(self) -> None:
        many = LARGEST // (CELL * SCALE) + 1
        with pytest.raises(GapsError, match="lower --top"):
            gaps_png(["M"] * many, ["D"], np.zeros((many, 1), np.int64), np.zeros((many, 1)))

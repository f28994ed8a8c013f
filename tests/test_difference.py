import json

import pytest

from papergraph.graph.difference import DIFF_FORMS, diff, diff_json, diff_markdown, diff_text
from papergraph.graph.tables import PaperGraph
from papergraph.graph.trends import TREND_FORMS, TrendsError, slope, trends

from .made_graph import Said, made_graph

OLD = made_graph([Said("1", "One", [("method", "Alpha", "used")]), Said("2", "Two", [("method", "Beta", "used")])])
NEW = made_graph(
    [
        Said("1", "One", [("method", "Alpha", "used")]),
        Said("3", "Three", [("method", "Alpha", "used"), ("dataset", "Data", "used")]),
        Said("4", "Four", [("method", "Alpha", "compared")]),
    ]
)


def test_what_is_only_in_one_graph_is_added_or_gone() -> None:
    found = diff(OLD, NEW)
    assert [p.key for p in found.papers_added] == ["3", "4"]
    assert [p.key for p in found.papers_gone] == ["2"]
    assert [e.name for e in found.entities_added] == ["Data"]
    assert [e.name for e in found.entities_gone] == ["Beta"]
    assert ("paper:3", "EVALUATES_ON", "dataset:data") in {
        (e.source, e.predicate, e.target) for e in found.relations_added
    }


def test_a_method_that_more_papers_name_rises() -> None:
    assert [(r.name, r.before, r.now) for r in diff(OLD, NEW).rising] == [("Alpha", 1, 3)]


def test_there_and_back() -> None:
    there, back = diff(OLD, NEW), diff(NEW, OLD)
    assert there.papers_added == back.papers_gone
    assert there.relations_gone == back.relations_added


@pytest.mark.parametrize("graph", [OLD, NEW, PaperGraph()])
def test_a_graph_does_not_differ_from_itself(graph: PaperGraph) -> None:
    assert not diff(graph, graph)
    assert diff_text(diff(graph, graph)) == "nothing changed\n"


def test_a_name_that_joined_another_entity_is_told() -> None:
    joined = made_graph(
        [Said("1", "One", [("method", "Alpha", "used")]), Said("2", "Two", [("method", "Beta", "used")])]
    )
    mentions = joined.mentions.to_pylist()
    for row in mentions:
        row["entity"] = "method:alpha"
    import pyarrow as pa

    changed = PaperGraph(
        joined.papers,
        pa.Table.from_pylist(mentions, schema=joined.mentions.schema),
        joined.entities,
        joined.relations,
        joined.merges,
    )
    moved = diff(OLD, changed).merges_changed
    assert [(m.name, m.before, m.now) for m in moved] == [("Beta", "method:beta", "method:alpha")]


def test_forms() -> None:
    found = diff(OLD, NEW)
    assert set(DIFF_FORMS) == {"text", "json", "markdown"}
    assert json.loads(diff_json(found))["papers_gone"][0]["key"] == "2"
    assert "papers added (2)" in diff_text(found)
    assert diff_markdown(found).startswith("# This week in your field\n\n## Papers added (2)\n")


class TestTrends:
    GRAPH = made_graph(
        [
            *(Said(f"a{i}", f"A{i}", [("method", "Falls", "used")], year=2020) for i in range(3)),
            Said("b", "B", [("method", "Falls", "used"), ("method", "Rises", "used")], year=2021),
            Said("b2", "B2", [("method", "Rises", "used")], year=2021),
            *(Said(f"c{i}", f"C{i}", [("method", "Rises", "used")], year=2023) for i in range(2)),
            Said("n", "N", [("method", "Rises", "used")], year=None),
        ]
    )

    def test_shares_by_year_and_their_change(self) -> None:
        found = {t.name: t for t in trends(self.GRAPH)}
        assert found["Rises"].change > 0 > found["Falls"].change
        assert found["Rises"].papers == 4
        assert found["Falls"].years == ((2020, 3, 3), (2021, 1, 2), (2022, 0, 0), (2023, 0, 2))

    def test_one_year_has_no_slope(self) -> None:
        assert slope([(2020, 3, 9)]) == 0.0

    @pytest.mark.parametrize("form", TREND_FORMS)
    def test_forms(self, form: str) -> None:
        assert "Rises" in TREND_FORMS[form](trends(self.GRAPH))

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"kind": "colour"}, "choose one of method"),
            ({"name": "nobody"}, "loosen the filter"),
            ({"least": 99}, "lower --least"),
        ],
    )
    def test_what_cannot_be_answered_is_said(self, options: dict[str, object], said: str) -> None:
        with pytest.raises(TrendsError, match=said):
            trends(self.GRAPH, **options)  # type: ignore[arg-type]

    def test_without_years_the_mend_is_said(self) -> None:
        with pytest.raises(TrendsError, match="give years"):
            trends(made_graph([Said("1", "One", [("method", "Alpha", "used")], year=None)]))

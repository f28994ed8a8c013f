import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import neo4j
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papergraph.cypher.connection import Neo4jError, UnreachableError, connect
from papergraph.cypher.layout import node_labels, relationship_types
from papergraph.cypher.push import push, schema, statement
from papergraph.graph.tables import PaperGraph

from .conftest import require
from .made_graph import HOSTILE, Said, hostile_graph, made_graph
from .neo4j_server import LATEST, MissingPartError, Server, held, row_order, started

PAPERS = (
    Said("p1", "Attention", [("method", "Transformer", "proposed"), ("dataset", "WMT14", "used")], 2017),
    Said(
        "p2",
        "BERT",
        [("method", "BERT", "proposed"), ("method", "Transformer", "used"), ("method", "Transformer", "used")],
    ),
    Said("p3", "Code", [("repository", "https://github.com/a/b", "own"), ("task", "parsing", "addressed")], None),
)
GRAPH = made_graph(PAPERS, aliases={"BERT": ("Bert-base",)}, variants=[("method:bert", "method:transformer")])


@pytest.fixture
def name(neo4j_driver: neo4j.Driver) -> Iterator[str]:
    """A graph name that no other test uses; the graph is gone afterwards."""
    own = f"test-{uuid.uuid4()}"
    yield own
    neo4j_driver.execute_query("MATCH (n) WHERE n.graph STARTS WITH $name DETACH DELETE n", name=own)


def test_schema_has_a_unique_key_for_every_label() -> None:
    text = "\n".join(schema())
    for label in node_labels():
        assert f"FOR (n:{label}) REQUIRE (n.graph, n.id) IS UNIQUE" in text
        assert label in schema()[-1]


def test_statements_hold_no_data_and_only_words_of_the_vocabulary() -> None:
    for type_, start, end in relationship_types():
        assert f"[r:{type_} {{graph: $graph}}]" in statement(type_, (start, end))


def test_push_writes_nodes_and_relationships_with_their_evidence(neo4j_driver: neo4j.Driver, name: str) -> None:
    summary = push(GRAPH, neo4j_driver, name=name)
    assert summary.total("created", nodes=True) == 8 == summary.total("rows", nodes=True)
    assert summary.total("created", nodes=False) == 7
    nodes, edges = held(neo4j_driver, name)
    paper = next(p for labels, p in nodes if labels == ["Paper"] and p["id"] == "p1")
    digest = paper.pop("digest")
    assert isinstance(digest, int)
    assert paper == {
        "id": "p1", "title": "Attention", "abstract": "Here Transformer is proposed. Here WMT14 is used.",
        "authors": ["A. Writer"], "year": 2017, "source": ["made.txt:1"], "graph": name,
        "component": "method:transformer",
    }  # fmt: skip
    uses = next(e for e in edges if e[:3] == ["p2", "USES", "method:transformer"])[3]
    assert uses["sentences"] == ["Here Transformer is used."]
    assert (uses["count"], uses["confidence"], uses["mentions"], uses["rules"]) == (
        2,
        0.75,
        ["Transformer"],
        ["method.made"],
    )


def test_pushing_twice_changes_nothing(neo4j_driver: neo4j.Driver, name: str) -> None:
    push(GRAPH, neo4j_driver, name=name)
    before = held(neo4j_driver, name)
    again = push(GRAPH, neo4j_driver, name=name, prune=True)
    for what in ("created", "changed", "removed", "outdated"):
        assert (again.total(what, nodes=True), again.total(what, nodes=False)) == (0, 0)
    assert held(neo4j_driver, name) == before
    assert str(again) == "8 nodes: 0 created, 0 changed, 0 removed\n7 relationships: 0 created, 0 changed, 0 removed"


def test_a_changed_graph_is_updated_and_pruned_to_what_a_fresh_push_gives(
    neo4j_driver: neo4j.Driver, name: str
) -> None:
    changed = made_graph(
        [PAPERS[0], replace(PAPERS[1], title="BERT, again"), Said("p4", "New", [("metric", "BLEU", "reported")])]
    )
    push(GRAPH, neo4j_driver, name=name)
    dry = push(changed, neo4j_driver, name=name, prune=True, dry_run=True)
    assert held(neo4j_driver, name) == held_after_fresh(GRAPH, neo4j_driver, name)
    first = push(changed, neo4j_driver, name=name)
    assert "no longer in the graph; --prune removes them" in str(first)
    second = push(changed, neo4j_driver, name=name, prune=True)
    assert held(neo4j_driver, name) == held_after_fresh(changed, neo4j_driver, name)
    for nodes in (True, False):
        assert dry.total("created", nodes=nodes) == first.total("created", nodes=nodes)
        assert dry.total("changed", nodes=nodes) == first.total("changed", nodes=nodes)
        assert dry.total("removed", nodes=nodes) == second.total("removed", nodes=nodes)
    assert dry.total("created", nodes=True) == 2
    assert dry.total("removed", nodes=True) == 3


def held_after_fresh(graph: PaperGraph, driver: neo4j.Driver, name: str) -> tuple[list[Any], list[Any]]:
    """What a push into an empty place gives: under the same name, as the name is part of the content."""
    with driver.session() as session:
        before = session.run("MATCH (n {graph: $g}) RETURN count(n)", g=name).single(strict=True)[0]
    if before == 0:
        push(graph, driver, name=name)
        return held(driver, name)
    other = name[:-1] + "#"
    push(graph, driver, name=other)
    nodes, edges = held(driver, other)
    driver.execute_query("MATCH (n {graph: $g}) DETACH DELETE n", g=other)
    fresh = held_digests(graph, name)
    for _, properties in nodes:
        properties |= {"graph": name, "digest": fresh[properties["id"]]}
    for edge in edges:
        edge[3] |= {"graph": name, "digest": fresh[edge[0], edge[1], edge[2]]}
    return sorted(nodes, key=row_order), sorted(edges, key=row_order)


def held_digests(graph: PaperGraph, name: str) -> dict[Any, int]:
    from papergraph.cypher.evidence import tables

    found: dict[Any, int] = {}
    for table in tables(graph, name=name):
        for batch in table.batches():
            for row in batch.dicts():
                found[row["id"] if table.ends is None else (row["source"], table.name, row["target"])] = row["digest"]
    return found


def test_a_dry_run_writes_nothing(neo4j_driver: neo4j.Driver, name: str) -> None:
    summary = push(GRAPH, neo4j_driver, name=name, dry_run=True)
    assert "8 nodes: would be 8 created" in str(summary)
    assert held(neo4j_driver, name) == ([], [])


def test_two_graphs_in_one_database_do_not_disturb_each_other(neo4j_driver: neo4j.Driver, name: str) -> None:
    other = f"{name}-other"
    push(GRAPH, neo4j_driver, name=name)
    push(GRAPH, neo4j_driver, name=other)
    before = held(neo4j_driver, other)
    push(made_graph(PAPERS[:1]), neo4j_driver, name=name, prune=True)
    assert held(neo4j_driver, other) == before
    assert len(held(neo4j_driver, name)[0]) == 3


def test_prune_never_touches_what_others_wrote(neo4j_driver: neo4j.Driver, name: str) -> None:
    push(GRAPH, neo4j_driver, name=name)
    neo4j_driver.execute_query(
        "MATCH (t:Method {graph: $g, id: 'method:transformer'}), (b:Method {graph: $g, id: 'method:bert'}),"
        " (r:Repository {graph: $g}) "
        "CREATE (mine:Note {of: $g})-[:ABOUT]->(b) CREATE (t)-[:USES]->(b) "
        "CREATE (:Paper {id: 'p3', of: $g}) SET r.stars = 5",
        g=name,
    )
    try:
        summary = push(made_graph(PAPERS[:1]), neo4j_driver, name=name, prune=True)
        assert summary.total("kept", nodes=True) == 1
        assert "1 outdated nodes are kept: relationships of others are tied to them" in str(summary)
        assert summary.total("removed", nodes=True) == 4
        count = "MATCH (n {of: $g}) OPTIONAL MATCH (n)-[r:ABOUT]->(b {id: 'method:bert'}) RETURN count(n), count(r)"
        assert list(neo4j_driver.execute_query(count, g=name).records[0]) == [2, 1]
        theirs = "MATCH ({graph: $g, id: 'method:transformer'})-[r:USES]->() RETURN count(r)"
        assert neo4j_driver.execute_query(theirs, g=name).records[0][0] == 1
    finally:
        neo4j_driver.execute_query("MATCH (n {of: $g}) DETACH DELETE n", g=name)


def test_a_node_that_somebody_deleted_comes_back_and_own_properties_stay(neo4j_driver: neo4j.Driver, name: str) -> None:
    push(GRAPH, neo4j_driver, name=name)
    neo4j_driver.execute_query("MATCH (p:Paper {graph: $g, id: 'p1'}) DETACH DELETE p", g=name)
    neo4j_driver.execute_query("MATCH (p:Paper {graph: $g, id: 'p2'}) SET p.read = true, p.title = 'edited'", g=name)
    summary = push(GRAPH, neo4j_driver, name=name)
    assert (summary.total("created", nodes=True), summary.total("created", nodes=False)) == (1, 2)
    push(GRAPH, neo4j_driver, name=name, resend=True)
    found = neo4j_driver.execute_query("MATCH (p:Paper {graph: $g, id: 'p2'}) RETURN p.read, p.title", g=name)
    assert list(found.records[0]) == [True, "BERT"]


@pytest.mark.parametrize("batch", [1, 3, 100])
def test_the_size_of_batches_does_not_show(neo4j_driver: neo4j.Driver, name: str, batch: int) -> None:
    push(GRAPH, neo4j_driver, name=name, batch=batch)
    assert push(GRAPH, neo4j_driver, name=name).total("changed", nodes=True) == 0
    assert len(held(neo4j_driver, name)[1]) == 7


def test_a_graph_without_a_name_is_refused(neo4j_driver: neo4j.Driver) -> None:
    with pytest.raises(ValueError, match="name"):
        push(GRAPH, neo4j_driver, name="")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HOSTILE, min_size=4, max_size=4))
def test_hostile_names_arrive_unchanged(neo4j_driver: neo4j.Driver, name: str, texts: list[str]) -> None:
    own = f"{name}-{uuid.uuid4()}"
    title, method, dataset, alias = texts
    graph = hostile_graph(texts)
    push(graph, neo4j_driver, name=own)
    nodes, edges = held(neo4j_driver, own)
    found = {tuple(labels): p for labels, p in nodes}
    assert found["Paper",]["title"] == title
    assert found["Paper",]["authors"] == [alias]
    assert found["Method",]["name"] == method
    assert found["Method",]["aliases"] == [alias]
    assert found["Dataset",]["name"] == dataset
    assert {s for e in edges for s in e[3]["sentences"]} == {f"Here {method} is used.", f"Here {dataset} is used."}
    again = push(graph, neo4j_driver, name=own)
    assert again.total("changed", nodes=True) + again.total("created", nodes=False) == 0


@pytest.fixture(scope="module")
def killable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("killable")


def test_a_push_that_dies_half_way_is_completed_by_the_next(killable: Path) -> None:
    many = made_graph(Said(f"p{i:04}", f"Title {i}", [("method", f"M{i % 50}", "used")]) for i in range(400))
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(started(killable))
        except MissingPartError as e:
            require("neo4j", str(e))
        done = 0

        def kill_in_the_middle(table: str, rows: int) -> None:
            nonlocal done
            done += rows
            if table == "USES" and server.process is not None:
                server.process.kill()

        with connect(server.uri, server.user, server.password, None, retry_seconds=0.5) as driver:
            with pytest.raises(UnreachableError, match="connection was lost"):
                push(many, driver, name="many", batch=50, progress=kill_in_the_middle)
            assert 450 < done < 850
    with started(killable) as server, connect(server.uri, server.user, server.password) as driver:
        summary = push(many, driver, name="many", prune=True)
        assert summary.total("created", nodes=True) == 0
        assert 0 < summary.total("created", nodes=False) < 400
        nodes, edges = held(driver, "many")
        assert (len(nodes), len(edges)) == (450, 400)
        driver.execute_query("MATCH (n) DETACH DELETE n")
        push(many, driver, name="many")
        assert held(driver, "many") == (nodes, edges)


def test_push_runs_on_the_latest_neo4j(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(started(tmp_path, version=LATEST))
        except MissingPartError as e:
            require("neo4j", str(e))
        with connect(server.uri, server.user, server.password) as driver:
            assert push(GRAPH, driver, name="latest").total("created", nodes=False) == 7
            assert push(GRAPH, driver, name="latest").total("changed", nodes=False) == 0
            smaller = push(made_graph(PAPERS[:2]), driver, name="latest", prune=True)
            assert smaller.total("removed", nodes=True) == 3
            assert len(held(driver, "latest")[0]) == 5


def test_errors_of_a_push_are_plain(neo4j_server: Server) -> None:
    with (
        neo4j_server.driver() as driver,
        pytest.raises(Neo4jError, match=r"no database nowhere; choose another with --database"),
    ):
        push(GRAPH, driver, name="x", database="nowhere")

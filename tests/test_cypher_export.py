import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papergraph.cypher.bulk import write_bulk
from papergraph.cypher.embedded import load_graph
from papergraph.cypher.push import push
from papergraph.cypher.script import ExportError, literal, statements, write_script
from papergraph.graph.tables import PaperGraph

from .conftest import require
from .made_graph import HOSTILE, Said, drawn_texts, hostile_graph, made_graph
from .neo4j_server import MissingPartError, Server, admin, held, make_home, row_order, shell, started

SAMPLE = made_graph(
    [
        Said(
            "p1",
            'It\'s; "quoted"\nand \\u0027 odd\0',
            [("method", "A'); MATCH (n) DETACH DELETE n;//", "proposed")],
            2017,
        ),
        Said(
            "p2",
            "Two",
            [("method", "B\n;\nC", "used"), ("dataset", "D\x1fE", "used"), ("dataset", 'F","G', "introduced")],
        ),
        Said(
            "p3",
            "\u202eThree",
            [("repository", "https://github.com/a/b", "own"), ("task", "T" * 100_000, "addressed")],
            None,
        ),
        Said("p4", "Empty", [], authors=()),
    ],
    aliases={"B\n;\nC": ("b", "beta;", "")},
    variants=[("method:b\n;\nc", "method:a'); match (n) detach delete n;//")],
)


def embedded_everything(graph: PaperGraph, name: str) -> tuple[list[Any], list[Any]]:
    nodes: list[list[Any]] = []
    edges: list[list[Any]] = []
    with load_graph(graph, name=name) as embedded:
        for (row,) in embedded.run("MATCH (n) RETURN n").rows:
            nodes.append([[row["_LABEL"]], {k: v for k, v in row.items() if k[0] != "_" and v is not None}])
        for a, b, row in embedded.run("MATCH (a)-[r]->(b) RETURN a.id, b.id, r").rows:
            values = {k: v for k, v in row.items() if k[0] != "_" and v is not None}
            edges.append([a, row["_LABEL"], b, values])
    return sorted(nodes, key=row_order), sorted(edges, key=row_order)


def without_digest(found: tuple[list[Any], list[Any]]) -> tuple[list[Any], list[Any]]:
    for row in (*found[0], *found[1]):
        row[-1].pop("digest", None)
    return sorted(found[0], key=row_order), sorted(found[1], key=row_order)


@pytest.fixture
def name(neo4j_driver: neo4j.Driver) -> Iterator[str]:
    own = f"test-{uuid.uuid4()}"
    yield own
    neo4j_driver.execute_query("MATCH (n) WHERE n.graph STARTS WITH $name DETACH DELETE n", name=own)


def wiped(driver: neo4j.Driver, graph: str) -> None:
    driver.execute_query("MATCH (n {graph: $g}) DETACH DELETE n", g=graph)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "'plain'"),
        ("'", "'\\''"),
        ("\\", "'\\\\'"),
        ("a;b", "'a\\u003Bb'"),
        ("\0", "'\\u0000'"),
        (["a", None], "['a', null]"),
        (1.5, "1.5"),
        (True, "true"),
    ],
)
def test_values_become_literals(value: object, text: str) -> None:
    assert literal(value) == text


def test_a_semicolon_ends_a_line_only_where_a_statement_ends() -> None:
    for text in statements(SAMPLE, name="x;y"):
        assert ";" not in text


def test_the_real_shell_runs_the_script_and_the_result_is_that_of_a_push(
    neo4j_server: Server, neo4j_driver: neo4j.Driver, name: str, tmp_path: Path
) -> None:
    push(SAMPLE, neo4j_driver, name=name)
    pushed = held(neo4j_driver, name)
    wiped(neo4j_driver, name)
    script = tmp_path / "graph.cypher"
    assert write_script(SAMPLE, script, name=name) > 10
    for _ in range(2):  # it can be run again
        try:
            done = shell(neo4j_server, script)
        except MissingPartError as e:
            require("neo4j", str(e))
        assert done.returncode == 0, done.stderr
        assert held(neo4j_driver, name) == pushed
    again = push(SAMPLE, neo4j_driver, name=name, prune=True)
    assert (
        again.total("created", nodes=True) + again.total("changed", nodes=True) + again.total("outdated", nodes=False)
        == 0
    )


def test_the_embedded_engine_holds_the_same(neo4j_driver: neo4j.Driver, name: str) -> None:
    push(SAMPLE, neo4j_driver, name=name)
    assert embedded_everything(SAMPLE, name) == without_digest(held(neo4j_driver, name))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(HOSTILE, min_size=4, max_size=4))
def test_hostile_names_survive_script_and_embedded_engine(
    neo4j_driver: neo4j.Driver, name: str, texts: list[str]
) -> None:
    own = f"{name}-{uuid.uuid4()}"
    graph = hostile_graph(texts)
    with neo4j_driver.session() as session:
        for text in statements(graph, name=own):
            session.run(text).consume()  # pyright: ignore[reportArgumentType]
    nodes, edges = held(neo4j_driver, own)
    found = {labels[0]: p for labels, p in nodes}
    assert (found["Paper"]["title"], found["Method"]["name"], found["Dataset"]["name"]) == tuple(texts[:3])
    assert found["Method"]["aliases"] == [texts[3]]
    assert embedded_everything(graph, own) == without_digest((nodes, edges))


def test_the_real_importer_loads_the_files_and_the_result_is_that_of_a_push(
    neo4j_driver: neo4j.Driver, tmp_path: Path
) -> None:
    """One import of many hostile graphs: names drawn from the same texts as the other ways'."""
    texts = drawn_texts(150)
    graph = made_graph(
        [
            Said(
                f"p{i:03}", text, [("method", text, "used"), ("dataset", f"{text}?", "introduced")], authors=(text, "B")
            )
            for i, text in enumerate(texts)
        ],
        aliases={text: (f"{text}!", text * 2) for text in texts},
    )
    name = f"test-{uuid.uuid4()}"
    push(graph, neo4j_driver, name=name)
    pushed = held(neo4j_driver, name)
    wiped(neo4j_driver, name)
    home = tmp_path / "home"
    make_home(home)
    command = write_bulk(graph, tmp_path / "files", name=name)
    words = subprocess.run(
        ["sh", "-c", f"set -- {command}; printf '%s\\0' \"$@\""], capture_output=True, text=True, check=True
    )
    program, *arguments = words.stdout.rstrip("\0").split("\0")
    assert program == "neo4j-admin"
    try:
        done = admin(home, arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        with started(home) as server, server.driver() as driver:
            assert held(driver, name) == pushed
            after = push(graph, driver, name=name, prune=True)
            assert after.total("created", nodes=True) + after.total("changed", nodes=False) == 0
            assert driver.execute_query("MATCH (n) RETURN count(n)").records[0][0] == len(pushed[0])
    except MissingPartError as e:
        require("neo4j", str(e))


def test_exports_replace_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="not an empty folder; choose another -o"):
        write_bulk(SAMPLE, tmp_path, name="x")
    with pytest.raises(ExportError, match="cannot be written"):
        write_script(SAMPLE, tmp_path / "no" / "such" / "folder.cypher", name="x")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]

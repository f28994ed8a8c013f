import csv
import io
import json
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from papergraph.cypher.ask import ask, run_cypher, why_no_rows
from papergraph.cypher.connection import QueryError, ReadOnlyError
from papergraph.cypher.embedded import EmbeddedError, open_graph
from papergraph.cypher.library import (
    ParameterError,
    QueryLibraryError,
    bind,
    find_query,
    library,
    list_queries,
    parse,
    read_pairs,
)
from papergraph.cypher.push import push
from papergraph.cypher.rows import Rows, format_rows
from papergraph.graph.store import write

from .made_graph import Said, made_graph

GRAPH = made_graph(
    [
        Said("p1", "Attention", [("method", "Transformer", "proposed"), ("method", "LSTM", "used"),
             ("dataset", "WMT14", "used"), ("task", "translation", "addressed"),
             ("metric", "BLEU", "reported"), ("repository", "https://github.com/t/t2t", "own")], 2017),
        Said("p2", "BERT", [("method", "BERT", "proposed"), ("method", "Transformer", "used"),
             ("dataset", "GLUE", "used"),
             ("method", "LSTM", "compared"), ("task", "translation", "addressed")], 2019),
        Said("p3", "RoBERTa", [("method", "RoBERTa", "proposed"), ("method", "BERT", "used"),
             ("dataset", "GLUE", "used"),
             ("method", "Adam", "used"), ("repository", "https://github.com/t/t2t", "other")], 2024),
        Said("p4", "Tuning", [("method", "Adam", "used"), ("method", "BERT", "used"), ("method", "LoRA", "used"),
             ("dataset", "SQuAD", "introduced")], 2025),
        Said("p5", "Alone", [("dataset", "Lonely", "introduced"), ("dataset", "Lonely", "introduced")], None),
        Said("p6", "LSTM", [("method", "LSTM", "proposed"), ("method", "RNN", "used"),
             ("task", "translation", "addressed"),
             ("method", "Transformer", "compared")], 1997),
    ],
    aliases={"Transformer": ("transformers",), "BERT": ("bert-base",)},
    variants=[("method:roberta", "method:bert")],
)  # fmt: skip

GIVEN: dict[str, dict[str, str]] = {
    "evidence": {"paper": "p2", "entity": "transformers"},
    "paper-card": {"paper": "attention"},
    "related-papers": {"paper": "p3"},
    "related-reasons": {"paper": "p3", "other": "Tuning"},
    "papers-using-method-on-dataset": {"method": "bert-base", "dataset": "glue"},
    "methods-untried-on-dataset": {"dataset": "GLUE"},
    "method-lineage": {"method": "BERT"},
    "code-for-method": {"method": "LSTM"},
    "find": {"text": "ert"},
    "find-papers": {"text": "adam"},
    "who-proposed": {"method": "BERT"},
    "rising-methods": {"since": "2020"},
    "weakest-evidence": {"below": "0.8"},
    "method-descendants": {"method": "Transformer"},
}
ORDINARY = {"method": "BERT", "dataset": "GLUE", "task": "Translation", "entity": "BERT"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graphs") / f"test-{uuid.uuid4()}"
    write(GRAPH, path)
    return path


@pytest.fixture(scope="module")
def pushed(neo4j_driver: neo4j.Driver, folder: Path) -> Iterator[neo4j.Driver]:
    push(GRAPH, neo4j_driver, name=folder.name)
    push(made_graph([Said("p9", "Other", [("method", "BERT", "used")])]), neo4j_driver, name=f"{folder.name}-other")
    yield neo4j_driver
    neo4j_driver.execute_query("MATCH (n) WHERE n.graph STARTS WITH $g DETACH DELETE n", g=folder.name)


def parameters(name: str) -> dict[str, str]:
    given = GIVEN.get(name, {})
    return {
        p.name: given.get(p.name) or ORDINARY[p.name] for p in find_query(name).parameters if p.default is None
    } | given


def test_the_library_is_large_enough_to_be_one() -> None:
    assert len(library()) >= 25


@pytest.mark.parametrize("name", sorted(library()))
def test_a_query_gives_equal_rows_on_both_engines(name: str, folder: Path, pushed: neo4j.Driver) -> None:
    embedded = ask(folder, name, parameters(name))
    assert embedded.rows, "every query has rows on this graph"
    assert embedded.columns == find_query(name).columns
    assert ask(folder, name, parameters(name), driver=pushed) == embedded


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("papers-using-method-on-dataset", (("p3", "RoBERTa", 2024, None), ("p2", "BERT", 2019, None))),
        ("methods-untried-on-dataset", (("LoRA", 2, 1, "Adam"),)),
        ("method-lineage", (("BERT", "Transformer", "LSTM"),)),
        ("evidence", (("USES", "Transformer", "Here Transformer is used.", 1, 0.75),)),
        ("shared-repositories", (("https://github.com/t/t2t", 2, 1, "Attention"),)),
        ("components", (("method:bert", 5, "Attention"), ("dataset:lonely", 1, "Alone"))),
        ("orphan-papers", (("p5", "Alone", None, 1),)),
        ("related-papers", (("p4", "Tuning", 0.778, 2), ("p2", "BERT", 0.778, 2), ("p1", "Attention", 0.477, 1))),
        ("rising-methods", (("Adam", 0, 2, 2), ("BERT", 0, 2, 2), ("LoRA", 0, 1, 1))),
    ],
)
def test_what_a_query_means(name: str, rows: tuple[tuple[object, ...], ...], folder: Path) -> None:
    assert sorted(ask(folder, name, parameters(name)).rows) == sorted(rows)


def test_parameters_are_checked_and_listed(folder: Path) -> None:
    with pytest.raises(
        ParameterError, match=r"papers-using-method: method is missing; add -p method=…; it takes method: text"
    ):
        ask(folder, "papers-using-method")
    with pytest.raises(ParameterError, match=r"no parameter methode; it takes method: text .*limit: integer = 25"):
        ask(folder, "papers-using-method", {"methode": "BERT"})
    for wrong in ("many", "-1", "1.5", str(2**63)):
        with pytest.raises(ParameterError, match=f"limit={wrong} is not of type integer"):
            ask(folder, "hubs", {"limit": wrong})
    with pytest.raises(ParameterError, match="below=nan is not of type number"):
        ask(folder, "weakest-evidence", {"below": "nan"})
    with pytest.raises(QueryLibraryError, match="no query hub; did you mean hubs"):
        ask(folder, "hub")
    with pytest.raises(ParameterError, match="written key=value"):
        read_pairs(["method"])
    with pytest.raises(ParameterError, match="given twice"):
        read_pairs(["a=1", "a=2"])


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) RETURN n",
        "// A question\nMATCH (n) RETURN n",
        "// A question\n// $limit: whole = 3 -- rows\n// returns n\nRETURN 1 AS n",
        "// A question\n// $limit integer\n// returns n\nRETURN 1 AS n",
        "// A question\n// $graph: text -- never declared\n// returns n\nRETURN 1 AS n",
    ],
)
def test_a_head_that_is_not_in_the_documented_form_is_refused(text: str) -> None:
    with pytest.raises(QueryLibraryError, match=r"x\.cypher"):
        parse("x", text)


def test_hostile_parameters_are_data(folder: Path, pushed: neo4j.Driver) -> None:
    for hostile in ("' OR 1=1 //", "BERT'}) DETACH DELETE n //", "\0", "\\", "`", "$graph"):
        for driver in (None, pushed):
            assert ask(folder, "papers-using-method", {"method": hostile}, driver=driver).rows == ()


def test_free_cypher_reads_and_writes_only_where_asked(folder: Path, pushed: neo4j.Driver) -> None:
    count = "MATCH (p:Paper {graph: $graph}) RETURN count(p) AS papers"
    assert run_cypher(folder, count).rows == run_cypher(folder, count, driver=pushed).rows == ((6,),)
    note = "CREATE (n:Note {graph: $graph}) RETURN n.graph AS graph"
    with pytest.raises(EmbeddedError, match="only reads"):
        run_cypher(folder, "CREATE (p:Paper {id: 'new'})")
    with pytest.raises(EmbeddedError, match="refused"):
        run_cypher(folder, "MATCH (")
    with pytest.raises(ReadOnlyError, match="add --write"):
        run_cypher(folder, note, driver=pushed)
    with pytest.raises(QueryError, match="not valid Cypher"):
        run_cypher(folder, "MATCH (", driver=pushed)
    assert run_cypher(folder, note, driver=pushed, write=True).rows == ((folder.name,),)


def test_nodes_in_an_answer_become_plain(folder: Path, pushed: neo4j.Driver) -> None:
    rows = run_cypher(
        folder,
        "MATCH p=(a:Paper {id: 'p5', graph: $graph})-[r]->(b) RETURN a, r, p, date('2024-02-29') AS day",
        driver=pushed,
    )
    assert rows.rows[0][0]["_labels"] == ["Paper"]
    assert rows.rows[0][1]["_type"] == "INTRODUCES"
    assert json.loads(format_rows(rows, "json"))[0]["day"] == "2024-02-29"


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("papers-using-method", {"method": "Bertt"}, "no method is called 'Bertt' in this graph; near: BERT"),
        ("papers-using-method", {"method": "glue"}, "no method is called 'glue' in this graph; it is a dataset"),
        ("papers-using-method", {"method": "bert-base"}, None),
        ("evidence-for-entity", {"entity": "GLUE"}, None),
        ("datasets-for-task", {"task": "zzz"}, "no task is called 'zzz' in this graph; look for a part of it: "
         "papergraph query GRAPH find -p text=…"),
        ("related-papers", {"paper": "Tunin"}, "no paper has the id or title 'Tunin' in this graph; "
         "near: p4 (Tuning)"),
        ("hubs", {"kind": "metod"}, "no kind is called 'metod'; the kinds are method, dataset, repository, "
         "task, metric"),
    ],
)  # fmt: skip
def test_a_value_that_names_nothing_is_said_with_what_is_near(
    name: str, given: dict[str, str], said: str | None, folder: Path, pushed: neo4j.Driver
) -> None:
    for driver in (None, pushed):
        assert why_no_rows(folder, name, given, driver=driver) == ((said,) if said else ())


def test_the_copy_is_kept_and_made_anew_when_the_graph_changes(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    write(GRAPH, folder)
    count = "MATCH (p:Paper) RETURN count(p) AS papers"
    assert run_cypher(folder, count).rows == ((6,),)
    made = {p: p.stat().st_mtime_ns for p in (folder / "cache").iterdir()}
    assert run_cypher(folder, count).rows == ((6,),)
    assert {p: p.stat().st_mtime_ns for p in (folder / "cache").iterdir()} == made
    write(made_graph([Said("p1", "One", [])]), folder)
    assert run_cypher(folder, count).rows == ((1,),)
    assert len(list((folder / "cache").iterdir())) == 1
    with open_graph(folder) as one, open_graph(folder) as two:
        assert one.run(count).rows == two.run(count).rows


def test_a_damaged_copy_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    write(GRAPH, folder)
    open_graph(folder).close()
    copy = next((folder / "cache").iterdir())
    copy.write_bytes(b"nonsense" * 1000)
    with pytest.raises(EmbeddedError, match="run the same command again"):
        open_graph(folder)
    open_graph(folder).close()


def test_without_the_engine_the_message_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ladybug", None)
    with pytest.raises(EmbeddedError, match="pip install ladybug, or ask a Neo4j server with --uri"):
        open_graph(folder)


ROWS = Rows(("name", "n", "said"), (('a,"b"\n\x1b[31m', 2, ["x", "y"]), ("é", None, [])))


def test_formats_hold_every_value() -> None:
    assert json.loads(format_rows(ROWS, "json")) == ROWS.dicts()
    assert [json.loads(line) for line in format_rows(ROWS, "jsonl").splitlines()] == ROWS.dicts()
    assert list(csv.reader(io.StringIO(format_rows(ROWS, "csv"), newline=""))) == [
        ["name", "n", "said"], ["a,\"b\"\n\x1b[31m", "2", '["x","y"]'], ["é", "", "[]"],
    ]  # fmt: skip


def test_a_table_shows_no_control_characters_and_keeps_to_its_width() -> None:
    text = format_rows(ROWS, "table", width=24)
    assert "\x1b" not in text
    assert "x; y" in text
    assert max(map(len, text.splitlines())) <= 24
    assert format_rows(Rows(("a",), ()), "table") == "no rows (a)\n"


def test_the_list_shows_every_query_with_what_it_takes() -> None:
    text = list_queries()
    assert all(name in text and query.question in text for name, query in library().items())
    assert "papers-using-method  method=… [limit=25]" in text
    assert bind(find_query("hubs"), {}) == {"kind": "method", "limit": 25}

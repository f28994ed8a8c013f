import json
from collections.abc import Callable
from pathlib import Path

import pytest

from papergraph.graph import store
from papergraph.graph.manifest import GraphFolderError, read_manifest
from papergraph.graph.network import to_networkx
from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import PREDICATES

from .made_graph import Said, made_graph

GRAPH = made_graph(
    [
        Said("1", "FooNet", [("method", "FooNet", "proposed"), ("method", "BERT", "used"), ("method", "BERT", "used")]),
        Said(
            "2", "A study", [("method", "BERT", "compared"), ("dataset", "GLUE", "used"), ("metric", "F1", "reported")]
        ),
    ],
    variants=[("method:foonet", "method:bert")],
)


@pytest.mark.parametrize("graph", [GRAPH, PaperGraph()], ids=["made", "empty"])
def test_read_after_write_gives_an_equal_graph(tmp_path: Path, graph: PaperGraph) -> None:
    manifest = store.write(graph, tmp_path / "g")
    assert store.read(tmp_path / "g") == graph
    assert read_manifest(tmp_path / "g") == manifest
    assert manifest["counts"]["papers"] == graph.papers.num_rows


def test_a_graph_is_written_to_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        store.write(GRAPH, tmp_path / name)
    assert [(tmp_path / "a" / p.name).read_bytes() for p in sorted((tmp_path / "a").iterdir())] == [
        p.read_bytes() for p in sorted((tmp_path / "b").iterdir())
    ]


def test_a_rebuild_keeps_the_users_files_and_drops_its_own_old_ones(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    store.write(GRAPH, folder, files={"rejected.jsonl": "{}\n", "graph.html": "old"})
    (folder / "notes.md").write_text("mine")
    (folder / "figures").mkdir()
    (folder / "figures" / "a.svg").write_text("mine too")
    (folder / "cache").mkdir()
    store.write(GRAPH, folder, files={"graph.html": "new"})
    assert (folder / "graph.html").read_text() == "new"
    assert (folder / "notes.md").read_text() == "mine"
    assert (folder / "figures" / "a.svg").read_text() == "mine too"
    assert not (folder / "rejected.jsonl").exists()
    assert not (folder / "cache").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["g"]


def test_a_folder_of_something_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("precious")
    with pytest.raises(GraphFolderError, match=r"exists and is not a graph \(no manifest\.json\); choose another -o"):
        store.write(GRAPH, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    store.write(GRAPH, tmp_path / "g")
    assert store.read(tmp_path / "g") == GRAPH


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda g: (g / "papers.parquet").unlink(), r"papers\.parquet: is missing; build the graph again"),
        (lambda g: (g / "papers.parquet").write_bytes(b"PAR1"), r"papers\.parquet: is damaged \("),
        (lambda g: (g / "manifest.json").write_text("{"), r"manifest\.json: is damaged; build the graph again"),
        (lambda g: (g / "manifest.json").write_text("[]"), r"manifest\.json: is damaged; build the graph again"),
        (lambda g: (g / "manifest.json").unlink(), r"is not a graph \(no manifest\.json\)"),
        (lambda g: (g / "manifest.json").write_text('{"format": 99}'), r"has format 99, this papergraph reads up to"),
    ],
)
def test_a_damaged_graph_is_said_in_one_line(tmp_path: Path, damage: Callable[[Path], object], message: str) -> None:
    store.write(GRAPH, tmp_path / "g")
    damage(tmp_path / "g")
    with pytest.raises(GraphFolderError, match=message) as caught:
        store.read(tmp_path / "g")
    assert "\n" not in str(caught.value)


def test_writing_that_fails_leaves_the_old_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write(GRAPH, tmp_path / "g")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.write_table", full)
    with pytest.raises(
        GraphFolderError, match=r"writing failed \(No space left on device\); the old graph is untouched"
    ):
        store.write(PaperGraph(), tmp_path / "g")
    monkeypatch.undo()
    assert store.read(tmp_path / "g") == GRAPH
    assert [p.name for p in tmp_path.iterdir()] == ["g"]


def test_the_manifest_hash_follows_the_content(tmp_path: Path) -> None:
    one = store.write(GRAPH, tmp_path / "a")["hash"]
    other = store.write(PaperGraph(papers=GRAPH.papers), tmp_path / "b")["hash"]
    assert one != other
    assert json.loads((tmp_path / "a" / "manifest.json").read_text())["hash"] == one


def test_networkx_holds_papers_entities_and_all_evidence() -> None:
    network = to_networkx(GRAPH)
    assert network.number_of_nodes() == GRAPH.papers.num_rows + GRAPH.entities.num_rows
    assert network.number_of_edges() == GRAPH.relations.num_rows
    for source, target, predicate, edge in network.edges(keys=True, data=True):
        kinds = (network.nodes[source]["kind"], network.nodes[target]["kind"])
        assert kinds in PREDICATES[predicate]
        assert len(edge["evidence"]) == edge["count"]
        for said in edge["evidence"]:
            assert said["mention"] in said["sentence"]
    assert len(network.edges["paper:1", "method:bert", "USES"]["evidence"]) == 2

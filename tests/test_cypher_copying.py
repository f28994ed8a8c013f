import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.cypher import copying, embedded
from papergraph.cypher.ahead import ahead
from papergraph.cypher.ask import ask
from papergraph.cypher.components import joined
from papergraph.cypher.copying import copied
from papergraph.cypher.embedded import path_of_copy
from papergraph.cypher.loading import WORTH_THREADS
from papergraph.graph.store import write

from .made_graph import Said, made_graph

GRAPH = made_graph([Said("p1", "One", [("method", "LoRA", "used"), ("dataset", "GLUE", "used")])])


def test_a_build_leaves_a_copy_that_answers(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "g"
    with copied(GRAPH, folder):
        write(GRAPH, folder)
    made = path_of_copy(folder)
    assert made.is_file()
    assert list(folder.parent.iterdir()) == [folder]
    before = made.stat().st_mtime_ns
    assert ask(folder, "hubs", {"kind": "task"}).rows == ()
    assert made.stat().st_mtime_ns == before


def test_a_large_graph_gets_its_copy_at_the_first_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "WORTH_A_COPY", 1)
    with copied(GRAPH, tmp_path / "g"):
        write(GRAPH, tmp_path / "g")
    assert not (tmp_path / "g" / "cache").exists()


def test_a_copy_that_fails_fails_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise RuntimeError("No space left on device")

    monkeypatch.setattr(copying, "load_graph", full)
    with copied(GRAPH, tmp_path / "g"):
        write(GRAPH, tmp_path / "g")
    assert not (tmp_path / "g" / "cache").exists()
    assert ask(tmp_path / "g", "find", {"text": "lora"}).rows[0][1] == "LoRA"


def test_a_disk_without_room_for_a_copy_is_asked_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(GRAPH, tmp_path / "g")

    def refuse(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(embedded, "keep", refuse)
    assert ask(tmp_path / "g", "find", {"text": "lora"}).rows[0][1] == "LoRA"


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), copied(GRAPH, tmp_path / "g"):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_asking_an_existing_copy_loads_neither_arrow_nor_numpy(tmp_path: Path) -> None:
    with copied(GRAPH, tmp_path / "g"):
        write(GRAPH, tmp_path / "g")
    code = (
        "import sys; from papergraph.cypher.ask import ask; rows = ask('g', 'find', {'text': 'lora'}).rows; "
        "print(len(rows), sorted({'numpy', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "1 []\n", done.stderr


def test_a_large_graph_is_loaded_whole_by_several_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert GRAPH.relations.num_rows < WORTH_THREADS
    monkeypatch.setattr("papergraph.cypher.loading.WORTH_THREADS", 1)
    write(GRAPH, tmp_path / "g")
    rows = ask(tmp_path / "g", "paper-card", {"paper": "p1"}).rows
    assert [row[2:] for row in rows] == [("GLUE", ["Here GLUE is used."]), ("LoRA", ["Here LoRA is used."])]


def test_an_error_in_making_a_batch_comes_where_it_is_due() -> None:
    items = ahead(1 // n for n in (1, 0))
    assert next(items) == 1
    with pytest.raises(ZeroDivisionError):
        next(items)


@given(st.integers(1, 30).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.tuples(*[st.integers(0, n - 1)] * 2)))))
def test_components_are_those_of_networkx(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    count, edges = drawn
    graph: nx.Graph[int] = nx.Graph(edges)
    graph.add_nodes_from(range(count))
    starts, ends = (np.array([e[i] for e in edges], np.int64) for i in (0, 1))
    lowest = {node: min(part) for part in nx.connected_components(graph) for node in part}
    assert joined(count, starts, ends).tolist() == [lowest[n] for n in range(count)]

"""How fast does the embedded engine load and answer? `python -m benchmarks.embedded [PAPERS]` (100,000).

Prints relations loaded a second (with everything, and without the evidence's texts), then the median of five warm runs
of every query of the library, for names of ordinary frequency and for the most frequent.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.synthetic import synthetic
from papergraph.cypher.embedded import Embedded, load_graph, open_graph
from papergraph.cypher.evidence import tables
from papergraph.cypher.library import bind, library
from papergraph.graph.store import write
from papergraph.graph.tables import PaperGraph

LIMIT = 300
"""Milliseconds that a query may take."""


def timed(label: str, relations: int, work: Callable[[], object]) -> None:
    start, spent = time.perf_counter(), time.process_time()
    work()
    took, spent = time.perf_counter() - start, time.process_time() - spent
    print(f"{label:42} {took:5.1f} s, {relations / took:9,.0f} relations/s ({spent:.1f} s of processor time)")


def loading(graph: PaperGraph, folder: Path) -> None:
    count = graph.relations.num_rows
    without = PaperGraph(graph.papers, graph.mentions.slice(0, 0), graph.entities, graph.relations)
    timed(
        "rows alone, without the engine",
        count,
        lambda: [len(b) for t in tables(graph, name="x", size=50_000) for b in t.batches()],
    )
    timed("everything, in memory", count, lambda: load_graph(graph).close())
    timed("without the evidence's texts, in memory", count, lambda: load_graph(without).close())
    timed("without the evidence's texts, on disk", count, lambda: load_graph(without, path=folder / "x.lbug").close())
    timed("everything, on disk, with reading the tables", count, lambda: open_graph(folder / "graph").close())


def asking(embedded: Embedded, given: dict[str, str]) -> None:
    slow = []
    for query in library().values():
        parameters = bind(query, {p.name: given[p.name] for p in query.parameters if p.default is None})
        embedded.run(query.text, {**parameters, "graph": embedded.name})
        times = []
        for _ in range(5):
            start = time.perf_counter()
            embedded.run(query.text, {**parameters, "graph": embedded.name})
            times.append(time.perf_counter() - start)
        median = statistics.median(times) * 1000
        slow += [query.name] if median > LIMIT else []
        print(f"{query.name:34} {median:6.0f} ms")
    print(f"over {LIMIT} ms: {', '.join(slow) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("papers", nargs="?", type=int, default=100_000)
    chosen = parser.parse_args()
    graph = synthetic(chosen.papers, chosen.papers * 6 // 10)
    print(graph)
    with tempfile.TemporaryDirectory() as folder:
        write(graph, Path(folder) / "graph")
        loading(graph, Path(folder))
        for label, number in (("ordinary names", 3), ("the most frequent names", 0)):
            given = {"method": f"MethodName{number}", "dataset": f"DatasetName{number}", "task": f"TaskName{number}"}
            given |= {"entity": f"MethodName{number}", "text": "Name12"}
            given |= {k: graph.papers["id"][i].as_py() for k, i in (("paper", 5), ("other", 6))}
            start = time.perf_counter()
            with open_graph(Path(folder) / "graph") as embedded:
                print(f"{label}; opened in {time.perf_counter() - start:.2f} s")
                asking(embedded, given)


if __name__ == "__main__":
    main()

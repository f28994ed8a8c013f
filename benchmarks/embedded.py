"""How fast does the embedded engine load and answer? `python -m benchmarks.embedded [PAPERS]` (100,000).

Prints relations loaded a second (all of it, and without the evidence's texts), then the median of five warm runs of
every query of the library.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.synthetic import synthetic
from papergraph.cypher.embedded import open_graph
from papergraph.cypher.library import bind, library
from papergraph.graph.store import write


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("papers", nargs="?", type=int, default=100_000)
    chosen = parser.parse_args()
    graph = synthetic(chosen.papers, chosen.papers * 6 // 10)
    print(graph)
    given = {
        "method": "MethodName3", "dataset": "DatasetName2", "task": "TaskName1", "entity": "MethodName3",
        "paper": graph.papers["id"][5].as_py(), "other": graph.papers["id"][6].as_py(), "text": "Name12",
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph"
        write(graph, path)
        start = time.perf_counter()
        open_graph(path).close()
        took = time.perf_counter() - start
        print(f"cold, with reading the tables: {took:.1f} s, {graph.relations.num_rows / took:,.0f} relations/s")
        start = time.perf_counter()
        with open_graph(path) as embedded:
            print(f"opened again in {time.perf_counter() - start:.2f} s")
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
                slow += [query.name] if median > 300 else []
                print(f"{query.name:34} {median:6.0f} ms")
            print(f"over 300 ms: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()

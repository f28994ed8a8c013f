"""How fast is a push, beside a bare driver loop of the same batches? `python -m benchmarks.push [PAPERS]` (100,000).

Starts its own Neo4j (heap 2 GB). Prints rows a second of the push, of the loop, their ratio, the second push's share of
the first's time, and with `--bulk` the time of the real importer on the same graph.
"""

import argparse
import gc
import tempfile
import time
from pathlib import Path
from typing import Any

import neo4j

from benchmarks.synthetic import synthetic
from papergraph.cypher.bulk import write_bulk
from papergraph.cypher.evidence import tables
from papergraph.cypher.push import push, schema, statement
from papergraph.graph.tables import PaperGraph
from tests.neo4j_server import admin, make_home, started

Made = list[tuple[str, list[dict[str, Any]]]]


def wipe(driver: neo4j.Driver) -> None:
    """Empty the database and let the server settle, so that no run pays for the one before."""
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    time.sleep(5)


def made(graph: PaperGraph) -> Made:
    """Return the statements and rows of a push, made beforehand."""
    return [
        (f"UNWIND $rows AS row\n{statement(t.name, t.ends)}", b.dicts(without=("graph",)))
        for t in tables(graph, name="bench")
        for b in t.batches()
    ]


def bare(batches: Made, driver: neo4j.Driver) -> float:
    """Time the same batches through the driver alone."""
    start = time.perf_counter()
    with driver.session() as session:
        for text in schema():
            session.run(text).consume()  # pyright: ignore[reportArgumentType]
        for query, rows in batches:
            session.execute_write(lambda tx, q, r: tx.run(q, rows=r, graph="bench").consume(), query, rows)
    return time.perf_counter() - start


def pushed(graph: PaperGraph, driver: neo4j.Driver) -> tuple[float, float]:
    """Time a push and a second one, which must change nothing."""
    start = time.perf_counter()
    push(graph, driver, name="bench")
    first = time.perf_counter() - start
    start = time.perf_counter()
    again = push(graph, driver, name="bench", prune=True)
    assert again.total("created", nodes=True) + again.total("changed", nodes=False) == 0
    return first, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("papers", nargs="?", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bulk", action="store_true")
    chosen = parser.parse_args()
    graph = synthetic(chosen.papers, chosen.papers * 6 // 10)
    rows = graph.papers.num_rows + graph.entities.num_rows + graph.relations.num_rows
    print(graph)
    with tempfile.TemporaryDirectory() as folder:
        if chosen.bulk:
            bulk(graph, Path(folder), rows)
            return
        with started(Path(folder), heap="2g", jvm=()) as running, running.driver() as driver:
            push(graph, driver, name="warm")  # whole: the server compiles what it runs often, for minutes
            found = []
            batches = made(graph)
            gc.freeze()  # else every collection would look at them
            for turn in range(chosen.rounds):
                wipe(driver)
                if turn % 2:  # neither is always the first
                    loop = bare(batches, driver)
                    wipe(driver)
                    first, second = pushed(graph, driver)
                else:
                    first, second = pushed(graph, driver)
                    wipe(driver)
                    loop = bare(batches, driver)
                found.append((loop / first, second / first))
                print(
                    f"push {rows / first:,.0f} rows/s, bare loop {rows / loop:,.0f} rows/s, ratio {loop / first:.2f}; "
                    f"second push {second:.1f} s = {second / first:.2f} of the first"
                )
            ratio, share = (sorted(column)[len(found) // 2] for column in zip(*found, strict=True))
            print(f"median of {len(found)}: {ratio:.2f} of the bare loop; second push {share:.2f} of the first")


def bulk(graph: PaperGraph, folder: Path, rows: int) -> None:
    start = time.perf_counter()
    command = write_bulk(graph, folder / "files", name="bench")
    written = time.perf_counter() - start
    make_home(folder / "home")
    start = time.perf_counter()
    done = admin(folder / "home", command.replace("\\\n", "").split()[1:], heap="2g")
    took = time.perf_counter() - start
    assert done.returncode == 0, done.stdout
    print(
        f"bulk files of {rows:,} rows written in {written:.0f} s, imported in {took:.0f} s ({rows / took:,.0f} rows/s)"
    )


if __name__ == "__main__":
    main()

"""How does a graph get into the embedded engine? As Arrow tables, one COPY each.

A small graph goes in by one thread in one transaction, as starting threads and writing after each table would take
longer than loading. In a large one each table is written by its own, and relationship types go in side by side, because
the engine puts 131,072 nodes' relationships in one after the other.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

import ladybug
import pyarrow as pa

from papergraph.cypher.embedded import ADDRESSES, MEMORY
from papergraph.cypher.evidence import tables
from papergraph.cypher.layout import ENTITY, PAPER, RELATIONSHIP, Table, node_labels, relationship_types
from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import LABELS

WORTH_THREADS = 50_000
"""With fewer relations than this, one thread and one transaction are faster."""
THREADS = 2
"""Relationship types that go in at a time."""
ROWS = 50_000
"""Rows that are made at a time; the engine gets a table whole: adding to one costs it five times as much."""
MACROS = ("CREATE MACRO type(r) AS label(r)",)
"""What Neo4j has under another name."""

_TYPES = {
    pa.string(): "STRING",
    pa.int64(): "INT64",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.list_(pa.string()): "STRING[]",
}


def loaded(graph: PaperGraph, *, name: str, path: Path | None) -> ladybug.Database:
    """Return a new embedded database that holds the graph, in memory or at `path`."""
    large = graph.relations.num_rows >= WORTH_THREADS
    database = ladybug.Database(
        str(path) if path else ":memory:",
        buffer_pool_size=MEMORY,
        max_db_size=ADDRESSES,
        max_num_threads=0 if large else 1,
        auto_checkpoint=False,  # it would write everything out after each table
        enable_multi_writes=large,
    )
    todo = tables(graph, name=name, size=ROWS)
    with ladybug.Connection(database) as connection:
        if not large:
            connection.execute("BEGIN TRANSACTION")
        for statement in (*_definitions(), *MACROS):
            connection.execute(statement)
        if large:
            _copy(connection, [t for t in todo if t.ends is None])
        else:
            _copy(connection, todo)
            connection.execute("COMMIT")
    if large:
        _copy_side_by_side(database, [t for t in todo if t.ends is not None])
    return database


def _copy(connection: ladybug.Connection, todo: Sequence[Table]) -> None:
    for table in todo:
        parts = [batch.table for batch in table.batches()]
        if parts:
            options = f" (from='{table.ends[0]}', to='{table.ends[1]}')" if table.ends else ""
            connection.execute(f"COPY {table.name} FROM $rows{options}", {"rows": pa.concat_tables(parts)})


def _copy_side_by_side(database: ladybug.Database, todo: Sequence[Table]) -> None:
    def copy_type(own: Sequence[Table]) -> None:
        with ladybug.Connection(database) as connection:
            _copy(connection, own)

    types = [list(own) for _, own in groupby(todo, key=lambda t: t.name)]
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(copy_type, own) for own in types]:
            done.result()


def _definitions() -> list[str]:
    made = []
    for label in node_labels():
        fields = PAPER if label == LABELS["paper"] else ENTITY
        made.append(f"CREATE NODE TABLE {label}({_columns(fields)}, PRIMARY KEY (id))")
    pairs: dict[str, list[str]] = {}
    for type_, start, end in relationship_types():
        pairs.setdefault(type_, []).append(f"FROM {start} TO {end}")
    fields = pa.schema([f for f in RELATIONSHIP if f.name not in ("source", "target")])
    made += [f"CREATE REL TABLE {type_}({', '.join(ends)}, {_columns(fields)})" for type_, ends in pairs.items()]
    return made


def _columns(fields: pa.Schema) -> str:
    return ", ".join(f"`{f.name}` {_TYPES[f.type]}" for f in fields if f.name != "digest")

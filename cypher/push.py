"""How does a graph get into Neo4j? In sorted batches that can be repeated any number of times.

Constraints first, then nodes, then relationships, each batch one managed transaction that the driver tries again on
transient errors. Only what differs from the database is sent. Everything written carries the graph's name; nothing else
in the database is ever touched.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import neo4j
import numpy as np
import pyarrow as pa

from papergraph.cypher.ahead import ahead
from papergraph.cypher.connection import QueryError, plain_errors
from papergraph.cypher.difference import Difference, Id, difference
from papergraph.cypher.evidence import tables
from papergraph.cypher.layout import ENTITY, PAPER, RELATIONSHIP, Batch, Table
from papergraph.cypher.pushed import PushSummary, TableChange
from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import LABELS

BATCH = 5000
"""Rows in a transaction: larger ones are hardly faster and need more of the server's memory."""


def push(
    graph: PaperGraph,
    driver: neo4j.Driver,
    *,
    name: str,
    database: str | None = None,
    batch: int = BATCH,
    prune: bool = False,
    dry_run: bool = False,
    resend: bool = False,
    progress: Callable[[str, int], None] | None = None,
) -> PushSummary:
    """Make the database hold this graph under this name, and return what that changed.

    `name` tells the graphs in one database apart. `resend` writes every row even where its digest is there already,
    which mends properties that were edited by hand. `progress` is called with a label or type and the rows just done.

    Raises
    ------
    Neo4jError
        Where the server refuses or is lost. What was written stays, and pushing again completes it.
    ValueError
        Where `name` is empty or `batch` is not positive.
    """
    if not name or batch < 1:
        raise ValueError("a graph needs a name, and a batch at least one row")
    todo = tables(graph, name=name, size=batch)
    with (
        plain_errors(database=database),
        driver.session(database=database, notifications_min_severity="OFF") as session,
    ):
        if not dry_run:
            for text in schema():
                session.run(text).consume()  # pyright: ignore[reportArgumentType]
        changes, gone = [], []
        for table in todo:
            change, outdated = _write(session, table, name, dry_run=dry_run, resend=resend, progress=progress)
            changes.append(change)
            gone.append(outdated)
        if prune:
            removals = [
                _remove(session, t, sorted(g), name, batch, dry_run=dry_run) for t, g in _ends_first(todo, gone)
            ]
            counted = {(name_, ends): (removed, kept) for name_, ends, removed, kept in removals}
            changes = [_with_removed(c, *counted[c.name, c.ends]) for c in changes]
    return PushSummary(name, dry_run, tuple(c for c in changes if c.rows or c.outdated))


def schema() -> tuple[str, ...]:
    """Return the statements of `schema.cypher`.

    >>> schema()[0].split(" IF ")[0]
    'CREATE CONSTRAINT papergraph_paper'
    """
    text = files("papergraph.cypher").joinpath("schema.cypher").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("//")]
    return tuple(s.strip() for s in "\n".join(lines).split(";") if s.strip())


def statement(name: str, ends: tuple[str, str] | None) -> str:
    """Return the statement that merges one `row` of a label or relationship type.

    >>> print(statement("Task", None))  # doctest: +ELLIPSIS
    MERGE (n:Task {graph: $graph, id: row.id})
    SET n.name = row.name, n.kind = row.kind, n.subkind = row.subkind, n.aliases = row.aliases, ...
    """
    if ends is None:
        schema_ = PAPER if name == LABELS["paper"] else ENTITY
        return f"MERGE (n:{name} {{graph: $graph, id: row.id}})\nSET {_set('n', schema_, ('id',))}"
    return (
        f"MATCH (a:{ends[0]} {{graph: $graph, id: row.source}})\n"
        f"MATCH (b:{ends[1]} {{graph: $graph, id: row.target}})\n"
        f"MERGE (a)-[r:{name} {{graph: $graph}}]->(b)\n"
        f"SET {_set('r', RELATIONSHIP, ('source', 'target'))}"
    )


def _set(variable: str, fields: pa.Schema, identity: tuple[str, ...]) -> str:
    """Set every property but those that identify: `+=` with a whole row would make the planner read it all first."""
    return ", ".join(f"{variable}.{n} = row.{n}" for n in fields.names if n not in (*identity, "graph"))


def _write(
    session: neo4j.Session,
    table: Table,
    graph: str,
    *,
    dry_run: bool,
    resend: bool,
    progress: Callable[[str, int], None] | None,
) -> tuple[TableChange, set[Id]]:
    def read(query: str, **parameters: Any) -> list[list[Any]]:
        return session.execute_read(lambda tx: tx.run(query, parameters).values())  # pyright: ignore[reportArgumentType]

    found = difference(read, table, graph=graph)
    if found.send is not None and len(found.send) == 0 and not resend:
        return TableChange(table.name, table.ends, found.rows, 0, 0, len(found.outdated)), set(found.outdated)
    outdated = set(found.outdated)
    created = changed = seen = 0
    for part in ahead(_parts(table, found, outdated, resend=resend)):
        seen, created, changed = seen + part.seen, created + part.created, changed + part.changed
        if part.rows and not dry_run:
            session.execute_write(_merge, table, part.rows, graph)
        if progress:
            progress(table.name, part.seen)
    return TableChange(table.name, table.ends, seen, created, changed, len(outdated)), outdated


@dataclass(frozen=True, slots=True)
class _Part:
    """A batch looked at: how many rows it has, how many of them are new or changed, and those to be sent."""

    seen: int
    created: int
    changed: int
    rows: list[dict[str, Any]]


def _parts(table: Table, found: Difference, outdated: set[Id], *, resend: bool) -> Iterator[_Part]:
    """Yield the table's batches, ready for the driver; ids that come again are taken out of `outdated`."""
    for batch in table.batches():
        new = _new(batch, found)
        again = outdated.intersection(new.ids()) if outdated else set[Id]()
        changed = len(again)
        outdated -= again
        due = batch if resend else new
        yield _Part(len(batch), len(new) - changed, changed, due.dicts(without=("graph",)))


def _new(part: Batch, found: Difference) -> Batch:
    if found.send is None:
        return part
    return part.take(np.flatnonzero(np.isin(part.digests, found.send)))


def _merge(tx: neo4j.ManagedTransaction, table: Table, rows: list[dict[str, Any]], graph: str) -> None:
    query = f"UNWIND $rows AS row\n{statement(table.name, table.ends)}\nRETURN count(*) AS merged"
    result = tx.run(query, rows=rows, graph=graph)  # pyright: ignore[reportArgumentType]
    merged = result.single(strict=True)["merged"]
    if merged != len(rows):
        raise QueryError(
            f"{len(rows) - merged} {table.name} relationships have no node at one end; "
            "is another push of the same graph running? Run the same command again"
        )


def _ends_first(todo: tuple[Table, ...], gone: list[set[Id]]) -> Iterator[tuple[Table, set[Id]]]:
    """Yield the tables with relationships before nodes: a node goes only when nothing is tied to it."""
    pairs = list(zip(todo, gone, strict=True))
    yield from (p for p in pairs if p[0].ends is not None)
    yield from (p for p in pairs if p[0].ends is None)


def _remove(
    session: neo4j.Session, table: Table, gone: list[Any], graph: str, batch: int, *, dry_run: bool
) -> tuple[str, tuple[str, str] | None, int, int]:
    removed = 0
    if table.ends is None:
        where, what = "WHERE x.id = id AND NOT EXISTS { (x)--() }", "x"
        find = f"MATCH (x:{table.name} {{graph: $graph, id: id}}) {where}"
    else:
        a, b = table.ends
        what = "x"
        find = (
            f"MATCH (a:{a} {{graph: $graph, id: id[0]}}) MATCH (b:{b} {{graph: $graph, id: id[1]}}) "
            f"MATCH (a)-[x:{table.name} {{graph: $graph}}]->(b)"
        )
    for at in range(0, len(gone), batch):
        ids = gone[at : at + batch]
        if dry_run:
            removed += len(ids)
            continue
        query = f"UNWIND $ids AS id {find} DELETE {what} RETURN count(*)"
        removed += session.execute_write(
            lambda tx, q, i: tx.run(q, ids=i, graph=graph).single(strict=True)[0], query, ids
        )
    return table.name, table.ends, removed, len(gone) - removed


def _with_removed(change: TableChange, removed: int, kept: int) -> TableChange:
    return TableChange(
        change.name, change.ends, change.rows, change.created, change.changed, change.outdated, removed, kept
    )

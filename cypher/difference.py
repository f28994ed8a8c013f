"""What does a database hold of a graph, and what of it differs? Answered from digests, so that little travels.

Every node and relationship carries the digest of its content (`layout.digest`). The server sums them up by bucket; only
buckets whose sums differ are looked into, and ids are fetched for rows that really differ. Properties that somebody
edited by hand do not show: a digest says what was pushed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from papergraph.cypher.layout import BUCKETS, CONTENT_BITS, Table

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Read = Callable[..., list[list[Any]]]
"""Runs a reading statement with parameters given by keyword, and returns its rows."""

Id = str | tuple[str, str]
_CONTENT = 1 << CONTENT_BITS
_IN_ONE_QUERY = 50_000


@dataclass(frozen=True, slots=True)
class Difference:
    """How a table differs from the database: the digests to send (None: all of them), and the ids of outdated rows.

    `outdated` rows are in the database with content that the table does not have: changed since, or gone.
    """

    send: Numbers | None
    outdated: frozenset[Id]
    rows: int
    """Rows of the table; -1 where they were not counted because all are sent."""


def difference(read: Read, table: Table, *, graph: str) -> Difference:
    """Compare a table with what the database holds of the graph called `graph`."""
    pattern = matching(table)
    sums = read(
        f"MATCH {pattern} WITH coalesce(x.digest, 0) AS digest "
        f"WITH digest / {_CONTENT} AS bucket, count(*) AS rows, sum(digest % {_CONTENT}) AS content "
        "RETURN collect([bucket, rows, content])",
        graph=graph,
    )[0][0]
    if not sums:
        return Difference(None, frozenset(), -1)
    local = np.concatenate([np.empty(0, np.int64), *(batch.digests for batch in table.batches())])
    buckets = _differing(local, sums)
    held = _held(read, pattern, buckets, graph)
    own = local[np.isin(local >> CONTENT_BITS, np.asarray(buckets, np.int64))]
    outdated = _outdated(read, table, np.setdiff1d(held, own), graph)
    return Difference(np.setdiff1d(own, held), outdated, len(local))


def matching(table: Table) -> str:
    """Return the pattern that binds `x` to the rows of a table that `$graph` owns, and `a`, `b` to their ends."""
    if table.ends is None:
        return f"(x:{table.name} {{graph: $graph}})"
    return f"(a:{table.ends[0]})-[x:{table.name} {{graph: $graph}}]->(b:{table.ends[1]})"


def _differing(local: Numbers, sums: list[list[Any]]) -> list[int]:
    """Return the buckets whose count or sum of contents is not the same on both sides."""
    bucket = local >> CONTENT_BITS
    counts = np.bincount(bucket, minlength=BUCKETS)
    contents = np.zeros(BUCKETS, np.int64)
    np.add.at(contents, bucket, local % _CONTENT)
    held = {b: (rows, content) for b, rows, content in sums}
    return [b for b in range(BUCKETS) if (int(counts[b]), int(contents[b])) != held.get(b, (0, 0))]


def _held(read: Read, pattern: str, buckets: list[int], graph: str) -> Numbers:
    if not buckets:  # the common case of a nightly push
        return np.empty(0, np.int64)
    rows = read(
        f"MATCH {pattern} WITH coalesce(x.digest, 0) AS digest WHERE digest / {_CONTENT} IN $buckets RETURN digest",
        graph=graph,
        buckets=buckets,
    )
    return np.asarray([row[0] for row in rows], np.int64)


def _outdated(read: Read, table: Table, digests: Numbers, graph: str) -> frozenset[Id]:
    found: set[Id] = set()
    what = "x.id" if table.ends is None else "a.id, b.id"
    query = f"MATCH {matching(table)} WHERE coalesce(x.digest, 0) IN $digests RETURN {what}"
    for at in range(0, len(digests), _IN_ONE_QUERY):
        rows: Sequence[Sequence[Any]] = read(query, graph=graph, digests=digests[at : at + _IN_ONE_QUERY].tolist())
        found.update(row[0] if table.ends is None else (row[0], row[1]) for row in rows)
    return frozenset(found)

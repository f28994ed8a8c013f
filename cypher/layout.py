"""What does the graph look like in a database? Labelled nodes and typed relationships with flat properties, in batches.

Every way out (push, embedded engine, script, bulk files) writes exactly these rows, so that they all hold the same. An
empty text or list is an absent property. How rows are written is for the modules of each way.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from papergraph.cypher.components import Components
from papergraph.extractors.records import KINDS
from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import LABELS, PREDICATES

Column = Sequence[Any]

_TEXTS = pa.list_(pa.string())
_OWN = [("graph", pa.string()), ("digest", pa.int64())]

PAPER = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("abstract", pa.string()),
        ("authors", _TEXTS),
        ("year", pa.int64()),
        ("date", pa.string()),
        ("url", pa.string()),
        ("venue", pa.string()),
        ("source", _TEXTS),
        ("component", pa.string()),
        *_OWN,
    ]
)
"""Properties of a `:Paper`. `source` lists file:line, `component` names the connected component (`components.py`),
`graph` the graph that owns the node, and `digest` stands for its content."""

ENTITY = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("subkind", pa.string()),
        ("aliases", _TEXTS),
        ("names", _TEXTS),
        ("url", pa.string()),
        ("papers", pa.int64()),
        ("generic", pa.bool_()),
        ("generic_reason", pa.string()),
        ("first_paper", pa.string()),
        ("component", pa.string()),
        *_OWN,
    ]
)
"""Properties of an entity. `names` holds the name and the aliases in lower case, for looking up."""

RELATIONSHIP = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("count", pa.int64()),
        ("confidence", pa.float64()),
        ("mentions", _TEXTS),
        ("sentences", _TEXTS),
        ("rules", _TEXTS),
        *_OWN,
    ]
)
"""Ends (ids) and properties of a relationship. The lists hold each mention, sentence and rule once, as in the text."""

ID_BYTES = 1000
"""Longest id that is stored as it is; an index entry of Neo4j holds about 8,000 bytes."""

BUCKETS = 4096
CONTENT_BITS = 48
"""A digest is bucket(id) * 2**48 + content: a row stays in its one of the 4,096 buckets when its content changes."""


@dataclass(frozen=True)
class Batch:
    """Some rows of one label, or of one relationship type between two labels (`ends`), one list a column."""

    name: str
    ends: tuple[str, str] | None
    schema: pa.Schema
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.columns[0])

    def dicts(self, *, without: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Return the rows as dicts, for a driver's parameters, but for the columns `without`."""
        names = [n for n in self.schema.names if n not in without]
        columns = [c for n, c in zip(self.schema.names, self.columns, strict=True) if n not in without]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def take(self, rows: Sequence[int]) -> "Batch":
        """Return the batch of these rows only."""
        return Batch(self.name, self.ends, self.schema, tuple([column[i] for i in rows] for column in self.columns))

    def ids(self) -> list[str] | list[tuple[str, str]]:
        """Return what identifies each row: a node's id, or a relationship's two ends."""
        if self.ends is None:
            return list(self.columns[0])
        return list(zip(self.columns[0], self.columns[1], strict=True))

    def arrow(self) -> pa.Table:
        """Return the rows as an Arrow table."""
        return pa.table(
            [pa.array(c, f.type) for c, f in zip(self.columns, self.schema, strict=True)], schema=self.schema
        )

    @cached_property
    def digests(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The digest column as an array."""
        return np.asarray(self.columns[self.schema.get_field_index("digest")], dtype=np.int64)


def bounded_id(key: str) -> str:
    """Return `key`, or where it is longer than ID_BYTES its beginning and its hash.

    >>> bounded_id("method:lora")
    'method:lora'
    """
    if len(key) * 4 <= ID_BYTES or len(key.encode()) <= ID_BYTES:
        return key
    return f"{key[:100]}…{blake2b(key.encode(), digest_size=16).hexdigest()}"


def digest(ends: tuple[str, ...], content: tuple[object, ...]) -> int:
    """Return the digest of a row from what identifies it and all its values: below 2**60, the same on every machine."""
    bucket = int.from_bytes(blake2b("\0".join(ends).encode(), digest_size=2).digest()) % BUCKETS
    said = int.from_bytes(blake2b(msgspec.msgpack.encode(content), digest_size=6).digest())
    return bucket << CONTENT_BITS | said


def node_labels() -> tuple[str, ...]:
    """Return the labels in the order in which they are written.

    >>> node_labels()
    ('Paper', 'Method', 'Dataset', 'Repository', 'Task', 'Metric')
    """
    return (LABELS["paper"], *(LABELS[kind] for kind in KINDS))


def relationship_types() -> tuple[tuple[str, str, str], ...]:
    """Return every (type, start label, end label) that a graph may hold, in the order in which they are written."""
    return tuple((p, LABELS[a], LABELS[b]) for p, pairs in PREDICATES.items() for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Table:
    """One label's nodes, or one type's relationships between two labels; `batches` makes the rows anew each time."""

    name: str
    ends: tuple[str, str] | None
    batches: Callable[[], Iterator[Batch]]


def node_batches(
    graph: PaperGraph, label: str, parts: Components, *, name: str, size: int = 5000, digests: bool = True
) -> Iterator[Batch]:
    """Yield the nodes of one label of the graph called `name`, sorted by key, at most `size` in a batch."""
    if label == LABELS["paper"]:
        table = graph.papers.append_column("component", pa.array(parts.papers, pa.string()))
        columns, fields = _paper_columns, PAPER
    else:
        kind = next(k for k, v in LABELS.items() if v == label)
        table = graph.entities.append_column("component", pa.array(parts.entities, pa.string()))
        table = table.filter(pc.equal(table.column("kind"), kind))
        columns, fields = _entity_columns, ENTITY
    for part in table.to_batches(max_chunksize=size):
        made = columns({c: part.column(c).to_pylist() for c in part.schema.names})
        yield finished(label, None, fields, [*made, [name] * part.num_rows], digests=digests)


def finished(
    name: str, ends: tuple[str, str] | None, schema: pa.Schema, columns: list[Column], *, digests: bool
) -> Batch:
    """Return the batch of these columns, with the column of digests added or left out."""
    if not digests:
        return Batch(name, ends, schema.remove(schema.get_field_index("digest")), tuple(columns))
    keys = 1 if ends is None else 2
    marks = [digest((name, *row[:keys]), (name, *row)) for row in zip(*columns, strict=True)]
    return Batch(name, ends, schema, (*columns, marks))


def _paper_columns(get: dict[str, list[Any]]) -> list[Column]:
    return [
        [bounded_id(i) for i in get["id"]],
        _texts(get["title"]),
        _texts(get["abstract"]),
        [_list(a) for a in get["authors"]],
        get["year"],
        _texts(get["date"]),
        _texts(get["url"]),
        _texts(get["venue"]),
        [[f"{s['file']}:{s['line']}" for s in sources] or None for sources in get["sources"]],
        [bounded_id(c) for c in get["component"]],
    ]


def _entity_columns(get: dict[str, list[Any]]) -> list[Column]:
    names = (
        sorted({n.lower() for n in (own, *others)}) for own, others in zip(get["name"], get["aliases"], strict=True)
    )
    return [
        [bounded_id(k) for k in get["key"]],
        _texts(get["name"]),
        get["kind"],
        _texts(get["subkind"]),
        [_list(a) for a in get["aliases"]],
        [_list(n) for n in names],
        _texts(get["url"]),
        get["papers"],
        get["generic"],
        _texts(get["generic_reason"]),
        [bounded_id(p) or None for p in get["first_paper"]],
        [bounded_id(c) for c in get["component"]],
    ]


def _texts(column: list[str]) -> list[str | None]:
    return [t or None for t in column]


def _list(texts: Sequence[str]) -> list[str] | None:
    """Drop empty texts: the bulk importer cannot tell [""] from nothing."""
    return [t for t in texts if t] or None

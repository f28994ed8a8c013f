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

from papergraph.extractors.records import KINDS
from papergraph.graph.vocabulary import LABELS, PREDICATES

Numbers = np.ndarray[Any, np.dtype[np.int64]]

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
    """Some rows of one label, or of one relationship type between two labels (`ends`), as an Arrow table.

    The table has the columns of PAPER, ENTITY or RELATIONSHIP but for `digest`, which is worked out when asked for.
    """

    name: str
    ends: tuple[str, str] | None
    table: pa.Table

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self.table.num_rows)

    def dicts(self, *, without: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Return the rows as dicts, digests included, for a driver's parameters, but for the columns `without`."""
        named = {n: c for n, c in zip(self.table.column_names, self._columns, strict=True) if n not in without}
        names = [*named, "digest"]
        return [dict(zip(names, row, strict=True)) for row in zip(*named.values(), self._digests, strict=True)]

    def take(self, rows: Numbers) -> "Batch":
        """Return the batch of these rows only."""
        return Batch(self.name, self.ends, self.table.take(pa.array(rows)))

    def ids(self) -> list[str] | list[tuple[str, str]]:
        """Return what identifies each row: a node's id, or a relationship's two ends."""
        if self.ends is None:
            return list(self._columns[0])
        return list(zip(self._columns[0], self._columns[1], strict=True))

    def arrow(self) -> pa.Table:
        """Return the rows as an Arrow table with their digests."""
        return self.table.append_column("digest", pa.array(self._digests, pa.int64()))

    @property
    def digests(self) -> Numbers:
        """The digests as an array."""
        return np.asarray(self._digests, dtype=np.int64)

    @cached_property
    def _columns(self) -> list[list[Any]]:
        return [column.to_pylist() for column in self.table.columns]

    @cached_property
    def _digests(self) -> list[int]:
        keys = 1 if self.ends is None else 2
        return [digest((self.name, *row[:keys]), (self.name, *row)) for row in zip(*self._columns, strict=True)]


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


def bounded_ids(keys: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return `bounded_id` of each."""
    longest = pc.max(pc.binary_length(keys)).as_py() or 0
    return keys if longest <= ID_BYTES else pa.chunked_array([[bounded_id(k) for k in keys.to_pylist()]], pa.string())


def gathered(owners: Numbers, texts: pa.Array, count: int) -> pa.Array:
    """Return a list of texts for each of `count` owners; `owners` tells whose each text is, in rising order.

    Empty texts are left out, as the bulk importer cannot tell [""] from nothing; who has none has null.

    >>> gathered(np.array([0, 0, 2]), pa.array(["a", "", "b"]), 3).to_pylist()
    [['a'], None, ['b']]
    """
    said = pc.binary_length(texts).to_numpy(zero_copy_only=False) > 0
    sizes = np.bincount(owners[said], minlength=count)
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), texts.filter(pa.array(said)), mask=pa.array(sizes == 0))


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

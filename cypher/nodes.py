"""Which nodes does the graph hold? Papers and entities with their properties, in batches, from the tables."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from papergraph.cypher.components import Components
from papergraph.cypher.layout import ENTITY, PAPER, Batch, bounded_ids, gathered
from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import LABELS

_NOTHING = pa.scalar(None, pa.string())


def node_batches(graph: PaperGraph, label: str, parts: Components, *, name: str, size: int = 5000) -> Iterator[Batch]:
    """Yield the nodes of one label of the graph called `name`, sorted by key, at most `size` in a batch."""
    if label == LABELS["paper"]:
        table = graph.papers.append_column("component", parts.papers)
        columns, fields = _paper_columns, PAPER
    else:
        kind = next(k for k, v in LABELS.items() if v == label)
        table = graph.entities.append_column("component", parts.entities)
        table = table.filter(pc.equal(table.column("kind"), kind))
        columns, fields = _entity_columns, ENTITY
    schema = fields.remove(fields.get_field_index("digest"))
    for part in table.to_batches(max_chunksize=size):
        made = [*columns(part), pa.repeat(name, part.num_rows)]
        yield Batch(label, None, pa.table(made, schema=schema))


def _paper_columns(part: pa.RecordBatch) -> list[pa.Array]:
    sources = pc.list_flatten(part.column("sources"))
    lines = pc.cast(pc.struct_field(sources, "line"), pa.string())
    read_from = pc.binary_join_element_wise(pc.struct_field(sources, "file"), lines, ":")
    return [
        bounded_ids(part.column("id")),
        _texts(part.column("title")),
        _texts(part.column("abstract")),
        _lists(part.column("authors"), pc.list_flatten(part.column("authors"))),
        part.column("year").cast(pa.int64()),
        _texts(part.column("date")),
        _texts(part.column("url")),
        _texts(part.column("venue")),
        _lists(part.column("sources"), read_from),
        bounded_ids(part.column("component")),
    ]


def _entity_columns(part: pa.RecordBatch) -> list[pa.Array]:
    names = [
        sorted({n.lower() for n in (own, *others)} - {""}) or None
        for own, others in zip(part.column("name").to_pylist(), part.column("aliases").to_pylist(), strict=True)
    ]
    return [
        bounded_ids(part.column("key")),
        _texts(part.column("name")),
        part.column("kind"),
        _texts(part.column("subkind")),
        _lists(part.column("aliases"), pc.list_flatten(part.column("aliases"))),
        pa.array(names, pa.list_(pa.string())),
        _texts(part.column("url")),
        part.column("papers").cast(pa.int64()),
        part.column("generic"),
        _texts(part.column("generic_reason")),
        _texts(bounded_ids(part.column("first_paper"))),
        bounded_ids(part.column("component")),
    ]


def _texts(column: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(column, ""), _NOTHING, column)


def _lists(column: pa.Array, texts: pa.Array) -> pa.Array:
    owners = pc.list_parent_indices(column).to_numpy(zero_copy_only=False).astype(np.int64)
    return gathered(owners, texts, len(column))

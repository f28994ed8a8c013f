"""Which relationships does the graph hold, and which sentences stand behind each? In batches, from the tables.

The mentions are sorted once, as arrays of numbers; texts are cut out batch by batch, so that the graph of a million
papers needs no more room than its tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from papergraph.cypher.components import components
from papergraph.cypher.layout import (
    RELATIONSHIP,
    Batch,
    Numbers,
    Table,
    bounded_ids,
    gathered,
    node_labels,
    relationship_types,
)
from papergraph.cypher.nodes import node_batches
from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import LABELS, PREDICATES, node_id_of_paper

_PAPER = len(node_id_of_paper(""))
_SCHEMA = RELATIONSHIP.remove(RELATIONSHIP.get_field_index("digest"))


def tables(graph: PaperGraph, *, name: str, size: int = 5000) -> tuple[Table, ...]:
    """Return everything that the graph called `name` puts into a database, in the order in which it must be written.

    >>> [t.name for t in tables(PaperGraph(), name="empty")][:3]
    ['Paper', 'Method', 'Dataset']
    """
    parts = components(graph)
    nodes = [
        Table(label, None, partial(node_batches, graph, label, parts, name=name, size=size)) for label in node_labels()
    ]
    relationships = [
        Table(p, (a, b), partial(relationship_batches, graph, p, (a, b), name=name, size=size))
        for p, a, b in relationship_types()
    ]
    return (*nodes, *relationships)


@dataclass(frozen=True, slots=True)
class _Mentions:
    """The mentions behind one predicate, sorted: their rows, their papers' rows, and each relation's span in them."""

    order: Numbers
    papers: Numbers
    first: Numbers
    last: Numbers


def relationship_batches(
    graph: PaperGraph, predicate: str, ends: tuple[str, str], *, name: str, size: int = 5000
) -> Iterator[Batch]:
    """Yield the relationships of one type between two labels, sorted by their ends, at most `size` in a batch."""
    relations = _chosen(graph, predicate, ends)
    if relations.num_rows == 0:
        return
    from_papers = ends[0] == LABELS["paper"]
    mentions = _mentions(graph, relations, predicate) if from_papers else None
    for at in range(0, relations.num_rows, size):
        part = relations.slice(at, size)
        count = part.num_rows
        sources = part.column("source")
        columns = [
            bounded_ids(pc.utf8_slice_codeunits(sources, _PAPER) if from_papers else sources),
            bounded_ids(part.column("target")),
            part.column("count").cast(pa.int64()),
            part.column("confidence"),
            *(_said(graph, mentions, at, count) if mentions else [pa.nulls(count, pa.list_(pa.string()))] * 3),
            pa.repeat(name, count),
        ]
        yield Batch(predicate, ends, pa.table(columns, schema=_SCHEMA))


def _chosen(graph: PaperGraph, predicate: str, ends: tuple[str, str]) -> pa.Table:
    relations = graph.relations.filter(pc.equal(graph.relations.column("predicate"), predicate))
    if len(PREDICATES[predicate]) == 1 or relations.num_rows == 0:  # type: ignore[index]
        return relations
    kind = next(k for k, v in LABELS.items() if v == ends[0])
    keys = graph.entities.filter(pc.equal(graph.entities.column("kind"), kind)).column("key")
    return relations.filter(pc.is_in(relations.column("source"), value_set=keys))


def _mentions(graph: PaperGraph, relations: pa.Table, predicate: str) -> _Mentions:
    """Find for each relation its mentions, in the order of the text."""
    chosen = np.flatnonzero(pc.equal(graph.mentions.column("predicate"), predicate).to_numpy())
    mentions = graph.mentions.select(["paper", "entity", "start"]).take(chosen)
    papers, entities = graph.papers.column("id"), graph.entities.column("key")
    of_mentions = _pair(mentions.column("paper"), mentions.column("entity"), papers, entities)
    sources = pc.utf8_slice_codeunits(relations.column("source"), _PAPER)
    of_relations = _pair(sources, relations.column("target"), papers, entities)
    order = np.lexsort((mentions.column("start").to_numpy(), of_mentions))
    ordered = of_mentions[order]
    return _Mentions(
        chosen[order],
        ordered >> 32,
        np.searchsorted(ordered, of_relations),
        np.searchsorted(ordered, of_relations, side="right"),
    )


def _pair(papers: pa.ChunkedArray, entities: pa.ChunkedArray, ids: pa.ChunkedArray, keys: pa.ChunkedArray) -> Numbers:
    paper = pc.fill_null(pc.index_in(papers, value_set=ids), -1).to_numpy().astype(np.int64)
    entity = pc.fill_null(pc.index_in(entities, value_set=keys), -1).to_numpy().astype(np.int64)
    return np.asarray(paper << 32 | (entity & 0xFFFFFFFF))


def _said(graph: PaperGraph, mentions: _Mentions, at: int, count: int) -> list[pa.Array]:
    """Return for `count` relations from position `at` their mentions, sentences and rules, each once."""
    first, last = mentions.first[at : at + count], mentions.last[at : at + count]
    sizes = last - first
    ends = np.cumsum(sizes)
    owners = np.repeat(np.arange(count), sizes)
    at_rows = np.repeat(first - ends + sizes, sizes) + np.arange(ends[-1])
    table = graph.mentions.select(["start", "end", "sentence_start", "sentence_end", "rule"]).take(
        mentions.order[at_rows]
    )
    ids, which = np.unique(mentions.papers[at_rows], return_inverse=True)
    papers = graph.papers.select(["title", "abstract"]).take(ids)
    texts = pc.binary_join_element_wise(papers.column("title"), papers.column("abstract"), "\n").to_pylist()
    of = which.tolist()
    a, b, c, d = (table.column(i).to_pylist() for i in range(4))
    named = [texts[w][i:j] for w, i, j in zip(of, a, b, strict=True)]
    sentences = [texts[w][i:j] for w, i, j in zip(of, c, d, strict=True)]
    found = (pa.array(named, pa.string()), pa.array(sentences, pa.string()), table.column("rule").combine_chunks())
    return [_once(owners, column, count) for column in found]


def _once(owners: Numbers, texts: pa.Array, count: int) -> pa.Array:
    """Gather the texts of each owner, each text once, where it comes first."""
    if len(owners) > count or (np.diff(owners) == 0).any():
        codes = texts.dictionary_encode().indices.to_numpy()
        _, kept = np.unique(owners << 32 | codes, return_index=True)
        kept.sort()
        owners, texts = owners[kept], texts.take(pa.array(kept))
    return gathered(owners, texts, count)

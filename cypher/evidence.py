"""Which relationships does the graph hold, and which sentences stand behind each? In batches, from the tables.

The mentions are sorted once, as arrays of numbers; texts are cut out batch by batch, so that the graph of a million
papers needs no more room than its tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from papergraph.cypher.components import components
from papergraph.cypher.layout import (
    RELATIONSHIP,
    Batch,
    Column,
    Table,
    bounded_id,
    finished,
    node_batches,
    node_labels,
    relationship_types,
)
from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import LABELS, PREDICATES, node_id_of_paper

_PAPER = len(node_id_of_paper(""))
Numbers = np.ndarray[Any, np.dtype[np.int64]]


def tables(graph: PaperGraph, *, name: str, size: int = 5000, digests: bool = True) -> tuple[Table, ...]:
    """Return everything that the graph called `name` puts into a database, in the order in which it must be written.

    Without `digests` that column is left out: only a push, and what is pushed on later, needs it.

    >>> [t.name for t in tables(PaperGraph(), name="empty")][:3]
    ['Paper', 'Method', 'Dataset']
    """
    parts = components(graph)
    nodes = [
        Table(label, None, partial(node_batches, graph, label, parts, name=name, size=size, digests=digests))
        for label in node_labels()
    ]
    relationships = [
        Table(p, (a, b), partial(relationship_batches, graph, p, (a, b), name=name, size=size, digests=digests))
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
    graph: PaperGraph, predicate: str, ends: tuple[str, str], *, name: str, size: int = 5000, digests: bool = True
) -> Iterator[Batch]:
    """Yield the relationships of one type between two labels, sorted by their ends, at most `size` in a batch."""
    relations = _chosen(graph, predicate, ends)
    if relations.num_rows == 0:
        return
    from_papers = ends[0] == LABELS["paper"]
    mentions = _mentions(graph, relations, predicate) if from_papers else None
    for at in range(0, relations.num_rows, size):
        part = relations.slice(at, size)
        said = _said(graph, mentions, at, part.num_rows) if mentions else ([None] * part.num_rows,) * 3
        yield _batch(part, said, predicate, ends, name, digests=digests)


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


def _said(graph: PaperGraph, mentions: _Mentions, at: int, count: int) -> tuple[Column, Column, Column]:
    """Return for `count` relations from position `at` their mentions, sentences and rules."""
    first, last = mentions.first[at : at + count], mentions.last[at : at + count]
    sizes = last - first
    ends = np.cumsum(sizes)
    at_rows = np.repeat(first - ends + sizes, sizes) + np.arange(ends[-1])
    table = graph.mentions.select(["start", "end", "sentence_start", "sentence_end", "rule"]).take(
        mentions.order[at_rows]
    )
    ids, which = np.unique(mentions.papers[at_rows], return_inverse=True)
    papers = graph.papers.select(["title", "abstract"]).take(ids)
    texts = [
        f"{t}\n{a}"
        for t, a in zip(papers.column("title").to_pylist(), papers.column("abstract").to_pylist(), strict=True)
    ]
    spans = zip(which.tolist(), *(table.column(i).to_pylist() for i in range(5)), strict=True)
    cut = [(texts[w][a:b], texts[w][c:d], rule) for w, a, b, c, d, rule in spans]
    named: list[list[str] | None] = []
    sentences: list[list[str] | None] = []
    rules: list[list[str] | None] = []
    start = 0
    for end in ends.tolist():
        if end - start == 1:
            mention, sentence, rule = cut[start]
            named.append([mention] if mention else None)
            sentences.append([sentence] if sentence else None)
            rules.append([rule] if rule else None)
        else:
            own = cut[start:end]
            named.append(_once([c[0] for c in own]))
            sentences.append(_once([c[1] for c in own]))
            rules.append(_once([c[2] for c in own]))
        start = end
    return named, sentences, rules


def _once(texts: Sequence[str]) -> list[str] | None:
    return [t for t in dict.fromkeys(texts) if t] or None


def _batch(
    part: pa.Table,
    said: tuple[Column, Column, Column],
    predicate: str,
    ends: tuple[str, str],
    name: str,
    *,
    digests: bool,
) -> Batch:
    sources = part.column("source").to_pylist()
    if ends[0] == LABELS["paper"]:
        sources = [s[_PAPER:] for s in sources]
    sources = [bounded_id(s) for s in sources]
    targets = [bounded_id(t) for t in part.column("target").to_pylist()]
    columns: list[Column] = [
        sources,
        targets,
        part.column("count").to_pylist(),
        part.column("confidence").to_pylist(),
        *said,
        [name] * part.num_rows,
    ]
    return finished(predicate, ends, RELATIONSHIP, columns, digests=digests)

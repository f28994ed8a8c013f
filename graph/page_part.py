"""Which part of a graph goes on the page? The neighbourhood of one node, or the best connected core of a large graph.

Works on the tables' columns, so that a graph of millions of relations is cut before anything is drawn.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from papergraph.extractors.errors import PapergraphError
from papergraph.extractors.naming import fold
from papergraph.graph.tables import PaperGraph

Ints = NDArray[np.int64]


class PageError(PapergraphError):
    """A page that cannot be made: an unknown name to focus on, or a file that cannot be written."""


@dataclass(frozen=True)
class Links:
    """A graph's nodes and edges by number: the papers first, then the entities, each in the order of their table."""

    graph: PaperGraph
    source: Ints
    target: Ints

    @property
    def papers(self) -> int:
        """How many of the nodes are papers."""
        return int(self.graph.papers.num_rows)

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return self.papers + int(self.graph.entities.num_rows)

    @cached_property
    def degree(self) -> Ints:
        """The number of edges at each node."""
        both = np.concatenate([self.source, self.target])
        return np.bincount(both, minlength=self.size).astype(np.int64)

    @cached_property
    def generic(self) -> NDArray[np.bool_]:
        """Whether each node is an entity that is named almost everywhere."""
        flags = self.graph.entities.column("generic").fill_null(False).to_numpy()
        return np.concatenate([np.zeros(self.papers, dtype=bool), flags.astype(bool)])


def links_of(graph: PaperGraph) -> Links:
    """Return the graph's nodes and edges by number.

    >>> links_of(PaperGraph()).size
    0
    """
    papers = pc.binary_join_element_wise(pa.scalar("paper:"), graph.papers.column("id").cast(pa.string()), "")
    keys = pa.chunked_array([*papers.chunks, *graph.entities.column("key").chunks], pa.string()).combine_chunks()
    ends = []
    for column in ("source", "target"):
        found = pc.index_in(graph.relations.column(column), value_set=keys)
        ends.append(found.fill_null(-1).to_numpy().astype(np.int64))
    return Links(graph, *ends)


def core(links: Links, limit: int, *, edges: int) -> Ints:
    """Return the numbers of the best connected nodes, sorted: at most `limit`, with at most `edges` between them."""
    order = np.lexsort((np.arange(links.size), -links.degree))
    rank = np.empty(links.size, dtype=np.int64)
    rank[order] = np.arange(links.size)
    complete_at = np.sort(np.maximum(rank[links.source], rank[links.target]))
    if len(complete_at) > edges:
        limit = min(limit, int(complete_at[edges]))
    return np.sort(order[:limit]).astype(np.int64)


def neighbourhood(links: Links, centre: int, steps: int) -> Ints:
    """Return the nodes within `steps` edges of `centre`, sorted; the way does not lead on through generic entities."""
    near = np.zeros(links.size, dtype=bool)
    near[centre] = True
    edge = near.copy()
    for _ in range(steps):
        reached = np.zeros(links.size, dtype=bool)
        reached[links.target[edge[links.source]]] = True
        reached[links.source[edge[links.target]]] = True
        edge = reached & ~near & ~links.generic
        near |= reached
    return np.flatnonzero(near).astype(np.int64)


def find_node(graph: PaperGraph, name: str) -> int:
    """Return the number of the node with this id, key, name, alias or title; an entity in more papers comes first.

    Raises
    ------
    PageError
        Where nothing has this name; the message offers the nearest names.
    """
    wanted = name.strip()
    ids, titles = graph.papers.column("id").to_pylist(), graph.papers.column("title").to_pylist()
    keys, names = graph.entities.column("key").to_pylist(), graph.entities.column("name").to_pylist()
    for exact, offset in ((ids, 0), (keys, len(ids))):
        if wanted.removeprefix("paper:") in exact or wanted in exact:
            return offset + int(exact.index(wanted if wanted in exact else wanted.removeprefix("paper:")))
    folded = fold(wanted)
    aliases, counts = graph.entities.column("aliases").to_pylist(), graph.entities.column("papers").to_pylist()
    found = [
        ((fold(n) == folded, counts[i] or 0, -i), len(ids) + i)
        for i, n in enumerate(names)
        if folded and any(fold(x) == folded for x in (n, *aliases[i]))
    ]
    if found:
        return int(max(found)[1])
    for i, title in enumerate(titles):
        if folded and fold(title) == folded:
            return i
    near = get_close_matches(wanted.casefold(), [n.casefold() for n in [*names, *titles]], n=3, cutoff=0.6)
    spelled = {n.casefold(): n for n in [*titles, *names]}
    hint = f"; near: {', '.join(spelled[n] for n in near)}" if near else "; names are listed in the page's table"
    raise PageError(f"'{name}' is neither a paper nor an entity of this graph{hint}")


def part_of(graph: PaperGraph, nodes: Ints) -> PaperGraph:
    """Return the graph of these nodes alone, with the relations and mentions between them."""
    papers = graph.papers.num_rows
    kept_papers = graph.papers.take(pa.array(nodes[nodes < papers]))
    kept_entities = graph.entities.take(pa.array(nodes[nodes >= papers] - papers))
    ids = kept_papers.column("id").combine_chunks()
    keys = kept_entities.column("key").combine_chunks()
    named = pc.binary_join_element_wise(pa.scalar("paper:"), ids, "")
    ends = pa.concat_arrays([named, keys])
    relations, mentions = graph.relations, graph.mentions
    relations = relations.filter(
        pc.and_(
            pc.is_in(relations.column("source"), value_set=ends), pc.is_in(relations.column("target"), value_set=keys)
        )
    )
    mentions = mentions.filter(
        pc.and_(pc.is_in(mentions.column("paper"), value_set=ids), pc.is_in(mentions.column("entity"), value_set=keys))
    )
    return PaperGraph(kept_papers, mentions, kept_entities, relations, graph.merges.slice(0, 0))

"""Which parts of the graph hang together? A name for the connected component of every paper and entity.

Property-graph databases have no connected components without an extension, so they get them as a property. A component
is named after the entity that most of the papers name, which seldom changes when papers are added.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import node_id_of_paper

Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Components:
    """The component of each paper and each entity, as rows of their tables; an unconnected paper has its own id."""

    papers: pa.ChunkedArray
    entities: pa.ChunkedArray


def components(graph: PaperGraph) -> Components:
    """Return the names of the connected components, relations taken without direction.

    >>> len(components(PaperGraph()).papers)
    0
    """
    ids, keys = graph.papers.column("id"), graph.entities.column("key")
    names = pa.chunked_array([*ids.chunks, *keys.chunks], pa.string())
    of_papers = pc.binary_join_element_wise(node_id_of_paper(""), ids, "")
    nodes = pa.chunked_array([*of_papers.chunks, *keys.chunks], pa.string())
    ends = [
        pc.fill_null(pc.index_in(graph.relations.column(c), value_set=nodes), -1).to_numpy().astype(np.int64)
        for c in ("source", "target")
    ]
    known = (ends[0] >= 0) & (ends[1] >= 0)
    found = joined(len(nodes), ends[0][known], ends[1][known])
    weight = np.concatenate([np.zeros(len(ids), np.int64), graph.entities.column("papers").to_numpy() + np.int64(1)])
    heaviest_first = np.lexsort((np.arange(len(nodes)), -weight))
    parts, first = np.unique(found[heaviest_first], return_index=True)
    best = heaviest_first[first]
    named = names.take(pa.array(best[np.searchsorted(parts, found)]))
    return Components(named.slice(0, len(ids)), named.slice(len(ids)))


def joined(count: int, starts: Numbers, ends: Numbers) -> Numbers:
    """Return for each of `count` nodes the lowest node that the edges join it to, over any number of steps.

    Each round hangs every root that has a lower neighbour under it, then lets all nodes point at their root (Shiloach
    and Vishkin, 1982).

    >>> joined(5, np.array([1, 4]), np.array([3, 3])).tolist()
    [0, 1, 2, 1, 1]
    """
    root = np.arange(count)
    while True:
        starts, ends = root[starts], root[ends]
        apart = starts != ends
        if not apart.any():
            return root
        starts, ends = starts[apart], ends[apart]
        np.minimum.at(root, np.maximum(starts, ends), np.minimum(starts, ends))
        while not np.array_equal(up := root[root], root):
            root = up

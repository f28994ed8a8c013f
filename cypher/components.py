"""Which parts of the graph hang together? A name for the connected component of every paper and entity.

Property-graph databases have no connected components without an extension, so they get them as a property. A component
is named after the entity that most of the papers name, which seldom changes when papers are added.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from papergraph.graph.tables import PaperGraph


@dataclass(frozen=True, slots=True)
class Components:
    """The component of each paper and each entity, as rows of their tables; an unconnected paper has its own id."""

    papers: tuple[str, ...]
    entities: tuple[str, ...]


def components(graph: PaperGraph) -> Components:
    """Return the names of the connected components, relations taken without direction.

    >>> components(PaperGraph())
    Components(papers=(), entities=())
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ids, keys = graph.papers.column("id").to_pylist(), graph.entities.column("key").to_pylist()
    if not ids and not keys:
        return Components((), ())
    nodes = pa.array([*(f"paper:{i}" for i in ids), *keys], pa.string())
    ends = [
        pc.fill_null(pc.index_in(graph.relations.column(c), value_set=nodes), -1).to_numpy()
        for c in ("source", "target")
    ]
    known = (ends[0] >= 0) & (ends[1] >= 0)
    matrix = coo_array((np.ones(int(known.sum()), np.int8), (ends[0][known], ends[1][known])), shape=(len(nodes),) * 2)
    _, found = connected_components(matrix, directed=False)
    weight = np.concatenate([np.zeros(len(ids), np.int64), graph.entities.column("papers").to_numpy() + np.int64(1)])
    names = [*ids, *keys]
    best: dict[int, int] = {}
    for node in np.lexsort((np.arange(len(names)), -weight)).tolist():
        best.setdefault(int(found[node]), node)
    named = [names[best[int(c)]] for c in found]
    return Components(tuple(named[: len(ids)]), tuple(named[len(ids) :]))

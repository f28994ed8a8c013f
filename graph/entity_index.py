"""Which entities does each paper name, and how much does each weigh? A sparse matrix of papers by entities.

An entity weighs its inverse document frequency times the weight of the paper's strongest role for it. A variant also
counts for its family, by half. Generic entities weigh nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from papergraph.graph.tables import PaperGraph
from papergraph.graph.text_features import FACETS, Floats
from papergraph.graph.vocabulary import Predicate, node_id_of_paper
from papergraph.graph.wording import Longs

ROLE_WEIGHTS: dict[Predicate, float] = {
    "PROPOSES": 1.0,
    "USES": 1.0,
    "COMPARES_WITH": 0.7,
    "INTRODUCES": 1.0,
    "EVALUATES_ON": 1.0,
    "RELEASES": 1.0,
    "LINKS_TO": 1.0,
    "ADDRESSES": 1.0,
    "REPORTS": 0.3,
}
"""How much it says that two papers share an entity in this role; set by hand, not tuned."""
FAMILY = 0.5
"""How much naming a variant counts for its family."""
FEW = 1.2
"""Lengthens each paper's entity vector by this many of the rarest entities: one shared name must not be everything."""


@dataclass(frozen=True)
class EntityIndex:
    """Papers by entities: `weights` before scaling; `kind` of each entity as a number into `kinds`."""

    keys: tuple[str, ...]
    kinds: tuple[str, ...]
    kind: "np.ndarray[tuple[int], np.dtype[np.int8]]"
    weights: sparse.csr_array
    idf: Floats
    families: sparse.csr_array

    def vectors(self, papers: Longs, facet: str) -> sparse.csr_array:
        """Return the scaled entity vectors of papers under a facet (papers, entities)."""
        return self.scaled(self.weights[papers], facet)

    def scaled(self, weights: sparse.csr_array, facet: str) -> sparse.csr_array:
        """Return entity vectors with only the facet's kinds, divided by their (lengthened) length."""
        wanted = np.array([k in FACETS[facet].kinds for k in self.kinds])[self.kind] if len(self.kind) else np.zeros(0)
        kept = sparse.csr_array(weights @ sparse.diags_array(wanted.astype(np.float32)))
        square = np.asarray(kept.multiply(kept).sum(axis=1)).ravel()
        few = FEW * np.log(len(self.weights.indptr))
        return sparse.csr_array(sparse.diags_array((1 / np.sqrt(square + few**2)).astype(np.float32)) @ kept)

    def query(self, named: Mapping[str, Predicate] | Iterable[tuple[str, Predicate]], facet: str) -> sparse.csr_array:
        """Return the entity vector of a text that names these entities (key, predicate); unknown keys are left out."""
        number = {key: i for i, key in enumerate(self.keys)}
        weights = np.zeros((1, len(self.keys)), np.float32)
        for key, predicate in named.items() if isinstance(named, Mapping) else named:
            if key in number:
                weights[0, number[key]] = max(weights[0, number[key]], ROLE_WEIGHTS.get(predicate, 0.0))
        row = sparse.csr_array(weights)
        return self.scaled(sparse.csr_array(_with_families(row, self.families) @ sparse.diags_array(self.idf)), facet)


def build_entity_index(graph: PaperGraph) -> EntityIndex:
    """Return the entity index of a graph; an entity in every paper weighs nothing.

    Of 100 papers, an entity that 9 name weighs ln(101 / 10) = 2.31.
    """
    papers, entities = graph.papers.num_rows, graph.entities.num_rows
    keys = graph.entities.column("key")
    kind_column = graph.entities.column("kind").to_pylist()
    kinds = tuple(sorted(set(kind_column)))
    kind = np.array([kinds.index(k) for k in kind_column], np.int8)
    nodes = pc.binary_join_element_wise(
        pa.scalar(node_id_of_paper("")), graph.papers.column("id").cast(pa.string()), ""
    )
    source = _number(graph.relations.column("source"), nodes)
    target = _number(graph.relations.column("target"), keys)
    predicates = graph.relations.column("predicate").to_pylist()
    role = np.array([ROLE_WEIGHTS.get(p, 0.0) for p in predicates], np.float32)
    said = (source >= 0) & (target >= 0) & (role > 0)
    named = _strongest(source[said], target[said], role[said], (papers, entities))
    variant = np.array([p == "VARIANT_OF" for p in predicates], bool)
    from_entity = _number(graph.relations.column("source"), keys)
    both = variant & (from_entity >= 0) & (target >= 0)
    families = sparse.csr_array(
        (np.ones(int(both.sum()), np.float32), (from_entity[both], target[both])), shape=(entities, entities)
    )
    named = _with_families(named, families)
    frequency = np.bincount(named.indices, minlength=entities)
    idf = np.log((1 + papers) / (1 + frequency))
    generic = graph.entities.column("generic").fill_null(False).to_numpy(zero_copy_only=False).astype(bool)
    idf = np.where(generic, 0.0, np.maximum(idf, 0.0)).astype(np.float32)
    weights = sparse.csr_array(named @ sparse.diags_array(idf))
    weights.eliminate_zeros()
    return EntityIndex(tuple(keys.to_pylist()), kinds, kind, weights, idf, families)


def _number(values: pa.ChunkedArray, among: pa.ChunkedArray | pa.Array) -> Longs:
    known = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found = pc.index_in(values, value_set=known).fill_null(-1)
    return np.asarray(found.to_numpy(zero_copy_only=False), np.int64)


def _strongest(row: Longs, column: Longs, value: Floats, shape: tuple[int, int]) -> sparse.csr_array:
    order = np.lexsort((-value, column, row))
    row, column, value = row[order], column[order], value[order]
    first = np.ones(len(row), bool)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    return sparse.csr_array((value[first], (row[first], column[first])), shape=shape, dtype=np.float32)


def _with_families(named: sparse.csr_array, families: sparse.csr_array) -> sparse.csr_array:
    if not families.nnz:
        return named
    inherited = sparse.csr_array(named @ families) * np.float32(FAMILY)
    strongest = sparse.csr_array(named.maximum(inherited))
    strongest.data = np.minimum(strongest.data, 1.0)
    return strongest

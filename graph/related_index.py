"""A graph made ready for questions about related work: wording, entities, and the papers' rows.

Opening it on a graph's folder maps the text index from `cache/`, where the first question writes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from papergraph.graph import store
from papergraph.graph.entity_index import EntityIndex, build_entity_index
from papergraph.graph.index_store import load_index, save_index
from papergraph.graph.manifest import read_manifest
from papergraph.graph.tables import PaperGraph
from papergraph.graph.text_features import Features, Floats
from papergraph.graph.text_index import TextIndex, build_index
from papergraph.graph.wording import Ints, Longs

KEPT = 10_000
"""Of a graph with at most this many papers the features of all are kept (about 6 kB a paper)."""


@dataclass(frozen=True, eq=False)
class RelatedIndex:
    """A graph with its indexes; a paper's number is its row in the papers table, which is sorted by id."""

    graph: PaperGraph
    text: TextIndex
    entities: EntityIndex

    @cached_property
    def ids(self) -> list[str]:
        """The papers' ids."""
        ids: list[str] = self.graph.papers.column("id").to_pylist()
        return ids

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each paper id."""
        return {paper: row for row, paper in enumerate(self.ids)}

    def paper(self, row: int) -> dict[str, Any]:
        """Return one paper's fields."""
        found: dict[str, Any] = self.graph.papers.slice(row, 1).to_pylist()[0]
        return found

    def full_text(self, row: int) -> tuple[str, int]:
        """Return a paper's text, and where its title ends."""
        fields = self.graph.papers.slice(row, 1).select(["title", "abstract"]).to_pylist()[0]
        return f"{fields['title']}\n{fields['abstract']}", len(fields["title"])

    @cached_property
    def names(self) -> list[str]:
        """The entities' names, in the order of their table."""
        names: list[str] = self.graph.entities.column("name").to_pylist()
        return names

    def text_vectors(self, rows: Longs, facet: str) -> tuple[Features, Floats]:
        """Return the features of papers and their place among the topics (`TextIndex.vectors`).

        Of a graph that is not large they are worked out once, for all the questions that are asked of it.
        """
        if self.text.papers > KEPT:
            return self.text.vectors(rows, facet)
        features, topics = self._all_vectors(facet)
        return features.only(rows), topics[rows]

    @lru_cache(maxsize=4)  # noqa: B019 - an index lives as long as the program asks
    def _all_vectors(self, facet: str) -> tuple[Features, Floats]:
        return self.text.vectors(np.arange(self.text.papers), facet)

    @lru_cache(maxsize=8)  # noqa: B019
    def entity_rows(self, facet: str) -> sparse.csr_array:
        """Return all papers' entity vectors under a facet."""
        return self.entities.vectors(np.arange(self.text.papers), facet)

    @lru_cache(maxsize=8)  # noqa: B019
    def entity_columns(self, facet: str) -> sparse.csc_array:
        """Return all papers' entity vectors under a facet, by column."""
        return sparse.csc_array(self.entity_rows(facet))

    @cached_property
    def mention_start(self) -> Longs:
        """Where the mentions of each paper begin in their table; one more at the end."""
        rows = _rows_of_mentions(self.graph)
        return np.searchsorted(rows, np.arange(self.text.papers + 1)).astype(np.int64)

    def mentions(self, row: int) -> list[dict[str, Any]]:
        """Return the mentions of one paper."""
        low, high = self.mention_start[row], self.mention_start[row + 1]
        found: list[dict[str, Any]] = self.graph.mentions.slice(low, high - low).to_pylist()
        return found


def open_index(graph: PaperGraph | str | Path) -> RelatedIndex:
    """Return the index of a graph or of a graph's folder; for a folder, the text index is kept in its `cache/`.

    Raises
    ------
    GraphFolderError
        Where the folder is no graph.
    """
    if isinstance(graph, PaperGraph):
        return RelatedIndex(graph, text_index(graph), build_entity_index(graph))
    folder = Path(graph)
    tables = store.read(folder)
    key = str(read_manifest(folder)["hash"])
    text = load_index(folder, key)
    if text is None:
        save_index(text_index(tables), folder, key)
        text = load_index(folder, key) or text_index(tables)
    return RelatedIndex(tables, text, build_entity_index(tables))


def text_index(graph: PaperGraph) -> TextIndex:
    """Return the text index of a graph's papers."""
    columns = graph.papers.select(["title", "abstract"])
    pairs = (
        (row["title"], row["abstract"]) for part in columns.to_batches(max_chunksize=10_000) for row in part.to_pylist()
    )
    rows = _rows_of_mentions(graph)
    kinds = graph.mentions.column("kind")
    start = np.asarray(graph.mentions.column("start").to_numpy(), np.int64)
    size = graph.papers.num_rows
    return build_index(
        pairs,
        data=_places(rows, start, kinds, "dataset", size),
        tasks=_places(rows, start, kinds, "task", size),
    )


def _rows_of_mentions(graph: PaperGraph) -> Longs:
    known = graph.papers.column("id").combine_chunks()
    return np.asarray(
        pc.index_in(graph.mentions.column("paper"), value_set=known).to_numpy(zero_copy_only=False), np.int64
    )


def _places(rows: Longs, start: Longs, kinds: pa.ChunkedArray, kind: str, size: int) -> Sequence[Sequence[int]]:
    mine = np.asarray(pc.equal(kinds, kind).to_numpy(zero_copy_only=False), bool)
    order = np.argsort(rows[mine], kind="stable")
    bounds = np.searchsorted(rows[mine][order], np.arange(size + 1))
    places: Ints = start[mine][order].astype(np.int32)
    return _Slices(places, bounds.astype(np.int64))


@dataclass(frozen=True, slots=True)
class _Slices(Sequence[Sequence[int]]):
    """Runs of numbers, cut when asked for."""

    numbers: Ints
    bounds: Longs

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        return self.numbers[self.bounds[at] : self.bounds[at + 1]].tolist()

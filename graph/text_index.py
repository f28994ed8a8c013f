"""The index over the papers' wording: built from titles and abstracts, flat arrays that can be mapped from disk.

It answers two questions: which papers come near a text at all (`nearest`, over every paper), and what exactly papers
have in common with it (`vectors`, over those). Files and folders are `graph/index_store.py`'s business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from scipy import sparse

from papergraph.graph.text_features import (
    FACETS,
    Counted,
    Features,
    Floats,
    chosen,
    counted,
    document_frequency,
    is_pair,
)
from papergraph.graph.wording import Ints, Longs, Vocabulary, Wording, joined, read_wording

TOPICS = 64
"""How many latent dimensions stand for what the papers are about."""
SAMPLE = 30_000
"""How many papers the topics are learnt from, at most, evenly taken."""
TOPIC_WORDS = 60_000
PART = 5_000
"""How many papers go through the arrays together."""
COMMON = 0.1
"""A word in more than this share of a large corpus finds no paper by itself; it still counts in the score."""
LARGE = 50_000
_QUANTUM = 65_535.0


@dataclass(frozen=True)
class TextIndex:
    """Words by number, the papers' wording, word rarity, vector lengths by facet, topics, and an inverted file."""

    stems: tuple[str, ...]
    written: tuple[str, ...]
    wording: Wording
    idf: Floats
    norms: dict[str, Floats]
    topic_row: Ints
    topics: Floats
    posting_start: Longs
    posting_paper: Ints
    posting_weight: "np.ndarray[tuple[int], np.dtype[np.uint16]]"

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The stems' numbers, closed."""
        return Vocabulary({stem: i for i, stem in enumerate(self.stems)}, list(self.written), closed=True)

    @property
    def papers(self) -> int:
        """How many papers are indexed."""
        return len(self.wording)

    def nearest(self, query: Features) -> Floats:
        """Return a first score of every paper for the first paper of `query`, by words alone."""
        codes, values = query.of(0)
        scores = np.zeros(self.papers, np.float32)
        single = ~is_pair(codes)
        for code, value in zip(codes[single].tolist(), values[single].tolist(), strict=True):
            low, high = self.posting_start[code], self.posting_start[code + 1]
            scores[self.posting_paper[low:high]] += self.posting_weight[low:high] * np.float32(value / _QUANTUM)
        return scores

    def vectors(self, papers: Longs, facet: str) -> tuple[Features, Floats]:
        """Return the features of papers, of length one, and their place among the topics (papers, topics)."""
        raw = counted(chosen(self.wording, papers)).weighted(facet, self.idf)
        features = Features(raw.paper, raw.code, raw.value / self.norms[facet][papers][raw.paper], raw.papers)
        return features, self.topic_vectors(features)

    def topic_vectors(self, features: Features) -> Floats:
        """Return where papers stand among the topics, each row of length one (or zero)."""
        single = ~is_pair(features.code)
        row = self.topic_row[features.code[single]]
        known = row >= 0
        paper = features.paper[single][known]
        indptr = np.concatenate([[0], np.cumsum(np.bincount(paper, minlength=features.papers))])
        words = sparse.csr_array(
            (features.value[single][known], row[known], indptr), shape=(features.papers, len(self.topics))
        )
        placed = np.asarray(words @ self.topics, np.float32)
        length = np.linalg.norm(placed, axis=1, keepdims=True)
        return (placed / np.where(length > 0, length, 1)).astype(np.float32)

    def read(self, title: str, abstract: str, data: Sequence[int] = (), tasks: Sequence[int] = ()) -> Wording:
        """Return the wording of a paper that is not in the index."""
        return read_wording([(title, abstract)], self.vocabulary, data=[data], tasks=[tasks])

    def query(self, wording: Wording, facet: str) -> tuple[Features, Floats]:
        """Return a read text's features and place among the topics."""
        features = counted(wording).weighted(facet, self.idf).unit()
        return features, self.topic_vectors(features)


def build_index(
    papers: Iterable[tuple[str, str]],
    *,
    data: Sequence[Sequence[int]] | None = None,
    tasks: Sequence[Sequence[int]] | None = None,
) -> TextIndex:
    """Return the index of papers, given as (title, abstract); see `wording.read_wording` for the rest."""
    vocabulary = Vocabulary()
    parts: list[Wording] = []
    stream, at = iter(papers), 0
    while batch := list(islice(stream, PART)):
        high = at + len(batch)
        named = {"data": data[at:high] if data else None, "tasks": tasks[at:high] if tasks else None}
        parts.append(read_wording(batch, vocabulary, **named))
        at = high
    wording = joined(parts) if parts else read_wording([], vocabulary)
    size = len(vocabulary.numbers)
    frequency = np.zeros(size, np.int32)
    for part in parts:
        frequency += document_frequency(counted(part, pairs=False), size)
    idf = (np.log((1 + at) / (1 + frequency)) + 1).astype(np.float32)
    norms: dict[str, list[Floats]] = {facet: [] for facet in FACETS}
    rows: list[sparse.csr_array] = []
    rare = frequency <= COMMON * at if at > LARGE else np.ones(size, bool)
    for part in parts:
        places = counted(part)
        for facet, lengths in norms.items():
            lengths.append(places.weighted(facet, idf).norms())
        rows.append(_postings(places, idf, norms["all"][-1], rare))
    columns = sparse.vstack(rows, format="csr").tocsc() if rows else sparse.csc_array((0, size), dtype=np.uint16)
    topic_row, topics = _topics(wording, idf, frequency)
    return TextIndex(
        tuple(vocabulary.numbers),
        tuple(vocabulary.written),
        wording,
        idf,
        {facet: np.concatenate(lengths) if lengths else np.zeros(0, np.float32) for facet, lengths in norms.items()},
        topic_row,
        topics,
        columns.indptr.astype(np.int64),
        columns.indices.astype(np.int32),
        np.asarray(columns.data, np.uint16),
    )


def _postings(
    places: Counted, idf: Floats, norms: Floats, rare: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> sparse.csr_array:
    features = places.weighted("all", idf)
    kept = ~is_pair(features.code)
    kept[kept] = rare[features.code[kept]]
    paper = features.paper[kept]
    weight = np.round(features.value[kept] / norms[paper] * _QUANTUM).astype(np.uint16)
    indptr = np.concatenate([[0], np.cumsum(np.bincount(paper, minlength=features.papers))]).astype(np.int32)
    return sparse.csr_array((weight, features.code[kept].astype(np.int32), indptr), shape=(features.papers, len(idf)))


def _topics(wording: Wording, idf: Floats, frequency: Ints) -> tuple[Ints, Floats]:
    """Learn the topics by a truncated singular value decomposition (Deerwester et al. 1990)."""
    row = np.full(len(idf), -1, np.int32)
    known = np.flatnonzero(frequency >= 3)
    known = np.sort(known[np.lexsort((known, -frequency[known]))][:TOPIC_WORDS])
    size = min(TOPICS, len(wording) // 2, len(known) - 1)
    if size < 2:
        return row, np.zeros((0, TOPICS), np.float32)
    from sklearn.utils.extmath import randomized_svd

    row[known] = np.arange(len(known))
    sample = np.unique(np.linspace(0, len(wording) - 1, min(SAMPLE, len(wording))).astype(np.int64))
    blocks = []
    for low in range(0, len(sample), PART):
        features = counted(chosen(wording, sample[low : low + PART]), pairs=False).weighted("all", idf)
        blocks.append(features.against(known.astype(np.int64)))
    matrix = sparse.vstack(blocks, format="csr")
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = sparse.csr_array(sparse.diags_array(1 / np.where(length > 0, length, 1)).astype(np.float32) @ matrix)
    _, _, components = randomized_svd(matrix, size, n_oversamples=20, n_iter=4, random_state=0)  # pyright: ignore[reportArgumentType]
    return row, np.ascontiguousarray(components.T, dtype=np.float32)

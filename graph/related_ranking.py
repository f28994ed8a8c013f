"""In which order do papers come near a question? Words, topics and entities, then the nearest papers' own neighbours.

A paper's base score is a sum of inner products: of words and pairs, of topics, of entities, and of sentence vectors
where there are any. Among the best, every paper then gains by the mean score of the `NEIGHBOURS` papers nearest to it,
the question being one of them: a random walk with restart. It lifts papers to which the question is near in turn.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from papergraph.graph.related_index import RelatedIndex
from papergraph.graph.text_features import FACETS, Features, Floats
from papergraph.graph.text_index import PART
from papergraph.graph.wording import Longs

TOPIC = 0.6
"""How much the place among the topics weighs beside the words, which weigh one."""
VECTOR = 1.0
"""How much sentence embeddings weigh where they are asked for."""
WALK = 0.6
"""How much of its neighbours' mean score a paper gains."""
NEIGHBOURS = 5
STEPS = 3
CANDIDATES = 1000
"""How many papers are scored exactly, of those that the inverted file finds; all where there are no more."""
CLOSE = 200
"""Among how many of the best the neighbours are looked for."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A question under one facet: sorted codes with their values, place among the topics, entities, sentence vector."""

    facet: str
    codes: Longs
    values: Floats
    topics: Floats
    entities: Floats
    vector: Floats | None = None

    def features(self) -> Features:
        """Return the words and pairs as features of one paper."""
        return Features(np.zeros(len(self.codes), np.int64), self.codes, self.values, 1)


@dataclass(frozen=True)
class Ranking:
    """Papers (rows) from the best to the last, with the parts of their scores, in the same order.

    `close` are the best by base score, `likeness` theirs among each other. `support` is what each neighbour adds to
    them: column 0 is the question itself, column j + 1 paper `close[j]`.
    """

    rows: Longs
    words: Floats
    topics: Floats
    entities: Floats
    vectors: Floats
    walk: Floats
    close: Longs = field(default_factory=lambda: np.zeros(0, np.int64))
    support: sparse.csr_array = field(default_factory=lambda: sparse.csr_array((0, 0), dtype=np.float32))
    likeness: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    @property
    def scores(self) -> Floats:
        """The sum of the parts."""
        return self.words + self.topics + self.entities + self.vectors + self.walk

    def __len__(self) -> int:
        """How many papers are ranked."""
        return len(self.rows)


def rank(
    index: RelatedIndex,
    profile: Profile,
    *,
    top: int = 10,
    allowed: NDArray[np.bool_] | None = None,
    vectors: Floats | None = None,
) -> Ranking:
    """Return the ranking of papers; `allowed` says which may appear, `top` 0 ranks all of them.

    `vectors` are sentence vectors of length one by paper row. Equal scores (to six digits) go by paper id.
    """
    rows = _candidates(index, profile, top, allowed, vectors)
    parts = [_base(index, profile, rows[low : low + PART], vectors) for low in range(0, len(rows), PART)]
    if not parts:
        nothing = np.zeros(0, np.float32)
        return Ranking(rows, nothing, nothing, nothing, nothing, nothing)
    words, topics, entities, dense = (np.concatenate(p) for p in zip(*parts, strict=True))
    base = words + topics + entities + dense
    best = _order(rows, base)[:CLOSE]
    walk = np.zeros(len(rows), np.float32)
    support, likeness = _walk(index, profile, rows[best], base[best], vectors)
    walk[best] = np.asarray(support.sum(axis=1)).ravel()
    order = _order(rows, base + walk)
    return Ranking(
        rows[order],
        words[order],
        topics[order],
        entities[order],
        dense[order],
        walk[order],
        rows[best],
        support,
        likeness,
    )


def _order(rows: Longs, scores: Floats) -> Longs:
    return np.lexsort((rows, -np.round(scores.astype(np.float64), 6))).astype(np.int64)


def _candidates(
    index: RelatedIndex, profile: Profile, top: int, allowed: NDArray[np.bool_] | None, vectors: Floats | None
) -> Longs:
    papers = index.text.papers
    possible = papers if allowed is None else int(np.count_nonzero(allowed))
    size = max(CANDIDATES, top)
    if not top or possible <= size:
        return (np.arange(papers) if allowed is None else np.flatnonzero(allowed)).astype(np.int64)
    first = index.text.nearest(profile.features())
    named = np.flatnonzero(profile.entities)
    if len(named):
        weight = FACETS[profile.facet].entities
        columns = index.entity_columns(profile.facet)[:, named]
        first += np.float32(weight) * (columns @ profile.entities[named])
    if vectors is not None and profile.vector is not None:
        first += VECTOR * (vectors @ profile.vector)
    if allowed is not None:
        first[~allowed] = -np.inf
    least = np.partition(first, len(first) - size)[len(first) - size]
    above = np.flatnonzero(first > least)
    equal = np.flatnonzero(first == least)[: size - len(above)]
    return np.sort(np.concatenate([above, equal])).astype(np.int64)


def _base(
    index: RelatedIndex, profile: Profile, rows: Longs, vectors: Floats | None
) -> tuple[Floats, Floats, Floats, Floats]:
    features, topics = index.text_vectors(rows, profile.facet)
    words = np.asarray(features.against(profile.codes) @ profile.values, np.float32)
    themes = TOPIC * (topics @ profile.topics) if topics.shape[1] else np.zeros(len(rows), np.float32)
    named = index.entity_rows(profile.facet)[rows]
    entities = FACETS[profile.facet].entities * np.asarray(named @ profile.entities, np.float32)
    dense = np.zeros(len(rows), np.float32)
    if vectors is not None and profile.vector is not None:
        dense = (VECTOR * (vectors[rows] @ profile.vector)).astype(np.float32)
    return words, themes.astype(np.float32), entities.astype(np.float32), dense


def _walk(
    index: RelatedIndex, profile: Profile, rows: Longs, base: Floats, vectors: Floats | None
) -> tuple[sparse.csr_array, Floats]:
    """Return what each neighbour adds to each of `rows` (column 0: the question), and how alike they are."""
    alike = likeness_of(index, profile, rows, vectors)
    start: NDArray[np.float64] = np.concatenate([alike[0, :1], base]).astype(np.float64)
    near = np.maximum(alike.astype(np.float64), 0)
    np.fill_diagonal(near, 0)
    size = min(NEIGHBOURS, len(near) - 1)
    order = np.argsort(-np.round(near, 6), axis=1, kind="stable")[:, :size]
    chance = np.zeros_like(near)
    np.put_along_axis(chance, order, np.take_along_axis(near, order, axis=1), axis=1)
    total = chance.sum(axis=1, keepdims=True)
    chance /= np.where(total > 0, total, 1)
    scores: NDArray[np.float64] = start
    for _ in range(STEPS - 1):
        scores = start + WALK * (chance @ scores)
    return sparse.csr_array((WALK * chance * scores)[1:].astype(np.float32)), alike[1:, 1:]


def likeness_of(index: RelatedIndex, profile: Profile, rows: Longs, vectors: Floats | None = None) -> Floats:
    """Return the base score of the question and papers against each other, the question first."""
    features, topics = index.text_vectors(rows, profile.facet)
    codes = np.unique(np.concatenate([features.code, profile.codes]))
    matrix = sparse.vstack([profile.features().against(codes), features.against(codes)], format="csr")
    alike: NDArray[np.floating] = np.asarray((matrix @ matrix.T).todense(), np.float32)
    if topics.shape[1]:
        both = np.vstack([profile.topics[None, :], topics])
        alike = alike + TOPIC * (both @ both.T)
    named = sparse.vstack(
        [sparse.csr_array(profile.entities[None, :]), index.entity_rows(profile.facet)[rows]], format="csr"
    )
    alike = alike + FACETS[profile.facet].entities * np.asarray((named @ named.T).todense(), np.float32)
    if vectors is not None and profile.vector is not None:
        dense = np.vstack([profile.vector[None, :], vectors[rows]])
        alike = alike + VECTOR * (dense @ dense.T)
    return np.asarray(alike, np.float32)

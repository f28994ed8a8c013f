"""What has nobody in the corpus tried? Pairs of a method with a dataset or task that their neighbours suggest.

A pair is a gap if no paper names both. Its score is the share of evidence for it from two sides: methods that are used
on the same things as this one (and for the same tasks) do work on the dataset, and the datasets that this method works
on are used with the same methods as this one. This is collaborative filtering over pairs that are known to go together
(Sarwar et al. 2001, item-based), damped for pairs of hubs, which anybody would have thought of.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse

from papergraph.extractors.errors import PapergraphError
from papergraph.graph.tables import PaperGraph

Floats = NDArray[np.float64]

WITH = ("dataset", "task")
"""What methods are set against."""
SUPPORT = 2
"""In how many papers the method's neighbours must have been tried; one survey that names everything is not enough."""
VARIETY = 3
"""In how many of the first rows a method, or a dataset, may stand."""
KEPT = 2_000
"""How many methods and how many of the others take part, at most, the most named first."""


class GapsError(PapergraphError):
    """A question about gaps that cannot be answered: an unknown kind or name, or too few papers."""


@dataclass(frozen=True, slots=True)
class Support:
    """A paper that speaks for a gap: it joins one side with a neighbour of the other."""

    paper: str
    title: str
    joins: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A method and a dataset or task that no paper joins; `score` in (0, 1], with the papers behind it.

    `neighbours` are the methods most like this one that were tried on it.
    """

    rank: int
    method: str
    other: str
    kind: str
    score: float
    method_papers: int
    other_papers: int
    neighbours: tuple[str, ...]
    support: tuple[Support, ...]


@dataclass(frozen=True)
class _Side:
    """Entities of one side: keys, names, and papers by entities (0 or 1)."""

    keys: list[str]
    names: list[str]
    named: sparse.csr_array

    @property
    def counts(self) -> Floats:
        return np.asarray(self.named.sum(axis=0), np.float64).ravel()


@dataclass(frozen=True)
class _Scored:
    """Both sides, in how many papers each pair stands, the score of each untried pair, and the methods' likeness."""

    methods: _Side
    others: _Side
    joint: sparse.csr_array
    score: Floats
    alike: Floats
    kind: str


def gaps(
    graph: PaperGraph,
    *,
    kind: str = "dataset",
    method: str = "",
    other: str = "",
    least: int = 2,
    top: int = 20,
) -> list[Gap]:
    """Return the pairs of a method and a `kind` ("dataset" or "task") that nobody has tried, the best supported first.

    `method` and `other` keep the pairs whose names contain these words; `least` is in how many papers both must be.
    No method and no dataset stands in more than three of the rows, unless `top` is 0, which gives all of them.

    Raises
    ------
    GapsError
        Where the kind is unknown or no pair qualifies.
    """
    if kind not in WITH:
        raise GapsError(f"unknown kind '{kind}'; choose one of {', '.join(WITH)}")
    methods, others = _side(graph, "method", least), _side(graph, kind, least)
    if not methods.keys or not others.keys:
        raise GapsError(f"no method or no {kind} is named in {least} papers; lower --least, or build from more papers")
    joint = sparse.csr_array(methods.named.T @ others.named)
    score, alike = _scores(methods, others, joint)
    rows, columns = np.nonzero(score > 0)
    left, right = (
        np.array([w.casefold() in n.casefold() for n in s.names]) for s, w in ((methods, method), (others, other))
    )
    kept = left[rows] & right[columns]
    rows, columns = rows[kept], columns[kept]
    if not len(rows):
        raise GapsError(f"no gap between a method and a {kind} fits; loosen the filter, or lower --least")
    order = np.lexsort((columns, rows, -np.round(score[rows, columns], 9)))
    found: list[Gap] = []
    told: Counter[str] = Counter()
    for i in order:
        gap = _gap(graph, _Scored(methods, others, joint, score, alike, kind), int(rows[i]), int(columns[i]))
        if len({s.paper for s in gap.support}) < SUPPORT or (top and max(told[gap.method], told[gap.other]) >= VARIETY):
            continue
        told.update((gap.method, gap.other))
        found.append(replace(gap, rank=len(found) + 1))
        if len(found) == top:
            break
    if not found:
        raise GapsError(
            f"no gap between a method and a {kind} is supported by {SUPPORT} papers; build from more papers"
        )
    return found


def matrix(
    graph: PaperGraph, found: Sequence[Gap], *, kind: str
) -> tuple[list[str], list[str], NDArray[np.int64], Floats]:
    """Return method names, other names, in how many papers each pair stands, and the gaps' scores, for a picture."""
    methods, others = list(dict.fromkeys(g.method for g in found)), list(dict.fromkeys(g.other for g in found))
    left, right = _side(graph, "method", 1), _side(graph, kind, 1)
    joint = sparse.csr_array(left.named.T @ right.named)
    at = [left.names.index(m) for m in methods], [right.names.index(o) for o in others]
    counts = np.asarray(joint[at[0]][:, at[1]].todense(), np.int64)
    scores = np.zeros(counts.shape)
    for gap in found:
        scores[methods.index(gap.method), others.index(gap.other)] = gap.score
    return methods, others, counts, scores


def _side(graph: PaperGraph, kind: str, least: int) -> _Side:
    table = graph.entities.filter(pc.equal(graph.entities.column("kind"), kind))
    rows = [r for r in table.select(["key", "name", "papers", "generic"]).to_pylist() if (r["papers"] or 0) >= least]
    rows = sorted((r for r in rows if not r["generic"]), key=lambda r: (-(r["papers"] or 0), r["key"]))[:KEPT]
    rows.sort(key=lambda r: r["key"])
    keys = pa.array([r["key"] for r in rows], pa.string())
    ids = graph.papers.column("id").combine_chunks()
    entity = pc.index_in(graph.mentions.column("entity"), value_set=keys).fill_null(-1).to_numpy(zero_copy_only=False)
    paper = pc.index_in(graph.mentions.column("paper"), value_set=ids).fill_null(-1).to_numpy(zero_copy_only=False)
    both = (entity >= 0) & (paper >= 0)
    named = sparse.csr_array((np.ones(int(both.sum())), (paper[both], entity[both])), shape=(len(ids), len(rows)))
    named.sum_duplicates()
    named.data[:] = 1
    return _Side([r["key"] for r in rows], [r["name"] for r in rows], named)


def _alike(joint: sparse.csr_array, named: sparse.csr_array) -> Floats:
    """Return how alike the rows are: cosine of what they go with, and of the papers that name them, half each."""
    size = len(joint.indptr) - 1
    total = np.zeros((size, size))
    for profile in (joint, sparse.csr_array(named.T)):
        seen = np.asarray(profile.sign().sum(axis=0), np.float64).ravel()
        rare = np.log(size / np.maximum(seen, 1)) + 0.1
        weighted = sparse.csr_array(profile.sign() @ sparse.diags_array(rare))
        length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        weighted = sparse.csr_array(sparse.diags_array(1 / np.where(length > 0, length, 1)) @ weighted)
        total += np.asarray((weighted @ weighted.T).todense()) / 2
    np.fill_diagonal(total, 0)
    return total


def _scores(methods: _Side, others: _Side, joint: sparse.csr_array) -> tuple[Floats, Floats]:
    """Return the score of each untried pair (methods, others), 0 where it was tried, and the methods' likeness."""
    tried = np.asarray(joint.todense()) > 0
    alike_methods = _alike(joint, methods.named)
    alike_others = _alike(sparse.csr_array(joint.T), others.named)
    by_method = alike_methods @ tried / (1 + alike_methods.sum(axis=1, keepdims=True))
    by_other = tried @ alike_others / (1 + alike_others.sum(axis=0, keepdims=True))
    expected = np.outer(methods.counts, others.counts) / max(len(methods.named.indptr) - 1, 1)
    score: Floats = np.sqrt(by_method * by_other) / np.sqrt(1 + expected)
    score[tried] = 0
    same = {name.casefold(): j for j, name in enumerate(others.names)}
    for i, name in enumerate(methods.names):
        if name.casefold() in same:
            score[i, same[name.casefold()]] = 0
    return score / max(float(score.max()), 1e-12), alike_methods


def _gap(graph: PaperGraph, scored: _Scored, row: int, column: int) -> Gap:
    methods, others = scored.methods, scored.others
    tried = np.asarray(scored.joint[:, [column]].todense()).ravel() > 0
    near = np.where(tried, scored.alike[row], 0)
    best = [int(i) for i in np.lexsort((np.arange(len(near)), -near))[:3] if near[i] > 0]
    support = []
    for i in best:
        both = np.asarray(methods.named[:, [i]].multiply(others.named[:, [column]]).todense()).ravel()
        for paper in np.flatnonzero(both)[:2]:
            found = graph.papers.slice(int(paper), 1).select(["id", "title"]).to_pylist()[0]
            support.append(Support(found["id"], found["title"], f"{methods.names[i]} × {others.names[column]}"))
    return Gap(
        0,
        methods.names[row],
        others.names[column],
        scored.kind,
        round(float(scored.score[row, column]), 4),
        int(methods.counts[row]),
        int(others.counts[column]),
        tuple(methods.names[i] for i in best),
        tuple(support),
    )

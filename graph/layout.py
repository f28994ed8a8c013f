"""Where does each node of a picture stand? A deterministic layout by forces, in numpy and scipy alone.

Energy model: LinLog (Noack, "Energy models for graph clustering", JGAA 2007), which sets communities apart: attraction
of constant strength along edges, repulsion by 1/distance between all nodes. The repulsion is a convolution on a grid,
so that an iteration costs O(nodes + edges + grid). Which nodes and weights go in is the caller's business.
"""

from dataclasses import dataclass
from typing import TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import fft, sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

SEED = 20_250_724
STRETCH = np.array([1.25, 0.8])
"""How much wider than high the picture becomes, for screens are."""
GAP = 5.0
"""The least distance between the rims of two nodes, in the unit of the radii."""
DENSITY = 0.26
"""The share of the picture's disc that the nodes' own discs (with their leaves) fill."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Positions in whole units, shape (nodes, 2), around the origin; and each node's community, numbered from 0."""

    xy: Ints
    community: Ints


def layout(source: Ints, target: Ints, weight: Floats, radius: Floats) -> Placement:
    """Return where each node stands; the result depends on the arguments alone.

    `source`, `target` and `weight` have one item an edge, `radius` one a node.

    >>> xy = layout(np.array([0, 1]), np.array([1, 2]), np.ones(2), np.full(4, 10.0)).xy
    >>> xy.shape, len({tuple(p) for p in xy.tolist()})
    ((4, 2), 4)
    """
    n = len(radius)
    if n == 0:
        return Placement(np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.int64))
    parent = _leaf_parents(n, source, target)
    inner = np.flatnonzero(parent < 0)
    flower = _flower_radii(parent, radius)
    index = np.full(n, -1, dtype=np.int64)
    index[inner] = np.arange(len(inner))
    keep = (index[source] >= 0) & (index[target] >= 0)
    s, t, w = index[source[keep]], index[target[keep]], weight[keep]
    xy = np.zeros((n, 2))
    community = np.zeros(n, dtype=np.int64)
    xy[inner], community[inner] = _components(s, t, w, flower[inner])
    leaf = np.flatnonzero(parent >= 0)
    community[leaf] = community[parent[leaf]]
    _place_leaves(xy, parent, radius)
    return Placement(np.rint(_separate(xy, radius, rounds=12)).astype(np.int64), community)


def _leaf_parents(n: int, source: Ints, target: Ints) -> Ints:
    """Return for each node of degree one its only neighbour (where that is not such a node too), else -1."""
    degree = np.bincount(source, minlength=n) + np.bincount(target, minlength=n)
    parent = np.full(n, -1, dtype=np.int64)
    for a, b in ((source, target), (target, source)):
        leaf = (degree[a] == 1) & ((degree[b] > 1) | (a > b))
        parent[a[leaf]] = b[leaf]
    return parent


def _flower_radii(parent: Ints, radius: Floats) -> Floats:
    """Return the radius of each node together with the leaves around it."""
    leaf = np.flatnonzero(parent >= 0)
    area = np.bincount(parent[leaf], weights=(2 * radius[leaf] + GAP) ** 2, minlength=len(radius))
    return np.where(area > 0, np.sqrt((radius + GAP) ** 2 + area * 0.6) + GAP, radius)


def _place_leaves(xy: Floats, parent: Ints, radius: Floats) -> None:
    """Set the leaves around their parents in a sunflower's spiral, as the golden angle gives it."""
    leaf = np.flatnonzero(parent >= 0)
    leaf = leaf[np.lexsort((leaf, parent[leaf]))]
    if not len(leaf):
        return
    first = np.r_[True, parent[leaf][1:] != parent[leaf][:-1]]
    place = np.arange(len(leaf)) - np.maximum.accumulate(np.where(first, np.arange(len(leaf)), 0))
    size = 2 * radius[leaf] + GAP
    away = np.sqrt((radius[parent[leaf]] + GAP + radius[leaf]) ** 2 + place * size**2 * 0.5)
    few = np.bincount(parent[leaf], minlength=len(radius))[parent[leaf]] <= 7
    turn = np.where(few, 2 * np.pi / np.bincount(parent[leaf], minlength=len(radius))[parent[leaf]], 2.399963)
    away = np.where(few, radius[parent[leaf]] + 2 * GAP + radius[leaf], away)
    angle = place * turn + parent[leaf] * 0.7
    xy[leaf] = xy[parent[leaf]] + away[:, None] * np.c_[np.cos(angle), np.sin(angle)]


def _components(s: Ints, t: Ints, w: Floats, radius: Floats) -> tuple[Floats, Ints]:
    """Lay out each connected component by itself; the smaller ones stand in columns to the right of the largest."""
    n = len(radius)
    _, label = csgraph.connected_components(_adjacency(n, s, t, w), directed=False)
    size = np.bincount(label)
    members = np.split(np.argsort(label, kind="stable"), np.cumsum(size)[:-1])
    edges = np.split(np.argsort(label[s], kind="stable"), np.cumsum(np.bincount(label[s], minlength=len(size)))[:-1])
    xy = np.zeros((n, 2))
    community = np.zeros(n, dtype=np.int64)
    local = np.empty(n, dtype=np.int64)
    order = np.lexsort((np.arange(len(size)), -size))
    half = np.zeros((len(size), 2))
    groups = 0
    for c in order:
        nodes, e = members[c], edges[c]
        local[nodes] = np.arange(len(nodes))
        xy[nodes], own = _islands(local[s[e]], local[t[e]], w[e], radius[nodes])
        community[nodes] = own + groups
        groups += int(own.max()) + 1
        low = (xy[nodes] - radius[nodes, None]).min(axis=0)
        high = (xy[nodes] + radius[nodes, None]).max(axis=0)
        xy[nodes] -= (low + high) / 2
        half[c] = (high - low) / 2 + GAP
    height = max(2 * half[order[0], 1], float(np.sqrt(4 * half[order[1:]].prod(axis=1).sum())))
    x, y, wide = half[order[0], 0] + 8 * GAP, 0.0, 0.0
    for c in order[1:]:
        if y + 2 * half[c, 1] > height and y > 0:
            x, y, wide = x + wide, 0.0, 0.0
        xy[members[c]] += (x + half[c, 0], y + half[c, 1] - height / 2)
        y, wide = y + 2 * half[c, 1], max(wide, 2 * half[c, 0])
    low, high = (xy - radius[:, None]).min(axis=0), (xy + radius[:, None]).max(axis=0)
    return xy - (low + high) / 2, community


def _adjacency(n: int, s: Ints, t: Ints, w: Floats) -> sparse.csr_array:
    return sparse.csr_array((np.r_[w, w], (np.r_[s, t], np.r_[t, s])), shape=(n, n))


def _islands(s: Ints, t: Ints, w: Floats, radius: Floats) -> tuple[Floats, Ints]:
    """Lay out one connected component: its communities as islands, then the nodes on them, then room for the discs."""
    n = len(radius)
    if n == 1:
        return np.zeros((1, 2)), np.zeros(1, dtype=np.int64)
    if n == 2:
        half = (radius.sum() + 4 * GAP) / 2
        return np.array([[-half, 0.0], [half, 0.0]]), np.zeros(2, dtype=np.int64)
    label = communities(n, s, t, w)
    area = np.bincount(label, weights=(radius + GAP) ** 2)
    island = np.sqrt(area / DENSITY) + 6 * GAP
    anchor = np.zeros((n, 2))
    inner = label[s] == label[t]
    if len(area) > 1:
        centres = _forces(label[s[~inner]], label[t[~inner]], w[~inner], 1 + area / area.mean())
        centres *= 0.6 * np.sqrt((island**2).sum()) / np.quantile(np.hypot(*centres.T), 0.9)
        centres = _separate(centres @ _main_axes(centres) * STRETCH, island, rounds=300)
        anchor = centres[label]
    reach = np.sqrt(((radius + GAP) ** 2).sum() / DENSITY)
    unit = reach / np.sqrt(n)
    xy = (
        _forces(
            s,
            t,
            np.where(inner, w, w * 0.12),
            np.ones(n),
            anchor=anchor / unit,
            island=island[label] / unit,
            group=label,
        )
        * unit
    )
    return _separate(xy, radius, rounds=60), label


def communities(n: int, s: Ints, t: Ints, w: Floats) -> Ints:
    """Return each node's community: Louvain (Blondel et al. 2008), numbered from the largest, small ones joined.

    A community of fewer than five nodes joins the one to which its edges weigh most.
    """
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(n))
    for a, b, x in zip(s.tolist(), t.tolist(), w.tolist(), strict=True):
        network.add_edge(a, b, weight=x + network.get_edge_data(a, b, {"weight": 0.0})["weight"])
    found = sorted(
        (sorted(c) for c in nx.community.louvain_communities(network, seed=SEED)), key=lambda c: (-len(c), c)
    )
    label = np.empty(n, dtype=np.int64)
    for number, members in enumerate(found):
        label[members] = number
    for number, members in reversed(list(enumerate(found))):
        if len(members) < 5:
            pull = np.bincount(label[t[label[s] == number]], weights=w[label[s] == number], minlength=len(found))
            pull += np.bincount(label[s[label[t] == number]], weights=w[label[t] == number], minlength=len(found))
            pull[number] = 0.0
            if pull.any():
                label[label == number] = int(pull.argmax())
    return np.unique(label, return_inverse=True)[1].astype(np.int64).reshape(n)


def _forces(
    s: Ints,
    t: Ints,
    w: Floats,
    mass: Floats,
    *,
    anchor: Floats | None = None,
    island: Floats | float = 1.0,
    group: Ints | None = None,
) -> Floats:
    """Return positions by cooled LinLog forces; nodes are held near `anchor`, within `island`, where it is given.

    The unit of length is the mean spacing of the nodes.
    """
    n = len(mass)
    degree = 0.2 + np.bincount(s, weights=w, minlength=n) + np.bincount(t, weights=w, minlength=n)
    w = w / degree.mean()
    if anchor is None:
        xy = _spectral(_adjacency(n, s, t, w)) * np.sqrt(n)
    else:
        angle = 2.399963 * np.arange(n)
        start = 0.8 * island * np.sqrt(np.random.default_rng(SEED).uniform(0, 1, n))
        xy = anchor + start[:, None] * np.c_[np.cos(angle), np.sin(angle)]
    field = _Repulsion(n)
    rounds = 220 if n < 8_000 else 150
    strength = 4.0 * np.sqrt(n) if anchor is None else 40.0
    members = np.bincount(group) if group is not None else np.ones(1)
    for step in range(rounds):
        push = field(xy, mass)
        if group is not None:
            for axis in (0, 1):  # what pushes a whole island must not press its nodes against the shore
                push[:, axis] -= (np.bincount(group, weights=push[:, axis]) / members)[group]
        pull = xy[t] - xy[s]
        pull *= (w * strength / (np.hypot(*pull.T) + 0.1))[:, None]
        for axis in (0, 1):
            push[:, axis] += np.bincount(s, weights=pull[:, axis], minlength=n)
            push[:, axis] -= np.bincount(t, weights=pull[:, axis], minlength=n)
        if anchor is None:
            push -= xy * 2.0
        else:
            away = xy - anchor
            beyond = np.hypot(*away.T) / island
            push -= away * (3.0 * np.maximum(beyond, 0.2) ** 2)[:, None]
        push /= (mass + degree / degree.mean())[:, None]
        length = np.hypot(*push.T) + 1e-9
        heat = (np.sqrt(n) * 0.2 if anchor is None else 1.5) * (1 - step / rounds) ** 1.5 + 0.01
        xy = xy + push * (np.minimum(length * 0.1, heat) / length)[:, None]
    return np.asarray(xy - np.average(xy, axis=0) if anchor is None else xy)


def _spectral(adjacency: sparse.csr_array) -> Floats:
    """Return a smooth start in [-1, 1]: two slow modes of the lazy random walk, found by subspace iteration."""
    n = adjacency.shape[0]
    degree = adjacency.sum(axis=1)
    scale = sparse.dia_array((1 / np.sqrt(degree)[None, :], [0]), shape=(n, n))
    walk = (scale @ adjacency @ scale).tocsr()
    first = np.sqrt(degree / degree.sum())
    block = np.random.default_rng(SEED).standard_normal((n, 2))
    for _ in range(80):
        block = 0.5 * (block + walk @ block)
        block -= first[:, None] * (first @ block)
        block[:, 1] -= block[:, 0] * (block[:, 0] @ block[:, 1]) / (block[:, 0] @ block[:, 0])
        block /= np.sqrt((block**2).sum(axis=0)) + 1e-300
    ranks = np.argsort(np.argsort(block, axis=0, kind="stable"), axis=0, kind="stable")
    noise = np.random.default_rng(SEED + 1).uniform(-0.02, 0.02, (n, 2))
    return np.asarray(2.0 * ranks / (n - 1) - 1.0 + noise)


def _main_axes(xy: Floats) -> Floats:
    """Return the rotation that turns the longest extent into the horizontal, in closed form."""
    (a, b), (_, d) = np.cov(xy.T)
    half = 0.5 * np.arctan2(2 * b, a - d)
    return np.array([[np.cos(half), -np.sin(half)], [np.sin(half), np.cos(half)]])


class _Repulsion:
    """The 1/distance repulsion of masses, as a convolution on a square grid that spans the picture."""

    def __init__(self, n: int) -> None:
        self.cells = 64 if n < 600 else 128 if n < 6_000 else 256
        span = np.r_[np.arange(self.cells), np.arange(-self.cells, 0)].astype(float)
        square = span[:, None] ** 2 + span[None, :] ** 2 + 0.3
        self.kernel = (fft.rfft2(span[:, None] / square), fft.rfft2(span[None, :] / square))

    def __call__(self, xy: Floats, mass: Floats) -> Floats:
        """Return the force on each node, shape (nodes, 2)."""
        low = xy.min(axis=0)
        cell = max(float((xy.max(axis=0) - low).max()), 1e-6) / (self.cells - 2)
        place = (xy - low) / cell
        corner = place.astype(np.int64)
        part = place - corner
        shares = [
            ((corner[:, 0] + i) * self.cells + corner[:, 1] + j, abs(1 - i - part[:, 0]) * abs(1 - j - part[:, 1]))
            for i in (0, 1)
            for j in (0, 1)
        ]
        grid = np.zeros(self.cells**2)
        for where, share in shares:
            grid += np.bincount(where, weights=mass * share, minlength=self.cells**2)
        shape = (2 * self.cells, 2 * self.cells)
        spread = fft.rfft2(grid.reshape(self.cells, self.cells), shape)
        force = np.zeros_like(xy)
        for axis, kernel in enumerate(self.kernel):
            potential = fft.irfft2(spread * kernel, shape)[: self.cells, : self.cells].ravel()
            for where, share in shares:
                force[:, axis] += potential[where] * share
        return force * (mass / cell)[:, None]


def _separate(xy: Floats, radius: Floats, *, rounds: int) -> Floats:
    """Push overlapping discs apart, the heavier moving less, until none overlap or the rounds are over."""
    xy = xy.copy()
    large = np.flatnonzero(radius > 2.5 * np.median(radius))
    small_reach = 2 * float(np.min([np.max(radius), 2.5 * np.median(radius)])) + GAP
    for _ in range(rounds):
        tree = cKDTree(xy)
        pairs = tree.query_pairs(small_reach, output_type="ndarray")
        if len(large):
            near = tree.query_ball_point(xy[large], radius[large] + radius.max() + GAP)
            counts = np.array([len(x) for x in near])
            wide = np.c_[np.repeat(large, counts), np.concatenate([np.sort(x) for x in near]).astype(np.int64)]
            wide = np.sort(wide[wide[:, 0] != wide[:, 1]], axis=1)
            pairs = np.unique(np.r_[pairs, wide], axis=0)
        a, b = pairs[:, 0], pairs[:, 1]
        apart = xy[b] - xy[a]
        distance = np.hypot(*apart.T)
        overlap = radius[a] + radius[b] + GAP - distance
        hit = overlap > 0.5
        if not hit.any():
            break
        a, b, apart, distance, overlap = a[hit], b[hit], apart[hit], distance[hit], overlap[hit]
        same = distance < 1e-6
        apart[same] = np.c_[np.cos(a[same] + 0.5), np.sin(b[same] + 0.5)]
        unit = apart / np.maximum(np.hypot(*apart.T), 1e-9)[:, None] * overlap[:, None] * 0.55
        share = (radius[b] / (radius[a] + radius[b]))[:, None]
        for axis in (0, 1):
            xy[:, axis] -= np.bincount(a, weights=(unit * share)[:, axis], minlength=len(xy))
            xy[:, axis] += np.bincount(b, weights=(unit * (1 - share))[:, axis], minlength=len(xy))
    return xy

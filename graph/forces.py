"""The forces of a layout: LinLog attraction and repulsion, a smooth start for them, and room for every disc.

Energy model: LinLog (Noack, "Energy models for graph clustering", JGAA 2007), which sets communities apart: attraction
of constant strength along edges, repulsion by 1/distance between all nodes. The repulsion is a convolution on a grid,
so that an iteration costs O(nodes + edges + grid). What is laid out, and in which parts, is `layout`'s business.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

SEED = 20_250_724
GAP = 5.0
"""The least distance between the rims of two nodes, in the unit of the radii."""


def forces(
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
        xy = _spectral(adjacency_of(n, s, t, w)) * np.sqrt(n)
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
    degree = np.asarray(adjacency.sum(axis=1))
    n = len(degree)
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


def main_axes(xy: Floats) -> Floats:
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
        self.kernel = (np.fft.rfft2(span[:, None] / square), np.fft.rfft2(span[None, :] / square))

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
        spread = np.fft.rfft2(grid.reshape(self.cells, self.cells), shape)
        force = np.zeros_like(xy)
        for axis, kernel in enumerate(self.kernel):
            potential = np.fft.irfft2(spread * kernel, shape)[: self.cells, : self.cells].ravel()
            for where, share in shares:
                force[:, axis] += potential[where] * share
        return force * (mass / cell)[:, None]


def separate(xy: Floats, radius: Floats, *, rounds: int) -> Floats:
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


def adjacency_of(n: int, s: Ints, t: Ints, w: Floats) -> sparse.csr_array:
    return sparse.csr_array((np.r_[w, w], (np.r_[s, t], np.r_[t, s])), shape=(n, n))

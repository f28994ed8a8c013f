"""Where does each node of a picture stand? A deterministic layout, in numpy and scipy alone.

Nodes with one neighbour stand around it; the rest of a connected component is set out as islands, one a community, by
the forces of `graph/forces.py`. Which nodes and weights go in is the caller's business.
"""

from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy.sparse import csgraph

from papergraph.graph.forces import GAP, SEED, Floats, Ints, adjacency_of, forces, main_axes, separate

STRETCH = np.array([1.25, 0.8])
"""How much wider than high the picture becomes, for screens are."""
DENSITY = 0.34
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
    return Placement(np.rint(separate(xy, radius, rounds=12)).astype(np.int64), community)


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
    _, label = csgraph.connected_components(adjacency_of(n, s, t, w), directed=False)
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
        centres = forces(label[s[~inner]], label[t[~inner]], w[~inner], 1 + area / area.mean())
        centres *= 0.6 * np.sqrt((island**2).sum()) / np.quantile(np.hypot(*centres.T), 0.9)
        centres = separate(centres @ main_axes(centres) * STRETCH, island, rounds=300)
        anchor = centres[label]
    reach = np.sqrt(((radius + GAP) ** 2).sum() / DENSITY)
    unit = reach / np.sqrt(n)
    xy = (
        forces(
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
    return separate(xy, radius, rounds=60), label


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

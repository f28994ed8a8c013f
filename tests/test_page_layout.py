"""Where the nodes of the page stand."""

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.graph.forces import GAP
from papergraph.graph.layout import communities, layout
from papergraph.graph.page_data import arrange
from papergraph.graph.page_part import links_of

from .page_graphs import large_graph


def cliques(count: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges of `count` complete graphs, each joined with the next by one edge."""
    pairs = [(c * size + a, c * size + b) for c in range(count) for a, b in combinations(range(size), 2)]
    pairs += [(c * size, ((c + 1) % count) * size + 1) for c in range(count)]
    source, target = np.array(pairs, dtype=np.int64).T
    return source, target


def test_the_same_graph_is_laid_out_alike_each_time() -> None:
    s, t = cliques(4, 6)
    first, second = (layout(s, t, np.ones(len(s)), np.full(24, 8.0)).xy for _ in range(2))
    assert (first == second).all()


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_hash_seed_does_not_move_a_node(seed: str, tmp_path: Path) -> None:
    script = (
        "import numpy as np; from papergraph.graph.layout import layout; "
        "s = np.arange(40) % 13; t = 13 + (np.arange(40) * 7) % 17; "
        "print(layout(s, t, np.ones(40), np.full(30, 9.0)).xy.tolist())"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    s, t = np.arange(40) % 13, 13 + (np.arange(40) * 7) % 17
    assert run.stdout.strip() == str(layout(s, t, np.ones(40), np.full(30, 9.0)).xy.tolist())


def test_communities_stand_visibly_apart() -> None:
    count, size = 6, 8
    s, t = cliques(count, size)
    xy = layout(s, t, np.ones(len(s)), np.full(count * size, 8.0)).xy
    groups = xy.reshape(count, size, 2)
    centres = groups.mean(axis=1)
    within = np.hypot(*(groups - centres[:, None]).reshape(-1, 2).T).mean()
    nearest = min(np.hypot(*(a - b)) for a, b in combinations(centres, 2))
    assert nearest > 2 * within


def test_the_fifty_largest_do_not_overlap() -> None:
    links = links_of(large_graph(300, 160))
    scene = arrange(links)
    largest = np.argsort(-scene.radius, kind="stable")[:50]
    for a, b in combinations(largest.tolist(), 2):
        distance = np.hypot(*(scene.placement.xy[a] - scene.placement.xy[b]))
        assert distance >= scene.radius[a] + scene.radius[b] - 1, (a, b)


@given(
    edges=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda e: e[0] != e[1]), max_size=30),
    n=st.integers(12, 20),
)
@settings(max_examples=40, deadline=None)
def test_any_graph_has_a_finite_layout_without_two_nodes_in_one_place(edges: list[tuple[int, int]], n: int) -> None:
    s, t = (np.array([e[k] for e in edges], dtype=np.int64) for k in (0, 1))
    placed = layout(s, t, np.ones(len(edges)), np.full(n, 8.0))
    assert placed.xy.shape == (n, 2)
    assert len({tuple(p) for p in placed.xy.tolist()}) == n
    assert np.abs(placed.xy).max() < 100 * n


def test_two_nodes_keep_their_distance() -> None:
    xy = layout(np.array([0]), np.array([1]), np.ones(1), np.array([10.0, 20.0])).xy
    assert np.hypot(*(xy[0] - xy[1])) >= 30 + GAP


def test_nothing_is_laid_out_to_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert layout(none, none, np.zeros(0), np.zeros(0)).xy.shape == (0, 2)


def test_communities_find_the_cliques() -> None:
    s, t = cliques(5, 7)
    label = communities(35, s, t, np.ones(len(s))).reshape(5, 7)
    assert all(len(set(row)) == 1 for row in label.tolist())
    assert len(set(label[:, 0].tolist())) == 5

"""What does the page know? The graph as compact columns for the page's script, with positions and sizes.

pyvis makes the records of nodes and edges; text stays text. How the page shows them is the business of `graph/page/`.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from papergraph.graph.layout import Placement, layout
from papergraph.graph.page_part import Links
from papergraph.graph.page_related import related_papers
from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import PREDICATE_MEANING, PREDICATES, NodeKind

SHAPES: dict[NodeKind, str] = {
    "paper": "dot",
    "method": "square",
    "dataset": "diamond",
    "repository": "triangle",
    "task": "hexagon",
    "metric": "triangleDown",
}
"""Shape of each kind, so that colour is never the only sign."""

LABEL = 34
"""How many characters of a name stand beside its node."""

_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the nodes stand, how large they are, and which names lie over their regions."""

    placement: Placement
    radius: NDArray[np.float64]


def arrange(links: Links) -> Scene:
    """Lay the graph out: an entity's edges count less the more it has, so that hubs do not pull all things together."""
    degree = links.degree
    hub = np.maximum(degree[links.source], degree[links.target])
    muted = links.generic[links.source] | links.generic[links.target]
    weight = np.where(muted, 0.2, 1.0) / np.log2(1.0 + hub)
    radius = 3.0 + 3.0 * np.sqrt(degree)
    radius[: links.papers] = 6.0 + 0.8 * np.sqrt(degree[: links.papers])
    radius = np.minimum(np.where(links.generic, 0.6 * radius, radius), 44.0).round(1).astype(np.float64)
    return Scene(layout(links.source, links.target, weight, radius), radius)


def page_data(graph: PaperGraph, links: Links) -> dict[str, Any]:
    """Return everything the page's script reads, as lists of equal length under their column's name."""
    scene = arrange(links)
    predicates = list(PREDICATES)
    nodes, edges = _network(graph, links, scene)
    papers, entities = graph.papers, graph.entities
    columns = ("id", "title", "abstract", "authors", "year", "date", "url", "venue")
    return {
        "kinds": list(SHAPES),
        "predicates": [{"name": p, "meaning": PREDICATE_MEANING[p]} for p in predicates],
        "nodes": {
            **{k: [n[k] for n in nodes] for k in ("label", "x", "y", "size")},
            "kind": [list(SHAPES).index(n["group"]) for n in nodes],
            "region": scene.placement.community.tolist(),
        },
        "edges": {
            "from": [e["from"] for e in edges],
            "to": [e["to"] for e in edges],
            "predicate": [predicates.index(e["group"]) for e in edges],
        },
        "papers": {c: papers.column(c).to_pylist() for c in columns}
        | {"source": [_source(s) for s in papers.column("sources").to_pylist()]},
        "entities": {
            c: entities.column(c).to_pylist()
            for c in ("key", "subkind", "name", "aliases", "url", "papers", "generic", "generic_reason", "first_paper")
        },
        "mentions": _mentions(graph),
        "related": related_papers(links),
    }


def _network(graph: PaperGraph, links: Links, scene: Scene) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the nodes and edges as pyvis makes them.

    `Network.add_node` searches a list for each node and `add_edge` copies it; its own records are used without.
    """
    from pyvis.edge import Edge
    from pyvis.node import Node

    names = [short_title(t) for t in graph.papers.column("title").to_pylist()]
    names += [_short(n) for n in graph.entities.column("name").to_pylist()]
    kinds = ["paper"] * links.papers + graph.entities.column("kind").to_pylist()
    xy, sizes = scene.placement.xy.tolist(), scene.radius.tolist()
    nodes = [
        Node(i, SHAPES[kind], name, group=kind, x=x, y=y, size=size).options
        for i, (kind, name, (x, y), size) in enumerate(zip(kinds, names, xy, sizes, strict=True))
    ]
    said = graph.relations.column("predicate").to_pylist()
    ends = zip(links.source.tolist(), links.target.tolist(), said, strict=True)
    return nodes, [Edge(a, b, directed=True, group=p).options for a, b, p in ends]


def short_title(title: str) -> str:
    """Return what stands beside a paper's node: the name before a colon, else the title's beginning.

    >>> short_title("LoRA: Low-Rank Adaptation of Large Language Models")
    'LoRA'
    >>> short_title("Attention is what the whole of this paper was always about")
    'Attention is what the whole of…'
    """
    head, colon, _ = title.partition(":")
    return head.strip() if colon and 1 < len(head.strip()) <= LABEL else _short(title)


def _short(name: str) -> str:
    name = re.sub(r"^https?://(?:www\.)?(?:github\.com/)?", "", name)
    if len(name) <= LABEL:
        return name
    cut = name[: LABEL - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[12:] else cut).rstrip(" ,;:-–—") + "…"


def _source(sources: list[dict[str, Any]]) -> str:
    return "; ".join(f"{s['file']}, line {s['line']}" for s in sources)


def _mentions(graph: PaperGraph) -> dict[str, list[Any]]:
    """Return the evidence in the order of the relations; `first[i]` is where relation i's begins (one more at the end).

    Offsets count UTF-16 units, as JavaScript does.
    """
    order = {
        (source.removeprefix("paper:"), predicate, target): i
        for i, (source, predicate, target) in enumerate(
            zip(*(graph.relations.column(c).to_pylist() for c in ("source", "predicate", "target")), strict=True)
        )
    }
    wide = {
        paper: np.cumsum([0, *(1 + (c > "\uffff") for c in f"{title}\n{abstract}")])
        for paper, title, abstract in zip(
            *(graph.papers.column(c).to_pylist() for c in ("id", "title", "abstract")), strict=True
        )
        if _ASTRAL.search(title) or _ASTRAL.search(abstract)
    }
    rules = sorted(set(graph.mentions.column("rule").to_pylist()))
    number = {rule: i for i, rule in enumerate(rules)}
    offsets = ("start", "end", "sentence_start", "sentence_end")
    found = []
    columns = (
        graph.mentions.column(c).to_pylist() for c in ("paper", "predicate", "entity", *offsets, "rule", "confidence")
    )
    for paper, predicate, entity, *counted, rule, confidence in zip(*columns, strict=True):
        units = wide.get(paper)
        spans = counted if units is None else [int(units[min(c, len(units) - 1)]) for c in counted]
        found.append((order[paper, predicate, entity], *spans, number[rule], round(confidence, 3)))
    found.sort()
    first = np.searchsorted([f[0] for f in found], np.arange(len(order) + 1)).tolist()
    names = ("start", "end", "from", "to", "rule", "confidence")
    return {"rules": rules, "first": first} | {n: [f[i + 1] for f in found] for i, n in enumerate(names)}

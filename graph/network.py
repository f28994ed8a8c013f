"""The graph as NetworkX sees it: a `MultiDiGraph` whose edge key is the predicate.

Made from the tables, never the other way round; analyses and exports start here.
"""

from typing import Any

import networkx as nx

from papergraph.graph.tables import PaperGraph, rows
from papergraph.graph.vocabulary import node_id_of_paper


def to_networkx(graph: PaperGraph) -> "nx.MultiDiGraph[str]":
    """Return the graph with one node a paper or entity and one edge a relation, all evidence on the edge.

    Every node has `kind`, `name` and `aliases`; a paper further its bibliographic fields, an entity its `subkind`,
    `url`, `papers` (how many name it), `generic`, `first_paper`. Every edge has `count`, `confidence` and `evidence`,
    a list of dicts with the offsets, `mention`, `sentence`, `rule` and `confidence`.

    >>> to_networkx(PaperGraph()).number_of_nodes()
    0
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    texts: dict[str, str] = {}
    for row in rows(graph.papers):
        texts[row["id"]] = f"{row['title']}\n{row['abstract']}"
        fields = {k: v for k, v in row.items() if k != "id" and v is not None}
        network.add_node(node_id_of_paper(row["id"]), kind="paper", name=row["title"], aliases=[], **fields)
    for row in rows(graph.entities):
        key = row.pop("key")
        network.add_node(key, **row)
    for row in rows(graph.relations):
        source, predicate, target = row.pop("source"), row.pop("predicate"), row.pop("target")
        paper = source.removeprefix("paper:")
        evidence = graph.evidence.get((paper, predicate, target), ()) if source.startswith("paper:") else ()
        said: list[dict[str, Any]] = [
            {
                "start": e.start,
                "end": e.end,
                "sentence_start": e.sentence_start,
                "sentence_end": e.sentence_end,
                "mention": texts[paper][e.start : e.end],
                "sentence": texts[paper][e.sentence_start : e.sentence_end],
                "rule": e.rule,
                "confidence": e.confidence,
            }
            for e in evidence
        ]
        network.add_edge(source, target, key=predicate, predicate=predicate, evidence=said, **row)
    return network

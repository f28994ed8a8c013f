"""The words of the graph: node kinds, predicates, and which predicate may join which kinds.

Labels and relationship types anywhere (NetworkX, Cypher, the page, the exports) come from here and nowhere else.
"""

from typing import Literal

from papergraph.extractors.records import Kind

NodeKind = Literal["paper", "method", "dataset", "repository", "task", "metric"]
Predicate = Literal[
    "PROPOSES",
    "USES",
    "COMPARES_WITH",
    "INTRODUCES",
    "EVALUATES_ON",
    "RELEASES",
    "LINKS_TO",
    "ADDRESSES",
    "REPORTS",
    "VARIANT_OF",
]

LABELS: dict[NodeKind, str] = {
    "paper": "Paper",
    "method": "Method",
    "dataset": "Dataset",
    "repository": "Repository",
    "task": "Task",
    "metric": "Metric",
}
"""Node label of each kind, as property-graph databases write it."""

ROLE_PREDICATES: dict[tuple[Kind, str], Predicate] = {
    ("method", "proposed"): "PROPOSES",
    ("method", "used"): "USES",
    ("method", "compared"): "COMPARES_WITH",
    ("dataset", "introduced"): "INTRODUCES",
    ("dataset", "used"): "EVALUATES_ON",
    ("repository", "own"): "RELEASES",
    ("repository", "other"): "LINKS_TO",
    ("task", "addressed"): "ADDRESSES",
    ("metric", "reported"): "REPORTS",
}
"""Which predicate says that a paper has an entity of this kind in this role."""

PREDICATES: dict[Predicate, tuple[tuple[NodeKind, NodeKind], ...]] = {
    "PROPOSES": (("paper", "method"),),
    "USES": (("paper", "method"),),
    "COMPARES_WITH": (("paper", "method"),),
    "INTRODUCES": (("paper", "dataset"),),
    "EVALUATES_ON": (("paper", "dataset"),),
    "RELEASES": (("paper", "repository"),),
    "LINKS_TO": (("paper", "repository"),),
    "ADDRESSES": (("paper", "task"),),
    "REPORTS": (("paper", "metric"),),
    "VARIANT_OF": (("method", "method"), ("dataset", "dataset"), ("task", "task"), ("metric", "metric")),
}
"""Every predicate with the pairs of kinds that it may join. The order is from the strongest role to the weakest."""

PREDICATE_MEANING: dict[Predicate, str] = {
    "PROPOSES": "introduces the method",
    "USES": "builds on, analyses or mentions the method",
    "COMPARES_WITH": "names the method as a baseline or as outperformed",
    "INTRODUCES": "presents the dataset or benchmark",
    "EVALUATES_ON": "uses the dataset",
    "RELEASES": "its own code, models or data",
    "LINKS_TO": "somebody else's repository or page",
    "ADDRESSES": "works on the task",
    "REPORTS": "reports results in the metric",
    "VARIANT_OF": "is a version, size or variant of",
}


def node_id_of_paper(paper_id: str) -> str:
    """Return the graph's node id of a paper.

    >>> node_id_of_paper("1706.03762")
    'paper:1706.03762'
    """
    return f"paper:{paper_id}"

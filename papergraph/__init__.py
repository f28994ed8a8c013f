"""A knowledge graph of paper abstracts: methods, datasets, code, tasks and metrics, each edge with its sentence.

>>> import papergraph as pg
>>> sorted(pg.__all__)[:3]
['Entity', 'Evidence', 'Found']

Everything that the command line does is one call here; names are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from papergraph.building import append, build, remove
    from papergraph.cypher.ask import ask, run_cypher
    from papergraph.cypher.connection import connect
    from papergraph.cypher.push import push
    from papergraph.discovering import related
    from papergraph.explaining import dropped, why
    from papergraph.extractors.errors import PapergraphError
    from papergraph.extractors.pipeline import extract, pipeline
    from papergraph.extractors.reading import read_inputs
    from papergraph.extractors.records import Evidence, Found, Mention, Paper, Rejected
    from papergraph.graph.difference import diff
    from papergraph.graph.gaps import gaps
    from papergraph.graph.network import to_networkx
    from papergraph.graph.overrides import Overrides, read_overrides
    from papergraph.graph.page import show, write_page
    from papergraph.graph.related_index import open_index
    from papergraph.graph.store import read, write
    from papergraph.graph.tables import Entity, PaperGraph, Relation
    from papergraph.graph.trends import trends

_HOMES = {
    "append": "papergraph.building",
    "build": "papergraph.building",
    "remove": "papergraph.building",
    "ask": "papergraph.cypher.ask",
    "run_cypher": "papergraph.cypher.ask",
    "connect": "papergraph.cypher.connection",
    "push": "papergraph.cypher.push",
    "related": "papergraph.discovering",
    "dropped": "papergraph.explaining",
    "why": "papergraph.explaining",
    "PapergraphError": "papergraph.extractors.errors",
    "extract": "papergraph.extractors.pipeline",
    "pipeline": "papergraph.extractors.pipeline",
    "read_inputs": "papergraph.extractors.reading",
    "Evidence": "papergraph.extractors.records",
    "Found": "papergraph.extractors.records",
    "Mention": "papergraph.extractors.records",
    "Paper": "papergraph.extractors.records",
    "Rejected": "papergraph.extractors.records",
    "diff": "papergraph.graph.difference",
    "gaps": "papergraph.graph.gaps",
    "to_networkx": "papergraph.graph.network",
    "Overrides": "papergraph.graph.overrides",
    "read_overrides": "papergraph.graph.overrides",
    "show": "papergraph.graph.page",
    "write_page": "papergraph.graph.page",
    "open_index": "papergraph.graph.related_index",
    "read": "papergraph.graph.store",
    "write": "papergraph.graph.store",
    "Entity": "papergraph.graph.tables",
    "PaperGraph": "papergraph.graph.tables",
    "Relation": "papergraph.graph.tables",
    "trends": "papergraph.graph.trends",
}

__all__ = [
    "Entity",
    "Evidence",
    "Found",
    "Mention",
    "Overrides",
    "Paper",
    "PaperGraph",
    "PapergraphError",
    "Rejected",
    "Relation",
    "append",
    "ask",
    "build",
    "connect",
    "diff",
    "dropped",
    "extract",
    "gaps",
    "open_index",
    "pipeline",
    "push",
    "read",
    "read_inputs",
    "read_overrides",
    "related",
    "remove",
    "run_cypher",
    "show",
    "to_networkx",
    "trends",
    "why",
    "write",
    "write_page",
]


def __getattr__(name: str) -> Any:
    """Load a public name from the module where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module 'papergraph' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)

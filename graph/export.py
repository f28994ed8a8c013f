"""The graph in the formats of other programs: GraphML, GEXF, node-link JSON, CSV, JSON-LD.

Written by networkx where it can; what its writers cannot hold (lists, evidence, control characters) is put into texts
first. The bytes depend on the graph alone.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx

from papergraph.extractors.errors import PapergraphError
from papergraph.graph.network import to_networkx
from papergraph.graph.tables import PaperGraph

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_GEXF_DATE = re.compile(r' lastmodifieddate="[^"]*"')
_SCHEMA_TYPES = {
    "paper": "ScholarlyArticle",
    "method": "DefinedTerm",
    "dataset": "Dataset",
    "repository": "SoftwareSourceCode",
    "task": "DefinedTerm",
    "metric": "DefinedTerm",
}
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "papergraph": "urn:papergraph:",
    **{
        name: {"@id": f"papergraph:{name}", "@type": "@id"}
        for name in (
            "proposes uses comparesWith introduces evaluatesOn releases linksTo addresses reports variantOf".split()
        )
    },
}
"""The terms of the JSON-LD: schema.org's, and the predicates of the graph under a name of their own."""


class ExportError(PapergraphError):
    """An export that cannot be written."""


def node_link(graph: PaperGraph) -> str:
    """Return networkx's node-link form as JSON; `networkx.node_link_graph` reads it back.

    >>> sorted(json.loads(node_link(PaperGraph())))
    ['directed', 'edges', 'graph', 'multigraph', 'nodes']
    """
    network = to_networkx(graph)
    data = {
        "directed": True,
        "multigraph": True,
        "graph": {},
        "nodes": [{"id": node, **fields} for node, fields in network.nodes(data=True)],
        "edges": [
            {"source": s, "target": t, "key": k, **fields} for s, t, k, fields in network.edges(keys=True, data=True)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def graphml(graph: PaperGraph) -> str:
    """Return the graph as GraphML; lists are joined by " | ", evidence is JSON."""
    return "\n".join(nx.generate_graphml(_plain(graph))) + "\n"


def gexf(graph: PaperGraph) -> str:
    """Return the graph as GEXF 1.2, for Gephi."""
    network = _plain(graph)
    for _, fields in network.nodes(data=True):
        fields["label"] = fields["name"]
    text = "\n".join(nx.generate_gexf(network, version="1.2draft"))
    return _GEXF_DATE.sub("", text) + "\n"


def json_ld(graph: PaperGraph) -> str:
    """Return the graph as JSON-LD in the words of schema.org; evidence stays behind."""
    network = to_networkx(graph)
    nodes = []
    for node, fields in network.nodes(data=True):
        said: dict[str, Any] = {
            "@id": _iri(node),
            "@type": _SCHEMA_TYPES[fields["kind"]],
            "name": fields["name"],
        }
        if fields["aliases"]:
            said["alternateName"] = fields["aliases"]
        if fields["kind"] == "paper":
            said |= _article(fields)
        elif fields.get("url"):
            said["url"] = fields["url"]
        for _, target, predicate in sorted(network.out_edges(node, keys=True)):
            said.setdefault(_camel(predicate), []).append(_iri(target))
        nodes.append(said)
    return json.dumps({"@context": CONTEXT, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def csv_files(graph: PaperGraph) -> dict[str, str]:
    """Return two CSV texts by file name: one row a node, and one a mention behind an edge, with its sentence."""
    network = to_networkx(graph)
    node_columns = ("id", "kind", "subkind", "name", "aliases", "url", "year", "papers", "generic", "first_paper")
    nodes = [{"id": node, **_flat(fields)} for node, fields in network.nodes(data=True)]
    edge_columns = ("source", "predicate", "target", "name", "confidence", "mention", "sentence", "rule")
    edges = []
    for source, target, fields in network.edges(data=True):
        edge = {
            "source": source,
            "predicate": fields["predicate"],
            "target": target,
            "name": network.nodes[target]["name"],
        }
        for e in fields["evidence"] or [{"confidence": fields["confidence"]}]:
            edges.append(edge | e)
    return {"nodes.csv": _csv(node_columns, nodes), "edges.csv": _csv(edge_columns, edges)}


WRITERS: dict[str, Callable[[PaperGraph], str]] = {
    "graphml": graphml,
    "gexf": gexf,
    "json": node_link,
    "jsonld": json_ld,
}
"""The formats that are one text."""
FORMATS = (*WRITERS, "csv")


def write(graph: PaperGraph, form: str, path: str | Path) -> list[Path]:
    """Write the graph in a format of `FORMATS` and return the files; for `csv`, `path` is a folder.

    Raises
    ------
    ExportError
        Where the format is unknown or the files cannot be written.
    """
    if form not in FORMATS:
        raise ExportError(f"unknown format '{form}'; choose one of {', '.join(FORMATS)}")
    target = Path(path)
    texts = {target / n: t for n, t in csv_files(graph).items()} if form == "csv" else {target: WRITERS[form](graph)}
    try:
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8"))
    except OSError as e:
        raise ExportError(f"{target}: cannot be written ({e.strerror}); choose another -o") from e
    return list(texts)


def _plain(graph: PaperGraph) -> "nx.MultiDiGraph[str]":
    """Return the graph with numbers and texts only, and edges that have numbers of their own."""
    network = to_networkx(graph)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, fields in network.nodes(data=True):
        plain.add_node(_clean(node), **_flat(fields))
    for i, (source, target, fields) in enumerate(network.edges(data=True)):
        plain.add_edge(_clean(source), _clean(target), key=f"e{i}", **_flat(fields))
    return plain


def _flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            out[name] = _clean(" | ".join(value))
        elif isinstance(value, list | dict):
            out[name] = _clean(json.dumps(value, ensure_ascii=False))
        elif value is not None:
            out[name] = _clean(value) if isinstance(value, str) else value
    return out


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _article(fields: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"headline": fields["name"], "abstract": fields.get("abstract", "")}
    if fields.get("authors"):
        said["author"] = [{"@type": "Person", "name": a} for a in fields["authors"]]
    if fields.get("date") or fields.get("year"):
        said["datePublished"] = fields.get("date") or str(fields["year"])
    if fields.get("url"):
        said["url"] = fields["url"]
    return said


def _iri(node: str) -> str:
    return f"papergraph:{quote(node, safe=':/.-_~')}"


def _camel(predicate: str) -> str:
    first, *rest = predicate.lower().split("_")
    return first + "".join(w.capitalize() for w in rest)


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()

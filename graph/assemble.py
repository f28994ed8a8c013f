"""From papers and mentions to the graph: resolve the names, then draw the relations.

Assembling is a function of the *set* of papers and mentions: their order does not show in the result.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from papergraph.extractors.lexicons import Lexicon
from papergraph.extractors.records import Mention, Paper
from papergraph.graph.resolve import resolve
from papergraph.graph.tables import ENTITIES, MENTIONS, MERGES, PAPERS, RELATIONS, Entity, PaperGraph
from papergraph.graph.vocabulary import ROLE_PREDICATES, node_id_of_paper


def assemble(papers: Iterable[Paper], mentions: Iterable[Mention], *, lexicon: Lexicon) -> PaperGraph:
    """Return the graph of these papers and their mentions.

    Raises
    ------
    KeyError
        Where a mention's role is not one that `vocabulary.ROLE_PREDICATES` knows for its kind.
    """
    ordered_papers = sorted(papers, key=lambda p: p.id)
    ordered = sorted(mentions, key=_mention_order)
    resolution = resolve(ordered, lexicon)
    mention_rows = [_mention_row(m, key) for m, key in zip(ordered, resolution.keys, strict=True)]
    relation_rows = _relation_rows(mention_rows)
    relation_rows += [
        {"source": a, "predicate": "VARIANT_OF", "target": b, "count": 0, "confidence": 1.0}
        for a, b in resolution.variants
    ]
    relation_rows.sort(key=lambda r: (r["source"], r["target"], r["predicate"]))
    return PaperGraph(
        papers=pa.Table.from_pylist([_paper_row(p) for p in ordered_papers], schema=PAPERS),
        mentions=pa.Table.from_pylist(mention_rows, schema=MENTIONS),
        entities=pa.Table.from_pylist(
            sorted((_entity_row(e) for e in resolution.entities), key=lambda r: str(r["key"])), schema=ENTITIES
        ),
        relations=pa.Table.from_pylist(relation_rows, schema=RELATIONS),
        merges=pa.Table.from_pylist(list(resolution.merges), schema=MERGES),
    )


def _mention_order(m: Mention) -> tuple[object, ...]:
    e = m.evidence
    return (e.paper, e.start, e.end, m.kind, m.name, m.subkind, m.role, m.aliases, e.rule, e.confidence)


def _paper_row(p: Paper) -> dict[str, Any]:
    return {
        "id": p.id,
        "title": p.title,
        "abstract": p.abstract,
        "authors": list(p.authors),
        "year": p.year,
        "date": p.date,
        "url": p.url,
        "venue": p.venue,
        "sources": [asdict(s) for s in sorted(p.sources)],
    }


def _entity_row(e: Entity) -> dict[str, Any]:
    return {name: getattr(e, name) for name in ENTITIES.names}


def _mention_row(m: Mention, key: str) -> dict[str, Any]:
    e = m.evidence
    return {
        "paper": e.paper,
        "entity": key,
        "predicate": ROLE_PREDICATES[m.kind, m.role],
        "kind": m.kind,
        "subkind": m.subkind,
        "role": m.role,
        "name": m.name,
        "aliases": list(m.aliases),
        "start": e.start,
        "end": e.end,
        "sentence_start": e.sentence_start,
        "sentence_end": e.sentence_end,
        "rule": e.rule,
        "confidence": e.confidence,
    }


def _relation_rows(mention_rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in mention_rows:
        source = node_id_of_paper(row["paper"])
        edge = found.setdefault(
            (source, row["entity"], row["predicate"]),
            {"source": source, "predicate": row["predicate"], "target": row["entity"], "count": 0, "confidence": 0.0},
        )
        edge["count"] += 1
        edge["confidence"] = max(edge["confidence"], row["confidence"])
    return list(found.values())

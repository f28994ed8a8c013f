"""Why does a graph name what it names, and what did it leave out? Its papers are read again, and every choice is told.

The graph's folder holds the abstracts, so that nothing needs to be kept for this at the build. What the extraction
decided is told by `papergraph.extractors.explain`, what the resolution did by `papergraph.graph.audit`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from spacy.language import Language

from papergraph.cypher.rows import Rows
from papergraph.extractors import explain
from papergraph.extractors.explain import Part, Verdict
from papergraph.extractors.feature_words import worded
from papergraph.extractors.naming import fold
from papergraph.extractors.pipeline import pipeline
from papergraph.extractors.plugins import OWN_RULES, Extractor
from papergraph.extractors.records import Paper
from papergraph.graph import audit
from papergraph.graph.audit import UnknownNameError
from papergraph.graph.hubs import vague_words
from papergraph.graph.tables import PaperGraph, rows

REASONS = {
    **explain.REASONS,
    "vague word": "it says so little that no entity bears it as its whole name",
    "left out": "the extraction keeps it now, but the graph was built without it: with --min-confidence or "
    "--drop-generic, or with another lexicon, extractor or version",
}
"""Why a candidate is not in the graph."""
SHOWN = 3
"""How many papers tell what spoke for an entity, and how many features speak on each side."""
COLUMNS = (
    "paper name kind subkind confidence threshold reason other rule start end sentence speaking_for speaking_against"
).split()


def dropped(
    graph: PaperGraph,
    paper: str = "",
    *,
    lexicons: Sequence[str | Path] = (),
    extractors: Sequence[str | Extractor] = (),
    model: str = "",
) -> list[Verdict]:
    """Return what was not kept of one paper, by id or title, in the order of the text, or of all, the likeliest first.

    Lexicons, extractors and model are to be those of the build.

    Raises
    ------
    UnknownNameError
        Where the graph has no such paper.
    """
    papers = [paper_called(graph, paper)] if paper else graph.paper_records()
    found = list(_dropped(graph, papers, pipeline(lexicons=lexicons, extractors=extractors, model=model)))
    return found if paper else sorted(found, key=lambda v: (-v.confidence, v.paper, v.places))


def _dropped(graph: PaperGraph, papers: Iterable[Paper], nlp: Language) -> Iterator[Verdict]:
    columns = (graph.mentions.column(c).to_pylist() for c in ("paper", "start", "kind"))
    there = set(zip(*columns, strict=True))
    for paper, verdicts in explain.explain(papers, nlp):
        for v in verdicts:
            if v.reason in ("", "below threshold", "between kinds") and fold(v.name) in vague_words():
                yield replace(v, reason="vague word")
            elif v.reason:
                yield v
            elif not any((paper.id, start, v.kind) in there for start, _ in v.places):
                yield replace(v, reason="left out")


def paper_called(graph: PaperGraph, name: str) -> Paper:
    """Return the paper with this id or title, or the only one whose title holds this.

    Raises
    ------
    UnknownNameError
        Where there is none, or several.
    """
    wanted = name.strip().removeprefix("paper:")
    papers = {p.id: p for p in graph.paper_records()}
    if wanted in papers:
        return papers[wanted]
    folded = fold(wanted)
    same = [p for p in papers.values() if folded and fold(p.title) == folded]
    same = same or [p for p in papers.values() if folded and folded in fold(p.title)]
    if len(same) == 1:
        return same[0]
    if same:
        offer = "; ".join(f'"{p.title}" ({p.id})' for p in same[:5])
        raise UnknownNameError(f"'{name}' may be {offer}; give the id")
    raise UnknownNameError(f"no paper '{name}' in the graph; ids are listed by: papergraph query GRAPH papers")


def dropped_rows(graph: PaperGraph, verdicts: Sequence[Verdict], *, full: bool = False) -> Rows:
    """Return verdicts as rows: for a table, or `full` with offsets, sentence and all features."""
    if full:
        texts = {p.id: p.text for p in graph.paper_records()} if verdicts else {}
        told = (_full(v, texts[v.paper]) for v in verdicts)
        return Rows(tuple(COLUMNS), tuple(tuple(row[c] for c in COLUMNS) for row in told))
    return Rows(
        ("paper", "name", "nearest kind", "confidence", "reason", "against"),
        tuple((v.paper, v.name, _kind(v), v.confidence, _reason(v), _said(v.speaking_against[:2])) for v in verdicts),
    )


def _full(v: Verdict, text: str) -> dict[str, Any]:
    start, end = v.places[0]
    return {
        "paper": v.paper,
        "name": v.name,
        "kind": v.kind,
        "subkind": v.subkind,
        "confidence": v.confidence,
        "threshold": v.threshold,
        "reason": v.reason,
        "other": v.other,
        "rule": v.rule,
        "start": start,
        "end": end,
        "sentence": text[v.sentence[0] : v.sentence[1]],
        "speaking_for": [_part(p) for p in v.speaking_for],
        "speaking_against": [_part(p) for p in v.speaking_against],
    }


def _part(p: Part) -> dict[str, Any]:
    return {"feature": p.feature, "words": worded(p.feature), "weight": round(p.weight, 3)}


def _kind(v: Verdict) -> str:
    return v.subkind if v.subkind == "technique" else f"{v.subkind} {v.kind}".strip()


def _reason(v: Verdict) -> str:
    if v.other:
        return f"{v.reason} ({v.other})"
    return f"{v.reason} ({v.threshold:.2f})" if v.reason == "below threshold" else v.reason


def _said(parts: Iterable[Part]) -> str:
    return "; ".join(f"{worded(p.feature)} ({p.weight:+.2f})" for p in parts)


def why(
    graph: PaperGraph,
    name: str,
    *,
    lexicons: Sequence[str | Path] = (),
    extractors: Sequence[str | Extractor] = (),
    model: str = "",
    papers: int = SHOWN,
) -> str:
    """Return in words why the names of an entity are one, and what spoke for it in the papers that name it most surely.

    A name that the graph does not have is looked for among what was dropped.

    Raises
    ------
    UnknownNameError
        Where the graph has no such name, and it was not dropped either.
    """
    try:
        found = audit.entities_named(graph, name)
    except UnknownNameError as e:
        return _why_not(graph, name, e, pipeline(lexicons=lexicons, extractors=extractors, model=model))
    nlp = pipeline(lexicons=lexicons, extractors=extractors, model=model)
    return "\n".join(audit.told(graph, row) + _read_from(graph, str(row["key"]), nlp, papers) for row in found)


def _why_not(graph: PaperGraph, name: str, unknown: UnknownNameError, nlp: Language) -> str:
    written = name.strip().casefold()
    papers = [p for p in graph.paper_records() if written and written in p.text.casefold()]
    found = sorted(
        (v for v in _dropped(graph, papers, nlp) if fold(v.name) == fold(name)), key=lambda v: (-v.confidence, v.paper)
    )
    if found:
        of = f", the likeliest {SHOWN} of {len(found)} times" if len(found) > SHOWN else ""
        lines = [f"no entity '{name}' in the graph; it was dropped{of}:"]
        texts = {p.id: p.text for p in papers}
        for v in found[:SHOWN]:
            lines += _told(v, texts[v.paper], f"{_reason(v)}: {REASONS[v.reason]}")
        return "\n".join(lines) + "\n"
    if papers:
        some = ", ".join(p.id for p in papers[:3])
        more = f" and {len(papers) - 3} more" if len(papers) > 3 else ""
        raise UnknownNameError(f"{unknown}; written in {some}{more}, but never a candidate by this name") from unknown
    raise unknown


def _read_from(graph: PaperGraph, key: str, nlp: Language, most: int) -> str:
    """Say what spoke for an entity in the papers that name it most surely."""
    mentions = graph.mentions.filter(pc.equal(graph.mentions.column("entity"), key))
    surest: dict[str, Mapping[str, Any]] = {}
    for row in sorted(rows(mentions), key=lambda row: (-row["confidence"], row["start"])):
        surest.setdefault(row["paper"], row)
    chosen = sorted(surest.values(), key=lambda m: (-m["confidence"], m["paper"]))[:most]
    if not chosen:
        return ""
    wanted = {m["paper"] for m in chosen}
    verdicts = {p.id: (p, v) for p, v in explain.explain((p for p in graph.paper_records() if p.id in wanted), nlp)}
    of = f" (the surest {len(chosen)} of {len(surest)} papers)" if len(surest) > len(chosen) else ""
    lines = [f"  read from{of}:"]
    for m in chosen:
        paper, found = verdicts[m["paper"]]
        same = (v for v in found if v.kind == m["kind"] and m["start"] in (s for s, _ in v.places))
        v = next(same, None) if m["rule"] in OWN_RULES else None
        if v is None:
            lines.append(f"    {paper.id}, {m['kind']}, by rule {m['rule']}, confidence {m['confidence']:.2f}:")
            lines.append(f'      "{" ".join(paper.text[m["sentence_start"] : m["sentence_end"]].split())}"')
            if m["rule"] not in OWN_RULES:
                lines.append(f"      found by the extractor '{m['rule']}'")
            elif m["rule"] != "url":
                lines.append("      read otherwise now; give the lexicons and extractors of the build")
        else:
            now = f"now it is dropped ({v.reason}); give the lexicons and extractors of the build" if v.reason else ""
            note = "kept, as the lexicon knows one sense of it and it is written in full" if v.known else now
            lines += _told(v, paper.text, note)
    return "\n".join(lines) + "\n"


def _told(v: Verdict, text: str, note: str) -> list[str]:
    lines = [f"    {v.paper}, {_kind(v)}, by rule {v.rule}, confidence {v.confidence:.2f}:"]
    lines.append(f'      "{" ".join(text[v.sentence[0] : v.sentence[1]].split())}"')
    if note:
        lines.append(f"      {note}")
    for word, parts in (("for", v.speaking_for), ("against", v.speaking_against)):
        if parts:
            lines.append(f"      {word}: {_said(parts[:SHOWN])}")
    return lines

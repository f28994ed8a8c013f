"""What `papergraph extract` prints: one object a paper, each entity once, with its surest mention's sentence."""

from collections.abc import Iterable, Sequence
from typing import Any

from papergraph.extractors.records import Kind, Mention, Paper

_HEADINGS: dict[Kind, str] = {
    "method": "methods",
    "dataset": "datasets",
    "repository": "repositories",
    "task": "tasks",
    "metric": "metrics",
}
_STRENGTH = ("proposed", "introduced", "own")


def extracted(paper: Paper, mentions: Iterable[Mention]) -> dict[str, Any]:
    """Return a paper with its entities under `methods`, `datasets`, `repositories`, `tasks` and `metrics`."""
    return {"id": paper.id, "title": paper.title, "abstract": paper.abstract, **entities_of(paper.text, mentions)}


def entities_of(text: str, mentions: Iterable[Mention]) -> dict[str, list[dict[str, Any]]]:
    """Return the entities of one paper by heading, in the order of their first mention."""
    groups: dict[tuple[Kind, str], list[Mention]] = {}
    for m in mentions:
        groups.setdefault((m.kind, m.name), []).append(m)
    out: dict[str, list[dict[str, Any]]] = {heading: [] for heading in _HEADINGS.values()}
    for (kind, _), group in groups.items():
        out[_HEADINGS[kind]].append(_entity(text, group))
    return out


def _entity(text: str, group: Sequence[Mention]) -> dict[str, Any]:
    m = min(group, key=lambda m: (-m.evidence.confidence, m.evidence.start))
    e = m.evidence
    role = next((r for r in _STRENGTH if any(g.role == r for g in group)), m.role)
    aliases = sorted({a for g in group for a in g.aliases} - {m.name})
    fields: dict[str, Any] = {"url": m.name} if m.kind == "repository" else {}
    fields |= {"name": m.name, "aliases": aliases, "mention": text[e.start : e.end]}
    if m.subkind:
        fields["kind"] = m.subkind
    # a baseline is `used` here, as the annotation has it; the graph tells COMPARES_WITH from USES
    fields["role"] = "used" if role == "compared" else role
    return fields | {
        "start": e.start,
        "end": e.end,
        "sentence": text[e.sentence_start : e.sentence_end],
        "rule": e.rule,
        "confidence": e.confidence,
        "mentions": len(group),
    }

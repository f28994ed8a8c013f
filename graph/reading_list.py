"""Hits as text: a table that says why in one line, JSON lines, BibTeX, RIS, CSV, and Markdown for a paper's section."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from papergraph.graph.bibliography import bibtex, citation_keys, ris
from papergraph.graph.related_index import RelatedIndex
from papergraph.graph.related_records import Hit, Reason, RelatedError

ENTITY_KINDS = ("method", "dataset", "task", "repository", "metric")


SHOWN = 0.005
"""A part that weighs less is not named in the line."""


def because(hit: Hit, *, most: int = 4) -> str:
    """Return the telling reasons of a hit in one line, with their weights.

    >>> because(Hit("q", 1, "p", "P", "all", 0.5, (Reason("method", "LoRA", 0.3), Reason("more", "3 more words", 0.2))))
    'LoRA .30 · further words .20'
    """
    entities = sorted(
        (r for r in hit.reasons if r.kind in ENTITY_KINDS and abs(r.weight) >= SHOWN), key=lambda r: -abs(r.weight)
    )[: most - 1]
    told: list[Reason] = list(entities)
    for reason in sorted((r for r in hit.reasons if r.kind == "phrase"), key=lambda r: -abs(r.weight)):
        if len(told) < most and not any(_same(reason.name, t.name) for t in told):
            told.append(reason)
    words = [f"{r.name} {_weight(r.weight)}" for r in told]
    for label, kinds in (("themes", ("topic",)), ("neighbours", ("neighbour",)), ("vectors", ("vector",))):
        if total := sum(r.weight for r in hit.reasons if r.kind in kinds):
            words.append(f"{label} {_weight(total)}")
    rest = sum(r.weight for r in hit.reasons if r.kind in (*ENTITY_KINDS, "phrase", "more")) - sum(
        t.weight for t in told
    )
    if round(rest, 2):
        words.append(f"further words {_weight(rest)}")
    return " · ".join(words)


def _same(phrase: str, name: str) -> bool:
    words = set(name.casefold().split())
    return bool(words & set(phrase.casefold().split()))


def _weight(weight: float) -> str:
    return f"{weight:.2f}".replace("0.", ".", 1) if abs(weight) < 1 else f"{weight:.2f}"


def table(hits: Sequence[Hit], index: RelatedIndex) -> str:
    """Return hits as lines to read: score and title, then why."""
    lines: list[str] = []
    query = None
    for hit in hits:
        if hit.query != query:
            query = hit.query
            title = str(index.paper(index.row_of[query])["title"]) if query in index.row_of else ""
            facet = "" if hit.facet == "all" else f", by {hit.facet}"
            lines += [*([""] if lines else []), f"Related to {query}{f': {title}' if title else ''}{facet}"]
        year = index.paper(index.row_of[hit.paper])["year"]
        lines.append(f"{hit.rank:>4}  {hit.score:.2f}  {hit.title}  [{hit.paper}{f', {year}' if year else ''}]")
        lines.append(f"            {because(hit)}")
    return "\n".join(lines) + "\n" if lines else ""


def jsonl(hits: Sequence[Hit], index: RelatedIndex) -> str:  # noqa: ARG001 - all forms take the same
    """Return one JSON object a hit: query, rank, paper, title, facet, score, reasons."""
    return "".join(json.dumps(asdict(hit), ensure_ascii=False) + "\n" for hit in hits)


def comma_separated(hits: Sequence[Hit], index: RelatedIndex) -> str:
    """Return one row a hit, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["query", "rank", "paper", "title", "year", "url", "facet", "score", "why", "key"])
    for hit, paper, key in _with_papers(hits, index):
        row = [
            hit.query,
            hit.rank,
            hit.paper,
            hit.title,
            paper["year"] or "",
            paper["url"],
            hit.facet,
            f"{hit.score:.4f}",
            because(hit),
            key,
        ]
        writer.writerow([f"'{c}" if isinstance(c, str) and c.startswith(("=", "+", "-", "@")) else c for c in row])
    return out.getvalue()


def markdown(hits: Sequence[Hit], index: RelatedIndex) -> str:
    """Return a draft of a related-work section: hits by what they share most, each with its reason and citation key."""
    groups: dict[str, list[str]] = {}
    for hit, paper, key in _with_papers(_once(hits), index):
        shared = next((r for kind in ENTITY_KINDS for r in hit.reasons if r.kind == kind and r.weight > 0), None)
        heading = shared.name if shared else "Further"
        reason = shared or next((r for r in hit.reasons if r.sentence), None)
        said = f" “{_one_line(reason.sentence)}”" if reason and reason.sentence else ""
        year = f" ({paper['year']})" if paper["year"] else ""
        groups.setdefault(heading, []).append(
            f"* {_plain(hit.title)}{year} [@{key}]. Why: {_plain(because(hit))}.{_plain(said)}"
        )
    order = sorted(groups, key=lambda g: (g == "Further", -len(groups[g]), g))
    return "# Related work\n" + "".join(f"\n## {_plain(g)}\n\n" + "\n".join(groups[g]) + "\n" for g in order)


def as_bibtex(hits: Sequence[Hit], index: RelatedIndex) -> str:
    """Return BibTeX entries, each with why it is here in its `note`."""
    return "\n".join(bibtex(paper, key, note=because(hit)) for hit, paper, key in _with_papers(_once(hits), index))


def as_ris(hits: Sequence[Hit], index: RelatedIndex) -> str:
    """Return RIS records, each with why it is here in its notes."""
    return "".join(ris(paper, note=because(hit)) for hit, paper, _ in _with_papers(_once(hits), index))


FORMS: dict[str, Callable[[Sequence[Hit], RelatedIndex], str]] = {
    "table": table,
    "jsonl": jsonl,
    "csv": comma_separated,
    "bibtex": as_bibtex,
    "ris": as_ris,
    "markdown": markdown,
}
"""The forms of a reading list."""


def reading_list(hits: Sequence[Hit], index: RelatedIndex, form: str = "table") -> str:
    """Return hits in a form of `FORMS`.

    Raises
    ------
    RelatedError
        Where the form is unknown.
    """
    if form not in FORMS:
        raise RelatedError(f"unknown format '{form}'; choose one of {', '.join(FORMS)}")
    return FORMS[form](hits, index)


def _once(hits: Sequence[Hit]) -> list[Hit]:
    return list({hit.paper: hit for hit in reversed(hits)}.values())[::-1]


def _with_papers(hits: Sequence[Hit], index: RelatedIndex) -> list[tuple[Hit, dict[str, object], str]]:
    papers = {hit.paper: index.paper(index.row_of[hit.paper]) for hit in hits}
    keys = citation_keys(papers.values())
    return [(hit, papers[hit.paper], keys[hit.paper]) for hit in hits]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    for sign in "\\`*_[]<>":
        text = text.replace(sign, f"\\{sign}")
    return text

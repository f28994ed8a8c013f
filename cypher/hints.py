"""Why has an answer no rows? Perhaps because a parameter names nothing in the graph: what is called nearly so, then."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

from papergraph.cypher.library import Query, Value
from papergraph.cypher.rows import Rows
from papergraph.extractors.records import KINDS

Run = Callable[[str, Mapping[str, Value]], Rows]
"""Answers a Cypher statement with parameters; `$graph` is there without being given."""

LABELS_OF = {
    "method": "Method",
    "dataset": "Dataset",
    "task": "Task",
    "entity": "Method|Dataset|Repository|Task|Metric",
}
"""Parameters that name an entity, and the labels that it may have."""
PAPERS = ("paper", "other")
"""Parameters that name a paper."""
SHOWN = 3
"""Near names in a hint."""
TITLE = 50
"""Characters of a title in a hint."""
LOOKED_AT = 5000
"""Names, the most frequent ones, that are compared with the one given."""

_KINDS = f"MATCH (e:{LABELS_OF['entity']}) WHERE e.graph = $graph AND toLower($value) IN e.names RETURN DISTINCT e.kind"
_NEAR = """MATCH (e:{labels}) WHERE e.graph = $graph
  AND (toLower(e.name) STARTS WITH $start OR toLower(e.name) CONTAINS toLower($value))
RETURN e.name, e.name AS shown, e.papers AS papers ORDER BY papers DESC, e.id LIMIT {looked_at}"""
_PAPER = "MATCH (p:Paper {graph: $graph}) WHERE p.id = $value OR toLower(p.title) = toLower($value) RETURN p.id"
_NEAR_PAPERS = """MATCH (p:Paper {{graph: $graph}})
WHERE toLower(p.title) CONTAINS toLower($value) OR toLower(p.title) STARTS WITH $start OR p.id STARTS WITH $value
RETURN p.title, p.id AS shown ORDER BY p.id LIMIT {looked_at}"""


def hints(query: Query, bound: Mapping[str, Value], run: Run) -> Iterator[str]:
    """Yield a line for each parameter whose value names nothing in the graph, with what is called nearly so."""
    for parameter in query.parameters:
        value = str(bound[parameter.name])
        if parameter.name in LABELS_OF:
            yield from _of_entity(parameter.name, value, run)
        elif parameter.name in PAPERS:
            yield from _of_paper(value, run)
        elif parameter.name == "kind" and value not in KINDS:
            yield f"no kind is called '{value}'; the kinds are {', '.join(KINDS)}"


def _of_entity(what: str, value: str, run: Run) -> Iterator[str]:
    kinds = sorted(str(row[0]) for row in run(_KINDS, {"value": value}).rows)
    if what in kinds or (kinds and what == "entity"):
        return
    if kinds:
        yield f"no {what} is called '{value}' in this graph; it is a {' and a '.join(kinds)}"
        return
    text = _NEAR.format(labels=LABELS_OF[what], looked_at=LOOKED_AT)
    yield f"no {what} is called '{value}' in this graph" + _near(value, run(text, _like(value)), "find")


def _of_paper(value: str, run: Run) -> Iterator[str]:
    if not run(_PAPER, {"value": value}).rows:
        found = run(_NEAR_PAPERS.format(looked_at=LOOKED_AT), _like(value))
        yield f"no paper has the id or title '{value}' in this graph" + _near(value, found, "find-papers")


def _like(value: str) -> dict[str, Value]:
    return {"value": value, "start": value[:1].lower()}


def _near(value: str, found: Rows, search: str) -> str:
    """Say what is nearest to `value`: first what holds it, then what has nearly the same letters."""
    shown: dict[str, str] = {}
    for name, said, *_ in found.rows:
        shown.setdefault(str(name or said).lower(), str(said) if said == name else f"{said} ({_cut(str(name))})")
    folded = value.lower()
    near = [f for f in shown if folded in f][:SHOWN]
    near += [f for f in get_close_matches(folded, shown, n=SHOWN, cutoff=0.6) if f not in near]
    if not near:
        return f"; look for a part of it: papergraph query GRAPH {search} -p text=…"
    return f"; near: {', '.join(shown[f] for f in near[:SHOWN])}"


def _cut(title: str) -> str:
    return title if len(title) <= TITLE else f"{title[: TITLE - 1].rstrip()}…"

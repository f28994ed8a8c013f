"""What changed between two graphs: papers, entities and relations added and gone, merges changed, methods rising."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from papergraph.extractors.errors import PapergraphError
from papergraph.graph.tables import PaperGraph

RISING = 15
"""How many rising methods are told."""


class DiffError(PapergraphError):
    """A difference that cannot be given in the form asked for."""


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A paper (by id and title) or an entity (by key and name, with the papers that name it)."""

    key: str
    name: str
    kind: str
    papers: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A relation between two nodes, by their ids."""

    source: str
    predicate: str
    target: str


@dataclass(frozen=True, slots=True)
class Rise:
    """A method that more papers name than before."""

    key: str
    name: str
    before: int
    now: int


@dataclass(frozen=True, slots=True, order=True)
class Moved:
    """A name that now stands for another entity than before; keys separated by blanks where it stands for several."""

    kind: str
    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All that is in one graph and not in the other, each list in a fixed order."""

    papers_added: tuple[Named, ...] = ()
    papers_gone: tuple[Named, ...] = ()
    papers_changed: tuple[Named, ...] = ()
    entities_added: tuple[Named, ...] = ()
    entities_gone: tuple[Named, ...] = ()
    relations_added: tuple[Edge, ...] = ()
    relations_gone: tuple[Edge, ...] = ()
    merges_changed: tuple[Moved, ...] = ()
    rising: tuple[Rise, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(getattr(self, name) for name in self.__slots__)


def diff(old: PaperGraph, new: PaperGraph) -> Difference:
    """Return what changed from `old` to `new`.

    A method rises where more papers name it now; the order is by the gain over the square root of what it had before
    (plus one), so that 1 to 5 counts more than 50 to 54.

    >>> bool(diff(PaperGraph(), PaperGraph()))
    False
    """
    old_papers, new_papers = _papers(old), _papers(new)
    old_entities, new_entities = _entities(old), _entities(new)
    old_edges, new_edges = _edges(old), _edges(new)
    texts = _texts(old), _texts(new)
    changed = [p for key, p in new_papers.items() if key in old_papers and texts[0][key] != texts[1][key]]
    return Difference(
        papers_added=_only(new_papers, old_papers),
        papers_gone=_only(old_papers, new_papers),
        papers_changed=tuple(sorted(changed)),
        entities_added=tuple(sorted(_only(new_entities, old_entities), key=lambda e: (-e.papers, e.key))),
        entities_gone=tuple(sorted(_only(old_entities, new_entities), key=lambda e: (-e.papers, e.key))),
        relations_added=tuple(sorted(new_edges - old_edges)),
        relations_gone=tuple(sorted(old_edges - new_edges)),
        merges_changed=_moved(old, new),
        rising=_rising(old_entities, new_entities),
    )


def _papers(graph: PaperGraph) -> dict[str, Named]:
    ids, titles = (graph.papers.column(c).to_pylist() for c in ("id", "title"))
    return {i: Named(i, t, "paper") for i, t in zip(ids, titles, strict=True)}


def _texts(graph: PaperGraph) -> dict[str, tuple[str, str]]:
    columns = (graph.papers.column(c).to_pylist() for c in ("id", "title", "abstract"))
    return {i: (title, abstract) for i, title, abstract in zip(*columns, strict=True)}


def _entities(graph: PaperGraph) -> dict[str, Named]:
    columns = (graph.entities.column(c).to_pylist() for c in ("key", "name", "kind", "papers"))
    return {key: Named(key, name, kind, papers or 0) for key, name, kind, papers in zip(*columns, strict=True)}


def _edges(graph: PaperGraph) -> set[Edge]:
    columns = (graph.relations.column(c).to_pylist() for c in ("source", "predicate", "target"))
    return {Edge(*row) for row in zip(*columns, strict=True)}


def _only(left: dict[str, Named], right: dict[str, Named]) -> tuple[Named, ...]:
    return tuple(sorted(named for key, named in left.items() if key not in right))


def _rising(old: dict[str, Named], new: dict[str, Named]) -> tuple[Rise, ...]:
    rises = []
    for key, entity in new.items():
        before = old[key].papers if key in old else 0
        if entity.kind == "method" and entity.papers > max(before, 1):
            rises.append(Rise(key, entity.name, before, entity.papers))
    rises.sort(key=lambda r: (-(r.now - r.before) / (r.before + 1) ** 0.5, -r.now, r.key))
    return tuple(rises[:RISING])


def _moved(old: PaperGraph, new: PaperGraph) -> tuple[Moved, ...]:
    """Return the written names, in papers that both have, that were one entity and are another now."""
    shared = set(_papers(old)) & set(_papers(new))
    before, now = _spelled(old, shared), _spelled(new, shared)
    both = before.keys() & now.keys()
    moved = (Moved(kind, name, _said(before[kind, name]), _said(now[kind, name])) for kind, name in both)
    return tuple(sorted(m for m in moved if m.before != m.now))


def _said(keys: set[str]) -> str:
    return " ".join(sorted(keys))


def _spelled(graph: PaperGraph, papers: set[str]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    columns = (graph.mentions.column(c).to_pylist() for c in ("paper", "kind", "name", "entity"))
    for paper, kind, name, entity in zip(*columns, strict=True):
        if paper in papers:
            found.setdefault((kind, name), set()).add(entity)
    return found


def diff_json(found: Difference) -> str:
    """Return the difference as one JSON object."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n"


def diff_text(found: Difference, *, most: int = 10) -> str:
    """Return the difference as lines to read, `most` of each sort."""
    if not found:
        return "nothing changed\n"
    lines = []
    for heading, rows in _sections(found):
        lines.append(f"{heading} ({len(rows):,})")
        lines += [f"  {row}" for row in rows[:most]]
        if len(rows) > most:
            lines.append(f"  and {len(rows) - most:,} more")
    return "\n".join(lines) + "\n"


def diff_markdown(found: Difference, *, most: int = 20) -> str:
    """Return the difference as Markdown: this week in your field."""
    lines = ["# This week in your field"]
    if not found:
        return "\n".join([*lines, "", "Nothing changed."]) + "\n"
    for heading, rows in _sections(found):
        lines += ["", f"## {heading[:1].upper()}{heading[1:]} ({len(rows):,})", ""]
        lines += [f"* {_plain(row)}" for row in rows[:most]]
        if len(rows) > most:
            lines.append(f"* and {len(rows) - most:,} more")
    return "\n".join(lines) + "\n"


def _sections(found: Difference) -> list[tuple[str, list[str]]]:
    def papers(rows: tuple[Named, ...]) -> list[str]:
        return [f"{p.name} [{p.key}]" for p in rows]

    def entities(rows: tuple[Named, ...]) -> list[str]:
        return [f"{e.name} ({e.kind}, in {e.papers} paper{'s' if e.papers != 1 else ''})" for e in rows]

    def edges(rows: tuple[Edge, ...]) -> list[str]:
        return [f"{e.source} {e.predicate} {e.target}" for e in rows]

    sections = [
        ("papers added", papers(found.papers_added)),
        ("methods rising", [f"{r.name}: {r.before} → {r.now} papers" for r in found.rising]),
        ("entities added", entities(found.entities_added)),
        ("papers gone", papers(found.papers_gone)),
        ("papers whose text changed", papers(found.papers_changed)),
        ("entities gone", entities(found.entities_gone)),
        ("names that mean something else now", [f"{m.name}: {m.before} → {m.now}" for m in found.merges_changed]),
        ("relations added", edges(found.relations_added)),
        ("relations gone", edges(found.relations_gone)),
    ]
    return [(heading, rows) for heading, rows in sections if rows]


def _plain(text: str) -> str:
    for sign in "\\`*_[]<>":
        text = text.replace(sign, f"\\{sign}")
    return text


DIFF_FORMS: dict[str, Callable[[Difference], str]] = {"text": diff_text, "json": diff_json, "markdown": diff_markdown}
"""The forms of a difference."""

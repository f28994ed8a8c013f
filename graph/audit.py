"""Why is a name where it is? The decisions of the resolution as rows, and as an answer to `papergraph why`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from papergraph.extractors.errors import PapergraphError
from papergraph.extractors.naming import fold
from papergraph.graph.resolve import Resolution
from papergraph.graph.sayings import Gathered
from papergraph.graph.tables import PaperGraph, rows
from papergraph.graph.variants import loose, near_key

JOINED: dict[str, str] = {
    "user": "the alias or keep-apart file says so",
    "definition": "a paper defines it",
    "lexicon": "the lexicon knows it as another name",
    "spelling": "it is the same name in another spelling",
    "dominant": "its paper does not define it, and this is its usual sense",
}
"""The reasons for which a name joins an entity."""
APART: dict[str, str] = {
    "user": "the alias or keep-apart file says so",
    "version": "numbers, sizes or suffixes make it another thing",
    "sense": "the same acronym stands for another thing",
    "coined": "a coined name is not the general term that it is made of",
}
"""The reasons for which a near name is kept apart."""
NEAR = 12
"""How many near names are listed for an entity at most."""


class UnknownNameError(PapergraphError):
    """A name that the graph does not have."""


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """A decision about a name: whether it `joined`, the reason, the other name or entity, and where it was read."""

    joined: bool
    reason: str
    name: str
    other: str = ""
    paper: str = ""
    sentence: str = ""


def merge_rows(said: Gathered, found: Resolution, texts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows of the merges table: each name that joined or was kept out, with the place that shows it."""
    made: dict[tuple[str, ...], dict[str, str]] = {}
    first = said.first_of_sayings().tolist()
    for saying, d in enumerate(found.decisions):
        entity = found.entities[d.entity]
        if entity.kind == "repository":
            continue
        row = first[saying]
        paper = said.papers[said.paper[row]]
        sentence = texts.get(paper, "")[said.sentence_start[row] : said.sentence_end[row]]
        place = {"paper": paper, "sentence": " ".join(sentence.split())}
        decisions = [
            (n, "joined", why, entity.name) for n, why in d.joined if n != entity.name or why in ("dominant", "user")
        ]
        decisions += [(n, "kept apart", why, other) for n, why, other in d.apart]
        for name, verdict, why, other in decisions:
            key = (entity.key, name, verdict, why, other)
            old = made.get(key)
            if old is None or paper < old["paper"]:
                made[key] = {
                    "entity": entity.key,
                    "name": name,
                    "verdict": verdict,
                    "reason": why,
                    "other": other,
                } | place
    out = [*made.values(), *_near(found), *_senses(found)]
    return sorted(out, key=lambda r: tuple(r.values()))


def _apart(entity: str, name: str, reason: str, other: str) -> dict[str, str]:
    fields = {"entity": entity, "name": name, "verdict": "kept apart", "reason": reason, "other": other}
    return fields | {"paper": "", "sentence": ""}


def _near(found: Resolution) -> list[dict[str, str]]:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, e in enumerate(found.entities):
        if e.kind != "repository" and e.name != e.name.lower():
            groups[e.kind, near_key(e.name)].append(i)
    out = []
    for (_, key), members in sorted(groups.items()):
        if not key or len(members) < 2:
            continue
        for at, i in enumerate(members):
            e = found.entities[i]
            begin = max(0, min(at - NEAR // 2, len(members) - NEAR - 1))
            for j in members[begin : begin + NEAR + 1]:
                other = found.entities[j]
                if i != j and loose(e.name) != loose(other.name):
                    out.append(_apart(e.key, other.name, "version", other.key))
    return out


def _senses(found: Resolution) -> list[dict[str, str]]:
    return [
        _apart(found.entities[i].key, found.entities[j].name, "sense", found.entities[j].key)
        for _, members in sorted(found.senses.items())
        for i in members[: NEAR + 1]
        for j in members[: NEAR + 1]
        if i != j
    ]


def entities_named(graph: PaperGraph, name: str) -> list[dict[str, object]]:
    """Return the rows of the entities that a name, alias or key means, as written first, else in another spelling.

    Raises
    ------
    UnknownNameError
        Where the graph has no such name; the message offers the nearest ones.
    """
    table = graph.entities
    exact, folded, near = [], [], []
    wanted = near_key(name)
    for row in rows(table):
        names = (row["name"], *row["aliases"])
        if name in (row["key"], *names) or any(name.casefold() == n.casefold() for n in names):
            exact.append(row)
        elif any(fold(name) == fold(n) or loose(name) == loose(n) for n in names):
            folded.append(row)
        elif row["kind"] != "repository" and near_key(row["name"]) == wanted:
            near.append(row["name"])
    found = exact or folded
    if not found:
        hint = f"; there is {', '.join(sorted(near)[:5])}" if near else ""
        raise UnknownNameError(f"no entity '{name}' in the graph{hint}")
    return found


def reasons(graph: PaperGraph, key: str) -> list[Reason]:
    """Return all decisions about an entity: the joined names, then those kept apart."""
    table = graph.merges.filter(pc.equal(graph.merges.column("entity"), key))
    found = [
        Reason(r["verdict"] == "joined", r["reason"], r["name"], r["other"], r["paper"], r["sentence"])
        for r in rows(table)
    ]
    return sorted(found, key=lambda r: (not r.joined, r))


def why(graph: PaperGraph, name: str) -> str:
    """Return in words why the names of an entity are one, what was kept apart from it, and which papers name it.

    Raises
    ------
    UnknownNameError
        Where the graph has no such name.
    """
    return "\n".join(told(graph, row) for row in entities_named(graph, name))


def told(graph: PaperGraph, row: Mapping[str, object]) -> str:
    """Return what is to be told of one entity, a row of the entities' table."""
    key = str(row["key"])
    subkind = f", {row['subkind']}" if row["subkind"] else ""
    lines = [f"{row['name']} ({row['kind']}{subkind}; {key})"]
    if row["generic"]:
        lines.append(f"  generic: {row['generic_reason']}")
    found = reasons(graph, key)
    joined = [r for r in found if r.joined]
    lines.append(f"  {'its names:' if joined else 'no other name.'}")
    for r in joined:
        lines.append(f"    {r.name}: {JOINED.get(r.reason, r.reason)} ({r.reason}), paper {r.paper}")
        if r.sentence:
            lines.append(f'      "{r.sentence}"')
    apart = [r for r in found if not r.joined]
    if apart:
        lines.append("  kept apart:")
        lines += [f"    {r.name}: {APART.get(r.reason, r.reason)} ({r.reason}){_from(r)}" for r in apart]
    edges = graph.relations.filter(pc.equal(graph.relations.column("target"), key))
    lines += _papers(edges.select(["source", "predicate", "confidence"]).to_pylist())
    above = graph.relations.filter(pc.equal(graph.relations.column("source"), key)).to_pylist()
    lines += [f"  a variant of {r['target']}" for r in above]
    return "\n".join(lines) + "\n"


def _from(r: Reason) -> str:
    return f", paper {r.paper}" if r.paper else f" [{r.other}]"


def _papers(edges: Sequence[Mapping[str, object]]) -> list[str]:
    lines = [
        f"    {e['source']} {e['predicate']} ({e['confidence']:.2f})"
        for e in edges
        if str(e["source"]).startswith("paper:")
    ]
    members = [f"    {e['source']}" for e in edges if e["predicate"] == "VARIANT_OF"]
    out = (
        [f"  papers ({len({line.split()[0] for line in lines})}):", *lines]
        if lines
        else ["  no paper names it by itself"]
    )
    return out + (["  its variants:", *members] if members else [])

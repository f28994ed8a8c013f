"""From papers and mentions to the graph: resolve the names, then draw the relations.

Assembling is a function of the *set* of papers and mentions: their order does not show in the result.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa

from papergraph.extractors.collecting import uncollected
from papergraph.extractors.lexicons import Lexicon
from papergraph.extractors.naming import fold
from papergraph.extractors.records import KINDS, Mention, Paper
from papergraph.graph.audit import merge_rows
from papergraph.graph.families import families
from papergraph.graph.hubs import generic_reason, vague_words
from papergraph.graph.known import known
from papergraph.graph.overrides import Apart, Generic, Same
from papergraph.graph.resolve import Named, Resolution, resolve
from papergraph.graph.sayings import Gathered, Ints, gather
from papergraph.graph.tables import ENTITIES, MENTIONS, MERGES, PAPERS, RELATIONS, PaperGraph
from papergraph.graph.vocabulary import ROLE_PREDICATES, node_id_of_paper

GUESS = 0.7
"""What a relation's confidence is multiplied by where an acronym's sense was only taken to be its usual one."""
_ROLE_AS = {"dataset": "used", "method": "used", "task": "addressed"}
"""The role of a mention whose kind the lexicon corrects; what a paper proposes is never corrected."""
_KINDS: tuple[str, ...] = KINDS
_FIRST = ("PROPOSES", "INTRODUCES")


def assemble(
    papers: Iterable[Paper],
    mentions: Iterable[Mention],
    *,
    lexicon: Lexicon,
    aliases: Sequence[Same] = (),
    keep_apart: Sequence[Apart] = (),
    generic: Generic = "mark",
) -> PaperGraph:
    """Return the graph of these papers and their mentions.

    `aliases` and `keep_apart` are the user's own decisions and come before any other evidence. `generic` says what
    becomes of names too general to tell anything: `mark` them, `keep` them as others are, or `drop` them.

    Raises
    ------
    KeyError
        Where a mention's role is not one that `vocabulary.ROLE_PREDICATES` knows for its kind.
    OverrideError
        Where aliases and pairs to keep apart contradict each other.
    """
    with uncollected():
        ordered = sorted(papers, key=lambda p: p.id)
        said = gather(mentions, vague=vague_words())
        found = resolve(
            said.sayings,
            lexicon=lexicon,
            papers=said.papers_of_sayings().tolist(),
            aliases=aliases,
            keep_apart=keep_apart,
        )
        pairs, added = families(found.entities, known(lexicon))
        drawn = _Drawing(ordered, said, found, [*found.entities, *added])
        reasons = [
            generic_reason(e.entry, n, len(ordered)) if generic != "keep" else ""
            for e, n in zip(drawn.entities, drawn.papers_of_entities(), strict=True)
        ]
        gone = {e.key for e, why in zip(drawn.entities, reasons, strict=True) if why and generic == "drop"}
        merges = pa.Table.from_pylist(merge_rows(said, found, drawn.texts), schema=MERGES)
        return PaperGraph(
            papers=pa.Table.from_pylist([_paper_row(p) for p in ordered], schema=PAPERS),
            mentions=_without(drawn.mentions(), "entity", gone),
            entities=_without(drawn.entity_table(reasons), "key", gone),
            relations=_without(_without(drawn.relations(pairs), "target", gone), "source", gone),
            merges=_without(merges, "entity", gone),
        )


class _Drawing:
    """The tables, drawn from resolved columns."""

    def __init__(self, papers: Sequence[Paper], said: Gathered, found: Resolution, entities: Sequence[Named]) -> None:
        self.texts = {p.id: p.text for p in papers}
        self.said, self.found = said, found
        self.entities = sorted(entities, key=lambda e: e.key)
        rank = {e.key: i for i, e in enumerate(self.entities)}
        own = np.array([rank[found.entities[d.entity].key] for d in found.decisions], np.int64)
        roles = [_role(s.kind, kind, s.role) for s, kind in zip(said.sayings, found.kinds, strict=True)]
        names = [ROLE_PREDICATES[kind, role] for kind, role in zip(found.kinds, roles, strict=True)]  # type: ignore[index]
        self.predicates = sorted(set(names))
        predicate = np.array([self.predicates.index(n) for n in names], np.int64)
        self.roles = roles
        entity = own[said.saying] if len(said.saying) else said.saying
        kinds = np.array([_KINDS.index(k) for k in found.kinds], np.int64)
        kind = kinds[said.saying] if len(said.saying) else said.saying
        self.order = np.lexsort((entity, kind, said.end, said.start, said.paper))
        self.entity = entity[self.order]
        self.saying = said.saying[self.order]
        self.paper = said.paper[self.order]
        self.predicate = predicate[self.saying] if len(self.saying) else self.saying
        self.years = {p.id: p.year if p.year is not None else 9999 for p in papers}

    def papers_of_entities(self) -> list[int]:
        """Return in how many papers each entity is named."""
        size = max(len(self.said.papers), 1)
        pairs = np.unique(self.entity * size + self.paper)
        counts: list[int] = np.bincount(pairs // size, minlength=len(self.entities)).tolist()
        return counts

    def mentions(self) -> pa.Table:
        """Return the mentions table."""
        s, order = self.said, self.order
        sub = [self.found.entities[d.entity].entry for d in self.found.decisions]
        subkinds = [
            entry.subkind if entry and kind != saying.kind else saying.subkind if kind == saying.kind else ""
            for entry, kind, saying in zip(sub, self.found.kinds, s.sayings, strict=True)
        ]
        columns = {
            "paper": _taken(s.papers, self.paper),
            "entity": _taken([e.key for e in self.entities], self.entity),
            "predicate": _taken(self.predicates, self.predicate),
            "kind": _taken(self.found.kinds, self.saying),
            "subkind": _taken(subkinds, self.saying),
            "role": _taken(self.roles, self.saying),
            "name": _taken([x.name for x in s.sayings], self.saying),
            "aliases": pa.array([list(x.aliases) for x in s.sayings], MENTIONS.field("aliases").type).take(
                pa.array(self.saying)
            ),
            "start": s.start[order],
            "end": s.end[order],
            "sentence_start": s.sentence_start[order],
            "sentence_end": s.sentence_end[order],
            "rule": _taken(s.rules, s.rule[order]),
            "confidence": s.confidence[order],
        }
        return pa.table(
            {n: pa.array(c, MENTIONS.field(n).type) if isinstance(c, np.ndarray) else c for n, c in columns.items()}
        )

    def relations(self, variants: Sequence[tuple[str, str]]) -> pa.Table:
        """Return the relations table: one row a paper, entity and predicate, and one a member of a family."""
        count = len(self.entities) * len(self.predicates) or 1
        edge = (self.paper * len(self.entities) + self.entity) * max(len(self.predicates), 1) + self.predicate
        edges, at, counts = np.unique(edge, return_inverse=True, return_counts=True)
        guessed = np.array([d.guessed for d in self.found.decisions], bool)
        sure = self.said.confidence[self.order]
        if len(sure):
            sure = np.where(guessed[self.saying], np.round(sure * GUESS, 3), sure)
        best = np.zeros(len(edges))
        np.maximum.at(best, at, sure)
        sources = [node_id_of_paper(p) for p in self.said.papers]
        keys = [e.key for e in self.entities]
        rows = [
            (
                sources[e // count],
                keys[e % count // len(self.predicates)],
                self.predicates[e % len(self.predicates)],
                n,
                c,
            )
            for e, n, c in zip(edges.tolist(), counts.tolist(), best.tolist(), strict=True)
        ]
        rows += [(member, family, "VARIANT_OF", 0, 1.0) for member, family in variants]
        rows.sort()
        source, target, predicate, n, c = zip(*rows, strict=True) if rows else ((), (), (), (), ())
        return pa.table(
            {"source": source, "predicate": predicate, "target": target, "count": n, "confidence": c}, schema=RELATIONS
        )

    def entity_table(self, reasons: Sequence[str]) -> pa.Table:
        """Return the entities table."""
        names, subkinds = self._names(), self._subkinds()
        firsts = self._firsts()
        rows = []
        for i, (e, papers, why) in enumerate(zip(self.entities, self.papers_of_entities(), reasons, strict=True)):
            fields: dict[str, Any] = {
                "key": e.key,
                "kind": e.kind,
                "subkind": subkinds.get(i, e.entry.subkind if e.entry else ""),
            }
            fields |= {"name": e.name, "aliases": sorted(names.get(i, set()) - {e.name})}
            fields |= {"url": e.name if e.kind == "repository" else "", "papers": papers}
            fields |= {"generic": bool(why), "generic_reason": why, "first_paper": firsts.get(i, "")}
            rows.append(fields)
        return pa.Table.from_pylist(rows, schema=ENTITIES)

    def _names(self) -> dict[int, set[str]]:
        """Return the names of each entity: those joined, and as texts write them, once but for letter case."""
        found: dict[int, dict[str, str]] = {}
        rank = {e.key: i for i, e in enumerate(self.entities)}
        folds: list[set[str]] = []
        for saying, d in zip(self.said.sayings, self.found.decisions, strict=True):
            own = found.setdefault(rank[self.found.entities[d.entity].key], {})
            for name, _ in d.joined:
                own.setdefault(name, name)
            folds.append(set() if saying.kind == "repository" else {fold(name) for name, _ in d.joined})
        starts, ends = self.said.start[self.order].tolist(), self.said.end[self.order].tolist()
        written: dict[tuple[int, str], str] = {}
        for paper, saying, entity, start, end in zip(
            self.paper.tolist(), self.saying.tolist(), self.entity.tolist(), starts, ends, strict=True
        ):
            form = " ".join(self.texts.get(self.said.papers[paper], "")[start:end].split()).rstrip(".,;:/")
            if form and (entity, form) not in written and fold(form) in folds[saying]:
                written[entity, form] = form
        for entity, form in sorted(written):
            own = found[entity]
            if not any(form.casefold() == n.casefold() for n in own):
                own[form] = form
        return {i: set(names) for i, names in found.items()}

    def _subkinds(self) -> dict[int, str]:
        """Return the finer kind of each entity: the lexicon's, else that of most mentions, ties by name."""
        best: dict[int, tuple[int, str]] = {}
        counts: dict[tuple[int, str], int] = {}
        rows = zip(self.entity.tolist(), self.saying.tolist(), strict=True)
        for entity, saying in rows:
            key = (entity, self.said.sayings[saying].subkind)
            counts[key] = counts.get(key, 0) + 1
        for (entity, subkind), n in counts.items():
            best[entity] = min(best.get(entity, (-n, subkind)), (-n, subkind))
        return {
            i: self.entities[i].entry.subkind if self.entities[i].entry else subkind  # type: ignore[union-attr]
            for i, (_, subkind) in best.items()
        }

    def _firsts(self) -> dict[int, str]:
        """Return the paper that proposed or introduced each entity: the earliest by year, then id."""
        first: dict[int, tuple[int, str]] = {}
        wanted = [i for i, p in enumerate(self.predicates) if p in _FIRST]
        rows = np.isin(self.predicate, wanted)
        pairs = (
            np.unique(np.stack([self.entity[rows], self.paper[rows]], axis=1), axis=0)
            if rows.any()
            else np.zeros((0, 2), int)
        )
        for entity, paper in pairs.tolist():
            known_id = self.said.papers[paper]
            when = (self.years.get(known_id, 9999), known_id)
            first[entity] = min(first.get(entity, when), when)
        return {entity: paper for entity, (_, paper) in first.items()}


def _role(kind: str, new: str, role: str) -> str:
    return role if kind == new else _ROLE_AS[new]


def _taken(values: Sequence[str], rows: Ints) -> pa.Array:
    return pa.array(list(values), pa.string()).take(pa.array(rows))


def _without(table: pa.Table, column: str, gone: set[str]) -> pa.Table:
    if not gone:
        return table
    return table.filter(pa.array([v not in gone for v in table.column(column).to_pylist()], pa.bool_()))


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

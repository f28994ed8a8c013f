"""The graph as tables: the columns of each, and `PaperGraph`, which holds them together.

This is the form that lives on disk (`graph/store.py`) and that databases and notebooks read. How mentions become
entities is `graph/resolve.py`'s business; NetworkX and Python records are views made from these tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import pyarrow as pa

from papergraph.extractors.records import Evidence, Mention, Paper, Source

_TEXTS = pa.list_(pa.string())
_SOURCE = pa.struct([("file", pa.string()), ("line", pa.int32()), ("title", pa.string()), ("abstract", pa.string())])

PAPERS = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("abstract", pa.string()),
        ("authors", _TEXTS),
        ("year", pa.int32()),
        ("date", pa.string()),
        ("url", pa.string()),
        ("venue", pa.string()),
        ("sources", pa.list_(_SOURCE)),
    ]
)
"""One row a paper, sorted by id."""

MENTIONS = pa.schema(
    [
        ("paper", pa.string()),
        ("entity", pa.string()),
        ("predicate", pa.string()),
        ("kind", pa.string()),
        ("subkind", pa.string()),
        ("role", pa.string()),
        ("name", pa.string()),
        ("aliases", _TEXTS),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("sentence_start", pa.int32()),
        ("sentence_end", pa.int32()),
        ("rule", pa.string()),
        ("confidence", pa.float64()),
    ]
)
"""One row a mention, sorted by paper, start, end, kind, entity. `entity` is the key that it was resolved to."""

ENTITIES = pa.schema(
    [
        ("key", pa.string()),
        ("kind", pa.string()),
        ("subkind", pa.string()),
        ("name", pa.string()),
        ("aliases", _TEXTS),
        ("url", pa.string()),
        ("papers", pa.int32()),
        ("generic", pa.bool_()),
        ("generic_reason", pa.string()),
        ("first_paper", pa.string()),
    ]
)
"""One row an entity, sorted by key. `papers` counts the papers that name it; `first_paper` is the id of the paper that
proposed or introduced it (the earliest by year, then id), or empty."""

RELATIONS = pa.schema(
    [
        ("source", pa.string()),
        ("predicate", pa.string()),
        ("target", pa.string()),
        ("count", pa.int32()),
        ("confidence", pa.float64()),
    ]
)
"""One row an edge, sorted by source, target, predicate. Ends are node ids: `paper:ID` or an entity's key. `count`
is the number of mentions behind it (0 for VARIANT_OF), `confidence` their highest, less for a guessed sense."""

MERGES = pa.schema(
    [
        ("entity", pa.string()),
        ("name", pa.string()),
        ("verdict", pa.string()),
        ("reason", pa.string()),
        ("other", pa.string()),
        ("paper", pa.string()),
        ("sentence", pa.string()),
    ]
)
"""One row a decision of the resolution: a name that joined the entity, or a near one that was kept apart, and why."""

SCHEMAS: dict[str, pa.Schema] = {
    "papers": PAPERS,
    "mentions": MENTIONS,
    "entities": ENTITIES,
    "relations": RELATIONS,
    "merges": MERGES,
}


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that papers name. `key` is made from its kind and canonical name and never changes between builds."""

    key: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    subkind: str = ""
    url: str = ""
    papers: int = 0
    generic: bool = False
    generic_reason: str = ""
    first_paper: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge with everything that was said for it: merging relations concatenates their evidence and loses none."""

    source: str
    predicate: str
    target: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def confidence(self) -> float:
        """The highest confidence among the evidence; 1.0 where the relation rests on the lexicon alone."""
        return max((e.confidence for e in self.evidence), default=1.0)


@dataclass(frozen=True)
class PaperGraph:
    """Papers, mentions, entities, relations and merge decisions, one Arrow table each.

    Equality compares the rows. Records of a table come from `paper_records`, `entity_records`, `relation_records`.
    """

    papers: pa.Table = field(default_factory=PAPERS.empty_table)
    mentions: pa.Table = field(default_factory=MENTIONS.empty_table)
    entities: pa.Table = field(default_factory=ENTITIES.empty_table)
    relations: pa.Table = field(default_factory=RELATIONS.empty_table)
    merges: pa.Table = field(default_factory=MERGES.empty_table)

    def __eq__(self, other: object) -> bool:
        """Two graphs are equal where all their tables are."""
        if not isinstance(other, PaperGraph):
            return NotImplemented
        return all(getattr(self, f.name).equals(getattr(other, f.name)) for f in fields(self))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Say the counts."""
        papers, entities, relations = self.papers.num_rows, self.entities.num_rows, self.relations.num_rows
        return f"<PaperGraph: {papers} papers, {entities} entities, {relations} relations>"

    def paper_records(self) -> Iterator[Paper]:
        """Yield the papers, sorted by id."""
        for row in rows(self.papers):
            row["authors"] = tuple(row["authors"])
            row["sources"] = tuple(Source(**s) for s in row["sources"])
            yield Paper(**row)

    def entity_records(self) -> Iterator[Entity]:
        """Yield the entities, sorted by key."""
        for row in rows(self.entities):
            row["aliases"] = tuple(row["aliases"])
            yield Entity(**row)

    def mention_records(self) -> Iterator[Mention]:
        """Yield the mentions, sorted by paper and place."""
        for row in rows(self.mentions):
            evidence = Evidence(
                row["paper"],
                row["start"],
                row["end"],
                row["sentence_start"],
                row["sentence_end"],
                row["rule"],
                row["confidence"],
            )
            yield Mention(row["kind"], row["name"], row["role"], evidence, row["subkind"], tuple(row["aliases"]))

    @cached_property
    def evidence(self) -> dict[tuple[str, str, str], tuple[Evidence, ...]]:
        """All evidence by (paper id, predicate, entity key), in the order of the text."""
        found: dict[tuple[str, str, str], list[Evidence]] = {}
        key = ("paper", "predicate", "entity")
        columns = (*key, "start", "end", "sentence_start", "sentence_end", "rule", "confidence")
        for paper, predicate, entity, *rest in zip(
            *(self.mentions.column(c).to_pylist() for c in columns), strict=True
        ):
            found.setdefault((paper, predicate, entity), []).append(Evidence(paper, *rest))
        return {key: tuple(value) for key, value in found.items()}

    def relation_records(self) -> Iterator[Relation]:
        """Yield the relations with their evidence, sorted by source, target, predicate."""
        for row in rows(self.relations):
            key = (row["source"].removeprefix("paper:"), row["predicate"], row["target"])
            evidence = self.evidence.get(key, ()) if row["source"].startswith("paper:") else ()
            yield Relation(row["source"], row["predicate"], row["target"], evidence)


def rows(table: pa.Table, *, batch: int = 10_000) -> Iterator[dict[str, Any]]:
    """Yield a table's rows as dicts, without holding all of them at once."""
    for part in table.to_batches(max_chunksize=batch):
        yield from part.to_pylist()

"""Graphs made for tests: said in a few words, with sentences, offsets and keys as a build would give them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from papergraph.extractors.records import Paper, Source
from papergraph.graph.tables import ENTITIES, MENTIONS, PAPERS, RELATIONS, PaperGraph
from papergraph.graph.vocabulary import ROLE_PREDICATES


@dataclass(frozen=True)
class Said:
    """A paper and what it says: (kind, name, role) each, one sentence a piece."""

    id: str
    title: str
    says: Sequence[tuple[str, str, str]]
    year: int | None = 2024
    authors: tuple[str, ...] = ("A. Writer",)


def made_graph(
    papers: Iterable[Said],
    *,
    aliases: dict[str, tuple[str, ...]] | None = None,
    variants: Iterable[tuple[str, str]] = (),
) -> PaperGraph:
    """Return the graph of these papers; `aliases` by entity name, `variants` as pairs of entity keys."""
    written: list[Paper] = []
    mentions: list[dict[str, object]] = []
    entities: dict[str, dict[str, object]] = {}
    edges: dict[tuple[str, str, str], int] = {}
    naming: dict[str, set[str]] = {}
    for said in papers:
        sentences: list[str] = []
        at = len(said.title) + 1
        for kind, name, role in said.says:
            sentence = f"Here {name} is {role}."
            key = f"{kind}:{name.casefold()}"
            predicate = ROLE_PREDICATES[kind, role]  # type: ignore[index]
            start = at + len("Here ")
            mentions.append(
                {"paper": said.id, "entity": key, "predicate": predicate, "kind": kind, "subkind": "", "role": role}
                | {"name": name, "aliases": [], "start": start, "end": start + len(name), "sentence_start": at}
                | {"sentence_end": at + len(sentence), "rule": f"{kind}.made", "confidence": 0.75}
            )
            edge = (f"paper:{said.id}", key, predicate)
            edges[edge] = edges.get(edge, 0) + 1
            naming.setdefault(key, set()).add(said.id)
            new: dict[str, object] = {
                "key": key,
                "kind": kind,
                "subkind": "",
                "name": name,
                "aliases": list((aliases or {}).get(name, ())),
                "url": name if kind == "repository" else "",
                "papers": 0,
                "generic": False,
                "generic_reason": "",
                "first_paper": "",
            }
            entity = entities.setdefault(key, new)
            if role in ("proposed", "introduced") and not entity["first_paper"]:
                entity["first_paper"] = said.id
            sentences.append(sentence)
            at += len(sentence) + 1
        written.append(
            Paper(said.id, said.title, " ".join(sentences), said.authors, said.year, sources=(Source("made.txt", 1),))
        )
    for key, ids in naming.items():
        entities[key]["papers"] = len(ids)
    relations = [
        {"source": s, "target": t, "predicate": p, "count": n, "confidence": 0.75} for (s, t, p), n in edges.items()
    ]
    relations += [
        {"source": a, "target": b, "predicate": "VARIANT_OF", "count": 0, "confidence": 1.0} for a, b in variants
    ]
    return PaperGraph(
        papers=pa.Table.from_pylist([_row(p) for p in sorted(written, key=lambda p: p.id)], schema=PAPERS),
        mentions=pa.Table.from_pylist(
            sorted(mentions, key=lambda m: (str(m["paper"]), int(str(m["start"])))), schema=MENTIONS
        ),
        entities=pa.Table.from_pylist([entities[k] for k in sorted(entities)], schema=ENTITIES),
        relations=pa.Table.from_pylist(
            sorted(relations, key=lambda r: (str(r["source"]), str(r["target"]), str(r["predicate"]))), schema=RELATIONS
        ),
    )


def _row(paper: Paper) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(paper, name) for name in PAPERS.names}
    row["sources"] = [{"file": s.file, "line": s.line, "abstract": s.abstract} for s in paper.sources]
    return row


NASTY = (
    "'", '"', "`", "\\", "\\\\", "\\'", "\\u0027", "\\u005c'", "}) DETACH DELETE n //",
    "'}) MATCH (n) DETACH DELETE n;//",
    "\0", "a\0b", "\u202eevil", "a\nb", "\r\n", "a;b", ";\n",
    "$graph", "{{7*7}}", "\x1f",
    "é" * 50_000, " ", "\t", "\ufeff",
    "/* x */", "--", "\u2028", "NaN", "null", "a,b", '"a","b"', "\U0001f600", "\x85", "\ue000", "=1+1",
    "\\", "''", '""',
)  # fmt: skip
"""Texts on which quoting goes wrong; each must arrive as it is."""

HOSTILE = st.one_of(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), st.sampled_from(NASTY))


def hostile_graph(texts: Sequence[str]) -> PaperGraph:
    """Return a graph of one paper with this title, method, dataset, and author and alias."""
    title, method, dataset, alias = texts
    said = Said("p1", title, [("method", method, "used"), ("dataset", dataset, "used")], authors=(alias,))
    return made_graph([said], aliases={method: (alias,)})


def drawn_texts(count: int) -> list[str]:
    """Return the nasty texts and others that hypothesis draws, all different but for their case: for one slow run."""
    found: list[str] = list(NASTY)

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(HOSTILE)
    def draw(text: str) -> None:
        found.append(text)

    draw()
    return list({text.casefold(): text for text in found}.values())

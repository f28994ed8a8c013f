"""A made graph of any size with the proportions of a real one, straight as tables: for the other benchmarks.

Seven relations a paper, entities drawn from a power law, one sentence of about 130 characters behind each relation.
"""

import numpy as np
import pyarrow as pa

from papergraph.graph.tables import ENTITIES, MENTIONS, PAPERS, RELATIONS, PaperGraph

WORDS = (
    "we propose a simple method that learns to align text with images and improves accuracy over strong baselines on "
    "several benchmarks while it needs far fewer labels and less compute than earlier work did in each of our tests"
).split()
KINDS = {"method": 0.5, "dataset": 0.2, "repository": 0.2, "task": 0.08, "metric": 0.02}
ROLES = (
    ("method", "proposed", "PROPOSES"),
    ("method", "used", "USES"),
    ("method", "used", "USES"),
    ("method", "compared", "COMPARES_WITH"),
    ("dataset", "used", "EVALUATES_ON"),
    ("repository", "own", "RELEASES"),
    ("task", "addressed", "ADDRESSES"),
)
"""What each paper says, one sentence a row."""


def synthetic(papers: int, entities: int, *, seed: int = 0) -> PaperGraph:
    """Return a graph of `papers` papers, about `entities` entities, and just under seven relations a paper."""
    chance = np.random.default_rng(seed)
    named = {
        kind: [f"{kind.title()}Name{i}" for i in range(max(3, int(entities * share)))] for kind, share in KINDS.items()
    }
    keys = {kind: [f"{kind}:{n.lower()}" for n in names] for kind, names in named.items()}
    drawn = []
    for kind, _, _ in ROLES:
        size = len(named[kind])
        drawn.append((size * chance.random(papers) ** 2.5).astype(np.int64))
    filler = chance.integers(0, len(WORDS), (papers, 12))
    ids = [f"{20 + i % 7:02d}{1 + i % 12:02d}.{i:07d}" for i in range(papers)]
    abstracts = []
    mention_rows: dict[str, list[object]] = {name: [] for name in MENTIONS.names}
    add = [mention_rows[name].append for name in MENTIONS.names]
    relations: list[tuple[str, str, str]] = []
    for i, paper in enumerate(ids):
        title = f"On the topic number {i}"
        at = len(title) + 1
        sentences = []
        seen = set()
        for r, (kind, role, predicate) in enumerate(ROLES):
            which = int(drawn[r][i])
            name, key = named[kind][which], keys[kind][which]
            sentence = f"{' '.join(WORDS[w] for w in filler[i])} with {name} in part {r}."
            start = at + sentence.rindex(name)
            row: tuple[object, ...] = (
                paper,
                key,
                predicate,
                kind,
                "",
                role,
                name,
                [],
                start,
                start + len(name),
                at,
                at + len(sentence),
                "made",
                0.9,
            )
            for put, value in zip(add, row, strict=True):
                put(value)
            if (key, predicate) not in seen:
                seen.add((key, predicate))
                relations.append((f"paper:{paper}", key, predicate))
            sentences.append(sentence)
            at += len(sentence) + 1
        abstracts.append(" ".join(sentences))
    return _tables(ids, abstracts, mention_rows, relations, named, keys)


def _tables(  # noqa: PLR0917 - called once
    ids: list[str],
    abstracts: list[str],
    mention_rows: dict[str, list[object]],
    relations: list[tuple[str, str, str]],
    named: dict[str, list[str]],
    keys: dict[str, list[str]],
) -> PaperGraph:
    count = len(ids)
    empty = [""] * count
    papers = pa.table(
        {
            "id": ids,
            "title": [f"On the topic number {i}" for i in range(count)],
            "abstract": abstracts,
            "authors": pa.array([["A. One", "B. Two"]] * count, PAPERS.field("authors").type),
            "year": pa.array([2020 + i % 7 for i in range(count)], pa.int32()),
            "date": empty,
            "url": [f"https://example.org/{i}" for i in ids],
            "venue": empty,
            "sources": pa.array([[{"file": "made", "line": 1, "abstract": ""}]] * count, PAPERS.field("sources").type),
        },
        schema=PAPERS,
    )
    flat = [(k, kind, n) for kind in named for k, n in zip(keys[kind], named[kind], strict=True)]
    used: dict[str, int] = {}
    for _, key, _ in relations:
        used[key] = used.get(key, 0) + 1
    entities = pa.Table.from_pylist(
        [
            {
                "key": k,
                "kind": kind,
                "subkind": "",
                "name": n,
                "aliases": [f"{n} model"],
                "url": f"https://example.org/{n}" if kind == "repository" else "",
                "papers": used.get(k, 0),
            }
            | {"generic": False, "generic_reason": "", "first_paper": ""}
            for k, kind, n in flat
        ],
        schema=ENTITIES,
    )
    source, target, predicate = zip(*relations, strict=True)
    table = pa.table(
        {
            "source": source,
            "predicate": predicate,
            "target": target,
            "count": pa.array([1] * len(relations), pa.int32()),
            "confidence": (0.3 + 0.7 * np.random.default_rng(1).random(len(relations)) ** 0.53).round(3),
        },
        schema=RELATIONS,
    )
    order = [("source", "ascending"), ("target", "ascending"), ("predicate", "ascending")]
    mentions = pa.Table.from_pydict(mention_rows, schema=MENTIONS).sort_by(
        [("paper", "ascending"), ("start", "ascending")]
    )
    return PaperGraph(papers.sort_by("id"), mentions, entities.sort_by("key"), table.sort_by(order))

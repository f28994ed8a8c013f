"""How large is the index of related work, how long does it take to make, and how long does a question take?

    python benchmarks/related.py [PAPERS]

Papers are made: words from a power law, about 150 a paper, seven entities each. Prints ratios to a plain pass over the
same texts, and to one product of the same number of postings, both measured in the same run.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from papergraph.graph.entity_index import build_entity_index
from papergraph.graph.index_store import index_folder, load_index, save_index
from papergraph.graph.related import related
from papergraph.graph.related_index import RelatedIndex, text_index
from papergraph.graph.tables import ENTITIES, PAPERS, RELATIONS, PaperGraph

SENTENCES, LENGTH = 7, 21
ENTITIES_EACH = 7


def made_papers(count: int, *, seed: int = 0) -> PaperGraph:
    """Return a graph of papers with words and entities drawn from a power law; no mentions."""
    chance = np.random.default_rng(seed)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "en", "or", "al")]
    size = min(400_000, 20_000 + count // 2)
    picks = chance.integers(0, len(syllables), (size, 4))
    lengths = chance.integers(2, 5, size)
    content = np.array(["".join(syllables[j] for j in row[:n]) for row, n in zip(picks, lengths, strict=True)])
    function = np.array(
        "the of and we a in to for that is with our this on as show results propose model however".split()
    )
    titles, abstracts = [], []
    for low in range(0, count, 10_000):
        n = min(10_000, count - low)
        rank = np.minimum(
            (np.exp(chance.random((n, SENTENCES, LENGTH)) * np.log(size)) * 1.0).astype(np.int64), size - 1
        )
        words = np.where(chance.random(rank.shape) < 0.45, function[rank % len(function)], content[rank])
        for paper in words.tolist():
            sentences = [" ".join(s).capitalize() + "." for s in paper]
            titles.append(" ".join(paper[0][:9]))
            abstracts.append(" ".join(sentences))
    ids = np.array([f"{i:08d}" for i in range(count)])
    keys = np.array([f"method:m{i:07d}" for i in range(max(10, count // 5))])
    drawn = (len(keys) * chance.random((count, ENTITIES_EACH)) ** 2.5).astype(np.int64)
    empty = [""] * count
    none = pa.array([[]] * count, PAPERS.field("authors").type)
    papers = pa.table(
        {"id": ids, "title": titles, "abstract": abstracts, "authors": none, "year": pa.nulls(count, pa.int32())}
        | {
            "date": empty,
            "url": empty,
            "venue": empty,
            "sources": pa.array([[]] * count, PAPERS.field("sources").type),
        },
        schema=PAPERS,
    )
    blank = [""] * len(keys)
    entities = (
        pa.table(
            {
                "key": keys,
                "kind": ["method"] * len(keys),
                "subkind": blank,
                "name": keys,
                "url": blank,
                "generic_reason": blank,
            }
            | {"aliases": pa.array([[]] * len(keys), ENTITIES.field("aliases").type), "first_paper": blank}
            | {"papers": pa.nulls(len(keys), pa.int32()), "generic": [False] * len(keys)}
        )
        .select(ENTITIES.names)
        .cast(ENTITIES)
    )
    many = count * ENTITIES_EACH
    relations = (
        pa.table(
            {"source": np.repeat(np.char.add("paper:", ids), ENTITIES_EACH), "predicate": ["USES"] * many}
            | {"target": keys[drawn.ravel()], "count": np.ones(many, np.int32), "confidence": np.ones(many)}
        )
        .select(RELATIONS.names)
        .cast(RELATIONS)
    )
    return PaperGraph(papers=papers, entities=entities, relations=relations)


def main(count: int) -> None:
    """Print the figures."""
    graph = made_papers(count)
    begin = time.process_time()
    words = sum(len(a.split()) for a in graph.papers.column("abstract").to_pylist())
    plain = time.process_time() - begin
    begin = time.process_time()
    made = text_index(graph)
    built = time.process_time() - begin
    print(f"{count:,} papers, {words:,} words")
    print(f"text index {built:.1f} s of processor time, {built / plain:.0f} plain splits")
    with tempfile.TemporaryDirectory() as folder:
        save_index(made, Path(folder), "0" * 16)
        size = sum(f.stat().st_size for f in index_folder(Path(folder), "0" * 16).iterdir())
        text = load_index(Path(folder), "0" * 16)
        assert text is not None
        begin = time.process_time()
        entities = build_entity_index(graph)
        print(f"entity index in {time.process_time() - begin:.1f} s; text index {size / 1e9:.2f} GB on disk, mapped")
        index = RelatedIndex(graph, text, entities)
        related(index, "00000000")
        times = []
        for i in range(1, 31):
            begin = time.process_time()
            related(index, f"{i * (count // 40):08d}")
            times.append(1000 * (time.process_time() - begin))
        print(f"a question, warm, processor time: median {np.median(times):.0f} ms, slowest of 30 {max(times):.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)

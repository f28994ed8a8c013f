"""Does resolving grow in step with the mentions? Assembles 10,000, 100,000 and 1,000,000 made mentions on one core.

Half of the names are the lexicon's, in several spellings, the others are made up; a tenth come with a definition, and
acronyms clash. Prints seconds, mentions a second, the highest memory, and the growth of time from size to size.

    python -m benchmarks.resolve [SIZE...]
"""

import resource
import sys
import time
from collections.abc import Iterator

import numpy as np

from papergraph.extractors.lexicons import default_lexicon
from papergraph.extractors.records import Evidence, Mention, Paper
from papergraph.graph.assemble import assemble

A_PAPER = 8
"""Mentions a paper."""
SENTENCE = "In this part of the work we use {} and compare it with what others did before on the same data. "


def mentions(count: int, *, seed: int = 0) -> tuple[list[Paper], Iterator[Mention]]:
    """Return papers, and their mentions one by one."""
    chance = np.random.default_rng(seed)
    known = [e for e in default_lexicon().entries if e.kind in ("method", "dataset", "task", "metric")]
    which = (len(known) * chance.random(count) ** 2.5).astype(int).tolist()
    made = (max(count // 4, 1) * chance.random(count) ** 2).astype(int).tolist()
    draws = chance.random((count, 2)).tolist()
    papers: list[Paper] = []
    said: list[tuple[str, str, tuple[str, ...], str, str, int, int]] = []
    roles = {"method": "used", "dataset": "used", "task": "addressed", "metric": "reported"}
    for i in range(0, count, A_PAPER):
        text = "T\n"
        name_of_paper = f"{i:09d}"
        for k in range(i, min(i + A_PAPER, count)):
            entry = known[which[k]]
            others: tuple[str, ...] = ()
            if draws[k][0] < 0.5:
                names = entry.names
                name = names[int(draws[k][1] * len(names))]
                kind, subkind = entry.kind, entry.subkind
                if draws[k][1] < 0.1:
                    name = name.replace("-", " ")
            else:
                kind, subkind = "method", "named"
                number = made[k]
                name = f"Made{number}Net" if draws[k][1] < 0.8 else f"Made{number}-Net"
                if draws[k][1] < 0.2:
                    name = f"M{number % 5000}N"
                    others = (f"Made number {number % 50_000} network",)
            at = len(text) + SENTENCE.index("{")
            sentence = len(text)
            text += SENTENCE.format(name)
            said.append((name_of_paper, name, others, kind, subkind, at, sentence))
        papers.append(Paper(name_of_paper, "T", text[2:]))

    def each() -> Iterator[Mention]:
        for paper, name, others, kind, subkind, at, sentence in said:
            evidence = Evidence(paper, at, at + len(name), sentence, at + len(name) + 10, "made", 0.9)
            yield Mention(kind, name, roles[kind], evidence, subkind, others)  # type: ignore[arg-type]

    return papers, each()


def main() -> None:
    sizes = [int(a) for a in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    assemble([], [], lexicon=default_lexicon())
    last: tuple[int, float] | None = None
    for size in sizes:
        papers, said = mentions(size)
        begin = time.process_time()
        graph = assemble(papers, said, lexicon=default_lexicon())
        seconds = time.process_time() - begin
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        growth = f", {seconds / last[1]:.1f} times the time of {size / last[0]:.0f} times fewer" if last else ""
        print(
            f"{size:>9,} mentions: {seconds:6.2f} s, {size / seconds:9,.0f} a second, {memory:.2f} GB at most, "
            f"{graph.entities.num_rows:,} entities{growth}",
            flush=True,
        )
        last = (size, seconds)


if __name__ == "__main__":
    main()

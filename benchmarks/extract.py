"""How fast is the extraction, beside spaCy's bare tokenizer in the same run? `python -m benchmarks.extract [PAPERS]`.

PAPERS are inputs that `papergraph build` reads, the sample corpus by default. Both go over the same texts in turn,
after a warm-up, on one core; the processor's time counts. Prints abstracts a second and the ratio (medians of five).
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from papergraph.building import read_papers
from papergraph.extractors.pipeline import extract, pipeline

SAMPLE = Path(__file__).parent.parent / "input"
AT_LEAST = 500
"""The texts are repeated until there are this many."""


def seconds(work: Callable[[], object]) -> float:
    """Return the processor's seconds that a piece of work takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    """Print the figures."""
    papers = read_papers(sys.argv[1:] or [SAMPLE])
    papers *= -(-AT_LEAST // len(papers))
    bare, nlp = spacy.blank("en").tokenizer, pipeline()

    def tokenize() -> None:
        for paper in papers:
            bare(paper.text)

    def read() -> None:
        for _ in extract(papers, nlp):
            pass

    tokenize()
    read()
    rounds = [(seconds(tokenize), seconds(read)) for _ in range(5)]
    tokens, ours = (statistics.median(r[i] for r in rounds) for i in (0, 1))
    ratio = statistics.median(a / b for a, b in rounds)
    count = len(papers)
    print(f"{count} abstracts; tokenizer alone {count / tokens:,.0f}/s; extraction {count / ours:,.0f}/s")
    print(f"ratio {ratio:.2f}")


if __name__ == "__main__":
    main()

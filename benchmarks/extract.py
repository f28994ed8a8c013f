"""How fast is the extraction, beside spaCy's bare tokenizer in the same run? `python -m benchmarks.extract [PAPERS]`.

PAPERS are inputs that `papergraph build` reads; without any, the whole abstracts among the texts of `training/`. Both
go over each text once, on one core, with a new tokenizer and a new pipeline in each round, so that neither knows the
texts; loading does not count. Prints abstracts a second and the ratio (medians of five).
"""

import argparse
import importlib
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from papergraph.building import read_papers
from papergraph.extractors.pipeline import extract, pipeline
from papergraph.extractors.records import Paper

TRAINING = Path(__file__).parent.parent / "training"
WHOLE = 500
"""How many characters the shortest of the whole abstracts has; the others are single sentences."""


def seconds(work: Callable[[], object]) -> float:
    """Return the processor's seconds that a piece of work takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def tokenize(tokenizer: Callable[[str], Doc], papers: Sequence[Paper]) -> None:
    """Tokenize each paper."""
    for paper in papers:
        tokenizer(paper.text)


def read(nlp: Language, papers: Sequence[Paper]) -> None:
    """Extract from each paper."""
    for _ in extract(papers, nlp):
        pass


def own_papers() -> list[Paper]:
    """Return the whole abstracts among the texts of `training/abstracts`."""
    sys.path.insert(0, str(TRAINING))
    read_marked = importlib.import_module("gold").read_marked
    texts = (text for file in sorted((TRAINING / "abstracts").glob("*.txt")) for text in read_marked(file))
    return [Paper(text.id, text.title, text.abstract) for text in texts if len(text.abstract) >= WHOLE]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", nargs="*")
    inputs = parser.parse_args().papers
    papers = read_papers(inputs) if inputs else own_papers()
    rounds = []
    for _ in range(5):
        bare, nlp = spacy.blank("en").tokenizer, pipeline()
        rounds.append((seconds(partial(tokenize, bare, papers)), seconds(partial(read, nlp, papers))))
    tokens, ours = (statistics.median(r[i] for r in rounds) for i in (0, 1))
    ratio = statistics.median(a / b for a, b in rounds)
    count = len(papers)
    print(f"{count} abstracts; tokenizer alone {count / tokens:,.0f}/s; extraction {count / ours:,.0f}/s")
    print(f"ratio {ratio:.2f}")


if __name__ == "__main__":
    main()

"""Count what abstracts name: `python training/terms.py ABSTRACTS.jsonl... --papers DEV.jsonl --cache DIR --out DIR`.

ABSTRACTS are lines with `title` and `abstract`, among them those of `annotated.txt`, each of which four of the five
taggers have seen; those whose title is in DEV.jsonl are left out. Each is read five times, by the tagger and the judge
of each fold, which have not seen that fold's annotated papers, and which know no counts. DIR gets `terms0.tsv` to
`terms4.tsv`, for an honest evaluation with `training/train.py --evaluate --terms DIR`, and `terms.tsv`, their mean,
which ships as `extractors/weights/terms.tsv`.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import train
from gold import abstracts_of
from taggers import FOLDS, analyses_of, fold_of, tag_by_folds, taggers_of

from papergraph.extractors import pipeline as stages
from papergraph.extractors.analysis import Analysis, analyse
from papergraph.extractors.candidates import candidates_of, named
from papergraph.extractors.collecting import uncollected
from papergraph.extractors.judge import CLASSES, Linear, all_features, linear_of
from papergraph.extractors.lexicons import load_lexicon
from papergraph.extractors.lookup import Lookup
from papergraph.extractors.naming import fold
from papergraph.extractors.tagger import Tagger, tagger_of
from papergraph.extractors.tokens import chunk_tokenizer
from papergraph.extractors.words import WordTable

LEAST = 5
"""A phrase in fewer abstracts is left out."""
BATCH = 256
SHARES = 2
"""How many processes share the work."""
MOST_WORDS = 400_000
"""The word table begins anew when it has this many."""
Counts = dict[str, npt.NDArray[np.float64]]
"""For each folded phrase: fold by (abstracts, the summed probability of each class)."""


def models_of(
    papers: Path, sentences: Path | None, cache: Path, abstracts: Sequence[Path]
) -> tuple[list[list[str]], list[Linear]]:
    """Return the lines of each fold's tagger, from the cache, and a judge that has not seen the fold."""
    annotated = train.read_all(papers, sentences, cache, abstracts)
    analyses = analyses_of(annotated, [{}] * FOLDS)
    taggers = taggers_of([str(k) for k in range(FOLDS)], annotated, cache)
    tag_by_folds(annotated, analyses, [tagger_of(t) for t in taggers])
    examples = train.examples_of(annotated, analyses)
    judges = []
    for k in range(FOLDS):
        some = [e for e in examples if fold_of(annotated[e[0]].id) != k]
        judges.append(linear_of(train.train_judges(some, analyses)[0]))
    return taggers, judges


def count(analyses: list[Analysis], fold_number: int, tagger: Tagger, judge: Linear, counts: Counts) -> None:
    """Add what one fold's models say of a batch."""
    stages.tag_batch(analyses, tagger)
    found = candidates_of(analyses)
    rows = [names for a, some in zip(analyses, found, strict=True) for names in all_features(a, some)]
    probabilities = iter(judge.many(rows))
    for a, some in zip(analyses, found, strict=True):
        for c in some:
            p = next(probabilities)
            for key in {fold(named(a, s)) for s in c.spans}:
                counts[key][fold_number, 0] += 1
                counts[key][fold_number, 1:] += p


def count_share(
    share: int, models: tuple[list[list[str]], list[Linear]], abstracts: Sequence[Path], papers: Path
) -> Counts:
    """Return the counts of one share of the batches of abstracts."""
    lines, judges = models
    tokens, lookup = chunk_tokenizer().tokens, Lookup(load_lexicon())
    words, taggers = WordTable(), [tagger_of(x) for x in lines]
    counts: Counts = defaultdict(lambda: np.zeros((FOLDS, 1 + len(CLASSES))))
    stream = abstracts_of(abstracts, papers)
    for number, batch in enumerate(iter(lambda: list(islice(stream, BATCH)), [])):
        if number % SHARES != share:
            continue
        if len(words.texts) > MOST_WORDS:
            words, taggers = WordTable(), [tagger_of(x) for x in lines]
        read = [tokens(f"{title}\n{abstract}") for title, abstract in batch]
        analyses = analyse(read, [len(title) for title, _ in batch], words, lookup)
        with uncollected():
            for k, (tagger, judge) in enumerate(zip(taggers, judges, strict=True)):
                count(analyses, k, tagger, judge, counts)
    return dict(counts)


def lines_of(counts: Counts, folds: Sequence[int]) -> list[str]:
    """Return the lines of a terms file, from the mean of some folds."""
    out = []
    for key in sorted(counts):
        row = counts[key][list(folds)].sum(axis=0)
        papers = row[0] / len(folds)
        if papers >= LEAST and key and "\t" not in key and key[0] != "#":
            digits = np.minimum(row[1:] / row[0] * 10 + 1e-4, 9).astype(int)
            out.append(f"{key}\t{round(papers)}\t{''.join(map(str, digits))}")
    return [f"# folded phrase, abstracts that name it, mean certainty of {CLASSES} in tenths", *out]


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path, nargs="+")
    parser.add_argument("--papers", type=Path, required=True)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--cache", type=Path, required=True, help="where train.py --cache left the folds' taggers")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    models = models_of(args.papers, args.sentences, args.cache, args.abstracts)
    counts: Counts = {}
    with ProcessPoolExecutor(SHARES) as pool:
        shares = [pool.submit(count_share, n, models, args.abstracts, args.papers) for n in range(SHARES)]
        for share in shares:
            for key, row in share.result().items():
                counts[key] = counts[key] + row if key in counts else row
    args.out.mkdir(parents=True, exist_ok=True)
    for name, folds in [("terms", range(FOLDS)), *((f"terms{k}", [k]) for k in range(FOLDS))]:
        (args.out / f"{name}.tsv").write_text("\n".join(lines_of(counts, folds)) + "\n", encoding="utf-8")
    print(f"{len(counts)} phrases counted")


if __name__ == "__main__":
    main()

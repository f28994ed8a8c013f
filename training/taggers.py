"""Taggers of annotated papers, one for each fold of them and one of all, two at a time; a cache may keep them."""

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import copy
from functools import partial
from pathlib import Path

import gold
import pycrfsuite

from papergraph.extractors import pipeline as stages
from papergraph.extractors.analysis import Analysis, analyse, tag_features
from papergraph.extractors.lexicons import load_lexicon
from papergraph.extractors.lookup import Lookup
from papergraph.extractors.tagger import LABELS, REACH, Tagger, reach_of
from papergraph.extractors.terms import Terms, shipped_terms
from papergraph.extractors.tokens import chunk_tokenizer
from papergraph.extractors.words import WordTable, word_features

FOLDS = 5
SMALLEST = 0.02
"""Tagger weights nearer to zero than this are left out."""
TAGGER = {"c1": 2.0, "c2": 2.0, "max_iterations": 60, "feature.possible_transitions": True}
Sets = list[list[str]]


def fold_of(paper: str, *, salt: str = "", folds: int = FOLDS) -> int:
    """Return the fold of a paper, from its id alone."""
    return int(hashlib.md5((salt + paper).encode()).hexdigest(), 16) % folds


def analyses_of(papers: Sequence[gold.Annotated], terms: Sequence[Terms] = ()) -> list[Analysis]:
    """Return the analyses of papers over one word table; `terms` are those of each fold, or else the shipped ones."""
    tokens = chunk_tokenizer().tokens
    lookup = Lookup(load_lexicon(), shipped_terms())
    found = analyse([tokens(p.text) for p in papers], [len(p.title) for p in papers], WordTable(), lookup)
    lookups = [copy(lookup) for _ in terms]
    for own, some in zip(lookups, terms, strict=True):
        own.terms = some
    for p, a in zip(papers, found, strict=True):
        if lookups:
            a.lookup = lookups[fold_of(p.id)]
    return found


def token_features(a: Analysis) -> Sets:
    """Return the tagger's features of each token as `offset|feature`."""
    n = len(a.rows)
    out: Sets = [[] for _ in range(n)]
    words = [word_features(a.words.texts[r]) for r in a.rows]
    for i in range(n):
        for k in range(-REACH, REACH + 1):
            for f in words[i + k] if 0 <= i + k < n else ("w=#",):
                if abs(k) <= reach_of(f):
                    out[i].append(f"{k}|{f}")
    for t, f in zip(*tag_features(a), strict=True):
        for k in range(-reach_of(f), reach_of(f) + 1):
            if 0 <= t - k < n:
                out[t - k].append(f"{k}|{f}")
    return out


def train_tagger(examples: Iterable[tuple[Sets, list[int]]]) -> list[str]:
    """Return the lines of a tagger's weights file."""
    numbers: dict[str, int] = {}
    trainer = pycrfsuite.Trainer(verbose=False)
    for tokens, tags in examples:
        trainer.append(
            [[str(numbers.setdefault(f, len(numbers))) for f in t] for t in tokens], [LABELS[t] for t in tags]
        )
    trainer.set_params(TAGGER)
    names = list(numbers)
    with tempfile.NamedTemporaryFile() as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        info = tagger.info()
        lines = []
        for (feature, label), weight in info.state_features.items():
            offset, name = names[int(feature)].split("|", 1)
            if abs(weight) >= SMALLEST and "://" not in name and "\n" not in name and "\t" not in name:
                lines.append(f"{name}\t{offset}\t{label}\t{weight:.2f}")
        lines += [f">{a}\t0\t{b}\t{w:.2f}" for (a, b), w in info.transitions.items()]
    return sorted(lines)


def _tagger(name: str, papers: list[gold.Annotated]) -> list[str]:
    """Return the lines of a tagger that has not seen the fold whose number is its name.

    Sentences, which are short and few, count twice.
    """
    analyses = analyses_of(papers)
    return train_tagger(
        (token_features(a), gold.tags_of(a, gold.spans(p)))
        for a, p in zip(analyses, papers, strict=True)
        if str(fold_of(p.id)) != name
        for _ in range(1 if p.methods else 2)
    )


def taggers_of(names: Sequence[str], papers: list[gold.Annotated], cache: Path | None) -> list[list[str]]:
    """Return the lines of taggers, two trained at a time; those that the cache has of the same papers are read.

    The cache knows papers and parameters, not features: empty it when those change.
    """
    seen = hashlib.sha256(repr((TAGGER, [(p.id, p.text, p.entities, p.marked) for p in papers])).encode())
    folder = cache / seen.hexdigest()[:12] if cache else None
    files = {name: folder / f"{name}.tsv" for name in names} if folder else {}
    missing = [name for name in names if name not in files or not files[name].exists()]
    found = {n: files[n].read_text(encoding="utf-8").splitlines() for n in names if n not in missing}
    with ProcessPoolExecutor(2) as pool:
        for name, lines in zip(missing, pool.map(partial(_tagger, papers=papers), missing), strict=True):
            found[name] = lines
            if name in files:
                files[name].parent.mkdir(parents=True, exist_ok=True)
                files[name].with_suffix(".part").write_text("\n".join(lines), encoding="utf-8")
                files[name].with_suffix(".part").replace(files[name])
    return [found[name] for name in names]


def tag_by_folds(papers: list[gold.Annotated], analyses: list[Analysis], taggers: Sequence[Tagger]) -> None:
    """Tag each paper with the tagger that has not seen it."""
    for k, tagger in enumerate(taggers):
        stages.tag_batch([a for a, p in zip(analyses, papers, strict=True) if fold_of(p.id) == k], tagger)

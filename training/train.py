"""Rebuild the weights in `extractors/weights` from annotated papers: `python training/train.py DEV.jsonl [SENTENCES.jsonl]`.

1. The tagger, a conditional random field, is trained on all papers, and once more for each of five folds without it.
2. The judge and the roles are logistic regressions, trained on what the taggers of the folds say of papers that they
   have not seen, so that they learn how far to trust it.
With `--evaluate` nothing is written: the judge too is trained by folds, and the figures on unseen papers are printed,
for both halves of the papers (errors are read in half A only, so that half B shows the overfit).
"""

import argparse
import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import gold
import numpy as np
import pycrfsuite
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from papergraph.extractors import pipeline as stages
from papergraph.extractors.analysis import Analysis, analyse, tag_features
from papergraph.extractors.candidates import Candidate, candidates, coverage, written
from papergraph.extractors.decide import decide, mentions_of
from papergraph.extractors.judge import CLASSES, Linear, features, linear_of, role_features
from papergraph.extractors.lexicons import load_lexicon
from papergraph.extractors.lookup import Lookup
from papergraph.extractors.records import Mention
from papergraph.extractors.schema import entities_of
from papergraph.extractors.scoring import score
from papergraph.extractors.tagger import LABELS, REACH, WINDOWS, Tagger, tagger_of
from papergraph.extractors.words import WordTable, blank_english, word_features

FOLDS = 5
WEIGHTS = Path(__file__).parent.parent / "extractors" / "weights"
SMALLEST = 0.02
"""Tagger weights nearer to zero than this are left out."""
TAGGER = {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True}
JUDGE_C, ROLES_C = 0.2, 0.3
Sets = list[list[str]]


def fold_of(paper: str, *, salt: str = "", folds: int = FOLDS) -> int:
    """Return the fold of a paper, from its id alone."""
    return int(hashlib.md5((salt + paper).encode()).hexdigest(), 16) % folds


def analyses_of(papers: Sequence[gold.Annotated]) -> list[Analysis]:
    """Return the analyses of papers over one word table."""
    nlp = blank_english()
    docs = [nlp.tokenizer(p.text) for p in papers]
    return analyse(docs, [len(p.title) for p in papers], WordTable(), Lookup(load_lexicon()))


def token_features(a: Analysis) -> Sets:
    """Return the tagger's features of each token as `offset|feature`."""
    n = len(a.rows)
    out: Sets = [[] for _ in range(n)]
    words = [word_features(a.words.texts[r]) for r in a.rows]
    for i in range(n):
        for k in range(-REACH, REACH + 1):
            for f in words[i + k] if 0 <= i + k < n else ("w=#",):
                if abs(k) <= WINDOWS[f[0]]:
                    out[i].append(f"{k}|{f}")
    for t, f in zip(*tag_features(a), strict=True):
        reach = WINDOWS["L"] if f.startswith("L=") else 0
        for k in range(-reach, reach + 1):
            if 0 <= t - k < n:
                out[t - k].append(f"{k}|{f}")
    return out


def train_tagger(examples: Iterable[tuple[Sets, list[int]]]) -> list[str]:
    """Return the lines of a tagger's weights file."""
    numbers: dict[str, int] = {}
    trainer = pycrfsuite.Trainer(verbose=False)
    for tokens, tags in examples:
        trainer.append([[str(numbers.setdefault(f, len(numbers))) for f in t] for t in tokens], [LABELS[t] for t in tags])
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
            if abs(weight) >= SMALLEST and "\n" not in name and "\t" not in name:
                lines.append(f"{name}\t{offset}\t{label}\t{weight:.2f}")
        lines += [f">{a}\t0\t{b}\t{w:.2f}" for (a, b), w in info.transitions.items()]
    return sorted(lines)


def _tagger_without(fold: int, papers: list[gold.Annotated]) -> list[str]:
    analyses = analyses_of(papers)
    return train_tagger(
        (token_features(a), gold.tags_of(a, gold.spans(p)))
        for a, p in zip(analyses, papers, strict=True)
        if fold_of(p.id) != fold
    )


def tag_by_folds(papers: list[gold.Annotated], analyses: list[Analysis], taggers: Sequence[Tagger]) -> None:
    """Tag each paper with the tagger that has not seen it."""
    for k, tagger in enumerate(taggers):
        stages.tag_batch([a for a, p in zip(analyses, papers, strict=True) if fold_of(p.id) == k], tagger)


def logistic(rows: Sequence[Sequence[str]], targets: Sequence[Any], classes: Sequence[Any], c: float) -> list[str]:
    """Return the lines of a linear model's weights file; features seen once are left out."""
    vectorizer = CountVectorizer(analyzer=list, binary=True, min_df=2)
    model = LogisticRegression(C=c, max_iter=2000, tol=1e-6).fit(vectorizer.fit_transform(rows), targets)
    order = [list(model.classes_).index(k) for k in classes if k in model.classes_]
    weights, bias = model.coef_, model.intercept_
    if len(classes) == 2:
        weights, bias = np.vstack([np.zeros_like(weights), weights]), np.array([0.0, bias[0]])
    weights, bias = weights[order], bias[order]
    lines = ["feature\t" + "\t".join(map(str, classes)), "*\t" + "\t".join(f"{b:.3f}" for b in bias)]
    names = vectorizer.get_feature_names_out()
    for i in np.argsort(names):
        if np.abs(weights[:, i]).max() >= 0.01 and not {"\t", "\n"} & set(names[i]):
            lines.append(f"{names[i]}\t" + "\t".join(f"{w:.2f}" for w in weights[:, i]))
    return lines


def examples_of(papers: list[gold.Annotated], analyses: list[Analysis]) -> list[tuple[int, Candidate, list[str], str, str]]:
    """Return (paper number, candidate, features, letter, role) for all candidates of tagged papers."""
    out = []
    for n, (p, a) in enumerate(zip(papers, analyses, strict=True)):
        some = candidates(a)
        covered = coverage(a, some)
        for c in some:
            names = [written(a, s) for s in c.spans] + ([c.short, c.long] if c.short else [])
            out.append((n, c, features(a, c, covered), *gold.matching(p, names)))
    return out


def train_judges(examples: list[tuple[int, Candidate, list[str], str, str]], analyses: list[Analysis]) -> tuple[list[str], list[str]]:
    """Return the lines of the judge's and the roles' weights files."""
    judge = logistic([e[2] for e in examples], [e[3] for e in examples], CLASSES, JUDGE_C)
    owned = [e for e in examples if e[3] in "ND"]
    rows = [role_features(analyses[n], c, letter) for n, c, _, letter, _ in owned]
    roles = logistic(rows, [int(e[4] in ("proposed", "introduced")) for e in owned], (0, 1), ROLES_C)
    return judge, roles


def predicted(papers: list[gold.Annotated], analyses: list[Analysis], judge: Linear, roles: Linear) -> list[dict[str, Any]]:
    """Return the papers with their entities, as `papergraph extract` prints them."""
    out = []
    for p, a in zip(papers, analyses, strict=True):
        some = candidates(a)
        covered = coverage(a, some)
        decisions = decide(some, judge.many([features(a, c, covered) for c in some]).tolist())
        found: list[Mention] = list(mentions_of(a, decisions, roles, p.id))
        out.append({"id": p.id, "title": p.title, "abstract": p.abstract, **entities_of(p.text, found)})
    return out


def main() -> None:
    """Train, or evaluate by cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("sentences", type=Path, nargs="?")
    parser.add_argument("--evaluate", action="store_true")
    parser.add_argument("--cache", type=Path, help="keep the folds' taggers here (for work on the judge)")
    args = parser.parse_args()
    papers = gold.read_gold(args.papers)
    analyses = analyses_of(papers)
    cached = [args.cache / f"{k}.tsv" for k in range(FOLDS)] if args.cache else []
    if cached and all(c.exists() for c in cached):
        folds = [c.read_text().splitlines() for c in cached]
    else:
        with ProcessPoolExecutor(2) as pool:
            folds = list(pool.map(partial(_tagger_without, papers=papers), range(FOLDS)))
        for path, lines in zip(cached, folds, strict=False):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(lines))
    tag_by_folds(papers, analyses, [tagger_of(f) for f in folds])
    examples = examples_of(papers, analyses)
    if args.evaluate:
        evaluate(papers, analyses, examples, args.papers)
        return
    judge, roles = train_judges(examples, analyses)
    tagger = _tagger_without(-1, papers)
    WEIGHTS.mkdir(exist_ok=True)
    for name, lines in (("tagger", tagger), ("judge", judge), ("roles", roles)):
        (WEIGHTS / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines)} lines")


def evaluate(
    papers: list[gold.Annotated],
    analyses: list[Analysis],
    examples: list[tuple[int, Candidate, list[str], str, str]],
    path: Path,
) -> None:
    """Print figures on papers that neither the tagger nor the judge has seen."""
    import json

    found = []
    for k in range(FOLDS):
        inside = [n for n, p in enumerate(papers) if fold_of(p.id, salt="judge") == k]
        chosen = set(inside)
        judge, roles = train_judges([e for e in examples if e[0] not in chosen], analyses)
        found += predicted([papers[n] for n in inside], [analyses[n] for n in inside], linear_of(judge), linear_of(roles))
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    halves = [[r for r in rows if fold_of(r["id"], salt="half", folds=2) == h] for h in (0, 1)]
    headings = ("methods.named", "methods.technique", "methods.proposed", "datasets", "datasets.introduced", "tasks", "metrics")
    print(f"{'':20}" + "".join(f"{x:>22}" for x in ("all", "half A", "half B")))
    for heading in headings:
        cells = []
        for some in (rows, *halves):
            s = score(some, found, headings=[heading])[heading]
            cells.append(f"{s.precision:.3f} {s.recall:.3f} {s.f1:.3f}")
        role = score(rows, found, headings=[heading])[heading].role_accuracy
        print(f"{heading:20}" + "".join(f"{c:>22}" for c in cells) + f"   roles {role or 0:.3f}")
    Path("/tmp/pred.jsonl").write_text("\n".join(json.dumps(f) for f in found))


if __name__ == "__main__":
    main()

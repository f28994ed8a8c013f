"""Rebuild the weights of tagger, judge and roles: `python training/train.py PAPERS.jsonl [SENTENCES.jsonl] ...`.

Training data are the papers and sentences of the command line, the marked texts of `training/abstracts`, and the papers
of `training/annotated.txt`, whose abstracts stand in the files of `--abstracts` (lines with `title` and `abstract`).

1. The tagger, a conditional random field, is trained on all papers, and once more for each of five folds without it.
   Sentences in which methods are not annotated get those that a first tagger, of two fifths of the papers, finds.
2. The judge and the roles are logistic regressions, trained on what the taggers of the folds say of papers that they
   have not seen, so that they learn how far to trust it.
With `--evaluate` nothing is written: the judge too is trained by folds, and the figures on unseen papers are printed,
for both halves of the papers (errors are read in half A only, so that half B shows the overfit).
"""

import argparse
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import gold
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from taggers import FOLDS, analyses_of, fold_of, tag_by_folds, taggers_of

from papergraph.extractors import pipeline as stages
from papergraph.extractors.analysis import Analysis
from papergraph.extractors.candidates import Candidate, candidates, named
from papergraph.extractors.decide import decide, mentions_of
from papergraph.extractors.judge import CLASSES, Linear, all_features, linear_of
from papergraph.extractors.records import Mention
from papergraph.extractors.roles import role_features
from papergraph.extractors.schema import entities_of
from papergraph.extractors.scoring import score
from papergraph.extractors.tagger import Tagger, tagger_of
from papergraph.extractors.terms import terms_of

WEIGHTS = Path(__file__).parent.parent / "extractors" / "weights"
JUDGE_C, ROLES_C = 0.05, 1.0
EVALUATED, SENTENCES = 6.0, 3.0
"""How much a candidate of the gold file's papers, and of the sentences, counts for the judge; others 1."""


def with_methods(sentences: list[gold.Annotated], tagger: Tagger) -> list[gold.Annotated]:
    """Return sentences with the methods that a tagger finds beside what is annotated."""
    analyses = analyses_of(sentences)
    stages.tag_batch(analyses, tagger)
    out = []
    for p, a in zip(sentences, analyses, strict=True):
        marks = gold.spans(p)
        for i, j, letter in a.tagged:
            start, end = a.starts[i], a.ends[j - 1]
            if letter in "NT" and all(end <= s or start >= e for s, e, _ in marks):
                marks.append((start, end, letter))
        out.append(replace(p, marked=tuple(sorted(marks))))
    return out


def read_all(
    papers: Path, sentences: Path | None, cache: Path | None = None, abstracts: Sequence[Path] = ()
) -> list[gold.Annotated]:
    """Return the training papers: those of a gold file, then those of `annotated.txt`, marked texts, sentences."""
    found = gold.read_gold(papers, weight=EVALUATED)
    if not abstracts:
        print("the papers of annotated.txt are left out: --abstracts")
    else:
        found += gold.read_annotated(Path(__file__).parent / "annotated.txt", abstracts)
    for file in sorted((Path(__file__).parent / "abstracts").glob("*.txt")):
        found += gold.read_marked(file)
    if sentences:
        [lines] = taggers_of(["first"], [p for p in found if fold_of(p.id, salt="first") < 2], cache)
        read = with_methods(gold.read_sentences(sentences), tagger_of(lines))
        found += [replace(s, weight=SENTENCES) for s in read]
    return found


def logistic(
    rows: Sequence[Sequence[str]], targets: Sequence[Any], weights: Sequence[float], classes: Sequence[Any], c: float
) -> list[str]:
    """Return the lines of a linear model's weights file; features seen once are left out."""
    vectorizer = CountVectorizer(analyzer=list, binary=True, min_df=2)
    model = LogisticRegression(C=c, max_iter=600, tol=1e-4)
    model.fit(vectorizer.fit_transform(rows), targets, sample_weight=weights)
    order = [list(model.classes_).index(k) for k in classes if k in model.classes_]
    columns, bias = model.coef_, model.intercept_
    if len(classes) == 2:
        columns, bias = np.vstack([np.zeros_like(columns), columns]), np.array([0.0, bias[0]])
    columns, bias = columns[order], bias[order]
    lines = ["feature\t" + "\t".join(map(str, classes)), "*\t" + "\t".join(f"{b:.3f}" for b in bias)]
    names = vectorizer.get_feature_names_out()
    for i in np.argsort(names):
        if np.abs(columns[:, i]).max() >= 0.01 and not {"\t", "\n"} & set(names[i]):
            lines.append(f"{names[i]}\t" + "\t".join(f"{w:.2f}" for w in columns[:, i]))
    return lines


Example = tuple[int, Candidate, list[str], str, str, float]
"""Paper number, candidate, features, letter, role, weight."""


def examples_of(papers: list[gold.Annotated], analyses: list[Analysis]) -> list[Example]:
    """Return all candidates of tagged papers as examples."""
    out: list[Example] = []
    for n, (p, a) in enumerate(zip(papers, analyses, strict=True)):
        some = candidates(a)
        for c, own in zip(some, all_features(a, some), strict=True):
            names = [named(a, s) for s in c.spans] + ([c.short, c.long] if c.short else [])
            letter, role = gold.matching(p, names + [e.name for e in c.entries])
            if letter == "-" and not p.methods and any(s.tag in ("N", "T", "n", "t") for s in c.spans):
                continue  # may well be a method
            out.append((n, c, own, letter, role, p.weight))
    return out


def train_judges(examples: list[Example], analyses: list[Analysis]) -> tuple[list[str], list[str]]:
    """Return the lines of the judge's and the roles' weights files."""
    judge = logistic([e[2] for e in examples], [e[3] for e in examples], [e[5] for e in examples], CLASSES, JUDGE_C)
    owned = [e for e in examples if e[3] in "ND"]
    rows = [role_features(analyses[n], c, letter) for n, c, _, letter, _, _ in owned]
    roles = logistic(
        rows, [int(e[4] in ("proposed", "introduced")) for e in owned], [e[5] for e in owned], (0, 1), ROLES_C
    )
    return judge, roles


def predicted(
    papers: list[gold.Annotated], analyses: list[Analysis], judge: Linear, roles: Linear
) -> list[dict[str, Any]]:
    """Return the papers with their entities, as `papergraph extract` prints them."""
    out = []
    for p, a in zip(papers, analyses, strict=True):
        some = candidates(a)
        decisions = decide(some, judge.many(all_features(a, some)).tolist())
        found: list[Mention] = list(mentions_of(a, decisions, roles, p.id))
        out.append({"id": p.id, "title": p.title, "abstract": p.abstract, **entities_of(p.text, found)})
    return out


def main() -> None:
    """Train, or evaluate by cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("sentences", type=Path, nargs="?")
    parser.add_argument("--abstracts", type=Path, nargs="+", default=(), help="texts of the papers of annotated.txt")
    parser.add_argument("--evaluate", action="store_true")
    parser.add_argument("--cache", type=Path, help="keep the taggers here (for work on the judge)")
    parser.add_argument("--terms", type=Path, help="terms of each fold, counted without its papers (terms0.tsv ...)")
    args = parser.parse_args()
    files = [args.terms / f"terms{k}.tsv" for k in range(FOLDS)] if args.terms else []
    terms = [terms_of(file.read_text(encoding="utf-8").splitlines()) for file in files]
    papers = read_all(args.papers, args.sentences, args.cache, args.abstracts)
    analyses = analyses_of(papers, terms)
    print(len(papers), "texts")
    wanted = [str(k) for k in range(FOLDS)] + ([] if args.evaluate else ["all"])
    taggers = taggers_of(wanted, papers, args.cache)
    tag_by_folds(papers, analyses, [tagger_of(lines) for lines in taggers[:FOLDS]])
    examples = examples_of(papers, analyses)
    if args.evaluate:
        evaluate(papers, analyses, examples, args.papers)
        return
    judge, roles = train_judges(examples, analyses)
    WEIGHTS.mkdir(exist_ok=True)
    for name, lines in (("tagger", taggers[-1]), ("judge", judge), ("roles", roles)):
        (WEIGHTS / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines)} lines")


def evaluate(
    papers: list[gold.Annotated],
    analyses: list[Analysis],
    examples: list[Example],
    path: Path,
) -> None:
    """Print figures on papers that neither the tagger nor the judge has seen."""
    import json

    found = []
    for k in range(FOLDS):
        inside = [n for n, p in enumerate(papers) if fold_of(p.id, salt="judge") == k]
        chosen = set(inside)
        judge, roles = train_judges([e for e in examples if e[0] not in chosen], analyses)
        found += predicted(
            [papers[n] for n in inside], [analyses[n] for n in inside], linear_of(judge), linear_of(roles)
        )
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    halves = [[r for r in rows if fold_of(r["id"], salt="half", folds=2) == h] for h in (0, 1)]
    headings = (
        "methods.named",
        "methods.technique",
        "methods.proposed",
        "datasets",
        "datasets.introduced",
        "tasks",
        "metrics",
    )
    print(f"{'':20}" + "".join(f"{x:>22}" for x in ("all", "half A", "half B")))
    for heading in headings:
        cells = []
        for some in (rows, *halves):
            s = score(some, found, headings=[heading])[heading]
            cells.append(f"{s.precision:.3f} {s.recall:.3f} {s.f1:.3f}")
        role = score(rows, found, headings=[heading])[heading].role_accuracy
        print(f"{heading:20}" + "".join(f"{c:>22}" for c in cells) + f"   roles {role or 0:.3f}")
    if args_out := os.environ.get("PREDICTED"):
        Path(args_out).write_text("\n".join(json.dumps(f) for f in found))
    _sentence_figures([p for p in papers if not p.methods], {f["id"]: f for f in found})


TAIL = re.compile(r"\b(data ?sets?|corpus|corpora|benchmarks?|tasks?|test sets?)\b")


def _sentence_figures(sentences: list[gold.Annotated], found: dict[str, dict[str, Any]]) -> None:
    """Print exact-match figures on sentences: the same string but for case, punctuation and a trailing "dataset"."""

    def key(text: str) -> str:
        return re.sub(r"[^a-z0-9]+", "", TAIL.sub("", text.lower().removeprefix("the "))) or text.lower()

    for heading, letter in (("datasets", "D"), ("tasks", "K"), ("metrics", "M")) if sentences else ():
        right = said = wanted = 0
        for p in sentences:
            left = [key(m) for kind, _, m, _ in p.entities if kind == letter]
            mine = [key(e["mention"]) for e in found[p.id][heading]]
            wanted, said = wanted + len(left), said + len(mine)
            for name in mine:
                if name in left:
                    left.remove(name)
                    right += 1
        print(
            f"sentences: {heading:12} {right / max(said, 1):.3f} {right / wanted:.3f} {2 * right / (said + wanted):.3f}"
        )


if __name__ == "__main__":
    main()

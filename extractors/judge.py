"""Which candidates are entities, of which kind, in which role, and how sure is that? A small linear model decides.

Multinomial logistic regression over named features that a person can read (`features`); a
candidate's confidence is the probability of its kind. Weights are trained by `training/train.py` on the tagger's
out-of-fold output and read from `weights/judge.tsv` and `weights/roles.tsv`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import repeat

import numpy as np
import numpy.typing as npt

from papergraph.extractors.analysis import Analysis, entries_label
from papergraph.extractors.candidates import Candidate, coverage, written
from papergraph.extractors.company import company
from papergraph.extractors.naming import fold
from papergraph.extractors.roles import is_headline, place_cues
from papergraph.extractors.tagger import KIND_LABELS
from papergraph.extractors.terms import term_features

CLASSES = f"-{KIND_LABELS}"
"""`-` is no entity; the letters are the tagger's kinds."""


@dataclass(frozen=True)
class Linear:
    """Weights of a logistic regression: one row a feature, one column a class; `bias` is the row of the constant."""

    classes: tuple[str, ...]
    features: dict[str, int]
    weights: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]

    def probabilities(self, features: Iterable[str]) -> npt.NDArray[np.float64]:
        """Return the probability of each class, shape (classes,)."""
        find = self.features.get
        ids = [i for i in map(find, features) if i is not None]
        scores = self.bias + self.weights[ids].sum(axis=0)
        scores -= scores.max()
        p = np.exp(scores)
        total: npt.NDArray[np.float64] = p / p.sum()
        return total

    def log_odds(self, features: Iterable[str]) -> float:
        """Return ln(P(second class) / P(first class)) of a model with two classes."""
        return sum(map(self._differences.get, features, repeat(0.0)), self._difference)

    @cached_property
    def _differences(self) -> dict[str, float]:
        """The weight of the second class less that of the first, a feature."""
        differences = (self.weights[:, 1] - self.weights[:, 0]).tolist()
        return {name: differences[i] for name, i in self.features.items()}

    @cached_property
    def _difference(self) -> float:
        return float(self.bias[1] - self.bias[0])

    @cached_property
    def _with_bias(self) -> npt.NDArray[np.float64]:
        """The weights, then the constant, and a row of nothing for features that are unknown."""
        return np.vstack([self.weights, self.bias, np.zeros_like(self.bias)])

    def many(self, rows: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
        """Return the probabilities for many sets of features at once, shape (rows, classes)."""
        find = self.features.get
        last = len(self.features)  # the constant, with which each row begins
        unknown = repeat(last + 1)
        ids: list[int] = []
        firsts: list[int] = []
        for names in rows:
            firsts.append(len(ids))
            ids.append(last)
            ids += map(find, names, unknown)
        if not ids:
            return np.zeros((0, len(self.classes)))
        scores = np.add.reduceat(self._with_bias[ids], firsts, axis=0)
        scores -= scores.max(axis=1, keepdims=True)
        p = np.exp(scores)
        total: npt.NDArray[np.float64] = p / p.sum(axis=1, keepdims=True)
        return total


def features(a: Analysis, c: Candidate, covered: Sequence[int]) -> list[str]:
    """Return the names of a candidate's features.

    `covered[k]` is the length of the longest candidate span over token k, so that a nested candidate is known as such.
    """
    first = c.spans[0]
    words, rows = a.words, a.rows
    texts, clusters, folds = words.texts, words.clusters, words.folds
    i, j = first.i, first.j
    head, begin = rows[j - 1], rows[i]
    known = entries_label(c.entries) if c.entries else "0"
    surface = written(a, first)
    form = "_".join([words.classes[row] for row in rows[i : min(j, i + 4)]])
    if c.entries and any(e.is_called(surface) for e in c.entries):
        known += "c"
    votes: dict[str, int] = {}
    nested = 0
    for s in c.spans:
        if s.tag:
            votes[s.tag] = votes.get(s.tag, 0) + 1
        if covered[s.i] > s.j - s.i:
            nested += 1
    count = len(c.spans)
    best = max(votes, key=lambda t: (votes[t], t)) if votes else "0"
    share = "all" if votes and votes[best] == count else "some" if votes else "none"
    names = [
        f"t={best}{share}",
        f"l={known}",
        f"t&l={best}&{known}",
        f"sh={form}",
        f"sh&t={form}&{best}",
        f"n={min(j - i, 6)}",
        f"c={min(count, 4)}",
        f"nest={'all' if nested == count else 'some' if nested else 'none'}&{best}",
        *_last_word(folds[head], clusters[head]),
        *_first_word(folds[begin], clusters[begin]),
        *_margins(c.margins),
    ]
    if i < a.title_tokens:
        names += ("headline", f"headline&{form}") if is_headline(a, first) else ("title",)
    if c.short:
        role = "short" if fold(surface) == fold(c.short) else "long"
        names += (f"def={role}", f"dh={fold(c.long.split()[-1])}", f"def&{best}")
    names += _usage(a, c, best)
    for s in c.spans[:4]:
        before = rows[s.i - 1] if s.i else 0
        after = rows[s.j] if s.j < len(rows) else 0
        names += _word_before(texts[before], clusters[before])
        names += _word_after(texts[after], clusters[after])
    if form[0] != "l":
        names += company(a, c)
    elif count == 1:
        return names
    return list(dict.fromkeys(names))


@lru_cache(maxsize=1 << 14)
def _last_word(folded: str, cluster: str) -> tuple[str, ...]:
    return f"hw={folded}", f"x={folded[-4:]}", f"hk={cluster}"


@lru_cache(maxsize=1 << 14)
def _first_word(folded: str, cluster: str) -> tuple[str, ...]:
    return f"bw={folded}", f"bk={cluster}"


@lru_cache(maxsize=1 << 14)
def _word_before(text: str, cluster: str) -> tuple[str, ...]:
    return f"b={text.lower() or '#'}", f"kb={cluster}"


@lru_cache(maxsize=1 << 14)
def _word_after(text: str, cluster: str) -> tuple[str, ...]:
    return f"a={text.lower() or '#'}", f"ka={cluster}"


@lru_cache(maxsize=1 << 14)
def _margins(values: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(f"m{letter}={value}" for letter, value in zip(KIND_LABELS, values, strict=True))


def _usage(a: Analysis, c: Candidate, best: str) -> list[str]:
    """Return how the text words a term, what it says around it, and what other abstracts make of it."""
    names = ["form", f"form&{best}"] if c.spans[0].form else []
    for s in c.spans[:3]:
        names += place_cues(a, s)
    return [*names, *term_features(*c.term)] if c.term else [*names, "df=0"]


def all_features(a: Analysis, found: list[Candidate]) -> list[list[str]]:
    """Return the features of each candidate of a text; in a text without a title each is given once more, with `u&`.

    Sentences alone are worded, and were annotated, otherwise than abstracts: a copy of the features for them lets one
    model learn both (Daumé III 2007). Whole abstracts without a title have it too.
    """
    covered = coverage(a, found)
    rows = [features(a, c, covered) for c in found]
    return rows if a.title_tokens else [[*row, *(f"u&{name}" for name in row)] for row in rows]


def linear_of(lines: Iterable[str]) -> Linear:
    r"""Return the model of a weights file: a head line with the classes, then `feature` and a weight a class, by tabs.

    The feature `*` is the constant.

    >>> m = linear_of(["feature\tno\tyes", "*\t0\t0", "x\t0\t1.0986"])
    >>> m.probabilities(["x"]).round(2).tolist()
    [0.25, 0.75]
    """
    rows = iter(lines)
    classes = tuple(next(rows).rstrip("\n").split("\t")[1:])
    features: dict[str, int] = {}
    weights: list[list[float]] = []
    bias = np.zeros(len(classes))
    for line in rows:
        name, *values = line.rstrip("\n").split("\t")
        if name == "*":
            bias = np.array([float(v) for v in values])
        else:
            features[name] = len(weights)
            weights.append([float(v) for v in values])
    return Linear(classes, features, np.array(weights).reshape(-1, len(classes)), bias)


@lru_cache(maxsize=4)
def shipped(name: str) -> Linear:
    """Return a model that ships with papergraph: `judge` or `roles`."""
    file = resources.files("papergraph.extractors") / "weights" / f"{name}.tsv"
    return linear_of(file.read_text(encoding="utf-8").splitlines())

"""Which tokens begin or continue a method, dataset, task or metric? A linear-chain tagger over word tables says.

The model is a conditional random field (Lafferty, McCallum and Pereira 2001) with features of single words at offsets
up to three, of what the lexicon and the definitions say of a token, and of what the text says again. A word's
contribution to its neighbours' scores is computed once a word; tagging a batch is then a gather, seven sums and an
exact Viterbi search over the stretches where anything but O has a chance. Weights are trained by `training/train.py`
and read from `weights/tagger.tsv`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import repeat

import numpy as np
import numpy.typing as npt

from papergraph.extractors.words import WORD_FEATURES, WordTable, word_features

KIND_LABELS = "NTDKM"
"""One letter a kind: named method, technique, dataset, task (K), metric."""
LABELS = ("O", *(f"{p}-{k}" for k in KIND_LABELS for p in "BI"))
WINDOWS: dict[str, int] = {
    "w": 3,
    "s": 1,
    "g": 2,
    "x": 1,
    "p": 1,
    "y": 0,
    "z": 0,
    "L": 1,
    "l": 3,
    "K": 2,
    "k": 2,
    "j": 1,
}
"""How far a feature reaches to the left and right, by the letter before its `=`; others stay on their token."""
REACH = 3


def reach_of(feature: str) -> int:
    """Return how many tokens to the left and right a feature of a token speaks about.

    >>> reach_of("w=model"), reach_of("title")
    (3, 0)
    """
    return WINDOWS.get(feature[0], 0) if feature[1:2] == "=" else 0


WIDTH = 2 * REACH + 1
OFF_MARGIN = 400
"""A token whose best label is this much (in hundredths of log-odds) below O, transitions aside, is O."""
FORBIDDEN = -1e6

Floats = npt.NDArray[np.float32]


@dataclass
class Tagger:
    """Weights by feature, offset and label, transitions between labels, and the scores of the words met so far.

    All are whole hundredths of log-odds: single-precision sums of them are exact, in whatever order they are made.
    """

    features: dict[str, int]
    weights: Floats  # (features + 1, WIDTH, labels): the last row is nothing, for features that are unknown
    transitions: Floats  # (labels, labels), from row to column
    scores: Floats = field(init=False)  # (words, WIDTH, labels)
    reach: npt.NDArray[np.int8] = field(init=False)
    known: int = 0

    def __post_init__(self) -> None:
        """Make room for words."""
        self.reach = np.array([reach_of(name) for name in self.features], np.int8)
        self.scores = np.zeros((1024, WIDTH, len(LABELS)), np.float32)
        for i, label in enumerate(LABELS):
            if label[0] == "I":  # an I follows a B or I of its own kind only
                legal = [label, f"B-{label[2]}"]
                self.transitions[[j for j, other in enumerate(LABELS) if other not in legal], i] = FORBIDDEN

    def learn_words(self, words: WordTable) -> None:
        """Compute the contributions of the words that were added to the table since the last call."""
        total = len(words.texts)
        if total == self.known:
            return
        if total > len(self.scores):
            grown = np.zeros((2 * total, WIDTH, len(LABELS)), np.float32)
            grown[: self.known] = self.scores[: self.known]
            self.scores = grown
        new, nothing = slice(self.known, total), len(self.features)
        ids = np.full((total - self.known, len(WORD_FEATURES)), nothing)
        for own, row in zip(ids, range(self.known, total), strict=True):
            names = word_features(words.texts[row]) if row else ("w=#",)
            own[: len(names)] = [self.features.get(name, nothing) for name in names]
        for letter, column in zip(WORD_FEATURES, ids.T, strict=True):
            reach = WINDOWS[letter]  # a feature that says nothing of far tokens has no weights there
            near = slice(REACH - reach, REACH + reach + 1)
            self.scores[new, near] += self.weights[:, near][column]
        self.known = total

    def emissions(self, rows: npt.NDArray[np.int32], extra_at: Sequence[int], extra: Sequence[str]) -> Floats:
        """Return the score of each label at each token, shape (tokens, labels).

        `rows` are a run of texts' words, with at least three boundary rows (0) before, between and after them;
        feature `extra[i]` stands at token `extra_at[i]`. A boundary is O, whatever its neighbours say.
        """
        n = len(rows)
        out = np.zeros((n, len(LABELS)), np.float32)
        words = self.scores.reshape(len(self.scores), -1).take(rows, axis=0)
        for k in range(-REACH, REACH + 1):
            # the word at t + k speaks about token t
            part = words[:, (k + REACH) * len(LABELS) : (k + REACH + 1) * len(LABELS)]
            if k < 0:
                out[-k:] += part[:k]
            elif k > 0:
                out[:-k] += part[k:]
            else:
                out += part
        ids = np.fromiter(map(self.features.get, extra, repeat(-1)), np.int32, len(extra))
        known = ids >= 0
        at, ids = np.asarray(extra_at, np.int32)[known], ids[known]
        order = np.argsort(at, kind="stable")
        at, ids = at[order], ids[order]
        reach = self.reach[ids]
        for k in range(-REACH, REACH + 1):
            far = reach >= abs(k)
            places = at[far]
            if len(places):
                first = np.flatnonzero(np.diff(places, prepend=-1))
                sums = np.add.reduceat(self.weights[ids[far], k + REACH], first)
                out[np.clip(places[first] - k, 0, n - 1)] += sums
        out[rows == 0, 0] = 0
        out[rows == 0, 1:] = FORBIDDEN
        return out

    def tag(self, emissions: Floats) -> npt.NDArray[np.int8]:
        """Return the best label number of each token."""
        n = len(emissions)
        tags = np.zeros(n, np.int8)
        margin = emissions[:, 1:].max(axis=1) - emissions[:, 0]
        live = margin > -OFF_MARGIN
        edges = np.flatnonzero(np.diff(np.concatenate(([0], live.view(np.int8), [0]))))
        begins, ends = edges[::2], edges[1::2]
        if not len(begins):
            return tags
        begins = np.maximum(begins - 1, 0)  # an O before, where transitions from O count
        length = ends - begins
        order = np.argsort(-length, kind="stable")
        begins, length = begins[order], length[order]
        _viterbi(emissions, self.transitions, begins, length, tags)
        return tags


_BEGINS = np.arange(1, len(LABELS), 2)
_INSIDES = _BEGINS + 1
_FREE = np.concatenate(([0], _BEGINS))


def _viterbi(
    emissions: Floats,
    transitions: Floats,
    begins: npt.NDArray[np.intp],
    length: npt.NDArray[np.intp],
    tags: npt.NDArray[np.int8],
) -> None:
    """Run the search on all stretches side by side, the longest first, and write their tags."""
    steps = int(length[0])
    counts = np.searchsorted(-length, -np.arange(steps), side="left").tolist()  # stretches that are longer than t
    score = np.ascontiguousarray(emissions[begins].T)
    score[2::2] = FORBIDDEN  # a stretch does not begin inside
    scores = [score]
    into = transitions[:, _FREE, None]  # O and the beginnings follow any label, an I its own kind
    from_begin, from_inside = (transitions[x, _INSIDES, None] for x in (_BEGINS, _INSIDES))
    for t in range(1, steps):
        last = score[:, : counts[t]]
        score = np.ascontiguousarray(emissions[begins[: counts[t]] + t].T)
        score[_FREE] += (last[:, None] + into).max(axis=0)
        score[2::2] += np.maximum(last[1::2] + from_begin, last[2::2] + from_inside)
        scores.append(score)
    following = np.zeros(len(begins), np.intp)  # behind a stretch stands O
    for t in range(steps - 1, -1, -1):
        some = slice(counts[t])
        following[some] = (scores[t] + transitions[:, following[some]]).argmax(axis=0)
        tags[begins[some] + t] = following[some]


def tagger_of(lines: Iterable[str]) -> Tagger:
    """Return the tagger that a weights file describes: lines `feature, offset, label, weight`, tab-separated.

    Transitions stand as feature `>LABEL`, offset 0: from LABEL to the label of the line. A weight has at most two
    digits behind its point.
    """
    features: dict[str, int] = {}
    at: list[tuple[int, int, int]] = []
    values: list[float] = []
    number = {label: i for i, label in enumerate(LABELS)}
    transitions = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for line in lines:
        name, offset, label, weight = line.rstrip("\n").split("\t")
        if name[0] == ">":
            transitions[number[name[1:]], number[label]] = round(100 * float(weight))
        else:
            at.append((features.setdefault(name, len(features)), int(offset) + REACH, number[label]))
            values.append(round(100 * float(weight)))
    weights = np.zeros((len(features) + 1, WIDTH, len(LABELS)), np.float32)
    if at:
        weights[tuple(np.array(at).T)] = values
    return Tagger(features, weights, transitions)


def tagged_spans(tags: npt.NDArray[np.int8]) -> npt.NDArray[np.intp]:
    """Return the spans that label numbers mark: first token, one past the last, number of the kind; shape (spans, 3).

    Each inside must follow a beginning or inside of its own kind, as the search has it.

    >>> tagged_spans(np.array([0, 1, 2, 0, 5], np.int8)).tolist()
    [[1, 3, 0], [4, 5, 2]]
    """
    inside = (tags > 0) & (tags % 2 == 0)
    begins = np.flatnonzero(tags % 2)
    stops = np.append(np.flatnonzero(~inside), len(tags))
    ends = stops[np.searchsorted(stops, begins, side="right")]
    return np.column_stack((begins, ends, (tags[begins].astype(np.intp) - 1) // 2))


def span_scores(
    beginnings: npt.NDArray[np.int64], insides: npt.NDArray[np.int64], spans: npt.NDArray[np.intp]
) -> npt.NDArray[np.int64]:
    """Return how far the scores of spans (first token, one past the last) speak for each kind against O.

    `beginnings[i]` and `insides[j] - insides[i]` are those of a beginning and of going on, as an `Analysis` has them.
    """
    i, j = spans.T
    scores: npt.NDArray[np.int64] = beginnings[i] + insides[j] - insides[i + 1]
    return scores


@lru_cache(maxsize=1)
def default_tagger() -> Tagger:
    """Return the tagger with the weights that ship with papergraph."""
    file = resources.files("papergraph.extractors") / "weights" / "tagger.tsv"
    return tagger_of(file.read_text(encoding="utf-8").splitlines())

from collections.abc import Iterator
from itertools import pairwise, product
from operator import itemgetter

import numpy as np
import pytest

from papergraph.extractors.tagger import (
    FORBIDDEN,
    LABELS,
    REACH,
    WIDTH,
    Floats,
    Tagger,
    default_tagger,
    tagged_spans,
    tagger_of,
)
from papergraph.extractors.words import WordTable

N = len(LABELS)


def made(seed: int, *, scale: float = 2.0) -> Tagger:
    """A tagger without features whose transitions are drawn by lot."""
    chance = np.random.default_rng(seed)
    transitions = (chance.normal(size=(N, N)) * scale).astype(np.float32)
    return Tagger({}, np.zeros((1, WIDTH, N), np.float32), transitions)


def best_by_trying(emissions: Floats, transitions: Floats, bias: float) -> list[int]:
    """Every legal sequence of labels is scored; the best one is returned."""
    scores = emissions.astype(np.float64).copy()
    scores[:, 0] -= bias

    def score(path: tuple[int, ...]) -> float:
        total = sum(scores[t, k] for t, k in enumerate(path))
        total += sum(float(transitions[a, b]) for a, b in pairwise(path))
        return float(total + transitions[path[-1], 0])

    every: Iterator[tuple[int, ...]] = product(range(N), repeat=len(emissions))
    paths = (p for p in every if p[0] % 2 == 1 or p[0] == 0)  # none begins inside
    return list(max(((score(p), p) for p in paths), key=itemgetter(0))[1])


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("bias", [0.0, 1.5])
def test_the_search_finds_what_trying_all_sequences_finds(seed: int, bias: float) -> None:
    tagger = made(seed)
    chance = np.random.default_rng(1000 + seed)
    emissions = (chance.normal(size=(4, N)) * 2).astype(np.float32)
    emissions[:, 0] -= 3  # so that every token is worth a search
    # an O before and behind, as texts stand between boundaries
    padded = np.zeros((6, N), np.float32)
    padded[[0, 5], 1:] = -1e3
    padded[1:5] = emissions
    padded[:, 0] -= bias
    tags = tagger.tag(padded)[1:5].tolist()
    free = tagger.transitions.copy()
    first = emissions.copy()
    first[0] += free[0]  # from the O before
    assert tags == best_by_trying(first, free, bias)


@pytest.mark.parametrize("seed", range(10))
def test_stretches_side_by_side_are_tagged_as_they_are_alone(seed: int) -> None:
    tagger = made(seed, scale=0.5)
    chance = np.random.default_rng(seed)
    texts = [(chance.normal(size=(size, N)) * 3).astype(np.float32) for size in (3, 9, 1, 20, 5)]
    gap = np.zeros((REACH, N), np.float32)
    gap[:, 1:] = -1e3
    alone = [tagger.tag(np.vstack([gap, t, gap]))[REACH:-REACH].tolist() for t in texts]
    together = tagger.tag(np.vstack([gap, *(part for t in texts for part in (t, gap))]))
    at, cut = REACH, []
    for t in texts:
        cut.append(together[at : at + len(t)].tolist())
        at += len(t) + REACH
    assert cut == alone


@pytest.mark.parametrize("seed", range(10))
def test_an_inside_follows_its_own_kind_only(seed: int) -> None:
    emissions = (np.random.default_rng(seed).normal(size=(50, N)) * 4).astype(np.float32)
    tags = [LABELS[t] for t in made(seed).tag(emissions)]
    for before, label in zip(["O", *tags], tags, strict=False):
        assert label[0] != "I" or before[1:] == label[1:]


def test_nothing_worth_a_search_is_all_o() -> None:
    emissions = np.zeros((5, N), np.float32)
    emissions[:, 0] = 5000
    assert made(1).tag(emissions).tolist() == [0] * 5
    assert made(1).tag(np.zeros((0, N), np.float32)).tolist() == []


def test_a_words_weights_speak_for_its_neighbours() -> None:
    tagger = tagger_of(["w=the\t-1\tB-N\t2.0", "w=net\t0\tB-N\t1.0", "special\t0\tB-D\t4.0", ">O\t0\tB-N\t0.5"])
    words = WordTable()
    rows = words.rows_of(["the", "net"])
    tagger.learn_words(words)
    padded = np.array([0] * REACH + rows + [0] * REACH, np.int32)
    emissions = tagger.emissions(padded, [REACH], ["special"])
    column = LABELS.index("B-N")
    assert emissions[REACH + 1, column] == 300  # in hundredths: "the" before it, and the word itself
    assert emissions[REACH, LABELS.index("B-D")] == 400
    assert tagger.transitions[0, column] == 50
    assert emissions[0].tolist() == [0, *[FORBIDDEN] * (N - 1)]  # a boundary


def test_words_learnt_in_two_steps_score_as_words_learnt_at_once() -> None:
    shipped = default_tagger()
    texts = ["We propose BERT", "BERT is better than ELMo"]

    def scores(steps: list[list[str]]) -> list[float]:
        tagger, words = Tagger(shipped.features, shipped.weights, shipped.transitions), WordTable()
        rows: list[int] = []
        for step in steps:
            for text in step:
                rows += words.rows_of(text.split())
            tagger.learn_words(words)
        return [float(v) for v in tagger.scores[rows].ravel()]

    assert scores([[t] for t in texts]) == scores([texts])


def test_words_of_a_far_reaching_feature_count_once_at_each_offset() -> None:
    tagger = tagger_of(["w=net\t-3\tB-N\t1.0", "w=net\t3\tB-N\t2.0", "y=net\t0\tB-D\t4.0"])
    words = WordTable()
    (row,) = words.rows_of(["net"])
    tagger.learn_words(words)
    scores = tagger.scores[row]
    assert scores[0, LABELS.index("B-N")] == 100
    assert scores[2 * REACH, LABELS.index("B-N")] == 200
    assert scores[REACH, LABELS.index("B-D")] == 400
    assert scores.sum() == 700


def test_spans_of_labels_end_where_another_begins() -> None:
    b, i, other = LABELS.index("B-N"), LABELS.index("I-N"), LABELS.index("B-D")
    tags = np.array([b, i, b, other, 0, b, i], np.int8)
    assert tagged_spans(tags).tolist() == [[0, 2, 0], [2, 3, 0], [3, 4, 2], [5, 7, 0]]
    assert tagged_spans(np.zeros(0, np.int8)).tolist() == []

import numpy as np
import pytest

from papergraph.extractors.candidates import Candidate, Span
from papergraph.extractors.decide import THRESHOLDS, decide, lowered, taken_apart
from papergraph.extractors.judge import CLASSES, linear_of
from papergraph.extractors.lexicons import Entry


def row(letter: str, p: float) -> list[float]:
    rest = (1 - p) / (len(CLASSES) - 1)
    return [p if c == letter else rest for c in CLASSES]


def test_only_what_is_likely_enough_is_kept() -> None:
    some = [Candidate("a", [Span(0, 1)]), Candidate("b", [Span(2, 3)])]
    kept = decide(some, [row("N", 0.9), row("D", THRESHOLDS["D"] - 0.1)])
    assert [(d.candidate.key, d.letter) for d in kept] == [("a", "N")]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_no_mention_lies_over_another(order: list[int]) -> None:
    some = [
        Candidate("long", [Span(0, 4)]),
        Candidate("cross", [Span(3, 6)]),
        Candidate("free", [Span(1, 2), Span(8, 9)]),
    ]
    kept = decide([some[i] for i in order], [row("N", 0.9)] * 3)
    spans = sorted((s.i, s.j) for d in kept for s in d.spans)
    assert spans == [(0, 4), (8, 9)]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("CIFAR-10/100", ["CIFAR-10", "CIFAR-100"]),
        ("CIFAR-10/100-LT", ["CIFAR-10-LT", "CIFAR-100-LT"]),
        ("ResNet-18/34/50", ["ResNet-18", "ResNet-34", "ResNet-50"]),
        ("ImageNet", ["ImageNet"]),
    ],
)
def test_joined_forms_are_taken_apart(written: str, names: list[str]) -> None:
    assert [n for n, _ in taken_apart(written, (), written, "D")] == names


def test_a_ratio_of_a_technique_stays_whole() -> None:
    assert [n for n, _ in taken_apart("top 1/2", (), "top 1/2", "T")] == ["top 1/2"]


@pytest.mark.parametrize(
    ("name", "low"),
    [
        ("Graph Neural Networks", "graph neural network"),
        ("GANs", "GAN"),
        ("3D Reconstruction", "3D reconstruction"),
        ("Policies", "policy"),
        ("Statistics", "statistics"),
        ("Loss", "loss"),
        ("Gaussian Processes", "gaussian process"),
        ("Mixture-of-Experts", "mixture-of-experts"),
        ("mixtures of Gaussians", "mixtures of gaussians"),
        ("Mixtures of LoRA Experts", "mixtures of LoRA expert"),
        ("Out-of-Distribution Detectors", "out-of-distribution detector"),
        ("Least Squares", "least squares"),
        ("K-Means", "K-Means"),
        ("L2-losses", "L2-loss"),
        ("Navier-Stokes", "Navier-Stokes"),
        ("Metropolis-Hastings", "Metropolis-Hastings"),
        ("Semi-Supervised Learning", "semi-supervised learning"),
        ("Black-Box Attacks", "black-box attack"),
        ("Naive Bayes", "naive bayes"),
        ("Multi-Head Attention", "multi-head attention"),
        ("LLM-as-a-Judge", "LLM-as-a-Judge"),
        ("Q-Learning", "Q-Learning"),
        ("Frank-Wolfe", "Frank-Wolfe"),
    ],
)
def test_terms_are_in_small_letters_and_singular(name: str, low: str) -> None:
    assert lowered(name) == low


def test_many_rows_give_what_each_gives_alone() -> None:
    model = linear_of(["feature\tno\tyes", "*\t0.5\t-0.5", "a\t1\t0", "b\t0\t2"])
    rows = [["a"], ["b", "b"], [], ["a", "b", "unknown"]]
    assert np.allclose(model.many(rows), [model.probabilities(r) for r in rows])
    assert np.allclose(model.many(rows).sum(axis=1), 1)


def test_within_a_known_name_no_shorter_one_is_kept() -> None:
    """TED-LIUM 3 is not TED-LIUM, however sure the judge is of the latter."""
    known = Entry("dataset", "", "TED-LIUM 3")
    whole = Candidate("tedlium3", [Span(0, 4, known=True, capitals=True)], (known,))
    kept = decide([Candidate("tedlium", [Span(0, 3)]), whole], [row("D", 0.95), row("D", 0.2)])
    assert [d.candidate.key for d in kept] == ["tedlium3"]


@pytest.mark.parametrize(("end", "kept"), [(1, 0), (2, 0), (4, 1)])
def test_the_long_form_of_an_ambiguous_name_is_not_ambiguous(end: int, kept: int) -> None:
    entry = Entry("dataset", "", "COPA", ("Choice of Plausible Alternatives",), marks=frozenset({"ambiguous"}))
    some = [Candidate("copa", [Span(0, end, known=True, capitals=True)], (entry,))]
    assert len(decide(some, [row("D", 0.1)])) == kept


def test_a_metric_written_in_full_is_kept_unless_it_is_general() -> None:
    span = Span(0, 5, known=True, capitals=True)
    entries = [Entry("metric", "", "LPIPS"), Entry("metric", "", "accuracy", marks=frozenset({"generic"}))]
    assert [len(decide([Candidate("x", [span], (e,))], [row("M", 0.1)])) for e in entries] == [1, 0]


@pytest.mark.parametrize(("other", "letter"), [(0.85, "N"), (0.95, "D")])
def test_an_unmistakable_name_is_what_the_lexicon_says_unless_the_judge_is_all_but_certain(
    other: float, letter: str
) -> None:
    known = Candidate("x", [Span(0, 1, known=True, capitals=True)], (Entry("method", "named", "FooNet"),))
    (kept,) = decide([known], [row("D", other)])
    assert kept.letter == letter
    assert kept.confidence == (THRESHOLDS["N"] if letter == "N" else other)

import pytest

from papergraph.extractors.scoring import HEADINGS, comparable, comparable_url, pairs, score

from .made_gold import GOLD, PREDICTED

EXPECTED = {
    "methods": (0.8, 0.8, 0.8, 5, 5, 0.5),
    "methods.named": (0.667, 0.75, 0.706, 4, 3, 0.333),
    "methods.technique": (0.5, 1.0, 0.667, 1, 2, 1.0),
    "methods.proposed": (0.5, 0.5, 0.5, 2, 2, 1.0),
    "datasets": (0.667, 0.667, 0.667, 3, 3, 0.5),
    "datasets.introduced": (0.0, 0.0, 0.0, 1, 1, None),
    "repositories": (0.5, 1.0, 0.667, 1, 2, 1.0),
    "tasks": (1.0, 0.333, 0.5, 3, 1, 1.0),
    "metrics": (0.5, 1.0, 0.667, 1, 2, 1.0),
}
"""What the annotators' own scorer says of the made papers: precision, recall, F1, gold, predicted, role accuracy."""


@pytest.mark.parametrize("heading", HEADINGS)
def test_figures_agree_with_the_annotators_scorer(heading: str) -> None:
    s = score(GOLD, PREDICTED)[heading]
    role = None if s.role_accuracy is None else round(s.role_accuracy, 3)
    assert (round(s.precision, 3), round(s.recall, 3), round(s.f1, 3), s.gold, s.predicted, role) == EXPECTED[heading]


@pytest.mark.parametrize(
    ("one", "other"),
    [("CIFAR-10", "cifar10"), ("Café", "cafe"), ("GNNs", "GNN"), ("F1 score", "F1-Scores"), ("k-means", "K Means")],
)
def test_names_are_compared_without_their_writing(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(("one", "other"), [("loss", "los"), ("C++", "C"), ("GPT-3", "GPT-4"), ("bus", "bu")])
def test_other_names_stay_other(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


def test_urls_are_compared_without_scheme_and_case() -> None:
    assert comparable_url("http://www.GitHub.com/a/B.git") == comparable_url("https://github.com/A/b/")


def test_a_gold_entity_is_found_once() -> None:
    two = [{"name": "LSTM", "aliases": []}, {"name": "LSTMs", "aliases": []}]
    assert len(pairs(two[:1], two)) == 1
    assert len(pairs(two, two)) == 2


def test_nothing_predicted_and_nothing_to_find() -> None:
    assert score([], [])["tasks"].f1 == 0.0
    assert score(GOLD, [])["methods"].recall == 0.0

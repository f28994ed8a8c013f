import pytest

from papergraph.extractors.naming import fold, fold_pieces

SAME = [
    ("Graph Neural Networks", "graph-neural network"),
    ("CIFAR-10", "CIFAR 10"),
    ("CNNs", "CNN"),
    ("tokenisation", "tokenization"),
    ("behaviour cloning", "behavior cloning"),
    ("Schrödinger bridge", "Schrodinger bridges"),
    ("k-nearest neighbours", "K nearest neighbor"),
    ("strategies", "strategy"),
    ("losses", "loss"),
    ("KV caches", "KV cache"),
    ("confusion matrices", "confusion matrix"),
    ("implicit biases", "implicit bias"),
    ("least squares regression", "least-square regression"),
    ("fine-tuning", "finetuning"),
]
APART = [
    ("GPT-3.5", "GPT-35"),
    ("GPT-3", "GPT-4"),
    ("CIFAR-10", "CIFAR-100"),
    ("ViT-B/16", "ViT-B/1 6"),
    ("C", "C++"),
    ("DARTS", "DART"),
    ("1 000", "1000"),
    ("RoBERTa", "BERTa"),
    ("A*", "A"),
    ("analysis", "analysi"),
    ("focus", "focu"),
    ("four", "for"),
    ("hour", "hor"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_names_fold_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("name", [n for pair in SAME + APART for n in pair] + ["", "…", "强化学习", "3D"])
def test_the_last_piece_is_the_fold(name: str) -> None:
    assert (fold_pieces(name) or [""])[-1] == fold(name)


@pytest.mark.parametrize("name", ["强化学习", "обучение", "παράδειγμα"])
def test_other_scripts_keep_their_letters(name: str) -> None:
    assert fold(name)

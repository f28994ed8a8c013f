import pytest

from papergraph.extractors.lexicons import Entry, lexicon_of
from papergraph.extractors.lookup import Lookup
from papergraph.extractors.naming import fold

LOOKUP = Lookup(
    lexicon_of(
        [
            Entry("method", "named", "BERT"),
            Entry("method", "named", "BERT-large"),
            Entry("method", "named", "Adam"),
            Entry("method", "technique", "graph neural network", ("GNN",)),
            Entry("dataset", "", "CIFAR-10"),
            Entry("dataset", "", "CIFAR-100"),
            Entry("dataset", "", "Penn Treebank"),
        ]
    )
)


def found(text: str) -> list[tuple[str, str]]:
    """The lexicon's entries in a text whose tokens stand between blanks."""
    words = text.split()
    return [
        (" ".join(words[i:j]), entries[0].name) for i, j, entries in LOOKUP.matches(words, [fold(w) for w in words])
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("BERT - large and BERT", [("BERT - large", "BERT-large"), ("BERT", "BERT")]),
        ("Graph Neural Networks", [("Graph Neural Networks", "graph neural network")]),
        ("graph neural nets", []),
        ("GNNs but not gnn", [("GNNs", "graph neural network")]),
        ("Adam , not adam", [("Adam", "Adam")]),
        ("CIFAR - 10 / 100", [("CIFAR - 10", "CIFAR-10")]),
        ("CIFAR 100", [("CIFAR 100", "CIFAR-100")]),
        ("the Penn , Treebank", []),
        ("", []),
    ],
)
def test_the_longest_name_is_found_from_left_to_right(text: str, names: list[tuple[str, str]]) -> None:
    assert found(text) == names

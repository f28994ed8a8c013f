from itertools import permutations

import pytest

from papergraph.extractors.joining import join_papers, normalised_title
from papergraph.extractors.records import Paper, Source


def paper(title: str, abstract: str = "", *, key: str = "", url: str = "", line: int = 1, file: str = "a") -> Paper:
    return Paper(key, title, abstract, url=url, sources=(Source(file, line),))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LoRA: Low-Rank Adaptation", "lora - low rank adaptation"),
        ("{BERT}: Pre-training", "BERT: Pretraining"),
        ('Schr\\"odinger Bridges', "Schrödinger bridges"),
        ("$\\beta$-VAE", "β-VAE"),
        ("Caf\\'e", "Café"),
        ('Na\\"{\\i}ve Bayes', "Naive Bayes"),
        ("Erd\\H{o}s Graphs", "Erdos graphs"),
        ("\\textbf{A} Title", "A Title"),
        ("A  Title", "A\tTitle."),
    ],
)
def test_titles_that_differ_in_writing_alone_are_one(one: str, other: str) -> None:
    assert normalised_title(one) == normalised_title(other)


@pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("GPT-3", "GPT-4"), ("F#", "F"), ("??", "!!")])
def test_titles_that_say_different_things_stay_apart(one: str, other: str) -> None:
    assert normalised_title(one) != normalised_title(other)


def test_listings_of_one_paper_are_joined_and_keep_their_places() -> None:
    (joined,) = join_papers([paper("A Title", "Short.", line=3), paper("A title.", "A longer one.", file="b", line=7)])
    assert (joined.title, joined.abstract) == ("A title.", "A longer one.")
    assert joined.sources == (Source("a", 3, "A Title", "Short."), Source("b", 7))
    assert len(joined.id) == 12


def test_a_listing_without_an_id_joins_the_paper_of_that_title() -> None:
    (joined,) = join_papers([paper("A Title", line=1), paper("A Title", "Text.", key="x1", line=2)])
    assert (joined.id, joined.abstract, [s.line for s in joined.sources]) == ("x1", "Text.", [1, 2])


def test_two_given_ids_stay_two_papers() -> None:
    assert [p.id for p in join_papers([paper("A", key="2"), paper("A", key="1"), paper("A")])] == ["1", "2"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://arxiv.org/abs/1706.03762v5", "1706.03762"),
        ("http://arxiv.org/pdf/cs.CL/0001001", "cs.CL/0001001"),
        ("https://doi.org/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ],
)
def test_an_id_is_taken_from_the_url(url: str, key: str) -> None:
    assert [p.id for p in join_papers([paper("A", url=url)])] == [key]


def test_fields_are_filled_from_the_other_copies() -> None:
    rich = Paper("1", "A", "", ("X",), 2020, "2020-01-01", "u", "V", (Source("a", 1),))
    (joined,) = join_papers([rich, Paper("1", "A", "Text.", sources=(Source("b", 2),))])
    assert (joined.abstract, joined.authors, joined.year, joined.date, joined.url, joined.venue) == (
        "Text.", ("X",), 2020, "2020-01-01", "u", "V",
    )  # fmt: skip


def test_the_order_of_the_listings_does_not_show() -> None:
    copies = [
        paper("A Title", "One.", line=1),
        paper("A title", "Two.", line=2),
        paper("A TITLE", "One.", line=3, key="7"),
        paper("B", line=4),
    ]
    results = {tuple(join_papers(order)) for order in permutations(copies)}
    assert len(results) == 1

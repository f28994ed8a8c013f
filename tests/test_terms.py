"""The counted terms are well formed, and say what they say in features."""

import pytest

from papergraph.extractors.naming import fold
from papergraph.extractors.terms import CLASSES, shipped_terms, term_features, terms_of


def test_the_shipped_terms_are_well_formed() -> None:
    terms = shipped_terms()
    assert len(terms) > 10_000
    assert list(terms) == sorted(terms)
    for key, (count, digits) in terms.items():
        assert key
        assert count >= 5
        assert len(digits) == len(CLASSES)
        # each digit is rounded down
        assert sum(map(int, digits)) <= 10


@pytest.mark.parametrize(
    ("name", "letter"), [("importance sampling", "T"), ("COCO", "D"), ("machine translation", "K")]
)
def test_what_everybody_names_is_counted_with_its_kind(name: str, letter: str) -> None:
    count, digits = shipped_terms()[fold(name)]
    assert count > 50
    assert max(zip(digits, CLASSES, strict=True))[1] == letter


def test_a_line_that_is_no_term_is_not_read_over() -> None:
    with pytest.raises(ValueError, match="unpack"):
        terms_of(["no tabs here"])


def test_features_say_how_often_and_as_what() -> None:
    assert term_features(5, "900000")[0] == "df=2"
    assert "mk=K7" in term_features(1000, "200070")

import pytest

from papergraph.extractors.words import WORD_FEATURES, shape, word_features


@pytest.mark.parametrize(
    ("word", "form"), [("BERT", "XX"), ("ResNet", "XxXx"), ("GPT-4", "XX-d"), ("word", "x"), ("3D", "dX"), ("", "")]
)
def test_the_form_of_a_word(word: str, form: str) -> None:
    assert shape(word) == form


def test_a_word_s_features_come_in_the_order_of_their_letters() -> None:
    common, rare = word_features("model"), word_features("zxqv")
    assert [name[0] for name in common] == list(WORD_FEATURES)
    assert [name[0] for name in rare] == list(WORD_FEATURES)[: len(rare)]
    assert all(name[1] == "=" for name in (*common, *rare))

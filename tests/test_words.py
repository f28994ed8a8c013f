import pytest

from papergraph.extractors.words import shape


@pytest.mark.parametrize(
    ("word", "form"), [("BERT", "XX"), ("ResNet", "XxXx"), ("GPT-4", "XX-d"), ("word", "x"), ("3D", "dX"), ("", "")]
)
def test_the_form_of_a_word(word: str, form: str) -> None:
    assert shape(word) == form

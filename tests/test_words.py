import pytest

from papergraph.extractors.tokens import blank_english
from papergraph.extractors.words import shape

NLP = blank_english()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("CIFAR-10/100", ["CIFAR-10", "/", "100"]),
        ("Former(XF)", ["Former", "(", "XF", ")"]),
        ("GLUE/SuperGLUE", ["GLUE", "/", "SuperGLUE"]),
        ("it works.We win", ["it", "works", ".", "We", "win"]),
        ("7B-chat", ["7B", "-", "chat"]),
    ],
)
def test_places_to_cut_that_plain_english_lacks(text: str, tokens: list[str]) -> None:
    assert [t.text for t in NLP(text)] == tokens


@pytest.mark.parametrize(
    ("word", "form"), [("BERT", "XX"), ("ResNet", "XxXx"), ("GPT-4", "XX-d"), ("word", "x"), ("3D", "dX"), ("", "")]
)
def test_the_form_of_a_word(word: str, form: str) -> None:
    assert shape(word) == form

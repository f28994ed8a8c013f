"""Terms that a text words otherwise get the noun form that names them."""

import pytest

from papergraph.extractors.forms import noun_form, nouns, shared, singular
from papergraph.extractors.pipeline import ANALYSIS, extract, pipeline
from papergraph.extractors.records import Paper
from papergraph.extractors.wording import reworded


@pytest.mark.parametrize(
    ("text", "letter", "form"),
    [
        ("Classifying the images", "K", "image classification"),
        ("predict user clicks", "K", "user click prediction"),
        ("Prediction of ocean currents", "K", "ocean current prediction"),
        ("Forecasting of Multivariate Series", "K", "multivariate series forecasting"),
        ("optical character (OCR) recognition", "K", "optical character recognition"),
        ("instruction-tuned", "T", "instruction tuning"),
        ("importance sampled", "T", "importance sampling"),
        ("weakly-supervised", "T", "weakly-supervised learning"),
        ("image classification", "K", ""),
        ("language modeling", "K", ""),
        ("knowledge distillation", "T", ""),
        ("Classifying the images", "N", ""),
        ("of", "K", ""),
        ("", "K", ""),
    ],
)
def test_the_noun_form(text: str, letter: str, form: str) -> None:
    assert noun_form(text, letter) == form


KNOWN = {
    "text classification",
    "image classification",
    "speech understanding",
    "speech generation",
    "few-shot learning",
}


@pytest.mark.parametrize(
    ("left", "right", "terms"),
    [
        ("image", "text classification", ("image classification", "")),
        ("vowel", "text classification", ("vowel classification", "")),
        ("speech understanding", "generation", ("", "speech generation")),
        ("zero-", "few-shot learning", ("zero-shot learning", "")),
        ("text classification", "retrieval", ("", "")),
        ("some long winded words", "text classification", ("", "")),
        ("", "text classification", ("", "")),
    ],
)
def test_terms_that_share_a_word(left: str, right: str, terms: tuple[str, str]) -> None:
    assert shared(left, right, KNOWN.__contains__) == terms


@pytest.mark.parametrize(
    ("plural", "single"),
    [
        *(("policies", "policy"), ("species", "species"), ("losses", "loss"), ("bias", "bias"), ("matrices", "matrix")),
        *(("processes", "process"), ("approaches", "approach"), ("boxes", "box"), ("caches", "cache")),
        *(("biases", "bias"), ("viruses", "virus"), ("avalanches", "avalanche"), ("taxes", "tax"), ("movies", "movie")),
        *(("hypotheses", "hypothesis"), ("time-series", "time-series"), ("k-means", "k-means"), ("houses", "house")),
        *(("naive-bayes", "naive-bayes"), ("schemas", "schema"), ("videos", "video"), ("cases", "case")),
    ],
)
def test_the_singular_goes_by_the_ending(plural: str, single: str) -> None:
    assert singular(plural) == single


def test_each_verb_has_a_noun_and_both_spellings() -> None:
    assert nouns()["recognising"] == nouns()["recognizing"] == "recognition"
    assert all(noun and noun == noun.lower() for noun in nouns().values())


def reworded_in(text: str) -> list[tuple[str, str]]:
    nlp = pipeline()
    a = nlp(nlp.make_doc(text)).user_data[ANALYSIS]
    return [(a.text[a.starts[i] : a.ends[j - 1]], form) for i, j, form in reworded(a)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A network for classifying images.", [("classifying images", "image classification")]),
        ("We work on image and text classification.", [("image", "image classification")]),
        ("A model of the images.", []),
        ("It is learning fast.", []),
    ],
)
def test_known_terms_that_a_text_words_otherwise(text: str, found: list[tuple[str, str]]) -> None:
    assert reworded_in(text) == found


def test_a_task_worded_with_a_verb_goes_by_its_noun() -> None:
    paper = Paper("1", "Segmenting images with few labels", "We study segmenting images. Image segmentation is hard.")
    tasks = [m for m in next(extract([paper], pipeline()))[1] if m.kind == "task"]
    assert {m.name for m in tasks} == {"image segmentation"}
    quoted = {paper.text[m.evidence.start : m.evidence.end].lower() for m in tasks}
    assert quoted == {"segmenting images", "image segmentation"}

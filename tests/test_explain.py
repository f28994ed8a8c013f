import math
from itertools import chain

import pytest
from spacy.language import Language

from papergraph.extractors.explain import REASONS, Verdict, explain, parts_of
from papergraph.extractors.feature_words import worded
from papergraph.extractors.judge import linear_of, shipped
from papergraph.extractors.pipeline import extract, pipeline
from papergraph.extractors.records import Found, Paper

from .test_pipeline import CORPUS

TEXT = (
    "We propose FooNet, a graph neural network, and compare it with Faster R-CNN on the Penn Treebank on a GPU. "
    "Code and BERT weights: https://github.com/google/BERT."
)
PAPERS = [*CORPUS, Paper("x", "A Study of Learning", TEXT)]


@pytest.fixture(scope="module")
def told(nlp: Language) -> list[Verdict]:
    return list(chain.from_iterable(found for _, found in explain(PAPERS, nlp)))


def test_what_is_kept_is_what_the_pipeline_gives(told: list[Verdict], nlp: Language) -> None:
    kept = {(v.paper, v.kind, place) for v in told if not v.reason for place in v.places}
    given = {
        (p.id, m.kind, (m.evidence.start, m.evidence.end))
        for p, found in extract(PAPERS, nlp)
        for m in found
        if m.kind != "repository"
    }
    assert kept == given


def test_every_verdict_quotes_and_has_a_reason_of_the_vocabulary(told: list[Verdict]) -> None:
    texts = {p.id: p.text for p in PAPERS}
    assert {v.reason for v in told if v.reason} <= set(REASONS)
    assert any(v.reason for v in told)
    for v in told:
        assert all(texts[v.paper][a:b].strip() for a, b in v.places)
        assert v.sentence[0] <= v.places[0][0] < v.sentence[1]
        assert v.reason or v.known or v.confidence >= v.threshold - 0.001
        assert v.reason not in ("below threshold", "between kinds") or v.confidence < v.threshold + 0.001


def test_a_part_of_a_kept_name_says_so(told: list[Verdict]) -> None:
    (v,) = [v for v in told if v.paper == "x" and v.name == "R-CNN"]
    assert (v.reason, v.other) == ("inside a longer name", "Faster R-CNN")


def test_a_name_inside_a_url_says_so(nlp: Language) -> None:
    paper = Paper("u", "", "All models are at https://huggingface.co/google/bert-base for use with BERT.")
    ((_, found),) = explain([paper], nlp)
    for v in found:
        if v.places[-1][1] <= paper.text.index(" for use"):
            assert v.reason in ("inside a URL", "below threshold", "between kinds")


def test_the_features_make_up_the_odds() -> None:
    model = linear_of(["feature\t-\tN\tT", "*\t1\t0\t0", "a\t0\t2\t1", "b\t0.5\t0\t0", "c\t0\t0.001\t0"])
    parts = parts_of(["a", "b", "c", "unknown"], model, "N")
    assert [(p.feature, p.weight) for p in parts] == [("a", 2), ("*", -1), ("b", -0.5)]
    p = model.probabilities(["a", "b"])
    assert math.isclose(sum(x.weight for x in parts), math.log(p[1] / p[0]))


def test_the_constant_speaks_for_nobody(told: list[Verdict]) -> None:
    for v in told:
        assert all(p.weight > 0 for p in v.speaking_for)
        assert all(p.weight < 0 for p in v.speaking_against)
        assert "*" not in {p.feature for p in (*v.speaking_for, *v.speaking_against)}
        assert [abs(p.weight) for p in v.parts] == sorted((abs(p.weight) for p in v.parts), reverse=True)


def test_what_a_further_extractor_could_not_add_is_told() -> None:
    nlp = pipeline(extractors=[lambda paper: [Found("dataset", 0, len(paper.text), name=paper.title)]])
    ((_, found),) = explain([PAPERS[-1]], nlp)
    (v,) = [v for v in found if v.rule == "<lambda>"]
    assert v.reason == "crosses a sentence"


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("t=Nsome", "some of its mentions are tagged as named method"),
        ("t=kall", "all its mentions are tagged by the eager search as task"),
        ("t=0none", "the tagger marks none of its mentions"),
        ("l=Da+Nc", "the lexicon knows it as dataset (ambiguous) or named method, written the same"),
        ("t&l=0&0", "the tagger marks none of its mentions, and the lexicon does not know it"),
        ("sh=Cu_9", "it is written: a capital first, no English word; a number"),
        ("mD=-3", "the tagger's score for dataset is -3 (from -6 to 6)"),
        ("n=6", "it has 6 or more tokens"),
        ("c=1", "the paper has it 1 time"),
        ("b=on", "it stands behind 'on'"),
        ("a=#", "at the end of the text"),
        ("noun=org>", "a word for an organisation, event or machine stands behind it"),
        ("is=data", "it is said to be data"),
        ("cited=many", "it stands where one of many authors is cited"),
        ("cited=alone", "it stands where an author is cited"),
        ("something new", "something new"),
    ],
)
def test_features_are_words(feature: str, words: str) -> None:
    assert worded(feature) == words


def test_every_feature_of_the_judge_has_words() -> None:
    assert [f for f in (*shipped("judge").features, "*") if worded(f) == f] == []

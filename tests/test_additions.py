from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from papergraph.extractors.additions import REASONS, Refused
from papergraph.extractors.errors import ExtractorError
from papergraph.extractors.pipeline import REFUSED, document, extract, pipeline
from papergraph.extractors.records import KINDS, ROLES, Found, Mention, Paper

PAPER = Paper(
    "1",
    "Spectra of Zork",
    "We propose QZ-9 for spectra. BERT is used on ImageNet. QZ-9 is better. Code: https://github.com/foo/bar.",
)
TEXT = PAPER.text
Maker = Callable[[Iterable[object]], Language]


def at(quoted: str, kind: str = "method", nth: int = 0, **fields: Any) -> Found:
    """What names the nth place of these words in the paper."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quoted, start + 1)
    return Found(kind, start, start + len(quoted), **fields)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def giving() -> Maker:
    """The pipeline with an extractor that gives what it is told."""
    told: list[object] = []
    made = pipeline(extractors=[lambda paper: told])  # type: ignore[list-item,return-value]

    def tell(found: Iterable[object]) -> Language:
        told[:] = found
        return made

    return tell


def run(nlp: Language) -> tuple[list[Mention], list[Refused]]:
    ((_, mentions),) = extract([PAPER], nlp)
    (doc,) = nlp.pipe([document(nlp, PAPER)])
    return mentions, doc.user_data[REFUSED]


def added(giving: Maker, *found: object) -> list[Mention]:
    return [m for m in run(giving(found))[0] if m.evidence.rule == "<lambda>"]


def test_a_mention_gets_its_name_sentence_and_rule(giving: Maker) -> None:
    (m,) = added(giving, at("Zork", "dataset", confidence=0.7))
    e = m.evidence
    assert (m.kind, m.name, m.subkind) == ("dataset", "Zork", "")
    assert m.role in ROLES["dataset"]
    assert (TEXT[e.start : e.end], TEXT[e.sentence_start : e.sentence_end]) == ("Zork", "Spectra of Zork")
    assert (e.paper, e.rule, e.confidence) == ("1", "<lambda>", 0.7)


@pytest.mark.parametrize(
    ("found", "name", "role", "subkind"),
    [
        (at("Spectra", "task"), "spectra", "addressed", ""),
        (at("Spectra", subkind="technique", role="used"), "spectra", "used", "technique"),
        (at("Spectra", role="compared"), "Spectra", "compared", "named"),
        (at("Spectra", name="MS", aliases=("spectra",), role="used"), "MS", "used", "named"),
        (at(" of Zork", "dataset", name="Zork", role="used"), "Zork", "used", ""),
        (at("Zork", "repository", name="doi.org/10.5281/zenodo.1"), "https://doi.org/10.5281/zenodo.1", "own", "page"),
    ],
)
def test_what_is_not_said_follows_from_the_text(
    giving: Maker, found: Found, name: str, role: str, subkind: str
) -> None:
    (m,) = added(giving, found)
    assert (m.name, m.role, m.subkind) == (name, role, subkind)


def test_the_words_around_any_place_tell_the_role(giving: Maker) -> None:
    built_in = [m for m in run(giving([]))[0] if m.name == "QZ-9"]
    found = [at("QZ-9", "dataset", nth) for nth in (0, 1)]
    assert {m.role for m in added(giving, *found)} == {"introduced"}
    assert {m.evidence.rule for m in built_in} != {"<lambda>"}


@pytest.mark.parametrize(
    ("found", "reason", "other"),
    [
        (at("ImageNet", "dataset"), "found already", "ImageNet"),
        (at("on ImageNet", "dataset"), "overlap", "ImageNet"),
        (at("ImageNet", "method", confidence=0.1), "other kind", "ImageNet"),
        (at("foo/bar"), "inside a URL", "https://github.com/foo/bar"),
        (at("spectra. BERT"), "crosses a sentence", ""),
        (at("Zork\nWe"), "crosses a sentence", ""),
        (at(". "), "no letter or digit", ""),
    ],
)
def test_what_conflicts_is_set_aside_with_its_reason(giving: Maker, found: Found, reason: str, other: str) -> None:
    before, _ = run(giving([]))
    after, refused = run(giving([found]))
    assert after == before
    assert [(r.reason, r.other, r.mention.evidence.rule) for r in refused] == [(reason, other, "<lambda>")]
    assert reason in REASONS


def test_of_two_kinds_for_one_place_the_surer_stands(giving: Maker) -> None:
    mentions, refused = run(giving([at("ImageNet", "metric", confidence=1.0)]))
    assert [(m.kind, m.evidence.rule) for m in mentions if m.name.lower() == "imagenet"] == [("metric", "<lambda>")]
    assert [(r.mention.kind, r.mention.name, r.reason) for r in refused] == [("dataset", "ImageNet", "other kind")]


def test_the_longest_of_an_extractors_own_stands(giving: Maker) -> None:
    (m,) = added(giving, at("Zork", "dataset"), at("Spectra of Zork", "dataset"))
    assert m.name == "Spectra of Zork"


GOOD = at("Zork", "dataset")


def wrong(**fields: Any) -> Found:
    """A good result but for some fields."""
    return replace(GOOD, **fields)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("Zork", "gave 'Zork'; it must give papergraph.Found(kind, start, end)"),
        (wrong(kind="protein"), "unknown kind 'protein'; choose one of method, dataset,"),
        (
            replace(GOOD, role="proposed"),
            "unknown role 'proposed' of a dataset; choose one of introduced, used, or none",
        ),
        (wrong(subkind="named"), "unknown subkind 'named' of a dataset; choose one of none"),
        (wrong(end=10_000), "offsets 11 to 10000 in a text of "),
        (wrong(start=-1), "offsets -1 to 15"),
        (wrong(end=GOOD.start), "offsets 11 to 11"),
        (wrong(start="11"), "offsets '11' to 15"),
        (wrong(start=10, end=11), "only blanks at 10 to 11"),
        (wrong(name="Zark"), "'Zark' at 11 to 15, where the text has 'Zork'; offsets count in paper.text"),
        (wrong(aliases="Zork"), "name '' and aliases 'Zork'; give a text and a tuple of texts"),
        (wrong(confidence=1.5), "a confidence of 1.5; it is a probability, from 0 to 1"),
        (wrong(confidence=float("nan")), "a confidence of nan"),
        (wrong(confidence="high"), "a confidence of 'high'"),
        (wrong(kind="repository"), "'Zork' is no URL of a repository; give one as the name"),
    ],
)
def test_what_does_not_fit_names_the_extractor_and_the_paper(giving: Maker, found: object, said: str) -> None:
    with pytest.raises(ExtractorError) as caught:
        run(giving([found]))
    assert str(caught.value).startswith("extractor '<lambda>', paper '1': ")
    assert said in str(caught.value)


def test_numbers_of_numpy_are_numbers(giving: Maker) -> None:
    found = wrong(start=np.int64(11), end=np.int64(15), confidence=np.float32(0.5))
    (m,) = added(giving, found)
    assert (type(m.evidence.start), type(m.evidence.confidence)) == (int, float)


def test_a_text_without_a_paper_is_read_too(giving: Maker) -> None:
    doc = giving([Found("dataset", 0, 4)])("Zork is here.")
    assert [m.name for m in doc.user_data["papergraph.mentions"] if m.evidence.rule == "<lambda>"] == ["Zork"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=st.lists(st.tuples(st.sampled_from(KINDS[:2] + KINDS[3:]), st.integers(0, len(TEXT) - 1),
                                st.integers(1, 20), st.floats(0, 1)), max_size=25))  # fmt: skip
def test_whatever_is_found_no_place_overlaps_another(giving: Maker, spans: list[tuple[str, int, int, float]]) -> None:
    found = [
        Found(kind, start, min(start + size, len(TEXT)), confidence=p)  # type: ignore[arg-type]
        for kind, start, size, p in spans
        if TEXT[start : start + size].strip()
    ]
    mentions, refused = run(giving(found))
    places = sorted({(m.evidence.start, m.evidence.end) for m in mentions})
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    assert len({(m.kind, m.evidence.start, m.name) for m in mentions}) == len(mentions)
    for m in mentions:
        e = m.evidence
        assert TEXT[e.start : e.end].strip() == TEXT[e.start : e.end]
        assert e.sentence_start <= e.start < e.end <= e.sentence_end
    before = run(giving([]))[0]
    assert len(mentions) + len(refused) == len(before) + len(found)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extractors.errors import LexiconError
from papergraph.extractors.functions import FUNCTIONS, function_shares, parse_cues
from papergraph.graph.text_features import chosen, counted, words_of
from papergraph.graph.text_index import build_index
from papergraph.graph.wording import Vocabulary, joined, read_wording, sentence_spans

ABSTRACT = (
    "However, tagging remains a difficult problem. We propose a tagger that combines two encoders. "
    "Results show that it outperforms earlier systems by 3 points of accuracy."
)


@pytest.mark.parametrize(
    ("abstract", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Models, e.g. BERT, win. Then rest.", ["Models, e.g. BERT, win.", "Then rest."]),
        ("Lee et al. Found it. (Yes.) It works", ["Lee et al. Found it.", "(Yes.)", "It works"]),
        ("It ends.Next begins.", ["It ends.", "Next begins."]),
        ("A score of 3.5 is good.", ["A score of 3.5 is good."]),
        ("", []),
    ],
)
def test_sentences_of_an_abstract(abstract: str, sentences: list[str]) -> None:
    text = f"A title\n{abstract}"
    assert [text[a:b] for a, b in sentence_spans(text, 7)] == ["A title", *sentences]


@given(st.text(max_size=40), st.text(max_size=200))
def test_sentences_lie_in_the_text_in_order(title: str, abstract: str) -> None:
    title = title.replace("\n", " ")
    spans = sentence_spans(f"{title}\n{abstract}", len(title))
    flat = [x for span in spans for x in span]
    assert flat == sorted(flat)
    assert flat[-1] <= len(title) + 1 + len(abstract)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=120)), max_size=6))
def test_reading_in_parts_and_joining_is_reading_at_once(papers: list[tuple[str, str]]) -> None:
    whole, parted = Vocabulary(), Vocabulary()
    at_once = read_wording(papers, whole)
    parts = joined([read_wording([p], parted) for p in papers] or [read_wording([], parted)])
    assert list(whole.numbers) == list(parted.numbers)
    for name in ("words", "sentences", "papers", "functions"):
        assert np.array_equal(getattr(at_once, name), getattr(parts, name))


def test_sentences_are_told_apart_by_what_they_do() -> None:
    wording = read_wording([("A tagger", ABSTRACT)], Vocabulary())
    shares = wording.functions[1:, :3]
    assert [FUNCTIONS[i] for i in shares.argmax(axis=1)] == ["background", "method", "result"]


def test_shares_add_up_to_one() -> None:
    shares = function_shares(np.array([[3.0, 0, -1], [0, 0, 0]]), np.array([0.0, 0.5]))
    assert shares.sum(axis=1) == pytest.approx([1, 1])


def test_sentences_that_name_a_dataset_or_task_are_marked() -> None:
    text = f"A tagger\n{ABSTRACT}"
    at = text.index("tagger that")
    wording = read_wording([("A tagger", ABSTRACT)], Vocabulary(), data=[[at]], tasks=[[0]])
    assert wording.functions[:, 3].tolist() == [0, 0, 255, 0]
    assert wording.functions[:, 4].tolist() == [255, 0, 0, 0]


@pytest.mark.parametrize("line", ["method we", "method\tmuch\twe", "colour\t1\twe"])
def test_a_malformed_cue_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(LexiconError, match=r"my\.tsv, line 2"):
        parse_cues(f"# cues\n{line}\n", "my.tsv")


def test_pairs_do_not_reach_over_sentences_but_over_function_words() -> None:
    vocabulary = Vocabulary()
    wording = read_wording([("Analysis of variance", "Trees grow. Leaves fall.")], vocabulary)
    word = {n: s for s, n in vocabulary.numbers.items()}
    pairs = {tuple(word[w] for w in words_of(int(c))) for c in counted(wording).code if len(words_of(int(c))) == 2}
    assert pairs == {("analysi", "varianc"), ("tree", "grow"), ("leav", "fall")}


def test_a_title_word_and_a_word_of_the_asked_function_count_more() -> None:
    index = build_index([("A tagger", ABSTRACT), ("Other", "Nothing in common here at all.")])
    plain, _ = index.vectors(np.array([0]), "all")
    method, _ = index.vectors(np.array([0]), "method")
    number = index.vocabulary.numbers
    value = dict(zip(plain.code.tolist(), plain.value.tolist(), strict=True))
    asked = dict(zip(method.code.tolist(), method.value.tolist(), strict=True))
    assert value[number["tagger"]] > value[number["encod"]]
    ratio = asked[number["encod"]] / asked[number["problem"]]
    assert ratio > value[number["encod"]] / value[number["problem"]]


def test_chosen_papers_keep_their_words() -> None:
    papers = [("One", "First words here."), ("Two", ""), ("Three", "Last. Words.")]
    vocabulary = Vocabulary()
    whole = read_wording(papers, vocabulary)
    vocabulary.closed = True
    some = chosen(whole, np.array([2, 0]))
    again = read_wording([papers[2], papers[0]], vocabulary)
    for name in ("words", "sentences", "papers", "functions"):
        assert np.array_equal(getattr(some, name), getattr(again, name))


def test_vectors_have_length_one() -> None:
    index = build_index([("A tagger", ABSTRACT), ("A parser", "We parse trees."), ("", "")])
    for facet in ("all", "background", "result"):
        features, _ = index.vectors(np.arange(3), facet)
        assert np.bincount(features.paper, features.value**2, 3) == pytest.approx([1, 1, 0], abs=1e-5)


def test_an_index_of_nothing_finds_nothing() -> None:
    assert build_index([]).papers == 0

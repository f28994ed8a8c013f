"""Tokens are those of spaCy's rules with our places to cut, however they are looked up."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.tokens import Doc

from papergraph.extractors.tokens import LONGEST_RUN, ChunkTokenizer, blank_english, chunk_tokenizer, tokens_of

TOKENIZER = chunk_tokenizer()


def pieces(doc: Doc) -> list[str]:
    return [t.text_with_ws for t in doc]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("CIFAR-10/100", ["CIFAR-10", "/", "100"]),
        ("Former(XF)", ["Former", "(", "XF", ")"]),
        ("GLUE/SuperGLUE", ["GLUE", "/", "SuperGLUE"]),
        ("it works.We win", ["it", "works", ".", "We", "win"]),
        ("7B-chat", ["7B", "-", "chat"]),
        ("an MoE.", ["an", "MoE", "."]),
        ("Of Sets\nAbstractWe propose", ["Of", "Sets", "\n", "Abstract", "We", "propose"]),
        ("Of  Sets\nAbstractWe propose", ["Of", " ", "Sets", "\n", "Abstract", "We", "propose"]),
        ("Sets\nABSTRACTThe set", ["Sets", "\n", "ABSTRACT", "The", "set"]),
        ("Sets\nABSTRACTS of", ["Sets", "\n", "ABSTRACTS", "of"]),
        ("AbstractSets: A Net", ["AbstractSets", ":", "A", "Net"]),
        ("(in 8) is", ["(", "in", "8", ")", "is"]),
        ("(GNNs):", ["(", "GNNs", ")", ":"]),
        ("pre-trained,", ["pre", "-", "trained", ","]),
        ("e.g. this", ["e.g.", "this"]),
        ("we can't", ["we", "ca", "n't"]),
    ],
)
def test_places_to_cut(text: str, tokens: list[str]) -> None:
    assert [t.text for t in TOKENIZER(text)] == tokens


WORDS = st.sampled_from(
    [
        *"a model. (GNNs) don't U.S. e.g. pre-trained Mr. id cannot 50% AP_{50} x/y [1] $\\beta$ end.) MoE.".split(" "),
        *"co-op \n GPT-4, (GPT-4's) 2019). one\ntwo Inc. co-Inc. it's let's BERT's: 7B v2-3 pre-trained-2;".split(" "),
        *"10-fold (8) 8), (80).".split(" "),
        "\nAbstractWe",
        "Net\nABSTRACTA",
        "Net\nABSTRACTS",
        "Net\n\nAbstractA",
        "Net.\r\nAbstractThis",
    ]
)


@given(st.lists(WORDS | st.text(max_size=12), max_size=12).map(" ".join))
@example("two  blanks")
@example(" at the edges ")
@example("of a title\nThe abstract")
@example("a line\nand a\tstop \u00a0 more")
def test_looking_chunks_up_gives_what_the_rules_give(text: str) -> None:
    parts = re.split(
        r"(?<=\nAbstract)(?=[A-Z])|(?<=\nABSTRACT)(?=A\b|[A-Z][a-z])", text
    )  # the one thing that spaCy is not told of
    assert pieces(TOKENIZER(text)) == [piece for part in parts for piece in pieces(TOKENIZER.inner(part))]
    assert TOKENIZER.tokens(text) == tokens_of(TOKENIZER(text))


@given(st.integers(LONGEST_RUN + 1, 5 * LONGEST_RUN), st.sampled_from("a'(-.\u4e2d"))
def test_a_long_run_without_blanks_is_cut_and_nothing_is_lost(length: int, sign: str) -> None:
    text = f"before {sign * length} behind"
    assert "".join(pieces(TOKENIZER(text))) == text


def test_the_table_of_chunks_begins_anew_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.extractors.tokens.MOST_CHUNKS", 2)
    tokenizer = ChunkTokenizer(TOKENIZER.inner)
    text = "one two, three (four) five"
    assert pieces(tokenizer(text)) == pieces(TOKENIZER.inner(text))
    assert len(tokenizer.chunks) <= 2


def test_words_have_all_properties_only_where_they_are_wanted() -> None:
    few, all_of_them = blank_english()("Two BERTs"), blank_english(attributes=True)("Two BERTs")
    assert [t.lower_ for t in few] == [t.lower_ for t in all_of_them] == ["two", "berts"]
    assert [t.shape_ for t in all_of_them] == ["Xxx", "XXXXx"]
    assert all_of_them[0].like_num

import pytest

from papergraph.extractors.definitions import definitions, is_short_form


def found(text: str, title: str = "") -> list[tuple[str, str]]:
    whole = f"{title}\n{text}" if title else text
    return [(d.short, d.long) for d in definitions(whole, len(title))]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("We use Low-Rank Adaptation (LoRA).", [("LoRA", "Low-Rank Adaptation")]),
        ("large language models (LLMs) fail", [("LLMs", "large language models")]),
        ("graph neural networks (GNNs; Scarselli)", [("GNNs", "graph neural networks")]),
        ("text-to-image (T2I) models", [("T2I", "text-to-image")]),
        ("mean average precision (mAP)", [("mAP", "mean average precision")]),
        ("a mixture of experts (MoE) layer", [("MoE", "mixture of experts")]),
        ("We propose LAE (Learning-Accumulation-Ensemble) here", [("LAE", "Learning-Accumulation-Ensemble")]),
        ("as in previous work (see Section 3)", []),
        ("three of them (A, B)", []),
        ("better results (2020)", []),
        ("the model (Figure)", []),
        ("(LoRA)", []),
        ("unbalanced ( parenthesis", []),
    ],
)
def test_definitions_in_parentheses(text: str, pairs: list[tuple[str, str]]) -> None:
    assert found(text) == pairs


def test_a_titles_name_is_defined_by_what_follows_its_colon() -> None:
    assert found("Text.", "BPE: Byte Pair Encoding of Words") == [("BPE", "Byte Pair Encoding")]


def test_offsets_quote_the_text() -> None:
    text = "We use Low-Rank Adaptation (LoRA) and mixtures of experts (MoE)."
    for d in definitions(text):
        assert text[d.short_start : d.short_end] == d.short
        assert text[d.long_start : d.long_end] == d.long


@pytest.mark.parametrize(
    ("text", "short"),
    [("LoRA", True), ("T5", True), ("BERT", True), ("the", False), ("x", False), ("1234", False), ("A" * 16, False)],
)
def test_what_can_be_an_acronym(text: str, short: bool) -> None:
    assert is_short_form(text) is short

import pytest

from papergraph.graph.audit import APART, JOINED, Reason, UnknownNameError, entities_named, reasons, why

from .test_resolve import graph_of, said

MENTIONS = [
    said("1", "ResNet-50"),
    said("2", "ResNet50"),
    said("3", "ResNet-101"),
    said("4", "CRF", "contrastive random forest", role="proposed"),
    said("5", "CRF"),
    said("6", "large language models", subkind="technique"),
]


def test_reasons_come_from_the_vocabulary() -> None:
    rows = graph_of(MENTIONS).merges.to_pylist()
    assert {r["verdict"] for r in rows} == {"joined", "kept apart"}
    assert all(r["reason"] in (JOINED if r["verdict"] == "joined" else APART) for r in rows)


def test_a_joined_name_has_its_paper_and_sentence() -> None:
    assert reasons(graph_of(MENTIONS), "method:resnet-50") == [
        Reason(True, "spelling", "ResNet50", "ResNet-50", "2", "Here is ResNet50."),
        Reason(False, "version", "ResNet-101", "method:resnet-101"),
    ]


def test_why_tells_names_near_names_and_papers() -> None:
    text = why(graph_of(MENTIONS), "resnet 50")
    for line in (
        "ResNet-50 (method, named; method:resnet-50)",
        "ResNet50: it is the same name in another spelling (spelling), paper 2",
        '"Here is ResNet50."',
        "ResNet-101: numbers, sizes or suffixes make it another thing (version) [method:resnet-101]",
        "paper:1 USES (0.90)",
        "a variant of method:resnet",
    ):
        assert line in text


def test_why_of_an_acronym_tells_all_its_senses() -> None:
    text = why(graph_of(MENTIONS), "CRF")
    assert text.count("the same acronym stands for another thing") == 2
    assert "its paper does not define it, and this is its usual sense (dominant), paper 5" in text


def test_why_tells_what_is_generic_and_what_no_paper_names() -> None:
    graph = graph_of(MENTIONS)
    assert "generic: a general term in the lexicon" in why(graph, "large language model")
    assert "no paper names it by itself" in why(graph, "ResNet")


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        entities_named(graph_of(MENTIONS), "ResNet-18")
    assert str(caught.value) == "no entity 'ResNet-18' in the graph; there is ResNet, ResNet-101, ResNet-50"
    with pytest.raises(UnknownNameError, match=r"^no entity 'Zork' in the graph$"):
        entities_named(graph_of(MENTIONS), "Zork")

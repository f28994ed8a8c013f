"""Names in contexts that define, contradict and confuse them."""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import permutations
from pathlib import Path

import pytest

from papergraph.extractors.lexicons import Entry, default_lexicon, lexicon_of
from papergraph.extractors.records import Evidence, Kind, Mention, Paper
from papergraph.graph.assemble import GUESS, assemble
from papergraph.graph.overrides import Apart, OverrideError, Same
from papergraph.graph.tables import PaperGraph

DEFAULT_ROLE: dict[Kind, str] = {
    "method": "used",
    "dataset": "used",
    "task": "addressed",
    "metric": "reported",
    "repository": "own",
}


def said(paper: str, name: str, *aliases: str, kind: Kind = "method", role: str = "", subkind: str = "") -> Mention:
    """A mention of `name` at the place where `written` puts it."""
    at = len("T\nHere is ")
    evidence = Evidence(paper, at, at + len(name), 2, at + len(name) + 1, "made", 0.9)
    default = "named" if kind == "method" else ""
    return Mention(kind, name, role or DEFAULT_ROLE[kind], evidence, subkind or default, aliases)


def graph_of(mentions: Iterable[Mention], *, years: dict[str, int] | None = None, **options: object) -> PaperGraph:
    mentions = list(mentions)
    names = {m.evidence.paper: m.name for m in reversed(mentions)}
    papers = [Paper(p, "T", f"Here is {n}.", year=(years or {}).get(p)) for p, n in names.items()]
    return assemble(papers, mentions, **({"lexicon": default_lexicon()} | options))  # type: ignore[arg-type]


def homes(graph: PaperGraph) -> dict[tuple[str, str], str]:
    columns = (graph.mentions.column(c).to_pylist() for c in ("paper", "name", "entity"))
    return {(paper, name): entity for paper, name, entity in zip(*columns, strict=True)}


def keys(graph: PaperGraph) -> list[str]:
    return [str(k) for k in graph.entities.column("key").to_pylist()]


def reasons(graph: PaperGraph, entity: str) -> set[tuple[str, str, str]]:
    rows = graph.merges.to_pylist()
    return {(r["name"], r["verdict"], r["reason"]) for r in rows if r["entity"] == entity}


def test_a_definition_joins_names_that_no_lexicon_knows() -> None:
    graph = graph_of(
        [said("1", "ZorkNet", "Zero-Order Residual Kernel Network"), said("2", "zero-order residual kernel network")]
    )
    assert keys(graph) == ["method:zorknet"]
    assert reasons(graph, "method:zorknet") == {
        ("Zero-Order Residual Kernel Network", "joined", "definition"),
        ("zero-order residual kernel network", "joined", "definition"),
    }


def test_an_acronym_goes_to_the_sense_that_its_paper_defines() -> None:
    graph = graph_of(
        [
            said("1", "conditional random field", "CRF", subkind="technique"),
            said("2", "CRF", "contrastive random forest", role="proposed"),
            said("3", "CRF"),
        ]
    )
    found = homes(graph)
    assert found["1", "conditional random field"] == "method:conditional-random-field"
    assert found["2", "CRF"] == "method:contrastive-random-forest"
    assert found["3", "CRF"] == "method:conditional-random-field"


def test_a_guessed_sense_is_marked_and_less_sure() -> None:
    graph = graph_of([said("1", "CRF", "contrastive random forest", role="proposed"), said("2", "CRF")])
    sure = {r["source"]: r["confidence"] for r in graph.relations.to_pylist()}
    assert sure == {"paper:1": 0.9, "paper:2": round(0.9 * GUESS, 3)}
    assert ("CRF", "joined", "dominant") in reasons(graph, "method:conditional-random-field")
    assert ("contrastive random forest", "kept apart", "sense") in reasons(graph, "method:conditional-random-field")


def test_the_corpus_outweighs_the_lexicon_where_many_papers_define_another_sense() -> None:
    defining = [said(str(i), "CRF", "contrastive random forest") for i in range(9)]
    assert homes(graph_of([*defining, said("x", "CRF")]))["x", "CRF"] == "method:contrastive-random-forest"


@pytest.mark.parametrize(
    ("kind", "short", "one", "other"),
    [
        ("method", "GAN", "generative adversarial network", "graph attention nucleus"),
        ("method", "MAE", "masked autoencoder", "modular agent ensemble"),
        ("dataset", "XQZ", "Xylophone Query Zoo", "Xenon Quartz Zone"),
        ("task", "QZT", "quick zone tracking", "quiet zebra transfer"),
    ],
)
def test_two_long_forms_of_one_acronym_are_two_things(kind: Kind, short: str, one: str, other: str) -> None:
    graph = graph_of([said("1", short, one, kind=kind), said("2", short, other, kind=kind)])
    assert len(keys(graph)) == 2


def test_long_forms_that_differ_in_endings_are_one_sense() -> None:
    graph = graph_of([said("1", "CZN", "Convolution Zone Nets"), said("2", "CZN", "convolutional zone network")])
    assert len(keys(graph)) == 1


def test_a_method_and_a_metric_of_one_acronym_are_two() -> None:
    graph = graph_of([said("1", "MAE", "masked autoencoder"), said("2", "mean absolute error", "MAE", kind="metric")])
    assert keys(graph) == ["method:mae", "metric:mean-absolute-error"]


def test_no_merge_goes_through_another() -> None:
    """A is defined as B, and B in another paper as C: C does not become A."""
    graph = graph_of(
        [
            said("1", "ABQ", "alpha beta quorum"),
            said("2", "ABQ", "anti biased quantizer"),
            said("3", "anti biased quantizer"),
        ]
    )
    found = homes(graph)
    assert found["1", "ABQ"] != found["2", "ABQ"] == found["3", "anti biased quantizer"]


def test_a_coined_name_is_not_the_general_term_that_it_is_made_of() -> None:
    graph = graph_of(
        [said("1", "GraphCL", "graph contrastive learning", role="proposed"), said("2", "graph contrastive learning")]
    )
    assert keys(graph) == ["method:graph-contrastive-learning", "method:graphcl"]
    assert ("graph contrastive learning", "kept apart", "coined") in reasons(graph, "method:graphcl")


def test_a_long_form_that_was_cut_short_does_not_mislead() -> None:
    """From "self-supervised learning (SSL)" only "supervised learning" may have been read."""
    graph = graph_of([said("1", "supervised learning", "SSL", subkind="technique"), said("2", "supervised learning")])
    found = homes(graph)
    assert found["1", "supervised learning"] == "method:self-supervised-learning"
    assert found["2", "supervised learning"] == "method:supervised-learning"


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("dataset", "the FooBar dataset", "FooBar"),
        ("dataset", "Foo-Bar benchmark", "foobar"),
        ("method", "FooNet model", "FooNets"),
        ("method", "Foo & Bar Network", "Foo and Bar Network"),
        ("method", "FooNet v2", "FooNetV2"),
        ("method", "γ-Net", "gamma-Net"),
        ("metric", "FOO score", "FOO"),
        ("task", "zebra localisation task", "zebra localization"),
        ("method", "behavioural foo cloning", "behavioral foo cloning"),
    ],
)
def test_safe_spellings_of_unknown_names_are_one(kind: Kind, one: str, other: str) -> None:
    assert len(keys(graph_of([said("1", one, kind=kind), said("2", other, kind=kind)]))) == 1


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("method", "FooNet-50", "FooNet-101"),
        ("method", "FooNet-B/16", "FooNet-L/16"),
        ("method", "FooNet 3", "FooNet 3.5"),
        ("dataset", "ASR1603", "ASR1605"),
        ("dataset", "Foo-10", "Foo-100"),
        ("method", "Foo language model", "Foo"),
        ("metric", "Foo@1", "Foo@10"),
        ("method", "FooNet", "FooNet++"),
    ],
)
def test_versions_and_sizes_of_unknown_names_are_two(kind: Kind, one: str, other: str) -> None:
    assert len(keys(graph_of([said("1", one, kind=kind), said("2", other, kind=kind)]))) == 2


def test_a_version_given_as_another_name_is_not_believed() -> None:
    graph = graph_of([said("1", "FooNet-2", "FooNet-3"), said("2", "FooNet-3")])
    assert len(keys(graph)) == 2


def test_a_name_without_its_noun_is_another_name() -> None:
    graph = graph_of(
        [said("1", "large language model", "LLM", "Large Language", subkind="technique"), said("2", "Large Language")]
    )
    assert len(keys(graph)) == 2


def test_other_names_that_the_lexicon_knows_are_no_other_versions() -> None:
    graph = graph_of([said("1", "IN-1K", "ImageNet-1K", kind="dataset"), said("2", "ImageNet-1K", kind="dataset")])
    assert keys(graph) == ["dataset:imagenet-1k"]
    assert not [r for r in reasons(graph, "dataset:imagenet-1k") if r[1] == "kept apart"]


def test_variants_are_tied_to_their_family_and_reported_as_near() -> None:
    graph = graph_of([said("1", "ResNet-50"), said("2", "ResNet-101"), said("3", "ResNet")])
    ties = {(r["source"], r["target"]) for r in graph.relations.to_pylist() if r["predicate"] == "VARIANT_OF"}
    assert ties == {("method:resnet-50", "method:resnet"), ("method:resnet-101", "method:resnet")}
    assert ("ResNet-101", "kept apart", "version") in reasons(graph, "method:resnet-50")


def test_a_family_that_two_variants_name_is_there_without_papers() -> None:
    graph = graph_of([said("1", "CIFAR-10", kind="dataset"), said("2", "CIFAR-100", kind="dataset")])
    assert dict(zip(keys(graph), graph.entities.column("papers").to_pylist(), strict=True)) == {
        "dataset:cifar": 0,
        "dataset:cifar-10": 1,
        "dataset:cifar-100": 1,
    }


def test_an_unknown_name_with_a_number_is_a_variant_of_the_name_without() -> None:
    graph = graph_of([said("1", "ZorkNet"), said("2", "ZorkNet-Large"), said("3", "ZorkNet v2"), said("4", "Other-3")])
    ties = {(r["source"], r["target"]) for r in graph.relations.to_pylist() if r["predicate"] == "VARIANT_OF"}
    assert ties == {("method:zorknet-large", "method:zorknet"), ("method:zorknet-v2", "method:zorknet")}


def test_names_that_differ_in_case_alone_are_one_unless_the_lexicon_knows_two() -> None:
    lexicon = lexicon_of([Entry("method", "named", "BioMedGPT"), Entry("method", "named", "BiomedGPT")])
    two = graph_of([said("1", "BioMedGPT"), said("2", "BiomedGPT")], lexicon=lexicon)
    assert keys(two) == ["method:BiomedGPT", "method:biomedgpt"]
    assert keys(graph_of([said("1", "ZorkNet"), said("2", "Zorknet")])) == ["method:zorknet"]


def test_a_paper_s_own_name_with_other_capitals_is_another_thing() -> None:
    lexicon = lexicon_of([Entry("method", "named", "Atlas", ("A Tall Lamp",))])
    found = homes(graph_of([said("1", "aTLAS", role="proposed"), said("2", "Atlas")], lexicon=lexicon))
    assert found["1", "aTLAS"] != found["2", "Atlas"]


def test_subkinds_do_not_part_a_method_and_the_lexicon_mends_a_kind() -> None:
    graph = graph_of(
        [
            said("1", "Zork pooling", subkind="technique"),
            said("2", "Zork pooling", subkind="named"),
            said("3", "MNIST", kind="method"),
            said("4", "MNIST", kind="dataset"),
        ]
    )
    assert keys(graph) == ["dataset:mnist", "method:zork-pooling"]
    assert set(graph.mentions.column("predicate").to_pylist()) == {"USES", "EVALUATES_ON"}


def test_what_a_paper_proposes_keeps_its_kind() -> None:
    assert keys(graph_of([said("1", "MNIST", role="proposed")])) == ["method:mnist"]


def test_words_too_vague_are_no_nodes() -> None:
    graph = graph_of([said("1", "deep learning", subkind="technique"), said("1", "Fine-Tuning"), said("1", "LoRA")])
    assert keys(graph) == ["method:lora"]


def test_general_terms_are_marked_with_the_reason() -> None:
    mentions = [said("1", "large language models", subkind="technique"), said("1", "LoRA")]
    generic = {r["key"]: r["generic_reason"] for r in graph_of(mentions).entities.to_pylist()}
    assert generic == {"method:large-language-model": "a general term in the lexicon", "method:lora": ""}
    assert not any(graph_of(mentions, generic="keep").entities.column("generic").to_pylist())
    assert keys(graph_of(mentions, generic="drop")) == ["method:lora"]


def test_an_entity_of_many_papers_is_generic_in_a_large_collection() -> None:
    mentions = [said(f"{i:03}", "ZorkNet") for i in range(30)] + [said(f"{i:03}", f"Name{i}x") for i in range(30, 100)]
    (row,) = [r for r in graph_of(mentions).entities.to_pylist() if r["generic"]]
    assert (row["key"], row["generic_reason"]) == ("method:zorknet", "named by 30% of the papers")


def test_the_first_paper_is_the_earliest_that_proposed() -> None:
    mentions = [said("a", "ZorkNet", role="proposed"), said("b", "ZorkNet", role="proposed"), said("c", "ZorkNet")]
    graph = graph_of(mentions, years={"a": 2021, "b": 2019, "c": 2001})
    assert graph.entities.column("first_paper").to_pylist() == ["b"]


def test_one_relation_a_predicate_with_all_evidence() -> None:
    graph = graph_of([said("1", "ZorkNet"), said("1", "ZorkNet"), said("1", "ZorkNet", role="compared")])
    found = [(r["predicate"], r["count"]) for r in graph.relations.to_pylist()]
    assert found == [("COMPARES_WITH", 1), ("USES", 2)]
    assert [len(r.evidence) for r in graph.relation_records()] == [1, 2]


def test_code_hosts_know_no_letter_case_and_other_servers_do() -> None:
    def link(paper: str, url: str, subkind: str) -> Mention:
        return said(paper, url, kind="repository", subkind=subkind)

    graph = graph_of(
        [
            link("1", "https://github.com/Foo/Bar", "code"),
            link("2", "https://github.com/foo/bar", "code"),
            link("3", "https://x.io/A", "page"),
            link("4", "https://x.io/a", "page"),
        ]
    )
    assert keys(graph) == [
        "repository:https://github.com/foo/bar",
        "repository:https://x.io/A",
        "repository:https://x.io/a",
    ]


class TestUser:
    """The user's own word comes before all other evidence."""

    def test_aliases_join(self) -> None:
        graph = graph_of([said("1", "RN fifty"), said("2", "ResNet50")], aliases=[Same("ResNet-50", ("RN fifty",))])
        assert keys(graph) == ["method:resnet-50"]
        assert ("RN fifty", "joined", "user") in reasons(graph, "method:resnet-50")

    def test_an_alias_gives_its_canonical_name(self) -> None:
        graph = graph_of([said("1", "zork"), said("2", "Gork")], aliases=[Same("Zork System", ("zork", "Gork"))])
        assert graph.entities.column("name").to_pylist() == ["Zork System"]

    def test_an_alias_may_count_for_one_kind(self) -> None:
        mentions = [said("1", "Gork"), said("1", "Gork", kind="dataset")]
        assert keys(graph_of(mentions, aliases=[Same("Zork", ("Gork",), "dataset")])) == ["dataset:zork", "method:gork"]

    @pytest.mark.parametrize(("one", "other"), [("LoRA", "Low-Rank Adaptation"), ("ZorkNet", "Zork-Net")])
    def test_what_is_kept_apart_is_two(self, one: str, other: str) -> None:
        mentions = [said("1", one), said("2", other)]
        assert len(keys(graph_of(mentions))) == 1
        graph = graph_of(mentions, keep_apart=[Apart(one, other)])
        assert len(keys(graph)) == 2
        assert any(
            reason == "user" for _, verdict, reason in reasons(graph, homes(graph)["1", one]) if verdict == "kept apart"
        )

    def test_a_definition_does_not_join_what_is_kept_apart(self) -> None:
        mentions = [said("1", "ZRK", "zebra rank kernel"), said("2", "zebra rank kernel")]
        assert len(keys(graph_of(mentions, keep_apart=[Apart("ZRK", "zebra rank kernel")]))) == 2

    def test_contradictions_are_said(self) -> None:
        with pytest.raises(OverrideError, match="kept apart here, but joined in the aliases"):
            graph_of([], aliases=[Same("A1", ("B1",))], keep_apart=[Apart("A1", "B1")])


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_the_order_of_mentions_does_not_show(order: Sequence[int]) -> None:
    mentions = [
        said("1", "CRF", "contrastive random forest"),
        said("2", "CRF"),
        said("3", "ResNet50"),
        said("4", "ResNet-50", "residual net of fifty layers"),
    ]
    assert graph_of([mentions[i] for i in order]) == graph_of(mentions)


def test_assembling_a_graph_s_own_mentions_again_changes_nothing() -> None:
    mentions = [
        said("1", "CRF", "contrastive random forest"),
        said("2", "CRF"),
        said("3", "MNIST"),
        said("4", "deep CRF"),
    ]
    graph = graph_of(mentions)
    again = assemble(graph.paper_records(), graph.mention_records(), lexicon=default_lexicon())
    assert again == graph


SEED_SCRIPT = """
import hashlib, sys
from papergraph.extractors.lexicons import default_lexicon
from papergraph.extractors.records import Evidence, Mention, Paper
from papergraph.graph.assemble import assemble

rows = [("1", "CRF", ("contrastive random forest",)), ("2", "CRF", ()), ("3", "ResNet50", ()), ("4", "ResNet-101", ()),
        ("5", "Zork", ("zebra order rank kernel",)), ("6", "ZORK", ("zinc ore",)), ("7", "BiomedGPT", ()),
        ("8", "BioMedGPT", ())]
mentions = [Mention("method", n, "used", Evidence(p, 2, 5, 2, 6, "made", 0.9), "named", a) for p, n, a in rows]
graph = assemble([Paper(p, "T", "text of it") for p, _, _ in rows], set(mentions), lexicon=default_lexicon())
tables = (graph.mentions, graph.entities, graph.relations, graph.merges)
print(hashlib.sha256(repr([t.to_pylist() for t in tables]).encode()).hexdigest())
"""


def test_the_hash_seed_does_not_show(tmp_path: Path) -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", SEED_SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "7")
    }
    assert len(found) == 1

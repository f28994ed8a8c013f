"""Which part of a graph goes on the page, and how a name is found."""

import pytest

from papergraph.graph.page_part import PageError, core, find_node, links_of, neighbourhood, part_of

from .page_graphs import LIBRARY, large_graph, told_graph

GRAPH = told_graph(aliases={"GPT-3": ("Generative Pre-trained Transformer 3",)})
LINKS = links_of(GRAPH)


def name(number: int) -> str:
    papers = GRAPH.papers.num_rows
    if number < papers:
        return str(GRAPH.papers.column("id")[number].as_py())
    return str(GRAPH.entities.column("name")[number - papers].as_py())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("p-bert", "p-bert"),
        ("paper:p-bert", "p-bert"),
        ("LoRA", "LoRA"),
        ("lora", "LoRA"),
        ("method:lora", "LoRA"),
        ("resnet", "Résnet"),
        ("generative pre-trained transformer 3", "GPT-3"),
        ("images as words", "p-vit"),
        ("https://github.com/example/lora", "https://github.com/example/lora"),
    ],
)
def test_a_node_is_found_by_id_key_name_alias_or_title(asked: str, found: str) -> None:
    assert name(find_node(GRAPH, asked)) == found


def test_an_unknown_name_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(PageError, match=r"'QLoRa2' is neither a paper nor an entity.*near: QLoRA"):
        find_node(GRAPH, "QLoRa2")


def test_one_step_holds_the_neighbours_and_two_steps_theirs() -> None:
    centre = find_node(GRAPH, "ImageNet")
    assert {name(i) for i in neighbourhood(LINKS, centre, 1)} == {"ImageNet", "p-resnet", "p-vit"}
    assert {name(i) for i in neighbourhood(LINKS, centre, 2)} >= {"ViT", "Résnet"}


def test_the_core_is_the_best_connected() -> None:
    links = links_of(large_graph(60, 40))
    kept = core(links, 20, edges=1000)
    assert len(kept) == 20
    assert links.degree[kept].min() >= sorted(links.degree.tolist())[-20]


def test_the_core_stays_within_its_number_of_edges() -> None:
    links = links_of(large_graph(60, 40))
    kept = set(core(links, 1000, edges=50).tolist())
    inside = sum(a in kept and b in kept for a, b in zip(links.source.tolist(), links.target.tolist(), strict=True))
    assert 0 < inside <= 50


def test_a_part_keeps_what_is_said_between_its_nodes_and_nothing_else() -> None:
    part = part_of(GRAPH, neighbourhood(LINKS, find_node(GRAPH, "ImageNet"), 1))
    assert part.papers.column("id").to_pylist() == ["p-resnet", "p-vit"]
    assert part.relations.num_rows == part.mentions.num_rows == 2


def test_the_whole_is_a_part_of_itself() -> None:
    part = part_of(GRAPH, core(LINKS, LINKS.size, edges=1000))
    assert (part.papers, part.mentions, part.entities, part.relations) == (
        GRAPH.papers, GRAPH.mentions, GRAPH.entities, GRAPH.relations,
    )  # fmt: skip
    assert part.papers.num_rows == len(LIBRARY)

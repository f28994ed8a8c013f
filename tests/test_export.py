import csv
import io
import json
from pathlib import Path

import networkx as nx
import pytest

from papergraph.graph.export import FORMATS, ExportError, csv_files, gexf, graphml, json_ld, node_link, write
from papergraph.graph.network import to_networkx
from papergraph.graph.tables import PaperGraph

from .test_resolve import graph_of, said

GRAPH = graph_of(
    [
        said("1", "ResNet-50"),
        said("1", "ResNet-50", role="compared"),
        said("2", 'A "quoted" <name> & \x01', role="proposed"),
        said("2", "ResNet50"),
        said("3", "ResNet-101"),
    ],
    years={"1": 2020},
)


def test_node_link_is_what_networkx_reads() -> None:
    data = json.loads(node_link(GRAPH))
    network = nx.node_link_graph(data, edges="edges")
    assert nx.utils.graphs_equal(network, to_networkx(GRAPH))
    (node,) = [n for n in data["nodes"] if n["id"] == "method:resnet-50"]
    assert (node["kind"], node["name"], node["aliases"]) == ("method", "ResNet-50", ["ResNet50"])
    assert {n["id"] for n in data["nodes"] if n["kind"] == "paper"} == {"paper:1", "paper:2", "paper:3"}


def test_graphml_and_gexf_hold_every_node_and_edge() -> None:
    whole = to_networkx(GRAPH)
    for network in (
        nx.parse_graphml(graphml(GRAPH), force_multigraph=True),
        nx.read_gexf(io.BytesIO(gexf(GRAPH).encode())),
    ):
        assert set(network) == {n.replace("\x01", "") for n in whole}
        assert network.number_of_edges() == whole.number_of_edges()
        assert network.nodes["method:resnet-50"]["name"] == "ResNet-50"
        assert {d["predicate"] for *_, d in network.edges(data=True)} == {
            "USES",
            "COMPARES_WITH",
            "PROPOSES",
            "VARIANT_OF",
        }


def test_gexf_bears_no_date() -> None:
    assert "lastmodified" not in gexf(GRAPH)


def test_csv_has_one_row_a_mention_with_its_sentence() -> None:
    files = {name: list(csv.DictReader(io.StringIO(text))) for name, text in csv_files(GRAPH).items()}
    assert len(files["nodes.csv"]) == to_networkx(GRAPH).number_of_nodes()
    row = next(r for r in files["edges.csv"] if r["predicate"] == "USES" and r["source"] == "paper:2")
    assert (row["target"], row["name"], row["mention"]) == ("method:resnet-50", "ResNet-50", 'A "quote')


def test_json_ld_says_it_in_the_words_of_schema_org() -> None:
    nodes = {n["@id"]: n for n in json.loads(json_ld(GRAPH))["@graph"]}
    assert nodes["papergraph:paper:1"]["uses"] == ["papergraph:method:resnet-50"]
    assert nodes["papergraph:paper:1"]["datePublished"] == "2020"
    assert nodes["papergraph:method:resnet-50"]["variantOf"] == ["papergraph:method:resnet"]
    assert nodes["papergraph:method:resnet-50"]["alternateName"] == ["ResNet50"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_bytes_depend_on_the_graph_alone(form: str, tmp_path: Path) -> None:
    one, two = (write(GRAPH, form, tmp_path / n / "out") for n in "ab")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
    assert write(PaperGraph(), form, tmp_path / "empty")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match=r"cannot be written \(.*\); choose another -o"):
        write(GRAPH, "json", tmp_path / "file" / "x.json")
    with pytest.raises(ExportError, match="unknown format 'dot'; choose one of graphml"):
        write(GRAPH, "dot", tmp_path / "x")

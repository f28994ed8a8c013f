"""The page as text: one file, nothing fetched, nothing run that is not its own, the same bytes each time."""

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.graph.page import page_html, show, write_page
from papergraph.graph.page_data import page_data, short_title
from papergraph.graph.page_part import PageError, links_of
from papergraph.graph.page_related import related_papers
from papergraph.graph.tables import PaperGraph

from .page_graphs import Told, large_graph, told_graph

PAGE = page_html(told_graph(), title="Library")


def data_of(page: str) -> Any:
    text = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert text
    return json.loads(text[1])


def test_the_page_names_no_file_and_no_host_that_it_would_load() -> None:
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", PAGE, flags=re.S)
    assert not re.search(r"<(?:script|img|iframe|link|source|object|embed)[^>]+(?:src|href)=[\"'](?!data:)", markup)
    assert "@import" not in PAGE
    assert not re.search(r"url\(\s*['\"]?https?:", PAGE)


def test_the_policy_forbids_every_fetch_and_knows_each_script_and_style() -> None:
    said = re.search(r'Content-Security-Policy" content="([^"]+)"', PAGE)
    assert said
    policy = html.unescape(said[1])
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "connect-src" not in policy
    blocks = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", PAGE, re.S)
    assert len(blocks) == 3
    for block in blocks:
        assert base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() in policy


def test_the_licence_of_vis_network_stays_in_the_page() -> None:
    assert "@license" in PAGE
    assert "vis.js is dual licensed under both" in PAGE


def test_pyvis_s_own_html_of_the_cdn_is_not_used() -> None:
    assert "cdn" not in re.sub(r"<script\b.*?</script>", "", PAGE, flags=re.S).lower()


HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- <script> -->",
    "]]></svg>",
    "a\u2028b\u2029c",
    "\u202etfel ot thgir",
    "{{ 7 * 7 }} {% raw %}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_data(text: str) -> None:
    page = page_html(told_graph([("x", text, f"{text} and [method:used:Net].", 2020)]), title=text)
    assert page.count("<script") == PAGE.count("<script")
    assert page.count("<img") == PAGE.count("<img")
    data = data_of(page)
    assert data["papers"]["title"] == [text]
    assert data["title"] == text


@given(title=st.text(max_size=60), abstract=st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text_is_escaped_and_comes_back_as_it_was(title: str, abstract: str) -> None:
    graph = told_graph([("x", title, abstract.replace("[", "("), None)])
    page = page_html(graph, title=title or "none")
    assert page.count("</script>") == PAGE.count("</script>")
    data = data_of(page)
    assert data["papers"]["title"] == graph.papers.column("title").to_pylist()
    assert data["papers"]["abstract"] == graph.papers.column("abstract").to_pylist()


def test_offsets_count_as_javascript_counts() -> None:
    told: Told = ("x", "Fire 🔥🔥", "A 🧪 [method:used:Nét] for 🚀 [method:used:Two].", 2020)
    graph = told_graph([told])
    data = page_data(graph, links_of(graph))
    text = f"{data['papers']['title'][0]}\n{data['papers']['abstract'][0]}".encode("utf-16-le")
    said = data["mentions"]
    marks = [text[2 * a : 2 * b].decode("utf-16-le") for a, b in zip(said["start"], said["end"], strict=True)]
    assert sorted(marks) == ["Nét", "Two"]


def test_the_same_graph_gives_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    script = (
        "from papergraph.graph.page import page_html; from papergraph.extractors.lexicons import lexicon_of; "
        "from papergraph.extractors.records import *; from papergraph.graph.assemble import assemble; import hashlib; "
        "ps = [Paper(f'p{i}', f'T{i}', f'We use N{i % 5}.') for i in range(20)]; "
        "ms = [Mention('method', f'N{i % 5}', 'used', Evidence(f'p{i}', 7 + len(str(i)) + 2 - 1, 10, 0, 5, 'r', 1.0))"
        " for i in range(20)]; "
        "print(hashlib.sha256(page_html(assemble(ps, ms, lexicon=lexicon_of(()))).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "1", "99")
    }  # fmt: skip
    assert len(digests) == 1


def test_a_focus_keeps_the_neighbourhood_only() -> None:
    data = data_of(page_html(told_graph(), focus="ImageNet", steps=1))
    assert data["papers"]["id"] == ["p-resnet", "p-vit"]
    assert data["entities"]["name"] == ["ImageNet"]
    assert data["focus"] == 2


def test_an_unknown_focus_is_refused() -> None:
    with pytest.raises(PageError, match="'Nothing of the kind' is neither"):
        page_html(told_graph(), focus="Nothing of the kind")


def test_a_large_graph_shows_its_core_and_can_still_find_the_rest() -> None:
    data = data_of(page_html(large_graph(40, 30), limit=25))
    assert len(data["nodes"]["x"]) == 25
    assert len(data["rest"]) == data["total"]["nodes"] - 25


def test_related_papers_share_rare_names() -> None:
    graph = told_graph()
    ids = graph.papers.column("id").to_pylist()
    links = links_of(graph)
    near = {ids[i]: [ids[other] for other, _, _ in found] for i, found in enumerate(related_papers(links))}
    assert near["p-vit"] == ["p-resnet"]
    assert near["p-qlora"][0] == "p-lora"
    assert near["p-alone"] == []


def test_a_pair_s_weight_is_the_inverse_document_frequency() -> None:
    graph = told_graph([(f"p{i}", f"T{i}", "[method:used:Net]." if i < 2 else "Nothing.", None) for i in range(10)])
    ((_, score, reasons),) = related_papers(links_of(graph))[0]
    assert (score, reasons) == (1.61, [10])


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("LoRA: Low-Rank Adaptation", "LoRA"),
        ("A: B", "A: B"),
        ("", ""),
        ("Supercalifragilisticexpialidociousnessandmore", "Supercalifragilisticexpialidociou…"),
        ("One two three four five six seven eight nine", "One two three four five six…"),
    ],
)
def test_a_paper_s_label_is_short(title: str, label: str) -> None:
    assert short_title(title) == label


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = write_page(told_graph(), tmp_path / "deep" / "page.html", title="Library")
    assert target.read_text(encoding="utf-8") == PAGE
    assert [p.name for p in target.parent.iterdir()] == ["page.html"]


def test_a_place_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PageError, match=r"cannot write the page .* choose another -o"):
        write_page(PaperGraph(), tmp_path / "file" / "page.html")


def test_a_notebook_shows_the_page_in_a_frame_of_its_own() -> None:
    frame = show(told_graph(), title="Library", height=500)._repr_html_()
    inside = re.search(r'srcdoc="([^"]*)"', frame)
    assert inside
    assert html.unescape(inside[1]) == PAGE
    assert 'sandbox="allow-scripts allow-downloads allow-popups"' in frame
    assert "allow-same-origin" not in frame
    assert "500px" in frame

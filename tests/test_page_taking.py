"""What a person takes away from the page, and pages that are large, hostile, framed or empty, in a real Chromium."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from papergraph.graph.page import page_html, show, write_page
from papergraph.graph.tables import PaperGraph

from .browser import Browser
from .page_acts import click_node, fragment, search, shown, table_titles, title
from .page_graphs import LIBRARY, Told, large_graph, told_graph

HOSTILE: tuple[Told, ...] = (
    (
        "h1",
        "</script><script>document.title='caught'</script>",
        "We use [method:used:<img src=x onerror=alert(1)>].",
        2020,
    ),
    (
        "h2",
        "\u202eright to left\u202c שלום عالم",
        "An emoji 🔥 before [method:used:Nét 🧪] and $\\frac{1}{2}$ \\LaTeX{}.",
        2021,
    ),
    ("h3", "long " * 20_000, "We use [method:used:=HYPERLINK(1)] on [dataset:used:'\"`&amp;].", 2022),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of papers that try to be markup."""
    return write_page(told_graph(HOSTILE), tmp_path_factory.mktemp("page") / "hostile.html", title="<b>Hostile</b>")


# The tables


def test_the_table_sorts_filters_and_chooses(page: Browser) -> None:
    page.click("button[data-view=table]")
    assert table_titles(page) == sorted((t[1] for t in LIBRARY), key=str.casefold)
    page.click(".sorter", "Year")
    assert table_titles(page)[0] == "QLoRA: Quantised Adapters"
    assert page.find("th[aria-sort=descending]").text.startswith("Year")
    page.find("#table-filter").send_keys("squad")
    assert table_titles(page) == ["A Hundred Thousand Questions"]
    page.click("#table-area tbody .node")
    assert title(page) == "A Hundred Thousand Questions"
    assert page.find("#table-area tr.chosen").text.startswith("A Hundred")


def test_the_table_of_entities_is_a_tab_away(page: Browser) -> None:
    page.click("button[data-view=table]")
    page.find("#tab-papers").send_keys(Keys.ARROW_RIGHT)
    assert page.find("#tab-entities") == page.driver.switch_to.active_element
    assert "ImageNet" in table_titles(page)
    assert "tab=entities" in fragment(page)


def test_the_table_is_copied_as_csv(page: Browser) -> None:
    page.click("button[data-view=table]")
    page.click("#csv")
    page.until(lambda: page.js("return papergraph.copied"), "the table is copied")
    rows = list(csv.DictReader(io.StringIO(page.js("return papergraph.copied"))))
    assert [r["Id"] for r in rows if r["Title"] == "Images as Words"] == ["p-vit"]
    assert len(rows) == len(LIBRARY)


# Taking away


def save(page: Browser, what: str, ending: str) -> Path:
    for old in page.downloads.iterdir():
        old.unlink()
    page.click("#save-open")
    page.click("#save button", what)
    return page.saved(ending)


def test_a_picture_is_saved_as_png(page: Browser) -> None:
    file = save(page, "PNG", "png")
    page.until(lambda: file.stat().st_size > 5000, "the picture is written")
    assert file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_picture_is_saved_as_svg(page: Browser) -> None:
    root = ET.parse(save(page, "SVG", "svg")).getroot()
    names = {e.text for e in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"ImageNet", "GLUE"} <= names
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > page.js("return papergraph.nodes") * 0.9


def test_the_shown_graph_is_saved_as_json_with_its_sentences(page: Browser) -> None:
    page.click("#filters .check", "Tasks")
    saved = json.loads(save(page, "JSON", "json").read_text(encoding="utf-8"))
    assert len(saved["nodes"]) == shown(page)
    assert not [n for n in saved["nodes"] if n["kind"] == "task"]
    edge = next(e for e in saved["edges"] if (e["source"], e["target"]) == ("paper:p-vit", "dataset:imagenet"))
    assert edge["evidence"][0]["mention"] == "ImageNet"
    assert edge["evidence"][0]["sentence"] == "ViT follows on ImageNet."


def test_the_shown_graph_is_saved_as_graphml_that_networkx_reads(page: Browser) -> None:
    import networkx as nx

    network = nx.read_graphml(save(page, "GraphML", "graphml"))
    assert network.number_of_nodes() == shown(page)
    assert network.nodes["paper:p-vit"]["year"] == 2020


def test_picked_papers_are_saved_as_bibtex(page: Browser) -> None:
    click_node(page, "paper:p-vit")
    page.click("#panel .chip", "Pick")
    search(page, "hundred")
    page.keys(Keys.ENTER)
    page.click("#panel .chip", "Pick")
    text = save(page, "picked papers", "bib").read_text(encoding="utf-8")
    assert text.count("@misc{") == 2
    assert "@misc{writer2020images," in text
    assert "author = {Ada Writer and Bo Reader}" in text


# Large, hostile, framed, empty


def test_a_large_graph_says_what_it_shows_and_finds_the_rest(chromium: Browser, tmp_path: Path) -> None:
    page = write_page(large_graph(60, 60), tmp_path / "page.html", limit=30, folder="out")
    chromium.open(page)
    assert "30 of" in chromium.find("#note").text
    assert "most connections" in chromium.find("#note").text
    absent = json.loads(chromium.js("return document.getElementById('data').textContent"))["rest"][-1][1]
    assert absent in search(chromium, absent)
    chromium.keys(Keys.ENTER)
    assert f"papergraph show out --focus '{absent}'" in chromium.find("#panel pre").text
    assert chromium.troubles() == []


def test_hostile_text_is_shown_as_text(chromium: Browser, hostile: Path) -> None:
    chromium.open(hostile)
    assert chromium.find("h1").text == "<b>Hostile</b>"
    for key, heading in (("h1", HOSTILE[0][1]), ("h2", HOSTILE[1][1])):
        click_node(chromium, f"paper:{key}")
        assert chromium.js("return document.querySelector('#panel h2').textContent") == heading
    assert [m.text for m in chromium.driver.find_elements(By.CSS_SELECTOR, ".abstract mark")] == ["Nét 🧪"]
    click_node(chromium, "paper:h3")
    assert chromium.find("#panel h2").size["height"] < 400
    chromium.click("button[data-view=both]")
    assert chromium.js("return document.querySelectorAll('img, #panel script, iframe').length") == 0
    chromium.click("#tab-entities")
    chromium.click("#csv")
    chromium.until(lambda: chromium.js("return papergraph.copied"), "the table is copied")
    assert "'=HYPERLINK(1)" in chromium.js("return papergraph.copied")
    assert chromium.driver.title == "<b>Hostile</b> · papergraph"
    for text in ("svg", "graphml"):
        ET.fromstring(chromium.js("return papergraph.texts[arguments[0]]()", text))
    assert chromium.troubles() == []


def test_a_javascript_address_never_becomes_a_link(chromium: Browser, tmp_path: Path) -> None:
    from dataclasses import replace

    graph = told_graph()
    bad = graph.papers.to_pylist()
    for row, url in zip(
        bad,
        (
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "//example.org",
            " javascript:x",
            "ftp://x",
            "https://",
        ),
        strict=True,
    ):
        row["url"] = url
    graph = replace(graph, papers=type(graph.papers).from_pylist(bad, schema=graph.papers.schema))
    chromium.open(write_page(graph, tmp_path / "page.html"))
    for row in bad:
        chromium.js("location.hash = 'node=paper:' + arguments[0]", row["id"])
        chromium.until(lambda: title(chromium), "the panel opens")
        assert not chromium.driver.find_elements(By.CSS_SELECTOR, "#panel .links a"), row["url"]


def test_a_notebook_s_frame_works_too(chromium: Browser, tmp_path: Path) -> None:
    book = tmp_path / "notebook.html"
    book.write_text(f"<!doctype html><title>n</title>{show(told_graph())._repr_html_()}", encoding="utf-8")
    chromium.driver.get(book.as_uri())
    chromium.driver.switch_to.frame(0)
    try:
        chromium.until(
            lambda: chromium.js("return Boolean(window.papergraph && papergraph.frames())"), "the graph is drawn"
        )
        chromium.find("h1").click()
        search(chromium, "imagenet")
        chromium.keys(Keys.ENTER)
        assert title(chromium) == "ImageNet"
    finally:
        chromium.driver.switch_to.default_content()


def test_an_empty_graph_is_an_empty_page(chromium: Browser, tmp_path: Path) -> None:
    chromium.open(write_page(PaperGraph(), tmp_path / "page.html"))
    assert "This graph is empty" in chromium.find("#note").text
    assert chromium.troubles() == []


def test_a_focus_page_opens_on_its_centre(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page_html(told_graph(), focus="ImageNet", title="Library"), encoding="utf-8")
    chromium.open(path)
    assert title(chromium) == "ImageNet"
    assert "neighbourhood of ImageNet" in chromium.find("#note").text
    assert chromium.js("return papergraph.shown().nodes") == chromium.js("return papergraph.nodes")

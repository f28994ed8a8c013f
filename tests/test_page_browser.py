"""The page as a person uses it: a real Chromium without a network, by mouse and by keyboard."""

import csv
import io
import json
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from papergraph.graph.page import page_html, show, write_page
from papergraph.graph.tables import PaperGraph

from .browser import Browser
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
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a small library."""
    graph = told_graph(aliases={"GPT-3": ("Generative Pre-trained Transformer 3",)})
    return write_page(graph, tmp_path_factory.mktemp("page") / "library.html", title="Library")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of papers that try to be markup."""
    return write_page(told_graph(HOSTILE), tmp_path_factory.mktemp("page") / "hostile.html", title="<b>Hostile</b>")


@pytest.fixture
def page(chromium: Browser, library: Path) -> Iterator[Browser]:
    """The library, open; whatever a test does, no request and no console message may come of it."""
    chromium.open(library)
    yield chromium
    assert chromium.troubles() == []


def click_node(page: Browser, key: str) -> None:
    at = page.js("return papergraph.at(papergraph.find(arguments[0]))", key)
    page.click_at(at["x"], at["y"])


def title(page: Browser) -> str:
    return page.find("#panel h2").text


def search(page: Browser, text: str) -> list[str]:
    page.keys("/")
    box = page.find("#search")
    assert box == page.driver.switch_to.active_element
    box.clear()
    page.keys(text)
    return [e.text for e in page.driver.find_elements(By.CSS_SELECTOR, "#hits [role=option] .label")]


def shown(page: Browser) -> int:
    return int(page.js("return papergraph.shown().nodes"))


def fragment(page: Browser) -> str:
    return str(page.js("return location.hash"))


# Opening


def test_it_opens_with_its_title_and_counts(page: Browser) -> None:
    assert page.find("h1").text == "Library"
    assert page.find("#counts").text.startswith("7 papers")
    assert page.js("return papergraph.labels().length") > 5


def test_no_physics_runs_at_load(page: Browser) -> None:
    before = page.js("return papergraph.at(0)")
    time.sleep(0.4)
    assert page.js("return papergraph.at(0)") == before
    assert page.find("#physics").get_attribute("aria-pressed") == "false"


def test_physics_moves_the_nodes_when_asked_for(page: Browser) -> None:
    before = page.js("return [...Array(papergraph.nodes).keys()].map(i => papergraph.at(i))")
    page.find("#physics").click()
    page.until(
        lambda: page.js("return [...Array(papergraph.nodes).keys()].map(i => papergraph.at(i))") != before,
        "a node moves",
    )
    page.find("#physics").click()
    assert page.find("#physics").get_attribute("aria-pressed") == "false"


def test_the_policy_stops_a_script_that_would_fetch(chromium: Browser, library: Path) -> None:
    chromium.open(library)
    refused = chromium.driver.execute_async_script(
        "const done = arguments[0];"
        "document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));"
        "fetch('https://example.org/').catch(() => 0);"
    )
    assert refused == "connect-src"
    assert any("Content Security Policy" in t for t in chromium.troubles())


# The map


def test_a_click_on_a_paper_shows_its_abstract_with_every_mention_marked(page: Browser) -> None:
    click_node(page, "paper:p-lora")
    assert title(page) == "LoRA: Low-Rank Adaptation"
    marks = [(m.text, m.get_attribute("class")) for m in page.driver.find_elements(By.CSS_SELECTOR, ".abstract mark")]
    assert marks == [
        ("LoRA", "method"),
        ("GPT-3", "method"),
        ("Adapters", "method"),
        ("GLUE", "dataset"),
        ("accuracy", "metric"),
        ("machine translation", "task"),
        ("https://github.com/example/lora", "repository"),
    ]


def test_a_click_on_an_entity_shows_its_names_papers_and_company(page: Browser) -> None:
    search(page, "gpt-3")
    page.keys(Keys.ENTER)
    panel = page.find("#panel").text
    assert title(page) == "GPT-3"
    assert "Also Generative Pre-trained Transformer 3" in panel
    assert "LoRA: Low-Rank Adaptation" in panel
    assert "Named together with" in panel


def test_a_click_on_an_edge_shows_its_sentence_with_the_mention_marked(page: Browser) -> None:
    number = page.js(
        "const data = JSON.parse(document.getElementById('data').textContent);"
        "const a = papergraph.find('paper:p-vit'), b = papergraph.find('dataset:imagenet');"
        "return data.edges.from.findIndex((x, e) => x === a && data.edges.to[e] === b)"
    )
    places = [page.js("return papergraph.edgeAt(arguments[0], arguments[1])", number, n / 20) for n in range(4, 17)]
    at = next(p for p in places if page.js("return papergraph.hit(arguments[0], arguments[1])", p["x"], p["y"]) < 0)
    page.click_at(at["x"], at["y"])
    assert page.find("#panel .predicate").text == "evaluates on"
    assert page.find("#panel blockquote").text == "ViT follows on ImageNet."
    assert page.find("#panel blockquote mark").text == "ImageNet"
    assert page.find("#panel .grounds").text == "rule cue · confidence 0.90"


def test_a_click_beside_everything_lets_go(page: Browser) -> None:
    click_node(page, "paper:p-vit")
    box = page.find("#canvas").rect
    page.click_at(box["x"] + 8, box["y"] + 8)
    page.until(lambda: not page.find("body").find_element(By.ID, "panel").is_displayed(), "the panel closes")


def test_dragging_moves_the_map_and_the_wheel_zooms(page: Browser) -> None:
    before = page.js("return papergraph.at(0)")
    page.drag((260, 90), (330, 150))
    moved = page.js("return papergraph.at(0)")
    assert (round(moved["x"] - before["x"]), round(moved["y"] - before["y"])) == (70, 60)
    scale = page.js("return papergraph.scale()")
    page.wheel(700, 400, -240)
    page.until(lambda: page.js("return papergraph.scale()") > scale, "the map is larger")


def test_the_keyboard_moves_and_zooms_the_map(page: Browser) -> None:
    page.js("document.getElementById('canvas').focus()")
    before = page.js("return papergraph.at(0)")
    page.keys(Keys.ARROW_RIGHT)
    assert page.js("return papergraph.at(0)")["x"] == pytest.approx(before["x"] - 80, abs=1)
    scale = page.js("return papergraph.scale()")
    page.keys("+")
    page.until(lambda: page.js("return papergraph.scale()") > scale, "the map is larger")
    page.keys("0")
    page.until(lambda: page.js("return papergraph.scale()") == pytest.approx(scale, rel=0.05), "everything is shown")


def test_a_node_can_be_dragged(page: Browser) -> None:
    at = page.js("return papergraph.at(papergraph.find('dataset:glue'))")
    page.drag((at["x"], at["y"]), (at["x"] + 60, at["y"] + 40))
    moved = page.js("return papergraph.at(papergraph.find('dataset:glue'))")
    assert moved["x"] - at["x"] == pytest.approx(60, abs=12)  # the hand's first few pixels only begin the drag
    assert moved["y"] - at["y"] == pytest.approx(40, abs=12)


# The search


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lora", "LoRA"),
        ("RESNET", "Résnet"),
        ("résn", "Résnet"),
        ("question", "question answering"),
        ("generative pre", "GPT-3"),
        ("hundred questions", "A Hundred Thousand Questions"),
        ("example/third", "https://github.com/example/third"),
    ],
)
def test_the_search_finds_names_aliases_and_titles(page: Browser, typed: str, first: str) -> None:
    assert search(page, typed)[0] == first


def test_arrows_and_enter_choose_a_hit(page: Browser) -> None:
    hits = search(page, "lora")
    assert len(hits) > 1
    page.keys(Keys.ARROW_DOWN)
    box = page.find("#search")
    assert box.get_attribute("aria-activedescendant") == "hit-1"
    page.keys(Keys.ENTER)
    assert title(page) == hits[1]


def test_a_name_that_is_not_there_is_said(page: Browser) -> None:
    assert search(page, "zebra") == []
    assert page.find("#hits").text == "Nothing by that name"
    page.keys(Keys.ESCAPE)
    assert not page.driver.find_element(By.ID, "hits").is_displayed()


# The filters


def test_the_legend_hides_a_kind(page: Browser) -> None:
    before = shown(page)
    page.click("#filters .check", "Datasets")
    assert shown(page) == before - 4
    page.click("#filters .check", "Datasets")
    assert shown(page) == before


def test_a_predicate_can_be_left_out(page: Browser) -> None:
    page.click("#filters .check", "links to")
    assert "without=LINKS_TO" in fragment(page)
    search(page, "example/third")
    assert page.js("return papergraph.shown().edges") == page.js("return papergraph.edges") - 1


def test_years_narrow_the_papers(page: Browser) -> None:
    Select(page.find("#filters .years select")).select_by_value("2020")
    assert "years=2020-2023" in fragment(page)
    rows = table_titles(page)
    assert rows == ["Images as Words", "LoRA: Low-Rank Adaptation", "QLoRA: Quantised Adapters"]


def test_a_minimum_of_connections_narrows(page: Browser) -> None:
    slider = page.find("#filters input[type=range]")
    slider.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    page.until(lambda: "degree=2" in fragment(page), "the degree is in the address")
    assert page.js("return papergraph.shown().nodes") < page.js("return papergraph.nodes")


def test_only_papers_with_their_own_code(page: Browser) -> None:
    page.click("#filters .check", "Papers with own code")
    assert table_titles(page) == ["LoRA: Low-Rank Adaptation"]
    page.click("#reset")
    assert len(table_titles(page)) == len(LIBRARY)


# Focus, path, history


def test_focus_shows_one_step_then_two(page: Browser) -> None:
    search(page, "imagenet")
    page.keys(Keys.ENTER)
    page.click("#panel .chip", "1 step")
    assert shown(page) == 3
    page.click("#panel .chip", "2 steps")
    assert shown(page) == 6
    page.click("#panel .chip", "2 steps")
    assert shown(page) == page.js("return papergraph.nodes")


def test_a_path_between_two_nodes_is_told_with_its_sentences(page: Browser) -> None:
    click_node(page, "paper:p-qlora")
    page.click("#panel .chip", "Path from here")
    search(page, "gpt-3")
    page.keys(Keys.ENTER)
    assert title(page) == "3 steps"
    steps = [e.text for e in page.driver.find_elements(By.CSS_SELECTOR, "#panel .path .node .label")]
    assert steps[0] == "QLoRA: Quantised Adapters"
    assert steps[-1] == "GPT-3"
    assert len(page.driver.find_elements(By.CSS_SELECTOR, "#panel .path blockquote")) == 3


def test_no_path_is_said(page: Browser) -> None:
    click_node(page, "paper:p-vit")
    page.click("#panel .chip", "Path from here")
    search(page, "a paper without")
    page.keys(Keys.ENTER)
    assert title(page) == "No path"


def test_back_and_forward_go_through_what_was_seen(page: Browser) -> None:
    click_node(page, "paper:p-vit")
    page.click("#panel .rows .node", "ImageNet")
    page.click("#panel .rows .node", "Residual Learning")
    page.driver.back()
    page.until(lambda: title(page) == "ImageNet", "back")
    page.driver.back()
    page.until(lambda: title(page) == "Images as Words", "back again")
    page.driver.forward()
    page.until(lambda: title(page) == "ImageNet", "forward")
    page.click("#panel [aria-label=Back]")
    page.until(lambda: title(page) == "Images as Words", "back by the panel's own button")
    page.click("#panel [aria-label=Back]")
    page.until(lambda: not page.driver.find_element(By.ID, "panel").is_displayed(), "back where it began")


def test_a_link_opens_the_same_view(chromium: Browser, library: Path) -> None:
    chromium.open(library)
    search(chromium, "imagenet")
    chromium.keys(Keys.ENTER)
    chromium.click("#panel .chip", "1 step")
    chromium.click("#filters .check", "reports")
    chromium.click("button[data-view=both]")
    link = fragment(chromium).removeprefix("#")
    seen = (title(chromium), shown(chromium), table_titles(chromium))
    chromium.open(library, link)
    assert (title(chromium), shown(chromium), table_titles(chromium)) == seen
    assert fragment(chromium).removeprefix("#") == link


@pytest.mark.parametrize(
    "text", ["node=nothing", "focus=9", "path=a~b", "%E0%A4%A", "edge=x&years=9-x&degree=-4", "view=<img>"]
)
def test_a_broken_link_opens_the_whole(chromium: Browser, library: Path, text: str) -> None:
    chromium.open(library, text)
    assert shown(chromium) == chromium.js("return papergraph.nodes")
    assert chromium.troubles() == []


def test_related_papers_come_with_their_reasons(page: Browser) -> None:
    click_node(page, "paper:p-vit")
    assert page.find("#panel .related .node .label").text == "Residual Learning of Images"
    assert page.find("#panel .why").text == "both name ImageNet"


def test_links_lead_out_safely(page: Browser) -> None:
    click_node(page, "paper:p-lora")
    link = page.find("#panel .links a")
    assert link.get_attribute("href") == "https://example.org/p-lora"
    assert link.get_attribute("rel") == "noopener noreferrer"


# The tables


def table_titles(page: Browser) -> list[str]:
    if not page.driver.find_element(By.ID, "tables").is_displayed():
        page.click("button[data-view=both]")
    return [e.text for e in page.driver.find_elements(By.CSS_SELECTOR, "#table-area tbody th .label")]


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

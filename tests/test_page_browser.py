"""The page as a person uses it, by mouse and by keyboard, in a real Chromium without a network."""

import time
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from .browser import Browser
from .page_acts import click_node, fragment, search, shown, table_titles, title
from .page_graphs import LIBRARY

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

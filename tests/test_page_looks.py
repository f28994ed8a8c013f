"""How the page looks: pictures at three sizes in both themes, and what an accessibility check says of it."""

import os
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from papergraph.graph.page import write_page

from .browser import Browser
from .page_graphs import told_graph

SIZES = {"desk": (1280, 800), "tablet": (820, 1180), "phone": (390, 844)}
VIEWS = {
    "map": "",
    "paper": "node=paper:p-lora",
    "entity": "node=dataset:glue&focus=2&around=dataset:glue",
    "edge": "edge=paper:p-vit EVALUATES_ON dataset:imagenet",
    "path": "path=paper:p-qlora~dataset:glue",
    "both": "view=both&node=paper:p-bert",
    "table": "view=table&tab=entities",
}
SCREENSHOTS = os.environ.get("PAPERGRAPH_SCREENSHOTS", "")
"""A folder that keeps the pictures; without it they go to the test's own."""
PICTURE = os.environ.get("PAPERGRAPH_PICTURE", "")
"""The file that the README's picture is written to."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(told_graph(), tmp_path_factory.mktemp("page") / "library.html", title="Library")


def folder_for(tmp_path: Path) -> Path:
    folder = Path(SCREENSHOTS) if SCREENSHOTS else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_view_fits_its_screen(chromium: Browser, library: Path, tmp_path: Path, size: str, dark: bool) -> None:
    for view, fragment in VIEWS.items():
        chromium.open(library, fragment.replace(" ", "+"), size=SIZES[size], dark=dark)
        wide = chromium.js("return document.documentElement.scrollWidth")
        assert wide <= SIZES[size][0], f"{view} is wider than the screen"
        file = folder_for(tmp_path) / f"{view}-{size}-{'dark' if dark else 'light'}.png"
        assert chromium.driver.save_screenshot(str(file))
        assert file.stat().st_size > 5000
        assert chromium.troubles() == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_no_serious_fault(chromium: Browser, library: Path, axe: str, size: str, dark: bool) -> None:
    found = []
    for view, fragment in VIEWS.items():
        chromium.open(library, fragment.replace(" ", "+"), size=SIZES[size], dark=dark)
        if view == "map":
            chromium.keys("/", "l", "o")
        chromium.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
        result = chromium.driver.execute_async_script(
            "axe.run(document, {resultTypes: ['violations']}).then(arguments[0], e => arguments[0]({error: String(e)}))"
        )
        assert "error" not in result, result
        found += [
            f"{view}: {v['id']} ({v['impact']}): {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}"
            for v in result["violations"]
        ]
    assert not found, "\n".join(found)


def test_the_keyboard_reaches_every_control(chromium: Browser, library: Path) -> None:
    chromium.open(library, "view=both&node=paper:p-lora")
    chromium.js("document.body.focus()")
    name = "(e => e.id || e.dataset.at || e.textContent.slice(0, 40))"
    reached = set()
    for _ in range(150):
        chromium.keys(Keys.TAB)
        reached.add(chromium.js(f"return {name}(document.activeElement)"))
    controls = chromium.js(
        "return [...document.querySelectorAll('button, input, select, a[href]')]"
        f".filter(e => e.offsetParent && !e.disabled && e.tabIndex >= 0).map({name})"
    )
    assert set(controls) <= reached
    assert "canvas" in reached


def test_the_focus_is_visible(chromium: Browser, library: Path) -> None:
    chromium.open(library)
    for control in ("#search", "#save-open", "#canvas"):
        chromium.js("document.querySelector(arguments[0]).focus({focusVisible: true})", control)
        width = chromium.js("return getComputedStyle(document.querySelector(arguments[0])).outlineWidth", control)
        assert width in ("2px", "3px"), control


def test_motion_is_reduced_where_it_is_not_wanted(chromium: Browser, library: Path) -> None:
    chromium.open(library)
    before = chromium.js("return papergraph.scale()")
    chromium.click("[data-do=in]")
    assert chromium.js("return papergraph.scale()") == pytest.approx(before * 1.4, rel=0.01)


@pytest.mark.skipif(not PICTURE, reason="set PAPERGRAPH_PICTURE=docs/picture.png, from the checkout, to draw it anew")
def test_the_readme_s_picture(chromium: Browser, tmp_path: Path) -> None:
    from papergraph.building import build

    chromium.open(write_page(build(["input"]), tmp_path / "page.html", title="Landmark papers"))
    chromium.js("location.hash = arguments[0]", "node=paper:1810.04805")
    chromium.until(lambda: chromium.find("#panel h2").text.startswith("BERT"), "the panel shows the paper")
    chromium.click("[data-do=fit]")
    chromium.until(lambda: chromium.js("return papergraph.scale()") < 1, "the whole map is seen")
    chromium.driver.save_screenshot(PICTURE)
    assert chromium.troubles() == []

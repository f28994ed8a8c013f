"""What a person does with the page, and looks at, in the tests of the page."""

from selenium.webdriver.common.by import By

from .browser import Browser


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


def table_titles(page: Browser) -> list[str]:
    if not page.driver.find_element(By.ID, "tables").is_displayed():
        page.click("button[data-view=both]")
    return [e.text for e in page.driver.find_elements(By.CSS_SELECTOR, "#table-area tbody th .label")]

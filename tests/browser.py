"""A real browser for the tests: headless Chromium, cut off from every network, its console and its requests watched."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
HOW = "install it with: apt-get update && apt-get install -y chromium chromium-driver"
LOCAL = ("file:", "data:", "blob:", "about:", "chrome:")


class MissingBrowserError(Exception):
    """There is no Chromium, or no driver for it, on this machine; the text says how to get it."""


class Browser:
    """Chromium with what the tests do to it; `driver` is selenium's own."""

    def __init__(self, folder: Path) -> None:
        binary = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        driver = shutil.which("chromedriver")
        if not binary or not driver:
            raise MissingBrowserError(f"no {'chromedriver' if binary else 'chromium'} on the path; {HOW}")
        options = Options()
        options.binary_location = binary
        for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
            options.add_argument(flag)
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        try:
            self.driver = webdriver.Chrome(options=options, service=Service(driver))
        except WebDriverException as e:
            raise MissingBrowserError(f"Chromium does not start ({(e.msg or '').splitlines()[0]}); {HOW}") from e
        self.driver.set_script_timeout(60)
        self.driver.execute_cdp_cmd(
            "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(self.downloads)}
        )

    def quit(self) -> None:
        """End the browser."""
        self.driver.quit()

    def open(self, page: Path, fragment: str = "", *, size: tuple[int, int] = (1280, 800), dark: bool = False) -> None:
        """Open a page afresh, with animations off, and wait until its graph is drawn."""
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False},
        )
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        self._log("browser")
        self._log("performance")
        self.driver.get(page.as_uri() + (f"#{fragment}" if fragment else ""))
        drawn = "papergraph.frames() || !document.getElementById('map').clientWidth"
        self.until(lambda: self.js(f"return Boolean(window.papergraph && ({drawn}))"), "the graph is drawn")

    def _log(self, which: str) -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", self.driver.get_log(which))  # type: ignore[no-untyped-call]

    def troubles(self) -> list[str]:
        """Return every console message and every request that left the page, since it was opened."""
        found = [f"console: {entry['message']}" for entry in self._log("browser")]
        for entry in self._log("performance"):
            message: dict[str, Any] = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith(LOCAL):
                    found.append(f"request: {url}")
        return found

    def js(self, script: str, *arguments: object) -> Any:
        """Run a script in the page and return its value."""
        return self.driver.execute_script(script, *arguments)

    def until(self, holds: Callable[[], object], what: str, *, seconds: float = 20) -> None:
        """Wait until something holds, or fail saying what did not."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds:g} s: {what}")
            time.sleep(0.03)

    def find(self, css: str) -> WebElement:
        """Return the first visible element."""
        found = [e for e in self.driver.find_elements(By.CSS_SELECTOR, css) if e.is_displayed()]
        assert found, f"nothing visible matches {css}"
        return found[0]

    def click(self, css: str, text: str = "") -> None:
        """Click the first visible element, or the one with this text."""
        for element in self.driver.find_elements(By.CSS_SELECTOR, css):
            if element.is_displayed() and text in element.text:
                element.click()
                return
        raise AssertionError(f"nothing visible matches {css} with the text {text!r}")

    def keys(self, *keys: str) -> None:
        """Type keys at whatever has the focus."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def click_at(self, x: float, y: float) -> None:
        """Click with the mouse at a point of the window, as a person's hand would: moved there first."""
        self._mouse("mouseMoved", x, y)
        self._mouse("mousePressed", x, y, buttons=1)
        self._mouse("mouseReleased", x, y)

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, steps: int = 8) -> None:
        """Drag with the mouse from a point of the window to another."""
        self._mouse("mouseMoved", *start)
        self._mouse("mousePressed", *start, buttons=1)
        for n in range(1, steps + 1):
            at = (start[0] + (end[0] - start[0]) * n / steps, start[1] + (end[1] - start[1]) * n / steps)
            self._mouse("mouseMoved", *at, buttons=1)
        self._mouse("mouseReleased", *end)

    def wheel(self, x: float, y: float, delta: float) -> None:
        """Turn the mouse's wheel at a point of the window."""
        event = {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": delta}
        self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    def _mouse(self, kind: str, x: float, y: float, *, buttons: int = 0) -> None:
        button = "none" if kind == "mouseMoved" else "left"
        event = {"type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1}
        self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    def saved(self, ending: str) -> Path:
        """Wait for a download and return its path."""
        self.until(lambda: list(self.downloads.glob(f"*.{ending}")), f"a .{ending} file is saved")
        return next(self.downloads.glob(f"*.{ending}"))


def axe_script(folder: Path) -> str:
    """Return axe-core's script, fetched with npm; AXE_CORE may name a file instead."""
    if given := os.environ.get("AXE_CORE"):
        return Path(given).read_text(encoding="utf-8")
    npm = shutil.which("npm")
    if npm is None:
        raise MissingBrowserError("axe-core comes by npm, which is not on the path; apt-get install -y npm")
    command = [npm, "install", "--prefer-offline", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4.10"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise MissingBrowserError(f"npm could not install axe-core ({said}); or set AXE_CORE to a copy of axe.min.js")
    return script.read_text(encoding="utf-8")

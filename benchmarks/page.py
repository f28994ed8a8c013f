"""How heavy is the page, how soon is it there, how smoothly does it move? Beside pyvis's own HTML, in one run.

    python benchmarks/page.py [INPUT...] [--seconds 120] [--sizes 5000 20000]

INPUT are files or folders as for `papergraph build` (default: input). Needs Chromium and chromedriver. Every figure is
the median of three runs but for pyvis's, which is measured once: it takes minutes. "First paint" is when the graph is
on the screen, counted from the start of the navigation; frames are those painted while a mouse drags for three seconds.
"""

import argparse
import random
import shutil
import statistics
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from urllib3.exceptions import HTTPError

from papergraph.building import build
from papergraph.extractors.lexicons import lexicon_of
from papergraph.extractors.records import ROLES, Evidence, Kind, Mention, Paper
from papergraph.graph.assemble import assemble
from papergraph.graph.layout import layout
from papergraph.graph.network import to_networkx
from papergraph.graph.page import page_html
from papergraph.graph.tables import PaperGraph

FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()
DRAG = """
const canvas = document.querySelector(arguments[0]), own = arguments[1], done = arguments[2];
const count = () => (own ? papergraph.frames() : window.drawn);
const box = canvas.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
const send = (type, dx, dy) => canvas.dispatchEvent(new PointerEvent(type, {
  bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse', isPrimary: true,
  buttons: type === 'pointerup' ? 0 : 1, clientX: x + dx, clientY: y + dy}));
send('pointerdown', 0, 0);
const start = performance.now(), before = count();
let n = 0;
const step = () => {
  n += 1;
  send('pointermove', 150 * Math.sin(n / 10), 80 * Math.cos(n / 10));
  const spent = performance.now() - start;
  if (spent < 3000) requestAnimationFrame(step);
  else { send('pointerup', 0, 0); done((count() - before) / spent * 1000); }
};
requestAnimationFrame(step);
"""
HOOK = """
if (typeof network === 'undefined' || !network || !network.on) return 0;
if (!window.hooked) { window.hooked = true; window.drawn = 0; network.on('afterDrawing', () => {
  window.first = window.first || performance.now(); window.drawn += 1; }); }
return window.first || 0;
"""


def made_graph(nodes: int, edges: int, *, seed: int = 1) -> PaperGraph:
    """Return a random graph of papers and names, most names of a paper being of its theme, with a few hubs."""
    dice = random.Random(seed)
    papers = nodes * 35 // 100
    names = nodes - papers
    kinds: list[Kind] = dice.choices(
        ["method", "dataset", "repository", "task", "metric"], [55, 15, 10, 15, 5], k=names
    )
    themes = 25
    written, mentions = [], []
    for i in range(papers):
        own = {i, i + papers} if i + papers < names else {i}
        while len(own) < edges / papers:
            theme = i % themes if dice.random() < 0.85 else dice.randrange(themes)
            own.add(min(names - 1, theme + themes * int((names // themes) * dice.random() ** 3)))
        text = f"Paper {i} of theme {i % themes}\n"
        title = len(text)
        for name in sorted(own):
            said = f"https://github.com/org/name{name}" if kinds[name] == "repository" else f"Name{name}"
            start = len(text) + 7
            text += f"We use {said} among several other things here. "
            evidence = Evidence(f"p{i:06}", start, start + len(said), start - 7, len(text) - 1, "made", 0.9)
            mentions.append(Mention(kinds[name], said, dice.choice(ROLES[kinds[name]]), evidence))
        written.append(Paper(f"p{i:06}", text[: title - 1], text[title:], year=2015 + i % 10))
    return assemble(written, mentions, lexicon=lexicon_of(()))


def pyvis_html(graph: PaperGraph, path: Path) -> None:
    """Write the same graph as pyvis itself writes it, with its default physics."""
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    net = Network(cdn_resources="in_line", directed=True, height="740px", width="1048px")
    network = to_networkx(graph)
    net.nodes = [Node(k, "dot", str(d["name"])[:34], title=str(d["name"])).options for k, d in network.nodes(data=True)]
    net.edges = [Edge(a, b, directed=True, title=p).options for a, b, p in network.edges(keys=True)]
    path.write_text(net.generate_html(), encoding="utf-8")


def browser() -> webdriver.Chrome:
    """Return a fresh headless Chromium, 1280 by 800, that reaches no network."""
    options = Options()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for flag in (*FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1280,800"):
        options.add_argument(flag)
    options.page_load_strategy = "none"
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(900)
    return driver


def measure(path: Path, ready: str, canvas: str, *, own: bool, limit: float) -> tuple[float, float]:
    """Return seconds to the first paint and frames a second while dragging; infinity and 0 beyond the limit."""
    driver = browser()
    try:
        driver.get(path.as_uri())
        end = time.monotonic() + limit
        first = 0.0
        while not first and time.monotonic() < end:
            time.sleep(0.1)
            with suppress(TimeoutException, HTTPError):  # a page that is busy for minutes does not answer
                first = float(driver.execute_script(ready) or 0)
        if not first:
            return float("inf"), 0.0
        time.sleep(1)
        return first / 1000, float(driver.execute_async_script(DRAG, canvas, own))
    finally:
        with suppress(HTTPError):
            driver.quit()


def layout_seconds(nodes: int) -> float:
    """Return the processor seconds of laying out a graph of this many nodes and three times as many edges."""
    random_ = np.random.default_rng(1)
    source = random_.integers(0, nodes // 3, 3 * nodes)
    target = nodes // 3 + (source * 2 + random_.integers(0, nodes // 20, 3 * nodes)) % (nodes - nodes // 3)
    began = time.process_time()
    layout(source, target, np.ones(3 * nodes), random_.uniform(5, 20, nodes))
    return time.process_time() - began


def main() -> None:
    """Print the figures as a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", default=["input"])
    parser.add_argument("--seconds", type=float, default=120, help="how long to wait for pyvis's first paint")
    parser.add_argument("--sizes", type=int, nargs="*", default=[5_000, 20_000])
    parser.add_argument("--without-pyvis", action="store_true")
    given = parser.parse_args()
    for nodes in (2_000, 20_000):
        print(f"layout of {nodes:,} nodes, {3 * nodes:,} edges: {layout_seconds(nodes):.1f} s of one core")
    graphs = {"corpus": build(given.inputs)} | {f"{n:,} nodes": made_graph(n, 3 * n) for n in given.sizes}
    print(
        f"{'graph':14}{'nodes':>8}{'edges':>8}  {'who':12}{'made s':>8}{'MB':>7}{'first paint s':>15}{'frames/s':>10}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, graph in graphs.items():
            path = Path(folder) / "page.html"
            began = time.perf_counter()
            path.write_text(page_html(graph, title=name), encoding="utf-8")
            made = time.perf_counter() - began
            ready = "return window.papergraph && papergraph.frames() ? papergraph.drawn() : 0"
            runs = [measure(path, ready, "#canvas canvas", own=True, limit=60) for _ in range(3)]
            ours = (statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs))
            size = f"{name:14}{graph.papers.num_rows + graph.entities.num_rows:>8,}{graph.relations.num_rows:>8,}  "
            print(
                f"{size}{'papergraph':12}{made:8.1f}{path.stat().st_size / 1e6:7.2f}{ours[0]:15.2f}{ours[1]:10.0f}",
                flush=True,
            )
            if given.without_pyvis:
                continue
            began = time.perf_counter()
            pyvis_html(graph, path)
            made = time.perf_counter() - began
            first, frames = measure(path, HOOK, "#mynetwork canvas", own=False, limit=given.seconds)
            said = f"{first:15.2f}{frames:10.0f}" if frames else f"{'> ' + format(given.seconds, 'g'):>15}{'-':>10}"
            print(f"{size}{'pyvis':12}{made:8.1f}{path.stat().st_size / 1e6:7.2f}{said}", flush=True)
            if frames:
                sooner, smoother = first / ours[0], ours[1] / frames
                print(f"{'':32}papergraph: first paint {sooner:.1f} times sooner, {smoother:.1f} times the frames")


if __name__ == "__main__":
    main()

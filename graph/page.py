"""The graph as one HTML file that needs no network: data, style, script and vis-network stand in the page itself.

`page_html` returns it, `write_page` writes it, `show` displays it in a notebook. What the page knows comes from
`page_data`, which part of a large graph from `page_part`, where the nodes stand from `layout`; what a reader can do on
it is in `graph/page/`.
"""

import base64
import hashlib
import html
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import msgspec
import numpy as np

from papergraph.graph.page_data import page_data
from papergraph.graph.page_part import PageError, core, find_node, links_of, neighbourhood, part_of
from papergraph.graph.tables import PaperGraph

LIMIT = 20_000
"""How many nodes a page draws at most; of a larger graph it shows the best connected."""
EDGES = 70_000
"""How many edges a page draws at most."""
SEARCHED = 300_000
"""How many further names the page's search knows at most."""
SCRIPTS = (
    "model.js",
    "state.js",
    "focus.js",
    "paint.js",
    "view.js",
    "dom.js",
    "search.js",
    "marks.js",
    "panel.js",
    "filters.js",
    "table.js",
    "takeaway.js",
    "app.js",
)
"""The page's own script, in the order in which its parts build on each other."""
VIS = "vis-9.1.2/vis-network.min.js"


def page_html(
    graph: PaperGraph, *, title: str = "", focus: str = "", steps: int = 2, limit: int = LIMIT, folder: str = "GRAPH"
) -> str:
    """Return the page of the graph, or of what lies within `steps` edges of the paper or entity named by `focus`.

    `title` is the corpus's name in the heading; `folder` is how the page calls the graph in the commands it suggests.
    The same graph gives the same text.

    Raises
    ------
    PageError
        Where `focus` names nothing in the graph.

    >>> "Content-Security-Policy" in page_html(PaperGraph(), title="Nothing yet")
    True
    """
    whole = links_of(graph)
    centre = find_node(graph, focus) if focus else -1
    if focus:
        nodes = neighbourhood(whole, centre, steps)
        best = nodes[np.lexsort((nodes, -whole.degree[nodes], nodes != centre))]
        nodes = np.sort(best[:limit])
    else:
        nodes = core(whole, limit, edges=EDGES)
    part = graph if len(nodes) == whole.size else part_of(graph, nodes)
    data = page_data(part, links_of(part))
    data["title"] = title or "Paper graph"
    data["folder"] = folder
    data["focus"] = int((nodes == centre).argmax()) if focus else -1
    data["total"] = {
        "papers": graph.papers.num_rows,
        "entities": graph.entities.num_rows,
        "relations": graph.relations.num_rows,
        "nodes": whole.size,
    }
    data["rest"] = _rest(graph, whole.degree.tolist(), set(nodes.tolist())) if len(nodes) < whole.size else []
    return _render(data, title=data["title"])


def write_page(
    graph: PaperGraph, path: str | Path, *, title: str = "", focus: str = "", steps: int = 2, limit: int = LIMIT,
    folder: str = "GRAPH",
) -> Path:  # fmt: skip
    """Write the page to a file, whole or not at all, and return its path.

    Raises
    ------
    PageError
        Where `focus` names nothing in the graph, or the file cannot be written.
    """
    target = Path(path)
    text = page_html(graph, title=title, focus=focus, steps=steps, limit=limit, folder=folder)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as e:
        raise PageError(f"{target}: cannot write the page ({e.strerror}); choose another -o") from e
    return target


@dataclass(frozen=True, slots=True)
class NotebookPage:
    """The page as a notebook shows it: a frame of its own, cut off from the notebook's document."""

    html: str
    height: int

    def _repr_html_(self) -> str:
        return (
            '<iframe title="papergraph" sandbox="allow-scripts allow-downloads allow-popups" '
            f'style="width:100%;height:{self.height}px;border:1px solid #8884;border-radius:8px" '
            f'srcdoc="{html.escape(self.html)}"></iframe>'
        )


def show(graph: PaperGraph, *, title: str = "", focus: str = "", steps: int = 2, height: int = 680) -> NotebookPage:
    """Return the page as an object that a notebook displays inline, `height` pixels high.

    >>> show(PaperGraph())._repr_html_()[:26]
    '<iframe title="papergraph"'
    """
    return NotebookPage(page_html(graph, title=title, focus=focus, steps=steps), height)


def _rest(graph: PaperGraph, degree: list[int], shown: set[int]) -> list[tuple[int, str, int]]:
    """Return (kind's number, name, edges) of the best connected nodes that are not drawn, for the search."""
    from papergraph.graph.page_data import SHAPES

    names = [*graph.papers.column("title").to_pylist(), *graph.entities.column("name").to_pylist()]
    kinds = ["paper"] * graph.papers.num_rows + graph.entities.column("kind").to_pylist()
    number = {kind: i for i, kind in enumerate(SHAPES)}
    left = sorted((i for i in range(len(names)) if i not in shown), key=lambda i: (-degree[i], i))
    return [(number[kinds[i]], names[i], degree[i]) for i in left[:SEARCHED]]


def _render(data: dict[str, object], *, title: str) -> str:
    from jinja2 import Environment
    from markupsafe import Markup

    style, script, vis = _text("style.css"), "\n".join(_text(name) for name in SCRIPTS), _vis_network()
    script = f'(() => {{\n"use strict";\n{script}\n}})();\n'
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_text("page.html.jinja")).render(
        title=title,
        policy=_policy(scripts=(vis, script), styles=(style,)),
        style=Markup(style),
        vis=Markup(vis),
        script=Markup(script),
        data=Markup(_json(data)),
    )


def _json(data: object) -> str:
    """Return JSON that can stand in a script block: `<`, `>` and `&` are escaped, so that no text ends the block."""
    text = msgspec.json.encode(data).decode("utf-8")
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _policy(*, scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """Return the Content-Security-Policy: nothing is fetched, and only the page's own scripts and style run."""

    def hashes(texts: tuple[str, ...]) -> str:
        digests = (base64.b64encode(hashlib.sha256(t.encode("utf-8")).digest()).decode("ascii") for t in texts)
        return " ".join(f"'sha256-{d}'" for d in digests)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=32)
def _text(name: str) -> str:
    return (resources.files("papergraph.graph") / "page" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@lru_cache(maxsize=1)
def _vis_network() -> str:
    """Return vis-network as pyvis bundles it, licence included, with the line ends that HTML gives it."""
    text = (resources.files("pyvis") / "lib" / VIS).read_text(encoding="utf-8")
    text = re.sub(r"\r\n?", "\n", text)
    return re.sub(r"\n//# sourceMappingURL=\S*", "", text)

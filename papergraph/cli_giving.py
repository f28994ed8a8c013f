"""Commands that give the graph away: show, export, push."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

Graph = Annotated[Path, typer.Argument(metavar="GRAPH", help="The graph's folder.")]


def show(
    graph: Graph,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The HTML file; GRAPH/graph.html by default.")
    ] = None,
    focus: Annotated[str, typer.Option(help="Only the neighbourhood of one paper or entity, by name.")] = "",
    limit: Annotated[int, typer.Option(help="How many nodes the page draws at most.", min=1)] = 20_000,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Write the page of a graph."""
    from papergraph.graph import store
    from papergraph.graph.page import page_html

    html = page_html(store.read(graph), title=graph.resolve().name, focus=focus, limit=limit, folder=str(graph))
    path = output or graph / ("focus.html" if focus else "graph.html")
    path.write_text(html, encoding="utf-8")
    typer.echo(str(path))
    if open_it:
        typer.launch(path.resolve().as_uri())


COMMANDS: dict[str, Callable[..., None]] = {"show": show}

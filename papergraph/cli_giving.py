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


FORMATS = "graphml|gexf|json|csv|jsonld|cypher|neo4j-csv"


def export(
    graph: Graph,
    to: Annotated[str, typer.Option("--to", metavar=FORMATS, help="The format.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file, or for csv and neo4j-csv the folder.")],
) -> None:
    """Write the graph in another program's format."""
    from papergraph.cypher import bulk, script
    from papergraph.graph import export as formats
    from papergraph.graph import store

    if to not in FORMATS.split("|"):
        raise typer.BadParameter(f"choose one of {FORMATS.replace('|', ', ')}", param_hint="--to")
    whole, name = store.read(graph), graph.resolve().name or "papergraph"
    if to == "cypher":
        script.write_script(whole, output, name=name)
        typer.echo(str(output))
    elif to == "neo4j-csv":
        typer.echo(bulk.write_bulk(whole, output, name=name))
    else:
        for path in formats.write(whole, to, output):
            typer.echo(str(path))


COMMANDS: dict[str, Callable[..., None]] = {"show": show, "export": export}

"""Commands that ask the graph: query, related, gaps, diff, trends, why, doctor."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

Graph = Annotated[Path, typer.Argument(metavar="GRAPH", help="The graph's folder.")]


def why(
    graph: Graph,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, alias or key of an entity.")],
) -> None:
    """Say why an entity's names are one, what was kept apart from it, and which papers name it."""
    from papergraph.graph import audit, store

    typer.echo(audit.why(store.read(graph), name), nl=False)


COMMANDS: dict[str, Callable[..., None]] = {"why": why}

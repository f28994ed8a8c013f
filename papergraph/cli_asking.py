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


def doctor(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="INPUT", help="Files or folders to look at too.", show_default=False)
    ] = None,
    uri: Annotated[str, typer.Option(help="Address of a Neo4j server, bolt://HOST:7687; NEO4J_URI if not given.")] = "",
    user: Annotated[str | None, typer.Option(help="User of the server; NEO4J_USER, else neo4j.")] = None,
    database: Annotated[str | None, typer.Option(help="Database of the server; its default one if not given.")] = None,
) -> None:
    """Look whether everything is in place, and say the mend for what is not (password: NEO4J_PASSWORD)."""
    from papergraph.doctor import findings, report

    found = findings(inputs or (), uri=uri, user=user, database=database)
    typer.echo(report(found), nl=False)
    if any(f.state == "wrong" for f in found):
        raise typer.Exit(1)


COMMANDS: dict[str, Callable[..., None]] = {"why": why, "doctor": doctor}

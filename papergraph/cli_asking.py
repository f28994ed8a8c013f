"""Commands that look into things: why, doctor."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from papergraph.cli_building import Extractors, Lexicons, Model

Graph = Annotated[Path, typer.Argument(metavar="GRAPH", help="The graph's folder.")]


def why(
    graph: Graph,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A name, alias or key of an entity; with --dropped, a paper.")
    ] = "",
    dropped: Annotated[bool, typer.Option("--dropped", help="List what was not kept: of a paper, or of all.")] = False,
    top: Annotated[int, typer.Option(help="With --dropped: how many; 0 lists all.", min=0)] = 50,
    form: Annotated[
        str, typer.Option("--format", metavar="table|json|jsonl|csv", help="With --dropped: how to print rows.")
    ] = "table",
    lexicons: Lexicons = None,
    extractors: Extractors = None,
    model: Model = "",
) -> None:
    """Say why an entity's names are one, what spoke for it where it was read, and what was dropped, and why.

    The papers are read again; give the lexicons and extractors of the build.
    """
    from papergraph import explaining
    from papergraph.cypher.rows import FORMATS, format_rows
    from papergraph.graph import store

    if not name and not dropped:
        raise typer.BadParameter("give the NAME of an entity, or --dropped", param_hint="NAME")
    if form not in FORMATS:
        raise typer.BadParameter(f"choose one of {', '.join(FORMATS)}", param_hint="--format")
    if form != "table" and not dropped:
        raise typer.BadParameter("rows are listed with --dropped", param_hint="--format")
    given: dict[str, Any] = {"lexicons": lexicons or (), "extractors": extractors or (), "model": model}
    read = store.read(graph)
    if not dropped:
        typer.echo(explaining.why(read, name, **given), nl=False)
        return
    found = explaining.dropped(read, name, **given)
    shown = found[:top] if top else found
    typer.echo(format_rows(explaining.dropped_rows(read, shown, full=form != "table"), form), nl=False)
    if len(shown) < len(found):
        typer.echo(f"papergraph: and {len(found) - len(shown):,} more; --top 0 lists all", err=True)


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

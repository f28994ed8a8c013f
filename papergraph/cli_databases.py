"""Commands that speak Cypher: query (embedded engine or Neo4j) and push."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

if TYPE_CHECKING:
    import neo4j

Graph = Annotated[Path, typer.Argument(metavar="GRAPH", help="The graph's folder.")]
User = Annotated[str, typer.Option(help="Neo4j user; the password comes from NEO4J_PASSWORD or a prompt.")]
Database = Annotated[str | None, typer.Option(help="Neo4j database; the user's home database by default.")]
Name = Annotated[str, typer.Option("--name", help="The graph's name in the database; its folder's name by default.")]


def query(
    graph: Annotated[Path | None, typer.Argument(metavar="GRAPH", help="The graph's folder.")] = None,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A query of the library, see --list.")] = "",
    pairs: Annotated[
        list[str] | None, typer.Option("-p", "--param", metavar="key=value", help="A parameter; may be repeated.")
    ] = None,
    list_all: Annotated[bool, typer.Option("--list", help="List the library's queries.")] = False,
    show: Annotated[str, typer.Option("--show", metavar="NAME", help="Print a query's text.")] = "",
    text: Annotated[str, typer.Option("--cypher", help="Any Cypher statement; - reads it from standard input.")] = "",
    form: Annotated[str, typer.Option("--format", metavar="table|json|jsonl|csv", help="How to print rows.")] = "table",
    uri: Annotated[str, typer.Option(help="Ask a Neo4j server instead, at bolt:// or neo4j+s:// ...")] = "",
    user: User = "neo4j",
    database: Database = None,
    graph_name: Name = "",
    write: Annotated[bool, typer.Option("--write", help="Let free Cypher write; on a Neo4j server only.")] = False,
) -> None:
    """Ask a question by name or in Cypher, of the embedded engine or of a Neo4j server."""
    from papergraph.cypher import ask, library, rows

    if list_all:
        typer.echo(library.list_queries().rstrip("\n"))
        return
    if show:
        typer.echo(library.find_query(show).text.rstrip("\n"))
        return
    if form not in get_args(rows.Format):
        raise typer.BadParameter(f"choose one of {', '.join(get_args(rows.Format))}", param_hint="--format")
    if graph is None or bool(name) == bool(text):
        raise typer.BadParameter("give GRAPH and either a query's NAME or --cypher; --list shows the names")
    given = library.read_pairs(pairs or [])
    said: tuple[str, ...] = ()
    with _driver(uri, user, database) as driver:
        if name:
            found = ask.ask(graph, name, given, driver=driver, database=database, graph=graph_name or None)
            if not found.rows:
                said = ask.why_no_rows(graph, name, given, driver=driver, database=database, graph=graph_name or None)
        else:
            statement = sys.stdin.read() if text == "-" else text
            found = ask.run_cypher(
                graph, statement, given, driver=driver, database=database, graph=graph_name or None, write=write
            )
    typer.echo(rows.format_rows(found, cast("rows.Format", form)), nl=False)
    for line in said:
        typer.echo(f"papergraph: {line}", err=True)


def push(
    graph: Graph,
    uri: Annotated[str, typer.Option(help="Where the server is: bolt://localhost:7687, neo4j+s://...")],
    user: User = "neo4j",
    database: Database = None,
    name: Name = "",
    prune: Annotated[bool, typer.Option("--prune", help="Remove what this graph no longer holds.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Send everything, also what seems unchanged.")] = False,
) -> None:
    """Write the graph to a Neo4j server; repeating it changes nothing."""
    from papergraph.cypher.embedded import graph_name
    from papergraph.cypher.push import push as push_graph
    from papergraph.graph import store

    whole = store.read(graph)
    with _driver(uri, user, database) as driver:
        assert driver is not None
        summary = push_graph(
            whole,
            driver,
            name=name or graph_name(graph),
            database=database,
            prune=prune,
            dry_run=dry_run,
            resend=resend,
        )
    typer.echo(str(summary))


@contextmanager
def _driver(uri: str, user: str, database: str | None) -> "Iterator[neo4j.Driver | None]":
    """Give a connected driver, or None without an address."""
    if not uri:
        yield None
        return
    from papergraph.cypher.connection import connect

    driver = connect(uri, user, password(user), database)
    try:
        yield driver
    finally:
        driver.close()


def password(user: str) -> str:
    """Return the password from NEO4J_PASSWORD, or ask for it where there is a terminal."""
    known = os.environ.get("NEO4J_PASSWORD")
    if known is not None or not sys.stdin.isatty():
        return known or ""
    return str(
        typer.prompt(f"Password of Neo4j user {user}", hide_input=True, err=True, default="", show_default=False)
    )


COMMANDS: dict[str, Callable[..., None]] = {"query": query, "push": push}

"""How is a question put to an engine? By its name or in free Cypher, to the embedded copy or to a Neo4j server."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papergraph.cypher.embedded import graph_name, open_graph
from papergraph.cypher.hints import hints
from papergraph.cypher.library import Value, bind, find_query
from papergraph.cypher.rows import Rows, plain

if TYPE_CHECKING:
    import neo4j


def ask(
    folder: str | Path,
    name: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    driver: "neo4j.Driver | None" = None,
    database: str | None = None,
    graph: str | None = None,
) -> Rows:
    """Return the answer of a query of the library: from the embedded copy of a graph folder, or from `driver`'s server.

    `graph` is the name under which the graph was pushed, by default the folder's.

    Raises
    ------
    QueryLibraryError, ParameterError
        Where there is no such query, or the parameters are not its own.
    GraphFolderError, EmbeddedError, Neo4jError
        Where the engine cannot be reached or refuses.
    """
    query = find_query(name)
    bound = bind(query, parameters or {})
    return run_cypher(folder, query.text, bound, driver=driver, database=database, graph=graph)


def why_no_rows(
    folder: str | Path,
    name: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    driver: "neo4j.Driver | None" = None,
    database: str | None = None,
    graph: str | None = None,
) -> tuple[str, ...]:
    """Return a line for each parameter of a library query that names nothing in the graph; takes what `ask` took."""
    query = find_query(name)

    def run(text: str, given: Mapping[str, Value]) -> Rows:
        return run_cypher(folder, text, given, driver=driver, database=database, graph=graph)

    return tuple(hints(query, bind(query, parameters or {}), run))


def run_cypher(
    folder: str | Path,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    driver: "neo4j.Driver | None" = None,
    database: str | None = None,
    graph: str | None = None,
    write: bool = False,
) -> Rows:
    """Return the answer of any Cypher statement; `$graph` is there without being given.

    Reading only, but with `write` on a server. The embedded engine never writes.
    """
    if driver is None:
        with open_graph(folder) as embedded:
            return embedded.run(text, {"graph": embedded.name, **(parameters or {})})
    from papergraph.cypher.connection import plain_errors  # with the driver, which an embedded query does without

    given = {"graph": graph or graph_name(folder), **(parameters or {})}

    def work(tx: "neo4j.ManagedTransaction") -> Rows:
        result = tx.run(text, given)  # pyright: ignore[reportArgumentType]
        columns = tuple(result.keys())
        return Rows(columns, tuple(tuple(plain(v) for v in row) for row in result))

    with (
        plain_errors(database=database),
        driver.session(database=database, notifications_min_severity="OFF") as session,
    ):
        return session.execute_write(work) if write else session.execute_read(work)

"""How is the graph queried without a server? Loaded from Arrow tables into Ladybug, and kept beside the graph.

The copy lies in `GRAPH/cache/`, is made at the first query, opened for reading only, and made anew when the graph's
hash, its name, the engine's version or the layout changes.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from papergraph.cypher.evidence import tables
from papergraph.cypher.layout import ENTITY, PAPER, RELATIONSHIP, node_labels, relationship_types
from papergraph.cypher.rows import Rows, plain
from papergraph.extractors.errors import PapergraphError
from papergraph.graph.store import CACHES, read, read_manifest
from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import LABELS

if TYPE_CHECKING:
    import ladybug

LAYOUT = 1
"""Goes up when what is loaded changes, so that older copies are made anew."""
MEMORY = 2 << 30
"""Bytes that the engine may use for its pages; its own default is most of the machine."""
ADDRESSES = 1 << 37
"""Bytes of address space set aside for the file: the engine's default of 8 TB is refused in many containers."""
LOAD_ROWS = 10_000_000
"""A table goes in at once: adding to a relationship table that has rows costs the engine five times as much."""
MACROS = ("CREATE MACRO type(r) AS label(r)",)
"""What Neo4j has under another name."""

_TYPES = {
    pa.string(): "STRING",
    pa.int64(): "INT64",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.list_(pa.string()): "STRING[]",
}


class EmbeddedError(PapergraphError):
    """The embedded engine is not there, cannot open its copy, or refuses a statement."""


class Embedded:
    """An open copy of a graph; a context manager. `name` is the value of `$graph`."""

    def __init__(self, database: "ladybug.Database", name: str) -> None:
        import ladybug

        self.name = name
        self._database = database
        self._connection = ladybug.Connection(database)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the copy."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        self._database.close()

    def run(self, text: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Return the answer of one Cypher statement.

        Raises
        ------
        EmbeddedError
            Where the statement is wrong, or writes.
        """
        given = dict(parameters or {})
        given = {k: v for k, v in given.items() if f"${k}" in text}  # the engine refuses what it does not use
        try:
            result = self._connection.execute(text, given)
        except RuntimeError as e:
            raise EmbeddedError(_said(e)) from e
        if isinstance(result, list):
            result = result[-1]
        columns = tuple(result.get_column_names())
        return Rows(columns, tuple(tuple(plain(v) for v in row) for row in result.get_all()))


def open_graph(folder: str | Path) -> Embedded:
    """Return the embedded copy of a graph folder, made first where there is none that fits.

    Raises
    ------
    GraphFolderError
        Where the folder is not a graph.
    EmbeddedError
        Where the engine is not installed.
    """
    engine = _engine()
    target = Path(folder)
    manifest = read_manifest(target)
    name = graph_name(target)
    mark = sha256(f"{manifest['hash']} {engine.__version__} {LAYOUT} {name}".encode()).hexdigest()[:16]
    path = target / CACHES[0] / f"embedded-{mark}.lbug"
    if not path.exists():
        try:
            path.parent.mkdir(exist_ok=True)
            beside = Path(tempfile.mkdtemp(prefix="loading-", dir=path.parent))
        except OSError:  # a graph on a read-only disk: a copy for this once
            return load_graph(read(target), name=name)
        try:
            load_graph(read(target), name=name, path=beside / "copy.lbug").close()
            for old in path.parent.glob("embedded-*"):
                old.unlink(missing_ok=True)
            os.replace(beside / "copy.lbug", path)  # noqa: PTH105 - the atomic form, on every system
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    try:
        database = engine.Database(path, read_only=True, buffer_pool_size=MEMORY, max_db_size=ADDRESSES)
        return Embedded(database, name)
    except RuntimeError as e:
        with suppress(OSError):
            path.unlink()
        raise EmbeddedError(
            f"{path}: the copy could not be opened and was removed; run the same command again ({_said(e)})"
        ) from e


def graph_name(folder: str | Path) -> str:
    """Return the name that a graph folder goes by in a database: its own.

    >>> graph_name("/data/reading-list/")
    'reading-list'
    """
    return Path(folder).resolve().name or "papergraph"


def load_graph(graph: PaperGraph, *, name: str = "papergraph", path: Path | None = None) -> Embedded:
    """Load a graph into a new embedded database, in memory or at `path`.

    >>> with load_graph(PaperGraph()) as embedded:
    ...     embedded.run("MATCH (p:Paper) RETURN count(p) AS papers").rows
    ((0,),)
    """
    engine = _engine()
    database = engine.Database(str(path) if path else ":memory:", buffer_pool_size=MEMORY, max_db_size=ADDRESSES)
    connection = engine.Connection(database)
    for statement in (*_definitions(), *MACROS):
        connection.execute(statement)
    for table in tables(graph, name=name, size=LOAD_ROWS, digests=False):
        for batch in table.batches():
            options = f" (from='{table.ends[0]}', to='{table.ends[1]}')" if table.ends else ""
            connection.execute(f"COPY {table.name} FROM $rows{options}", {"rows": batch.arrow()})
    connection.close()
    return Embedded(database, name)


def _definitions() -> list[str]:
    made = []
    for label in node_labels():
        fields = PAPER if label == LABELS["paper"] else ENTITY
        made.append(f"CREATE NODE TABLE {label}({_columns(fields)}, PRIMARY KEY (id))")
    pairs: dict[str, list[str]] = {}
    for type_, start, end in relationship_types():
        pairs.setdefault(type_, []).append(f"FROM {start} TO {end}")
    fields = pa.schema([f for f in RELATIONSHIP if f.name not in ("source", "target")])
    made += [f"CREATE REL TABLE {type_}({', '.join(ends)}, {_columns(fields)})" for type_, ends in pairs.items()]
    return made


def _columns(fields: pa.Schema) -> str:
    return ", ".join(f"`{f.name}` {_TYPES[f.type]}" for f in fields if f.name != "digest")


def _engine() -> Any:
    try:
        import ladybug
    except ImportError as e:
        raise EmbeddedError(
            "the embedded engine is not installed; pip install ladybug, or ask a Neo4j server with --uri"
        ) from e
    return ladybug


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())
    if "read-only" in text.lower() or "read only" in text.lower():
        return "the embedded engine only reads, and the statement writes; to write, use Neo4j with --uri and --write"
    return f"the embedded engine refused: {text[:300]}"

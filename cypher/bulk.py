"""How is the graph written for `neo4j-admin database import full`? CSV files with typed headers, and the command.

The importer cannot escape the sign between the elements of a list, so the files use one that no text of the graph
holds. It fills an empty database only; on top of a graph that it brought in, a push writes just what differs.
"""

import shlex
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from papergraph.cypher.evidence import tables
from papergraph.cypher.layout import Batch, Table
from papergraph.cypher.push import schema
from papergraph.cypher.script import ExportError
from papergraph.graph.tables import PaperGraph

ROWS = 50_000
_SEPARATORS = (0x1F, 0x1E, 0x1D, 0x1C, *range(0xE000, 0xF8FF))
"""Signs that may stand between the elements of a list, best first: separators of ASCII, then private use."""
_TYPES = {pa.int64(): "long", pa.float64(): "double", pa.bool_(): "boolean", pa.list_(pa.string()): "string[]"}
COMMAND = "import.sh"
SCHEMA = "schema.cypher"


def write_bulk(graph: PaperGraph, folder: str | Path, *, name: str, database: str = "neo4j") -> str:
    """Write the graph called `name` as CSV files into a new or empty folder and return the command that imports them.

    The command stands in the file `import.sh` too, and the constraints, to be run afterwards, in `schema.cypher`.

    Raises
    ------
    ExportError
        Where the folder holds something already, or cannot be written.
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target}: exists and is not an empty folder; choose another -o, nothing was touched")
    separator = _separator(graph)
    nodes: list[tuple[str, Path]] = []
    relationships: list[tuple[str, Path]] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for table in tables(graph, name=name, size=ROWS):
            path = target / f"{'-'.join((table.name, *(table.ends or ())))}.csv"
            if _write(table, path, separator):
                (relationships if table.ends else nodes).append((table.name, path))
        command = _command(nodes, relationships, separator, database)
        (target / SCHEMA).write_text("".join(f"{s};\n" for s in schema()), encoding="utf-8")
        (target / COMMAND).write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    except OSError as e:
        raise ExportError(f"{target}: cannot be written ({e.strerror}); choose another -o") from e
    return command


def _separator(graph: PaperGraph) -> str:
    """Return the first sign of _SEPARATORS that no text of the graph holds."""
    columns = [
        *(graph.papers.column(c) for c in ("title", "abstract")),
        *(pc.list_flatten(t.column(c)) for t, c in ((graph.papers, "authors"), (graph.entities, "aliases"))),
        *(graph.entities.column(c) for c in ("name",)),
        graph.mentions.column("rule"),
        pc.struct_field(pc.list_flatten(graph.papers.column("sources")), "file"),
    ]
    for code in _SEPARATORS:
        if not any(pc.any(pc.match_substring(column, chr(code))).as_py() for column in columns):
            return chr(code)
    raise ExportError("the texts of the graph hold every separator that the importer could use; use --to cypher")


def _write(table: Table, path: Path, separator: str) -> int:
    """Write one table and return its rows; a table without rows leaves no file."""
    count = 0
    batches = (_flat(batch, separator) for batch in table.batches())
    first = next(batches, None)
    if first is None:
        return 0
    options = pyarrow.csv.WriteOptions(quoting_style="all_valid")
    with pyarrow.csv.CSVWriter(path, first.schema, write_options=options) as writer:
        for rows in chain([first], batches):
            writer.write_table(rows)
            count += rows.num_rows
    return count


def _flat(batch: Batch, separator: str) -> pa.Table:
    """Return the batch with the importer's headers, lists joined to one text each."""
    rows = batch.arrow()
    columns = [pc.binary_join(c, separator) if pa.types.is_list(c.type) else c for c in rows.columns]
    return pa.table(columns, names=[_header(batch, f) for f in rows.schema])


def _header(batch: Batch, field: pa.Field) -> str:
    if batch.ends is None and field.name == "id":
        return f"id:ID({batch.name})"
    if batch.ends is not None and field.name in ("source", "target"):
        return f":START_ID({batch.ends[0]})" if field.name == "source" else f":END_ID({batch.ends[1]})"
    return f"{field.name}:{_TYPES[field.type]}" if field.type in _TYPES else str(field.name)


def _command(
    nodes: list[tuple[str, Path]], relationships: list[tuple[str, Path]], separator: str, database: str
) -> str:
    parts = ["neo4j-admin", "database", "import", "full", database]
    parts += [f"--nodes={label}={path.resolve()}" for label, path in nodes]
    parts += [f"--relationships={type_}={path.resolve()}" for type_, path in relationships]
    parts += [f"--array-delimiter=U+{ord(separator):04X}", "--multiline-fields=true"]
    return " \\\n  ".join(shlex.quote(p) for p in parts)

"""How is the graph written as a script for `cypher-shell`? One that can be run again, and that any text survives.

Statements are those of the push, with the rows as literals. Inside them no quote, backslash, control character or
semicolon stands unescaped, so that a statement ends where a line ends with `;`, whoever reads it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from papergraph.cypher.evidence import tables
from papergraph.cypher.push import schema, statement
from papergraph.extractors.errors import PapergraphError
from papergraph.graph.tables import PaperGraph

SCRIPT_ROWS = 200
"""Rows in a statement: the server parses them as text."""

_UNSAFE = re.compile("[\\x00-\\x1f\\x7f-\\x9f'\"\\\\;\u2028\u2029\ufeff]")
_ESCAPES = {"'": "\\'", '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class ExportError(PapergraphError):
    """An export that cannot be written."""


def write_script(graph: PaperGraph, path: str | Path, *, name: str) -> int:
    """Write the graph called `name` as a Cypher script and return the number of statements.

    Raises
    ------
    ExportError
        Where the file cannot be written.
    """
    target = Path(path)
    count = 0
    try:
        with target.open("w", encoding="utf-8", newline="\n") as file:
            for text in statements(graph, name=name):
                file.write(f"{text};\n\n")
                count += 1
    except OSError as e:
        raise ExportError(f"{target}: cannot be written ({e.strerror}); choose another -o") from e
    return count


def statements(graph: PaperGraph, *, name: str, rows: int = SCRIPT_ROWS) -> Iterator[str]:
    """Yield the statements of the script, without their semicolons: constraints, nodes, relationships.

    >>> next(statements(PaperGraph(), name="x")).split(" IF ")[0]
    'CREATE CONSTRAINT papergraph_paper'
    """
    yield from schema()
    graph_name = literal(name)
    for table in tables(graph, name=name, size=rows):
        template = statement(table.name, table.ends).replace("$graph", graph_name)
        for batch in table.batches():
            values = ",\n".join(literal(row) for row in batch.dicts(without=("graph",)))
            yield f"UNWIND [\n{values}\n] AS row\n{template}"


def literal(value: Any) -> str:
    r"""Return a value as a Cypher literal; absent values are left out of maps.

    >>> literal({"name": "it's; a\nname", "year": 2024, "ok": True, "url": None})
    "{name: 'it\\'s\\u003B a\\nname', year: 2024, ok: true}"
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return f"'{_UNSAFE.sub(_escape, value)}'"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k}: {literal(v)}' for k, v in value.items() if v is not None)}}}"
    return f"[{', '.join(literal(v) for v in value)}]"


def _escape(found: re.Match[str]) -> str:
    """Escape one character; never a quote or backslash by its code, as Neo4j reads codes before it looks for quotes."""
    sign = found[0]
    return _ESCAPES.get(sign, f"\\u{ord(sign):04X}")

"""What does a query answer, and how is it shown? Columns and rows, as a table, JSON, JSON lines or CSV."""

import csv
import io
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import msgspec

Format = Literal["table", "json", "jsonl", "csv"]
FORMATS: tuple[Format, ...] = ("table", "json", "jsonl", "csv")


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: the names of the columns and the rows, of plain values only (texts, numbers, lists, dicts, None)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def dicts(self) -> list[dict[str, Any]]:
        """Return each row as a dict."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def plain(value: Any) -> Any:
    """Return a database's value without its types: nodes and relationships as dicts, times as ISO 8601.

    >>> import neo4j.time
    >>> plain(neo4j.time.Date(2024, 2, 29))
    '2024-02-29'
    """
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, Decimal):  # the embedded engine's sums
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return _of_neo4j(value) if "neo4j" in sys.modules else str(value)


def _of_neo4j(value: Any) -> Any:
    import neo4j.graph
    import neo4j.spatial
    import neo4j.time

    if isinstance(value, neo4j.graph.Node):
        return {"_labels": sorted(value.labels), **{k: plain(value[k]) for k in sorted(value.keys())}}
    if isinstance(value, neo4j.graph.Relationship):
        return {"_type": value.type, **{k: plain(value[k]) for k in sorted(value.keys())}}
    if isinstance(value, neo4j.graph.Path):
        return {"_nodes": [plain(n) for n in value.nodes], "_relationships": [plain(r) for r in value.relationships]}
    if isinstance(value, neo4j.spatial.Point):
        return [float(v) for v in value]
    if isinstance(value, (neo4j.time.Date, neo4j.time.Time, neo4j.time.DateTime, neo4j.time.Duration)):
        return value.iso_format()
    return str(value)


def format_rows(rows: Rows, form: Format = "table", *, width: int | None = None) -> str:
    r"""Return the answer as text that ends in a newline (nothing, for JSON lines without rows).

    A table is cut to `width` characters where that is given. Lists in tables are joined by "; ", in CSV they are JSON.

    >>> format_rows(Rows(("name", "n"), (("BERT", 2),)), "csv")
    'name,n\nBERT,2\n'
    """
    return _WRITERS[form](rows, width)


def _table(rows: Rows, width: int | None) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows.rows:
        return f"no rows ({', '.join(rows.columns)})\n"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for at, column in enumerate(rows.columns):
        numbers = all(isinstance(row[at], (int, float)) for row in rows.rows)
        table.add_column(Text(column), justify="right" if numbers else "left", overflow="fold")
    for row in rows.rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    file = io.StringIO()
    natural = 40 + sum(max(len(c), *(2 * len(_cell(r[i])) for r in rows.rows)) for i, c in enumerate(rows.columns))
    Console(file=file, width=width or natural, color_system=None).print(table)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def _cell(value: Any) -> str:
    """Show a value on one line, with nothing that a terminal could take for a command."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_cell(v) for v in value)
    text = str(value) if isinstance(value, (str, int, float)) else msgspec.json.encode(value).decode()
    text = " ".join(text.split("\n"))
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf") and c != "\u200d" else c for c in text
    )


def _json(rows: Rows, _: int | None) -> str:
    return msgspec.json.format(msgspec.json.encode(rows.dicts()), indent=1).decode() + "\n"


def _jsonl(rows: Rows, _: int | None) -> str:
    return "".join(msgspec.json.encode(row).decode() + "\n" for row in rows.dicts())


def _csv(rows: Rows, _: int | None) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(rows.columns)
    for row in rows.rows:
        writer.writerow([msgspec.json.encode(v).decode() if isinstance(v, (list, dict)) else v for v in row])
    return file.getvalue()


_WRITERS: dict[Format, Callable[[Rows, int | None], str]] = {
    "table": _table,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
}

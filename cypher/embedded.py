"""How is the graph queried without a server? In Ladybug, an embedded engine, from a copy that is kept beside the graph.

The copy lies in `GRAPH/cache/`, is made at the first query (`loading.py`), opened for reading only, and made anew when
the graph's hash, its name, the engine's version or the layout changes. Asking an existing copy loads neither Arrow nor
NumPy, which would take longer than the question.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from papergraph.cypher.rows import Rows, plain
from papergraph.extractors.errors import PapergraphError
from papergraph.graph.manifest import CACHES, read_manifest

if TYPE_CHECKING:
    import ladybug

    from papergraph.graph.tables import PaperGraph

LAYOUT = 2
"""Goes up when what is loaded changes, so that older copies are made anew."""
MEMORY = 2 << 30
"""Bytes that the engine may use for its pages; its own default is most of the machine."""
ADDRESSES = 1 << 37
"""Bytes of address space set aside for the file: the engine's default of 8 TB is refused in many containers."""


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
    path = path_of_copy(target)
    name = graph_name(target)
    if not path.exists():
        from papergraph.graph.store import read

        graph = read(target)
        try:
            path.parent.mkdir(exist_ok=True)
            with room_beside(path) as room:
                load_graph(graph, name=name, path=room).close()
                keep(room, path)
        except (OSError, RuntimeError):  # a disk that is full or may not be written: a copy for this once
            return load_graph(graph, name=name)
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


def load_graph(graph: "PaperGraph", *, name: str = "papergraph", path: Path | None = None) -> Embedded:
    """Load a graph into a new embedded database, in memory or at `path`.

    >>> from papergraph.graph.tables import PaperGraph
    >>> with load_graph(PaperGraph()) as embedded:
    ...     embedded.run("MATCH (p:Paper) RETURN count(p) AS papers").rows
    ((0,),)
    """
    _engine()
    from papergraph.cypher.loading import loaded

    return Embedded(loaded(graph, name=name, path=path), name)


def path_of_copy(folder: Path) -> Path:
    """Return where the copy of a graph folder lies, or would lie, as it is now."""
    known = f"{read_manifest(folder)['hash']} {_engine().__version__} {LAYOUT} {graph_name(folder)}"
    return folder / CACHES[0] / f"embedded-{sha256(known.encode()).hexdigest()[:16]}.lbug"


@contextmanager
def room_beside(path: Path) -> Iterator[Path]:
    """Give a path on the same disk for a copy that is being made; what lies there when the block ends is removed."""
    folder = Path(tempfile.mkdtemp(prefix=".loading-", dir=path.parent))
    try:
        yield folder / "copy.lbug"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(copy: Path, path: Path) -> None:
    """Move a finished copy to where it belongs, in place of older ones."""
    path.parent.mkdir(exist_ok=True)
    for old in path.parent.glob("embedded-*"):
        old.unlink(missing_ok=True)
    os.replace(copy, path)  # noqa: PTH105 - the atomic form, on every system


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

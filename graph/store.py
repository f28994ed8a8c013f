"""The graph on disk: a folder of Parquet tables with a manifest, written beside and moved into place.

`write` and `read` are inverse to each other. What else may lie in the folder (the page, rejected records, a database's
cache) is carried over or rebuilt by those who own it.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from papergraph.graph.manifest import CACHES, FORMAT, MANIFEST, GraphFolderError, previous_of, read_manifest, recover
from papergraph.graph.tables import SCHEMAS, PaperGraph

OWNED = (MANIFEST, "graph.html", "rejected.jsonl", "overrides.json", *(f"{name}.parquet" for name in SCHEMAS))
"""What a build writes; anything else in the folder is the user's and is kept."""


def write(graph: PaperGraph, folder: str | Path, *, files: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Write the graph to `folder` and return the manifest; the old graph stays whole until the new one is complete.

    `files` are further texts by file name ("graph.html", say) that belong to this build.

    Raises
    ------
    GraphFolderError
        Where `folder` exists and holds something other than a graph, or cannot be written.
    """
    target = Path(folder)
    check_writable(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as e:
        raise GraphFolderError(f"{target}: cannot write here ({e.strerror}); choose another -o") from e
    try:
        manifest = _write_tables(graph, beside)
        for name, text in (files or {}).items():
            (beside / name).write_text(text, encoding="utf-8")
        _swap(beside, target)
    except OSError as e:
        raise GraphFolderError(f"{target}: writing failed ({e.strerror}); the old graph is untouched") from e
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return manifest


def check_writable(folder: str | Path) -> None:
    """Raise GraphFolderError where `folder` is something that a build must not replace."""
    target = Path(folder)
    recover(target)
    if not target.exists() and not target.is_symlink():
        return
    if not target.is_dir():
        raise GraphFolderError(f"{target}: exists and is a file, not a graph folder; choose another -o or remove it")
    if not (target / MANIFEST).is_file() and any(target.iterdir()):
        raise GraphFolderError(
            f"{target}: exists and is not a graph (no {MANIFEST}); choose another -o, nothing was touched"
        )
    if (target / MANIFEST).is_file():
        read_manifest(target)


def read(folder: str | Path) -> PaperGraph:
    """Read a graph folder; `read` after `write` gives an equal graph.

    Raises
    ------
    GraphFolderError
        Where there is no graph, it was written by a newer format, or a table is damaged.
    """
    target = Path(folder)
    read_manifest(target)
    tables: dict[str, pa.Table] = {}
    for name, schema in SCHEMAS.items():
        path = target / f"{name}.parquet"
        try:
            tables[name] = pq.read_table(path).cast(schema)
        except FileNotFoundError as e:
            raise GraphFolderError(f"{path}: is missing; build the graph again") from e
        except (pa.ArrowException, OSError, ValueError) as e:
            raise GraphFolderError(f"{path}: is damaged ({str(e).splitlines()[0]}); build the graph again") from e
    return PaperGraph(**tables)


def _write_tables(graph: PaperGraph, folder: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    counts = {}
    for name in SCHEMAS:
        table: pa.Table = getattr(graph, name)
        path = folder / f"{name}.parquet"
        pq.write_table(table.combine_chunks(), path, compression="zstd", row_group_size=100_000, store_schema=True)
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
        counts[name] = table.num_rows
    manifest = {"format": FORMAT, "program": version("papergraph"), "counts": counts, "hash": digest.hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def _swap(beside: Path, target: Path) -> None:
    """Put `beside` where `target` is; a kill between the two renames is mended by `recover`."""
    beside.chmod(0o755)
    if not target.exists():
        beside.rename(target)
        return
    for item in target.iterdir():
        if item.name not in OWNED and item.name not in CACHES:
            keep = beside / item.name
            (shutil.copytree if item.is_dir() else shutil.copy2)(item, keep)
    previous = previous_of(target)
    shutil.rmtree(previous, ignore_errors=True)
    target.rename(previous)
    try:
        beside.rename(target)
    finally:
        if not target.exists():
            previous.rename(target)
    shutil.rmtree(previous, ignore_errors=True)

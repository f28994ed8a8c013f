"""What does a graph folder say of itself? Its manifest, read without any table, and the mend of an interrupted swap."""

import json
from pathlib import Path
from typing import Any

from papergraph.extractors.errors import PapergraphError

FORMAT = 1
MANIFEST = "manifest.json"
CACHES = ("cache",)
"""Folders that other stages derive from the tables; a new build drops them."""


class GraphFolderError(PapergraphError):
    """A folder that is not a graph, is damaged, or cannot be written."""


def read_manifest(folder: str | Path) -> dict[str, Any]:
    """Return the manifest of a graph folder: format, program, counts, hash.

    Raises
    ------
    GraphFolderError
        Where the folder holds no graph that this version can read.
    """
    target = Path(folder)
    recover(target)
    path = target / MANIFEST
    if not target.exists():
        raise GraphFolderError(f"{target}: no such graph; build one with: papergraph build INPUT -o {target}")
    try:
        manifest = json.loads(path.read_bytes())
        form = int(manifest["format"])
    except (FileNotFoundError, NotADirectoryError) as e:
        raise GraphFolderError(
            f"{target}: is not a graph (no {MANIFEST}); name a folder that papergraph build wrote"
        ) from e
    except (ValueError, KeyError, TypeError) as e:
        raise GraphFolderError(f"{path}: is damaged; build the graph again") from e
    if form > FORMAT:
        raise GraphFolderError(f"{target}: has format {form}, this papergraph reads up to {FORMAT}; update papergraph")
    return dict(manifest)


def previous_of(target: Path) -> Path:
    """Return where the old graph lies while a new one is put in its place."""
    return target.parent / f".{target.name}.previous"


def recover(target: Path) -> None:
    """Put the old graph back where a kill came between the two renames of a swap."""
    previous = previous_of(target)
    if not target.exists() and (previous / MANIFEST).is_file():
        previous.rename(target)

"""The text index on disk: one folder of `.npy` files under GRAPH/cache/, mapped into memory when read.

The folder is named after the graph's hash, so that an index never answers for another graph. Where the folder cannot be
written, nothing is kept and nothing fails.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from papergraph.graph.text_features import FACETS
from papergraph.graph.text_index import TextIndex
from papergraph.graph.wording import Wording

VERSION = 1
"""Goes up whenever the index's form or weights change."""
ARRAYS = (
    "words",
    "sentences",
    "papers",
    "functions",
    "idf",
    "topic_row",
    "topics",
    "posting_start",
    "posting_paper",
    "posting_weight",
)


def index_folder(graph: Path, key: str) -> Path:
    """Return the folder of a graph's text index; `key` is the hash in the graph's manifest."""
    return graph / "cache" / f"text-{VERSION}-{key[:16]}"


def save_index(index: TextIndex, graph: Path, key: str) -> bool:
    """Write the index beside and move it into place; return whether that was possible."""
    target = index_folder(graph, key)
    try:
        target.parent.mkdir(exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".text-", dir=target.parent))
    except OSError:
        return False
    wording = index.wording
    arrays = {
        "words": wording.words,
        "sentences": wording.sentences,
        "papers": wording.papers,
        "functions": wording.functions,
        **{name: getattr(index, name) for name in ARRAYS[4:]},
        **{f"norms_{facet}": index.norms[facet] for facet in FACETS},
    }
    try:
        for name, array in arrays.items():
            np.save(beside / f"{name}.npy", array)
        lines = (f"{stem}\t{written}" for stem, written in zip(index.stems, index.written, strict=True))
        (beside / "vocabulary.tsv").write_text("\n".join(lines), encoding="utf-8")
        for old in target.parent.glob("text-*"):
            shutil.rmtree(old, ignore_errors=True)
        beside.rename(target)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        return target.is_dir()
    return True


def load_index(graph: Path, key: str) -> TextIndex | None:
    """Return the index that was kept for this graph, mapped from disk; None where there is none or it is damaged."""
    folder = index_folder(graph, key)
    try:
        found = {name: _array(folder / f"{name}.npy") for name in ARRAYS}
        norms = {facet: _array(folder / f"norms_{facet}.npy") for facet in FACETS}
        text = (folder / "vocabulary.tsv").read_text(encoding="utf-8")
    except (OSError, ValueError, EOFError):
        return None
    pairs = [line.split("\t") for line in text.split("\n")] if text else []
    wording = Wording(*(found.pop(name) for name in ARRAYS[:4]))
    return TextIndex(tuple(p[0] for p in pairs), tuple(p[-1] for p in pairs), wording, norms=norms, **found)


def _array(path: Path) -> Any:  # of the type that was saved
    """Read a small array, map a large one."""
    return np.load(path, mmap_mode="r" if path.stat().st_size > 1_000_000 else None)

"""Sentence embeddings as a further part of the score, where they are asked for: any callable, or vectors from a file.

papergraph brings no model. `encode` is whatever turns texts into vectors; a file holds vectors that were made before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np

from papergraph.extractors.errors import PapergraphError
from papergraph.graph.tables import PaperGraph
from papergraph.graph.text_features import Floats

MODEL = "sentence-transformers/all-MiniLM-L6-v2"


class SemanticError(PapergraphError):
    """Vectors that do not fit the graph, or a missing library."""


@dataclass(frozen=True)
class Semantic:
    """Where sentence vectors come from: an encoder, vectors by paper id, or both (vectors for papers, else encoded)."""

    encode: Callable[[Sequence[str]], Floats] | None = None
    known: tuple[tuple[str, ...], Floats] | None = None

    def vectors_for(self, graph: PaperGraph) -> Floats:
        """Return a vector of length one for each paper, in the order of the graph's table; zero where there is none.

        Raises
        ------
        SemanticError
            Where the vectors are of none of the graph's papers.
        """
        ids: list[str] = graph.papers.column("id").to_pylist()
        if self.known is not None:
            names, given = self.known
            row = {name: i for i, name in enumerate(names)}
            at = np.array([row.get(paper, -1) for paper in ids], np.int64)
            if len(ids) and not (at >= 0).any():
                raise SemanticError("the vectors' ids are of no paper in this graph; make them for these papers")
            found = np.where((at >= 0)[:, None], given[np.maximum(at, 0)], 0).astype(np.float32)
        elif self.encode is not None:
            rows = graph.papers.select(["title", "abstract"]).to_pylist()
            found = np.asarray(self.encode([f"{r['title']}\n{r['abstract']}" for r in rows]), np.float32)
        else:
            raise SemanticError("no vectors: give an encoder or a file")
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.where(length > 0, length, 1)).astype(np.float32)


def read_vectors(path: str | Path) -> Semantic:
    """Return the vectors of a `.npy` file (papers, dimensions), with the ids in `NAME.ids.txt` beside it, one a line.

    Raises
    ------
    SemanticError
        Where a file is missing or the two do not fit.
    """
    file = Path(path)
    names = file.with_suffix(".ids.txt")
    try:
        vectors = np.load(file, allow_pickle=False)
        ids = tuple(names.read_text(encoding="utf-8").split("\n"))
    except FileNotFoundError as e:
        raise SemanticError(
            f"{e.filename}: no such file; vectors are NAME.npy with NAME.ids.txt, one paper id a line"
        ) from e
    except (OSError, ValueError) as e:
        raise SemanticError(f"{file}: cannot be read as vectors ({e}); save them with numpy.save") from e
    ids = ids[:-1] if ids and not ids[-1] else ids
    if vectors.ndim != 2 or len(vectors) != len(ids):
        raise SemanticError(
            f"{file}: has the shape {vectors.shape} for {len(ids)} ids in {names}; one row an id is needed"
        )
    if not np.isfinite(vectors).all():
        raise SemanticError(f"{file}: holds numbers that are not finite; make the vectors again")
    return Semantic(known=(ids, np.asarray(vectors, np.float32)))


def sentence_encoder(model: str = MODEL) -> Semantic:
    """Return an encoder of the `[semantic]` extra (sentence-transformers).

    Raises
    ------
    SemanticError
        Where the extra is not installed.
    """
    try:
        transformers = import_module("sentence_transformers")
    except ImportError as e:
        raise SemanticError("sentence embeddings need a further library: pip install 'papergraph[semantic]'") from e
    loaded = transformers.SentenceTransformer(model)

    def encode(texts: Sequence[str]) -> Floats:
        return np.asarray(loaded.encode(list(texts), show_progress_bar=False), np.float32)

    return Semantic(encode=encode)

"""GLiNER models as a further extractor: `--extractor gliner --model PATH`, with the extra `papergraph[models]`.

GLiNER (Zaratiana et al. 2024, "GLiNER: Generalist Model for Named Entity Recognition using Bidirectional Transformer")
marks spans for labels that are given in words. Nothing is downloaded here: a model is a folder on this machine, or one
that its own library keeps from an earlier download. What it finds is checked as that of any other extractor.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol, cast

from papergraph.extractors.errors import ExtractorError
from papergraph.extractors.records import Found, Kind, Paper

LABELS: dict[str, tuple[Kind, str]] = {
    "named machine learning method, model or algorithm": ("method", "named"),
    "general machine learning technique": ("method", "technique"),
    "dataset or benchmark": ("dataset", ""),
    "research task": ("task", ""),
    "evaluation metric": ("metric", ""),
}
"""What the model is asked for, and the kind and subkind that each label becomes."""
THRESHOLD = 0.5
"""The least score of a span that counts, GLiNER's own default."""
LONGEST = 1200
"""How many characters a model reads at once; models cut what is beyond some 380 words."""
EXAMPLE = "urchade/gliner_small-v2.1"
"""A small model under the Apache licence, 0.6 GB."""
GETTING = f"python -c \"import gliner; gliner.GLiNER.from_pretrained('{EXAMPLE}')\""
"""How a model is downloaded, once, into its library's own store."""
_SENTENCE_END = re.compile(r"[.!?]\s+|\n")


class Recogniser(Protocol):
    """What is needed of a model."""

    def predict_entities(self, text: str, labels: list[str], *, threshold: float) -> list[dict[str, Any]]:
        """Return spans with `start`, `end`, `label` and `score`."""
        ...


@dataclass(frozen=True)
class Gliner:
    """An extractor that asks a model; `labels` are its words for kinds and subkinds."""

    model: Recogniser
    labels: Mapping[str, tuple[Kind, str]] = field(default_factory=lambda: LABELS)
    threshold: float = THRESHOLD
    name: str = "gliner"

    def __call__(self, paper: Paper) -> Iterator[Found]:
        """Yield what the model marks in a paper; the score is the confidence."""
        for at, piece in pieces(paper.text):
            for span in self.model.predict_entities(piece, list(self.labels), threshold=self.threshold):
                kind, subkind = self.labels[span["label"]]
                confidence = min(max(float(span["score"]), 0.0), 1.0)
                yield Found(kind, at + span["start"], at + span["end"], subkind=subkind, confidence=confidence)


def make(model: str = "") -> Gliner:
    """Return the extractor with the model in a folder, or of a name that was downloaded before.

    Raises
    ------
    ExtractorError
        Where the library is not installed, no model is given, or it cannot be read.
    """
    return Gliner(load(model))


def load(model: str) -> Recogniser:
    """Return a model; see `make`.

    Raises
    ------
    ExtractorError
        As `make`.
    """
    try:
        library = import_module("gliner")
    except ImportError as e:
        part = "" if e.name == "gliner" else f" ({e})"
        raise ExtractorError(
            f"extractor 'gliner' needs a further library{part}: pip install 'papergraph[models]'"
        ) from e
    if not model:
        raise ExtractorError(
            "extractor 'gliner' needs a model and downloads none; give its folder, or the name of one that was "
            f"downloaded before, with --model; for example: {GETTING}, then --model {EXAMPLE}"
        )
    try:
        return cast("Recogniser", library.GLiNER.from_pretrained(model, local_files_only=True))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as e:
        said = " ".join(str(e).split())
        raise ExtractorError(
            f"{model}: no GLiNER model on this machine that can be read ({type(e).__name__}: {said:.200}); give the "
            f"folder of one, or download it by its name first, for example: {GETTING}"
        ) from e


def pieces(text: str, longest: int = LONGEST) -> Iterator[tuple[int, str]]:
    """Yield a text in pieces of whole sentences, each with where it begins; a sentence that is too long is cut.

    >>> list(pieces("One two. Three four. Five.", longest=21))
    [(0, 'One two. Three four. '), (21, 'Five.')]
    """
    begin = 0
    while len(text) - begin > longest:
        ends = [m.end() for m in _SENTENCE_END.finditer(text, begin, begin + longest)]
        end = ends[-1] if ends else text.rfind(" ", begin + 1, begin + longest) + 1 or begin + longest
        yield begin, text[begin:end]
        begin = end
    if text[begin:]:
        yield begin, text[begin:]

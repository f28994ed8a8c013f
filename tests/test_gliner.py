import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from papergraph.extractors import gliner
from papergraph.extractors.errors import ExtractorError
from papergraph.extractors.pipeline import extract, pipeline
from papergraph.extractors.records import Paper

PAPER = Paper("1", "Zorking with FooFormer", "We propose FooFormer and test it on BarBench. It needs no barring.")
STUB = '''
"""Stands for the library: a model is a folder with a file of words and their labels."""
import json
from pathlib import Path


class GLiNER:
    def __init__(self, words):
        self.words = words

    @classmethod
    def from_pretrained(cls, model_id, *, local_files_only=False):
        if not local_files_only:
            raise AssertionError("a download")
        file = Path(model_id) / "gliner_config.json"
        if not file.exists():
            raise FileNotFoundError(f"No config file found in {model_id}")
        return cls(json.loads(file.read_text()))

    def predict_entities(self, text, labels, *, threshold=0.5):
        return [
            {"start": text.index(w), "end": text.index(w) + len(w), "text": w, "label": label, "score": score}
            for w, (label, score) in self.words.items()
            if w in text and label in labels and score >= threshold
        ]
'''
WORDS = """{"BarBench": ["dataset or benchmark", 0.8], "Zorking": ["research task", 0.7],
 "barring": ["research task", 0.3], "needs no": ["general machine learning technique", 0.51]}"""


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The library and a model of it, made here; returns the model's folder."""
    (tmp_path / "gliner.py").write_text(STUB)
    monkeypatch.delitem(sys.modules, "gliner", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    model = tmp_path / "small"
    model.mkdir()
    (model / "gliner_config.json").write_text(WORDS)
    yield str(model)
    sys.modules.pop("gliner", None)


def test_labels_become_kinds_and_scores_confidence(stub: str) -> None:
    ((_, mentions),) = extract([PAPER], pipeline(extractors=["gliner"], model=stub))
    found = {(m.kind, m.subkind, m.name, m.evidence.confidence) for m in mentions if m.evidence.rule == "gliner"}
    assert ("task", "", "zorking", 0.7) in found
    assert ("method", "technique", "needs no", 0.51) in found
    assert not [m for m in mentions if m.name == "barring"]
    assert "BarBench" in {m.name for m in mentions if m.kind == "dataset"}


def test_other_labels_and_thresholds_are_a_package_away(stub: str) -> None:
    asked = gliner.Gliner(gliner.load(stub), {"research task": ("metric", "")}, threshold=0.2, name="mine")
    ((_, mentions),) = extract([PAPER], pipeline(extractors=[asked]))
    assert {(m.kind, m.name) for m in mentions if m.evidence.rule == "mine"} == {
        ("metric", "zorking"),
        ("metric", "barring"),
    }


def test_long_texts_are_read_to_their_end(stub: str) -> None:
    text = "Nothing is here. " * 300 + "It is Zorking again."
    found = list(gliner.make(stub)(Paper("1", "A title", text)))
    assert [(f.kind, text[f.start - 8 : f.end - 8]) for f in found] == [("task", "Zorking")]


@pytest.mark.parametrize("text", ["", "word " * 2000, "x" * 5000, "A. " * 1000, "\n" * 3000])
def test_pieces_make_up_the_text(text: str) -> None:
    cut = list(gliner.pieces(text, longest=100))
    assert "".join(p for _, p in cut) == text
    assert all(text[at : at + len(p)] == p and len(p) <= 100 for at, p in cut)


def test_a_model_that_is_not_there_is_said_with_the_way_to_one(stub: str) -> None:
    with pytest.raises(ExtractorError, match=r"^extractor 'gliner' needs a model and downloads none; .* --model"):
        gliner.make()
    with pytest.raises(ExtractorError, match=r"^/gone: no GLiNER model .*FileNotFoundError.*python -c \"import gliner"):
        gliner.make("/gone")


def test_without_the_library_the_command_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gliner", None)
    with pytest.raises(ExtractorError, match=r"needs a further library.*: pip install 'papergraph\[models\]'$"):
        pipeline(extractors=["gliner"], model="m")


def test_a_part_of_the_library_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(name: str) -> ModuleType:
        raise ImportError("No module named 'torch'", name="torch")

    monkeypatch.setattr(gliner, "import_module", fails)
    with pytest.raises(ExtractorError, match=r"\(No module named 'torch'\): pip install"):
        gliner.make("m")


def test_a_score_outside_of_its_bounds_is_brought_back() -> None:
    class Sure:
        def predict_entities(self, text: str, labels: list[str], *, threshold: float) -> list[dict[str, Any]]:
            return [{"start": 0, "end": 3, "label": labels[2], "score": 1.0000001}]

    (found,) = gliner.Gliner(Sure())(PAPER)
    assert (found.kind, found.confidence) == ("dataset", 1.0)

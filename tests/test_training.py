"""The readers of training data; they stand in the checkout only."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parent.parent / "training" / "gold.py"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="training/ is not installed with the package")


@pytest.fixture(scope="module")
def gold() -> ModuleType:
    spec = importlib.util.spec_from_file_location("training_gold", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TEXT = "We tune FooNet (Foo Network) on CIFAR-10/100, where contrastive learning helps."


@pytest.fixture
def abstracts(tmp_path: Path) -> Path:
    file = tmp_path / "abstracts.jsonl"
    file.write_text(json.dumps({"title": "FooNet: a Parser", "abstract": TEXT}) + "\n")
    return file


def test_annotated_papers_find_their_abstract_by_title(gold: ModuleType, tmp_path: Path, abstracts: Path) -> None:
    file = tmp_path / "annotated.txt"
    file.write_text(
        "# 7 FooNet: A parser\nN* FooNet | Foo Network\nD CIFAR-10 ~ CIFAR-10/100\nT contrastive learning\n"
    )
    (paper,) = gold.read_annotated(file, [abstracts], weight=1.5)
    assert (paper.id, paper.title, paper.abstract, paper.weight) == ("7", "FooNet: a Parser", TEXT, 1.5)
    assert paper.entities == (
        ("N", ("FooNet", "Foo Network"), "FooNet", "proposed"),
        ("D", ("CIFAR-10",), "CIFAR-10/100", "used"),
        ("T", ("contrastive learning",), "contrastive learning", "used"),
    )
    found = [(paper.text[i:j], letter) for i, j, letter in gold.spans(paper)]
    assert found == [
        ("FooNet", "N"),
        ("FooNet", "N"),
        ("Foo Network", "N"),
        ("CIFAR-10/100", "D"),
        ("contrastive learning", "T"),
    ]


@pytest.mark.parametrize(
    ("block", "said"),
    [("# 7 FooNet: A parser\nX FooNet", "not an entity: 'X FooNet'"), ("# 8 BarNet", "no abstract of 'BarNet'")],
)
def test_what_cannot_be_read_is_named(gold: ModuleType, tmp_path: Path, abstracts: Path, block: str, said: str) -> None:
    file = tmp_path / "annotated.txt"
    file.write_text(block)
    with pytest.raises(ValueError, match=said):
        gold.read_annotated(file, [abstracts])

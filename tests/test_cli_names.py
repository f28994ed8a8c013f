"""The user's decisions about names, through the command line: they are taken, kept, explained and given on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PAPERS = [
    {"id": "1", "title": "A study", "abstract": "We fine-tune ResNet-50 on the CIFAR-10 dataset and on ImageNet-1K."},
    {"id": "2", "title": "Another study", "abstract": "Our system builds on ResNet50 and is trained on CIFAR-100."},
    {"id": "3", "title": "A third study", "abstract": "We compare ResNet-101 with BERT on ILSVRC 2012."},
]


def papergraph(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "papergraph.cli", *words], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two inputs, and the graph `g` of the first under the user's aliases and pairs."""
    made = tmp_path_factory.mktemp("names")
    (made / "a.jsonl").write_text("\n".join(map(json.dumps, PAPERS[:2])))
    (made / "b.jsonl").write_text(json.dumps(PAPERS[2]))
    (made / "aliases.toml").write_text('"My Residual Net" = ["ResNet-50"]\n')
    (made / "apart.toml").write_text('pairs = [["ImageNet-1K", "ILSVRC 2012"]]\n')
    done = papergraph(
        "build", "a.jsonl", "-o", "g", "--aliases", "aliases.toml", "--keep-apart", "apart.toml", cwd=made
    )
    assert done.returncode == 0, done.stderr
    return made


def nodes(folder: Path, graph: str) -> dict[str, list[str]]:
    done = papergraph("export", graph, "--to", "json", "-o", "g.json", cwd=folder)
    assert done.returncode == 0, done.stderr
    found = json.loads((folder / "g.json").read_text(encoding="utf-8"))["nodes"]
    return {n["id"]: [n["name"], *n["aliases"]] for n in found}


def test_names_follow_the_user_s_files(folder: Path) -> None:
    found = nodes(folder, "g")
    assert any("My Residual Net" in names and "ResNet50" in names for names in found.values())
    assert {"dataset:cifar-10", "dataset:cifar-100", "paper:1", "paper:2"} <= set(found)


def test_appending_keeps_what_the_user_decided(folder: Path) -> None:
    assert papergraph("build", "b.jsonl", "-o", "g", "--append", cwd=folder).returncode == 0
    found = nodes(folder, "g")
    assert any("My Residual Net" in names for names in found.values())
    assert sum("imagenet" in key or "ilsvrc" in key for key in found) == 2
    whole = papergraph(
        "build", "b.jsonl", "a.jsonl", "-o", "h", "--aliases", "aliases.toml", "--keep-apart", "apart.toml", cwd=folder
    )
    assert whole.returncode == 0
    assert nodes(folder, "h") == found


def test_why_explains_and_an_unknown_name_is_one_line(folder: Path) -> None:
    done = papergraph("why", "g", "ResNet50", cwd=folder)
    assert "the alias or keep-apart file says so (user), paper 2" in done.stdout
    done = papergraph("why", "g", "Nothing", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "papergraph: no entity 'Nothing' in the graph\n"


def test_a_contradiction_stops_before_anything_is_read(folder: Path) -> None:
    (folder / "bad.toml").write_text('\npairs = [["My Residual Net", "ResNet-50"]]\n')
    done = papergraph(
        "build", "none.jsonl", "-o", "x", "--aliases", "aliases.toml", "--keep-apart", "bad.toml", cwd=folder
    )
    assert done.returncode == 1
    assert done.stderr == (
        "papergraph: bad.toml, line 2: 'My Residual Net' and 'ResNet-50' are kept apart here, but joined in the aliases"
        " (aliases.toml, line 1)\n"
    )
    assert not (folder / "x").exists()


def test_an_unknown_format_is_wrong_usage(folder: Path) -> None:
    assert papergraph("export", "g", "--to", "dot", "-o", "x", cwd=folder).returncode == 2

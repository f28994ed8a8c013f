"""The same papers give the same bytes, whatever the order of inputs, the hash seed and the number of workers."""

import hashlib
import json
from pathlib import Path

import pytest

from .pages import LONG, page_a, page_b, run


def digests(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix != ".html")  # the cache is the engine's own
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


NAMES = [
    "BERT",
    "LoRA",
    "Adam",
    "ResNet-50",
    "GPT-4",
    "graph neural networks (GNNs)",
    "ImageNet",
    "CIFAR-10",
    "GLUE",
    "BLEU",
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    made = [
        (
            f"Net{i}: A Study of {NAMES[i % 10]}",
            f"{LONG} We compare {NAMES[i % 7]} with {NAMES[i % 9]} on {NAMES[i % 5]}.",
        )
        for i in range(40)
    ]
    (folder / "a.txt").write_text(page_a(made[:25]))
    (folder / "b.txt").write_text(page_b(made[15:]))
    rows = [{"id": f"x{i}", "title": t, "abstract": a, "year": 2000 + i} for i, (t, a) in enumerate(made[::3])]
    (folder / "c.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows) + "broken\n")
    assert (
        run("build", "a.txt", "b.txt", "c.jsonl", "-o", "first", "--no-html", "--workers", "1", cwd=folder).returncode
        == 0
    )
    return folder


@pytest.mark.parametrize(
    ("order", "workers", "seed"),
    [("c.jsonl b.txt a.txt", "1", "1"), ("b.txt a.txt c.jsonl", "2", "77"), ("a.txt c.jsonl b.txt", "3", "random")],
)
def test_order_workers_and_hash_seed_do_not_show(desk: Path, order: str, workers: str, seed: str) -> None:
    arguments = ["build", *order.split(), "-o", f"out{workers}", "--no-html", "--workers", workers]
    done = run(*arguments, cwd=desk, env={"PYTHONHASHSEED": seed})
    assert done.returncode == 0, done.stderr
    assert digests(desk / f"out{workers}") == digests(desk / "first")
    assert {"manifest.json", "papers.parquet", "mentions.parquet", "entities.parquet", "relations.parquet"} <= digests(
        desk / "first"
    ).keys()


def test_another_input_gives_other_bytes(desk: Path) -> None:
    """The comparison above can fail."""
    assert run("build", "a.txt", "b.txt", "-o", "less", "--no-html", cwd=desk).returncode == 0
    assert digests(desk / "less")["papers.parquet"] != digests(desk / "first")["papers.parquet"]


def test_the_page_is_the_same_too(desk: Path) -> None:
    for folder, seed in (("page1/out", "1"), ("page2/out", "2")):
        assert run("build", "a.txt", "-o", folder, cwd=desk, env={"PYTHONHASHSEED": seed}).returncode == 0
    first, second = ((desk / f / "out" / "graph.html").read_bytes() for f in ("page1", "page2"))
    assert first.replace(b"page1", b"page2") == second


def test_adding_papers_in_two_steps_gives_the_graph_of_one(desk: Path) -> None:
    assert run("build", "a.txt", "-o", "steps", "--no-html", cwd=desk).returncode == 0
    assert run("build", "b.txt", "c.jsonl", "--append", "-o", "steps", "--no-html", cwd=desk).returncode == 0
    assert digests(desk / "steps")["relations.parquet"] == digests(desk / "first")["relations.parquet"]
    assert digests(desk / "steps")["entities.parquet"] == digests(desk / "first")["entities.parquet"]

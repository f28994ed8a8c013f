"""Which stage may import which: each knows only those before it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import papergraph
import papergraph.cypher
import papergraph.extractors
import papergraph.graph

STAGES = {
    "papergraph.extractors": papergraph.extractors,
    "papergraph.graph": papergraph.graph,
    "papergraph.cypher": papergraph.cypher,
}
"""The stages in their order; `papergraph` itself stands behind them all."""
FORBIDDEN = {
    "papergraph.extractors": ("networkx", "neo4j", "ladybug", "pyarrow", "typer", "pyvis", "jinja2"),
    "papergraph.graph": ("spacy", "neo4j", "ladybug", "typer"),
    "papergraph.cypher": ("spacy", "typer"),
}
"""What a stage is not to know."""


def modules(stage: str) -> list[Path]:
    folder = Path(next(iter(STAGES[stage].__path__)))
    return sorted(folder.rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: {node.lineno}: a relative import"
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_the_stages_before_it(stage: str) -> None:
    order = list(STAGES)
    allowed = order[: order.index(stage) + 1]
    paths = modules(stage)
    assert paths
    for path in paths:
        for line, name in imported(path):
            if name.split(".")[0] == "papergraph":
                assert name == "papergraph" or name.startswith(tuple(allowed)), f"{path}:{line} imports {name}"
            assert name.split(".")[0] not in FORBIDDEN[stage], f"{path}:{line} imports {name}"


def test_an_arrow_that_points_back_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "made.py"
    path.write_text("import os\nfrom papergraph.graph import store\n")
    assert list(imported(path)) == [(1, "os"), (2, "papergraph.graph"), (2, "papergraph.graph.store")]


def test_no_stage_is_imported_twice_under_another_name() -> None:
    for stage in STAGES:
        for path in modules(stage):
            assert not {n.split(".")[0] for _, n in imported(path)} & {"graph", "extractors", "cypher"}


def test_nothing_heavy_is_loaded_by_the_command_line_alone(tmp_path: Path) -> None:
    heavy = "{'spacy', 'pyarrow', 'networkx', 'sklearn', 'neo4j'}"
    code = f"import sys, papergraph.cli; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

"""docs/neo4j.md is true: its commands, its Cypher and its Python run as they stand, but for the server's address."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from .neo4j_server import Server
from .pages import run

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "neo4j.md"
ADDRESS = "bolt://localhost:7687"

pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the page is not here; run the tests in a checkout")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, neo4j_server: Server, neo4j_driver: neo4j.Driver) -> Iterator[Path]:
    """A new folder with the sample papers, in which the page's commands were run up to the first query."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "input", folder / "input")
    commands = re.findall(r"^ +papergraph ((?:build|push|query) .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [c.split()[0] for c in commands] == ["build", "push", "query"]
    for command in commands:
        arguments = shlex.split(command.replace(ADDRESS, neo4j_server.uri))
        done = run(*arguments, cwd=folder, env={"NEO4J_PASSWORD": neo4j_server.password})
        assert done.returncode == 0, done.stderr
        assert done.stdout
        assert "no rows" not in done.stdout
    yield folder
    neo4j_driver.execute_query("MATCH (n {graph: 'out'}) DETACH DELETE n")


def test_the_first_five_queries_have_rows(desk: Path, neo4j_driver: neo4j.Driver) -> None:
    statements = [s for s in blocks("cypher")[0].split(";") if s.strip()]
    assert len(statements) == 5
    for statement in statements:
        assert neo4j_driver.execute_query(statement).records, statement  # pyright: ignore[reportCallIssue, reportArgumentType]


@pytest.mark.parametrize("which", [0, 1])
def test_the_notebook_cells_run(desk: Path, neo4j_server: Server, which: int) -> None:
    cell = desk / f"cell{which}.py"
    cell.write_text(blocks("python")[which].replace(ADDRESS, neo4j_server.uri))
    environment = {"NEO4J_PASSWORD": neo4j_server.password, "PATH": ""}
    done = subprocess.run(
        [sys.executable, cell.name], cwd=desk, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") >= 3


def test_the_commands_without_a_connection_write_files(desk: Path) -> None:
    commands = re.findall(r"^ +papergraph (export .*?)  ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        assert run(*shlex.split(command), cwd=desk).returncode == 0
    assert (desk / "graph.cypher").is_file()
    assert (desk / "files" / "import.sh").is_file()

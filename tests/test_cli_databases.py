"""The commands query and push, run as a user would: rows on standard output, one plain line for each mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from papergraph.graph import store

from .made_graph import Said, made_graph
from .neo4j_server import Server

USES = ("method", "LoRA", "used")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of three papers on disk."""
    papers = [
        Said("1", "First", [USES, ("method", "Adam", "used"), ("dataset", "GLUE", "used")]),
        Said("2", "Second", [USES, ("method", "Adam", "used")]),
        Said("3", "Third", [("method", "LoRA", "proposed"), ("dataset", "GLUE", "used")]),
    ]
    out = tmp_path_factory.mktemp("graphs") / "small"
    store.write(made_graph(papers), out)
    return out


def papergraph(folder: Path, *arguments: str, password: str | None = None) -> "subprocess.CompletedProcess[str]":
    environment = {k: v for k, v in os.environ.items() if k != "NEO4J_PASSWORD"}
    if password is not None:
        environment["NEO4J_PASSWORD"] = password
    return subprocess.run(
        [sys.executable, "-m", "papergraph.cli", *arguments],
        cwd=folder.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_named_query_prints_rows_in_each_format(folder: Path) -> None:
    for form, shown in (("table", "Adam"), ("json", '"Adam"'), ("jsonl", '"Adam"'), ("csv", "Adam,")):
        done = papergraph(folder, "query", "small", "co-used-methods", "-p", "method=LoRA", "--format", form)
        assert done.returncode == 0, done.stderr
        assert shown in done.stdout


def test_free_cypher_is_answered_from_an_argument(folder: Path) -> None:
    done = papergraph(folder, "query", "small", "--cypher", "MATCH (p:Paper) RETURN count(p) AS n", "--format", "csv")
    assert done.stdout.split() == ["n", "3"]


def test_no_rows_for_a_name_that_is_not_there_gives_a_hint_beside_the_data(folder: Path) -> None:
    done = papergraph(folder, "query", "small", "co-used-methods", "-p", "method=Lora2", "--format", "jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "papergraph: no method is called 'Lora2' in this graph; near: LoRA\n"


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("query", "small", "no-such"), "no query no-such", 1),
        (("query", "small", "co-used-methods"), "method", 1),
        (("query", "small", "co-used-methods", "-p", "methods=LoRA"), "method", 1),
        (("query", "small", "co-used-methods", "-p", "LoRA"), "LoRA", 1),
        (("query", "nowhere", "co-used-methods", "-p", "method=LoRA"), "nowhere", 1),
        (("query", "small", "--cypher", "MATCH (p:Paper) SET p.title = 'x'"), "", 1),
        (("query", "small", "co-used-methods", "--format", "xml"), "table, json, jsonl, csv", 2),
        (("query", "small"), "--list", 2),
        (("push", "small", "--uri", "bolt://127.0.0.1:1"), "no Neo4j answers", 1),
        (("push", "small", "--uri", "http://127.0.0.1:1"), "http", 1),
    ],
)
def test_a_mistake_is_said_in_one_line(folder: Path, arguments: tuple[str, ...], said: str, code: int) -> None:
    done = papergraph(folder, *arguments, password="s3cret-word")
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "s3cret-word" not in done.stderr
    if code == 1:
        assert done.stderr.count("\n") == 1


def test_pushing_twice_changes_nothing(folder: Path, neo4j_server: Server) -> None:
    push = ("push", "small", "--uri", neo4j_server.uri, "--user", neo4j_server.user, "--name", "cli-twice")
    first = papergraph(folder, *push, password=neo4j_server.password)
    assert first.returncode == 0, first.stderr
    assert "6 nodes: 6 created" in first.stdout
    second = papergraph(folder, *push, password=neo4j_server.password)
    assert "6 nodes: 0 created, 0 changed, 0 removed" in second.stdout


def test_the_server_answers_as_the_embedded_engine(folder: Path, neo4j_server: Server) -> None:
    server = ("--uri", neo4j_server.uri, "--user", neo4j_server.user, "--name", "cli-same")
    assert papergraph(folder, "push", "small", *server, password=neo4j_server.password).returncode == 0
    question = ("query", "small", "co-used-methods", "-p", "method=LoRA", "--format", "jsonl")
    there = papergraph(folder, *question, *server, password=neo4j_server.password)
    assert there.stdout == papergraph(folder, *question).stdout != ""


def test_a_wrong_password_is_said_and_not_shown(folder: Path, neo4j_server: Server) -> None:
    push = ("push", "small", "--uri", neo4j_server.uri, "--user", neo4j_server.user)
    done = papergraph(folder, *push, password="not-the-password")
    assert done.returncode == 1
    assert "password" in done.stderr
    assert "not-the-password" not in done.stderr
    assert done.stderr.count("\n") == 1

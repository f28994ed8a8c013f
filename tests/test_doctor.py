from pathlib import Path

import pytest

from papergraph.doctor import findings

from .neo4j_server import Server
from .pages import LONG, page_a, run


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "good.txt").write_text(page_a([("FooNet", LONG)]))
    (tmp_path / "bad.jsonl").write_text('{"title": "A"}\n{}\n')
    monkeypatch.setenv("NEO4J_URI", "")
    monkeypatch.setenv("NEO4J_PASSWORD", "correct horse")
    return tmp_path


def test_a_sound_machine_is_said_to_be_sound(desk: Path) -> None:
    done = run("doctor", "good.txt", cwd=desk)
    assert done.returncode == 0, done.stdout
    parts = [line[4:15].strip() for line in done.stdout.splitlines()]
    assert parts[:5] == ["Python", "papergraph", "packages", "data", "Java"]
    assert "good.txt: 1 records, 1 distinct papers" in done.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "bad.jsonl",
            "bad.jsonl: 1 records, 1 distinct papers; 1 cannot be read, the first: bad.jsonl, line 2: has no title",
        ),
        ("gone.txt", "gone.txt: no such file or folder; check the path"),
    ],
)
def test_an_input_that_cannot_be_read_is_said(desk: Path, name: str, said: str) -> None:
    done = run("doctor", name, cwd=desk)
    assert done.returncode == 1
    assert said in done.stdout
    assert done.stderr == ""


def test_a_server_that_was_asked_for_and_is_not_there_is_wrong(desk: Path) -> None:
    done = run("doctor", "--uri", "bolt://127.0.0.1:1", cwd=desk)
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if " Neo4j " in line]
    assert line.startswith("!!")
    assert "127.0.0.1:1" in line
    assert "correct horse" not in done.stdout + done.stderr


def test_an_address_that_is_none_is_said(desk: Path) -> None:
    done = run("doctor", "--uri", "http://localhost:7474", cwd=desk)
    assert done.returncode == 1
    assert "not a Neo4j address" in done.stdout


def test_without_java_there_is_no_fault(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(desk))
    (java,) = [f for f in findings() if f.part == "Java"]
    assert java.state == "missing"


def test_a_real_server_is_reached(desk: Path, neo4j_server: Server) -> None:
    good = findings(uri=neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)
    assert [f.state for f in good if f.part == "Neo4j"] == ["ok"]
    bad = findings(uri=neo4j_server.uri, user=neo4j_server.user, password="wrong horse")
    (said,) = [f for f in bad if f.part == "Neo4j"]
    assert said.state == "wrong"
    assert "wrong horse" not in said.said

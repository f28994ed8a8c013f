"""The README is true: its commands print what it shows, its sentences give what it says, its links lead somewhere.

With PAPERGRAPH_UPDATE=1 in the environment the outputs in the README are rewritten instead of compared.
"""

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from spacy.language import Language

from papergraph.extractors.pipeline import extract
from papergraph.extractors.records import Paper
from papergraph.graph.vocabulary import ROLE_PREDICATES

from .pages import run

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
UPDATE = os.environ.get("PAPERGRAPH_UPDATE") == "1"
_BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)

pytestmark = pytest.mark.skipif(not README.is_file(), reason="the README is not here; run the tests in a checkout")


def text() -> str:
    return README.read_text(encoding="utf-8")


def papergraph_arguments(command: str) -> list[str]:
    """What stands behind `papergraph` in a command; nothing for another command."""
    return shlex.split(command.partition("uv run papergraph ")[2])


def test_the_commands_print_what_the_readme_shows(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "input", tmp_path / "input")
    shown, real = text(), text()
    for block in _BLOCK.finditer(shown):
        arguments = papergraph_arguments(block["command"])
        if arguments:
            done = run(*arguments, cwd=tmp_path, env={"COLUMNS": "118", "UV_RUN_RECURSION_DEPTH": "1"})
            assert (done.returncode, done.stderr) == (0, ""), block["command"]
            output = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
            real = real.replace(block[0], f"```console\n$ {block['command']}\n{output}```")
    if UPDATE:
        README.write_text(real, encoding="utf-8")
    else:
        assert shown == real


def test_both_commands_for_a_fresh_machine_are_there() -> None:
    commands = [block["command"] for block in _BLOCK.finditer(text())]
    assert commands[:2] == [
        "pip install uv && uv run papergraph build input -o out",
        "pip install uv && uv run pytest",
    ]


def test_the_tables_sentences_give_what_it_says(nlp: Language) -> None:
    rows = re.findall(r"^\| (\w+) \| ([A-Z_]+) \| ([^|]+) \| ([^|]+) \|$", text(), re.MULTILINE)
    assert len(rows) >= 8
    for kind, predicate, sentence, names in rows:
        ((_, mentions),) = extract([Paper("1", "", sentence)], nlp)
        found = {
            m.name for m in mentions if ROLE_PREDICATES[m.kind, m.role] == predicate and kind in (m.kind, m.subkind)
        }
        assert set(names.split(", ")) <= found, sentence


def pages() -> list[Path]:
    names = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
    return [p for p in (*(ROOT / n for n in names), *sorted((ROOT / "docs").glob("*.md"))) if p.is_file()]


@pytest.mark.parametrize("page", pages(), ids=lambda p: p.name)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in link:
            target = page.parent / link
            if target.is_relative_to(ROOT) and (ROOT / "pyproject.toml").is_file() and (ROOT / ".git").exists():
                assert target.exists(), f"{page.name}: {link}"


def test_every_command_of_the_documentation_exists(tmp_path: Path) -> None:
    known = set(re.findall(r"^│ (\w+) ", run("--help", cwd=tmp_path).stdout, re.MULTILINE))
    assert {"build", "extract", "query", "doctor"} <= known
    for page in pages():
        for command in re.findall(r"(?:`|\$ |uv run )papergraph (\w+)", page.read_text(encoding="utf-8")):
            assert command in known, f"{page.name}: papergraph {command}"

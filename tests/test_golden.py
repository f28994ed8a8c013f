"""What the sample corpus becomes, held line by line: a change of the extraction shows here before anybody meets it.

With PAPERGRAPH_UPDATE=1 in the environment the golden files are rewritten instead of compared.
"""

import os
from pathlib import Path

import pytest
from spacy.language import Language

from papergraph.building import read_papers
from papergraph.extractors.pipeline import extract
from papergraph.extractors.records import Mention, Paper

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parent.parent
UPDATE = os.environ.get("PAPERGRAPH_UPDATE") == "1"


def lines_of(paper: Paper, mentions: list[Mention]) -> list[str]:
    """A paper's entities, one a line: kind, role, name."""
    found = sorted({(m.kind, m.role, m.name) for m in mentions})
    return [f"# {paper.title}", *(f"{kind:10} {role:10} {name}" for kind, role, name in found), ""]


def read(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


def compare(name: str, text: str) -> None:
    """Compare with a golden file, or write it."""
    if UPDATE:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(text, encoding="utf-8")
    elif read(name) != text:
        wanted, got = read(name).splitlines(), text.splitlines()
        gone = [f"- {line}" for line in wanted if line not in got]
        new = [f"+ {line}" for line in got if line not in wanted]
        pytest.fail(f"{name} differs:\n" + "\n".join([*gone, *new]))


@pytest.mark.skipif(not (ROOT / "input").is_dir(), reason="the sample corpus is not here; run the tests in a checkout")
def test_the_sample_corpus_is_read_as_before(nlp: Language) -> None:
    papers = read_papers([ROOT / "input" / "community.txt"])
    compare("community.txt", "\n".join(line for p, m in extract(papers, nlp) for line in lines_of(p, m)))


@pytest.mark.skipif(UPDATE, reason="golden files are being rewritten")
def test_the_comparison_can_fail() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"(?s)differs:.*\+ one more line"):
        compare("community.txt", read("community.txt") + "\none more line")
    with pytest.raises(pytest.fail.Exception, match=r"differs:\n- # "):
        compare("community.txt", "\n".join(read("community.txt").splitlines()[1:]))

"""The sample corpus is what its README says."""

import json
import re
from pathlib import Path

import pytest

from papergraph.building import read_papers
from papergraph.extractors.joining import normalised_title

INPUT = Path(__file__).parent.parent / "input"
pytestmark = pytest.mark.skipif(not INPUT.is_dir(), reason="the sample corpus is not here; run the tests in a checkout")


def test_the_formats_hold_the_papers_that_the_readme_counts() -> None:
    counts = {name: len(read_papers([INPUT / name])) for name in ("trending.txt", "community.txt", "papers.jsonl")}
    assert counts == {"trending.txt": 72, "community.txt": 20, "papers.jsonl": 24}
    told = dict(re.findall(r"^\| `([\w.]+)` \| [^|]+ \| (\d+)", (INPUT / "README.md").read_text(), re.MULTILINE))
    assert {name: int(n) for name, n in told.items()} == counts


def test_together_they_are_the_papers_of_the_first() -> None:
    papers = read_papers([INPUT])
    assert len(papers) == 72
    assert sum(len(p.sources) for p in papers) == 72 + 20 + 24
    assert len({normalised_title(p.title) for p in papers}) == 72


def test_every_abstract_has_60_to_150_words() -> None:
    for paper in read_papers([INPUT]):
        assert 60 <= len(paper.abstract.split()) <= 150, (paper.title, len(paper.abstract.split()))


def test_jsonl_has_the_fields_of_the_papers() -> None:
    for line in (INPUT / "papers.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert row["title"]
        assert row["abstract"]
        assert re.fullmatch(r"[\w./-]+", row["id"])

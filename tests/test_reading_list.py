import csv
import io
import json
import re
from typing import Any

import pytest

from papergraph.graph.bibliography import bibtex, citation_keys, ris
from papergraph.graph.reading_list import FORMS, because, reading_list
from papergraph.graph.related import related
from papergraph.graph.related_index import RelatedIndex, open_index
from papergraph.graph.related_records import Hit, Reason, RelatedError

from .made_corpus import corpus


@pytest.fixture(scope="module")
def index() -> RelatedIndex:
    return open_index(corpus())


def paper(**fields: Any) -> dict[str, Any]:
    return {"id": "x", "title": "T", "authors": [], "year": None, "url": "", "venue": "", "abstract": ""} | fields


def test_the_table_says_why_in_one_line_under_each_hit(index: RelatedIndex) -> None:
    lines = reading_list(related(index, "lora", top=2), index).splitlines()
    assert lines[0] == "Related to lora: Low-rank adapters for tuning language models"
    assert re.match(r"   1  \d\.\d\d  Quantized adapters make tuning cheap  \[qlora, 2023\]", lines[1])
    assert re.match(r" {12}(GLUE|RankTune|adapters) ", lines[2])
    assert len(lines) == 5


def test_a_name_is_not_told_twice_and_the_rest_is_summed_up() -> None:
    reasons = (
        Reason("method", "LoRA", 0.2),
        Reason("phrase", "LoRA adapters", 0.3),
        Reason("more", "9 more words", 0.1),
    )
    assert because(Hit("q", 1, "p", "P", "all", 0.6, reasons)) == "LoRA .20 · further words .40"


def test_jsonl_is_the_contract(index: RelatedIndex) -> None:
    rows = [json.loads(line) for line in reading_list(related(index, "lora", top=0), index, "jsonl").splitlines()]
    assert [row["rank"] for row in rows] == list(range(1, 7))
    assert {row["query"] for row in rows} == {"lora"}


def test_csv_has_a_row_a_hit(index: RelatedIndex) -> None:
    rows = list(csv.DictReader(io.StringIO(reading_list(related(index, "lora", "bird", top=2), index, "csv"))))
    assert [row["paper"] for row in rows][:2] == ["qlora", "prefix"]
    assert all(row["why"] and row["key"] for row in rows)


def test_markdown_groups_by_shared_method_with_reason_and_key(index: RelatedIndex) -> None:
    text = reading_list(related(index, "lora", top=3), index, "markdown")
    assert text.startswith("# Related work\n\n## RankTune\n")
    assert "[@writer2023quantized]" in text
    assert "“We combine RankTune" in text


@pytest.mark.parametrize("form", ["bibtex", "ris", "markdown"])
def test_a_paper_found_twice_stands_once_in_a_bibliography(index: RelatedIndex, form: str) -> None:
    text = reading_list(related(index, "lora", "qlora", top=0), index, form)
    assert text.count("Tuning prefixes instead of weights") == 1


def test_an_unknown_form_is_refused(index: RelatedIndex) -> None:
    with pytest.raises(RelatedError, match="choose one of table"):
        reading_list([], index, "pdf")


@pytest.mark.parametrize("form", FORMS)
def test_no_hits_are_no_error(index: RelatedIndex, form: str) -> None:
    assert isinstance(reading_list([], index, form), str)


def test_equal_keys_are_told_apart() -> None:
    keys = citation_keys(paper(id=str(i), title="The thing", authors=["A. Bee"], year=2020) for i in range(30))
    assert len(set(keys.values())) == 30
    assert keys["0"] == "bee2020thinga"


@pytest.mark.parametrize("title", ["50% & more_of #1 {x} ~ ^ $5 \\", "Ünïcode", "two\nlines"])
def test_bibtex_escapes_what_tex_would_read(title: str) -> None:
    entry = bibtex(paper(title=title), "k")
    inner = entry.split("{{", 1)[1].split("}},\n", 1)[0]
    assert not re.search(r"(?<!\\)[&%$#_^~]", inner)
    assert entry.count("\n") == 3


def test_arxiv_and_doi_are_recognised() -> None:
    assert "eprint = {1706.03762}" in bibtex(paper(id="1706.03762v5"), "k")
    assert "doi = {10.1000/xyz}" in bibtex(paper(url="https://doi.org/10.1000/xyz"), "k")
    assert "DO  - 10.1000/xyz\n" in ris(paper(id="10.1000/xyz"))


def test_ris_keeps_every_field_on_one_line() -> None:
    record = ris(paper(abstract="one\n\ntwo", authors=["B, A", "D, C"]), note="why")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in record.splitlines() if line)
    assert record.count("AU  - ") == 2

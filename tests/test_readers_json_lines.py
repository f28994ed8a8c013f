import json
from typing import Any

import pytest

from papergraph.extractors.readers import json_lines
from papergraph.extractors.readers.lines import numbered_lines
from papergraph.extractors.records import Paper, Rejected, Source


def read(*lines: str) -> list[Paper | Rejected]:
    data = "\n".join(lines).encode()
    return list(json_lines.read(numbered_lines(data.splitlines(keepends=True), data), "in.jsonl"))


def one(**fields: Any) -> Paper | Rejected:
    (record,) = read(json.dumps(fields))
    return record


def test_a_line_with_all_fields_becomes_a_paper() -> None:
    assert one(
        id="1", title="T", abstract="A.", authors=["A. B.", "C. D."], year=2020, date="2020-01-02", url="u", venue="V"
    ) == Paper("1", "T", "A.", ("A. B.", "C. D."), 2020, "2020-01-02", "u", "V", (Source("in.jsonl", 1),))


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        ({}, "id", ""),
        ({"id": 17}, "id", "17"),
        ({"id": None}, "id", ""),
        ({"abstract": None}, "abstract", ""),
        ({"year": "2021"}, "year", 2021),
        ({"year": None, "date": "3 May 1999"}, "year", 1999),
        ({"date": "20240511"}, "year", None),
        ({"authors": "A. B.; C. D."}, "authors", ("A. B.", "C. D.")),
        ({"authors": "A. B. and C. D."}, "authors", ("A. B.", "C. D.")),
        ({"authors": [{"name": "A. B."}]}, "authors", ("A. B.",)),
        ({"unknown": {"deep": [1]}}, "title", "T"),
    ],
)
def test_optional_fields(fields: dict[str, Any], field: str, value: object) -> None:
    record = one(title="T", **fields)
    assert isinstance(record, Paper)
    assert getattr(record, field) == value


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "not a JSON object; each line holds one {...}"),
        ('"T"', "not a JSON object; each line holds one {...}"),
        ('{"abstract": "A."}', "has no title; give it a text in the field 'title'"),
        ('{"title": "  "}', "has no title; give it a text in the field 'title'"),
        ('{"title": null}', "has no title; give it a text in the field 'title'"),
        ('{"title": ["T"]}', "field 'title' holds a list; it must be a text"),
        ('{"title": true}', "field 'title' holds true or false; it must be a text"),
        ('{"title": "T", "abstract": {}}', "field 'abstract' holds an object; it must be a text"),
        ('{"title": "T", "authors": 3}', "field 'authors' holds a number; it must be a list of names"),
        ('{"title": "T", "year": "soon"}', "field 'year' holds 'soon'; it must be a year such as 2017"),
    ],
)
def test_a_bad_line_is_set_aside_with_its_place_and_reason(line: str, reason: str) -> None:
    good = '{"title": "Good"}'
    before, bad, after = read(good, line, good)
    assert isinstance(before, Paper)
    assert isinstance(after, Paper)
    assert isinstance(bad, Rejected)
    assert bad.reason == reason
    assert (bad.file, bad.line, bad.text) == ("in.jsonl", 2, line)


@pytest.mark.parametrize(
    "line", ["{", "nonsense", "{'title': 'T'}", '{"title": "T"} {}', '{"title": "T\\ud800"}', "NaN"]
)
def test_a_line_that_is_not_json_is_set_aside(line: str) -> None:
    (bad,) = read(line)
    assert isinstance(bad, Rejected)
    assert bad.reason.startswith("not JSON (")
    assert bad.reason.endswith("; each line holds one whole JSON object")


def test_a_line_nested_without_end_is_set_aside() -> None:
    (bad,) = read("[" * 100_000)
    assert isinstance(bad, Rejected)


def test_blank_lines_are_passed_over() -> None:
    assert len(read("", '{"title": "A"}', "  ", '{"title": "B"}', "")) == 2


@pytest.mark.parametrize(("head", "known"), [(' {"a"', True), ("\ufeff{", True), ("[1]", False), ("text", False)])
def test_objects_are_recognised(head: str, known: bool) -> None:
    assert json_lines.recognises(head) is known

"""JSON Lines: one object a line with `title` and `abstract`.

`id`, `authors`, `year`, `date`, `url` and `venue` are optional; further fields are ignored. A line that is not such an
object is set aside with its reason.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from papergraph.extractors.readers.lines import Line
from papergraph.extractors.records import Paper, Rejected, Source

_DECODER = msgspec.json.Decoder()
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


def recognises(head: str) -> bool:
    """Say whether a file that begins with `head` holds JSON objects, one a line.

    >>> recognises('{"title": "A", "abstract": "B"}')
    True
    """
    return head.lstrip("\ufeff \t\r\n").startswith("{")


def read(lines: Iterator[Line], file: str) -> Iterator[Paper | Rejected]:
    """Yield a paper for each good line and a reason for each bad one; blank lines are passed over."""
    for line in lines:
        if line.fault:
            yield Rejected(file, line.number, line.fault, line.text)
        elif line.text.strip():
            yield _record(line, file)


def _record(line: Line, file: str) -> Paper | Rejected:
    try:
        row = _DECODER.decode(line.text)
    except (msgspec.DecodeError, RecursionError) as e:
        return Rejected(file, line.number, f"not JSON ({e}); each line holds one whole JSON object", line.text)
    if not isinstance(row, dict):
        return Rejected(file, line.number, "not a JSON object; each line holds one {...}", line.text)
    try:
        return paper_of(row, file, line.number)
    except ValueError as e:
        return Rejected(file, line.number, str(e), line.text)


def paper_of(row: dict[str, Any], file: str, line: int) -> Paper:
    """Return the paper that a JSON object describes.

    Raises
    ------
    ValueError
        Where `title` is missing or a field has the wrong type; the text is the reason for setting it aside.
    """
    title, abstract = _text(row, "title"), _text(row, "abstract")
    if not title:
        raise ValueError("has no title; give it a text in the field 'title'")
    return Paper(
        id=_text(row, "id"),
        title=title,
        abstract=abstract,
        authors=_authors(row.get("authors")),
        year=_year(row),
        date=_text(row, "date"),
        url=_text(row, "url"),
        venue=_text(row, "venue"),
        sources=(Source(file, line),),
    )


def _text(row: dict[str, Any], field: str) -> str:
    value = row.get(field)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"field '{field}' holds {_json_type(value)}; it must be a text")
    text = str(value)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as e:
        raise ValueError(f"field '{field}' holds half a surrogate pair (\\u{ord(text[e.start]):04x})") from e
    return text.strip()


def _authors(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        parts = value.split(";") if ";" in value else re.split(r" and |, ", value)
        return tuple(p.strip() for p in parts if p.strip())
    if isinstance(value, list):
        names = [a.get("name", "") if isinstance(a, dict) else a for a in value]
        if all(isinstance(n, str) for n in names):
            return tuple(n.strip() for n in names if n.strip())
    raise ValueError(f"field 'authors' holds {_json_type(value)}; it must be a list of names")


def _year(row: dict[str, Any]) -> int | None:
    for field in ("year", "date"):
        found = _YEAR.search(_text(row, field))
        if found:
            return int(found[1])
    if _text(row, "year"):
        raise ValueError(f"field 'year' holds '{_text(row, 'year')[:40]}'; it must be a year such as 2017")
    return None


def _json_type(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "a text")

"""How good is the extraction on annotated papers? Figures by heading, and the kinds of error that are most frequent.

Annotated papers are JSON lines in the schema of `papergraph extract`; of each entity, its names, kind and role count.
How two entities are compared is `papergraph.extractors.scoring`'s business.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from papergraph.extractors.errors import InputError
from papergraph.extractors.pipeline import extract, pipeline
from papergraph.extractors.plugins import Extractor
from papergraph.extractors.records import Paper
from papergraph.extractors.schema import extracted
from papergraph.extractors.scoring import HEADINGS, names_of, pairs, score, select

Row = dict[str, Any]
_SINGULAR = {
    "methods": "method",
    "datasets": "dataset",
    "repositories": "repository",
    "tasks": "task",
    "metrics": "metric",
}
SHOWN, EXAMPLES = 10, 3
"""How many kinds of error are shown, and how many examples of each."""


def evaluation(
    gold_path: str | Path,
    *,
    lexicons: Sequence[str | Path] = (),
    extractors: Sequence[str | Extractor] = (),
    model: str = "",
) -> str:
    """Return the figures by heading and the ten most frequent kinds of error with examples, as text.

    Raises
    ------
    InputError
        Where the file cannot be read or a line is not an annotated paper.
    """
    gold = read_gold(gold_path)
    predicted = predictions(gold, lexicons=lexicons, extractors=extractors, model=model)
    lines = [f"{'heading':22}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}{'role':>7}"]
    for heading, s in score(gold, predicted).items():
        without = s.role_accuracy is None or not any("role" in e for g in gold for e in select(g, heading))
        role = "-" if without else f"{s.role_accuracy:.3f}"
        lines.append(f"{heading:22}{s.precision:7.3f}{s.recall:7.3f}{s.f1:7.3f}{s.gold:7}{s.predicted:7}{role:>7}")
    lines += ["", f"{len(gold)} papers; the most frequent kinds of error:"]
    for kind, count, examples in frequent_errors(gold, predicted):
        lines.append(f"{count:7,}  {kind}: {'; '.join(examples)}")
    return "\n".join(lines) + "\n"


def evaluation_json(
    gold_path: str | Path,
    *,
    lexicons: Sequence[str | Path] = (),
    extractors: Sequence[str | Extractor] = (),
    model: str = "",
) -> str:
    """Return what `evaluation` says as one JSON object: `papers`, `headings`, `errors`.

    Raises
    ------
    InputError
        As `evaluation`.
    """
    gold = read_gold(gold_path)
    predicted = predictions(gold, lexicons=lexicons, extractors=extractors, model=model)
    figures = {h: asdict(s) for h, s in score(gold, predicted).items()}
    errors = [{"error": k, "count": n, "examples": examples} for k, n, examples in frequent_errors(gold, predicted)]
    said = {"papers": len(gold), "headings": {h: figures[h] for h in HEADINGS}, "errors": errors}
    return msgspec.json.encode(said).decode() + "\n"


def read_gold(path: str | Path) -> list[Row]:
    """Return the annotated papers of a file of JSON lines, checked.

    Raises
    ------
    InputError
        Where the file cannot be read, holds nothing, or a line is not an annotated paper; the line is named.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as e:
        raise InputError(f"{path}: cannot be read ({e.strerror}); name a file of annotated papers") from e
    gold: list[Row] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            row = _checked(line, f"{path}, line {number}")
            if row["id"] in seen:
                raise InputError(f"{path}, line {number}: id '{row['id']}' stands in line {seen[row['id']]} already")
            seen[row["id"]] = number
            gold.append(row)
    if not gold:
        raise InputError(f"{path}: is empty; give annotated papers, one JSON object a line")
    if not any(row[heading] for row in gold for heading in _SINGULAR):
        raise InputError(f"{path}: holds no annotations; give the entities of each paper under {', '.join(_SINGULAR)}")
    return gold


def _checked(line: bytes, place: str) -> Row:
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
        raise InputError(f"{place}: not JSON ({e}); each line holds one annotated paper") from e
    if not isinstance(row, dict):
        raise InputError(f"{place}: not a JSON object; each line holds one annotated paper")
    for field in ("id", "title", "abstract"):
        if not isinstance(row.get(field), str):
            raise InputError(f"{place}: field '{field}' is missing or no text")
    for heading in _SINGULAR:
        entities = row.setdefault(heading, [])
        if not isinstance(entities, list):
            raise InputError(f"{place}: '{heading}' must be a list of entities")
        key = "url" if heading == "repositories" else "name"
        for n, entity in enumerate(entities, 1):
            if not isinstance(entity, dict) or not isinstance(entity.get(key), str):
                raise InputError(f"{place}: entity {n} of '{heading}' has no '{key}'")
            aliases = entity.get("aliases", [])
            if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
                raise InputError(f"{place}: entity {n} of '{heading}': 'aliases' must be a list of texts")
    return row


def predictions(
    gold: Sequence[Row],
    *,
    lexicons: Sequence[str | Path] = (),
    extractors: Sequence[str | Extractor] = (),
    model: str = "",
) -> list[Row]:
    """Return what the extraction finds in the same papers, in the same schema."""
    papers = (Paper(g["id"], g["title"], g["abstract"]) for g in gold)
    nlp = pipeline(lexicons=lexicons, extractors=extractors, model=model)
    return [extracted(paper, found) for paper, found in extract(papers, nlp)]


def frequent_errors(gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[str, int, list[str]]]:
    """Return (kind of error, how often, examples), the most frequent first, at most ten kinds."""
    counts: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for g, p in zip(gold, predicted, strict=True):
        for kind, said in _errors(g, p):
            counts[kind] += 1
            shown = examples.setdefault(kind, [])
            if len(shown) < EXAMPLES:
                shown.append(f"{said} [{g['id']}]")
    ordered = sorted(counts, key=lambda k: (-counts[k], k))[:SHOWN]
    return [(kind, counts[kind], examples[kind]) for kind in ordered]


def _errors(gold: Row, predicted: Row) -> Iterator[tuple[str, str]]:
    """Yield each error of a paper: what was missed or made up, under which heading, and how near the miss was."""
    left: dict[str, tuple[list[Row], list[Row]]] = {}
    for heading, noun in _SINGULAR.items():
        right = pairs(gold[heading], predicted[heading])
        for g, p in right:
            if g.get("kind") and p.get("kind") and g["kind"] != p["kind"]:
                yield f"{noun} {g['kind']}, taken for {p['kind']}", _name(g)
            if g.get("role") and p.get("role") and g["role"] != p["role"]:
                yield f"{noun} {g['role']}, taken for {p['role']}", _name(g)
        matched = [id(x) for pair in right for x in pair]
        left[heading] = (
            [g for g in gold[heading] if id(g) not in matched],
            [p for p in predicted[heading] if id(p) not in matched],
        )
    for heading, (missed, made) in left.items():
        for g in missed:
            elsewhere = next((h for h in _SINGULAR if h != heading and pairs([g], left[h][1])), "")
            near = next((p for p in made if _overlap(g, p)), None)
            noun = f"{_SINGULAR[heading]}{' ' + g['kind'] if heading == 'methods' and g.get('kind') else ''}"
            if elsewhere:
                yield f"{noun}, taken for a {_SINGULAR[elsewhere]}", _name(g)
            elif near:
                yield f"{noun} with other borders", f"{_name(g)}, found as {_name(near)}"
            else:
                yield f"{noun} missed", _name(g)
        for p in made:
            if any(pairs([p], left[h][0]) for h in _SINGULAR if h != heading) or any(_overlap(g, p) for g in missed):
                continue  # told above, from the other side
            noun = f"{_SINGULAR[heading]}{' ' + p['kind'] if heading == 'methods' else ''}"
            yield f"{noun} that is none", _name(p)


def _name(entity: Mapping[str, Any]) -> str:
    return str(entity.get("url") or entity["name"])


def _overlap(g: Mapping[str, Any], p: Mapping[str, Any]) -> bool:
    return any(a in b or b in a for a in names_of(g) for b in names_of(p) if min(len(a), len(b)) > 3)

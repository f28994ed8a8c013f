"""How good is an extraction? Precision, recall and F1 of paper-level entities against annotated papers.

A predicted entity is right where one of its names equals one of a gold entity's of the same paper and heading, but for
case, accents, punctuation, blanks and a plural s; each gold entity is found at most once.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HEADINGS = (
    "methods",
    "methods.named",
    "methods.technique",
    "methods.proposed",
    "datasets",
    "datasets.introduced",
    "repositories",
    "tasks",
    "metrics",
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and figures of one heading; `role_accuracy` is None where nothing was found."""

    precision: float
    recall: float
    f1: float
    gold: int
    predicted: int
    role_accuracy: float | None


def comparable(name: str) -> str:
    """Return the form in which two names are compared.

    >>> comparable("Graph Neural Networks (GNNs)")
    'graphneuralnetworkgnn'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = re.findall(r"[a-z0-9+]+", plain.lower())
    return "".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


def comparable_url(url: str) -> str:
    """Return the form in which two URLs are compared.

    >>> comparable_url("https://www.github.com/A/b.git")
    'github.com/a/b'
    """
    text = re.sub(r"^https?://(www\.)?", "", url.strip().lower()).rstrip("/.")
    return re.sub(r"\.git$", "", text)


def names_of(entity: Row) -> set[str]:
    """Return an entity's names in comparable form."""
    if "url" in entity:
        return {comparable_url(entity["url"])}
    return {comparable(n) for n in (entity["name"], *entity.get("aliases", ()))} - {""}


def pairs(gold: Iterable[Row], predicted: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Return (gold, predicted) entities that match, one to one, in the order of the predictions."""
    left = [(g, names_of(g)) for g in gold]
    found = []
    for p in predicted:
        mine = names_of(p)
        hit = next((i for i, (_, names) in enumerate(left) if names & mine), None)
        if hit is not None:
            found.append((left.pop(hit)[0], p))
    return found


def select(paper: Row, heading: str) -> list[Row]:
    """Return a paper's entities under a heading such as `methods` or `methods.named`."""
    base, _, sub = heading.partition(".")
    return [e for e in paper.get(base, ()) if not sub or sub in (e.get("kind"), e.get("role"))]


def score(gold: Sequence[Row], predicted: Iterable[Row], *, headings: Sequence[str] = HEADINGS) -> dict[str, Score]:
    """Return the figures by heading for papers in the schema of `papergraph extract`, matched by `id`."""
    by_id = {p["id"]: p for p in predicted}
    return {h: _heading(gold, by_id.get, h) for h in headings}


def _heading(gold: Sequence[Row], find: Callable[[str, Row], Row], heading: str) -> Score:
    base, _, sub = heading.partition(".")
    precise = recalled = n_predicted = n_gold = roles = 0
    for g in gold:
        p = find(g["id"], {})
        wanted, said = select(g, heading), select(p, heading)
        n_predicted += len(said)
        n_gold += len(wanted)
        strict = pairs(wanted, said)
        # a method of the other finer kind still counts as recalled
        loose = pairs(wanted, p.get(base, ())) if sub in ("named", "technique") else strict
        precise += len(strict)
        recalled += len(loose)
        roles += sum(a.get("role") == b.get("role") for a, b in loose)
    precision = precise / n_predicted if n_predicted else 0.0
    recall = recalled / n_gold if n_gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(precision, recall, f1, n_gold, n_predicted, roles / recalled if recalled else None)

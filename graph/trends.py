"""Which entities come and go over the years? Papers that name each, by year, where years are known."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from papergraph.extractors.errors import PapergraphError
from papergraph.extractors.records import KINDS
from papergraph.graph.tables import PaperGraph

_BARS = " ▁▂▃▄▅▆▇█"


class TrendsError(PapergraphError):
    """A question about trends that cannot be answered: an unknown kind, or no year known."""


@dataclass(frozen=True, slots=True)
class Trend:
    """An entity with the papers that name it in each year (`years` has (year, papers, all papers of the year)).

    `change` is the slope of its share of the year's papers, by least squares, in percentage points a year.
    """

    key: str
    kind: str
    name: str
    papers: int
    change: float
    years: tuple[tuple[int, int, int], ...]


def trends(graph: PaperGraph, *, kind: str = "method", name: str = "", least: int = 3, top: int = 20) -> list[Trend]:
    """Return entities of a kind by how much their share of a year's papers changes, the strongest change first.

    `name` keeps the entities whose name contains it; `least` is in how many papers with a year an entity must be;
    `top` 0 gives all.

    Raises
    ------
    TrendsError
        Where the kind is unknown, no paper has a year, or nothing qualifies.
    """
    if kind not in KINDS:
        raise TrendsError(f"unknown kind '{kind}'; choose one of {', '.join(KINDS)}")
    ids, years = (graph.papers.column(c).to_pylist() for c in ("id", "year"))
    year_of = {paper: year for paper, year in zip(ids, years, strict=True) if year is not None}
    if not year_of:
        raise TrendsError('no paper of this graph has a year; give years in the input (JSON lines: "year": 2024)')
    totals = Counter(year_of.values())
    span = range(min(totals), max(totals) + 1)
    named: dict[str, Counter[int]] = {}
    pairs = set(
        zip(graph.mentions.column("paper").to_pylist(), graph.mentions.column("entity").to_pylist(), strict=True)
    )
    for paper, entity in pairs:
        if paper in year_of:
            named.setdefault(entity, Counter())[year_of[paper]] += 1
    found = []
    for row in graph.entities.select(["key", "kind", "name"]).to_pylist():
        counts = named.get(row["key"], Counter())
        if row["kind"] == kind and counts.total() >= least and name.casefold() in row["name"].casefold():
            by_year = tuple((y, counts[y], totals[y]) for y in span)
            found.append(Trend(row["key"], kind, row["name"], counts.total(), slope(by_year), by_year))
    if not found:
        raise TrendsError(f"no {kind} fits that is in {least} papers with a year; lower --least or loosen the filter")
    found.sort(key=lambda t: (-abs(t.change), -t.papers, t.key))
    return found[: top or None]


def slope(years: Sequence[tuple[int, int, int]]) -> float:
    """Return the change of the share of papers, in percentage points a year; years without any paper do not count.

    >>> slope([(2020, 1, 10), (2021, 2, 10), (2022, 3, 10)])
    10.0
    """
    points = [(year, 100 * named / total) for year, named, total in years if total]
    mean_year = sum(y for y, _ in points) / len(points)
    mean_share = sum(s for _, s in points) / len(points)
    spread = sum((y - mean_year) ** 2 for y, _ in points)
    return round(sum((y - mean_year) * (s - mean_share) for y, s in points) / spread, 4) if spread else 0.0


def trends_table(found: Sequence[Trend]) -> str:
    """Return trends as lines to read, with a small bar for each year."""
    width = max((len(t.name) for t in found), default=0)
    first, last = found[0].years[0][0], found[0].years[-1][0]
    lines = [f"{'':{width}}  papers  points/year  {first}–{last}, share of the year's papers"]
    for trend in found:
        shares = [named / total if total else 0 for _, named, total in trend.years]
        most = max(shares) or 1
        bars = "".join(_BARS[round(8 * share / most)] for share in shares)
        lines.append(f"{trend.name:{width}}  {trend.papers:>6}  {trend.change:>+11.2f}  {bars}")
    return "\n".join(lines) + "\n"


def trends_csv(found: Sequence[Trend]) -> str:
    """Return one row for each entity and year."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["key", "kind", "name", "year", "papers", "papers_of_year", "change"])
    for trend in found:
        for year, named, total in trend.years:
            writer.writerow([trend.key, trend.kind, trend.name, year, named, total, trend.change])
    return out.getvalue()


def trends_jsonl(found: Sequence[Trend]) -> str:
    """Return one JSON object an entity."""
    return "".join(json.dumps(asdict(trend), ensure_ascii=False) + "\n" for trend in found)


TREND_FORMS: dict[str, Callable[[Sequence[Trend]], str]] = {
    "table": trends_table,
    "csv": trends_csv,
    "jsonl": trends_jsonl,
}
"""The forms of trends."""

"""Gaps as text and as a picture: a table, CSV, JSON lines, and a matrix of methods by datasets or tasks as SVG.

The same matrix as PNG is drawn by `graph/gaps_picture.py`.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from html import escape

import numpy as np
from numpy.typing import NDArray

from papergraph.graph.gaps import Gap

CELL = 22
LEGEND = "blue: tried, in so many papers; orange: a gap, by its score"


def gaps_table(found: Sequence[Gap]) -> str:
    """Return gaps as lines to read: the pair, then who speaks for it."""
    lines = []
    for gap in found:
        sides = f"{gap.method} ({gap.method_papers}) × {gap.other} ({gap.other_papers})"
        lines.append(f"{gap.rank:>4}  {gap.score:.2f}  {sides}")
        papers: dict[str, list[str]] = {}
        for support in gap.support:
            papers.setdefault(support.joins, []).append(support.paper)
        seen = "; ".join(f"{joins} [{', '.join(ids)}]" for joins, ids in papers.items())
        lines.append(f"            tried: {seen}")
    return "\n".join(lines) + "\n" if lines else ""


def gaps_csv(found: Sequence[Gap]) -> str:
    """Return one row a gap, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["rank", "score", "method", "method_papers", "kind", "other", "other_papers", "neighbours", "papers"]
    )
    for gap in found:
        papers = " ".join(dict.fromkeys(s.paper for s in gap.support))
        row = [gap.rank, gap.score, gap.method, gap.method_papers, gap.kind, gap.other, gap.other_papers]
        cells = [*row, "; ".join(gap.neighbours), papers]
        writer.writerow([f"'{c}" if isinstance(c, str) and c.startswith(("=", "+", "-", "@")) else c for c in cells])
    return out.getvalue()


def gaps_jsonl(found: Sequence[Gap]) -> str:
    """Return one JSON object a gap."""
    return "".join(json.dumps(asdict(gap), ensure_ascii=False) + "\n" for gap in found)


def gaps_svg(
    methods: Sequence[str], others: Sequence[str], counts: NDArray[np.int64], scores: NDArray[np.float64]
) -> str:
    """Return the matrix as SVG: blue cells are tried (with the number of papers), orange ones are gaps, by score."""
    left = 12 + max((7 * len(m) for m in methods), default=0)
    above = 12 + max((5 * len(o) for o in others), default=0)
    width, height = left + CELL * len(others) + above, above + CELL * len(methods) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for j, name in enumerate(others):
        x = left + CELL * j + CELL / 2
        parts.append(f'<text transform="translate({x:.0f},{above - 6}) rotate(-45)">{escape(name)}</text>')
    for i, name in enumerate(methods):
        y = above + CELL * i
        parts.append(f'<text x="{left - 6}" y="{y + 15}" text-anchor="end">{escape(name)}</text>')
        for j, other in enumerate(others):
            parts.append(_cell(left + CELL * j, y, f"{name} × {other}", int(counts[i, j]), float(scores[i, j])))
    y = above + CELL * len(methods) + 24
    parts.append(f'<text x="{left}" y="{y}" fill="#444">{LEGEND}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def gap_strength(score: float) -> float:
    """Return how strong the colour of a gap is, from .25 to 1.

    >>> gap_strength(0.2)
    0.4
    """
    return 0.25 + 0.75 * min(score, 1)


def _cell(x: int, y: int, pair: str, papers: int, score: float) -> str:
    box = f'<rect x="{x}" y="{y}" width="{CELL - 2}" height="{CELL - 2}"'
    if papers:
        said = f"{papers} paper{'s' if papers > 1 else ''}"
        inner = (
            f'{box} fill="#cfe2f3"/><text x="{x + CELL / 2 - 1:.0f}" y="{y + 15}" text-anchor="middle">{papers}</text>'
        )
    elif score > 0:
        said = f"a gap, score {score:.2f}"
        inner = f'{box} fill="#e69138" fill-opacity="{gap_strength(score):.2f}"/>'
    else:
        said, inner = "not tried", f'{box} fill="#f4f4f4"/>'
    return f"<g><title>{escape(pair)}: {said}</title>{inner}</g>"

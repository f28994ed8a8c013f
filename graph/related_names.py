"""Which paper of the graph is meant? By id, or by title, also inexactly; where unclear, the nearest are offered."""

from difflib import SequenceMatcher, get_close_matches

from papergraph.extractors.naming import fold
from papergraph.graph.related_index import RelatedIndex
from papergraph.graph.related_records import RelatedError

SURE = 0.9
"""A title that is this much like the one asked for (and alone in it) is taken without a question."""


def find_paper(index: RelatedIndex, name: str) -> int:
    """Return the row of the paper with this id, this title, or a title that is nearly or uniquely this.

    Raises
    ------
    RelatedError
        Where there is none, with the nearest titles and their ids.
    """
    wanted = name.strip().removeprefix("paper:")
    if wanted in index.row_of:
        return index.row_of[wanted]
    titles = index.graph.papers.column("title").to_pylist()
    folded = fold(wanted)
    if folded:
        same = [row for row, title in enumerate(titles) if len(title) < 2 * len(wanted) + 20 and fold(title) == folded]
        same = same or [row for row, title in enumerate(titles) if folded in fold(title)] if len(folded) > 3 else same
        if len(same) == 1:
            return same[0]
        if same:
            raise RelatedError(f"'{name}' may be {_offer(index, titles, same[:5])}; give the id")
    near = _nearest(titles, wanted)
    if near and (len(near) == 1 or near[0][0] > near[1][0]) and near[0][0] >= SURE:
        return near[0][1]
    if not near:
        raise RelatedError(
            f"no paper '{name}' in the graph, nor a title near it; give an id, or the abstract with --text"
        )
    raise RelatedError(
        f"no paper '{name}' in the graph; nearest: {_offer(index, titles, [row for _, row in near[:3]])}; give the id"
    )


def _nearest(titles: list[str], wanted: str) -> list[tuple[float, int]]:
    small = wanted.lower()
    row_of: dict[str, int] = {}
    for row, title in enumerate(titles):
        row_of.setdefault(title.lower(), row)
    words = {w for w in small.split() if len(w) > 3}
    pool = [t for t in row_of if not words or words & set(t.split())] or list(row_of)
    found = get_close_matches(small, pool[:20_000], n=5, cutoff=0.3)
    scored = [(SequenceMatcher(None, small, title).ratio(), row_of[title]) for title in found]
    return sorted(scored, key=lambda s: (-s[0], s[1]))


def _offer(index: RelatedIndex, titles: list[str], rows: list[int]) -> str:
    return "; ".join(f'"{titles[row]}" ({index.ids[row]})' for row in rows)

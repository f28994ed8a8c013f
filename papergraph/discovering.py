"""Related work for papers and texts, in one call: a text that is not in the graph is read by the extractors first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from papergraph.extractors.pipeline import extract
from papergraph.extractors.records import Paper
from papergraph.graph.related import related as related_to
from papergraph.graph.related_index import RelatedIndex, open_index
from papergraph.graph.related_records import Hit, RelatedError, Text
from papergraph.graph.tables import PaperGraph

LONGEST_TITLE = 300


def related(
    graph: RelatedIndex | PaperGraph | str | Path, *papers: str, text: str | Sequence[str] = (), **options: Any
) -> list[Hit]:
    """Return the papers most like each of `papers` (ids or titles) and each `text` (title, newline, abstract).

    The further options are those of `papergraph.graph.related.related`: `like`, `unlike`, `facet`, `top`, `diverse`,
    `years`, `with_code`, `semantic`.

    Raises
    ------
    RelatedError
        Where a paper or facet is unknown, a text is empty, or there is nothing to rank.
    """
    texts = [text] if isinstance(text, str) else list(text)
    index = graph if isinstance(graph, RelatedIndex) else open_index(graph)
    read = [read_text(t, "text" if len(texts) == 1 else f"text {i}") for i, t in enumerate(texts, 1)]
    return related_to(index, *papers, texts=read, **options)


def read_text(text: str, name: str) -> Text:
    """Return a text as a paper: its first line is the title if an abstract follows, or if it is short.

    Raises
    ------
    RelatedError
        Where it is empty.
    """
    if not text.strip():
        raise RelatedError(f"{name}: is empty; give a title, an abstract, or both")
    first, _, rest = text.strip().partition("\n")
    short = len(first) <= LONGEST_TITLE
    title, abstract = (
        (first.strip(), rest.strip()) if short and (rest.strip() or len(first) < 150) else ("", text.strip())
    )
    paper = Paper("", title, " ".join(abstract.split()))
    mentions = next(extract([paper]))[1]
    return Text(name, paper.title, paper.abstract, tuple(mentions))

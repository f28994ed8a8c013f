"""Related work: which papers are like this one, and why. The way in to the `related_*` modules.

A paper needs no citations for this, only its words: what is ranked is said in `graph/related_ranking.py`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from papergraph.graph.diverse import diversified
from papergraph.graph.related_index import RelatedIndex, open_index
from papergraph.graph.related_names import find_paper
from papergraph.graph.related_profile import Encoder, profile_of
from papergraph.graph.related_ranking import Ranking, rank
from papergraph.graph.related_reasons import Explainer
from papergraph.graph.related_records import Hit, Question, Reason, RelatedError, Text
from papergraph.graph.semantic import Semantic
from papergraph.graph.tables import PaperGraph
from papergraph.graph.text_features import FACETS
from papergraph.graph.wording import Vocabulary, read_wording

UNKNOWN = 0.6
"""A text of which more words than this share are in no paper is not of the graph's language or field."""
EXPLAINED = 100
"""Hits of a higher rank get the parts of their score, without names and sentences."""


def related(
    graph: RelatedIndex | PaperGraph | str | Path,
    *papers: str,
    like: Sequence[str] = (),
    unlike: Sequence[str] = (),
    texts: Sequence[Text] = (),
    facet: str = "all",
    top: int = 10,
    diverse: float = 0.0,
    years: tuple[int | None, int | None] = (None, None),
    with_code: bool = False,
    semantic: Semantic | None = None,
) -> list[Hit]:
    """Return for each paper (and each text) the papers of the graph that are most like it, best first.

    `papers` are ids or titles, a question each. `like` and `unlike` make one question of several papers. `texts` are
    papers that are not in the graph. `top` 0 ranks all. `diverse`, from 0 to 1, trades nearness for variety. `years`
    (first, last) and `with_code` leave out the papers that are not known to fit. To ask more than once, open the
    graph with `open_index` and pass that.

    Raises
    ------
    RelatedError
        Where a paper or facet is unknown, a text says nothing, or there is nothing to rank.
    """
    index = graph if isinstance(graph, RelatedIndex) else open_index(graph)
    questions = _questions(index, papers, like, unlike, texts)
    allowed = _allowed(index, years, with_code)
    vectors = semantic.vectors_for(index.graph) if semantic else None
    found: list[Hit] = []
    for question in questions:
        encode: Encoder | None = semantic.encode if semantic else None
        profile = profile_of(index, question, facet, vectors=vectors, encode=encode)
        own = allowed.copy()
        own[[*question.like, *question.unlike]] = False
        if not own.any():
            raise RelatedError(_nothing(index, years, with_code))
        ranking = rank(index, profile, top=top, allowed=own, vectors=vectors)
        order = (
            diversified(ranking, top, diverse) if diverse else range(min(top, len(ranking)) if top else len(ranking))
        )
        if ranking.scores.any() or not question.texts:  # else the order would say nothing
            found += _hits(index, question, Explainer(index, question, profile), ranking, list(order))
    return found


def _questions(
    index: RelatedIndex, papers: Sequence[str], like: Sequence[str], unlike: Sequence[str], texts: Sequence[Text]
) -> list[Question]:
    for text in texts:
        if not (text.title + text.abstract).strip():
            raise RelatedError(f"{text.name}: is empty; give a title, an abstract, or both")
    rows = [find_paper(index, p) for p in papers]
    liked, disliked = [find_paper(index, p) for p in like], [find_paper(index, p) for p in unlike]
    if like or unlike:
        liked = list(dict.fromkeys([*rows, *liked]))
        if not liked and not texts:
            raise RelatedError("--unlike needs something to be like; add a paper, --like PAPER or --text FILE")
        if both := set(liked) & set(disliked):
            raise RelatedError(f"{index.ids[min(both)]} is asked for as like and as unlike; choose one")
        names = [*(index.ids[r] for r in liked), *(t.name for t in texts), *(f"-{index.ids[r]}" for r in disliked)]
        return [Question(" ".join(names), tuple(liked), tuple(disliked), tuple(texts))]
    if not rows and not texts:
        raise RelatedError("nothing to compare with; name a paper of the graph, or give an abstract with --text FILE")
    return [*(Question(index.ids[r], (r,)) for r in rows), *(Question(t.name, texts=(t,)) for t in texts)]


def _allowed(index: RelatedIndex, years: tuple[int | None, int | None], with_code: bool) -> NDArray[np.bool_]:
    allowed = np.ones(index.text.papers, bool)
    first, last = years
    if first is not None or last is not None:
        column = index.graph.papers.column("year")
        year = np.asarray(column.fill_null(-1).to_numpy(), np.int64)
        allowed &= (year >= 0) & (year >= (first or 0)) & (year <= (last if last is not None else 9999))
    if with_code:
        relations = index.graph.relations
        released = relations.filter(pc.equal(relations.column("predicate"), "RELEASES")).column("source")
        ids = {source.removeprefix("paper:") for source in released.to_pylist()}
        allowed &= np.array([paper in ids for paper in index.ids], bool)
    return allowed


def _nothing(index: RelatedIndex, years: tuple[int | None, int | None], with_code: bool) -> str:
    if index.text.papers <= 1:
        return "the graph holds no other paper; build it from more papers"
    asked = [*(["--since/--until"] if years != (None, None) else []), *(["--with-code"] if with_code else [])]
    if asked:
        return f"no other paper of the graph fits {' and '.join(asked)}; widen the filter"
    return "the graph holds no other paper than those asked for; build it from more papers"


def _hits(index: RelatedIndex, question: Question, explain: Explainer, ranking: Ranking, order: list[int]) -> list[Hit]:
    titles = index.graph.papers.column("title").take(ranking.rows[order]).to_pylist()
    found = []
    for number, at in enumerate(order, 1):
        reasons = explain.reasons(ranking, at) if number <= EXPLAINED else explain.parts(ranking, at)
        rounded = tuple(Reason(r.kind, r.name, round(r.weight, 4), r.sentence, r.query_sentence) for r in reasons)
        score = round(sum(r.weight for r in rounded), 4) + 0.0
        paper = index.ids[int(ranking.rows[at])]
        found.append(Hit(question.name, number, paper, titles[number - 1], explain.profile.facet, score, rounded))
    return found


def notes(index: RelatedIndex, hits: Sequence[Hit], texts: Sequence[Text]) -> list[str]:
    """Return what a reader of hits should know: a query with only a title, or with hardly a word in the graph."""
    said = []
    answered = dict.fromkeys(hit.query for hit in hits)
    said += [
        f"{text.name} shares no word with any paper, so that nothing is listed (is it in another language?)"
        for text in texts
        if not any(text.name in name for name in answered)
    ]
    for name in answered:
        row = index.row_of.get(name)
        text = next((t for t in texts if t.name == name), None)
        abstract = str(index.paper(row)["abstract"]) if row is not None else text.abstract if text else "-"
        if not abstract.strip():
            said.append(f"{name} has no abstract; ranked by its title alone")
        best = next(hit for hit in hits if hit.query == name)
        if not any(r.kind in ("phrase", "vector", *FACETS["all"].kinds) for r in best.reasons):
            said.append(
                f"{name} shares no word with any paper; the order below says nothing (is it in another language?)"
            )
        elif text is not None and _unknown(index, text) > UNKNOWN:
            said.append(f"most words of {name} are in no paper of the graph (another language or field?); take care")
    return said


def _unknown(index: RelatedIndex, text: Text) -> float:
    """Return the share of a text's content words that no paper has."""
    own = Vocabulary()
    read_wording([(text.title, text.abstract)], own)
    return sum(stem not in index.text.vocabulary.numbers for stem in own.numbers) / max(len(own.numbers), 1)

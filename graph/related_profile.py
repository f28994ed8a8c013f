"""What a question looks like: the papers and texts it names, as one profile in the space where papers are ranked."""

from collections.abc import Callable, Sequence

import numpy as np

from papergraph.extractors.naming import fold
from papergraph.extractors.records import Mention
from papergraph.graph.related_index import RelatedIndex
from papergraph.graph.related_ranking import Profile
from papergraph.graph.related_records import Question, RelatedError, Text
from papergraph.graph.text_features import FACETS, Floats
from papergraph.graph.vocabulary import ROLE_PREDICATES, Predicate

UNLIKE = 0.5
"""How much a paper that the answer should be unlike takes away."""

Encoder = Callable[[Sequence[str]], Floats]
"""Anything that turns texts into vectors, one row a text."""


def profile_of(
    index: RelatedIndex, question: Question, facet: str, *, vectors: Floats | None = None, encode: Encoder | None = None
) -> Profile:
    """Return the profile of a question: the mean of what it likes, less `UNLIKE` times the mean of what it does not.

    Raises
    ------
    RelatedError
        Where the facet is unknown.
    """
    if facet not in FACETS:
        raise RelatedError(f"unknown facet '{facet}'; choose one of {', '.join(FACETS)}")
    liked = [_of_paper(index, row, facet, vectors) for row in question.like]
    liked += [_of_text(index, text, facet, encode) for text in question.texts]
    parts = [(p, 1 / len(liked)) for p in liked]
    parts += [(_of_paper(index, row, facet, vectors), -UNLIKE / len(question.unlike)) for row in question.unlike]
    if len(parts) == 1:
        return parts[0][0]
    codes, at = np.unique(np.concatenate([p.codes for p, _ in parts]), return_inverse=True)
    values = np.concatenate([w * p.values for p, w in parts])
    dense = [np.float32(w) * p.vector for p, w in parts if p.vector is not None]
    return Profile(
        facet,
        codes.astype(np.int64),
        np.bincount(at, weights=values, minlength=len(codes)).astype(np.float32),
        sum((w * p.topics for p, w in parts), np.zeros_like(parts[0][0].topics)).astype(np.float32),
        sum((w * p.entities for p, w in parts), np.zeros_like(parts[0][0].entities)).astype(np.float32),
        np.asarray(sum(dense[1:], dense[0]), np.float32) if dense else None,
    )


def _of_paper(index: RelatedIndex, row: int, facet: str, vectors: Floats | None) -> Profile:
    rows = np.array([row])
    features, topics = index.text.vectors(rows, facet)
    entities = np.asarray(index.entity_rows(facet)[rows].todense(), np.float32)[0]
    return Profile(facet, features.code, features.value, topics[0], entities, None if vectors is None else vectors[row])


def _of_text(index: RelatedIndex, text: Text, facet: str, encode: Encoder | None) -> Profile:
    starts = {kind: [m.evidence.start for m in text.mentions if m.kind == kind] for kind in ("dataset", "task")}
    wording = index.text.read(text.title, text.abstract, starts["dataset"], starts["task"])
    features, topics = index.text.query(wording, facet)
    entities = index.entities.query(entities_of(index, text.mentions), facet)
    vector: Floats | None = None
    if encode is not None:
        row = np.asarray(encode([f"{text.title}\n{text.abstract}"])[0], np.float32)
        vector = (row / (np.linalg.norm(row) or 1)).astype(np.float32)
    return Profile(
        facet, features.code, features.value, topics[0], np.asarray(entities.todense(), np.float32)[0], vector
    )


def entities_of(index: RelatedIndex, mentions: Sequence[Mention]) -> list[tuple[str, Predicate]]:
    """Return the graph's entities that mentions name (by spelling), with what is said of them."""
    wanted = {(m.kind, fold(name)) for m in mentions for name in (m.name, *m.aliases)}
    known: dict[tuple[str, str], str] = {}
    table = index.graph.entities.select(["key", "kind", "name", "aliases"])
    for row in table.to_pylist() if wanted else ():
        for name in (row["name"], *row["aliases"]):
            spelled = (row["kind"], fold(name))
            if spelled in wanted and (name == row["name"] or spelled not in known):
                known[spelled] = row["key"]
    found = []
    for mention in mentions:
        keys = [known[s] for n in (mention.name, *mention.aliases) if (s := (mention.kind, fold(n))) in known]
        if keys:
            found.append((keys[0], ROLE_PREDICATES[mention.kind, mention.role]))
    return found

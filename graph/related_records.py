"""What an answer to "which papers are like this one?" is made of: hits, and the reasons that add up to their scores."""

from dataclasses import dataclass, field

from papergraph.extractors.errors import PapergraphError
from papergraph.extractors.records import Mention


class RelatedError(PapergraphError):
    """A question about related work that cannot be answered: an unknown paper, facet or year, or nothing to go by."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score: what is shared, how much it adds, and a sentence from the hit and one from the query.

    `kind` is the kind of an entity (method, dataset, ...), `phrase` for shared words, `topic` for the papers' themes,
    `neighbour` for what the papers nearest to the hit add, `vector` for sentence embeddings, `more` for all the rest.
    """

    kind: str
    name: str
    weight: float
    sentence: str = ""
    query_sentence: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A related paper: `score` is the sum of its reasons' weights, `rank` counts from 1."""

    query: str
    rank: int
    paper: str
    title: str
    facet: str
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A paper that is not in the graph: its title, abstract, and the mentions that were found in it."""

    name: str
    title: str
    abstract: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for: like these papers (by row) and texts, unlike those; `name` is how the answer calls it."""

    name: str
    like: tuple[int, ...] = ()
    unlike: tuple[int, ...] = ()
    texts: tuple[Text, ...] = field(default=())

"""A million mentions as columns: what was said, each distinct saying once, and where, as numbers.

Resolving then works on the sayings, of which there are few; `graph/assemble.py` writes the columns out as a table. The
order in which mentions come does not show: `gather` sorts them by paper, place and content.
"""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from papergraph.extractors.naming import fold
from papergraph.extractors.records import Kind, Mention

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
T = TypeVar("T", str, "Saying")


@dataclass(frozen=True, slots=True, order=True)
class Saying:
    """What mentions say, wherever they stand: the same kind, name, aliases and role."""

    kind: Kind
    name: str
    aliases: tuple[str, ...]
    role: str
    subkind: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The name, then the aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Gathered:
    """Mentions as columns of equal length, sorted by paper, place and content.

    `paper`, `saying` and `rule` are numbers into the lists beside them, which are sorted.
    """

    papers: list[str]
    sayings: list[Saying]
    rules: list[str]
    paper: Ints
    saying: Ints
    rule: Ints
    start: Ints
    end: Ints
    sentence_start: Ints
    sentence_end: Ints
    confidence: Floats

    def papers_of_sayings(self) -> Ints:
        """Return in how many papers each saying occurs, shape (sayings,)."""
        pairs = np.unique(self.saying * max(len(self.papers), 1) + self.paper)
        return np.bincount(pairs // max(len(self.papers), 1), minlength=len(self.sayings))

    def first_of_sayings(self) -> Ints:
        """Return the row of each saying's first mention, shape (sayings,)."""
        _, first = np.unique(self.saying, return_index=True)
        return first


def gather(mentions: Iterable[Mention], *, vague: frozenset[str] = frozenset()) -> Gathered:
    """Return mentions as columns, without those whose folded name is `vague`.

    >>> gather([]).papers_of_sayings().tolist()
    []
    """
    papers: dict[str, int] = {}
    sayings: dict[Saying, int] = {}
    known: dict[tuple[str, str, tuple[str, ...], str, str], int] = {}
    rules: dict[str, int] = {}
    numbers = [array("q") for _ in range(7)]
    confidence = array("d")
    put = [a.append for a in numbers]
    for m in mentions:
        e = m.evidence
        said = (m.kind, m.name, m.aliases, m.role, m.subkind)
        n = known.get(said)
        if n is None:
            told = m.kind == "repository" or fold(m.name) not in vague
            n = known[said] = sayings.setdefault(Saying(*said), len(sayings)) if told else -1
        if n < 0:
            continue
        put[0](papers.setdefault(e.paper, len(papers)))
        put[1](n)
        put[2](rules.setdefault(e.rule, len(rules)))
        put[3](e.start)
        put[4](e.end)
        put[5](e.sentence_start)
        put[6](e.sentence_end)
        confidence.append(e.confidence)
    paper, saying, rule, start, end, sentence_start, sentence_end = (np.array(a, np.int64) for a in numbers)
    sure = np.array(confidence, np.float64)
    paper, paper_list = _ranked(papers, paper)
    saying, saying_list = _ranked(sayings, saying, order=_content)
    rule, rule_list = _ranked(rules, rule)
    order = np.lexsort((sentence_end, sentence_start, sure, rule, saying, end, start, paper))
    return Gathered(
        paper_list,
        saying_list,
        rule_list,
        paper[order],
        saying[order],
        rule[order],
        start[order],
        end[order],
        sentence_start[order],
        sentence_end[order],
        sure[order],
    )


def _content(s: Saying) -> tuple[str, str, tuple[str, ...], str, str]:
    return (s.kind, s.name, s.aliases, s.role, s.subkind)


def _ranked(
    numbered: dict[T, int], column: Ints, *, order: Callable[[T], tuple[object, ...]] | None = None
) -> tuple[Ints, list[T]]:
    """Return a column of numbers by the rank of what they stand for, and the sorted list."""
    ordered = sorted(numbered, key=order)
    rank = np.zeros(len(ordered), np.int64)
    for i, value in enumerate(ordered):
        rank[numbered[value]] = i
    return (rank[column] if len(column) else column), ordered

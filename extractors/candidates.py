"""What might be an entity: spans proposed by the tagger, the lexicon and the definitions, gathered by name.

High recall is the aim here; `papergraph.extractors.judge` decides. A candidate is all that one paper calls by one name
(or by the short and long form that it defines).
"""

from dataclasses import dataclass, field

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.lexicons import Entry
from papergraph.extractors.naming import fold
from papergraph.extractors.tagger import KIND_LABELS
from papergraph.extractors.words import has_letter

_EDGES = frozenset("the a an our this these new novel proposed and or of for in on with as - – / , . : ; ( ) \" ' “ ” ’ ‘".split())


@dataclass(slots=True)
class Span:
    """Tokens i to j of a text; `tag` is the tagger's letter for exactly these tokens, or an empty text."""

    i: int
    j: int
    tag: str = ""
    known: bool = False
    defined: str = ""


@dataclass(slots=True)
class Candidate:
    """All spans of one name, its written forms, what the lexicon knows of it, and its definition in the text."""

    key: str
    spans: list[Span] = field(default_factory=list)
    entries: tuple[Entry, ...] = ()
    short: str = ""
    long: str = ""


def candidates(a: Analysis) -> list[Candidate]:
    """Return the candidates of a tagged text, in the order of their first span."""
    spans: dict[tuple[int, int], Span] = {}
    for i, j, tag in tagged_spans(a):
        i, j = _trim(a, i, j)  # noqa: PLW2901 - a span without its edges is the same span
        if i < j:
            spans[i, j] = Span(i, j, tag)
    entries: dict[tuple[int, int], tuple[Entry, ...]] = {}
    for i, j, known in a.known:
        spans.setdefault((i, j), Span(i, j)).known = True
        entries[i, j] = known
    joined: dict[str, tuple[str, str]] = {}
    for d, short, long in a.defined:
        for (i, j), form, name in ((short, "short", d.short), (long, "long", d.long)):
            if i < j:
                spans.setdefault((i, j), Span(i, j)).defined = form
            joined.setdefault(fold(name), (d.short, d.long))
    found: dict[str, Candidate] = {}
    for place in sorted(spans):
        span = spans[place]
        key = fold(a.text[a.starts[span.i] : a.ends[span.j - 1]])
        if not key or not has_letter(key):
            continue
        pair = joined.get(key)
        if pair:
            key = fold(pair[0])
        candidate = found.setdefault(key, Candidate(key))
        candidate.spans.append(span)
        if pair and not candidate.short:
            candidate.short, candidate.long = pair
        if place in entries:
            candidate.entries = tuple(dict.fromkeys((*candidate.entries, *entries[place])))
    return list(found.values())


def tagged_spans(a: Analysis) -> list[tuple[int, int, str]]:
    """Return the tagger's spans: first token, one past the last, kind letter."""
    found = []
    tags = a.tags.tolist()
    i, n = 0, len(tags)
    while i < n:
        tag = tags[i]
        if not tag:
            i += 1
            continue
        kind = (tag - 1) // 2
        inside = 2 * kind + 2
        j = i + 1
        while j < n and tags[j] == inside:
            j += 1
        found.append((i, j, KIND_LABELS[kind]))
        i = j
    return found


def _trim(a: Analysis, i: int, j: int) -> tuple[int, int]:
    texts = a.words.texts
    while i < j and texts[a.rows[i]].lower() in _EDGES:
        i += 1
    while i < j and texts[a.rows[j - 1]].lower() in _EDGES:
        j -= 1
    return i, j


def written(a: Analysis, span: Span) -> str:
    """Return a span as the text writes it."""
    return a.text[a.starts[span.i] : a.ends[span.j - 1]]




def coverage(a: Analysis, found: list[Candidate]) -> list[int]:
    """Return for each token the length of the longest candidate span over it."""
    longest = [0] * len(a.rows)
    for candidate in found:
        for s in candidate.spans:
            size = s.j - s.i
            for k in range(s.i, s.j):
                longest[k] = max(longest[k], size)
    return longest

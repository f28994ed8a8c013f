"""What might be an entity: spans of the tagger, the lexicon, definitions and coined forms, by name.

High recall is the aim here; `papergraph.extractors.judge` decides. A candidate is all that one paper calls by one name,
or by names that the paper (a definition) or the lexicon says are one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.cutting import parts
from papergraph.extractors.flags import COINED
from papergraph.extractors.lexicons import Entry, meant
from papergraph.extractors.naming import fold
from papergraph.extractors.shapes import bears_sizes, coined_spans, grown_end, joined_end
from papergraph.extractors.tagger import span_scores
from papergraph.extractors.wording import reworded
from papergraph.extractors.words import has_letter

_KINDS = {
    "N": ("method", "named"),
    "T": ("method", "technique"),
    "D": ("dataset", ""),
    "K": ("task", ""),
    "M": ("metric", ""),
}


@dataclass(slots=True)
class Span:
    """Tokens i to j of a text; `tag` is the tagger's letter for them, in lower case from its eager search.

    `form` is the term that they stand for, where the text words it otherwise (`papergraph.extractors.forms`). `family`
    is the known name that goes on with a size or version ("MiniLM-L6"), and so is another thing. `cues` is what the
    sentence says before them, once somebody has asked (`papergraph.extractors.roles.place_cues`).
    """

    i: int
    j: int
    tag: str = ""
    known: bool = False
    capitals: bool = False
    defined: str = ""
    entries: tuple[Entry, ...] = ()
    form: str = ""
    family: tuple[Entry, ...] = ()
    cues: tuple[str, ...] | None = field(default=None, compare=False, repr=False)


@dataclass(slots=True)
class Candidate:
    """All spans of one name, what the lexicon knows of it, and its definition in the text.

    `term` is what other abstracts make of it, of its forms the most frequent one (`papergraph.extractors.terms`).
    """

    key: str
    spans: list[Span] = field(default_factory=list)
    entries: tuple[Entry, ...] = ()
    short: str = ""
    long: str = ""
    margins: tuple[int, ...] = ()
    term: tuple[int, str] | None = None


LEAST_MARGIN = 0
"""A candidate that the tagger leaves out, unknown and undefined, is judged where its best margin is at least this."""
LEAST_UNSEEN = 3
"""The same where not even the tagger's eager search sees it."""
LEAST_KNOWN = -1
"""The same for known names."""


def candidates(a: Analysis) -> list[Candidate]:
    """Return the candidates of a tagged text, in the order of their first span."""
    return candidates_of([a])[0]


def candidates_of(analyses: Sequence[Analysis]) -> list[list[Candidate]]:
    """Return the candidates of each of a batch of tagged texts that are worth a closer look."""
    gathered = [_gathered(a) for a in analyses]
    for c, scores in zip(chain.from_iterable(gathered), margins(analyses, gathered), strict=True):
        c.margins = scores
    return [list(filter(_is_promising, found)) for found in gathered]


def _gathered(a: Analysis) -> list[Candidate]:
    spans: dict[tuple[int, int], Span] = {}
    _tagged(a, spans)
    _known_elsewhere(a, spans)
    defined = _defined(a, spans)
    found: dict[str, Candidate] = {}
    for place in sorted(spans):
        _gather(a, spans[place], defined, found)
    return list(found.values())


def _tagged(a: Analysis, spans: dict[tuple[int, int], Span]) -> None:
    """Add what the tagger sees, in its second search what it all but sees."""
    flags, rows = a.words.flags, a.rows
    for i, j, written_as in a.tagged:
        tag = written_as.upper()
        if j == i + 1 and flags[rows[i]] & COINED:  # by itself: nothing to take off or apart
            end = grown_end(a, j, tag)
            spans.setdefault((i, end), Span(i, end, written_as))
            continue
        for m, n, form in parts(a, i, j, tag):
            end = grown_end(a, n, tag)
            spans.setdefault((m, end), Span(m, end, written_as, form=form))


def _known_elsewhere(a: Analysis, spans: dict[tuple[int, int], Span]) -> None:
    """Add what the lexicon knows, as it stands or reworded, and what has the form of a coined name."""
    for i, j, form in reworded(a):
        span = spans.setdefault((i, j), Span(i, j))
        span.form = span.form or form
    for i, j, some in a.known:
        known = meant(some, a.text[a.starts[i] : a.ends[j - 1]])
        if not known:
            continue
        joined = joined_end(a, j)
        end = joined if joined > j else grown_end(a, j, "D" if all(bears_sizes(e) for e in known) else "T")
        span = spans.setdefault((i, end), Span(i, end))
        if end > joined:
            span.family = known
        else:
            span.known, span.entries = True, known
        kind = a.words.classes[a.rows[i]]
        span.capitals = kind[0] in "AM" or (kind[1:] == "d" and kind[0] != "l") or (j - i > 1 and kind[0] == "C")
    for i, j in coined_spans(a):
        spans.setdefault((i, j), Span(i, j))


def _defined(a: Analysis, spans: dict[tuple[int, int], Span]) -> dict[str, tuple[str, str]]:
    """Add what the text defines; return the short and long form of each folded form."""
    defined: dict[str, tuple[str, str]] = {}
    for d, short, long in a.defined:
        for (i, j), form, name in ((short, "short", d.short), (long, "long", d.long)):
            if i < j:
                spans.setdefault((i, j), Span(i, j)).defined = form
            defined.setdefault(fold(name), (d.short, d.long))
    for acronym, meaning in _loosely_defined(a, spans):
        if fold(acronym) not in defined:
            defined[fold(acronym)] = defined[fold(meaning)] = (acronym, meaning)
    return defined


def _is_promising(c: Candidate) -> bool:
    """Say whether a candidate might be kept; others would all but never be."""
    tags = "".join(s.tag for s in c.spans)
    least = LEAST_KNOWN if c.entries else LEAST_MARGIN if tags else LEAST_UNSEEN
    return bool(c.short) or tags != tags.lower() or max(c.margins) >= least


def margins(analyses: Sequence[Analysis], gathered: Sequence[Sequence[Candidate]]) -> Iterator[tuple[int, ...]]:
    """Yield for each candidate and kind how far the tagger's scores speak for it against O, in steps of two.

    The best of a candidate's first four spans counts; from -6 to 6.
    """
    ends = np.cumsum([len(a.insides) for a in analyses]).tolist()
    spans = [
        (begin + s.i, begin + s.j)
        for begin, found in zip([0, *ends], gathered, strict=False)
        for c in found
        for s in c.spans[:4]
    ]
    if not spans:
        return iter(())
    counts = [min(len(c.spans), 4) for found in gathered for c in found]
    insides = np.concatenate([a.insides for a in analyses])
    beginnings = np.zeros_like(insides)
    for end, a in zip(ends, analyses, strict=True):
        beginnings[end - len(a.insides) : end - 1] = a.beginnings
    best = np.maximum.reduceat(span_scores(beginnings, insides, np.array(spans)), np.cumsum([0, *counts[:-1]]), axis=0)
    return map(tuple, np.clip(best // 200, -6, 6).tolist())


def _gather(a: Analysis, span: Span, defined: dict[str, tuple[str, str]], found: dict[str, Candidate]) -> None:
    """Put a span with the others of its name."""
    text = named(a, span)
    key = fold(text)
    if not key or not (key[0].isalpha() or has_letter(key)) or "://" in text or "www." in text:
        return
    if not span.entries:
        senses = a.lookup.states.get(key)
        span.entries = meant(senses[2], text) if senses else ()
    term, pair = a.lookup.terms.get(key), defined.get(key)
    if pair:
        key = f"({fold(pair[0])})"
    elif span.entries:
        key = fold(_sense(span).name)
    candidate = found.setdefault(key, Candidate(key))
    candidate.spans.append(span)
    if term and (candidate.term is None or term > candidate.term):
        candidate.term = term
    if pair:
        candidate.short, candidate.long = pair
        entries = a.lookup.lexicon.find(pair[1])
    else:
        entries = span.entries
    candidate.entries = tuple(dict.fromkeys((*candidate.entries, *entries)))


def _sense(span: Span) -> Entry:
    """Return the entry that a span means: one of the tagger's kind, else the dominant one."""
    kind = _KINDS.get(span.tag.upper())
    return next((e for e in span.entries if (e.kind, e.subkind) == kind), span.entries[0])


def _loosely_defined(a: Analysis, spans: dict[tuple[int, int], Span]) -> Iterator[tuple[str, str]]:
    """Yield "Long Name (ACR)" where the tagger sees a name before the bracket that holds the letters in their order.

    Weaker than a definition by initials: "Hierarchical Category Path-Enhanced Generative Retrieval (HyPE)".
    """
    texts, rows = a.words.texts, a.rows
    for (i, j), span in list(spans.items()):
        if span.tag in ("N", "D", "T", "K") and j - i > 1 and j + 2 < len(rows) and texts[rows[j]] == "(":
            short = texts[rows[j + 1]]
            if texts[rows[j + 2]] == ")" and a.words.flags[rows[j + 1]] & COINED and len(short) > 2:
                long = a.text[a.starts[i] : a.ends[j - 1]]
                letters = iter(long.lower())
                if short[0].lower() == long[0].lower() and all(c in letters for c in short.lower() if c.isalnum()):
                    yield short, long


def named(a: Analysis, span: Span) -> str:
    """Return the term that a span stands for: as the text writes it, unless that words it otherwise."""
    return span.form or written(a, span)


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

"""What further extractors add: run over each paper, checked, named and given roles as papergraph's own mentions.

A mention that conflicts with one that is there already is set aside with its reason (`REASONS`), which
`papergraph why --dropped` lists; of two kinds for one place the surer stands. What does not fit the paper is an error.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral, Real

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.candidates import Candidate, Span, written
from papergraph.extractors.decide import KIND_OF, Decision, lowered, role_in
from papergraph.extractors.errors import ExtractorError, PapergraphError
from papergraph.extractors.judge import Linear, shipped
from papergraph.extractors.naming import fold
from papergraph.extractors.plugins import Further
from papergraph.extractors.records import KINDS, ROLES, SUBKINDS, Evidence, Found, Mention, Paper
from papergraph.extractors.repositories import canonical_url, kind_of, role_of

REASONS = {
    "found already": "the same place was found as the same kind before",
    "other kind": "the same place is surer as another kind",
    "overlap": "it overlaps another mention",
    "inside a URL": "names inside a URL are no mentions",
    "crosses a sentence": "a mention lies within one sentence",
    "no letter or digit": "a name has one",
}
"""Why a mention is set aside where further extractors are at work."""

Place = tuple[int, int]
"""Where a mention begins and ends."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A mention that was set aside, its reason (a key of `REASONS`), and the text of the mention in its way."""

    mention: Mention
    reason: str
    other: str = ""


def add(
    a: Analysis, paper: Paper, extractors: Sequence[Further], there: Sequence[Mention]
) -> tuple[list[Mention], list[Refused]]:
    """Return the mentions that are `there` with what extractors find beside them, and what is set aside.

    Raises
    ------
    ExtractorError
        Where an extractor raises, or gives anything but a `Found` that fits the paper.
    """
    kept, refused = Kept(there), []
    roles = shipped("roles")
    for extractor in extractors:
        found = [_checked(f, paper, extractor) for f in found_by(extractor, paper)]
        for mention in _mentions(a, paper, found, extractor, roles):
            refused += kept.add(a, mention)
    return kept.mentions(), refused


class Kept:
    """Mentions of a paper by place; the places do not overlap."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        """Begin with mentions that do not overlap."""
        self.at: dict[Place, list[Mention]] = {}
        for m in mentions:
            self.at.setdefault((m.evidence.start, m.evidence.end), []).append(m)
        self.places = sorted(self.at)

    def mentions(self) -> list[Mention]:
        """Return the mentions in the order of their places."""
        return [m for place in self.places for m in self.at[place]]

    def add(self, a: Analysis, m: Mention) -> list[Refused]:
        """Put a mention in, where it may stand; return what is set aside, itself or one of another kind."""
        place = (m.evidence.start, m.evidence.end)
        i, j = a.span(*place)
        if not fold(m.name):
            return [Refused(m, "no letter or digit")]
        if a.sentence_of(i)[1] < j:
            return [Refused(m, "crosses a sentence")]
        other = self.over(place)
        if other is None:
            insort(self.places, place)
            self.at[place] = [m]
            return []
        text = a.text[other[0] : other[1]]
        if m.kind != "repository" and any(o.kind == "repository" for o in self.at[other]):
            return [Refused(m, "inside a URL", text)]
        if other != place:
            return [Refused(m, "overlap", text)]
        if any(o.kind == m.kind for o in self.at[other]):
            return [Refused(m, "found already", text)]
        if any(o.evidence.confidence >= m.evidence.confidence for o in self.at[other]):
            return [Refused(m, "other kind", text)]
        before, self.at[other] = self.at[other], [m]
        return [Refused(o, "other kind", text) for o in before]

    def over(self, place: Place) -> Place | None:
        """Return the first place that overlaps one."""
        n = bisect_right(self.places, place)
        return next((p for p in self.places[max(n - 1, 0) : n + 1] if p[0] < place[1] and place[0] < p[1]), None)


def found_by(extractor: Further, paper: Paper) -> list[Found]:
    """Return what an extractor gives for a paper, unchecked.

    Raises
    ------
    ExtractorError
        Where it raises, or what it gives cannot be gone through.
    """
    try:
        return list(extractor.find(paper))
    except PapergraphError:
        raise
    except Exception as e:
        said = " ".join(str(e).split())
        raise ExtractorError(
            f"{extractor} failed at paper '{paper.id}': {type(e).__name__}: {said:.300}; mend it, or build without it"
        ) from e


def _checked(f: object, paper: Paper, extractor: Further) -> Found:
    """Return a result without blanks at its ends, and with its name; what does not fit raises."""

    def bad(said: str) -> ExtractorError:
        return ExtractorError(f"{extractor}, paper '{paper.id}': {said}")

    if not isinstance(f, Found):
        raise bad(f"gave {f!r:.60}; it must give papergraph.Found(kind, start, end)")
    if f.kind not in KINDS:
        raise bad(f"unknown kind {f.kind!r}; choose one of {', '.join(KINDS)}")
    if f.role and f.role not in ROLES[f.kind]:
        raise bad(f"unknown role {f.role!r} of a {f.kind}; choose one of {', '.join(ROLES[f.kind])}, or none")
    if f.subkind and f.subkind not in SUBKINDS[f.kind]:
        choices = ", ".join(SUBKINDS[f.kind]) or "none"
        raise bad(f"unknown subkind {f.subkind!r} of a {f.kind}; choose one of {choices}")
    if not (isinstance(f.name, str) and isinstance(f.aliases, tuple) and all(isinstance(n, str) for n in f.aliases)):
        raise bad(f"name {f.name!r:.60} and aliases {f.aliases!r:.60}; give a text and a tuple of texts")
    if not (isinstance(f.confidence, Real) and 0 <= f.confidence <= 1):
        raise bad(f"a confidence of {f.confidence!r}; it is a probability, from 0 to 1")
    if not (isinstance(f.start, Integral) and isinstance(f.end, Integral) and 0 <= f.start < f.end <= len(paper.text)):
        raise bad(
            f"offsets {f.start!r} to {f.end!r} in a text of {len(paper.text)} characters (title, newline, abstract)"
        )
    start, end = int(f.start), int(f.end)
    quoted = paper.text[start:end].strip()
    if not quoted:
        raise bad(f"only blanks at {start} to {end}")
    start += len(paper.text[start:end]) - len(paper.text[start:end].lstrip())
    if f.kind == "repository":
        name = canonical_url(f.name or quoted)
        if not name or not kind_of(name):
            raise bad(f"{f.name or quoted!r} is no URL of a repository; give one as the name")
    else:
        name = " ".join(f.name.split())
        if name and not any(fold(n) and fold(n) in fold(quoted) for n in (name, *f.aliases)):
            raise bad(
                f"'{name}' at {start} to {start + len(quoted)}, where the text has '{quoted:.60}'; offsets count in "
                "paper.text (title, newline, abstract), and what stands there is the name or an alias"
            )
    return Found(f.kind, start, start + len(quoted), name, f.subkind, f.role, f.aliases, float(f.confidence))


def _mentions(a: Analysis, paper: Paper, found: Iterable[Found], extractor: Further, roles: Linear) -> list[Mention]:
    """Return the mentions of results, the longest first; those of one name have the role of all its places."""
    groups: dict[tuple[str, str, str], list[Found]] = {}
    for f in found:
        subkind = f.subkind or ("named" if f.kind == "method" else "")
        name = f.name or _name(paper.text[f.start : f.end], f.kind, subkind)
        if f.kind == "repository":
            subkind = f.subkind or kind_of(name)
        groups.setdefault((f.kind, subkind, name), []).append(f)
    out = []
    for (_, subkind, name), group in groups.items():
        told = _role(a, paper, group, subkind, roles)
        for f in group:
            low, high = a.sentence_characters(a.span(f.start, f.end)[0])
            evidence = Evidence(
                paper.id, f.start, f.end, min(low, f.start), high, extractor.name, round(f.confidence, 3)
            )
            out.append(Mention(f.kind, name, f.role or told, evidence, subkind, f.aliases))
    return sorted(out, key=lambda m: (m.evidence.start - m.evidence.end, m.evidence.start, m.kind, m.name))


def _name(written: str, kind: str, subkind: str) -> str:
    text = " ".join(written.split())
    return lowered(text) if subkind == "technique" or kind in ("task", "metric") else text


def _role(a: Analysis, paper: Paper, group: Sequence[Found], subkind: str, roles: Linear) -> str:
    kind = group[0].kind
    if kind == "repository":
        return role_of(paper.text, group[0].start)
    letter = next(k for k, sort in KIND_OF.items() if sort == (kind, subkind))
    spans = sorted((Span(*a.span(f.start, f.end)) for f in group), key=lambda s: s.i)
    terms = [t for s in spans if (t := a.lookup.terms.get(fold(written(a, s))))]
    candidate = Candidate("", spans, term=max(terms, default=None))
    return role_in(a, Decision(candidate, letter, 1.0, tuple(spans)), kind, roles)

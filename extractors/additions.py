"""What further extractors add: run over each paper, checked, named and given roles as papergraph's own mentions.

A mention that conflicts with one that is there already is set aside with its reason (`REASONS`), which
`papergraph why --dropped` lists; of two kinds for one place the surer stands. What does not fit the paper is an error.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral, Real

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.candidates import Candidate, Span
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
}
"""Why a mention is set aside where further extractors are at work."""


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
    kept, refused = list(there), []
    roles = shipped("roles")
    for extractor in extractors:
        found = [_checked(f, paper, extractor) for f in found_by(extractor, paper)]
        for mention in _mentions(a, paper, found, extractor, roles):
            less = [m for m in kept if _same_place(m, mention) and m.evidence.confidence < mention.evidence.confidence]
            less = [m for m in less if m.kind not in (mention.kind, "repository")]
            against = _against(a, mention, (m for m in kept if m not in less))
            if against:
                refused.append(Refused(mention, *against))
            else:
                refused += [Refused(m, "other kind", a.text[m.evidence.start : m.evidence.end]) for m in less]
                kept = [m for m in kept if m not in less] + [mention]
    return kept, refused


def _same_place(m: Mention, n: Mention) -> bool:
    return (m.evidence.start, m.evidence.end) == (n.evidence.start, n.evidence.end)


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
    if not fold(quoted):
        raise bad(f"nothing that could be a name at {start} to {end}: {paper.text[start:end]!r:.60}")
    start += len(paper.text[start:end]) - len(paper.text[start:end].lstrip())
    if f.kind == "repository":
        name = canonical_url(f.name or quoted)
        if not kind_of(name):
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
    return role_in(a, Decision(Candidate("", spans), letter, 1.0, tuple(spans)), kind, roles)


def _against(a: Analysis, m: Mention, there: Iterable[Mention]) -> tuple[str, str] | None:
    """Return why a mention cannot stand beside others, and the text of the one in its way; None where it can."""
    e = m.evidence
    for other in there:
        o = other.evidence
        if o.start < e.end and e.start < o.end:
            text = a.text[o.start : o.end]
            if other.kind == "repository" != m.kind:
                return "inside a URL", text
            if not _same_place(m, other):
                return "overlap", text
            return "found already" if other.kind == m.kind else "other kind", text
    i, j = a.span(e.start, e.end)
    return ("crosses a sentence", "") if a.sentence_of(i)[1] < j else None

"""Why is a name in a text kept or dropped? The judge's decision on each candidate, with the features that spoke.

The extraction is run again on a paper, step by step with the functions that it uses itself; nothing is kept for this
beforehand. `papergraph.extractors.feature_words` puts features into words; what the graph leaves out is not known here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from papergraph.extractors import additions
from papergraph.extractors.analysis import Analysis
from papergraph.extractors.candidates import Candidate, Span, candidates, written
from papergraph.extractors.decide import KIND_OF, THRESHOLDS, Decision, decide, evidence_of, names_of, with_acronyms
from papergraph.extractors.judge import CLASSES, Linear, all_features, shipped
from papergraph.extractors.pipeline import ANALYSIS, BATCH, MENTIONS, REFUSED, Sheet, pipeline, read
from papergraph.extractors.records import Kind, Mention, Paper

REASONS = {
    "below threshold": "it is rather no entity, and the likeliest kind does not reach what that kind needs",
    "between kinds": "it is rather an entity, but no kind is likely enough",
    "inside a longer name": "longer names that are kept cover all its places",
    **additions.REASONS,
}
"""Why a candidate is dropped by the extraction."""
LEAST = 0.005
"""A feature whose weight is less than this did not speak."""


@dataclass(frozen=True, slots=True)
class Part:
    """A feature of a candidate, and by how much it moves the log-odds of its kind against no entity.

    `*` is the constant.
    """

    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a candidate: the likeliest kind, its probability and what that kind needs; why it was dropped.

    `reason` is a key of `REASONS`, empty where it was kept; `other` is the text in its way. `places` are the characters
    of its mentions, `sentence` those of the first one's sentence. `known` says that it was kept in spite of a lower
    probability than it needs, or than another kind has, since the lexicon knows one sense of it and it is written in
    full. `parts` come by their strength.
    """

    paper: str
    name: str
    kind: Kind
    subkind: str
    rule: str
    confidence: float
    threshold: float
    places: tuple[tuple[int, int], ...]
    sentence: tuple[int, int]
    reason: str = ""
    other: str = ""
    known: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def speaking_for(self) -> list[Part]:
        """The features that spoke for the kind, the strongest first."""
        return [p for p in self.parts if p.weight > 0 and p.feature != "*"]

    @property
    def speaking_against(self) -> list[Part]:
        """The features that spoke for no entity, the strongest first."""
        return [p for p in self.parts if p.weight < 0 and p.feature != "*"]


def explain(papers: Iterable[Paper], nlp: Language | None = None) -> Iterator[tuple[Paper, list[Verdict]]]:
    """Yield each paper with the verdicts on its candidates, in the order of the text.

    >>> paper = Paper("1", "", "We propose FooNet, a graph neural network.")
    >>> [(v.name, v.reason) for v in next(explain([paper]))[1] if v.name == "FooNet"]
    [('FooNet', '')]
    """
    nlp = nlp or pipeline()
    stream = iter(papers)
    while batch := list(islice(stream, BATCH)):
        for paper, doc in zip(batch, read(batch, nlp), strict=True):
            yield paper, verdicts(doc, paper.id)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate with the judge's probabilities and the features behind them."""

    candidate: Candidate
    row: Sequence[float]
    features: Sequence[str]


def verdicts(doc: Doc | Sheet, paper: str) -> list[Verdict]:
    """Return the verdicts on the candidates of a document that went through the pipeline."""
    a: Analysis = doc.user_data[ANALYSIS]
    there: list[Mention] = doc.user_data[MENTIONS]
    refused: list[additions.Refused] = doc.user_data.get(REFUSED, [])
    found = candidates(a)
    rows = all_features(a, found)
    probabilities = shipped("judge").many(rows).tolist()
    decisions = decide(found, probabilities)
    kept = {id(d.candidate): d for d in decisions}
    over = {k: s for d in decisions for s in d.spans for k in range(s.i, s.j)}
    out = [_set_aside(r) for r in refused]
    aside = {(v.kind, v.places[0][0]) for v in out}
    for judged in map(_Judged, found, probabilities, rows):
        decision = kept.get(id(judged.candidate))
        if decision is None:
            out.append(_dropped(a, paper, judged, over))
            continue
        kind = KIND_OF[decision.letter][0]
        starts = {a.starts[s.i] for s in with_acronyms(a, decision.spans)}
        if any(m.kind == kind and m.evidence.start in starts for m in there):
            out.append(_verdict(a, paper, decision, judged))
        elif not any((kind, start) in aside for start in starts):  # that is told already
            out.append(
                _verdict(a, paper, decision, judged, reason="inside a URL", other=_link_over(a, there, decision))
            )
    return sorted(out, key=lambda v: (v.places, v.kind, v.name))


def _dropped(a: Analysis, paper: str, judged: _Judged, over: Mapping[int, Span]) -> Verdict:
    """Return the verdict on a candidate that was not kept; `over` has for each token the kept span that covers it."""
    best = max(range(1, len(CLASSES)), key=judged.row.__getitem__)
    spans = tuple(judged.candidate.spans)
    decision = Decision(judged.candidate, CLASSES[best], float(judged.row[best]), spans)
    longer = [next((over[k] for k in range(s.i, s.j) if k in over), None) for s in spans]
    first = longer[0]
    if first and all(longer):
        return _verdict(a, paper, decision, judged, reason="inside a longer name", other=written(a, first))
    return _verdict(a, paper, decision, judged, reason="below threshold" if judged.row[0] >= 0.5 else "between kinds")


def _verdict(a: Analysis, paper: str, d: Decision, judged: _Judged, *, reason: str = "", other: str = "") -> Verdict:
    kind, subkind = KIND_OF[d.letter]
    spans = with_acronyms(a, d.spans)
    evidence = evidence_of(a, spans[0], paper, d.confidence)
    return Verdict(
        paper,
        names_of(a, d)[0],
        kind,
        subkind,
        evidence.rule,
        evidence.confidence,
        THRESHOLDS[d.letter],
        tuple((a.starts[s.i], a.ends[s.j - 1]) for s in spans),
        (evidence.sentence_start, evidence.sentence_end),
        reason,
        other,
        not reason and judged.row[CLASSES.index(d.letter)] < max(THRESHOLDS[d.letter], *judged.row[1:]),
        tuple(parts_of(judged.features, shipped("judge"), d.letter)),
    )


def parts_of(features: Iterable[str], judge: Linear, letter: str) -> list[Part]:
    """Return how each feature moves ln(P(kind) / P(no entity)), the strongest first; their sum is that number.

    Features that the judge does not know or that hardly move it are left out.
    """
    k = judge.classes.index(letter)
    found = [Part("*", float(judge.bias[k] - judge.bias[0]))]
    for name in features:
        i = judge.features.get(name)
        if i is not None:
            found.append(Part(name, float(judge.weights[i, k] - judge.weights[i, 0])))
    return sorted((p for p in found if abs(p.weight) >= LEAST), key=lambda p: (-abs(p.weight), p.feature))


def _link_over(a: Analysis, there: Iterable[Mention], d: Decision) -> str:
    start, end = a.starts[d.spans[0].i], a.ends[d.spans[-1].j - 1]
    links = (m.evidence for m in there if m.kind == "repository")
    return next((a.text[e.start : e.end] for e in links if e.start < end and start < e.end), "")


def _set_aside(r: additions.Refused) -> Verdict:
    m, e = r.mention, r.mention.evidence
    places = ((e.start, e.end),)
    sentence = (e.sentence_start, e.sentence_end)
    return Verdict(e.paper, m.name, m.kind, m.subkind, e.rule, e.confidence, 0.0, places, sentence, r.reason, r.other)

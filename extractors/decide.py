"""From candidates to mentions: keep what the judge believes, name it, give it a role, let no mention cross another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from papergraph.extractors.analysis import Analysis, headline_end
from papergraph.extractors.candidates import Candidate, Span, named, written
from papergraph.extractors.forms import singular
from papergraph.extractors.judge import CLASSES, Linear
from papergraph.extractors.naming import fold
from papergraph.extractors.records import Evidence, Kind, Mention
from papergraph.extractors.roles import is_compared, role_features
from papergraph.extractors.words import is_unusual, word_class

KIND_OF: dict[str, tuple[Kind, str]] = {
    "N": ("method", "named"),
    "T": ("method", "technique"),
    "D": ("dataset", ""),
    "K": ("task", ""),
    "M": ("metric", ""),
}
THRESHOLDS = {"N": 0.2, "T": 0.33, "D": 0.3, "K": 0.27, "M": 0.25}
"""The least confidence of each kind that is kept, where precision and recall balance on held-out papers."""

AGAINST_KNOWN = 0.9
"""The least confidence with which an unmistakable name is something else than the lexicon says."""

LENGTH = 0.5
"""Of two spans that overlap the one with more confidence times its length (in tokens) to this power is kept."""

_JOINED = re.compile(r"([A-Za-z][\w.+-]*?[- ]?)(?!1/(?!2\b)\d+$)(\d+)((?:/\d+)+)((?:-[A-Za-z]\w*)?)$")
"""Numbers joined by strokes; "1/64" is a fraction."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate that is an entity: its letter, confidence, and the spans that no longer entity covers."""

    candidate: Candidate
    letter: str
    confidence: float
    spans: tuple[Span, ...]


def decide(found: Sequence[Candidate], probabilities: Sequence[Sequence[float]]) -> list[Decision]:
    """Return the candidates that are entities, in their order, each without the spans that a better one covers.

    Within a known name written in full nothing else is one: TED-LIUM 3 is not TED-LIUM.
    """
    likely = []
    whole: list[tuple[int, int]] = []
    for candidate, row in zip(found, probabilities, strict=True):
        best = max(range(1, len(CLASSES)), key=row.__getitem__)
        letter, confidence = CLASSES[best], float(row[best])
        sure = unmistakable(candidate)
        if sure and (confidence < THRESHOLDS[sure] or (letter != sure and confidence < AGAINST_KNOWN)):
            letter, confidence = sure, max(float(row[CLASSES.index(sure)]), THRESHOLDS[sure])
        if confidence >= THRESHOLDS[letter]:
            likely.append((candidate, letter, confidence))
            whole.extend((s.i, s.j) for s in candidate.spans if sure == letter and s.j - s.i > 1)
    covered: set[int] = set()
    spans = [
        (p * (s.j - s.i) ** LENGTH, s, n)
        for n, (c, _, p) in enumerate(likely)
        for s in c.spans
        if not any(i <= s.i and s.j <= j and j - i > s.j - s.i for i, j in whole)
    ]
    kept: dict[int, list[Span]] = {}
    for _, span, n in sorted(spans, key=lambda s: (-s[0], s[1].i, s[1].j)):
        if covered.isdisjoint(range(span.i, span.j)):
            kept.setdefault(n, []).append(span)
            covered.update(range(span.i, span.j))
    return [
        Decision(c, letter, p, tuple(sorted(kept[n], key=lambda s: s.i)))
        for n, (c, letter, p) in enumerate(likely)
        if n in kept
    ]


def unmistakable(candidate: Candidate) -> str:
    """Return the letter of a named method, dataset or metric whose known name is written in full, or an empty text.

    The lexicon must know one sense that is not ambiguous, and the name be of several words or of an unusual form: then
    the judge's doubt, which comes of a context without cues, does not count. A name of three words or more may be in
    small letters, but for a metric (mean squared error is a loss as often), and is not ambiguous where only its short
    form is (COPA, but not Choice of Plausible Alternatives). A size of a known name is as plain as the name.
    """
    if candidate.short or not all((s.known or s.family) and (s.capitals or s.j - s.i >= 3) for s in candidate.spans):
        return ""
    entries = candidate.entries or [e for s in candidate.spans for e in s.family]
    senses = {(e.kind, e.subkind) for e in entries}
    if len(senses) != 1:
        return ""
    marks = {m for e in entries for m in e.marks}
    long = min(s.j - s.i for s in candidate.spans) >= 3
    if "generic" in marks or ("ambiguous" in marks and not long):
        return ""
    letters = {("method", "named"): "N", ("dataset", ""): "D"}
    if long and all(s.capitals for s in candidate.spans):
        letters["metric", ""] = "M"
    return letters.get(senses.pop(), "")


def mentions_of(a: Analysis, decisions: Sequence[Decision], roles: Linear, paper: str) -> Iterator[Mention]:
    """Yield the mentions of a paper's entities."""
    for d, name, aliases in _by_name(a, decisions):
        kind, subkind = KIND_OF[d.letter]
        role = role_in(a, d, kind, roles)
        for span in with_acronyms(a, d.spans):
            here = "compared" if kind == "method" and role == "used" and is_compared(a, span) else role
            evidence = evidence_of(a, span, paper, d.confidence)
            for one, others in taken_apart(name, aliases, written(a, span), d.letter):
                yield Mention(kind, one, here, evidence, subkind, others)


def _by_name(a: Analysis, decisions: Sequence[Decision]) -> list[tuple[Decision, str, tuple[str, ...]]]:
    """Return each decision with its name and aliases; those of one kind that share a name go by the surest one's."""
    named = [(d, *names_of(a, d)) for d in decisions]
    owners: dict[tuple[str, str], int] = {}
    out = list(named)
    for n in sorted(range(len(named)), key=lambda n: (-named[n][0].confidence, n)):
        d, name, aliases = named[n]
        keys = [(d.letter, fold(form)) for form in (name, *aliases)]
        owner = next((owners[k] for k in keys if k in owners), n)
        if owner != n:
            first = out[owner][1]
            out[n] = d, first, tuple(x for x in (name, *aliases) if fold(x) != fold(first))
        for k in keys:
            owners.setdefault(k, owner)
    return out


def with_acronyms(a: Analysis, spans: Sequence[Span]) -> list[Span]:
    """Return the spans with each "Long Form" and the "(ACR)" that follows it as one.

    The mention of a definition is all of it: "Low-Rank Adaptation (LoRA)".
    """
    out: list[Span] = []
    for s in spans:
        last = out[-1] if out else None
        between = a.text[a.ends[last.j - 1] : a.starts[s.i]].strip() if last else ""
        if last and {last.defined, s.defined} == {"long", "short"} and between == "(":
            closing = s.j + 1 if s.j < len(a.rows) and a.text[a.starts[s.j] : a.ends[s.j]] == ")" else s.j
            out[-1] = Span(last.i, closing, last.tag, last.known or s.known, defined="both")
        else:
            out.append(s)
    return out


def evidence_of(a: Analysis, span: Span, paper: str, confidence: float) -> Evidence:
    """Return where a span stands, and which rule found it."""
    low, high = a.sentence_characters(span.i)
    rule = "definition" if span.defined else "lexicon" if span.known else "tagger"
    return Evidence(paper, a.starts[span.i], a.ends[span.j - 1], low, high, rule, round(confidence, 3))


def names_of(a: Analysis, d: Decision) -> tuple[str, tuple[str, ...]]:
    """Return the name of an entity and its other written forms.

    A coined method or dataset goes by its short form, a technique, task or metric by its long form in lower case.
    """
    forms = list(dict.fromkeys([named(a, s) for s in d.spans]))
    if d.candidate.short:
        short, long = d.candidate.short, d.candidate.long
        if short.endswith("s") and short[-2:-1].isupper():
            short = short[:-1]
        name = short if d.letter in "ND" else lowered(long)
        others = [long if d.letter in "ND" else short]
    else:
        plainest = forms[0] if len(forms) == 1 else min(forms, key=lambda f: (f != f.lower(), len(f), f))
        name = forms[0] if d.letter in "ND" else lowered(plainest)
        others = []
    seen = {fold(name)}
    aliases = []
    senses = [e.name for e in d.candidate.entries if (e.kind, e.subkind) == KIND_OF[d.letter]]
    known = senses if len(senses) == 1 else ()
    shorter = [x for form in (name, *others, *forms) if (x := without_tail(form, d.letter))]
    for form in (*others, *forms, *known, *shorter):
        if fold(form) not in seen:
            seen.add(fold(form))
            aliases.append(form)
    return name, tuple(aliases)


_TAILS = {
    "N": frozenset(
        "algorithm framework model method approach architecture loss module network strategy technique".split()
    ),
    "D": frozenset("dataset benchmark corpus challenge suite collection".split()),
    "M": frozenset("score metric rate".split()),
}


@lru_cache(maxsize=1 << 14)
def without_tail(name: str, letter: str) -> str:
    """Return a name without the noun of its class at the end, or an empty text where there is none.

    >>> without_tail("Mono-Forward algorithm", "N"), without_tail("diffusion model", "T")
    ('Mono-Forward', '')
    """
    head, _, tail = name.rpartition(" ")
    if not head or fold(tail) not in _TAILS.get(letter, ()):
        return ""
    coined = any(is_unusual(word_class(w)) for w in head.split())
    return head if letter in "DM" or coined else ""


@lru_cache(maxsize=1 << 14)
def lowered(name: str) -> str:
    """Return a term in lower case, words with inner capitals or digits (GAN, 3D, BLEU) aside; and in the singular.

    A mixture or bag of things stays one of many.

    >>> lowered("Graph Neural Networks"), lowered("3D GANs"), lowered("Self-Attention"), lowered("Mixture-of-Experts")
    ('graph neural network', '3D GAN', 'self-attention', 'mixture-of-experts')
    """
    out = [w.lower() if _is_plain(w) else w for w in name.split(" ")]
    if _OF_MANY.search(name):
        return " ".join(out)
    noun = out[-1].rpartition("-")[2]
    if noun.islower():
        out[-1] = singular(out[-1])
    elif noun.endswith("s") and not noun.endswith("series") and singular(noun.lower()) != noun.lower():
        out[-1] = out[-1][:-1]
    return " ".join(out)


_OF_MANY = re.compile(r"[ -]of[ -][^\s-]+$")
_PREFIXES = frozenset("anti auto bi co hyper meta neuro pre quasi semi spatio".split())
_SURNAMES = frozenset(["hastings", "cox"])
"""Names of people that are English words too, so that Box-Cox keeps its capitals."""


def _is_plain(word: str) -> bool:
    """Say whether a word has no capital but its first letter or those of the English words that a hyphen joins."""
    if any(c.isdigit() for c in word):
        return False
    if not any(c.isupper() for c in word[1:]):
        return True
    parts = word.split("-")
    if len(parts) < 2 or not all(p.islower() or (len(p) > 1 and p[1:].islower()) for p in parts):
        return False
    lower = [p.lower() for p in parts]
    return not _SURNAMES & set(lower) and all(p in _PREFIXES or word_class(p) == "lk" for p in lower)


def taken_apart(name: str, aliases: tuple[str, ...], form: str, letter: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names in a joined form, or the name itself.

    >>> [n for n, _ in taken_apart("CIFAR-10/100-LT", (), "CIFAR-10/100-LT", "D")]
    ['CIFAR-10-LT', 'CIFAR-100-LT']
    >>> [n for n, _ in taken_apart("Yoochoose 1/64", (), "Yoochoose 1/64", "D")]
    ['Yoochoose 1/64']
    """
    joined = _JOINED.match(form) if letter in "ND" else None
    if not joined:
        yield name, aliases
        return
    for number in (joined[2], *joined[3].strip("/").split("/")):
        yield f"{joined[1]}{number}{joined[4]}", ()


def role_in(a: Analysis, d: Decision, kind: Kind, roles: Linear) -> str:
    """Return what the paper does with an entity, by the words around its spans; a technique is never its own."""
    if kind == "task":
        return "addressed"
    if kind == "metric":
        return "reported"
    if d.letter == "T":
        return "used"
    # what a title announces before its colon is the paper's own: 169 of 170 annotated papers
    announced = d.candidate.spans[0].i == 0 and d.candidate.spans[0].j == headline_end(a)
    own = announced or roles.log_odds(role_features(a, d.candidate, d.letter)) >= 0
    if kind == "dataset":
        return "introduced" if own else "used"
    return "proposed" if own else "used"

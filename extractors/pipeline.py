"""The extraction pipeline: spaCy components over `spacy.blank("en")`, and `extract`, which runs papers through it.

Components work on batches (`nlp.pipe`), and leave their results in `doc.user_data`: `papergraph.analysis` and
`papergraph.mentions`. They need no more of a document than its words, so that a pipeline of none but them does without
spaCy's documents (`Sheet`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc

from papergraph.extractors.additions import add
from papergraph.extractors.analysis import Analysis, analyse, padded_rows, tag_features
from papergraph.extractors.candidates import candidates_of
from papergraph.extractors.collecting import uncollected
from papergraph.extractors.decide import decide, mentions_of
from papergraph.extractors.judge import all_features, shipped
from papergraph.extractors.lexicons import load_lexicon
from papergraph.extractors.lookup import Lookup
from papergraph.extractors.plugins import Extractor, Further, further
from papergraph.extractors.records import Evidence, Mention, Paper
from papergraph.extractors.repositories import links
from papergraph.extractors.tagger import KIND_LABELS, Tagger, default_tagger, span_scores, tagged_spans
from papergraph.extractors.terms import shipped_terms
from papergraph.extractors.tokens import ChunkTokenizer, blank_english, tokens_of
from papergraph.extractors.words import WordTable

BATCH = 128
"""How many texts go through the arrays together."""
EAGER_BIAS = 150
"""How far a second search is pushed to find more (hundredths of log-odds); the judge throws out what is wrong."""
LEAST_EAGER = -200
"""How far the scores of a span of the second search must at least speak for a kind against O, in hundredths."""
ANALYSIS, MENTIONS, TITLE_END, PAPER, TOKENS, RECORD, REFUSED = (
    f"papergraph.{x}" for x in ("analysis", "mentions", "title_end", "paper", "tokens", "record", "refused")
)


@dataclass(slots=True)
class Sheet:
    """A document of nothing but what the components read and write."""

    user_data: dict[str, Any]


@dataclass
class Batched:
    """A component that treats documents in batches: `work` reads and writes their `user_data`, and nothing else."""

    work: Callable[[Sequence[Doc | Sheet]], None]

    def __call__(self, doc: Doc) -> Doc:
        """Treat one document."""
        self.work([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Treat a stream of documents, `batch_size` at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, max(batch_size, 1))):
            self.work(batch)
            yield from batch


@Language.factory("papergraph_analysis", default_config={"lexicons": []})
def make_analysis(nlp: Language, name: str, lexicons: list[str]) -> Batched:
    """Tokens, sentences, known names and definitions (`papergraph.extractors.analysis`)."""
    words, lookup = WordTable(), Lookup(load_lexicon(*lexicons), shipped_terms())

    def work(docs: Sequence[Doc | Sheet]) -> None:
        tokens = [tokens_of(doc) if isinstance(doc, Doc) else doc.user_data[TOKENS] for doc in docs]
        ends = [doc.user_data.get(TITLE_END, 0) for doc in docs]
        for doc, a in zip(docs, analyse(tokens, ends, words, lookup), strict=True):
            doc.user_data[ANALYSIS] = a
            doc.user_data[MENTIONS] = []

    return Batched(work)


@Language.factory("papergraph_tagger")
def make_tagger(nlp: Language, name: str) -> Batched:
    """Tagged spans and the scores of all tokens (`papergraph.extractors.tagger`)."""
    shared = default_tagger()
    tagger = Tagger(shared.features, shared.weights, shared.transitions)  # scores of words belong to one word table
    return Batched(lambda docs: tag_batch([doc.user_data[ANALYSIS] for doc in docs], tagger))


@Language.factory("papergraph_entities")
def make_entities(nlp: Language, name: str) -> Batched:
    """Methods, datasets, tasks and metrics (`papergraph.extractors.candidates`, `judge`, `decide`)."""
    judge, roles = shipped("judge"), shipped("roles")

    def work(docs: Sequence[Doc | Sheet]) -> None:
        found = candidates_of([doc.user_data[ANALYSIS] for doc in docs])
        rows: list[list[str]] = []
        for doc, some in zip(docs, found, strict=True):
            rows += all_features(doc.user_data[ANALYSIS], some)
        probabilities = judge.many(rows).tolist()
        at = 0
        for doc, some in zip(docs, found, strict=True):
            a = doc.user_data[ANALYSIS]
            decisions = decide(some, probabilities[at : at + len(some)])
            at += len(some)
            doc.user_data[MENTIONS] += mentions_of(a, decisions, roles, doc.user_data.get(PAPER, ""))

    return Batched(work)


@Language.factory("papergraph_repositories")
def make_repositories(nlp: Language, name: str) -> Batched:
    """Links to code, models, data and project pages (`papergraph.extractors.repositories`)."""

    def work(docs: Sequence[Doc | Sheet]) -> None:
        for doc in docs:
            a: Analysis = doc.user_data[ANALYSIS]
            kept = []
            for link in links(a.text):
                low, high = a.sentence_characters(a.span(link.start, link.end)[0])
                evidence = Evidence(
                    doc.user_data.get(PAPER, ""),
                    link.start,
                    link.end,
                    min(low, link.start),
                    max(high, link.end),
                    "url",
                    1.0,
                )
                kept.append(Mention("repository", link.url, link.role, evidence, link.kind))
            if kept:  # a name inside a URL is no mention
                doc.user_data[MENTIONS] = [
                    m
                    for m in doc.user_data[MENTIONS]
                    if not any(k.evidence.start < m.evidence.end and m.evidence.start < k.evidence.end for k in kept)
                ]
            doc.user_data[MENTIONS] += kept

    return Batched(work)


@Language.factory("papergraph_additions", default_config={"extractors": [], "model": ""})
def make_additions(nlp: Language, name: str, extractors: list[str], model: str) -> Batched:
    """Further mentions, by extractors of other packages (`papergraph.extractors.plugins`, `additions`)."""
    return Batched(adding(further(extractors, model=model)))


def adding(extractors: Sequence[Further]) -> Callable[[Sequence[Doc | Sheet]], None]:
    """Return the work of further extractors on a batch."""

    def work(docs: Sequence[Doc | Sheet]) -> None:
        for doc in docs:
            a: Analysis = doc.user_data[ANALYSIS]
            title, _, abstract = a.text.partition("\n")
            paper = doc.user_data.get(RECORD) or Paper("", title, abstract)
            doc.user_data[MENTIONS], doc.user_data[REFUSED] = add(a, paper, extractors, doc.user_data[MENTIONS])

    return work


COMPONENTS = ("papergraph_analysis", "papergraph_tagger", "papergraph_entities", "papergraph_repositories")
"""The components in their order; each needs those before it, except that repositories need the analysis alone."""


def pipeline(
    *,
    lexicons: Iterable[str | Path] = (),
    extractors: Sequence[str | Extractor] = (),
    model: str = "",
    attributes: bool = False,
) -> Language:
    """Return the spaCy pipeline.

    `lexicons` are further lexicon files, whose entries count before the built-in ones; `extractors` are further ones,
    by the name that an installed package gives them or as functions, and `model` is handed to each that takes one.
    With `attributes` the words of spaCy's documents have all of their properties (`shape_`, `like_num` ...), which
    components of your own may read and ours do not.

    Raises
    ------
    LexiconError
        Where a lexicon file is not in the documented form.
    ExtractorError
        Where an extractor is not there or cannot be made.
    """
    with uncollected():
        nlp = blank_english(attributes=attributes)
        nlp.max_length = 100_000_000
        for component in COMPONENTS:
            config = {"lexicons": [str(x) for x in lexicons]} if component == "papergraph_analysis" else {}
            nlp.add_pipe(component, config=config)
        if extractors or model:
            wanted = further(extractors, model=model)
            additions = cast("Batched", nlp.add_pipe("papergraph_additions"))
            additions.work = adding(wanted)
    return nlp


def extract(papers: Iterable[Paper], nlp: Language | None = None) -> Iterator[tuple[Paper, list[Mention]]]:
    """Yield each paper with its mentions, in the order of the text.

    >>> paper = Paper("1", "", "We propose FooNet. Code: https://github.com/foo/net.")
    >>> [(m.kind, m.name, m.role) for m in next(extract([paper]))[1] if m.kind == "repository"]
    [('repository', 'https://github.com/foo/net', 'own')]
    """
    nlp = nlp or pipeline()
    stream = iter(papers)
    while batch := list(islice(stream, BATCH)):
        with uncollected():
            found = _mentions_of(batch, nlp)
        yield from zip(batch, found, strict=True)


def _mentions_of(papers: Sequence[Paper], nlp: Language) -> list[list[Mention]]:
    """Return each paper's mentions; the documents are gone before the garbage collector looks at what is new."""
    return [
        sorted(doc.user_data[MENTIONS], key=lambda m: (m.evidence.start, m.evidence.end, m.kind, m.name))
        for doc in read(papers, nlp)
    ]


def read(papers: Sequence[Paper], nlp: Language) -> Sequence[Doc | Sheet]:
    """Return documents of papers that went through the pipeline; spaCy's only where a component may want them."""
    components = [component for _, component in nlp.pipeline if isinstance(component, Batched)]
    tokenizer = nlp.tokenizer
    short = all(len(paper.text) <= nlp.max_length for paper in papers)
    if short and len(components) == len(nlp.pipeline) and isinstance(tokenizer, ChunkTokenizer):
        sheets = [Sheet({TOKENS: tokenizer.tokens(paper.text), **_told(paper)}) for paper in papers]
        for component in components:
            component.work(sheets)
        return sheets
    return list(nlp.pipe([document(nlp, paper) for paper in papers], batch_size=BATCH))


def document(nlp: Language, paper: Paper) -> Doc:
    """Return the tokens of a paper with what the components need to know of it."""
    doc = nlp.make_doc(paper.text)
    doc.user_data.update(_told(paper))
    return doc


def _told(paper: Paper) -> dict[str, Any]:
    return {TITLE_END: len(paper.title), PAPER: paper.id, RECORD: paper}


def tag_batch(analyses: list[Analysis], tagger: Tagger) -> None:
    """Write the tagged spans and the scores of all tokens into analyses that share one word table."""
    if not analyses:
        return
    tagger.learn_words(analyses[0].words)
    rows, begins = padded_rows(analyses)
    at: list[int] = []
    names: list[str] = []
    for begin, a in zip(begins, analyses, strict=True):
        places, found = tag_features(a)
        at += [begin + p for p in places]
        names += found
    emissions = tagger.emissions(rows, at, names)
    pushed = emissions.copy()
    pushed[:, 0] -= EAGER_BIAS
    tags, eager = np.split(tagger.tag(np.concatenate((emissions, pushed))), 2)  # both searches side by side
    scores = emissions.astype(np.int64)  # whole hundredths
    beginnings = scores[:, 1::2] - scores[:, :1]
    insides = np.zeros((len(scores) + 1, len(KIND_LABELS)), np.int64)
    np.cumsum(scores[:, 2::2] - scores[:, :1], axis=0, out=insides[1:])
    seen, more = tagged_spans(tags), tagged_spans(eager)
    more = more[span_scores(beginnings, insides, more[:, :2]).max(axis=1) >= LEAST_EAGER]
    for begin, a in zip(begins, analyses, strict=True):
        end = begin + len(a.rows)
        a.beginnings, a.insides = beginnings[begin:end].copy(), insides[begin : end + 1].copy()
        first = _spans_between(seen, begin, end)
        known = set(first)
        again = (span for span in _spans_between(more, begin, end) if span not in known)
        a.tagged = first + [(i, j, letter.lower()) for i, j, letter in again]


def _spans_between(spans: npt.NDArray[np.intp], begin: int, end: int) -> list[tuple[int, int, str]]:
    """Return the spans of one text of a batch, counted from its first token, with the letters of their kinds."""
    low, high = np.searchsorted(spans[:, 0], (begin, end))
    return [(i - begin, j - begin, KIND_LABELS[k]) for i, j, k in spans[low:high].tolist()]

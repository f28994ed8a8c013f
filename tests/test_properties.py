"""What holds for any text and any papers, tried on many that a machine thought of."""

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("hypothesis", reason="pip install hypothesis")

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from papergraph.extractors.definitions import definitions
from papergraph.extractors.joining import join_papers
from papergraph.extractors.lexicons import default_lexicon
from papergraph.extractors.naming import fold, fold_pieces
from papergraph.extractors.pipeline import extract
from papergraph.extractors.readers import json_lines, listing
from papergraph.extractors.readers.lines import numbered_lines
from papergraph.extractors.records import ROLES, SUBKINDS, Paper, Source
from papergraph.extractors.repositories import canonical_url, links
from papergraph.graph import store
from papergraph.graph.assemble import assemble

from .nasty import nasty_texts

LOOSE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

PIECES = (
    *"We propose|FooNet|(FN)|BERT|CIFAR-10/100|graph neural networks|(GNNs)|.|, |; |: |\n|on|the|ImageNet".split("|"),
    *"LoRA|-|https://github.com/a/b|~https://x.io/y|{https://github.com/a/b}|www.|github.com/a/b- c".split("|"),
    *"accuracy|outperforms|e.g.|et al.|\u200b|\u2028|\x00|\r|\t|é|é|ﬁ|İ|强化学习|🤖|\ud7ff|\uffff|²|½|''|``".split("|"),
    *"\\cite{a}|$x_i$|((((|))))|////|....|----|%|&amp;|<b>".split("|"),
)
NASTY = st.lists(st.sampled_from(PIECES), max_size=60).flatmap(
    lambda some: st.sampled_from(["", " ", "  "]).map(lambda gap: gap.join(some))
)
TEXTS = st.one_of(NASTY, st.text(max_size=300))
TITLES = st.one_of(NASTY.map(lambda t: t[:200]), st.text(max_size=80))


@LOOSE
@given(title=TITLES, abstract=TEXTS)
@example(title="", abstract="")
@example(title=":", abstract="(A)")
@example(title="A:", abstract="()()(((")
@example(title="\n", abstract="\n\n")
def test_every_mention_quotes_its_text_and_crosses_no_other(nlp: Language, title: str, abstract: str) -> None:
    paper = Paper("p", title, abstract)
    ((_, mentions),) = extract([paper], nlp)
    for m in mentions:
        e = m.evidence
        assert 0 <= e.sentence_start <= e.start < e.end <= e.sentence_end <= len(paper.text)
        assert paper.text[e.start : e.end].strip()
        assert m.role in ROLES[m.kind]
        assert m.subkind in (SUBKINDS[m.kind] or ("",))
        assert m.name.strip()
        assert 0 <= e.confidence <= 1
    spans = sorted({(m.evidence.start, m.evidence.end) for m in mentions})
    assert all(a[1] <= b[0] for a, b in pairwise(spans)), spans


@LOOSE
@given(texts=st.lists(st.tuples(st.one_of(st.just(""), TITLES), TEXTS), min_size=1, max_size=8))
@example(texts=[("A network", "It works."), ('"Net" again: what is FooNet', "We propose FooNet, and it works.")])
@example(texts=[("", "via a"), ("Self-Distillation", "We use BERT.")])
def test_neighbours_in_a_batch_do_not_show(nlp: Language, texts: list[tuple[str, str]]) -> None:
    papers = [Paper(str(i), title, text) for i, (title, text) in enumerate(texts)]
    together = {p.id: m for p, m in extract(papers, nlp)}
    for paper in papers:
        assert next(extract([paper], nlp))[1] == together[paper.id]


@settings(LOOSE, max_examples=200)
@given(text=TEXTS)
def test_links_quote_the_text_in_order(text: str) -> None:
    end = 0
    for link in links(text):
        assert end <= link.start < link.end <= len(text)
        assert canonical_url(link.url) == link.url
        end = link.end


@settings(LOOSE, max_examples=200)
@given(text=TEXTS, cut=st.integers(0, 100))
def test_definitions_quote_the_text(text: str, cut: int) -> None:
    for d in definitions(text, min(cut, len(text))):
        assert text[d.short_start : d.short_end] == d.short
        assert text[d.long_start : d.long_end] == d.long


@settings(LOOSE, max_examples=300)
@given(name=st.text(max_size=60))
def test_folding_is_settled_and_blind_to_case_of_ascii(name: str) -> None:
    assert (fold_pieces(name) or [""])[-1] == fold(name)
    assert " " not in fold(name)


@settings(LOOSE, max_examples=200)
@given(data=st.one_of(st.binary(max_size=400), TEXTS.map(str.encode)))
def test_any_bytes_are_read_or_set_aside_line_by_line(data: bytes) -> None:
    for reader in (listing, json_lines):
        count = data.count(b"\n") + data.count(b"\r") + 1
        for record in reader.read(numbered_lines(data.splitlines(keepends=True), data), "f"):
            assert not isinstance(record, Paper) or record.title.strip()
            assert sum(1 for _ in data.splitlines()) <= count


TITLE = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
ABSTRACTS = ["", "We propose FooNet on MNIST.", "BERT and LoRA on GLUE.", "Low-Rank Adaptation (LoRA)."]
PAPERS = st.lists(
    st.builds(
        Paper,
        id=st.sampled_from(["", "", "1", "2"]),
        title=st.one_of(st.sampled_from(["A Title", "a title", "A  Title!", "B"]), TITLE),
        abstract=st.sampled_from(ABSTRACTS),
        year=st.sampled_from([None, 2019]),
        sources=st.builds(lambda f, n: (Source(f, n),), st.sampled_from("ab"), st.integers(1, 9)),
    ),
    max_size=8,
)  # fmt: skip


@LOOSE
@given(papers=PAPERS, data=st.data())
def test_joining_is_order_free_and_idempotent(papers: list[Paper], data: st.DataObject) -> None:
    joined = join_papers(papers)
    assert join_papers(data.draw(st.permutations(papers))) == joined
    assert join_papers(joined) == joined
    assert len({p.id for p in joined}) == len(joined)
    assert {s.line for p in joined for s in p.sources} == {s.line for p in papers for s in p.sources}


@LOOSE
@given(papers=PAPERS, data=st.data())
def test_assembling_is_order_free_and_idempotent_and_survives_the_disk(
    nlp: Language, papers: list[Paper], data: st.DataObject
) -> None:
    joined = join_papers(papers)
    mentions = [m for _, found in extract(joined, nlp) for m in found]
    lexicon = default_lexicon()
    graph = assemble(joined, mentions, lexicon=lexicon)
    turned = assemble(data.draw(st.permutations(joined)), data.draw(st.permutations(mentions)), lexicon=lexicon)
    assert turned == graph
    assert assemble(graph.paper_records(), graph.mention_records(), lexicon=lexicon) == graph
    assert sum(len(r.evidence) for r in graph.relation_records()) == len(mentions)
    with tempfile.TemporaryDirectory() as folder:
        store.write(graph, Path(folder) / "g")
        assert store.read(Path(folder) / "g") == graph


@pytest.mark.parametrize(("name", "text"), [pytest.param(n, t, id=n) for n, t in nasty_texts(6_000)])
@pytest.mark.parametrize("place", ["title", "abstract"])
def test_long_nasty_texts_go_through(nlp: Language, name: str, text: str, place: str) -> None:
    paper = Paper("p", text, "") if place == "title" else Paper("p", "", text)
    for _, mentions in extract([paper], nlp):
        assert all(paper.text[m.evidence.start : m.evidence.end].strip() for m in mentions)

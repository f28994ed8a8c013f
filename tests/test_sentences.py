import pytest
from spacy.language import Language

from papergraph.extractors.pipeline import ANALYSIS, document, extract
from papergraph.extractors.records import Paper


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It works. We win.", ["It works.", "We win."]),
        ("It works (as shown.) We win.", ["It works (as shown.)", "We win."]),
        ("As Smith et al. Show, it works.", ["As Smith et al. Show, it works."]),
        ("See Fig. 3 for more.", ["See Fig. 3 for more."]),
        ("It gains 3.5 points. 4 of 5 agree.", ["It gains 3.5 points.", "4 of 5 agree."]),
        ("Does it? It does! So there.", ["Does it?", "It does!", "So there."]),
        ("It is e.g. Adam that we use.", ["It is e.g. Adam that we use."]),
        ('"It works." We win.', ['"It works."', "We win."]),
        ("One line\nanother line.", ["One line", "another line."]),
        ("no stop", ["no stop"]),
    ],
)
def test_sentences_of_an_abstract(nlp: Language, text: str, sentences: list[str]) -> None:
    analysis = nlp(text).user_data[ANALYSIS]
    spans = dict.fromkeys(analysis.sentence_characters(i) for i in range(len(analysis.starts)))
    assert [text[a:b] for a, b in spans] == sentences


def test_the_title_is_a_sentence_of_its_own(nlp: Language) -> None:
    paper = Paper("1", "BERT for parsing", "BERT parses the Penn Treebank")
    for _, mentions in extract([paper], nlp):
        for m in mentions:
            sentence = paper.text[m.evidence.sentence_start : m.evidence.sentence_end]
            assert sentence in (paper.title, paper.abstract)


def test_the_paper_before_does_not_begin_a_sentence(nlp: Language) -> None:
    papers = [Paper("1", "A net", "It works."), Paper("2", '"BERT" again: what it sees', "We look at BERT.")]
    docs = list(nlp.pipe([document(nlp, paper) for paper in papers]))
    alone = nlp(document(nlp, papers[1]))
    assert docs[1].user_data[ANALYSIS].sentences == alone.user_data[ANALYSIS].sentences

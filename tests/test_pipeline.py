import pytest
from spacy.language import Language
from spacy.tokens import Doc

from papergraph.extractors.pipeline import BATCH, COMPONENTS, MENTIONS, extract, pipeline
from papergraph.extractors.records import Mention, Paper
from papergraph.extractors.schema import entities_of

CORPUS = [
    Paper("1", "FooNet: Parsing With Graphs", "We propose FooNet, a graph neural network. We address image "
          "classification and machine translation. It is evaluated on the Penn Treebank. Code: https://github.com/foo/net."),
    Paper("2", "A study of BERT", "BERT and RoBERTa are compared on GLUE and SQuAD in terms of accuracy."),
    Paper("3", "", ""),
    Paper("4", "Nothing Here", "…"),
    Paper("5", "", "Training on CIFAR-10/100 with Adam."),
]  # fmt: skip


def names(mentions: list[Mention], kind: str) -> set[str]:
    return {m.name for m in mentions if m.kind == kind}


@pytest.fixture(scope="module")
def found(nlp: Language) -> dict[str, list[Mention]]:
    return {paper.id: mentions for paper, mentions in extract(CORPUS, nlp)}


def test_a_paper_yields_its_entities_of_all_kinds(found: dict[str, list[Mention]]) -> None:
    assert "FooNet" in names(found["1"], "method")
    assert names(found["1"], "dataset") == {"Penn Treebank"}
    assert names(found["1"], "repository") == {"https://github.com/foo/net"}
    assert "machine translation" in names(found["1"], "task")
    assert {"GLUE", "SQuAD"} <= names(found["2"], "dataset")
    assert names(found["2"], "metric") == {"accuracy"}


def test_roles_follow_the_words_around(found: dict[str, list[Mention]]) -> None:
    roles = {(m.name, m.role) for m in found["1"]}
    assert ("FooNet", "proposed") in roles
    assert ("Penn Treebank", "used") in roles
    assert ("https://github.com/foo/net", "own") in roles


def test_joined_names_are_taken_apart(found: dict[str, list[Mention]]) -> None:
    assert {"CIFAR-10", "CIFAR-100"} <= names(found["5"], "dataset")


def test_empty_texts_go_through(found: dict[str, list[Mention]]) -> None:
    assert found["3"] == found["4"] == []


def test_every_mention_says_its_rule_and_confidence(found: dict[str, list[Mention]]) -> None:
    for mentions in found.values():
        for m in mentions:
            assert m.evidence.rule
            assert 0 <= m.evidence.confidence <= 1


def test_with_spacys_documents_the_same_is_found(nlp: Language) -> None:
    @Language.component("sees_documents")
    def sees_documents(doc: Doc) -> Doc:
        seen.append(doc[:3].text)
        return doc

    seen: list[str] = []
    own = pipeline()
    own.add_pipe("sees_documents")
    assert list(extract(CORPUS, own)) == list(extract(CORPUS, nlp))
    assert seen[:2] == ["FooNet: Parsing", "A study of"]


def test_the_size_and_order_of_a_batch_do_not_show(nlp: Language) -> None:
    many = [Paper(f"{p.id}.{i}", p.title, p.abstract) for i in range(BATCH // 2) for p in CORPUS]
    together = {p.id: entities_of(p.text, m) for p, m in extract(many, nlp)}
    turned = {p.id: entities_of(p.text, m) for p, m in extract(many[::-1], nlp)}
    alone = {p.id: entities_of(p.text, m) for p, m in extract(CORPUS, nlp)}
    assert together == turned
    assert all(together[f"{p.id}.7"] == alone[p.id] for p in CORPUS)


def test_a_second_pipeline_reads_the_same(found: dict[str, list[Mention]]) -> None:
    again = pipeline()
    for paper in reversed(CORPUS):  # other words first, in a table of its own
        assert next(extract([paper], again))[1] == found[paper.id]


def test_the_components_are_spacys_own(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == COMPONENTS
    doc = nlp("We propose FooNet.")
    assert MENTIONS in doc.user_data


def test_a_further_lexicon_is_used(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("lexicon") / "mine.tsv"
    path.write_text("kind\tname\taliases\tfamily\tmarks\ndataset\tZorble Corpus\tZC-12\t\t\n")
    paper = Paper("1", "On data", "All systems are evaluated on the ZC-12 dataset.")
    assert "ZC-12" in names(next(extract([paper], pipeline(lexicons=[path])))[1], "dataset")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Our system builds on MiniLM-L6.", "MiniLM-L6"),
        ("Our system builds on MiniLM-L12.", "MiniLM-L12"),
        ("We compare against SegFormer-B9.", "SegFormer-B9"),
        ("We compare against Llama-3.1-8B-Instruct.", "Llama-3.1-8B-Instruct"),
    ],
)
def test_a_size_behind_a_known_name_is_part_of_the_name(text: str, name: str) -> None:
    (found,) = [m for m in next(extract([Paper("1", "A note", text)]))[1] if m.kind == "method"]
    assert (found.name, found.aliases) == (name, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Experiments on the PeMSD7(M) dataset show gains.", "PeMSD7(M)"),
        ("Experiments on the Yoochoose 1/64 dataset show gains.", "Yoochoose 1/64"),
        (
            "Experiments on the Breast Cancer Wisconsin (Original) dataset show gains.",
            "Breast Cancer Wisconsin (Original)",
        ),
        ("Our system builds on Wide & Deep and improves its results.", "Wide & Deep"),
        ("We use GPT-4(V) throughout.", "GPT-4(V)"),
        ("Our system builds on MiniLM Large and improves its results.", "MiniLM Large"),
        ("Our system builds on PoseCNN 7B and improves its results.", "PoseCNN 7B"),
        ("Our system builds on PoseCNN-B/16 and improves its results.", "PoseCNN-B/16"),
        ("Our system builds on PoseCNN-XL and improves its results.", "PoseCNN-XL"),
        ("Our system builds on PoseCNN v2 and improves its results.", "PoseCNN v2"),
        ("Our system builds on PoseCNN and beats it 2 times.", "PoseCNN"),
        ("It beats PoseCNN 2 times.", "PoseCNN"),
        ("It is a PoseCNN-based tracker.", "PoseCNN"),
        ("We use CNN(s) throughout.", "CNN"),
    ],
)
def test_brackets_strokes_and_signs_within_names(text: str, name: str) -> None:
    found = [m for m in next(extract([Paper("1", "A note", text)]))[1] if m.kind in ("method", "dataset")]
    assert [m.name for m in found] == [name]

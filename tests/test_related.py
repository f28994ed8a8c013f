import json
from pathlib import Path

import numpy as np
import pytest

from papergraph.extractors.records import Paper
from papergraph.graph import store
from papergraph.graph.index_store import index_folder, load_index
from papergraph.graph.manifest import GraphFolderError
from papergraph.graph.related import notes, related
from papergraph.graph.related_index import RelatedIndex, open_index
from papergraph.graph.related_records import RelatedError, Text
from papergraph.graph.semantic import Semantic, SemanticError, read_vectors
from papergraph.graph.tables import PaperGraph
from papergraph.graph.text_features import FACETS

from .made_corpus import corpus, mentions_in
from .made_graph import Said, made_graph


@pytest.fixture(scope="module")
def index() -> RelatedIndex:
    return open_index(corpus())


def text_of(name: str, title: str, abstract: str) -> Text:
    paper = Paper("", title, abstract)
    return Text(name, title, abstract, tuple(mentions_in(paper)))


@pytest.mark.parametrize(
    ("paper", "nearest"),
    [("lora", {"qlora", "prefix"}), ("bird", {"bat", "whale"}), ("qlora", {"lora", "prefix"})],
)
def test_papers_of_the_same_theme_come_first(index: RelatedIndex, paper: str, nearest: set[str]) -> None:
    assert {hit.paper for hit in related(index, paper, top=2)} == nearest


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("paper", ["lora", "bird", "proof"])
def test_the_score_is_the_sum_of_its_shown_parts(index: RelatedIndex, paper: str, facet: str) -> None:
    for hit in related(index, paper, facet=facet, top=0):
        assert hit.score == pytest.approx(sum(r.weight for r in hit.reasons), abs=1e-9)


def test_ranks_count_from_one_and_scores_fall(index: RelatedIndex) -> None:
    hits = related(index, "lora", top=0)
    assert [hit.rank for hit in hits] == list(range(1, 7))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert "lora" not in {hit.paper for hit in hits}


def test_a_shared_entity_is_a_reason_with_sentences_from_both_sides(index: RelatedIndex) -> None:
    hit = next(h for h in related(index, "lora") if h.paper == "qlora")
    reason = next(r for r in hit.reasons if r.name == "RankTune")
    assert (reason.kind, reason.weight > 0) == ("method", True)
    assert reason.sentence.startswith("We combine RankTune")
    assert reason.query_sentence.startswith("We propose RankTune")


def test_a_shared_phrase_is_quoted_as_the_hit_writes_it(index: RelatedIndex) -> None:
    hit = next(h for h in related(index, "lora") if h.paper == "qlora")
    phrases = {r.name: r for r in hit.reasons if r.kind == "phrase"}
    assert "low-rank" in phrases or "rank adapters" in phrases
    for name, reason in phrases.items():
        assert name.split()[0] in reason.sentence
        assert reason.query_sentence


def test_a_rarer_entity_weighs_more_and_one_in_every_paper_nothing(index: RelatedIndex) -> None:
    idf = dict(zip(index.entities.keys, index.entities.idf.tolist(), strict=True))
    assert idf["dataset:mmlu"] > idf["method:convnet"] > idf["dataset:glue"] > 0
    twins = [Said(str(i), f"Paper {i}", [("method", "Everywhere", "used")]) for i in range(3)]
    assert open_index(made_graph(twins)).entities.idf.tolist() == [0.0]


def test_a_facet_only_counts_entities_of_its_kind(index: RelatedIndex) -> None:
    kinds = {r.kind for h in related(index, "lora", facet="dataset") for r in h.reasons}
    assert "dataset" in kinds
    assert not kinds & {"method", "task", "repository"}


def test_several_likes_are_one_question_and_unlikes_take_away(index: RelatedIndex) -> None:
    both = related(index, like=["lora", "bird"], top=0)
    assert {hit.query for hit in both} == {"lora bird"}
    assert {hit.paper for hit in both} == {"qlora", "prefix", "bat", "whale", "proof"}
    scores = {hit.paper: hit.score for hit in both}
    without = {hit.paper: hit.score for hit in related(index, like=["lora", "bird"], unlike=["bat"], top=0)}
    assert without["whale"] < scores["whale"]
    assert "bat" not in without


def test_a_text_that_is_not_in_the_graph_is_ranked_by_words_and_entities(index: RelatedIndex) -> None:
    text = text_of("mine", "Frog calls", "We use ConvNet to detect frogs in recordings made at night.")
    hits = related(index, texts=[text], top=2)
    assert {hit.paper for hit in hits} == {"bird", "bat"}
    assert any(r.name == "ConvNet" and r.query_sentence for r in hits[0].reasons)


def test_years_and_code_filter(index: RelatedIndex) -> None:
    assert {h.paper for h in related(index, "lora", top=0, years=(2022, None))} == {"qlora", "prefix", "bat", "whale"}
    assert {h.paper for h in related(index, "qlora", top=0, with_code=True)} == {"lora"}


def test_diversity_brings_another_theme_forward(index: RelatedIndex) -> None:
    plain = [h.paper for h in related(index, like=["lora", "bird"], top=3)]
    varied = [h.paper for h in related(index, like=["lora", "bird"], top=3, diverse=0.9)]
    assert plain[0] == varied[0]
    assert varied != plain
    everything = [h.paper for h in related(index, "lora", top=0, diverse=0.5)]
    assert sorted(everything) == sorted(h.paper for h in related(index, "lora", top=0))


def test_many_questions_at_once_are_answered_as_each_alone(index: RelatedIndex) -> None:
    alone = [hit for paper in ("lora", "bird", "qlora") for hit in related(index, paper)]
    assert related(index, "lora", "bird", "qlora") == alone


def test_kept_features_are_those_of_the_papers_asked_for(index: RelatedIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.array([3, 0, 3, 5])
    kept, topics = index.text_vectors(rows, "all")
    monkeypatch.setattr("papergraph.graph.related_index.KEPT", 0)
    fresh, places = index.text_vectors(rows, "all")
    assert [x.tolist() for x in (kept.paper, kept.code, kept.value, topics)] == [
        x.tolist() for x in (fresh.paper, fresh.code, fresh.value, places)
    ]


def test_the_same_question_gives_the_same_answer_from_a_new_index(index: RelatedIndex) -> None:
    assert related(index, "lora", "bird") == related(open_index(corpus()), "lora", "bird")


def test_a_family_counts_for_its_variants() -> None:
    import pyarrow as pa

    from papergraph.graph.entity_index import build_entity_index
    from papergraph.graph.tables import RELATIONS

    graph = corpus()
    variant = {
        "source": "method:prefixfit",
        "predicate": "VARIANT_OF",
        "target": "method:convnet",
        "count": 0,
        "confidence": 1.0,
    }
    relations = pa.concat_tables([graph.relations, pa.Table.from_pylist([variant], schema=RELATIONS)])
    with_family = PaperGraph(graph.papers, graph.mentions, graph.entities, relations, graph.merges)
    column = build_entity_index(graph).keys.index("method:convnet")
    row = graph.papers.column("id").to_pylist().index("prefix")
    assert build_entity_index(graph).weights[row, column] == 0
    assert build_entity_index(with_family).weights[row, column] > 0


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "bird",
            "paper:bird",
            "Birds in the dark: acoustic monitoring of migration",
            "birds in the DARK acoustic monitoring of migrations",
            "birds in the dark",
            "Birds",
        ],
    )
    def test_a_paper_is_found(self, index: RelatedIndex, name: str) -> None:
        assert related(index, name)[0].query == "bird"

    @pytest.mark.parametrize(
        "name", ["acoustic monitoring", "Acoustic monitors for night birds", "low-rank tuning of models"]
    )
    def test_where_it_is_unclear_titles_are_offered_with_their_ids(self, index: RelatedIndex, name: str) -> None:
        with pytest.raises(RelatedError, match=r'".+" \(\w+\).*give the id'):
            related(index, name)

    def test_where_nothing_is_near_the_mend_is_said(self, index: RelatedIndex) -> None:
        with pytest.raises(RelatedError, match="--text"):
            related(index, "zzzz qqqq")


class TestBadInput:
    def test_unknown_facet(self, index: RelatedIndex) -> None:
        with pytest.raises(RelatedError, match="choose one of all, method, dataset, task"):
            related(index, "lora", facet="colour")

    def test_empty_text(self, index: RelatedIndex) -> None:
        with pytest.raises(RelatedError, match="is empty"):
            related(index, texts=[Text("mine.txt", "", " ")])

    def test_nothing_asked(self, index: RelatedIndex) -> None:
        with pytest.raises(RelatedError, match="nothing to compare with"):
            related(index)

    def test_only_unlike(self, index: RelatedIndex) -> None:
        with pytest.raises(RelatedError, match="--unlike needs"):
            related(index, unlike=["lora"])

    def test_like_and_unlike_the_same(self, index: RelatedIndex) -> None:
        with pytest.raises(RelatedError, match="choose one"):
            related(index, like=["lora"], unlike=["lora"])

    def test_a_graph_of_one_paper(self) -> None:
        with pytest.raises(RelatedError, match="no other paper"):
            related(corpus(only=("lora",)), "lora")

    def test_a_filter_that_nothing_fits(self, index: RelatedIndex) -> None:
        with pytest.raises(RelatedError, match="--since"):
            related(index, "lora", years=(2050, None))

    def test_a_paper_without_abstract_is_ranked_by_its_title_and_said_so(self, index: RelatedIndex) -> None:
        hits = related(index, "proof")
        assert any("no abstract" in line for line in notes(index, hits, []))

    def test_another_language_is_said(self, index: RelatedIndex) -> None:
        text = text_of("mine", "", "Wir untersuchen Vogelstimmen mit neuronalen Netzen bei Nacht.")
        assert any("language" in line for line in notes(index, related(index, texts=[text]), [text]))

    def test_a_text_without_a_shared_word_has_no_hits_and_is_told_so(self, index: RelatedIndex) -> None:
        text = text_of("mine", "", "我々は夜の鳥の声を調べる。")
        assert related(index, texts=[text]) == []
        (line,) = notes(index, [], [text])
        assert "mine shares no word" in line

    def test_a_folder_that_is_no_graph(self, tmp_path: Path) -> None:
        with pytest.raises(GraphFolderError, match="is not a graph"):
            open_index(tmp_path)


class TestOnDisk:
    def test_the_index_is_kept_and_gives_the_same_answers(self, tmp_path: Path) -> None:
        folder = tmp_path / "graph"
        key = str(store.write(corpus(), folder)["hash"])
        first = related(folder, "lora")
        assert (index_folder(folder, key) / "words.npy").is_file()
        assert related(folder, "lora") == first == related(corpus(), "lora")

    def test_a_damaged_index_is_made_again(self, tmp_path: Path) -> None:
        folder = tmp_path / "graph"
        key = str(store.write(corpus(), folder)["hash"])
        first = related(folder, "lora")
        (index_folder(folder, key) / "idf.npy").write_bytes(b"no array")
        assert load_index(folder, key) is None
        assert related(folder, "lora") == first
        assert load_index(folder, key) is not None

    def test_a_new_build_does_not_answer_from_the_old_index(self, tmp_path: Path) -> None:
        folder = tmp_path / "graph"
        store.write(corpus(), folder)
        related(folder, "lora")
        store.write(corpus(only=("lora", "bird", "bat")), folder)
        assert {hit.paper for hit in related(folder, "lora", top=0)} == {"bird", "bat"}


class TestSemantic:
    def test_vectors_of_a_file_add_their_part(self, index: RelatedIndex, tmp_path: Path) -> None:
        ids = ["bat", "lora", "proof"]
        np.save(tmp_path / "v.npy", np.array([[1, 0], [0, 1], [0, 2]], np.float32))
        (tmp_path / "v.ids.txt").write_text("\n".join(ids) + "\n", encoding="utf-8")
        hits = related(index, "lora", semantic=read_vectors(tmp_path / "v.npy"), top=0)
        assert hits[0].paper == "proof"
        assert next(r for r in hits[0].reasons if r.kind == "vector").weight == pytest.approx(1.0)

    def test_any_callable_serves_as_encoder(self, index: RelatedIndex) -> None:
        def encode(texts: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
            assert isinstance(texts, list)
            return np.array([[len(t) % 7 + 1, 1.0] for t in texts], np.float32)

        text = text_of("mine", "Frog calls", "We use ConvNet at night.")
        for hit in related(index, "lora", semantic=Semantic(encode)) + related(
            index, texts=[text], semantic=Semantic(encode)
        ):
            assert hit.score == pytest.approx(sum(r.weight for r in hit.reasons), abs=1e-9)
            assert any(r.kind == "vector" for r in hit.reasons)

    @pytest.mark.parametrize(
        ("vectors", "ids", "said"),
        [
            (np.ones((2, 3)), "a\n", "one row an id"),
            (np.ones(3), "a\nb\nc\n", "one row an id"),
            (np.array([[np.nan, 1.0]]), "a\n", "not finite"),
            (np.ones((1, 3)), "nobody\n", "no paper in this graph"),
        ],
    )
    def test_vectors_that_do_not_fit(
        self, index: RelatedIndex, tmp_path: Path, vectors: object, ids: str, said: str
    ) -> None:
        np.save(tmp_path / "v.npy", np.asarray(vectors))
        (tmp_path / "v.ids.txt").write_text(ids, encoding="utf-8")
        with pytest.raises(SemanticError, match=said):
            related(index, "lora", semantic=read_vectors(tmp_path / "v.npy"))

    def test_missing_and_broken_files(self, tmp_path: Path) -> None:
        with pytest.raises(SemanticError, match="no such file"):
            read_vectors(tmp_path / "v.npy")
        (tmp_path / "v.npy").write_bytes(b"nothing")
        (tmp_path / "v.ids.txt").write_text("a\n", encoding="utf-8")
        with pytest.raises(SemanticError, match="cannot be read"):
            read_vectors(tmp_path / "v.npy")


def test_reasons_are_plain_json(index: RelatedIndex) -> None:
    from papergraph.graph.reading_list import reading_list

    row = json.loads(reading_list(related(index, "lora", top=1), index, "jsonl"))
    assert list(row) == ["query", "rank", "paper", "title", "facet", "score", "reasons"]
    assert list(row["reasons"][0]) == ["kind", "name", "weight", "sentence", "query_sentence"]

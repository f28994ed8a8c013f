from papergraph.extractors.records import Evidence, Kind, Mention, Paper
from papergraph.extractors.schema import entities_of, extracted

PAPER = Paper("1", "FooNet", "We propose FooNet. FooNet beats BERT on GLUE. Code: https://github.com/a/b.")


def mention(kind: Kind, name: str, role: str, nth: int = 0, *, confidence: float = 0.9, subkind: str = "") -> Mention:
    surface = name.removeprefix("https://") if kind == "repository" else name
    start = -1
    for _ in range(nth + 1):
        start = PAPER.text.index(surface, start + 1)
    low = PAPER.text.rfind("\n", 0, start) + 1
    return Mention(
        kind, name, role, Evidence("1", start, start + len(surface), low, low + 20, "made", confidence), subkind
    )


def test_an_entity_is_listed_once_with_its_best_mention_and_strongest_role() -> None:
    said = [
        mention("method", "FooNet", "used", 0, confidence=0.5, subkind="named"),
        mention("method", "FooNet", "proposed", 1, confidence=0.8, subkind="named"),
        mention("method", "FooNet", "used", 2, confidence=0.7, subkind="named"),
    ]
    (entity,) = entities_of(PAPER.text, said)["methods"]
    assert (entity["role"], entity["mentions"], entity["kind"]) == ("proposed", 3, "named")
    assert entity["start"] == said[1].evidence.start
    assert PAPER.text[entity["start"] : entity["end"]] == entity["mention"] == "FooNet"


def test_a_baseline_is_used() -> None:
    (entity,) = entities_of(PAPER.text, [mention("method", "BERT", "compared")])["methods"]
    assert entity["role"] == "used"


def test_a_repository_has_its_url() -> None:
    (entity,) = entities_of(PAPER.text, [mention("repository", "https://github.com/a/b", "own", subkind="code")])[
        "repositories"
    ]
    assert (entity["url"], entity["kind"], entity["role"]) == ("https://github.com/a/b", "code", "own")


def test_all_headings_are_there_for_a_paper_that_names_nothing() -> None:
    assert extracted(PAPER, []) == {
        "id": "1",
        "title": PAPER.title,
        "abstract": PAPER.abstract,
        "methods": [],
        "datasets": [],
        "repositories": [],
        "tasks": [],
        "metrics": [],
    }

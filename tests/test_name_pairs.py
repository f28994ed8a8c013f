"""Pairs of names that the field knows to be one thing or two, each name alone in its own paper."""

from pathlib import Path

import pytest

from papergraph.extractors.lexicons import default_lexicon
from papergraph.extractors.records import Kind
from papergraph.graph.resolve import resolve
from papergraph.graph.sayings import Saying

ROLES: dict[Kind, str] = {"method": "used", "dataset": "used", "task": "addressed", "metric": "reported"}
LINES = (Path(__file__).with_name("name_pairs.tsv")).read_text(encoding="utf-8").splitlines()[1:]
PAIRS = [tuple(line.split("\t")) for line in LINES]


def entities(kind: Kind, *names: str) -> set[str]:
    """The keys of what these names become, each said by a paper of its own."""
    found = resolve([Saying(kind, name, (), ROLES[kind]) for name in names], lexicon=default_lexicon())
    return {e.key for e in found.entities}


def test_the_set_is_large_and_says_nothing_twice() -> None:
    counts = {verdict: sum(p[3] == verdict for p in PAIRS) for verdict in ("same", "apart")}
    assert min(counts.values()) >= 200
    assert len({frozenset(p[1:3]) | {p[0]} for p in PAIRS}) == len(PAIRS)


def test_near_names_of_different_things_never_become_one() -> None:
    wrong = [p for p in PAIRS if p[3] == "apart" and len(entities(p[0], p[1], p[2])) == 1]  # type: ignore[arg-type]
    assert not wrong


def test_two_names_of_one_thing_become_one() -> None:
    same = [p for p in PAIRS if p[3] == "same"]
    missed = [p for p in same if len(entities(p[0], p[1], p[2])) > 1]  # type: ignore[arg-type]
    assert len(missed) <= 0.02 * len(same), missed


@pytest.mark.parametrize("kind", ["method", "dataset", "metric", "task"])
def test_all_names_together_merge_as_the_pairs_do_alone(kind: Kind) -> None:
    """In one corpus, with all the others around, no near name slips into another's entity."""
    rows = [p for p in PAIRS if p[0] == kind]
    names = sorted({n for p in rows for n in p[1:3]})
    found = resolve([Saying(kind, n, (), ROLES[kind]) for n in names], lexicon=default_lexicon())
    home = {n: d.entity for n, d in zip(names, found.decisions, strict=True)}
    assert not [p for p in rows if p[3] == "apart" and home[p[1]] == home[p[2]]]


@pytest.mark.parametrize(
    ("plural", "other", "kind", "one"),
    [
        ("KV caches", "KV cache", "method", True),
        ("confusion matrices", "confusion matrix", "method", True),
        ("Movies", "MOVi-E", "dataset", False),
        ("Leaves", "LEAF", "dataset", False),
    ],
)
def test_plurals_join_words_and_not_names_that_look_like_them(plural: str, other: str, kind: Kind, one: bool) -> None:
    assert (len(entities(kind, plural, other)) == 1) == one

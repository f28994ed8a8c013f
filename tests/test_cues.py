from papergraph.extractors.cues import cues_of, last_before
from papergraph.extractors.flags import flags_of


def test_cues_are_found_by_their_sort() -> None:
    words = "We propose FooNet , which outperforms BarNet in classifying images".split()
    cues = cues_of((k, flags_of(w, "")) for k, w in enumerate(words))
    assert [words[k] for k in cues.own] == ["We"]
    assert [words[k] for k in cues.proposing] == ["propose"]
    assert [words[k] for k in cues.comparing] == ["outperforms"]
    assert [words[k] for k in cues.acting] == ["classifying"]


def test_the_last_cue_before_a_token_counts_within_its_bounds() -> None:
    assert last_before([1, 4, 9], 9, 0) == 4
    assert last_before([1, 4, 9], 9, 5) == -1
    assert last_before([], 3, 0) == -1

"""What a text says again is found as a plain count would find it, whatever stands beside the text in its batch."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extractors.pipeline import ANALYSIS, document, pipeline
from papergraph.extractors.records import Paper
from papergraph.extractors.repeats import MOST, repeats

Text = tuple[list[int], int]
TEXTS = st.lists(st.tuples(st.lists(st.integers(0, 4), max_size=14), st.integers(0, 5)), min_size=1, max_size=4)
"""Word numbers, of which 0 is no content, and how many words are the title."""


def in_batch(texts: list[Text]) -> list[tuple[list[int], list[str]]]:
    stems = np.array([n for words, _ in texts for n in (*words, 0)], np.int64)
    ends = np.cumsum([len(words) + 1 for words, _ in texts]) - 1
    return repeats(stems, stems > 0, ends.tolist(), [title for _, title in texts])


def counted(words: list[int], title: int) -> set[tuple[int, str]]:
    """Count words, pairs and triples one by one."""
    out = set()
    for size, names in ((1, ("said",)), (2, ("pair", "paired")), (3, ("triple",) * 3)):
        runs = [(i, tuple(words[i : i + size])) for i in range(len(words) - size + 1)]
        runs = [(i, run) for i, run in runs if run[0] and run[-1]]
        often = Counter(run for _, run in runs)
        titled = {run for i, run in runs if i < title}
        for i, run in runs:
            if often[run] > 1:
                value = f"{min(often[run], MOST)}{'t' if run in titled else ''}"
                out |= {(i + k, f"{name}={'BIE'[k] if size == 3 else value}") for k, name in enumerate(names)}
    return out


@given(TEXTS)
def test_repeats_are_what_a_plain_count_finds(texts: list[Text]) -> None:
    for (words, title), (places, names) in zip(texts, in_batch(texts), strict=True):
        assert set(zip(places, names, strict=True)) == counted(words, title)
        assert places == sorted(places)


@given(TEXTS)
def test_a_text_repeats_the_same_beside_others_as_alone(texts: list[Text]) -> None:
    assert in_batch(texts) == [in_batch([text])[0] for text in texts]


def test_another_sign_makes_another_triple() -> None:
    nlp = pipeline()
    paper = Paper("1", "", "Speed / quality. Speed, quality suffer. Noise and rain, sleet. We fear rain, sleet.")
    a = nlp(document(nlp, paper)).user_data[ANALYSIS]
    triples = {a.words.texts[a.rows[k]] for k, name in zip(*a.repeats, strict=True) if name.startswith("triple")}
    assert triples == {"rain", ",", "sleet"}


def test_a_phrase_of_the_title_that_comes_again_is_known_as_such() -> None:
    nlp = pipeline()
    paper = Paper("1", "Frequency Filtering for Speech", "We study noise. With frequency filtering it falls by half.")
    a = nlp(document(nlp, paper)).user_data[ANALYSIS]
    words = [a.words.texts[row] for row in a.rows]
    said = {(words[k], name) for k, name in zip(*a.repeats, strict=True)}
    assert {("frequency", "pair=2t"), ("filtering", "paired=2t"), ("Filtering", "said=2t")} <= said
    assert not any(word in ("With", "it", "noise", ".") for word, _ in said)

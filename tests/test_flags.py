import pytest

from papergraph.extractors.flags import (
    ABBREVIATION,
    ACTING,
    BLANK,
    CLOSER,
    COINED,
    COMPARING,
    CONJUNCTION,
    CONTENT,
    DASH,
    EDGE,
    FIRST_PERSON,
    LINE_BREAK,
    MODIFIER,
    PROPOSING,
    SENTENCE_END,
    SORTING,
    START_UPPER,
    TAIL,
    WALL,
    flags_of,
)
from papergraph.extractors.words import word_class


@pytest.mark.parametrize(
    ("word", "bits"),
    [
        ("BERT", START_UPPER | COINED | CONTENT),
        ("However", START_UPPER),
        ("We", START_UPPER | FIRST_PERSON),
        ("our", FIRST_PERSON | EDGE),
        ("Propose", START_UPPER | PROPOSING | CONTENT),
        ("outperforms", COMPARING | CONTENT),
        ("classifying", ACTING | CONTENT),
        ("frameworks", TAIL | CONTENT),
        ("framework", TAIL | SORTING | CONTENT),
        ("frozen", MODIFIER | CONTENT),
        ("pre", MODIFIER | CONTENT),
        ("and", EDGE | CONJUNCTION),
        (",", EDGE | CONJUNCTION),
        ("-", EDGE | DASH),
        ("\\", EDGE | WALL | START_UPPER),
        ('"', EDGE | WALL | CLOSER | START_UPPER),
        ("''", EDGE | WALL | CLOSER | START_UPPER),
        (".", EDGE | SENTENCE_END),
        ("e.g.", ABBREVIATION | EDGE | CONTENT),
        ("’s", EDGE),
        ("\n", LINE_BREAK | BLANK),
        ("  ", BLANK),
        ("50", START_UPPER),
        ("zebra", CONTENT),
        ("LM", START_UPPER | COINED),
        ("using", 0),
        ("where", 0),
    ],
)
def test_what_a_word_may_be(word: str, bits: int) -> None:
    assert flags_of(word, word_class(word)) == bits

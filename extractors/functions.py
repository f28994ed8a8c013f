"""What does a sentence of an abstract do: background, method or result? Told by cue words and by its place.

The answer is three shares that add up to one. Cue words are data (`rules/functions.tsv`); what the shares are used for
is `papergraph.graph`'s business.
"""

from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from papergraph.extractors.errors import LexiconError

FUNCTIONS = ("background", "method", "result")
"""The functions of a sentence, in the order of the shares."""
NUMBER = "<number>"

Floats = NDArray[np.float64]


@cache
def cue_weights() -> dict[str, tuple[float, float, float]]:
    """Return what each cue word (in small letters) says for background, method and result.

    >>> cue_weights()["outperforms"], cue_weights()["however"]
    ((0.0, 0.0, 0.45), (0.5, 0.0, 0.0))
    """
    file = resources.files("papergraph.extractors") / "rules" / "functions.tsv"
    return parse_cues(file.read_text(encoding="utf-8"), file.name)


def parse_cues(text: str, file: str) -> dict[str, tuple[float, float, float]]:
    """Return the cue words of a rule file's text.

    Raises
    ------
    LexiconError
        Where a line is not function, weight, words.
    """
    cues: dict[str, list[float]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            function, weight, words = line.split("\t")
            column, value = FUNCTIONS.index(function), float(weight)
        except ValueError as e:
            raise LexiconError(
                f"{file}, line {number}: a line is function ({', '.join(FUNCTIONS)}), weight, words, with tabs between"
            ) from e
        for word in words.split():
            cues.setdefault(word.lower(), [0.0, 0.0, 0.0])[column] += value
    return {word: (v[0], v[1], v[2]) for word, v in cues.items()}


def function_shares(cues: Floats, place: Floats) -> Floats:
    """Return the shares of background, method and result of sentences, shape (sentences, 3), each row adding up to one.

    `cues` holds the summed cue weights of each sentence, shape (sentences, 3); `place` where the sentence stands in its
    abstract, from 0 (first) to 1 (last). Background comes first and results come last, as a rule.

    >>> function_shares(np.array([[0.5, 0, 0], [0, 0, 0.9]]), np.array([0.0, 1.0])).round(2).tolist()
    [[0.85, 0.09, 0.06], [0.09, 0.09, 0.82]]
    """
    prior = np.stack([1.8 * (1 - place) ** 2, 0.6 * (1 - np.abs(2 * place - 1)), 1.6 * place**1.5 - 0.3], axis=1)
    odds = np.exp(cues + prior)
    shares: Floats = odds / odds.sum(axis=1, keepdims=True)
    return shares

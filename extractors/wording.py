"""Where a text words a known term otherwise: with a verb, or with a word that it shares with another term."""

from collections.abc import Iterator
from functools import partial

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.forms import ARTICLES, noun_form, nouns, shared
from papergraph.extractors.naming import fold


def is_term(a: Analysis, text: str) -> bool:
    """Say whether the lexicon or the counted terms have a phrase."""
    return in_lexicon(a, text) or fold(text) in a.lookup.terms


def in_lexicon(a: Analysis, text: str) -> bool:
    """Say whether the lexicon has a phrase."""
    return bool(a.lookup.states.get(fold(text)))


def reworded(a: Analysis) -> Iterator[tuple[int, int, str]]:
    """Yield (first token, one past the last, term) where known terms are worded with a verb or lack a word.

    "classifying images" is image classification; so is "image and text classification", beside text classification.
    """
    texts, rows, n = a.words.texts, a.rows, len(a.rows)
    classes, folds, states = a.words.classes, a.words.folds, a.lookup.states
    verbs, known = nouns(), partial(in_lexicon, a)
    for k in a.cues.acting:
        word = texts[rows[k]].lower()
        noun = verbs[word]
        turned = k + 1 < n and texts[rows[k + 1]] == "of"
        if noun == word and not turned and not word.endswith("ing"):
            continue
        noun, key = fold(noun), ""
        for j in range(k + 1 + turned, min(k + 6, n)):
            row = rows[j]
            if classes[row][0] == "." and texts[row] != "-":
                break
            if texts[row].lower() not in ARTICLES:
                key += folds[row]
            if states.get(key + noun):
                form = noun_form(a.text[a.starts[k] : a.ends[j]], "K")
                if form and known(form):
                    yield k, j + 1, form
    for i, j, _ in a.known:
        if i > 1 and j - i > 1 and texts[rows[i - 1]].lower() in ("and", "or", "/"):
            right = a.text[a.starts[i] : a.ends[j - 1]]
            for m in range(i - 2, max(i - 5, -1), -1):
                if a.words.classes[rows[m]][0] == "." and texts[rows[m]] != "-":
                    break
                left = a.text[a.starts[m] : a.ends[i - 2]]
                form, _ = shared(left, right, known)
                if form and known(form):
                    yield m, i - 1, form
                    break

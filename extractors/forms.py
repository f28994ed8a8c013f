"""By what other words does a text say a term? "Predicting wind speeds" is wind speed prediction.

Names of tasks and techniques are nouns; texts also write them with a verb, turned around ("prediction of wind speeds"),
as a participle ("instruction-tuned"), with an acronym inside ("optical character (OCR) recognition"), or two at once
("object and speech recognition"). The nouns of verbs stand in `rules/nouns.tsv`, plurals whose ending does not tell the
singular in `rules/plurals.tsv`.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib import resources

ARTICLES = frozenset("a an the our their its this these those individual personalized unknown such".split())
_INSIDE = re.compile(r"\s*\([^()\s]{1,12}\)(?=\s)")
Known = Callable[[str], bool]


@cache
def nouns() -> dict[str, str]:
    """Return the noun of each form of a verb that `rules/nouns.tsv` lists, both spellings of -ize.

    >>> nouns()["classifying"], nouns()["optimise"]
    ('classification', 'optimization')
    """
    found = {}
    for *forms, noun in _rules("nouns.tsv"):
        for form in forms:
            found[form] = noun
            found[re.sub("iz(e|ing|ed)$", r"is\1", form)] = noun
        found[noun] = noun
    return found


@cache
def plurals() -> dict[str, str]:
    """Return the singular of each plural that `rules/plurals.tsv` lists, since its ending does not tell.

    >>> plurals()["biases"], plurals()["means"]
    ('bias', 'means')
    """
    return dict(_rules("plurals.tsv"))


def _rules(name: str) -> list[list[str]]:
    """Return the columns of each line of a file of rules."""
    file = resources.files("papergraph.extractors") / "rules" / name
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and line[0] != "#"]


def noun_form(text: str, letter: str) -> str:
    """Return the noun form of a task (letter K) or technique (T) that is written otherwise; else an empty text.

    >>> noun_form("Predicting the wind speeds", "K"), noun_form("forecasting of wind speeds", "K")
    ('wind speed prediction', 'wind speed forecasting')
    >>> noun_form("instruction-tuned", "T"), noun_form("self-supervised", "T"), noun_form("image classification", "K")
    ('instruction tuning', 'self-supervised learning', '')
    """
    plain = _INSIDE.sub("", text)
    words = plain.split()
    if not words or letter not in "KT":
        return ""
    first, last = words[0].lower(), words[-1].lower()
    noun = nouns().get(first)
    if letter == "K" and noun and len(words) > 1:
        rest = words[1:]
        turned = rest[0].lower() == "of"
        if turned:
            rest = rest[1:]
        elif first == noun and not first.endswith("ing"):
            rest = []
        while rest and rest[0].lower() in ARTICLES:
            rest = rest[1:]
        if rest and nouns().get(rest[-1].lower()) != rest[-1].lower() and len(rest) <= 5 and "of" not in rest:
            return " ".join([*_lower(rest[:-1]), singular(_lower(rest[-1:])[0]), noun])
    if letter == "T":
        stem, _, part = last.rpartition("-")
        if part == "supervised":
            return " ".join([*_lower(words), "learning"])
        if part.endswith("ed") and part in nouns() and (stem or len(words) > 1):
            return " ".join([*_lower(words[:-1]), *([stem] if stem else []), nouns()[part]])
    return " ".join(words) if plain != text else ""


def singular(word: str) -> str:
    """Return the singular of a noun in lower case: as `plurals` has it, else as far as its ending tells.

    >>> singular("matrices"), singular("memories"), singular("processes"), singular("biases"), singular("k-means")
    ('matrix', 'memory', 'process', 'bias', 'k-means')
    """
    head, hyphen, noun = word.rpartition("-")
    if noun in plurals():
        return head + hyphen + plurals()[noun]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


def _lower(words: list[str]) -> list[str]:
    return [w if any(c.isupper() for c in w[1:]) else w.lower() for w in words]


def shared(left: str, right: str, known: Known) -> tuple[str, str]:
    """Return the terms of "left and right" where one lends the other a word; an empty text for one that stands alone.

    `known` says whether a phrase is a known term; a phrase that is not is believed where the two are built alike.

    >>> shared("image", "text classification", lambda t: t == "text classification")
    ('image classification', '')
    >>> shared("speech understanding", "generation", lambda t: t == "speech generation")
    ('', 'speech generation')
    """
    a, b = left.split(), right.split()
    if not a or not b:
        return "", ""
    second = " ".join([*a[:-1], *b]) if len(b) == 1 < len(a) else ""
    if second and not known(second):
        second = ""
    if known(left):
        return "", second
    if left.endswith("-") and "-" in b[0]:
        return " ".join([a[-1] + b[0].partition("-")[2], *b[1:]]), ""
    for n in range(len(b) - 1, 0, -1):
        if known(" ".join([*a, *b[-n:]])):
            return " ".join([*a, *b[-n:]]), ""
    if second:
        return "", second
    if known(right) and len(b) - len(a) in (1, 2) and b[-1].lower() in nouns().values():
        return " ".join([*a, *b[len(a) :]]), ""
    return "", ""

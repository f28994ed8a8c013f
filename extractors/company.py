"""What stands beside a coined name and tells what sort of thing it is: nouns, an apposition, the year of a citation."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.candidates import Candidate
from papergraph.extractors.flags import SORTS

_LINKS = frozenset(", ( : - – — is are was as".split())
_ENDS = frozenset("that which who where for to with by from and in on , ; ) . which".split())
_YEAR = re.compile(r"(?:1[89]\d|20[0-3])\d[a-z]?")
_BETWEEN = frozenset(", & and".split())
_BRACKETS = frozenset("( [".split())
_CLOSING = frozenset(") ] ;".split())
_LONGEST = 9
"""How many tokens behind a name may belong to its citation."""


def company(a: Analysis, c: Candidate) -> list[str]:
    """Return what sort of thing the text calls a coined name: the nouns around it, and what it is said to be.

    An author's name looks coined too; a citation gives it away ("Zhao and Vogel, 2002").
    """
    names = []
    for s in c.spans[:4]:
        low, high = a.sentence_of(s.i)
        first, last = max(low, s.i - 5), min(high, s.j + 6)
        for k in a.cues.sorting[bisect_left(a.cues.sorting, first) : bisect_left(a.cues.sorting, last)]:
            names.append(f"noun={SORTS[a.words.texts[a.rows[k]].lower()]}{'<' if k < s.i else '>'}")
        noun = _apposition(a, s.j, high)
        if noun:
            names.append(f"is={noun}")
        if a.words.classes[a.rows[s.j - 1]][0] == "C":
            cited = citation([a.words.texts[row] for row in a.rows[s.j : min(high, s.j + _LONGEST)]])
            if cited:
                names.append(f"cited={cited}")
    return names


def _apposition(a: Analysis, k: int, high: int) -> str:
    """Return what sort of thing a name is said to be right behind it: "X, a large corpus of ..."."""
    texts, rows = a.words.texts, a.rows
    if k >= high or texts[rows[k]].lower() not in _LINKS:
        return ""
    found = ""
    for n in range(k + 1, min(high, k + 14)):
        word = texts[rows[n]].lower()
        if n > k + 2 and word in _ENDS and found:
            break
        found = SORTS.get(word, found)
        if n > k + 3 and word in ("that", "which", ".", ";"):
            break
    return found


def citation(following: Sequence[str]) -> str:
    """Return how the tokens behind a name cite it: as one of `many` authors or `alone`; an empty text if they do not.

    >>> citation(["and", "Vogel", ",", "2002", ")"]), citation(["et", "al", "."]), citation(["(", "2018", ")"])
    ('many', 'many', 'alone')
    >>> citation(["and", "FooNet", "in", "2002", ","]), citation(["in", "2018"]), citation(["(", "Li", ",", "2018"])
    ('', '', '')
    """
    kind, before = "alone", ""
    for word, behind in pairwise([*following, ""]):
        if word == "et" and behind.startswith("al"):
            return "many"
        if _YEAR.fullmatch(word):
            closed = behind in _CLOSING or (behind == "," and before in (",", *_BRACKETS))
            return kind if closed else ""
        if word[:1].isupper() and word[1:].islower():
            kind = "many"
        elif word not in _BETWEEN and not (word in _BRACKETS and _YEAR.fullmatch(behind)):
            break
        before = word
    return ""

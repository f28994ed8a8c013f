"""Where do known names stand in a text? The longest lexicon entries over the folded words, from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from papergraph.extractors.lexicons import Entry, Lexicon
from papergraph.extractors.terms import Terms

LONGEST = 14
"""How many tokens, hyphens among them, a known name may span."""

_JOINTS = frozenset("- – / ‐ ‑ & (".split())
"""Signs within known names; a bracket is one in "Breast Cancer Wisconsin (Diagnostic)"."""


Senses = tuple[tuple[Entry, ...], tuple[Entry, ...], tuple[Entry, ...]]
"""The entries that a folded name may mean where it is written with no, one, or more capitals and digits."""


@dataclass
class Lookup:
    """A lexicon made ready for matching: every beginning of a folded name leads on, every whole one to its senses."""

    lexicon: Lexicon
    terms: Terms = field(default_factory=dict)
    states: dict[str, Senses | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Enter each name's beginnings at the borders of its words, and its senses by the capitals they want."""
        states, pieces = self.states, self.lexicon.pieces
        wanted: dict[str, dict[int, int]] = {}
        for entry in self.lexicon.entries:
            for name in entry.names:
                for piece in pieces[name]:
                    states.setdefault(piece, None)
                for key in pieces[name][-1:]:
                    needs, need = wanted.setdefault(key, {}), capitals_wanted(name, entry)
                    needs[id(entry)] = min(need, needs.get(id(entry), 2))
        for key, entries in self.lexicon.by_fold.items():
            needs = wanted[key]
            none, one = (tuple([e for e in entries if needs[id(e)] <= n]) for n in (0, 1))
            states[key] = none, one, entries

    def matches(self, texts: Sequence[str], folds: Sequence[str]) -> list[tuple[int, int, tuple[Entry, ...]]]:
        """Return (first token, one past the last, entries), leftmost longest, without overlap."""
        states = self.states
        found = []
        past, n = 0, len(folds)
        promising = [  # most words that begin a known name do not go on as one
            i
            for i, (key, word) in enumerate(zip_longest(folds, folds[1:], fillvalue=""))
            if key in states and (not word.isalpha() or key + word in states or states[key])
        ]
        for i in promising:
            if i < past:
                continue
            key = folds[i]
            best, best_senses = i + 1, states[key]
            for j in range(i + 1, min(n, i + LONGEST)):
                word = folds[j]
                if not word:
                    if texts[j] in _JOINTS:
                        continue
                    break
                key = f"{key}_{word}" if word[0].isdigit() and key[-1].isdigit() else key + word
                if key not in states:
                    break
                senses = states[key]
                if senses:
                    best, best_senses = j + 1, senses
            entries = best_senses[_capitals(texts[i:best])] if best_senses else ()
            if entries:
                if best < n and texts[best] == ")" and "(" in texts[i:best]:
                    best += 1
                found.append((i, best, entries))
                past = best
        return found


def capitals_wanted(name: str, entry: Entry) -> int:
    """Return how many capitals or digits (at most 2) a text must write for `name` to mean `entry`.

    A technique, task or metric of several words wants none; "GAN" wants two, so that "gan" and "Gan" are not it; a long
    name that is no other word wants one.

    >>> capitals_wanted("Adam", Entry("method", "named", "Adam"))
    1
    """
    if " " in name and (entry.subkind == "technique" or entry.kind in ("task", "metric")):
        return 0
    need = _capitals((name,))
    # "Librispeech" and "Kitti" are LibriSpeech and KITTI; a short or ambiguous name wants its capitals
    return min(need, 1) if len(name) >= 5 and "ambiguous" not in entry.marks else need


def _capitals(texts: Sequence[str]) -> int:
    count = 0
    for text in texts:
        if not text.islower():
            for c in text:
                if c.isupper() or c.isdigit():
                    count += 1
                    if count == 2:
                        return 2
    return count

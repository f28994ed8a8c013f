"""What is known of a text before anything is decided: tokens, sentences, known names, definitions, as plain arrays.

`analyse` makes one `Analysis` a document for a whole batch; `tag_features` says what the tagger is told beyond words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import add

import numpy as np
import numpy.typing as npt

from papergraph.extractors.cues import CUES, Cues, cues_of
from papergraph.extractors.definitions import Definition, definitions
from papergraph.extractors.flags import COINED, CONTENT, LINE_BREAK
from papergraph.extractors.lexicons import Entry
from papergraph.extractors.lookup import Lookup
from papergraph.extractors.repeats import repeats
from papergraph.extractors.sentences import sentence_starts
from papergraph.extractors.tagger import REACH
from papergraph.extractors.tokens import Tokens
from papergraph.extractors.words import WordTable, shape

_LETTER = {
    ("method", "named"): "N",
    ("method", "technique"): "T",
    ("dataset", ""): "D",
    ("task", ""): "K",
    ("metric", ""): "M",
}


@dataclass(slots=True)
class Analysis:
    """One text taken apart. Token i is `text[starts[i]:ends[i]]`; `sentences` holds the first token of each.

    `coined` are the tokens that may be a coined name by their form, `repeats` the features of words said again
    (`papergraph.extractors.repeats`). After tagging, `tagged` holds the spans that the tagger sees and then those of
    its eager search, with their kinds as capital and as small letters; `beginnings[i]` says for each kind how far the
    scores of token i speak for a beginning against O, and `insides[j] - insides[i]` how far those of the tokens from i
    to j speak for going on, in hundredths.
    """

    words: WordTable
    text: str
    title_end: int
    starts: list[int]
    ends: list[int]
    rows: list[int]
    sentences: list[int]
    lookup: Lookup
    known: list[tuple[int, int, tuple[Entry, ...]]]
    defined: list[tuple[Definition, tuple[int, int], tuple[int, int]]]
    title_tokens: int = 0
    cues: Cues = field(default_factory=lambda: Cues([], [], [], [], []))
    coined: list[int] = field(default_factory=list)
    repeats: tuple[list[int], list[str]] = field(default_factory=lambda: ([], []))
    tagged: list[tuple[int, int, str]] = field(default_factory=list)
    beginnings: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    insides: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), np.int64))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens that cover the characters from `start` to `end`."""
        return bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)

    def sentence_of(self, token: int) -> tuple[int, int]:
        """Return the first token of the sentence of a token, and one past its last."""
        i = bisect_right(self.sentences, token)
        return self.sentences[i - 1], self.sentences[i] if i < len(self.sentences) else len(self.starts)

    def sentence_characters(self, token: int) -> tuple[int, int]:
        """Return the characters of the sentence of a token, without surrounding blanks."""
        first, last = self.sentence_of(token)
        text, start, end = self.text, self.starts[first], self.ends[last - 1]
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end


def analyse(texts: Sequence[Tokens], title_ends: Sequence[int], words: WordTable, lookup: Lookup) -> list[Analysis]:
    """Return an analysis for each text; `title_ends[i]` characters of text i are its title (0: none)."""
    rows = [words.rows_of(tokens.words) for tokens in texts]
    # a boundary behind each text, so that the end of one says nothing of the next
    run = list(chain.from_iterable((*r, 0) for r in rows))
    flags = np.fromiter(map(words.flags.__getitem__, run), np.int32, len(run))
    stems = np.fromiter(map(words.stems.__getitem__, run), np.int64, len(run))
    breaks = np.cumsum([len(r) + 1 for r in rows]) - 1
    sentences = _by_text(np.flatnonzero(sentence_starts(flags)), breaks)
    cued = _by_text(np.flatnonzero(flags & CUES), breaks)
    coined = _by_text(np.flatnonzero(flags & COINED), breaks)
    out = []
    for tokens, title_end, row, begins, marked, unusual in zip(
        texts, title_ends, rows, sentences, cued, coined, strict=True
    ):
        analysis = Analysis(
            words,
            tokens.text,
            title_end,
            tokens.starts,
            list(map(add, tokens.starts, map(len, tokens.words))),
            row,
            begins,
            lookup,
            lookup.matches(tokens.words, list(map(words.folds.__getitem__, row))),
            [],
            bisect_left(tokens.starts, title_end),
            cues_of((k, words.flags[row[k]]) for k in marked),
            unusual,
        )
        analysis.defined = [
            (d, analysis.span(d.short_start, d.short_end), analysis.span(d.long_start, d.long_end))
            for d in definitions(analysis.text, title_end)
        ]
        out.append(analysis)
    again = repeats(stems, flags & CONTENT != 0, breaks.tolist(), [a.title_tokens for a in out])
    for analysis, own in zip(out, again, strict=True):
        analysis.repeats = own
    return out


def _by_text(places: npt.NDArray[np.intp], breaks: npt.NDArray[np.intp]) -> list[list[int]]:
    """Return the places of each text, counted from its beginning; the boundary behind it is none of them."""
    out = []
    edges = np.searchsorted(places, breaks).tolist()
    low = begin = 0
    for high, end in zip(edges, breaks.tolist(), strict=True):
        some = places[low:high] - begin
        out.append(some.tolist())
        low, begin = high + int(high < len(places) and places[high] == end), end + 1
    return out


def entries_label(entries: Sequence[Entry]) -> str:
    """Return what the lexicon says in letters: kinds, and `a` for an ambiguous one.

    >>> entries_label([Entry("dataset", "", "MATH", marks=frozenset(["ambiguous"]))])
    'Da'
    """
    return "+".join(sorted({_LETTER[e.kind, e.subkind] + ("a" if "ambiguous" in e.marks else "") for e in entries}))


def tag_features(a: Analysis) -> tuple[list[int], list[str]]:
    """Return the tagger's features beyond the words: the tokens that they stand on, and their names."""
    words = a.words
    at: list[int] = []
    names: list[str] = []
    for i, j, entries in a.known:
        label = entries_label(entries)
        surface = a.text[a.starts[i] : a.ends[j - 1]]
        if any(e.is_called(surface) for e in entries):
            label += "c"
        for k in range(i, j):
            place = "S" if j - i == 1 else "B" if k == i else "E" if k == j - 1 else "I"
            at += (k, k, k)
            names += _known_word(place, label, shape(words.texts[a.rows[k]]))
    shorts = set()
    for d, (i, j), (m, n) in a.defined:
        shorts.add(d.short)
        at += range(i, j)
        names += ["def=short"] * (j - i)
        at += range(m, n)
        names += ["def=" + ("B" if k == m else "E" if k == n - 1 else "I") for k in range(m, n)]
    if not a.title_tokens:
        _sentence_features(a, at, names)
    _title_features(a, shorts, at, names)
    _proposal_features(a, at, names)
    at += a.repeats[0]
    names += a.repeats[1]
    return at, names


@lru_cache(maxsize=1 << 12)
def _known_word(place: str, label: str, form: str) -> tuple[str, str, str]:
    return f"L={place}{label}", f"l={label}", f"l&s={label}&{form}"


def headline_end(a: Analysis) -> int:
    """Return how many tokens stand before the colon or dash of the title; 0 where it has none."""
    for k in range(1, min(a.title_tokens, 8)):
        if a.words.texts[a.rows[k]] in (":", "–", "—"):
            return k
    return 0


def _title_features(a: Analysis, shorts: set[str], at: list[int], names: list[str]) -> None:
    words = a.words
    head = headline_end(a)
    title = {row for row in a.rows[: a.title_tokens] if words.texts[row][0].isupper()}
    headline = set(a.rows[:head])
    for k in range(a.title_tokens):
        at.append(k)
        names.append(f"headline={words.classes[a.rows[k]]}" if k < head else "title")
    for k, row in enumerate(a.rows[a.title_tokens :], a.title_tokens):
        if row in title:
            at.append(k)
            names.append(f"{'inhead' if row in headline else 'intitle'}={words.classes[row]}")
    if shorts:
        forms = shorts | {f"{short}s" for short in shorts}
        again = [k for k, row in enumerate(a.rows) if words.texts[row] in forms]
        at += again
        names += ["def=again"] * len(again)


def _sentence_features(a: Analysis, at: list[int], names: list[str]) -> None:
    """Say again of each token of a text without a title which word it is and which it stands between.

    Single sentences are worded and annotated otherwise than abstracts: with features of their own (Daumé III 2007) one
    model can learn both.
    """
    lower = ["#" if a.words.flags[row] & LINE_BREAK else a.words.texts[row].lower() for row in a.rows]
    for k, (before, word, after) in enumerate(zip(["#", *lower], lower, [*lower[1:], "#"], strict=False)):
        if word == "#":
            continue
        at += (k, k, k, k, k)
        names += ("untitled", f"u&w={word}", f"u&b={before}", f"u&a={after}", f"u&k={a.words.clusters[a.rows[k]]}")


def _proposal_features(a: Analysis, at: list[int], names: list[str]) -> None:
    """Mark what stands within ten tokens behind "propose", "introduce", "called" in the same sentence."""
    for k in a.cues.proposing:
        verb = a.words.texts[a.rows[k]].lower()[:5]
        behind = range(k + 1, min(k + 11, a.sentence_of(k)[1]))
        at += behind
        names += ([f"prop={verb}near"] * 4 + [f"prop={verb}far"] * 6)[: len(behind)]


def padded_rows(analyses: Sequence[Analysis]) -> tuple[npt.NDArray[np.int32], list[int]]:
    """Return the rows of a batch in one array with boundaries between, and where each text begins in it."""
    begins = []
    total = REACH
    for a in analyses:
        begins.append(total)
        total += len(a.rows) + REACH
    out = np.zeros(total, np.int32)
    for begin, a in zip(begins, analyses, strict=True):
        out[begin : begin + len(a.rows)] = a.rows
        if a.rows and a.words.flags[a.rows[0]] & LINE_BREAK:  # where a title is wanting
            out[begin] = 0
    return out, begins

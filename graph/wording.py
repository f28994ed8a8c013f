"""Which words do texts say, sentence by sentence? Texts become arrays of word numbers, with what each sentence does.

Words are stemmed (Porter2), function words left out. What the numbers are worth is `graph/text_index.py`'s business.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from papergraph.extractors.functions import NUMBER, cue_weights, function_shares

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]

_WORD = re.compile(r"[^\W_]+|%")
_BREAK = re.compile(
    r"""[.!?](?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bal\.)(?<!\bvs\.)(?<!\bcf\.)(?<!\bFig\.)["')\]]*"""
    r"""(?:\s+(?=["'(\[]?[A-Z0-9])|(?=[A-Z][a-z]))|\n"""
)
BACKGROUND, METHOD, RESULT, DATA, TASK = range(5)
"""Columns of a sentence's functions: three shares, and whether it names a dataset or a task; each from 0 to 255."""


@dataclass(frozen=True)
class Wording:
    """The words of a run of papers: words by sentence, sentences by paper, the first sentence being the title.

    `words` are word numbers; sentence s has `words[sentences[s] : sentences[s + 1]]`; paper p has the sentences
    `papers[p]` to `papers[p + 1]`. `functions` has a row of five bytes a sentence, see `TASK`.
    """

    words: Ints
    sentences: Longs
    papers: Longs
    functions: Bytes

    def __len__(self) -> int:
        """How many papers these are."""
        return len(self.papers) - 1


@dataclass
class Vocabulary:
    """Word numbers by stem, in the order of first use, and how each was first written.

    A vocabulary that is `closed` gives no new numbers, but -1.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    closed: bool = False

    def number(self, word: str) -> int:
        """Return the number of a written word's stem, -1 where it is no content word (or is unknown)."""
        if len(word) < 2 or word in stop_words():
            return -1
        stem = stemmed(word)
        if self.closed:
            return self.numbers.get(stem, -1)
        number = self.numbers.setdefault(stem, len(self.numbers))
        if number == len(self.written):
            self.written.append(word)
        return number


@cache
def stop_words() -> frozenset[str]:
    """Return the words that tell nothing about a paper's subject."""
    text = (resources.files("papergraph.extractors") / "rules" / "stopwords.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@lru_cache(maxsize=100_000)
def stemmed(word: str) -> str:
    """Return the stem of a word in small letters (Porter 2001, "Snowball").

    >>> stemmed("parsing"), stemmed("parsers")
    ('pars', 'parser')
    """
    return _stemmer().stemWord(word)


@cache
def _stemmer() -> "snowballstemmer.Stemmer":
    return snowballstemmer.stemmer("english")


def sentence_spans(text: str, title_end: int) -> list[tuple[int, int]]:
    r"""Return where the sentences of `title + newline + abstract` begin and end; the title is the first one.

    >>> sentence_spans("A title\nOne, e.g. this. Two.", 7)
    [(0, 7), (8, 23), (24, 28)]
    """
    spans = [(0, title_end)]
    begin = title_end + 1
    for found in _BREAK.finditer(text, begin):
        end = found.start() + len(found.group().rstrip())
        if end > begin:
            spans.append((begin, end))
        begin = found.end()
    if text[begin:].strip():
        spans.append((begin, len(text)))
    return spans


def word_spans(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return where the words of a stretch of text begin and end.

    >>> word_spans("We parse text.", 3, 14)
    [(3, 8), (9, 13)]
    """
    return [found.span() for found in _WORD.finditer(text, begin, end)]


class _Raw(dict[str, int]):
    """Numbers of written words; a new word gets the next."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def read_wording(
    papers: Iterable[tuple[str, str]],
    vocabulary: Vocabulary,
    *,
    data: Sequence[Sequence[int]] | None = None,
    tasks: Sequence[Sequence[int]] | None = None,
) -> Wording:
    """Return the wording of papers, given as (title, abstract); new stems are added to an open vocabulary.

    `data` and `tasks` give for each paper the characters at which datasets and tasks are mentioned.
    """
    read = _Read()
    find, number_of = _WORD.findall, read.raw.__getitem__
    for p, (title, abstract) in enumerate(papers):
        text = f"{title}\n{abstract}"
        spans = sentence_spans(text, len(title))
        for begin, end in spans:
            before = len(read.numbers)
            read.numbers.extend(map(number_of, find(text[begin:end].lower())))
            read.lengths.append(len(read.numbers) - before)
        first = len(read.lengths) - len(spans)
        for column, places in ((DATA, data), (TASK, tasks)):
            if places is not None:
                read.named += [(first + _sentence_at(spans, at), column) for at in places[p]]
        read.counts.append(len(spans))
    return _packed(read, vocabulary)


def _sentence_at(spans: list[tuple[int, int]], at: int) -> int:
    return max((i for i, (begin, _) in enumerate(spans) if begin <= at), default=0)


@dataclass
class _Read:
    """What reading texts left: written words by number, words by sentence, sentences by paper, (sentence, column)."""

    raw: _Raw = field(default_factory=_Raw)
    numbers: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    named: list[tuple[int, int]] = field(default_factory=list)


def _packed(read: _Read, vocabulary: Vocabulary) -> Wording:
    raw, numbers, lengths, counts = read.raw, read.numbers, read.lengths, read.counts
    stems = np.array([vocabulary.number(w) for w in raw] or [-1], np.int32)
    weights = cue_weights()
    nothing = (0.0, 0.0, 0.0)
    cues = np.array([weights.get(NUMBER if w.isdigit() else w, nothing) for w in raw] or [nothing])
    written = np.array(numbers, np.int64)
    papers = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
    ends = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    words = stems[written] if len(written) else np.zeros(0, np.int32)
    kept = words >= 0
    place_of = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
    summed = np.concatenate([np.zeros((1, 3)), np.cumsum(cues[written], axis=0)]) if len(written) else np.zeros((1, 3))
    sizes = np.diff(papers)
    first = np.repeat(papers[:-1], sizes)
    number = np.arange(len(lengths)) - first
    last = np.repeat(sizes - 1, sizes)
    place = np.where(last > 1, (number - 1) / np.maximum(last - 1, 1), 0.5)
    shares = function_shares(summed[ends[1:]] - summed[ends[:-1]], np.clip(place, 0, 1))
    functions = np.zeros((len(lengths), 5), np.uint8)
    functions[:, :3] = np.round(shares * 255).astype(np.uint8)
    functions[number == 0, :3] = 0  # the title is weighted by itself
    for sentence, column in read.named:
        functions[sentence, column] = 255
    return Wording(words[kept].astype(np.int32), place_of[ends], papers, functions)


def joined(parts: Sequence[Wording]) -> Wording:
    """Return the wording of several runs of papers as one."""
    if len(parts) == 1:
        return parts[0]
    sentence_shift = np.cumsum([0] + [len(p.words) for p in parts])
    paper_shift = np.cumsum([0] + [len(p.sentences) - 1 for p in parts])
    return Wording(
        np.concatenate([p.words for p in parts]),
        np.concatenate([[0], *(p.sentences[1:] + s for p, s in zip(parts, sentence_shift, strict=False))]).astype(
            np.int64
        ),
        np.concatenate([[0], *(p.papers[1:] + s for p, s in zip(parts, paper_shift, strict=False))]).astype(np.int64),
        np.concatenate([p.functions for p in parts]),
    )

"""What is the wording of papers worth under a facet? Words and pairs of neighbouring words, weighted.

A feature is a word or a pair of words that follow each other in a sentence (function words left out). Its weight is
ln(1 + t) · idf, where t counts its places: one in the abstract, `TITLE` in the title, and more in the sentences that
the facet asks for. A pair counts `PAIR` of that, with the mean of its words' idf.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from papergraph.graph.wording import BACKGROUND, DATA, METHOD, RESULT, TASK, Ints, Longs, Wording

Floats = NDArray[np.float32]

TITLE = 2.0
PAIR = 0.5
FUNCTION = 2.0
"""How much a sentence's function adds to its words under a facet that asks for this function."""
_SHIFT = 22
"""A word number fits into this many bits: a pair of words and the number of a paper then fit into 63."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A way of being alike: which sentences count more, which kinds of entities, and how much these weigh."""

    function: int | None
    kinds: tuple[str, ...]
    entities: float


ENTITIES = 0.15
"""How much the entities weigh beside the text, which weighs one."""

FACETS: dict[str, Facet] = {
    "all": Facet(None, ("method", "dataset", "repository", "task", "metric"), ENTITIES),
    "method": Facet(METHOD, ("method",), ENTITIES),
    "dataset": Facet(DATA, ("dataset",), 4 * ENTITIES),
    "task": Facet(TASK, ("task",), 4 * ENTITIES),
    "background": Facet(BACKGROUND, ("task", "method", "dataset"), ENTITIES),
    "result": Facet(RESULT, ("method", "dataset", "repository", "task", "metric"), ENTITIES),
}
"""What a paper does, what it uses as data, what problem it solves; the last two ask for sentences of that function."""


@dataclass(frozen=True, slots=True)
class Features:
    """Weighted features of papers: row `paper` (from 0), feature `code`, `value`; sorted by paper, then code.

    A word's code is its number; a pair's code is `(first + 1) << 22 | second`.
    """

    paper: Longs
    code: Longs
    value: Floats
    papers: int

    def norms(self) -> Floats:
        """Return the length of each paper's vector; 1 where it has no word."""
        squares = np.bincount(self.paper, weights=self.value.astype(np.float64) ** 2, minlength=self.papers)
        norms: Floats = np.where(squares > 0, np.sqrt(squares), 1).astype(np.float32)
        return norms

    def unit(self) -> "Features":
        """Return the features with every paper's vector of length one."""
        return Features(self.paper, self.code, self.value / self.norms()[self.paper], self.papers)

    def of(self, paper: int) -> tuple[Longs, Floats]:
        """Return the codes and values of one paper."""
        low, high = np.searchsorted(self.paper, [paper, paper + 1])
        return self.code[low:high], self.value[low:high]

    def only(self, papers: Longs) -> "Features":
        """Return the features of some papers, in the order given."""
        low = np.searchsorted(self.paper, papers)
        size = np.searchsorted(self.paper, papers, side="right") - low
        begin = np.cumsum(size) - size
        at = np.repeat(low - begin, size) + np.arange(size.sum())
        return Features(np.repeat(np.arange(len(papers)), size), self.code[at], self.value[at], len(papers))

    def against(self, codes: Longs) -> sparse.csr_array:
        """Return the matrix of papers by these codes, which are sorted."""
        if not len(codes) or not len(self.code):
            return sparse.csr_array((self.papers, len(codes)), dtype=np.float32)
        at = np.searchsorted(codes, self.code)
        at[at == len(codes)] = 0
        hit = codes[at] == self.code
        indptr = np.concatenate([[0], np.cumsum(np.bincount(self.paper[hit], minlength=self.papers))])
        return sparse.csr_array((self.value[hit], at[hit], indptr), shape=(self.papers, len(codes)))


def is_pair(code: Longs) -> NDArray[np.bool_]:
    """Return which codes are of pairs."""
    return code >= 1 << _SHIFT


def words_of(code: int) -> tuple[int, ...]:
    """Return the word numbers of a feature: one, or two for a pair.

    >>> words_of(5), words_of((3 + 1) << 22 | 5)
    ((5,), (3, 5))
    """
    return (code,) if code < 1 << _SHIFT else ((code >> _SHIFT) - 1, code & ((1 << _SHIFT) - 1))


def chosen(wording: Wording, papers: Longs) -> Wording:
    """Return the wording of some papers, in the order asked for."""
    sentence_runs = _runs(wording.papers[papers], wording.papers[papers + 1])
    word_runs = _runs(wording.sentences[sentence_runs], wording.sentences[sentence_runs + 1])
    counts = wording.papers[papers + 1] - wording.papers[papers]
    lengths = wording.sentences[sentence_runs + 1] - wording.sentences[sentence_runs]
    return Wording(
        wording.words[word_runs],
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        wording.functions[sentence_runs],
    )


def _runs(begins: Longs, ends: Longs) -> Longs:
    sizes = ends - begins
    total = int(sizes.sum())
    within = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    runs: Longs = (np.repeat(begins, sizes) + within).astype(np.int64)
    return runs


@dataclass(frozen=True, slots=True)
class Counted:
    """Where features stand: each place's entry in (`paper`, `code`), and its sentence; the facet is not yet chosen."""

    paper: Longs
    code: Longs
    entry: Longs
    sentence: Longs
    wording: Wording

    def weighted(self, facet: str, idf: Floats) -> Features:
        """Return the features' weights under a facet."""
        function = FACETS[facet].function
        weight = np.ones(len(self.wording.functions), np.float64)
        weight[self.wording.papers[:-1]] = TITLE
        if function is not None:
            weight += FUNCTION * self.wording.functions[:, function] / 255
        times = np.bincount(self.entry, weights=weight[self.sentence], minlength=len(self.code))
        pair = is_pair(self.code)
        second = self.code & ((1 << _SHIFT) - 1)
        first = np.where(pair, (self.code >> _SHIFT) - 1, self.code)
        rare = (idf[first] + idf[second]) / 2
        value = np.log1p(times * np.where(pair, PAIR, 1.0)) * rare
        return Features(self.paper, self.code, value.astype(np.float32), len(self.wording))


def counted(wording: Wording, *, pairs: bool = True) -> Counted:
    """Return where the words (and pairs) of up to 2**18 papers stand."""
    sizes = np.diff(wording.sentences)
    sentence = np.repeat(np.arange(len(sizes)), sizes)
    paper_of_sentence = np.repeat(np.arange(len(wording)), np.diff(wording.papers))
    words = wording.words.astype(np.int64)
    follows = (sentence[1:] == sentence[:-1]) & pairs
    coupled = ((words[:-1] + 1) << _SHIFT | words[1:])[follows]
    codes = np.concatenate([words, coupled])
    places = np.concatenate([sentence, sentence[:-1][follows]])
    keys = paper_of_sentence[places] << (2 * _SHIFT + 1) | codes
    unique, entry = np.unique(keys, return_inverse=True)
    mask = (1 << (2 * _SHIFT + 1)) - 1
    return Counted(unique >> (2 * _SHIFT + 1), unique & mask, entry.astype(np.int64), places, wording)


def document_frequency(parts: Counted, size: int) -> Ints:
    """Return in how many of the papers each of `size` words stands."""
    single = parts.code[~is_pair(parts.code)]
    return np.bincount(single, minlength=size).astype(np.int32)

"""What does a text say again? Words, pairs and triples that it has twice, or in the title too, are more likely a term.

Found for a whole batch at once over arrays of word numbers: "frequency filtering", in the title and twice more, is a
name; "promising results" is not. The tagger is told of each word how often it, and the pair that it belongs to, is
said, and whether in the title; of a triple only its place in it.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

MOST = 4
"""What is said more often than this is told as if said so often."""
_COUNTED = [f"{n}{title}" for title in ("", "t") for n in range(2, MOST + 1)]
NAMES = [
    *(f"{place}={counted}" for place in ("said", "pair", "paired") for counted in _COUNTED),
    *(f"triple={place}" for place in "BIE"),
]
"""The features: a word said again, the first and the second of such a pair, the three words of such a triple."""
_SAID, _PAIR, _PAIRED, _TRIPLE = (k * len(_COUNTED) for k in range(4))
Numbers = npt.NDArray[np.int64]


def repeats(
    stems: Numbers, content: npt.NDArray[np.bool_], ends: Sequence[int], titles: Sequence[int]
) -> list[tuple[list[int], list[str]]]:
    """Return for each text the places of words that belong to something said again, and what is so (of `NAMES`).

    `stems` numbers the words of all texts so that forms of one word share a number, `content` says which are neither
    function words nor signs, `ends[i]` is where text i ends, with a word that is no content, and `titles[i]` how many
    of its first words are its title. Pairs are of content words; triples begin and end with one.

    >>> stems = np.array([5, 7, 0, 8, 5, 7, 9, 0, 5, 7, 0])
    >>> repeats(stems, stems > 0, [7, 10], [2, 0])[0][0]
    [0, 0, 1, 1, 4, 4, 5, 5]
    >>> repeats(stems, stems > 0, [7, 10], [2, 0])[0][1][:4]
    ['said=2t', 'pair=2t', 'said=2t', 'paired=2t']
    """
    begins = np.append(0, np.add(ends, 1))
    words = np.flatnonzero(content)
    texts = np.searchsorted(ends, words)
    in_title = words - begins[texts] < np.asarray(titles, np.int64)[texts]
    text_of = np.full(len(stems) + 2, -1)
    size = int(stems.max(initial=0)) + 1
    said = _counted(texts * size + stems[words], in_title)
    kept = said >= 0
    words, texts, in_title, said = words[kept], texts[kept], in_title[kept], said[kept]
    text_of[words] = texts  # of words said again alone: no other is part of a pair that is
    places, found = [words], [said + _SAID]
    second = text_of[words + 1] == texts
    first = words[second]
    keys = (texts[second] * size + stems[first]) * size + stems[first + 1]
    pairs = _counted(keys, in_title[second])
    first, pairs = first[pairs >= 0], pairs[pairs >= 0]
    places += (first, first + 1)
    found += (pairs + _PAIR, pairs + _PAIRED)
    third = text_of[words + 2] == texts
    first = words[third]
    beginnings = np.unique(stems[first] * size + stems[first + 1], return_inverse=True)[1]
    keys = (beginnings * size + stems[first + 2]) * len(ends) + texts[third]
    first = first[_counted(keys, in_title[third]) >= 0]
    for k in range(3):
        places.append(first + k)
        found.append(np.full(len(first), _TRIPLE + k))
    at, which = np.concatenate(places), np.concatenate(found)
    order = np.argsort(at, kind="stable")
    at, which = at[order], which[order]
    edges = np.searchsorted(at, begins).tolist()
    return [
        ((at[low:high] - begin).tolist(), [NAMES[n] for n in which[low:high].tolist()])
        for low, high, begin in zip(edges, edges[1:], begins.tolist(), strict=False)
    ]


def _counted(keys: Numbers, in_title: npt.NDArray[np.bool_]) -> Numbers:
    """Return for each key which of `_COUNTED` says how often it is there, and whether once in a title; -1 for once."""
    _, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
    titled = np.zeros(len(counts), np.int64)
    titled[which[in_title]] = MOST - 1
    return np.where(counts > 1, np.minimum(counts, MOST) - 2 + titled, -1)[which]

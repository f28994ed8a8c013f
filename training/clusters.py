"""Gather words that stand among the same words: `python training/clusters.py ABSTRACTS.jsonl... [--papers DEV.jsonl]`.

ABSTRACTS are lines with `title` and `abstract`; those whose title is in DEV.jsonl are left out. A word's vector is its
row of the matrix of positive pointwise mutual information with the words up to two places before and behind it, reduced
to 100 numbers (Levy and Goldberg 2014: what word2vec factorises); k-means then makes clusters of three sizes. They are
written to `extractors/weights/clusters.tsv`.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
from gold import abstracts_of
from scipy import sparse
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from papergraph.extractors.tokens import chunk_tokenizer

LEAST = 10
"""A word that is met less often has no cluster."""
WINDOW = 2
DIMENSIONS = 100
SIZES = (64, 256, 1000)
SMOOTHING = 0.75
"""The power of context counts, which keeps rare contexts from weighing too much (Levy, Goldberg and Dagan 2015)."""
WEIGHTS = Path(__file__).parent.parent / "extractors" / "weights"


def texts_of(files: list[Path], but: Path | None) -> Iterator[list[str]]:
    """Yield the words of each title and abstract, in lower case."""
    tokens = chunk_tokenizer().tokens
    for text in chain.from_iterable(abstracts_of(files, but)):
        yield [word.lower() for word in tokens(text).words if not word.isspace()]


def counted(texts: Iterator[list[str]]) -> tuple[list[str], sparse.csr_matrix]:
    """Return the frequent words, the most frequent first, and how often each stands near each."""
    numbers: dict[str, int] = {}
    runs = [np.array([numbers.setdefault(w, len(numbers)) for w in words], np.int32) for words in texts]
    gap = np.full(WINDOW, -1, np.int32)
    tokens = np.concatenate([part for run in runs for part in (run, gap)])
    frequency = np.bincount(tokens[tokens >= 0], minlength=len(numbers))
    names = list(numbers)
    order = sorted((n for n in range(len(names)) if frequency[n] >= LEAST), key=lambda n: (-frequency[n], names[n]))
    renumbered = np.full(len(names) + 1, -1, np.int32)
    renumbered[order] = np.arange(len(order))
    tokens = renumbered[tokens]
    n = len(order)
    counts = sparse.csr_matrix((n, n), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        for part in np.array_split(np.arange(len(tokens) - distance), 8):
            left, right = tokens[part], tokens[part + distance]
            both = (left >= 0) & (right >= 0)
            ones = np.ones(both.sum(), np.float32)
            counts += sparse.coo_matrix((ones, (left[both], right[both])), shape=(n, n)).tocsr()
    return [names[i] for i in order], (counts + counts.T).tocsr()


def vectors_of(counts: sparse.csr_matrix) -> npt.NDArray[np.float64]:
    """Return a vector a word, shape (words, DIMENSIONS), of length 1."""
    total = counts.sum()
    rows = np.asarray(counts.sum(axis=1)).ravel()
    context = rows**SMOOTHING
    context *= total / context.sum()
    pairs = counts.tocoo()
    information = np.log(pairs.data * total / (rows[pairs.row] * context[pairs.col]))
    kept = information > 0
    matrix = sparse.csr_matrix((information[kept], (pairs.row[kept], pairs.col[kept])), shape=counts.shape)
    svd = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=0)
    reduced = svd.fit_transform(matrix) / np.sqrt(svd.singular_values_)
    return normalize(reduced)


def main() -> None:
    """Count, reduce, gather and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path, nargs="+")
    parser.add_argument("--papers", type=Path)
    args = parser.parse_args()
    words, counts = counted(texts_of(args.abstracts, args.papers))
    vectors = vectors_of(counts)
    labels = [MiniBatchKMeans(k, random_state=0, batch_size=4096, n_init=3).fit_predict(vectors) for k in SIZES]
    lines = [f"# word, its cluster of {SIZES}; by frequency"]
    rows = zip(words, *labels, strict=True)
    lines += ["\t".join((w, *map(str, own))) for w, *own in rows if w[0] != "#" and w.split() == [w]]
    (WEIGHTS / "clusters.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(words)} words")
    for size, label in zip(SIZES, labels, strict=True):
        for c, _ in Counter(label.tolist()).most_common(size // 2)[:: size // 8]:
            print(size, c, *[words[i] for i in np.flatnonzero(label == c)[:12]])


if __name__ == "__main__":
    main()

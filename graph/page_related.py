"""Which papers stand near a paper on the page, and why: shared entities, the rarer the weightier."""

import numpy as np
from scipy import sparse

from papergraph.graph.page_part import Links


def related_papers(links: Links, *, top: int = 6, reasons: int = 4) -> list[list[tuple[int, float, list[int]]]]:
    """Return for each paper its nearest ones: (paper's number, score, numbers of the shared entities, best first).

    The score is the sum of the shared entities' inverse document frequencies, ln(papers / papers that name it). Of ten
    papers, an entity that two of them name weighs ln 5 = 1.61 for this pair. Generic entities do not count.
    """
    n = links.papers
    if not n:
        return []
    joins = (links.source < n) & (links.target >= n) & ~links.generic[links.target]
    pairs = np.unique(np.c_[links.source[joins], links.target[joins] - n], axis=0)
    named = sparse.csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, links.size - n))
    frequency = np.asarray(named.sum(axis=0)).ravel()
    idf = np.log(n / np.maximum(frequency, 1))
    weighted = (named * idf).tocsr()
    found: list[list[tuple[int, float, list[int]]]] = []
    step = 512
    for low in range(0, n, step):
        scores = (weighted[low : low + step] @ named.T).tocsr()
        for row in range(scores.shape[0]):
            others = scores.indices[scores.indptr[row] : scores.indptr[row + 1]]
            score = np.round(scores.data[scores.indptr[row] : scores.indptr[row + 1]], 2)
            keep = (others != low + row) & (score > 0)
            others, score = others[keep], score[keep]
            best = np.lexsort((others, -score))[:top]
            own = named.indices[named.indptr[low + row] : named.indptr[low + row + 1]]
            near = []
            for b in best:
                theirs = named.indices[named.indptr[others[b]] : named.indptr[others[b] + 1]]
                shared = np.intersect1d(own, theirs)
                shared = shared[np.lexsort((shared, -idf[shared]))][:reasons]
                near.append((int(others[b]), float(score[b]), [int(e) + n for e in shared]))
            found.append(near)
    return found

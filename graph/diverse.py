"""A varied choice from a ranking: maximal marginal relevance (Carbonell and Goldstein 1998)."""

import numpy as np

from papergraph.graph.related_ranking import Ranking


def diversified(ranking: Ranking, top: int, share: float) -> list[int]:
    """Return places in the ranking, chosen one by one: near to the question, but unlike what was chosen before.

    Each choice is the highest (1 - share) · score / best score - share · likeness to the most alike chosen paper, the
    likeness being 1 for a paper with itself. Only the papers close to the question are chosen from; the rest follows.
    """
    if not len(ranking.close) or not len(ranking):
        return list(range(min(top, len(ranking)) if top else len(ranking)))
    place = {int(row): i for i, row in enumerate(ranking.close)}
    pool = [at for at, row in enumerate(ranking.rows.tolist()) if row in place]
    near = [place[int(ranking.rows[at])] for at in pool]
    size = np.sqrt(np.maximum(np.diag(ranking.likeness), 1e-9))
    alike = (ranking.likeness / size[:, None] / size[None, :])[np.ix_(near, near)]
    scores = ranking.scores[pool].astype(np.float64)
    scores = scores / max(float(scores.max()), 1e-9)
    wanted = min(top or len(pool), len(pool))
    taken = np.full(len(pool), False)
    nearest = np.zeros(len(pool))
    chosen: list[int] = []
    for _ in range(wanted):
        value = np.where(taken, -np.inf, np.round((1 - share) * scores - share * nearest, 6))
        best = int(np.argmax(value))
        taken[best] = True
        chosen.append(pool[best])
        nearest = np.maximum(nearest, alike[best])
    rest = [at for at in range(len(ranking)) if at not in set(chosen)] if not top or top > wanted else []
    return (chosen + rest)[: top or None]

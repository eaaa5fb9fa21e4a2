"""Ranks documents by their best passage and scores the ranking: nDCG@10 with bootstrap intervals."""

import numpy as np

HEAD_WEIGHT = 0.5  # of the title beside the passage, as retrieval/build.go adds it
DEPTH = 10
RESAMPLES = 10000


def unit(matrix):
    """Rows cut to unit length; a zero row stays zero."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(length > 0, length, 1)


def rank(queries, passages, owners, depth=100):
    """For each query the best documents as (document, score), best first.

    owners names the document of each passage; a document scores as its best passage.
    """
    names = sorted(set(owners))
    number = {name: i for i, name in enumerate(names)}
    owner = np.array([number[o] for o in owners])
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(len(names)))
    sorted_passages = np.ascontiguousarray(passages[order])
    out = []
    for i in range(0, len(queries), 64):
        scores = np.maximum.reduceat(queries[i : i + 64] @ sorted_passages.T, starts, axis=1)
        for row in scores:
            top = np.argsort(-row, kind="stable")[:depth]
            out.append([(names[j], float(row[j])) for j in top])
    return out


def ndcg(ranking, grades, depth=DEPTH):
    """nDCG at depth of one ranking; grades maps document to gain."""
    gains = [grades.get(d, 0) for d, _ in ranking[:depth]]
    discount = 1 / np.log2(np.arange(2, depth + 2))
    ideal = sorted(grades.values(), reverse=True)[:depth]
    best = float(np.dot(ideal, discount[: len(ideal)]))
    return float(np.dot(gains, discount[: len(gains)])) / best if best else 0.0


def interval(scores, seed=1):
    """The 95 % bootstrap interval of the mean."""
    scores = np.asarray(scores)
    pick = np.random.default_rng(seed).integers(0, len(scores), (RESAMPLES, len(scores)))
    return tuple(np.percentile(scores[pick].mean(1), [2.5, 97.5]))


def paired(a, b, seed=1):
    """Mean of b minus a over the same queries, with its 95 % bootstrap interval."""
    difference = np.asarray(b) - np.asarray(a)
    return difference.mean(), interval(difference, seed)

"""Fits a table of token vectors to a teacher: by least squares, then by ranking."""

import numpy as np
import scipy.sparse as sp

from evaluate import unit

BATCH = 512
REGRESSION = 2.0  # weight of the teacher's vectors beside the ranking loss


def counts(tokenizer, texts, size):
    """How often each row occurs in each text, as a sparse matrix."""
    ids = [tokenizer.encode(t) for t in texts]
    ends = np.cumsum([0] + [len(i) for i in ids])
    flat = np.fromiter((x for i in ids for x in i), np.int32, ends[-1])
    m = sp.csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(texts), size))
    m.sum_duplicates()
    return m


def mean_pool(m):
    """Rows that add up to one."""
    return sp.diags(1 / np.maximum(np.asarray(m.sum(1)).ravel(), 1)) @ m


def least_squares(pooled, targets, start, ridge, steps=40):
    """Returns E near start that minimises |pooled E - targets|² + ridge |E - start|².

    Conjugate gradients with a diagonal preconditioner, all columns at once.
    """
    pooled = pooled.tocsr().astype(np.float32)
    back = pooled.T.tocsr()
    weight = (1 / (np.asarray(pooled.multiply(pooled).sum(0)).ravel() + ridge)).astype(np.float32)[:, None]
    x = np.zeros_like(start)
    r = back @ (targets - pooled @ start)
    z = weight * r
    p, rz = z.copy(), (r * z).sum(0)
    for _ in range(steps):
        ap = back @ (pooled @ p) + ridge * p
        alpha = rz / np.maximum((p * ap).sum(0), 1e-20)
        x += alpha * p
        r -= alpha * ap
        z = weight * r
        new = (r * z).sum(0)
        p = z + new / np.maximum(rz, 1e-20) * p
        rz = new
    return start + x


class Adam:
    """Adam that touches only the rows of the batch."""

    def __init__(self, shape, rate):
        self.m, self.v = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        self.t, self.rate = np.zeros(shape[0], np.int32), rate

    def step(self, table, rows, gradient, factor):
        self.t[rows] += 1
        t = self.t[rows][:, None]
        m = self.m[rows] = 0.9 * self.m[rows] + 0.1 * gradient
        v = self.v[rows] = 0.99 * self.v[rows] + 0.01 * gradient**2
        m, v = m / (1 - 0.9**t), v / (1 - 0.99**t)
        table[rows] -= factor * self.rate * m / (np.sqrt(v) + 1e-8)


class Bag:
    """Unit vectors of the rows of m, and the way back to the table."""

    def __init__(self, m, table):
        self.rows, inverse = np.unique(m.indices, return_inverse=True)
        self.m = sp.csr_matrix((m.data, inverse, m.indptr), shape=(m.shape[0], len(self.rows)))
        self.sum = self.m @ table[self.rows]
        self.length = np.maximum(np.linalg.norm(self.sum, axis=1, keepdims=True), 1e-6)
        self.out = self.sum / self.length

    def back(self, gradient):
        return self.rows, self.m.T.tocsr() @ through_unit(gradient, self.out, self.length)


def through_unit(gradient, out, length):
    """The gradient before the cut to unit length."""
    return (gradient - out * (gradient * out).sum(1, keepdims=True)) / length


class Ranker:
    """Trains documents and queries so that a question ranks its passage first, as the teacher would."""

    def __init__(self, documents, queries, rate, frozen=False, temperature=0.05, head=0.5):
        self.tables = [documents, queries] if queries is not documents else [documents]
        self.optimisers = [Adam(t.shape, rate) for t in self.tables]
        self.frozen = documents if frozen else None
        self.temperature, self.head = temperature, head

    def step(self, q, heads, bodies, wanted, factor):
        """One batch. q, heads and bodies are count matrices; wanted is what each row's
        softmax over the batch should be. heads may be empty rows."""
        documents, queries = self.tables[0], self.tables[-1]
        bq, bh, bb = Bag(q, queries), Bag(heads, documents), Bag(bodies, documents)
        mixed = bb.out + self.head * bh.out
        length = np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-6)
        d = mixed / length
        logits = bq.out @ d.T / self.temperature
        logits -= logits.max(1, keepdims=True)
        p = np.exp(logits)
        p /= p.sum(1, keepdims=True)
        loss = -(wanted * np.log(p + 1e-9)).sum(1).mean()
        g = (p - wanted) / (len(p) * self.temperature)
        gd = through_unit(g.T @ bq.out, d, length)
        gq = bq.back(g @ d)
        updates = {id(documents): [bb.back(gd), bh.back(self.head * gd)]}
        updates.setdefault(id(queries), []).append(gq)
        self._apply(updates, factor)
        return float(loss)

    def regress(self, m, targets, weight, factor):
        """Pulls documents (and, if apart, queries) towards targets by cosine."""
        updates, loss = {}, 0.0
        for table in self.tables:
            bag = Bag(m, table)
            loss += float((1 - (bag.out * targets).sum(1)).mean())
            updates[id(table)] = [bag.back(-weight * targets / len(targets))]
        self._apply(updates, factor)
        return loss / len(self.tables)

    def _apply(self, updates, factor):
        for table, optimiser in zip(self.tables, self.optimisers):
            parts = updates.get(id(table), [])
            if not parts or table is self.frozen:
                continue
            rows = np.unique(np.concatenate([r for r, _ in parts]))
            total = np.zeros((len(rows), table.shape[1]), np.float32)
            for r, g in parts:
                total[np.searchsorted(rows, r)] += g
            optimiser.step(table, rows, total, factor)


class PairSet:
    """Count matrices of (query, title, passage) triples, and how often to go through them."""

    def __init__(self, tokenizer, pairs, size, rounds):
        self.queries, self.heads, self.bodies = (counts(tokenizer, [p[i] for p in pairs], size) for i in range(3))
        numbers = {}
        self.passage = np.array([numbers.setdefault(p[2], len(numbers)) for p in pairs])
        self.rounds = rounds


def rank(ranker, sets, counts_of, targets, seed):
    """Goes through the pair sets in shuffled batches; each batch is followed by one of regression."""
    rng = np.random.default_rng(seed)
    batches = []
    for s in sets:
        for _ in range(s.rounds):
            order = rng.permutation(len(s.passage))
            batches += [(s, order[i : i + BATCH]) for i in range(0, len(order) - BATCH // 2, BATCH)]
    rng.shuffle(batches)
    for i, (s, pick) in enumerate(batches):
        factor = min(1, i / 20) * (1 - i / len(batches))
        same = (s.passage[pick][:, None] == s.passage[pick][None, :]).astype(np.float32)
        ranker.step(s.queries[pick], s.heads[pick], s.bodies[pick], same / same.sum(1, keepdims=True), factor)
        again = rng.integers(0, len(targets), BATCH)
        ranker.regress(counts_of[again], targets[again], REGRESSION, factor)

"""Writes retrieval/static/asked.bin: rows for questions that are compared with expected ones.

Every expected question asks for its sentence, by the vector of the table and by
that of the teacher, and for the other questions that the sentence answers;
all other sentences are wrong answers (cross entropy with a temperature, Adam).
A row is pulled back to where it came from, so that words that few questions
hold stay near what the table knows of them. Only rows of words in the questions
change, and only for questions: documents are embedded as before.
"""

import argparse
import hashlib
import json
import struct

import numpy as np

import table
from tokenize_terms import TermTokenizer
from evaluate import unit

SEED, ROUNDS, BATCH = 1, 12, 512
SHARPNESS = 20.0  # of the softmax
RATE, PULL = 0.002, 0.0003
SAME = 0.8  # cosine from which two sentences say the same: no wrong answer


class Questions:
    """The questions as runs of rows of the words they hold."""

    def __init__(self, tokens):
        self.known, flat = np.unique(np.concatenate(tokens), return_inverse=True)
        self.flat, self.size = flat, np.array([len(t) for t in tokens])
        self.at = np.concatenate([[0], np.cumsum(self.size)])

    def words(self, some):
        """Word numbers of some questions in a row, and where each begins."""
        size = self.size[some]
        begin = np.concatenate([[0], np.cumsum(size)[:-1]])
        return self.flat[np.repeat(self.at[some] - begin, size) + np.arange(size.sum())], begin

    def sums(self, rows, some):
        words, begin = self.words(some)
        return np.add.reduceat(rows[words], begin, axis=0)


def pull(q, targets, right, wrong_too):
    """Gradient of the cross entropy of q asking for targets[right]."""
    z = SHARPNESS * q @ targets.T
    z[~wrong_too] = -np.inf
    z -= z.max(1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(1, keepdims=True)
    p[np.arange(len(q)), right] -= 1
    return SHARPNESS * p @ targets


def fit(questions, first, own, sentences, learn):
    """The fitted rows; first are those to start from."""
    rng = np.random.default_rng(SEED)
    rows, mean, square, step = first.copy(), np.zeros_like(first), np.zeros_like(first), 0
    apart = sentences[0] @ sentences[0].T < SAME
    siblings = [[] for _ in sentences[0]]
    for i in learn:
        siblings[own[i]].append(i)
    learn = learn.copy()
    for _ in range(ROUNDS):
        vectors = unit(questions.sums(rows, np.arange(len(own))))
        rng.shuffle(learn)
        for from_ in range(0, len(learn), BATCH):
            batch = learn[from_ : from_ + BATCH]
            q = questions.sums(rows, batch)
            length = np.linalg.norm(q, axis=1, keepdims=True) + 1e-9
            q /= length
            right = own[batch]
            wrong_too = apart[right]
            wrong_too[np.arange(len(batch)), right] = True
            g = sum(pull(q, s, right, wrong_too) for s in sentences)
            g += pull(q, *other_questions(rng, vectors, siblings, batch, right, wrong_too))
            g = (g - (g * q).sum(1, keepdims=True) * q) / length
            grad = PULL * (rows - first)
            words, _ = questions.words(batch)
            np.add.at(grad, words, np.repeat(g / len(batch), questions.size[batch], axis=0))
            step += 1
            mean, square = 0.9 * mean + 0.1 * grad, 0.999 * square + 0.001 * grad * grad
            rows -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return rows


def other_questions(rng, vectors, siblings, batch, right, wrong_too):
    """One question of each sentence, never the one that asks."""
    chosen = np.array([s[rng.integers(len(s))] if s else -1 for s in siblings])
    for i, s in zip(batch, right):
        rest = [k for k in siblings[s] if k != i]
        chosen[s] = rest[rng.integers(len(rest))] if rest else i
    wrong_too = wrong_too & (chosen >= 0)
    return vectors[chosen], right, wrong_too


def measure(name, questions, rows, own, sentences, held):
    """How often a question that was held back finds its sentence."""
    vectors = unit(questions.sums(rows, np.arange(len(own))))
    by_question = np.full((len(sentences[0]), held.sum()), -1.0)
    np.maximum.at(by_question, own[~held], vectors[~held] @ vectors[held].T)
    score = 0.7 * by_question.T + sum(vectors[held] @ s.T for s in sentences)
    place = (score > score[np.arange(held.sum()), own[held]][:, None]).sum(1)
    print(f"{name}: sentence first {np.mean(place < 1):.3f}, among six {np.mean(place < 6):.3f}", flush=True)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--pairs", required=True, help="what go test ./retrieval -run TestAskedRows -args -asked-to wrote")
    a.add_argument("--table", required=True)
    a.add_argument("--tokenizer", required=True)
    a.add_argument("--out", required=True)
    o = a.parse_args()
    _, pieces, terms, documents, queries = table.read(o.table)
    tokenizer = TermTokenizer(o.tokenizer, pieces, terms)
    rows = [json.loads(line) for line in open(o.pairs)]
    texts = {r["sentence"]: r for r in rows}
    number = {s: i for i, s in enumerate(texts)}
    own = np.array([number[r["sentence"]] for r in rows])
    sentences = [unit(np.array([r[k] for r in texts.values()], dtype=np.float64)) for k in ("vector", "taught")]
    questions = Questions([np.array(tokenizer.encode(r["question"])) for r in rows])
    first = queries[questions.known].astype(np.float64)
    held = np.array([r["held"] for r in rows])
    measure("table", questions, first, own, sentences, held)
    fitted = fit(questions, first, own, sentences, np.where(~held)[0])
    measure("asked rows", questions, fitted, own, sentences, held)
    numbers, scale = table.quantise(fitted)
    body = struct.pack("<8s2I", b"LIMBRASK", fitted.shape[1], len(fitted))
    body += questions.known.astype("<u4").tobytes() + scale.astype("<f4").tobytes() + numbers.tobytes()
    with open(o.out, "wb") as f:
        f.write(body + hashlib.sha256(body).digest())
    print(f"{len(rows)} questions, {len(texts)} sentences, {len(fitted)} rows")


main()

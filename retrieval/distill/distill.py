"""Makes the table of retrieval/static.go from a teacher, step by step, and scores every step.

    python distill.py --data DIR --wordnet DIR --articles DIR --teacher DIR --fast DIR --work DIR --out table.bin
"""

import argparse
import json
import os

import numpy as np

import data
import table
import texts
import train
import vocabulary
from cache import Cache
from score import Scorer, report
from teacher import Teacher
from tokenize_terms import TermTokenizer

DIM = 256
SEED = 7
WORDS, RUNS = 8000, 0  # whole words and word runs beside the word pieces
SIF = 1e-3  # a token of relative frequency f starts with weight SIF / (SIF + f)
RIDGE, SOLVER_STEPS = 0.1, 20


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, help="medquad_full.jsonl and the three retrieval sets")
    p.add_argument("--wordnet", required=True, help="folder of WordNet's data.* files")
    p.add_argument("--articles", required=True, help="folder of the built-in articles")
    p.add_argument("--teacher", required=True, help="folder of the teacher: *.onnx and *tokenizer.json")
    p.add_argument("--fast", required=True, help="folder of the same teacher in int8, used for the bulk of the texts")
    p.add_argument("--work", required=True, help="folder for the teacher's answers; a second run reuses them")
    p.add_argument("--out", required=True, help="table file to write")
    p.add_argument("--name", default="limber-static-2")
    p.add_argument("--threads", type=int, default=1)
    return p.parse_args()


def piece_rows(teacher, work):
    """(pieces, [CLS] vectors, mean vectors) of every word piece on its own."""
    path = os.path.join(work, "pieces.npz")
    vocab = teacher.tokenizer.get_vocab()
    pieces = [w for w in sorted(vocab, key=vocab.get) if not (len(w) > 2 and w[0] == "[" and w[-1] == "]")]
    if not os.path.exists(path):
        cls, sep, parts = vocab["[CLS]"], vocab["[SEP]"], []
        for i in range(0, len(pieces), 512):
            hidden, _ = teacher._run([[cls, vocab[w], sep] for w in pieces[i : i + 512]])
            parts.append((hidden[:, 0], hidden.mean(1)))
        np.savez(path, first=np.concatenate([p[0] for p in parts]), mean=np.concatenate([p[1] for p in parts]))
    stored = np.load(path)
    return pieces, stored["first"], stored["mean"]


def principal(matrix):
    """The mean of the rows and their DIM main directions."""
    middle = matrix.mean(0)
    _, vectors = np.linalg.eigh(np.cov((matrix - middle).T))
    return middle, vectors[:, ::-1][:, :DIM]


def plain(mean_rows):
    """Step 1: each piece's own vector, its main directions, Zipf weights by rank."""
    middle, axes = principal(mean_rows)
    p = 1 / (np.arange(len(mean_rows)) + 2)
    p /= p.sum()
    return ((mean_rows - middle) @ axes * (1e-4 / (1e-4 + p))[:, None]).astype(np.float32)


class Fit:
    """Step 2: rows whose mean comes closest to the teacher's vector of whole texts."""

    def __init__(self, tokenizer, rows, sentences, vectors):
        unit = train.unit
        vectors, rows = unit(vectors), unit(rows)
        middle, axes = principal(vectors)
        self.targets = unit((vectors - middle) @ axes).astype(np.float32)
        self.counts = train.counts(tokenizer, sentences, len(rows))
        seen = np.asarray(self.counts.sum(0)).ravel()
        start = (rows - rows.mean(0)) @ axes * (SIF / (SIF + seen / seen.sum()))[:, None]
        pooled = train.mean_pool(self.counts).tocsr()
        start /= np.linalg.norm(pooled @ start, axis=1).mean()
        self.rows = train.least_squares(pooled, self.targets, start.astype(np.float32), RIDGE, SOLVER_STEPS)


def rank(fit, tokenizer, training):
    """Step 4: trains documents and queries on pairs; returns (documents, queries)."""
    n = len(fit.rows)
    sets = [PairSet(tokenizer, pairs, n) for pairs in (training.pairs, training.cloze, training.gloss_pairs)]
    return train.rank(fit.rows, sets, fit, SEED)


class PairSet:
    """Count matrices of (query, title, passage) triples."""

    def __init__(self, tokenizer, pairs, size):
        self.queries, self.heads, self.bodies = (
            train.counts(tokenizer, [p[i] for p in pairs], size) for i in range(3)
        )
        numbers = {}
        self.passage = np.array([numbers.setdefault(p[2], len(numbers)) for p in pairs])


def main():
    o = options()
    os.makedirs(o.work, exist_ok=True)
    teacher, fast = Teacher(o.teacher, o.threads), Teacher(o.fast, o.threads)
    print(json.dumps({"teacher": teacher.identity(), "fast": fast.identity()}, indent=1))
    rows, sets = data.load(o.data)
    training = texts.Training(rows, o.wordnet, o.articles, SEED)
    pieces, first, mean = piece_rows(teacher, o.work)
    bare = TermTokenizer(teacher.tokenizer_path, pieces, [])
    words, runs = vocabulary.mine(bare, training.prose, training.names + training.lemmas, WORDS, RUNS)
    terms = words + runs
    said = Cache(os.path.join(o.work, "texts"), fast)
    said.fill(terms + training.regress, "texts")

    scorer = Scorer(bare, len(pieces), sets)
    before = report("1 plain", scorer.scores(plain(mean)), None)
    vectors = said.get(training.regress, "first")
    fit = Fit(bare, first, training.regress, vectors)
    before = report("2 fitted", scorer.scores(fit.rows), before)
    tokenizer = TermTokenizer(teacher.tokenizer_path, pieces, terms)
    scorer = Scorer(tokenizer, len(pieces) + len(terms), sets)
    fit = Fit(tokenizer, np.concatenate([first, said.get(terms, "first")]), training.regress, vectors)
    before = report("3 words", scorer.scores(fit.rows), before)
    documents, queries = rank(fit, tokenizer, training)
    report("4 ranked", scorer.scores(documents, queries), before)
    print(table.write(o.out, o.name, pieces, terms, documents, queries))


if __name__ == "__main__":
    main()

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
WORDS, RUNS = 8000, 1500  # whole words and word runs beside the word pieces
SIF = 1e-3  # a token of relative frequency f starts with weight SIF / (SIF + f)
RIDGE, SOLVER_STEPS = 0.1, 20
ROUNDS = (4, 4, 2, 6)  # through questions, cloze, glosses and articles
RATE = 0.003
QUERY_ROWS = 0  # tokens with a second row for queries, 256 bytes each; no gain was measured


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
        rows = train.unit(rows)
        middle, axes = principal(train.unit(vectors))
        self.middle, self.axes = middle, axes
        self.targets = self.project(vectors)
        self.counts = train.counts(tokenizer, sentences, len(rows))
        seen = np.asarray(self.counts.sum(0)).ravel()
        start = (rows - rows.mean(0)) @ axes * (SIF / (SIF + seen / seen.sum()))[:, None]
        pooled = train.mean_pool(self.counts).tocsr()
        start /= np.linalg.norm(pooled @ start, axis=1).mean()
        self.rows = train.least_squares(pooled, self.targets, start.astype(np.float32), RIDGE, SOLVER_STEPS)

    def project(self, vectors):
        """The teacher's vectors in the table's directions, unit length."""
        return train.unit((train.unit(vectors) - self.middle) @ self.axes).astype(np.float32)


def pair_sets(tokenizer, size, training):
    """The pairs of the ranking steps."""
    every = (training.pairs, training.cloze, training.gloss_pairs, training.article_pairs)
    return [train.PairSet(tokenizer, pairs, size, rounds) for pairs, rounds in zip(every, ROUNDS)]


def own_rows(documents, sets, fit):
    """Trains rows for queries beside fixed documents; keeps the QUERY_ROWS where it matters most."""
    queries = documents.copy()
    for s in sets:
        s.rounds = max(1, s.rounds // 2)
    train.rank(train.Ranker(documents, queries, RATE, frozen=True), sets, fit.counts, fit.targets, SEED)
    asked = sum(np.asarray(s.queries.sum(0)).ravel() * s.rounds for s in sets)
    matter = asked * np.linalg.norm(queries - documents, axis=1)
    out, best = documents.copy(), np.argsort(-matter, kind="stable")[:QUERY_ROWS]
    out[best] = queries[best]
    return out


def main():
    o = options()
    os.makedirs(o.work, exist_ok=True)
    teacher, fast = Teacher(o.teacher, o.threads), Teacher(o.fast, o.threads)
    print(json.dumps({"teacher": teacher.identity(), "fast": fast.identity()}, indent=1))
    rows, sets = data.load(o.data)
    training = texts.Training(rows, o.wordnet, o.articles, SEED)
    pieces, first, mean = piece_rows(teacher, o.work)
    bare = TermTokenizer(teacher.tokenizer_path, pieces, [])
    sentences = vocabulary.counted(bare, training.prose)
    words = vocabulary.whole_words(bare, sentences, training.names + training.lemmas, WORDS)
    phrases = vocabulary.runs(bare, sentences, training.phrases)
    said = Cache(os.path.join(o.work, "texts"), fast)
    said.fill(words + list(phrases) + training.regress, "texts")
    vectors = said.get(training.regress, "first")

    def fitted(step, terms, before):
        tokenizer = TermTokenizer(teacher.tokenizer_path, pieces, terms)
        start = np.concatenate([first, said.get(terms, "first")]) if terms else first
        fit = Fit(tokenizer, start, training.regress, vectors)
        scorer = Scorer(tokenizer, len(fit.rows), sets)
        return fit, tokenizer, scorer, report(step, scorer.scores(fit.rows), before)

    before = report("1 plain", Scorer(bare, len(pieces), sets).scores(plain(mean)), None)
    fit, tokenizer, scorer, before = fitted("2 fitted", [], before)
    fit, tokenizer, scorer, before = fitted("3 words", words, before)
    composed = train.unit(train.counts(tokenizer, phrases, len(fit.rows)) @ fit.rows)
    runs = vocabulary.surprising(phrases, composed, fit.project(said.get(phrases, "first")), RUNS)
    fit, tokenizer, scorer, before = fitted("4 runs", words + runs, before)
    sets_of_pairs = pair_sets(tokenizer, len(fit.rows), training)
    documents = fit.rows.copy()
    train.rank(train.Ranker(documents, documents, RATE), sets_of_pairs, fit.counts, fit.targets, SEED)
    before = report("5 ranked", scorer.scores(documents), before)
    print(table.write(o.out, o.name, pieces, words + runs, documents))
    if QUERY_ROWS:
        queries = own_rows(documents, sets_of_pairs, fit)
        report("6 queries", scorer.scores(documents, queries), before)
        print(table.write(o.out + ".queries", o.name, pieces, words + runs, documents, queries))


if __name__ == "__main__":
    main()

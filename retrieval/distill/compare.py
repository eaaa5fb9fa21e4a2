"""Ranks the same passages with the table and with transformers, writes TREC runs and prints scores.

    python compare.py --set DIR --table table.bin --teacher bge=DIR --teacher minilm=DIR --work DIR --runs DIR

Without --passages the documents are cut here; with it the file that
`go test ./retrieval -run TestExport -args -passages-of DIR -passages-to FILE -runs-to DIR` wrote is used.
--run adds a TREC run made elsewhere, such as hybrid.trec and bm25f.trec of the same command.
"""

import argparse
import os

import numpy as np

import data
import evaluate
import table
import train
from cache import Cache
from evaluate import unit
from teacher import Teacher
from tokenize_terms import TermTokenizer

INSTRUCTION = {"bge": "Represent this sentence for searching relevant passages: "}
POOLING = {"bge": "first"}  # the others average their tokens


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--set", required=True, help="folder with queries.jsonl and qrels.tsv, and corpus.jsonl unless --passages is given")
    p.add_argument("--passages", help="passages to use instead of the corpus")
    p.add_argument("--medquad", help="folder of medquad_full.jsonl: leave out the diseases that were trained on")
    p.add_argument("--part", default="test", help="which part then: dev or test")
    p.add_argument("--table", action="append", default=[], help="table file; may be given more than once")
    p.add_argument("--teacher", action="append", default=[], help="NAME=FOLDER; may be given more than once")
    p.add_argument("--run", action="append", default=[], help="NAME=FILE, a TREC run to score beside them; may be given more than once")
    p.add_argument("--work", required=True, help="folder for what the transformers answered")
    p.add_argument("--runs", required=True, help="folder for the TREC runs, made if missing")
    p.add_argument("--head", type=float, default=evaluate.HEAD_WEIGHT, help="weight of the head beside the passage, static only")
    p.add_argument("--threads", type=int, default=1)
    return p.parse_args()


def read_passages(o):
    """(document, head, text) of every passage."""
    if o.passages:
        return [(p["article"], p["head"], p["text"]) for p in data.read_jsonl(o.passages)]
    documents = data.read_jsonl(os.path.join(o.set, "corpus.jsonl"))
    return [(d["_id"], d["title"], t) for d in documents for t in data.passages(d["text"]) or [d["title"]]]


def read_queries(o):
    queries = data.read_jsonl(os.path.join(o.set, "queries.jsonl"))
    if not o.medquad:
        return queries
    foci = data.Foci(data.read_jsonl(os.path.join(o.medquad, "medquad_full.jsonl")))
    return [q for q in queries if foci.part(q["focus"]) == o.part]


def static(path, tokenizer_path, passages, queries, head):
    """(query vectors, passage vectors) of a table."""
    _, pieces, terms, documents, asked = table.read(path)
    tokenizer, n = TermTokenizer(tokenizer_path, pieces, terms), len(documents)
    heads, bodies = (train.counts(tokenizer, [p[i] for p in passages], n) for i in (1, 2))
    vectors = unit(unit(bodies @ documents) + head * unit(heads @ documents))
    return unit(train.counts(tokenizer, [q["text"] for q in queries], n) @ asked), vectors


def transformer(name, teacher, passages, queries, work):
    """(query vectors, passage vectors) of an encoder, which reads the head before the passage."""
    cache, pooling = Cache(os.path.join(work, name), teacher), POOLING.get(name, "mean")
    asked = [INSTRUCTION.get(name, "") + q["text"] for q in queries]
    read = [f"{head}. {text}" for _, head, text in passages]
    cache.fill(asked + read, name)
    return unit(cache.get(asked, pooling)), unit(cache.get(read, pooling))


def read_run(path):
    """Query to its documents, best first."""
    out = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            query, _, document, _, score, _ = line.split()
            out.setdefault(query, []).append((document, float(score)))
    return {q: sorted(found, key=lambda d: -d[1]) for q, found in out.items()}


def main():
    o = options()
    os.makedirs(o.runs, exist_ok=True)
    passages, queries, qrels = read_passages(o), read_queries(o), data.read_qrels(o.set)
    queries = [q for q in queries if q["_id"] in qrels]
    teachers = {n: Teacher(f, o.threads) for n, f in (t.split("=", 1) for t in o.teacher)}
    if not teachers:
        raise SystemExit("give at least one --teacher: its tokenizer is needed")
    systems = {n: transformer(n, t, passages, queries, o.work) for n, t in teachers.items()}
    tokenizer_path = next(iter(teachers.values())).tokenizer_path
    for path in o.table:
        name = os.path.splitext(os.path.basename(path))[0]
        systems[name] = static(path, tokenizer_path, passages, queries, o.head)
    scores, label = {}, os.path.basename(os.path.normpath(o.set))
    for name, (asked, vectors) in systems.items():
        ranked = evaluate.rank(asked, vectors, [p[0] for p in passages])
        scores[name] = np.array([evaluate.ndcg(r, qrels[q["_id"]]) for q, r in zip(queries, ranked)])
        with open(os.path.join(o.runs, f"{label}.{name}.trec"), "w", encoding="utf-8") as f:
            for q, r in zip(queries, ranked):
                f.writelines(f"{q['_id']} Q0 {d} {i + 1} {s:.6f} {name}\n" for i, (d, s) in enumerate(r))
    for name, path in (r.split("=", 1) for r in o.run):
        found = read_run(path)
        scores[name] = np.array([evaluate.ndcg(found.get(q["_id"], []), qrels[q["_id"]]) for q in queries])
    first = next(iter(scores))
    for name, values in scores.items():
        low, high = evaluate.interval(values)
        change, (a, b) = evaluate.paired(scores[first], values)
        print(f"{label:24} {name:12} n={len(values)} nDCG@10 {values.mean():.4f} [{low:.4f}, {high:.4f}]"
              f"  {values.mean() / scores[first].mean():.3f} of {first}, {change:+.4f} [{a:+.4f}, {b:+.4f}]", flush=True)


if __name__ == "__main__":
    main()

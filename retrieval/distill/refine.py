"""Goes on from a table: names of one illness or medicine come to lie together.

    python refine.py --table table.bin --data DIR --wordnet DIR --articles DIR --names names.txt --hpo hp.obo \
      --tokenizer bge-small-en-v1.5-tokenizer.json --out table.bin

Every name asks for the other names and for what explains it; the questions,
sentences and glosses of distill.py go on beside them, so that nothing is lost.
"""

import argparse
import os
import random
import re

import numpy as np

import data
import distill
import table
import texts
import train
from score import Scorer, report
from tokenize_terms import TermTokenizer

WORDS = 5000  # further whole words
NAME_ROUNDS, ROUNDS = 6, (4, 2, 1, 3)  # through names; through questions, cloze, glosses and articles
RATE = 0.002


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("table", "data", "wordnet", "articles", "names", "hpo", "tokenizer", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--name", default="limber-static-3")
    return p.parse_args()


def named(path):
    """The groups of names.txt."""
    with open(path, encoding="utf-8") as f:
        return [line.strip().split("|") for line in f if line.strip() and not line.startswith("#")]


def phenotypes(path):
    """(names, explanation) of each sign and symptom in the Human Phenotype Ontology."""
    with open(path, encoding="utf-8") as f:
        blocks = f.read().split("\n[")
    for block in blocks:
        if not block.startswith("Term]") or "\nis_obsolete: true" in block:
            continue
        names = re.findall(r'(?m)^name: (.*)$', block) + re.findall(r'(?m)^synonym: "(.*)" (?:EXACT|NARROW|RELATED)', block)
        meaning = re.search(r'(?m)^def: "(.*?[^\\])" \[', block)
        yield list(dict.fromkeys(n.lower() for n in names)), meaning.group(1) if meaning else ""


def medquad(rows):
    """Names of each disease that may be trained on."""
    for row in {r["focus"]: r for r in rows if r["part"] == "train"}.values():
        yield [row["focus"].lower()] + [s.lower() for s in row["synonyms"]]


def name_pairs(groups, rng):
    """(name, "", other name): each name asks for another one of its group."""
    out = []
    for names in groups:
        for name in names:
            others = [n for n in names if n != name]
            if others:
                out.append((name, "", rng.choice(others)))
    return out


def asked_by_synonym(rows, rng):
    """Questions that use another name than the title does."""
    for row in rows:
        cut = data.passages(row["answer"])[:2]
        if row["part"] == "train" and row["synonyms"] and cut:
            other = dict(row, focus=rng.choice(row["synonyms"]), synonyms=[])
            for q in texts.questions(other, rng, 1):
                yield q, row["focus"], rng.choice(cut)
            if row["question"].count(row["focus"]) == 1:
                yield row["question"].replace(row["focus"], other["focus"]), row["focus"], cut[0]


def new_words(tokenizer, groups, known, limit):
    """Words of names that are cut into pieces, the most frequent first."""
    count = {}
    for names in groups:
        for word in {w for n in names for w in tokenizer.words(n)}:
            count[word] = count.get(word, 0) + 1
    cut = [w for w in count if len(w) > 4 and w.isalpha() and w.isascii() and w not in known and len(tokenizer.pieces(w)) > 1]
    return sorted(cut, key=lambda w: (-count[w] * (len(tokenizer.pieces(w)) - 1), w))[:limit]


def main():
    o = options()
    _, pieces, terms, rows, _ = table.read(o.table)
    medq, sets = data.load(o.data)
    rng = random.Random(distill.SEED)
    explained = list(phenotypes(o.hpo))
    groups = named(o.names) + [n for n, _ in explained] + list(medquad(medq))
    old = TermTokenizer(o.tokenizer, pieces, terms)
    words = new_words(old, groups, set(terms), WORDS)
    spelt = np.stack([rows[old.pieces(w)].sum(0) for w in words])
    rows = np.concatenate([rows, spelt]).astype(np.float32)
    tokenizer = TermTokenizer(o.tokenizer, pieces, terms + words)
    scorer = Scorer(tokenizer, len(rows), sets)
    before = report("5 ranked", scorer.scores(rows), None)
    training = texts.Training(medq, o.wordnet, o.articles, distill.SEED)
    sets_of_pairs = distill.pair_sets(tokenizer, len(rows), training)
    for s, rounds in zip(sets_of_pairs, ROUNDS):
        s.rounds = rounds
    meant = [(n, "", text) for names, text in explained if text for n in names[:3]]
    for pairs, rounds in ((name_pairs(groups * 2, rng), NAME_ROUNDS), (meant, 2), (list(asked_by_synonym(medq, rng)), 4)):
        sets_of_pairs.append(train.PairSet(tokenizer, pairs, len(rows), rounds))
    for s in sets_of_pairs:
        print(len(s.passage), s.rounds, flush=True)
    counts = train.counts(tokenizer, training.regress, len(rows))
    targets = train.unit(counts @ rows).astype(np.float32)
    train.rank(train.Ranker(rows, rows, RATE), sets_of_pairs, counts, targets, distill.SEED)
    report("6 names", scorer.scores(rows), before)
    print(table.write(o.out, o.name, pieces, terms + words, rows))


if __name__ == "__main__":
    main()

"""Reads MedQuAD and splits it by disease, so that nothing measured was trained on."""

import hashlib
import json
import os
import re

HELD_SHARE = 0.40  # of the diseases: never trained on
DEV_SHARE = 0.15  # of the diseases, inside the held ones: choices are made on these
SETS = ("medquad_leg", "medquad_general", "medquad_general_synonym")
PASSAGE_WORDS = 130  # about 200 word pieces
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
TEMPLATE = re.compile(r"\W+")


def read_jsonl(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def plain(name):
    """A disease name without case and punctuation."""
    return TEMPLATE.sub(" ", name.lower()).strip()


class Foci:
    """Puts names of one disease into one group, by shared names and synonyms."""

    def __init__(self, rows):
        self.parent = {}
        for row in rows:
            for other in row["synonyms"]:
                if len(plain(other)) > 4:  # short forms such as "ms" name many things
                    self._join(plain(row["focus"]), plain(other))

    def _root(self, name):
        while self.parent.get(name, name) != name:
            name = self.parent[name]
        return name

    def _join(self, a, b):
        a, b = sorted((self._root(a), self._root(b)))
        self.parent[b] = a

    def part(self, focus):
        """'train', 'dev' or 'test', by a hash of the disease's group."""
        digest = hashlib.sha256(self._root(plain(focus)).encode()).digest()
        x = int.from_bytes(digest[:8], "big") / 2**64
        return "dev" if x < DEV_SHARE else "test" if x < HELD_SHARE else "train"


def passages(text, words=PASSAGE_WORDS):
    """Runs of whole sentences of about the given number of words."""
    out, run, count = [], [], 0
    for sentence in SENTENCE_END.split(text):
        sentence = sentence.strip(" -")
        n = len(sentence.split())
        if not n:
            continue
        if run and count + n > words:
            out.append(" ".join(run))
            run, count = [], 0
        run.append(sentence)
        count += n
    return out + [" ".join(run)] if run else out


class Benchmark:
    """One retrieval set in BEIR layout, cut into passages."""

    def __init__(self, folder, foci):
        self.name = os.path.basename(folder)
        self.documents = read_jsonl(os.path.join(folder, "corpus.jsonl"))
        self.passages = []  # (document id, title, text)
        for d in self.documents:
            for text in passages(d["text"]) or [d["title"]]:
                self.passages.append((d["_id"], d["title"], text))
        queries = read_jsonl(os.path.join(folder, "queries.jsonl"))
        self.queries = [q | {"part": foci.part(q["focus"])} for q in queries]
        self.qrels = read_qrels(folder)


def read_qrels(folder):
    """Query to document to grade."""
    qrels = {}
    with open(os.path.join(folder, "qrels.tsv"), encoding="utf-8") as f:
        next(f)
        for line in f:
            query, document, grade = line.split("\t")
            qrels.setdefault(query, {})[document] = int(grade)
    return qrels


def load(folder):
    """Returns (rows of MedQuAD with their part, the three retrieval sets)."""
    rows = read_jsonl(os.path.join(folder, "medquad_full.jsonl"))
    foci = Foci(rows)
    for row in rows:
        row["part"] = foci.part(row["focus"])
    return rows, [Benchmark(os.path.join(folder, name), foci) for name in SETS]

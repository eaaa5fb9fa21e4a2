"""Writes retrieval/static/taught.bin: the teacher's own vectors of the built-in sentences.

Questions are always embedded by the table, which comes near the teacher. A
sentence that is known beforehand needs no such stand-in, so it gets the
teacher's vector, turned into the space of the table by the linear map that
fits best on the texts themselves and on questions (ridge regression).
"""

import argparse
import hashlib
import json
import os
import struct

import numpy as np

from cache import Cache
from table import quantise
from teacher import Teacher

RIDGE = 0.5
QUESTIONS = 2  # how often a question counts in the fit, a text counts once


def unit(m):
    return m / np.linalg.norm(m, axis=1, keepdims=True)


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--texts", required=True, help="what go test ./retrieval -run TestTaughtVectors -args -taught-to wrote")
    a.add_argument("--teacher", required=True, help="folder of the ONNX teacher and its tokenizer")
    a.add_argument("--work", required=True, help="folder that keeps the teacher's vectors")
    a.add_argument("--out", required=True)
    o = a.parse_args()
    rows = [json.loads(line) for line in open(o.texts)]
    texts = [r["text"] for r in rows]
    cache = Cache(os.path.join(o.work, "taught"), Teacher(o.teacher))
    cache.fill(texts, "sentences")
    teacher = unit(cache.get(texts, "first")).astype(np.float64)
    table = np.array([r["vector"] for r in rows], dtype=np.float64)
    known = np.array(["key" in r for r in rows])
    weight = np.where(known, 1, QUESTIONS)[:, None]
    turn = np.linalg.solve(teacher.T @ (weight * teacher) + RIDGE * np.eye(teacher.shape[1]), teacher.T @ (weight * table))
    vectors, near = unit(teacher[known] @ turn), unit(table[known])
    print(f"{len(vectors)} texts, mean cosine to the table {(vectors * near).sum(1).mean():.3f}")
    numbers, _ = quantise(vectors)
    body = struct.pack("<8s2I", b"LIMBRSEN", vectors.shape[1], len(vectors))
    body += np.array([r["key"] for r in rows if "key" in r], dtype="<u8").tobytes() + numbers.tobytes()
    with open(o.out, "wb") as f:
        f.write(body + hashlib.sha256(body).digest())


main()

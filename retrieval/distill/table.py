"""Writes and reads the table file that retrieval/static.go embeds."""

import hashlib
import struct

import numpy as np

MAGIC = b"LIMBRVEC"
VERSION = 1


def quantise(matrix):
    """Returns (int8 rows, float32 scale a row): matrix ≈ rows * scale."""
    top = np.abs(matrix).max(1, keepdims=True)
    scale = np.where(top > 0, top / 127, 1).astype(np.float32)
    return np.rint(matrix / scale).clip(-127, 127).astype(np.int8), scale[:, 0]


def write(path, name, pieces, terms, documents, queries=None, same=1e-6):
    """Writes one row an entry, and a second one where queries differ in direction.

    documents and queries are (pieces+terms) x dim; the length of a row is its weight.
    """
    entries = list(pieces) + list(terms)
    n, dim = documents.shape
    assert n == len(entries) and not any("\n" in e for e in entries)
    rows, doc_scale = quantise(documents)
    query_scale, query_row = doc_scale.copy(), np.arange(n, dtype=np.uint32)
    if queries is not None:
        dot = (documents * queries).sum(1)
        length = np.linalg.norm(documents, axis=1) * np.linalg.norm(queries, axis=1)
        share = dot >= (1 - same) * length
        ratio = dot / np.maximum((documents**2).sum(1), 1e-30)
        query_scale = np.where(share, doc_scale * ratio, 0).astype(np.float32)
        extra, extra_scale = quantise(queries[~share])
        query_scale[~share] = extra_scale
        query_row[~share] = n + np.arange(len(extra), dtype=np.uint32)
        rows = np.concatenate([rows, extra])
    text = "".join(e + "\n" for e in entries).encode()
    head = struct.pack("<8s6I32s", MAGIC, VERSION, dim, len(pieces), len(terms), len(rows), len(text), name.encode())
    body = head + text + doc_scale.astype("<f4").tobytes() + query_scale.astype("<f4").tobytes()
    body += query_row.astype("<u4").tobytes() + rows.tobytes()
    digest = hashlib.sha256(body).digest()
    with open(path, "wb") as f:
        f.write(body + digest)
    return digest.hex(), len(body) + 32


def read(path):
    """Returns (name, pieces, terms, documents, queries) with float32 matrices."""
    data = open(path, "rb").read()
    body = data[:-32]
    magic, version, dim, pieces, terms, rows, text, name = struct.unpack("<8s6I32s", body[:64])
    if magic != MAGIC or version != VERSION or hashlib.sha256(body).digest() != data[-32:]:
        raise ValueError(f"{path}: not a table of version {VERSION}, or damaged")
    n, at = pieces + terms, 64 + text
    entries = body[64:at].decode().split("\n")[:-1]
    doc_scale = np.frombuffer(body, "<f4", n, at)
    query_scale = np.frombuffer(body, "<f4", n, at + 4 * n)
    query_row = np.frombuffer(body, "<u4", n, at + 8 * n)
    matrix = np.frombuffer(body, np.int8, rows * dim, at + 12 * n).reshape(rows, dim).astype(np.float32)
    documents, queries = matrix[:n] * doc_scale[:, None], matrix[query_row] * query_scale[:, None]
    return name.rstrip(b"\0").decode(), entries[:pieces], entries[pieces:], documents, queries

"""Keeps what a teacher said about a text, so that a run can be stopped and taken up again."""

import hashlib
import os
import sys
import time

import numpy as np

SHARD = 512


class Cache:
    """Vectors of one teacher in a folder: a list of text hashes and two float16 files."""

    def __init__(self, folder, teacher):
        self.teacher = teacher
        os.makedirs(folder, exist_ok=True)
        self.paths = [os.path.join(folder, name) for name in ("keys", "first.f16", "mean.f16")]
        self.at = {}
        if os.path.exists(self.paths[0]):
            self._load()

    def _load(self):
        keys = open(self.paths[0], "rb").read()
        n = len(keys) // 16
        if n == 0:
            return
        width = 2 * self.teacher.dim
        n = min([n] + [os.path.getsize(p) // width for p in self.paths[1:]])
        for path, width in zip(self.paths, (16, width, width)):
            if os.path.getsize(path) != n * width:
                os.truncate(path, n * width)
        self.at = {keys[16 * i : 16 * i + 16]: i for i in range(n)}

    @staticmethod
    def key(text):
        return hashlib.sha256(text.encode()).digest()[:16]

    def fill(self, texts, label=""):
        """Asks the teacher about the texts not yet known."""
        new = list({self.key(t): t for t in texts if self.key(t) not in self.at}.items())
        new.sort(key=lambda item: len(item[1]))
        start = time.time()
        for i in range(0, len(new), SHARD):
            part = new[i : i + SHARD]
            vectors = self.teacher.embed([t for _, t in part])
            data = [b"".join(k for k, _ in part)] + [v.astype(np.float16).tobytes() for v in vectors]
            for path, block in zip(self.paths, data):
                with open(path, "ab") as f:
                    f.write(block)
            for key, _ in part:
                self.at[key] = len(self.at)
            print(f"{label}: {i + len(part)} of {len(new)} texts, {time.time() - start:.0f} s", file=sys.stderr)

    def get(self, texts, pooling):
        """The vectors of texts, float32; pooling is 'first' or 'mean'."""
        path = self.paths[1 if pooling == "first" else 2]
        matrix = np.memmap(path, np.float16, "r").reshape(-1, self.teacher.dim)
        return matrix[[self.at[self.key(t)] for t in texts]].astype(np.float32)

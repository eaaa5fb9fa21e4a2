"""Runs a sentence encoder stored as ONNX, on the processor, in batches of like length."""

import glob
import hashlib
import os

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MAX_TOKENS = 512
BATCH_TOKENS = 2048  # padded tokens in one batch: keeps the activations inside the cache


def file_sha256(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


class Teacher:
    """An encoder read from a folder that holds one *.onnx and its *tokenizer.json."""

    def __init__(self, folder, threads=1):
        self.model_path = self._only(folder, "*.onnx")
        self.tokenizer_path = self._only(folder, "*tokenizer.json")
        self.tokenizer = Tokenizer.from_file(self.tokenizer_path)
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(self.model_path, options)
        self.inputs = {i.name for i in self.session.get_inputs()}
        self.dim = self.session.get_outputs()[0].shape[2]

    @staticmethod
    def _only(folder, pattern):
        found = sorted(glob.glob(os.path.join(folder, pattern)))
        if len(found) != 1:
            raise SystemExit(f"{folder}: want exactly one {pattern}, found {len(found)}")
        return found[0]

    def identity(self):
        """What the numbers depend on: file names and hashes."""
        return {
            "model": os.path.basename(self.model_path),
            "model_sha256": file_sha256(self.model_path),
            "tokenizer_sha256": file_sha256(self.tokenizer_path),
        }

    def embed(self, texts, progress=None):
        """Returns (first, mean), float32, one row a text, not normalised.

        first is the last hidden state of [CLS]; mean averages the text's own
        tokens, without [CLS] and [SEP].
        """
        ids = [e.ids for e in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda i: (len(ids[i]), i))
        first = mean = None
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and (end + 1 - start) * len(ids[order[end]]) <= BATCH_TOKENS:
                end += 1
            rows = order[start:end]
            hidden, mask = self._run([ids[i] for i in rows])
            if first is None:
                first = np.zeros((len(ids), hidden.shape[2]), np.float32)
                mean = np.zeros_like(first)
            first[rows] = hidden[:, 0]
            inner = mask.astype(np.float32)
            inner[:, 0] = 0
            inner[np.arange(len(rows)), mask.sum(1) - 1] = 0
            count = np.maximum(inner.sum(1, keepdims=True), 1)
            mean[rows] = np.einsum("btd,bt->bd", hidden, inner) / count
            start = end
            if progress:
                progress(start, len(order))
        return first, mean

    def _run(self, batch):
        width = max(len(b) for b in batch)
        tokens = np.zeros((len(batch), width), np.int64)
        mask = np.zeros_like(tokens)
        for i, b in enumerate(batch):
            tokens[i, : len(b)] = b
            mask[i, : len(b)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        feed = {k: v for k, v in feed.items() if k in self.inputs}
        return self.session.run(None, feed)[0], mask

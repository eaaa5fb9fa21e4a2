"""Chooses the terms of the table: words that the teacher's tokenizer cuts into pieces, and
runs of words that mean more than their parts."""

import collections
import math
import re

from data import SENTENCE_END

WORD = re.compile(r"[a-z][a-z'’]*[a-z]$|[a-z]$")
MAX_WORDS = 4
STOP = set(
    "a an the and or but of in on at by for from to with without as is are was were be been being has have had do does "
    "did not no if than then that this these those it its their his her your you he she they we i may can could will "
    "would should might must some any all most more many much other such also who which what when where how about into "
    "over under between after before during because so up out only very each both own same s t don".split()
)


def ngrams(words):
    """Runs of 2 to MAX_WORDS words without punctuation, not starting or ending in a stop word."""
    for i, first in enumerate(words):
        if first in STOP or not WORD.match(first):
            continue
        for n in range(2, MAX_WORDS + 1):
            run = words[i : i + n]
            if len(run) < n or not WORD.match(run[-1]):
                break
            if run[-1] not in STOP:
                yield " ".join(run)


def mine(tokenizer, texts, names, singles, multis):
    """Returns (whole words, word runs), the most useful first.

    texts are counted; names are known words and phrases, which need less evidence.
    """
    single, multi, total = collections.Counter(), collections.Counter(), 0
    sentences = {s for text in texts for s in SENTENCE_END.split(text)}  # boilerplate counts once
    for sentence in sorted(sentences):
        words = tokenizer.words(sentence)
        total += len(words)
        single.update(words)
        multi.update(set(ngrams(words)))
    known = {" ".join(tokenizer.words(n)) for n in names}
    whole = []
    for word, n in single.items():
        if len(word) > 3 and word.isalpha() and word.isascii() and len(tokenizer.pieces(word)) > 1:
            if n >= 4 or n >= 2 and word in known:
                whole.append((n * (len(tokenizer.pieces(word)) - 1), word))
    whole.sort(key=lambda item: (-item[0], item[1]))
    runs = []
    for run, n in multi.items():
        if n < (3 if run in known else 10):
            continue
        words = run.split(" ")
        expected = math.prod(single[w] / total for w in words) * total
        lift = math.log(n / max(expected, 1e-9)) / (len(words) - 1)
        if lift > (1 if run in known else 4.5):
            runs.append((n * lift * (5 if run in known else 1), run))
    runs.sort(key=lambda item: (-item[0], item[1]))
    return [w for _, w in whole[:singles]], [r for _, r in runs[:multis]]

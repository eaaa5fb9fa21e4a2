"""Chooses the terms of the table: words that the teacher's tokenizer cuts into pieces, and
runs of words that mean more than their parts."""

import collections
import math

from data import SENTENCE_END

MAX_WORDS = 4
COMPOSED = 0.82  # a run nearer than this to the sum of its words needs no row
STOP = set(
    "a an the and or but of in on at by for from to with without as is are was were be been being has have had do does "
    "did not no if than then that this these those it its their his her your you he she they we i may can could will "
    "would should might must some any all most more many much other such also who which what when where how about into "
    "over under between after before during because so up out only very each both own same s t don".split()
)


def counted(tokenizer, texts):
    """The words of every different sentence, as lists: boilerplate counts once."""
    return [tokenizer.words(s) for s in sorted({s for text in texts for s in SENTENCE_END.split(text)})]


def whole_words(tokenizer, sentences, names, limit):
    """Words that the teacher's tokenizer cuts up, the most frequent first."""
    known = {" ".join(tokenizer.words(n)) for n in names}
    count = collections.Counter(w for words in sentences for w in words)
    found = []
    for word, n in count.items():
        if len(word) > 3 and word.isalpha() and word.isascii() and (n >= 4 or n >= 2 and word in known):
            cuts = len(tokenizer.pieces(word)) - 1
            if cuts > 0:
                found.append((-n * cuts, word))
    return [w for _, w in sorted(found)[:limit]]


def runs(tokenizer, sentences, names):
    """Names of 2 to MAX_WORDS plain words with how many sentences hold them, at least two."""
    wanted = {}
    for name in names:
        words = tokenizer.words(name)
        plain = all(w.isalpha() and w.isascii() for w in words)
        if 2 <= len(words) <= MAX_WORDS and plain and not STOP & {words[0], words[-1]}:
            wanted.setdefault(words[0], set()).add(" ".join(words))
    count = collections.Counter()
    for words in sentences:
        for i, word in enumerate(words):
            for run in wanted.get(word, ()):
                if " ".join(words[i : i + MAX_WORDS] + [""]).startswith(run + " "):
                    count[run] += 1
    return {run: n for run, n in sorted(count.items()) if n >= 2}


def surprising(count, composed, taught, limit):
    """The runs whose vector least follows from their words, weighted by how often they occur.

    composed and taught are unit vectors in the order of count.
    """
    cosine = (composed * taught).sum(1)
    scored = [(-(1 - c) * math.log(2 + n), run) for (run, n), c in zip(count.items(), cosine) if c < COMPOSED]
    return [run for _, run in sorted(scored)[:limit]]

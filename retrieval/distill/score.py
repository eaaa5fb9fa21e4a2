"""Scores a table on the held-out part of the retrieval sets."""

import numpy as np

import evaluate
import train


class Scorer:
    """The sets as count matrices, made once for one vocabulary."""

    def __init__(self, tokenizer, size, sets, head=evaluate.HEAD_WEIGHT):
        self.head, self.sets = head, []
        for s in sets:
            columns = [train.counts(tokenizer, [p[i] for p in s.passages], size) for i in (1, 2)]
            queries = train.counts(tokenizer, [q["text"] for q in s.queries], size)
            self.sets.append((s, columns, queries))

    def scores(self, documents, queries=None):
        """nDCG@10 of every held-out query, by (set, part)."""
        out = {}
        for s, (heads, bodies), asked in self.sets:
            unit = evaluate.unit
            passages = unit(unit(bodies @ documents) + self.head * unit(heads @ documents))
            vectors = unit(asked @ (documents if queries is None else queries))
            owners = [p[0] for p in s.passages]
            for part in ("dev", "test"):
                pick = [i for i, q in enumerate(s.queries) if q["part"] == part]
                ranked = evaluate.rank(vectors[pick], passages, owners, evaluate.DEPTH)
                found = [evaluate.ndcg(r, s.qrels[s.queries[i]["_id"]]) for i, r in zip(pick, ranked)]
                out[s.name, part] = np.array(found)
        return out


def report(step, scores, before):
    """Prints one line a set: mean, and the change since the step before with its interval."""
    for (name, part), values in scores.items():
        low, high = evaluate.interval(values)
        line = f"{step:10} {name:24} {part:5} {len(values):4} {values.mean():.4f} [{low:.4f}, {high:.4f}]"
        if before is not None:
            change, (low, high) = evaluate.paired(before[name, part], values)
            line += f"  change {change:+.4f} [{low:+.4f}, {high:+.4f}]"
        print(line, flush=True)
    return scores

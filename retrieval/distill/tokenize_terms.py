"""The tokenizer of the static table: the longest known term first, word pieces otherwise."""

from tokenizers import Tokenizer


class TermTokenizer:
    """Follows retrieval/wordpiece.go. Built from the teacher's own tokenizer, so that the
    golden files check the Go code against an independent implementation."""

    def __init__(self, tokenizer_path, pieces, terms):
        self.base = Tokenizer.from_file(tokenizer_path)
        self.base.no_padding()
        self.base.no_truncation()
        self.row = {p: i for i, p in enumerate(pieces)}
        self.cache = {}
        self.encoded = {}
        self.terms = {}
        self.longest = {}
        for i, term in enumerate(terms):
            self.terms[term] = len(pieces) + i
            words = term.split(" ")
            self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))

    def words(self, text):
        """The folded words of text, punctuation apart."""
        folded = self.base.normalizer.normalize_str(text)
        return [w for w, _ in self.base.pre_tokenizer.pre_tokenize_str(folded)]

    def pieces(self, word):
        """Rows of one folded word; empty if it cannot be spelt."""
        rows = self.cache.get(word)
        if rows is None:
            tokens = [t.value for t in self.base.model.tokenize(word)]
            rows = [self.row[t] for t in tokens if t in self.row]
            if len(rows) < len(tokens):
                rows = []
            self.cache[word] = rows
        return rows

    def encode(self, text):
        """Rows of text; remembered, because test sets share passages."""
        if text not in self.encoded:
            self.encoded[text] = self._encode(text)
        return self.encoded[text]

    def _encode(self, text):
        words, out, at = self.words(text), [], 0
        while at < len(words):
            for n in range(min(self.longest.get(words[at], 0), len(words) - at), 0, -1):
                row = self.terms.get(" ".join(words[at : at + n]))
                if row is not None:
                    out.append(row)
                    break
            else:
                n = 1
                out.extend(self.pieces(words[at]))
            at += n
        return out

"""The texts a table is trained on: health sentences, passages, questions in lay words, and
dictionary glosses for everyday English."""

import glob
import os
import random
import re

import data

SENTENCES, PASSAGES, GLOSSES = 50000, 9000, 40000

# Lay ways to ask each MedQuAD question type; X is the topic.
ASK = {
    "information": "what is X|tell me about X|what does X mean|doctor says I have X, what is that?|X explained simply|do I need to worry about X",
    "symptoms": "signs of X|how do I know if I have X|what does X feel like|could this be X?|early warning signs of X|how does X show up",
    "treatment": "how is X treated|what helps with X|best medicine for X|how do I get rid of X|can X be cured|what can I do at home for X|is surgery needed for X",
    "causes": "why do I have X|what brings on X|what causes X|how did I get X|where does X come from",
    "inheritance": "is X genetic|can I pass X on to my kids|does X run in families|my dad has X, will I get it too?",
    "frequency": "how common is X|how many people get X|is X rare",
    "genetic changes": "which gene causes X|what gene mutation is behind X|is there a gene for X",
    "exams and tests": "how do doctors test for X|what test shows X|how is X diagnosed|blood test or scan for X|how do they find out if it is X",
    "outlook": "how serious is X|life expectancy with X|does X go away|will I die from X|how long does X last",
    "susceptibility": "who gets X|am I at risk of X|what raises the chance of X|risk factors for X",
    "prevention": "how to avoid X|how can I stop X from happening|can X be prevented|how to keep X from coming back",
    "research": "new treatments for X|clinical trials for X|latest research on X",
    "considerations": "what should I know about X|living with X day to day|what to eat with X",
    "complications": "what problems can X lead to|what happens if X is not treated",
    "stages": "stages of X|how far along is my X|how is X staged",
}
BEFORE = ("", "", "", "", "please help, ", "hi doctor, ", "my mother has X. ", "I'm 52 and worried. ", "my son was just told he has X. ")
# WordNet lexicographer files about the body, food, feelings, states and substances.
HEALTH_FILES = {"08", "12", "13", "19", "26", "27", "29"}


def sentences(text):
    """Sentences of 5 to 60 words."""
    for s in data.SENTENCE_END.split(text):
        s = s.strip(" -")
        if 5 <= len(s.split()) <= 60:
            yield s


def questions(row, rng, count):
    """Lay questions for one MedQuAD row."""
    names = [row["focus"]] + row["synonyms"]
    forms = ASK.get(row["qtype"], ASK["information"]).split("|")
    for _ in range(count):
        x = names[0] if rng.random() < 0.5 else rng.choice(names)
        if rng.random() < 0.7:
            x = x.lower()
        text = rng.choice(BEFORE) + rng.choice(forms)
        yield text.replace("X", x, 1) if text.count("X") == 1 else text.replace("X", x, 1).replace("X", "it", 1)


def synsets(folder):
    """(lexicographer file, words, explanation) of every WordNet entry."""
    for path in sorted(glob.glob(os.path.join(folder, "data.*"))):
        with open(path, encoding="utf-8") as f:
            for line in f:
                if line.startswith(" ") or " | " not in line:
                    continue
                head, gloss = line.strip().split(" | ", 1)
                fields = head.split(" ")
                words = [fields[4 + 2 * i].replace("_", " ") for i in range(int(fields[3], 16))]
                words = [re.sub(r"\((a|p|ip)\)$", "", w) for w in words]
                yield fields[1], words, gloss


def health_lemmas(folder):
    """Words and phrases of the health files."""
    return unique(w for file, words, _ in synsets(folder) if file in HEALTH_FILES for w in words)


def glosses(folder, rng):
    """(words, explanation) pairs of WordNet; all of the health files and a share of the others."""
    health, other = [], []
    for file, words, gloss in synsets(folder):
        (health if file in HEALTH_FILES else other).append((words, gloss))
    rng.shuffle(other)
    return health + other[: max(0, GLOSSES - len(health))]


def article_texts(folder):
    """(title, other names, text) of each Markdown article, marks left out of the text."""
    for path in sorted(glob.glob(os.path.join(folder, "*.md"))):
        with open(path, encoding="utf-8") as f:
            front, text = f.read().split("\n---", 1)
        title = re.search(r'(?m)^title: *"?(.*?)"?$', front).group(1)
        other = re.search(r"(?m)^aliases: *\[(.*)\]", front)
        names = re.findall(r'"([^"]+)"', other.group(1)) if other else []
        yield title, names, re.sub(r"[*_`|]|\]\([^)]*\)", "", text)


def article_pairs(folder, rng):
    """(query, title and names, passage): headings, other names and sentences ask for their section."""
    for title, names, text in article_texts(folder):
        head = ". ".join([title] + names)
        for section in re.split(r"(?m)^## ", text)[1:]:
            heading, _, body = section.partition("\n")
            for passage in data.passages(re.sub(r"(?m)^[#>\-\s]+", "", body)):
                yield heading, head, passage
                for name in names:
                    if rng.random() < 0.3:
                        yield (name + " " + heading.lower() if rng.random() < 0.5 else name), head, passage
                for s in sentences(passage):
                    if rng.random() < 0.5:
                        yield s, head, passage.replace(s, " ")


def cloze(rows, known, rng):
    """(sentence, focus, passage without it): a sentence asks for the passage it stood in."""
    seen = set()
    for row in rows:
        for passage in data.passages(row["answer"])[:6]:
            own = [s for s in sentences(passage) if s in known]
            if not own or len(passage.split()) <= 60:
                continue
            s = rng.choice(own)
            if len(s.split()) <= 35 and s not in seen:
                seen.add(s)
                yield s, row["focus"], passage.replace(s, " ")


class Training:
    """All training texts of one run.

    regress are texts whose teacher vector is the target; the lists of pairs hold
    (query, title, passage).
    """

    def __init__(self, rows, wordnet, articles, seed):
        rng = random.Random(seed)
        rows = [r for r in rows if r["part"] == "train"]
        every = list(dict.fromkeys(s for r in rows for s in sentences(r["answer"])))
        chosen = rng.sample(every, min(SENTENCES, len(every)))
        own = [text for _, _, text in article_texts(articles)]
        found = glosses(wordnet, rng)
        self.names = unique(n for r in rows for n in [r["focus"]] + r["synonyms"])
        self.lemmas = [w for words, _ in found for w in words]
        self.phrases = self.names + health_lemmas(wordnet) + [n for _, names, _ in article_texts(articles) for n in names]
        explained = [", ".join(words) + ": " + gloss for words, gloss in found]
        self.prose = [r["answer"] for r in rows] + explained + own
        self.pairs = []
        for row in rows:
            cut = data.passages(row["answer"])[:3]
            if cut:
                asked = [row["question"]] + list(questions(row, rng, 2))
                self.pairs += [(q, row["focus"], cut[0] if i < 2 else rng.choice(cut)) for i, q in enumerate(asked)]
        self.cloze = list(cloze(rows, set(chosen), random.Random(seed)))
        self.gloss_pairs = [(w, "", gloss.partition('; "')[0]) for words, gloss in found for w in words[:2]]
        self.article_pairs = list(article_pairs(articles, random.Random(seed)))
        own_sentences = unique(s for text in own for s in sentences(text))
        self.regress = self.names + unique(p[0] for p in self.pairs) + chosen + own_sentences + explained


def unique(items):
    return list(dict.fromkeys(items))

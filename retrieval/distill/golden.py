"""Writes the golden files of the Go tests: word pieces of the teacher's own
tokenizer, and vectors computed here from the table file."""

import argparse
import json

import numpy as np
from tokenizers import Tokenizer

import table
from tokenize_terms import TermTokenizer

TEXTS = [
    "My legs hurt at night when I'm lying in bed.",
    "What are the symptoms of restless legs syndrome ?",
    "RESTLESS LEGS SYNDROME (Willis-Ekbom disease)",
    "Can diuretics such as hydrochlorothiazide cause charley horses?",
    "calf cramps, sudden & painful; lasts 10-15 min!!",
    "Ménière's disease, naïve café, Sjögren's syndrome, Ångström",
    "25(OH)D < 50 nmol/L; K+ 3.1 mmol/L; temp. 38.5°C; 5 µg/day",
    "“Curly quotes” — em dash… and ellipsis’s",
    "tab\tseparated\r\nlines\u00a0nbsp\u2009thin\u200bzero-width",
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "x" * 101 + " " + "y" * 100,
    "日本語 leg 痛 pain",
    "боль в ногах, πόνος στα πόδια",
    "emoji 🦵 only 🙂 between",
    "e\u0301 combining and o\u0308\u0304 twice",
    "$100 ^caret `tick` ~tilde~ |pipe| <tag> a=b a+b",
    "ﬁre ligature, ½ dose, ² squared, İstanbul, STRASSE straße",
    "\x00null\x07bell\x0bvt\x0cff\x7fdel\ufffdbad",
    "",
    "   ",
    "don't can't y'all I've 3am 3 a.m. 10pm",
    "leg-pain/night_cramps.and-more:things",
    "woke up with my calf rock hard and could not walk it off",
    "levothyroxine methotrexate atorvastatin gabapentin pramipexole ropinirole",
    "peripheral artery disease, deep vein thrombosis (DVT), Ehlers-Danlos syndrome",
]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tokenizer", required=True, help="the teacher's tokenizer.json")
    arguments.add_argument("--table", required=True)
    arguments.add_argument("--out", required=True, help="folder for pieces.jsonl and vectors.jsonl")
    options = arguments.parse_args()
    teacher = Tokenizer.from_file(options.tokenizer)
    teacher.no_padding()
    teacher.no_truncation()
    with open(options.out + "/pieces.jsonl", "w", encoding="utf-8") as f:
        for text in TEXTS:
            pieces = [t for t in teacher.encode(text, add_special_tokens=False).tokens if t != "[UNK]"]
            f.write(json.dumps({"text": text, "pieces": pieces}) + "\n")
    name, pieces, terms, documents, queries = table.read(options.table)
    tokenizer = TermTokenizer(options.tokenizer, pieces, terms)
    with open(options.out + "/vectors.jsonl", "w", encoding="utf-8") as f:
        for text in TEXTS:
            ids = tokenizer.encode(text)
            row = {"text": text}
            for role, matrix in (("document", documents), ("query", queries)):
                v = matrix[ids].astype(np.float64).sum(0)
                norm = np.linalg.norm(v)
                row[role] = [round(float(x), 5) for x in (v / norm if norm else v)]
            f.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()

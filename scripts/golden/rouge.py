"""Golden values for src/bench/metrics: NLTK's Porter stems, and rouge_score on 5,000 seeded pairs.

    pip install nltk==3.10.4 rouge_score==0.1.2
    python scripts/golden/rouge.py NODE_MODULES src/bench/metrics/__fixtures__

Writes porter.txt.gz (a word and its stem a line: every word of the two prose packages, and
made-up words that end in several suffixes) and rouge.json.gz (target, prediction, then precision,
recall and F1 of rougeL and of rougeLsum, rounded to 12 digits).
"""

import argparse
import gzip
import json
import pathlib
import random
import re

from nltk.stem.porter import PorterStemmer
from rouge_score.rouge_scorer import RougeScorer

PAIRS = 5000
MADE_UP = 12000
SUFFIXES = """
s es ies sses ss ed ied eed ing ings y ly ally ational tional enci anci izer bli abli alli entli eli
ousli ization ation ator alism iveness fulness ousness aliti iviti biliti fulli logi icate ative
alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent sion tion ion ou ism ate
iti ous ive ize e le ll lle
""".split()
STRANGE = ["café", "naïve", "Σ", "İ", "½", "中文", "x²", "'s", "$5.00", "U.S.", "—", "...", "\u00a0", "3rd"]


def prose_words(node_modules):
    words = set()
    for package in ("datasets-moby-dick", "datasets-sotu"):
        for path in sorted(pathlib.Path(node_modules, "@stdlib", package, "data").rglob("*")):
            if path.suffix in (".json", ".txt"):
                text = path.read_text(encoding="utf-8").lower()
                words.update(re.findall(r"[a-z0-9]+", re.sub(r"\\[nrtu]", " ", text)))
    return sorted(words)


def made_up_words(rng):
    words = set()
    while len(words) < MADE_UP:
        stem = "".join(rng.choice("aeiouybcdlstxzw") for _ in range(rng.randint(0, 5)))
        words.add(stem + "".join(rng.choice(SUFFIXES) for _ in range(rng.randint(1, 3))))
    return sorted(words)


def text_of(rng, words):
    length = rng.choice([0, 1, 2, 3, 5, 8, 13, 30, 60]) if rng.random() < 0.7 else rng.randint(1, 6)
    gap = [" "] * 12 + ["\n", ", ", ". ", "-", "\n\n", "\r\n", "\t"]
    return "".join(rng.choice(words) + rng.choice(gap) for _ in range(length))


def pair_of(rng, vocabulary):
    words = rng.sample(vocabulary, rng.choice([3, 6, 12, 40]))
    words += [word.capitalize() for word in words[:2]]
    if rng.random() < 0.2:
        words += rng.sample(STRANGE, 3)
    target = text_of(rng, words)
    if rng.random() < 0.5:
        return target, text_of(rng, words)
    pieces = re.split(r"(\s+)", target)
    return target, "".join(piece for piece in pieces if rng.random() < 0.8)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("node_modules")
    parser.add_argument("target")
    arguments = parser.parse_args()
    target = pathlib.Path(arguments.target)
    rng = random.Random(20260801)
    stemmer = PorterStemmer()
    prose = prose_words(arguments.node_modules)
    words = prose + [word for word in made_up_words(rng) if word not in set(prose)]
    lines = "".join(f"{word} {stemmer.stem(word)}\n" for word in words)
    target.joinpath("porter.txt.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))

    scorer = RougeScorer(["rougeL", "rougeLsum"], use_stemmer=True)
    vocabulary = [word for word in prose if 3 < len(word)]
    rows = []
    for _ in range(PAIRS):
        gold, prediction = pair_of(rng, vocabulary)
        scores = scorer.score(target=gold, prediction=prediction)
        values = [round(value, 12) for name in ("rougeL", "rougeLsum") for value in scores[name]]
        rows.append(json.dumps([gold, prediction, *values], ensure_ascii=False))
    text = "[\n" + ",\n".join(rows) + "\n]\n"
    target.joinpath("rouge.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    print(len(words), "words,", len(rows), "pairs")


if __name__ == "__main__":
    main()

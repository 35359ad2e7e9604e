"""Golden values for src/retrieval/bm25.ts from rank_bm25.

pip install rank_bm25==0.2.2 numpy
python scripts/golden/bm25.py src/retrieval/__fixtures__/bm25.json
"""

import argparse
import json
import random

from rank_bm25 import BM25Okapi

WORDS = [f"w{n}" for n in range(60)] + ["Paris", "Paris.", "constructor", "__proto__", "déjà"]


def corpus_of(rng, documents, words_max):
    weights = [1 / (rank + 1) for rank in range(len(WORDS))]
    return [rng.choices(WORDS, weights, k=rng.randint(0, words_max)) for _ in range(documents)]


def case_of(name, corpus, queries, **options):
    index = BM25Okapi(corpus, **options)
    return {
        "name": name,
        "documents": [" ".join(document) for document in corpus],
        "options": options,
        "queries": [
            {"terms": query, "scores": [float(score) for score in index.get_scores(query)]}
            for query in queries
        ],
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    target = parser.parse_args().target
    rng = random.Random(20260801)
    text = [
        line.split()
        for line in ("the cat sat on the mat", "the dog sat", "a bird flew", "the the the")
    ]
    seeded = lambda n: [rng.choices(WORDS + ["unknown"], k=rng.randint(1, 8)) for _ in range(n)]
    cases = [
        case_of(
            "four short documents", text, [["cat"], ["the"], ["the", "the", "cat"], ["unknown"], []]
        ),
        case_of(
            "one document, where every idf is negative",
            [text[0]],
            [["cat"], ["dog"], ["the", "cat"]],
        ),
        case_of("two documents", text[:2], [["cat"], ["the"], ["sat", "dog"]]),
        case_of(
            "an empty document between others", [text[0], [], text[2]], [["cat", "bird"], ["the"]]
        ),
        case_of("words of skewed frequency", corpus_of(rng, 60, 80), seeded(12)),
        case_of("other options", corpus_of(rng, 25, 30), seeded(6), k1=0.9, b=0.4, epsilon=0.5),
        case_of(
            "no length normalisation", corpus_of(rng, 10, 20), seeded(3), k1=2.0, b=0.0, epsilon=0.0
        ),
    ]
    made_with = (
        "python scripts/golden/bm25.py src/retrieval/__fixtures__/bm25.json (rank_bm25 0.2.2)"
    )
    with open(target, "w", encoding="utf-8") as file:
        json.dump({"made_with": made_with, "cases": cases}, file, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()

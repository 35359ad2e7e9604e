"""rank_bm25 over the passages that scripts/bench/bm25.ts has written; prints one line of JSON.

pip install rank_bm25==0.2.2 numpy
python scripts/bench/bm25.py PASSAGES
"""

import argparse
import json
import time

import numpy as np
from rank_bm25 import BM25Okapi

QUERIES = 20


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("passages")
    with open(parser.parse_args().passages, encoding="utf-8") as file:
        lines = [line.split() for line in file]
    queries, documents = lines[:QUERIES], lines[QUERIES:]

    start = time.perf_counter()
    index = BM25Okapi(documents)
    build_seconds = time.perf_counter() - start

    start = time.perf_counter()
    top10 = []
    for query in queries:
        scores = index.get_scores(query)
        top10.append([[int(at), float(scores[at])] for at in np.argsort(scores)[::-1][:10]])
    query_seconds = time.perf_counter() - start

    print(
        json.dumps(
            {
                "name": "rank_bm25 BM25Okapi",
                "documents": len(documents),
                "build_seconds": build_seconds,
                "query_seconds_mean": query_seconds / len(queries),
                "top10": top10,
            }
        )
    )


if __name__ == "__main__":
    main()

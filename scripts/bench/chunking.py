"""The reference's chunking (NLTK sentences, tiktoken, greedy fill) of one text; prints one line of JSON.

pip install nltk==3.10.3 tiktoken==0.14.0
python scripts/bench/chunking.py TEXT node_modules

The figures are those of scripts/bench/chunking.ts. The reference's call to nltk.download, which asks the
network each time, is left out in its favour.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "golden"))
from reference_chunking import chunk, digest, prepare  # noqa: E402

CHUNK_TOKENS = 4096
ROUNDS = 5


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("text", type=Path)
    parser.add_argument("node_modules", type=Path)
    options = parser.parse_args()
    with open(options.text, encoding="utf-8", newline="") as file:
        text = file.read()

    def timed(work):
        start = time.perf_counter()
        result = work()
        return time.perf_counter() - start, result

    load_seconds, (sentences_of, encoding) = timed(lambda: prepare(options.node_modules))
    rounds = [
        timed(lambda: chunk(text, CHUNK_TOKENS, sentences_of, encoding)) for _ in range(ROUNDS + 1)
    ]
    chunks = rounds[0][1]
    print(
        json.dumps(
            {
                "name": "reference chunk_text_into_sentences",
                "seconds": statistics.median(seconds for seconds, _ in rounds[1:]),
                "first_seconds": rounds[0][0],
                "load_seconds": load_seconds,
                "characters": len(text),
                "chunks": len(chunks),
                "sha256": digest(chunks),
            }
        )
    )


if __name__ == "__main__":
    main()

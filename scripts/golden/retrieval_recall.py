"""Evidence recall of 5,000 made-up retrievals, worked out anew: by the shortest start of the items, as raw text, that
holds a passage once it is normalised as SQuAD's evaluation does it. A word counts as a token: the counting of real
ones has golden values of its own. Needs nothing but Python.

python scripts/golden/retrieval_recall.py | gzip -n9 > src/bench/metrics/__fixtures__/retrieval.json.gz

The cases come from a generator that the test has too; `sha256` is that of all their texts.
"""

import hashlib
import json
import re
import string
import sys

CASES = 5_000
VOCABULARY = (
    "The key is under a green mat, near an old door. Nobody has Seen it; the river RUNS by "
    "42 é Ünder под 鍵 keyed mate (door) an' x-ray"
).split(" ")


class Numbers:
    """Numerical Recipes' generator, its upper 24 bits."""

    def __init__(self, seed):
        self.state = seed

    def below(self, end):
        self.state = (1664525 * self.state + 1013904223) & 0xFFFFFFFF
        return (self.state >> 8) % end


def words(numbers, count):
    return " ".join(VOCABULARY[numbers.below(len(VOCABULARY))] for _ in range(count))


def item(numbers):
    filler = "zz " * (200 + numbers.below(1_500)) if numbers.below(4) == 0 else ""
    return filler + words(numbers, 3 + numbers.below(40))


def passage(numbers, items):
    if not items or numbers.below(4) == 0:
        return words(numbers, 2 + numbers.below(4))
    found = [word for word in " ".join(items).split(" ") if word != "zz"]
    start = numbers.below(len(found))
    text = " ".join(found[start : start + 2 + numbers.below(6)])
    return text.upper() if numbers.below(2) == 0 else text


def make_case(numbers):
    items = [item(numbers) for _ in range(numbers.below(13))]
    return items, [passage(numbers, items) for _ in range(1 + numbers.below(3))]


def normalize(text):
    text = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def shortest(holds, length):
    """The smallest start that holds something; what holds it goes on to hold it."""
    low, high = 0, length
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def place(items, wanted):
    """Rank and tokens of the first place, or None."""
    places = []
    for at, text in enumerate(items):
        before = sum(len(one.split()) for one in items[:at])
        if wanted in normalize(text):
            end = shortest(lambda size, text=text: wanted in normalize(text[:size]), len(text))
            places.append((at + 1, before + len(text[:end].split())))
        if at == 0:
            continue
        first = normalize(items[at - 1])

        def across(size, first=first, text=text):
            joined = f"{first} {normalize(text[:size])}"
            return any(
                found.start() < len(first) and found.start() + len(wanted) > len(first) + 1
                for found in re.finditer(f"(?={re.escape(wanted)})", joined)
            )

        if across(len(text)):
            end = shortest(across, len(text))
            places.append((at + 1, before + len(text[:end].split())))
    return min(places, default=None)


def counts(items, passages):
    wanted = [text for text in map(normalize, passages) if text]
    places = [place(items, text) for text in wanted]
    found = [one for one in places if one is not None]
    ranks = [sum(rank <= cutoff for rank, _ in found) for cutoff in (1, 5, 10)]
    tokens = [sum(used <= budget for _, used in found) for budget in (1_024, 4_096, 16_384)]
    return [len(wanted), len(found), *ranks, *tokens]


def main():
    numbers = Numbers(1)
    digest = hashlib.sha256()
    expected = []
    for _ in range(CASES):
        items, passages = make_case(numbers)
        digest.update("\0".join([*items, *passages]).encode())
        expected.append(counts(items, passages))
    json.dump({"sha256": digest.hexdigest(), "expected": expected}, sys.stdout, separators=(",", ":"))


main()

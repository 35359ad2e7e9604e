"""Golden values for src/bench/metrics from the reference's own code, on 6,000 seeded pairs: 5,000
short answers, 500 choices as DetectiveQA asks for them, 500 summaries of several lines.

    pip install nltk==3.10.4 rouge_score==0.1.2
    python scripts/golden/metrics.py --reference CHECKOUT TARGET

TARGET is src/bench/metrics/__fixtures__/metrics.json.gz.
CHECKOUT is a working tree of the reference. Two of its imports are replaced by stand-ins, which
take no part in the scores compared here. Python 3.11 or later.
"""

import argparse
import gzip
import importlib.util
import json
import pathlib
import random
import subprocess
import sys
import types

WORDS = """
Paris paris London 1851 28 3.14 the The THE a A an An cat cats dog Moby-Dick naïve naïve
e\u0301 a\u0301 the\u0301 aé éa theß ßthe İstanbul ISTANBUL ΟΔΟΣ ΣΟΦΟΣ Σ ǅ ﬁ
straße STRASSE 中 the中 a½ ½a ² a² _a_ a_b the_ 🙂 a🙂 🙂the “the” —a— ’s
Ahab's don't U.S. $5 50% yes Yes YES no No. noanswer no-answer no answer unknown Answer answer
label: 28 : Label:28 constructor __proto__ toString (a) [the] "an" a,the the,a a. an! x y z King
of and
""".split()
GAPS = [
    " ",
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u00a0",
    "\u2028",
    "\u3000",
    "\x1c",
    "\x85",
    "\ufeff",
    "\u200b",
    "",
    "-",
    ", ",
]
PREFIXES = [
    "",
    "",
    "",
    "Answer: ",
    "answer:",
    "ANSWER:  ",
    "Answer: Answer: ",
    "Anſwer: ",
    "Answer :",
    "The answer is: ",
    "Thought.\nAnswer: ",
    "Answer:\n",
    "\n",
    " \n",
    "Answer: x\nAnswer: ",
    "answer:answer:answer: ",
    "Label: ",
    "Final Answer: ",
]
SUFFIXES = [
    "",
    "",
    "",
    ".",
    "\n",
    "\n\n",
    "\nAnswer: no",
    "\r\nmore",
    "\u2028more",
    " ",
    "!?",
    "\x1c",
    "</s>",
]


METRICS = [
    "exact_match",
    "f1",
    "substring_exact_match",
    "rougeL_f1",
    "rougeL_recall",
    "rougeLsum_f1",
    "rougeLsum_recall",
]


def load_reference(checkout):
    stand_ins = {"tiktoken": {}, "editdistance": {"eval": None}}
    for name, members in stand_ins.items():
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__dict__.update(members)
    spec = importlib.util.spec_from_file_location(
        "reference", pathlib.Path(checkout) / "utils" / "eval_other_utils.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(rng, words_max):
    pieces = []
    for _ in range(rng.randint(0, words_max)):
        pieces += [rng.choice(WORDS), rng.choice(GAPS)]
    return "".join(pieces[:-1] if rng.random() < 0.7 else pieces)


def gold_of(rng, body):
    kind = rng.random()
    if kind < 0.25:
        return body
    if kind < 0.4:
        return rng.choice(
            [str.lower, str.upper, str.strip, lambda text: f"the {text}.", lambda text: text[1:]]
        )(body)
    if kind < 0.6:
        words = body.split()
        rng.shuffle(words)
        return " ".join(words[: rng.randint(0, 3)])
    if kind < 0.7:
        return rng.choice(["yes", "no", "noanswer", "", "the", "28", "\u00a0", "."])
    return text_of(rng, 3)


def pair_of(rng):
    body = text_of(rng, rng.choice([1, 2, 3, 5]))
    answer = rng.choice(PREFIXES) + body + rng.choice(SUFFIXES)
    return answer, [gold_of(rng, body) for _ in range(rng.choice([1, 1, 1, 2, 3]))]


def choice_of(rng):
    options = [f"{letter}. {text_of(rng, 6)}" for letter in "ABCD"]
    gold, said = rng.choice(options), rng.choice(options)
    said = rng.choice([said, said, gold])
    reasons = json.dumps([text_of(rng, 4) for _ in range(rng.randint(0, 2))], ensure_ascii=False)
    answer = rng.choice(
        [
            said,
            said[0],
            f"({said[0]})",
            said[3:],
            f"Answer: {said}",
            f"The answer is {said}",
            f'{{"answer": {json.dumps(said, ensure_ascii=False)}, "reasoning": {reasons}}}',
            f"```json\n{{\n  \"answer\": \"{said[0]}\",\n  \"reasoning\": {reasons}\n}}\n```",
            f"{text_of(rng, 5)}\nAnswer: {said}\n{text_of(rng, 5)}",
        ]
    )
    return answer, [gold]


def summary_of(rng):
    lines = [text_of(rng, 12) for _ in range(rng.randint(1, 6))]
    told = [rng.choice([line, gold_of(rng, line), text_of(rng, 12)]) for line in lines]
    rng.shuffle(told)
    return "\n".join(lines), ["\n".join(told), " ".join(told)][: rng.randint(1, 2)]


def row_of(reference, answer, golds):
    def scores(name):
        values, info = reference.post_process({"output": answer}, golds, {"sub_dataset": name})
        row = [float(values[key]) for key in METRICS]
        return (
            [int(value) if value == int(value) else value for value in row],
            values,
            info["parsed_output"],
        )

    short, _, parsed = scores("factconsolidation_sh_6k")
    icl, _, icl_parsed = scores("icl_trec")
    event, values, event_parsed = scores("eventqa_full")
    assert icl == event and parsed == icl_parsed == event_parsed
    for name in ["longmemeval_s*", "infbench_sum_eng_shots2", "detective_qa", "ruler_qa1_197K"]:
        assert scores(name)[::2] == (short, parsed)
    return [answer, golds, parsed, short, icl, values["eventqa_recall"]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reference", required=True)
    parser.add_argument("target")
    arguments = parser.parse_args()
    reference = load_reference(arguments.reference)
    rng = random.Random(20260801)
    pairs = [pair_of(rng) for _ in range(5000)]
    pairs += [choice_of(rng) for _ in range(500)] + [summary_of(rng) for _ in range(500)]
    rows = [row_of(reference, *pair) for pair in pairs]
    commit = subprocess.run(
        ["git", "-C", arguments.reference, "rev-parse", "HEAD"], capture_output=True, text=True
    )
    made_with = (
        "python scripts/golden/metrics.py --reference CHECKOUT "
        "src/bench/metrics/__fixtures__/metrics.json.gz"
    )
    python = sys.version.split()[0]
    head = {
        "made_with": f"{made_with} (reference commit {commit.stdout.strip() or 'unknown'}, "
        f"Python {python})",
        "columns": "reply, accepted answers, parsed, "
        f"{METRICS} of the better of both, "
        "the same of the parsed reply only, eventqa_recall",
    }
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    text = json.dumps(head, ensure_ascii=False)[:-1] + ',"rows":[\n' + lines + "\n]}\n"
    pathlib.Path(arguments.target).write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()

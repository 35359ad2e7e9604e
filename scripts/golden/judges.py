"""Golden values for the judges from the reference's own scripts, with a judge that is scripted.

    pip install numpy
    python scripts/golden/judges.py --reference CHECKOUT src/bench/judges/__fixtures__/judges.json

CHECKOUT is a working tree of MemoryAgentBench at 455306d. Its scripts for LongMemEval and for
summaries are run as they are; packages that take no part, the data set and the judge are replaced
by stand-ins.

rules: which types of question are marked by the same prompt (its number; null: refused).
labels: what a judge says, and whether the reference takes that for right.
summaries: counts that a judge gives, and the reference's scores.
"""

import argparse
import contextlib
import importlib.util
import io
import json
import os
import pathlib
import random
import runpy
import sys
import tempfile
import types

TYPES = [
    "single-session-user",
    "single-session-assistant",
    "multi-session",
    "temporal-reasoning",
    "knowledge-update",
    "single-session-preference",
]
SAID = [
    "yes",
    "no",
    "Yes.",
    "NO",
    "Yesterday's answer is wrong: no",
    "No. It does not say yes to anything.",
    "I would not say yes.",
    "eyes only",
    "Oui.",
    "是",
    "correct",
    "",
    "I'm sorry, but I cannot judge this.",
    '{"correct": true}',
    '{"correct": false, "reason": "yes is missing"}',
]


class Rows(list):
    def filter(self, accept):
        return Rows(row for row in self if accept(row))


def stand_ins(said, rows):
    """Modules that the scripts import; `said` is what the judge says, call by call."""
    replies = iter(said)

    def create(**_):
        message = types.SimpleNamespace(content=next(replies))
        return types.SimpleNamespace(choices=[types.SimpleNamespace(message=message)])

    client = types.SimpleNamespace(chat=types.SimpleNamespace(
        completions=types.SimpleNamespace(create=create)
    ))
    members = {
        "tqdm": {"tqdm": lambda items, **_: items},
        "backoff": {},
        "openai": {"OpenAI": lambda: client},
        "dotenv": {"load_dotenv": lambda: None},
        "datasets": {"load_dataset": lambda *_, **__: rows, "load_from_disk": None},
    }
    for name, content in members.items():
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__dict__.update(content)


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rules_of(script):
    stand_ins([], Rows())
    prompt = load(script).get_anscheck_prompt
    seen, rules = [], []
    for kind in [*TYPES, "single-session-other", ""]:
        for source in ["q1", "q1_abs", "q1_abs_2"]:
            try:
                text = prompt(kind, "<q>", "<a>", "<r>", abstention="_abs" in source)
            except NotImplementedError:
                rules.append({"type": kind, "sourceId": source, "rule": None})
                continue
            seen = seen if text in seen else [*seen, text]
            rules.append({"type": kind, "sourceId": source, "rule": seen.index(text)})
    return rules


def labels_of(script):
    count = len(SAID)
    ids = [f"q{at}" for at in range(count)]
    row = {
        "context": "",
        "questions": ["q"] * count,
        "answers": [["a"]] * count,
        "metadata": {
            "source": "longmemeval_s*",
            "question_ids": ids,
            "question_types": ["multi-session"] * count,
        },
    }
    stand_ins(SAID, Rows([row]))
    with tempfile.TemporaryDirectory() as folder:
        outputs = pathlib.Path(folder) / "outputs" / "golden" / "Accurate_Retrieval"
        outputs.mkdir(parents=True)
        answers = [{"output": "r", "answer": ["a"]}] * count
        (outputs / "longmemeval_s*_golden.json").write_text(json.dumps({"data": answers}))
        before, arguments = os.getcwd(), sys.argv
        os.chdir(folder)
        sys.argv = [str(script), "--evaluated_method", "golden"]
        try:
            runpy.run_path(str(script), run_name="__main__")
            (result,) = pathlib.Path("outputs/longmemeval_s*").iterdir()
            lines = result.read_text().splitlines()
        finally:
            os.chdir(before)
            sys.argv = arguments
    labels = [json.loads(line)["autoeval_label"]["label"] for line in lines]
    return [{"said": said, "right": label} for said, label in zip(SAID, labels)]


def summaries_of(script):
    rng = random.Random(20261124)
    cases = []
    for at in range(60):
        keypoints, sentences = rng.randint(1, 30), rng.randint(1, 30)
        most = 0 if at % 10 == 0 else 1
        cases.append({
            "fluency": rng.choice([0, 1, 1, 1]),
            "keypoints": keypoints,
            "found": rng.randint(0, keypoints) * most,
            "sentences": sentences,
            "supported": rng.randint(0, sentences) * (most or rng.choice([0, 1])),
        })
    stand_ins([], {
        "only": Rows({
            "answers": [["expert"]],
            "metadata": {
                "source": "infbench_sum_eng_shots2",
                "qa_pair_ids": [f"id{at}"],
                "keypoints": [f"point {n}" for n in range(case["keypoints"])],
            },
        } for at, case in enumerate(cases))
    })
    said = [
        {"output": text}
        for case in cases
        for text in (
            json.dumps({"fluency": case["fluency"]}),
            json.dumps({"supported_key_points": [], "recall": case["found"]}),
            json.dumps({"precision": case["supported"], "sentence_count": case["sentences"]}),
        )
    ]
    judge = types.SimpleNamespace(generate_batch=lambda **_: said)
    module = load(script)
    arguments = types.SimpleNamespace(huggingface_dataset_name="golden")
    with tempfile.TemporaryDirectory() as folder:
        answers = [
            {"qa_pair_id": f"id{at}", "output": "summary", "answer": ["expert"]}
            for at in range(len(cases))
        ]
        source = pathlib.Path(folder) / "infbench_sum_golden.json"
        source.write_text(json.dumps({"data": answers, "averaged_metrics": {}}))
        results = module.check_metrics(judge, str(source), str(source) + ".out", arguments)
    for case, result in zip(cases, results["data"]):
        scores = result["gpt-4-scores"]
        case["scores"] = {name: scores[name] for name in ("f1", "fluency", "recall", "precision")}
    return cases


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reference", required=True)
    parser.add_argument("target")
    arguments = parser.parse_args()
    folder = pathlib.Path(arguments.reference).resolve() / "llm_based_eval"
    with contextlib.redirect_stdout(io.StringIO()):
        golden = {
            "made_with": "python scripts/golden/judges.py --reference CHECKOUT "
            "src/bench/judges/__fixtures__/judges.json (CHECKOUT at 455306d)",
            "rules": rules_of(folder / "longmem_qa_evaluate.py"),
            "labels": labels_of(folder / "longmem_qa_evaluate.py"),
            "summaries": summaries_of(folder / "summarization_evaluate.py"),
        }
    with open(arguments.target, "w", encoding="utf-8") as file:
        json.dump(golden, file, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()

"""Reads exported results with the Python project's own code, and prints what it makes of them.

    python3 evaluate.py CHECKOUT EXPORT < rows.json

Of the packages that it would need, those that only reach models or data are replaced.
"""

import contextlib
import glob
import io
import json
import os
import runpy
import sys
from types import ModuleType, SimpleNamespace

checkout, export = sys.argv[1], sys.argv[2]
rows = json.load(sys.stdin)
asked = []


class Rows(list):
    def filter(self, accept):
        return Rows(row for row in self if accept(row))


def module(name, **members):
    made = ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made


def load_dataset(name, split=None, revision=None):
    return Rows(rows) if split else {"all": Rows(rows)}


class OpenAI:
    """Says yes to every other question."""

    def __init__(self):
        self.chat = SimpleNamespace(completions=SimpleNamespace(create=self.create))

    def create(self, messages, **rest):
        asked.append(messages[0]["content"])
        content = "Yes." if len(asked) % 2 == 1 else "No."
        return SimpleNamespace(choices=[SimpleNamespace(message=SimpleNamespace(content=content))])


module("datasets", load_dataset=load_dataset, load_from_disk=None)
module("dotenv", load_dotenv=lambda: None)
module("backoff")
module("openai", OpenAI=OpenAI)
module("agent", AgentWrapper=None)
module("conversation_creator", ConversationCreator=None)
sys.path.insert(0, checkout)
os.chdir(export)

with contextlib.redirect_stdout(io.StringIO()):
    import nltk
    nltk.download = lambda *names, **rest: None
    import numpy
    import initialization
    from utils.eval_other_utils import metrics_summarization
    from collections import defaultdict

    results = {}
    for path in sorted(glob.glob("outputs/**/*_results.json", recursive=True)):
        with open(path) as file:
            saved = json.load(file)
        expected = initialization._create_output_path(saved["agent_config"], saved["dataset_config"])
        metrics, entries = defaultdict(list), []
        for entry in saved["data"]:
            output = {name: entry[name] for name in (
                "output", "input_len", "output_len", "memory_construction_time", "query_time_len")}
            metrics, entries = metrics_summarization(
                output, entry["query"], entry["answer"], saved["dataset_config"], metrics, entries,
                entry["query_id"], entry.get("qa_pair_id"))
        resumed = initialization.load_existing_results(
            path, saved["dataset_config"], [[("q", "a", None)] * len(saved["data"])])
        results[path] = {
            "same_path": os.path.normpath(expected) == os.path.normpath(path),
            "keys": sorted(saved) == sorted(["agent_config", "dataset_config", "data", "metrics",
                                             "time_cost", "averaged_metrics"]),
            "entry_keys": [sorted(set(theirs) - {"gt_movies"}) == sorted(ours)
                           for theirs, ours in zip(entries, saved["data"])],
            "theirs": {name: float(numpy.mean(values)) * (
                1 if "_len" in name or "_time" in name else 100)
                for name, values in metrics.items()},
            "ours": saved["averaged_metrics"],
            "resumed": [len(resumed[1]), resumed[2], resumed[3]],
        }

    def run(script, *arguments, **names):
        sys.argv = [script, *arguments]
        return runpy.run_path(os.path.join(checkout, "llm_based_eval", script), **names)

    summaries = run("summarization_evaluate.py", run_name="imported")
    # One key point, and one of two sentences, of a fluent text.
    replies = ['{"fluency": 1}', '{"recall": 1}', '{"precision": 1, "sentence_count": 2}']
    model = SimpleNamespace(generate_batch=lambda prompt, batch_file: [
        {"output": replies[at % 3]} for at in range(len(prompt))])
    [summary] = glob.glob("outputs/*-bm25/Long_Range_Understanding/infbench_sum*_results.json")
    judged = summaries["check_metrics"](
        model, summary, summary + ".judged", SimpleNamespace(huggingface_dataset_name="x"))

    folder = next(path for path in results if "-bm25/" in path).split("/")[1]
    module("numpy", mean=lambda values: numpy.float64(sum(values) / len(values)))
    run("longmem_qa_evaluate.py", "--evaluated_method", folder, run_name="__main__")
    [labels] = glob.glob("outputs/longmemeval_s*/.eval-results-*")
    with open(labels) as file:
        labelled = [json.loads(line)["autoeval_label"]["label"] for line in file]

json.dump({
    "results": results,
    "summary": judged["averaged_metrics"]["gpt-4-f1"],
    "labels": labelled,
    "asked": asked,
}, sys.stdout)

"""Golden scores of the reference's own code on every row of a data folder: accepted answers as
replies, those of the next question, and lists of films where answers are films.

    pip install nltk==3.10.4 rouge_score==0.1.2 editdistance==0.8.1 numpy pyarrow==26.0.1
    python scripts/golden/row_scores.py --reference CHECKOUT --data FOLDER --table entity2id.json \\
        test/real-data/__fixtures__/row-scores.json.gz

CHECKOUT is a working tree of the reference. tiktoken takes no part and is replaced by a stand-in.
Of equally near films the first of the table is taken, as in scripts/golden/recommendation.py. No
text of the data is written, only scores.
"""

import argparse
import gzip
import importlib.util
import json
import os
import pathlib
import shutil
import sys
import tempfile
import types

import pyarrow.parquet as parquet

METRICS = [
    "exact_match",
    "f1",
    "substring_exact_match",
    "rougeL_f1",
    "rougeL_recall",
    "rougeLsum_f1",
    "rougeLsum_recall",
]
RECALLS = ["recsys_recall@1", "recsys_recall@5", "recsys_recall@10"]


def load_reference(checkout):
    sys.modules["tiktoken"] = types.ModuleType("tiktoken")
    spec = importlib.util.spec_from_file_location(
        "reference", pathlib.Path(checkout) / "utils" / "eval_other_utils.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.set = dict.fromkeys
    module.print = lambda *_: None
    return module


def names_of(source):
    if source.startswith("recsys"):
        return RECALLS
    return [*METRICS, "eventqa_recall"] if source.startswith("eventqa") else METRICS


def replies(answers, at, names):
    own, other = answers[at], answers[(at + 1) % len(answers)]
    said = f"Answer: {own[0]}\nSo."
    if names:
        films = [names[int(answer)] for answer in [*other, *own]]
        said = "\n".join(f"{at + 1}. {film} (1999)" for at, film in enumerate(films))
    return [own[0], other[-1], said]


def row_scores(reference, row, table):
    source = row["metadata"]["source"]
    names = {}
    if source.startswith("recsys"):
        names = {number: reference.extract_movie_name(name) for name, number in table.items()}

    def scores(reply, answers):
        values, _ = reference.post_process({"output": reply}, answers, {"sub_dataset": source})
        return [float(values[name]) for name in names_of(source)]

    return [
        [scores(reply, answers) for reply in replies(row["answers"], at, names)]
        for at, answers in enumerate(row["answers"])
    ]


def main():
    parser = argparse.ArgumentParser()
    for name in ["--reference", "--data", "--table"]:
        parser.add_argument(name, required=True)
    parser.add_argument("target")
    arguments = parser.parse_args()
    target = pathlib.Path(arguments.target).resolve()
    reference = load_reference(arguments.reference)
    table = json.loads(pathlib.Path(arguments.table).read_text())
    files = sorted(pathlib.Path(arguments.data).resolve().glob("*.parquet"))
    with tempfile.TemporaryDirectory() as folder:
        films = pathlib.Path(folder, "processed_data", "Recsys_Redial")
        films.mkdir(parents=True)
        shutil.copy(arguments.table, films / "entity2id.json")
        os.chdir(folder)
        scores, counts = {}, {}
        for row in [row for file in files for row in parquet.read_table(file).to_pylist()]:
            source = row["metadata"]["source"]
            index = counts[source] = counts.get(source, -1) + 1
            scores[f"{source}#{index}"] = row_scores(reference, row, table)
        os.chdir("/")
    head = {
        "made_with": "python scripts/golden/row_scores.py --reference CHECKOUT --data FOLDER "
        f"--table entity2id.json TARGET (Python {sys.version.split()[0]})",
        "replies": "the first accepted answer; the last one of the next question; the first "
        "behind `Answer:` with another line, or a list of the films of the next question and of "
        "this one",
    }
    text = json.dumps({**head, "scores": scores}, separators=(",", ":"))
    target.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()

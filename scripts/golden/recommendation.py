"""Golden values for the recommendation metrics from the reference's own code, on 5,000 replies.

    pip install editdistance==0.8.1 numpy
    python scripts/golden/recommendation.py --reference CHECKOUT \\
        src/bench/metrics/__fixtures__/recommendation.json.gz

CHECKOUT is a working tree of the reference. Packages that take no part are replaced by stand-ins.
The reference takes the nearest of `list(set(names))`, whose order changes from process to process;
here `set` keeps the order of the table, so that of equally near names the first is taken.
"""

import argparse
import gzip
import importlib.util
import json
import os
import pathlib
import random
import sys
import tempfile
import types

REPLIES = 5000
WORDS = """
The A Of And In Dark Night King Queen Last First Star Wars Water Fire Moon Sun House Road Home Man
Woman Men Boys Girl Dead Living Return Rise Fall Love Story Happy Sad Lost Found City River Ocean's
Eleven 12 Angry 300 2001 Days 500 Mission: Impossible Amélie Léon WALL·E É.T. Café Noël 千と千尋 🎬 ½
Men: X-Men Spider-Man Face/Off Movie Part II III Alien Aliens Saw It Up
""".split()


def load_reference(checkout):
    stand_ins = {
        "nltk": {},
        "tiktoken": {},
        "rouge_score": {
            "rouge_scorer": types.SimpleNamespace(RougeScorer=lambda *_, **__: None)
        },
    }
    for name, members in stand_ins.items():
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__dict__.update(members)
    spec = importlib.util.spec_from_file_location(
        "reference", pathlib.Path(checkout) / "utils" / "eval_other_utils.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.set = dict.fromkeys
    module.print = lambda *_: None
    return module


def table_of(rng):
    table = {}
    while len(table) < 300:
        name = "_".join(rng.choice(WORDS) for _ in range(rng.randint(1, 4)))
        tail = rng.choice(["", "", "", "_(film)", "_(1985_film)", "_(2005_TV_series)"])
        table.setdefault(f"<http://dbpedia.org/resource/{name}{tail}>", 7 * len(table) + 3)
    return table


def misspelt(rng, name):
    for _ in range(rng.choice([0, 0, 0, 1, 2, 4])):
        at = rng.randint(0, len(name))
        letter = rng.choice("aeist 🎬É-")
        cut = rng.choice([0, 1])
        name = name[:at] + rng.choice(["", letter]) + name[at + cut :]
    return rng.choice([str, str, str.lower, str.upper])(name)


def reply_of(rng, names):
    picked = [misspelt(rng, rng.choice(names)) for _ in range(rng.randint(0, 12))]
    years = ["", "", f" ({rng.randint(1930, 2020)})"]
    picked = [name + rng.choice(years) for name in picked]
    style = rng.random()
    if style < 0.15:
        return rng.choice(["", "I recommend ", "Sure: "]) + ", ".join(picked)
    if style < 0.25:
        return "\n".join(f"- {name}" for name in picked)
    mark = rng.choice([". ", ".", ") ", "、", " - ", ". - "])
    lines = [f"{at}{mark}{name}" for at, name in enumerate(picked, 1)]
    head = rng.choice(["", "", "The recommendations are: \n", "Here you go!\n\n"])
    end = rng.choice(["\n", "\n", "\n\n", "\r\n", "\u2028\n"])
    return head + end.join(lines) + rng.choice(["", "\n", "\n\nEnjoy!"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reference", required=True)
    parser.add_argument("target")
    arguments = parser.parse_args()
    target = pathlib.Path(arguments.target).resolve()
    reference = load_reference(pathlib.Path(arguments.reference).resolve())
    rng = random.Random(20260801)
    table = table_of(rng)
    names = [reference.extract_movie_name(address) for address in table]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        path = pathlib.Path("processed_data/Recsys_Redial/entity2id.json")
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(table))
        for _ in range(REPLIES):
            reply = reply_of(rng, names)
            golds = [str(rng.choice(list(table.values()))) for _ in range(rng.choice([1, 1, 2, 3]))]
            if rng.random() < 0.6:
                known = [name for name in names if name and name.lower() in reply.lower()]
                golds += [str(table[list(table)[names.index(name)]]) for name in known[:2]]
            scores, details = reference._process_recsys_dataset({"output": reply}, golds)
            recall = [scores[f"recsys_recall@{cutoff}"] for cutoff in (1, 5, 10)]
            rows.append([reply, golds, details["parsed_output"][:10], *recall])
        os.chdir("/")
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    head = json.dumps({"table": table, "names": names}, ensure_ascii=False)[:-1]
    target.write_bytes(gzip.compress(f'{head}, "rows": [\n{lines}\n]}}\n'.encode(), mtime=0))
    print(len(rows), "replies,", sum(row[-1] > 0 for row in rows), "with a hit")


if __name__ == "__main__":
    main()

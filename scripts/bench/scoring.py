"""The answers that scripts/bench/scoring.ts has written, scored as the reference does it: by its
formulas, with the packages rouge_score and editdistance. Prints one line of JSON.

    pip install rouge_score==0.1.2 editdistance==0.8.1
    python scripts/bench/scoring.py ANSWERS

Of items that are equally near the first of the table is taken, so that results can be compared.
"""

import argparse
import json
import re
import string
import time
from collections import Counter

import editdistance
from rouge_score import rouge_scorer

ROUGE = rouge_scorer.RougeScorer(["rougeL", "rougeLsum"], use_stemmer=True)
PUNCTUATION = set(string.punctuation)


def normalized(text):
    kept = "".join(letter for letter in text.lower() if letter not in PUNCTUATION)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


def f1(prediction, accepted):
    one, other = normalized(prediction), normalized(accepted)
    if one != other and {one, other} & {"yes", "no", "noanswer"}:
        return 0.0
    common = sum((Counter(one.split()) & Counter(other.split())).values())
    if common == 0:
        return 0.0
    precision, recall = common / len(one.split()), common / len(other.split())
    return 2 * precision * recall / (precision + recall)


def answer_scores(prediction, answers):
    rouge = [ROUGE.score(target=answer, prediction=prediction) for answer in answers]
    return [
        float(max(normalized(prediction) == normalized(answer) for answer in answers)),
        max(f1(prediction, answer) for answer in answers),
        float(max(normalized(answer) in normalized(prediction) for answer in answers)),
        max(score["rougeL"].fmeasure for score in rouge),
        max(score["rougeL"].recall for score in rouge),
        max(score["rougeLsum"].fmeasure for score in rouge),
        max(score["rougeLsum"].recall for score in rouge),
    ]


def parsed(reply):
    found = re.search(r"answer:(.*)(?:\n|$)", reply, re.IGNORECASE) or re.search(r"^(.*)", reply)
    return re.sub(r"^answer:", "", found[1].strip(), flags=re.IGNORECASE).strip()


def item_name(address):
    name = re.sub(r"[_>-]", " ", address.split("/")[-1])
    return re.sub(r"\s+", " ", re.sub(r"\([^()]*\)", "", name)).strip()


def recommendation_scores(reply, answers, items):
    """The table is read anew for every answer, as in the reference."""
    names_by_id = {number: item_name(address) for address, number in items.items()}
    candidates = list(dict.fromkeys(names_by_id.values()))
    predicted = []
    for line in reply.split("1.", 1)[-1].split("\n"):
        name = re.sub(r"\([^()]*\)", "", line.strip())
        name = re.sub(r"^(?:\d+[.)、]?\s*[-—–]?\s*)?", "", name)
        name = re.sub(r"\s+", " ", name).strip()
        edits = [editdistance.eval(name.lower(), each.lower()) for each in candidates]
        predicted.append(candidates[edits.index(min(edits))])
    accepted = [names_by_id[int(answer)] for answer in answers]
    return [
        sum(name in predicted[:cutoff] for name in accepted) / len(accepted)
        for cutoff in (1, 5, 10)
    ]


def scores(answer, items):
    reply, answers = answer["reply"], answer["answers"]
    if answer["family"] == "recsys":
        return recommendation_scores(reply, answers, items)
    if answer["family"] == "icl":
        return answer_scores(parsed(reply), answers)
    if answer["family"] == "eventqa":
        recall = float(all(each.lower() in reply.lower() for each in answers))
        return [*answer_scores(parsed(reply), answers), recall]
    pairs = zip(answer_scores(reply, answers), answer_scores(parsed(reply), answers))
    return [max(pair) for pair in pairs]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("answers")
    with open(parser.parse_args().answers, encoding="utf-8") as file:
        data = json.load(file)
    start = time.perf_counter()
    values = [scores(answer, data["items"]) for answer in data["answers"]]
    seconds = time.perf_counter() - start
    print(json.dumps({"name": "rouge_score, editdistance", "seconds": seconds, "values": values}))


if __name__ == "__main__":
    main()

"""Golden values of LoCoMo's published score, by its own functions, on made-up texts.

pip install nltk==3.10.4 regex==2026.11.19
Usage: python3 scripts/golden/locomo_f1.py FOLDER > src/bench/metrics/__fixtures__/locomo-f1.json
FOLDER holds `evaluation.py` of LoCoMo (folder task_eval of its code).
"""

import json
import random
import sys

sys.path.insert(0, sys.argv[1])
from evaluation import f1, f1_score  # noqa: E402

WORDS = (
    "The a an and painting painted paints camping Camped, hikes; swimming (pottery) classes 7 May 2023 "
    "adoption agencies counsel counseling mental-health \u00c9cole na\u00efve running, ran families family "
    "yes no noanswer likely; she would rock'n'roll 3.5 _under_ Zurich Z\u00fcrich theand an-the"
).split(" ")
KINDS = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop"}

pick = random.Random(7)
cases = []
for at in range(400):
    category = at % 4 + 1
    reply, answer = (
        " ".join(pick.choices(WORDS, k=pick.randint(0 if text == 0 else 1, 7))) for text in range(2)
    )
    gold = answer.split(";")[0].strip() if category == 3 else answer
    score = f1(reply, gold) if category == 1 else f1_score(reply, gold)
    cases.append({"type": KINDS[category], "reply": reply, "answer": answer, "score": float(score)})
json.dump(cases, sys.stdout, indent=1, ensure_ascii=False)

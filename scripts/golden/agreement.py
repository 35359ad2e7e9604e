"""Golden values for agreement between judges: by statsmodels, scikit-learn and scipy.

    pip install statsmodels==0.15.0 scikit-learn==1.9.1 scipy==1.17.1 numpy
    python scripts/golden/agreement.py src/bench/judges/__fixtures__/agreement.json

Cohen's kappa with its interval: statsmodels, asserted to be scikit-learn's. Fleiss' kappa:
statsmodels. Rank correlation: scipy. What is not a number there is null here.
"""

import argparse
import json
import math
import random
import warnings

import numpy as np
import scipy.stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa


def number(value):
    return None if math.isnan(value) else float(value)


def cohen_of(first, second):
    categories = sorted(set(first) | set(second))
    if len(categories) < 2:
        return {"kappa": None, "low": None, "high": None}
    table = np.zeros((len(categories), len(categories)))
    for one, other in zip(first, second):
        table[categories.index(one), categories.index(other)] += 1
    result = cohens_kappa(table)
    names = [[categories.index(one) for one in side] for side in (first, second)]
    assert math.isclose(result.kappa, cohen_kappa_score(*names), abs_tol=1e-12)
    if result.std_kappa < 1e-9:
        return {"kappa": number(result.kappa), "low": None, "high": None}
    return {
        "kappa": number(result.kappa),
        "low": max(-1.0, float(result.kappa_low)),
        "high": min(1.0, float(result.kappa_upp)),
    }


def raters_of(rng, items, raters, noise, categories):
    truth = [rng.choice(categories) for _ in range(items)]
    return [
        [rng.choice(categories) if rng.random() < noise else one for one in truth]
        for _ in range(raters)
    ]


def main():
    # A standard error of 0, of which statsmodels makes a z value that nobody asked for.
    warnings.simplefilter("ignore", RuntimeWarning)
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    target = parser.parse_args().target
    rng = random.Random(20261124)
    pairs, panels, ranks = [], [], []
    shapes = [(2, 0.5), (5, 0.3), (30, 0.2), (100, 0.6), (300, 0.1), (300, 1.0), (26, 0.0)]
    for items, noise in shapes:
        for categories in [[0, 1], [0, 1, 1, 1, 1], [0, 0.5, 1]]:
            first, second, third = raters_of(rng, items, 3, noise, categories)
            pairs.append({"first": first, "second": second, **cohen_of(first, second)})
            rows = list(zip(first, second, third))
            table = aggregate_raters(np.array(rows))[0]
            kappa = number(fleiss_kappa(table)) if table.shape[1] > 1 else None
            panels.append({"items": rows, "kappa": kappa})
    one, other = [1, 1, 0, 1], [1, 1, 1, 1]
    for first, second in [(other, other), (one, other), (one, [1 - v for v in one])]:
        pairs.append({"first": first, "second": second, **cohen_of(first, second)})
    for items in (2, 3, 10, 200):
        for values in ([0, 1], [0, 0.25, 0.5, 1], None):
            lengths = [rng.randint(0, 40) for _ in range(items)]
            scores = [rng.random() if values is None else rng.choice(values) for _ in lengths]
            same = len(set(lengths)) < 2 or len(set(scores)) < 2
            rho = None if same else number(scipy.stats.spearmanr(lengths, scores).statistic)
            ranks.append({"first": lengths, "second": scores, "rho": rho})
    made_with = "python scripts/golden/agreement.py src/bench/judges/__fixtures__/agreement.json"
    golden = {
        "made_with": f"{made_with} (statsmodels 0.15.0, scikit-learn 1.9.1, scipy 1.17.1)",
        "pairs": pairs,
        "panels": panels,
        "ranks": ranks,
    }
    with open(target, "w", encoding="utf-8") as file:
        json.dump(golden, file)
        file.write("\n")


if __name__ == "__main__":
    main()

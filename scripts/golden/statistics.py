"""Golden values for src/bench/statistics, computed another way: by statsmodels and scipy.

    pip install statsmodels==0.15.0 scipy==1.17.1 numpy
    python scripts/golden/statistics.py src/bench/statistics/__fixtures__/statistics.json

Several contexts: ordinary least squares on a constant with cluster-robust covariance. One context:
Wilson's interval for shares (scores of 0 and 1), else scipy's t interval. P-values: the same
regression; statsmodels' exact McNemar test; scipy's exact permutation test of signs; scipy's paired
t test. Sample sizes: statsmodels' exact power of the t test (noncentral t).
"""

import argparse
import json
import random
import sys

# This file is named like a module of Python's own library that scipy needs.
sys.path.pop(0)

import numpy as np
import scipy.stats
import statsmodels.api as sm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower
from statsmodels.stats.proportion import proportion_confint


def interval_of(values, contexts, proportion):
    values = np.array(values, dtype=float)
    groups = np.unique(contexts, return_inverse=True)[1]
    if groups.max() > 0:
        model = sm.OLS(values, np.ones(len(values)))
        fit = model.fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
        low, high = fit.conf_int(0.05)[0]
    elif proportion and set(values) <= {0.0, 1.0}:
        low, high = proportion_confint(int(values.sum()), len(values), 0.05, method="wilson")
    else:
        low, high = scipy.stats.t.interval(
            0.95, len(values) - 1, values.mean(), scipy.stats.sem(values)
        )
    return {"mean": float(values.mean()), "low": float(low), "high": float(high)}


def test_of(first, second, contexts):
    values = np.array(first) - np.array(second)
    groups = np.unique(contexts, return_inverse=True)[1]
    if groups.max() > 0:
        fit = sm.OLS(values, np.ones(len(values))).fit(
            cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
        )
        return ["clustered-t", float(fit.pvalues[0])]
    higher, lower = int((values > 0).sum()), int((values < 0).sum())
    if set(np.abs(values)) <= {0.0, 1.0}:
        table = [[0, higher], [lower, 0]]
        return ["mcnemar", float(mcnemar(table, exact=True).pvalue)]
    # Differences of 0 have no sign to flip; leaving them out keeps the count of patterns small.
    is_exact = higher + lower <= 20
    result = scipy.stats.permutation_test(
        (values[values != 0],),
        (lambda sample, axis: sample.sum(axis=axis)),
        permutation_type="samples",
        n_resamples=np.inf if is_exact else 500_000,
        batch=10_000,
        rng=np.random.default_rng(1),
    )
    return ["sign-flip" if is_exact else "drawn", float(result.pvalue)]


def scores_of(rng, sizes, kind):
    rows = []
    for context, size in enumerate(sizes):
        level = rng.uniform(0.2, 0.8)
        for _ in range(size):
            score = (
                float(rng.random() < level)
                if kind == "binary"
                else round(rng.betavariate(4 * level, 4 - 4 * level), 3)
            )
            rows.append([f"c{context}", score])
    rng.shuffle(rows)
    return rows


def case_of(rng, sizes, kind):
    rows = scores_of(rng, sizes, kind)
    others = [[context, rng.choice([score, score, 0.0, 1.0])] for context, score in rows]
    contexts = [context for context, _ in rows]
    first, second = ([score for _, score in side] for side in (rows, others))
    return {
        "name": f"{kind} scores on {len(sizes)} context(s) "
        f"of {min(sizes)} to {max(sizes)} questions",
        "contexts": contexts,
        "first": first,
        "second": second,
        "interval": interval_of(first, contexts, True),
        "difference": interval_of(np.array(first) - np.array(second), contexts, False),
        "test": test_of(first, second, contexts),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    target = parser.parse_args().target
    rng = random.Random(20260801)
    shapes = [
        [40, 40],
        [5, 30, 12],
        [20] * 5,
        [1] * 12,
        [rng.randint(1, 9) for _ in range(30)],
        [100],
        [7],
        [2],
        [18],
    ]
    cases = [case_of(rng, sizes, kind) for sizes in shapes for kind in ("binary", "graded")]
    degrees = [1, 2, 3, 4, 9, 29, 99, 999]
    made_with = (
        "python scripts/golden/statistics.py src/bench/statistics/__fixtures__/statistics.json"
    )
    golden = {
        "made_with": f"{made_with} (statsmodels 0.15.0, scipy 1.17.1)",
        "t_quantiles": [[v, float(scipy.stats.t.ppf(0.975, v))] for v in degrees],
        "perfect_of_10": [
            float(bound) for bound in proportion_confint(10, 10, 0.05, method="wilson")
        ],
        "power_80": [
            [effect, float(TTestPower().solve_power(effect, power=0.8, alpha=0.05))]
            for effect in [0.05, 0.1, 0.2, 0.3, 0.5, 0.8]
        ],
        "detectable_80": [
            [count, level, float(TTestPower().solve_power(None, count, level, 0.8))]
            for count in [5, 10, 40, 100, 500]
            for level in [0.05, 0.05 / 3, 0.05 / 45]
        ],
        "holm": [
            {"p": p, "adjusted": [float(value) for value in multipletests(p, method="holm")[1]]}
            for p in [
                [0.01],
                [0.01, 0.04, 0.03, 0.005],
                [0.5, 0.5, 0.9],
                [0.02, 0.02, 0.02],
                [round(rng.random() ** 3, 6) for _ in range(45)],
            ]
        ],
        "cases": [
            case
            for case in cases
            if np.std(case["first"]) > 0 and case["difference"]["low"] < case["difference"]["high"]
        ],
    }
    with open(target, "w", encoding="utf-8") as file:
        json.dump(golden, file)
        file.write("\n")


if __name__ == "__main__":
    main()

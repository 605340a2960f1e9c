"""Reference numbers for comparing runs, written to data/reference/compare.json: Student's t, mean and band, assignments,
matched units, and where runs part. All by SciPy and NumPy, none by a port of our own code.

    python3 -m venv venv && venv/bin/pip install -r scripts/reference/requirements.txt
    venv/bin/python scripts/reference/compare.py
"""

import json
import platform
from pathlib import Path

import numpy as np
import scipy
from plain import plain
from scipy.optimize import linear_sum_assignment
from scipy.special import betainc
from scipy.stats import norm, t, ttest_ind

rng = np.random.default_rng(20261127)


def student():
    cases = [(x, v) for v in (1, 1.7, 2, 4, 8.3, 30, 400, 1e5) for x in (0, 1e-4, 0.3, 1, 2.5, 9, 80)]
    return {
        "p": [{"t": x, "freedom": v, "p": float(2 * t.sf(x, v))} for x, v in cases],
        "critical": [{"p": p, "freedom": v, "t": float(t.isf(p / 2, v))} for v in (1, 2, 4, 9, 57.5) for p in (0.05, 1e-3, 1e-8)],
        "beta": [
            {"x": x, "a": a, "b": b, "value": float(betainc(a, b, x))}
            for a, b in ((0.5, 0.5), (2, 3), (12.5, 0.5), (0.5, 90))
            for x in (0.01, 0.2, 0.5, 0.9, 0.999)
        ],
    }


def band(grids):
    """Mean and bands over runs with their own grids, read between their points by numpy.interp where grids differ."""
    runs = [(x, np.exp(-x / 9) + 0.1 * rng.normal(size=len(x))) for x in grids]
    union = np.unique(np.concatenate(grids))
    interpolated = len(union) > 1.05 * max(map(len, grids)) + 1
    rows = []
    for x, y in runs:
        if interpolated:
            rows.append(np.where((union >= x[0]) & (union <= x[-1]), np.interp(union, x, y), np.nan))
        else:
            lookup = dict(zip(x, y))
            rows.append(np.array([lookup.get(each, np.nan) for each in union]))
    table = np.array(rows)
    n = np.isfinite(table).sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, sd = np.nanmean(table, 0), np.nanstd(table, 0, ddof=1)
        half = t.isf(0.025, np.maximum(1, n - 1)) * sd / np.sqrt(n)
    alone = n < 2
    cut = lambda values: plain(np.where(alone, np.nan, values))
    return {
        "runs": [{"xs": plain(x), "ys": plain(y)} for x, y in runs],
        "xs": plain(union),
        "n": n.tolist(),
        "mean": plain(mean),
        "sd": [cut(mean - sd), cut(mean + sd)],
        "ci": [cut(mean - half), cut(mean + half)],
        "range": [cut(np.nanmin(table, 0)), cut(np.nanmax(table, 0))],
    }


def assignment(rows, cols):
    costs = rng.normal(size=(rows, cols))
    at, to = linear_sum_assignment(costs)
    return {"rows": rows, "cols": cols, "costs": plain(costs.ravel()), "to": to.tolist(), "total": float(costs[at, to].sum())}


def matching(rows, left, right):
    """Units of which most are units of the other set, shuffled, some turned over, with noise; the others are their own."""
    a = np.tanh(rng.normal(size=(rows, left)))
    b = np.tanh(rng.normal(size=(rows, right)))
    shared = min(left, right) - 2
    places, sources = rng.permutation(right)[:shared], rng.permutation(left)[:shared]
    b[:, places] = a[:, sources] * rng.choice([-1, 1], size=shared) + 0.2 * rng.normal(size=(rows, shared))
    r = np.corrcoef(a.T, b.T)[:left, left:]
    at, to = linear_sum_assignment(1 - np.abs(r))
    of = np.full(left, -1)
    of[at] = to
    return {
        "rows": rows, "left": left, "right": right, "a": plain(a.ravel()), "b": plain(b.ravel()),
        "of": of.tolist(),
        "correlation": [float(r[i, j]) if j >= 0 else 0.0 for i, j in enumerate(of)],
        "matched": int(sum(j >= 0 and abs(r[i, j]) >= 0.5 for i, j in enumerate(of))),
    }


def runs(seeds, epochs, part, drop, spread):
    """Losses that fall alike, and from epoch `part` on by a factor more."""
    at = np.arange(epochs)
    return np.exp(-at / 15 - drop * np.maximum(0, at - part)) * np.exp(spread * rng.normal(size=(seeds, epochs)))


def noise(y):
    residual = np.abs(y[:-2] / 2 - y[1:-1] + y[2:] / 2)
    return 1.4826 * np.median(residual) / np.sqrt(1.5)


def parting(na, nb, epochs, part, drop):
    a, b = runs(na, epochs, epochs, 0, 0.03), runs(nb, epochs, part, drop, 0.03)
    la, lb = np.log10(a), np.log10(b)
    if na > 1 and nb > 1:
        test, statistic, p = "welch", *ttest_ind(lb, la, equal_var=False)
    elif na > 1 or nb > 1:
        many, lone = (la, lb) if na > 1 else (lb, la)
        error = many.std(0, ddof=1) * np.sqrt(1 + 1 / len(lone))
        statistic = (lb.mean(0) - la.mean(0)) / error
        test, p = "prediction", 2 * t.sf(np.abs(statistic), len(many) - 1)
    else:
        statistic = (lb[0] - la[0]) / np.hypot(noise(la[0]), noise(lb[0]))
        test, p = "noise", 2 * norm.sf(np.abs(statistic))
    hit = p < 0.05 / epochs
    first = next((i for i in range(epochs - 1) if hit[i : i + 3].all() and len(set(np.sign(statistic[i : i + 3]))) == 1), None)
    return {
        "a": plain(a), "b": plain(b), "test": test, "at": first,
        "statistic": None if first is None else float(statistic[first]), "p": None if first is None else float(p[first]),
    }


whole, thirds = np.arange(1.0, 31), np.arange(1, 31, 3) + 0.5
reference = {
    "made": {
        "by": "scripts/reference/compare.py", "seed": 20261127, "python": platform.python_version(),
        "numpy": np.__version__, "scipy": scipy.__version__,
    },
    "relativeTolerance": 1e-9,
    "student": student(),
    "bands": [band([whole, whole, whole[:20]]), band([whole, thirds, whole + 0.25])],
    "assignments": [assignment(1, 1), assignment(5, 5), assignment(7, 12), assignment(40, 40)],
    "matchings": [matching(60, 8, 8), matching(80, 10, 6), matching(80, 6, 11)],
    "partings": [
        parting(5, 5, 40, 8, 0.05), parting(2, 4, 40, 10, 0.1), parting(5, 1, 40, 12, 0.2), parting(1, 3, 30, 5, 0.5),
        parting(1, 1, 50, 20, 0.1), parting(5, 5, 40, 40, 0), parting(1, 1, 50, 50, 0),
    ],
}
target = Path(__file__).resolve().parents[2] / "data" / "reference" / "compare.json"
target.write_text(json.dumps(reference) + "\n")
print(f"{target.name}: {target.stat().st_size} bytes")
print([(each["test"], each["at"]) for each in reference["partings"]], [each["matched"] for each in reference["matchings"]])

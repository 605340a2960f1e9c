"""Reference numbers for how alike the states of runs are, written to data/reference/similarity.json: CKA without bias, and
what matching units finds by chance. By NumPy and SciPy from the formulas with traces, none by a port of our own code.

    python3 -m venv venv && venv/bin/pip install -r scripts/reference/requirements.txt
    venv/bin/python scripts/reference/similarity.py
"""

import json
import platform
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import linear_sum_assignment

rng = np.random.default_rng(20261128)


def unbiased_hsic(k, l):
    """Song et al. 2012, equation 5."""
    n = len(k)
    k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))
    one = np.ones(n)
    return (
        np.trace(k @ l)
        + (one @ k @ one) * (one @ l @ one) / ((n - 1) * (n - 2))
        - 2 / (n - 2) * (one @ k @ l @ one)
    ) / (n * (n - 3))


def debiased(a, b):
    k, l = a @ a.T, b @ b.T
    return float(unbiased_hsic(k, l) / np.sqrt(unbiased_hsic(k, k) * unbiased_hsic(l, l)))


def biased(a, b):
    a, b = a - a.mean(0), b - b.mean(0)
    return float(np.linalg.norm(a.T @ b) ** 2 / (np.linalg.norm(a.T @ a) * np.linalg.norm(b.T @ b)))


def pair(rows, left, right, shared, shift):
    a = rng.normal(size=(rows, left)) + rng.normal(size=left)
    b = rng.normal(size=(rows, right)) + 3
    width = min(left, right)
    b[:, :width] += shared * a[:, :width]
    # row r of a against row r + shift of b
    return {
        "rows": rows, "left": left, "right": right, "a": a.ravel().tolist(), "b": b.ravel().tolist(),
        "biased": biased(a, b), "debiased": debiased(a, b),
        "shift": shift, "shifted": debiased(a, np.roll(b, -shift, axis=0)),
    }


def matching(a, b):
    r = np.abs(np.corrcoef(a.T, b.T)[: a.shape[1], a.shape[1] :])
    at, to = linear_sum_assignment(1 - r)
    return {"mean": float(r[at, to].mean()), "matched": int((r[at, to] >= 0.5).sum())}


def chance(rows, left, right, shared, shifts):
    """Slow units, of which the first follow those of the other side."""
    slow = lambda units: np.apply_along_axis(lambda x: np.convolve(x, np.ones(9) / 9, "same"), 0, rng.normal(size=(rows, units)))
    a, b = slow(left), slow(right)
    if shared:
        b[:, :shared] = a[:, :shared] * rng.choice([-1, 1], size=shared) + 0.1 * slow(shared)
    return {
        "rows": rows, "left": left, "right": right, "a": a.ravel().tolist(), "b": b.ravel().tolist(),
        "shifts": shifts, "aligned": matching(a, b), "byChance": [matching(a, np.roll(b, -s, axis=0)) for s in shifts],
    }


reference = {
    "made": {
        "by": "scripts/reference/similarity.py", "seed": 20261128, "python": platform.python_version(),
        "numpy": np.__version__, "scipy": scipy.__version__,
    },
    "relativeTolerance": 1e-9,
    "pairs": [pair(12, 3, 3, 0.8, 5), pair(30, 6, 3, 2.0, 1), pair(25, 20, 24, 0.0, 11), pair(5, 2, 7, 0.5, 4)],
    "chance": [chance(80, 8, 6, 5, [7, 31, 52]), chance(60, 5, 9, 0, [10, 33])],
}
target = Path(__file__).resolve().parents[2] / "data" / "reference" / "similarity.json"
target.write_text(json.dumps(reference) + "\n")
print(f"{target.name}: {target.stat().st_size} bytes")
print([(round(p["biased"], 3), round(p["debiased"], 3), round(p["shifted"], 3)) for p in reference["pairs"]])
print([(c["aligned"], c["byChance"]) for c in reference["chance"]])

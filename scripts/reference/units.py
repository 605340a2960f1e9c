"""Reference numbers for how units behave, written to data/reference/units.json: linear CKA, redundant units, gate shares.

    python3 -m venv venv && venv/bin/pip install -r scripts/reference/requirements.txt
    venv/bin/python scripts/reference/units.py

The handwritten digits are scikit-learn's (the first 500), a base64 of 500 x 64 bytes, values 0 to 16.
"""

import base64
import json
import platform
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.stats import norm
from sklearn.datasets import load_digits

rng = np.random.default_rng(20261123)


def cka(a, b):
    a, b = a - a.mean(0), b - b.mean(0)
    return float(np.linalg.norm(a.T @ b) ** 2 / (np.linalg.norm(a.T @ a) * np.linalg.norm(b.T @ b)))


def pair(rows, left, right, shared):
    a = rng.normal(size=(rows, left)) + rng.normal(size=left)
    b = rng.normal(size=(rows, right))
    width = min(left, right)
    b[:, :width] += shared * a[:, :width]
    return {"rows": rows, "a": a.ravel().tolist(), "b": b.ravel().tolist(), "left": left, "right": right, "cka": cka(a, b)}


def redundant(rows, units):
    """Units of which some follow earlier ones up to noise; which have |correlation| > .98 with one of lower index."""
    values = rng.normal(size=(rows, units))
    for unit in range(3, units, 3):
        source = rng.integers(0, unit)
        values[:, unit] = rng.choice([-2.0, 0.4]) * values[:, source] + rng.choice([0.01, 0.6]) * rng.normal(size=rows)
    # what is read is float32
    values = values.astype(np.float32)
    correlation = np.abs(np.corrcoef(values.T.astype(np.float64)))
    nearest = np.array([correlation[unit, :unit].max() if unit else 0.0 for unit in range(units)])
    assert np.abs(nearest - 0.98).min() > 1e-4
    return {
        "rows": rows,
        "units": units,
        "values": values.ravel().tolist(),
        "redundant": [int(unit) for unit in np.flatnonzero(nearest > 0.98)],
    }


def shares(s):
    return {
        "s": s,
        "sigmoid": float(norm.cdf(-np.log(9) / s)),
        "hardSigmoid": float(norm.cdf(-2 / s)),
        "zeroGradient": float(2 * norm.cdf(-2.5 / s)),
    }


digits = load_digits().data[:500]
reference = {
    "made": {
        "by": "scripts/reference/units.py",
        "seed": 20261123,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    },
    "relativeTolerance": 1e-10,
    "digits": {
        "bytes": base64.b64encode(digits.astype(np.uint8).tobytes()).decode(),
        "firstColumns": 32,
        "cka": cka(digits, digits[:, :32]),
    },
    "pairs": [pair(30, 4, 4, 0.7), pair(50, 6, 3, 2.0), pair(40, 2, 7, 0.0)],
    "redundant": [redundant(60, 12), redundant(200, 15)],
    "gateShares": [shares(s) for s in (1.0, 2.0, 4.0)],
}
target = Path(__file__).resolve().parents[2] / "data" / "reference" / "units.json"
target.write_text(json.dumps(reference) + "\n")
print(f"{target.name}: {target.stat().st_size} bytes; digits {reference['digits']['cka']:.5f}")
print([r["redundant"] for r in reference["redundant"]], reference["gateShares"])
